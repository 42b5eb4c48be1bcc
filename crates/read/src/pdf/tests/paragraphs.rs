//! Where paragraphs start.

use super::{assert_told, show};

/// Lines of ten characters, each at a place.
fn lines(lines: &[(f64, &str)]) -> String {
    let shown = (0..).zip(lines);
    shown
        .map(|(at, (x, text))| show(*x, 560.0 - 16.0 * f64::from(at), text))
        .collect()
}

#[test]
fn a_heading_below_a_full_line_is_a_paragraph() {
    let page = lines(&[
        (70.0, "首句有这么长共十个。"),
        (70.0, "（二）申请情况"),
        (70.0, "第二段从这里开始的，"),
        (50.0, "到这里还有十二个字才完。"),
    ]);
    let told = [
        "首句有这么长共十个。",
        "（二）申请情况",
        "第二段从这里开始的，到这里还有十二个字才完。",
    ];
    assert_told(&[page], &told);
}

#[test]
fn a_number_among_sentences_starts_no_paragraph() {
    let page = lines(&[
        (70.0, "分两步来做，先是这样"),
        (50.0, "（一）公开全部的信息，并"),
        (50.0, "（二）答复申请，都按期。"),
    ]);
    let told = "分两步来做，先是这样（一）公开全部的信息，并（二）答复申请，都按期。";
    assert_told(&[page], &[told]);
}

#[test]
fn a_bracket_shown_late_stands_in_its_gap() {
    let shown = [
        (40.0, "函"),
        (50.0, "〔"),
        (60.0, "2021"),
        (90.0, "30号"),
        (80.0, "〕"),
    ];
    let page = shown.map(|(x, text)| show(x, 560.0, text)).concat();
    assert_told(&[page], &["函〔2021〕30号"]);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut page = show(
        60.0,
        580.0,
        "横贯两栏的一行标题在这里横贯两栏的一行标题在这里",
    );
    let letters: Vec<char> = "甲乙丙丁戊己庚辛壬癸子丑".chars().collect();
    let mut sides = [String::new(), String::new()];
    for at in 0..9_u8 {
        for (side, text) in sides.iter_mut().enumerate() {
            let own: String = letters[side * 2..side * 2 + 10].iter().collect();
            let left = 40.0 + 160.0 * side as f64;
            page += &show(left, 550.0 - 16.0 * f64::from(at), &own);
            text.push_str(&own);
        }
    }
    page += &show(
        60.0,
        380.0,
        "横贯两栏的又一行话在这里横贯两栏的又一行话在这里",
    );
    let told = super::told(&super::published(&[page])).concat();
    let [left, right] = sides;
    let places = [left, right].map(|side| told.find(&side));
    assert!(places[0].is_some() && places[0] < places[1], "{told}");
    assert!(
        told.starts_with("横贯") && told.ends_with("在这里"),
        "{told}"
    );
}

#[test]
fn columns_near_each_other_with_lines_at_other_heights_are_two() {
    let letters: Vec<char> = "甲乙丙丁戊己庚辛壬癸子丑".chars().collect();
    let mut page = String::new();
    let mut sides = [String::new(), String::new()];
    for at in 0..7_u8 {
        for (side, text) in sides.iter_mut().enumerate() {
            let own: String = letters[side * 2..side * 2 + 10].iter().collect();
            let (left, down) = (40.0 + 107.0 * side as f64, 5.0 * side as f64);
            page += &show(left, 550.0 - 16.0 * f64::from(at) - down, &own);
            text.push_str(&own);
        }
    }
    let told = super::told(&super::published(&[page])).concat();
    assert_eq!(told, sides.concat());
}
