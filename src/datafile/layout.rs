//! Lines of keys and values, with what belongs together aligned.

use crate::{diagnostic::terminal::columns, yaml::write::comment};

/// A comment that takes more columns than this stands above its line.
const BESIDE: usize = 60;

/// A key and its value on one line.
pub struct Line {
    /// How deep: two spaces each.
    pub level: usize,
    /// The key.
    pub key: String,
    /// The value.
    pub value: Value,
    /// Comments, in words.
    pub remarks: Vec<String>,
}

/// What stands behind a key.
pub enum Value {
    /// Lines below this one.
    Group,
    /// Nothing, for the author to fill.
    Nothing,
    /// A figure or words.
    Word(String),
    /// Keys and values in braces; `true` where figures may be aligned with those of
    /// neighbours that have the same keys.
    Braces(Vec<(String, String)>, bool),
}

impl Line {
    fn keys(&self) -> Option<Vec<&str>> {
        match &self.value {
            Value::Braces(pairs, true) => Some(pairs.iter().map(|(key, _)| &**key).collect()),
            _ => None,
        }
    }
}

/// The lines as text. Neighbours on one level have their values in one column.
pub fn lines(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let level = first.level;
        let together = |line: &&Line| line.level == level && !matches!(line.value, Value::Group);
        let run = rest.iter().take_while(together).count();
        let (now, later) = rest.split_at(run.max(1));
        match run {
            0 => line(first, 0, &[], &mut out),
            _ => aligned(now, &mut out),
        }
        rest = later;
    }
    out
}

fn aligned(run: &[Line], out: &mut String) {
    let width = run.iter().map(|line| columns(&line.key)).max().unwrap_or(0);
    for one in run {
        let keys = one.keys();
        let same = run
            .iter()
            .filter(|other| keys.is_some() && other.keys() == keys);
        let mut widths: Vec<usize> = Vec::new();
        for other in same {
            let Value::Braces(pairs, _) = &other.value else {
                continue;
            };
            widths.resize(pairs.len(), 0);
            for (width, (_, value)) in widths.iter_mut().zip(pairs) {
                *width = columns(value).max(*width);
            }
        }
        line(one, width, &widths, out);
    }
}

fn line(line: &Line, key_width: usize, widths: &[usize], out: &mut String) {
    let indent = "  ".repeat(line.level);
    let beside = match line.remarks.as_slice() {
        [remark] if columns(remark) <= BESIDE => Some(comment(remark)),
        _ => None,
    };
    let beside = beside.filter(|lines| lines.len() == 1);
    if beside.is_none() {
        for above in line.remarks.iter().flat_map(|remark| comment(remark)) {
            *out += &format!("{indent}{above}\n");
        }
    }
    *out += &format!("{indent}{}:", line.key);
    let pad = " ".repeat(key_width.saturating_sub(columns(&line.key)));
    match &line.value {
        Value::Group | Value::Nothing => {}
        Value::Word(word) => *out += &format!("{pad} {word}"),
        Value::Braces(pairs, _) => {
            let pairs: Vec<String> = pairs
                .iter()
                .enumerate()
                .map(|(at, (key, value))| {
                    let width = widths.get(at).copied().unwrap_or(0);
                    let pad = " ".repeat(width.saturating_sub(columns(value)));
                    format!("{key}: {pad}{value}")
                })
                .collect();
            *out += &format!("{pad} {{{}}}", pairs.join(", "));
        }
    }
    for beside in beside.into_iter().flatten() {
        *out += &format!("  {beside}");
    }
    out.push('\n');
}
