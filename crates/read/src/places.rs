//! Where in its document each part of a report stands, and the report that findings point out of.
//!
//! In go paths of the form with the [`Spot`]s of what was read for them; out comes a report whose
//! cells and texts point into the document's own rows:
//!
//! ```text
//! 申请.新收.自然人 stood in 表 2 第 5 行第 3 列, in the line 「一、本年新收… | 6 | 0」
//! → a figure whose place is the 6 of that line, told as 表 2 第 5 行第 3 列
//! ```

use std::{collections::BTreeMap, ops::Range};

use super::{
    Import,
    import_messages::placed,
    published::{Spot, Transcript},
};
use base::{
    diagnostic::Finding,
    source::{FileId, Origin, Source, Sources, Span},
    yaml::TextMap,
};
use form::report::{Places as _, Report, keys};

/// The document's text, and where the parts of the report stand in it: a text by its lines from
/// 0, everything else from line 0 on.
#[derive(Clone, Debug, Default)]
pub struct Places {
    transcript: Transcript,
    spots: BTreeMap<String, Vec<(usize, Spot)>>,
}

/// A document's report among the texts that findings point into.
pub struct Taken {
    /// The document's text.
    pub file: FileId,
    /// The report; none where the document holds more than any.
    pub report: Option<Report>,
    /// What was found, and what was not certain.
    pub findings: Vec<Finding>,
}

impl Import {
    /// Takes the document in among texts, under its own name.
    pub fn take_in(mut self, sources: &mut Sources, name: &str) -> Taken {
        // The kind of an agency has no place in a document: that it is in doubt is told.
        if self.doubts.iter().any(|doubt| doubt.path == keys::AGENCY) {
            self.file.category.remark = None;
        }
        let Transcript { text, origins } = std::mem::take(&mut self.places.transcript);
        let file = sources.add(name, text);
        sources.made(file, origins);
        let places = InFile(&self.places, file);
        let (report, mut found) = Report::stated(sources, &self.file, &places);
        found.extend(placed(&self.doubts, |path| places.place(path)));
        Taken {
            file,
            report,
            findings: found,
        }
    }
}

impl Places {
    /// Of a document that was written down like this.
    pub fn of(transcript: Transcript) -> Self {
        Places {
            transcript,
            spots: BTreeMap::new(),
        }
    }

    /// Adds a line of the document to the text.
    pub fn line(&mut self, words: &str, origin: &Origin) -> Spot {
        self.transcript.line(words, origin)
    }

    /// Where a part stands. The first of several within one is where that begins.
    pub fn put(&mut self, path: &str, spot: &Spot) {
        if spot.origin == Origin::Unknown {
            return;
        }
        let ends = path.match_indices('.').map(|(at, _)| at);
        for end in ends.chain([path.len()]) {
            let own = self.spots.entry(path[..end].to_owned());
            own.or_insert_with(|| vec![(0, spot.clone())]);
        }
    }

    /// Where the lines of a text stand, from which line on.
    pub fn put_lines(&mut self, path: &str, lines: Vec<(usize, Spot)>) {
        if !lines.is_empty() {
            self.spots.insert(path.to_owned(), lines);
        }
    }

    /// Makes one stretch of the lines of a text, which is to be another one of the same words.
    pub fn in_one(&mut self, path: &str) {
        if let Some(lines) = self.spots.get_mut(path) {
            let end = lines.last().map_or(0, |(_, spot)| spot.at.end);
            lines.truncate(1);
            lines
                .iter_mut()
                .for_each(|(_, spot)| spot.at.end = end.max(spot.at.start));
        }
    }

    /// The spot of a part, or of what lies above it.
    fn spot(&self, path: &str) -> Option<&Spot> {
        let above = || self.spot(path.rsplit_once('.')?.0);
        let own = self.spots.get(path).and_then(|lines| lines.first());
        own.map(|(_, spot)| spot).or_else(above)
    }
}

/// The places of a document that is among texts.
struct InFile<'a>(&'a Places, FileId);

impl form::report::Places for InFile<'_> {
    fn place(&self, path: &str) -> Span {
        let InFile(places, file) = self;
        Span::new(
            *file,
            places.spot(path).map_or(0..0, |spot| spot.at.clone()),
        )
    }

    fn map(&self, source: &Source, key: &str, text: &str) -> TextMap {
        let InFile(places, file) = self;
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts: Vec<usize> = [0].into_iter().chain(ends).collect();
        let lines = places.spots.get(key).map_or(&[][..], Vec::as_slice);
        let start = |line: usize| starts.get(line).copied().unwrap_or(text.len());
        let ends = lines.iter().skip(1).map(|(line, _)| start(*line));
        let ends = ends.chain([text.len()]);
        let parts = lines.iter().zip(ends);
        let parts: Vec<(Range<usize>, Range<usize>)> = parts
            .map(|((line, spot), end)| (start(*line)..end, spot.at.clone()))
            .collect();
        TextMap::along(source, *file, text, &parts)
    }
}
