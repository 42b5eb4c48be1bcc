//! Words that should not be in a published report.

use std::ops::Range;

use super::text::{Words, is_han, lines, passages};
use crate::{
    diagnostic::{Finding, Rule, rules},
    report::Report,
};

/// Checks the wording of every text.
pub fn check(report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut selves: Vec<&str> = Vec::new();
    let mut numbers = Numbering::default();
    for words in passages(report) {
        findings.extend(unfilled(words));
        findings.extend(stray_words(words));
        findings.extend(self_references(report, words, &mut selves));
        findings.extend(numbers.check(words));
        findings.extend(punctuation(words));
    }
    findings
}

fn finding(rule: &'static Rule, words: Words<'_>, range: Range<usize>, message: String) -> Finding {
    let stated = words.text()[range.clone()].to_owned();
    Finding::new(rule, words.place(range), message)
        .at(words.section)
        .stated(stated)
}

/// Instructions and marks that templates and word processors leave behind.
const LEFT_IN: [&str; 15] = [
    "（文字描述）",
    "(文字描述)",
    "[bookmark:",
    "TODO",
    "待补充",
    "待填写",
    "待完善后",
    "此处填写",
    "请填写",
    "（此处",
    "XX",
    "xx",
    "××",
    "＊＊",
    "○○",
];

fn unfilled(words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let mut found = Vec::new();
    for mark in LEFT_IN {
        let mut from = 0;
        while let Some(start) = text[from..].find(mark).map(|at| from + at) {
            let tail = &text[start + mark.len()..];
            let more = match mark {
                "[bookmark:" => tail
                    .find(']')
                    .filter(|end| *end < 60)
                    .map_or(0, |end| end + 1),
                "XX" | "xx" | "××" | "＊＊" | "○○" => {
                    let sign = mark.chars().next().unwrap_or('X');
                    tail.len() - tail.trim_start_matches(sign).len()
                }
                _ => 0,
            };
            let end = start + mark.len() + more;
            from = end;
            let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if mark.eq_ignore_ascii_case("XX")
                && (word(text[..start].chars().last()) || word(text[end..].chars().next()))
            {
                continue;
            }
            let message = format!("「{}」是没有填写或没有删去的内容", &text[start..end]);
            let finding = finding(&rules::UNFILLED, words, start..end, message);
            found.push(finding.help("填上实际内容，或删去它"));
        }
    }
    found.extend(gaps(words));
    found
}

/// 「主动公开信息  条」: a blank where a number belongs.
fn gaps(words: Words<'_>) -> Vec<Finding> {
    const UNITS: [&str; 9] = ["条", "件", "份", "项", "次", "个", "篇", "人次", "万元"];
    let text = words.text();
    let mut found = Vec::new();
    for range in lines(text) {
        let line = &text[range.clone()];
        let mut from = 0;
        while let Some(gap) = line[from..]
            .find([' ', '\u{3000}', '\u{a0}', '_'])
            .map(|at| from + at)
        {
            let rest = line[gap..].trim_start_matches([' ', '\u{3000}', '\u{a0}', '_']);
            let end = line.len() - rest.len();
            from = end;
            let unit = UNITS.iter().find(|unit| rest.starts_with(**unit));
            let Some(unit) = unit.filter(|_| line[..gap].ends_with(is_han)) else {
                continue;
            };
            let after = rest[unit.len()..].chars().next();
            if after.is_none_or(|c| "，。、；,;（）()".contains(c)) {
                let range = range.start + gap..range.start + end + unit.len();
                let shown = line[..gap].chars().rev().take(6).collect::<Vec<_>>();
                let shown: String = shown.into_iter().rev().collect();
                let message = format!("「{shown}　{unit}」中间没有填数");
                let finding = finding(&rules::UNFILLED, words, range, message);
                found.push(finding.help("填上数；没有就写 0"));
            }
        }
    }
    found
}

/// Latin words that Chinese reports use.
const KNOWN_LATIN: [&str; 30] = [
    "windows",
    "internet",
    "wechat",
    "office",
    "linux",
    "ios",
    "mac",
    "microsoft",
    "app",
    "wifi",
    "km",
    "kg",
    "cm",
    "mm",
    "hm",
    "kw",
    "kwh",
    "vlog",
    "iphone",
    "android",
    "excel",
    "word",
    "ppt",
    "pdf",
    "ai",
    "online",
    "plus",
    "email",
    "web",
    "html",
];

