use super::*;
use crate::pdf::{
    Fonts,
    composer::Composer,
    faces::FaceCache,
    glyphs::Typesetter,
    painter::{BODY, LEADING},
};
use document::{Block, Cell, CellKind, Document, Grid, Inline, Row};

/// The pieces of a document, and its footnotes.
pub(in crate::pdf) fn composed(blocks: Vec<Block>) -> (Vec<Piece>, Vec<Rc<Text>>) {
    let fonts = Fonts::bundled();
    let mut setter = Typesetter::new(FaceCache::new(&fonts));
    let mut composer = Composer::new(&mut setter);
    composer.document(&Document {
        blocks,
        ..Document::default()
    });
    (composer.pieces, composer.notes)
}

/// What each page shows, a word for each piece.
fn pages(blocks: Vec<Block>) -> Vec<Vec<String>> {
    let (pieces, notes) = composed(blocks);
    let words = |piece: &Piece| match &piece.show {
        Show::Line(text, line) => {
            let glyphs = &text.glyphs[text.lines[*line].glyphs.clone()];
            glyphs.iter().map(|glyph| glyph.character).collect()
        }
        Show::Row(_, row) => format!("row {row}"),
        Show::Space => "space".to_owned(),
        Show::NewPage => "end".to_owned(),
        Show::Picture { .. } | Show::Drawing { .. } | Show::Divider => "other".to_owned(),
    };
    let pages = paginate(&pieces, &notes);
    pages
        .into_iter()
        .map(|page| pieces[page].iter().map(words).collect())
        .collect()
}

fn lines(count: usize) -> Block {
    let line = Inline::plain("行");
    let lines = (0..count).flat_map(|_| [line.clone(), Inline::Break]);
    Block::Paragraph(lines.collect())
}

fn single(count: usize) -> Vec<Block> {
    vec![lines(1); count]
}

/// A table of one header row, in groups of `group` rows under a label.
fn table(rows: usize, group: usize) -> Block {
    let cell = |column, rowspan, kind, text: &str| Cell {
        rowspan,
        ..Cell::new(kind, column, vec![Inline::plain(text)])
    };
    let header = [0, 1].map(|column| cell(column, 1, CellKind::ColumnHead, "栏"));
    let mut all = vec![Row {
        cells: header.into(),
        keep_with_next: true,
    }];
    for row in 0..rows {
        let mut cells = Vec::new();
        if row % group == 0 {
            cells.push(cell(0, group.min(rows - row), CellKind::RowHead, "组"));
        }
        cells.push(cell(1, 1, CellKind::Figure, "1"));
        all.push(Row {
            cells,
            keep_with_next: false,
        });
    }
    Block::Table(Grid {
        summary: String::new(),
        columns: 2,
        header_rows: 1,
        rows: all,
    })
}

#[test]
fn a_page_has_twenty_two_lines() {
    assert_eq!((BODY / LEADING).floor(), 22.0);
    let sizes: Vec<usize> = pages(single(50)).iter().map(Vec::len).collect();
    assert_eq!(sizes, [22, 22, 6]);
}

#[test]
fn a_heading_is_never_at_the_foot() {
    let mut blocks = single(21);
    blocks.extend([Block::heading(2, "题"), lines(4)]);
    let pages = pages(blocks);
    assert_eq!(pages[0].len(), 21);
    assert_eq!(pages[1][0], "题");
}

#[test]
fn words_that_announce_a_table_stand_on_its_page() {
    for (words, page) in [("如下：", 1), ("如下。", 0)] {
        let announced = [Block::paragraph(words), table(4, 1)];
        let pages = pages([single(21), announced.into()].concat());
        let found = pages
            .iter()
            .position(|page| page.contains(&words.to_owned()));
        assert_eq!(found, Some(page), "{pages:?}");
    }
}

#[test]
fn a_footnote_stands_on_the_page_of_its_mark() {
    let noted = |number| {
        let content = vec![Inline::plain("注")];
        let mark = Inline::Note { number, content };
        Block::Paragraph(vec![Inline::plain("行"), mark])
    };
    // Two notes take the place of a line; the second does not fit any more.
    let mut blocks = single(19);
    blocks.extend([noted(1), lines(1), noted(2), lines(1)]);
    let sizes: Vec<usize> = pages(blocks).iter().map(Vec::len).collect();
    assert_eq!(sizes, [21, 2]);
    // Named again, it is not printed again.
    let mut blocks = vec![noted(1)];
    let again = Inline::Note {
        number: 1,
        content: Vec::new(),
    };
    blocks.extend(vec![
        Block::Paragraph(vec![Inline::plain("行"), again]);
        40
    ]);
    let sizes: Vec<usize> = pages(blocks).iter().map(Vec::len).collect();
    assert_eq!(sizes, [21, 20]);
}

#[test]
fn no_line_of_a_paragraph_is_alone_on_a_page() {
    for before in 18..22 {
        let mut blocks = single(before);
        blocks.push(lines(5));
        let pages = pages(blocks);
        let split = pages[0].len() - before;
        assert!(matches!(split, 0 | 2 | 3 | 5), "{before}: {split}");
    }
}

