//! A text as tokens: quantities in any writing, words that the edition or the language
//! knows, years, marks, and what nobody knows.

use std::{cmp::Reverse, collections::HashMap, iter, ops::Range};

use crate::agency;
use base::{
    characters::half_width,
    number::{Kind, Number, ONE},
    numeral,
};
use form::{
    edition::Saying,
    report::Report,
    speech::{Role, Unit, speech},
};

/// Between what a figure lies, in millionths.
pub type Bounds = (i128, i128);

/// A number of a text with its unit, and between what the true figure lies.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// The number and the unit, within the text.
    pub range: Range<usize>,
    /// The number in millionths.
    pub value: i128,
    /// The least and the most that it can stand for.
    pub bounds: Bounds,
    pub unit: Unit,
    /// The unit as it is written.
    pub written: &'static str,
    /// Whether it is only about so much.
    pub rough: bool,
}

impl Quantity {
    /// Whether a figure is what it says.
    pub fn holds(&self, figure: i128) -> bool {
        (self.bounds.0..=self.bounds.1).contains(&figure)
    }

    /// Whether it can be added to another.
    pub fn is_alike(&self, other: &Quantity) -> bool {
        let of = |unit: Unit| self.unit == unit || other.unit == unit;
        of(Unit::Bare) && !of(Unit::Other) || self.unit == other.unit && self.kind() == other.kind()
    }

    /// What is counted, as far as the unit tells; all bodies are of one kind.
    pub fn kind(&self) -> &'static str {
        let mut bodies = speech().bodies.iter();
        let body = bodies.any(|body| body == self.written);
        if body { "个" } else { self.written }
    }
}

/// A stretch of a text.
#[derive(Clone, Debug)]
pub struct Token {
    pub range: Range<usize>,
    pub what: What,
    pub entry: Entry,
}

impl Token {
    /// Whether it has one of some roles.
    pub fn is(&self, roles: &[Role]) -> bool {
        self.entry.roles & bits(roles) != 0
    }
}

#[derive(Clone, Debug)]
pub enum What {
    Number(Quantity),
    /// A word that is known.
    Word,
    Mark(char),
    /// What is not known.
    Unknown,
}

/// How a saying uses a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Noun,
    Verb,
    Denied,
}

/// What a word may mean.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    pub roles: u64,
    pub sayings: Vec<(&'static Saying, Use)>,
}

/// The words that are known, for one report.
pub struct Lexicon {
    /// By their first character, the longest first.
    words: HashMap<char, Vec<(String, Entry)>>,
    /// The longest first, with what one is in its kind.
    units: Vec<(&'static str, Unit, i128)>,
    year: u16,
}

/// Roles as bits.
pub fn bits(roles: &[Role]) -> u64 {
    roles.iter().fold(0, |bits, role| bits | 1 << *role as u64)
}

impl Lexicon {
    pub fn of(report: &Report) -> Self {
        let mut known: HashMap<String, Entry> = HashMap::new();
        let words = speech().words.iter();
        let words = words.flat_map(|(role, words)| words.iter().map(|word| (word.clone(), *role)));
        for (word, role) in words.chain(agency::selves(&report.agency.text)) {
            known.entry(word).or_default().roles |= bits(&[role]);
        }
        let (last, next) = (report.year - 1, report.year.saturating_add(1));
        for saying in report.edition.sayings() {
            let uses = [
                (&saying.words, Use::Noun),
                (&saying.verbs, Use::Verb),
                (&saying.denied, Use::Denied),
            ];
            for (words, how) in uses {
                for word in words {
                    let word = word.replace("{上年}", &last.to_string());
                    let word = word.replace("{次年}", &next.to_string());
                    known.entry(word).or_default().sayings.push((saying, how));
                }
            }
        }
        let mut words: HashMap<char, Vec<(String, Entry)>> = HashMap::new();
        for (word, mut entry) in known {
            // What is the agency's own is no other's.
            if entry.roles & bits(&[Role::Own]) != 0 {
                entry.roles &= !bits(&[Role::Wider, Role::Parts]);
            }
            let first = word.chars().next().unwrap_or_default();
            words.entry(first).or_default().push((word, entry));
        }
        for words in words.values_mut() {
            words.sort_by_key(|(word, _)| Reverse(word.len()));
        }
        let units = speech().units.iter();
        let mut units: Vec<_> = units
            .flat_map(|of| of.names.iter().map(|name| (&**name, of.kind, of.size)))
            .collect();
        units.sort_by_key(|(name, ..)| Reverse(name.len()));
        Lexicon {
            words,
            units,
            year: report.year,
        }
    }

