//! A report as a document.

use super::{Blank, Block, Document, Form, Inline, Text, prose, tabulate::tabulate};
use crate::{
    form::{
        edition::Section,
        fill,
        report::{Prose, Report},
    },
    ground::date::Date,
};

/// Puts a report together: title, preamble, the six sections, signature.
pub fn compose(report: &Report) -> Document {
    let mut blocks = body(report, false);
    let date = report.date.map(|(date, _)| date);
    if report.signature.is_some() || date.is_some() {
        blocks.push(Block::Signature {
            name: report.signature.clone().unwrap_or_default(),
            date: date.map_or_else(String::new, Date::chinese),
            seal: report.seal.unwrap_or_default(),
        });
    }
    document(report, report.full_title(), blocks)
}

/// A report as a form to fill in: its particulars first, and guides above its texts, with a
/// line to write on where there is none yet.
pub fn to_fill(report: &Report) -> Document {
    let edition = report.edition;
    let told = format!(
        "格式是{}。填好后保存，用 nianbao import 导入。这样括起来的提示不会印出来，删不删都可以。",
        edition.document
    );
    let mut blocks = vec![
        Block::Blank(Blank::Guide(fill::guide(&told))),
        Block::Blank(Blank::Particulars(fill::particulars(report))),
    ];
    blocks.extend(body(report, true));
    let title = edition.title_of("", report.year) + fill::FORM;
    document(report, title, blocks)
}

fn document(report: &Report, title: String, blocks: Vec<Block>) -> Document {
    Document {
        title,
        agency: report.agency.text.clone(),
        year: report.year,
        date: report.date.map(|(date, _)| date),
        form: Form {
            edition: report.edition.name.clone(),
            decree: report.edition.document.clone(),
        },
        draft: false,
        blocks,
    }
}

/// Preamble and sections.
fn body(report: &Report, to_fill: bool) -> Vec<Block> {
    let mut notes = 0;
    let mut written = |section: Option<&Section>, prose: Option<&Prose>| {
        written(report, section, prose, to_fill, &mut notes)
    };
    let mut blocks = written(None, report.preamble.as_ref());
    for (section, prose) in report.edition.sections.iter().zip(&report.texts) {
        blocks.push(Block::heading(2, &section.heading));
        match &section.table {
            Some(table) => {
                let summary = section.heading.split_once('、');
                let summary = summary.map_or(section.heading.as_str(), |(_, words)| words);
                blocks.push(Block::Table(tabulate(table, summary, report)));
            }
            None => blocks.extend(written(Some(section), prose.as_ref())),
        }
    }
    blocks
}

/// A text; in a form to fill in with its guide, and a line to write on below every heading
/// that has nothing below it.
fn written(
    report: &Report,
    section: Option<&Section>,
    prose: Option<&Prose>,
    to_fill: bool,
    notes: &mut usize,
) -> Vec<Block> {
    let own = prose.map(|prose| text(report, prose, notes));
    let own = own.unwrap_or_default();
    if !to_fill {
        return own;
    }
    let mut blocks = vec![Block::Blank(Blank::Guide(fill::guide_to(section)))];
    let mut headed = true;
    for block in own {
        let is_heading = matches!(block, Block::Heading { .. });
        if headed && is_heading && blocks.len() > 1 {
            blocks.push(Block::Blank(Blank::Line));
        }
        headed = is_heading;
        blocks.push(block);
    }
    if headed {
        blocks.push(Block::Blank(Blank::Line));
    }
    blocks
}

/// What heads the list of what is wrong with a draft.
pub const DRAFT_FINDINGS: &str = "草稿检查结果";
/// What stands there where nothing is.
pub const NO_FINDINGS: &str = "没有发现问题。";

/// Makes a draft of a document: marked as one, with a list of what is wrong at its end.
pub fn mark_as_draft(document: &mut Document, findings: &[String]) {
    document.draft = true;
    document.blocks.push(Block::heading(2, DRAFT_FINDINGS));
    if findings.is_empty() {
        document.blocks.push(Block::paragraph(NO_FINDINGS));
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
