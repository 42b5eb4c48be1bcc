//! Whole documents: what a reader of the file meets.

use super::*;
use base::{date::Date, source::Sources};
use document::{Block, Cell, CellKind, Figure, Grid, Image, Inline, Row};
use lopdf::Object;
use proptest::prelude::*;

pub(super) mod pictures;

fn report(blocks: Vec<Block>) -> Document {
    Document {
        title: "某某市统计局2024年政府信息公开工作年度报告".into(),
        agency: "某某市统计局".into(),
        year: 2024,
        date: Date::new(2025, 1, 10),
        blocks,
        ..Document::default()
    }
}

fn cell(column: usize, (rowspan, colspan): (usize, usize), kind: CellKind, text: &str) -> Cell {
    Cell {
        colspan,
        rowspan,
        ..Cell::new(kind, column, vec![Inline::plain(text)])
    }
}

/// A table like the form's largest: three columns of labels, seven of figures, thirty rows in
/// groups of five.
fn form() -> Grid {
    let figure = |row: usize, column: usize| {
        cell(
            column,
            (1, 1),
            CellKind::Figure,
            &(row * column).to_string(),
        )
    };
    let heads = [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ];
    let mut header = vec![cell(0, (1, 3), CellKind::Corner, "（本列数据的勾稽关系）")];
    let heads = (3..).zip(heads);
    header.extend(heads.map(|(at, head)| cell(at, (1, 1), CellKind::ColumnHead, head)));
    let mut rows = vec![Row {
        cells: header,
        keep_with_next: true,
    }];
    for row in 0..30 {
        let mut cells = Vec::new();
        if row == 0 {
            cells.push(cell(0, (30, 1), CellKind::RowHead, "三、本年度办理结果"));
        }
        if row % 5 == 0 {
            cells.push(cell(1, (5, 1), CellKind::RowHead, "（三）不予公开"));
        }
        let label = "5.要求行政机关确认或重新出具已获取信息";
        cells.push(cell(2, (1, 1), CellKind::RowHead, label));
        cells.extend((3..10).map(|column| figure(row, column)));
        rows.push(Row {
            cells,
            keep_with_next: false,
        });
    }
    Grid {
        summary: "申请情况".into(),
        columns: 10,
        header_rows: 1,
        rows,
    }
}

fn everything() -> Document {
    let link = Inline::Link {
        url: "https://www.gov.cn/政务".into(),
        content: vec![Inline::plain("政务")],
    };
    let mut document = report(vec![
        Block::heading(2, "一、总体情况"),
        Block::heading(4, "（一）跳级的标题"),
        Block::Paragraph(vec![
            Inline::plain("见"),
            Inline::Strong(vec![Inline::plain("重点")]),
            Inline::Emphasis(vec![Inline::plain("“强调”")]),
            link,
            Inline::Break,
            Inline::plain("。"),
        ]),
        Block::List {
            start: Some(1),
            items: vec![
                vec![Block::paragraph("第一项")],
                vec![Block::paragraph("第二项")],
            ],
        },
        Block::Quote(vec![Block::paragraph("引文")]),
        Block::Table(form()),
        Block::Divider,
        Block::heading(2, "二、其他"),
        Block::Signature {
            name: "某某市统计局".into(),
            date: "2025年1月10日".into(),
            seal: Default::default(),
        },
    ]);
    document.draft = true;
    document
}

fn rendered(document: &Document) -> lopdf::Document {
    let bytes = render(document, &Fonts::bundled()).unwrap();
    lopdf::Document::load_mem(&bytes).unwrap()
}

/// The structure as text, content left out: `Document(H1 P(Link))`.
fn outline_of(file: &lopdf::Document, element: &Object) -> String {
    let Ok(element) = file.dereference(element).unwrap().1.as_dict() else {
        return String::new();
    };
    let Ok(role) = element.get(b"S").and_then(Object::as_name) else {
        return String::new();
    };
    let kids = element.get(b"K").and_then(Object::as_array);
    let kids = kids.into_iter().flatten().map(|kid| outline_of(file, kid));
    let kids: Vec<String> = kids.filter(|kid| !kid.is_empty()).collect();
    let role = String::from_utf8_lossy(role);
    if kids.is_empty() {
        role.into_owned()
    } else {
        format!("{role}({})", kids.join(" "))
    }
}

fn structure(file: &lopdf::Document) -> String {
    let root = file.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let root = file.dereference(root).unwrap().1.as_dict().unwrap();
    outline_of(file, root.get(b"K").unwrap())
}

#[test]
fn the_structure_follows_the_document() {
    let mut document = everything();
    document
        .blocks
        .retain(|block| !matches!(block, Block::Table(_)));
    assert_eq!(
        structure(&rendered(&document)),
        "Document(H1 H2 H3 P(Link) L(LI(Lbl LBody(P)) LI(Lbl LBody(P))) BlockQuote(P) H2 P P)"
    );
}

#[test]
fn a_table_has_each_cell_once_however_many_pages_it_takes() {
    let file = rendered(&report(vec![Block::Table(form())]));
    assert!(file.get_pages().len() > 1);
    let structure = structure(&file);
    assert_eq!(structure.matches("TD").count(), 30 * 7);
    assert_eq!(structure.matches("TH").count() - 1, 8 + 30 + 6 + 1);
    assert_eq!(structure.matches("TR").count(), 31);
}

