//! A text dump as paragraphs and tables.
//!
//! Programs that take the text out of a document write its tables in one of three
//! ways: each cell on a line of its own behind a tab, rows parted by empty lines;
//! each row on a line, its cells parted by tabs; or by upright strokes.

use super::{escape, furniture, label::Style, locate::is_title, strokes, wrap};
use crate::read::published::{Block, Cell, Origin, Paragraph, Published, Role, Table};

/// A line so long that ends without a stop goes on behind the end of its page.
const FULL_LINE: usize = 30;

/// A heading with a number has this many characters at the most.
const LONGEST: usize = 60;
/// What a paragraph begins with, and nothing else does.
const INDENT: char = '\u{3000}';

/// Reads a text dump.
pub fn read(text: &str) -> Published {
    let (text, remarks) = furniture::without(text);
    let whole = wrap::lines(&text);
    let lines: Vec<&str> = whole.iter().map(|line| &*line.text).collect();
    let number = |at: usize| whole.get(at).map_or(at + 1, |line| line.number);
    let filled = strokes::fills_up(lines.iter().copied());
    let mut reader = Reader {
        apart: are_apart(&lines),
        ..Reader::default()
    };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        reader.page += usize::from(line.contains(furniture::PAGE));
        let rows = match () {
            () if line.contains('\t') => tabs(&lines[at..]),
            () if are_cells(line) => stroked(&lines[at..], filled),
            () => None,
        };
        match rows {
            Some((rows, length)) => {
                reader.table(rows, number(at));
                at += length;
            }
            None => {
                reader.line(line, number(at));
                at += 1;
            }
        }
    }
    Published {
        blocks: reader.blocks,
        remarks,
        ..Published::default()
    }
}

type Rows = Vec<Vec<String>>;

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// Whether an empty line stands before the next.
    parted: bool,
    /// Whether an empty line stands behind every long line of the file.
    apart: bool,
    /// By how many characters the last line is indented.
    indent: usize,
    /// How many ends of pages stand before.
    page: usize,
}

impl Reader {
    fn line(&mut self, line: &str, number: usize) {
        let raw = line;
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if line.is_empty() {
            self.parted = true;
            return;
        }
        let parted = std::mem::take(&mut self.parted);
        let before = std::mem::replace(&mut self.indent, indent(raw));
        let begins = raw.starts_with(INDENT) || self.indent > before;
        let page = self.page + 1;
        if parted
            && !begins
            && let Some(Block::Paragraph(last)) = self.blocks.last_mut()
            && (self.apart || last.origin.page != Some(page))
            && goes_on(&last.text, line)
        {
            last.text.push_str(line);
            last.markdown = escape::plain(&last.text);
            return;
        }
        self.blocks.push(Block::Paragraph(Paragraph {
            text: line.to_owned(),
            markdown: escape::plain(line),
            role: Role::Body,
            origin: self.origin(number),
        }));
    }

    fn origin(&self, line: usize) -> Origin {
        Origin {
            page: Some(self.page + 1),
            line: Some(line),
        }
    }

    fn table(&mut self, rows: Rows, number: usize) {
        self.parted = false;
        let cell = |text: String| Cell::new(text);
        let rows = rows
            .into_iter()
            .map(|row| row.into_iter().map(cell).collect::<Vec<_>>());
        let origin = self.origin(number);
        match self.blocks.last_mut() {
            // The end of a page parts a table only in the dump.
            Some(Block::Table(table)) => table.rows.extend(rows),
            _ => self.blocks.push(Block::Table(Table {
                rows: rows.collect(),
                origin,
            })),
        }
    }
}

/// By how many characters a line is indented.
fn indent(line: &str) -> usize {
    let is_space = |c: &char| c.is_whitespace() && *c != furniture::PAGE;
    line.chars().take_while(is_space).count()
}

