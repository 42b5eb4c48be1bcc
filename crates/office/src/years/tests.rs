use super::*;
use base::source::Sources;
use form::report::{self, Alone};

/// A report in which 新收, 予以公开, all results, 复议 corrected and decided, and 行政许可 are
/// stated, the rest nought.
#[derive(Clone, Copy)]
struct Figures {
    received: u64,
    open: u64,
    closed: u64,
    corrected: u64,
    upheld: u64,
    permits: u64,
}

const NONE: Figures = Figures {
    received: 0,
    open: 0,
    closed: 0,
    corrected: 0,
    upheld: 0,
    permits: 0,
};

fn text(agency: &str, year: u16, figures: Figures) -> String {
    let Figures {
        received,
        open,
        closed,
        corrected,
        upheld,
        permits,
    } = figures;
    let permits = match year {
        ..2021 => format!("{{上年项目: 1, 增减: 0, 处理决定: {permits}}}"),
        _ => permits.to_string(),
    };
    format!(
        "年度: {year}\n机关: {{名称: {agency}}}\n主动公开:\n  行政许可: {permits}\n  其余: 0\n\
         申请:\n  新收: [{received}, 0, 0, 0, 0, 0]\n  办理结果:\n\
         \x20   予以公开: [{open}, 0, 0, 0, 0, 0]\n\
         \x20   不予公开: {{国家秘密: [{closed}, 0, 0, 0, 0, 0], 其余: 0}}\n    其余: 0\n  其余: 0\n\
         复议诉讼: {{行政复议: {{结果纠正: {corrected}, 结果维持: {upheld}, 其余: 0}}, 其余: 0}}\n"
    )
}

fn filed_of(file: &str, text: &str) -> Filed {
    let mut sources = Sources::new();
    let id = sources.add(file, text);
    let (report, _) = report::read(&mut sources, id, &Alone);
    let report = report.expect("it can be read");
    let owner = report.agency.text.clone();
    Filed::of(&report, file.to_owned(), owner)
}

fn filed(agency: &str, year: u16, figures: Figures) -> Filed {
    filed_of(
        &format!("{year}/{agency}.yaml"),
        &text(agency, year, figures),
    )
}

fn history(files: Vec<Filed>) -> History {
    History::of(files, Vec::new(), Vec::new())
}

fn number(name: &str) -> usize {
    let mut all = Indicator::all().iter();
    all.position(|one| one.name == name).expect("it is one")
}

fn printed(filed: &Filed, name: &str) -> String {
    let number = number(name);
    Indicator::all()[number].printed(Some(&filed.measures[number]))
}

#[test]
fn every_indicator_is_of_the_newest_form_and_says_how_it_is_reckoned() {
    let latest = Edition::latest();
    let formulas = Indicator::all().iter().map(|indicator| {
        let formula = indicator.source(latest).expect(&indicator.name);
        format!(
            "{}（{}） {}",
            indicator.name,
            indicator.unit.chinese(),
            formula
        )
    });
    assert_eq!(
        formulas.collect::<Vec<_>>(),
        [
            "新收（件） 申请.新收",
            "公开率（%） （申请.办理结果.予以公开 + 申请.办理结果.部分公开） ÷ 申请.办理结果.总计",
            "不予公开（件） 申请.办理结果.不予公开",
            "结转下年度（件） 申请.结转下年度",
            "复议纠正率（%） 复议诉讼.行政复议.结果纠正 ÷ 复议诉讼.行政复议.总计",
            "诉讼纠正率（%） （复议诉讼.未经复议直接起诉.结果纠正 + 复议诉讼.复议后起诉.结果纠正） \
             ÷ （复议诉讼.未经复议直接起诉.总计 + 复议诉讼.复议后起诉.总计）",
            "行政许可（件） 主动公开.行政许可",
            "行政处罚（件） 主动公开.行政处罚",
            "收费（万元） 主动公开.行政事业性收费",
        ]
    );
}

#[test]
fn a_share_is_exact_and_of_nothing_it_is_none() {
    let one = filed(
        "甲局",
        2024,
        Figures {
            open: 2,
            closed: 1,
            corrected: 1,
            upheld: 7,
            ..NONE
        },
    );
    assert_eq!(printed(&one, "公开率"), "66.7%");
    assert_eq!(printed(&one, "复议纠正率"), "12.5%");
    assert_eq!(printed(&one, "诉讼纠正率"), "—");
    let none = &one.measures[number("诉讼纠正率")];
    assert_eq!(none.value, Err(Lack::Nought));
    assert_eq!(none.base, Some(0));
    // A half is rounded up, and what is below it is not, however near.
    let shown = |of: i128, among: i128| Unit::Share.shown((of * 100_000_000).div_euclid(among));
    assert_eq!(shown(1, 2000), "0.1%");
    assert_eq!(shown(499_999_999, 1_000_000_000_000), "0.0%");
    assert_eq!(shown(3, 2), "150.0%");
}

#[test]
fn a_blank_an_unread_figure_and_one_that_the_form_lacks_are_told_apart() {
    let whole = text("甲局", 2024, NONE);
    let lack = |text: &str, name: &str| {
        let one = filed_of("甲.yaml", text);
        one.measures[number(name)].value.err()
    };
    assert_eq!(lack(&whole, "行政许可"), None);
    let blank = whole.replace("行政许可: 0", "行政许可: ~");
    assert_eq!(lack(&blank, "行政许可"), Some(Lack::Blank));
    let unread = whole.replace("行政许可: 0", "行政许可: 约3");
    assert_eq!(lack(&unread, "行政许可"), Some(Lack::Unread));
    let old = text("甲局", 2020, NONE);
    assert_eq!(lack(&old, "收费"), Some(Lack::Form));
    // The older form counts permits in another column.
    let old = filed("甲局", 2020, Figures { permits: 7, ..NONE });
    assert_eq!(printed(&old, "行政许可"), "7");
}

