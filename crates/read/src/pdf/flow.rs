//! Pages as paragraphs and tables.
//!
//! In: pages of words and rules. Out: blocks in reading order. Here is chosen how a page is
//! read: first the tables that rules draw (`lattice`), then what pages repeat at their ends
//! is dropped, then come the tables without rules (`unruled`), and the lines that are left
//! make paragraphs: those that the file states, or else those that their places show. What
//! a paragraph or table means, it does not ask.

use std::collections::{HashMap, HashSet};

use super::{
    columns,
    lattice::{self, PageTable},
    page::{Page, Piece},
    text::{Flow, Line, is_same_size, words},
    unruled,
};
use crate::published::{Block, Origin, Paragraph, Role};
use crate::{label::numbered, text::is_page_number};
use document::repeats;

/// Of so many lines one begins at the left edge of the text.
const USUAL: usize = 10;

/// A line, with its sheet, or a table in reading order.
enum Part {
    Line(Line, usize),
    Table(PageTable),
}

/// The blocks of pages.
pub(super) fn read(pages: &[Page]) -> Vec<Block> {
    let sheets = sheets(pages);
    let measures = [false, true].map(|is_column| {
        let own = sheets.iter().filter(|sheet| sheet.is_column == is_column);
        Measures::of(&own.collect::<Vec<_>>())
    });
    let are_columns: Vec<bool> = sheets.iter().map(|sheet| sheet.is_column).collect();
    let measures: Vec<&Measures> = are_columns
        .iter()
        .map(|own| &measures[usize::from(*own)])
        .collect();
    blocks(parts(sheets), &measures)
}

/// The tables and lines of a page, or of a column on it.
pub(super) struct Sheet {
    /// The page, from 0.
    pub(super) page: usize,
    pub(super) is_column: bool,
    pub(super) tables: Vec<PageTable>,
    pub(super) lines: Vec<Line>,
}

fn sheets(pages: &[Page]) -> Vec<Sheet> {
    let read = |(number, page)| {
        let (tables, rest) = lattice::tables(page, number);
        columns::sheets(number, tables, rest)
    };
    let mut sheets: Vec<Sheet> = pages.iter().enumerate().flat_map(read).collect();
    drop_margins(pages, &mut sheets);
    let mut lines: Vec<&mut Vec<Line>> = sheets.iter_mut().map(|sheet| &mut sheet.lines).collect();
    let unruled = unruled::tables(&mut lines);
    for (sheet, unruled) in sheets.iter_mut().zip(unruled) {
        sheet.tables.extend(unruled);
    }
    sheets
}

fn parts(sheets: Vec<Sheet>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (number, sheet) in sheets.into_iter().enumerate() {
        let lines = sheet
            .lines
            .into_iter()
            .map(|line| (line.base, Part::Line(line, number)));
        let tables = sheet
            .tables
            .into_iter()
            .map(|table| (table.top, Part::Table(table)));
        let mut own: Vec<(f64, Part)> = lines.chain(tables).collect();
        own.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (at, (_, part)) in own.into_iter().enumerate() {
            // The first thing on a page may go on with the last of the page before.
            let part = match (part, parts.last_mut()) {
                (Part::Table(table), Some(Part::Table(before))) if at == 0 => {
                    lattice::join_tables(before, table).map(Part::Table)
                }
                (part, _) => Some(part),
            };
            parts.extend(part);
        }
    }
    parts
}

/// The words of a line and its height, but for what differs from page to page.
fn margin_key(line: &Line) -> (String, i64) {
    let text = line.text();
    // Numbers of pages differ; those of a sentence are its own.
    let is_sentence = text.contains(['。', '，', '；', '：', '！', '？']);
    let plain = |c: char| match c.is_ascii_digit() && !is_sentence {
        true => '#',
        false => c,
    };
    (
        text.chars().map(plain).collect(),
        (line.base / 4.0).round() as i64,
    )
}

