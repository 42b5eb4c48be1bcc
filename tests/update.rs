//! What a document says otherwise goes into the data file, and nothing else.

use crate::common::{desk::Desk, files, read};
use nianbao::{
    edit::update::{Update, update},
    form::report::Alone,
    read::{ImportOptions, read_report},
};

/// A data file written in every way that figures and texts can be.
const DATA: &str = "\
# 头上的说明
年度: 2024
机关: {名称: 某某县某某局, 类别: 部门}
日期: 2025-01-10
上年: 2023.yaml

总体情况: |
  2024年，我局收到申请{{申请.新收.总计}}件，比上年多。

  ### 一、主动公开

  公开信息若干条。  

  - 甲
  - 乙
# 表前的说明
主动公开:
  规章: 0  # 没有规章
  行政规范性文件: {制发: 1, 废止: 0, 现行有效: 9}
  行政许可: {值: 12, 注: 含分局}
  其余: 0
申请:
  新收: {自然人: 6, 其余: 0}  # 六件
  上年结转: [1, 0, 0, 0, 0, 0]
  办理结果:
    予以公开: {自然人: 6, 其余: 0}
    不予公开: 0
    其余: 0
  结转下年度: {自然人: 1, 其余: 0}
复议诉讼: 0
问题及改进:
其他事项: |
  无。
豁免:
  - {规则: thin-section, 位置: 其他事项, 理由: 确实没有}
";

/// The report that the data file prints, as Markdown.
fn printed(data: &str) -> String {
    let desk = Desk::new();
    desk.put("a.yaml", data.replace("上年: 2023.yaml\n", ""));
    let run = desk.run(&["build", "a.yaml", "--to", "md", "--draft", "-o", "a.md"]);
    run.ends(0);
    // A draft says so and lists its findings.
    let text = desk.text("a.md").replace("> **草稿，不得发布**\n\n", "");
    text.split("\n## 草稿检查结果").next().unwrap().to_owned()
}

fn updated(data: &str, document: &str) -> Update {
    let import = read_report("a.md", document.as_bytes(), &ImportOptions::default()).unwrap();
    update("a.yaml", data, &import, &Alone)
        .map_err(|(_, found)| found)
        .unwrap()
}

/// A printed row with other figures in some of its cells.
fn row(page: &str, name: &str, cells: &[(usize, &str)]) -> String {
    let line = page.lines().find(|line| line.contains(name)).expect(name);
    let mut parts: Vec<String> = line.split("<td>").map(str::to_owned).collect();
    for (at, figure) in cells {
        let (_, behind) = parts[at + 1].split_once('<').unwrap();
        parts[at + 1] = format!("{figure}<{behind}");
    }
    page.replace(line, &parts.join("<td>"))
}

/// The lines that differ: as they were, and as they are.
fn lines(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let only = |text: &str, other: &str| {
        let lines = text
            .lines()
            .filter(|line| !other.lines().any(|own| own == *line));
        lines.map(str::to_owned).collect()
    };
    (only(before, after), only(after, before))
}

#[test]
fn nothing_changes_where_the_document_says_the_same() {
    let found = updated(DATA, &printed(DATA));
    assert_eq!(found.text, DATA);
    let left: Vec<&str> = found.left.iter().map(|left| left.path.as_str()).collect();
    assert_eq!(left, ["问题及改进"], "which has no text in either");
}

#[test]
fn word_files_of_the_examples_change_nothing() {
    let desk = Desk::new();
    for path in files("examples", "yaml") {
        desk.put("a.yaml", read(&path));
        let build = ["build", "a.yaml", "--draft", "--to", "docx", "-o", "a.docx"];
        desk.run(&build).ends(0);
        let run = desk.run(&["import", "a.docx", "--update", "a.yaml"]);
        run.ends(0);
        assert_eq!(run.err, "a.yaml: 没有要改的\n", "{}", path.display());
    }
}

#[test]
fn what_only_looks_like_a_chart_is_words() {
    let data = DATA.replace("  无。\n", "  \\{{图:申请.新收}}\n");
    let found = updated(&data, &printed(&data));
    assert_eq!(found.text, data);
    let left: Vec<&str> = found.left.iter().map(|left| left.path.as_str()).collect();
    assert_eq!(left, ["问题及改进"]);
}

