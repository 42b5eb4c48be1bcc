//! What an import found, for the one who asks.

use super::locate::{Located, Outside};
use form::{
    datafile::{DataFile, Signature},
    figure::Figure,
};

/// What an import found.
#[derive(Debug, Default)]
pub struct Account {
    /// The edition, the year, the agency and so on, in words.
    pub particulars: Vec<(&'static str, String)>,
    /// The tables.
    pub tables: Vec<Count>,
    /// The texts: the section's key and how many characters.
    pub texts: Vec<(String, usize)>,
    /// Characters of the report that are comments now.
    pub left: usize,
    /// What lies outside the report.
    pub outside: Outside,
    /// What the container's reader did with it.
    pub remarks: Vec<String>,
    /// What may be read wrongly or is left out, as the container's reader knows.
    pub cautions: Vec<String>,
}

/// The cells of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The section's heading.
    pub heading: String,
    /// Those with a certain figure.
    pub read: usize,
    /// Those left blank.
    pub blank: usize,
    /// Those that cannot be told for certain.
    pub unsure: usize,
    /// Those that are not there.
    pub missing: usize,
}

impl Count {
    /// Counts a cell by its figure; none where it is not there.
    pub fn take(&mut self, figure: Option<&Figure>) {
        *match figure {
            Some(Figure::Stated(_) | Figure::Covered(_)) => &mut self.read,
            Some(Figure::Blank) => &mut self.blank,
            Some(Figure::Unread(_)) => &mut self.unsure,
            Some(Figure::Absent) | None => &mut self.missing,
        } += 1;
    }
}

impl Account {
    /// Notes what a data file says of itself.
    pub fn of(&mut self, file: &DataFile, located: &Located) {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "没有找到".to_owned());
        let headed = located.sections.iter().flatten().count();
        self.particulars = vec![
            (
                "版式",
                format!("{}（{}）", file.edition.name, file.edition.document),
            ),
            ("年度", file.year.value.to_string()),
            ("机关", or_none(file.agency.value.clone())),
            (
                "日期",
                or_none(file.date.value.map(|date| date.to_string())),
            ),
            ("标题", or_none(located.title.clone())),
            (
                "落款",
                match &file.signature {
                    Signature::None => "没有找到".to_owned(),
                    Signature::Agency => "机关本身".to_owned(),
                    Signature::Named(name) => name.clone(),
                },
            ),
            (
                "部分",
                format!(
                    "找到 {headed} 个标题，共应有 {} 个",
                    file.edition.sections.len()
                ),
            ),
        ];
    }

    /// The whole account, a line each.
    pub fn lines(&self) -> Vec<String> {
        let particulars = self
            .particulars
            .iter()
            .map(|(key, value)| format!("{key}：{value}"));
        let tables = self.tables.iter().map(|count| {
            format!(
                "{}：读出 {} 格，空白 {} 格，读不准 {} 格，缺 {} 格",
                count.heading, count.read, count.blank, count.unsure, count.missing
            )
        });
        let texts = self
            .texts
            .iter()
            .map(|(key, count)| format!("{key}：{count} 字"));
        let rest = [
            format!("写成注释的：{} 字", self.left),
            match &*self.outside.words {
                "" => format!("报告前后没有导入的：{} 字", self.outside.count),
                words => format!(
                    "报告前后没有导入的：{} 字，是「{words}」",
                    self.outside.count
                ),
            },
        ];
        let remarks = self.remarks.iter().cloned();
        particulars
            .chain(tables)
            .chain(texts)
            .chain(rest)
            .chain(remarks)
            .collect()
    }

    /// One line: how many cells were read.
    pub fn summary(&self) -> String {
        let sum = |of: fn(&Count) -> usize| -> usize { self.tables.iter().map(of).sum() };
        let total = sum(|c| c.read + c.blank + c.unsure + c.missing);
        format!(
            "表格 {total} 格：读出 {}，空白 {}，读不准 {}，缺 {}",
            sum(|c| c.read),
            sum(|c| c.blank),
            sum(|c| c.unsure),
            sum(|c| c.missing)
        )
    }
}
