//! Mistakes of marks: full-width ones, missing spaces and commas, quotes and brackets.

use super::{
    causes::Scene,
    lines::{Line, Role, code, is_key},
};
use crate::diagnostic::{Finding, Message, either, terminal::excerpt};

/// Characters of the author's words that an example repeats.
const SHOWN: usize = 40;

pub fn full_width(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let text = code(line.text).trim_end();
    let body = text.trim_start_matches([' ', '-', '{']);
    if let Some((key, rest)) = body.split_once('：')
        && is_key(key)
    {
        let at = line.start + text.len() - body.len() + key.len();
        let (end, key) = (at + '：'.len_utf8(), key.trim());
        let value = rest.trim_start();
        let (colon, spaces, shown) = match value {
            "" => (":", 0, "…".to_owned()),
            _ => (": ", rest.len() - value.len(), excerpt(value, 12)),
        };
        let message = format!("「{key}」后面用了全角冒号「：」");
        let help = format!("改成半角冒号加一个空格，写作 {key}: {shown}");
        let cause = scene.cause(at..end, message, help);
        let cause = cause.fixed_by("改成半角冒号，后面空一格", at..end + spaces, colon);
        return Some(cause.safe_if(line.role == Role::Entry));
    }
    let (at, inside) = line.value()?;
    let (wrong, mark) = inside
        .char_indices()
        .find(|(_, c)| lookalike(*c).is_some())?;
    let right = figures(inside).filter(|right| right.starts_with(['{', '[']))?;
    let shown = excerpt(&right, SHOWN);
    let message = match mark {
        ';' => "括号里用了分号「;」".to_owned(),
        _ => format!("括号里用了全角标点「{mark}」"),
    };
    let help = format!("括号里的冒号、逗号都用半角，后面加一个空格：写作 {shown}");
    let place = at + wrong..at + wrong + mark.len_utf8();
    let cause = scene.cause(place, message, help);
    let cause = cause.fixed_by("改成半角标点", at..at + inside.len(), right);
    Some(cause.safe_if(true))
}

/// The mark among keys and figures that another is meant for, with the space behind it.
fn lookalike(c: char) -> Option<&'static str> {
    Some(match c {
        '：' => ": ",
        '，' | '；' | ';' => ", ",
        '｛' | '（' | '【' => "{",
        '｝' | '）' | '】' => "}",
        '［' => "[",
        '］' => "]",
        _ => return None,
    })
}

/// Keys and figures with the marks between them in half width, a space behind each; none if
/// there are words among them, whose marks are a sentence's.
pub fn figures(text: &str) -> Option<String> {
    let mut right = String::new();
    for c in text.chars() {
        match lookalike(c) {
            Some(mark) => right += mark,
            None if c == ' ' && right.ends_with(' ') => {}
            None => right.push(c),
        }
    }
    let is_figure = |item: &str| {
        let figure = item.rsplit(": ").next().unwrap_or_default().trim();
        let is_mark = |c: char| c.is_ascii_digit() || "~.-+".contains(c);
        item.matches(": ").count() <= 1 && figure.chars().all(is_mark)
    };
    let all = right.split([',', '{', '}', '[', ']']).all(is_figure);
    all.then_some(right)
}

/// `{自然人: -, …}`: a dash where a figure belongs, which YAML takes for a list.
pub fn lone_dash(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let open = line.text.find(['{', '['])?;
    let mut dashes = line.text[open..].match_indices('-');
    let (at, _) = dashes.find(|(at, _)| {
        let (before, after) = line.text.split_at(open + at);
        let before = before.trim_end().ends_with([':', ',', '[']);
        before && after[1..].trim_start().starts_with([',', '}', ']'])
    })?;
    let at = line.start + open + at;
    let help = either("没有就写 0，留空写 ~", "没有就写 0");
    let cause = scene.cause(at..at + 1, "「-」不是数", help);
    Some(cause.fixed_by(either("留空，写 ~", "留空"), at..at + 1, "~"))
}

