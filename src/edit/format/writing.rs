//! From lines to the text: one block for every key of the top level.

use super::{
    is_table,
    reading::{Part, is_open, spaced},
};
use crate::{
    form::{
        datafile::layout::{self, Line},
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

/// Writes a file of its entries, and what stands behind the last.
pub fn write(parts: Vec<Part>, trailing: &[String], source: &Source, edition: &Edition) -> Written {
    let mut text = String::new();
    let mut left = Vec::new();
    let mut open = false;
    for part in parts {
        let apart = edition.sections.iter().any(|s| s.key == part.name)
            || [keys::PREAMBLE, keys::WAIVERS].contains(&&*part.name);
        let mut above = spaced(&part.above, text.is_empty() || open);
        if apart && !text.is_empty() && !open && above.first().is_none_or(|l| !l.is_empty()) {
            above.insert(0, String::new());
        }
        let Some(laid) = part.laid else {
            left.push((part.name, part.lines.0));
            let own = (part.lines.0..=part.lines.1).filter_map(|number| source.line(number));
            let own = own.map(|range| source.text()[range].to_owned());
            above
                .into_iter()
                .chain(own)
                .for_each(|line| text += &(line + "\n"));
            open = false;
            continue;
        };
        let mut lines: Vec<Line> = laid.into_iter().map(|(_, line)| line).collect();
        lines[0].above = above;
        text += &match is_table(edition, &part.name) {
            true => layout::aligned(&lines),
            false => layout::plain(&lines),
        };
        open = lines.last().is_some_and(is_open);
    }
    let mut trailing = spaced(trailing, text.is_empty() || open);
    while trailing.last().is_some_and(String::is_empty) {
        trailing.pop();
    }
    trailing
        .iter()
        .for_each(|line| text += &format!("{line}\n"));
    Written { text, left }
}
