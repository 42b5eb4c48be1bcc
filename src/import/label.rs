//! Words of the form as reports print them: numbering, spaces, width and marks aside.

use strsim::normalized_levenshtein;

/// Longer words are no label; comparing them would cost more than it tells.
const LONGEST: usize = 120;
/// Numbers before a label have no more digits.
const LONGEST_NUMBERING: usize = 2;

/// How a heading or a row is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `一、`
    Chinese,
    /// `（一）`
    Bracketed,
    /// `1.`, `1、`
    Arabic,
    /// `（1）`, `①`
    Inner,
    /// `第一部分`
    Part,
}

/// A number before a heading or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// How it is written.
    pub style: Style,
    /// The number.
    pub number: u32,
}

/// Words that may name a row, a column or a section.
#[derive(Clone, Debug)]
pub struct Label {
    /// The number before it.
    pub numbering: Option<Numbering>,
    /// Letters and digits alone.
    stem: String,
    /// The same without what stands in brackets.
    short: String,
    /// What stands in its brackets.
    asides: Vec<String>,
    /// Which characters are in it, by their remainders: most labels have none in common.
    letters: u64,
}

impl Label {
    /// The label that words are.
    pub fn of(text: &str) -> Self {
        let (numbering, rest) = numbered(text);
        let stem = usual(stem(rest));
        Label {
            numbering,
            letters: stem
                .chars()
                .fold(0, |letters, c| letters | 1 << (u32::from(c) % 64)),
            short: usual(self::stem(&without_brackets(rest))),
            asides: asides(rest),
            stem,
        }
    }

    /// Whether nothing but marks and spaces is in it.
    pub fn is_empty(&self) -> bool {
        self.stem.is_empty()
    }

    /// Whether it is a unit and nothing else.
    pub fn is_unit(&self) -> bool {
        is_unit(&self.stem)
    }

    /// Letters and digits alone.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// Whether it holds digits that another does not, but for a number before it: a
    /// figure that slid into the words.
    pub fn has_figure_beyond(&self, other: &Label) -> bool {
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        let rest = self.stem.trim_start_matches(|c: char| c.is_ascii_digit());
        let leading = self.stem.len() - rest.len();
        let own = match leading <= LONGEST_NUMBERING {
            true => digits(rest),
            false => digits(&self.stem),
        };
        !own.is_empty() && own != digits(&other.stem)
    }

    /// Whether it says something in brackets that another does not, but for a unit.
    pub fn has_note_beyond(&self, other: &Label) -> bool {
        let told = |aside: &String| other.stem.contains(aside.as_str()) || is_unit(aside);
        !self.asides.iter().all(told)
    }

    /// How alike two labels are: 0 for nothing in common, 1 for the same.
    pub fn likeness(&self, other: &Label) -> f64 {
        if self.letters & other.letters == 0 {
            return 0.0;
        }
        let numbers = match (self.numbering, other.numbering) {
            (Some(a), Some(b)) if a.number != b.number => -0.04,
            _ => 0.0,
        };
        let mut stems = alike(&self.stem, &other.stem);
        if self.short != self.stem {
            stems = stems.max(alike(&self.short, &other.stem) - 0.01);
        }
        if other.short != other.stem {
            stems = stems.max(alike(&self.stem, &other.short) - 0.01);
        }
        stems + numbers
    }
}

/// How alike two words are: 0 for less than half in common, 1 for the same.
pub fn alike(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let (long, short) = (a.chars().count(), b.chars().count());
    let (long, short) = (long.max(short), long.min(short));
    // Half of the characters at least must stand in both.
    match short * 2 < long || long > LONGEST || short == 0 {
        true => 0.0,
        false => normalized_levenshtein(a, b),
    }
}

/// A character in its half-width form.
pub fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' | '﹣' => '-',
        '﹢' => '+',
        _ => c,
    }
}

/// A character that is not seen and takes no room.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (c.is_control() && !c.is_whitespace())
}

