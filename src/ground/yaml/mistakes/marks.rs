//! Mistakes of marks: full-width ones, missing spaces and commas, quotes and brackets.

use super::{
    causes::Scene,
    lines::{Line, Role, code, is_key},
};
use crate::ground::diagnostic::{Finding, either, terminal::excerpt};

/// Characters of the author's words that an example repeats.
const SHOWN: usize = 40;

/// What a line says behind `- ` and its key, and where in the line that begins.
fn value<'a>(line: &Line<'a>) -> Option<(usize, &'a str)> {
    let body = line.code();
    let at = line.text.find(body)?;
    let item = body.trim_start_matches("- ");
    let at = at + body.len() - item.len();
    if item.starts_with(['{', '[', '"', '\'']) {
        return Some((at, item));
    }
    let (key, value) = item.split_once(": ")?;
    let trimmed = value.trim_start();
    Some((at + key.len() + 2 + value.len() - trimmed.len(), trimmed))
}

pub fn full_width(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let text = code(line.text).trim_end();
    let body = text.trim_start_matches([' ', '-', '{']);
    let before = line.start + text.len() - body.len();
    if let Some((key, rest)) = body.split_once('：')
        && is_key(key)
    {
        let at = before + key.len();
        let end = at + '：'.len_utf8();
        let value = rest.trim_start();
        let spaces = rest.len() - value.len();
        let bare = value.is_empty();
        let colon = if bare { ":" } else { ": " };
        let kept = if bare { 0 } else { spaces };
        let key = key.trim();
        return Some(
            scene
                .cause(
                    at..end,
                    format!("「{key}」后面用了全角冒号「：」"),
                    format!(
                        "改成半角冒号加一个空格，写作 {key}: {}",
                        if bare {
                            "…".to_owned()
                        } else {
                            excerpt(value, 12)
                        }
                    ),
                )
                .fixed_by("改成半角冒号，后面空一格", at..end + kept, colon)
                .safe_if(line.role == Role::Entry),
        );
    }

    let (at, inside) = value(line).filter(|(_, value)| value.starts_with(['{', '[']))?;
    let wrong = inside.find(['：', '，', '｛', '｝'])?;
    let mark = inside[wrong..].chars().next()?;
    let right = figures(inside)?;
    let at = line.start + at;
    Some(
        scene
            .cause(
                at + wrong..at + wrong + mark.len_utf8(),
                format!("括号里用了全角标点「{mark}」"),
                format!(
                    "括号里的冒号、逗号都用半角，后面加一个空格：写作 {}",
                    excerpt(&right, SHOWN)
                ),
            )
            .fixed_by("改成半角标点", at..at + inside.len(), right)
            .safe_if(true),
    )
}

/// Keys and figures with the marks between them in half width; none if there are words
/// among them, whose marks are a sentence's.
pub fn figures(text: &str) -> Option<String> {
    Some(half_width(text)).filter(|right| is_figures(right))
}

/// Marks of a bracket in half width, a space behind each.
fn half_width(text: &str) -> String {
    let mut right = String::new();
    for c in text.chars() {
        match c {
            '：' => right += ": ",
            '，' => right += ", ",
            '｛' => right.push('{'),
            '｝' => right.push('}'),
            ' ' if right.ends_with(' ') => {}
            c => right.push(c),
        }
    }
    right
}

/// Whether brackets hold figures only, with their keys.
fn is_figures(text: &str) -> bool {
    let marks = [',', '{', '}', '[', ']'];
    text.split(marks).all(|item| {
        let figure = item.rsplit(": ").next().unwrap_or_default().trim();
        let digits = figure
            .chars()
            .all(|c| c.is_ascii_digit() || "~.-+".contains(c));
        item.matches(": ").count() <= 1 && digits
    })
}

/// `{自然人: -, …}`: a dash where a figure belongs, which YAML takes for a list.
pub fn lone_dash(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let open = line.text.find(['{', '['])?;
    let mut dashes = line.text[open..]
        .match_indices('-')
        .map(|(at, _)| open + at);
    let at = dashes.find(|&at| {
        let before = line.text[..at].trim_end().chars().last();
        let after = line.text[at + 1..].trim_start().chars().next();
        matches!(before, Some(':' | ',' | '[')) && matches!(after, Some(',' | '}' | ']'))
    })?;
    let at = line.start + at;
    Some(
        scene
            .cause(
                at..at + 1,
                "「-」不是数",
                either("没有就写 0，留空写 ~", "没有就写 0"),
            )
            .fixed_by(either("留空，写 ~", "留空"), at..at + 1, "~"),
    )
}

