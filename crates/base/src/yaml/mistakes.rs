//! What is wrong with a text that is no YAML, in plain Chinese.
//!
//! A YAML reader says where it gave up, which is often a line below the mistake, and in
//! terms that a clerk has never met. The lines around that place mostly show the real
//! cause: a tab, a full-width colon, a missing space. It also gives up at once. So a mistake
//! whose mending is plain is mended in memory and the text read again, until nothing is
//! wrong or no mending is plain: one run tells them all, each where the author has it.

mod causes;
mod layout;
mod lines;
mod marks;

use std::ops::Range;

use granit_parser::ErrorKind;

pub use self::marks::figures;
use super::{Entry, Node, Splice, TextMap, Value, attempt, spliced};
use crate::{
    diagnostic::{Finding, Fix, Message, rules},
    source::{FileId, Source, Sources, Span, line_start, next_line},
};

/// Mistakes that are told of in one run: the text is read once for each.
const MOST: usize = 20;
/// Bytes that are read again for that, at the most.
const READ_AGAIN: usize = 8 * 1024 * 1024;

/// Whether words are a key at so many spaces: of the top level at none.
pub type IsKey = fn(&str, usize) -> bool;

/// Where a reader gave up, and what it said.
pub struct Fault {
    /// The byte.
    pub at: usize,
    /// What the reader said.
    pub kind: Kind,
}

/// What the reader said, as far as it decides what to tell the author.
pub enum Kind {
    /// Lists and maps in one another, too many.
    TooDeep,
    /// Keys and values, too many.
    TooMany,
    /// A second document after `---`.
    SecondDocument,
    /// An anchor, an alias or a merge key.
    Alias,
    /// A tag such as `!foo`.
    Tag,
    /// Lines of keys that are one long word.
    Word,
    /// No YAML, as the parser has it.
    Syntax(ErrorKind),
}

impl Finding {
    /// With other words at a place of its file, which put it right.
    fn fixed_by(
        self,
        title: impl Into<Message>,
        place: Range<usize>,
        text: impl Into<String>,
    ) -> Self {
        self.fixed_by_all(title, vec![(place, text.into())])
    }

    fn fixed_by_all(self, title: impl Into<Message>, edits: Vec<(Range<usize>, String)>) -> Self {
        let file = self.place.file;
        let edits = edits.into_iter();
        let edits = edits.map(|(place, text)| (Span::new(file, place), text));
        let fix = Fix {
            title: title.into(),
            edits: edits.collect(),
            safe: false,
        };
        self.fix(fix)
    }

    /// That nobody could put it right otherwise.
    fn safe_if(mut self, safe: bool) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.safe = safe;
        }
        self
    }
}

/// A finding on the text as its author has it; none where it lies in what was mended.
fn finding_in_original(mut finding: Finding, map: &TextMap) -> Option<Finding> {
    let edits = finding.fix.iter_mut().flat_map(|fix| &mut fix.edits);
    let places = edits.map(|(place, _)| place);
    for place in places.chain([&mut finding.place]) {
        *place = map.own(place.range())?;
    }
    Some(finding)
}

/// A tree in the places of the text as its author has it.
fn tree_in_original(node: Node, map: &TextMap) -> Node {
    let value = match node.value {
        Value::List(items) => {
            let items = items.into_iter().map(|item| tree_in_original(item, map));
            Value::List(items.collect())
        }
        Value::Map(entries) => {
            let entries = entries.into_iter().map(|entry| Entry {
                key_span: map.span(entry.key_span.range()),
                colon: map.span(entry.colon..entry.colon).range().start,
                node: tree_in_original(entry.node, map),
                key: entry.key,
            });
            Value::Map(entries.collect())
        }
        value => value,
    };
    Node {
        span: map.span(node.span.range()),
        value,
        ..node
    }
}

/// The mistakes of a text that cannot be read, in its order, and the tree of what is right
/// around them if that is asked for, in the places of the author's text.
///
/// After the first only those count that were seen, and where nothing was mended: what
/// follows from a mistake, or from its mending, is none of the author's.
pub fn all(
    source: &Source,
    file: FileId,
    fault: Fault,
    is_key: IsKey,
    recovers: bool,
) -> (Vec<Finding>, Option<Node>) {
    let mut found: Vec<Finding> = Vec::new();
    let mut mended = Sources::new();
    let mut map = TextMap::verbatim(file, 0, source.text().len());
    let (mut read, mut tells) = (Err(fault), true);
    let rounds = (2 * MOST).min(1 + READ_AGAIN / source.text().len().max(1));
    for round in 0..rounds {
        let Err(met) = &read else { break };
        let now = mended.all().last().unwrap_or(source);
        let told = (tells && round < MOST).then(|| causes::explain(now, file, met, is_key));
        let told = told.filter(|(_, seen)| *seen || found.is_empty());
        let told = told
            .and_then(|(cause, _)| Some((cause.fix.clone(), finding_in_original(cause, &map)?)));
        let fix = told.and_then(|(fix, finding)| {
            found.push(finding);
            fix
        });
        tells = fix.is_some();
        let edits = match fix {
            Some(fix) => fix.edits,
            None if !recovers => break,
            // What cannot be mended goes with its line.
            None => {
                let at = now.floor(met.at);
                let line = line_start(now.text(), at)..next_line(now.text(), at);
                vec![(Span::new(file, line), String::new())]
            }
        };
        let edits = edits.into_iter();
        let edits: Vec<Splice> = edits.map(|(place, words)| (place.range(), words)).collect();
        let stretches = edits
            .iter()
            .map(|(range, words)| (range.clone(), words.len()));
        map = map.replace(&stretches.collect::<Vec<_>>());
        let next = spliced(now.text(), edits);
        mended = Sources::new();
        let next = mended.add("", next);
        read = attempt(mended.get(next), file, is_key);
    }
    found.sort_by_key(|finding| finding.place.start);
    let tree = read.ok().filter(|_| recovers);
    (found, tree.map(|tree| tree_in_original(tree, &map)))
}

/// The finding for the first character that no YAML file may hold: clerks paste such from Word.
pub fn control_character(source: &Source, file: FileId) -> Option<Finding> {
    let control = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r');
    let at = source.text().find(control)?;
    let code = u32::from(source.text().as_bytes()[at]);
    let message = format!("这里有看不见的控制字符（U+{code:04X}）");
    let place = Span::new(file, at..at + 1);
    let finding = Finding::new(&rules::YAML_SYNTAX, place, message);
    Some(finding.help("多半是从 Word 粘贴来的；删去它，需要换行的地方按回车"))
}

#[cfg(test)]
mod tests;
