//! The numbers before headings and names: `（一）`, `1.`, `①`.

use super::{half_width, is_invisible};
use base::numeral;

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
    const RANGES: [(char, char, Style); 4] = [
        ('①', '⑳', Style::Inner),
        ('⑴', '⒇', Style::Inner),
        ('⒈', '⒛', Style::Arabic),
        ('㈠', '㈩', Style::Bracketed),
    ];
    let first = text.chars().next()?;
    let mut ranges = RANGES.iter();
    let (one, _, style) = ranges.find(|(one, last, _)| (*one..=*last).contains(&first))?;
    let number = first as u32 - *one as u32 + 1;
    Some((*style, number, &text[first.len_utf8()..]))
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
    let first = text.chars().next()?;
    if half_width(first).is_ascii_digit() {
        let end = text.find(|c| !half_width(c).is_ascii_digit())?;
        let digits: String = text[..end].chars().map(half_width).collect();
        let number = (digits.len() <= 2).then(|| digits.parse().ok()).flatten()?;
        return Some((number, false, &text[end..]));
    }
    let end = text.find(|c: char| c != '十' && numeral::digit(c).is_none())?;
    let number = u32::try_from(numeral::parse(&text[..end])?).ok()?;
    (number < 100).then_some((number, true, &text[end..]))
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
}
