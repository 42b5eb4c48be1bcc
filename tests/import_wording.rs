//! What an import says of words and rows that the form has otherwise.

use crate::common::{read, root, words};
use nianbao::read::{Import, ImportOptions, import, read as read_container};

#[track_caller]
fn imported(page: &str) -> Import {
    let published = read_container("page.html", page.as_bytes()).unwrap();
    import(&published, &ImportOptions::default()).unwrap()
}

/// A plain page with other words in it.
#[track_caller]
fn with(changes: &[(&str, &str)]) -> Import {
    let mut page = read(&root("tests/import/pages/plain.html"));
    for (from, to) in changes {
        assert!(page.contains(from), "{from}");
        page = page.replacen(from, to, 1);
    }
    imported(&page)
}

/// Rule, path and message of each.
fn told(import: &Import) -> Vec<(&str, &str, &str)> {
    let doubts = import.doubts.iter();
    doubts
        .map(|doubt| (doubt.rule.code, &*doubt.path, words(&doubt.message)))
        .collect()
}

/// The plain page with a single row in the place of a group's; the group's own behind it,
/// blank, where they are kept.
fn grouped(name: &str, values: [&str; 7], keep: bool) -> Import {
    let page = read(&root("tests/import/pages/plain.html"));
    let lines: Vec<&str> = page.lines().collect();
    let start = lines.iter().position(|line| line.contains(name)).unwrap();
    let (before, _) = lines[start].split_once(&format!("\">{name}")).unwrap();
    let (_, span) = before.rsplit_once('"').unwrap();
    let rows: usize = span.parse().unwrap();
    let row = |name: &str, values: [String; 7]| {
        let cells: String = values.iter().map(|v| format!("<td>{v}</td>")).collect();
        format!("<tr><td colspan=\"2\">{name}</td>{cells}</tr>")
    };
    let mut own = vec![row(name, values.map(str::to_owned))];
    for line in &lines[start..start + rows] {
        let cells = line.split("</td>").filter_map(|cell| cell.rsplit_once('>'));
        let mut names = cells
            .filter(|(_, text)| text.contains('.'))
            .map(|cell| cell.1);
        own.extend(
            names
                .next()
                .filter(|_| keep)
                .map(|name| row(name, Default::default())),
        );
    }
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let all = [&lines[..start], &own, &lines[start + rows..]].concat();
    imported(&all.join("\n"))
}

#[test]
fn words_that_differ_from_the_forms_are_told_with_both_wordings() {
    let import = with(&[
        ("一、总体情况", "一、工作基本情况"),
        (">行政规范性文件<", ">规范性文件<"),
        ("本年收费金额（单位：万元）", "收费总金额（万元）"),
        ("1.属于国家秘密", "1.涉及国家秘密"),
        (
            "五、存在的主要问题及改进情况",
            "五、存在的主要问题及整改措施",
        ),
    ]);
    let rule = "form-wording";
    let expected = [
        (
            rule,
            "总体情况",
            "标题「一、工作基本情况」，格式的写法是「一、总体情况」",
        ),
        (
            rule,
            "主动公开",
            "表里的写法与格式不同：「规范性文件」应为「行政规范性文件」，\
             「收费总金额（万元）」应为「本年收费金额（单位：万元）」",
        ),
        (
            rule,
            "申请",
            "表里的写法与格式不同：「1.涉及国家秘密」应为「1.属于国家秘密」",
        ),
        (
            rule,
            "问题及改进",
            "标题「五、存在的主要问题及整改措施」，格式的写法是「五、存在的主要问题及改进情况」",
        ),
    ];
    assert_eq!(told(&import), expected);
    let written = import.file.write();
    assert!(written.contains("收到6件"), "{written}");
}

#[test]
fn words_that_differ_by_marks_alone_or_are_known_are_not_told() {
    let import = with(&[
        ("一、总体情况", "一、 总体工作情况："),
        (">行政规范性文件<", ">行政 规范性文件<"),
        ("本年收费金额（单位：万元）", "收费金额(万元)"),
        ("1.属于国家秘密", "（１）属于国家秘密"),
        (
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            "(二)部分公开",
        ),
        (
            "五、存在的主要问题及改进情况",
            "五、存在的主要问题和改进措施",
        ),
    ]);
    assert_eq!(told(&import), []);
}