/// Letters and digits alone, in half width.
pub fn stem(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Words as a message quotes them: long ones cut short.
pub fn brief(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}……", &text[..end]),
        None => text.to_owned(),
    }
}

/// Words as the form writes them.
fn usual(stem: String) -> String {
    match stem.contains("其它") {
        true => stem.replace("其它", "其他"),
        false => stem,
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = text.chars().filter(|&c| match c {
        '（' | '(' | '[' | '【' => {
            depth += 1;
            false
        }
        '）' | ')' | ']' | '】' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    outside.collect()
}

/// What stands in brackets, letters and digits alone.
fn asides(text: &str) -> Vec<String> {
    let parts = text.split(['（', '(', '[', '【']).skip(1);
    let inside = parts.filter_map(|part| part.split(['）', ')', ']', '】']).next());
    inside
        .map(|part| usual(stem(part)))
        .filter(|part| !part.is_empty())
        .collect()
}

/// Whether letters are no more than a unit that figures are counted in.
fn is_unit(stem: &str) -> bool {
    let unit = stem.strip_prefix("单位").unwrap_or(stem);
    matches!(
        unit,
        "件" | "项" | "个" | "条" | "份" | "次" | "宗" | "起" | "部" | "数量" | "万元"
    )
}

/// Parts the number before a text from the text.
pub fn numbered(text: &str) -> (Option<Numbering>, &str) {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let found = part(text)
        .or_else(|| bracketed(text))
        .or_else(|| circled(text))
        .or_else(|| plain(text));
    match found {
        Some((style, number, rest)) => {
            let rest = rest.trim_start();
            (Some(Numbering { style, number }), rest)
        }
        None => (None, text),
    }
}

type Found<'a> = Option<(Style, u32, &'a str)>;

fn part(text: &str) -> Found<'_> {
    let (number, _, rest) = figure(text.strip_prefix('第')?.trim_start())?;
    let rest = rest.trim_start().strip_prefix("部分")?;
    let rest = rest
        .trim_start()
        .trim_start_matches(['、', '：', ':', '.', '．']);
    Some((Style::Part, number, rest))
}

fn bracketed(text: &str) -> Found<'_> {
    let inner = text.strip_prefix(['（', '(', '﹙', '〔'])?.trim_start();
    let (number, chinese, rest) = figure(inner)?;
    let rest = rest.trim_start().strip_prefix(['）', ')', '﹚', '〕'])?;
    let rest = rest.strip_prefix(['、', '.', '．']).unwrap_or(rest);
    let style = match chinese {
        true => Style::Bracketed,
        false => Style::Inner,
    };
    Some((style, number, rest))
}

fn circled(text: &str) -> Found<'_> {
    let first = text.chars().next()?;
    let number = match first {
        '①'..='⑳' => first as u32 - '①' as u32 + 1,
        '⑴'..='⒇' => first as u32 - '⑴' as u32 + 1,
        '⒈'..='⒛' => first as u32 - '⒈' as u32 + 1,
        '㈠'..='㈩' => first as u32 - '㈠' as u32 + 1,
        _ => return None,
    };
    let style = match first {
        '⒈'..='⒛' => Style::Arabic,
        '㈠'..='㈩' => Style::Bracketed,
        _ => Style::Inner,
    };
    Some((style, number, &text[first.len_utf8()..]))
}

fn plain(text: &str) -> Found<'_> {
    let (number, chinese, rest) = figure(text)?;
    let rest = rest.trim_start();
    let after = rest.strip_prefix(['、', '.', '．', '，', ',', '﹑', '：', ':', ')', '）'])?;
    let decimal = !chinese
        && rest.starts_with('.')
        && after.starts_with(|c: char| half_width(c).is_ascii_digit());
    let style = match chinese {
        true => Style::Chinese,
        false => Style::Arabic,
    };
    (!decimal).then_some((style, number, after))
}

