//! What an import found, for the one who asks.

use super::locate::{Located, Outside};
use form::{
    datafile::{DataFile, Signature},
    figure::Figure,
    report::keys,
};

/// What an import found.
#[derive(Debug, Default)]
pub struct ImportSummary {
    /// The edition, the year, the agency and so on, in words.
    pub particulars: Vec<(&'static str, String)>,
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

    /// Notes what a data file says of itself, and of the form that was filled in.
    pub fn of_form(&mut self, file: &DataFile) {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "没有找到".to_owned());
        let edition = file.edition;
        let date = file.date.value.map(|date| date.to_string());
        self.particulars = vec![
            ("版式", format!("{}（{}）", edition.name, edition.document)),
            (keys::YEAR, file.year.value.to_string()),
            (keys::AGENCY, or_none(file.agency.value.clone())),
            (keys::DATE, or_none(date)),
        ];
    }

    /// Notes what a data file says of itself, and what was found of the report besides.
    pub fn particulars(&mut self, file: &DataFile, located: &Located) {
        self.of_form(file);
        let title = located.title.clone();
        let headed = located.sections.iter().flatten().count();
        let all = file.edition.sections.len();
        let none = || "没有找到".to_owned();
        let signed = match &file.signature {
            Signature::None => none(),
            Signature::Agency => "机关本身".to_owned(),
            Signature::Named(name) => name.clone(),
        };
        self.particulars.extend([
            (keys::TITLE, title.unwrap_or_else(none)),
            (keys::SIGNATURE, signed),
            ("部分", format!("找到 {headed} 个标题，共应有 {all} 个")),
        ]);
    }

    /// The whole summary, a line each.
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
