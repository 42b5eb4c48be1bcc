//! The year of a data file, and the form that goes with it.

use super::{
    keys,
    reader::{Reader, scalar},
};
use crate::edition::Edition;
use base::{
    diagnostic::{Finding, either, rules},
    source::Span,
    yaml::{Entry, Value},
};

impl Reader<'_> {
    /// The year that the author states, if it is one, and where.
    pub(super) fn year(&mut self, entries: &[Entry], start: Span) -> (Option<u16>, Span) {
        let Some(entry) = entries.iter().find(|entry| entry.key == keys::YEAR) else {
            let help = either(
                "在文件开头写上报告的年度，例如 年度: 2025",
                "填上报告的年度",
            );
            self.fault(&rules::MISSING_KEY, start, keys::YEAR, "缺少「年度」", help);
            return (None, start);
        };
        let text = scalar(&entry.node).unwrap_or_default();
        let is_written = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        let year = text.parse::<u16>().ok();
        let year = year.filter(|year| is_written && *year >= 1000);
        if year.is_none() {
            let message = format!("「年度」写的是「{text}」，应为四位数的年份");
            let example = four_digits(text).unwrap_or("2025");
            let help = either(
                format!("写报告所属的年份，不带「年」字和引号，例如 年度: {example}"),
                "填报告所属的年份，四位数字",
            );
            self.misread(entry, text, message, help);
        }
        (year, entry.node.span)
    }

    /// The edition that the author states, else that of the year, else the one that fits the keys.
    pub(super) fn edition(
        &mut self,
        entries: &[Entry],
        year: Option<u16>,
        place: Span,
    ) -> &'static Edition {
        let stated = entries.iter().find(|entry| entry.key == keys::EDITION);
        let names: Vec<&str> = Edition::all().iter().map(|e| e.name.as_str()).collect();
        let names = names.join("、");
        if let Some(entry) = stated
            && let Some(text) = scalar(&entry.node)
        {
            let Some(edition) = Edition::named(text) else {
                let message = format!("没有名为「{text}」的版式");
                let finding = Finding::new(&rules::EDITION_YEAR, entry.node.span, message);
                let help = format!("版式有 {names}；删去这一行，就按年度选用");
                self.push(finding.at(keys::EDITION).stated(text).help(help));
                return year.and_then(Edition::of_year).unwrap_or(Edition::latest());
            };
            if let Some(year) = year
                && !edition.covers(year)
            {
                self.push(unfit(edition, year, entry.node.span, place));
            }
            return edition;
        }
        match year.map(Edition::of_year) {
            Some(Some(edition)) => edition,
            Some(None) => {
                let year = year.unwrap_or_default();
                let first = &Edition::all()[0];
                let message = format!(
                    "没有适用于 {year} 年度的版式：最早的格式（{}）从 {} 年度起适用",
                    first.document, first.from
                );
                let finding = Finding::new(&rules::EDITION_YEAR, place, message);
                self.push(finding.at(keys::YEAR).stated(year).help("检查年度是否写错"));
                first
            }
            None => closest(entries),
        }
    }
}

/// The year that a person means who writes `2025年`.
fn four_digits(text: &str) -> Option<&str> {
    let mut words = text.split(|c: char| !c.is_ascii_digit());
    words.find(|word| word.len() == 4)
}

pub(super) fn unfit(edition: &Edition, year: u16, place: Span, year_place: Span) -> Finding {
    let right = Edition::of_year(year).map(|edition| edition.name.as_str());
    let message = format!(
        "版式 {}（{}）用于 {}，与年度 {year} 不符",
        edition.name,
        edition.document,
        edition.years(),
    );
    let help = match right {
        Some(right) => format!("把版式改成 {right}，或删去这一行；年度写错时改年度"),
        None => "检查年度是否写错".to_owned(),
    };
    let mut finding = Finding::new(&rules::EDITION_YEAR, place, message)
        .at(keys::EDITION)
        .stated(&edition.name)
        .help(help)
        .related(year_place, "年度在这里");
    finding.expected = right.map(str::to_owned);
    finding
}

/// The edition whose own keys the file uses most: for a file without a year.
fn closest(entries: &[Entry]) -> &'static Edition {
    let fits = |edition: &&Edition| -> usize {
        let own = |entry: &Entry| {
            let section = edition.sections.iter().find(|s| s.key == entry.key)?;
            let (table, Value::Map(inner)) = (section.table.as_ref()?, &entry.node.value) else {
                return None;
            };
            let is_row = |key: &str| table.fields.iter().any(|field| field.key == key);
            Some(inner.iter().filter(|entry| is_row(&entry.key)).count())
        };
        entries.iter().filter_map(own).sum()
    };
    let best = Edition::all().iter().max_by_key(fits);
    best.unwrap_or(Edition::latest())
}
