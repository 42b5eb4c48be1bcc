//! The figures that a document says otherwise, put into the rows where they are written.

use super::{Left, said};
use crate::{
    edit::workbench::Typed,
    form::{
        edition::{Axis, Field, SlotId},
        report::{Figure, Report},
    },
    ground::number::Number,
    read::Import,
};

/// Cells that a message names before 等.
const NAMED: usize = 6;

/// The cells that a document says for certain, and otherwise.
///
/// A total that is left out stays so: it is computed.
pub fn different(own: &Report, import: &Import, fields: &[Field]) -> Vec<Typed> {
    let typed = |slot: SlotId, words: String| Typed {
        path: own.edition.slot(slot).path.clone(),
        words,
    };
    let slots: Vec<SlotId> = fields.iter().flat_map(Field::slots).collect();
    let other = |&&slot: &&SlotId| {
        let (here, there) = (said(own, slot), &import.file.entries[slot.0].figure);
        let is_left_out = here == Figure::Absent && own.edition.slot(slot).total;
        there.number().is_some() && !is_same(&here, there) && !is_left_out
    };
    let other: Vec<SlotId> = slots.iter().filter(other).copied().collect();
    // A total that one 0 covered with its row was not stated, and is computed from now on.
    let covered = |slot: SlotId| matches!(own.cell(slot).figure, Figure::Covered(_));
    let sums = own
        .edition
        .sums
        .iter()
        .filter(|sum| sum.axis == Axis::Row && covered(sum.total));
    let sums = sums.filter(|sum| sum.parts.iter().any(|part| other.contains(part)));
    let computed: Vec<SlotId> = sums.map(|sum| sum.total).collect();
    let words = |slot: &SlotId| {
        let number = import.file.entries[slot.0].figure.number();
        number
            .filter(|_| !computed.contains(slot))
            .map_or_else(String::new, |n| n.to_string())
    };
    let stated = other.iter().filter(|slot| !computed.contains(slot));
    stated
        .chain(&computed)
        .map(|slot| typed(*slot, words(slot)))
        .collect()
}

/// Whether two cells say the same: `+5` is 5, and 1.50 is 1.5.
fn is_same(one: &Figure, other: &Figure) -> bool {
    match (one.number(), other.number()) {
        (Some(one), Some(other)) => one.millionths() == other.millionths(),
        _ => one == other,
    }
}

/// Figures of a table that a document leaves blank: whether they are gone, or were never
/// filled in there, nobody can tell.
pub fn blanks(own: &Report, import: &Import, key: &str, fields: &[Field]) -> Option<Left> {
    let slots = fields.iter().flat_map(Field::slots);
    let is_gone = |slot: &SlotId| {
        let entry = &import.file.entries[slot.0];
        let is_blank = entry.figure == Figure::Blank;
        is_blank && matches!(own.cell(*slot).figure, Figure::Stated(_))
    };
    let paths: Vec<&str> = slots
        .filter(is_gone)
        .map(|slot| &*own.edition.slot(slot).path)
        .collect();
    let more = if paths.len() > NAMED { "等" } else { "" };
    let names = format!("{}{more}", paths[..paths.len().min(NAMED)].join("、"));
    let why = format!(
        "那份文件有 {} 格空着，这里有数：{names}；是要留空的，写 ~",
        paths.len()
    );
    (!paths.is_empty()).then(|| Left {
        path: key.to_owned(),
        why,
    })
}

/// Totals that are left out here and say something else in the document than their parts.
pub fn totals(own: &Report, import: &Import) -> Vec<Left> {
    let slots = (0..own.cells.len()).map(SlotId);
    let absent = slots.filter(|slot| own.cell(*slot).figure == Figure::Absent);
    let other = absent.filter_map(|slot| {
        let number = import.file.entries[slot.0].figure.number()?;
        let sum = own.value(slot).filter(|sum| *sum != number.millionths())?;
        let sum = Number::from_millionths(sum);
        Some(Left {
            path: own.edition.slot(slot).path.clone(),
            why: format!(
                "那份文件的总计写 {number}，各项之和是 {sum}；这里的总计由程序算出，没有改"
            ),
        })
    });
    other.collect()
}
