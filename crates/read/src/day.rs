//! Days in the ways in which reports write them.

use super::label::half_width;
use base::{date::Date, numeral};

/// A day at the end of some words, and the words before it.
pub fn date_at_end(text: &str) -> Option<(Date, &str)> {
    let text = text.trim().trim_end_matches(['）', ')', '。']);
    let start = text
        .rfind(|c: char| !"0123456789〇○零一二三四五六七八九十年月日-./ ".contains(half_width(c)));
    let start = start.map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    let (before, day) = text.split_at(start);
    let date = date(day)?;
    Some((date, before.trim().trim_end_matches(['（', '(']).trim()))
}

/// A day in any of the ways in which reports write one.
pub fn date(text: &str) -> Option<Date> {
    let mut parts = Vec::new();
    let folded: String = text
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace())
        .collect();
    for part in folded
        .split(['年', '月', '日', '-', '.', '/'])
        .filter(|part| !part.is_empty())
    {
        parts.push(number(part)?);
    }
    let ended = folded.ends_with('日') || !folded.contains('年');
    match parts[..] {
        [year, month, day] if ended && (1990..2100).contains(&year) => {
            Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
        }
        _ => None,
    }
}

/// A number in digits, or in Chinese: a year is written digit by digit.
fn number(text: &str) -> Option<u16> {
    let digits: Option<Vec<u32>> = text.chars().map(numeral::digit).collect();
    match digits.as_deref() {
        _ if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
        Some([a, b, c, d]) => u16::try_from(a * 1000 + b * 100 + c * 10 + d).ok(),
        _ => u16::try_from(numeral::parse(text)?).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_known_however_they_are_written() {
        let told = |text| date_at_end(text).map(|(date, before)| format!("{before}|{date}"));
        for (text, day) in [
            ("2025年1月10日", "|2025-01-10"),
            ("某某局 2025 年 1 月 10 日 ", "某某局|2025-01-10"),
            ("（2025-01-10）", "|2025-01-10"),
            ("２０２５．１．１０", "|2025-01-10"),
            ("2025/1/10", "|2025-01-10"),
            ("2026.1.20", "|2026-01-20"),
            ("二〇二五年一月二十一日", "|2025-01-21"),
            ("二○二五年十二月三十日", "|2025-12-30"),
        ] {
            assert_eq!(told(text).as_deref(), Some(day), "{text}");
        }
        for text in [
            "",
            "无。",
            "2025年1月",
            "2025年2月30日",
            "2026-13-01",
            "电话：2139070",
            "2025",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
