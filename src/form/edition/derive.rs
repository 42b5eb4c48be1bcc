//! What follows from a table's trees: slots, fields, sums, balances, ties.

use super::{
    Axis, Balance, Block, Body, Edition, Field, Head, Slot, SlotId, Stock, Sum, Table, Tie,
};
use crate::ground::{number::Kind, source::Span};

/// A leaf of a tree of rows or columns: the keys that lead to it.
struct Leaf<'a> {
    head: &'a Head,
    keys: Vec<&'a str>,
    total: bool,
}

fn leaves(heads: &[Head]) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    for head in heads {
        let below = match head.children.is_empty() {
            true => vec![Leaf {
                head,
                keys: Vec::new(),
                total: false,
            }],
            false => leaves(&head.children),
        };
        found.extend(below.into_iter().map(|mut leaf| {
            leaf.keys.splice(0..0, head.key.as_deref());
            leaf.total |= head.total;
            leaf
        }));
    }
    found
}

fn join(section: &str, keys: &[&str]) -> String {
    std::iter::once(section)
        .chain(keys.iter().copied())
        .collect::<Vec<_>>()
        .join(".")
}

/// Gives a block its slots, and returns what authors write for it.
pub fn slots(edition: &mut Edition, section: &str, block: &mut Block) -> Vec<Field> {
    let columns = leaves(&block.columns);
    let rows: Vec<(Vec<&str>, bool, Option<&Head>)> = match block.rows.is_empty() {
        true => vec![(Vec::new(), false, None)],
        false => leaves(&block.rows)
            .into_iter()
            .map(|leaf| (leaf.keys, leaf.total, Some(leaf.head)))
            .collect(),
    };
    let mut ids = Vec::new();
    for (row, row_total, row_head) in rows {
        let line = columns.iter().map(|column| {
            let keys = [row.as_slice(), &column.keys].concat();
            let heads = row_head.into_iter().chain([column.head]);
            let kind = heads.clone().find_map(|head| head.kind).unwrap_or_default();
            let unit = heads.clone().find_map(|head| head.unit.as_deref());
            edition.slots.push(Slot {
                path: join(section, &keys),
                kind,
                unit: unit.unwrap_or(unit_of(kind)).to_owned(),
                total: row_total || column.total,
            });
            SlotId(edition.slots.len() - 1)
        });
        ids.push(line.collect());
    }
    block.slots = ids;
    let mut lines = block.slots.iter();
    match block.rows.is_empty() {
        true => columns_of(&block.columns, section, &mut block.slots[0].iter()).0,
        false => rows_of(&block.rows, &block.columns, section, &mut lines),
    }
}

/// What figures of a kind are counted in as a rule.
fn unit_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Count | Kind::Change => "件",
        Kind::Amount => "万元",
    }
}

fn rows_of<'a>(
    rows: &[Head],
    columns: &[Head],
    path: &str,
    lines: &mut impl Iterator<Item = &'a Vec<SlotId>>,
) -> Vec<Field> {
    let mut fields = Vec::new();
    for row in rows {
        let path = match &row.key {
            Some(key) => format!("{path}.{key}"),
            None => path.to_owned(),
        };
        let body = if row.children.is_empty() {
            let line = lines.next().expect("a line of slots for every leaf row");
            match columns_of(columns, &path, &mut line.iter()) {
                (fields, None) => Body::Group(fields),
                (_, Some(slot)) => Body::Slot(slot),
            }
        } else {
            Body::Group(rows_of(&row.children, columns, &path, lines))
        };
        fields.extend(field(row, path, body));
    }
    fields
}

/// The fields of some columns; a column without a key is the row's own figure.
fn columns_of<'a>(
    columns: &[Head],
    path: &str,
    slots: &mut impl Iterator<Item = &'a SlotId>,
) -> (Vec<Field>, Option<SlotId>) {
    let mut fields = Vec::new();
    let mut own = None;
    for column in columns {
        let path = match &column.key {
            Some(key) => format!("{path}.{key}"),
            None => path.to_owned(),
        };
        let body = if column.children.is_empty() {
            Body::Slot(*slots.next().expect("a slot for every leaf column"))
        } else {
            Body::Group(columns_of(&column.children, &path, slots).0)
        };
        if let (None, Body::Slot(slot)) = (&column.key, &body) {
            own = Some(*slot);
        }
        fields.extend(field(column, path, body));
    }
    (fields, own)
}

/// A head with a key is a field; one without hands up what lies below it.
fn field(head: &Head, path: String, body: Body) -> Vec<Field> {
    match (&head.key, body) {
        (Some(key), body) => vec![Field {
            key: key.clone(),
            heading: head.heading.clone(),
            path,
            total: head.total,
            body,
        }],
        (None, Body::Group(fields)) => fields,
        (None, Body::Slot(_)) => Vec::new(),
    }
}

