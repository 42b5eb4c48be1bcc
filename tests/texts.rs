//! What the texts say of the tables, for any figures and any way to say it.

use crate::common::{Checked, files, read};
use nianbao::{
    base::diagnostic::json,
    form::edition::{Edition, Saying},
};
use proptest::{prelude::*, sample::Index};

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A saying of an edition with the section that it speaks of.
type Spoken = (&'static Edition, &'static Saying);

fn sayings() -> Vec<Spoken> {
    let of = |edition: &'static Edition| {
        let tables = edition.sections.iter().filter_map(|s| s.table.as_ref());
        let sayings = tables.flat_map(|table| &table.sayings);
        // Columns, rates and what goes without a verb need what was said before.
        let plain = |saying: &&Saying| !saying.weak && !saying.within && saying.over.is_empty();
        let plain = sayings.filter(plain);
        plain.map(move |saying| (edition, saying))
    };
    Edition::all().iter().flat_map(of).collect()
}

/// A sentence in which a saying counts something.
fn sentence(saying: &Saying, word: Index, number: &str) -> String {
    let first = |words: &[String]| words.first().cloned().unwrap_or_default();
    format!(
        "{}{}{}{number}{}。",
        first(&saying.context),
        first(&saying.verbs),
        word.get(&saying.words),
        saying.unit.as_deref().unwrap_or("件"),
    )
}

/// A consistent report of an edition: what was received and how it ended, column by column.
fn report(edition: &Edition, counts: [u16; 6], text: &str) -> String {
    let [made, permits, open, closed, carried, suits] = counts.map(u32::from);
    let before = open / 2;
    let new = open + closed + carried - before;
    let disclosure = match edition.to {
        None => format!(
            "  行政规范性文件: {{制发: {made}, 废止: 1, 现行有效: {}}}\n  行政许可: {permits}\n",
            made + permits
        ),
        Some(_) => format!(
            "  规范性文件: [{made}, 0, 0]\n  行政许可: {{上年项目: 0, 增减: 0, 处理决定: {permits}}}\n"
        ),
    };
    format!(
        "年度: {}
机关: {{名称: 某县档案馆, 类别: 部门}}
总体情况: 主动公开、依申请公开、政府信息管理、平台建设和监督保障。{text}
主动公开:
{disclosure}  其余: 0
申请:
  新收: {{自然人: {new}, 其余: 0}}
  上年结转: {{自然人: {before}, 其余: 0}}
  办理结果:
    予以公开: {{自然人: {open}, 其余: 0}}
    不予公开: {{国家秘密: {{自然人: {closed}, 其余: 0}}, 其余: 0}}
    其余: 0
  结转下年度: {{自然人: {carried}, 其余: 0}}
复议诉讼:
  行政复议: {{结果维持: {suits}, 其余: 0}}
  未经复议直接起诉: {{结果纠正: {suits}, 其余: 0}}
  复议后起诉: 0
问题及改进: 政策解读的形式不够多，个别信息发布偏晚。明年将逐项编写图解，把公开时限列入每月的工作清单，由办公室逐月核对。
其他事项: 没有收取信息处理费。
",
        edition.from
    )
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn references_never_contradict_the_tables(
        which in any::<Index>(),
        word in any::<Index>(),
        counts in proptest::array::uniform6(0_u16..2000),
    ) {
        let all = sayings();
        let (edition, saying) = *which.get(&all);
        // A reference is one figure: sums of several are written by hand.
        let Some([path]) = saying.any.first().map(Vec::as_slice) else {
            return Ok(());
        };
        let text = sentence(saying, word, &format!("{{{{{path}}}}}"));
        let checked = Checked::of(&report(edition, counts, &text));
        prop_assert_eq!(checked.told(), [], "{}", text);
    }

    #[test]
    fn a_wrong_number_in_a_text_is_found(
        which in any::<Index>(),
        word in any::<Index>(),
        counts in proptest::array::uniform6(0_u16..2000),
    ) {
        let all = sayings();
        let (edition, saying) = *which.get(&all);
        // More than any figure of the table.
        let wrong = 20_000 + u32::from(counts[0]);
        let text = sentence(saying, word, &wrong.to_string());
        let checked = Checked::of(&report(edition, counts, &text));
        let told = checked.rules_and_paths();
        prop_assert_eq!(told, ["narrative-figure 总体情况"], "{}", text);
        prop_assert_eq!(checked.findings[0].stated.as_deref(), Some(&*wrong.to_string()));
    }
}

