//! What Word files and PDFs hold, as this and other programs write them.

use crate::common::{Checked, files, read, root};
use nianbao::{
    document::{self, Block as Shown, Document, compose, plain_text},
    read::{
        docx, pdf as reader,
        published::{Block, Published, Role},
    },
    write::pdf,
};

fn squeezed(text: &str) -> String {
    let text = text.replace('−', "-");
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every block in a line: what it is, then its words or cells.
fn lines(published: &Published) -> Vec<String> {
    let line = |block: &Block| match block {
        Block::Paragraph(paragraph) => match &paragraph.role {
            Role::Body => paragraph.markdown.clone(),
            Role::Heading(level) => format!("h{level} {}", paragraph.text),
            Role::Item { depth, number } => {
                format!("item {depth} {number:?} {}", paragraph.markdown)
            }
            Role::Quote => format!("quote {}", paragraph.markdown),
        },
        Block::Table(table) => {
            let rows = table.rows.iter().map(|row| {
                let cells = row.iter().map(|cell| {
                    format!(
                        "{}[{}x{}]",
                        squeezed(&cell.text),
                        cell.row_span,
                        cell.column_span
                    )
                });
                cells.collect::<Vec<_>>().join(" ")
            });
            rows.collect::<Vec<_>>().join(" / ")
        }
    };
    published.blocks.iter().map(line).collect()
}

#[test]
fn other_programs_files_hold_what_was_written() {
    let expected = [
        "h1 某县档案馆年度报告",
        "h2 一、总体情况",
        "全年公开信息46条，其中机构信息6条、办事信息12条、工作信息28条，公开的信息都在县档案馆网站 Portal Home 栏目中，全年收到申请3件，都按期办理。",
        "没有上年的申请。",
        "h2 二、申请情况",
        "信息内容[2x2] 申请人[1x2] / 单位[1x1] 合计[1x1] / 一、全年收到[1x2] 1[1x1] 3[1x1] / \
         二、办理[3x1] 公开[1x1] 1[1x1] 2[1x1] / 不公开[1x1] 0[1x1] [1x1] / 其中：没有信息的[1x1] 1[1x2]",
        "申请都按期办理。",
        "h2 三、其他情况",
        "没有其他情况。",
    ];
    for (name, is_word) in [
        ("small-libreoffice.docx", true),
        ("small-libreoffice.pdf", false),
        ("small-chromium.pdf", false),
    ] {
        let bytes = std::fs::read(root(&format!("tests/import/{name}"))).unwrap();
        let published = match is_word {
            true => docx::read(&bytes),
            false => reader::read(&bytes),
        };
        let published = published.unwrap();
        assert_eq!(lines(&published), expected, "{name}");
        assert_eq!(
            published.title.as_deref(),
            Some("某县档案馆年度报告"),
            "{name}"
        );
        assert_eq!(published.remarks, [""; 0], "{name}");
    }
}

/// What a document shows, in the same lines.
fn shown(document: &Document) -> Vec<String> {
    let mut out = vec![format!("h1 {}", document.title)];
    for block in &document.blocks {
        show(block, "", &mut out);
    }
    out
}

fn show(block: &Shown, mark: &str, out: &mut Vec<String>) {
    match block {
        Shown::Heading { level, content } => out.push(format!("h{level} {}", plain_text(content))),
        Shown::Paragraph(content) => out.push(format!("{mark}{}", plain_text(content))),
        Shown::List { start, items } => {
            for (at, item) in (0..).zip(items) {
                let number = start.map(|start| start + at);
                for (place, block) in item.iter().enumerate() {
                    let mark = match place {
                        0 => format!("item 0 {number:?} "),
                        _ => String::new(),
                    };
                    show(block, &mark, out);
                }
            }
        }
        Shown::Quote(blocks) => blocks.iter().for_each(|block| show(block, "quote ", out)),
        Shown::Table(grid) => out.push(grid_line(grid)),
        Shown::Figure(_)
        | Shown::Chart(_)
        | Shown::Sheet(_)
        | Shown::Divider
        | Shown::NewPage
        | Shown::Blank(_) => {}
        Shown::Signature { name, date, .. } => out.extend([name.clone(), date.clone()]),
    }
}

fn grid_line(grid: &document::Grid) -> String {
    let rows = grid.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| {
            let note = cell.note.as_ref().map(|note| format!("（{note}）"));
            let text = squeezed(&(plain_text(&cell.content) + &note.unwrap_or_default()));
            format!("{text}[{}x{}]", cell.rowspan, cell.colspan)
        });
        cells.collect::<Vec<_>>().join(" ")
    });
    rows.collect::<Vec<_>>().join(" / ")
}

#[track_caller]
fn assert_same(document: &Document) {
    let bytes = pdf::render(document, &pdf::Fonts::bundled()).unwrap();
    let published = reader::read(&bytes).unwrap();
    let squeeze = |lines: Vec<String>| -> Vec<String> {
        let lines = lines.iter().map(|line| squeezed(line).replace('\\', ""));
        lines.filter(|line| !line.is_empty()).collect()
    };
    let (read, written) = (squeeze(lines(&published)), squeeze(shown(document)));
    for (read, written) in read.iter().zip(&written) {
        assert_eq!(read, written);
    }
    assert_eq!(read.len(), written.len());
}