pub fn missing_space(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let body = line.text.trim_start_matches([' ', '-']);
    let (key, value) = body.split_once(':')?;
    if !is_key(key) || value.is_empty() || value.starts_with([' ', '/']) {
        return None;
    }
    let at = line.start + line.text.len() - body.len() + key.len();
    let message = format!("「{key}」的冒号后面少了一个空格");
    let help = format!("写作 {key}: {}", excerpt(code(value).trim_end(), 12));
    let cause = scene.cause(at..at + 1, message, help);
    let cause = cause.fixed_by("在冒号后面加一个空格", at..at + 1, ": ");
    Some(cause.safe_if((scene.is_key)(key, line.indent())))
}

/// `总体情况: | 文字`: what stands on the line of the bar, which ends it.
pub fn beside_bar(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (key, behind, value) = line.entry()?;
    let words = value.strip_prefix(['|', '>'])?.trim_start();
    let first = words.chars().next().filter(|c| !c.is_ascii())?;
    let bar = line.start + behind + line.text[behind..].find(['|', '>'])?;
    let at = bar + value.len() - words.len();
    let message = format!("「{key}」的文字写在了 | 的同一行");
    let help = "| 后面另起一行，每行前空两个空格，再写文字";
    let cause = scene.cause(at..at + first.len_utf8(), message, help);
    let below = format!("\n{}", " ".repeat(line.indent() + 2));
    let cause = cause.fixed_by("文字另起一行", bar + 1..at, below);
    Some(cause.safe_if((scene.is_key)(key, line.indent())))
}

/// Words that begin with a mark of YAML's own.
pub fn unquoted(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (at, value) = line.value()?;
    let first = value.chars().next()?;
    let shown = excerpt(value, SHOWN);
    let (length, message, help): (usize, Message, Message) = match first {
        '@' | '`' | '%' | '*' | '&' | '!' => (
            1,
            format!("文字不能以「{first}」开头").into(),
            format!("在文字两边加引号：'{shown}'；或写成 | 后另起一行").into(),
        ),
        '{' if value.starts_with("{{") => (
            2,
            either(
                "文字以 {{ 开头，会被当成括号",
                "文字以大括号开头，会被当成一列数的括号",
            ),
            either(
                format!("在整段文字两边加引号：'{shown}'；或写成 | 后另起一行"),
                "在整段文字两边加引号",
            ),
        ),
        _ => return None,
    };
    let cause = scene.cause(at..at + length, message, help);
    if value.contains('\'') {
        return Some(cause);
    }
    let quoted = format!("'{value}'");
    Some(cause.fixed_by("在文字两边加引号", at..at + value.len(), quoted))
}

