//! A text as tokens: quantities in any writing, words that the edition or the language
//! knows, years, marks, and what nobody knows.

use std::{cmp::Reverse, collections::HashMap, ops::Range};

use super::clauses::without_remarks;
use crate::agency;
use base::{
    characters::half_width,
    number::{Kind, Number, ONE},
    numeral,
};
use form::{
    edition::Saying,
    report::Report,
    speech::{Role, speech},
};

/// What a number counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// What tables count: 件, 条, 次.
    Count,
    /// Money; the number is in millionths of 万元.
    Money,
    Percent,
    Times,
    Other,
    /// None is written.
    Bare,
}

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
    /// A number without a unit, where a text says it in words.
    pub fn bare(range: Range<usize>, value: i128) -> Self {
        Quantity {
            range,
            value,
            bounds: (value, value),
            unit: Unit::Bare,
            written: "",
            rough: false,
        }
    }

    /// Whether a figure is what it says.
    pub fn holds(&self, figure: i128) -> bool {
        (self.bounds.0..=self.bounds.1).contains(&figure)
    }

    /// Whether it can be added to another.
    pub fn is_alike(&self, other: &Quantity) -> bool {
        let bare = self.unit == Unit::Bare || other.unit == Unit::Bare;
        let named = [Unit::Other, Unit::Count].contains(&self.unit);
        let same = self.kind() == other.kind();
        bare || if named { same } else { self.unit == other.unit }
    }

    /// What is counted, as far as the unit tells; all bodies are of one kind.
    pub fn kind(&self) -> &'static str {
        let mut bodies = speech().units.bodies.iter();
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
    Year(u16),
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
    own: String,
}

/// A role as a bit.
pub fn bit(role: Role) -> u64 {
    1 << role as u64
}

/// Roles as bits.
pub fn bits(roles: &[Role]) -> u64 {
    roles.iter().fold(0, |bits, role| bits | bit(*role))
}

impl Lexicon {
    pub fn of(report: &Report) -> Self {
        let mut known: HashMap<String, Entry> = HashMap::new();
        let words = speech().words.iter();
        let words = words.flat_map(|(role, words)| words.iter().map(|word| (word.clone(), *role)));
        for (word, role) in words.chain(agency::selves(&report.agency.text)) {
            known.entry(word).or_default().roles |= bit(role);
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
            if entry.roles & bit(Role::Own) != 0 {
                entry.roles &= !bits(&[Role::Wider, Role::Parts]);
            }
            let first = word.chars().next().unwrap_or_default();
            words.entry(first).or_default().push((word, entry));
        }
        for words in words.values_mut() {
            words.sort_by_key(|(word, _)| Reverse(word.len()));
        }
        Lexicon {
            words,
            units: units(),
            year: report.year,
            own: report.agency.text.clone(),
        }
    }

    /// The role of a year.
    pub fn year(&self, year: u16) -> Role {
        match year {
            year if year == self.year => Role::This,
            year if year + 1 == self.year => Role::Last,
            year if year > self.year => Role::Next,
            _ => Role::Span,
        }
    }

    /// The longest word at the start of a text.
    fn word(&self, text: &str) -> Option<(usize, What, Entry)> {
        let mut words = self.words.get(&text.chars().next()?)?.iter();
        let (word, entry) = words.find(|(word, _)| text.starts_with(word.as_str()))?;
        Some((word.len(), What::Word, entry.clone()))
    }

    /// The agency's own name at the start of a text in a short form that is made of its
    /// characters: 云岭市住建局.
    fn own_name(&self, text: &str) -> Option<(usize, What, Entry)> {
        let letters = text.char_indices().take(30);
        let run = letters.take_while(|(_, c)| self.own.contains(*c));
        let end = run.map(|(at, c)| at + c.len_utf8()).last()?;
        let kind = agency::kind(&self.own)?;
        let end = text[..end].rfind(kind)? + kind.len();
        let (_, what, entry) = self.word(&self.own)?;
        (text[..end].chars().count() >= 3).then_some((end, what, entry))
    }

    /// The tokens of a text, `at` being where it begins; in time that grows with its length.
    pub fn tokens(&self, text: &str, at: usize) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut from = 0;
        while let Some(c) = text[from..].chars().next() {
            let (before, rest) = text.split_at(from);
            if is_skipped(c) {
                from += c.len_utf8();
                continue;
            }
            let mark = MARKS.contains(c) && !is_numeral_comma(before, rest);
            let plain = |(length, what)| (length, what, Entry::default());
            let (length, what, entry) = None
                .or_else(|| title(rest).map(|length| plain((length, What::Unknown))))
                .or_else(|| mark.then(|| plain((c.len_utf8(), What::Mark(c)))))
                .or_else(|| self.word(rest))
                .or_else(|| self.own_name(rest))
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
        without_remarks(tokens)
    }

