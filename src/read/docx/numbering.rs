//! The numbers that Word puts before paragraphs by itself.

use std::collections::BTreeMap;

use super::xml::Element;

/// A label is cut after so many characters.
const LONGEST_LABEL: usize = 40;

/// Levels of a list, by the format.
const LEVELS: usize = 9;

/// The lists of a file, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, List>,
    /// By the abstract list: those that share one count together.
    counters: BTreeMap<String, [Option<u64>; LEVELS]>,
    /// Lists whose own start has been set.
    started: BTreeMap<String, [bool; LEVELS]>,
}

#[derive(Clone, Debug, Default)]
struct List {
    shared: String,
    levels: Vec<Level>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    text: String,
    start: u64,
    /// The list counts from its own start on this level.
    own_start: bool,
    arabic: bool,
    /// The levels above, by their number, that let this one begin anew; all where it is
    /// not said.
    restart: Option<usize>,
    /// The paragraph style that has this level.
    style: Option<String>,
    /// No blank or tab follows the label.
    tight: bool,
}

/// What stands before a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A bullet.
    Bullet,
    /// A plain number as Markdown has it: `1.`.
    Number(u64),
    /// Words: `（一）`.
    Words(String),
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(part: &Element) -> Self {
        let mut shared = BTreeMap::new();
        let mut of_style = BTreeMap::new();
        let lists = || part.elements().filter(|e| e.name == "w:abstractNum");
        for list in lists() {
            let id = list.attribute("abstractNumId").unwrap_or_default();
            shared.insert(id.to_owned(), levels(list));
            if let Some(style) = list.value("w:styleLink") {
                of_style.insert(style, id);
            }
        }
        // A list that only names a style has the levels of the list that makes the style.
        for list in lists() {
            let made = list
                .value("w:numStyleLink")
                .and_then(|style| of_style.get(style));
            let levels = made.and_then(|made| shared.get(*made)).cloned();
            if let Some(levels) = levels {
                let id = list.attribute("abstractNumId").unwrap_or_default();
                shared.insert(id.to_owned(), levels);
            }
        }
        let mut numbering = Numbering::default();
        for list in part.elements().filter(|e| e.name == "w:num") {
            let id = list.attribute("numId").unwrap_or_default().to_owned();
            let above = list.value("w:abstractNumId").unwrap_or_default().to_owned();
            let mut levels = shared.get(&above).cloned().unwrap_or_default();
            for change in list.elements().filter(|e| e.name == "w:lvlOverride") {
                override_level(&mut levels, change);
            }
            let shared = above;
            numbering.lists.insert(id, List { shared, levels });
        }
        numbering
    }

    /// The level of a list that belongs to a paragraph style.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let levels = &self.lists.get(list)?.levels;
        levels
            .iter()
            .position(|level| level.style.as_deref() == Some(style))
    }

    /// Counts a paragraph and gives its label.
    pub(super) fn next(&mut self, list: &str, depth: usize) -> Option<Label> {
        let depth = depth.min(LEVELS - 1);
        let (id, list) = (list, self.lists.get(list)?);
        let level = list.levels.get(depth)?;
        let counters = self.counters.entry(list.shared.clone()).or_default();
        let started = self.started.entry(id.to_owned()).or_default();
        let own_start = level.own_start && !std::mem::replace(&mut started[depth], true);
        counters[depth] = Some(match counters[depth] {
            Some(count) if !own_start => count.saturating_add(1),
            _ => level.start,
        });
        for (at, deeper) in counters.iter_mut().enumerate().skip(depth + 1) {
            // A level may go on counting over those above, or over all but some.
            let restart = list.levels.get(at).and_then(|level| level.restart);
            if restart.is_none_or(|above| depth < above) {
                *deeper = None;
            }
        }
        match level.format.as_str() {
            "bullet" => return Some(Label::Bullet),
            "none" if level.text.is_empty() => return None,
            _ => {}
        }
        let count = counters[depth].unwrap_or(level.start);
        let plain = format!("%{}", depth + 1);
        let is_plain = level.text == format!("{plain}.") || level.text == format!("{plain})");
        if level.format == "decimal" && is_plain && !level.tight {
            return Some(Label::Number(count));
        }
        Some(Label::Words(label(&list.levels, counters, depth)))
    }
}

/// A label as words, also where it is a plain number.
pub(super) fn words(label: &Label) -> String {
    match label {
        Label::Bullet => String::new(),
        Label::Number(number) => format!("{number}."),
        Label::Words(words) => words.clone(),
    }
}

fn levels(list: &Element) -> Vec<Level> {
    let mut levels = vec![Level::default(); LEVELS];
    for element in list.elements().filter(|e| e.name == "w:lvl") {
        let depth = element.attribute("ilvl").and_then(|at| at.parse().ok());
        if let Some(level) = depth.and_then(|at: usize| levels.get_mut(at)) {
            *level = read_level(element);
        }
    }
    levels
}

fn read_level(element: &Element) -> Level {
    let format = match element.child("w:numFmt") {
        Some(format) => format.attribute("val").unwrap_or("decimal"),
        // Newer formats stand in a choice, with a fallback for older programs.
        None => element
            .find(&["mc:AlternateContent", "mc:Fallback", "w:numFmt"])
            .and_then(|format| format.attribute("val"))
            .unwrap_or("decimal"),
    };
    let text = element.value("w:lvlText").unwrap_or_default();
    Level {
        format: format.to_owned(),
        text: text.chars().take(LONGEST_LABEL).collect(),
        start: element
            .value("w:start")
            .and_then(|at| at.parse().ok())
            .unwrap_or(1),
        own_start: false,
        arabic: element.is_on("w:isLgl").unwrap_or(false),
        restart: element.value("w:lvlRestart").and_then(|at| at.parse().ok()),
        style: element.value("w:pStyle").map(str::to_owned),
        tight: element.value("w:suff") == Some("nothing"),
    }
}

fn override_level(levels: &mut [Level], change: &Element) {
    let depth = change.attribute("ilvl").and_then(|at| at.parse().ok());
    let Some(level) = depth.and_then(|at: usize| levels.get_mut(at)) else {
        return;
    };
    if let Some(element) = change.child("w:lvl") {
        *level = read_level(element);
    }
    if let Some(start) = change
        .value("w:startOverride")
        .and_then(|at| at.parse().ok())
    {
        level.start = start;
        level.own_start = true;
    }
}

fn label(levels: &[Level], counters: &[Option<u64>; LEVELS], depth: usize) -> String {
    let level = &levels[depth];
    let mut out = String::new();
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
                let format = match level.arabic {
                    true => "decimal",
                    false => other.format.as_str(),
                };
                out.push_str(&super::numerals::write(count, format));
            }
            None => out.push(c),
        }
    }
    if !level.tight && out.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        out.push(' ');
    }
    out
}
