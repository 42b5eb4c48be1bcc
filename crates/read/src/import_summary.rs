//! What an import found, for the one who asks.

use super::locate::Outside;
use form::{datafile::DataFile, figure::Figure};

/// What an import found.
#[derive(Debug, Default)]
pub struct ImportSummary {
    /// The tables.
    pub tables: Vec<TableCount>,
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
pub struct TableCount {
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

impl ImportSummary {
    /// Counts the cells of a data file.
    pub fn count(&mut self, file: &DataFile) {
        for section in &file.edition.sections {
            let Some(table) = &section.table else {
                continue;
            };
            let mut count = TableCount {
                heading: section.heading.clone(),
                ..TableCount::default()
            };
            for slot in table.fields.iter().flat_map(|field| field.slots()) {
                *match file.entries[slot.0].figure {
                    Figure::Stated(_) | Figure::Covered(_) => &mut count.read,
                    Figure::Blank => &mut count.blank,
                    Figure::Unread(_) => &mut count.unsure,
                    Figure::Absent => &mut count.missing,
                } += 1;
            }
            self.tables.push(count);
        }
    }

    /// The whole summary, a line each.
    pub fn lines(&self) -> Vec<String> {
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
        tables.chain(texts).chain(rest).chain(remarks).collect()
    }

    /// One line: how many cells were read.
    pub fn line(&self) -> String {
        let sum = |of: fn(&TableCount) -> usize| -> usize { self.tables.iter().map(of).sum() };
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
