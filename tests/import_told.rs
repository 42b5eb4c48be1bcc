//! What an import says of words that it could not read or did not take.

use crate::common::{read, root, words};
use nianbao::read::{Import, ImportOptions, import, read as read_container};

fn plain() -> String {
    read(&root("tests/import/pages/plain.html"))
}

#[track_caller]
fn imported(page: &str) -> Import {
    let published = read_container("page.html", page.as_bytes()).unwrap();
    import(&published, &ImportOptions::default()).unwrap()
}

/// What is told of a plain page with other words in it, and where.
#[track_caller]
fn told(from: &str, to: &str) -> Vec<(String, String)> {
    let page = plain();
    let other = page.replace(from, to);
    assert_ne!(other, page);
    let doubts = imported(&other).doubts.into_iter();
    doubts
        .map(|doubt| (doubt.path, words(&doubt.message).to_owned()))
        .collect()
}

#[test]
fn characters_that_could_not_be_read_are_told_where_they_stand() {
    assert_eq!(imported(&plain()).doubts, []);
    let place = |path: &str| (path.to_owned(), format!("「{path}」里有读不出的字"));
    for (from, to, path) in [
        ("收到6件", "收\u{fffd}6件", "总体情况"),
        ("现公布2023", "现\u{fffd}布2023", "引言"),
        ("某某市某某局", "某某市\u{fffd}某局", "机关"),
        ("<p>某某市某某局", "<p>某某市某\u{fffd}局", "落款"),
        (">56839<", ">56839（含\u{fffd}）<", "主动公开.行政许可"),
    ] {
        let (path, message) = place(path);
        let told = told(from, to);
        let here =
            |(place, words): &(String, String)| *place == path && words.starts_with(&message);
        assert!(told.iter().any(here), "{path}: {told:?}");
    }
}

#[test]
fn a_head_and_a_figure_that_could_not_be_read_are_no_figures() {
    let cell = told(">56839<", ">5\u{fffd}839<");
    assert_eq!(cell.len(), 1, "{cell:?}");
    assert!(cell[0].1.contains("5\u{fffd}839"), "{cell:?}");
    let heading = told("三、收到和处理", "三、收\u{fffd}和处理");
    assert_eq!(heading, []);
}

#[test]
fn a_report_without_a_day_is_told_so() {
    let bare = told("<p>2024年1月15日</p>", "");
    assert_eq!(bare, [("日期".to_owned(), "没有找到日期".to_owned())]);
    let neither = told("<p>某某市某某局</p>\n<p>2024年1月15日</p>", "");
    assert_eq!(
        neither,
        [("落款".to_owned(), "没有找到落款和日期".to_owned())]
    );
}

#[test]
fn rows_in_another_order_are_not_said_to_be_missing() {
    let page = plain();
    let row = |words: &str| {
        let at = page.find(words).unwrap();
        let from = page[..at].rfind("<tr>").unwrap();
        let to = at + page[at..].find("</tr>").unwrap() + 5;
        page[from..to].to_owned()
    };
    let (moved, last) = (row("2.其他法律行政法规禁止公开"), row("7.属于行政执法案卷"));
    let behind = page
        .replacen(&moved, "", 1)
        .replacen(&last, &format!("{last}{moved}"), 1);
    let doubts = imported(&behind).doubts;
    let told: Vec<&str> = doubts.iter().map(|doubt| words(&doubt.message)).collect();
    assert!(
        told.iter().any(|m| m.contains("次序与格式不同")),
        "{told:?}"
    );
    assert!(!told.iter().any(|m| m.contains("里没有「")), "{told:?}");
    let beside = page.replacen("行政强制<", "<", 1);
    let beside = beside.replacen("<p><strong>三、", "<p>行政强制11890</p><p><strong>三、", 1);
    let doubts = imported(&beside.replacen(">11890<", "><", 1)).doubts;
    let told: Vec<&str> = doubts.iter().map(|doubt| words(&doubt.message)).collect();
    assert!(
        told.iter()
            .any(|m| m.starts_with("没有认出「主动公开.行政强制」")),
        "{told:?}"
    );
    let gone = page.replacen(&row("2.重复申请"), "", 1);
    let doubts = imported(&gone).doubts;
    assert!(
        doubts
            .iter()
            .any(|doubt| words(&doubt.message).contains("里没有「")),
        "{doubts:?}"
    );
}

