//! The figures that a document says otherwise, put into the rows where they are written.

use std::collections::BTreeMap;

use super::{Left, said};
use crate::{
    edit::workbench::{self, Want},
    form::{
        datafile::Stated,
        edition::{Axis, Field, SlotId},
        report::{Figure, Report},
    },
    ground::{
        number::Number,
        source::{FileId, Span},
        yaml::Node,
    },
    read::Import,
};

/// Cells that a message names before 等.
const NAMED: usize = 6;

/// What cells are to say.
pub type Wants = BTreeMap<SlotId, Stated>;

/// The cells that a document says for certain, and otherwise.
///
/// A total that is left out stays so: it is computed.
pub fn wants(own: &Report, import: &Import, fields: &[Field]) -> Wants {
    let slots = fields.iter().flat_map(Field::slots);
    let other = |slot: SlotId| {
        let (here, there) = (said(own, slot), import.file.entries[slot.0].figure);
        let is_figure = matches!(there, Stated::Figure(_));
        let is_other = is_figure && !is_same(here, there) && here != Stated::Absent;
        is_other.then_some((slot, there))
    };
    let mut wants: Wants = slots.filter_map(other).collect();
    // A total that one 0 covered with its row was not stated, and is computed from now on.
    let rows = own.edition.sums.iter();
    let rows = rows.filter(|sum| sum.axis == Axis::Row);
    for sum in rows.filter(|sum| matches!(own.cell(sum.total).figure, Figure::Covered(_))) {
        if sum.parts.iter().any(|part| wants.contains_key(part)) {
            wants.insert(sum.total, Stated::Absent);
        }
    }
    wants
}

/// Whether two cells say the same: `+5` is 5, and 1.50 is 1.5.
fn is_same(one: Stated, other: Stated) -> bool {
    match (one, other) {
        (Stated::Figure(one), Stated::Figure(other)) => one.millionths() == other.millionths(),
        _ => one == other,
    }
}

/// Figures of a table that a document leaves blank: whether they are gone, or were never
/// filled in there, nobody can tell.
pub fn blanks(own: &Report, import: &Import, key: &str, fields: &[Field]) -> Option<Left> {
    let slots = fields.iter().flat_map(Field::slots);
    let is_gone = |slot: &SlotId| {
        let entry = &import.file.entries[slot.0];
        let is_blank = entry.figure == Stated::Blank && entry.remark.is_none();
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
    let absent = slots.filter(|slot| said(own, *slot) == Stated::Absent);
    let other = absent.filter_map(|slot| {
        let Stated::Figure(number) = import.file.entries[slot.0].figure else {
            return None;
        };
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
            .copied()
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
        |slot| is_same(said(after, slot), cell(slot)) && note(before, slot) == note(after, slot);
    let texts = |report: &Report| -> Vec<String> {
        let prose = report.all_prose().flat_map(|(_, prose)| &prose.passages);
        prose.map(|passage| passage.text.clone()).collect()
    };
    (0..before.cells.len()).map(SlotId).all(same) && texts(before) == texts(after)
}

/// The places that are to be replaced so that cells say what they are to say, and by what.
pub fn cuts(
    text: &str,
    file: FileId,
    tree: &Node,
    own: &Report,
    wants: &Wants,
) -> Vec<(Span, String)> {
    let want = |figure: Stated| Want {
        value: Some(match figure {
            Stated::Figure(number) => number.to_string(),
            _ => String::new(),
        }),
        note: None,
    };
    let wants = wants.iter().map(|(&slot, &figure)| (slot, want(figure)));
    let cuts = workbench::cuts(text, tree, own.edition, &wants.collect());
    let cuts = cuts.into_iter();
    cuts.map(|(range, words)| (Span::new(file, range), words))
        .collect()
}
