//! What the words of published rows and columns say beyond the form's: a figure that slid
//! into them, a word that turns their meaning, another unit, a note.

use std::rc::Rc;

use super::{
    Leftover,
    expect::{Expected, Line, Names},
    rows::{Heads, Piece, Row},
    units,
};
use crate::{label::Label, published::Doubt};
use base::number::Kind;
use form::edition::{Edition, SlotId};

/// Words so alike may be the form's.
const LIKE: f64 = 0.6;

/// Spoilt a cell is unsure, with the words that make it so; none if it is not.
pub type Spoilt = Option<(Doubt, String)>;

/// What was found in the words of some rows, and above them.
#[derive(Debug)]
pub struct Surplus<'a> {
    edition: &'a Edition,
    expected: &'a Expected,
    /// The heads that were looked at last, above which block, and what spoils its columns.
    last: Option<(Rc<Heads>, usize, Vec<Spoilt>)>,
}

impl<'a> Surplus<'a> {
    /// Of no rows yet.
    pub fn new(edition: &'a Edition, expected: &'a Expected) -> Self {
        Surplus {
            edition,
            expected,
            last: None,
        }
    }

    /// By cell of a line of the form, what spoils the row that was read into it.
    pub fn of_line(&mut self, line: &Line, row: &Row) -> Vec<Spoilt> {
        let label = row.label.as_ref();
        let named = |spoils: fn(&Label, &Label) -> bool| {
            label.is_some_and(|label| line.names.every(|name| spoils(label, name)))
        };
        let name = match () {
            () if named(Label::has_figure_beyond) => {
                Some((Doubt::FigureInName, row.name().to_owned()))
            }
            () if named(Label::is_turned_from) => Some((Doubt::TurnedName, row.name().to_owned())),
            () => None,
        };
        let cells = self.of_cells(line.block, &line.slots, row);
        cells.into_iter().map(|why| name.clone().or(why)).collect()
    }

    /// By cell of a block, what spoils the columns of a row.
    pub fn of_cells(&mut self, block: usize, slots: &[SlotId], row: &Row) -> Vec<Spoilt> {
        let heads = self.of_heads(block, &row.heads);
        let words = row.heads.cells.iter().map(|head| head.text.as_str());
        let words = words.chain(row.heads.units.iter().map(String::as_str));
        let words: Vec<&str> = words.chain([row.name()]).collect();
        let unit = |slot: &SlotId| {
            let kind = self.edition.slot(*slot).kind;
            let other = words.iter().find(|words| units::differ(words, kind));
            other.map(|words| (Doubt::Unit, (*words).to_owned()))
        };
        let of_slot = |(slot, head): (&SlotId, Spoilt)| unit(slot).or(head);
        slots.iter().zip(heads).map(of_slot).collect()
    }

    fn of_heads(&mut self, block: usize, heads: &Rc<Heads>) -> Vec<Spoilt> {
        let known = self.last.as_ref();
        let known = known.filter(|(last, of, _)| *of == block && Rc::ptr_eq(last, heads));
        if let Some((_, _, found)) = known {
            return found.clone();
        }
        let columns = &self.expected.columns[block];
        let found: Vec<Spoilt> = columns
            .iter()
            .map(|column| spoiled(columns, column, heads))
            .collect();
        self.last = Some((Rc::clone(heads), block, found.clone()));
        found
    }
}

/// What spoils a column, unless as many heads as there are columns of its name are sound.
fn spoiled(columns: &[Names], column: &Names, heads: &Heads) -> Spoilt {
    let likest = |label: &Label| {
        let names = columns.iter().map(|names| names.likeness(label));
        names.fold(LIKE, f64::max)
    };
    let own = heads.cells.iter();
    let own = own.filter(|head| column.likeness(&head.label) >= likest(&head.label));
    let why = |head: &Piece| match &head.label {
        label if column.every(|name| label.has_bare_figure_beyond(name)) => {
            Some((Doubt::FigureInHead, head.text.clone()))
        }
        label if column.every(|name| label.is_turned_from(name)) => {
            Some((Doubt::TurnedHead, head.text.clone()))
        }
        _ => None,
    };
    let told: Vec<Spoilt> = own.map(why).collect();
    let sound = told.iter().filter(|why| why.is_none()).count();
    let namesakes = columns.iter().filter(|other| other.is_same(column)).count();
    let mut spoiled = told.into_iter().flatten();
    spoiled.next().filter(|_| sound < namesakes)
}

/// What the names of rows and the heads above them say in brackets that the form does
/// not, and heads that the form does not have.
pub fn notes(expected: &Expected, rows: &[&Row]) -> Vec<Leftover> {
    let mut notes: Vec<Leftover> = Vec::new();
    let mut tell = |note: Leftover| {
        if !notes.contains(&note) {
            notes.push(note);
        }
    };
    let has_note = |label: &Label| label.asides().any(|aside| !expected.says(aside));
    let mut seen: Option<&Rc<Heads>> = None;
    for row in rows {
        if seen.is_none_or(|heads| !Rc::ptr_eq(heads, &row.heads)) {
            seen = Some(&row.heads);
            for head in &row.heads.cells {
                match &head.label {
                    label if is_strange(expected, label) => {
                        tell(Leftover::UnknownHead(unbroken(&head.text)))
                    }
                    label if !is_counted_otherwise(&head.text) && has_note(label) => {
                        tell(Leftover::InHead(unbroken(&head.text)));
                    }
                    _ => {}
                }
            }
        }
        for (head, value) in beside(expected, row) {
            tell(Leftover::Beneath {
                head: head.text.clone(),
                row: row.name().to_owned(),
                value: unbroken(&value.text),
            });
        }
        let label = row.label.as_ref();
        if !is_counted_otherwise(row.name()) && label.is_some_and(has_note) {
            tell(Leftover::InName(unbroken(row.name())));
        }
    }
    notes
}

fn unbroken(text: &str) -> String {
    text.replace('\n', "")
}

/// The values of a row beneath heads that the form does not have, with these heads.
pub fn beside<'a>(expected: &Expected, row: &'a Row) -> Vec<(&'a Piece, &'a Piece)> {
    let heads = match row.header {
        Some(_) => row.heads.cells.iter(),
        None => [].iter(),
    };
    let beneath = |head: &'a Piece| {
        let within = |piece: &&Piece| {
            head.column <= piece.column
                && piece.column + piece.columns <= head.column + head.columns
        };
        let values = row.values.iter().filter(move |piece| !piece.is_blank());
        values.filter(within).map(move |piece| (head, piece))
    };
    let strange = heads.filter(|head| is_strange(expected, &head.label));
    strange.flat_map(beneath).collect()
}

/// Whether a name is told already, with the figures that it spoils.
fn is_counted_otherwise(name: &str) -> bool {
    units::differ(name, Kind::Amount) || units::differ(name, Kind::Count)
}

/// Whether a head is none of the form's, and no part of one.
fn is_strange(expected: &Expected, label: &Label) -> bool {
    let known = || {
        expected
            .head_likeness(label)
            .max(expected.row_likeness(label))
            >= LIKE
    };
    !label.is_empty() && !label.is_unit() && !known() && !expected.says(label.stem())
}
