//! What a Word file holds.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read},
};

use super::*;
use base::date::Date;
use document::{Blank, Block, Cell, CellKind, Figure, Form, Grid, Image, Inline, Row};
use form::fill::Particular;

mod breaks;
mod groups;
mod pictures;

fn words(text: &str) -> Vec<Inline> {
    vec![Inline::plain(text)]
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "某县档案馆2025年政府信息公开工作年度报告".to_owned(),
        agency: "某县档案馆".to_owned(),
        category: None,
        year: 2025,
        date: Date::new(2026, 1, 20),
        form: Form::default(),
        draft: false,
        blocks,
    }
}

fn cell(column: usize, colspan: usize, rowspan: usize, kind: CellKind, text: &str) -> Cell {
    Cell {
        column,
        colspan,
        rowspan,
        kind,
        content: words(text),
        note: None,
        path: String::new(),
        place: None,
        side: None,
        finding: None,
    }
}

/// A head over two rows, a label over two rows, a note beside a figure.
fn grid() -> Grid {
    use CellKind::{ColumnHead, Corner, Figure, RowHead};
    let mut noted = cell(2, 1, 1, Figure, "2");
    noted.note = Some("含开发区".to_owned());
    let row = |cells, keep_with_next| Row {
        cells,
        keep_with_next,
    };
    Grid {
        summary: "收到申请".to_owned(),
        columns: 4,
        header_rows: 2,
        rows: vec![
            row(
                vec![
                    cell(0, 2, 2, Corner, "（勾稽关系）"),
                    cell(2, 2, 1, ColumnHead, "申请人"),
                ],
                true,
            ),
            row(
                vec![
                    cell(2, 1, 1, ColumnHead, "个人"),
                    cell(3, 1, 1, ColumnHead, "单位"),
                ],
                true,
            ),
            row(
                vec![
                    cell(0, 1, 2, RowHead, "结果"),
                    cell(1, 1, 1, RowHead, "公开"),
                    cell(2, 1, 1, Figure, "1"),
                    cell(3, 1, 1, Figure, ""),
                ],
                false,
            ),
            row(
                vec![
                    cell(1, 1, 1, RowHead, "不公开"),
                    noted,
                    cell(3, 1, 1, Figure, "0"),
                ],
                false,
            ),
        ],
    }
}

fn picture(bytes: &[u8]) -> Image {
    Image {
        alt: "办理流程".to_owned(),
        target: "流程图.png".to_owned(),
        bytes: bytes.into(),
        place: None,
    }
}

const PNG: &[u8] = include_bytes!("../../../../tests/pdf/流程图.png");

/// Every kind of block.
fn everything() -> Document {
    let paragraph = |text: &str| Block::Paragraph(words(text));
    document(vec![
        Block::Heading {
            level: 2,
            content: words("一、总体情况"),
        },
        Block::Heading {
            level: 3,
            content: words("（一）主动公开"),
        },
        Block::Paragraph(vec![
            Inline::plain("公开<46>条，"),
            Inline::Strong(words("重点")),
            Inline::Emphasis(words("强调")),
            Inline::Link {
                url: "https://www.gov.cn/附件?a=1&b=2".to_owned(),
                content: words("网站"),
            },
            Inline::Break,
            Inline::plain("第二行\u{1}"),
        ]),
        Block::List {
            start: Some(3),
            items: vec![
                vec![
                    paragraph("第三项"),
                    Block::List {
                        start: None,
                        items: vec![vec![paragraph("子项")]],
                    },
                ],
                vec![paragraph("第四项"), paragraph("又一段")],
            ],
        },
        Block::Quote(vec![paragraph("引文")]),
        Block::Table(grid()),
        Block::Figure(Figure::of(picture(PNG))),
        Block::Divider,
        paragraph("最后一段"),
        Block::Signature {
            name: "某县档案馆".to_owned(),
            date: "2026年1月20日".to_owned(),
            seal: Default::default(),
        },
        Block::Blank(Blank::Guide("【填写提示：写一段。】".to_owned())),
        Block::Blank(Blank::Particulars(vec![
            particular("某县档案馆", Vec::new()),
            particular("", vec!["是", "否"]),
        ])),
        Block::Blank(Blank::Line),
    ])
}

