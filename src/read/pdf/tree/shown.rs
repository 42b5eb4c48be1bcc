//! Tables that a file shows but states as paragraphs.

use crate::read::published::Block;

/// In so many paragraphs tables are looked for.
const MOST_PARAGRAPHS: usize = 200;
/// Files of more blocks are no reports.
const MOST_BLOCKS: usize = 20_000;
/// So many figures at least stand in a paragraph that is a table.
const LEAST_FIGURES: usize = 3;

/// Puts what pages show in the places of paragraphs that hold the words of whole tables.
pub fn with_tables(stated: Vec<Block>, shown: Vec<Block>) -> Vec<Block> {
    if shown.len() > MOST_BLOCKS {
        return stated;
    }
    let letters: Vec<Vec<char>> = shown.iter().map(letters).collect();
    let mut ends = vec![0];
    for own in &letters {
        ends.push(ends[ends.len() - 1] + own.len());
    }
    let mut spare = MOST_PARAGRAPHS;
    let mut from = 0;
    let mut blocks = Vec::new();
    for block in stated {
        if !has_figures(&block) || spare == 0 {
            blocks.push(block);
            continue;
        }
        spare -= 1;
        let mut own = self::letters(&block);
        own.sort_unstable();
        let same = |first: &usize| {
            let last = ends.binary_search(&(ends[*first] + own.len())).ok()?;
            let mut others = letters[*first..last].concat();
            others.sort_unstable();
            (others == own).then_some(*first..last)
        };
        let run = (from..shown.len()).find_map(|first| same(&first));
        let is_table = |block: &Block| matches!(block, Block::Table(_));
        match run.filter(|run| shown[run.clone()].iter().any(is_table)) {
            Some(run) => {
                from = run.end;
                blocks.extend(shown[run].iter().cloned());
            }
            None => blocks.push(block),
        }
    }
    blocks
}

/// The characters of a block that are seen.
fn letters(block: &Block) -> Vec<char> {
    let seen = |text: &str| -> Vec<char> { text.chars().filter(|c| !c.is_whitespace()).collect() };
    match block {
        Block::Paragraph(paragraph) => seen(&paragraph.text),
        Block::Table(table) => {
            let cells = table.rows.iter().flatten();
            cells.flat_map(|cell| seen(&cell.text)).collect()
        }
    }
}

fn has_figures(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else {
        return false;
    };
    let words = paragraph.text.split(|c: char| !c.is_ascii_digit());
    words.filter(|word| !word.is_empty()).count() >= LEAST_FIGURES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::published::{Cell, Paragraph, Table};

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(Paragraph {
            text: text.to_owned(),
            ..Paragraph::default()
        })
    }

    fn table(cells: &[&str]) -> Block {
        let cell = |text: &&str| Cell::new((*text).to_owned());
        Block::Table(Table {
            rows: vec![cells.iter().map(cell).collect()],
            ..Table::default()
        })
    }

    #[test]
    fn a_paragraph_with_the_words_of_tables_is_these() {
        let shown = vec![
            paragraph("甲1、2、3"),
            table(&["乙", "1", "2"]),
            paragraph("丙"),
            table(&["丁", "3"]),
        ];
        let stated = |text: &str| vec![paragraph("甲1、2、3"), paragraph(text)];
        let found = with_tables(stated("乙1 2丙3丁"), shown.clone());
        assert_eq!(found, shown);
        for other in ["乙1 2丙4丁", "乙1 2", "戊1、2、3"] {
            assert_eq!(with_tables(stated(other), shown.clone()), stated(other));
        }
    }
}
