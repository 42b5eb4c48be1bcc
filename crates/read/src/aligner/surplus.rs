//! What the words of published rows and columns say beyond the form's: a figure that slid
//! into them, a word that turns their meaning, another unit.

use super::{
    expect::{Expected, Line, Names},
    rows::{Cell, TableRow},
    units,
};
use crate::{label::Label, published::Doubt};
use base::number::Kind;
use form::edition::{Edition, SlotId};

/// Words so alike may be the form's.
const LIKE: f64 = 0.6;

/// Why a cell is unsure, with the words that make it so; none if it is not.
pub type Spoilt = Option<(Doubt, String)>;

/// By cell of a block, what spoils a row that was read into it.
pub fn in_row(
    edition: &Edition,
    (block, slots): (usize, &[SlotId]),
    line: Option<&Line>,
    row: &TableRow,
) -> Vec<Spoilt> {
    let name = row.name();
    let named = |spoils: fn(&Label, &Label) -> bool| {
        let both = row.label().zip(line);
        both.is_some_and(|(label, line)| line.names.every(|name| spoils(label, name)))
    };
    let named = match () {
        () if named(Label::has_figure_beyond) => Some((Doubt::FigureInName, name.clone())),
        () if named(Label::is_turned_from) => Some((Doubt::TurnedName, name.clone())),
        () => None,
    };
    let heads = row.heads.cells.iter().map(|head| &*head.text);
    let words = heads.chain(row.heads.units.iter().map(|own| &**own));
    let words: Vec<&str> = words.chain([&*name]).collect();
    let unit = |slot: &SlotId| {
        let kind = edition.slot(*slot).kind;
        let other = words.iter().find(|words| units::differ(words, kind));
        other.map(|words| (Doubt::Unit, (*words).to_owned()))
    };
    let of_heads = row.heads.spoilt.get(block).into_iter().flatten();
    let of_heads = of_heads.cloned().chain(std::iter::repeat(None));
    let of_slot = |(slot, head): (&SlotId, Spoilt)| named.clone().or_else(|| unit(slot)).or(head);
    slots.iter().zip(of_heads).map(of_slot).collect()
}

/// By column, what spoils it, unless as many heads as there are columns of its name are sound.
pub fn in_heads(columns: &[Names], heads: &[Cell]) -> Vec<Spoilt> {
    let likest = |label: &Label| {
        let names = columns.iter().map(|names| names.likeness(label));
        names.fold(LIKE, f64::max)
    };
    let likest: Vec<f64> = heads.iter().map(|head| likest(&head.label)).collect();
    let of_column = |column: &Names| {
        let own = heads.iter().zip(&likest);
        let own = own.filter(|(head, likest)| column.likeness(&head.label) >= **likest);
        let why = |(head, _): (&Cell, _)| match () {
            () if column.every(|name| head.label.has_bare_figure_beyond(name)) => {
                Some((Doubt::FigureInHead, head.text.clone()))
            }
            () if column.every(|name| head.label.is_turned_from(name)) => {
                Some((Doubt::TurnedHead, head.text.clone()))
            }
            () => None,
        };
        let told: Vec<Spoilt> = own.map(why).collect();
        let sound = told.iter().filter(|why| why.is_none()).count();
        let same = |other: &&Names| other.stems().next() == column.stems().next();
        let namesakes = columns.iter().filter(same).count();
        let spoilt = told.into_iter().flatten().next();
        spoilt.filter(|_| sound < namesakes)
    };
    columns.iter().map(of_column).collect()
}

/// Whether a name is told already, with the figures that it spoils.
pub fn is_counted_otherwise(name: &str) -> bool {
    units::differ(name, Kind::Amount) || units::differ(name, Kind::Count)
}

/// Whether a head is none of the form's, and no part of one.
pub fn is_strange(expected: &Expected, label: &Label) -> bool {
    let alike = || {
        expected
            .head_likeness(label)
            .max(expected.row_likeness(label))
    };
    let is_known = label.is_empty() || label.is_unit() || alike() >= LIKE;
    !is_known && !expected.says(label.stem())
}
