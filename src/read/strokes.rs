//! Cells that upright strokes part, as programs that take the text out of pages write them.
//!
//! Some of these programs leave blank cells out, and write a stroke behind the row for
//! every column that they wrote no cell for: `甲 | 3 | ||`. Such strokes say nothing about
//! which cell was blank. They stand side by side, which strokes between cells never do
//! where spaces part them from the cells.

/// A stroke with spaces about it, as between cells.
const BETWEEN: &str = " |";

/// How many strokes at a line's end stand for columns without a cell.
fn filling(line: &str) -> usize {
    let line = line.trim();
    let cells = line.trim_end_matches('|');
    let strokes = line.len() - cells.len();
    match cells.strip_suffix(' ') {
        Some(cells) if cells.ends_with(BETWEEN) => strokes,
        None if cells.is_empty() && strokes > 1 => strokes,
        _ => 0,
    }
}

/// Whether the program that wrote some lines fills its rows up. A single stroke may be a
/// blank cell; several side by side are not.
pub fn fills_up<'a>(mut lines: impl Iterator<Item = &'a str>) -> bool {
    lines.any(|line| filling(line) > 1)
}

/// A line without the strokes that fill it up.
pub fn without_filling(line: &str) -> &str {
    let line = line.trim_end();
    line[..line.len() - filling(line)].trim_end()
}

/// Which strokes of a table stand around its rows, and part nothing.
#[derive(Clone, Copy, Debug)]
pub struct Border {
    /// The first stroke of a row that begins with one.
    pub first: bool,
    /// The last stroke of a row that ends with one.
    pub last: bool,
}

impl Border {
    /// Of the rows of a table. Where only some rows end with a stroke and have no more
    /// cells than the others with it, a blank cell stands behind it.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Self {
        let first = lines.clone().all(|line| line.trim_start().starts_with('|'));
        let count = |line: &str| line.trim().matches('|').count();
        let (closed, open): (Vec<&str>, Vec<&str>) =
            lines.partition(|line| line.trim_end().ends_with('|'));
        let most = |lines: Vec<&str>| lines.into_iter().map(count).max();
        Border {
            first,
            last: most(open).is_none_or(|open| most(closed) > Some(open)),
        }
    }
}

/// The cells of a line that strokes part.
pub fn cells(line: &str, border: Border) -> Vec<&str> {
    let line = line.trim();
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let first = usize::from(border.first && line.starts_with('|'));
    let closed = border.last && line.ends_with('|');
    let last = parts.len() - usize::from(closed && parts.len() > first + 1);
    parts[first..last].to_vec()
}

/// Whether cells are the rule below a table's heads: `---|:---:`.
pub fn is_rule(cells: &[String]) -> bool {
    let is_rule = |cell: &String| {
        let bare = cell.strip_prefix(':').unwrap_or(cell);
        let bare = bare.strip_suffix(':').unwrap_or(bare);
        bare.len() > 2 && bare.bytes().all(|b| b == b'-')
    };
    !cells.is_empty() && cells.iter().all(is_rule)
}

/// The cells of a row of Markdown, as many as stand there.
pub fn in_markdown(row: &str) -> Vec<String> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in row.chars() {
        match (c, cells.last_mut()) {
            ('|', _) if !escaped => cells.push(String::new()),
            (_, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
        escaped = c == '\\' && !escaped;
    }
    if row.ends_with('|') && !escaped {
        cells.pop();
    }
    let plain = |cell: &String| cell.trim().replace("\\|", "|");
    cells.iter().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_side_by_side_fill_a_row_up() {
        assert_eq!(filling("第（一）项 | ||||"), 4);
        assert_eq!(filling("| 甲 | 3 | || "), 2);
        assert_eq!(filling("甲 | 0 | |"), 1);
        assert_eq!(filling("甲 | 0 |"), 0);
        assert_eq!(filling("甲|0||"), 0);
        assert_eq!(filling("甲 | 0 |  |"), 0);
        assert_eq!(filling("|||"), 3);
        assert_eq!(filling("|"), 0);
        assert_eq!(filling(""), 0);
        assert_eq!(without_filling("甲 | 3 | ||"), "甲 | 3 |");
        assert!(fills_up(["甲 | 0 |", "乙 | ||"].into_iter()));
        assert!(!fills_up(["甲 | 0 | |", "|乙||3|"].into_iter()));
    }

    #[test]
    fn cells_stand_between_strokes() {
        let (first, last) = (true, true);
        let around = Border { first, last };
        assert_eq!(cells("| 甲 | 1 |  |", around), ["甲", "1", ""]);
        assert_eq!(cells("乙 | 2 | 3", around), ["乙", "2", "3"]);
        assert_eq!(cells("丙 |", around), ["丙"]);
        let behind = Border { first: false, last };
        assert_eq!(cells(" | 2 | 3 |", behind), ["", "2", "3"]);
        let none = Border {
            first: false,
            last: false,
        };
        assert_eq!(cells("|2|3|", none), ["", "2", "3", ""]);
    }

    #[test]
    fn rows_of_markdown_have_the_cells_that_stand_there() {
        assert_eq!(in_markdown("| 甲 | 1\\|2 |  |"), ["甲", "1|2", ""]);
        assert_eq!(in_markdown("乙 | 1"), ["乙", "1"]);
        assert_eq!(in_markdown("| 丙 | 1 | "), ["丙", "1"]);
        assert_eq!(in_markdown(""), [""]);
        let cells = |row: &str| in_markdown(row);
        assert!(is_rule(&cells("|---|:---:|----:|")));
        assert!(!is_rule(&cells("| 甲 | --- |")) && !is_rule(&cells("| - | - |")));
    }

    #[test]
    fn last_strokes_are_a_border_or_part_a_blank_cell() {
        let last = |lines: [&str; 3]| Border::of(lines.into_iter()).last;
        assert!(last(["甲|1|2|", "乙|3||", "丙|4|5|"]));
        assert!(last(["甲 | 1 | 2 |", "乙 | 3 | 4", "丙 | 5 |"]));
        assert!(!last(["甲|1|2", "乙|3|", "丙|4|5"]));
        assert!(Border::of(["|甲|1", "|乙|2|"].into_iter()).first);
    }
}
