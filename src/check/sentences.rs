//! The author's words, sentence by sentence, and the numbers in them.

use std::ops::Range;

use crate::{
    form::report::{Passage, Report},
    ground::{
        diagnostic::{Finding, Message, Rule},
        number::ONE,
        numeral,
        source::Span,
    },
};

/// A text of a section.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The section's key.
    pub section: &'a str,
    /// The passage.
    pub passage: &'a Passage,
}

impl<'a> Words<'a> {
    /// The words.
    pub fn text(self) -> &'a str {
        &self.passage.text
    }

    /// Where a stretch of the words stands.
    pub fn place(self, range: Range<usize>) -> Span {
        self.passage.map.span(range)
    }

    /// A finding on a stretch of the words.
    pub fn finding(
        self,
        rule: &'static Rule,
        range: Range<usize>,
        message: impl Into<Message>,
    ) -> Finding {
        Finding::new(rule, self.place(range), message).at(self.section)
    }
}

/// Whether one of some words stands in a text. Long lists of words are one text, split at
/// its spaces.
pub fn any<W: AsRef<str>>(text: &str, words: impl IntoIterator<Item = W>) -> bool {
    let mut words = words.into_iter();
    words.any(|word| text.contains(word.as_ref()))
}

/// Markdown's words as they are printed: the strokes before marks that are none left out.
pub fn shown(markdown: &str) -> String {
    let mut shown = String::with_capacity(markdown.len());
    let mut chars = markdown.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        shown.push(match escapes {
            true => chars.next().unwrap_or(c),
            false => c,
        });
    }
    shown
}

/// Every passage of a report in order.
pub fn passages(report: &Report) -> Vec<Words<'_>> {
    report
        .all_prose()
        .flat_map(|(section, prose)| {
            let passages = prose.passages.iter();
            passages.map(move |passage| Words { section, passage })
        })
        .collect()
}

/// Bytes of a sentence, at the most; whoever writes on for three pages marks no sentences.
pub const LONGEST: usize = 6000;

/// The stretches between the marks that end a sentence, or a line, but for those that are
/// [`overlong`]: every number of a sentence is seen against all of it.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let all = stretches(text).into_iter();
    all.filter(|range| range.len() <= LONGEST).collect()
}

/// The sentences that are too long to be looked at.
pub fn overlong(text: &str) -> Vec<Range<usize>> {
    let all = stretches(text).into_iter();
    all.filter(|range| range.len() > LONGEST).collect()
}

fn stretches(text: &str) -> Vec<Range<usize>> {
    split(text, |c| {
        matches!(c, '。' | '！' | '？' | '；' | ';' | '\n')
    })
}

/// The lines of a text: paragraphs and headings.
pub fn lines(text: &str) -> Vec<Range<usize>> {
    split(text, |c| c == '\n')
}

/// The stretches of a text between characters of a kind.
pub fn split(text: &str, ends: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| ends(*c)) {
        if at > start {
            found.push(start..at);
        }
        start = at + c.len_utf8();
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

/// The part of a sentence after its last comma or colon.
pub fn clause(sentence: &str) -> &str {
    let cut = sentence
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '，' | ',' | '：' | ':' | '（' | '('));
    cut.map_or(sentence, |(at, c)| &sentence[at + c.len_utf8()..])
}

/// Whether a character is Chinese.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// A number with its unit, as a text states it.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// The number and the unit, within the text.
    pub range: Range<usize>,
    /// The number in millionths.
    pub value: i128,
    /// Decimal places of the number.
    pub places: u32,
    /// The unit; `%` for a percentage.
    pub unit: &'static str,
    /// Whether it is only about so much: 约, 余, 多, 近.
    pub rough: bool,
}

impl Quantity {
    /// None of something, where a text says so in words.
    pub fn none(range: Range<usize>) -> Self {
        Quantity {
            range,
            value: 0,
            places: 0,
            unit: "件",
            rough: false,
        }
    }

    /// Whether it counts what a table may count.
    pub fn counts(&self) -> bool {
        matches!(
            self.unit,
            "件" | "份" | "条" | "项" | "宗" | "起" | "次" | "个" | "例" | "部"
        )
    }

    /// The number in another unit of the same kind, in millionths; 0 is 0 in any.
    pub fn value_in(&self, unit: &str) -> Option<i128> {
        let size = |unit: &str| match unit {
            "元" => Some(1),
            "万元" => Some(10_000),
            "亿元" => Some(100_000_000),
            _ => None,
        };
        match size(self.unit).zip(size(unit)) {
            _ if self.unit == unit || self.value == 0 => Some(self.value),
            Some((own, other)) => Some(self.value.checked_mul(own)? / other),
            None => None,
        }
    }
}

const UNITS: [&str; 26] = [
    "万元", "亿元", "人次", "场次", "件次", "条次", "件", "份", "条", "项", "宗", "起", "次", "个",
    "例", "部", "篇", "场", "人", "元", "期", "家", "名", "户", "%", "％",
];