/// Whether an empty line stands behind every line of words that is long.
fn are_apart(lines: &[&str]) -> bool {
    let is_long = |line: &str| {
        !line.contains(['\t', '|', furniture::PAGE]) && line.trim().chars().count() >= FULL_LINE
    };
    let mut pairs = lines.windows(2);
    !pairs.any(|two| is_long(two[0]) && is_long(two[1]))
}

/// Whether a paragraph is a heading with a number.
fn is_heading(paragraph: &str) -> bool {
    let (numbering, words) = super::label::numbered(paragraph);
    numbering.is_some_and(|n| matches!(n.style, Style::Bracketed | Style::Chinese))
        && !words.contains(['，', '；', '。', '：'])
        && words.chars().count() <= LONGEST
}

/// Whether a paragraph stops in the middle of a sentence that a line continues.
fn goes_on(paragraph: &str, line: &str) -> bool {
    let ends = paragraph.trim_end().ends_with([
        '。', '！', '？', '；', '：', '…', '.', '!', '?', ';', ':', '”', '）', ')', '》',
    ]);
    let (numbering, _) = super::label::numbered(line);
    let apart = super::figure::is_value(line) || is_title(line) || paragraph.contains('>');
    let heads = is_title(paragraph) || is_heading(paragraph);
    !ends && !apart && !heads && numbering.is_none() && paragraph.chars().count() >= FULL_LINE
}

/// The rows of a table that begins here, and how many lines they take.
fn tabs(lines: &[&str]) -> Option<(Rows, usize)> {
    let rows = lines
        .iter()
        .take_while(|line| line.trim().is_empty() || line.contains('\t'));
    let in_rows = rows
        .filter(|line| !line.trim().is_empty())
        .any(|line| line.trim_start_matches('\t').contains('\t') || line.starts_with("\t\t"));
    match in_rows {
        true => Some(rows_of_tabs(lines)),
        false if lines[0].starts_with('\t') => Some(cells_of_tabs(lines)),
        false => None,
    }
}

/// Rows on a line each; empty lines within a table part nothing.
fn rows_of_tabs(lines: &[&str]) -> (Rows, usize) {
    let mut rows = Rows::new();
    let mut length = 0;
    for (index, line) in lines.iter().enumerate() {
        match () {
            () if line.contains('\t') => {
                rows.push(
                    line.split('\t')
                        .map(|cell| cell.trim().to_owned())
                        .collect(),
                );
                length = index + 1;
            }
            () if line.trim().is_empty() => {}
            () => break,
        }
    }
    (rows, length)
}

/// Cells on a line each; a line without a tab goes on with the cell before it.
fn cells_of_tabs(lines: &[&str]) -> (Rows, usize) {
    let mut rows = Rows::new();
    let mut row = Vec::new();
    let mut length = 0;
    for (index, line) in lines.iter().enumerate() {
        let last: Option<&mut String> = row.last_mut();
        match (line.strip_prefix('\t'), last) {
            (Some(cell), _) => row.push(cell.trim().to_owned()),
            (None, _) if line.trim().is_empty() => {
                if !row.is_empty() {
                    rows.push(std::mem::take(&mut row));
                }
                continue;
            }
            (None, Some(cell)) => cell.push_str(line.trim()),
            (None, None) => break,
        }
        length = index + 1;
    }
    if !row.is_empty() {
        rows.push(row);
    }
    (rows, length)
}

/// Whether upright strokes part a line into cells.
fn are_cells(line: &str) -> bool {
    line.trim().matches('|').count() > 1
}

/// Rows on a line each, their cells parted by strokes; `filled` says that the last strokes
/// may only fill a row up.
fn stroked(lines: &[&str], filled: bool) -> Option<(Rows, usize)> {
    let lines = || lines.iter().take_while(|line| are_cells(line));
    let lines = || {
        lines().map(|line| match filled {
            true => strokes::without_filling(line),
            false => line,
        })
    };
    let border = strokes::Border::of(lines());
    let row = |line| {
        let cells = strokes::cells(line, border).into_iter();
        cells.map(str::to_owned).collect()
    };
    let mut rows: Rows = lines().map(row).collect();
    let length = rows.len();
    if rows.get(1).is_some_and(|row| strokes::is_rule(row)) {
        rows.remove(1);
    }
    (length > 1).then_some((rows, length))
}

