//! Figures in the spellings that people use, as far as they are beyond doubt.
//!
//! One judge for what is typed, pasted, imported and written in files: `１，２３４`, `298件` and
//! `1964904（含某区）` are figures; `12,34`, `1e3`, `5万` and `约5` are their author's to change.

use super::{Kind, Number};
use crate::characters::{half_width, is_invisible};

/// Units that counts are printed with.
const UNITS: [char; 9] = ['件', '项', '个', '条', '份', '次', '宗', '起', '部'];
/// Words that say which way a change goes.
const MORE: [&str; 6] = ["增加", "新增", "增", "上升", "↑", "+"];
const FEWER: [&str; 6] = ["减少", "减", "下降", "↓", "-", "－"];

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nothing.
    Blank,
    /// A figure, with the note that stands behind it in brackets.
    Figure(Number, Option<String>),
    /// Something else.
    Unsure,
}

/// Reads what stands in a cell of a kind.
pub fn read(text: &str, kind: Kind) -> Reading {
    let shown: Vec<char> = text.chars().filter(|&c| !is_invisible(c)).collect();
    let folded: String = shown.iter().copied().map(half_width).collect();
    if folded.trim().is_empty() {
        return Reading::Blank;
    }
    let (core, note) = match bracketed(&folded) {
        Some((core, start, end)) => {
            let note: String = shown[start..end].iter().collect();
            (core, Some(note.trim().to_owned()))
        }
        None => (folded.trim(), None),
    };
    let unit = |note: &String| note == "万元" && kind == Kind::Amount || is_unit(note);
    let note = note.filter(|note| !note.is_empty() && !unit(note));
    match number(core, kind) {
        Some(number) => {
            let line = |note: String| note.split_whitespace().collect::<Vec<_>>().join(" ");
            Reading::Figure(number, note.map(line))
        }
        None => Reading::Unsure,
    }
}

fn is_unit(text: &str) -> bool {
    let mut chars = text.chars();
    matches!((chars.next(), chars.next()), (Some(unit), None) if UNITS.contains(&unit))
}

/// What stands before the brackets at the end, and where their inside lies in characters.
fn bracketed(folded: &str) -> Option<(&str, usize, usize)> {
    let (core, rest) = folded.split_once('(')?;
    let inside = rest.trim_end().strip_suffix(')')?;
    let mut open = 0;
    let is_single = inside.chars().all(|c| {
        open += i32::from(c == '(') - i32::from(c == ')');
        open >= 0
    });
    let start = core.chars().count() + 1;
    let end = start + inside.chars().count();
    (is_single && open == 0 && !core.trim().is_empty()).then_some((core.trim(), start, end))
}

fn number(core: &str, kind: Kind) -> Option<Number> {
    let bare = match kind {
        Kind::Amount => amount(core)?,
        Kind::Change => return change(core),
        Kind::Count => without_unit(core),
    };
    Number::scan(&grouped(bare)?, kind).ok()
}

fn without_unit(text: &str) -> &str {
    text.strip_suffix(UNITS).map_or(text, str::trim_end)
}

/// 0 元 are 0 万元; every other sum in 元 is the author's to convert.
fn amount(text: &str) -> Option<&str> {
    match text.strip_suffix("万元") {
        Some(bare) => Some(bare.trim_end()),
        None => match text.strip_suffix('元').map(str::trim_end) {
            Some("0") => Some("0"),
            Some(_) => None,
            None => Some(text),
        },
    }
}

fn change(text: &str) -> Option<Number> {
    let text = without_unit(text);
    let before = |words: &[&str]| words.iter().find_map(|word| text.strip_prefix(word));
    let behind = |word: char| text.strip_suffix(word);
    let (sign, bare) = match (before(&MORE), before(&FEWER), behind('↑'), behind('↓')) {
        (Some(bare), ..) => ("+", bare),
        (_, Some(bare), ..) => ("-", bare),
        (_, _, Some(bare), _) => ("+", bare),
        (_, _, _, Some(bare)) => ("-", bare),
        _ => ("", text),
    };
    let bare = grouped(without_unit(bare.trim()))?;
    let unsigned = bare.starts_with(|c: char| c.is_ascii_digit());
    unsigned
        .then(|| Number::scan(&format!("{sign}{bare}"), Kind::Change).ok())
        .flatten()
}

/// Takes the commas out of `1,234,567`; none if they stand elsewhere.
pub fn grouped(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let sound = (1..=3).contains(&first.len())
        && groups.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()))
        && fraction.is_none_or(|fraction| !fraction.contains(','));
    sound.then(|| text.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, kind: Kind) -> String {
        match read(text, kind) {
            Reading::Blank => "~".to_owned(),
            Reading::Figure(number, None) => number.to_string(),
            Reading::Figure(number, Some(note)) => format!("{number}|{note}"),
            Reading::Unsure => "?".to_owned(),
        }
    }

    #[test]
    fn counts_are_read_where_they_are_certain() {
        let count = |text| told(text, Kind::Count);
        for (text, figure) in [
            ("0", "0"),
            (" \u{a0}１２\u{3000}", "12"),
            ("0件", "0"),
            ("3 件", "3"),
            ("1,234", "1234"),
            ("1，234，567", "1234567"),
            ("1964904(含淄博经开区)", "1964904|含淄博经开区"),
            ("1964904（含 淄博）", "1964904|含 淄博"),
            ("5（含（淄博）（桓台）的）", "5|含（淄博）（桓台）的"),
            ("6（件）", "6"),
            ("", "~"),
            ("\u{200b}\n", "~"),
        ] {
            assert_eq!(count(text), figure, "{text:?}");
        }
        for text in [
            "/",
            "-",
            "—",
            "无",
            "+5",
            "-5",
            "12,34",
            "1 234",
            "约5",
            "5余",
            "零",
            "3.0",
            "007",
            "(5)",
            "5(a)(b)",
            "5(a",
            "5(a))",
            "O",
            "5万",
            "1.2.3",
            "0、",
            "9999999999999999999",
        ] {
            assert_eq!(count(text), "?", "{text:?}");
        }
    }

    #[test]
    fn changes_carry_their_sign() {
        let change = |text| told(text, Kind::Change);
        for (text, figure) in [
            ("增 30513", "+30513"),
            ("减599", "-599"),
            ("增加12项", "+12"),
            ("＋5", "+5"),
            ("-599", "-599"),
            ("−7", "-7"),
            ("↓3", "-3"),
            ("3↑", "+3"),
            ("0", "0"),
            ("-1,204", "-1204"),
        ] {
            assert_eq!(change(text), figure, "{text:?}");
        }
        for text in ["增", "增-5", "增/减", "↑", "±3", "持平"] {
            assert_eq!(change(text), "?", "{text:?}");
        }
    }

    #[test]
    fn amounts_are_exact_and_in_wan_yuan() {
        let amount = |text| told(text, Kind::Amount);
        for (text, figure) in [
            ("76.786078", "76.786078"),
            ("1,234.50万元", "1234.50"),
            ("0元", "0"),
            ("12（万元）", "12"),
        ] {
            assert_eq!(amount(text), figure, "{text:?}");
        }
        for text in ["6270000元", "1.2345678", "5件", "约3万元", ".5"] {
            assert_eq!(amount(text), "?", "{text:?}");
        }
    }
}
