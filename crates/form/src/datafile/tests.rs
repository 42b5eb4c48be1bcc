use proptest::{prelude::*, sample::select};

use super::*;
use crate::{
    edition::{Field, SlotId},
    report::{Alone, Figure, Report, read},
};
use base::{
    diagnostic::{Finding, Surface},
    number::{Kind, Number},
    source::Sources,
};

fn reread(text: &str) -> (Report, Vec<Finding>) {
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", text);
    let (report, findings) = read(&mut sources, file, &Alone);
    let told: Vec<_> = findings
        .iter()
        .map(|f| f.message.on(Surface::DataFile))
        .collect();
    (
        report.unwrap_or_else(|| panic!("{told:?}\n{text}")),
        findings,
    )
}

/// A file of 2024 in which every part is 0 and every total is left out.
fn noughts() -> DataFile {
    let edition = Edition::of_year(2024).unwrap();
    let mut file = DataFile::blank(edition, 2024);
    for (entry, slot) in file.entries.iter_mut().zip(&edition.slots) {
        if !slot.total {
            entry.figure = Figure::Stated(Number::ZERO);
        }
    }
    file
}

fn put(file: &mut DataFile, path: &str, figure: &str) {
    let slot = file.edition.find(path).unwrap_or_else(|| panic!("{path}"));
    file.entries[slot.0].figure = match figure {
        "~" => Figure::Blank,
        "" => Figure::Absent,
        figure => Figure::Stated(Number::parse(figure, file.edition.slot(slot).kind).unwrap()),
    };
}

fn remark(file: &mut DataFile, path: &str, words: &str) {
    let slot = file.edition.find(path).unwrap();
    file.entries[slot.0].remark = Some(words.to_owned());
}

#[test]
fn a_blank_file_asks_for_everything() {
    let edition = Edition::of_year(2025).unwrap();
    insta::assert_snapshot!(DataFile::blank(edition, 2025).write());
}

#[test]
fn a_file_is_short_aligned_and_keeps_every_remark() {
    let mut file = noughts();
    file.head = vec![
        "yaml-language-server: $schema=nianbao.schema.json".to_owned(),
        "照发布的原文录入。".to_owned(),
    ];
    file.agency.value = Some("某县: 档案馆".to_owned());
    file.category.value = Some(Category::Department);
    file.category.remark = None;
    file.date = Date::new(2025, 1, 10).into();
    file.title = Some(Remarked {
        value: "某县档案馆2024年报告".to_owned(),
        remark: Some("原文的标题，与规定的不同".to_owned()),
    });
    file.signature = Signature::None;
    file.previous = Some("2023.yaml".to_owned().into());
    file.preamble = Some(Text {
        passages: vec![(None, "按条例编制。\n".to_owned())],
        remark: Some("一行\n又一行".to_owned()),
    });
    file.texts[0] = Some(Text {
        passages: vec![
            (None, "  首行空两格。\n\n第二段。\n".to_owned()),
            (
                Some("（一）主动公开".to_owned()),
                "公开 3 条。\n".to_owned(),
            ),
            (Some("（二）其他: 甲".to_owned()), "没有".to_owned()),
        ],
        remark: None,
    });
    for section in [4, 5] {
        file.texts[section] = Some(Text {
            passages: vec![(None, "无。\n".to_owned())],
            remark: None,
        });
    }
    file.remarks = vec![("申请".to_owned(), "原文的表缺一行。".to_owned())];
    let cells = [
        ("主动公开.规章.制发", "12"),
        ("主动公开.行政规范性文件.现行有效", "~"),
        ("主动公开.行政事业性收费", "76.786078"),
        ("主动公开.行政许可", "1964904"),
        ("申请.新收.自然人", "6"),
        ("申请.新收.总计", "6"),
        ("申请.上年结转.自然人", ""),
        ("申请.办理结果.予以公开.自然人", "3"),
        ("申请.办理结果.予以公开.总计", "3"),
        ("申请.办理结果.不予公开.行政执法案卷.自然人", "1"),
        ("申请.办理结果.无法提供.另行制作.其他", "2"),
        ("申请.办理结果.总计.总计", "6"),
        ("复议诉讼.行政复议.结果维持", "1"),
    ];
    for (path, figure) in cells {
        put(&mut file, path, figure);
    }
    for row in ["逾期不补正", "逾期不缴费"] {
        let field = file.edition.field(&format!("申请.办理结果.其他处理.{row}"));
        for slot in field.unwrap().slots() {
            file.entries[slot.0].figure = Figure::Blank;
            file.entries[slot.0].remark = Some("整行空着".to_owned());
        }
    }
    let slot = file.edition.find("主动公开.行政许可").unwrap();
    file.entries[slot.0].note = Some("含经开区、{乙}".to_owned());
    remark(&mut file, "申请.新收.科研机构", "原文是「０」");
    remark(&mut file, "申请.办理结果.予以公开.总计", "原文如此");
    remark(&mut file, "申请.办理结果.予以公开.自然人", "看不清，像是 3");
    file.waivers = vec![Waived {
        rule: "blank-cell".to_owned(),
        path: Some("申请".to_owned()),
        reason: "旧系统: 空".to_owned(),
    }];
    file.tail = vec!["完".to_owned()];
    let text = file.write();
    insta::assert_snapshot!(text);
    let (report, findings) = reread(&text);
    assert_same(&file, &report, &text);
    // The one cell that nobody has filled in.
    let told: Vec<_> = findings
        .iter()
        .map(|f| (f.rule.code, &*f.subject.path))
        .collect();
    assert_eq!(told, [("missing-key", "申请.上年结转.自然人")]);
}

