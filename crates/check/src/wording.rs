//! Words that should not be in a published report.

mod heading_numbers;
mod punctuation;

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use self::{heading_numbers::Numbering, punctuation::punctuation};
use super::{
    markup::shown,
    sentences::{Words, is_han, passages, split},
};
use base::{
    characters::{is_hidden, percent_decoded},
    diagnostic::{Finding, Message, Rule, either, rules},
    hidden,
    numeral::is_numeral,
};
use form::{
    report::{Report, commonmark::Prepared},
    speech::speech,
};

/// Checks the wording of every text.
pub fn check(report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut selves: Vec<&str> = Vec::new();
    let mut numbers = Numbering::default();
    for words in passages(report) {
        findings.extend(unfilled(words));
        findings.extend(misspelt_references(report, words));
        findings.extend(stray_words(words));
        findings.extend(hidden(words));
        findings.extend(self_references(report, words, &mut selves));
        findings.extend(numbers.check(words));
        findings.extend(punctuation(words));
    }
    findings
}

fn finding(
    rule: &'static Rule,
    words: Words<'_>,
    range: Range<usize>,
    message: impl Into<Message>,
) -> Finding {
    let stated = shown(&words.text()[range.clone()]);
    words.finding(rule, range, message).stated(stated)
}

/// Words of a kind that are left in where something should be filled in.
fn blanks(kind: &str) -> &'static [String] {
    &speech().blanks[kind]
}

/// Instructions and marks that templates and word processors leave behind.
fn unfilled(words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let letter = |c: char| c.is_ascii_alphanumeric();
    let mut found = Vec::new();
    for mark in blanks("left_in") {
        let sign = mark.chars().next().unwrap_or_default();
        let is_run = mark.chars().all(|c| c == sign);
        let mut from = 0;
        while let Some(start) = text[from..].find(&**mark).map(|at| from + at) {
            let tail = &text[start + mark.len()..];
            let more = match tail.bytes().take(60).position(|byte| byte == b']') {
                Some(close) if mark.starts_with('[') => close + 1,
                _ if is_run => tail.len() - tail.trim_start_matches(sign).len(),
                _ => 0,
            };
            let end = start + mark.len() + more;
            from = end;
            let inside = text[..start].ends_with(|c: char| c.is_ascii_alphabetic())
                || text[end..].starts_with(letter);
            if mark.eq_ignore_ascii_case("XX") && inside {
                continue;
            }
            let message = format!("「{}」是没有填写或没有删去的内容", shown(&text[start..end]));
            let finding = finding(&rules::UNFILLED, words, start..end, message);
            found.push(finding.help("填上实际内容，或删去它"));
        }
    }
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let Some(range) = hole(text, at, c).filter(|range| range.start >= last) else {
            continue;
        };
        last = range.end;
        let line = text[..range.start].rsplit('\n').next().unwrap_or_default();
        let lead = line
            .char_indices()
            .rev()
            .take(6)
            .last()
            .map_or(0, |(at, _)| at);
        let said = shown(&text[range.start - line.len() + lead..range.end]);
        let message = format!("「{said}」处没有填数");
        let finding = finding(&rules::UNFILLED, words, range, message);
        found.push(finding.help("填上数；没有就写 0"));
    }
    found
}

/// A mark or a blank where a number belongs: 「信息  条」, 「信息x条」, 「202X年」, 「（ ）条」,
/// 「增长 %」.
fn hole(text: &str, at: usize, c: char) -> Option<Range<usize>> {
    const MARKS: &str = "XxＸ×■□?？nN*";
    let blank = |c: char| [' ', '\u{3000}', '\u{a0}'].contains(&c);
    let (before, rest) = text.split_at(at);
    let (plain, end) = (|| before.trim_end_matches(blank), at + c.len_utf8());
    match c {
        // A run is looked at once: blanks where they begin, stars where they end.
        '*' if text[end..].starts_with('*') => None,
        _ if (blank(c) || c == '_') && before.ends_with(|c| blank(c) || c == '_') => None,
        '%' | '％' => {
            let amount = |c| c == '之' || is_numeral(c);
            let plain = plain();
            let bare = plain.ends_with(is_han) && !plain.ends_with(amount);
            bare.then_some(plain.len()..end)
        }
        '（' | '(' | '[' => {
            let after = text[end..].trim_start_matches(blank);
            let is_task = before.ends_with("- ") || before.ends_with("* ");
            let close = after.chars().next().filter(|c| "）)]".contains(*c))?;
            let close = text.len() - after.len() + close.len_utf8();
            (close - end > ')'.len_utf8() && after.len() < text.len() - end && !is_task)
                .then_some(at..close)
        }
        _ if blank(c) || c == '_' => {
            let after = rest.trim_start_matches(|c| blank(c) || c == '_');
            let unit = { blanks("units").iter() }.find(|unit| after.starts_with(unit.as_str()))?;
            let next = after[unit.len()..].chars().next();
            let ends = next.is_none_or(|c| "，。、；,;（）()\n".contains(c));
            let end = text.len() - after.len() + unit.len();
            (ends && before.ends_with(is_han)).then_some(at..end)
        }
        _ if MARKS.contains(c) => {
            let (sure, stars) = ("XＸ×".contains(c), c == '*');
            let start = if stars {
                before.trim_end_matches('*').len()
            } else {
                at
            };
            let digit = |d: char| d.is_ascii_digit() && "XxＸ×".contains(c);
            let led = plain().ends_with(|c| is_han(c) || digit(c)) && !stars
                || stars && at > start && text[..start].ends_with(is_han);
            let next = text[end..].trim_start_matches(blank).chars().next();
            let ends = match next {
                Some(next) if "条件份项次篇个场期人万元".contains(next) => true,
                Some(next) => sure && "年月日，。；、,;".contains(next),
                None => sure,
            };
            (led && ends).then_some(start..end)
        }
        _ => None,
    }
}