/// A Latin word between Chinese ones that is neither an address nor an abbreviation.
fn stray_words(words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..]
        .find(|c: char| c.is_ascii_alphabetic())
        .map(|at| from + at)
    {
        // A run of letters, digits and the marks of addresses is one token.
        let token = |c: char| c.is_ascii_alphanumeric() || "._-@/:+&%=?#~".contains(c);
        let end = text[start..]
            .find(|c| !token(c))
            .map_or(text.len(), |at| start + at);
        let first = text[..start].rfind(|c| !token(c)).map_or(0, |at| {
            at + text[at..].chars().next().map_or(0, char::len_utf8)
        });
        from = end;
        let word = &text[first..end];
        let before = text[..first].trim_end().chars().last();
        let after = text[end..].trim_start().chars().next();
        let between = before.is_some_and(is_han) && after.is_some_and(is_han);
        let plain = word.chars().all(|c| c.is_ascii_alphabetic());
        let abbreviation = word.chars().all(|c| c.is_ascii_uppercase());
        let known = KNOWN_LATIN.contains(&word.to_ascii_lowercase().as_str());
        if between && plain && word.len() > 2 && !abbreviation && !known {
            let message = format!("中文里夹着「{word}」");
            let finding = finding(&rules::STRAY_WORD, words, first..end, message);
            found.push(finding.help("多半是机器翻译或粘贴留下的；改成中文"));
        }
    }
    found
}

/// What an agency calls itself after 我; regions and 单位 are anybody's.
const KINDS: [&str; 22] = [
    "街道", "中心", "大队", "支队", "分局", "总队", "局", "委", "办", "镇", "乡", "队", "院", "校",
    "厅", "部", "馆", "所", "站", "处", "社", "厂",
];
/// Words that only begin like one of them.
const NOT_KINDS: [&str; 9] = [
    "我处置",
    "我委员",
    "我局部",
    "我部分",
    "我所有",
    "我处理",
    "我办理",
    "我部署",
    "我社会",
];

/// 我镇 in the report of a 局: a sentence from somebody else's report.
fn self_references<'a>(report: &Report, words: Words<'a>, told: &mut Vec<&'a str>) -> Vec<Finding> {
    let text = words.text();
    let name = &report.agency.text;
    let mut found = Vec::new();
    for (start, _) in text.match_indices('我') {
        let rest = &text[start..];
        let after = &rest['我'.len_utf8()..];
        let Some(kind) = KINDS.iter().find(|kind| after.starts_with(**kind)) else {
            continue;
        };
        let end = start + '我'.len_utf8() + kind.len();
        let word = &text[start..end];
        let own = kind.chars().all(|c| name.contains(c));
        let part = text[..start].ends_with(['自', '对', '忘', '“', '「', '《']);
        let other = NOT_KINDS.iter().any(|word| rest.starts_with(word));
        if own || part || other || name.is_empty() || told.contains(&word) {
            continue;
        }
        told.push(word);
        let message = format!("文字里自称「{word}」，与机关名称「{name}」不符");
        let finding = finding(&rules::SELF_REFERENCE, words, start..end, message);
        found.push(finding.help("多半是从别处抄来的；改成本机关的自称"));
    }
    found
}

/// The numbers of headings, section by section.
#[derive(Default)]
struct Numbering {
    section: String,
    /// The last number of 一、 and of （一）.
    last: [Option<u32>; 2],
    /// Whether it repeated the one before: then those that follow may go on as if it had not.
    repeated: [bool; 2],
}

impl Numbering {
    fn check(&mut self, words: Words<'_>) -> Vec<Finding> {
        if self.section != words.section {
            *self = Numbering {
                section: words.section.to_owned(),
                ..Numbering::default()
            };
        }
        let mut found = Vec::new();
        let heading = words.passage.heading.as_ref();
        if let Some(heading) = heading
            && let Some(problem) = self.next(&heading.text)
        {
            let (length, message, help) = problem;
            let mut place = heading.place;
            place.end = place.end.min(place.start + length as u32);
            found.push(
                Finding::new(&rules::HEADING_NUMBER, place, message)
                    .at(words.section)
                    .help(help),
            );
        }
        for range in lines(words.text()) {
            let line = &words.text()[range.clone()];
            let lead = line.trim_start_matches([' ', '\u{3000}', '#', '*', '\u{a0}']);
            let start = range.start + line.len() - lead.len();
            if let Some((length, message, help)) = self.next(lead) {
                let range = start..start + length;
                found.push(finding(&rules::HEADING_NUMBER, words, range, message).help(help));
            }
        }
        found
    }