#[test]
fn checking_against_any_other_year_is_deterministic() {
    let texts: Vec<String> = files("tests/fixtures", "yaml")
        .iter()
        .map(|path| read(path))
        .collect();
    for (text, previous) in texts.iter().zip(texts.iter().cycle().skip(7)) {
        // The year before, so that the other file is taken and compared.
        let previous = previous.replacen("年度: 2024", "年度: 2023", 1);
        let told = || {
            let checked = Checked::after("report.yaml", text, Some(&previous));
            json(&[checked.view("report.yaml")])
        };
        assert_eq!(told(), told());
    }
}

#[test]
fn footnotes_are_numbered_through_the_report() {
    use nianbao::{
        document::{Block, DRAFT_FINDINGS, Inline, compose, mark_as_draft, plain_text},
        write::{Templates, html, markdown},
    };
    let text = read(&crate::common::root("tests/pdf/features.yaml"));
    let checked = Checked::named("features.yaml", &text);
    let document = compose(checked.report());
    let notes: Vec<String> = document.notes().into_iter().map(plain_text).collect();
    assert_eq!(notes.len(), 3);
    assert!(
        notes[0].starts_with("按办结的数") && notes[2] == "不含外借的档案。",
        "{notes:?}"
    );
    // The same note twice has one number and is said once.
    let item = document.blocks.iter().find_map(|block| match block {
        Block::List { items, .. } => items.last(),
        _ => None,
    });
    let Some([Block::Paragraph(item)]) = item.map(Vec::as_slice) else {
        panic!("{item:?}")
    };
    let numbers = item.iter().filter_map(|inline| match inline {
        Inline::Note { number, content } => Some((*number, content.is_empty())),
        _ => None,
    });
    assert_eq!(numbers.collect::<Vec<_>>(), [(1, false), (1, true)]);
    let templates = Templates::new(&std::collections::BTreeMap::new()).unwrap();
    let page = html::page(&document, &templates).unwrap();
    assert_eq!(page.matches("href=\"#n1\"").count(), 2);
    assert_eq!(page.matches("id=\"m1\"").count(), 1);
    // Each is said behind its own mark, and before what is wrong with a draft.
    let mut draft = document.clone();
    mark_as_draft(&mut draft, &checked.sources, &[]);
    for page in [
        html::page(&draft, &templates).unwrap(),
        html::fragment(&draft, &templates).unwrap(),
    ] {
        let said = page.rfind('③').unwrap();
        assert!(page[said..].find("不含外借的档案").unwrap() < 20, "{page}");
        assert!(said < page.rfind(DRAFT_FINDINGS).unwrap());
    }
    let markdown = markdown::render(&document, &templates).unwrap();
    assert!(
        markdown.contains("甲[^3]") && markdown.contains("\n[^3]: 不含外借的档案。"),
        "{markdown}"
    );
}

#[test]
fn pictures_stand_alone_or_among_words() {
    use nianbao::document::{Block, Inline, compose, plain_text};
    let others = "  甲![流程](流程图.png)乙\n  ![流程](流程图.png)\n  丙。\n\n  ![大厅](流程图.png) ![窗口](流程图.png)\n\n  ![没有](没有.png)\n";
    let text = report(Edition::all().last().unwrap(), [4; 6], "");
    let (start, _) = text.rsplit_once("其他事项").unwrap();
    let checked = Checked::of(&format!("{start}其他事项: |\n{others}"));
    let document = compose(checked.report());
    let last = document
        .blocks
        .iter()
        .rposition(|b| matches!(b, Block::Heading { .. }));
    let shown = |block: &Block| match block {
        Block::Paragraph(content) => {
            let kinds = content.iter().map(|inline| match inline {
                Inline::Picture(image) => format!("[{}]", image.alt),
                inline => plain_text(std::slice::from_ref(inline)),
            });
            kinds.collect::<String>()
        }
        Block::Figure(figure) => figure.caption.as_ref().unwrap().to_string(),
        block => format!("{block:?}"),
    };
    let own = &document.blocks[last.unwrap() + 1..document.blocks.len() - 1];
    let shown: Vec<String> = own.iter().map(shown).collect();
    assert_eq!(
        shown,
        [
            "甲[流程]乙",
            "图1　流程",
            "丙。",
            "图2　大厅",
            "图3　窗口",
            "（图片：没有）"
        ]
    );
}
