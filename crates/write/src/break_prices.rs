//! Where a line may end, and how much each place is shunned.

use std::ops::Range;

use super::character::{Class, cannot_end, cannot_start, class, is_joined, is_latin, is_unit};

/// A break that would be wrong: made only where a line cannot hold what belongs together.
pub(super) const NEVER: f64 = 1e8;
/// A break inside a word or a number: made only where the word is longer than a line.
pub(super) const EMERGENCY: f64 = 1e6;
const UNIT: f64 = 600.0;

/// The price of a break before each character; the first one's means nothing.
pub(super) fn prices(characters: &[char]) -> Vec<f64> {
    let mut prices = vec![0.0; characters.len()];
    let mut last = None;
    for (at, price) in prices.iter_mut().enumerate().skip(1) {
        let before = characters[at - 1];
        if class(before) != Class::Space {
            last = Some(before);
        }
        *price = between(characters, at, last);
    }
    let mut start = 0;
    while start < characters.len() {
        let rest = &characters[start..];
        let length = rest.iter().take_while(|&&c| is_latin(c)).count();
        if length > 1 {
            open_word(&rest[..length], &mut prices[start..start + length]);
        }
        if length > 0 {
            keep_unit(characters, start + length, &mut prices);
        }
        start += length.max(1);
    }
    prices
}

/// The stretches of a text, in bytes, that read best on one line and that a browser would
/// break all the same: dates, numbers with their units, 〔2021〕30号.
pub(super) fn kept_together(text: &str) -> Vec<Range<usize>> {
    /// Longer ones are broken after all.
    const MOST: usize = 20;
    let characters: Vec<char> = text.chars().collect();
    let prices = prices(&characters);
    let joined = |at: usize| at < prices.len() && prices[at] > 0.0;
    let shunned = |at: usize| joined(at) && prices[at] < EMERGENCY;
    let ends: Vec<usize> = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    let mut found = Vec::new();
    let mut start = 0;
    while start < characters.len() {
        let end = (start + 1..).find(|&at| !joined(at)).unwrap_or(start + 1);
        if end - start <= MOST && (start + 1..end).any(shunned) {
            let first = if start == 0 { 0 } else { ends[start - 1] };
            found.push(first..ends[end - 1]);
        }
        start = end;
    }
    found
}

/// The places, in bytes, where an address may be broken and a browser would not.
pub(super) fn openings(text: &str) -> Vec<usize> {
    let characters: Vec<char> = text.chars().collect();
    let prices = prices(&characters);
    let places = text.char_indices().enumerate().skip(1);
    let open = |at: usize| {
        let inside = is_latin(characters[at - 1]) && is_latin(characters[at]);
        inside && prices[at] > 0.0 && prices[at] < EMERGENCY
    };
    let places = places.filter(|(at, _)| open(*at));
    places.map(|(_, (byte, _))| byte).collect()
}

/// `last` is the last character before the place that is no space.
fn between(characters: &[char], at: usize, last: Option<char>) -> f64 {
    let (before, after) = (characters[at - 1], characters[at]);
    if class(after) == Class::Space || before == '\u{a0}' || is_joined(before, after) {
        return NEVER;
    }
    if cannot_start(after) || last.is_some_and(cannot_end) {
        return NEVER;
    }
    if is_latin(before) && is_latin(after) {
        return EMERGENCY;
    }
    match class(after) {
        Class::Digit => before_number(characters, at),
        _ if is_ordinal(characters, at) => UNIT / 2.0,
        _ if matches!(after, '〔' | '﹝') => UNIT / 2.0,
        _ if (before, after) == ('年', '度') => UNIT / 4.0,
        _ => 0.0,
    }
}

/// Whether a place lies within 第一项 or 第二十条.
fn is_ordinal(characters: &[char], at: usize) -> bool {
    let is_numeral = |character: char| "〇零一二三四五六七八九十百".contains(character);
    let counted = "条款项章节届次批名个季年".contains(characters[at]);
    if !counted && !is_numeral(characters[at]) {
        return false;
    }
    // No ordinal has more numerals.
    let before = characters[..at].iter().rev().take(12);
    let numerals = before.take_while(|&&character| is_numeral(character));
    let start = at - numerals.count();
    start > 0 && characters[start - 1] == '第' && (start < at || !counted)
}

