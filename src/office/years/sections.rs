//! How the years are laid out, for every format that shows them: of one agency its indicators
//! below each other, of several a section for each indicator with the agencies by rank.

use super::{Agency, History, Indicator, Unit};

/// Lines that are compared with each other.
#[derive(Debug)]
pub struct Section<'a> {
    /// Its heading.
    pub heading: String,
    /// What there is to know of all its lines.
    pub told: Vec<String>,
    /// How the column of its lines is headed.
    pub column: &'static str,
    /// The lines.
    pub lines: Vec<Line<'a>>,
}

/// The years of one indicator of one agency.
#[derive(Debug)]
pub struct Line<'a> {
    /// Its rank in the latest year, among several agencies.
    pub rank: Option<usize>,
    /// What it is called among its neighbours.
    pub name: &'a str,
    /// How it is reckoned, where each line is another indicator.
    pub formula: Option<String>,
    /// The agency.
    pub agency: &'a Agency,
    /// The number of the indicator.
    pub number: usize,
    /// The indicator.
    pub indicator: &'static Indicator,
    /// The end of its scale, in millionths.
    pub most: i128,
}

impl Line<'_> {
    /// What the scale goes to: the same for all that are compared.
    pub fn scale(&self) -> String {
        format!("0–{}", self.indicator.unit.scale(self.most))
    }
}

impl History {
    /// The years, laid out.
    pub fn sections(&self) -> Vec<Section<'_>> {
        match self.agencies.as_slice() {
            [] => Vec::new(),
            [one] => vec![self.alone(one)],
            _ => self
                .indicators()
                .map(|(number, indicator)| self.compared(number, indicator))
                .collect(),
        }
    }

    fn alone<'a>(&'a self, agency: &'a Agency) -> Section<'a> {
        let lines = self.indicators().map(|(number, indicator)| Line {
            rank: None,
            name: &indicator.name,
            formula: Some(self.formula(indicator)),
            agency,
            number,
            indicator,
            most: self.end(number, indicator),
        });
        Section {
            heading: "各项指标".to_owned(),
            told: vec!["每幅图从 0 画起，各用各的刻度，止于图下写明的数。".to_owned()],
            column: "指标",
            lines: lines.collect(),
        }
    }

    fn compared(&self, number: usize, indicator: &'static Indicator) -> Section<'_> {
        let most = self.end(number, indicator);
        let ranking = self.ranking(number);
        let ranked: Vec<(Option<usize>, &Agency)> = ranking
            .iter()
            .map(|(rank, agency, _)| (Some(*rank), *agency))
            .collect();
        let latest = self.latest().unwrap_or_default();
        let others = self.agencies.iter();
        let others = others.filter(|agency| agency.value(number, latest).is_none());
        let others = others.map(|agency| (None, agency));
        let lines = ranked.into_iter().chain(others).map(|(rank, agency)| Line {
            rank,
            name: &agency.name,
            formula: None,
            agency,
            number,
            indicator,
            most,
        });
        let lines: Vec<Line> = lines.collect();
        let mut told = vec![format!("怎么算：{}。", self.formula(indicator))];
        let medians = self.years.iter().filter_map(|year| {
            let median = self.median(number, *year)?;
            Some(format!("{year} 年度 {}", indicator.unit.full(median)))
        });
        let medians: Vec<String> = medians.collect();
        if !medians.is_empty() {
            told.push(format!("各家的中位数：{}。", medians.join("，")));
        }
        let end = indicator.unit.scale(most);
        told.push(format!("各图都从 0 画起，止于同一个数：{end}。"));
        Section {
            heading: match indicator.unit {
                Unit::Share => indicator.name.clone(),
                unit => format!("{}（{}）", indicator.name, unit.chinese()),
            },
            told,
            column: "机关",
            lines,
        }
    }

    /// The end of an indicator's scale: the whole for a share, or its greatest number.
    fn end(&self, number: usize, indicator: &Indicator) -> i128 {
        match indicator.unit {
            Unit::Share => self.most(number).max(super::indicator::WHOLE),
            Unit::Count | Unit::Amount => self.most(number),
        }
    }
}