    /// Takes the number that a line begins with; what is wrong with it, if anything.
    fn next(&mut self, line: &str) -> Option<(usize, String, &'static str)> {
        let (level, number, length) = heading_number(line)?;
        let last = self.last[level].replace(number);
        let repeated = std::mem::take(&mut self.repeated[level]);
        if level == 0 {
            self.last[1] = None;
        }
        let label = &line[..length];
        let shown = |number: u32| numeral(number);
        match last {
            Some(last) if number == last => {
                self.repeated[level] = true;
                Some((length, format!("编号「{label}」重复了"), "按顺序改正编号"))
            }
            Some(last) if repeated && number == last + 2 => None,
            Some(last) if number != last + 1 && number != 1 => Some((
                length,
                format!("编号从「{}」跳到了「{label}」", shown(last)),
                "按顺序改正编号；中间少了内容时补上",
            )),
            None if number != 1 => Some((
                length,
                format!("编号从「{label}」开始，前面没有「一」"),
                "按顺序改正编号；前面少了内容时补上",
            )),
            _ => None,
        }
    }
}

const NUMERALS: &str = "一二三四五六七八九";

/// The number at the start of a line: its level (0 for 一、, 1 for （一）), value and length.
fn heading_number(line: &str) -> Option<(usize, u32, usize)> {
    let bracketed = line.strip_prefix(['（', '(']);
    let rest = bracketed.unwrap_or(line);
    let end = rest.find(|c: char| !NUMERALS.contains(c) && c != '十')?;
    let value = crate::number::chinese(&rest[..end])? / 1_000_000;
    let number = u32::try_from(value)
        .ok()
        .filter(|number| (1..100).contains(number))?;
    let close = rest[end..].chars().next()?;
    let fits = match bracketed {
        Some(_) => matches!(close, '）' | ')'),
        None => close == '、',
    };
    let length = line.len() - rest.len() + end + close.len_utf8();
    fits.then_some((usize::from(bracketed.is_some()), number, length))
}

fn numeral(number: u32) -> String {
    let digit = |n: u32| {
        NUMERALS
            .chars()
            .nth(n as usize - 1)
            .map(String::from)
            .unwrap_or_default()
    };
    match (number / 10, number % 10) {
        (0, ones) => digit(ones),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, 0) => format!("{}十", digit(tens)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

/// Half-width marks between Chinese characters, and brackets or quotes without a partner.
fn punctuation(words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let mut found = Vec::new();
    for (at, mark) in text.match_indices([',', ';', ':', '?', '!', '(', ')']) {
        let before = text[..at].chars().last();
        let after = text[at + 1..].chars().next();
        if !(before.is_some_and(is_han) && after.is_some_and(is_han)) {
            continue;
        }
        let full = match mark {
            "," => "，",
            ";" => "；",
            ":" => "：",
            "?" => "？",
            "!" => "！",
            "(" => "（",
            _ => "）",
        };
        let message = format!("汉字之间用了半角标点「{mark}」");
        let finding = finding(&rules::PUNCTUATION, words, at..at + 1, message);
        found.push(finding.expected(full).help(format!("改成全角「{full}」")));
    }
    for range in lines(text) {
        found.extend(unbalanced(words, range));
    }
    found
}

const PAIRS: [(char, char); 3] = [('《', '》'), ('（', '）'), ('“', '”')];

/// The first mark of a line without its partner.
fn unbalanced(words: Words<'_>, range: Range<usize>) -> Option<Finding> {
    let line = &words.text()[range.clone()];
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut lonely = None;
    for (at, c) in line.char_indices() {
        if PAIRS.iter().any(|(left, _)| *left == c) || c == '(' {
            open.push((at, c));
        } else if let Some((left, _)) = PAIRS.iter().find(|(_, right)| *right == c) {
            // A full-width bracket may close a half-width one: that is another matter.
            let matching = open
                .iter()
                .rposition(|(_, o)| o == left || (c == '）' && *o == '('));
            match matching {
                Some(index) => {
                    open.remove(index);
                }
                // 「1）」 numbers an item.
                None if c == '）'
                    && line[..at].chars().all(|c| c.is_ascii_digit() || is_han(c))
                    && at <= 6 => {}
                None => lonely = lonely.or(Some((at, c))),
            }
        } else if c == ')'
            && let Some(index) = open.iter().rposition(|(_, o)| matches!(o, '(' | '（'))
        {
            open.remove(index);
        }
    }
    let left = open.into_iter().find(|(_, c)| *c != '(');
    let (at, mark) = lonely.or(left)?;
    let range = range.start + at..range.start + at + mark.len_utf8();
    let message = format!("「{mark}」没有与它成对的另一半");
    Some(finding(&rules::PUNCTUATION, words, range, message).help("补上另一半，或删去多余的这一个"))
}
