//! A report as a document.

use super::{Block, Document, Form, Inline, Text, prose, tabulate::tabulate};
use crate::{
    form::report::{Prose, Report},
    ground::date::Date,
};

/// Puts a report together: title, preamble, the six sections, signature.
pub fn compose(report: &Report) -> Document {
    let mut blocks = Vec::new();
    let mut notes = 0;
    if let Some(prose) = &report.preamble {
        blocks.extend(text(report, prose, &mut notes));
    }
    for (section, prose) in report.edition.sections.iter().zip(&report.texts) {
        blocks.push(Block::heading(2, &section.heading));
        match &section.table {
            Some(table) => {
                let summary = section.heading.split_once('、');
                let summary = summary.map_or(section.heading.as_str(), |(_, words)| words);
                blocks.push(Block::Table(tabulate(table, summary, report)));
            }
            None => {
                if let Some(prose) = prose {
                    blocks.extend(text(report, prose, &mut notes));
                }
            }
        }
    }
    let date = report.date.map(|(date, _)| date);
    if report.signature.is_some() || date.is_some() {
        blocks.push(Block::Signature {
            name: report.signature.clone().unwrap_or_default(),
            date: date.map_or_else(String::new, Date::chinese),
        });
    }
    Document {
        title: report.full_title(),
        agency: report.agency.text.clone(),
        year: report.year,
        date,
        form: Form {
            edition: report.edition.name.clone(),
            decree: report.edition.document.clone(),
        },
        draft: false,
        blocks,
    }
}

/// Makes a draft of a document: marked as one, with a list of what is wrong at its end.
pub fn mark_as_draft(document: &mut Document, findings: &[String]) {
    document.draft = true;
    document.blocks.push(Block::heading(2, "草稿检查结果"));
    if findings.is_empty() {
        document.blocks.push(Block::paragraph("没有发现问题。"));
        return;
    }
    let items = findings
        .iter()
        .map(|finding| vec![Block::paragraph(finding)]);
    document.blocks.push(Block::List {
        start: Some(1),
        items: items.collect(),
    });
}

/// The blocks of a text, before which so many footnotes stand.
fn text(report: &Report, prose: &Prose, notes: &mut usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    for passage in &prose.passages {
        let mut top = 3;
        if let Some(heading) = &passage.heading {
            let words = Text {
                text: heading.text.clone(),
                place: Some(heading.place),
            };
            blocks.push(Block::Heading {
                level: 3,
                content: vec![Inline::Text(words)],
            });
            top = 4;
        }
        blocks.extend(prose::blocks(passage, top, &report.images, notes));
    }
    blocks
}
