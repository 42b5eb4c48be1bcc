use super::*;
use crate::{
    chart::ChartKind,
    report::{Alone, expand, read},
};
use base::{diagnostic::Surface, source::Sources};

const TABLE: &str = "申请:\n  新收: [3, 0, 1, 0, 0, ~]\n  办理结果:\n    予以公开: [1, 0, 0, 0, 0, 0]\n    \
     不予公开: {国家秘密: [2, 0, 0, 0, 0, 0], 其余: 0}\n    其余: 0\n  其余: 0\n\
     主动公开: {行政许可: 7, 其余: 0}\n";

fn of_year(year: u16, text: &str) -> (Sources, Report) {
    let table = match year < 2021 {
        true => TABLE.replace(
            "行政许可: 7",
            "行政许可: {上年项目: 5, 增减: -2, 处理决定: 7}",
        ),
        false => TABLE.to_owned(),
    };
    let lines: String = text.lines().map(|line| format!("  {line}\n")).collect();
    let yaml = format!("年度: {year}\n{table}其他事项: |\n{lines}");
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", yaml);
    let (report, _) = read(&mut sources, file, &Alone);
    (sources, report.unwrap())
}

/// The charts of a text, after so many years, and what is wrong with them.
fn drawn(text: &str, earlier: u16) -> (Vec<Option<Chart>>, Vec<String>) {
    let mut before: Option<Box<Report>> = None;
    for year in 2022 - earlier..2022 {
        let mut report = of_year(year, "无。").1;
        report.before = before.take();
        before = Some(Box::new(report));
    }
    let (sources, mut report) = of_year(2022, text);
    let findings = expand(&mut report, before.as_deref());
    let told = findings.iter().map(|finding| {
        let line = sources.start(finding.place).line;
        let text = sources.slice(finding.place);
        format!("{line} {text}：{}", finding.message.on(Surface::DataFile))
    });
    let told = told.collect();
    let (_, prose) = report.all_prose().next().unwrap();
    let charts = prose.passages[0]
        .charts
        .iter()
        .map(|(_, chart)| chart.clone());
    (charts.collect(), told)
}

fn one(text: &str, earlier: u16) -> Chart {
    let (charts, told) = drawn(text, earlier);
    assert_eq!(told, Vec::<String>::new(), "{text}");
    charts.into_iter().next().unwrap().unwrap()
}

/// Its figures, series by series.
fn figures(chart: &Chart) -> Vec<String> {
    let series = chart.series.iter().map(|series| {
        let values = series.values.iter();
        let values = values.map(|value| value.number.map_or("—".to_owned(), |n| n.to_string()));
        format!("{} {}", series.name, values.collect::<Vec<_>>().join(" "))
    });
    series.collect()
}

#[test]
fn a_row_or_group_is_drawn_without_its_total() {
    let chart = one("{{图:申请.新收}}", 0);
    assert_eq!(
        chart.labels.join(" "),
        "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他"
    );
    assert_eq!(figures(&chart), ["2022年 3 0 1 0 0 —"]);
    assert_eq!(
        (chart.kind, chart.title.as_str()),
        (ChartKind::Bars, "申请·新收")
    );
    let chart = one("```图\n数据: 申请.办理结果\n```", 0);
    assert_eq!(figures(&chart), ["2022年 1 0 2 0 0 0"]);
    assert_eq!((chart.kind, chart.unit.as_str()), (ChartKind::Parts, "件"));
    assert_eq!(chart.series[0].values[2].path, "申请.办理结果.不予公开");
}

#[test]
fn a_list_is_of_totals_and_single_cells() {
    let text = "```图\n标题: 甲\n数据:\n  - 申请.新收\n  - 申请.办理结果.总计\n  - 申请.新收.自然人\n  - 申请.结转下年度\n```";
    let chart = one(text, 0);
    assert_eq!(
        chart.labels.join(" "),
        "新收 办理结果·总计 新收·自然人 结转下年度"
    );
    // One of its cells is blank: nobody knows the total.
    assert_eq!(figures(&chart), ["2022年 — 3 3 0"]);
}

#[test]
fn own_figures_have_signs_places_and_blanks() {
    let chart = one(
        "```图\n标题: 甲\n数据: {升: +3, 降: -1.50, 空: ~, 数: 0.25}\n单位: 万元\n```",
        0,
    );
    assert_eq!(figures(&chart), ["2022年 +3 -1.5 — 0.25"]);
    assert_eq!(chart.unit, "万元");
}