/// The numbers in a sentence, in order. `at` is where the sentence begins in its text.
pub fn quantities(sentence: &str, at: usize) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = sentence[from..].find(begins_number).map(|n| from + n) {
        let number = number(&sentence[start..]);
        from = start + number.length.max(1);
        while !sentence.is_char_boundary(from) {
            from += 1;
        }
        let before = &sentence[..start];
        if before.ends_with('第') || before.ends_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let Some(value) = number.value else { continue };
        let after = &sentence[start + number.length..];
        let rest = after.trim_start_matches([' ', '\u{a0}', '*']);
        let vague = rest.starts_with(['余', '多', '几', '来']);
        let rest = match rest.chars().next() {
            Some(c) if vague => rest[c.len_utf8()..].trim_start_matches([' ', '\u{a0}']),
            _ => rest,
        };
        let Some(unit) = UNITS.iter().find(|unit| rest.starts_with(**unit)) else {
            continue;
        };
        let end = sentence.len() - rest.len() + unit.len();
        if is_within_a_word(before, &sentence[start..end], &rest[unit.len()..], unit) {
            from = end;
            continue;
        }
        let about = ["约", "近", "超", "逾", "超过", "大约"];
        let rough = vague || about.iter().any(|word| before.trim_end().ends_with(word));
        found.push(Quantity {
            range: at + start..at + end,
            value,
            places: number.places,
            unit: if *unit == "％" { "%" } else { unit },
            rough,
        });
        from = from.max(end);
    }
    found
}

/// 每一件, 同一件, 一件件, 一次性: a numeral that is part of a word counts nothing.
fn is_within_a_word(before: &str, written: &str, after: &str, unit: &str) -> bool {
    let one = written.starts_with('一');
    before.ends_with(['每', '这', '那'])
        || one && before.ends_with(['同', '某', '任', '哪', '另', '逐', '唯', '专', '统'])
        || one && (after.starts_with(unit) || after.starts_with(written))
        || one && before.ends_with(written)
        || after.starts_with('性')
}

fn begins_number(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || CHINESE.contains(c)
}

const CHINESE: &str = "零〇一二三四五六七八九十百两";

struct Number {
    length: usize,
    value: Option<i128>,
    places: u32,
}

/// The number at the start of a text.
fn number(text: &str) -> Number {
    match text.starts_with(|c: char| CHINESE.contains(c)) {
        true => chinese(text),
        false => arabic(text),
    }
}

fn arabic(text: &str) -> Number {
    let mut digits = String::new();
    let mut places = None;
    let mut length = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        let digit = match c {
            '0'..='9' => c,
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or('0'),
            // 1,295, but not the comma between two numbers.
            ',' if groups(&text[at + 1..]) && places.is_none() => continue,
            '.' | '．' if places.is_none() && next.is_some_and(|c| c.is_ascii_digit()) => {
                places = Some(0);
                continue;
            }
            _ => break,
        };
        digits.push(digit);
        if let Some(places) = &mut places {
            *places += 1;
        }
        length = at + c.len_utf8();
    }
    let places = places.unwrap_or(0_u32);
    let mut value = (digits.len() <= 18 && places <= 6)
        .then(|| digits.parse::<i128>().ok())
        .flatten()
        .and_then(|value| value.checked_mul(ONE / 10_i128.pow(places.min(6))));
    let rest = text[length..].trim_start_matches(' ');
    for (word, factor) in [
        ("万", 10_000),
        ("千", 1000),
        ("百", 100),
        ("亿", 100_000_000),
    ] {
        // 万元 is a unit of its own.
        if rest.starts_with(word) && !rest[word.len()..].starts_with('元') {
            value = value.and_then(|value| value.checked_mul(factor));
            length = text.len() - rest.len() + word.len();
        }
    }
    Number {
        length,
        value,
        places,
    }
}

/// Whether three digits follow a comma, and no fourth.
fn groups(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3
}

fn chinese(text: &str) -> Number {
    let end = text
        .find(|c: char| !CHINESE.contains(c) && c != '千' && c != '万')
        .unwrap_or(text.len());
    let written = &text[..end];
    Number {
        length: end,
        value: numeral::parse(written).and_then(|whole| whole.checked_mul(ONE)),
        places: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sentence: &str) -> Vec<(i128, &'static str, bool)> {
        quantities(sentence, 0)
            .into_iter()
            .map(|q| (q.value / 10_000, q.unit, q.rough))
            .collect()
    }

    #[test]
    fn numbers_are_read_as_clerks_write_them() {
        assert_eq!(read("收到申请6件"), [(600, "件", false)]);
        assert_eq!(
            read("发布1,295条、１２件"),
            [(129_500, "条", false), (1200, "件", false)]
        );
        assert_eq!(read("发布 2 千余条"), [(200_000, "条", true)]);
        assert_eq!(read("约3.5万条"), [(3_500_000, "条", true)]);
        assert_eq!(read("收费3.5万元"), [(350, "万元", false)]);
        assert_eq!(
            read("受理零件、十二件"),
            [(0, "件", false), (1200, "件", false)]
        );
        assert_eq!(read("占14.29%"), [(1429, "%", false)]);
    }

    #[test]
    fn dates_ordinals_and_names_are_no_quantities() {
        assert!(read("2024年1月1日，第3项，国办公开办函〔2021〕30号，一是抓落实").is_empty());
    }

    #[test]
    fn numerals_within_words_count_nothing() {
        for sentence in [
            "办理好每一件依申请公开案件",
            "一件件、一项项落实",
            "一件一件答复",
            "同一件申请",
            "一次性告知",
            "每2件",
        ] {
            assert!(read(sentence).is_empty(), "{sentence}");
        }
        assert_eq!(read("办理一件"), [(100, "件", false)]);
    }

    #[test]
    fn amounts_are_read_in_any_unit() {
        let sum = &quantities("收费251000元", 0)[0];
        assert_eq!(sum.value_in("万元"), Some(25_100_000));
        assert_eq!(sum.value_in("件"), None);
    }

    #[test]
    fn words_are_shown_as_printed() {
        assert_eq!(shown("[bookmark: \\_GoBack\\]"), "[bookmark: _GoBack]");
        assert_eq!(shown("甲\\\\乙\\丙\\"), "甲\\乙\\丙\\");
    }
}
