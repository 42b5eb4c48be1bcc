//! Mistakes of layout: tabs, full-width spaces, text that is not indented, a missing colon.

use std::ops::Range;

use super::{
    causes::Scene,
    lines::{Line, Role, is_key},
};
use crate::{
    characters::is_hidden,
    diagnostic::{Finding, terminal::excerpt},
};

/// What stands before a line's words, spaces of every kind and what nobody sees.
fn lead<'a>(line: &Line<'a>) -> &'a str {
    let words = line
        .text
        .trim_start_matches(|c: char| c.is_whitespace() || is_hidden(c));
    &line.text[..line.text.len() - words.len()]
}

/// Other spaces before lines.
fn with_lead<'a>(
    lines: impl Iterator<Item = &'a Line<'a>>,
    right: impl Fn(&Line<'_>, &str) -> String,
) -> Vec<(Range<usize>, String)> {
    let edits = lines.map(|line| {
        let lead = lead(line);
        (line.start..line.start + lead.len(), right(line, lead))
    });
    edits.collect()
}

pub fn tabs(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let help = "把行首的制表符换成空格；每层两个空格";
    let cause = odd_lead(scene, line, |c| c == '\t', "  ", help)?;
    Some(cause.safe_if(true))
}

/// Paragraphs begin with two ideographic spaces in Word, and what is pasted from pages with
/// others still, none of which is an indentation here.
pub fn other_spaces(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let help = "行首只用半角空格，每层两个；段首空两格由程序排";
    odd_lead(scene, line, |c| !matches!(c, ' ' | '\t'), " ", help)
}

/// A line that begins with what is no indentation. One who indents so does it everywhere.
fn odd_lead(
    scene: &Scene<'_>,
    line: &Line<'_>,
    is_odd: fn(char) -> bool,
    right: &str,
    help: &'static str,
) -> Option<Finding> {
    let begins = |line: &&Line<'_>| lead(line).contains(is_odd);
    begins(&line).then_some(())?;
    let lines = scene.lines.iter();
    let alike = lines.filter(|line| line.role == Role::Entry && begins(line));
    let first = alike.clone().next()?;
    let at = first.text.find(is_odd)?;
    let mark = first.text[at..].chars().next()?;
    let code = u32::from(mark);
    let (what, title) = match mark {
        '\t' => ("制表符（Tab），只认空格".to_owned(), "把 Tab 换成空格"),
        '\u{3000}' => ("全角空格，只认半角空格".to_owned(), "换成半角空格"),
        c if is_hidden(c) => (format!("看不见的字符（U+{code:04X}）"), "删去看不见的字符"),
        _ => (
            format!("别的空格（U+{code:04X}），只认半角空格"),
            "换成半角空格",
        ),
    };
    let so_many = match alike.clone().count() {
        1 => String::new(),
        count => format!("（从这里起共 {count} 行）"),
    };
    let place = first.start + at..first.start + at + mark.len_utf8();
    let mended = with_lead(alike, |_, lead| {
        let kept = lead.chars().filter(|c| !is_hidden(*c));
        let words = kept.map(|c| {
            if is_odd(c) {
                right.to_owned()
            } else {
                c.to_string()
            }
        });
        words.collect()
    });
    let cause = scene.cause(place, format!("行首用了{what}{so_many}"), help);
    Some(cause.fixed_by_all(title, mended))
}

/// A line of words between the keys, which is neither a key nor below one.
pub fn between_keys(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let words = line.code();
    let is_other = words.contains([':', '：']) || words.starts_with(['-', '{', '[', '}', ']']);
    (!is_other && !words.is_empty()).then_some(())?;
    // What is deeper than a key with words beside it goes on with them.
    let above = scene.above().filter(|above| above.number < line.number);
    let key = above.filter_map(|above| Some((above.indent(), above.entry()?.2)));
    let goes_on = |(indent, value): (usize, &str)| indent < line.indent() && !value.is_empty();
    (!key.take(1).any(goes_on)).then_some(())?;
    let at = line.start + line.indent();
    let shown = excerpt(words, 20);
    let cause = scene.cause(
        at..line.end(),
        format!("「{shown}」既不是键，也不在哪个键的文字里"),
        "说明前面加「# 」；正文写在键后面的 | 下面，每行前空两格",
    );
    Some(cause.fixed_by("改成说明，行首加 #", at..at, "# "))
}