/// A quote or bracket that its own line opens and does not close, where the next line is
/// not deeper: a reader goes on to the end of the text, or to the next of its kind.
pub fn unclosed(scene: &Scene<'_>) -> Option<Finding> {
    let lines = scene.lines.iter().take(scene.last + 1);
    let mut lines = lines.filter(|line| line.role == Role::Entry);
    lines.find_map(|line| {
        let (at, value) = line.value()?;
        let (place, message, help, title, close): (_, _, Message, _, _) =
            match value.chars().next()? {
                quote @ ('"' | '\'') if !value[1..].contains(quote) => (
                    at,
                    format!("引号 {quote} 没有结束"),
                    format!("在文字末尾补上 {quote}，或去掉开头的引号").into(),
                    "在末尾补上引号",
                    quote,
                ),
                '{' | '[' if !value.starts_with("{{") => {
                    let (open, bracket) = *brackets(value).0.last()?;
                    let close = if bracket == '{' { '}' } else { ']' };
                    let tail = value.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
                    let help = format!("在这一行末尾补上 {close}");
                    let shown = format!("{help}，写作 …{}{close}", &value[tail..]);
                    let message = format!("括号 {bracket} 没有结束");
                    let help = either(shown, help);
                    (at + open, message, help, "在末尾补上括号", close)
                }
                _ => return None,
            };
        let more = scene.after(line).is_some_and(|next| {
            next.indent() > line.indent() || next.text.trim_start().starts_with(['}', ']', ','])
        });
        let end = at + value.len();
        let cause = scene.cause(place..place + 1, message, help);
        (!more).then(|| cause.fixed_by(title, end..end, close.to_string()))
    })
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
    let (at, value) = line.value()?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let second = value[1..].find(quote)?;
    let place = at + 1 + second..at + 2 + second;
    let Some(inner) = value[1..].strip_suffix(quote) else {
        let message = "引号已经在这里结束，后面还有文字";
        return Some(scene.cause(place, message, "引号要包住整段文字，或去掉引号"));
    };
    inner.find(quote)?;
    let cause = scene.cause(
        place,
        format!("引号里又有引号 {quote}，文字在这里被截断"),
        "文字里的引号改用中文引号“”，或整段改用 | 后另起一行",
    );
    let parts: Vec<&str> = inner.split(quote).collect();
    if parts.len().is_multiple_of(2) {
        return Some(cause);
    }
    let mut marks = ["“", "”"].into_iter().cycle();
    let mut right = parts[0].to_owned();
    for part in &parts[1..] {
        right += marks.next().unwrap_or_default();
        right += part;
    }
    Some(cause.fixed_by(
        "里面的引号改成中文引号",
        at + 1..at + 1 + inner.len(),
        right,
    ))
}

/// `{自然人: 6 其余: 0}`: two keys and nothing between them.
pub fn missing_comma(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (mut at, value) = line.value().filter(|(_, value)| value.starts_with('{'))?;
    for item in value.split_inclusive(',') {
        let mut colons = item.match_indices(": ").map(|(colon, _)| colon);
        if let (Some(first), Some(second)) = (colons.next(), colons.next())
            && let Some(space) = item[..second].rfind(' ').filter(|space| *space > first + 1)
        {
            let (key, place) = (&item[space + 1..second], at + space);
            let right = format!("{}, {}", item[..space].trim(), item[space + 1..].trim());
            let shown = excerpt(&right, SHOWN);
            let message = format!("「{key}」前面少了逗号");
            let help = format!("项与项之间用半角逗号加空格，写作 {shown}");
            let cause = scene.cause(place + 1..place + 1 + key.len(), message, help);
            return Some(cause.fixed_by("补上逗号", place..place, ","));
        }
        at += item.len();
    }
    None
}

/// A bracket that closes none: the one before is missing, or it is one too many.
pub fn extra_bracket(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (at, value) = line.value()?;
    let extra = brackets(value).1?;
    let close = value[extra..].chars().next()?;
    let place = at + extra..at + extra + 1;
    if value.starts_with(['{', '[']) {
        let message = format!("括号 {close} 多了一个");
        let cause = scene.cause(place.clone(), message, format!("删去这个 {close}"));
        return Some(cause.fixed_by("删去多的括号", place, ""));
    }
    let open = if close == '}' { '{' } else { '[' };
    let message = format!("括号 {close} 前面没有与它成对的 {open}");
    let shown = excerpt(value, SHOWN);
    let help = format!("在冒号后面补上 {open}，写作 {open}{shown}");
    let cause = scene.cause(place, message, help);
    let whole = extra + 1 == value.len();
    whole.then(|| cause.fixed_by("补上括号", at..at, open.to_string()))
}

pub fn second_colon(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let (at, value) = line.value()?;
    let second = value.find(": ")?;
    (!value.starts_with(['{', '[', '"', '\''])).then_some(())?;
    let right = value.replace(": ", "：");
    let shown = excerpt(&right, SHOWN);
    let message = "一行里有两个「冒号加空格」，分不清哪个是键";
    let help = format!("文字里的冒号改用全角「：」，写作 {shown}；或在整段文字两边加引号");
    let cause = scene.cause(at + second..at + second + 1, message, help);
    Some(cause.fixed_by("文字里的冒号改成全角", at..at + value.len(), right))
}
