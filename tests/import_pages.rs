//! Pages of sites: what is read from them, and what is unsure once something is changed.

use crate::common::{Checked, imported, imported_with, read, root, words};
use nianbao::form::report::Seal;
use nianbao::read::{Import, ImportOptions, published::Block, read as read_container};

/// The pages of `tests/import/pages`: one report in the ways in which sites print one.
fn page(name: &str) -> Vec<u8> {
    std::fs::read(root(&format!("tests/import/pages/{name}.html"))).unwrap()
}

fn figures() -> Vec<(String, String)> {
    let text = read(&root("tests/import/pages/figures.txt"));
    let figures = text.lines().map(|line| {
        let (path, figure) = line.split_once(' ').unwrap();
        (path.to_owned(), figure.to_owned())
    });
    figures.collect()
}

/// The cells that differ from what the page prints, as `path figure`.
fn differing(import: &Import) -> Vec<String> {
    let written = Checked::of(&import.file.write());
    let report = written.report();
    let differs = |(path, figure): (String, String)| {
        let slot = report
            .edition
            .find(&path)
            .unwrap_or_else(|| panic!("no {path}"));
        let cell = &report.cell(slot).figure;
        let printed = cell
            .number()
            .map_or("~".to_owned(), |number| number.to_string());
        (printed != figure).then(|| format!("{path} {printed}"))
    };
    figures().into_iter().filter_map(differs).collect()
}

#[test]
fn pages_of_sites_are_read_whole() {
    for name in ["plain", "word", "old"] {
        let import = imported_with("page.html", &page(name), &ImportOptions::default()).unwrap();
        assert_eq!(differing(&import), [""; 0], "{name}");
        assert_eq!(import.doubts, [], "{name}");
        let written = Checked::of(&import.file.write());
        let report = written.report();
        assert_eq!(
            report.full_title(),
            "某某市某某局2023年政府信息公开工作年度报告"
        );
        assert_eq!(report.date.unwrap().0.to_string(), "2024-01-15");
        assert_eq!(report.signature.as_deref(), Some("某某市某某局"));
        let texts: Vec<String> = report
            .all_prose()
            .map(|(_, prose)| prose.passages.iter().map(|p| p.text.trim()).collect())
            .collect();
        assert_eq!(
            texts,
            [
                "根据《中华人民共和国政府信息公开条例》，现公布2023年度报告。\
                 数据统计期限自2023年1月1日起至2023年12月31日止。",
                "（一）主动公开。全年公开信息46条。\n\n（二）依申请公开。收到6件。",
                "问题是公开不够及时。改进是按月检查。",
                "本年度没有收取信息处理费。",
            ],
            "{name}"
        );
    }
}

/// The plain page with something put in.
#[track_caller]
fn plain_with(from: &str, to: &str) -> Import {
    let text = String::from_utf8(page("plain")).unwrap();
    assert!(text.contains(from), "{from}");
    imported("page.html", &text.replace(from, to))
}

#[test]
fn a_row_that_tells_only_widths_is_none() {
    let cells = "<td width=72></td>".repeat(16);
    let widths = format!("<table border=\"1\"><tr height=0>{cells}</tr>");
    let import = plain_with("<table border=\"1\">", &widths);
    assert_eq!(differing(&import), [""; 0]);
    assert_eq!(import.doubts, []);
}

#[test]
fn a_listed_report_of_another_year_is_not_the_one() {
    let own = "<h1>某某市某某局2023年政府信息公开工作年度报告</h1>";
    let listed = "<ul><li><a>某某市某某局2019年政府信息公开工作年度报告</a></li></ul>";
    let import = plain_with(own, listed);
    assert_eq!((import.file.year.value, import.doubts), (2023, vec![]));
}

#[test]
fn a_title_of_another_year_than_the_period_is_doubted() {
    let import = plain_with("某某局2023年政府", "某某局2022年政府");
    assert_eq!(import.file.year.value, 2022);
    let told: Vec<&str> = import
        .doubts
        .iter()
        .map(|doubt| words(&doubt.message))
        .collect();
    assert_eq!(told, ["年度 2022 是取自标题、与统计期限的年份不同的"]);
}

