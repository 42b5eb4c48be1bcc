//! What an editor is told of a data file: `▮` marks the cursor.

use crate::common::{Checked, files, read, root};
use nianbao::{
    base::diagnostic::{Finding, Surface},
    edit::language,
    open::Opened,
};
use proptest::prelude::*;

fn read_text(text: &str) -> Opened {
    Checked::opened("report.yaml", text, None)
}

/// A text without its mark, read and checked, and where the mark was.
fn opened(marked: &str) -> (Opened, usize) {
    let at = marked.find('▮').unwrap_or(marked.len());
    (read_text(&marked.replacen('▮', "", 1)), at)
}

/// A whole data file in which one text is replaced by another.
fn minimal(right: &str, written: &str) -> String {
    let text = read(&root("examples/minimal.yaml"));
    assert!(text.contains(right), "{right}");
    text.replacen(right, written, 1)
}

fn offers(marked: &str) -> Vec<String> {
    let (checked, at) = opened(marked);
    let offers = language::complete(&checked, at);
    offers.into_iter().map(|offer| offer.label).collect()
}

fn hover(marked: &str) -> String {
    let (checked, at) = opened(marked);
    language::hover(&checked, at).map_or_else(String::new, |(_, words)| words)
}

/// Every offer to mend something, as its title and the text after it.
fn mended(marked: &str) -> Vec<(String, String)> {
    let (checked, _) = opened(marked);
    let text = checked.text();
    let actions = checked.findings.iter().flat_map(Finding::each);
    let actions = actions.flat_map(|finding| language::actions(&checked, finding));
    let applied = actions.map(|action| {
        let mut text = text.to_owned();
        for (span, new) in action.edits.iter().rev() {
            text.replace_range(span.range(), new);
        }
        (action.title.on(Surface::DataFile).to_owned(), text)
    });
    applied.collect()
}

/// Asserts that the offer of a title leaves nothing to find fault with.
fn mends(faulty: &str, title: &str) {
    let offers = mended(faulty);
    let titles: Vec<&String> = offers.iter().map(|(title, _)| title).collect();
    let found = offers.iter().find(|(offer, _)| offer == title);
    let (_, text) = found.unwrap_or_else(|| panic!("{title} is not in {titles:?}"));
    assert_eq!(Checked::of(text).told(), [], "{title}\n{text}");
}

#[test]
fn what_is_wrong_can_be_mended() {
    for (right, wrong, title) in [
        ("其余: 0, 总计: 3}", "其余: 0, 总计: 4}", "改成算出的 3"),
        ("自然人: 2", "自然人: ２", "改成 2"),
        ("自然人: 2", "自然人: '2'", "改成 2"),
        ("收费: 0", "收费: 12.5万元", "改成 12.5"),
        ("年度: 2025", "年度：2025", "改成半角冒号，后面空一格"),
        ("新收:     {", "新受:     {", "改成 新收"),
        ("    部分公开: 0\n", "", "补上「部分公开」，填 0"),
        (
            "    部分公开: 0\n",
            "",
            "补上「其余: 0」：没有写出来的都是零",
        ),
        ("部分公开: 0", "部分公开:", "填 0"),
        (
            "{制发: 0, 废止: 0, 现行有效: 0}",
            "{制发: 0, 现行有效: 0}",
            "补上「废止」，填 0",
        ),
        (
            "{制发: 0, 废止: 0, 现行有效: 0}",
            "{现行有效: 0, 废止: 0}",
            "补上「制发」，填 0",
        ),
        (
            "{制发: 0, 废止: 0, 现行有效: 0}",
            "{制发: 0}",
            "补上「其余: 0」：没有写出来的都是零",
        ),
        (
            "  上年结转: 0\n",
            "  上年结转: 0\n  上年结转: 0 # 又\n",
            "删去这一处「上年结转」",
        ),
        (
            "全年收到政府信息公开申请{{申请.新收.总计}}件",
            "全年收到政府信息公开申请5件",
            "改成表里的 3",
        ),
        ("年度: 2025", "年度: 2025\n版式: 2019", "改成 2021"),
    ] {
        mends(&minimal(right, wrong), title);
    }
}

#[test]
fn a_figure_of_the_text_becomes_a_reference() {
    let offers = mended(&minimal("申请{{申请.新收.总计}}件", "申请5件"));
    let title = "改成引用 {{申请.新收.总计}}，以后自动一致";
    let (_, text) = offers.iter().find(|(offer, _)| offer == title).unwrap();
    assert_eq!(*text, read(&root("examples/minimal.yaml")));
}

#[test]
fn a_missing_text_is_begun_where_the_form_has_it() {
    let text = read(&root("examples/minimal.yaml"));
    let start = text.find("其他事项: |").unwrap();
    let offers = mended(&text[..start]);
    let (_, text) = &offers[0];
    assert_eq!(offers[0].0, "补上「其他事项」，文字待写");
    assert_eq!(
        Checked::of(text).rules_and_paths(),
        ["empty-section 其他事项"]
    );
}