#[test]
fn an_example_is_written_as_it_stands_but_for_comments() {
    for name in [
        "minimal",
        "zhangdian-transport-2020",
        "yiyuan-traffic-police-2020",
        "zhangdian-traffic-police-2024",
    ] {
        let path = format!("{}/../../examples/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let (report, _) = reread(&text);
        let written = DataFile::of(&report).write();
        let bare = |text: &str| -> Vec<String> {
            let lines = text.lines().map(|line| match line.split_once("  # ") {
                Some((line, _)) => line.to_owned(),
                None => line.to_owned(),
            });
            lines
                .filter(|l| !l.starts_with('#') && !l.is_empty())
                .collect()
        };
        let (stated, written) = (bare(&text), bare(&written));
        for (stated, written) in stated.iter().zip(&written) {
            // The example shows that a row may be written out in full.
            if !stated.contains("{制发: 0, 废止: 0, 现行有效: 0}") {
                assert_eq!(stated, written, "{name}");
            }
        }
        assert_eq!(stated.len(), written.len(), "{name}");
    }
}

/// A file that a failing test shows as it is written.
#[derive(Clone)]
struct Sample(DataFile);

impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0.write())
    }
}

/// A file whose words and figures are whatever is hardest to write.
fn hostile() -> impl Strategy<Value = Sample> {
    const WORDS: &str = "[ \t\n\r\u{0}\u{7}\u{85}\u{a0}\u{2028}\u{feff}#:{}|>&*!%@`'\"\\\\\\[\\],?a-c0-9~.一二（-]{0,16}";
    let words = || {
        prop_oneof![
            3 => WORDS.prop_map(String::from),
            1 => any::<String>(),
            1 => select(vec!["文件", "引言", "其余", "null", "~", "2024", "甲: 乙", "---"]).prop_map(str::to_owned),
        ]
    };
    let passage = (proptest::option::of(words()), words());
    let text = proptest::collection::vec(passage, 1..4).prop_map(|passages| Text {
        passages,
        remark: None,
    });
    let figure = prop_oneof![
        4 => Just(Some(0_u64)),
        2 => Just(None),
        2 => (0..3_000_000_u64).prop_map(Some),
    ];
    // Rows are mostly alike.
    let row = (figure, 0..8_usize);
    let cell = (
        proptest::option::weighted(0.1, words()),
        proptest::option::weighted(0.1, words()),
    );
    (
        (0..Edition::all().len()).prop_map(|at| &Edition::all()[at]),
        proptest::collection::vec(row, 10..80),
        proptest::collection::vec(cell, 10..80),
        any::<bool>(),
        (words(), words(), words(), proptest::option::of(words())),
        proptest::collection::vec(proptest::option::of(text), 7),
    )
        .prop_map(
            |(edition, rows, cells, totals, (name, title, tail, head), texts)| {
                let mut file = DataFile::blank(edition, edition.from);
                let mut row = 0;
                for (index, slot) in edition.slots.iter().enumerate() {
                    let (figure, length) = rows[row % rows.len()];
                    row += usize::from(index % (length + 1) == 0);
                    let (note, remark) = cells[index % cells.len()].clone();
                    let figure = match (figure, slot.kind) {
                        (None, _) => Figure::Blank,
                        (Some(0), _) => Figure::Stated(Number::ZERO),
                        (Some(n), Kind::Count) => Figure::Stated(Number::whole(n.into())),
                        (Some(n), Kind::Change) => {
                            let text = format!("{}{n}", ["+", "-"][usize::from(n % 2 == 0)]);
                            Figure::Stated(Number::parse(&text, Kind::Change).unwrap())
                        }
                        (Some(n), Kind::Amount) => {
                            Figure::Stated(Number::parse(&format!("{n}.50"), Kind::Amount).unwrap())
                        }
                    };
                    file.entries[index] = Entry {
                        figure: match slot.total && !totals {
                            true => Figure::Absent,
                            false => figure,
                        },
                        note: note.filter(|_| !slot.total || totals),
                        remark,
                    };
                }
                file.agency.value = Some(name);
                file.title = Some(title.into());
                file.tail = vec![tail];
                file.head = head.into_iter().collect();
                file.preamble = texts.last().cloned().flatten();
                for (text, known) in texts.into_iter().zip(&mut file.texts) {
                    if known.is_some() {
                        *known = text;
                    }
                }
                Sample(file)
            },
        )
}

