//! A document on a terminal, or as plain text in a file: tables in columns, Chinese characters
//! counted as two, and long lines folded to the terminal's width.

use base::diagnostic::{
    Severity,
    terminal::{Terminal, Tone, columns, folded, safe},
};
use document::{Block, Cell, CellKind, Document, Grid, Side, plain_text};

/// Columns for words that a line has at least, or they stand below it.
const LEAST: usize = 16;
/// What stands between columns.
const GAP: &str = "  ";
/// What stands before words below their row.
const BELOW: &str = "        ";

/// Writes a document.
pub fn render(document: &Document, terminal: Terminal) -> String {
    let title = safe(&document.title);
    let mut out = terminal.paint(Tone::Head, &terminal.wrapped(2, &title)) + "\n";
    for block in &document.blocks {
        out += &written(block, terminal);
    }
    out
}

fn written(block: &Block, terminal: Terminal) -> String {
    let line = |words: &str| terminal.wrapped(2, &safe(words)) + "\n";
    match block {
        Block::Heading { content, .. } => {
            let words = plain_text(content);
            format!("\n{}\n", terminal.paint(Tone::Head, &safe(&words)))
        }
        Block::Paragraph(content) => line(&plain_text(content)),
        Block::List { items, .. } => {
            let items = items.iter().flatten();
            let items = items.map(|block| match block {
                Block::Paragraph(content) => {
                    let words = format!("  {}", safe(&plain_text(content)));
                    terminal.wrapped(2, &words) + "\n"
                }
                block => written(block, terminal),
            });
            items.collect()
        }
        Block::Quote(blocks) => blocks.iter().map(|one| written(one, terminal)).collect(),
        Block::Table(grid) => format!("\n{}", table(grid, terminal)),
        Block::Signature { name, date, .. } => format!("\n{}{}", line(name), line(date)),
        // What is drawn stands in the tables.
        _ => String::new(),
    }
}

/// A table. Where the terminal has no room for all of it, its widest column is folded, or
/// stands below its row with whatever else has no room.
pub fn table(grid: &Grid, terminal: Terminal) -> String {
    let cell = |cell: &Cell| (safe(&plain_text(&cell.content)).into_owned(), tone(cell));
    let rows = grid
        .rows
        .iter()
        .map(|row| row.cells.iter().map(cell).collect());
    let rows: Vec<Vec<(String, Tone)>> = rows.collect();
    let count = grid.columns;
    let width = |row: &Vec<(String, Tone)>, column: usize| {
        row.get(column).map_or(0, |(cell, _)| columns(cell))
    };
    let widest = |column: usize| rows.iter().map(|row| width(row, column)).max();
    let mut widths: Vec<usize> = (0..count)
        .map(|column| widest(column).unwrap_or(0))
        .collect();
    let sides = grid.sides();
    let last = rows.first().map_or(0, |row| row.len().saturating_sub(1));
    let folding = (0..count)
        .max_by_key(|column| widths[*column])
        .unwrap_or(last);
    let room = terminal.width.unwrap_or(usize::MAX);
    let others = widths.iter().sum::<usize>() - widths.get(folding).unwrap_or(&0)
        + GAP.len() * count.saturating_sub(1);
    if others.saturating_add(widths[folding]) > room {
        widths[folding] = room.saturating_sub(others).max(LEAST);
    }
    let (mut beside, mut below, mut used) = (Vec::new(), Vec::new(), 0);
    for (column, width) in widths.iter().enumerate() {
        let wanted = width + if column > 0 { GAP.len() } else { 0 };
        let has_room = column != folding || others.saturating_add(LEAST) <= room;
        match used + wanted <= room && has_room {
            true => {
                beside.push(column);
                used += wanted;
            }
            false => below.push(column),
        }
    }
    let empty = (String::new(), Tone::Plain);
    let mut out = String::new();
    for row in &rows {
        let cell = |column: usize| row.get(column).unwrap_or(&empty);
        let long = &cell(folding).0;
        let lines = match beside.contains(&folding) && columns(long) > widths[folding] {
            true => folded(long, widths[folding]),
            false => vec![long.clone()],
        };
        for (at, words) in lines.iter().enumerate() {
            let line = beside.iter().map(|&column| {
                let (own, tone) = cell(column);
                let words = match column == folding {
                    true => words.as_str(),
                    false if at == 0 => own,
                    false => "",
                };
                let pad = " ".repeat(widths[column].saturating_sub(columns(words)));
                let words = terminal.paint(*tone, words);
                match sides[column] {
                    Some(Side::Right) => pad + &words,
                    _ => words + &pad,
                }
            });
            out += line.collect::<Vec<_>>().join(GAP).trim_end();
            out.push('\n');
        }
        let below = below.iter().map(|&column| cell(column).0.as_str());
        let below: Vec<&str> = below.filter(|cell| !cell.is_empty()).collect();
        if !below.is_empty() {
            for line in folded(&below.join(GAP), room.saturating_sub(BELOW.len())) {
                out += &format!("{BELOW}{}\n", line.trim_end());
            }
        }
    }
    out
}

fn tone(cell: &Cell) -> Tone {
    match (cell.kind, cell.finding) {
        (CellKind::ColumnHead, _) => Tone::Head,
        (_, None) => Tone::Plain,
        (_, Some(Severity::Error)) => Tone::Bad,
        (_, Some(Severity::Warning)) => Tone::Doubtful,
        (_, Some(Severity::Hint)) => Tone::Faint,
    }
}

#[cfg(test)]
mod tests {
    use super::{Terminal, table};
    use document::Grid;

    #[test]
    fn columns_go_below_each_other_whatever_the_terminal_has() {
        let heads = ["状态", "机关", "说明"];
        let row = ["未交", "某县教育局", "还没有报送，期限已过"];
        let grid = Grid::of("报送", &heads, [row.map(str::to_owned).to_vec()]);
        let shown = |width| {
            let terminal = Terminal {
                width,
                colour: false,
            };
            table(&grid, terminal)
        };
        let wide = "状态  机关        说明\n未交  某县教育局  还没有报送，期限已过\n";
        assert_eq!((shown(None), shown(Some(38))), (wide.into(), wide.into()));
        assert_eq!(
            shown(Some(36)),
            "状态  机关        说明\n未交  某县教育局  还没有报送，期限\n                  已过\n"
        );
        assert_eq!(
            shown(Some(26)),
            "状态  机关\n        说明\n未交  某县教育局\n        还没有报送，期限\n        已过\n"
        );
    }
}