/// The plain page after a change: which cells differ, and what is said of them.
#[track_caller]
fn changed(from: &str, to: &str) -> (Vec<String>, Vec<String>) {
    let text = String::from_utf8(page("plain")).unwrap();
    assert!(text.contains(from), "{from}");
    let import = imported("page.html", &text.replacen(from, to, 1));
    let told = import
        .doubts
        .iter()
        .map(|doubt| words(&doubt.message).to_owned());
    (differing(&import), told.collect())
}

/// The row of the plain page in which some words stand.
fn row_of(words: &str) -> String {
    let text = String::from_utf8(page("plain")).unwrap();
    let at = text.find(words).unwrap();
    let start = text[..at].rfind("<tr>").unwrap();
    let end = at + text[at..].find("</tr>").unwrap() + "</tr>".len();
    text[start..end].to_owned()
}

const REPEATED: &str = "申请.办理结果.不予处理.重复申请";

/// That no cell but those of one row differ, that these are blank, and why.
#[track_caller]
fn assert_only_row_unsure(change: (Vec<String>, Vec<String>), row: &str, why: &str) {
    let (differing, told) = change;
    assert!(!differing.is_empty());
    for cell in &differing {
        assert!(
            cell.starts_with(row) && cell.ends_with('~'),
            "{differing:#?}"
        );
    }
    assert!(
        told.iter()
            .any(|message| message.contains(row) && message.contains(why)),
        "{told:#?}"
    );
}

#[test]
fn a_reworded_row_is_unsure_and_moves_no_other() {
    let change = changed("6.属于四类过程性信息", "6.过程资料");
    assert_only_row_unsure(change, "申请.办理结果.不予公开.四类过程性信息", "过程资料");
}

#[test]
fn a_figure_left_in_the_name_of_a_row_makes_it_unsure() {
    let row = row_of("行政许可");
    let glued = row.replace("行政许可", "行政许可3");
    let change = changed(&row, &glued);
    assert_only_row_unsure(change, "主动公开.行政许可", "行名的格里还有数");
}

#[test]
fn notes_in_tables_are_told_and_move_no_cell() {
    let row = row_of("行政许可");
    let noted = row.replace("行政许可", "行政许可（含某某区）");
    let before = format!("<tr><td colspan=\"4\">注：含某某区</td></tr>{row}");
    for (to, note) in [
        (noted, "行名里的话：行政许可（含某某区）"),
        (before, "表里的话：注：含某某区"),
    ] {
        let (differing, told) = changed(&row, &to);
        assert_eq!(differing, [""; 0]);
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(told[0].contains(note), "{told:#?}");
    }
}

#[test]
fn a_row_that_is_not_there_is_missing_and_moves_no_other() {
    let row = row_of("四、结转下年度继续办理");
    assert_only_row_unsure(changed(&row, ""), "申请.结转下年度", "没有");
}

#[test]
fn a_row_in_another_place_is_unsure() {
    let row = row_of("2.重复申请");
    let text = String::from_utf8(page("plain")).unwrap();
    let (before, after) = text.split_once(&row).unwrap();
    let (next, after) = after.split_once("</tr>").unwrap();
    let import = imported("page.html", &format!("{before}{next}</tr>{row}{after}"));
    let told: Vec<&str> = import
        .doubts
        .iter()
        .map(|doubt| words(&doubt.message))
        .collect();
    assert!(
        told.len() == 1 && told[0].contains("这一行的次序与格式不同"),
        "{told:#?}"
    );
    assert!(differing(&import).iter().all(|cell| cell.ends_with('~')));
}

#[test]
fn a_row_that_stands_twice_is_unsure_where_it_differs() {
    let row = row_of("2.重复申请");
    let (differing, told) = changed(&row, &format!("{row}{row}"));
    assert_eq!(differing, [""; 0]);
    assert!(
        told.iter().any(|message| message.contains("重复的一行")),
        "{told:#?}"
    );
    let other = row.replace("</td></tr>", "8</td></tr>");
    assert_only_row_unsure(changed(&row, &format!("{row}{other}")), REPEATED, "两次");
}

