//! Tables of which a text dump kept the words but not the rows.
//!
//! In: the paragraphs under a section's heading, where a cell stands on a line of its own
//! or has an upright stroke behind it, such as `规章 |`, `0 |`, `3 |`. Out: the same with a
//! table in their place. Where a row ends is then to be seen only from the form: a row's
//! name behind a figure begins a row, and so does a column's head. Blank cells that the
//! dump left out are not guessed: such rows have too few figures, which the aligner doubts.

use super::{aligner::Expected, escape, figure::is_value, label::Label};
use crate::read::published::{Block, Cell, Origin, Paragraph, Table};

/// Fewer words of the form than these make no table.
const LEAST: usize = 4;
/// A section with more blocks is none that anybody wrote.
const MOST: usize = 5000;
/// Words so alike are words of the form.
const KNOWN: f64 = 0.85;
/// Lines put together must be so alike to a word of the form.
const JOINED: f64 = 0.93;
/// A cell's words were parted into so many lines at most.
const MOST_LINES: usize = 4;
/// A line holds so many words of the form at most.
const MOST_WORDS: usize = 40;
/// Longer lines are sentences.
const LONGEST: usize = 60;
/// Words so alike may name a row.
const ROW: f64 = 0.6;
/// Words so alike head a column.
const HEAD: f64 = 0.75;

/// What stands under the heading of a section with a table, its rows put together again
/// where a dump took them apart.
pub fn gather(expected: &Expected, blocks: Vec<Block>) -> Vec<Block> {
    if blocks.len() > MOST || !is_apart(&blocks) {
        return blocks;
    }
    let words = Words::of(expected, &blocks);
    let known = || words.iter().filter(|word| word.known);
    if known().count() < LEAST {
        return blocks;
    }
    let is_cell = |word: &Word| word.known || (word.closed && !word.text.is_empty());
    let first = words.iter().position(is_cell).unwrap_or(0);
    let last = words.iter().rposition(|word| word.known || word.closed);
    let last = last.map_or(first, |last| last + 1);
    let figures = words[last..].iter().take_while(|word| is_value(&word.text));
    let last = last + figures.count();
    let (sentences, own): (Vec<&Word>, _) = words[first..last]
        .iter()
        .partition(|word| word.is_sentence());
    let before = words[..first].iter().filter(|word| !word.text.is_empty());
    let mut laid: Vec<Block> = before.map(Word::paragraph).collect();
    laid.push(Block::Table(Table {
        rows: rows(expected, &own),
        origin: words[first].origin,
    }));
    let behind = sentences.into_iter().chain(&words[last..]);
    laid.extend(behind.map(Word::paragraph));
    laid
}

/// Whether the rows of a section are not all there. None where its cells span others,
/// which no text dump says.
fn is_apart(blocks: &[Block]) -> bool {
    let tables = || {
        blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        })
    };
    let spans = |cell: &Cell| cell.row_span > 1 || cell.column_span > 1;
    let has_stroke = |block: &Block| matches!(block, Block::Paragraph(p) if p.text.contains('|'));
    let spanning = tables().any(|table| table.rows.iter().flatten().any(spans));
    !spanning && (tables().next().is_none() || blocks.iter().any(has_stroke))
}

/// The words of a cell, none of a blank one, or those of no cell.
struct Word {
    text: String,
    origin: Origin,
    /// Whether it is a word of the form.
    known: bool,
    /// Whether a stroke or a border stands behind it.
    closed: bool,
    /// Whether it ends a row that the dump kept.
    ends: bool,
}

impl Word {
    fn is_sentence(&self) -> bool {
        !self.known && !self.closed && self.text.chars().count() > LONGEST
    }

    fn paragraph(&self) -> Block {
        Block::Paragraph(Paragraph {
            text: self.text.clone(),
            markdown: escape::plain(&self.text),
            origin: self.origin,
            ..Paragraph::default()
        })
    }
}

/// The words of a section as they come in.
struct Words<'a> {
    expected: &'a Expected,
    found: Vec<Word>,
    /// Those behind the last stroke, with where they stand.
    open: Vec<(&'a str, Origin)>,
}