#[test]
fn a_warning_may_be_accepted_with_a_reason() {
    let faulty = minimal("部分公开: 0", "部分公开: ~");
    let title = "豁免这个问题（空白单元格 blank-cell），写明理由";
    let (_, once) = mended(&faulty)
        .into_iter()
        .find(|(offer, _)| offer == title)
        .unwrap();
    assert!(
        Checked::of(&once)
            .findings
            .iter()
            .all(|f| f.waived.is_some()),
        "{once}"
    );
    // A second one joins the list.
    let twice = once.replacen("上年结转: 0", "上年结转: ~", 1);
    let offers = mended(&twice);
    let (_, both) = offers.iter().find(|(offer, _)| offer == title).unwrap();
    assert!(
        Checked::of(both)
            .findings
            .iter()
            .all(|f| f.waived.is_some()),
        "{both}"
    );
    assert_eq!(both.matches("豁免:").count(), 1);
}

#[test]
fn an_error_of_the_form_is_not_offered_to_be_accepted() {
    let offers = mended(&minimal("总计: 3}", "总计: 4}"));
    assert!(
        offers.iter().all(|(title, _)| !title.contains("豁免")),
        "{offers:?}"
    );
}

#[test]
fn one_nought_for_a_row_is_not_overwritten() {
    let offers = mended(&minimal(
        "总计:     {自然人: 2, 商业企业: 1, 其余: 0, 总计: 3}",
        "总计:     0",
    ));
    assert!(
        offers
            .iter()
            .all(|(title, _)| !title.starts_with("改成算出")),
        "{offers:?}"
    );
}

#[test]
fn a_reference_shows_its_heading_and_figure() {
    let words = hover(&minimal("{{申请.新收.总计}}", "{{申请.▮新收}}"));
    let heading = "**一、本年新收政府信息公开申请数量**　`申请.新收`";
    assert_eq!(words, format!("{heading}\n\n现在的数：3"));
    // The words of keys are the schema's.
    let words = hover(&minimal("    部分公开", "    部分▮公开"));
    assert_eq!(words, "");
}

#[test]
fn a_finding_shows_what_its_rule_demands() {
    let words = hover(&minimal("总计: 3}  #", "总计: ▮4}  #"));
    assert!(
        words.contains("**row-total**（行的总计不等于各列之和）"),
        "{words}"
    );
}

#[test]
fn references_are_offered_within_braces() {
    let offered = offers(&minimal("{{申请.新收.总计}}", "{{申请.▮}}"));
    for path in [
        "申请.新收",
        "申请.新收.总计",
        "申请.办理结果.不予公开",
        "复议诉讼.行政复议",
    ] {
        assert!(offered.contains(&path.to_owned()), "{path}: {offered:?}");
    }
    let shares = offers(&minimal("{{申请.新收.总计}}", "{{申请.新收|▮"));
    assert_eq!(shares[0], "同比");
    assert!(
        shares.contains(&"占 申请.办理结果.总计".to_owned()),
        "{shares:?}"
    );
    let (checked, at) = opened(&minimal("{{申请.新收.总计}}件", "{{申▮件"));
    let offer = &language::complete(&checked, at)[0];
    assert!(offer.text.ends_with("}}"), "{offer:?}");
}

#[test]
fn words_and_remarks_are_left_alone() {
    for marked in [
        "年度: 2025\n机关: {名称: 某局, ▮}\n",
        "年度: 2025\n总体情况: |\n  全年公▮\n",
        "年度: 2025\n总体情况: |\n  \\{{申请.▮\n",
        "年度: 2025\n总体情况: |\n  ### 一\n\n  公开: ▮\n",
        "年度: 2025\n# 机关: ▮\n",
        "年度: 2025\n申请:\n  新收: [1, ▮\n",
    ] {
        assert_eq!(offers(marked), Vec::<String>::new(), "{marked}");
    }
}

#[test]
fn other_yaml_is_none_of_our_business() {
    assert!(!language::is_data_file(
        "services:\n  web:\n    image: 年度\n"
    ));
    assert!(!language::is_data_file("标题: 别的\n"));
    for path in files("examples", "yaml") {
        assert!(language::is_data_file(&read(&path)));
    }
    assert!(language::is_data_file("年度：2025"));
}

/// Asks everything at a byte of a text.
fn ask_everything(text: &str, at: usize) {
    let checked = read_text(text);
    if checked.report.is_none() && checked.findings.is_empty() {
        return;
    }
    let length = checked.text().len();
    for offer in language::complete(&checked, at) {
        assert!(offer.typed.end <= length && offer.typed.start <= offer.typed.end);
    }
    language::hover(&checked, at);
    for finding in checked.findings.iter().flat_map(Finding::each) {
        for action in language::actions(&checked, finding) {
            for (span, _) in action.edits {
                let range = span.range();
                assert!(checked.sources.get(span.file).text().get(range).is_some());
            }
        }
    }
}

#[test]
fn a_file_may_be_typed_from_its_first_letter_to_its_last() {
    let text = read(&root("examples/minimal.yaml"));
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for end in ends.iter().step_by(7) {
        ask_everything(&text[..*end], *end);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_broken(
        cut in any::<prop::sample::Index>(),
        until in any::<prop::sample::Index>(),
        noise in r##"[ \t\n:：,，{}\[\]|>'"#~\-0-9年度申请新收其余𬇙]{0,12}"##,
        at in any::<prop::sample::Index>(),
    ) {
        let text = read(&root("examples/minimal.yaml"));
        let (from, to) = (cut.index(text.len()), until.index(text.len()));
        let (from, to) = (text.floor_char_boundary(from.min(to)), text.floor_char_boundary(from.max(to)));
        let broken = format!("{}{noise}{}", &text[..from], &text[to..]);
        ask_everything(&broken, broken.floor_char_boundary(at.index(broken.len() + 1)));
    }
}
