//! Groups of rows: what keeps them with their label.

use super::*;

/// Which rows of a group with a label stay with the next one, after a head and a row alone.
fn held(group: usize) -> Vec<bool> {
    use CellKind::{ColumnHead, Figure as Number, RowHead};
    let row = |cells| Row {
        cells,
        keep_with_next: false,
    };
    let heads = [0, 1, 2].map(|column| cell(column, 1, 1, ColumnHead, "栏"));
    let alone = vec![cell(0, 2, 1, RowHead, "一"), cell(2, 1, 1, Number, "1")];
    let mut rows = vec![row(heads.into()), row(alone)];
    for at in 0..group {
        let mut cells = vec![cell(1, 1, 1, RowHead, "项"), cell(2, 1, 1, Number, "1")];
        if at == 0 {
            cells.insert(0, cell(0, 1, group, RowHead, "二"));
        }
        rows.push(row(cells));
    }
    let grid = Grid {
        summary: String::new(),
        columns: 3,
        header_rows: 1,
        rows,
    };
    let xml = part(
        &rendered(&document(vec![Block::Table(grid)])),
        "word/document.xml",
    );
    let (table, _) = xml.split_once("</w:tbl>").unwrap();
    let rows = elements(table, "w:tr").into_iter().skip(2);
    rows.map(|row| row.contains("<w:keepNext/>")).collect()
}

#[test]
fn a_group_is_not_torn_from_its_label() {
    let whole = |group: usize| -> Vec<bool> { (1..=group).map(|row| row < group).collect() };
    assert_eq!(held(8), whole(8));
    // Word cannot repeat its label overleaf, so the table is held on one page.
    assert_eq!(held(22), whole(22));
    // No page has room for it.
    assert_eq!(held(60), [false; 60]);
}
