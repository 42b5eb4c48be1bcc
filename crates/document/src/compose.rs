//! A report as a document.

use super::{
    Blank, Block, Cell, CellKind, Document, Form, Grid, Inline, Row, Text, caption, plain_text,
    prose, tabulate::tabulate,
};
use base::{
    date::Date,
    diagnostic::{Finding, MissingKind},
    source::Sources,
};
use form::{
    edition::Section,
    fill,
    report::{Prose, Report},
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

/// What every document says of its report, around its blocks.
pub(super) fn document(report: &Report, title: String, mut blocks: Vec<Block>) -> Document {
    caption::number(&mut blocks);
    Document {
        title,
        agency: report.agency.text.clone(),
        category: report.category,
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

/// Makes a draft of a document: marked as one, with a table of what is wrong on pages of its
/// own at the end, and the cells tinted that it is about.
pub fn mark_as_draft(document: &mut Document, sources: &Sources, findings: &[Finding]) {
    document.draft = true;
    for block in &mut document.blocks {
        if let Block::Table(grid) = block {
            tint(grid, findings);
        }
    }
    document.blocks.push(Block::NewPage);
    document.blocks.push(Block::heading(2, DRAFT_FINDINGS));
    document.blocks.push(match findings {
        [] => Block::paragraph(NO_FINDINGS),
        findings => Block::Table(listed(sources, findings)),
    });
}

/// Marks the cells of the form that findings are about, each with the gravest.
fn tint(grid: &mut Grid, findings: &[Finding]) {
    let cells = grid.rows.iter_mut().flat_map(|row| &mut row.cells);
    for cell in cells.filter(|cell| cell.kind == CellKind::Figure) {
        let blank = plain_text(&cell.content).is_empty();
        let about = |finding: &&Finding| match &finding.missing {
            Some(MissingKind::Blank { .. }) => blank && lies_in(&cell.path, &finding.subject.path),
            Some(_) => lies_in(&cell.path, &finding.subject.path),
            None => cell.path == finding.subject.path || cell.place == Some(finding.place),
        };
        let findings = findings.iter().flat_map(Finding::each);
        cell.finding = findings.filter(about).map(|f| f.severity).min();
    }
}

/// Whether a path of the form is another or lies below it.
fn lies_in(path: &str, above: &str) -> bool {
    let below = path.strip_prefix(above).filter(|_| !above.is_empty());
    below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
}

/// The findings as a table.
fn listed(sources: &Sources, findings: &[Finding]) -> Grid {
    let row = |kind: CellKind, words: [&str; 4]| Row {
        cells: (0..)
            .zip(words)
            .map(|(column, words)| Cell::new(kind, column, vec![Inline::plain(words)]))
            .collect(),
        keep_with_next: kind == CellKind::ColumnHead,
    };
    let head = row(CellKind::ColumnHead, ["级别", "规则", "位置", "问题"]);
    let rows = findings.iter().map(|finding| {
        let place = sources.place(finding.place);
        let place = place
            .position()
            .map_or_else(|| place.to_string(), |at| format!("第{}行", at.line));
        let waived = finding.waived.as_ref();
        let waived = waived.map_or_else(String::new, |why| format!("；已豁免，理由：{why}"));
        let words = finding.message.on(finding.surface(sources));
        let message = format!("{words}{waived}");
        let severity = finding.severity.chinese();
        let words = [severity, finding.rule.title, &place, &message];
        row(CellKind::Text, words)
    });
    Grid {
        summary: DRAFT_FINDINGS.to_owned(),
        columns: 4,
        header_rows: 1,
        rows: std::iter::once(head).chain(rows).collect(),
    }
}

/// The blocks of a text, before which so many footnotes stand.
pub fn text(report: &Report, prose: &Prose, notes: &mut usize) -> Vec<Block> {
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