#[test]
fn an_agency_is_found_across_its_names() {
    let mut files = vec![filed("甲乙局", 2021, NONE), filed("甲局", 2023, NONE)];
    files[0].owner = "甲局".to_owned();
    let known = history(files);
    assert_eq!(known.agencies.len(), 1);
    let former = BTreeMap::from([("甲乙局", 2021)]);
    assert_eq!(known.agencies[0].former(), former);
    assert_eq!(known.years, [2021, 2022, 2023]);
    assert_eq!(known.missing(&known.agencies[0]), [2022]);
    let text = write::terminal::render(&document(&known), Default::default());
    assert!(
        text.contains("甲局：2021 年度及以前名为「甲乙局」\n  甲局：没有 2022 年度的报告"),
        "{text}"
    );
}

#[test]
fn only_what_forms_have_in_common_is_joined_and_the_rest_is_named() {
    let files = vec![filed("甲局", 2020, NONE), filed("甲局", 2021, NONE)];
    let both = history(files);
    assert_eq!(both.indicators().len(), Indicator::all().len());
    let text = write::terminal::render(&document(&both), Default::default());
    assert!(text.contains("无此项"), "{text}");
    let old = history(vec![filed("甲局", 2020, NONE)]);
    let mut names = old.indicators().into_iter();
    assert!(names.all(|(_, indicator, _)| indicator.name != "收费"));
}

#[test]
fn the_greatest_stand_first_and_those_without_a_number_last() {
    let of = |agency, open, closed| {
        filed(
            agency,
            2024,
            Figures {
                open,
                closed,
                ..NONE
            },
        )
    };
    let all = history(vec![of("甲", 5, 5), of("乙", 9, 1), of("丁", 0, 0)]);
    let ranked = all.ranked(number("公开率")).into_iter();
    let ranked: Vec<&str> = ranked.map(|one| &*one.name).collect();
    assert_eq!(ranked, ["乙", "甲", "丁"]);
}

/// What stands out, in words.
fn told(files: Vec<Filed>) -> Vec<String> {
    let history = history(files);
    let told = history.standouts.iter();
    let line = |one: &Standout| {
        let name = &Indicator::all()[one.indicator].name;
        format!("{} {name} {}", one.year, one.reason())
    };
    told.map(line).collect()
}

#[test]
fn a_doubling_stands_out_and_small_numbers_do_not_shout() {
    let years = |agency: &str, numbers: &[u64]| -> Vec<Filed> {
        let numbers = numbers.iter().zip(2022..);
        let files =
            numbers.map(|(&received, year)| filed(agency, year, Figures { received, ..NONE }));
        files.collect()
    };
    assert_eq!(told(years("甲局", &[1, 9])), Vec::<String>::new());
    assert_eq!(
        told(years("甲局", &[0, 10])),
        ["2023 新收 10 件，上年 0 件"]
    );
    assert_eq!(
        told(years("甲局", &[30, 160, 20])),
        [
            "2024 新收 20 件，上年 160 件",
            "2023 新收 160 件，上年 30 件",
        ]
    );
    // A year that is missing is no year before.
    let mut gap = years("甲局", &[30, 30, 160]);
    gap.remove(1);
    assert_eq!(told(gap), Vec::<String>::new());
}

#[test]
fn a_share_of_few_says_nothing() {
    let of = |year, open, closed| {
        filed(
            "甲",
            year,
            Figures {
                open,
                closed,
                ..NONE
            },
        )
    };
    let shares = |files| {
        let mut told = told(files);
        told.retain(|line| line.contains("公开率"));
        told
    };
    assert_eq!(
        shares(vec![of(2023, 1, 19), of(2024, 15, 5)]),
        ["2024 公开率 75.0%，上年 5.0%"]
    );
    assert_eq!(shares(vec![of(2023, 0, 9), of(2024, 9, 0)]), [""; 0]);
}

#[test]
fn a_far_year_is_no_thousand_columns() {
    let history = history(vec![filed("甲局", 2023, NONE), filed("甲局", 9000, NONE)]);
    assert_eq!(history.years, [2023, 9000]);
}

#[test]
fn figures_beyond_all_bounds_are_told_and_no_panic() {
    let most = 999_999_999_999_999_999;
    let big = Figures {
        received: most,
        open: most,
        closed: most,
        corrected: most,
        upheld: 0,
        permits: most,
    };
    let files = vec![filed("甲局", 2023, NONE), filed("甲局", 2024, big)];
    let history = history(files);
    let one = &history.agencies[0].reports[&2024];
    assert_eq!(printed(one, "新收"), "999999999999999999");
    assert_eq!(printed(one, "公开率"), "50.0%");
    let text = write::terminal::render(&document(&history), Default::default());
    assert!(text.contains("999999999999999999"), "{text}");
}

#[test]
fn small_numbers_do_not_shout() {
    let weight = |before: i128, now: i128| super::weight(before * 1_000_000, now * 1_000_000);
    assert_eq!(weight(5, 5), 0);
    assert!(weight(0, 3) < weight(200, 400));
    assert!(weight(933_554, 950_000) < weight(6, 60));
    assert!(weight(0, 500) > weight(500, 900));
    assert!(weight(i128::MAX / 1_000_000, 0) > 0 && weight(-4, 4) > 0);
}
