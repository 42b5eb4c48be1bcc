//! Lines that end where those of the PDF do.

use super::*;

#[test]
fn a_long_title_is_broken_as_in_the_pdf() {
    let lines = |title: &str, agency: &str| {
        let mut document = document(Vec::new());
        document.title = title.to_owned();
        document.agency = agency.to_owned();
        let xml = part(&rendered(&document), "word/document.xml");
        let (head, _) = xml.split_once("</w:p>").unwrap();
        let broken = head.replace("<w:br/>", "<w:t>|</w:t>");
        let words = broken.replace("<w:t xml:space=\"preserve\">", "<w:t>");
        elements(&words, "w:t").concat()
    };
    let title = "沂源交警大队 2020年政府信息公开工作年度报告";
    assert_eq!(
        lines(title, "沂源大队"),
        "沂源交警大队|2020年政府信息公开工作年度报告"
    );
    let title = "某县档案馆2025年政府信息公开工作年度报告";
    assert_eq!(
        lines(title, "某县档案馆"),
        "某县档案馆|2025年政府信息公开工作年度报告"
    );
    assert_eq!(
        lines("某县档案馆2025年报告", "某县档案馆"),
        "某县档案馆2025年报告"
    );
}

#[test]
fn a_label_is_broken_as_in_the_pdf() {
    let heads = (0..15).map(|column| cell(column, 1, 1, CellKind::ColumnHead, "结果维持"));
    let figures = (0..15).map(|column| cell(column, 1, 1, CellKind::Figure, "0"));
    let row = |cells| Row {
        cells,
        keep_with_next: false,
    };
    let grid = Grid {
        summary: String::new(),
        columns: 15,
        header_rows: 1,
        rows: vec![row(heads.collect()), row(figures.collect())],
    };
    let xml = part(
        &rendered(&document(vec![Block::Table(grid)])),
        "word/document.xml",
    );
    assert_eq!(
        xml.matches(">结果</w:t></w:r><w:r><w:br/></w:r>").count(),
        15
    );
}

#[test]
fn words_that_announce_a_list_stay_with_it() {
    let list = Block::List {
        start: Some(1),
        items: vec![vec![Block::paragraph("甲")]],
    };
    let words = ["下面是：", "一项。", "如下："].map(Block::paragraph);
    let blocks = [words.as_slice(), &[list]].concat();
    let xml = part(&rendered(&document(blocks)), "word/document.xml");
    let kept = |words: &str| {
        let (before, _) = xml.split_once(words).unwrap();
        before[before.rfind("<w:p>").unwrap()..].contains("keepNext")
    };
    assert_eq!(
        ["下面是：", "一项。", "如下："].map(kept),
        [false, false, true]
    );
}

#[test]
fn a_wide_table_lies_on_a_page_of_its_own() {
    let wide = |columns| {
        let cells = |kind, words: &str| Row {
            cells: (0..columns)
                .map(|column| cell(column, 1, 1, kind, words))
                .collect(),
            keep_with_next: false,
        };
        Block::Table(Grid {
            summary: String::new(),
            columns,
            header_rows: 1,
            rows: vec![
                cells(CellKind::ColumnHead, "指标"),
                cells(CellKind::Text, "123456789"),
            ],
        })
    };
    let paragraph = || Block::Paragraph(words("文"));
    let sections = |blocks| {
        let xml = part(&rendered(&document(blocks)), "word/document.xml");
        let sections = elements(&xml, "w:sectPr");
        let turned = sections.iter().map(|section| section.contains("landscape"));
        turned.collect::<Vec<bool>>()
    };
    assert_eq!(sections(vec![paragraph(), wide(3), paragraph()]), [false]);
    // Two of them in a row lie in one section.
    assert_eq!(
        sections(vec![paragraph(), wide(14), wide(14), paragraph()]),
        [false, true, false]
    );
    assert_eq!(sections(vec![paragraph(), wide(14)]), [false, true]);
}
