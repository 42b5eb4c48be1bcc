//! The cells of a table that a dump took apart, in reading order.

use std::ops::Range;

use crate::{
    import::{escape, figure::is_value, form::Expected, label::Label, strokes as stroke},
    published::{Block, Origin, Paragraph, Table},
};

/// Words so alike are words of the form.
const KNOWN: f64 = 0.85;
/// Lines put together must be so alike to a word of the form.
const JOINED: f64 = 0.93;
/// A cell's words were parted into so many lines at most.
const MOST_LINES: usize = 4;
/// Longer lines are sentences.
const LONGEST: usize = 60;
/// A line holds so many words of the form at most.
const MOST_WORDS: usize = 40;
/// So many blank cells stand in a row at most.
const MOST_BLANKS: usize = 20;

/// What a dump gives one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A cell's words.
    Cell(String),
    /// A cell without words.
    Blank,
    /// The end of a row that the dump kept.
    End,
}

/// The cells of a section, and what stands beside them.
#[derive(Debug, Default)]
pub struct Cells {
    /// The cells.
    pub tokens: Vec<Token>,
    /// What stands before the table.
    pub before: Vec<Block>,
    /// What belongs to no cell.
    pub behind: Vec<Block>,
    /// Where the first cell stands.
    pub origin: Origin,
}

impl Cells {
    /// The cells of a section whose rows are not all there. None where they are, or where
    /// its cells span others, which no text dump says.
    pub fn of(expected: &Expected, blocks: &[Block]) -> Option<Self> {
        let tables = || {
            blocks.iter().filter_map(|block| match block {
                Block::Table(table) => Some(table),
                Block::Paragraph(_) => None,
            })
        };
        if tables().any(has_spans) {
            return None;
        }
        let stroked = |block: &Block| matches!(block, Block::Paragraph(p) if p.text.contains('|'));
        let torn = blocks.windows(3).any(|three| {
            matches!(three, [Block::Table(_), Block::Paragraph(p), Block::Table(_)]
                if p.text.chars().count() <= LONGEST)
        });
        match (
            blocks.iter().any(stroked) || torn,
            tables().next().is_none(),
        ) {
            (true, _) => Some(strokes(expected, blocks)),
            (false, true) => Some(lines(expected, blocks)),
            (false, false) => None,
        }
    }

    fn word(&mut self, text: &str, origin: Origin) {
        if self.tokens.is_empty() {
            self.origin = origin;
        }
        self.tokens.push(Token::Cell(text.to_owned()));
    }
}

/// How many cells hold words of the form.
pub fn known_words(expected: &Expected, cells: &Cells) -> usize {
    let known = |token: &&Token| match token {
        Token::Cell(text) => likeness(expected, text) >= KNOWN,
        Token::Blank | Token::End => false,
    };
    cells.tokens.iter().filter(known).count()
}

fn has_spans(table: &Table) -> bool {
    let mut cells = table.rows.iter().flatten();
    cells.any(|cell| cell.row_span > 1 || cell.column_span > 1)
}

fn likeness(expected: &Expected, text: &str) -> f64 {
    match is_value(text) {
        true => 0.0,
        false => {
            let label = Label::of(text);
            expected
                .row_likeness(&label)
                .max(expected.head_likeness(&label))
        }
    }
}

fn paragraph(text: &str, origin: Origin) -> Block {
    Block::Paragraph(Paragraph {
        text: text.to_owned(),
        markdown: escape::plain(text),
        origin,
        ..Paragraph::default()
    })
}

/// A line of a cell that no stroke has closed yet.
type Open<'a> = (&'a str, Origin);