#[test]
fn a_row_that_lacks_figures_beside_figures_that_nothing_claims_is_unsure() {
    let row = row_of("5.要求行政机关确认");
    let figure = |cells: &str| format!("{cells}<td>4</td></tr>");
    let blank = "<td></td>".repeat(6);
    let torn = format!(
        "<tr><td>求行政机关确认或重新出具已获取信息</td>{}",
        figure(&blank)
    );
    let above = row.replace("5.要求行政机关确认或重新出具已获取信息", "5.要");
    let (differing, told) = changed(&row, &format!("{above}{torn}"));
    assert!(
        differing.iter().all(|cell| cell.ends_with('~')),
        "{differing:#?}"
    );
    assert!(
        told.iter()
            .any(|words| words.contains("旁边一行的数没有认出")),
        "{told:#?}"
    );
}

#[test]
fn a_table_whose_heading_is_lost_is_known_by_its_rows() {
    for heading in [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ] {
        let (differing, _) = changed(heading, "");
        assert_eq!(differing, [""; 0], "{heading}");
    }
}

#[test]
fn tables_that_are_one_are_known_by_their_rows() {
    let text = String::from_utf8(page("plain")).unwrap();
    let (first, rest) = text.split_once("</table>").unwrap();
    let (_, rest) = rest.split_once("<table").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    let import = imported("page.html", &format!("{first}{rest}"));
    assert_eq!(differing(&import), [""; 0]);
}

#[test]
fn cells_that_are_too_many_too_few_or_merged_are_unsure() {
    let row = row_of("2.重复申请");
    let more = row.replace("</tr>", "<td>5</td></tr>");
    assert_only_row_unsure(changed(&row, &more), REPEATED, "格数");
    let last = row.rfind("<td").unwrap();
    let fewer = format!("{}</tr>", &row[..last]);
    assert_only_row_unsure(changed(&row, &fewer), REPEATED, "列少");
    let merged = "<tr><td>2.重复申请</td><td colspan=7>0</td></tr>";
    assert_only_row_unsure(changed(&row, merged), REPEATED, "合并");
}

#[test]
fn a_group_that_spans_too_many_or_too_few_rows_moves_no_figure() {
    let text = String::from_utf8(page("plain")).unwrap();
    let groups = [
        (22, "三、本年度办理结果"),
        (8, "（三）不予公开"),
        (3, "（四）无法提供"),
        (5, "（五）不予处理"),
        (3, "（六）其他处理"),
    ];
    for (rows, name) in groups {
        for told in [rows - 2, rows - 1, rows + 1, rows + 2] {
            let own = format!("rowspan=\"{rows}\">{name}");
            assert!(text.contains(&own), "{own}");
            let import = plain_with(&own, &format!("rowspan=\"{told}\">{name}"));
            assert_eq!(differing(&import), [""; 0], "{name} {told}");
            assert_eq!(import.doubts, [], "{name} {told}");
        }
    }
}

#[test]
fn cells_a_column_wider_than_their_heads_stay_beneath_them() {
    let text = String::from_utf8(page("plain")).unwrap();
    let (above, below) = text.split_once("三、收到").unwrap();
    let wider = above
        .replace("colspan=\"4\"", "colspan=\"5\"")
        .replace("colspan=\"3\"", "colspan=\"4\"");
    let head = "<td colspan=\"1\" rowspan=\"1\">本年废止件数";
    let wider = wider
        .replace(head, &head.replace("colspan=\"1\"", "colspan=\"2\""))
        .replace("规章</td><td colspan=\"1\"", "规章</td><td colspan=\"2\"")
        .replace("文件</td><td colspan=\"1\"", "文件</td><td colspan=\"2\"");
    let import = imported("page.html", &format!("{wider}三、收到{below}"));
    assert_eq!(differing(&import), [""; 0]);
    assert_eq!(import.doubts, []);
}

#[test]
fn columns_in_another_order_are_unsure() {
    let (differing, told) = changed(
        "商业企业</td><td colspan=\"1\" rowspan=\"1\">科研机构",
        "科研机构</td><td colspan=\"1\" rowspan=\"1\">商业企业",
    );
    assert!(
        differing
            .iter()
            .all(|cell| cell.starts_with("申请.") && cell.ends_with('~'))
    );
    assert!(differing.len() > 100);
    assert!(
        told.iter().all(|message| message.contains("次序")),
        "{told:#?}"
    );
}

