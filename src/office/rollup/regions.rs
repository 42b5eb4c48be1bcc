//! The parts of a form in which figures go astray together: tables, groups, rows, columns.

use crate::{
    form::edition::{Body, Edition, Field, SlotId},
    ground::number::Kind,
};

/// Some cells that belong together.
#[derive(Clone, Debug)]
pub struct Region {
    /// What it is called; empty for everything.
    pub name: String,
    /// Its cells.
    pub slots: Vec<SlotId>,
    /// How much less likely than everything at once, in bits.
    pub cost: u32,
}

/// Two rows or columns whose cells correspond.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What the two are called.
    pub name: String,
    /// The cells of both, side by side.
    pub cells: Vec<(SlotId, SlotId)>,
}

/// The parts of a form, without the cells that are not looked at.
pub struct Lines {
    /// From the whole form down to rows and columns.
    pub regions: Vec<Region>,
    /// All cells with amounts of money.
    pub amounts: Region,
    /// All cells with signed changes.
    pub changes: Region,
    /// Rows and columns that could be taken for each other.
    pub pairs: Vec<Pair>,
}

impl Lines {
    /// The parts of a form; `free` says which cells are looked at.
    pub fn of(form: &Edition, free: &[bool]) -> Self {
        let all = || {
            (0..form.slots.len())
                .map(SlotId)
                .filter(|slot| free[slot.0])
        };
        let of_kind = |name: &str, kind| Region {
            name: name.to_owned(),
            slots: all().filter(|slot| form.slot(*slot).kind == kind).collect(),
            cost: 1,
        };
        let mut lines = Lines {
            regions: vec![Region {
                name: String::new(),
                slots: all().collect(),
                cost: 0,
            }],
            amounts: of_kind("金额", Kind::Amount),
            changes: of_kind("增减数", Kind::Change),
            pairs: Vec::new(),
        };
        for section in &form.sections {
            let Some(table) = &section.table else {
                continue;
            };
            let slots: Vec<SlotId> = table.fields.iter().flat_map(Field::slots).collect();
            lines.region(&format!("「{}」表", section.key), &slots, 3, free);
            let mut rows = Vec::new();
            collect(&table.fields, &mut |field| {
                let row = field.line().is_some();
                if matches!(field.body, Body::Group(_)) {
                    let slots = field.slots();
                    lines.region(&format!("「{}」", field.path), &slots, 4, free);
                }
                if row {
                    rows.push((format!("「{}」", field.path), field.slots()));
                }
            });
            lines.pairs(&rows, free);
            for block in &table.blocks {
                let width = block.slots.first().map_or(0, Vec::len);
                let columns = (0..width).map(|column| {
                    let slots: Vec<SlotId> = block.slots.iter().map(|row| row[column]).collect();
                    let path = &form.slot(slots[0]).path;
                    let key = path.rsplit('.').next().unwrap_or_default();
                    (format!("「{}」表的「{key}」列", section.key), slots)
                });
                let columns: Vec<_> = columns.filter(|(_, slots)| slots.len() > 1).collect();
                for (name, slots) in &columns {
                    lines.region(name, slots, 4, free);
                }
                lines.pairs(&columns, free);
            }
        }
        lines
    }

    fn region(&mut self, name: &str, slots: &[SlotId], cost: u32, free: &[bool]) {
        self.regions.push(Region {
            name: name.to_owned(),
            slots: slots.iter().copied().filter(|slot| free[slot.0]).collect(),
            cost,
        });
    }

    fn pairs(&mut self, lines: &[(String, Vec<SlotId>)], free: &[bool]) {
        for (at, (name, slots)) in lines.iter().enumerate() {
            for (other, others) in &lines[at + 1..] {
                if slots.len() != others.len() {
                    continue;
                }
                let cells = slots.iter().copied().zip(others.iter().copied());
                let cells = cells.filter(|(a, b)| free[a.0] && free[b.0]);
                self.pairs.push(Pair {
                    name: format!("{name}和{other}"),
                    cells: cells.collect(),
                });
            }
        }
    }
}

/// Every field at whatever depth, groups before what is in them.
fn collect<'a>(fields: &'a [Field], take: &mut impl FnMut(&'a Field)) {
    for field in fields {
        take(field);
        if let Body::Group(below) = &field.body {
            collect(below, take);
        }
    }
}
