//! What follows from the trees of an edition's tables: slots, fields, sums, balances, ties.

use serde_saphyr::Spanned;

use super::{
    Axis, Balance, Block, Body, Edition, Field, Head, Section, Slot, SlotId, Stock, Sum, Tie,
    field_of,
    file::Mistake,
    names,
    table::{Equation, Flow},
};
use base::number::Kind;

type Derived<T> = Result<T, Mistake>;

/// Gives an edition, as its file writes it, all that follows from that.
///
/// # Errors
/// A row or column that something names is not there, or a figure is there twice.
pub fn derive(edition: &mut Edition) -> Derived<()> {
    for section in &mut edition.sections {
        if let Some(table) = &mut section.table {
            for block in &mut table.blocks {
                let fields = fields_of(&mut edition.slots, &section.key, block);
                table.fields.extend(fields);
            }
            let sayings = table.sayings.iter_mut();
            let sums = sayings.flat_map(|saying| saying.any.iter_mut().chain(&mut saying.over));
            for path in sums.flatten() {
                *path = format!("{}.{path}", section.key);
            }
        }
        edition.names.extend(names::names(section));
    }
    let twice = |at: &usize| edition.find(&edition.slots[*at].path) != Some(SlotId(*at));
    if let Some(at) = (0..edition.slots.len()).find(twice) {
        return Err(Mistake {
            at: None,
            what: format!("「{}」有两处", edition.slots[at].path),
        });
    }
    let sections = std::mem::take(&mut edition.sections);
    for section in &sections {
        let Some(table) = &section.table else {
            continue;
        };
        for block in &table.blocks {
            edition.add_sums(block);
            edition.add_marks(&sections, section, block)?;
        }
        for equation in &table.balances {
            edition.add_balances(&sections, section, equation)?;
        }
    }
    edition.sections = sections;
    Ok(())
}

/// Gives a block its slots, and returns what authors write for it.
fn fields_of(slots: &mut Vec<Slot>, section: &str, block: &mut Block) -> Vec<Field> {
    let columns = Head::leaves(&block.columns);
    let line = |row: &Vec<&Head>| -> Vec<SlotId> {
        let slot = |column: &Vec<&Head>| {
            let heads = || row.iter().chain(column).copied();
            let leaves = || row.last().into_iter().chain(column.last());
            let kind = leaves().find_map(|head| head.kind).unwrap_or_default();
            let unit = leaves().find_map(|head| head.unit.as_deref());
            slots.push(Slot {
                path: path(section, heads()),
                kind,
                unit: unit.unwrap_or(unit_of(kind)).to_owned(),
                total: heads().any(|head| head.total),
            });
            SlotId(slots.len() - 1)
        };
        columns.iter().map(slot).collect()
    };
    block.slots = block.lines().iter().map(line).collect();
    let mut slots = block.slots.iter().flatten().copied();
    let mut slot = || Body::Slot(slots.next().expect("a slot for every leaf"));
    // A column without a key is the row's own figure.
    let own = matches!(&*block.columns, [only] if only.key.is_none() && only.children.is_empty());
    match &*block.rows {
        [] => fields(&block.columns, section, &mut |_| slot()),
        rows => fields(rows, section, &mut |row| match own {
            true => slot(),
            false => Body::Group(fields(&block.columns, row, &mut |_| slot())),
        }),
    }
}

/// What figures of a kind are counted in as a rule.
fn unit_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Count | Kind::Change => "件",
        Kind::Amount => "万元",
    }
}

/// The fields of some heads, `leaf` giving what a leaf holds. A head without a key hands up
/// what lies below it.
fn fields(heads: &[Head], above: &str, leaf: &mut dyn FnMut(&str) -> Body) -> Vec<Field> {
    let mut found = Vec::new();
    for head in heads {
        let path = match &head.key {
            Some(key) => format!("{above}.{key}"),
            None => above.to_owned(),
        };
        let body = match head.children.is_empty() {
            true => leaf(&path),
            false => Body::Group(fields(&head.children, &path, leaf)),
        };
        match (&head.key, body) {
            (Some(key), body) => found.push(Field {
                key: key.clone(),
                heading: head.heading.clone(),
                path,
                total: head.total,
                body,
            }),
            (None, Body::Group(below)) => found.extend(below),
            (None, Body::Slot(_)) => {}
        }
    }
    found
}