#[test]
fn figures_go_where_they_are_written() {
    let page = printed(DATA);
    let page = row(&page, "本年新收", &[(1, "2"), (6, "8")]);
    let page = row(&page, "上年结转", &[(2, "3"), (6, "4")]);
    let page = row(&page, "（一）予以公开", &[(0, "7"), (6, "7")]);
    let page = row(&page, "国家秘密", &[(5, "4"), (6, "4")]);
    let page = row(&page, "重复申请", &[(0, "5"), (6, "5")]);
    let page = page.replacen(">9</td>", "></td>", 1);
    let page = page.replace("12（含分局）", "13（含分局）");
    let page = page.replace("<tr><td>0</td><td>0</td>", "<tr><td>0</td><td>6</td>");
    let page = page.replace("申请6件", "申请8件");
    let found = updated(DATA, &page);
    let (gone, come) = lines(DATA, &found.text);
    assert_eq!(
        gone,
        [
            "  行政许可: {值: 12, 注: 含分局}",
            "  新收: {自然人: 6, 其余: 0}  # 六件",
            "  上年结转: [1, 0, 0, 0, 0, 0]",
            "    予以公开: {自然人: 6, 其余: 0}",
            "    不予公开: 0",
            "复议诉讼: 0",
        ]
    );
    assert_eq!(
        come,
        [
            "  行政许可: {值: 13, 注: 含分局}",
            "  新收: {自然人: 6, 商业企业: 2, 其余: 0}  # 六件",
            "  上年结转: [1, 0, 3, 0, 0, 0]",
            "    予以公开: {自然人: 7, 其余: 0}",
            "    不予公开: {国家秘密: {其他: 4, 其余: 0}, 其余: 0}",
            "    不予处理: {重复申请: {自然人: 5, 其余: 0}, 其余: 0}",
            "复议诉讼: {行政复议: {结果纠正: 6, 其余: 0}, 其余: 0}",
        ]
    );
    assert!(
        found.text.contains("收到申请{{申请.新收.总计}}件"),
        "it holds"
    );
    // The totals that the document did not change are not taken over.
    let totals = found.left.iter().filter(|left| left.why.contains("总计"));
    assert!(totals.count() > 0);
    // Nor is what it leaves blank.
    let blank = found.left.iter().find(|left| left.path == "主动公开");
    assert!(
        blank.is_some_and(|left| left.why.contains("现行有效")),
        "{:?}",
        found.left
    );
    // What is taken over once is there.
    let again = updated(&found.text, &page);
    assert_eq!(again.text, found.text);
}

#[test]
fn paragraphs_go_where_they_stand() {
    let page = printed(DATA)
        .replace("比上年多。", "比上年略多。")
        .replace("公开信息若干条。", "公开信息九十条。\n\n又加一段。")
        .replace("- 乙\n", "- 乙\n- 丙\n")
        .replace("- 甲\n\n", "")
        .replace("改进情况\n", "改进情况\n\n一是不够细。\n\n二是不够快。\n");
    let found = updated(DATA, &page);
    let (gone, come) = lines(DATA, &found.text);
    assert_eq!(
        gone,
        [
            "  2024年，我局收到申请{{申请.新收.总计}}件，比上年多。",
            "  公开信息若干条。  ",
            "  - 甲",
            "问题及改进:",
        ]
    );
    assert_eq!(
        come,
        [
            "  2024年，我局收到申请{{申请.新收.总计}}件，比上年略多。",
            "  公开信息九十条。  ",
            "  又加一段。",
            "  - 丙",
            "问题及改进: |",
            "  一是不够细。",
            "  二是不够快。",
        ]
    );
    assert!(found.left.is_empty(), "{:?}", found.left);
    assert_eq!(updated(&found.text, &page).text, found.text);
}

#[test]
fn pictures_stay_whatever_a_document_makes_of_them() {
    let shown = [
        "公开信息若干条。\n",
        "办理![图标](流程图.png)的步骤如下图。\n",
        "![流程](流程图.png)\n",
        "图1 流程\n",
        "![大厅](流程图.png)",
        "图2：大厅",
    ];
    let shown = shown.map(|line| format!("  {line}\n")).concat();
    let data = DATA
        .replace("上年: 2023.yaml\n", "")
        .replace("  公开信息若干条。  \n", &shown);
    let desk = Desk::new();
    let picture = std::fs::read(crate::common::root("tests/pdf/流程图.png")).unwrap();
    desk.put("流程图.png", picture).put("a.yaml", &data);
    let to = ["--to", "md,html,pdf,docx", "--draft"];
    desk.run(&[&["build", "a.yaml"], &to[..]].concat()).ends(0);
    for document in ["a.md", "a.html", "a.pdf", "a.docx"] {
        desk.run(&["import", "--update", "a.yaml", document]);
        assert_eq!(desk.text("a.yaml"), data, "{document}");
    }
    // What a paragraph with a picture says otherwise is told and left to its author.
    let other = desk.text("a.md").replace("的步骤如下图", "的三步如下图");
    desk.put("b.md", other);
    let run = desk.run(&["import", "--update", "a.yaml", "b.md"]);
    run.says("里有图片，与那份文件不同，没有改");
    assert_eq!(desk.text("a.yaml"), data);
}