#[test]
fn groups_of_columns_in_another_order_are_unsure() {
    let text = String::from_utf8(page("plain")).unwrap();
    for (first, second) in [
        ("未经复议直接起诉", "复议后起诉"),
        ("行政复议</td>", "行政诉讼</td>"),
    ] {
        let swapped = text.replacen(first, "甲", 1);
        let swapped = swapped.replacen(second, first, 1).replacen("甲", second, 1);
        let import = imported("page.html", &swapped);
        let differing = differing(&import);
        assert!(!differing.is_empty());
        let unsure = |cell: &String| cell.starts_with("复议诉讼.") && cell.ends_with('~');
        assert!(differing.iter().all(unsure), "{differing:#?}");
        let told = words(&import.doubts[0].message);
        assert!(told.contains("各列的次序与格式不同"), "{told}");
    }
}

#[test]
fn words_instead_of_figures_are_quoted() {
    for words in ["/", "无", "——", "约5", "见附件", "<img src=a.png>"] {
        let cell = row_of("行政强制");
        let at = cell.rfind("<td").unwrap();
        let other = format!("{}<td colspan=3>{words}</td></tr>", &cell[..at]);
        let change = changed(&cell, &other);
        let quoted = words.replace("<img src=a.png>", "［图片］");
        assert_only_row_unsure(change, "主动公开.行政强制", &quoted);
    }
}

#[test]
fn a_picture_in_the_place_of_a_table_is_named() {
    let text = String::from_utf8(page("plain")).unwrap();
    let (above, below) = text.split_once("<table").unwrap();
    let (_, below) = below.split_once("</table>").unwrap();
    let page = format!("{above}<p><img src=\"t2.png\" alt=\"表\"></p>{below}");
    let import = imported("page.html", &page);
    let said = import.file.remarks.iter().map(|(_, remark)| &**remark);
    assert_eq!(
        said.collect::<Vec<_>>(),
        ["原文这里还有：图片：![表](t2.png)"]
    );
}

#[test]
fn a_blank_cell_too_many_before_a_row_without_a_name_is_unsure() {
    let row = row_of("17991");
    let more = row.replacen("<tr>", "<tr><td></td>", 1);
    let (differing, _) = changed(&row, &more);
    assert_eq!(differing.len(), 15);
    assert!(differing.iter().all(|cell| cell.ends_with('~')));
}

/// The plain page with some of its tables once more, every 0 in them a 1.
fn with_tables_again(which: &[usize]) -> String {
    let text = String::from_utf8(page("plain")).unwrap();
    let mut parts = text.split_inclusive("</table>").map(str::to_owned);
    let mut page = String::new();
    for index in 0.. {
        let Some(part) = parts.next() else { break };
        page += &part;
        if which.contains(&index) {
            let table = &part[part.find("<table").unwrap()..];
            page += &table.replace(">0</td>", ">1</td>");
        }
    }
    page
}

#[test]
fn a_table_that_stands_twice_is_unsure_where_it_differs() {
    let import = imported("page.html", &with_tables_again(&[0]));
    let differing = differing(&import);
    assert_eq!(differing.len(), 8, "{differing:?}");
    let unsure = |cell: &String| cell.starts_with("主动公开.") && cell.ends_with('~');
    assert!(differing.iter().all(unsure), "{differing:?}");
    let told = |word: &str| {
        import
            .doubts
            .iter()
            .any(|d| words(&d.message).contains(word))
    };
    assert!(told("这一行有两次，数不一样"));
}

#[test]
fn two_reports_beside_each_other_are_unsure() {
    let import = imported("page.html", &with_tables_again(&[0, 1]));
    let differing = differing(&import);
    assert!(differing.len() > 150, "{differing:?}");
    assert!(differing.iter().all(|cell| cell.ends_with('~')));
}

#[test]
fn two_reports_and_none_are_refused() {
    let text = String::from_utf8(page("plain")).unwrap();
    let fault = imported_with(
        "page.html",
        text.repeat(2).as_bytes(),
        &ImportOptions::default(),
    );
    let fault = fault.unwrap_err();
    assert!(fault.message.contains("两份报告"), "{fault:?}");
    assert!(fault.message.contains("某某市某某局2023年"), "{fault:?}");
    assert!(fault.help.contains("一字不差"), "{fault:?}");
    let other = format!(
        "{text}{}",
        text.replace("一、总体情况", "一、总体情况</p><p>甲")
    );
    let fault =
        imported_with("page.html", other.as_bytes(), &ImportOptions::default()).unwrap_err();
    assert!(fault.help.contains("分成两个文件"), "{fault:?}");
    let fault = imported_with("page.html", b"<p>x", &ImportOptions::default()).unwrap_err();
    assert!(fault.message.contains("没有找到年度报告"), "{fault:?}");
}

