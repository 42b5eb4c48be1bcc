//! What is said of the years in every format, once.

use std::collections::BTreeSet;

use super::{Agency, History, Indicator, Measure, Standout};
use form::chart::NO_FIGURE;

impl History {
    /// Whose years they are.
    pub fn title(&self) -> String {
        let who = match self.agencies.as_slice() {
            [one] => one.name.clone(),
            all => format!("{} 家机关", all.len()),
        };
        match (self.years.first(), self.latest()) {
            (Some(first), Some(last)) if *first < last => format!("{who}：{first}–{last} 年度"),
            (Some(only), _) => format!("{who}：{only} 年度"),
            _ => "历年：没有报告".to_owned(),
        }
    }

    /// What there is, and how much of it cannot be compared.
    pub fn summary(&self) -> String {
        let filed = || self.agencies.iter().flat_map(|one| one.reports.values());
        let faulty = filed().filter(|filed| filed.errors > 0).count();
        let counts = [
            (self.standouts.len(), "处变化特别大"),
            (faulty, "份检查有错误，数照原样列出"),
            (self.odd.len(), "处没有列入"),
            (self.unread.len(), "个文件没有读"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts = counts.map(|(count, words)| format!("；{count} {words}"));
        let (agencies, reports) = (self.agencies.len(), filed().count());
        let told: String = counts.collect();
        format!("{agencies} 家机关的 {reports} 份报告{told}")
    }

    /// What is not the same over the years: forms that lack an indicator, or have it elsewhere.
    pub fn differences(&self) -> Vec<String> {
        let mut told = Vec::new();
        for (edition, years) in self.editions() {
            let lacking: Vec<&str> = Indicator::all()
                .iter()
                .filter(|indicator| indicator.formula(edition).is_none())
                .map(|indicator| indicator.name.as_str())
                .collect();
            if !lacking.is_empty() {
                told.push(format!(
                    "{} 年度的格式（{}）没有「{}」，不列",
                    spans(&years),
                    edition.document,
                    lacking.join("」「")
                ));
            }
        }
        told
    }

    /// How an indicator is reckoned; by each form, where they differ.
    pub fn formula(&self, indicator: &Indicator) -> String {
        let mut found: Vec<(String, BTreeSet<u16>)> = Vec::new();
        for (edition, years) in self.editions() {
            let Some(formula) = indicator.formula(edition) else {
                continue;
            };
            let words = formula.chinese(edition);
            match found.iter_mut().find(|(other, _)| *other == words) {
                Some((_, known)) => known.extend(years),
                None => found.push((words, years)),
            }
        }
        match found.as_slice() {
            [(words, _)] => format!("取自 {words}"),
            all => {
                let each = all.iter();
                let each = each.map(|(words, years)| format!("{} 年度取自 {words}", spans(years)));
                each.collect::<Vec<_>>().join("；")
            }
        }
    }

    /// What there is to say of an agency: the names that it had, and years without a report.
    pub fn remarks(&self, agency: &Agency) -> Vec<String> {
        let former = agency.former().into_iter();
        let mut told: Vec<String> = former
            .map(|(name, year)| format!("{year} 年度及以前名为「{name}」"))
            .collect();
        let missing: BTreeSet<u16> = self.missing(agency).into_iter().collect();
        if !missing.is_empty() {
            told.push(format!("没有 {} 年度的报告", spans(&missing)));
        }
        told
    }

    /// The agencies of which there is something to say, with what that is.
    pub fn remarked(&self) -> impl Iterator<Item = (&str, String)> {
        let agencies = self.agencies.iter();
        agencies.filter_map(|agency| {
            let told = self.remarks(agency).join("；");
            (!told.is_empty()).then_some((agency.name.as_str(), told))
        })
    }

    /// Something that stands out, in a line.
    pub fn line(&self, standout: &Standout) -> String {
        format!(
            "{} {} 年度{} {}",
            self.agencies[standout.agency].name,
            standout.year,
            Indicator::all()[standout.indicator].name,
            standout.reason()
        )
    }
}

impl Indicator {
    /// A measure as it is printed; a dash where there is no number or no report.
    pub fn printed(&self, measure: Option<&Measure>) -> String {
        let value = measure.and_then(|measure| measure.value.ok());
        value.map_or_else(|| NO_FIGURE.to_owned(), |value| self.unit.shown(value))
    }
}

/// Years in words, those in a row as one: `2019、2021–2024`.
fn spans(years: &BTreeSet<u16>) -> String {
    let mut spans: Vec<(u16, u16)> = Vec::new();
    for year in years.iter().copied() {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == year => *last = year,
            _ => spans.push((year, year)),
        }
    }
    let words = spans.into_iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    });
    words.collect::<Vec<_>>().join("、")
}