/// Whether lines hold a table whose cells strokes part.
pub fn holds_strokes(text: &str) -> bool {
    let lines: Vec<bool> = text.lines().map(are_cells).collect();
    lines.windows(2).any(|two| two == [true, true])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let blocks = read(text).blocks;
        let told = blocks.iter().flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph.text.clone()],
            Block::Table(table) => table
                .rows
                .iter()
                .map(|row| {
                    let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                    format!("|{}|", cells.join("|"))
                })
                .collect(),
        });
        told.collect()
    }

    #[test]
    fn cells_on_lines_of_their_own() {
        assert_eq!(
            told("题\n\t甲\n\t本年新\n制作\n\n\t乙\n\t\n\t 0\n\n\n\n 三、文\n"),
            ["题", "|甲|本年新制作|", "|乙||0|", "三、文"]
        );
    }

    #[test]
    fn rows_on_lines_of_their_own_go_on_behind_a_page() {
        assert_eq!(
            told("题\n\n甲\t\t1\n\t乙\t2\n\n丙\t\t3\n\n文\n"),
            ["题", "|甲||1|", "||乙|2|", "|丙||3|", "文"]
        );
    }

    #[test]
    fn numbers_of_pages_are_left_out() {
        let text = "甲\n— 2 —\n-3-\n－ 4 －\n-5\n—\n6\n- -\n";
        assert_eq!(told(text), ["甲", "-5", "—", "6", "- -"]);
        assert_eq!(read(text).remarks, ["没有读页码：3 处"]);
    }

    #[test]
    fn rows_between_strokes() {
        assert_eq!(
            told("| 甲 | 1 |  |\n| 乙 | 2 | 3\n文|字\n丙 | 1 |\n | 2 |"),
            ["|甲|1||", "|乙|2|3|", "文|字", "|丙|1|", "||2|"]
        );
    }

    #[test]
    fn strokes_that_fill_a_row_up_are_no_cells() {
        assert_eq!(
            told("题 | |||\n甲 | 1 | 2 | |\n乙 | 2 | ||\n文"),
            ["|题|", "|甲|1|2|", "|乙|2|", "文"]
        );
    }

    #[test]
    fn headings_titles_and_indents_end_paragraphs() {
        let long = "字".repeat(FULL_LINE);
        for text in [
            format!("（一）{long}\n\n文。\n"),
            format!("{long}2019年政府信息公开年度报告\n\n文。\n"),
            format!("{long}\n\n　　文。\n"),
            format!("{long}\n\n  文。\n"),
        ] {
            assert_eq!(told(&text).len(), 2, "{text}");
        }
        let close = format!("{long}。\n{long}\n\n文。\n");
        assert_eq!(told(&close).len(), 3);
        let pages = format!("{long}。\n{long}\n\n第 1 页 共 2 页\n\n文。\n");
        assert_eq!(told(&pages).len(), 2);
        let spaces = format!("  {long}\n\n  文。\n");
        assert_eq!(told(&spaces).len(), 1);
    }

    #[test]
    fn sentences_go_on_behind_a_page() {
        let long = "字".repeat(FULL_LINE);
        assert_eq!(told(&format!("{long}\n\n完。\n")), [format!("{long}完。")]);
        assert_eq!(
            told(&format!("{long}\n完。\n")),
            [long.clone(), "完。".to_owned()]
        );
        assert_eq!(told(&format!("{long}。\n\n完\n")).len(), 2);
        assert_eq!(told(&format!("{long}\n\n（一）完\n")).len(), 2);
        assert_eq!(told("短\n\n完。\n").len(), 2);
        let path = format!("首页 > {long}");
        assert_eq!(told(&format!("{path}\n\n某镇动态\n")).len(), 2);
        assert_eq!(
            told(&format!("{long}\n\n某镇2019年政府信息公开年度报告\n")).len(),
            2
        );
    }
}
