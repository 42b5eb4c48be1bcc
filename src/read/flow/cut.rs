//! Where the rows of a table end that a dump took apart.

use super::cells::Token;
use crate::read::{aligner::Expected, figure::is_value, label::Label};

/// Words so alike may name a row.
const ROW: f64 = 0.6;
/// Words so alike head a column.
const HEAD: f64 = 0.75;

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Value,
    Head,
    Name,
}

/// The rows that cells make.
pub fn rows(expected: &Expected, tokens: &[Token]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut last = None;
    for token in tokens {
        match token {
            Token::End => rows.push(std::mem::take(&mut row)),
            Token::Blank => {
                row.push(String::new());
                if last == Some(Kind::Name) {
                    last = Some(Kind::Value);
                }
            }
            Token::Cell(text) => {
                let kind = kind(expected, text, last);
                if begins(expected, last, kind) {
                    rows.push(std::mem::take(&mut row));
                }
                row.push(text.clone());
                last = Some(kind);
            }
        }
    }
    rows.push(row);
    rows.retain(|row| !row.is_empty());
    rows
}

/// Whether a cell begins a row behind the one before it.
fn begins(expected: &Expected, last: Option<Kind>, kind: Kind) -> bool {
    match (last, kind) {
        (Some(Kind::Value), Kind::Name | Kind::Head) => true,
        (Some(Kind::Head), Kind::Name) | (Some(Kind::Name), Kind::Head) => true,
        (Some(Kind::Head), Kind::Value) => expected.lines.is_empty(),
        _ => false,
    }
}

fn kind(expected: &Expected, text: &str, last: Option<Kind>) -> Kind {
    if is_value(text) {
        return Kind::Value;
    }
    let label = Label::of(text);
    let row = expected.row_likeness(&label);
    let head = expected.head_likeness(&label);
    match last {
        _ if row >= ROW && row > head => Kind::Name,
        _ if head >= HEAD && head > row => Kind::Head,
        Some(Kind::Head) => Kind::Head,
        _ => Kind::Name,
    }
}