#[test]
fn years_go_along_last_years_files_and_across_editions() {
    let text = "```图\n标题: 甲\n数据: [申请.新收.自然人, 主动公开.行政许可]\n年度: 3\n```";
    assert_eq!(years(&of_year(2022, text).1), 3);
    let chart = one(text, 2);
    assert_eq!(chart.kind, ChartKind::Bars);
    assert_eq!(chart.labels.join(" "), "新收·自然人 行政许可");
    // A row of the older form is no single figure.
    assert_eq!(figures(&chart), ["2020年 3 —", "2021年 3 7", "2022年 3 7"]);
    let chart = one("```图\n数据: 申请.新收.自然人\n年度: 3\n```", 2);
    assert_eq!(chart.kind, ChartKind::Lines);
    assert_eq!(chart.labels.join(" "), "2020年 2021年 2022年");
    assert_eq!(figures(&chart), ["自然人 3 3 3"]);
    let (charts, told) = drawn(text, 1);
    assert!(charts[0].is_none());
    assert_eq!(
        told,
        ["14 3：要画 3 年，只找到 2 年的数据文件，最早是 2021 年"]
    );
}

#[test]
fn nothing_of_a_chart_is_words_of_the_text() {
    let text = "前面。\n\n```图\n标题: 共{{申请.新收.自然人}}件\n数据: 申请.新收\n```\n\n后面{{申请.新收.自然人}}件。\n\n{{图：申请.新收}}";
    let (_, mut report) = of_year(2022, text);
    assert!(expand(&mut report, None).is_empty());
    let passage = &report.all_prose().next().unwrap().1.passages[0];
    assert_eq!(
        passage.text.trim_end(),
        "前面。\n\n![](#)\n\n后面3件。\n\n![](#)"
    );
    assert_eq!(passage.charts[0].1.as_ref().unwrap().title, "共3件");
    for (range, chart) in &passage.charts {
        assert_eq!(&passage.text[range.clone()], MARK);
        assert!(passage.chart_at(range.start).is_some() && chart.is_some());
    }
}

#[test]
fn a_chart_stands_by_itself() {
    for (text, found) in [
        ("见{{图:申请.新收}}。", "是一幅图，要独占一段"),
        (
            "- 甲\n\n  ```图\n  数据: 申请.新收\n  ```",
            "图不能放在列表、引用或脚注里",
        ),
        ("```图\n数据: 申请.新收", "图没有写完：缺少结尾的一行 ```"),
        (
            "````图\n数据: 申请.新收\n```",
            "图没有写完：缺少结尾的一行 ```",
        ),
        ("```图\n```", "图里没有写要画什么"),
        ("```图\n数据：申请.新收\n```", "全角"),
    ] {
        let (_, told) = drawn(text, 0);
        assert!(
            told.len() == 1 && told[0].contains(found),
            "{text}: {told:?}"
        );
    }
    let code = "```\n数据: 申请.新收\n```";
    let (charts, told) = drawn(code, 0);
    assert!(charts.is_empty() && told.is_empty());
}

#[test]
fn charts_are_bounded() {
    let (charts, told) = drawn(&"{{图:申请.新收}}\n\n".repeat(MOST + 2), 0);
    assert_eq!(charts.iter().filter(|chart| chart.is_some()).count(), MOST);
    assert_eq!(told.len(), 2);
    let items: String = (0..101).map(|at| format!("  甲{at}: {at}\n")).collect();
    let (_, told) = drawn(&format!("```图\n标题: 甲\n数据:\n{items}```"), 0);
    assert!(told[0].contains("这幅图有 101 项，最多 100 项"), "{told:?}");
    for style in ["构成", "折线"] {
        let items: String = (0..25).map(|at| format!("  甲{at}: {at}\n")).collect();
        let (_, told) = drawn(
            &format!("```图\n标题: 甲\n样式: {style}\n数据:\n{items}```"),
            0,
        );
        let found = format!("这幅{style}图有 25 项，最多 24 项");
        assert!(told[0].contains(&found), "{told:?}");
    }
}

#[test]
fn figures_of_an_author_are_told_what_is_wrong_with_them() {
    for (data, found) in [
        (
            "{甲: 1.2345678}",
            "写的是「1.2345678」，小数有 7 位，最多 6 位",
        ),
        ("{甲: 1234567890123456789}", "有 19 位，太大了，最多 18 位"),
        ("{甲: 3件}", "写的是「3件」，数字里夹着文字"),
        ("{甲: -+3}", "写的是「-+3」"),
        ("{甲: 1, 甲: 2}", "图里有两项都叫「甲」"),
        ("{\" \": 1}", "图里有一项没有标签"),
        ("{甲: 申请.新收}", "写的是「申请.新收」"),
        ("[甲: 1]", "图的这一项没有写路径"),
        ("[]", "图的「数据」是空的"),
    ] {
        let (_, told) = drawn(&format!("```图\n标题: 甲\n数据: {data}\n```"), 0);
        assert!(
            told.len() == 1 && told[0].contains(found),
            "{data}: {told:?}"
        );
    }
}
