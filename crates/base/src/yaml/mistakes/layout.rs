//! Mistakes of layout: tabs, full-width spaces, text that is not indented, a missing colon.

use std::ops::Range;

use super::{
    causes::Scene,
    lines::{Line, Role, is_key},
};
use crate::diagnostic::{Finding, terminal::excerpt};

/// Other spaces before lines.
fn with_lead<'a>(
    lines: impl Iterator<Item = &'a Line<'a>>,
    right: impl Fn(&Line<'_>, &str) -> String,
) -> Vec<(Range<usize>, String)> {
    let edits = lines.map(|line| {
        let words = line.text.trim_start_matches([' ', '\t', '\u{3000}']);
        let lead = &line.text[..line.text.len() - words.len()];
        (line.start..line.start + lead.len(), right(line, lead))
    });
    edits.collect()
}

pub fn tabs(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let help = "把行首的制表符换成空格；每层两个空格";
    let words = ["制表符（Tab），只认空格", help, "把 Tab 换成空格"];
    let cause = odd_lead(scene, line, &[' ', '\t'], ('\t', "  "), words)?;
    Some(cause.safe_if(true))
}

/// Paragraphs begin with two ideographic spaces in Word, which are no indentation here.
pub fn wide_indent(scene: &Scene<'_>, line: &Line<'_>) -> Option<Finding> {
    let help = "把行首的全角空格换成两个半角空格；段首空两格由程序排";
    let words = ["全角空格，只认半角空格", help, "换成半角空格"];
    odd_lead(scene, line, &['\u{3000}'], ('\u{3000}', " "), words)
}

/// A line that begins with what is no indentation. One who indents so does it everywhere.
fn odd_lead(
    scene: &Scene<'_>,
    line: &Line<'_>,
    spaces: &[char],
    (mark, right): (char, &str),
    [what, help, title]: [&'static str; 3],
) -> Option<Finding> {
    let begins = |line: &&Line<'_>| {
        let words = line.text.trim_start_matches(spaces);
        line.text[..line.text.len() - words.len()].contains(mark)
    };
    begins(&line).then_some(())?;
    let lines = scene.lines.iter();
    let alike = lines.filter(|line| line.role == Role::Entry && begins(line));
    let first = alike.clone().next()?;
    let at = first.text.find(mark)?;
    let behind = first.text[at..].trim_start_matches(mark);
    let end = match mark {
        '\t' => at + 1,
        _ => first.text.len() - behind.len(),
    };
    let so_many = match alike.clone().count() {
        1 => String::new(),
        count => format!("（从这里起共 {count} 行）"),
    };
    let place = first.start + at..first.start + end;
    let mended = with_lead(alike, |_, lead| lead.replace(mark, right));
    let cause = scene.cause(place, format!("行首用了{what}{so_many}"), help);
    Some(cause.fixed_by_all(title, mended))
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
    let value = body[name.len()..].trim_start();
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
