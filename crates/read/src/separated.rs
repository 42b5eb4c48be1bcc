//! Rows whose cells tabs or upright strokes separate, in text dumps and in Markdown.
//!
//! In: lines such as `| 规章 | 0 |  |`. Out: the words of every cell, as many as stand
//! there: 规章, 0 and a blank one. Rules (`---|---`, `+---+`) part rows and are none. For
//! cells on a line each see [`text`](super::text).
//!
//! Some programs leave blank cells out, and write a stroke behind the row for every column
//! that they wrote no cell for: `甲 | 3 | ||`. Such strokes say nothing about which cell was
//! blank. They stand side by side, which strokes between cells never do where spaces part
//! them from the cells.

/// Whether a line holds cells that tabs or strokes separate.
pub fn is_row(line: &str) -> bool {
    let line = line.trim_end();
    line.contains('\t') || line.trim_start().contains(" | ") || line.matches('|').count() > 1
}

/// Whether a line parts rows: `---|:---:`, `+---+===+`.
pub fn is_rule(line: &str) -> bool {
    let is_mark = |c: char| "-=+:| \t".contains(c);
    line.chars().all(is_mark)
        && (line.contains("---") || line.contains("==="))
        && line.contains(['|', '+'])
}

/// Whether two rows or more stand one below the other in a text.
pub fn holds_rows(text: &str) -> bool {
    let lines: Vec<bool> = text
        .lines()
        .map(|line| is_row(line) || is_rule(line))
        .collect();
    lines.windows(2).any(|two| two == [true, true])
}

/// The rows of lines that strokes separate into cells.
pub fn rows(lines: &[&str]) -> Vec<Vec<String>> {
    let own = lines.iter().copied().filter(|line| !is_rule(line));
    let own: Vec<&str> = own.collect();
    let border = Border::of(&own);
    own.iter().map(|line| border.cells(line)).collect()
}

/// The words between marks that no backslash stands before.
pub fn cells(row: &str, mark: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in row.chars() {
        match cells.last_mut() {
            Some(cell) if c != mark || escaped => {
                if c == mark {
                    cell.pop();
                }
                cell.push(c);
            }
            _ => cells.push(String::new()),
        }
        escaped = c == '\\' && !escaped;
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Which strokes stand around rows, and part nothing.
struct Border {
    first: bool,
    last: bool,
}

impl Border {
    /// Of the rows of a table. Where only some rows end with a stroke and have no more
    /// cells than the others with it, a blank cell stands behind it.
    fn of(lines: &[&str]) -> Self {
        let most = |closed: bool| {
            let lines = lines.iter().map(|line| line.trim());
            let lines = lines.filter(|line| line.ends_with('|') == closed);
            lines.map(|line| line.matches('|').count()).max()
        };
        Border {
            first: lines.iter().all(|line| line.trim().starts_with('|')),
            last: most(true) > most(false),
        }
    }

    fn cells(&self, line: &str) -> Vec<String> {
        let line = line.trim();
        let line = line
            .strip_prefix('|')
            .filter(|_| self.first)
            .unwrap_or(line);
        let closed = self.last && !line.ends_with("\\|");
        let inner = line.strip_suffix('|').filter(|_| closed);
        cells(inner.unwrap_or(line), '|')
    }
}

/// The cells of a row of Markdown, as many as stand there.
pub fn in_markdown(row: &str) -> Vec<String> {
    let (first, last) = (true, true);
    Border { first, last }.cells(row)
}

/// How many strokes at a line's end stand for columns without a cell.
fn filling(line: &str) -> usize {
    let cells = line.trim_end_matches('|');
    match cells.ends_with(" | ") || (cells.is_empty() && line.len() > 1) {
        true => line.len() - cells.len(),
        false => 0,
    }
}

/// Whether the program that wrote some lines fills its rows up. A single stroke may be a
/// blank cell; several side by side are not.
pub fn fills_up<'a>(mut lines: impl Iterator<Item = &'a str>) -> bool {
    lines.any(|line| filling(line.trim()) > 1)
}

/// A line without the strokes that fill it up.
pub fn without_filling(line: &str) -> &str {
    let line = line.trim_end();
    let alone = usize::from(line.trim() == "|");
    let strokes = filling(line.trim_start()).max(alone);
    line[..line.len() - strokes].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_side_by_side_fill_a_row_up() {
        for (line, strokes) in [
            ("第（一）项 | ||||", 4),
            ("| 甲 | 3 | ||", 2),
            ("甲 | 0 | |", 1),
            ("甲 | 0 |", 0),
            ("甲|0||", 0),
            ("甲 | 0 |  |", 0),
            ("|||", 3),
            ("|", 0),
            ("", 0),
        ] {
            assert_eq!(filling(line), strokes, "{line}");
        }
        assert_eq!(without_filling("甲 | 3 | ||"), "甲 | 3 |");
        assert!(fills_up(["甲 | 0 |", "乙 | ||"].into_iter()));
        assert!(!fills_up(["甲 | 0 | |", "|乙||3|"].into_iter()));
    }

    #[test]
    fn cells_stand_between_strokes() {
        let of = |lines: &[&str]| {
            let told = rows(lines).into_iter().map(|row| row.join(","));
            told.collect::<Vec<_>>()
        };
        assert_eq!(of(&["| 甲 | 1 |  |", "| 乙 | 2 | 3"]), ["甲,1,", "乙,2,3"]);
        assert_eq!(of(&["丙 | 1 |", " | 2 |"]), ["丙,1", ",2"]);
        assert_eq!(
            of(&["甲|1|2", "乙|3|", "丙|4|5"]),
            ["甲,1,2", "乙,3,", "丙,4,5"]
        );
        assert_eq!(of(&["甲|1|2|", "乙|3||"]), ["甲,1,2", "乙,3,"]);
        assert_eq!(
            of(&["甲 | 1", "---|---", "乙 | 2", "--|--"]),
            ["甲,1", "乙,2", "--,--"]
        );
        assert_eq!(
            of(&["+---+---+", "| 甲 | 1 |", "+===+===+", "| 丙 |   |"]),
            ["甲,1", "丙,"]
        );
    }

    #[test]
    fn rows_of_markdown_have_the_cells_that_stand_there() {
        assert_eq!(in_markdown("| 甲 | 1\\|2 |  |"), ["甲", "1|2", ""]);
        assert_eq!(in_markdown("乙 | 1"), ["乙", "1"]);
        assert_eq!(in_markdown("| 丙 | 1 | "), ["丙", "1"]);
        assert_eq!(in_markdown(""), [""]);
        assert!(is_rule("|---|:---:|----:|"));
        assert!(!is_rule("| 甲 | --- |") && !is_rule("| - | - |") && !is_rule("---"));
    }
}
