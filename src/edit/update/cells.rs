//! The figures that a document says otherwise, put into the rows where they are written.

use std::collections::BTreeMap;

use super::{Left, said};
use crate::{
    edit::workbench::{self, Cut, Want},
    form::{
        edition::{Axis, Field, SlotId},
        report::{Figure, Report},
    },
    ground::{number::Number, yaml::Node},
    read::Import,
};

/// Cells that a message names before 等.
const NAMED: usize = 6;

/// What cells are to say.
pub type Wants = BTreeMap<SlotId, Figure>;

/// The cells that a document says for certain, and otherwise.
///
/// A total that is left out stays so: it is computed.
pub fn wants(own: &Report, import: &Import, fields: &[Field]) -> Wants {
    let slots = fields.iter().flat_map(Field::slots);
    let other = |slot: SlotId| {
        let (here, there) = (said(own, slot), &import.file.entries[slot.0].figure);
        let is_left_out = here == Figure::Absent && own.edition.slot(slot).total;
        let is_other = there.number().is_some() && !is_same(&here, there) && !is_left_out;
        is_other.then(|| (slot, there.clone()))
    };
    let mut wants: Wants = slots.filter_map(other).collect();
    // A total that one 0 covered with its row was not stated, and is computed from now on.
    let rows = own.edition.sums.iter();
    let rows = rows.filter(|sum| sum.axis == Axis::Row);
    for sum in rows.filter(|sum| matches!(own.cell(sum.total).figure, Figure::Covered(_))) {
        if sum.parts.iter().any(|part| wants.contains_key(part)) {
            wants.insert(sum.total, Figure::Absent);
        }
    }
    wants
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

/// Whether cells say what they are to say, and everything else what it said.
pub fn is_so(before: &Report, after: &Report, wants: &Wants) -> bool {
    let cell = |slot: SlotId| {
        wants
            .get(&slot)
            .cloned()
            .unwrap_or_else(|| said(before, slot))
    };
    let note = |report: &Report, slot| {
        report
            .cell(slot)
            .note
            .as_ref()
            .map(|note| note.text.clone())
    };
    let same =
        |slot| is_same(&said(after, slot), &cell(slot)) && note(before, slot) == note(after, slot);
    let texts = |report: &Report| -> Vec<String> {
        let prose = report.all_prose().flat_map(|(_, prose)| &prose.passages);
        prose.map(|passage| passage.text.clone()).collect()
    };
    (0..before.cells.len()).map(SlotId).all(same) && texts(before) == texts(after)
}

/// The places that are to be replaced so that cells say what they are to say, and by what.
pub fn cuts(text: &str, tree: &Node, own: &Report, wants: &Wants) -> Vec<Cut> {
    let want = |figure: &Figure| Want {
        value: Some(figure.number().map_or_else(String::new, |n| n.to_string())),
        note: None,
    };
    let wants = wants.iter().map(|(&slot, figure)| (slot, want(figure)));
    workbench::cuts(text, tree, own.edition, &wants.collect())
}