#[test]
fn many_wordings_of_a_table_are_one_finding() {
    let import = with(&[
        ("1.属于国家秘密", "1.涉及国家秘密"),
        ("4.保护第三方合法权益", "4.保护第三方权益"),
        ("7.属于行政执法案卷", "7.行政执法的案卷"),
        ("8.属于行政查询事项", "8.行政查询的事项"),
        ("2.没有现成信息需要另行制作", "2.无现成信息需要另行制作"),
        ("3.补正后申请内容仍不明确", "3.补正后内容仍不明确"),
        ("2.重复申请", "2.重复的申请"),
    ]);
    let told = told(&import);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].2.ends_with("；还有 2 处"), "{told:?}");
}

#[test]
fn one_row_for_a_group_is_told_and_what_it_proves_is_filled_in() {
    let import = grouped("（六）其他处理", ["0"; 7], false);
    let row = |values: &str| {
        format!("一行代替了格式的几行：三、本年度办理结果 （六）其他处理 | {values}")
    };
    let message = row("0 | 0 | 0 | 0 | 0 | 0 | 0");
    assert_eq!(told(&import), [("unsure-import", "申请", &*message)]);
    let written = import.file.write();
    assert!(written.contains("\n    其他处理: 0\n"), "{written}");
    let import = grouped("（六）其他处理", ["0", "0", "5", "0", "0", "0", "5"], false);
    let told = told(&import);
    let message = row("0 | 0 | 5 | 0 | 0 | 0 | 5");
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(told[3], ("unsure-import", "申请", &*message));
    assert!(
        told[..3].iter().all(|own| own.2.contains("合并成一格")),
        "{told:?}"
    );
    let written = import.file.write();
    let row = "逾期不缴费: {科研机构: ~, 其余: 0, 总计: ~}";
    assert!(written.contains(row), "{written}");
}

#[test]
fn a_group_of_none_proves_its_blank_rows_to_be_none() {
    let import = grouped("（三）不予公开", ["0"; 7], true);
    assert_eq!(told(&import).len(), 1, "{:?}", told(&import));
    assert!(import.file.write().contains("    不予公开: 0\n"));
    let import = grouped("（三）不予公开", ["0", "0", "0", "0", "0", "0", "2"], true);
    let written = import.file.write();
    assert!(written.contains("总计: ~"), "{written}");
}

#[test]
fn sums_in_yuan_are_offered_in_the_unit_of_the_form() {
    let row =
        |figure: &str| format!("行政事业性收费</td><td colspan=\"3\" rowspan=\"1\">{figure}<");
    let import = with(&[(&row("0"), &row("251000元"))]);
    let message = "「主动公开.行政事业性收费」读不准：原文是「251000元」，单位是元，合 25.1 万元";
    assert_eq!(told(&import)[0].2, message);
    let written = import.file.write();
    let offered = "行政事业性收费: ~  # 原文「251000元」：单位是元，合 25.1 万元";
    assert!(written.contains(offered), "{written}");
    let import = with(&[(&row("0"), &row("25.1万元"))]);
    assert!(import.file.write().contains("行政事业性收费: 25.1\n"));
}

#[test]
fn a_day_that_the_site_prints_is_offered_and_no_reason_to_fail() {
    let import = with(&[("<p>2024年1月15日</p>", "")]);
    assert!(!import.doubts.iter().any(|doubt| doubt.is_unsure()));
    assert!(
        words(&import.doubts[0].help).contains("日期: 2024-01-16"),
        "{:?}",
        import.doubts
    );
    assert_eq!(import.file.date.value, None);
    let offered = "\n# 日期: 2024-01-16  # 网页上的发布时间；确是成文日期的，去掉行首的 #\n";
    let written = import.file.write();
    assert!(written.contains(offered), "{written}");
    let import = with(&[]);
    assert!(!import.file.write().contains("# 日期"));
}
