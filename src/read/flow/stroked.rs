//! Cells behind each of which a dump writes an upright stroke.

use super::cells::{Cells, KNOWN, LONGEST, MOST_LINES, Token, likeness, paragraph};
use crate::read::{
    aligner::Expected,
    figure::is_value,
    published::{Block, Origin},
    strokes,
};

/// A line of a cell that no stroke has closed yet.
type Open<'a> = (&'a str, Origin);

/// Cells behind each of which stands an upright stroke.
pub fn stroked(expected: &Expected, blocks: &[Block]) -> Cells {
    let mut cells = Cells::default();
    let mut open: Vec<Open> = Vec::new();
    let lines = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(&*paragraph.text),
        Block::Table(_) => None,
    });
    let filled = strokes::fills_up(lines);
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let text = match filled {
                    true => strokes::without_filling(&paragraph.text),
                    false => &paragraph.text,
                };
                // What stands alone where rows are filled up says nothing.
                let alone = filled && text.trim() == "|" && open.is_empty();
                let parts = text.split('|').enumerate().filter(|_| !alone);
                for (index, part) in parts {
                    if index > 0 {
                        close(expected, &mut open, &mut cells);
                    }
                    if !part.trim().is_empty() {
                        open.push((part.trim(), paragraph.origin));
                    }
                }
                if alone || text.len() < paragraph.text.len() {
                    cells.tokens.push(Token::End);
                }
            }
            Block::Table(table) => {
                for row in &table.rows {
                    for cell in row {
                        if !cell.text.trim().is_empty() {
                            open.push((cell.text.trim(), table.origin));
                        }
                        close(expected, &mut open, &mut cells);
                    }
                    cells.tokens.push(Token::End);
                }
            }
        }
    }
    for (text, origin) in open {
        match is_value(text) && !cells.tokens.is_empty() && cells.behind.is_empty() {
            true => cells.word(text, origin),
            false => cells.behind.push(paragraph(text, origin)),
        }
    }
    cells
}

/// Makes a cell of the lines before a stroke, of which the first may belong to none.
fn close(expected: &Expected, open: &mut Vec<Open>, cells: &mut Cells) {
    let lines = std::mem::take(open);
    let Some(&(last, origin)) = lines.last() else {
        if !cells.tokens.is_empty() {
            cells.tokens.push(Token::Blank);
        }
        return;
    };
    let first = lines.len().saturating_sub(MOST_LINES);
    let joined = |from: usize| -> String { lines[from..].iter().map(|line| line.0).collect() };
    let best = (first..lines.len())
        .map(|from| (likeness(expected, &joined(from)), from))
        .fold((0.0, first), |best, next| match next.0 > best.0 {
            true => next,
            false => best,
        });
    let alone = is_value(last) || cells.tokens.is_empty() || joined(0).chars().count() > LONGEST;
    let from = match best {
        (alike, from) if alike >= KNOWN => from,
        _ if alone => lines.len() - 1,
        _ => first,
    };
    for &(text, origin) in &lines[..from] {
        match (cells.tokens.is_empty(), is_value(text)) {
            (true, _) => cells.before.push(paragraph(text, origin)),
            (false, true) => cells.word(text, origin),
            (false, false) => cells.behind.push(paragraph(text, origin)),
        }
    }
    cells.word(&joined(from), origin);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::edition::Edition;

    #[test]
    fn strokes_that_fill_a_row_up_end_it() {
        let edition = &Edition::all()[0];
        let expected = Expected::of(edition, 1).unwrap();
        let lines = ["规章 |", "3 | ||", "4 |", "||", "|", "5 |"];
        let blocks: Vec<Block> = lines
            .iter()
            .map(|line| paragraph(line, Origin::default()))
            .collect();
        let cell = |text: &str| Token::Cell(text.to_owned());
        let (end, name) = (|| Token::End, cell("规章"));
        assert_eq!(
            stroked(&expected, &blocks).tokens,
            [name, cell("3"), end(), cell("4"), end(), end(), cell("5")]
        );
    }
}