#[test]
fn our_own_pdfs_are_read_without_loss() {
    for path in files("examples", "yaml") {
        let checked = Checked::of(&read(&path));
        assert_same(&compose(checked.report()));
    }
}

#[test]
fn lists_and_quotations_of_our_own_pdfs_come_back() {
    let text = read(&root("examples/minimal.yaml"));
    let marked = text.replace(
        "  信息发布前由业务股室初审、",
        "  1. 甲项\n  2. 乙项 [网站](https://example.gov.cn/)\n\n  - 丙项\n\n  > 引文\n\n  信息发布前由业务股室初审、",
    );
    assert_ne!(text, marked);
    let checked = Checked::of(&marked);
    let document = compose(checked.report());
    let bytes = pdf::render(&document, &pdf::Fonts::bundled()).unwrap();
    let found = lines(&reader::read(&bytes).unwrap());
    for line in [
        "item 0 Some(1) 甲项",
        "item 0 Some(2) 乙项 [网站](https://example.gov.cn/)",
        "item 0 None 丙项",
        "quote 引文",
    ] {
        assert!(
            found.iter().any(|found| found == line),
            "{line} in {found:#?}"
        );
    }
}

#[test]
fn drafts_hold_the_report_alone() {
    let text = read(&root("examples/minimal.yaml"));
    let checked = Checked::full("report.yaml", &text, None, true);
    let mut document = compose(checked.report());
    document.draft = true;
    assert_same(&document);
}

#[test]
fn what_is_no_readable_pdf_is_named() {
    let fault = |bytes: &[u8]| reader::read(bytes).unwrap_err().message;
    assert!(fault(b"").contains("损坏"));
    assert!(fault(b"%PDF-1.7\nhello").contains("损坏"));
    let mut file = lopdf::Document::with_version("1.7");
    let pages = file.new_object_id();
    let page = file.add_object(lopdf::dictionary! { "Type" => "Page", "Parent" => pages });
    let kids = vec![page.into()];
    let tree = lopdf::dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 };
    file.objects.insert(pages, tree.into());
    let catalog = file.add_object(lopdf::dictionary! { "Type" => "Catalog", "Pages" => pages });
    file.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    assert!(fault(&bytes).contains("没有文字层"));
}

#[test]
fn a_torn_file_is_refused_without_harm() {
    let whole = std::fs::read(root("tests/import/small-libreoffice.pdf")).unwrap();
    for part in [1, 2, 3, 5, 8, 13] {
        let _ = reader::read(&whole[..whole.len() * part / 14]);
    }
    let whole = std::fs::read(root("tests/import/small-libreoffice.docx")).unwrap();
    for part in [1, 2, 3, 5, 8, 13] {
        assert!(docx::read(&whole[..whole.len() * part / 14]).is_err());
    }
}

#[test]
fn the_words_below_a_picture_are_no_text() {
    use nianbao::{
        document::{Figure, Image, Inline},
        read,
        write::{Templates, docx, html, markdown},
    };
    let image = |name: &str| Image {
        alt: format!("{name}的说明"),
        target: format!("{name}.png"),
        bytes: std::fs::read(root("tests/pdf/流程图.png")).unwrap().into(),
        place: None,
    };
    let figure = |number, name| {
        let mut figure = Figure::of(image(name));
        figure.caption.as_mut().unwrap().number = number;
        Shown::Figure(figure)
    };
    let among = vec![
        Inline::plain("文字之前"),
        Inline::Picture(image("照片")),
        Inline::plain("文字之后，到这一段的末尾。"),
    ];
    let document = |numbers: [Option<usize>; 2]| Document {
        title: "某县档案馆2025年政府信息公开工作年度报告".to_owned(),
        agency: "某县档案馆".to_owned(),
        year: 2025,
        blocks: vec![
            Shown::heading(2, "一、总体情况"),
            Shown::paragraph("图的前面有一段文字。"),
            figure(numbers[0], "流程图"),
            Shown::Paragraph(among.clone()),
            figure(numbers[1], "大厅"),
            Shown::paragraph("图的后面有一段文字。"),
        ],
        ..Document::default()
    };
    let fonts = pdf::Fonts::bundled();
    let templates = Templates::new(&std::collections::BTreeMap::new()).unwrap();
    for document in [document([Some(1), Some(2)]), document([None; 2])] {
        let files = [
            ("a.pdf", pdf::render(&document, &fonts).unwrap()),
            ("a.docx", docx::render(&document, &fonts).unwrap()),
            ("a.html", html::page(&document, &templates).unwrap().into()),
            (
                "a.md",
                markdown::render(&document, &templates).unwrap().into(),
            ),
        ];
        for (name, bytes) in files {
            let published = read::read(name, &bytes).unwrap();
            let texts = published.blocks.iter().filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
                Block::Table(_) => None,
            });
            let texts = texts.filter(|text| !text.is_empty());
            let texts: Vec<&str> = texts.skip_while(|text| *text != "一、总体情况").collect();
            assert_eq!(
                texts,
                [
                    "一、总体情况",
                    "图的前面有一段文字。",
                    "文字之前文字之后，到这一段的末尾。",
                    "图的后面有一段文字。"
                ],
                "{name}"
            );
        }
    }
}
