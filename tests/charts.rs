//! Charts: every mark is a cell of the form, in whatever format, and reading a product again
//! takes none of them for a figure or for words.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use crate::common::{Checked, desk::Desk, read, root};
use lopdf::{Object, content::Content};
use nianbao::{
    base::number::Number,
    document::{Block, Chart, ChartKind, Document, compose},
    form::report::Report,
    read::ImportOptions,
    write::{Templates, chart, docx, drawing::Shape, html, markdown, pdf},
};
use roxmltree::Node;
use zip::ZipArchive;

/// The report with six charts, and last year's.
fn reports() -> (Checked, Checked) {
    let text = |name: &str| read(&root(&format!("tests/charts/{name}.yaml")));
    let last = text("2023");
    let this = Checked::after("2024.yaml", &text("2024"), Some(&last));
    (this, Checked::named("2023.yaml", &last))
}

fn document() -> (Document, [Report; 2]) {
    let (this, last) = reports();
    let blocked: Vec<_> = this
        .findings
        .iter()
        .filter(|finding| finding.blocks())
        .collect();
    assert!(blocked.is_empty(), "{blocked:?}");
    let document = compose(this.report());
    (document, [this.report().clone(), last.report().clone()])
}

fn charts(document: &Document) -> Vec<&Chart> {
    let blocks = document.blocks.iter();
    let charts: Vec<&Chart> = blocks
        .filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        })
        .collect();
    assert_eq!(charts.len(), 6);
    charts
}

/// What the cell of a year counts as; nothing for one that is blank.
fn cell(reports: &[Report], year: u16, path: &str) -> Option<String> {
    let report = reports.iter().find(|report| report.year == year).unwrap();
    let cells = report.edition.field(path).unwrap().totals().unwrap();
    let printed: Vec<String> = cells.iter().map(|slot| report.printed(*slot)).collect();
    if printed.iter().any(String::is_empty) {
        return None;
    }
    report.number(path).map(|number| number.to_string())
}

#[test]
fn the_kinds_are_what_was_asked_for_or_what_the_data_needs() {
    let (document, _) = document();
    let kinds = charts(&document).into_iter().map(|chart| chart.kind);
    let expected = [
        ChartKind::Parts,
        ChartKind::Bars,
        ChartKind::Lines,
        ChartKind::Bars,
        ChartKind::Bars,
        ChartKind::Bars,
    ];
    assert_eq!(kinds.collect::<Vec<_>>(), expected);
}

#[test]
fn every_mark_of_a_page_is_its_cell() {
    let (document, reports) = document();
    let page = html::page(&document, &Templates::new(&BTreeMap::new()).unwrap()).unwrap();
    let mut marks = 0;
    let mut drawn = 0;
    for part in page.split("<svg ").skip(1).take(charts(&document).len()) {
        let (svg, _) = part.split_once("</svg>").unwrap();
        let svg = format!("<svg {svg}</svg>");
        let tree = roxmltree::Document::parse(&svg).unwrap();
        drawn += 1;
        assert_eq!(tree.root_element().attribute("role"), Some("img"));
        let mut one: Option<f64> = None;
        for mark in tree
            .descendants()
            .filter(|node| node.has_attribute("data-path"))
        {
            let path = mark.attribute("data-path").unwrap();
            let value = mark.attribute("data-value").unwrap();
            if let Some(year) = mark.attribute("data-year") {
                let cell = cell(&reports, year.parse().unwrap(), path);
                assert_eq!(value, cell.unwrap_or_default(), "{path} {year}");
            }
            marks += 1;
            // Lengths are as the figures are.
            if mark.has_tag_name("rect") && value != "0" {
                let length: f64 = mark.attribute("width").unwrap().parse().unwrap();
                let figure = value.parse::<f64>().unwrap().abs();
                let one = *one.get_or_insert(length / figure);
                // Lengths are written in hundredths of a point.
                let error = (length - one * figure).abs();
                assert!(error < 0.3, "{path} {value}: {length} is not {one} each");
            }
        }
    }
    assert_eq!((drawn, marks > 40), (6, true), "{marks}");
}

