//! A chart as every writer takes it: figures with the cells that they are, under labels.
//!
//! In: cells of the form, of one year or of several, or figures of the author's own. Out:
//! values in rows and columns, as a sheet has them, and [`Chart::alt`], the words for those
//! who do not see it. Nothing here knows how a chart looks.

use base::{
    number::{Number, tenths},
    source::Span,
};

/// How a chart shows its figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// A lying bar for each figure.
    Bars,
    /// The parts of a whole.
    Parts,
    /// A line along the labels, which are years as a rule.
    Lines,
}

impl ChartKind {
    /// Every kind.
    pub const ALL: [ChartKind; 3] = [ChartKind::Bars, ChartKind::Parts, ChartKind::Lines];

    /// What data files write.
    pub fn chinese(self) -> &'static str {
        match self {
            ChartKind::Bars => "条形",
            ChartKind::Parts => "构成",
            ChartKind::Lines => "折线",
        }
    }
}

/// Figures to be drawn.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// The unit of every figure; empty where they have none.
    pub unit: String,
    /// How it shows them.
    pub kind: ChartKind,
    /// What stands along it: rows of the form, or years.
    pub labels: Vec<String>,
    /// What is shown of each label: the years of bars, the rows of lines.
    pub series: Vec<Series>,
    /// Where the author asked for it.
    pub place: Option<Span>,
}

/// Figures that belong together.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its name: a year, or a row of the form.
    pub name: String,
    /// A figure for each label.
    pub values: Vec<Value>,
}

/// A figure and the cell that it is.
#[derive(Clone, Debug, Default)]
pub struct Value {
    /// The figure; none where the cell is blank, or its edition lacks it.
    pub number: Option<Number>,
    /// The path of the cell, row or group; empty for a figure of the author's own.
    pub path: String,
    /// The report year that it is of; none for a figure of the author's own.
    pub year: Option<u16>,
}

impl Value {
    /// The figure in millionths.
    pub fn millionths(&self) -> Option<i128> {
        self.number.map(Number::millionths)
    }
}

/// What stands where a figure is blank.
pub const NO_FIGURE: &str = "—";

impl Chart {
    /// Every figure, series by series.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.series.iter().flat_map(|series| &series.values)
    }

    /// The words for those who do not see it: every label with its figure and unit.
    pub fn alt(&self) -> String {
        let series = self.series.iter().map(|series| {
            let whole = self.whole(series);
            let told = self.labels.iter().zip(&series.values);
            let told = told.map(|(label, value)| {
                let Some(number) = value.number else {
                    return format!("{label} 留空");
                };
                let unit = &self.unit;
                let share = whole.and_then(|whole| share_of(number.millionths(), whole));
                let share = share.map_or_else(String::new, |share| format!("（{share}）"));
                format!("{label} {number} {unit}").trim_end().to_owned() + &share
            });
            let told = told.collect::<Vec<_>>().join("，");
            match self.series.len() {
                1 => told,
                _ => format!("{}：{told}", series.name),
            }
        });
        let told = series.collect::<Vec<_>>().join("；");
        format!("{}图：{}。{told}。", self.kind.chinese(), self.title)
    }

    /// The whole that the figures of a series are parts of, where the chart shows parts.
    pub fn whole(&self, series: &Series) -> Option<i128> {
        let mut figures = series.values.iter().filter_map(Value::millionths);
        let sum = figures.try_fold(0_i128, i128::checked_add);
        sum.filter(|sum| self.kind == ChartKind::Parts && *sum > 0)
    }
}

/// A ratio with one decimal place, rounded half up; `None` for a part of nothing.
pub fn percent(part: i128, whole: i128) -> Option<String> {
    let tenths = tenths(part, whole)?;
    Some(match tenths % 10 {
        0 => format!("{}%", tenths / 10),
        rest => format!("{}.{rest}%", tenths / 10),
    })
}

/// The same in words that call no part nothing, and nothing less than the whole the whole.
pub fn share_of(part: i128, whole: i128) -> Option<String> {
    match tenths(part, whole)? {
        0 if part > 0 => Some("不到0.1%".to_owned()),
        1000 if part < whole => Some("超过99.9%".to_owned()),
        _ => percent(part, whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(kind: ChartKind, figures: &[Option<i128>]) -> Chart {
        let values = figures.iter().map(|figure| Value {
            number: figure.map(Number::whole),
            ..Value::default()
        });
        Chart {
            title: "办理结果".to_owned(),
            unit: "件".to_owned(),
            kind,
            labels: (0..figures.len()).map(|at| format!("第{at}项")).collect(),
            series: vec![Series {
                name: "2024年".to_owned(),
                values: values.collect(),
            }],
            place: None,
        }
    }

    #[test]
    fn its_words_tell_every_figure() {
        let alt = chart(ChartKind::Bars, &[Some(3), None, Some(0)]).alt();
        assert_eq!(
            alt,
            "条形图：办理结果。第0项 3 件，第1项 留空，第2项 0 件。"
        );
        let alt = chart(ChartKind::Parts, &[Some(1), Some(2)]).alt();
        assert_eq!(
            alt,
            "构成图：办理结果。第0项 1 件（33.3%），第1项 2 件（66.7%）。"
        );
        let alt = chart(ChartKind::Parts, &[Some(1), Some(9_999)]).alt();
        assert_eq!(
            alt,
            "构成图：办理结果。第0项 1 件（不到0.1%），第1项 9999 件（超过99.9%）。"
        );
        let alt = chart(ChartKind::Parts, &[Some(0), None]).alt();
        assert_eq!(alt, "构成图：办理结果。第0项 0 件，第1项 留空。");
    }

    #[test]
    fn several_series_are_told_by_name() {
        let mut chart = chart(ChartKind::Bars, &[Some(3)]);
        chart.series.push(chart.series[0].clone());
        chart.series[1].name = "2023年".to_owned();
        chart.unit = String::new();
        let alt = chart.alt();
        assert_eq!(alt, "条形图：办理结果。2024年：第0项 3；2023年：第0项 3。");
    }
}