impl<'a> Words<'a> {
    fn of(expected: &'a Expected, blocks: &'a [Block]) -> Vec<Word> {
        let mut words = Words {
            expected,
            found: Vec::new(),
            open: Vec::new(),
        };
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => words.line(&paragraph.text, paragraph.origin),
                Block::Table(table) => words.table(table),
            }
        }
        words.take(None);
        words.found
    }

    fn line(&mut self, text: &'a str, origin: Origin) {
        let Some((closed, rest)) = text.rsplit_once('|') else {
            let parts = parts(self.expected, text.trim()).into_iter();
            return self.open.extend(parts.map(|part| (part, origin)));
        };
        for cell in closed.split('|') {
            self.open.push((cell.trim(), origin));
            self.take(Some(origin));
        }
        self.open.push((rest.trim(), origin));
    }

    fn table(&mut self, table: &'a Table) {
        for row in &table.rows {
            for cell in row {
                self.open.push((cell.text.trim(), table.origin));
                self.take(Some(table.origin));
            }
            self.found
                .iter_mut()
                .next_back()
                .into_iter()
                .for_each(|word| word.ends = true);
        }
    }

    /// Makes cells of the words behind the last stroke, those put together that a line's
    /// end parted; says where the stroke stands that closes the last one.
    fn take(&mut self, closed: Option<Origin>) {
        let mut open = std::mem::take(&mut self.open);
        open.retain(|(text, _)| !text.is_empty());
        if let (true, Some(origin)) = (open.is_empty(), closed) {
            open.push(("", origin));
        }
        let mut at = 0;
        while let Some(&(_, origin)) = open.get(at) {
            let (alike, count) = self.reach(&open[at..]);
            let words = open[at..at + count].iter().map(|(text, _)| *text);
            at += count;
            self.found.push(Word {
                text: words.collect(),
                origin,
                known: alike >= KNOWN,
                closed: closed.is_some() && at == open.len(),
                ends: false,
            });
        }
    }

    /// How alike the first words are to a word of the form, and how many of them make it.
    fn reach(&self, words: &[(&str, Origin)]) -> (f64, usize) {
        let mut text = String::new();
        let mut best = (0.0, 1);
        for (further, (word, _)) in words.iter().take(MOST_LINES).enumerate() {
            if is_value(word) || word.chars().count() > LONGEST {
                break;
            }
            text.push_str(word);
            let alike = likeness(self.expected, &text);
            if alike > best.0 && (further == 0 || alike >= JOINED) {
                best = (alike, further + 1);
            }
        }
        best
    }
}

/// The words of the form on a line, and the figures at its end, where spaces part them.
fn parts<'a>(expected: &Expected, line: &'a str) -> Vec<&'a str> {
    if is_value(line) {
        return vec![line];
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let figures = words.iter().rev().take_while(|word| is_value(word)).count();
    let (names, figures) = words.split_at(words.len() - figures);
    let is_long = figures.len() < 2 && line.chars().count() > LONGEST;
    if is_long || words.len() > MOST_WORDS {
        return vec![line];
    }
    let known = |word: &&str| likeness(expected, word) >= KNOWN;
    let before = |rest: &'a str, word: &&str| rest.strip_suffix(*word).unwrap_or(rest).trim_end();
    let name = figures.iter().rev().fold(line, before);
    let apart = names.len() > 1 && !known(&name) && names.iter().all(known);
    let names = if apart { names.to_vec() } else { vec![name] };
    names.into_iter().chain(figures.iter().copied()).collect()
}

/// How alike words are to a word of the form.
fn likeness(expected: &Expected, text: &str) -> f64 {
    let label = Label::of(text);
    let alike = || {
        expected
            .row_likeness(&label)
            .max(expected.head_likeness(&label))
    };
    if is_value(text) { 0.0 } else { alike() }
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Value,
    Head,
    Name,
}

/// The rows that cells make.
fn rows(expected: &Expected, words: &[&Word]) -> Vec<Vec<Cell>> {
    let mut rows = vec![Vec::new()];
    let mut last = None;
    // The line of the row's name read last, and whether another stands right before it.
    let mut name: Option<(Option<usize>, bool)> = None;
    for word in words {
        let line = word.origin.line;
        let kind = match word.text.is_empty() {
            true => last.map(|last| {
                if last == Kind::Name {
                    Kind::Value
                } else {
                    last
                }
            }),
            false => Some(kind(expected, &word.text, last)),
        };
        // Figures below two names may be those of either.
        let either = kind == Some(Kind::Value)
            && !word.text.is_empty()
            && name.is_some_and(|(named, second)| second && named != line);
        if either || begins(expected, last, kind) {
            rows.push(Vec::new());
        }
        name = match kind {
            _ if word.text.is_empty() => None,
            Some(Kind::Value) => None,
            _ if expected.is_line(&word.text) => Some((line, name.is_some())),
            _ => name,
        };
        last = kind;
        rows.last_mut()
            .into_iter()
            .for_each(|row| row.push(Cell::new(&*word.text)));
        if word.ends {
            rows.push(Vec::new());
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// Whether a cell begins a row behind the one before it.
fn begins(expected: &Expected, last: Option<Kind>, kind: Option<Kind>) -> bool {
    match (last, kind) {
        (Some(Kind::Head), Some(Kind::Value)) => expected.lines.is_empty(),
        (Some(last), Some(kind)) => last != kind && kind != Kind::Value,
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
