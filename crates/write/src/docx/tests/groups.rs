//! Groups of rows: what keeps them with their label.

use super::*;

/// A group with a label after a head and a row alone; each figure of the group has a note.
fn grid(group: usize, note: &str) -> Grid {
    use CellKind::{ColumnHead, Figure as Number, RowHead};
    let row = |cells| Row {
        cells,
        keep_with_next: false,
    };
    let heads = [0, 1, 2].map(|column| cell(column, 1, 1, ColumnHead, "栏"));
    let alone = vec![cell(0, 2, 1, RowHead, "一"), cell(2, 1, 1, Number, "1")];
    let mut rows = vec![row(heads.into()), row(alone)];
    for at in 0..group {
        let mut figure = cell(2, 1, 1, Number, "1");
        figure.note = Some(note.to_owned());
        let mut cells = vec![cell(1, 1, 1, RowHead, "项"), figure];
        if at == 0 {
            cells.insert(0, cell(0, 1, group, RowHead, "二"));
        }
        rows.push(row(cells));
    }
    Grid {
        summary: String::new(),
        columns: 3,
        header_rows: 1,
        rows,
    }
}

fn written(group: usize, note: &str) -> Vec<u8> {
    rendered(&document(vec![Block::Table(grid(group, note))]))
}

/// The rows of each table, of each whether it stays with the next one.
fn tables(file: &[u8]) -> Vec<Vec<bool>> {
    let xml = part(file, "word/document.xml");
    let tables = elements(&xml, "w:tbl").into_iter().map(|table| {
        let rows = elements(table, "w:tr").into_iter();
        rows.map(|row| row.contains("<w:keepNext/>")).collect()
    });
    tables.collect()
}

/// All rows but the last stay with the next one.
fn whole_of(rows: usize) -> Vec<bool> {
    (1..=rows).map(|row| row < rows).collect()
}

#[test]
fn a_group_is_not_torn_from_its_label() {
    let [small] = &tables(&written(8, ""))[..] else {
        panic!()
    };
    assert_eq!(small[2..], whole_of(8));
    // Word cannot repeat its label overleaf, so the table is held on one page.
    assert_eq!(tables(&written(22, "")), [whole_of(24)]);
}

#[test]
fn a_group_that_no_page_holds_goes_on_overleaf_below_the_head() {
    let file = written(60, "");
    let [rows] = &tables(&file)[..] else { panic!() };
    assert_eq!(rows.len(), 62);
    assert!(!rows.contains(&true));
    let xml = part(&file, "word/document.xml");
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(xml.matches("<w:cantSplit/>").count(), 62);
    let labels = xml.matches(r#"<w:vMerge w:val="restart"/>"#).count();
    assert_eq!((labels, xml.matches("<w:vMerge/>").count()), (1, 59));
    assert_eq!(xml.matches(">二</w:t>").count(), 1);
}

#[test]
fn notes_without_room_or_in_a_large_group_are_footnotes() {
    let notes = |group, note| {
        let xml = part(&written(group, note), "word/document.xml");
        let raised = xml.matches("<w:footnoteReference").count();
        (raised, xml.matches(note).count())
    };
    assert_eq!(notes(8, "含（市）开发区"), (0, 8));
    assert_eq!(notes(9, "含（市）开发区"), (9, 0));
    assert_eq!(notes(8, &"含开发区".repeat(4)), (8, 0));
    // They take room at the foot of the page.
    let is_held = |note: &str| tables(&written(22, note)) == [whole_of(24)];
    assert!(is_held("") && !is_held(&"字".repeat(100)));
}
