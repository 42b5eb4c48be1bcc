//! A text dump as paragraphs and tables.
//!
//! In: what a program took out of a document, such as a line 「规章→0→0」 whose arrows are
//! tabs. Out: paragraphs, and tables of the cells that tabs or strokes separate, each with
//! its line. Tables are known in these layouts: a row on a line, its cells parted by tabs,
//! strokes or blanks; a cell on a line of its own, behind a tab with an empty line behind each
//! row, or a name with its figures below it. What a dump kept of a table otherwise comes out as
//! paragraphs, and its cells are not read.
//!
//! No line is left out but the numbers of pages and titles at their heads, and that is
//! remarked.

mod lines;

use self::lines::{Layout, Line, indent};
use super::{escape, figure::is_value, label::half_width, separated};
use crate::published::{Block, Cell, Doubt, Origin, Paragraph, Published, Role, Table};

pub use self::lines::{breaks_off, is_page_number, without_page_numbers};

/// Reads a text dump.
pub fn read(text: &str) -> Published {
    let (lines, remarks) = lines::lines(text);
    let mut reader = Reader {
        layout: Layout::of(&lines),
        filled: separated::fills_up(text.lines()),
        blocks: Vec::new(),
        last: None,
        parted: false,
    };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += match reader.rows(&lines[at..]) {
            Some((rows, length)) => {
                reader.table(rows, *line);
                reader.last = lines.get(at + length - 1).copied();
                length
            }
            None => {
                reader.line(*line);
                1
            }
        };
    }
    Published {
        blocks: reader.blocks,
        remarks,
        ..Published::default()
    }
}

struct Reader<'a> {
    layout: Layout,
    /// Whether the last strokes of a line may only fill its row up.
    filled: bool,
    blocks: Vec<Block>,
    /// The last line of the paragraph before.
    last: Option<Line<'a>>,
    /// Whether an empty line stands before the next.
    parted: bool,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: Line<'a>) {
        let words = trimmed(self.own(line.text));
        if words.is_empty() {
            self.parted = true;
            return;
        }
        let parted = std::mem::take(&mut self.parted);
        let last = self.last.replace(line);
        // Figures right below a row may be the rest of its own: the form tells.
        if let (Some(Block::Table(table)), Some(row)) = (self.blocks.last_mut(), figures(words))
            && !parted
        {
            table.rows.push(row);
            // Far within the line they are the ends of figures above that found no room.
            let is_within = last.is_some_and(|last| indent(line.text) > indent(last.text) + WITHIN);
            let torn = table.rows.iter_mut().rev().take(2).filter(|_| is_within);
            for cell in torn.flatten() {
                cell.doubt = Some(Doubt::OtherRow);
            }
            return;
        }
        if let (Some(Block::Paragraph(before)), Some(last)) = (self.blocks.last_mut(), last)
            && self.layout.goes_on(&before.text, last, line, parted)
        {
            // A figure goes on as it is, a word behind a space.
            let letters = before.text.ends_with(|c: char| c.is_ascii_alphanumeric())
                && words.starts_with(|c: char| c.is_ascii_alphanumeric())
                && !(before.text.ends_with(|c: char| c.is_ascii_digit())
                    && words.starts_with(|c: char| c.is_ascii_digit()));
            before.text.push_str(if letters { " " } else { "" });
            before.text.push_str(words);
            before.markdown = escape::plain(&before.text);
            return;
        }
        self.blocks.push(Block::Paragraph(Paragraph {
            text: words.to_owned(),
            markdown: escape::plain(words),
            role: Role::Body,
            spot: Origin::Line(line.number).into(),
        }));
    }

    /// A line without the strokes that fill its row up.
    fn own<'l>(&self, line: &'l str) -> &'l str {
        match self.filled {
            true => separated::without_filling(line),
            false => line,
        }
    }

    /// The rows of a table that begins here, and how many lines they take.
    fn rows(&self, lines: &[Line]) -> Option<(Rows, usize)> {
        match lines.first() {
            Some(first) if first.text.contains('\t') => tabbed(lines),
            _ => self
                .stroked(lines)
                .or_else(|| spaced(lines))
                .or_else(|| stacked(lines)),
        }
    }

    /// Rows on a line each, their cells parted by strokes: two at least.
    fn stroked(&self, lines: &[Line]) -> Option<(Rows, usize)> {
        let is_own = |line: &&str| separated::is_row(line) || separated::is_rule(line);
        let lines = lines.iter().map(|line| line.text).take_while(is_own);
        let lines: Vec<&str> = lines.map(|line| self.own(line)).collect();
        let rows = separated::rows(&lines);
        (lines.len() > 1 && !rows.is_empty()).then_some((rows, lines.len()))
    }

    fn table(&mut self, rows: Rows, line: Line<'a>) {
        self.parted = false;
        let cells = |row: Vec<String>| row.into_iter().map(Cell::new).collect();
        let rows = rows.into_iter().map(cells);
        match self.blocks.last_mut() {
            // The end of a page parts a table only in the dump.
            Some(Block::Table(table)) => table.rows.extend(rows),
            _ => self.blocks.push(Block::Table(Table {
                rows: rows.collect(),
                spot: Origin::Line(line.number).into(),
            })),
        }
    }
}