#[test]
fn equal_documents_make_equal_files() {
    let (document, fonts) = (everything(), Fonts::bundled());
    let first = render(&document, &fonts).unwrap();
    let second = std::thread::scope(|scope| {
        scope
            .spawn(|| render(&document, &fonts).unwrap())
            .join()
            .unwrap()
    });
    assert!(first == second);
}

#[test]
fn properties_come_from_the_document() {
    let file = rendered(&everything());
    let info = file.trailer.get(b"Info").unwrap();
    let info = file.dereference(info).unwrap().1.as_dict().unwrap();
    let date = info.get(b"CreationDate").unwrap().as_str().unwrap();
    assert_eq!(date, b"D:20250110000000+08'00'");
    let catalog = file.catalog().unwrap();
    assert_eq!(
        catalog.get(b"PageMode").unwrap().as_name().unwrap(),
        b"UseOutlines"
    );
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
}

#[test]
fn missing_characters_are_all_named_with_their_places() {
    let mut sources = Sources::new();
    let file = sources.add("a", "好😀😁");
    let text = document::Text {
        text: "好😀😁".into(),
        place: Some(Span::new(file, 0..11)),
    };
    let document = report(vec![Block::Paragraph(vec![Inline::Text(text)])]);
    let error = render(&document, &Fonts::bundled()).unwrap_err();
    let missing = |character, range| MissingGlyph {
        character,
        place: Some(Span::new(file, range)),
    };
    let all = vec![missing('😀', 3..7), missing('😁', 7..11)];
    assert_eq!(error, Error::MissingGlyphs(all));
    assert!(error.to_string().contains("U+1F600"));
}

#[test]
fn a_missing_character_in_a_table_is_named_once() {
    let mut grid = form();
    grid.rows[3].cells[0].content = vec![Inline::plain("😀")];
    let error = render(&report(vec![Block::Table(grid)]), &Fonts::bundled()).unwrap_err();
    assert!(matches!(error, Error::MissingGlyphs(missing) if missing.len() == 1));
}

#[test]
fn strange_documents_do_not_panic() {
    let mut nested = Block::paragraph("里");
    for _ in 0..12 {
        let list = Block::List {
            start: None,
            items: vec![vec![nested], vec![]],
        };
        nested = Block::Quote(vec![list]);
    }
    let grid = |columns, rows: Vec<Vec<Cell>>| {
        let row = |cells| Row {
            cells,
            keep_with_next: true,
        };
        Block::Table(Grid {
            summary: String::new(),
            columns,
            header_rows: 3,
            rows: rows.into_iter().map(row).collect(),
        })
    };
    let stray = cell(7, (9, 9), CellKind::Text, "外");
    let tall = cell(0, (1, 1), CellKind::Text, &"高".repeat(9000));
    let blocks = vec![
        nested,
        Block::heading(9, ""),
        Block::heading(9, "深"),
        Block::Paragraph(vec![]),
        Block::Paragraph(vec![Inline::Break, Inline::plain("  "), Inline::Break]),
        Block::List {
            start: Some(u64::MAX),
            items: vec![vec![], vec![]],
        },
        grid(0, vec![]),
        grid(3, vec![]),
        grid(2, vec![vec![stray]]),
        grid(2, vec![vec![tall], vec![]]),
        Block::paragraph(&"字".repeat(5000)),
        Block::paragraph(&"w".repeat(500)),
        Block::paragraph(&"，".repeat(200)),
        Block::paragraph(&"（".repeat(200)),
        Block::Signature {
            name: String::new(),
            date: String::new(),
            seal: Default::default(),
        },
    ];
    rendered(&report(blocks));
    let mut empty = report(vec![]);
    empty.title.clear();
    empty.agency.clear();
    empty.date = None;
    assert_eq!(rendered(&empty).get_pages().len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_is_set_or_refused(
        strange in "\\PC{0,60}",
        plain in "[政府信息公开a-z0-9，。；：（）《》“”—…/@. \n\t\u{200b}\u{3000}]{0,400}",
    ) {
        let _ = render(&report(vec![Block::paragraph(&strange)]), &Fonts::bundled());
        prop_assert!(render(&report(vec![Block::paragraph(&plain)]), &Fonts::bundled()).is_ok());
    }
}

/// The operators of a page that show text, fonts and places left out.
fn shown(file: &lopdf::Document, page: u32) -> Vec<String> {
    let content = file.get_page_content(file.get_pages()[&page]);
    let content = String::from_utf8(content).unwrap();
    let shows = |line: &&str| line.ends_with("TJ") || line.ends_with("EMC") && line.contains("Tj");
    content.lines().filter(shows).map(str::to_owned).collect()
}

#[test]
fn the_gap_beside_a_number_belongs_to_a_character() {
    let mut document = report(vec![Block::paragraph("共6件")]);
    document.title.clear();
    let shown = shown(&rendered(&document), 1);
    // 共 and 6 each carry a quarter em, so that no software reads a space there.
    assert_eq!(
        shown[0],
        "/Span <</ActualText <FEFF5171>>> BDC 3.929 Tc <0001> Tj 0 Tc EMC"
    );
    assert_eq!(
        shown[1],
        "/Span <</ActualText <FEFF0036>>> BDC 3.929 Tc <0002> Tj 0 Tc EMC"
    );
    assert_eq!(shown[2], "[<0003>] TJ");
}