#[test]
fn figures_in_another_unit_are_unsure() {
    let charge = "主动公开.行政事业性收费";
    let why = "单位与格式不同";
    let head = "本年收费金额（单位：万元）";
    for unit in ["元", "亿元", "千元", "美元", "百万元"] {
        let other = head.replace("万元", unit);
        assert_only_row_unsure(changed(head, &other), charge, why);
    }
    let row = row_of(charge.split_once('.').unwrap().1);
    let named = row.replace("行政事业性收费", "行政事业性收费（元）");
    assert_only_row_unsure(changed(&row, &named), charge, why);
    let above = "<tr><td colspan=\"4\">单位：元</td></tr>";
    let text = String::from_utf8(page("plain")).unwrap();
    let start = text.find("<table").unwrap();
    let first = start + text[start..].find("<tr>").unwrap();
    for (at, said) in [(first, above), (start, "<p>（金额单位：元）</p>")] {
        let import = imported(
            "page.html",
            &format!("{}{said}{}", &text[..at], &text[at..]),
        );
        assert_eq!(differing(&import), [format!("{charge} ~")], "{said}");
    }
    let counts = changed("本年处理决定数量", "本年处理决定数量（万件）");
    assert_only_row_unsure(counts, "主动公开.行政许可", why);
}

#[test]
fn names_that_mean_something_else_are_unsure() {
    let row = row_of("行政许可");
    for name in ["非行政许可", "拟行政许可", "行政许可撤销", "上年行政许可"] {
        let change = changed(&row, &row.replace("行政许可", name));
        assert_only_row_unsure(change, "主动公开.行政许可", name);
    }
    let brought = "申请.上年结转";
    assert_only_row_unsure(changed("二、上年结转", "二、本年结转"), brought, "意思不同");
    let (differing, told) = changed("本年制发件数", "上年制发件数");
    assert!(!differing.is_empty());
    assert!(
        differing.iter().all(|cell| cell.contains(".制发 ~")),
        "{differing:?}"
    );
    assert!(
        told.iter().any(|told| told.contains("上年制发件数")),
        "{told:#?}"
    );
    let (differing, _) = changed(">自然人<", ">非自然人<");
    assert!(!differing.is_empty());
    assert!(
        differing.iter().all(|cell| cell.contains(".自然人 ~")),
        "{differing:?}"
    );
}

#[test]
fn words_and_figures_in_heads_are_told() {
    let (differing, told) = changed(">自然人<", ">自然人（含港澳居民）<");
    assert_eq!(differing, [""; 0]);
    assert_eq!(told, ["列名里的话：自然人（含港澳居民）"]);
    let (differing, told) = changed(">自然人<", ">自然人3<");
    assert!(!differing.is_empty());
    assert!(
        differing.iter().all(|cell| cell.contains(".自然人 ~")),
        "{differing:?}"
    );
    assert!(
        told.iter().any(|told| told.contains("列名的格里还有数")),
        "{told:#?}"
    );
    let row = row_of("本年制发件数");
    let more = row.replace("</tr>", "<td>经办人</td></tr>");
    let (differing, told) = changed(&row, &more);
    assert_eq!(differing, [""; 0]);
    assert_eq!(told, ["不认识的列名：经办人"]);
}

#[test]
fn a_column_more_than_the_form_has_is_told_and_moves_no_cell() {
    let text = String::from_utf8(page("plain")).unwrap();
    let (before, rest) = text.split_once("三、收到").unwrap();
    let (table, after) = rest.split_once("</table>").unwrap();
    let rows = table.split_inclusive("</tr>").enumerate();
    let rows = rows.map(|(index, row)| match index {
        0 => row.replace("</tr>", "<td rowspan=3>备注</td></tr>"),
        5 => row.replace("</tr>", "<td>5</td></tr>"),
        6 => row.replace("</tr>", "<td>含镇</td></tr>"),
        index if index > 2 => row.replace("</tr>", "<td></td></tr>"),
        _ => row.to_owned(),
    });
    let table: String = rows.collect();
    let import = imported(
        "page.html",
        &format!("{before}三、收到{table}</table>{after}"),
    );
    assert_eq!(differing(&import), [""; 0]);
    let told: Vec<&str> = import
        .doubts
        .iter()
        .map(|doubt| words(&doubt.message))
        .collect();
    assert_eq!(
        told,
        [
            "不认识的列名：备注",
            "「备注」一列的「三、本年度办理结果 （一）予以公开」：5",
            "「备注」一列的「三、本年度办理结果 （二）部分公开（区分处理的，只计这一情形，不计其他情形）」：含镇"
        ]
    );
}

