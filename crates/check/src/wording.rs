//! Words that should not be in a published report.

mod heading_numbers;
mod punctuation;

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use self::{heading_numbers::Numbering, punctuation::punctuation};
use super::sentences::{Words, is_han, lines, passages, shown, split};
use base::{
    characters::{is_hidden, percent_decoded},
    diagnostic::{Finding, Message, Rule, either, rules},
    hidden,
};
use form::report::{Report, markdown::Prepared};

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

/// Instructions and marks that templates and word processors leave behind.
const LEFT_IN: &str = "（文字描述） (文字描述) [bookmark: TODO 待补充 待填写 \
    待完善后 此处填写 请填写 （此处 [此处 【此处 【填写提示： XX xx ×× ＊＊ ○○ ＸＸ ？？？ ??? 此处输入文字 \
    未找到引用源 MERGEFORMAT HYPERLINK #REF! #DIV/0! #N/A #VALUE! #NAME? （） 【】 ipsum Error!";

fn unfilled(words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let mut found = Vec::new();
    for mark in LEFT_IN.split(' ') {
        let mut from = 0;
        while let Some(start) = text[from..].find(mark).map(|at| from + at) {
            let tail = &text[start + mark.len()..];
            let more = match mark {
                "[bookmark:" => {
                    let end = tail.bytes().take(60).position(|byte| byte == b']');
                    end.map_or(0, |end| end + 1)
                }
                "XX" | "xx" | "××" | "＊＊" | "○○" | "ＸＸ" | "？？？" | "???" => {
                    let sign = mark.chars().next().unwrap_or('X');
                    tail.len() - tail.trim_start_matches(sign).len()
                }
                _ => 0,
            };
            let end = start + mark.len() + more;
            from = end;
            let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if mark.eq_ignore_ascii_case("XX")
                && (text[..start].ends_with(|c: char| c.is_ascii_alphabetic())
                    || word(text[end..].chars().next()))
            {
                continue;
            }
            let message = format!("「{}」是没有填写或没有删去的内容", shown(&text[start..end]));
            let finding = finding(&rules::UNFILLED, words, start..end, message);
            found.push(finding.help("填上实际内容，或删去它"));
        }
    }
    found.extend(gaps(words));
    found.extend(holes(words));
    found
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

/// 「主动公开信息  条」: a blank where a number belongs.
fn gaps(words: Words<'_>) -> Vec<Finding> {
    const UNITS: &str = "条 件 份 项 次 个 篇 人次 万元";
    let text = words.text();
    let mut found = Vec::new();
    for range in lines(text) {
        let line = &text[range.clone()];
        let blank = |c: char| [' ', '\u{3000}', '\u{a0}', '_'].contains(&c);
        for Range { start: gap, end } in split(line, |c| !blank(c)) {
            let rest = &line[end..];
            let unit = UNITS.split(' ').find(|unit| rest.starts_with(*unit));
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

/// 「信息x条」, 「202X年」, 「（ ）条」, 「增长 %」: a mark where a number belongs.
fn holes(words: Words<'_>) -> Vec<Finding> {
    const MARKS: &str = "XxＸ×■□?？nN*";
    const AFTER: &str = "条件份项次篇个场期人万元年月日，。；、,;";
    let text = words.text();
    let mut found = Vec::new();
    let mut told = |range: Range<usize>| {
        let message = format!("「{}」处没有填数", shown(&text[range.clone()]));
        let finding = finding(&rules::UNFILLED, words, range, message);
        found.push(finding.help("填上数；没有就写 0"));
    };
    let blank = [' ', '\u{3000}', '\u{a0}'];
    for (at, mark) in text
        .char_indices()
        .filter(|(_, c)| MARKS.contains(*c) || matches!(c, '%' | '％'))
    {
        let before = &text[..at];
        let plain = before.trim_end_matches(blank);
        let end = at + mark.len_utf8();
        if matches!(mark, '%' | '％') {
            if plain.ends_with(is_han)
                && !plain.ends_with(['之', '两', '百'])
                && !plain.ends_with(numeral)
            {
                told(plain.len()..end);
            }
            continue;
        }
        let stars = mark == '*';
        let start = if stars {
            before.trim_end_matches('*').len()
        } else {
            at
        };
        let number = plain
            .ends_with(|c: char| is_han(c) || c.is_ascii_digit() && "XxＸ×".contains(mark))
            || stars;
        let (lead, after) = (&text[..start], text[end..].trim_start_matches(blank));
        let ends = match after.chars().next() {
            None => "XＸ×".contains(mark),
            Some(next) => {
                AFTER.contains(next)
                    && ("XＸ×".contains(mark) || !"，。；、,;年月日".contains(next))
            }
        };
        let many = !stars || at - start >= 2 && lead.ends_with(is_han);
        if number && ends && many {
            told(start..end);
        }
    }
    for (at, _) in text.match_indices(['（', '(', '[']) {
        let open = text[at..].chars().next().map_or(0, char::len_utf8);
        let inner = &text[at + open..];
        let rest = inner.trim_start_matches(blank);
        let is_task = text[..at].ends_with("- ") || text[..at].ends_with("* ");
        if rest.len() < inner.len() && rest.starts_with(['）', ')', ']']) && !is_task {
            let close = rest.chars().next().map_or(0, char::len_utf8);
            told(at..text.len() - rest.len() + close);
        }
    }
    found
}

fn numeral(c: char) -> bool {
    base::numeral::is_numeral(c)
}

/// Latin words that Chinese reports use.
const KNOWN_LATIN: &str = "windows internet wechat office linux ios mac microsoft app wifi km kg cm mm \
    hm kw kwh vlog iphone android excel word ppt pdf ai online plus email web \
    html";

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
        let known = KNOWN_LATIN.split(' ').any(|k| k.eq_ignore_ascii_case(word));
        if between && plain && word.len() > 2 && !abbreviation && !known {
            let message = format!("中文里夹着「{word}」");
            let finding = finding(&rules::STRAY_WORD, words, first..end, message);
            found.push(finding.help("多半是机器翻译或粘贴留下的；改成中文"));
        }
    }
    found
}

/// What an agency calls itself after 我; regions and 单位 are anybody's.
const KINDS: &str = "街道 中心 大队 支队 分局 总队 局 委 办 镇 乡 队 院 校 厅 部 馆 \
    所 站 处 社 厂";
/// The same after 本, which begins other words too.
const SURE_KINDS: &str = "街道 镇 乡 局 院 厅";
/// Words that only begin like one of them.
const NOT_KINDS: &str = "我处置 我委员 我局部 我部分 我所有 我处理 我办理 我部署 我社会";

/// 我镇 in the report of a 局: a sentence from somebody else's report.
fn self_references<'a>(report: &Report, words: Words<'a>, told: &mut Vec<&'a str>) -> Vec<Finding> {
    let text = words.text();
    let name = &report.agency.text;
    let mut found = Vec::new();
    for (start, own) in text.match_indices(['我', '本']) {
        let rest = &text[start..];
        let after = &rest['我'.len_utf8()..];
        let kinds = if own == "我" { KINDS } else { SURE_KINDS };
        let Some(kind) = kinds.split(' ').find(|kind| after.starts_with(*kind)) else {
            continue;
        };
        let end = start + '我'.len_utf8() + kind.len();
        let word = &text[start..end];
        let own = kind.chars().all(|c| name.contains(c));
        let part = text[..start].ends_with(['自', '对', '忘', '“', '「', '《']);
        let other = NOT_KINDS.split(' ').any(|word| rest.starts_with(word));
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
