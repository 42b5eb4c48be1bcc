//! Mistakes of layout: tabs, full-width spaces, text that is not indented, a missing colon.

use std::ops::Range;

use super::{
    causes::Scene,
    lines::{Line, Role, is_key},
};
use crate::ground::diagnostic::{Finding, terminal::excerpt};

/// The lines that begin likewise: one who indents so does it everywhere.
fn alike<'a, 'b>(scene: &'b Scene<'a>, begins: fn(&str) -> bool) -> Vec<&'b Line<'a>> {
    let lines = scene.lines.iter();
    let lines = lines.filter(|line| line.role == Role::Entry && begins(line.text));
    lines.collect()
}

/// What lines are called beside the first of them.
fn so_many(lines: &[&Line<'_>]) -> String {
    match lines.len() {
        1 => String::new(),
        count => format!("（从这里起共 {count} 行）"),
    }
}

/// Other spaces before lines.
fn with_lead(
    lines: &[&Line<'_>],
    right: impl Fn(&Line<'_>, &str) -> String,
) -> Vec<(Range<usize>, String)> {
    let edits = lines.iter().map(|line| {
        let words = line.text.trim_start_matches([' ', '\t', '\u{3000}']);
        let lead = &line.text[..line.text.len() - words.len()];
        (line.start..line.start + lead.len(), right(line, lead))
    });
    edits.collect()
}

fn lead(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

pub fn tabs(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let begins = |text: &str| lead(text).contains('\t');
    begins(line.text).then_some(())?;
    let lines = alike(scene, begins);
    let first = lines.first()?;
    let at = first.start + lead(first.text).find('\t')?;
    let message = format!("行首用了制表符（Tab），只认空格{}", so_many(&lines));
    let mended = with_lead(&lines, |_, lead| lead.replace('\t', "  "));
    Some(
        scene
            .cause(at..at + 1, message, "把行首的制表符换成空格；每层两个空格")
            .fixed_by_all("把 Tab 换成空格", mended)
            .safe_if(true),
    )
}

/// Paragraphs begin with two ideographic spaces in Word, which are no indentation here.
pub fn wide_indent(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let begins = |text: &str| text.starts_with('\u{3000}');
    begins(line.text).then_some(())?;
    let lines = alike(scene, begins);
    let first = lines.first()?;
    let length = first.text.len() - first.text.trim_start_matches('\u{3000}').len();
    let message = format!("行首用了全角空格，只认半角空格{}", so_many(&lines));
    let mended = with_lead(&lines, |_, lead| lead.replace('\u{3000}', " "));
    Some(
        scene
            .cause(
                first.start..first.start + length,
                message,
                "把行首的全角空格换成两个半角空格；段首空两格由程序排",
            )
            .fixed_by_all("换成半角空格", mended),
    )
}

/// The key that a line begins with, whatever stands where its colon should.
fn key<'a>(scene: &Scene<'_>, line: &Line<'a>) -> Option<&'a str> {
    if line.role != Role::Entry {
        return None;
    }
    let body = line.code();
    let head = body.split([':', '：', ' ', '\u{3000}']).next()?;
    let known = (scene.is_key)(head, line.indent());
    known.then_some(head).or(line.entry().map(|(key, ..)| key))
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
    let end = rest
        .iter()
        .find(|line| line.indent() <= depth && key(scene, line).is_some());
    let text = &rest[..end.map_or(rest.len(), |end| end.number - first.number)];
    text.iter().find(|line| line.role == Role::Entry)?;
    let text = &text[..=text.iter().rposition(is_words)?];
    let until = end.and_then(|end| key(scene, end));
    let known = |key: &str| (scene.is_key)(key, depth);
    let sure = known(name)
        && until.is_none_or(known)
        && text
            .iter()
            .all(|line| is_words(line) || line.role == Role::Blank);
    let lines: Vec<&Line<'_>> = text.iter().collect();
    let mut edits = with_lead(&lines, |line, _| match line.role {
        Role::Blank => String::new(),
        _ => " ".repeat(width.max(line.indent())),
    });
    let bar = match value {
        "" => {
            let behind = opener.start + behind;
            edits.insert(0, (behind..behind, " |".to_owned()));
            "在冒号后面加 |，再"
        }
        _ => "",
    };
    let (message, help) = outside(name, first, text.last()?, bar, until);
    let cause = scene.cause(first.start..first.end(), message, help);
    Some(cause.fixed_by_all("每行前加两个空格", edits).safe_if(sure))
}

/// How text that stands too far left is told of.
fn outside(
    name: &str,
    first: &Line<'_>,
    last: &Line<'_>,
    bar: &str,
    until: Option<&str>,
) -> (String, String) {
    let lines = match last.number - first.number {
        0 => format!("第 {} 行", first.number),
        _ => format!("第 {}—{} 行", first.number, last.number),
    };
    let until = until.map_or(String::new(), |key| format!("，到「{key}」的前一行为止"));
    (
        format!("「{name}」的文字前面没有空格（{lines}）"),
        format!("{bar}在每行前加两个空格{until}"),
    )
}

/// A line with a key and nothing between it and its value, or what stands below.
pub fn missing_colon(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let body = line.code();
    let plain = &body[..body.find(['{', '[']).unwrap_or(body.len())];
    if plain.contains([':', '：', '，', '。', '"', '\''])
        || plain.is_empty()
        || body.starts_with('-')
    {
        return None;
    }
    let head = &plain[..plain.find(' ').unwrap_or(plain.len())];
    let figure = head
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(head.len());
    let known = |words: &str| (scene.is_key)(words, line.indent());
    let name = if known(&head[..figure]) {
        &head[..figure]
    } else {
        head
    };
    let value = body[name.len()..].trim_start();
    let deeper = scene
        .after(line)
        .is_some_and(|next| next.indent() > line.indent());
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
    Some(
        scene
            .cause(
                at - name.len()..at,
                format!("「{name}」后面少了冒号"),
                format!("写作 {name}{colon}{shown}"),
            )
            .fixed_by("补上冒号", at..at + gap, colon)
            .safe_if(known(name)),
    )
}
