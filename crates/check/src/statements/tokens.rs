//! A text as tokens: quantities in any writing, words that the edition or the language
//! knows, years, marks, and what nobody knows.

use std::{collections::HashMap, ops::Range};

use super::clauses::without_remarks;
use crate::agency;
use base::{number::ONE, numeral};
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

/// A number of a text with its unit, and between what the true figure lies.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// The number and the unit, within the text.
    pub range: Range<usize>,
    /// The number in millionths.
    pub value: i128,
    /// The least and the most that it can stand for.
    pub bounds: (i128, i128),
    pub unit: Unit,
    /// The unit as it is written.
    pub written: &'static str,
    /// Whether it is only about so much.
    pub rough: bool,
}

impl Quantity {
    /// None of something, where a text says so in words.
    pub fn none(range: Range<usize>) -> Self {
        let (unit, written) = (Unit::Bare, "");
        Quantity {
            range,
            value: 0,
            bounds: (0, 0),
            unit,
            written,
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
}

#[derive(Clone, Debug)]
pub enum What {
    Number(Quantity),
    /// An entry of the lexicon.
    Word(usize),
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
#[derive(Debug, Default)]
pub struct Entry {
    pub roles: u64,
    /// Sayings by their number.
    pub sayings: Vec<(usize, Use)>,
}

/// The words that are known, for one report.
pub struct Lexicon {
    pub sayings: Vec<&'static Saying>,
    pub entries: Vec<Entry>,
    /// By their first character, the longest first.
    words: HashMap<char, Vec<(String, usize)>>,
    units: HashMap<char, Vec<(&'static str, Unit, i128)>>,
    year: u16,
    own: String,
    own_entry: Option<usize>,
}

/// A role as a bit.
pub fn bit(role: Role) -> u64 {
    1 << role as u64
}

impl Lexicon {
    pub fn of(report: &Report) -> Self {
        let speech = speech();
        let mut known: HashMap<String, Entry> = HashMap::new();
        for (role, words) in &speech.words {
            for word in words {
                known.entry(word.clone()).or_default().roles |= bit(*role);
            }
        }
        let approximate = speech
            .about
            .iter()
            .chain(&speech.nearly)
            .chain(&speech.over)
            .chain(&speech.more);
        for word in approximate.filter(|word| !matches!(word.as_str(), "多" | "过")) {
            known.entry(word.clone()).or_default().roles |= bit(Role::Filler);
        }
        for (word, role) in agency::selves(&report.agency.text) {
            known.entry(word).or_default().roles |= bit(role);
        }
        let sayings: Vec<&Saying> = report.edition.sayings().collect();
        let (last, next) = (report.year - 1, report.year.saturating_add(1));
        for (at, saying) in sayings.iter().enumerate() {
            let nouns = saying.words.iter().map(|word| (word, Use::Noun));
            let verbs = saying.verbs.iter().map(|word| (word, Use::Verb));
            let denied = saying.denied.iter().map(|word| (word, Use::Denied));
            for (word, how) in nouns.chain(verbs).chain(denied) {
                let word = word.replace("{上年}", &last.to_string());
                let word = word.replace("{次年}", &next.to_string());
                known.entry(word).or_default().sayings.push((at, how));
            }
        }
        let (mut entries, mut words) = (Vec::new(), HashMap::<char, Vec<(String, usize)>>::new());
        for (word, mut entry) in known {
            // What is the agency's own is no other's.
            if entry.roles & bit(Role::Own) != 0 {
                entry.roles &= !(bit(Role::Wider) | bit(Role::Parts));
            }
            if let Some(first) = word.chars().next() {
                words.entry(first).or_default().push((word, entries.len()));
                entries.push(entry);
            }
        }
        for words in words.values_mut() {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        let own = report.agency.text.clone();
        let own_entry = { words.values().flatten() }.find(|(word, _)| *word == own);
        let own_entry = own_entry.map(|(_, entry)| *entry);
        Lexicon {
            sayings,
            entries,
            words,
            units: units(),
            year: report.year,
            own,
            own_entry,
        }
    }

    /// The roles of a token.
    pub fn roles(&self, token: &Token) -> u64 {
        match token.what {
            What::Word(entry) => self.entries[entry].roles,
            What::Year(year) => self.year(year),
            _ => 0,
        }
    }

    /// The role of a year.
    pub fn year(&self, year: u16) -> u64 {
        bit(match year {
            year if year == self.year => Role::This,
            year if year + 1 == self.year => Role::Last,
            year if year > self.year => Role::Next,
            _ => Role::Span,
        })
    }

    /// The longest word at the start of a text.
    fn word(&self, text: &str) -> Option<(usize, usize)> {
        let words = self.words.get(&text.chars().next()?)?;
        let found = words
            .iter()
            .find(|(word, _)| text.starts_with(word.as_str()))?;
        Some((found.0.len(), found.1))
    }

    /// The agency's own name at the start of a text, in full or in a short form that is made
    /// of its characters: 云岭市住建局.
    fn own_name(&self, text: &str) -> Option<usize> {
        let letters = text.char_indices().take(30);
        let run = letters.take_while(|(_, c)| self.own.contains(*c));
        let end = run.map(|(at, c)| at + c.len_utf8()).last()?;
        let name = &text[..end];
        let kind = agency::kind(&self.own)?;
        let end = name.rfind(kind)? + kind.len();
        (name[..end].chars().count() >= 3).then_some(end)
    }

    /// The tokens of a text, `at` being where it begins; in time that grows with its length.
    pub fn tokens(&self, text: &str, at: usize) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut from = 0;
        while let Some(c) = text[from..].chars().next() {
            let rest = &text[from..];
            let (length, what) = if let Some(length) = skipped(rest) {
                from += length;
                continue;
            } else if let Some(length) = title(rest) {
                (length, What::Unknown)
            } else if MARKS.contains(c) && !numeral_comma(&text[..from], rest) {
                (c.len_utf8(), What::Mark(c))
            } else if let Some((length, entry)) = self.word(rest) {
                (length, What::Word(entry))
            } else if let Some(length) = self.own_name(rest) {
                (length, self.own_entry.map_or(What::Unknown, What::Word))
            } else {
                self.number(&text[..from], rest, at + from)
            };
            let range = at + from..at + from + length;
            from += length;
            match (tokens.last_mut(), &what) {
                (
                    Some(Token {
                        range: last,
                        what: What::Unknown,
                    }),
                    What::Unknown,
                ) if last.end == range.start => {
                    last.end = range.end;
                }
                _ => tokens.push(Token { range, what }),
            }
        }
        without_remarks(tokens)
    }

    /// A number, a year or a month at the start of a text; or something unknown.
    fn number(&self, before: &str, rest: &str, at: usize) -> (usize, What) {
        let unknown = |length: usize| {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            (length.max(first), What::Unknown)
        };
        let written = digits(rest);
        if written.length == 0 {
            return unknown(0);
        }
        let tail = &rest[written.length..];
        let strange =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '第' | '-' | '/' | '.' | '〔' | '[');
        let (year, month) = (tail.strip_prefix('年'), month(rest));
        if let (Some(after), Some(year)) = (year, written.year(rest)) {
            let more = ["全年", "度", "份", "底", "末"].into_iter();
            let more = { more }.find(|more| after.starts_with(more) && !after.starts_with("度第"));
            // 「2021—2025年」 and 「2024年、2025年」: a span is no year.
            let from = before.strip_suffix(['—', '-', '–', '~', '至', '～']);
            let is_span = from.is_some_and(|from| {
                from.trim_end_matches('—')
                    .ends_with(|c: char| c.is_ascii_digit() || c == '年')
            });
            let year = if is_span { 0 } else { year };
            return (
                written.length + '年'.len_utf8() + more.map_or(0, str::len),
                What::Year(year),
            );
        }
        if let Some((length, whole)) = month {
            let role = if whole { Role::This } else { Role::Part };
            return (length, self.some(role));
        }
        if before.ends_with(strange) && !before.ends_with("、")
            || tail
                .starts_with(['号', '年', '月', '日', '时', '〕', '-', '/', '：', ':'].as_slice())
                && !tail.starts_with("月份")
            || tail.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            return unknown(written.length);
        }
        let Some(value) = written.value else {
            return unknown(written.length);
        };
        self.quantity(before, rest, at, written, value)
            .unwrap_or_else(|| unknown(written.length))
    }

    /// Some word of a role.
    fn some(&self, role: Role) -> What {
        let of = self
            .entries
            .iter()
            .position(|entry| entry.roles == bit(role));
        of.map_or(What::Unknown, What::Word)
    }

    /// A number with its unit and what makes it an approximate one.
    fn quantity(
        &self,
        before: &str,
        rest: &str,
        at: usize,
        written: Digits,
        value: i128,
    ) -> Option<(usize, What)> {
        let speech = speech();
        let ends = |words: &[String]| {
            { words.iter() }.any(|word| before.trim_end().ends_with(word.as_str()))
        };
        let mut length = written.length;
        let take = |words: &[String], length: &mut usize| {
            let after = rest[*length..].trim_start_matches([' ', '\u{a0}', '*']);
            let mut words = words.iter().filter(|word| after.starts_with(word.as_str()));
            let word = words.next()?;
            *length = rest.len() - after.len() + word.len();
            Some(())
        };
        let mut over = ends(&speech.over) | take(&speech.more, &mut length).is_some();
        let after = rest[length..].trim_start_matches([' ', '\u{a0}', '*']);
        let units = after.chars().next().and_then(|c| self.units.get(&c));
        let unit = units.and_then(|units| units.iter().find(|(unit, ..)| after.starts_with(unit)));
        let (mut value, mut step) = (value, written.step);
        let chinese = written.chinese;
        let (unit, name) = match unit {
            Some((name, unit, size)) => {
                length = rest.len() - after.len() + name.len();
                let size = *size;
                if *unit == Unit::Money {
                    (value, step) = (
                        value.checked_mul(size)? / 10_000,
                        step.checked_mul(size)? / 10_000,
                    );
                }
                (*unit, *name)
            }
            None if after.starts_with('成') && !after.starts_with("成立") && value <= 10 * ONE =>
            {
                length = rest.len() - after.len() + '成'.len_utf8();
                (value, step) = (value * 10, 10 * ONE);
                (Unit::Percent, "成")
            }
            // A bare number ends a phrase: 「政策文件类146，」.
            None => {
                let ends = after.is_empty()
                    || after.starts_with(|c| MARKS.contains(c) || "。！？!?\n|".contains(c));
                (ends && !(chinese && value != 0)).then_some((Unit::Bare, ""))?
            }
        };
        if is_within_a_word(before, &rest[..length], &rest[length..], name) {
            return Some((length, What::Unknown));
        }
        let about = ends(&speech.about)
            | take(&speech.about, &mut length).is_some()
            | (name == "成" && step > ONE);
        over |= take(&speech.more, &mut length).is_some();
        let nearly = ends(&speech.nearly);
        let round = round(value).max(step);
        let bounds = match () {
            () if nearly => (value - round, value),
            () if over => (
                value,
                value
                    + if ends(&speech.over) {
                        round.max(value / 2)
                    } else {
                        round
                    },
            ),
            () if about => (value - round.max(value / 20), value + round.max(value / 20)),
            () if written.scaled && step < ONE * 10_000 => (value - step / 2, value + step - 1),
            () if value != 0
                && (step < ONE && unit != Unit::Bare
                    || written.scaled
                    || unit == Unit::Percent) =>
            {
                (value - step / 2, value + step / 2)
            }
            () => (value, value),
        };
        let rough = nearly || over || about;
        let range = at..at + length;
        Some((
            length,
            What::Number(Quantity {
                range,
                value,
                bounds,
                unit,
                written: name,
                rough,
            }),
        ))
    }
}

/// The marks that part phrases.
pub const MARKS: &str = "，,、；;：:（）()。！？!?\n|";

/// What is not looked at: spaces, emphasis, quotes.
fn skipped(rest: &str) -> Option<usize> {
    let c = rest.chars().next()?;
    (c.is_whitespace() && c != '\n'
        || matches!(c, '*' | '“' | '”' | '「' | '」' | '\\' | '#' | '>'))
    .then(|| c.len_utf8())
}

/// 《…》 within a line: what stands in a title counts nothing.
fn title(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('《')?;
    let end = inner
        .char_indices()
        .take(80)
        .find(|(_, c)| matches!(c, '》' | '\n'))?;
    (end.1 == '》').then_some('《'.len_utf8() * 2 + end.0)
}

/// The comma of 1,295.
fn numeral_comma(before: &str, rest: &str) -> bool {
    rest.starts_with(',') && before.ends_with(|c: char| c.is_ascii_digit()) && {
        rest[1..].bytes().take_while(u8::is_ascii_digit).count() == 3
    }
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

fn units() -> HashMap<char, Vec<(&'static str, Unit, i128)>> {
    let units = &speech().units;
    let of =
        |names: &'static [String], unit| names.iter().map(move |name| (name.as_str(), unit, 1));
    let money = units
        .money
        .iter()
        .map(|(name, size)| (name.as_str(), Unit::Money, *size));
    let all = of(&units.counts, Unit::Count)
        .chain(of(&units.percent, Unit::Percent))
        .chain(of(&units.times, Unit::Times))
        .chain(of(&units.others, Unit::Other))
        .chain(money);
    let mut by_first: HashMap<char, Vec<(&str, Unit, i128)>> = HashMap::new();
    for unit in all {
        by_first
            .entry(unit.0.chars().next().unwrap_or(' '))
            .or_default()
            .push(unit);
    }
    for units in by_first.values_mut() {
        units.sort_by_key(|(name, ..)| std::cmp::Reverse(name.len()));
    }
    by_first
}

/// 每一件, 同一件, 一件件, 一次性: a numeral that is part of a word counts nothing.
fn is_within_a_word(before: &str, written: &str, after: &str, unit: &str) -> bool {
    let one = written.starts_with('一') || written.starts_with("1 ");
    before.ends_with(['每', '这', '那'])
        || one
            && before.ends_with([
                '同', '某', '任', '哪', '另', '逐', '唯', '专', '统', '办', '决',
            ])
        || one && (!unit.is_empty() && after.starts_with(unit) || after.starts_with(written))
        || one && before.ends_with(written)
        || after.starts_with('性')
}

/// A number as it is written, without its unit.
#[derive(Clone, Copy, Default)]
struct Digits {
    length: usize,
    value: Option<i128>,
    /// What its last digit is worth.
    step: i128,
    chinese: bool,
    /// Whether 万 or the like stands behind it.
    scaled: bool,
}

impl Digits {
    /// Four digits as a year.
    fn year(self, text: &str) -> Option<u16> {
        let written = &text[..self.length];
        let digit = |c: char| c.to_digit(10).or_else(|| numeral::digit(c));
        let digits: Option<Vec<u32>> = written.chars().map(digit).collect();
        let digits = digits.filter(|digits| digits.len() == 4)?;
        let year = digits.iter().fold(0, |year, digit| year * 10 + digit) as u16;
        (1949..=2100).contains(&year).then_some(year)
    }
}

/// The months at the start of a text, and whether they are the whole year or its end.
fn month(text: &str) -> Option<(usize, bool)> {
    let number = |text: &str| {
        let length = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (1..=2).contains(&length).then_some(length)
    };
    let mut length = number(text)?;
    let first = &text[..length];
    let mut rest = &text[length..];
    let dash = rest.chars().next().filter(|c| "—-–~～至月".contains(*c))?;
    let mut last = first;
    let mut days = "";
    if dash != '月' || rest.starts_with("月至") {
        rest = rest[dash.len_utf8()..].trim_start_matches(['—', '至']);
        let second = number(rest)?;
        last = &rest[..second];
        rest = &rest[second..];
    }
    rest = rest.strip_prefix('月')?;
    if let Some(day) = number(rest).filter(|day| rest[*day..].starts_with('日')) {
        days = &rest[..day];
        rest = &rest[day + '日'.len_utf8()..];
    }
    rest = rest.strip_prefix('份').unwrap_or(rest);
    rest = rest.strip_prefix('底').unwrap_or(rest);
    length = text.len() - rest.len();
    let whole =
        (first, last) == ("1", "12") || (last, days) == ("12", "31") || (last, days) == ("1", "1");
    Some((length, whole))
}

/// Chinese digits, those of accounts too.
fn plain(c: char) -> char {
    const ACCOUNTS: &str = "壹一贰二叁三肆四伍五陆六柒七捌八玖九拾十佰百仟千萬万";
    let mut pairs = ACCOUNTS.chars();
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if from == c {
            return to;
        }
    }
    c
}

fn digits(text: &str) -> Digits {
    match text.starts_with(|c: char| numeral::is_numeral(plain(c)) && c != '万' && c != '千') {
        true => chinese(text),
        false => arabic(text),
    }
}

fn arabic(text: &str) -> Digits {
    let mut digits = String::new();
    let mut places = None;
    let mut length = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        let digit = match c {
            '0'..='9' => c,
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or('0'),
            ',' if length > 0 && numeral_comma(&text[..at], &text[at..]) && places.is_none() => {
                continue;
            }
            '.' | '．'
                if length > 0 && places.is_none() && next.is_some_and(|c| c.is_ascii_digit()) =>
            {
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
    let mut step = ONE / 10_i128.pow(places.min(6));
    let fits = digits.len() <= 18 && places <= 6;
    let mut value = fits
        .then(|| digits.parse::<i128>().ok())
        .flatten()
        .and_then(|value| value.checked_mul(step));
    let rest = text[length..].trim_start_matches(' ');
    let scales = [
        ("万", 10_000),
        ("千", 1000),
        ("百", 100),
        ("亿", 100_000_000),
    ];
    // 万元 is a unit of its own, 余 may stand before 万.
    let rest = rest
        .strip_prefix(['余', '多'])
        .filter(|rest| rest.starts_with('万'))
        .unwrap_or(rest);
    let scale = scales
        .iter()
        .find(|(word, _)| rest.starts_with(word) && !rest[word.len()..].starts_with('元'));
    if let Some((word, factor)) = scale.filter(|_| length > 0) {
        value = value.and_then(|value| value.checked_mul(*factor));
        step *= factor;
        length = text.len() - rest.len() + word.len();
    }
    Digits {
        length,
        value,
        step,
        chinese: false,
        scaled: scale.is_some(),
    }
}

fn chinese(text: &str) -> Digits {
    let end = text.find(|c: char| !numeral::is_numeral(plain(c)));
    let written = &text[..end.unwrap_or(text.len())];
    let value = match written.len() <= 60 {
        true => numeral::parse(&written.chars().map(plain).collect::<String>()),
        false => None,
    };
    let value = value.and_then(|whole| whole.checked_mul(ONE));
    Digits {
        length: written.len(),
        value,
        step: ONE,
        chinese: true,
        scaled: false,
    }
}