/// A path of the form in braces that make no reference of it, as Chinese keyboards type them.
fn misspelt_references(report: &Report, words: Words<'_>) -> Vec<Finding> {
    const BRACES: [char; 4] = ['{', '｛', '}', '｝'];
    let text = words.text();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(&BRACES[..2]).map(|at| from + at) {
        let inner = text[start..].trim_start_matches(&BRACES[..2]);
        let open = text.len() - inner.len();
        let close = open + inner.find(BRACES).unwrap_or(inner.len());
        let end = text.len() - text[close..].trim_start_matches(&BRACES[2..]).len();
        from = close.max(open);
        let written = &text[start..end];
        let path = text[open..close].split('|').next().unwrap_or_default();
        let is_path = path.contains('.') && report.edition.field(path.trim()).is_some();
        // Two small ones were written with a stroke before them, and are meant.
        let is_meant = written.starts_with("{{") && written.ends_with("}}");
        if end > close && is_path && !is_meant {
            let message = either(
                format!("「{}」会照样印出来，不会换成表里的数", shown(written)),
                "大括号里的字会照样印出来，不会换成表里的数",
            );
            let help = either(
                format!(
                    "要换成表里的数，用两对半角的大括号：{{{{{}}}}}",
                    path.trim()
                ),
                "要换成表里的数，删去它，用「引用表中的数」选",
            );
            let finding = finding(&rules::UNFILLED, words, start..end, message);
            found.push(finding.help(help));
        }
    }
    found
}

/// A Latin word between Chinese ones that is neither an address nor an abbreviation.
fn stray_words(words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let mut found = Vec::new();
    // A run of letters, digits and the marks of addresses is one token.
    let token = |c: char| c.is_ascii_alphanumeric() || "._-@/:+&%=?#~".contains(c);
    for Range { start: first, end } in split(text, |c| !token(c)) {
        let word = &text[first..end];
        let before = text[..first].trim_end().chars().last();
        let after = text[end..].trim_start().chars().next();
        let between = before.is_some_and(is_han) && after.is_some_and(is_han);
        let plain = word.chars().all(|c| c.is_ascii_alphabetic());
        // DeepSeek and the like are names.
        let inner = word.chars().skip(1).any(|c| c.is_ascii_uppercase());
        let abbreviation = inner || word.chars().all(|c| c.is_ascii_uppercase());
        let mut known = blanks("latin").iter();
        let known = known.any(|known| known.eq_ignore_ascii_case(word));
        if between && plain && word.len() > 2 && !abbreviation && !known {
            let message = format!("中文里夹着「{word}」");
            let finding = finding(&rules::STRAY_WORD, words, first..end, message);
            found.push(finding.help("多半是机器翻译或粘贴留下的；改成中文"));
        }
    }
    found
}

/// 我镇 in the report of a 局: a sentence from somebody else's report.
fn self_references<'a>(report: &Report, words: Words<'a>, told: &mut Vec<&'a str>) -> Vec<Finding> {
    let text = words.text();
    let name = &report.agency.text;
    let mut found = Vec::new();
    for (start, own) in text.match_indices(['我', '本']) {
        let rest = &text[start..];
        let after = &rest['我'.len_utf8()..];
        let kinds = if own == "我" {
            "selves"
        } else {
            "sure_selves"
        };
        let mut kinds = speech().agencies[kinds].iter();
        let Some(kind) = kinds.find(|kind| after.starts_with(kind.as_str())) else {
            continue;
        };
        let end = start + '我'.len_utf8() + kind.len();
        let word = &text[start..end];
        let own = kind.chars().all(|c| name.contains(c));
        let part = text[..start].ends_with(['自', '对', '忘', '“', '「', '《']);
        let mut others = speech().agencies["not_selves"].iter();
        let other = others.any(|word| rest.starts_with(word.as_str()));
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

/// What only Markdown makes hidden: `&#x202E;`, or `%E2%80%AE` in an address. What stands in
/// the file as it is was found when it was read.
fn hidden(words: Words<'_>) -> Option<Finding> {
    let text = words.text();
    if !text.contains(['&', '%']) {
        return None;
    }
    // An address has no place of its own by which to tell what stands in it as it is.
    let told = text.contains(is_hidden);
    let (mut all, mut first) = (String::new(), None);
    for (event, range) in Prepared::of(text).events() {
        let said = match event {
            Event::Text(words) if !text[range.clone()].contains(is_hidden) => words.into_string(),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if !(told && dest_url.contains(is_hidden)) =>
            {
                percent_decoded(&dest_url)
            }
            _ => continue,
        };
        if said.contains(is_hidden) {
            all += &said;
            first.get_or_insert(range);
        }
    }
    let first = first?;
    let found = hidden::finding(&all, "文字", |_| words.place(first.clone()));
    found.map(|found| found.at(words.section))
}
