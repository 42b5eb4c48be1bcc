//! Lines of keys and values, with what belongs together aligned.

use std::collections::HashMap;

use base::{diagnostic::terminal::columns, yaml::write::comment};

/// A comment that takes more columns than this stands above its line.
const BESIDE: usize = 60;

/// A key and its value, with the comments that belong to it.
#[derive(Clone, Debug)]
pub struct Line {
    /// How deep: two spaces each.
    pub level: usize,
    /// Comments and blank lines above it.
    pub above: Vec<String>,
    /// The key.
    pub key: String,
    /// The value.
    pub value: Value,
    /// The comment beside it.
    pub beside: Option<String>,
}

/// What stands behind a key.
#[derive(Clone, Debug)]
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
    /// Values in brackets, aligned with those of neighbours that are as long.
    Brackets(Vec<String>),
    /// A block of text: what stands behind the colon, and the lines without indentation.
    Block(String, Vec<String>),
    /// What is left as it is: the rest of the line, and the lines below.
    Raw(String, Vec<String>),
    /// An item of a list, without a key.
    Item(String),
    /// Only the comments above.
    Comments,
}

impl Line {
    /// A line with what is to be remarked of it: beside it if that is short.
    pub fn new(level: usize, key: String, value: Value, remarks: &[String]) -> Self {
        let beside = match remarks {
            [remark] if columns(remark) <= BESIDE => Some(comment(remark)),
            _ => None,
        };
        let (above, beside) = match beside.as_deref() {
            Some([beside]) => (Vec::new(), Some(beside.clone())),
            _ => (remarks.iter().flat_map(|r| comment(r)).collect(), None),
        };
        Line {
            level,
            above,
            key,
            value,
            beside,
        }
    }

    /// The figures that are aligned with those of lines that have the same keys, each with
    /// its key.
    fn figures(&self) -> (Vec<&str>, Vec<&str>) {
        match &self.value {
            Value::Braces(pairs, true) => {
                pairs.iter().map(|(key, value)| (&**key, &**value)).unzip()
            }
            Value::Brackets(items) => items.iter().map(|item| ("", &**item)).unzip(),
            _ => Default::default(),
        }
    }

    /// Whether its value may stand in one column with that of its neighbours.
    fn is_short(&self) -> bool {
        matches!(
            self.value,
            Value::Nothing | Value::Word(_) | Value::Braces(..) | Value::Brackets(_)
        )
    }
}

/// The lines as text, every value right behind its key.
pub fn plain(lines: &[Line]) -> String {
    let mut out = String::new();
    for one in lines {
        line(one, 0, &[], &mut out);
    }
    out
}

/// The lines as text. Neighbours on one level have their values in one column.
pub fn aligned(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let goes_on = |line: &&Line| {
            let parted = line.above.iter().any(String::is_empty);
            first.is_short() && line.level == first.level && line.is_short() && !parted
        };
        let more = rest[1..].iter().take_while(goes_on).count();
        let (now, later) = rest.split_at(1 + more);
        let short = now.iter().filter(|line| line.is_short());
        let width = short.map(|line| columns(&line.key)).max().unwrap_or(0);
        let widths = widths(now);
        for one in now {
            line(one, width, &widths[&one.figures().0], &mut out);
        }
        rest = later;
    }
    out
}

/// The columns that the figures of lines with the same keys take, so that they stand below
/// each other.
fn widths(run: &[Line]) -> HashMap<Vec<&str>, Vec<usize>> {
    let mut all: HashMap<Vec<&str>, Vec<usize>> = HashMap::new();
    for line in run {
        let (keys, figures) = line.figures();
        let widths = all.entry(keys).or_default();
        widths.resize(figures.len(), 0);
        for (width, figure) in widths.iter_mut().zip(figures) {
            *width = columns(figure).max(*width);
        }
    }
    all
}

fn line(line: &Line, key_width: usize, widths: &[usize], out: &mut String) {
    let indent = "  ".repeat(line.level);
    for above in &line.above {
        match above.is_empty() {
            true => out.push('\n'),
            false => *out += &format!("{indent}{above}\n"),
        }
    }
    let pad = " ".repeat(key_width.saturating_sub(columns(&line.key)));
    let head = format!("{indent}{}:", line.key);
    let figure = |at: usize, value: &str| {
        let width = widths.get(at).copied().unwrap_or(0);
        format!(
            "{}{value}",
            " ".repeat(width.saturating_sub(columns(value)))
        )
    };
    match &line.value {
        Value::Comments => return,
        Value::Item(item) => *out += &format!("{indent}- {item}"),
        Value::Nothing if line.beside.is_some() => *out += &format!("{head}{pad}"),
        Value::Group | Value::Nothing => *out += &head,
        Value::Word(word) => *out += &format!("{head}{pad} {word}"),
        Value::Block(header, _) => *out += &format!("{head} {header}"),
        Value::Raw(rest, _) => *out += &format!("{head}{rest}"),
        Value::Braces(pairs, _) => {
            let pairs = pairs.iter().enumerate();
            let pairs: Vec<String> = pairs
                .map(|(at, (key, value))| format!("{key}: {}", figure(at, value)))
                .collect();
            *out += &format!("{head}{pad} {{{}}}", pairs.join(", "));
        }
        Value::Brackets(items) => {
            let items = items.iter().enumerate();
            let items: Vec<String> = items.map(|(at, item)| figure(at, item)).collect();
            *out += &format!("{head}{pad} [{}]", items.join(", "));
        }
    }
    if let Some(beside) = &line.beside {
        *out += &format!("  {beside}");
    }
    out.push('\n');
    match &line.value {
        Value::Block(_, lines) => {
            for line in lines {
                if !line.is_empty() {
                    *out += &format!("{indent}  {line}");
                }
                out.push('\n');
            }
        }
        Value::Raw(_, lines) => lines.iter().for_each(|line| *out += &format!("{line}\n")),
        _ => {}
    }
}