/// The cells of a line that holds figures and nothing else.
fn figures(line: &str) -> Option<Vec<Cell>> {
    let has_figure = |text: &str| text.contains(|c: char| half_width(c).is_ascii_digit());
    let own = || {
        line.split(['|', ' ', '\u{3000}'])
            .filter(|text| !text.is_empty())
    };
    (has_figure(line) && own().all(is_value)).then(|| own().map(Cell::new).collect())
}

/// So many figures side by side are a row of a table, even if it is the only one.
const RUN: usize = 3;
/// Figures indented by more characters than the row above are none of its own.
const WITHIN: usize = 3;
/// A name has this many characters at the most, and a row on a line so many bytes.
const LONGEST_NAME: usize = 60;
const LONGEST_ROW: usize = 2000;

/// Whether words may name a row: a short line that ends no sentence.
fn is_name(words: &str) -> bool {
    let is_short = (1..=LONGEST_NAME).contains(&words.chars().count());
    is_short && !is_value(words) && !words.contains(['。', '；', '|', '\t'])
}

/// Whether lines are rows: more than one of them, or one with a run of figures.
fn is_table(rows: &Rows) -> bool {
    let is_digit = |c: char| half_width(c).is_ascii_digit();
    let is_figure = |cell: &&String| is_value(cell) && cell.contains(is_digit);
    let is_run = |row: &Vec<String>| row.iter().filter(is_figure).count() >= RUN;
    rows.len() > 1 || rows.iter().any(is_run)
}

/// Rows on a line each, their cells parted by blanks: names, then figures.
fn spaced(lines: &[Line]) -> Option<(Rows, usize)> {
    let row = |line: &Line| {
        let cells: Vec<String> = line.text.split_whitespace().map(str::to_owned).collect();
        let names = cells.iter().take_while(|cell| !is_value(cell)).count();
        let (own, figures) = cells.split_at(names);
        let is_row = figures.iter().all(|cell| is_value(cell)) && !figures.is_empty();
        let is_named = !own.is_empty() && is_name(&own.concat());
        (is_row && (is_named || names == 0 && figures.len() > RUN)).then_some(cells)
    };
    let within = lines
        .iter()
        .take_while(|line| line.text.len() <= LONGEST_ROW);
    let rows: Rows = within.map_while(row).collect();
    let length = rows.len();
    is_table(&rows).then_some((rows, length))
}

