//! Small files, written as programs write them.

mod bounds;
mod fonts;
mod kept;
mod paragraphs;
mod torn;
mod unruled;

use super::read;
use crate::published::{Block, Cell, Doubt, Published};

/// Words in a font whose codes are UTF-16.
fn words(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("{unit:04x}"));
    format!("<{}>", units.collect::<String>())
}

/// Words at a place.
fn show(x: f64, y: f64, text: &str) -> String {
    format!("BT /F 10 Tf {x} {y} Td {} Tj ET\n", words(text))
}

/// Words at a place, each character by itself.
fn spell(x: f64, y: f64, text: &str) -> String {
    let mut left = x;
    let mut out = String::new();
    for c in text.chars() {
        out += &show(left, y, &c.to_string());
        left += if c.is_ascii() { 5.0 } else { 10.0 };
    }
    out
}

/// A rectangle's four sides as thin boxes.
fn cell([left, bottom, right, top]: [f64; 4]) -> String {
    let (width, height) = (right - left, top - bottom);
    format!(
        "{left} {bottom} {width} .5 re {left} {top} {width} .5 re \
         {left} {bottom} .5 {height} re {right} {bottom} .5 {height} re f\n"
    )
}

/// A row of cells between places, with their words.
fn row(edges: &[f64], bottom: f64, top: f64, texts: &[&str]) -> String {
    let mut out = String::new();
    for (sides, text) in edges.windows(2).zip(texts) {
        out += &cell([sides[0], bottom, sides[1], top]);
        if !text.is_empty() {
            out += &show(sides[0] + 3.0, (bottom + top) / 2.0 - 3.5, text);
        }
    }
    out
}

/// Words of a row at places.
fn line(y: f64, texts: &[(f64, &str)]) -> String {
    texts.iter().map(|(x, text)| show(*x, y, text)).collect()
}

/// A file of pages, each with its program, in fonts with an encoding.
fn file_in(encoding: &str, pages: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        format!("<</Type/Font/Subtype/Type0/BaseFont/STSong/Encoding/{encoding}/DescendantFonts[4 0 R]>>"),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/W[1 95 500 814 939 500]>>"
            .to_owned(),
    ];
    let mut kids = String::new();
    for page in pages {
        let number = objects.len() + 1;
        kids += &format!("{number} 0 R ");
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
            number + 1
        ));
        objects.push(format!(
            "<</Length {}>>stream\n{page}\nendstream",
            page.len() + 1
        ));
    }
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len());
    file_of(objects.into_iter().map(String::into_bytes).collect())
}

/// A file of objects, the first of which is its catalog.
fn file_of(objects: Vec<Vec<u8>>) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let size = objects.len() + 1;
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let end = format!("trailer<</Root 1 0 R/Size {size}>>\nstartxref\n{start}\n%%EOF\n");
    out.extend(end.bytes());
    out
}

fn published(pages: &[String]) -> Published {
    read(&file_in("UniGB-UCS2-H", pages)).unwrap()
}

/// What is read, a block a line; cells parted by strokes, rows by slashes.
/// What stands before a cell's words here where they are not certain.
fn doubted(cell: &Cell) -> String {
    let doubt = cell.doubt.map_or("", |doubt| match doubt {
        Doubt::Torn => "（也许不全）",
        Doubt::NextPage => "（下一页）",
        Doubt::OtherRow => "（另一行）",
        _ => "（读者不会这样说）",
    });
    doubt.to_owned()
}

fn told(published: &Published) -> Vec<String> {
    let told = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.text.clone(),
        Block::Table(table) => {
            let rows = table.rows.iter().map(|row| {
                let cells = row
                    .iter()
                    .map(|cell| doubted(cell) + &cell.text.replace('\n', "⏎"));
                cells.collect::<Vec<_>>().join("|")
            });
            rows.collect::<Vec<_>>().join("/")
        }
    };
    published.blocks.iter().map(told).collect()
}

#[track_caller]
fn assert_told(pages: &[String], expected: &[&str]) {
    assert_eq!(told(&published(pages)), expected);
}

const EDGES: [f64; 4] = [50.0, 150.0, 180.0, 210.0];

#[test]
fn a_figure_wider_than_its_cell_stays_in_it() {
    let whole = row(&EDGES, 480.0, 500.0, &["甲", "513,866", ""]);
    assert_told(&[whole], &["甲|513,866|"]);
}

#[test]
fn figures_that_may_be_two_are_told_apart_from_none() {
    let page = row(&EDGES, 480.0, 500.0, &["甲", "", ""]) + &spell(153.0, 486.0, "513,866");
    assert_told(&[page], &["甲|513,8 66|513,8 66"]);
}

#[test]
fn a_figure_on_two_lines_of_a_narrow_cell_is_one() {
    let narrow = |beside: &str| {
        row(&EDGES, 470.0, 500.0, &["甲", "", beside])
            + &show(155.0, 486.0, "1024")
            + &show(155.0, 475.0, "8")
    };
    assert_told(&[narrow("77")], &["甲|10248|77"]);
    // Nothing shows that the row is one.
    assert_told(&[narrow("")], &["甲|1024 8|"]);
    let wide = row(
        &[50.0, 150.0, 250.0, 280.0],
        470.0,
        500.0,
        &["甲", "", "77"],
    ) + &show(155.0, 486.0, "1024")
        + &show(155.0, 475.0, "8");
    assert_told(&[wide], &["甲|1024 8|77"]);
}

