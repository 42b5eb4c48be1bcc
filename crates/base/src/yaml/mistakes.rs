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
use super::{Entry, Node, Value, attempt};
use crate::{
    diagnostic::{Finding, Fix, Message, rules},
    source::{FileId, Source, Sources, Span, line_start, next_line},
};

/// Mistakes that are told of in one run: the text is read once for each.
const MOST: usize = 20;

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

/// What was replaced in a text, mending by mending, each in the text's order.
#[derive(Default)]
struct Past(Vec<Vec<Replaced>>);

/// Bytes that stand for others.
struct Replaced {
    start: usize,
    end: usize,
    /// Where the others ended.
    before: usize,
}

impl Past {
    /// Where a place of the text stood in the beginning, if nothing of it was replaced.
    fn was(&self, place: &Range<usize>) -> Option<Range<usize>> {
        let mut place = place.clone();
        for mending in self.0.iter().rev() {
            let above = mending.partition_point(|replaced| replaced.end <= place.start);
            if mending
                .get(above)
                .is_some_and(|next| next.start < place.end)
            {
                return None;
            }
            if let Some(last) = mending[..above].last() {
                let was = |at: usize| at - last.end + last.before;
                place = was(place.start)..was(place.end);
            }
        }
        Some(place)
    }

    /// Where a byte of the text stood in the beginning, or what replaced that.
    fn was_at(&self, mut at: usize) -> usize {
        for mending in self.0.iter().rev() {
            let above = mending.partition_point(|replaced| replaced.end <= at);
            at = match (mending.get(above), mending[..above].last()) {
                (Some(next), _) if next.start < at => next.before,
                (_, Some(last)) => at - last.end + last.before,
                _ => at,
            };
        }
        at
    }

    /// A tree in the places of the text as its author has it.
    fn tree(&self, mut node: Node) -> Node {
        let moved = |span: Span| {
            let (start, end) = (
                self.was_at(span.range().start),
                self.was_at(span.range().end),
            );
            Span::new(span.file, start..end.max(start))
        };
        node.span = moved(node.span);
        node.value = match node.value {
            Value::List(items) => Value::List(items.into_iter().map(|it| self.tree(it)).collect()),
            Value::Map(entries) => {
                let entries = entries.into_iter().map(|entry| Entry {
                    key_span: moved(entry.key_span),
                    colon: self.was_at(entry.colon),
                    node: self.tree(entry.node),
                    key: entry.key,
                });
                Value::Map(entries.collect())
            }
            value => value,
        };
        node
    }

    /// A finding on the text as its author has it; none where it lies in what was replaced.
    fn finding(&self, mut finding: Finding) -> Option<Finding> {
        let edits = finding.fix.iter_mut().flat_map(|fix| &mut fix.edits);
        let places = edits.map(|(place, _)| place);
        for place in places.chain([&mut finding.place]) {
            *place = Span::new(place.file, self.was(&place.range())?);
        }
        Some(finding)
    }

    /// A text with some edits, which are remembered.
    fn edit(&mut self, text: &str, edits: &[(Span, String)]) -> String {
        let (mut right, mut from) = (String::with_capacity(text.len()), 0);
        let edits = edits.iter().map(|(place, words)| {
            let place = place.range();
            right.push_str(&text[from..place.start]);
            let start = right.len();
            right.push_str(words);
            from = place.end;
            Replaced {
                start,
                end: right.len(),
                before: place.end,
            }
        });
        self.0.push(edits.collect());
        right.push_str(&text[from..]);
        right
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
    let (mut mended, mut past) = (Sources::new(), Past::default());
    let (mut read, mut tells) = (Err(fault), true);
    for round in 0..2 * MOST {
        let Err(met) = &read else { break };
        let now = mended.all().last().unwrap_or(source);
        let told = (tells && round < MOST).then(|| causes::explain(now, file, met, is_key));
        let told = told.filter(|(_, seen)| *seen || found.is_empty());
        let told = told.and_then(|(cause, _)| Some((cause.fix.clone(), past.finding(cause)?)));
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
        let next = past.edit(now.text(), &edits);
        mended = Sources::new();
        let next = mended.add("", next);
        read = attempt(mended.get(next), file, is_key);
    }
    found.sort_by_key(|finding| finding.place.start);
    let tree = read.ok().filter(|_| recovers);
    (found, tree.map(|tree| past.tree(tree)))
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
