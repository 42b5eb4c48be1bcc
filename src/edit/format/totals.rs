//! Totals that are left out, written in as they are computed.

use std::collections::BTreeMap;

use crate::{
    edit::workbench::{Want, cuts},
    form::{
        edition::{Body, Field, SlotId},
        report::{Figure, Report},
    },
    ground::{
        number::Number,
        yaml::{Node, Splice},
    },
};

/// The changes of a data file that state its totals, and how many those are.
pub fn stated(text: &str, tree: &Node, report: &Report) -> (Vec<Splice>, usize) {
    let tables = report
        .edition
        .sections
        .iter()
        .filter_map(|section| section.table.as_ref());
    let mut wants = BTreeMap::new();
    tables.for_each(|table| collect(&table.fields, report, &mut wants));
    (cuts(text, tree, report.edition, &wants), wants.len())
}

/// The totals among some fields that are left out and can be computed: of a row all or none.
fn collect(fields: &[Field], report: &Report, wants: &mut BTreeMap<SlotId, Want>) {
    for field in fields {
        let slots = field.slots();
        let absent = |slot: &SlotId| report.cell(*slot).figure == Figure::Absent;
        let computed = |slot: &SlotId| {
            let value = Number::from_millionths(report.computed(*slot)?).to_string();
            let want = Want {
                value: Some(value),
                note: None,
            };
            Some((*slot, want))
        };
        match &field.body {
            _ if field.total => {
                let all: Option<Vec<_>> = slots
                    .iter()
                    .filter(|slot| absent(slot))
                    .map(computed)
                    .collect();
                wants.extend(
                    all.filter(|all| all.len() == slots.len())
                        .unwrap_or_default(),
                );
            }
            Body::Group(inner) => collect(inner, report, wants),
            Body::Slot(_) => {}
        }
    }
}