fn particular(value: &str, choices: Vec<&'static str>) -> Particular {
    Particular {
        key: "机关",
        value: value.to_owned(),
        told: "全称".to_owned(),
        choices,
        needed: true,
    }
}

fn rendered(document: &Document) -> Vec<u8> {
    render(document, &Fonts::bundled()).unwrap()
}

/// A part of a file.
fn part(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn names(file: &[u8]) -> BTreeSet<String> {
    let zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    zip.file_names()
        .map(|name| name.unwrap().into_owned())
        .collect()
}

/// The values of an attribute, in order.
fn values<'a>(xml: &'a str, attribute: &str) -> Vec<&'a str> {
    let key = format!("{attribute}=\"");
    let found = xml.split(&key).skip(1);
    found.map(|rest| rest.split('"').next().unwrap()).collect()
}

/// The elements of a name, with what is in them.
fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    let found = xml.split(&start).skip(1);
    found.map(|rest| rest.split(&end).next().unwrap()).collect()
}

#[test]
fn every_block_has_its_place_in_the_text() {
    let text = part(&rendered(&everything()), "word/document.xml");
    let lines = text
        .replace("<w:p>", "\n<w:p>")
        .replace("<w:tr>", "\n<w:tr>");
    insta::assert_snapshot!(lines.replace("<w:sectPr>", "\n<w:sectPr>"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(rendered(&everything()), rendered(&everything()));
}

#[test]
fn everything_that_is_referred_to_is_there() {
    let mut draft = everything();
    draft.draft = true;
    for document in [everything(), draft] {
        let file = rendered(&document);
        let names = names(&file);
        let relations = part(&file, "word/_rels/document.xml.rels");
        let ids: BTreeSet<&str> = values(&relations, "Id").into_iter().collect();
        for entry in relations.split("<Relationship ").skip(2) {
            let target = values(entry, "Target")[0];
            let outside = entry.contains("TargetMode=\"External\"");
            assert!(
                outside || names.contains(&format!("word/{target}")),
                "{target}"
            );
        }
        let text = part(&file, "word/document.xml");
        for id in values(&text, "r:id")
            .iter()
            .chain(&values(&text, "r:embed"))
        {
            assert!(ids.contains(id), "{id}");
        }
        let types = part(&file, "[Content_Types].xml");
        for name in values(&types, "PartName") {
            assert!(names.contains(&name[1..]), "{name}");
        }
        assert_eq!(names.contains("word/header1.xml"), document.draft);
        assert_eq!(text.contains("w:headerReference"), document.draft);
    }
}

#[test]
fn a_line_before_an_address_is_not_stretched() {
    let ragged = |text: &str| {
        let file = rendered(&document(vec![Block::Paragraph(words(text))]));
        part(&file, "word/document.xml").contains(r#"<w:jc w:val="left"/>"#)
    };
    assert!(ragged("邮箱：xinxigongkai@zhangdian.gov.cn。"));
    assert!(!ragged("电话：0533-2182345，共1234567890件。"));
}

#[test]
fn every_style_and_numbering_in_use_is_declared() {
    let file = rendered(&everything());
    let text = part(&file, "word/document.xml");
    let styles = part(&file, "word/styles.xml");
    let declared: BTreeSet<&str> = values(&styles, "w:styleId").into_iter().collect();
    for kind in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
        for style in values(&text, &format!("<{kind} w:val")) {
            assert!(declared.contains(style), "{style}");
        }
    }
    let numbering = part(&file, "word/numbering.xml");
    let numbers = values(&numbering, "w:numId");
    for number in values(&text, "<w:numId w:val") {
        assert!(numbers.contains(&number), "{number}");
    }
    assert_eq!(values(&numbering, "<w:startOverride w:val"), ["3"]);
}

#[test]
fn rows_are_whole_and_do_not_split_and_heads_repeat() {
    let text = part(&rendered(&everything()), "word/document.xml");
    let (table, _) = text.split_once("</w:tbl>").unwrap();
    let rows = elements(table, "w:tr");
    assert_eq!(rows.len(), 4);
    for (number, row) in rows.iter().enumerate() {
        let columns: usize = elements(row, "w:tc")
            .iter()
            .map(|cell| {
                values(cell, "<w:gridSpan w:val")
                    .first()
                    .map_or(1, |n| n.parse().unwrap())
            })
            .sum();
        assert_eq!(columns, 4, "row {number}");
        assert!(row.contains("<w:cantSplit/>"), "row {number}");
        assert_eq!(row.contains("<w:tblHeader/>"), number < 2, "row {number}");
        assert_eq!(row.contains("<w:keepNext/>"), number < 3, "row {number}");
    }
    assert!(rows[2].contains("<w:vMerge w:val=\"restart\"/>"));
    assert!(rows[3].contains("<w:vMerge/>") && !rows[3].contains("结果"));
    assert!(rows[3].contains("（含开发区）"));
    let widths = values(elements(&text, "w:tblGrid")[0], "<w:gridCol w:w");
    let total: u32 = widths
        .iter()
        .map(|width| width.parse::<u32>().unwrap())
        .sum();
    assert_eq!(total, page::MEASURE);
}

#[test]
fn what_cannot_be_held_is_refused() {
    let fonts = Fonts::bundled();
    let broken = document(vec![Block::Figure(Figure::of(picture(b"GIF89a")))]);
    let error = render(&broken, &fonts).unwrap_err();
    assert_eq!(
        error.to_string(),
        "图片 流程图.png 不能使用：不是 PNG 或 JPEG 图片"
    );
    let cells = (0..64).map(|column| cell(column, 1, 1, CellKind::Text, "甲"));
    let wide = Grid {
        columns: 64,
        header_rows: 0,
        rows: vec![Row {
            cells: cells.collect(),
            keep_with_next: false,
        }],
        ..grid()
    };
    let error = render(&document(vec![Block::Table(wide)]), &fonts).unwrap_err();
    assert_eq!(error, Error::WideTable(64));
}

#[test]
fn a_file_says_what_it_is() {
    let file = rendered(&everything());
    let core = part(&file, "docProps/core.xml");
    assert!(core.contains("<dc:title>某县档案馆2025年政府信息公开工作年度报告</dc:title>"));
    assert!(core.contains("<dc:creator>某县档案馆</dc:creator>"));
    assert!(core.contains("<dc:language>zh-CN</dc:language>"));
    assert!(core.contains(">2026-01-20T00:00:00Z</dcterms:created>"));
}

#[test]
fn a_footnote_is_words_own() {
    let note = |content: &str| Inline::Note {
        number: 1,
        content: words(content),
    };
    let again = Inline::Note {
        number: 1,
        content: Vec::new(),
    };
    let paragraph = vec![Inline::plain("办结率"), note("按办结的数"), again];
    let file = render(
        &document(vec![Block::Paragraph(paragraph)]),
        &Fonts::bundled(),
    )
    .unwrap();
    let text = part(&file, "word/document.xml");
    assert_eq!(text.matches("<w:footnoteReference w:id=\"1\"/>").count(), 1);
    assert!(text.contains("<w:t>①</w:t>"), "{text}");
    assert!(part(&file, "word/styles.xml").contains("w:styleId=\"FootnoteText\""));
    assert!(part(&file, "word/footnotes.xml").contains("按办结的数"));
}
