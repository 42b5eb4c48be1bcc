//! The numbers that Word puts before paragraphs by itself.

use std::collections::BTreeMap;

use super::{seen::UNREAD, tree::Element};
use base::numeral;

/// Beyond, only 1, 2, 3 is written.
const HIGHEST: u64 = 3999;

/// A label is cut after so many characters.
const LONGEST_LABEL: usize = 40;

/// Levels of a list, by the format.
const LEVELS: usize = 9;

/// The lists of a file, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering<'a> {
    lists: BTreeMap<&'a str, List<'a>>,
    /// By the abstract list: those that share one count together.
    counters: BTreeMap<&'a str, [Option<u64>; LEVELS]>,
}

#[derive(Debug, Default)]
struct List<'a> {
    shared: &'a str,
    levels: Vec<Level<'a>>,
    /// Levels whose own start has been set.
    started: [bool; LEVELS],
}

#[derive(Clone, Debug, Default)]
struct Level<'a> {
    format: &'a str,
    text: String,
    start: u64,
    /// The list counts from its own start on this level.
    own_start: bool,
    /// The paragraph style that has this level.
    style: Option<&'a str>,
    /// No blank or tab follows the label.
    tight: bool,
}

/// What stands before a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// What Markdown has too: a bullet, or a plain number, `1.`.
    Item(Option<u64>),
    /// Words, `（一）`, and how many counts among them are not read.
    Words(String, usize),
}

impl Label {
    /// The label as words, also where it is a plain number.
    pub(super) fn words(&self) -> String {
        match self {
            Label::Item(None) => String::new(),
            Label::Item(Some(number)) => format!("{number}."),
            Label::Words(words, _) => words.clone(),
        }
    }
}

impl<'a> Numbering<'a> {
    /// Reads `numbering.xml`.
    pub(super) fn read(part: Element<'a>) -> Self {
        let id = |list: Element<'a>| list.attribute("abstractNumId").unwrap_or_default();
        let shared = part
            .all("w:abstractNum")
            .map(|list| (id(list), levels(list)));
        let shared: BTreeMap<&str, Vec<Level<'a>>> = shared.collect();
        let lists = part.all("w:num").map(|list| {
            let above = list.value("w:abstractNumId").unwrap_or_default();
            let mut levels = shared.get(above).cloned().unwrap_or_default();
            for change in list.all("w:lvlOverride") {
                override_level(&mut levels, change);
            }
            let own = List {
                shared: above,
                levels,
                ..List::default()
            };
            (list.attribute("numId").unwrap_or_default(), own)
        });
        Numbering {
            lists: lists.collect(),
            counters: BTreeMap::new(),
        }
    }

    /// The level of a list that belongs to a paragraph style.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let mut levels = self.lists.get(list)?.levels.iter();
        levels.position(|level| level.style == Some(style))
    }

    /// Counts a paragraph and gives its label.
    pub(super) fn next(&mut self, list: &str, depth: usize) -> Option<Label> {
        let depth = depth.min(LEVELS - 1);
        let list = self.lists.get_mut(list)?;
        let level = list.levels.get(depth)?;
        let counters = self.counters.entry(list.shared).or_default();
        let own_start = level.own_start && !std::mem::replace(&mut list.started[depth], true);
        let count = match counters[depth] {
            Some(count) if !own_start => count.saturating_add(1),
            _ => level.start,
        };
        counters[depth] = Some(count);
        counters[depth + 1..].fill(None);
        let plain = [".", ")"].map(|end| format!("%{}{end}", depth + 1));
        match level.format {
            "bullet" => Some(Label::Item(None)),
            "none" if level.text.is_empty() => None,
            "decimal" if plain.contains(&level.text) && !level.tight => {
                Some(Label::Item(Some(count)))
            }
            _ => Some(label(&list.levels, counters, depth)),
        }
    }
}

fn levels(list: Element<'_>) -> Vec<Level<'_>> {
    let mut levels = vec![Level::default(); LEVELS];
    for element in list.all("w:lvl") {
        if let Some(level) = level_at(&mut levels, element) {
            *level = read_level(element);
        }
    }
    levels
}

/// The level that an element is about.
fn level_at<'l, 'a>(
    levels: &'l mut [Level<'a>],
    element: Element<'_>,
) -> Option<&'l mut Level<'a>> {
    let depth: usize = element.attribute("ilvl")?.parse().ok()?;
    levels.get_mut(depth)
}

fn read_level(element: Element<'_>) -> Level<'_> {
    let text = element.value("w:lvlText").unwrap_or_default();
    Level {
        format: element.value("w:numFmt").unwrap_or("decimal"),
        text: text.chars().take(LONGEST_LABEL).collect(),
        start: element.number("w:start").unwrap_or(1),
        own_start: false,
        style: element.value("w:pStyle"),
        tight: element.value("w:suff") == Some("nothing"),
    }
}

fn override_level<'a>(levels: &mut [Level<'a>], change: Element<'a>) {
    let Some(level) = level_at(levels, change) else {
        return;
    };
    if let Some(element) = change.child("w:lvl") {
        *level = read_level(element);
    }
    if let Some(start) = change.number("w:startOverride") {
        level.start = start;
        level.own_start = true;
    }
}

fn label(levels: &[Level<'_>], counters: &[Option<u64>; LEVELS], depth: usize) -> Label {
    let level = &levels[depth];
    let (mut out, mut unread) = (String::new(), 0);
    let mut chars = level.text.chars().peekable();
    while let Some(c) = chars.next() {
        let named = match (c, chars.peek().and_then(|c| c.to_digit(10))) {
            ('%', Some(digit)) => (digit as usize).checked_sub(1),
            _ => None,
        };
        match named.and_then(|at| Some((at, levels.get(at)?))) {
            Some((at, other)) => {
                chars.next();
                let count = counters[at].unwrap_or(other.start);
                match written(count, other.format) {
                    Some(words) => out.push_str(&words),
                    None => {
                        out.push(UNREAD);
                        unread += 1;
                    }
                }
            }
            None => out.push(c),
        }
    }
    if !level.tight && out.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        out.push(' ');
    }
    Label::Words(out, unread)
}

/// A count in a format of Word's that reports use.
fn written(count: u64, format: &str) -> Option<String> {
    Some(match format {
        "none" => String::new(),
        "decimal" | "decimalFullWidth" | "decimalFullWidth2" => count.to_string(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCountingThousand" => match count {
            0..=HIGHEST => numeral::counted(count),
            _ => count.to_string(),
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn counts_are_written_as_word_does() {
        for (count, format, text) in [
            (1, "decimal", Some("1")),
            (12, "chineseCountingThousand", Some("十二")),
            (110, "chineseCounting", Some("一百一十")),
            (u64::MAX, "chineseCounting", Some("18446744073709551615")),
            (3, "decimalEnclosedCircle", None),
            (14, "upperRoman", None),
        ] {
            assert_eq!(written(count, format).as_deref(), text, "{format}");
        }
    }
}