    /// A year or some months at the start of a text.
    fn date(&self, before: &str, rest: &str) -> Option<(usize, What, Entry)> {
        const DASHES: [char; 6] = ['—', '-', '–', '~', '至', '～'];
        let dated = |length, what, role| {
            let (roles, sayings) = (bit(role), Vec::new());
            (length, what, Entry { roles, sayings })
        };
        if let Some((length, whole)) = months(rest) {
            let role = if whole { Role::This } else { Role::Part };
            return Some(dated(length, What::Word, role));
        }
        let (mut year, mut length) = (0, 0);
        for c in rest.chars().take(4) {
            let digit = c.to_digit(10).or_else(|| numeral::digit(c))?;
            year = year * 10 + digit as u16;
            length += c.len_utf8();
        }
        let after = rest[length..].strip_prefix('年')?;
        let more = ["全年", "度", "份", "底", "末"].into_iter();
        let more = { more }.find(|more| after.starts_with(more) && !after.starts_with("度第"));
        // 「2021—2025年」 and 「2024年—2025年」: a span is no year.
        let from = before.trim_end_matches(DASHES);
        let is_span =
            from.len() < before.len() && from.ends_with(|c: char| c.is_ascii_digit() || c == '年');
        let year = if is_span { 0 } else { year };
        let length = length + '年'.len_utf8() + more.map_or(0, str::len);
        let known = year == 0 || (1949..=2100).contains(&year);
        known.then(|| dated(length, What::Year(year), self.year(year)))
    }

    /// A number at the start of a text; or something unknown.
    fn number(&self, before: &str, rest: &str, at: usize) -> (usize, What) {
        let written = Written::of(rest);
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let unknown = (written.length.max(first), What::Unknown);
        let tail = &rest[written.length..];
        let strange =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '第' | '-' | '/' | '.' | '〔' | '[');
        let dated = ['号', '年', '月', '日', '时', '〕', '-', '/', '：', ':'];
        let named = before.ends_with(strange)
            || tail.starts_with(dated)
            || tail.starts_with(|c: char| c.is_ascii_alphabetic());
        let quantity = written.value.filter(|_| !named);
        let quantity = quantity.and_then(|value| self.quantity(before, rest, at, written, value));
        quantity.unwrap_or(unknown)
    }

    /// A number with its unit and what makes it an approximate one.
    fn quantity(
        &self,
        before: &str,
        rest: &str,
        at: usize,
        written: Written,
        value: i128,
    ) -> Option<(usize, What)> {
        const BLANK: [char; 3] = [' ', '\u{a0}', '*'];
        let speech = speech();
        let ends = |words: &[String]| {
            { words.iter() }.any(|word| before.trim_end().ends_with(word.as_str()))
        };
        let mut length = written.length;
        let take = |words: &[String], length: &mut usize| {
            let after = rest[*length..].trim_start_matches(BLANK);
            let word = { words.iter() }.find(|word| after.starts_with(word.as_str()));
            *length = word.map_or(*length, |word| rest.len() - after.len() + word.len());
            word.is_some()
        };
        let mut over = ends(&speech.over) | take(&speech.more, &mut length);
        let after = rest[length..].trim_start_matches(BLANK);
        let mut units = self.units.iter();
        let tenths = after.starts_with("成立") || value > 10 * ONE;
        let unit = units
            .find(|(name, ..)| after.starts_with(name) && !(tenths && *name == "成"))
            .copied();
        // A bare number ends a phrase: 「政策文件类146，」.
        let ends_here = after.is_empty() || after.starts_with(|c| MARKS.contains(c));
        let bare = (ends_here && !(written.chinese && value != 0)).then_some(("", Unit::Bare, 1));
        let (name, unit, size) = unit.or(bare)?;
        if !name.is_empty() {
            length = rest.len() - after.len() + name.len();
        }
        let sized = |figure: i128| match unit {
            Unit::Money => figure * size / 10_000,
            _ => figure * size,
        };
        let (value, step) = (sized(value), sized(written.step));
        if is_within_a_word(before, &rest[..length], &rest[length..], name) {
            return Some((length, What::Unknown));
        }
        let tenths = unit == Unit::Percent && size > 1;
        let about = ends(&speech.about) | take(&speech.about, &mut length) | tenths;
        over |= take(&speech.more, &mut length);
        let nearly = ends(&speech.nearly);
        let round = round(value).max(step);
        let exact = value == 0 || (step >= ONE && !written.scaled && unit != Unit::Percent);
        let (less, more) = match () {
            () if nearly => (round, 0),
            () if ends(&speech.over) => (0, round.max(value / 2)),
            () if over => (0, round),
            () if about => (round.max(value / 20), round.max(value / 20)),
            () if exact || unit == Unit::Bare && !written.scaled => (0, 0),
            // 4.18万 may be cut off.
            () if written.scaled => (step / 2, step - 1),
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
        Some((length, What::Number(quantity)))
    }
}

/// The marks that part phrases.
pub const MARKS: &str = "，,、；;：:（）()。！？!?\n|";

/// What is not looked at: spaces, emphasis, quotes.
fn is_skipped(c: char) -> bool {
    c.is_whitespace() && c != '\n' || "*“”「」\\#>".contains(c)
}

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
    let mut place = ONE;
    while value != 0 && value % (place * 10) == 0 {
        place *= 10;
    }
    if place == ONE {
        (value / 10).max(1)
    } else {
        place
    }
}

