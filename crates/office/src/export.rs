//! The reports of an office as a package of tables for other programs.
//!
//! | table | a row for |
//! |---|---|
//! | `reports.csv` | each report: its id, agency, year, file, and how much is wrong with it |
//! | `cells.csv` | each cell of every form: table, row, column, unit, whether it is a total |
//! | `figures.csv` | each cell of each report: the figure, or that it is blank or unread |
//! | `texts.jsonl` | each text of each report, with its heading |
//!
//! `datapackage.json` says what the columns mean, as Frictionless Data has it. Figures stay
//! exact decimals. Rows are made report by report, and none is kept.

use serde_json::{Value as Json, json};

use base::{
    characters::visible_json,
    diagnostic::{Finding, Severity, terminal::safe},
    number::Kind,
};
use form::{
    edition::{Edition, SlotId},
    figure::Figure,
    report::{Report, keys},
};
/// A table of the package.
pub struct Resource {
    /// What it and its file are called.
    pub name: &'static str,
    /// How its file ends.
    pub ending: &'static str,
    /// What it is, in Chinese.
    title: &'static str,
    /// The columns: name, type, and what stands there.
    columns: &'static [(&'static str, &'static str, &'static str)],
    /// The columns that tell a row from every other.
    key: &'static [&'static str],
}

/// The tables, in the order of [`Rows`].
pub const RESOURCES: [Resource; 4] = [
    Resource {
        name: "reports",
        ending: "csv",
        title: "报告，每份一行",
        columns: &[
            ("report", "string", "报告的编号：机关和年度"),
            ("agency", "string", "机关"),
            ("category", "string", "机关的类别"),
            ("year", "integer", "年度"),
            ("edition", "string", "格式"),
            ("date", "string", "落款日期"),
            ("source", "string", "文件"),
            ("sha256", "string", "文件的 SHA-256"),
            ("errors", "integer", "检查发现的错误，个"),
            ("warnings", "integer", "检查发现的警告，个"),
        ],
        key: &["report"],
    },
    Resource {
        name: "cells",
        ending: "csv",
        title: "规定的表里的格，每格一行",
        columns: &[
            ("edition", "string", "格式"),
            ("path", "string", "格的全名"),
            ("table", "string", "表"),
            ("row", "string", "行"),
            ("column", "string", "列"),
            ("kind", "string", "count 件数，change 增减，amount 金额"),
            ("unit", "string", "计量单位"),
            ("total", "boolean", "是否总计"),
        ],
        key: &["edition", "path"],
    },
    Resource {
        name: "figures",
        ending: "csv",
        title: "数，每份报告的每格一行",
        columns: &[
            ("report", "string", "报告的编号"),
            ("path", "string", "格的全名"),
            ("value", "number", "数；留空或读不出的没有"),
            ("blank", "boolean", "是否留空"),
            ("unread", "boolean", "是否读不出"),
            ("note", "string", "注"),
        ],
        key: &["report", "path"],
    },
    Resource {
        name: "texts",
        ending: "jsonl",
        title: "文字，每段一行",
        columns: &[
            ("report", "string", "报告的编号"),
            ("section", "string", "部分"),
            ("heading", "string", "小标题"),
            ("text", "string", "文字，Markdown"),
        ],
        key: &[],
    },
];

/// A report and where it came from.
pub struct Source<'a> {
    /// Its id: no two of a package have the same.
    pub id: String,
    /// The agency, as the register names it where there is one.
    pub agency: &'a str,
    /// The report.
    pub report: &'a Report,
    /// What is wrong with it.
    pub findings: &'a [Finding],
    /// The file.
    pub file: &'a str,
    /// The file's SHA-256.
    pub sha256: &'a str,
}

/// The lines of each table for a report, in the order of [`RESOURCES`].
pub type Rows = [String; 4];

/// The heads of the tables that have one, with the mark by which spreadsheets know UTF-8; and
/// the cells of every form.
pub fn heads() -> Rows {
    let mut heads = RESOURCES.each_ref().map(|resource| {
        let names = resource.columns.iter().map(|(name, ..)| (*name).to_owned());
        match resource.ending {
            "csv" => format!("\u{feff}{}", csv(names)),
            _ => String::new(),
        }
    });
    heads[1].extend(Edition::all().iter().map(cells));
    heads
}

/// The lines of a report's own tables.
pub fn rows(source: &Source<'_>) -> Rows {
    let report = source.report;
    let figures = (0..report.edition.slots.len()).map(SlotId).map(|slot| {
        let own = report.cell(slot);
        // A total that was left out is computed.
        let value = report.shown(slot).number();
        let blank = own.figure == Figure::Blank;
        csv([
            field(&source.id),
            report.edition.slot(slot).path.clone(),
            value.map_or_else(String::new, |value| value.to_string()),
            blank.to_string(),
            (value.is_none() && !blank).to_string(),
            field(own.note.as_ref().map_or("", |note| &note.text)),
        ])
    });
    let texts = texts(report).into_iter().map(|(section, heading, text)| {
        let line =
            json!({"report": source.id, "section": section, "heading": heading, "text": text});
        visible_json(&format!("{line}\n")).into_owned()
    });
    [
        csv(about(source).map(|words| field(&words))),
        String::new(),
        figures.collect(),
        texts.collect(),
    ]
}