/// Cells on a line each: a name, then its figures; empty lines between them part nothing.
fn stacked(lines: &[Line]) -> Option<(Rows, usize)> {
    lines.first().filter(|line| is_name(trimmed(line.text)))?;
    let cells = lines.iter().enumerate();
    let mut cells = cells
        .map(|(at, line)| (at, trimmed(line.text)))
        .filter(|(_, words)| !words.is_empty())
        .peekable();
    let (mut rows, mut length) = (Rows::new(), 0);
    while let Some((_, name)) = cells.next_if(|(_, words)| is_name(words)) {
        let mut row = vec![name.to_owned()];
        while let Some((at, figure)) = cells.next_if(|(_, words)| is_value(words)) {
            row.push(figure.to_owned());
            length = at + 1;
        }
        if row.len() < 2 {
            break;
        }
        rows.push(row);
    }
    is_table(&rows).then_some((rows, length))
}

fn trimmed(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

type Rows = Vec<Vec<String>>;

/// Rows on a line each, or cells on a line each.
fn tabbed(lines: &[Line]) -> Option<(Rows, usize)> {
    let blank = |line: &Line| line.text.trim().is_empty();
    let is_row = |line: &Line| {
        line.text.trim_start_matches('\t').contains('\t') || line.text.starts_with("\t\t")
    };
    let reach = lines
        .iter()
        .take_while(|line| blank(line) || line.text.contains('\t'));
    let reach = reach.count();
    let own = || lines[..reach].iter().filter(|line| !blank(line));
    if own().any(is_row) {
        let rows = own().map(|line| separated::cells(line.text, '\t'));
        let blanks = lines[..reach].iter().rev().take_while(|line| blank(line));
        return Some((rows.collect(), reach - blanks.count()));
    }
    lines[0]
        .text
        .starts_with('\t')
        .then(|| cells_of_lines(lines))
}

/// Cells on a line each; a line without a tab goes on with the cell before it, and an
/// empty line ends a row.
fn cells_of_lines(lines: &[Line]) -> (Rows, usize) {
    let mut rows = vec![Vec::new()];
    let mut length = 0;
    for (index, line) in lines.iter().enumerate() {
        let Some(row) = rows.last_mut() else { break };
        match (line.text.strip_prefix('\t'), row.last_mut()) {
            (Some(cell), _) => row.push(cell.trim().to_owned()),
            (None, Some(_)) if line.text.trim().is_empty() => {
                rows.push(Vec::new());
                continue;
            }
            (None, Some(cell)) => cell.push_str(line.text.trim()),
            (None, None) if line.text.trim().is_empty() => continue,
            (None, None) => break,
        }
        length = index + 1;
    }
    rows.retain(|row| !row.is_empty());
    (rows, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL_LINE: usize = 30;

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

    #[track_caller]
    fn rows(text: &str) -> Vec<Vec<String>> {
        let blocks = read(text).blocks;
        let tables = blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(&table.rows),
            Block::Paragraph(_) => None,
        });
        let words = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.clone()).collect();
        tables.flatten().map(words).collect()
    }

    #[test]
    fn ends_of_figures_below_a_row_make_it_doubtful() {
        let doubts = |text: &str| {
            let blocks = read(text).blocks;
            let tables = blocks.iter().filter_map(|block| match block {
                Block::Table(table) => Some(&table.rows),
                Block::Paragraph(_) => None,
            });
            let cells = tables.flatten().flatten();
            cells.filter(|cell| cell.doubt.is_some()).count()
        };
        assert_eq!(doubts("  1163  0  0  113  563\n                 9\n"), 6);
        assert_eq!(doubts("规章 1 2 3\n4 5\n"), 0);
    }

    #[test]
    fn names_with_runs_of_figures_are_rows() {
        let rule = ["规章", "22", "0", "235"];
        for text in [
            "二、主动公开\n规章 22 0 235\n",
            "信息内容\n规章\n22\n0\n235\n",
            "规章\n\n22\n\n0\n\n235\n\n三、收到",
        ] {
            assert_eq!(rows(text), [rule], "{text}");
        }
        assert_eq!(rows("行政许可 12\n行政处罚 3").len(), 2);
        assert_eq!(rows("行政许可\n12\n行政处罚\n3").len(), 2);
        for text in ["全年公开。\n\n6\n\n收到申请，", "2024 年公开 12", "第 2 页"] {
            assert_eq!(rows(text), [[""; 0]; 0], "{text}");
        }
    }
}