#[test]
fn what_no_longer_holds_or_is_in_doubt_is_listed() {
    let page = printed(DATA).replace("申请6件", "申请60件");
    let page = row(&page, "（一）予以公开", &[(0, "约7")]);
    let found = updated(DATA, &page);
    assert_eq!(found.text, DATA);
    let told: Vec<String> = found
        .left
        .iter()
        .map(|left| format!("{}{}", left.path, left.why))
        .collect();
    assert!(
        told.iter()
            .any(|told| told.starts_with("总体情况") && told.contains("引用")),
        "{told:?}"
    );
    assert!(told.iter().any(|told| told.contains("约7")), "{told:?}");
    // A paragraph with a reference is never removed.
    let page = printed(DATA).replace("2024年，我局收到申请6件，比上年多。\n\n", "");
    let found = updated(DATA, &page);
    assert_eq!(found.text, DATA);
    assert!(
        found.left.iter().any(|left| left.why.contains("没有删")),
        "{:?}",
        found.left
    );
}

#[test]
fn another_year_or_agency_changes_nothing() {
    let page = printed(&DATA.replace("年度: 2024", "年度: 2023"));
    let found = updated(DATA, &row(&page, "（一）予以公开", &[(0, "7")]));
    assert_eq!(found.text, DATA);
    assert!(found.left[0].why.contains("2023 年度"), "{:?}", found.left);
    let page = printed(&DATA.replace("某某局", "另一局").replace("01-10", "01-20"));
    let found = updated(DATA, &page);
    assert_eq!(found.text, DATA);
    let paths: Vec<&str> = found.left.iter().map(|left| left.path.as_str()).collect();
    assert!(
        paths.contains(&"机关") && paths.contains(&"日期"),
        "{:?}",
        found.left
    );
}

#[test]
fn line_ends_of_windows_stay() {
    let data = DATA.replace('\n', "\r\n");
    let page = printed(DATA).replace("若干条", "九十条");
    let page = row(&page, "国家秘密", &[(5, "4"), (6, "4")]);
    let found = updated(&data, &page);
    assert!(found.text.contains("九十条。  \r\n"), "{}", found.text);
    assert_eq!(
        found.text.matches('\n').count(),
        found.text.matches("\r\n").count()
    );
}

#[test]
fn the_program_lists_shows_and_writes() {
    let desk = Desk::new();
    let data = DATA
        .replace("上年: 2023.yaml\n", "")
        .replace("问题及改进:\n", "问题及改进: |\n  一是慢。\n");
    desk.put("a.yaml", &data);
    desk.run(&["build", "a.yaml", "--to", "docx", "-o", "a.docx"])
        .ends(0);
    desk.run(&["import", "--update", "a.yaml", "a.docx"])
        .ends(0)
        .says("没有要改的");
    desk.put(
        "b.yaml",
        data.replace("自然人: 6", "自然人: 9")
            .replace("一是慢", "一是很慢"),
    );
    let run = desk.run(&["build", "b.yaml", "--to", "docx", "-o", "b.docx"]);
    run.ends(0);
    let run = desk.run(&["import", "--update", "a.yaml", "b.docx", "--dry-run"]);
    run.ends(1).says("会改 2 格、1 段");
    assert!(
        run.out.contains("-  一是慢。\n+  一是很慢。"),
        "{}",
        run.out
    );
    assert_eq!(desk.text("a.yaml"), data);
    let run = desk.run(&["import", "--update", "a.yaml", "b.docx"]);
    run.ends(0)
        .says("改成　  一是很慢。")
        .says("原来　    予以公开: {自然人: 6, 其余: 0}")
        .says("改了 2 格、1 段");
    assert_eq!(desk.text("a.yaml"), desk.text("b.yaml"));
    // A workbook in which nothing was filled in takes nothing away.
    desk.run(&["new", "--year", "2024", "-o", "空.xlsx"])
        .ends(0);
    let run = desk.run(&["import", "--update", "a.yaml", "空.xlsx"]);
    run.ends(1).says("空着").says("没有要改的");
    assert_eq!(desk.text("a.yaml"), desk.text("b.yaml"));
    let run = desk.run(&["import", "--update", "a.yaml", "b.docx", "-o", "c.yaml"]);
    run.ends(2).says("不能与");
    desk.put("坏.yaml", "年度: [\n");
    desk.run(&["import", "--update", "坏.yaml", "b.docx"])
        .ends(1)
        .says("先改正");
}

#[test]
fn a_row_that_is_gone_takes_nothing_away() {
    let page = printed(DATA);
    let gone = page.lines().find(|line| line.contains("上年结转")).unwrap();
    let found = updated(DATA, &page.replace(gone, ""));
    assert_eq!(found.text, DATA);
    let left = found.left.iter().find(|left| left.path == "申请.上年结转");
    assert!(left.is_some(), "{:?}", found.left);
}

#[test]
fn texts_of_very_many_paragraphs_are_not_compared() {
    let many = |word: &str| -> String { (0..3000).map(|at| format!("  {word}{at}\n\n")).collect() };
    let data = DATA.replace("  公开信息若干条。  \n", &many("甲"));
    let page = printed(DATA).replace("公开信息若干条。", &many("乙").replace("  ", ""));
    let found = updated(&data, &page);
    assert_eq!(found.text, data);
    assert!(
        found.left.iter().any(|left| left.why.contains("段太多")),
        "{:?}",
        found.left
    );
}
