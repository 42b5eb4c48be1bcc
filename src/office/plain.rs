//! Plain text: rows in columns and words in Markdown for people, many agencies for programs.

use serde_json::Value;

use crate::ground::{
    characters::visible_json,
    diagnostic::terminal::{Terminal, Tone, columns, folded, safe},
    markdown::{Care, escape, guard_start},
};

/// Columns for words that a line has at least, or they stand below it.
const LEAST: usize = 16;

/// Rows below each other with Chinese characters counted as two, each after an indent: the
/// first columns, so many of them, to the left, the others to the right.
///
/// Where the terminal has no room for all, the last column to the left is folded, or stands
/// below its row with whatever else has no room.
pub fn aligned<const N: usize>(
    indent: &str,
    rows: &[[String; N]],
    left: usize,
    terminal: Terminal,
    tone: impl Fn(usize, usize) -> Tone,
) -> String {
    let mut widths: [usize; N] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| columns(&safe(&row[column])));
        cells.max().unwrap_or(0)
    });
    let folds = left.saturating_sub(1);
    let has = terminal.width.unwrap_or(usize::MAX);
    let room = has.saturating_sub(columns(indent));
    let others = widths.iter().sum::<usize>() - widths[folds] + GAP.len() * (N - 1);
    if others + widths[folds] > room {
        widths[folds] = room.saturating_sub(others).max(LEAST);
    }
    let mut used = 0;
    let is_beside: [bool; N] = std::array::from_fn(|column| {
        let wanted = widths[column] + if column > 0 { GAP.len() } else { 0 };
        let fits = used + wanted <= room && (column != folds || others + LEAST <= room);
        used += if fits { wanted } else { 0 };
        fits
    });
    let mut out = String::new();
    for (number, row) in rows.iter().enumerate() {
        let row: [String; N] = std::array::from_fn(|column| safe(&row[column]).into_owned());
        let cells = row.each_ref().map(|cell| vec![cell.clone()]);
        let mut cells: [Vec<String>; N] = cells;
        if is_beside[folds] && columns(&row[folds]) > widths[folds] {
            cells[folds] = folded(&row[folds], widths[folds]);
        }
        for at in 0..cells[folds].len() {
            let line = (0..N).filter(|column| is_beside[*column]).map(|column| {
                let cell = cells[column].get(at).map_or("", String::as_str);
                let pad = " ".repeat(widths[column].saturating_sub(columns(cell)));
                let cell = terminal.paint(tone(number, column), cell);
                match column < left {
                    true => format!("{cell}{pad}"),
                    false => format!("{pad}{cell}"),
                }
            });
            let line = format!("{indent}{}", line.collect::<Vec<_>>().join(GAP));
            out += line.trim_end();
            out.push('\n');
        }
        let below = (0..N).filter(|column| !is_beside[*column] && !row[*column].is_empty());
        let below: Vec<&str> = below.map(|column| row[column].as_str()).collect();
        if !below.is_empty() {
            for line in folded(&below.join(GAP), room.saturating_sub(BELOW.len())) {
                out += &format!("{indent}{BELOW}{}\n", line.trim_end());
            }
        }
    }
    out
}

/// What stands between columns.
const GAP: &str = "  ";
/// What stands before words below their row.
const BELOW: &str = "        ";

/// An object of JSON with its agencies last, each a line: a thousand of them are long.
pub fn with_agencies(head: &Value, agencies: impl Iterator<Item = Value>) -> String {
    let head = head.to_string();
    let agencies = agencies.map(|one| visible_json(&one.to_string()).into_owned());
    format!(
        "{},\n\"agencies\": [\n{}\n]}}\n",
        visible_json(head.strip_suffix('}').unwrap_or(&head)),
        agencies.collect::<Vec<_>>().join(",\n")
    )
}

/// Words in which nothing is a mark of Markdown, at the start of a line either.
pub fn markdown(words: &str) -> String {
    guard_start(&escape(safe(words).trim(), Care::Wary), Care::Wary)
}

#[cfg(test)]
mod tests {
    use super::{Terminal, Tone, aligned, markdown};

    #[test]
    fn columns_go_below_each_other_whatever_the_terminal_has() {
        let rows = [
            ["状态", "机关", "说明"],
            ["未交", "某县教育局", "还没有报送，期限已过"],
        ];
        let rows = rows.map(|row| row.map(str::to_owned));
        let shown = |width, left| {
            let terminal = Terminal {
                width,
                colour: false,
            };
            aligned("", &rows, left, terminal, |_, _| Tone::Plain)
        };
        let wide = "状态  机关        说明\n未交  某县教育局  还没有报送，期限已过\n";
        assert_eq!(
            (shown(None, 3), shown(Some(38), 3)),
            (wide.into(), wide.into())
        );
        assert_eq!(
            shown(Some(36), 3),
            "状态  机关        说明\n未交  某县教育局  还没有报送，期限\n                  已过\n"
        );
        assert_eq!(
            shown(Some(26), 3),
            "状态  机关\n        说明\n未交  某县教育局\n        还没有报送，期限\n        已过\n"
        );
        let coloured = Terminal {
            width: None,
            colour: true,
        };
        let coloured = aligned("", &rows, 3, coloured, |row, column| match (row, column) {
            (1, 0) => Tone::Bad,
            _ => Tone::Plain,
        });
        assert!(
            coloured.contains("\n\u{1b}[31m未交\u{1b}[0m  某县"),
            "{coloured}"
        );
    }

    #[test]
    fn words_are_no_link_picture_list_or_element() {
        assert_eq!(
            markdown("![图](http://a/b)和[链](http://a)<b>"),
            r"\!\[图\](http://a/b)和\[链\](http://a)\<b>"
        );
        assert_eq!(markdown("1. 某局"), r"1\. 某局");
        assert_eq!(markdown("\n# 某局\u{202e}"), r"\# 某局\\u{202e}");
    }
}