    /// The longest word at the start of a text.
    fn word(&self, text: &str) -> Option<(usize, What, Entry)> {
        let mut words = self.words.get(&text.chars().next()?)?.iter();
        let (word, entry) = words.find(|(word, _)| text.starts_with(word.as_str()))?;
        Some((word.len(), What::Word, entry.clone()))
    }

    /// The tokens of a text, `at` being where it begins; in time that grows with its length.
    pub fn tokens(&self, text: &str, at: usize) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut from = 0;
        while let Some(c) = text[from..].chars().next() {
            let (before, rest) = text.split_at(from);
            // Spaces, emphasis and quotes say nothing.
            if c.is_whitespace() && c != '\n' || "*“”「」\\#>".contains(c) {
                from += c.len_utf8();
                continue;
            }
            let mark = MARKS.contains(c) && !is_numeral_comma(before, rest);
            let plain = |(length, what)| (length, what, Entry::default());
            let (length, what, entry) = None
                .or_else(|| title(rest).map(|length| plain((length, What::Unknown))))
                .or_else(|| mark.then(|| plain((c.len_utf8(), What::Mark(c)))))
                .or_else(|| self.word(rest))
                .or_else(|| self.date(before, rest))
                .unwrap_or_else(|| plain(self.number(before, rest, at + from)));
            let range = at + from..at + from + length;
            from += length;
            let last = tokens
                .last_mut()
                .filter(|last| last.range.end == range.start);
            match last.filter(|last| matches!((&last.what, &what), (What::Unknown, What::Unknown)))
            {
                Some(last) => last.range.end = range.end,
                None => tokens.push(Token { range, what, entry }),
            }
        }
        tokens
    }

    /// A year or a month at the start of a text.
    fn date(&self, before: &str, rest: &str) -> Option<(usize, What, Entry)> {
        let dated = |length, role| {
            let (roles, sayings) = (bits(&[role]), Vec::new());
            (length, What::Word, Entry { roles, sayings })
        };
        // A month; the year's ends are words.
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if matches!(digits, 1 | 2) && rest[digits..].starts_with('月') {
            return Some(dated(digits + '月'.len_utf8(), Role::Part));
        }
        let (mut year, mut length) = (0, 0);
        for c in rest.chars().take(4) {
            let digit = c.to_digit(10).or_else(|| numeral::digit(c))?;
            year = year * 10 + digit as u16;
            length += c.len_utf8();
        }
        rest[length..].strip_prefix('年')?;
        let length = length + '年'.len_utf8();
        // 「2021—2025年」 is a span.
        let role = match year {
            _ if before.ends_with(['—', '-', '–', '~', '～']) => Role::Span,
            year if year == self.year => Role::This,
            year if year + 1 == self.year => Role::Last,
            year if year > self.year => Role::Next,
            _ => Role::Span,
        };
        { (1949..=2100).contains(&year) }.then(|| dated(length, role))
    }

    /// A number at the start of a text with its unit and what makes it an approximate one; or
    /// something unknown.
    fn number(&self, before: &str, rest: &str, at: usize) -> (usize, What) {
        const BLANK: [char; 3] = [' ', '\u{a0}', '*'];
        const DATED: [char; 10] = ['号', '年', '月', '日', '时', '〕', '-', '/', '：', ':'];
        let (speech, written) = (speech(), Written::of(rest));
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let mut length = written.length.max(first);
        let tail = &rest[length..];
        let strange = |c: char| c.is_ascii_alphanumeric() || "第-/.〔[".contains(c);
        let named = before.ends_with(strange)
            || tail.starts_with(DATED)
            || tail.starts_with(|c: char| c.is_ascii_alphabetic());
        let ends = |words: &[String]| {
            { words.iter() }.any(|word| before.trim_end().ends_with(word.as_str()))
        };
        let take = |words: &[String], length: &mut usize| {
            let after = rest[*length..].trim_start_matches(BLANK);
            let word = { words.iter() }.find(|word| after.starts_with(word.as_str()));
            *length = word.map_or(*length, |word| rest.len() - after.len() + word.len());
            word.is_some()
        };
        let Some(value) = written.value.filter(|_| !named) else {
            return (length, What::Unknown);
        };
        let mut over = ends(&speech.over) | take(&speech.more, &mut length);
        let after = rest[length..].trim_start_matches(BLANK);
        let unit = { self.units.iter() }.find(|(name, ..)| after.starts_with(name));
        // A bare number ends a phrase: 「政策文件类146，」.
        let ends_here = after.is_empty() || after.starts_with(|c| MARKS.contains(c));
        let bare = ends_here && !(written.chinese && value != 0);
        let unit = unit.or(bare.then_some(&("", Unit::Bare, 1)));
        let Some((name, unit, size)) = unit.copied() else {
            return (written.length, What::Unknown);
        };
        if !name.is_empty() {
            length = rest.len() - after.len() + name.len();
        }
        // 每一件, 同一件, 一次性: a numeral that is part of a word counts nothing.
        let single = rest.starts_with('一') && ends(&speech.single);
        if single || ends(&speech.every) || rest[length..].starts_with('性') {
            return (length, What::Unknown);
        }
        let yuan = if unit == Unit::Money { 10_000 } else { 1 };
        let (value, step) = (value * size / yuan, written.step * size / yuan);
        let about = ends(&speech.about) | take(&speech.about, &mut length);
        over |= take(&speech.more, &mut length);
        let nearly = ends(&speech.nearly);
        let round = round(value).max(step);
        let whole = value == 0 || step >= ONE && unit != Unit::Percent;
        let (less, more) = match () {
            () if nearly => (round, 0),
            () if over => (0, round.max(value / 2)),
            () if about => (round.max(value / 20), round.max(value / 20)),
            // 4.18万 may be cut off.
            () if written.scaled => (step / 2, step - 1),
            () if whole || unit == Unit::Bare => (0, 0),
            () => (step / 2, step / 2 - 1),
        };
        let quantity = Quantity {
            range: at..at + length,
            value,
            bounds: (value - less, value + more),
            unit,
            written: name,
            rough: nearly || over || about,
        };
        (length, What::Number(quantity))
    }
}