/// What stands before a number and belongs to it: the year of a date, 第, the bracket of a 文号.
fn before_number(characters: &[char], at: usize) -> f64 {
    let before = characters[..at].iter().rev();
    let mut before = before.filter(|&&c| class(c) != Class::Space);
    let sign = before.next();
    let dated = before.next().is_some_and(|&c| class(c) == Class::Digit);
    match sign.unwrap_or(&' ') {
        '年' if dated => UNIT / 4.0,
        '月' if dated => UNIT * 0.7,
        '〕' | '﹞' | '第' => UNIT,
        '—' | '～' | '约' | '近' | '达' | '超' => UNIT / 4.0,
        _ => 0.0,
    }
}

/// A number stays with what it counts: 30号, 860余篇, 1300万元.
fn keep_unit(characters: &[char], start: usize, prices: &mut [f64]) {
    let number = class(characters[start - 1]) == Class::Digit;
    if !number || start >= characters.len() {
        return;
    }
    let mut price = UNIT;
    let mut at = start;
    while at < characters.len() && class(characters[at]) == Class::Space {
        at += 1;
    }
    while at < characters.len() {
        let character = characters[at];
        let rounds = "余多来万亿千百几".contains(character);
        if !rounds && !is_unit(character) {
            break;
        }
        prices[at] = prices[at].max(price);
        price -= 50.0;
        at += 1;
        let next = characters.get(at);
        let year = matches!(
            (character, next),
            ('年', Some('度' | '底' | '末')) | ('月', Some('份' | '底'))
        );
        if !(rounds || year) || price < UNIT / 2.0 {
            break;
        }
    }
}

/// Opens a long word where a reader expects it: an address after its signs, a word at its hyphen.
fn open_word(word: &[char], prices: &mut [f64]) {
    let text: String = word.iter().collect();
    let mail = text.contains('@');
    let address = mail || text.contains("://") || text.starts_with("www.") || is_path(&text);
    for at in 1..word.len() {
        let (before, after) = (word[at - 1], word[at]);
        if prices[at] >= NEVER {
            continue;
        }
        let price = match before {
            '/' | '?' | '&' | '=' | '#' | '_' | '.' | '@' | ':' if address => 300.0,
            '-' if address => 300.0,
            '-' | '/' if !after.is_ascii_digit() => 150.0,
            _ => continue,
        };
        let near_end = at < 3 || word.len() - at < 3;
        prices[at] = price + if mail { 300.0 } else { 0.0 } + if near_end { 300.0 } else { 0.0 };
    }
}

fn is_path(text: &str) -> bool {
    text.len() > 15 && text.contains('.') && text.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a mark at each break: | free, · shunned, nothing where there is none.
    fn marked(text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let prices = prices(&characters);
        let mut out = String::new();
        for (at, character) in characters.iter().enumerate() {
            match prices[at] {
                _ if at == 0 => {}
                0.0 => out.push('|'),
                price if price < EMERGENCY => out.push('·'),
                _ => {}
            }
            out.push(*character);
        }
        out
    }

    #[test]
    fn dates_and_counts_are_kept_together() {
        let text = "于2024年1月1日按〔2021〕30号办结，共860余篇，他说——好。";
        let kept = kept_together(text).into_iter().map(|range| &text[range]);
        let kept: Vec<&str> = kept.collect();
        assert_eq!(kept, ["2024年1月1日", "按〔2021〕30号", "860余篇，"]);
    }

    #[test]
    fn lines_break_where_a_reader_expects_it() {
        for (text, breaks) in [
            ("见《条例》，好", "见|《条|例》，|好"),
            ("于2024年1月1日起", "于|2024·年·1·月·1·日|起"),
            ("办函〔2021〕30号文", "办|函·〔2021〕·30·号|文"),
            ("共860余篇", "共|860·余·篇"),
            ("等于第三项加", "等|于|第·三·项|加"),
            ("本年度办理", "本|年·度|办|理"),
            ("见第 12 行第 3 列", "见|第 ·12 ·行|第 ·3 ·列"),
            ("约1300万元的", "约·1300·万·元|的"),
            ("满意率100%。好", "满|意|率|100%。|好"),
            ("他说——好……的", "他|说——|好……|的"),
            ("a well-known b", "a |well-·known |b"),
            ("邮a.b@c.gov.cn好", "邮|a.·b@·c.·gov.·cn|好"),
        ] {
            assert_eq!(marked(text), breaks);
        }
    }
}