pub fn missing_space(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let body = line.text.trim_start_matches([' ', '-']);
    let (key, value) = body.split_once(':')?;
    if !is_key(key) || value.is_empty() || value.starts_with([' ', '/']) {
        return None;
    }
    let at = line.start + line.text.len() - body.len() + key.len();
    Some(
        scene
            .cause(
                at..at + 1,
                format!("「{key}」的冒号后面少了一个空格"),
                format!("写作 {key}: {}", excerpt(code(value).trim_end(), 12)),
            )
            .fixed_by("在冒号后面加一个空格", at..at + 1, ": ")
            .safe_if((scene.is_key)(key, line.indent())),
    )
}

/// `总体情况: | 文字`: what stands on the line of the bar, which ends it.
pub fn beside_bar(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (key, behind, value) = line.entry()?;
    let words = value.strip_prefix(['|', '>'])?.trim_start();
    let bar = line.start + behind + line.text[behind..].find(['|', '>'])?;
    let gap = value.len() - 1 - words.len();
    let text = words.chars().next().filter(|c| !c.is_ascii())?;
    let at = bar + 1 + gap;
    let spaces = " ".repeat(line.indent() + 2);
    Some(
        scene
            .cause(
                at..at + text.len_utf8(),
                format!("「{key}」的文字写在了 | 的同一行"),
                "| 后面另起一行，每行前空两个空格，再写文字",
            )
            .fixed_by("文字另起一行", bar + 1..at, format!("\n{spaces}"))
            .safe_if((scene.is_key)(key, line.indent())),
    )
}

/// A cause whose mending puts quotes around a value.
fn quoted(cause: Finding, start: usize, value: &str) -> Finding {
    match value.contains('\'') {
        true => cause,
        false => {
            let place = start..start + value.len();
            cause.fixed_by("在文字两边加引号", place, format!("'{value}'"))
        }
    }
}

pub fn reserved(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (at, value) = value(line)?;
    let first = value.chars().next()?;
    matches!(first, '@' | '`' | '%' | '*' | '&' | '!').then_some(())?;
    let at = line.start + at;
    let cause = scene.cause(
        at..at + 1,
        format!("文字不能以「{first}」开头"),
        format!(
            "在文字两边加引号：'{}'；或写成 | 后另起一行",
            excerpt(value, SHOWN)
        ),
    );
    Some(quoted(cause, at, value))
}

pub fn reference(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (at, value) = value(line)?;
    value.starts_with("{{").then_some(())?;
    let at = line.start + at;
    let cause = scene.cause(
        at..at + 2,
        either(
            "文字以 {{ 开头，会被当成括号",
            "文字以大括号开头，会被当成一列数的括号",
        ),
        either(
            format!(
                "在整段文字两边加引号：'{}'；或写成 | 后另起一行",
                excerpt(value, SHOWN)
            ),
            "在整段文字两边加引号",
        ),
    );
    Some(quoted(cause, at, value))
}

/// A quote or bracket that its own line opens and does not close, where the next line is
/// not deeper: a reader goes on to the end of the text, or to the next of its kind.
pub fn unclosed(scene: &Scene<'_>) -> Option<Finding> {
    let lines = scene.lines.iter().take(scene.last + 1);
    let mut lines = lines.filter(|line| line.role == Role::Entry);
    lines.find_map(|line| {
        let next = scene.after(line);
        let more = next.is_some_and(|next| {
            next.indent() > line.indent() || next.text.trim_start().starts_with(['}', ']', ','])
        });
        if more {
            return None;
        }
        let (at, value) = value(line)?;
        let (at, end) = (line.start + at, line.start + at + value.len());
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        if let Some(quote) = quote {
            return (!value[1..].contains(quote)).then(|| {
                scene
                    .cause(
                        at..at + 1,
                        format!("引号 {quote} 没有结束"),
                        format!("在文字末尾补上 {quote}，或去掉开头的引号"),
                    )
                    .fixed_by("在末尾补上引号", end..end, quote.to_string())
            });
        }
        if !value.starts_with(['{', '[']) || value.starts_with("{{") {
            return None;
        }
        let (open, bracket) = *brackets(value).0.last()?;
        let close = if bracket == '{' { '}' } else { ']' };
        Some(
            scene
                .cause(
                    at + open..at + open + 1,
                    format!("括号 {bracket} 没有结束"),
                    either(
                        format!("在这一行末尾补上 {close}，写作 …{}{close}", tail(value)),
                        format!("在这一行末尾补上 {close}"),
                    ),
                )
                .fixed_by("在末尾补上括号", end..end, close.to_string()),
        )
    })
}