impl Edition {
    /// A block's totals, row by row, then column by column.
    fn add_sums(&mut self, block: &Block) {
        let mut sum = |axis, total: SlotId, parts: Vec<SlotId>| {
            let mut path = self.slot(total).row();
            if axis == Axis::Column {
                path = path.rsplit_once('.').map_or("", |(above, _)| above);
            }
            self.sums.push(Sum {
                axis,
                total,
                parts,
                path: path.to_owned(),
            });
        };
        let across = totals(&block.columns, 0);
        for line in &block.slots {
            for (total, parts) in &across {
                let parts = parts.iter().map(|part| line[*part]);
                sum(Axis::Row, line[*total], parts.collect());
            }
        }
        let down = totals(&block.rows, 0);
        for column in 0..block.slots.first().map_or(0, Vec::len) {
            for (total, parts) in &down {
                let parts = parts.iter().map(|part| block.slots[*part][column]);
                sum(Axis::Column, block.slots[*total][column], parts.collect());
            }
        }
    }

    /// What single rows and columns of a block are said to be.
    fn add_marks(&mut self, all: &[Section], section: &Section, block: &Block) -> Derived<()> {
        let columns = Head::leaves(&block.columns);
        for (row, line) in block.lines().iter().zip(&block.slots) {
            for (&slot, column) in line.iter().zip(&columns) {
                if let Some(Flow { plus, minus }) = column.last().and_then(|c| c.stock.as_ref()) {
                    let row = self.slot(slot).row();
                    let beside = |key: &Spanned<String>| {
                        let found = self.find(&format!("{row}.{}", key.value));
                        found.ok_or_else(|| unknown(key))
                    };
                    let (plus, minus) = (beside(plus)?, beside(minus)?);
                    self.stocks.push(Stock { slot, plus, minus });
                }
            }
            let Some(head) = row.last() else { continue };
            if head.received {
                self.received = Some(path(&section.key, row.iter().copied()));
            }
            if head.regulations {
                self.regulations.extend(line);
            }
            if let Some(previous) = &head.brought_forward {
                let before = slots_of(all, section, previous)?;
                let ties = line.iter().zip(before).map(|(&slot, before)| Tie {
                    slot,
                    previous: self.slots[before.0.0].path.clone(),
                });
                self.ties.extend(ties);
            }
        }
        Ok(())
    }

    /// One balance for every column of the rows on both sides.
    fn add_balances(
        &mut self,
        all: &[Section],
        section: &Section,
        equation: &Spanned<Equation>,
    ) -> Derived<()> {
        let side = |rows: &[Spanned<String>]| -> Derived<Vec<_>> {
            let rows = rows.iter().map(|row| slots_of(all, section, row));
            rows.collect()
        };
        let (left, right) = (side(&equation.value.sum)?, side(&equation.value.equals)?);
        let width = left.first().map_or(0, Vec::len);
        if width == 0 || left.iter().chain(&right).any(|row| row.len() != width) {
            return Err(Mistake {
                at: Some(equation.referenced),
                what: "两边的行长短不一".to_owned(),
            });
        }
        for column in 0..width {
            let at = |rows: &[Vec<(SlotId, &str)>]| rows.iter().map(|row| row[column].0).collect();
            self.balances.push(Balance {
                column: left[0][column].1.to_owned(),
                left: at(&left),
                right: at(&right),
            });
        }
        Ok(())
    }
}

/// The slots of a row of a section, each with the heading of its column.
fn slots_of<'a>(
    all: &'a [Section],
    section: &Section,
    row: &Spanned<String>,
) -> Derived<Vec<(SlotId, &'a str)>> {
    let field = field_of(all, &format!("{}.{}", section.key, row.value));
    let columns = field.map(Field::leaves).ok_or_else(|| unknown(row))?;
    Ok(columns
        .into_iter()
        .map(|(slot, field)| (slot, &*field.heading))
        .collect())
}

/// A name that no row and no column has.
fn unknown(name: &Spanned<String>) -> Mistake {
    Mistake {
        at: Some(name.referenced),
        what: format!("没有「{}」这一行或列", name.value),
    }
}

/// The path of some heads of a section.
fn path<'a>(section: &str, heads: impl Iterator<Item = &'a Head>) -> String {
    let keys = heads.filter_map(|head| head.key.as_deref());
    [section]
        .into_iter()
        .chain(keys)
        .collect::<Vec<_>>()
        .join(".")
}

/// A total's leaf and those that it adds, within one tree.
fn totals(heads: &[Head], first: usize) -> Vec<(usize, Vec<usize>)> {
    let mut at = first;
    let (mut total, mut parts, mut found) = (None, Vec::new(), Vec::new());
    for head in heads {
        let span = at..at + head.width();
        match head.total {
            true => total = Some(at),
            false => parts.extend(span.clone()),
        }
        found.extend(totals(&head.children, at));
        at = span.end;
    }
    found.extend(total.map(|total| (total, parts)));
    found
}
