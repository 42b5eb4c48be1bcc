//! Sheets of reports as they come: nought, blank, enormous, without last year.

use super::*;
use crate::{Templates, drawing::Words, html, pdf, sheet_of};
use base::source::Sources;
use document::{Block, Document};
use form::report::{self, Report};
use std::collections::BTreeMap;

/// A report whose sections of figures are stated.
fn report(year: u16, agency: &str, figures: &str) -> Report {
    let text = format!("年度: {year}\n机关: {{名称: {agency}, 类别: 部门}}\n{figures}");
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", &text);
    let (report, _) = report::read(&mut sources, file, &report::Alone);
    report.unwrap()
}

fn templates(plan: Option<&str>) -> Templates {
    let own = plan.map(|plan| ("sheet.yaml".to_owned(), plan.to_owned()));
    Templates::new(&own.into_iter().collect::<BTreeMap<_, _>>()).unwrap()
}

fn document(report: &Report, last: Option<&Report>) -> Document {
    sheet_of(report, last, &templates(None), false)
}

fn sheet(document: &Document) -> &Sheet {
    let [Block::Sheet(sheet)] = &document.blocks[..] else {
        panic!("{:?}", document.blocks);
    };
    sheet
}

/// All words on a sheet of a width, none of which may leave it.
fn words(sheet: &Sheet, width: f32) -> Vec<String> {
    let mut found = Vec::new();
    for drawing in lay_out(sheet, width) {
        for mark in &drawing.marks {
            let Shape::Words(Words {
                at: [x, y],
                anchor,
                size,
                words,
                ..
            }) = &mark.shape
            else {
                continue;
            };
            let long = ems(words) * size;
            let [left, right] = match anchor {
                Anchor::Start => [*x, x + long],
                Anchor::Middle => [x - long / 2.0, x + long / 2.0],
                Anchor::End => [x - long, *x],
            };
            assert!(
                left > -0.5 && right < width + 0.5,
                "{words}: {left} {right}"
            );
            assert!(
                *y > 0.0 && *y <= drawing.height && *size > 3.0,
                "{words} {size}"
            );
            found.push(words.clone());
        }
    }
    found
}

const NOUGHT: &str = "主动公开: 0\n申请: 0\n复议诉讼: 0\n";
const FIGURES: &str = "主动公开: 0
申请:
  新收: {自然人: 6, 其余: 0}
  上年结转: {自然人: 1, 其余: 0}
  办理结果:
    予以公开: {自然人: 5, 其余: 0}
    其余: 0
  结转下年度: {自然人: 2, 其余: 0}
复议诉讼: {行政复议: {结果维持: 1, 其余: 0}, 其余: 0}
";

#[test]
fn ribbons_are_as_wide_as_the_figures() {
    let report = report(2024, "某局", FIGURES);
    let document = document(&report, None);
    for width in [360.0, 442.0] {
        let drawings = lay_out(sheet(&document), width);
        let mut one = None;
        let mut ribbons = 0;
        for mark in drawings.iter().flat_map(|drawing| &drawing.marks) {
            let Shape::Ribbon { left, right, .. } = mark.shape else {
                continue;
            };
            let value: f32 = mark.shows.as_ref().unwrap().value.parse().unwrap();
            let one = *one.get_or_insert((left[1] - left[0]) / value);
            for end in [left, right] {
                assert!((end[1] - end[0] - one * value).abs() < 0.01);
            }
            ribbons += 1;
        }
        assert_eq!(ribbons, 4);
    }
}

#[test]
fn without_last_year_nothing_is_compared() {
    let this = report(2024, "某局", FIGURES);
    let alone = words(sheet(&document(&this, None)), 360.0);
    assert!(
        !alone.iter().any(|words| words.contains("上年 ")),
        "{alone:?}"
    );
    // Nor with a report of another year.
    let other = report(2022, "某局", FIGURES);
    assert_eq!(words(sheet(&document(&this, Some(&other))), 360.0), alone);
    let last = report(2023, "某局", FIGURES);
    let both = document(&this, Some(&last));
    let compared = words(sheet(&both), 360.0);
    assert!(compared.contains(&"上年 6".to_owned()), "{compared:?}");
    assert!(sheet(&both).note.contains("上年是2023年"));
}