/// The marks that part phrases.
pub const MARKS: &str = "，,、；;：:（）()。！？!?\n|";

/// 《…》 within a line: what stands in a title counts nothing.
fn title(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('《')?;
    let mut letters = inner.char_indices().take(80);
    let (end, mark) = letters.find(|(_, c)| matches!(c, '》' | '\n'))?;
    (mark == '》').then_some('《'.len_utf8() * 2 + end)
}

/// The comma of 1,295.
fn is_numeral_comma(before: &str, rest: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    rest.starts_with(',')
        && before.ends_with(|c: char| c.is_ascii_digit())
        && digits(&rest[1..]) == 3
}

/// The last place of a number before its noughts, at least the second: 300 → 100, 152 → 10.
fn round(value: i128) -> i128 {
    let places = iter::successors(Some(ONE), |place| Some(place * 10));
    let nought = places
        .take_while(|place| value != 0 && value % place == 0)
        .last();
    let nought = nought.filter(|place| *place > ONE);
    nought.unwrap_or((value / 10).max(1))
}

/// A number as it is written, without its unit.
#[derive(Clone, Copy)]
struct Written {
    length: usize,
    value: Option<i128>,
    /// What its last digit is worth.
    step: i128,
    chinese: bool,
    /// Whether 万 or the like stands behind it.
    scaled: bool,
}

/// No number of a report is larger, in millionths.
const LARGEST: i128 = 1_000_000_000_000 * ONE;

impl Written {
    fn of(text: &str) -> Self {
        // 万元 is a unit of its own.
        const SCALES: [(&str, u32); 5] = [("余万", 4), ("万", 4), ("千", 3), ("百", 2), ("亿", 8)];
        let starts = |c: char| numeral::is_numeral(c) && c != '万' && c != '千';
        let chinese = text.starts_with(starts);
        let inside = |(at, c): &(usize, char)| match half_width(*c) {
            _ if chinese => numeral::is_numeral(*c),
            '0'..='9' => true,
            '.' => *at > 0,
            _ => is_numeral_comma(&text[..*at], &text[*at..]),
        };
        let run = text.char_indices().take_while(inside).last();
        let run = &text[..run.map_or(0, |(at, c)| at + c.len_utf8())];
        let run = run.trim_end_matches(['.', '．']);
        let digits = run.chars().filter(|c| *c != ',').take(30);
        let digits: String = digits.map(half_width).collect();
        let value = match chinese {
            true => numeral::parse(&digits).map(|whole| whole * ONE),
            false => { Number::parse(&digits, Kind::Amount).ok() }.map(Number::millionths),
        };
        let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
        let rest = text[run.len()..].trim_start_matches(' ');
        let mut scales = SCALES.iter();
        let scale = scales.find(|(word, _)| rest.starts_with(word));
        let scale = scale.filter(|(word, _)| !rest[word.len()..].starts_with('元'));
        let scale = scale.filter(|_| !chinese && !run.is_empty());
        let (word, places_more) = scale.copied().unwrap_or_default();
        let factor = 10_i128.pow(places_more);
        let value = value.map(|value| value.saturating_mul(factor));
        Written {
            length: match word {
                "" => run.len(),
                word => text.len() - rest.len() + word.len(),
            },
            value: value.filter(|value| *value <= LARGEST),
            step: ONE / 10_i128.pow(places.min(6) as u32) * factor,
            chinese,
            scaled: factor > 1,
        }
    }
}