fn units() -> Vec<(&'static str, Unit, i128)> {
    let units = &speech().units;
    let kinds = [
        (&units.counts, Unit::Count),
        (&units.percent, Unit::Percent),
        (&units.times, Unit::Times),
        (&units.others, Unit::Other),
    ];
    let plain = kinds
        .into_iter()
        .flat_map(|(names, unit)| names.iter().map(move |name| (name.as_str(), unit, 1)));
    let money = { units.money.iter() }.map(|(name, size)| (name.as_str(), Unit::Money, *size));
    let mut all: Vec<_> = plain
        .chain(money)
        .chain([("成", Unit::Percent, 10)])
        .collect();
    all.sort_by_key(|(name, ..)| Reverse(name.len()));
    all
}

/// 每一件, 同一件, 一件件, 一次性: a numeral that is part of a word counts nothing.
fn is_within_a_word(before: &str, written: &str, after: &str, unit: &str) -> bool {
    let speech = speech();
    let ends = |words: &[String]| { words.iter() }.any(|word| before.ends_with(word.as_str()));
    let one = written.starts_with('一') || written.starts_with("1 ");
    let doubled = !unit.is_empty() && after.starts_with(unit)
        || after.starts_with(written)
        || before.ends_with(written);
    ends(&speech.every) || one && (doubled || ends(&speech.single)) || after.starts_with('性')
}

/// The months at the start of a text, and whether they are the whole year or its end.
fn months(rest: &str) -> Option<(usize, bool)> {
    const ENDS: [char; 4] = ['月', '日', '份', '底'];
    let inside = |c: char| c.is_ascii_digit() || "月日—-–~～至份底".contains(c);
    let run = &rest[..rest.find(|c| !inside(c)).unwrap_or(rest.len())];
    let run = &run[..run.rfind(ENDS)? + '月'.len_utf8()];
    let behind = run.trim_start_matches(|c: char| c.is_ascii_digit());
    let first = &run[..run.len() - behind.len()];
    let month = run.contains('月') && !behind.starts_with(&ENDS[1..]);
    let days = run.trim_end_matches(&ENDS[2..]);
    let whole =
        days == "1月1日" || days.ends_with("12月31日") || first == "1" && days.ends_with("12月");
    (month && matches!(first.len(), 1 | 2)).then_some((run.len(), whole))
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
        let numeral = |c: char| numeral::is_numeral(plain(c));
        let chinese = text.starts_with(|c: char| numeral(c) && c != '万' && c != '千');
        let mut read = if chinese {
            let length = text.find(|c| !numeral(c)).unwrap_or(text.len());
            let digits: String = text[..length].chars().take(20).map(plain).collect();
            Written {
                length,
                value: numeral::parse(&digits).map(|whole| whole * ONE),
                step: ONE,
                chinese,
                scaled: false,
            }
        } else {
            Written::arabic(text)
        };
        read.value = read.value.filter(|value| *value <= LARGEST);
        read
    }

    fn arabic(text: &str) -> Self {
        let (mut digits, mut length) = (String::new(), 0);
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            let more = text[end..].starts_with(|c: char| half_width(c).is_ascii_digit());
            match half_width(c) {
                digit @ '0'..='9' => (length, _) = (end, digits.push(digit)),
                '.' if at > 0 && more && !digits.contains('.') => digits.push('.'),
                _ if at > 0 && is_numeral_comma(&text[..at], &text[at..]) => {}
                _ => break,
            }
        }
        let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
        let value = Number::parse(&digits, Kind::Amount).ok();
        let mut written = Written {
            length,
            value: value.map(Number::millionths),
            step: ONE / 10_i128.pow(places.min(6) as u32),
            chinese: false,
            scaled: false,
        };
        // 万元 is a unit of its own, 余 may stand before 万.
        let rest = text[length..].trim_start_matches(' ');
        let many = rest.strip_prefix(['余', '多']);
        let rest = many.filter(|rest| rest.starts_with('万')).unwrap_or(rest);
        let scales = [
            ("万", 10_000),
            ("千", 1000),
            ("百", 100),
            ("亿", 100_000_000),
        ];
        let scale = { scales.iter() }.find(|(word, _)| rest.starts_with(word));
        let scale = scale.filter(|(word, _)| length > 0 && !rest[word.len()..].starts_with('元'));
        if let Some((word, factor)) = scale {
            written.value = written.value.and_then(|value| value.checked_mul(*factor));
            written.step *= factor;
            written.length = text.len() - rest.len() + word.len();
            written.scaled = true;
        }
        written
    }
}

/// Chinese digits, those of accounts too.
fn plain(c: char) -> char {
    const ACCOUNTS: [&str; 2] = ["壹贰叁肆伍陆柒捌玖拾佰仟萬", "一二三四五六七八九十百千万"];
    let at = ACCOUNTS[0].chars().position(|from| from == c);
    at.and_then(|at| ACCOUNTS[1].chars().nth(at)).unwrap_or(c)
}
