//! The form's tables as printed, with what is known of every figure.

use super::messages::{Balance, Cell, Figure, Table};
use base::{
    diagnostic::terminal::excerpt,
    number::{Kind, Number},
};
use document::{CellKind, plain_text, tabulate};
use form::{
    edition::{Edition, Section, SlotId, Table as FormTable},
    report::{Figure as Stated, Report},
};
use open::Opened;
use write::least_widths;

/// A section's table.
pub fn table(paper: &Opened, report: &Report, section: &Section, table: &FormTable) -> Table {
    let summary = section.heading.split_once('、');
    let summary = summary.map_or(section.heading.as_str(), |(_, words)| words);
    let grid = tabulate(table, summary, report);
    let rows = grid.rows.iter().map(|line| {
        let cells = line.cells.iter().map(|cell| {
            let figure = report.edition.find(&cell.path);
            let words = plain_text(&cell.content);
            Cell {
                kind: match cell.kind {
                    CellKind::Corner => "corner",
                    CellKind::Caption => "caption",
                    CellKind::ColumnHead => "column",
                    CellKind::RowHead => "row",
                    CellKind::Figure | CellKind::Text => "figure",
                },
                column: cell.column,
                colspan: cell.colspan,
                rowspan: cell.rowspan,
                words: match figure {
                    Some(slot) => written(report, slot, words),
                    None => words,
                },
                figure: figure.map(|slot| self::figure(paper, report, slot)),
            }
        });
        cells.collect()
    });
    Table {
        summary: grid.summary.clone(),
        columns: grid.columns,
        widths: least_widths(&grid),
        header_rows: grid.header_rows,
        rows: rows.collect(),
        balances: balances(report, section),
    }
}

/// What is printed, or what stands there instead of a figure.
fn written(report: &Report, slot: SlotId, printed: String) -> String {
    let cell = report.cell(slot);
    match &cell.figure {
        Stated::Unread(unread) => excerpt(&unread.words, 40),
        _ => printed,
    }
}

fn figure(paper: &Opened, report: &Report, id: SlotId) -> Figure {
    let slot = report.edition.slot(id);
    let cell = report.cell(id);
    let previous = paper.previous.as_ref();
    let last = previous.and_then(|last| {
        let printed = last.printed(last.edition.find(&slot.path)?);
        (!printed.is_empty()).then_some(printed)
    });
    let offered = previous.and_then(|last| {
        let tie = report.edition.ties.iter().find(|tie| tie.slot == id)?;
        let value = last.number(&tie.previous)?.millionths();
        Some(Number::of_kind(value, slot.kind).to_string())
    });
    // A total is missing with its parts.
    let parts = report.sum_of(id).map_or(&[][..], |sum| &sum.parts);
    let is_open = parts.iter().chain([&id]).any(|slot| report.is_open(*slot));
    Figure {
        path: slot.path.clone(),
        name: report.edition.subject(&slot.path).name,
        state: match &cell.figure {
            Stated::Stated(_) => "stated",
            Stated::Covered(_) => "covered",
            Stated::Blank => "blank",
            Stated::Absent if !is_open => "computed",
            Stated::Absent => "missing",
            Stated::Unread(_) => "unread",
        },
        total: slot.total,
        expected: expected(report, id),
        decimals: slot.kind == Kind::Amount,
        signed: slot.kind == Kind::Change,
        note: cell.note.as_ref().map(|note| note.text.clone()),
        last,
        offered,
    }
}

/// What the parts of a total that is stated add up to, where that is another figure.
fn expected(report: &Report, id: SlotId) -> Option<String> {
    let stated = report.cell(id).figure.number()?.millionths();
    let mut sums = report.edition.sums.iter().filter(|sum| sum.total == id);
    sums.find_map(|sum| {
        let values = sum.parts.iter().map(|&part| report.value(part));
        let expected = values.sum::<Option<i128>>()?;
        let printed = Number::of_kind(expected, report.edition.slot(id).kind);
        (expected != stated).then(|| printed.to_string())
    })
}

/// The balances whose figures stand in a section's table.
fn balances(report: &Report, section: &Section) -> Vec<Balance> {
    let edition: &Edition = report.edition;
    let path = |slot: &SlotId| edition.slot(*slot).path.as_str();
    let own = |slot: &SlotId| path(slot).split('.').next() == Some(section.key.as_str());
    let rows = |slots: &[SlotId]| {
        let rows = slots
            .iter()
            .map(|slot| edition.subject(edition.slot(*slot).row()).name);
        rows.collect::<Vec<_>>().join(" + ")
    };
    let side = |slots: &[SlotId]| {
        let mut values = slots.iter().map(|slot| report.value(*slot));
        values.try_fold(0_i128, |sum, value| sum.checked_add(value?))
    };
    let balances = edition.balances.iter();
    let balances = balances.filter(|balance| balance.left.iter().chain(&balance.right).any(own));
    let balances = balances.map(|balance| Balance {
        name: format!("{} = {}", rows(&balance.left), rows(&balance.right)),
        column: balance.column.clone(),
        paths: balance
            .left
            .iter()
            .chain(&balance.right)
            .map(|s| path(s).to_owned())
            .collect(),
        difference: {
            let sides = side(&balance.left).zip(side(&balance.right));
            let difference = sides.map_or(0, |(left, right)| left.saturating_sub(right));
            Number::from_millionths(difference).to_string()
        },
    });
    balances.collect()
}
