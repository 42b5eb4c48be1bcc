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

pub use self::marks::figures;
use super::attempt;
use crate::ground::{
    diagnostic::{Finding, Mend, rules},
    source::{FileId, Source, Sources, Span},
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
    /// Too deep or too large.
    Limit(String),
    /// A second document after `---`.
    SecondDocument,
    /// An anchor, an alias or a merge key.
    Alias,
    /// A tag such as `!foo`.
    Tag,
    /// No YAML, in the reader's own words.
    Syntax(String),
}

/// A likely cause: its place, what it is, what to do.
struct Cause {
    place: Range<usize>,
    message: String,
    help: String,
    mend: Option<Mending>,
    /// Whether it was seen, and not only guessed from what the reader said.
    seen: bool,
}

/// How a text becomes right.
struct Mending {
    title: &'static str,
    /// What stands where instead, in the text's order.
    edits: Vec<(Range<usize>, String)>,
    safe: bool,
}

impl Cause {
    fn new(place: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Cause {
            place,
            message: message.into(),
            help: help.into(),
            mend: None,
            seen: true,
        }
    }

    fn mend(self, title: &'static str, place: Range<usize>, text: impl Into<String>) -> Self {
        self.mend_all(title, vec![(place, text.into())])
    }

    fn mend_all(mut self, title: &'static str, edits: Vec<(Range<usize>, String)>) -> Self {
        self.mend = Some(Mending {
            title,
            edits,
            safe: false,
        });
        self
    }

    /// That nobody could mend it otherwise.
    fn safe_if(mut self, safe: bool) -> Self {
        if let Some(mend) = &mut self.mend {
            mend.safe = safe;
        }
        self
    }

    /// As a finding on the text as the author has it; none where it lies in what was mended.
    fn finding(&self, file: FileId, past: &Past) -> Option<Finding> {
        let span = |range: &Range<usize>| Some(Span::new(file, past.was(range)?));
        let finding = Finding::new(&rules::YAML_SYNTAX, span(&self.place)?, &self.message);
        let mend = match &self.mend {
            None => None,
            Some(mend) => {
                let edits = mend.edits.iter();
                let edits = edits.map(|(place, text)| Some((span(place)?, text.clone())));
                Some(Mend {
                    title: mend.title.to_owned(),
                    edits: edits.collect::<Option<_>>()?,
                    safe: mend.safe,
                })
            }
        };
        Some(finding.help(&self.help).mend(mend))
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

    /// A text with some edits, which are remembered.
    fn edit(&mut self, text: &str, edits: &[(Range<usize>, String)]) -> String {
        let (mut right, mut from) = (String::with_capacity(text.len()), 0);
        let edits = edits.iter().map(|(place, words)| {
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

/// The mistakes of a text that cannot be read, in its order.
///
/// After the first only those count that were seen, and where nothing was mended: what
/// follows from a mistake, or from its mending, is none of the author's.
pub fn all(source: &Source, file: FileId, fault: Fault, is_key: IsKey) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut fault = Some(fault);
    let mut mended = Sources::new();
    let mut past = Past::default();
    while let Some(met) = fault.take().filter(|_| found.len() < MOST) {
        let now = mended.all().last().unwrap_or(source);
        let cause = causes::explain(now, &met, is_key);
        let Some(finding) = cause.finding(file, &past) else {
            break;
        };
        if !found.is_empty() && !cause.seen {
            break;
        }
        found.push(finding);
        let Some(mend) = cause.mend else {
            break;
        };
        let next = past.edit(now.text(), &mend.edits);
        mended = Sources::new();
        let next = mended.add("", next);
        fault = attempt(mended.get(next), is_key).err();
    }
    found.sort_by_key(|finding| finding.place.start);
    found
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
