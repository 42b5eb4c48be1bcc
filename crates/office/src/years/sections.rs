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

impl Section<'_> {
    /// Whether there is anything to draw; nothing but nought is said in a word.
    pub fn is_drawn(&self) -> bool {
        self.lines
            .iter()
            .flat_map(Line::values)
            .any(|value| value != 0)
    }
}

impl Line<'_> {
    /// Its numbers, year by year.
    pub fn values(&self) -> impl Iterator<Item = i128> {
        let years = self.agency.reports.keys();
        years.filter_map(|year| self.agency.value(self.number, *year))
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
            told: Vec::new(),
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
        let values: Vec<i128> = lines.iter().flat_map(Line::values).collect();
        let mut told = vec![format!("{}。", self.formula(indicator))];
        let medians = self.years.iter().filter_map(|year| {
            let median = self.median(number, *year)?;
            Some(format!("{year} 年度 {}", indicator.unit.full(median)))
        });
        let medians: Vec<String> = medians.collect();
        match values.iter().max() {
            None => told.push("各家各年都没有数：没有这样的案件，或留空。".to_owned()),
            Some(0) => told.push("各家各年都是 0。".to_owned()),
            Some(_) => told.push(format!("各家的中位数：{}。", medians.join("，"))),
        }
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