/// The lines of the cells of a form.
fn cells(edition: &Edition) -> String {
    let rows = edition.slots.iter().map(|slot| {
        let (table, rest) = slot.path.split_once('.').unwrap_or((&slot.path, ""));
        let (row, column) = rest.rsplit_once('.').unwrap_or((rest, ""));
        let (kind, unit) = match slot.kind {
            Kind::Count => ("count", "件"),
            Kind::Change => ("change", "件"),
            Kind::Amount => ("amount", "万元"),
        };
        let total = slot.total.to_string();
        let words = [
            &edition.name,
            &slot.path,
            table,
            row,
            column,
            kind,
            unit,
            &total,
        ];
        csv(words.map(str::to_owned))
    });
    rows.collect()
}

/// The description of the package, whose files have an ending behind their own: `.gz`, or none.
pub fn datapackage(ending: &str) -> String {
    let resources = RESOURCES.iter().map(|resource| {
        let fields = resource.columns.iter().map(|(name, kind, title)| {
            let mut field = json!({"name": name, "type": kind, "title": title});
            if *kind == "boolean" {
                field["trueValues"] = json!(["true"]);
                field["falseValues"] = json!(["false"]);
            }
            field
        });
        let to = |fields: &[&str], resource: &str| {
            json!({"fields": fields, "reference": {"resource": resource, "fields": fields}})
        };
        let mut schema = json!({"fields": fields.collect::<Vec<_>>(), "missingValues": [""]});
        if !resource.key.is_empty() {
            schema["primaryKey"] = json!(resource.key);
        }
        if matches!(resource.name, "figures" | "texts") {
            schema["foreignKeys"] = json!([to(&["report"], "reports")]);
        }
        let mut value = json!({
            "name": resource.name,
            "title": resource.title,
            "path": format!("{}.{}{ending}", resource.name, resource.ending),
            "format": resource.ending,
            "encoding": "utf-8",
            "profile": "tabular-data-resource",
            "schema": schema,
        });
        if !ending.is_empty() {
            value["compression"] = ending.trim_start_matches('.').into();
        }
        value
    });
    let value: Json = json!({
        "name": "nianbao",
        "title": TITLE,
        "profile": "data-package",
        "resources": resources.collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

/// What a package is called.
const TITLE: &str = "政府信息公开工作年度报告：数据汇总";

fn about(source: &Source<'_>) -> [String; 10] {
    let report = source.report;
    let count = |severity| {
        let open = source
            .findings
            .iter()
            .filter(|found| found.waived.is_none());
        open.filter(|found| found.severity == severity).count()
    };
    let date = report.date.map(|(date, _)| date.to_string());
    let category = report
        .category
        .map(|category| category.chinese().to_owned());
    [
        source.id.clone(),
        source.agency.to_owned(),
        category.unwrap_or_default(),
        report.year.to_string(),
        report.edition.name.clone(),
        date.unwrap_or_default(),
        safe(source.file).into_owned(),
        source.sha256.to_owned(),
        count(Severity::Error).to_string(),
        count(Severity::Warning).to_string(),
    ]
}

/// Every text of a report, in the form's order, what stands above the first section too: its
/// section, the author's heading above it, and the Markdown with figures in the place of
/// references.
fn texts(report: &Report) -> Vec<(&str, Option<String>, String)> {
    let sections = report.edition.sections.iter().zip(&report.texts);
    let sections = sections.map(|(section, prose)| (section.key.as_str(), prose));
    let all = [(keys::PREAMBLE, &report.preamble)]
        .into_iter()
        .chain(sections);
    let mut found = Vec::new();
    for (section, prose) in all {
        for passage in prose.iter().flat_map(|prose| &prose.passages) {
            let mut heading = passage.heading.as_ref().map(|words| words.text.clone());
            let mut text = String::new();
            for line in passage.prose().lines() {
                let words = line.trim_start_matches('#');
                match words.strip_prefix(' ').filter(|_| words.len() < line.len()) {
                    Some(own) => {
                        let before = heading.replace(own.trim().to_owned());
                        found.push((section, before, std::mem::take(&mut text)));
                    }
                    None => text += &format!("{line}\n"),
                }
            }
            found.push((section, heading, text));
        }
    }
    for (_, _, text) in &mut found {
        *text = text.trim().to_owned();
    }
    found.retain(|(_, heading, text)| heading.is_some() || !text.is_empty());
    found
}

/// Fields as a line of comma-separated values (RFC 4180).
pub fn csv(fields: impl IntoIterator<Item = String>) -> String {
    let quoted = fields
        .into_iter()
        .map(|field| match field.contains([',', '"', '\n', '\r']) {
            true => format!("\"{}\"", field.replace('"', "\"\"")),
            false => field,
        });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}

/// What a formula begins with; some spreadsheets take the full-width signs for it too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Words as a field. What a spreadsheet would take for a formula is given an apostrophe.
pub fn field(text: &str) -> String {
    match text.starts_with(FORMULA) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMULA, csv, field};

    #[test]
    fn nothing_is_taken_for_a_formula() {
        let words = |text: &str| csv([field(text)]);
        assert_eq!(words("=1+2"), "'=1+2\r\n");
        assert_eq!(words("@SUM(A1),\"x\""), "\"'@SUM(A1),\"\"x\"\"\"\r\n");
        for mark in FORMULA {
            let field = words(&format!("{mark}1+2"));
            assert!(field.trim_start_matches('"').starts_with('\''), "{field}");
        }
        assert_eq!(words("含淄博经开区"), "含淄博经开区\r\n");
        assert_eq!(words("a\nb"), "\"a\nb\"\r\n");
    }
}
