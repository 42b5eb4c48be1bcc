//! A comparison in the form's own shape: in its tables year under year, in its texts what was
//! struck out and what is new. What did not change is there too, in faint ink.

use serde_json::{Value, json};

use super::{
    Comparison, Row,
    formats::page_row,
    printed, row, value,
    wording::{self, Fate},
};
use crate::{
    document::{CellKind, Inline, tabulate},
    form::{
        edition::Table,
        report::{Report, keys},
    },
    office::templates::page,
    write::html::{COMPARISON, kept_across, table},
};

/// Writes a comparison of two reports as one HTML file.
///
/// # Errors
/// The template cannot be filled.
pub fn html(comparison: &Comparison, last: &Report, this: &Report) -> Result<String, String> {
    let (before, now) = comparison.years();
    let gone = comparison.alone.iter().filter(|alone| !alone.this);
    let gone = gone.map(
        |alone| json!({"name": last.edition.subject(&alone.path).name, "figure": alone.figure}),
    );
    let view = json!({
        "mark": COMPARISON,
        "remarks": comparison.remarks,
        "last": before,
        "this": now,
        "gone": gone.collect::<Vec<_>>(),
        "report": {"title": comparison.title(), "blocks": blocks(comparison, last, this)},
    });
    page("compare.html", &view)
}

fn blocks(comparison: &Comparison, last: &Report, this: &Report) -> Vec<Value> {
    let mut blocks = vec![prose(last, this, keys::PREAMBLE)];
    for (number, section) in this.edition.sections.iter().enumerate() {
        let heading = &section.heading;
        match &section.table {
            Some(figures) => {
                blocks.push(json!({"kind": "heading", "text": heading}));
                let figures = beside(last, this, figures, heading, number);
                blocks.push(json!({"kind": "table", "table": figures}));
            }
            None => {
                blocks.push(json!({
                    "kind": "heading", "text": heading, "alike": alike(comparison, &section.key)
                }));
                blocks.push(prose(last, this, &section.key));
            }
        }
    }
    blocks
}

/// How much of a text is last year's.
fn alike(comparison: &Comparison, section: &str) -> Option<usize> {
    let mut texts = comparison.texts.iter();
    Some(texts.find(|text| text.section == section)?.percent)
}

/// A text with what was struck out and what is new.
fn prose(last: &Report, this: &Report, section: &str) -> Value {
    let lines = [last, this].map(|report| wording::lines(report, section));
    let changes = wording::changes(&lines[0], &lines[1]).into_iter();
    let lines = changes.map(|line| {
        let parts = line.iter().map(|(fate, words)| {
            let tag = match fate {
                Fate::Kept => None,
                Fate::Gone => Some("del"),
                Fate::New => Some("ins"),
            };
            (tag, words.as_str())
        });
        kept_across(&parts.collect::<Vec<_>>())
    });
    json!({"kind": "prose", "lines": lines.collect::<Vec<_>>()})
}

/// A table of the form with the figures of both reports in its cells.
fn beside(last: &Report, this: &Report, form: &Table, heading: &str, number: usize) -> Value {
    let mut grid = tabulate(form, heading, this);
    let figure = |path: &str| -> Option<Row> {
        let now = this.edition.find(path)?;
        let before = last.edition.find(path)?;
        let known = |report, slot| (value(report, slot), printed(report, slot));
        Some(row(path, known(last, before), known(this, now)))
    };
    // Columns are as wide as the widest of what stands in their cells.
    let cells = grid.rows.iter_mut().flat_map(|row| &mut row.cells);
    for cell in cells.filter(|cell| cell.kind == CellKind::Figure) {
        let row = figure(&cell.path);
        let words = row.iter().flat_map(|row| {
            let words = [&row.last, &row.this, &row.change, &row.percent];
            words.map(|words| words.as_deref().unwrap_or_default())
        });
        if let Some(widest) = words.max_by_key(|words| words.len()) {
            cell.content = vec![Inline::plain(widest)];
        }
        cell.note = None;
    }
    let mut shown = serde_json::to_value(table(&grid, number)).unwrap_or_default();
    let rows = shown["body"].as_array_mut().into_iter().flatten();
    let cells = rows.flat_map(|row| row["cells"].as_array_mut().into_iter().flatten());
    for cell in cells {
        let path = cell["path"].as_str().unwrap_or_default();
        let (content, same) = match figure(path) {
            Some(row) => content(&row),
            None => continue,
        };
        cell["content"] = content.into();
        cell["zero"] = same.into();
    }
    shown
}

/// What stands in a cell, and whether nothing changed.
fn content(row: &Row) -> (String, bool) {
    if row.last == row.this {
        return (row.this.clone().unwrap_or_default(), true);
    }
    let cells = page_row(row);
    let word = |name: &str| cells[name].as_str().unwrap_or_default().to_owned();
    let (last, this, way) = (word("last"), word("this"), word("direction"));
    let changes = [&row.change, &row.percent].into_iter().flatten();
    let changes = changes.map(|change| {
        let change = change.replace('-', "−");
        format!("<small class=\"{way}\">{change}</small>")
    });
    let changes: String = changes.collect();
    (
        format!("<span class=\"change\"><del>{last}</del><ins>{this}</ins>{changes}</span>"),
        false,
    )
}