/// Cells behind each of which stands an upright stroke.
fn strokes(expected: &Expected, blocks: &[Block]) -> Cells {
    let mut cells = Cells::default();
    let mut open: Vec<Open> = Vec::new();
    let lines = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(&*paragraph.text),
        Block::Table(_) => None,
    });
    let filled = stroke::fills_up(lines);
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let text = match filled {
                    true => stroke::without_filling(&paragraph.text),
                    false => &paragraph.text,
                };
                // What stands alone where rows are filled up says nothing.
                let alone = filled && text.trim() == "|" && open.is_empty();
                let parts = text.split('|').enumerate().filter(|_| !alone);
                for (index, part) in parts {
                    if index > 0 {
                        close(expected, &mut open, &mut cells);
                    }
                    if !part.trim().is_empty() {
                        open.push((part.trim(), paragraph.origin));
                    }
                }
            }
            Block::Table(table) => {
                for row in &table.rows {
                    for cell in row {
                        if !cell.text.trim().is_empty() {
                            open.push((cell.text.trim(), table.origin));
                        }
                        close(expected, &mut open, &mut cells);
                    }
                    cells.tokens.push(Token::End);
                }
            }
        }
    }
    for (text, origin) in open {
        match is_value(text) && !cells.tokens.is_empty() && cells.behind.is_empty() {
            true => cells.word(text, origin),
            false => cells.behind.push(paragraph(text, origin)),
        }
    }
    cells
}

/// Makes a cell of the lines before a stroke, of which the first may belong to none.
fn close(expected: &Expected, open: &mut Vec<Open>, cells: &mut Cells) {
    let lines = std::mem::take(open);
    let Some(&(last, origin)) = lines.last() else {
        if !cells.tokens.is_empty() {
            cells.tokens.push(Token::Blank);
        }
        return;
    };
    let first = lines.len().saturating_sub(MOST_LINES);
    let joined = |from: usize| -> String { lines[from..].iter().map(|line| line.0).collect() };
    let best = (first..lines.len())
        .map(|from| (likeness(expected, &joined(from)), from))
        .fold((0.0, first), |best, next| match next.0 > best.0 {
            true => next,
            false => best,
        });
    let alone = is_value(last) || cells.tokens.is_empty() || joined(0).chars().count() > LONGEST;
    let from = match best {
        (alike, from) if alike >= KNOWN => from,
        _ if alone => lines.len() - 1,
        _ => first,
    };
    for &(text, origin) in &lines[..from] {
        match (cells.tokens.is_empty(), is_value(text)) {
            (true, _) => cells.before.push(paragraph(text, origin)),
            (false, true) => cells.word(text, origin),
            (false, false) => cells.behind.push(paragraph(text, origin)),
        }
    }
    cells.word(&joined(from), origin);
}

/// A line that holds a cell, or a part of it.
struct Piece<'a> {
    text: &'a str,
    origin: Origin,
    known: bool,
    /// How many lines further make the same cell.
    further: usize,
}

/// Cells on a line each, and nothing between them.
fn lines(expected: &Expected, blocks: &[Block]) -> Cells {
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
    while at < end {
        let piece = &pieces[at];
        let next = (at + piece.further + 1).min(end);
        let before = at.checked_sub(1).filter(|before| *before >= first);
        let blanks = before.map_or(0, |before| blanks(&pieces[before], piece, usual));
        cells
            .tokens
            .extend(std::iter::repeat_n(Token::Blank, blanks));
        match piece.known || piece.text.chars().count() <= LONGEST {
            true => {
                let text: String = pieces[at..next].iter().map(|piece| piece.text).collect();
                cells.word(&text, piece.origin);
            }
            false => cells.behind.push(paragraph(piece.text, piece.origin)),
        }
        at = next;
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
    let mut add = |text, origin| {
        pieces.push(Piece {
            text,
            origin,
            known: false,
            further: 0,
        });
    };
    for block in blocks {
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        let (name, figures) = figures_behind(&paragraph.text);
        for name in names(expected, name) {
            add(name, paragraph.origin);
        }
        for figure in figures {
            add(figure, paragraph.origin);
        }
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

fn distance(before: &Piece, piece: &Piece) -> Option<usize> {
    piece.origin.line?.checked_sub(before.origin.line?)
}

/// How many blank cells the empty lines before a cell are.
fn blanks(before: &Piece, piece: &Piece, usual: usize) -> usize {
    let apart = distance(before, piece).unwrap_or(usual);
    (apart.saturating_sub(usual) / usual).min(MOST_BLANKS)
}
