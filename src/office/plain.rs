//! Plain text: rows in columns and words in Markdown for people, many agencies for programs.

use std::borrow::Cow;

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
pub fn text_table<const N: usize>(
    indent: &str,
    rows: &[[String; N]],
    left: usize,
    terminal: Terminal,
    tone: impl Fn(usize, usize) -> Tone,
) -> String {
    let rows = rows.iter().map(|row| row.each_ref().map(|cell| safe(cell)));
    let rows: Vec<[Cow<'_, str>; N]> = rows.collect();
    let widest = |column: usize| rows.iter().map(|row| columns(&row[column])).max();
    let mut widths: Vec<usize> = (0..N).map(|column| widest(column).unwrap_or(0)).collect();
    let folding = left.saturating_sub(1);
    let room = terminal.width.unwrap_or(usize::MAX);
    let room = room.saturating_sub(columns(indent));
    let others = widths.iter().sum::<usize>() - widths[folding] + GAP.len() * (N - 1);
    if others + widths[folding] > room {
        widths[folding] = room.saturating_sub(others).max(LEAST);
    }
    let (mut beside, mut below, mut used) = (Vec::new(), Vec::new(), 0);
    for (column, width) in widths.iter().enumerate() {
        let wanted = width + if column > 0 { GAP.len() } else { 0 };
        match used + wanted <= room && (column != folding || others + LEAST <= room) {
            true => {
                beside.push(column);
                used += wanted;
            }
            false => below.push(column),
        }
    }
    let mut out = String::new();
    for (number, row) in rows.iter().enumerate() {
        let folds = beside.contains(&folding) && columns(&row[folding]) > widths[folding];
        let folded_cell = match folds {
            true => folded(&row[folding], widths[folding]),
            false => vec![row[folding].to_string()],
        };
        for (at, words) in folded_cell.iter().enumerate() {
            let line = beside.iter().map(|&column| {
                let cell = match column == folding {
                    true => words.as_str(),
                    false if at == 0 => &*row[column],
                    false => "",
                };
                let pad = " ".repeat(widths[column].saturating_sub(columns(cell)));
                let cell = terminal.paint(tone(number, column), cell);
                match column < left {
                    true => cell + &pad,
                    false => pad + &cell,
                }
            });
            let line = indent.to_owned() + &line.collect::<Vec<_>>().join(GAP);
            out += line.trim_end();
            out.push('\n');
        }
        let below = below.iter().map(|&column| &*row[column]);
        let below: Vec<&str> = below.filter(|cell| !cell.is_empty()).collect();
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

/// A value as JSON on many lines, in which nothing steers what shows it.
pub fn pretty(value: &Value) -> String {
    visible_json(&format!("{value:#}\n")).into_owned()
}

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
    use super::{Terminal, Tone, markdown, text_table};

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
            text_table("", &rows, left, terminal, |_, _| Tone::Plain)
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
        let coloured = text_table("", &rows, 3, coloured, |row, column| match (row, column) {
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