/// A total's leaf and those that it adds, within one tree.
fn totals(heads: &[Head], first: usize, found: &mut Vec<(usize, Vec<usize>)>) {
    let mut at = first;
    let mut total = None;
    let mut parts = Vec::new();
    for head in heads {
        let span = at..at + head.width();
        match head.total {
            true => total = Some(at),
            false => parts.extend(span.clone()),
        }
        totals(&head.children, at, found);
        at = span.end;
    }
    if let Some(total) = total {
        found.push((total, parts));
    }
}

/// Adds a block's totals to the edition, row by row, then column by column.
pub fn sums(edition: &mut Edition, section: &str, block: &Block) {
    let mut across = Vec::new();
    totals(&block.columns, 0, &mut across);
    let mut down = Vec::new();
    totals(&block.rows, 0, &mut down);
    let parent = |path: &str| {
        path.rsplit_once('.')
            .map_or(section, |(up, _)| up)
            .to_owned()
    };
    for line in &block.slots {
        for (total, parts) in &across {
            edition.sums.push(Sum {
                axis: Axis::Row,
                total: line[*total],
                parts: parts.iter().map(|&part| line[part]).collect(),
                path: parent(&edition.slot(line[*total]).path),
            });
        }
    }
    for column in 0..block.slots.first().map_or(0, Vec::len) {
        for (total, parts) in &down {
            let slot = block.slots[*total][column];
            edition.sums.push(Sum {
                axis: Axis::Column,
                total: slot,
                parts: parts
                    .iter()
                    .map(|&part| block.slots[part][column])
                    .collect(),
                path: parent(&parent(&edition.slot(slot).path)),
            });
        }
    }
}

/// The path of the row that counts the requests received.
pub fn received(section: &str, block: &Block) -> Option<String> {
    let rows = leaves(&block.rows);
    let row = rows.iter().find(|row| row.head.received)?;
    Some(join(section, &row.keys))
}

/// The slots of a block that are of 规章.
pub fn regulations(block: &Block) -> Vec<SlotId> {
    let rows = leaves(&block.rows).into_iter().zip(&block.slots);
    rows.filter(|(row, _)| row.head.regulations)
        .flat_map(|(_, slots)| slots.clone())
        .collect()
}

/// Adds a block's ties to last year's report to the edition.
///
/// # Errors
/// The place of a tie that leads nowhere.
pub fn ties(edition: &mut Edition, section: &str, block: &Block) -> Result<(), Span> {
    let columns = leaves(&block.columns);
    for (row, line) in leaves(&block.rows).iter().zip(&block.slots) {
        if let Some((previous, place)) = &row.head.brought_forward {
            if leaves(&block.rows)
                .iter()
                .all(|row| row.keys.join(".") != *previous)
            {
                return Err(*place);
            }
            for (column, &slot) in columns.iter().zip(line) {
                let keys = [&[previous.as_str()], column.keys.as_slice()].concat();
                edition.ties.push(Tie {
                    slot,
                    previous: join(section, &keys),
                });
            }
        }
        for (column, &slot) in columns.iter().zip(line) {
            let at = |key: &str, place: Span| {
                let column = columns.iter().position(|column| column.keys == [key]);
                column.map(|column| line[column]).ok_or(place)
            };
            if let Some((plus, minus, place)) = &column.head.stock {
                edition.stocks.push(Stock {
                    slot,
                    plus: at(plus, *place)?,
                    minus: at(minus, *place)?,
                });
            }
        }
    }
    Ok(())
}

/// The slots of a row, by its path within the table.
pub fn row(table: &Table, path: &str) -> Option<Vec<SlotId>> {
    let mut fields = &table.fields;
    let mut keys = path.split('.').peekable();
    while let Some(key) = keys.next() {
        let field = fields.iter().find(|field| field.key == key)?;
        match &field.body {
            Body::Group(_) if keys.peek().is_none() => return Some(field.slots()),
            Body::Group(below) => fields = below,
            Body::Slot(_) => return None,
        }
    }
    None
}

/// One balance for every column of the rows on both sides.
pub fn balances(table: &Table, left: &[Vec<SlotId>], right: &[Vec<SlotId>]) -> Vec<Balance> {
    let of = |first: SlotId| {
        table.blocks.iter().find_map(|block| {
            let column = block
                .slots
                .iter()
                .find_map(|line| line.iter().position(|&s| s == first));
            column.map(|column| leaves(&block.columns)[column].head.heading.clone())
        })
    };
    let width = left.first().map_or(0, Vec::len);
    let side = |rows: &[Vec<SlotId>], column| -> Vec<SlotId> {
        rows.iter()
            .filter_map(|row| row.get(column).copied())
            .collect()
    };
    (0..width)
        .map(|column| Balance {
            column: of(left[0][column]).unwrap_or_default(),
            left: side(left, column),
            right: side(right, column),
        })
        .collect()
}