/// The last characters of some words.
fn tail(words: &str) -> &str {
    let from = words.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    &words[from..]
}

/// The brackets that are not closed, and the first that closes none.
fn brackets(text: &str) -> (Vec<(usize, char)>, Option<usize>) {
    let (mut open, mut extra, mut quote) = (Vec::new(), None, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(begun), c) if c == begun => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{' | '[') => open.push((at, c)),
            (None, '}' | ']') if open.pop().is_none() => extra = extra.or(Some(at)),
            (None, _) => {}
        }
    }
    (open, extra)
}

pub fn inner_quote(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (at, value) = value(line)?;
    let start = line.start + at;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let Some(inner) = value[1..].strip_suffix(quote) else {
        let end = start + 1 + value[1..].find(quote)?;
        return Some(scene.cause(
            end..end + 1,
            "引号已经在这里结束，后面还有文字",
            "引号要包住整段文字，或去掉引号",
        ));
    };
    let extra = start + 1 + inner.find(quote)?;
    let cause = scene.cause(
        extra..extra + 1,
        format!("引号里又有引号 {quote}，文字在这里被截断"),
        "文字里的引号改用中文引号“”，或整段改用 | 后另起一行",
    );
    if inner.matches(quote).count() % 2 == 1 {
        return Some(cause);
    }
    let mut marks = ['“', '”'].into_iter().cycle();
    let chars = inner.chars();
    let right: String = chars
        .map(|c| {
            if c == quote {
                marks.next().unwrap_or(c)
            } else {
                c
            }
        })
        .collect();
    let place = start + 1..start + 1 + inner.len();
    Some(cause.fixed_by("里面的引号改成中文引号", place, right))
}

/// `{自然人: 6 其余: 0}`: two keys and nothing between them.
pub fn missing_comma(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (at, value) = value(line).filter(|(_, value)| value.starts_with('{'))?;
    let mut start = 0;
    for item in value.split_inclusive(',') {
        let mut colons = item.match_indices(": ").map(|(colon, _)| colon);
        if let (Some(first), Some(second)) = (colons.next(), colons.next())
            && let Some(space) = item[..second].rfind(' ').filter(|space| *space > first + 1)
        {
            let place = line.start + at + start + space;
            let key = &item[space + 1..second];
            let right = format!("{}, {}", item[..space].trim_end(), &item[space + 1..]);
            return Some(
                scene
                    .cause(
                        place + 1..place + 1 + key.len(),
                        format!("「{key}」前面少了逗号"),
                        format!(
                            "项与项之间用半角逗号加空格，写作 {}",
                            excerpt(right.trim(), SHOWN)
                        ),
                    )
                    .fixed_by("补上逗号", place..place, ","),
            );
        }
        start += item.len();
    }
    None
}

/// A bracket that closes none: the one before is missing, or it is one too many.
pub fn extra_bracket(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (at, value) = value(line)?;
    let (start, extra) = (line.start + at, brackets(value).1?);
    let close = value[extra..].chars().next()?;
    let place = start + extra..start + extra + 1;
    if value.starts_with(['{', '[']) {
        let message = format!("括号 {close} 多了一个");
        let cause = scene.cause(place.clone(), message, format!("删去这个 {close}"));
        return Some(cause.fixed_by("删去多的括号", place, ""));
    }
    let open = if close == '}' { '{' } else { '[' };
    (extra + 1 == value.len()).then(|| {
        scene
            .cause(
                place,
                format!("括号 {close} 前面没有与它成对的 {open}"),
                format!(
                    "在冒号后面补上 {open}，写作 {open}{}",
                    excerpt(value, SHOWN)
                ),
            )
            .fixed_by("补上括号", start..start, open.to_string())
    })
}

pub fn second_colon(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (at, value) = value(line).filter(|(_, value)| !value.starts_with(['{', '[', '"', '\'']))?;
    let second = value.find(": ")?;
    let start = line.start + at;
    let right = value.replace(": ", "：");
    Some(
        scene
            .cause(
                start + second..start + second + 1,
                "一行里有两个「冒号加空格」，分不清哪个是键",
                format!(
                    "文字里的冒号改用全角「：」，写作 {}；或在整段文字两边加引号",
                    excerpt(&right, SHOWN)
                ),
            )
            .fixed_by("文字里的冒号改成全角", start..start + value.len(), right),
    )
}
