//! Cells on a line each, with nothing between them.

use std::ops::Range;

use super::cells::{Cells, KNOWN, LONGEST, MOST_LINES, Token, likeness, paragraph};
use crate::read::{
    aligner::Expected,
    figure::is_value,
    published::{Block, Origin},
};

/// So many blank cells stand in a row at most.
const MOST_BLANKS: usize = 20;
/// A line holds so many words of the form at most.
const MOST_WORDS: usize = 40;
/// Lines put together must be so alike to a word of the form.
const JOINED: f64 = 0.93;
/// A line that holds a cell, or a part of it.
struct Piece<'a> {
    text: &'a str,
    origin: Origin,
    known: bool,
    /// How many lines further make the same cell.
    further: usize,
    /// Whether its line holds other cells too.
    beside: bool,
}

/// Cells on a line each, and nothing between them.
pub fn lines(expected: &Expected, blocks: &[Block]) -> Cells {
    let mut pieces = pieces(expected, blocks);
    for at in 0..pieces.len() {
        let (alike, further) = extent(expected, &pieces[at..]);
        pieces[at].known = alike >= KNOWN;
        pieces[at].further = further;
    }
    let mut cells = Cells::default();
    let Some(first) = pieces.iter().position(|piece| piece.known) else {
        return cells;
    };
    let last = pieces.iter().rposition(|piece| piece.known);
    let last = last.map_or(first, |last| last + pieces[last].further);
    let end = pieces[last + 1..]
        .iter()
        .take_while(|piece| is_value(piece.text));
    let end = last + 1 + end.count();
    let outside = |pieces: &[Piece]| -> Vec<Block> {
        pieces.iter().map(|p| paragraph(p.text, p.origin)).collect()
    };
    cells.before = outside(&pieces[..first]);
    let usual = usual_distance(&pieces[first..end]);
    let mut at = first;
    let mut name: Option<(usize, bool)> = None;
    while at < end {
        let piece = &pieces[at];
        let next = (at + piece.further + 1).min(end);
        let before = at.checked_sub(1).filter(|before| *before >= first);
        let blanks = before.map_or(0, |before| blanks(&pieces[before], piece, usual));
        cells
            .tokens
            .extend(std::iter::repeat_n(Token::Blank, blanks));
        name = name.filter(|_| blanks == 0);
        match piece.known || piece.text.chars().count() <= LONGEST {
            true => {
                let text: String = pieces[at..next].iter().map(|piece| piece.text).collect();
                // Figures below two names may be those of either.
                let either = name.is_some_and(|(line, second)| {
                    second && is_value(&text) && piece.origin.line != pieces[line].origin.line
                });
                if either {
                    cells.tokens.push(Token::End);
                }
                name = match () {
                    () if expected.is_line(&text) => Some((next - 1, name.is_some())),
                    () if is_value(&text) => None,
                    () => name,
                };
                cells.word(&text, piece.origin);
            }
            false => cells.behind.push(paragraph(piece.text, piece.origin)),
        }
        at = next;
    }
    if names_follow(expected, &cells.tokens) {
        cells.tokens.retain(|token| *token != Token::Blank);
    }
    let rest = &pieces[end..];
    let lost = match pieces[first..end].iter().any(|p| is_value(p.text)) {
        true => 0..0,
        false => whole_row(rest, expected.single.len()),
    };
    cells.behind.extend(outside(&rest[..lost.start]));
    for piece in &rest[lost.clone()] {
        cells.word(piece.text, piece.origin);
    }
    cells.behind.extend(outside(&rest[lost.end..]));
    cells
}

/// Whether the names of rows follow each other without cells: a dump that goes down the
/// columns, in which empty lines are no blank cells.
fn names_follow(expected: &Expected, tokens: &[Token]) -> bool {
    let is_name = |token: &Token| matches!(token, Token::Cell(text) if expected.is_line(text));
    tokens
        .windows(2)
        .any(|two| is_name(&two[0]) && is_name(&two[1]))
}

