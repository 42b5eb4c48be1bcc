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

/// Whether a line begins with a stroke.
pub fn is_bordered(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

/// The cells of a line that strokes part; of one with a border, the first stroke parts
/// nothing.
pub fn cells(line: &str, border: bool) -> Vec<&str> {
    let line = line.trim();
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let first = usize::from(border && is_bordered(line));
    let last = parts.len() - usize::from(line.ends_with('|') && parts.len() > first + 1);
    parts[first..last].to_vec()
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
        assert_eq!(cells("| 甲 | 1 |  |", true), ["甲", "1", ""]);
        assert_eq!(cells("乙 | 2 | 3", true), ["乙", "2", "3"]);
        assert_eq!(cells("丙 |", true), ["丙"]);
        assert_eq!(cells(" | 2 | 3 |", false), ["", "2", "3"]);
    }
}