/// The key that a line begins with, whatever stands where its colon should.
fn key<'a>(scene: &Scene<'_>, line: &Line<'a>) -> Option<&'a str> {
    let head = line.code().split([':', '：', ' ', '\u{3000}']).next()?;
    let known = (scene.is_key)(head, line.indent());
    let key = known.then_some(head).or(line.entry().map(|(key, ..)| key));
    key.filter(|_| line.role == Role::Entry)
}

/// Whether a line may be meant as text: a comment of several # is a heading there.
fn is_words(line: &Line<'_>) -> bool {
    line.role == Role::Entry || line.role == Role::Comment && line.text.trim().starts_with("##")
}

/// Text below a key that stands as far left as the key: the likeliest mistake of all.
pub fn outside_block(scene: &Scene<'_>) -> Option<Finding> {
    let (opener, name, behind, value) = scene.above().find_map(|line| {
        let (name, behind, value) = line.entry()?;
        let opens = value.is_empty() || value.starts_with(['|', '>']);
        opens.then_some((line, name, behind, value))
    })?;
    let depth = opener.indent();
    let below = &scene.lines[opener.number..];
    let own = below.iter().find(|line| line.role != Role::Blank);
    let width = own.filter(|line| line.role == Role::Text);
    let width = width.map_or(depth + 2, Line::indent);
    let first = below.iter().find(|line| is_words(line))?;
    if first.indent() > depth || key(scene, first).is_some() || first.number > scene.last + 1 {
        return None;
    }
    let rest = &scene.lines[first.number - 1..];
    let is_end = |line: &&Line<'_>| line.indent() <= depth && key(scene, line).is_some();
    let end = rest.iter().find(is_end);
    let text = &rest[..end.map_or(rest.len(), |end| end.number - first.number)];
    text.iter().find(|line| line.role == Role::Entry)?;
    let text = &text[..=text.iter().rposition(is_words)?];
    let until = end.and_then(|end| key(scene, end));
    let known = |key: &str| (scene.is_key)(key, depth);
    let mut words = text.iter().filter(|line| line.role != Role::Blank);
    let sure = known(name) && until.is_none_or(known) && words.all(is_words);
    let mut edits = with_lead(text.iter(), |line, _| match line.role {
        Role::Blank => String::new(),
        _ => " ".repeat(width.max(line.indent())),
    });
    let mut bar = "";
    if value.is_empty() {
        let behind = opener.start + behind;
        edits.insert(0, (behind..behind, " |".to_owned()));
        bar = "在冒号后面加 |，再";
    }
    let (from, last) = (first.number, text.last()?.number);
    let lines = match last - from {
        0 => format!("第 {from} 行"),
        _ => format!("第 {from}—{last} 行"),
    };
    let until = until.map_or(String::new(), |key| format!("，到「{key}」的前一行为止"));
    let message = format!("「{name}」的文字前面没有空格（{lines}）");
    let help = format!("{bar}在每行前加两个空格{until}");
    let cause = scene.cause(first.start..first.end(), message, help);
    Some(cause.fixed_by_all("每行前加两个空格", edits).safe_if(sure))
}

/// A line with a key and nothing between it and its value, or what stands below.
pub fn missing_colon(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let body = line.code();
    let plain = &body[..body.find(['{', '[']).unwrap_or(body.len())];
    let is_other = plain.contains([':', '：', '，', '。', '"', '\'']) || body.starts_with('-');
    (!is_other && !plain.is_empty()).then_some(())?;
    let head = &plain[..plain.find(' ').unwrap_or(plain.len())];
    let figure = head.find(|c: char| c.is_ascii_digit());
    let words = &head[..figure.unwrap_or(head.len())];
    let known = |words: &str| (scene.is_key)(words, line.indent());
    let name = if known(words) { words } else { head };
    let value = body[name.len()..].trim_start_matches([' ', '=', '＝']);
    let next = scene.after(line);
    let deeper = next.is_some_and(|next| next.indent() > line.indent());
    let is_value = value.starts_with(|c: char| c.is_ascii_digit() || "{[|~".contains(c));
    if !is_key(name) || !(known(name) || is_value || value.is_empty() && deeper) {
        return None;
    }
    let at = line.start + line.text.find(body)? + name.len();
    let gap = body[name.len()..].len() - value.len();
    let (colon, shown) = match value {
        "" => (":", String::new()),
        value => (": ", excerpt(value, 12)),
    };
    let message = format!("「{name}」后面少了冒号");
    let help = format!("写作 {name}{colon}{shown}");
    let cause = scene.cause(at - name.len()..at, message, help);
    let cause = cause.fixed_by("补上冒号", at..at + gap, colon);
    Some(cause.safe_if(known(name)))
}