/// The only figures of some lines, if there are so many of them: a table's single row
/// behind heads that a dump tore to pieces.
fn whole_row(pieces: &[Piece], figures: usize) -> Range<usize> {
    let is_figure = |piece: &Piece| is_value(piece.text);
    let start = pieces.iter().position(is_figure).unwrap_or(0);
    let count = pieces[start..].iter().take_while(|p| is_figure(p)).count();
    let alone = !pieces[start + count..].iter().any(is_figure);
    match count > 0 && count == figures && alone {
        true => start..start + count,
        false => 0..0,
    }
}

/// The lines of a section. Figures behind a name on the same line are cells too, and so
/// are words of the form that spaces part.
fn pieces<'a>(expected: &Expected, blocks: &'a [Block]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    for block in blocks {
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        let (name, figures) = figures_behind(&paragraph.text);
        let names = names(expected, name);
        let beside = names.len() + figures.len() > 1;
        pieces.extend(names.into_iter().chain(figures).map(|text| Piece {
            text,
            origin: paragraph.origin,
            known: false,
            further: 0,
            beside,
        }));
    }
    pieces
}

/// The words of the form on a line, or the line where it holds others.
fn names<'a>(expected: &Expected, line: &'a str) -> Vec<&'a str> {
    let words: Vec<&str> = line.split_whitespace().take(MOST_WORDS).collect();
    let apart = words.len() > 1
        && likeness(expected, line) < KNOWN
        && words.iter().all(|word| likeness(expected, word) >= KNOWN);
    match apart {
        true => words,
        false => Some(line)
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect(),
    }
}

/// Parts a line from the figures at its end that spaces part.
fn figures_behind(text: &str) -> (&str, Vec<&str>) {
    let mut name = text.trim();
    let mut figures = Vec::new();
    while let Some(word) = name
        .split_whitespace()
        .next_back()
        .filter(|word| is_value(word))
    {
        figures.push(word);
        name = name[..name.len() - word.len()].trim_end();
    }
    figures.reverse();
    match figures.len() > 1 || name.is_empty() || text.chars().count() <= LONGEST {
        true => (name, figures),
        false => (text.trim(), Vec::new()),
    }
}

/// How alike the first lines are to a word of the form, and how many more make it.
fn extent(expected: &Expected, pieces: &[Piece]) -> (f64, usize) {
    let mut text = String::new();
    let mut best = (0.0, 0);
    for (further, piece) in pieces.iter().take(MOST_LINES).enumerate() {
        if is_value(piece.text) || piece.text.chars().count() > LONGEST {
            break;
        }
        text.push_str(piece.text);
        let alike = likeness(expected, &text);
        if alike > best.0 && (further == 0 || alike >= JOINED) {
            best = (alike, further);
        }
    }
    best
}

/// How many lines most cells lie apart.
fn usual_distance(pieces: &[Piece]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for pair in pieces.windows(2) {
        let apart = distance(&pair[0], &pair[1]).filter(|apart| *apart > 0);
        if let Some(apart) = apart {
            *counts.entry(apart).or_insert(0_usize) += 1;
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|&(apart, count)| (count, std::cmp::Reverse(apart)));
    most.map_or(1, |(apart, _)| apart)
}

/// How many lines lie from one to the other, if they stand on one page.
fn distance(before: &Piece, piece: &Piece) -> Option<usize> {
    let same_page = before.origin.page == piece.origin.page;
    let apart = piece.origin.line?.checked_sub(before.origin.line?);
    apart.filter(|_| same_page)
}

/// How many blank cells the empty lines before a cell are. None where a line is a row.
fn blanks(before: &Piece, piece: &Piece, usual: usize) -> usize {
    let rows = before.beside || piece.beside;
    let apart = distance(before, piece).filter(|_| !rows).unwrap_or(usual);
    (apart.saturating_sub(usual) / usual).min(MOST_BLANKS)
}