#[test]
fn a_pdf_has_a_figure_with_its_words_and_bars_as_long_as_the_figures() {
    let (document, _) = document();
    let fonts = pdf::Fonts::bundled();
    let bytes = pdf::render(&document, &fonts).unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let mut told = Vec::new();
    for object in file.objects.values() {
        let Object::Dictionary(element) = object else {
            continue;
        };
        let role = element.get(b"S").and_then(Object::as_name);
        if role.is_ok_and(|role| role == b"Figure") {
            let alt = element.get(b"Alt").unwrap().as_str().unwrap();
            let units = alt[2..]
                .chunks(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            told.push(String::from_utf16(&units.collect::<Vec<_>>()).unwrap());
        }
    }
    let charts = charts(&document);
    let mut expected: Vec<String> = charts.iter().map(|chart| chart.alt()).collect();
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
    let drawn: Vec<Vec<f64>> = file
        .get_pages()
        .values()
        .flat_map(|page| bars(&file, *page))
        .collect();
    assert_eq!(drawn.len(), 6);
    for (chart, widths) in charts.iter().zip(drawn) {
        if chart.kind != ChartKind::Bars {
            continue;
        }
        // Label by label, as they stand on the page.
        let rows = 0..chart.labels.len();
        let figures = rows.flat_map(|row| chart.series.iter().map(move |s| &s.values[row]));
        let figures: Vec<f64> = figures
            .filter_map(|value| Some(value.millionths()?.unsigned_abs() as f64))
            .collect();
        assert_eq!(figures.len(), widths.len());
        let (sum, whole) = (figures.iter().sum::<f64>(), widths.iter().sum::<f64>());
        for (figure, width) in figures.iter().zip(&widths) {
            assert!(
                (figure / sum * whole - width).abs() < 0.02,
                "{}",
                chart.title
            );
        }
    }
}

/// The widths of the bars of every chart on a page.
fn bars(file: &lopdf::Document, page: lopdf::ObjectId) -> Vec<Vec<f64>> {
    let content = Content::decode(&file.get_page_content(page)).unwrap();
    let mut found: Vec<Vec<f64>> = Vec::new();
    let mut depth = 0;
    for operation in content.operations {
        match operation.operator.as_str() {
            "BDC" if depth > 0 => depth += 1,
            "BDC" if operation.operands[0].as_name().unwrap() == b"Chart" => {
                depth = 1;
                found.push(Vec::new());
            }
            "EMC" if depth > 0 => depth -= 1,
            "re" if depth > 0 => {
                let width = operation.operands[2].as_float().unwrap();
                found.last_mut().unwrap().push(f64::from(width));
            }
            _ => {}
        }
    }
    found
}

fn part(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = Vec::new();
    let mut part = zip
        .by_name(name)
        .unwrap_or_else(|_| panic!("{name} is there"));
    part.read_to_end(&mut out).unwrap();
    out
}

#[test]
fn a_word_file_has_the_same_drawings_with_their_words() {
    let (document, _) = document();
    let bytes = docx::render(&document, &pdf::Fonts::bundled()).unwrap();
    assert_eq!(
        bytes,
        docx::render(&document, &pdf::Fonts::bundled()).unwrap()
    );
    let text = String::from_utf8(part(&bytes, "word/document.xml")).unwrap();
    let tree = roxmltree::Document::parse(&text).unwrap();
    let named = |name: &'static str| move |node: &Node<'_, '_>| node.tag_name().name() == name;
    let groups: Vec<Node<'_, '_>> = tree.descendants().filter(named("inline")).collect();
    assert_eq!(groups.len(), 6);
    for (chart, group) in charts(&document).into_iter().zip(groups) {
        let about = group.descendants().find(named("docPr")).unwrap();
        assert_eq!(about.attribute("descr"), Some(&*chart.alt()));
        let drawing = chart::lay_out(chart, 442.25);
        let shapes = group.descendants().filter(named("wsp"));
        assert_eq!(shapes.count(), drawing.marks.len(), "{}", chart.title);
        let words = group.descendants().filter(named("t"));
        let words: Vec<&str> = words.filter_map(|node| node.text()).collect();
        let drawn = drawing.marks.iter().filter_map(|mark| match &mark.shape {
            Shape::Words(own) => Some(&*own.words),
            _ => None,
        });
        assert_eq!(words, drawn.collect::<Vec<_>>(), "{}", chart.title);
    }
}

#[test]
fn markdown_has_a_table() {
    let (document, _) = document();
    let text = markdown::render(&document, &Templates::new(&BTreeMap::new()).unwrap()).unwrap();
    assert!(
        text.contains(
            "| 申请·新收 | 数量（件） | 占比 |\n| --- | --: | --: |\n| 自然人 | 31 | 66% |\n"
        ),
        "{text}"
    );
    assert!(text.contains("| 其他处理 | — | 3 |\n"), "{text}");
}

#[test]
fn a_product_is_read_again_without_its_charts() {
    let (document, _) = document();
    let templates = Templates::new(&BTreeMap::new()).unwrap();
    let fonts = pdf::Fonts::bundled();
    let mut plain = document.clone();
    plain
        .blocks
        .retain(|block| !matches!(block, Block::Chart(_)));
    let products = |document: &Document| {
        [
            (
                "年报.html",
                html::page(document, &templates).unwrap().into_bytes(),
            ),
            ("年报.docx", docx::render(document, &fonts).unwrap()),
            ("年报.pdf", pdf::render(document, &fonts).unwrap()),
            (
                "年报.md",
                markdown::render(document, &templates).unwrap().into_bytes(),
            ),
        ]
    };
    for ((name, with), (_, without)) in products(&document).into_iter().zip(products(&plain)) {
        let read = |bytes: &[u8]| {
            crate::common::imported_with(name, bytes, &ImportOptions::default()).unwrap()
        };
        let (with, without) = (read(&with).file.write(), read(&without).file.write());
        assert_eq!(with, without, "{name}");
    }
}

#[test]
fn more_bars_than_a_page_holds_go_on_overleaf_on_the_same_scale() {
    let (document, _) = document();
    let mut chart = charts(&document)[4].clone();
    chart.labels = (1..=60)
        .map(|at| format!("第{at}个机关的名称比较长"))
        .collect();
    let value = chart.series[0].values[0].clone();
    chart.series[0].values = (1..=60)
        .map(|at| nianbao::document::Value {
            number: Some(Number::whole(at)),
            ..value.clone()
        })
        .collect();
    let whole = chart::lay_out(&chart, 442.0);
    assert!(whole.height > 1200.0);
    let pages = chart::pages(&chart, 442.0, 620.0);
    assert!(pages.len() > 1 && pages.iter().all(|(_, drawing)| drawing.height <= 620.0));
    let labels: usize = pages.iter().map(|(part, _)| part.labels.len()).sum();
    assert_eq!(labels, 60);
    let bars = pages.iter().flat_map(|(_, drawing)| &drawing.marks);
    let lengths: Vec<f32> = bars
        .filter_map(|mark| match mark.shape {
            Shape::Rectangle { size, .. } => Some(size[0]),
            _ => None,
        })
        .collect();
    assert!((lengths[59] / lengths[0] - 60.0).abs() < 0.1, "{lengths:?}");
    let document = Document {
        blocks: vec![Block::Chart(chart)],
        title: "图".to_owned(),
        ..Document::default()
    };
    assert!(pdf::render(&document, &pdf::Fonts::bundled()).is_ok());
}

#[test]
fn years_are_followed_from_file_to_file() {
    let desk = Desk::new();
    let text = |name: &str| read(&root(&format!("tests/charts/{name}.yaml")));
    desk.put(
        "2024.yaml",
        text("2024").replacen("年度: 2\n", "年度: 3\n", 2),
    );
    desk.put(
        "2023.yaml",
        format!("上年: 往年/2022.yaml\n{}", text("2023")),
    );
    std::fs::create_dir(desk.path("往年")).unwrap();
    let older = text("2023")
        .replace("年度: 2023", "年度: 2022")
        .replace("2024-01-15", "2023-01-15");
    desk.put("往年/2022.yaml", older);
    desk.run(&["build", "2024.yaml", "--to", "html"]).ends(0);
    let page = desk.text("2024.html");
    for year in ["2022", "2023", "2024"] {
        assert!(page.contains(&format!("data-year=\"{year}\"")), "{year}");
    }
    std::fs::remove_file(desk.path("往年/2022.yaml")).unwrap();
    let run = desk.run(&["check", "2024.yaml"]);
    assert!(
        run.told()
            .contains("要画 3 年，只找到 2 年的数据文件，最早是 2023 年")
    );
}

#[test]
fn nobody_reads_the_marks_of_charts() {
    let desk = Desk::new();
    for name in ["2023.yaml", "2024.yaml"] {
        desk.put(name, read(&root(&format!("tests/charts/{name}"))));
    }
    for arguments in [
        &["diff", "2023.yaml", "2024.yaml", "--to", "html"][..],
        &["diff", "2023.yaml", "2024.yaml", "--to", "json"],
    ] {
        let told = desk.run(arguments).out;
        assert!(told.contains("总体情况") && !told.contains("![]"), "{told}");
    }
}