/// Drops page numbers, and what stands at the same place of several pages' ends.
fn drop_margins(pages: &[Page], sheets: &mut [Sheet]) {
    let is_outermost = |at: usize, count: usize| at < 2 || at + 2 >= count;
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for Sheet { lines, .. } in sheets.iter() {
        let ends = lines.iter().enumerate();
        let ends = ends.filter(|(at, _)| is_outermost(*at, lines.len()));
        let own: HashSet<_> = ends.map(|(_, line)| margin_key(line)).collect();
        for key in own {
            *seen.entry(key).or_default() += 1;
        }
    }
    for sheet in sheets.iter_mut() {
        let (page, lines) = (&pages[sheet.page], &mut sheet.lines);
        let is_repeated = |line: &Line| {
            let (text, place) = margin_key(line);
            let times = |by: i64| seen.get(&(text.clone(), place + by)).copied();
            (-1..=1).filter_map(times).sum::<usize>() >= 2
        };
        let count = lines.len();
        let mut at = 0;
        lines.retain(|line| {
            at += 1;
            let in_margin = line.base < page.height * 0.13 || line.base > page.height * 0.90;
            let is_end = is_outermost(at - 1, count) && in_margin;
            let text = line.text();
            let is_bare = text.chars().all(|c| c.is_ascii_digit() || " /".contains(c))
                && (text.len() <= 3 || text.contains('/'));
            !is_end || !is_bare && !is_page_number(&text) && !is_repeated(line)
        });
    }
}

/// What is usual in a file.
struct Measures {
    size: f64,
    left: f64,
    right: f64,
    leading: f64,
}

impl Measures {
    fn of(sheets: &[&Sheet]) -> Self {
        let lines = || sheets.iter().flat_map(|sheet| &sheet.lines);
        let mut sizes: HashMap<i64, usize> = HashMap::new();
        for line in lines() {
            *sizes.entry((line.size * 2.0).round() as i64).or_default() += line.pieces.len();
        }
        let usual = sizes.iter().max_by_key(|(size, count)| (**count, -**size));
        let size = usual.map_or(12.0, |(size, _)| *size as f64 / 2.0);
        let body: Vec<&Line> = lines()
            .filter(|line| is_same_size(line.size, size))
            .collect();
        let mut lefts: Vec<f64> = body.iter().map(|line| line.left).collect();
        lefts.sort_by(f64::total_cmp);
        // Menus stand on the left of a page's text, in a few short lines.
        let is_usual = |&at: &usize| {
            let beside = lefts.partition_point(|left| *left < lefts[at] + 0.4 * size) - at;
            beside * USUAL >= lefts.len()
        };
        let left = (0..lefts.len()).find(is_usual).map_or(0.0, |at| lefts[at]);
        let right = body.iter().map(|line| line.right).fold(f64::MIN, f64::max);
        let mut gaps: Vec<f64> = Vec::new();
        for sheet in sheets {
            for pair in sheet.lines.windows(2) {
                let gap = pair[0].base - pair[1].base;
                if gap > 0.0 && gap < 4.0 * size {
                    gaps.push(gap);
                }
            }
        }
        gaps.sort_by(f64::total_cmp);
        let leading = gaps.get(gaps.len() / 3).copied().unwrap_or(1.5 * size);
        Measures {
            size,
            left,
            right,
            leading,
        }
    }

    fn is_indented(&self, line: &Line) -> bool {
        line.left > self.left + 0.8 * line.size
    }

    /// Whether a line leaves so much free that the next one's first word had found room.
    fn is_short(&self, line: &Line, next: &Line) -> bool {
        let text = next.text();
        let latin = text.chars().take_while(char::is_ascii_graphic).count();
        let word = match latin {
            0 => next.size * 1.6,
            letters => next.size * (0.6 * letters as f64 + 0.8),
        };
        self.right - line.right > word + 0.4 * line.size
    }

    /// The level that a size speaks of.
    fn level(&self, line: &Line) -> Option<u8> {
        match line.size / self.size {
            times if times > 1.25 => Some(1),
            times if times > 1.08 => Some(2),
            _ => None,
        }
    }

    /// Whether a line starts a paragraph, after the last one of an open paragraph.
    fn starts(&self, before: &Line, is_first: bool, same_page: bool, line: &Line) -> bool {
        match (before.block(), line.block()) {
            (None, None) => {}
            (own, other) => return own != other,
        }
        if !is_same_size(before.size, line.size) {
            return true;
        }
        let gap = before.base - line.base;
        let is_far = same_page && gap > self.leading.max(line.size * 1.3) * 1.45;
        if is_far {
            return true;
        }
        match (self.level(before), self.level(line)) {
            // A title goes over several lines, each in the middle.
            (Some(_), Some(_)) => !same_page,
            _ => {
                let indent =
                    self.is_indented(line) && (line.left - before.left).abs() > 0.5 * line.size;
                indent || self.is_short(before, line) || self.is_next(before, is_first, line)
            }
        }
    }

