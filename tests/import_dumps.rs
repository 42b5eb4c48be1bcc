//! Text dumps: one page in the layouts in which crawlers and editors write its tables.

mod common;

use common::{Checked, read, root};
use nianbao::{
    import::{Wishes, import, read as read_container},
    published::{Block, Table},
};

/// How a dump writes a row of a table: its cells, and how many the widest row has more.
type Layout = fn(&[&str], usize) -> String;

fn line_of_cells(cells: &[&str], missing: usize) -> String {
    format!("| {} | {}\n", cells.join(" | "), "|".repeat(missing))
}

fn line_without_first_stroke(cells: &[&str], _: usize) -> String {
    format!("{} |\n", cells.join(" | "))
}

fn stroke_behind_each(cells: &[&str], missing: usize) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell} |\n")).collect();
    match missing {
        0 => cells,
        _ => format!("{cells}{}\n", "|".repeat(missing)),
    }
}

fn stroke_below_each(cells: &[&str], _: usize) -> String {
    cells.iter().map(|cell| format!("{cell}\n|\n")).collect()
}

fn tabs(cells: &[&str], _: usize) -> String {
    format!("{}\n", cells.join("\t"))
}

fn lines(cells: &[&str], _: usize) -> String {
    cells.iter().map(|cell| format!("{cell}\n")).collect()
}

fn lines_apart(cells: &[&str], _: usize) -> String {
    cells.iter().map(|cell| format!("{cell}\n\n")).collect()
}

fn spaces(cells: &[&str], _: usize) -> String {
    format!("{}\n", cells.join(" "))
}

const LAYOUTS: [(&str, Layout); 8] = [
    ("line of cells", line_of_cells),
    ("line without first stroke", line_without_first_stroke),
    ("stroke behind each", stroke_behind_each),
    ("stroke below each", stroke_below_each),
    ("tabs", tabs),
    ("lines", lines),
    ("lines apart", lines_apart),
    ("spaces", spaces),
];

/// Those in which a name may go on on the next line.
const BROKEN: [&str; 4] = [
    "stroke behind each",
    "stroke below each",
    "lines",
    "lines apart",
];

/// The page of `tests/import/pages/plain.html` as a dump; long names broken, brackets narrow.
fn dump(layout: Layout, broken: &str) -> String {
    let page = read(&root("tests/import/pages/plain.html"));
    let published = read_container("page.html", page.as_bytes()).unwrap();
    let mut text = String::new();
    for block in &published.blocks {
        match block {
            Block::Paragraph(paragraph) => text += &format!("{}\n", paragraph.text),
            Block::Table(table) => text += &rows(table, layout, broken),
        }
    }
    text
}

fn rows(table: &Table, layout: Layout, broken: &str) -> String {
    let width = table.rows.iter().map(Vec::len).max().unwrap();
    let narrow = |text: &str| text.trim().replace('（', "(").replace('）', ")");
    let parted = |text: String| match text.chars().count() {
        4 | 20.. if text.chars().all(|c| !c.is_ascii_digit()) || text.chars().count() > 9 => {
            let at = text.char_indices().nth(text.chars().count() / 2).unwrap().0;
            format!("{}{broken}{}", &text[..at], &text[at..])
        }
        _ => text,
    };
    let rows = table.rows.iter().map(|row| {
        let cells: Vec<String> = row.iter().map(|cell| parted(narrow(&cell.text))).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        layout(&cells, width - cells.len())
    });
    rows.collect()
}

/// The cells that differ from what the page prints, as `path figure`, and how many doubts.
fn differing(text: &str) -> (Vec<String>, usize) {
    let wishes = Wishes::default();
    let import = import(
        &read_container("dump.txt", text.as_bytes()).unwrap(),
        &wishes,
    )
    .unwrap();
    let written = Checked::of(&import.file.write());
    let report = written.report();
    let figures = read(&root("tests/import/pages/figures.txt"));
    let differs = figures.lines().filter_map(|line| {
        let (path, figure) = line.split_once(' ').unwrap();
        let cell = report.cell(report.edition.find(path).unwrap()).figure;
        let printed = cell.number().map_or("~".to_owned(), |n| n.to_string());
        (printed != figure).then(|| format!("{path} {printed}"))
    });
    (differs.collect(), import.doubts.len())
}

#[test]
fn dumps_are_read_whole() {
    for (name, layout) in LAYOUTS {
        let (differing, _) = differing(&dump(layout, ""));
        assert_eq!(differing, [""; 0], "{name}");
    }
}

#[test]
fn names_broken_within_their_cells_are_put_together() {
    let layouts = LAYOUTS.iter().filter(|(name, _)| BROKEN.contains(name));
    for &(name, layout) in layouts {
        let (differing, _) = differing(&dump(layout, "\n"));
        assert_eq!(differing, [""; 0], "{name}");
    }
}

#[test]
fn dumps_that_are_cut_off_give_nothing_wrong() {
    for (name, layout) in LAYOUTS {
        let text = dump(layout, "");
        let table = text.find("本年新收").unwrap();
        let length = text.chars().count();
        let start = text[..table].chars().count();
        for tenth in 1..8 {
            let kept: String = text
                .chars()
                .take(start + (length - start) * tenth / 10)
                .collect();
            let (differing, doubts) = differing(&kept);
            assert!(doubts > 0, "{name} {tenth}");
            let blank = differing.iter().all(|cell| cell.ends_with('~'));
            assert!(blank, "{name} {tenth} {differing:?}");
        }
    }
}