/// The plain page with every merged cell as so many cells that say the same.
fn unmerged() -> String {
    let text = String::from_utf8(page("plain")).unwrap();
    let published = read_container("page.html", text.as_bytes()).unwrap();
    let tables = published.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    let mut rest = text.as_str();
    let mut page = String::new();
    for table in tables {
        let grid = table.grid();
        let (before, after) = rest.split_once("<table").unwrap();
        page += &format!("{before}<table>");
        for row in 0..grid.height() {
            let cell = |column| grid.at(row, column).map_or("", |spread| spread.text());
            let cells = (0..grid.width()).map(|column| format!("<td>{}</td>", cell(column)));
            page += &format!("<tr>{}</tr>", cells.collect::<String>());
        }
        page += "</table>";
        rest = after.split_once("</table>").unwrap().1;
    }
    page + rest
}

#[test]
fn cells_that_say_the_same_are_one_that_was_merged() {
    let import = imported("page.html", &unmerged());
    assert_eq!(differing(&import), [""; 0]);
    assert_eq!(import.doubts, []);
}

#[test]
fn a_blank_cell_too_many_in_a_row_that_adds_up_to_nothing_is_unsure() {
    let row = row_of("2.重复申请");
    let cells: Vec<&str> = row.split_inclusive("</td>").collect();
    let at = cells.len() - 8;
    let blank = |cell: &str| {
        let start = cell.rfind("\">").map_or(4, |at| at + 2);
        format!("{}</td>", &cell[..start])
    };
    let broken = |blanked: usize, more: usize| {
        let cells = cells.iter().enumerate();
        let cells = cells.map(|(index, cell)| match index {
            index if index == blanked => blank(cell),
            index if index == more => format!("{cell}<td></td>"),
            _ => (*cell).to_owned(),
        });
        cells.collect::<String>()
    };
    for (blanked, more) in [(at, at + 2), (at + 6, at + 2)] {
        let (differing, told) = changed(&row, &broken(blanked, more).replace(">0<", ">4<"));
        assert!(!differing.is_empty());
        let unsure = |cell: &String| cell.starts_with(REPEATED) && cell.ends_with('~');
        assert!(differing.iter().all(unsure), "{differing:?}");
        assert!(told.iter().any(|told| told.contains("格数")), "{told:#?}");
    }
}

#[test]
fn tables_of_suits_may_stand_one_by_one() {
    let text = String::from_utf8(page("plain")).unwrap();
    let (before, after) = text
        .split_once("政府信息公开行政复议、行政诉讼情况")
        .unwrap();
    let start = after.find("<table").unwrap();
    let end = after.find("</table>").unwrap() + "</table>".len();
    let row = row_of("17991");
    let figures: Vec<&str> = row
        .split("</td>")
        .map(|cell| &cell[cell.rfind('>').unwrap() + 1..])
        .collect();
    let names = ["行政复议", "未经复议直接起诉", "复议后起诉"];
    let tables = names.iter().zip(figures.chunks(5)).map(|(name, figures)| {
        let heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
        let cells = |cells: &[&str]| -> String {
            cells
                .iter()
                .map(|cell| format!("<td>{cell}</td>"))
                .collect()
        };
        format!(
            "<table><tr><td colspan=5>{name}</td></tr><tr>{}</tr><tr>{}</tr></table>",
            cells(&heads),
            cells(figures)
        )
    });
    let tables: Vec<String> = tables.collect();
    let with = |tables: &[&String]| {
        let tables: String = tables.iter().map(|table| table.as_str()).collect();
        let heading = "政府信息公开行政复议、行政诉讼情况";
        imported(
            "page.html",
            &format!(
                "{before}{heading}{}{tables}{}",
                &after[..start],
                &after[end..]
            ),
        )
    };
    let import = with(&[&tables[0], &tables[1], &tables[2]]);
    assert_eq!(differing(&import), [""; 0]);
    assert_eq!(import.doubts, []);
    let crossed = with(&[&tables[1], &tables[0], &tables[2]]);
    let differing = differing(&crossed);
    assert!(!differing.is_empty());
    assert!(
        differing.iter().all(|cell| cell.ends_with('~')),
        "{differing:?}"
    );
}