#[test]
fn a_small_table_stays_whole_where_that_wastes_little() {
    let mut blocks = single(17);
    blocks.push(table(8, 1));
    assert!(
        !pages(blocks)[0]
            .iter()
            .any(|piece| piece.starts_with("row"))
    );
    // Half an empty page would be too much.
    let mut blocks = single(8);
    blocks.push(table(24, 1));
    let pages = pages(blocks);
    assert!(pages[0].iter().any(|piece| piece.starts_with("row")));
    assert_eq!(pages.len(), 2);
}

#[test]
fn a_large_table_breaks_between_groups() {
    let pages = pages(vec![table(60, 7)]);
    for page in &pages[..pages.len() - 1] {
        let last = page.iter().rfind(|piece| piece.starts_with("row")).unwrap();
        let row: usize = last[4..].parse().unwrap();
        assert_eq!(row % 7, 0, "{last}");
    }
}

#[test]
fn no_row_of_a_group_is_alone_on_a_page() {
    for before in 0..12 {
        let mut blocks = single(before);
        blocks.push(table(54, 9));
        let pages = pages(blocks);
        for page in &pages[..pages.len() - 1] {
            let last = page.iter().rfind(|piece| piece.starts_with("row"));
            let row: usize = last.map_or(0, |last| last[4..].parse().unwrap());
            assert!(!matches!(row % 9, 1 | 8), "{before}: row {row}");
        }
    }
}

#[test]
fn a_signature_takes_the_last_lines_along() {
    let mut blocks = single(15);
    blocks.push(lines(5));
    blocks.push(Block::Signature {
        name: "某局".into(),
        date: "2025年1月10日".into(),
        seal: Default::default(),
    });
    let pages = pages(blocks);
    assert_eq!(pages[1], ["行", "行", "space", "某局", "2025年1月10日"]);
}

/// A table of one row under a header.
fn one_row(cells: Vec<Cell>) -> Block {
    let columns = cells.len();
    let head = |column| Cell::new(CellKind::ColumnHead, column, vec![Inline::plain("栏")]);
    let header = (0..columns).map(head);
    let row = |cells, keep_with_next| Row {
        cells,
        keep_with_next,
    };
    Block::Table(Grid {
        summary: String::new(),
        columns,
        header_rows: 1,
        rows: vec![row(header.collect(), true), row(cells, false)],
    })
}

fn cells(count: usize, kind: CellKind, text: &str) -> Vec<Cell> {
    let cell = |column| Cell::new(kind, column, vec![Inline::plain(text)]);
    (0..count).map(cell).collect()
}

#[test]
fn a_row_taller_than_a_page_begins_below_its_header() {
    for before in [0, 5, 12] {
        let mut blocks = single(before);
        blocks.push(one_row(cells(2, CellKind::Text, &"字".repeat(3000))));
        let pages = pages(blocks);
        let at = pages[0].iter().position(|piece| piece == "row 0").unwrap();
        assert_eq!(pages[0][at + 1], "row 1", "{before}");
        assert!(pages.len() > 1);
    }
}

#[test]
fn a_long_note_stands_beneath_its_table() {
    let mut row = cells(10, CellKind::Figure, "7");
    row[3].note = Some("短".to_owned());
    row[5].note = Some("长".repeat(100));
    let pages = pages(vec![one_row(row), lines(1)]);
    let at = pages[0].iter().position(|piece| piece == "row 1").unwrap();
    assert!(pages[0][at + 2].starts_with("① 长长"), "{pages:?}");
    assert_eq!(
        pages[0].iter().filter(|piece| piece.contains('长')).count(),
        3
    );
}

#[test]
fn a_wide_table_of_the_author_lies_on_pages_of_its_own() {
    let postures = |kind, count| {
        let wide = one_row(cells(count, kind, "1234567"));
        let (pieces, notes) = composed(vec![lines(1), wide, lines(1)]);
        let pages = paginate(&pieces, &notes);
        let lie = pages.iter().map(|page| posture(pieces.get(page.start)));
        lie.collect::<Vec<_>>()
    };
    use Posture::{Turned, Upright};
    assert_eq!(postures(CellKind::Text, 16), [Upright, Turned, Upright]);
    assert_eq!(postures(CellKind::Text, 9), [Upright]);
    // The form's own tables stay as they are printed.
    assert_eq!(postures(CellKind::Figure, 16), [Upright]);
}

#[test]
fn large_figures_stay_whole_in_every_column() {
    let mut row = cells(8, CellKind::Figure, "999999999999999");
    row[0].kind = CellKind::RowHead;
    row[0].content = vec![Inline::plain("一、本年新收政府信息公开申请数量")];
    let (pieces, _) = composed(vec![one_row(row)]);
    let table = pieces.iter().find_map(|piece| match &piece.show {
        Show::Row(table, _) => Some(Rc::clone(table)),
        _ => None,
    });
    let lines = table.unwrap().lines_of_figures();
    assert_eq!(lines, [1; 7]);
}
