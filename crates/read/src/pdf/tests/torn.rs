//! Rows that the end of a page tears.

use proptest::prelude::*;

use super::{assert_told, line, published, row, show, told};

/// A name, two narrow columns and a wide one.
const EDGES: [f64; 5] = [40.0, 80.0, 110.0, 140.0, 240.0];

fn top(texts: [&str; 4]) -> String {
    row(&EDGES, 300.0, 320.0, &["名称", "甲", "乙", "丙"]) + &row(&EDGES, 280.0, 300.0, &texts)
}

fn bottom(texts: [&str; 4]) -> String {
    row(&EDGES, 680.0, 700.0, &texts) + &row(&EDGES, 660.0, 680.0, &["2.子", "7", "8", "9"])
}

/// What the pages show, between the rows that are whole.
#[track_caller]
fn assert_joined(above: [&str; 4], below: [&str; 4], expected: &str) {
    let told = format!("名称|甲|乙|丙/{expected}/2.子|7|8|9");
    assert_told(&[top(above), bottom(below)], &[&told]);
}

#[test]
fn a_torn_row_is_one_with_its_figures() {
    let above = ["1.本机", "8790", "4813", "12"];
    assert_joined(above, ["关不", "", "", ""], "1.本机关不|8790|4813|12");
}

#[test]
fn notes_go_on_behind_their_figures() {
    let above = ["1.本机", "8790", "4", "12（含镇"];
    let joined = "1.本机关不|8790|4（镇）|12（含镇办）";
    assert_joined(above, ["关不", "", "（镇）", "办）"], joined);
}

#[test]
fn figures_of_a_torn_row_that_may_be_parts_are_not_certain() {
    let above = ["1.本机", "12", "4813", "12"];
    let doubtful = "1.本机|（也许不全）12 9|（也许不全）4813|（也许不全）12";
    assert_joined(above, ["", "9", "", ""], doubtful);
    let doubtful = "1.本机|（也许不全）12|（也许不全）4813|（也许不全）12 9";
    assert_joined(above, ["", "", "", "9"], doubtful);
    let both = "1.本机关不|（也许不全）12 9|（也许不全）4813 5|（也许不全）12";
    assert_joined(above, ["关不", "9", "5", ""], both);
}

#[test]
fn rows_with_numbers_of_their_own_or_room_above_stay_apart() {
    let above = ["1.本机", "8790", "4813", "12"];
    let apart = "1.本机|8790|4813|12/2.关不|9|5|";
    assert_joined(above, ["2.关不", "9", "5", ""], apart);
    let apart = "规章|8790|4813|12/许可|9|5|3";
    assert_joined(
        ["规章", "8790", "4813", "12"],
        ["许可", "9", "5", "3"],
        apart,
    );
}

#[test]
fn a_row_without_a_name_above_one_with_it_is_not_certain() {
    let doubtful = "1.本机|（也许不全）8790 9|（也许不全）4813|（下一页）3";
    assert_joined(["", "8790", "4813", ""], ["1.本机", "9", "", "3"], doubtful);
}

#[test]
fn figures_above_a_name_without_any_are_its_own() {
    let halves = "1.本机|8790|4813|3";
    assert_joined(["", "8790", "4813", "3"], ["1.本机", "", "", ""], halves);
}

#[test]
fn a_name_above_all_of_its_figures_has_them() {
    let halves = "1.本机关不|9|5|3（含镇）";
    assert_joined(
        ["1.本机", "", "", ""],
        ["关不", "9", "5", "3（含镇）"],
        halves,
    );
    assert_joined(["1.本机", "", "", ""], ["", "9", "5", "3"], "1.本机|9|5|3");
}

#[test]
fn a_group_that_starts_with_a_torn_row_goes_on() {
    let edges = [20.0, 40.0, 80.0, 110.0, 140.0];
    let first = row(&edges, 300.0, 320.0, &["类", "名称", "甲", "乙"])
        + &row(&edges, 280.0, 300.0, &["（", "1.本机", "8790", "4813"]);
    let group = super::cell([20.0, 640.0, 40.0, 700.0]) + &show(23.0, 680.0, "四）");
    let second = group
        + &row(&edges[1..], 680.0, 700.0, &["关不", "9", "5"])
        + &row(&edges[1..], 640.0, 680.0, &["2.子", "7", "8"]);
    assert_told(
        &[first, second],
        &["类|名称|甲|乙/（四）|1.本机关不|（也许不全）8790 9|（也许不全）4813 5/2.子|7|8"],
    );
}

#[test]
fn figures_without_names_are_parts_of_one_row() {
    let edges = [40.0, 70.0, 100.0, 200.0];
    let first = row(&edges, 300.0, 320.0, &["维持", "纠正", "其他"])
        + &row(&edges, 280.0, 300.0, &["8790", "4813", "12"]);
    let second = row(&edges, 680.0, 700.0, &["9", "5", ""]);
    assert_told(
        &[first, second],
        &["维持|纠正|其他/（也许不全）8790 9|（也许不全）4813 5|（也许不全）12"],
    );
    let heads = row(&edges, 280.0, 300.0, &["维持", "纠正", "其他"]);
    let figures = row(&edges, 680.0, 700.0, &["9", "5", "3"]);
    assert_told(&[heads, figures], &["维持|纠正|其他/9|5|3"]);
}

#[test]
fn a_torn_row_without_rules_is_never_certain() {
    let values = [
        (40.0, "1.本机"),
        (140.0, "8790"),
        (200.0, "4813"),
        (260.0, "12"),
    ];
    let whole = [(40.0, "0.丑"), (140.0, "33"), (200.0, "44"), (260.0, "55")];
    let last = [(40.0, "2.子"), (140.0, "7"), (200.0, "8"), (260.0, "9")];
    let rest = [(40.0, "关不"), (140.0, "9"), (200.0, "5")];
    let pages = [
        line(520.0, &whole) + &line(500.0, &values),
        line(520.0, &rest) + &line(500.0, &last),
    ];
    let part = "（也许不全）";
    assert_told(
        &pages,
        &[&format!(
            "0.丑|33|44|55/{part}1.本机|{part}8790|{part}4813|{part}12/\
             {part}关不|{part}9|{part}5/2.子|7|8|9"
        )],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_torn_row_is_read_right_or_not_at_all(
        figures in prop::collection::vec(prop::option::weighted(0.9, 0..100_000_u32), 3),
        has_name_below in any::<bool>(),
    ) {
        let text = |figure: &Option<u32>| figure.map_or(String::new(), |own| own.to_string());
        let texts: Vec<String> = figures.iter().map(text).collect();
        // Four digits fill a narrow cell, and any figure fits the wide one.
        let parted: Vec<(&str, &str)> = (0..3)
            .map(|at| texts[at].split_at(match at {
                2 => texts[at].len(),
                _ => texts[at].len().min(4),
            }))
            .collect();
        let name = match has_name_below {
            true => "关不",
            false => "",
        };
        let pages = [
            top(["1.本机", parted[0].0, parted[1].0, parted[2].0]),
            bottom([name, parted[0].1, parted[1].1, parted[2].1]),
        ];
        let told = told(&published(&pages)).concat();
        let row = told.split('/').find(|row| row.starts_with("1.本机")).unwrap();
        for (cell, figure) in row.split('|').skip(1).zip(&texts) {
            let is_number = cell.chars().all(|c| c.is_ascii_digit());
            prop_assert!(cell == figure || !is_number, "{told} for {texts:?}");
            let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(&digits, figure);
        }
    }
}