#[test]
fn whoever_signs_and_wherever_is_found() {
    let text = String::from_utf8(page("plain")).unwrap();
    let at = text.rfind("某某市某某局").unwrap();
    let start = text[..at].rfind("<p").unwrap();
    let end = at + text[at..].rfind("</p>").unwrap();
    let signed = |lines: &[&str]| {
        let lines: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
        let import = imported(
            "page.html",
            &format!("{}{lines}<p>{}", &text[..start], &text[end..]),
        );
        let written = Checked::of(&import.file.write());
        let report = written.report();
        let date = report.date.map(|(date, _)| date.to_string());
        let lost = report.signature.clone().unwrap_or_default();
        let asked = lines.contains([')', '）']).then_some(Seal::Sealed);
        assert_eq!(report.seal, asked, "{lines}");
        (report.agency.text.clone(), lost, date.unwrap_or_default())
    };
    let own = "某某市某某局".to_owned();
    let day = "2024-01-15".to_owned();
    let plain = (own.clone(), own.clone(), day.clone());
    for lines in [
        &["某某市某某局", "2024年1月15日"][..],
        &["2024年1月15日", "某某市某某局"],
        &["某某市某某局（盖章）", "2024年1月15日"],
        &["某某市某某局(公章) 2024年1月15日"],
        &[
            "某某市某某局",
            "2024年1月15日",
            "相关文章",
            "某某市某某局2022年政府信息公开工作年度报告",
            "2023-01-18",
        ],
        &[
            "某某市某某局",
            "2024年1月15日",
            "某某市某某局",
            "2024年3月18日",
        ],
    ] {
        assert_eq!(signed(lines), plain, "{lines:?}");
    }
    let joint = "某某市某某局、某某市另一局".to_owned();
    assert_eq!(
        signed(&["某某市某某局", "某某市另一局", "2024年1月15日"]),
        (own.clone(), joint, day.clone())
    );
    let office = "某某市某某局政务公开领导小组办公室".to_owned();
    assert_eq!(
        signed(&[&office, "2024年1月15日"]),
        (own, office.clone(), day)
    );
}

#[test]
fn a_drafts_stamp_is_no_introduction() {
    let stamped = plain_with(
        "年度报告</h1>",
        "年度报告</h1><p class=draft>草稿，不得发布</p>",
    );
    assert_eq!(
        stamped.file.write(),
        plain_with("<h1>", "<h1 id=a>").file.write()
    );
}

#[test]
fn a_heading_in_other_words_with_its_number_is_known() {
    let worded = plain_with(
        "二、主动公开政府信息情况",
        "二、行政机关主动公开政府信息情况",
    );
    assert_eq!(
        worded.file.write(),
        plain_with("<h1>", "<h1 id=a>").file.write()
    );
}

#[test]
fn who_signs_below_the_title_is_no_part_of_the_introduction() {
    let text = String::from_utf8(page("plain")).unwrap();
    let at = text.rfind("某某市某某局").unwrap();
    let start = text[..at].rfind("<p").unwrap();
    let end = at + text[at..].rfind("</p>").unwrap();
    let unsigned = format!("{}<p>{}", &text[..start], &text[end..]);
    let below = "年度报告</h1><p>某某市某某局</p><p>（2024年1月15日）</p>";
    let import = imported("page.html", &unsigned.replacen("年度报告</h1>", below, 1));
    assert_eq!(import.doubts, []);
    let written = Checked::of(&import.file.write());
    let report = written.report();
    assert_eq!(report.signature.as_deref(), Some("某某市某某局"));
    assert_eq!(report.date.unwrap().0.to_string(), "2024-01-15");
    let (_, introduction) = report.all_prose().next().unwrap();
    assert!(
        introduction
            .passages
            .iter()
            .all(|passage| passage.heading.is_none())
    );
}
