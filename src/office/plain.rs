//! Plain text for people: rows in columns, and words in Markdown.

use crate::ground::{
    diagnostic::terminal::{columns, safe},
    markdown::{Care, escape, guard_start},
};

/// Rows below each other with Chinese characters counted as two, each after an indent: the
/// first columns, so many of them, to the left, the others to the right.
pub fn aligned<const N: usize>(indent: &str, rows: &[[String; N]], left: usize) -> String {
    let widths: [usize; N] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| columns(&safe(&row[column])));
        cells.max().unwrap_or(0)
    });
    let mut out = String::new();
    for row in rows {
        let cells = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                let cell = safe(cell);
                let pad = " ".repeat(width - columns(&cell));
                match column < left {
                    true => format!("{cell}{pad}"),
                    false => format!("{pad}{cell}"),
                }
            });
        let line = format!("{indent}{}", cells.collect::<Vec<_>>().join("  "));
        out += line.trim_end();
        out.push('\n');
    }
    out
}

/// Words in which nothing is a mark of Markdown, at the start of a line either.
pub fn markdown(words: &str) -> String {
    guard_start(&escape(safe(words).trim(), Care::Wary), Care::Wary)
}

#[cfg(test)]
mod tests {
    use super::markdown;

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