    /// Whether a line that stands right below a full one starts a paragraph: behind the end
    /// of a sentence, where that of the first line of a paragraph stands, or with a number.
    fn is_next(&self, before: &Line, is_first: bool, line: &Line) -> bool {
        let (above, text) = (before.text(), line.text());
        let is_end = above.trim_end().ends_with(['。', '；', '：', '！', '？']);
        let (number, rest) = numbered(&text);
        let is_numbered = number.is_some() && !rest.is_empty();
        let is_like = (line.left - before.left).abs() < 0.5 * line.size;
        let is_sentence = text.trim_end().ends_with(['。', '，', '；', '：', '、']);
        let is_heading = || !is_sentence && self.right - line.right > 2.0 * line.size;
        let has_bold = before.pieces.iter().any(|piece| piece.is_bold);
        match self.is_indented(line) && is_like {
            true if is_first => is_end || is_numbered && is_heading(),
            true => is_end && is_numbered,
            false => is_end && is_heading() && (is_numbered || line.is_bold() && !has_bold),
        }
    }
}

fn blocks(parts: Vec<Part>, measures: &[&Measures]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Vec<(Line, usize)> = Vec::new();
    for part in parts {
        match part {
            Part::Line(line, page) => {
                let all = measures;
                let measures = all[page];
                if let Some((before, at)) = open.last()
                    && measures.starts(before, open.len() == 1, *at == page, &line)
                {
                    close(&mut open, all, &mut blocks);
                }
                open.push((line, page));
            }
            Part::Table(found) => {
                close(&mut open, measures, &mut blocks);
                blocks.push(Block::Table(found.table));
            }
        }
    }
    close(&mut open, measures, &mut blocks);
    blocks
}

fn close(open: &mut Vec<(Line, usize)>, measures: &[&Measures], blocks: &mut Vec<Block>) {
    let Some((first, page)) = open.first() else {
        return;
    };
    let measures = measures[*page];
    let page = first.pieces.first().map(|piece| piece.page + 1);
    let all_bold = open.iter().all(|(line, _)| line.is_bold());
    let pieces = || open.iter().flat_map(|(line, _)| &line.pieces);
    let (labels, own): (Vec<&Piece>, Vec<&Piece>) = pieces().partition(|piece| is_label(piece));
    let text = words(own.iter().copied());
    let is_sentence = text.ends_with(['。', '；', '：', '，', '.', ';', ':']);
    let role = match (first.block(), measures.level(first)) {
        (Some((_, Role::Item { depth, .. })), _) => Role::Item {
            depth: *depth,
            number: number(&labels),
        },
        (Some((_, role)), _) => role.clone(),
        (None, Some(level)) => Role::Heading(level),
        (None, None) if all_bold && !is_sentence && text.chars().count() <= 40 => Role::Heading(3),
        (None, None) => Role::Body,
    };
    let mut flow = Flow::default();
    for piece in own {
        flow.piece(piece, !matches!(role, Role::Heading(_)));
    }
    let alt = first
        .pieces
        .first()
        .and_then(|piece| piece.tag.as_ref()?.pictured.as_deref());
    let is_caption = alt.is_some_and(|alt| repeats(&text, alt));
    open.clear();
    if !text.is_empty() && !is_caption {
        blocks.push(Block::Paragraph(Paragraph {
            text,
            markdown: flow.words.markdown(),
            role,
            spot: page.map_or(Origin::Unknown, Origin::Page).into(),
        }));
    }
}

/// Whether a piece is the mark of an item.
fn is_label(piece: &Piece) -> bool {
    piece.tag.as_ref().is_some_and(|tag| tag.is_label)
}

/// The number of an item, if its mark has one.
fn number(label: &[&Piece]) -> Option<u64> {
    let digits = label.iter().flat_map(|piece| piece.text.chars());
    let digits: String = digits.filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