#[test]
fn what_stands_before_and_behind_the_report_is_counted_without_its_title() {
    let outside = imported(&plain()).summary.outside;
    assert!(
        outside.words.starts_with("首页 / 政府信息公开"),
        "{outside:?}"
    );
    assert!(outside.words.contains("【打印本页】"), "{outside:?}");
    assert!(!outside.words.contains("某某市某某局2023年"), "{outside:?}");
    let page = plain();
    let from = page.find("<div class=\"nav\">").unwrap();
    let to = page.find("<h1>").unwrap();
    let bare = page.replacen(&page[from..to], "", 1);
    let from = bare.find("<div class=\"info\">").unwrap();
    let to = bare.find("<div class=\"TRS_Editor\">").unwrap();
    let bare = bare.replacen(&bare[from..to], "", 1);
    let bare = &bare[..bare.find("<div class=\"foot\">").unwrap()];
    assert_eq!(imported(bare).summary.outside.count, 0);
}

#[test]
fn a_table_and_a_sentence_around_the_report_are_kept() {
    let table = "<table><tr><td>指标</td><td>数</td></tr><tr><td>件数</td><td>9</td></tr></table>";
    let page = plain().replacen("<div class=\"TRS_Editor\">", table, 1);
    let import = imported(&page);
    let preamble = import.file.preamble.unwrap();
    assert!(
        preamble.passages[0].1.contains("| 件数 | 9 |"),
        "{preamble:?}"
    );
    let listed = table.replace("指标", "索引号");
    let page = plain().replacen("<div class=\"TRS_Editor\">", &listed, 1);
    let import = imported(&page);
    assert!(import.summary.outside.words.contains("索引号 / 数"));
    let below = "<p>【打印本页】【关闭窗口】</p>";
    for (from, words) in [
        ("2024年1月15日</p>", "附件：一览"),
        ("2024年1月15日</p>", "联系电话：12345678"),
        ("2024年1月15日</p>", "（以上如有疑问请来电。）"),
        ("2024年1月15日</p>", "（此件公开发布）"),
        (below, "以上报告如有疑问，请与某某局办公室联系。"),
    ] {
        let told = told(from, &format!("{from}<p>{words}</p>"));
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].1, format!("落款后面还有：{words}"));
    }
    let table = "<table><tr><td>附表</td><td>一年内主动公开的信息件数</td></tr><tr><td>某镇</td><td>9</td></tr></table>";
    let told = told("2024年1月15日</p>", &format!("2024年1月15日</p>{table}"));
    let words = "落款后面还有：附表 | 一年内主动公开的信息件数 / 某镇 | 9";
    assert_eq!(told, [("其他事项".to_owned(), words.to_owned())]);
}

#[test]
fn a_menu_is_no_title() {
    let title = "某某市某某局2023年政府信息公开工作年度报告";
    let page = plain().replacen(&format!("<h1>{title}</h1>"), "", 1);
    let import = imported(&page);
    assert_eq!(import.file.title, None);
    let preamble = import.file.preamble.unwrap();
    assert!(preamble.passages[0].1.starts_with("根据《"), "{preamble:?}");
    let words = "当前位置：首页 > 政府信息公开年度报告";
    assert!(import.summary.outside.words.contains(words));
}

#[test]
fn what_somebody_knows_better_is_told_beside_what_stands_there() {
    let published = read_container("page.html", plain().as_bytes()).unwrap();
    let options = |agency: &str, year| ImportOptions::default().agency(agency).year(year);
    let cautions = |options| import(&published, &options).unwrap().summary.cautions;
    assert_eq!(cautions(options("某某市某某局", 2023)), [""; 0]);
    assert_eq!(
        cautions(options("某某市另一局", 2022)),
        [
            "原文的机关是「某某市某某局」，按 --agency 写成了「某某市另一局」",
            "原文的年度是「2023」，按 --year 写成了「2022」",
        ]
    );
    let mut workbook = import(&published, &ImportOptions::default()).unwrap();
    workbook.file.agency = None::<String>.into();
    let known = workbook.with(&options("某某市另一局", 2022));
    assert_eq!(known.file.agency.value.as_deref(), Some("某某市另一局"));
    assert_eq!(known.file.year.value, 2022);
}

#[test]
fn another_form_than_the_years_is_told() {
    let told = told("2023", "2020");
    assert_eq!(
        told,
        [(
            "版式".to_owned(),
            "表格是 2021 的版式，2020 年度应当用 2019 的".to_owned()
        )]
    );
}