fn assert_same(file: &DataFile, report: &Report, text: &str) {
    for (index, entry) in file.entries.iter().enumerate() {
        let slot = SlotId(index);
        let path = &file.edition.slot(slot).path;
        let figure = &report.cell(slot).figure;
        match &entry.figure {
            Figure::Stated(number) | Figure::Covered(number) => assert_eq!(
                figure.number().map(|n| n.to_string()),
                Some(number.to_string()),
                "{path}\n{text}"
            ),
            Figure::Blank | Figure::Unread(_) => {
                assert_eq!(*figure, Figure::Blank, "{path}\n{text}")
            }
            // A remark keeps a total from being left out.
            Figure::Absent => assert!(
                *figure == Figure::Absent || report.value(slot) == report.computed(slot),
                "{path}\n{text}"
            ),
        }
        let note = report
            .cell(slot)
            .note
            .as_ref()
            .map(|note| note.text.clone());
        let stated = entry.note.as_deref().map(rows::single_line);
        assert_eq!(
            note,
            stated.filter(|note| !note.is_empty()),
            "{path}\n{text}"
        );
    }
}

/// The passages that a reader finds: those without a word are found fault with.
fn passages(stated: &[(Option<String>, String)]) -> Vec<(Option<String>, String)> {
    let said = stated.iter().filter(|(_, words)| !words.trim().is_empty());
    said.cloned().collect()
}

fn read_passages(prose: Option<&crate::report::Prose>) -> Vec<(Option<String>, String)> {
    let passages = prose.map_or(&[][..], |prose| &prose.passages).iter();
    passages
        .map(|passage| {
            (
                passage.heading.as_ref().map(|h| h.text.clone()),
                passage.text.clone(),
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_read_back(Sample(file) in hostile()) {
        let text = file.write();
        let (report, findings) = reread(&text);
        assert_same(&file, &report, &text);
        let name = rows::single_line(file.agency.value.as_deref().unwrap_or_default());
        prop_assert_eq!(&report.agency.text, &name);
        let title = rows::single_line(&file.title.as_ref().unwrap().value);
        prop_assert_eq!(report.title.map(|t| t.text).unwrap_or_default(), title);
        for (stated, read) in file.texts.iter().zip(&report.texts) {
            let stated = whole::seen_passages(&stated.clone().unwrap_or_default());
            let read = read_passages(read.as_ref());
            let read_words: String = read.iter().map(|(_, words)| &**words).collect();
            match whole::is_map(&stated) || matches!(&stated[..], [] | [(None, _)]) {
                true => prop_assert_eq!(read, passages(&stated), "{}", text),
                // Written as one text: no word is lost.
                false => for (_, words) in passages(&stated) {
                    prop_assert!(read_words.contains(words.trim_end_matches('\n')), "{}", text);
                },
            }
        }
        for finding in findings {
            let code = finding.rule.code;
            prop_assert!(["empty-section", "missing-key"].contains(&code), "{}: {}\n{}", code, finding.message.on(Surface::DataFile), text);
            if code == "missing-key" {
                let unnamed = finding.subject.path == "机关.名称" || finding.subject.path == "标题";
                let unfilled = ["机关.类别", "日期"].contains(&&*finding.subject.path);
                prop_assert!(unnamed || unfilled, "{}\n{}", finding.message.on(Surface::DataFile), text);
            }
        }
        // What was read is written the same way again.
        let again = DataFile::of(&reread(&text).0);
        let second = again.write();
        prop_assert_eq!(DataFile::of(&reread(&second).0).write(), second);
    }
}

#[test]
fn every_row_of_every_form_is_written_once() {
    for edition in Edition::all() {
        let text = DataFile::blank(edition, edition.from).write();
        let (_, findings) = reread(&text);
        let missing = findings
            .iter()
            .filter(|f| f.message.on(Surface::DataFile).contains("没有填写"));
        let rows: usize = edition
            .sections
            .iter()
            .filter_map(|s| s.table.as_ref())
            .flat_map(|table| &table.fields)
            .map(rows)
            .sum();
        // And the agency's name, its category, and the date.
        assert_eq!(missing.count(), rows + 3, "{text}");
    }
}

fn rows(field: &Field) -> usize {
    match (&field.body, field.line()) {
        _ if field.total => 0,
        (crate::edition::Body::Group(below), None) => below.iter().map(rows).sum(),
        _ => 1,
    }
}