#[test]
fn tables_without_outer_sides_have_all_their_columns() {
    let mut page = String::new();
    for y in [440.0, 460.0, 480.0] {
        page += &format!("50 {y} 200 .5 re f\n");
    }
    page += "150 440 .5 40 re 200 440 .5 40 re f\n";
    for (y, texts) in [(446.0, ["丙", "1", "2"]), (466.0, ["项目", "甲", "乙"])] {
        for (x, text) in [60.0, 170.0, 220.0].into_iter().zip(texts) {
            page += &show(x, y, text);
        }
    }
    assert_told(&[page], &["项目|甲|乙/丙|1|2"]);
}

#[test]
fn a_frame_of_two_rectangles_is_four_rules() {
    let frame = |left: f64| {
        format!(
            "{left} 480 48 20 re {} 479 50 22 re f*\n{}",
            left - 1.0,
            show(left + 5.0, 486.0, "甲")
        )
    };
    assert_told(&[frame(50.0) + &frame(101.5)], &["甲|甲"]);
}

#[test]
fn marks_that_hang_over_the_edge_are_kept() {
    let page = "q 0 0 100 600 re W n\n".to_owned() + &show(80.5, 500.0, "甲》丙") + "Q\n";
    assert_told(&[page], &["甲》"]);
}

#[test]
fn pages_on_their_side_are_refused() {
    let upright = show(50.0, 450.0, "后文");
    for turn in ["0 1 -1 0 600 0", "0 -1 1 0 0 400", "-1 0 0 -1 400 600"] {
        let page = format!("{turn} cm\n{upright}");
        let fault = read(&file_in("UniGB-UCS2-H", &[page])).unwrap_err();
        assert!(fault.message.contains("侧着"), "{fault:?}");
    }
}

#[test]
fn words_across_a_page_are_no_text() {
    let page = show(50.0, 500.0, "正文在此")
        + &format!("q .7 .7 -.7 .7 100 300 cm {} Q\n", show(0.0, 0.0, "草稿"));
    assert_told(&[page], &["正文在此"]);
}

#[test]
fn lines_that_go_down_are_read_down() {
    let page = format!("BT /F 10 Tf 100 500 Td {} Tj ET\n", words("办理结果"));
    let published = read(&file_in("UniGB-UCS2-V", &[page])).unwrap();
    assert_eq!(told(&published).concat(), "办理结果");
}

#[test]
fn a_row_parted_from_its_name_by_the_page_is_one() {
    let first =
        row(&EDGES, 120.0, 140.0, &["甲", "1", "2"]) + &row(&EDGES, 100.0, 120.0, &["", "3", "4"]);
    let second =
        row(&EDGES, 520.0, 540.0, &["乙", "", ""]) + &row(&EDGES, 500.0, 520.0, &["丙", "5", "6"]);
    assert_told(&[first, second], &["甲|1|2/乙|3|4/丙|5|6"]);
}

#[test]
fn a_name_that_may_be_another_goes_on_with_a_doubt() {
    let first = row(&EDGES, 100.0, 120.0, &["许可", "1", "2"]);
    let second = row(&EDGES, 520.0, 540.0, &["处罚", "", ""])
        + &row(&EDGES, 500.0, 520.0, &["丙", "5", "6"]);
    let told = "许可处罚|（也许不全）1|（也许不全）2/丙|5|6";
    assert_told(&[first, second], &[told]);
}

#[test]
fn a_blank_row_below_a_page_end_stays_one() {
    let first = row(&EDGES, 120.0, 140.0, &["甲", "1", "2"]);
    let second = row(&EDGES, 520.0, 540.0, &["2.乙", "", ""])
        + &row(&EDGES, 500.0, 520.0, &["丙", "5", "6"]);
    assert_told(&[first, second], &["甲|1|2/2.乙||/丙|5|6"]);
}

#[test]
fn a_figure_that_goes_over_to_the_next_page_leaves_no_blank_cell() {
    let edges = [20.0, 120.0, 160.0, 260.0];
    let first = row(&edges, 300.0, 320.0, &["名称", "1", "2"])
        + &row(&edges, 280.0, 300.0, &["结果", "3", ""]);
    let second = row(&edges, 680.0, 700.0, &["", "", "4（含镇）"])
        + &row(&edges, 660.0, 680.0, &["其他", "5", "6"]);
    assert_told(
        &[first, second],
        &["名称|1|2/结果|（也许不全）3|（下一页）4（含镇）/其他|5|6"],
    );
}

#[test]
fn words_nobody_sees_are_said_to_be_doubtful() {
    let page = "BT 3 Tr ET\n".to_owned() + &show(50.0, 500.0, "识别的文字");
    let published = published(&[page]);
    assert_eq!(told(&published), ["识别的文字"]);
    assert!(
        published.cautions[0].contains("OCR"),
        "{:?}",
        published.cautions
    );
}

#[test]
fn words_in_a_font_that_is_not_there_are_counted() {
    let lost = show(50.0, 500.0, "甲乙丙").replace("/F ", "/G ");
    let fault = read(&file_in("UniGB-UCS2-H", &[lost + &show(50.0, 400.0, "丁")]));
    assert!(fault.unwrap_err().message.contains("字体"));
}

#[test]
fn a_figure_that_the_page_cuts_off_is_none() {
    assert_told(&[show(385.0, 500.0, "甲7")], &["甲7…"]);
    assert_told(&[show(385.0, 500.0, "甲712")], &["甲712"]);
}

#[test]
fn what_pages_repeat_is_left_out_but_no_sentence() {
    let page = |words: &str, number: usize| {
        show(50.0, 580.0, &format!("某局年报 {number}"))
            + &show(50.0, 300.0, "甲乙丙")
            + &show(50.0, 60.0, words)
    };
    let pages = [page("252条，增长88%。", 7), page("567条，增长66%。", 8)];
    assert_told(
        &pages,
        &["甲乙丙", "252条，增长88%。甲乙丙", "567条，增长66%。"],
    );
}
