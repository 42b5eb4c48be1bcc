//! From keys and values to the text: one block for every key of the top level.

use super::{
    entries::{Content, Entry, Item, Top},
    is_table,
    one_line::Flow,
};
use crate::{
    form::{
        datafile::layout::{self, Line, Value},
        edition::Edition,
        report::keys,
    },
    ground::source::Source,
};

/// The text, and which keys are left as they are written.
pub struct Written {
    /// The text.
    pub text: String,
    /// The keys, and their lines from 1.
    pub left: Vec<(String, usize)>,
}

/// Writes a file.
pub fn write(top: &Top, source: &Source, edition: &Edition) -> Written {
    let mut text = String::new();
    let mut left = Vec::new();
    let mut open = false;
    for item in &top.items {
        let apart = edition.sections.iter().any(|s| s.key == item.name)
            || [keys::PREAMBLE, keys::WAIVERS].contains(&&*item.name);
        let mut above = spaced(&item.above, text.is_empty());
        if apart && !text.is_empty() && !open && above.first().is_none_or(|l| !l.is_empty()) {
            above.insert(0, String::new());
        }
        if open && above.first().is_some_and(String::is_empty) {
            above.remove(0);
        }
        match item.is_movable(0) {
            true => {
                let mut lines = Vec::new();
                item_lines(item, 0, "", &mut lines);
                lines[0].above = above;
                text += &match is_table(edition, &item.name) {
                    true => layout::aligned(&lines),
                    false => layout::plain(&lines),
                };
            }
            false => {
                left.push((item.name.clone(), item.lines.0));
                let own = (item.lines.0..=item.lines.1).filter_map(|number| source.line(number));
                let own = own.map(|range| source.text()[range].to_owned());
                above
                    .into_iter()
                    .chain(own)
                    .for_each(|line| text += &(line + "\n"));
            }
        }
        open = keeps_blank_lines(&item.content);
    }
    let mut trailing = spaced(&top.trailing, text.is_empty() || open);
    while trailing.last().is_some_and(String::is_empty) {
        trailing.pop();
    }
    for line in trailing {
        text += &format!("{line}\n");
    }
    Written { text, left }
}

/// Whether the last block is one to which blank lines below it would belong.
fn keeps_blank_lines(content: &Content) -> bool {
    match content {
        Content::Block(header, _) => header.contains('+'),
        Content::Map(items, trailing) if trailing.is_empty() => items
            .last()
            .is_some_and(|item| keeps_blank_lines(&item.content)),
        Content::List(entries, trailing) if trailing.is_empty() => entries
            .last()
            .is_some_and(|entry| keeps_blank_lines(&entry.content)),
        _ => false,
    }
}

/// Comments with one blank line where there were several; none at the very beginning.
fn spaced(above: &[String], first: bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in above {
        let follows_blank = found.last().map_or(first, String::is_empty);
        if !(line.is_empty() && follows_blank) {
            found.push(line.clone());
        }
    }
    found
}

/// The lines of an item; `dash` stands before the key of an item of a list.
fn item_lines(item: &Item, level: usize, dash: &str, lines: &mut Vec<Line>) {
    let inner = level + usize::from(!dash.is_empty());
    let value = match &item.content {
        Content::Nothing | Content::Odd => Value::Nothing,
        Content::Flow(flow) => value(flow),
        Content::Block(header, text) => Value::Block(header.clone(), text.clone()),
        Content::Raw(first, rest) => Value::Raw(first.clone(), rest.clone()),
        Content::Map(..) | Content::List(..) => Value::Group,
    };
    let skipped = match lines.last().is_some_and(open_line) {
        // Blank lines below such a block are its own.
        true => item
            .above
            .iter()
            .position(|line| !line.is_empty())
            .unwrap_or(item.above.len()),
        false => 0,
    };
    lines.push(Line {
        level,
        above: spaced(&item.above[skipped..], false),
        key: format!("{dash}{}", item.key),
        value,
        beside: item.beside.clone(),
    });
    match &item.content {
        Content::Map(items, trailing) => {
            for item in items {
                item_lines(item, inner + 1, "", lines);
            }
            comments(trailing, inner + 1, lines);
        }
        Content::List(entries, trailing) => {
            for entry in entries {
                entry_lines(entry, inner + 1, lines);
            }
            comments(trailing, inner + 1, lines);
        }
        _ => {}
    }
}

fn entry_lines(entry: &Entry, level: usize, lines: &mut Vec<Line>) {
    match &entry.content {
        Content::Map(items, trailing) => {
            for (index, item) in items.iter().enumerate() {
                let first = lines.len();
                match index {
                    0 => item_lines(item, level, "- ", lines),
                    _ => item_lines(item, level + 1, "", lines),
                }
                if index == 0 {
                    lines[first].above = spaced(&entry.above, false);
                }
            }
            comments(trailing, level + 1, lines);
        }
        Content::Flow(flow) => lines.push(Line {
            level,
            above: spaced(&entry.above, false),
            key: String::new(),
            value: Value::Item(flow.text()),
            beside: entry.beside.clone(),
        }),
        _ => {}
    }
}

fn comments(trailing: &[String], level: usize, lines: &mut Vec<Line>) {
    if !trailing.is_empty() {
        let open = lines.last().is_some_and(open_line);
        lines.push(Line {
            level,
            above: spaced(trailing, open),
            key: String::new(),
            value: Value::Comments,
            beside: None,
        });
    }
}

fn open_line(line: &Line) -> bool {
    match &line.value {
        Value::Block(header, _) => header.contains('+'),
        _ => false,
    }
}

fn value(flow: &Flow) -> Value {
    match flow {
        Flow::Word(word) => Value::Word(word.clone()),
        Flow::Map(pairs) => {
            let mut values = pairs.iter().map(|(_, _, value)| value);
            let plain = values.all(|value| matches!(value, Flow::Word(_)));
            let pairs = pairs
                .iter()
                .map(|(key, _, value)| (key.clone(), value.text()));
            Value::Braces(pairs.collect(), plain)
        }
        Flow::List(items) => Value::Brackets(items.iter().map(Flow::text).collect()),
    }
}