#[test]
fn figures_end_in_one_line_whatever_stands_beside_them() {
    let [this, last] = [("6", 2024), ("1306", 2023)].map(|(count, year)| {
        let figures = FIGURES.replace("自然人: 6", &format!("自然人: {count}"));
        report(year, "某局", &figures)
    });
    let document = document(&this, Some(&last));
    let flow = &lay_out(sheet(&document), 442.0)[1];
    let ends = flow.marks.iter().filter_map(|mark| match &mark.shape {
        Shape::Words(Words {
            bold: true,
            anchor: Anchor::End,
            at: [x, _],
            ..
        }) => Some(*x as i32),
        _ => None,
    });
    let ends: std::collections::BTreeSet<i32> = ends.collect();
    // One line of what comes in, one of what becomes of it.
    assert_eq!(ends.len(), 2, "{ends:?}");
}

#[test]
fn a_sheet_is_made_no_smaller_than_it_must_be() {
    let figures = FIGURES.replace("自然人: 6", "自然人: 999999999999999999");
    let report = report(2024, "某局", &figures);
    let document = document(&report, None);
    for room in [380.0, 440.0, 500.0] {
        let (drawings, scale) = fitted(sheet(&document), [442.0, room]);
        let high: f32 = drawings.iter().map(|drawing| drawing.height).sum();
        assert!(
            high * scale <= room && high * scale > room * 0.88,
            "{high} {scale} {room}"
        );
    }
}

#[test]
fn a_flow_of_nothing_says_so() {
    let nought = report(2024, "某局", NOUGHT);
    let document = document(&nought, None);
    let told = words(sheet(&document), 360.0).concat();
    assert!(told.contains("没有要办理的申请"), "{told}");
    assert!(
        sheet(&document).panels[1]
            .alt()
            .contains("没有要办理的申请")
    );
    let blank = report(2024, "某局", "主动公开: ~\n申请: ~\n复议诉讼: ~\n");
    let document = self::document(&blank, None);
    let told = words(sheet(&document), 442.0).concat();
    assert!(told.contains("没有填写") && told.contains('—'), "{told}");
    assert!(sheet(&document).panels[0].alt().contains("留空"));
}

#[test]
fn enormous_figures_stand_in_full_on_one_page() {
    let figures = FIGURES
        .replace("自然人: 6", "自然人: 999999999999999999")
        .replace("自然人: 5", "自然人: 999999999999999998");
    let long = "某某".repeat(20);
    let [this, last] = [2024, 2023].map(|year| report(year, &long, &figures));
    let document = document(&this, Some(&last));
    for width in [360.0, 442.0, 560.0] {
        let told = words(sheet(&document), width);
        assert!(
            told.contains(&"99999999999999.9999万".to_owned()),
            "{told:?}"
        );
    }
    let bytes = pdf::render(&document, &pdf::Fonts::bundled()).unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    assert_eq!(file.get_pages().len(), 1);
}

#[test]
fn what_a_form_lacks_is_left_out_and_told() {
    let plan = include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/sheet.yaml"));
    let foreign = plan
        .replace("[主动公开.行政许可, ", "[")
        .replace("'#2b5786'", "'#112233'");
    let report = report(2024, "某局", FIGURES);
    let templates = templates(Some(&foreign));
    let document = sheet_of(&report, None, &templates, true);
    let shown = sheet(&document).panels[0].alt();
    assert!(!shown.contains("许可"), "{shown}");
    let note = &sheet(&document).note;
    let lacking = "这一年的格式没有「件行政许可决定」，没有画出";
    assert!(note.contains(lacking), "{note}");
    let page = html::sheet(&document, &templates).unwrap();
    assert!(page.contains("--chart: #112233") && page.contains("草稿"));
}

#[test]
fn both_editions_have_all_of_it() {
    for year in [2020, 2024] {
        let document = document(&report(year, "某局", NOUGHT), None);
        let sheet = sheet(&document);
        assert_eq!(
            (sheet.panels.len(), sheet.note.contains("没有画出")),
            (4, false)
        );
    }
}

#[test]
fn a_plan_with_a_mistake_is_told() {
    let plan = include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/sheet.yaml"));
    for (right, wrong, told) in [
        ("#2b5786", "blau", "颜色「blau」"),
        ("flow:", "fluss:", "sheet.yaml"),
        // It would be left out of every sheet.
        (
            "办理结果.予以公开",
            "办理结果.予以公幵",
            "「予以公开」的「申请.办理结果.予以公幵」不是格式里的一项",
        ),
        (
            "复议诉讼.行政复议",
            "复议诉讼.行政复议.结果维持",
            "不是格式里的有分项的一行",
        ),
    ] {
        let own = BTreeMap::from([("sheet.yaml".to_owned(), plan.replace(right, wrong))]);
        let fault = Templates::new(&own).err().unwrap().to_string();
        assert!(fault.contains(told), "{fault}");
    }
}
