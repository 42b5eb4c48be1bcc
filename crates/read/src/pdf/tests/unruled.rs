//! Tables without rules: figures that stand below one another.

use super::{assert_told, line, published, told};

#[test]
fn figures_below_one_another_are_a_table_without_rules() {
    let page = line(520.0, &[(100.0, "表前的话有这么长，说明下面的数。")])
        + &line(
            480.0,
            &[(40.0, "条目"), (150.0, "12"), (200.0, "34"), (250.0, "56")],
        )
        + &line(466.0, &[(40.0, "一行放不下")])
        + &line(460.0, &[(150.0, "7"), (250.0, "9")])
        + &line(454.0, &[(40.0, "的名称")])
        + &line(
            430.0,
            &[(40.0, "许可"), (150.0, "1,2"), (200.0, "1"), (250.0, "2")],
        )
        + &line(416.0, &[(150.0, "34")]);
    assert_told(
        &[page],
        &[
            "表前的话有这么长，说明下面的数。",
            "条目|12|34|56/一行放不下的名称|7|9/许可|（另一行）1,2 34|1|2",
        ],
    );
}

#[test]
fn a_figure_beside_its_row_is_no_certain_one() {
    let page = line(
        480.0,
        &[(40.0, "甲"), (150.0, "12"), (200.0, "34"), (250.0, "56")],
    ) + &line(460.0, &[(40.0, "乙"), (150.0, "12"), (250.0, "56")])
        + &line(453.0, &[(200.0, "34")]);
    assert_told(&[page], &["甲|12|34|56/乙|12|（另一行）34|56"]);
}

#[test]
fn a_row_without_a_name_has_its_figures_alone() {
    let page = line(480.0, &[(150.0, "12"), (200.0, "34"), (250.0, "56")]);
    assert_told(&[page], &["12|34|56"]);
}

#[test]
fn figures_in_sentences_make_no_table() {
    let page = line(480.0, &[(40.0, "全年3件，办结2件，其中"), (160.0, "1件")])
        + &line(460.0, &[(40.0, "第"), (60.0, "2024"), (100.0, "年")]);
    assert_eq!(told(&published(&[page])).len(), 1);
}

/// Three heads above three columns, and a row.
fn headed() -> String {
    line(500.0, &[(140.0, "甲数"), (200.0, "乙数"), (260.0, "丙数")])
        + &line(
            480.0,
            &[(40.0, "条目"), (140.0, "1"), (200.0, "2"), (260.0, "3")],
        )
}

#[test]
fn lines_of_a_cell_are_one_in_the_order_in_which_they_are_shown() {
    let page = headed()
        + &line(462.0, &[(40.0, "名称一行放")])
        + &line(450.0, &[(40.0, "不下的")])
        + &line(456.0, &[(140.0, "4")])
        + &line(462.0, &[(200.0, "5（含")])
        + &line(450.0, &[(200.0, "乡镇）")])
        + &line(456.0, &[(260.0, "6")]);
    assert_told(
        &[page],
        &["甲数|乙数|丙数/条目|1|2|3/名称一行放不下的|4|5（含乡镇）|6"],
    );
}

#[test]
fn a_row_whose_figure_touches_its_name_has_one_less() {
    let page = headed()
        + &line(466.0, &[(40.0, "一二三四五六七八九十"), (140.0, "4")])
        + &line(466.0, &[(200.0, "5"), (260.0, "6")]);
    let told = told(&published(&[page]));
    assert_eq!(
        told,
        ["甲数|乙数|丙数/条目|1|2|3/一二三四五六七八九十4|5|6"]
    );
}

#[test]
fn a_name_whose_figures_may_stand_below_is_not_blank() {
    let row = |y, name, figures: [&'static str; 3]| {
        let [a, b, c] = figures;
        line(y, &[(40.0, name), (140.0, a), (200.0, b), (260.0, c)])
    };
    let page = headed()
        + &row(466.0, "甲", ["7", "8", "9"])
        + &line(452.0, &[(40.0, "某类许可")])
        + &row(438.0, "的数量", ["4", "5", "6"]);
    let other = "（另一行）";
    assert_told(
        &[page],
        &[&format!(
            "甲数|乙数|丙数/条目|1|2|3/{other}甲某类许可|{other}7|{other}8|{other}9/\
             {other}的数量|{other}4|{other}5|{other}6"
        )],
    );
}

#[test]
fn rows_that_a_page_tears_are_not_certain() {
    let first = headed() + &line(466.0, &[(40.0, "甲"), (140.0, "4"), (260.0, "6")]);
    let second = line(500.0, &[(200.0, "5（含")])
        + &line(488.0, &[(200.0, "乡镇）")])
        + &line(
            470.0,
            &[(40.0, "乙"), (140.0, "7"), (200.0, "8"), (260.0, "9")],
        );
    let told = told(&published(&[first, second]));
    let part = "（也许不全）";
    let [upper, lower] = [
        format!("{part}甲|{part}4|{part}6"),
        format!("{part}乙|{part}7|{part}5（含乡镇） 8|{part}9"),
    ];
    assert!(told[0].ends_with(&format!("{upper}/{lower}")), "{told:?}");
}

#[test]
fn rows_with_two_figures_are_a_table_where_there_are_many() {
    let rows: String = (0..5)
        .map(|at| {
            let y = 480.0 - 14.0 * f64::from(at);
            line(y, &[(40.0, "甲"), (140.0, "1"), (260.0, "2")])
        })
        .collect();
    let heads = line(500.0, &[(140.0, "甲数"), (200.0, "乙数"), (260.0, "丙数")]);
    let told = told(&published(&[heads + &rows]));
    assert_eq!(told, ["甲数|乙数|丙数".to_owned() + &"/甲|1|2".repeat(5)]);
}

#[test]
fn a_caption_below_the_last_column_is_none_of_its_figures() {
    let page = headed()
        + &line(466.0, &[(260.0, "下一表")])
        + &line(
            452.0,
            &[(40.0, "许可"), (140.0, "4"), (200.0, "5"), (260.0, "6")],
        );
    let told = told(&published(&[page])).concat();
    assert!(!told.contains("|3|") && !told.contains("|3/"), "{told}");
}

#[test]
fn figures_that_go_on_below_in_narrow_columns_are_not_certain() {
    let page = headed()
        + &line(
            460.0,
            &[(40.0, "许可"), (140.0, "12"), (200.0, "34"), (260.0, "5")],
        )
        + &line(448.0, &[(140.0, "7"), (200.0, "8")]);
    let other = "（另一行）";
    let told = told(&published(&[page]));
    assert!(
        told[0].contains(&format!("{other}12|{other}34|{other}5/")),
        "{told:?}"
    );
}