/// A number of at most two digits, whether it is Chinese, and what follows.
fn figure(text: &str) -> Option<(u32, bool, &str)> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let digit = |c: char| DIGITS.chars().position(|d| d == c).map(|d| d as u32);
    let first = text.chars().next()?;
    if half_width(first).is_ascii_digit() {
        let end = text.find(|c| !half_width(c).is_ascii_digit())?;
        let digits: String = text[..end].chars().map(half_width).collect();
        let number = (digits.len() <= 2).then(|| digits.parse().ok()).flatten()?;
        return Some((number, false, &text[end..]));
    }
    let end = text.find(|c: char| c != '十' && digit(c).is_none())?;
    let digits: Vec<char> = text[..end].chars().collect();
    let number = match digits[..] {
        ['十'] => 10,
        ['十', one] => 10 + digit(one)?,
        [one] => digit(one)?,
        [ten, '十'] => digit(ten)? * 10,
        [ten, '十', one] => digit(ten)? * 10 + digit(one)?,
        _ => return None,
    };
    Some((number, true, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parted_from_words() {
        let of = |text| {
            let (numbering, rest) = numbered(text);
            let numbering: Option<Numbering> = numbering;
            (numbering.map(|n| (n.style, n.number)), rest)
        };
        assert_eq!(of("一、甲"), (Some((Style::Chinese, 1)), "甲"));
        assert_eq!(of("2、 甲"), (Some((Style::Arabic, 2)), "甲"));
        assert_eq!(of(" ３．甲"), (Some((Style::Arabic, 3)), "甲"));
        assert_eq!(of("(四) 甲"), (Some((Style::Bracketed, 4)), "甲"));
        assert_eq!(of("（1）甲"), (Some((Style::Inner, 1)), "甲"));
        assert_eq!(of("③甲"), (Some((Style::Inner, 3)), "甲"));
        assert_eq!(of("第二部分 甲"), (Some((Style::Part, 2)), "甲"));
        assert_eq!(of("十二、甲"), (Some((Style::Chinese, 12)), "甲"));
        assert_eq!(of("三公经费"), (None, "三公经费"));
        assert_eq!(of("1.5万"), (None, "1.5万"));
        assert_eq!(of("2020年"), (None, "2020年"));
        assert_eq!(of(""), (None, ""));
    }

    #[test]
    fn figures_and_notes_beyond_a_name_are_seen() {
        let figure = |text: &str| Label::of(text).has_figure_beyond(&Label::of("甲乙丙"));
        assert!(figure("甲乙丙164") && figure("1.甲乙丙2") && figure("164甲乙丙"));
        assert!(!figure("1.甲乙丙") && !figure("2甲乙丙") && !figure("（三）甲乙丙"));
        let note = |text: &str| Label::of(text).has_note_beyond(&Label::of("甲乙（丙）"));
        assert!(note("甲乙（含丁）") && note("甲乙(丙)(丁)"));
        assert!(!note("甲乙") && !note("甲乙(丙)") && !note("（一）甲乙（单位：件）"));
    }

    #[test]
    fn long_words_are_quoted_cut_short() {
        assert_eq!(brief("甲乙"), "甲乙");
        assert_eq!(brief(&"甲".repeat(60)), "甲".repeat(60));
        assert_eq!(brief(&"甲".repeat(61)), format!("{}……", "甲".repeat(60)));
    }

    #[test]
    fn marks_and_width_do_not_part_labels() {
        let like = |a: &str, b: &str| Label::of(a).likeness(&Label::of(b));
        assert_eq!(like("3．危及“甲乙”", "3.危及「甲乙」"), 1.0);
        assert!(like("（二）甲乙（丙丁）", "(二)甲乙") > 0.98);
        assert!(like("4.甲乙丙丁", "5.甲乙丙丁") > 0.9);
        assert!(like("甲乙丙丁", "甲乙戊己") < 0.6);
        assert_eq!(like("3.其它", "3.其他"), 1.0);
        assert_eq!(like("", "甲"), 0.0);
    }
}
