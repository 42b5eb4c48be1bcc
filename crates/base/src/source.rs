//! Named texts and places in them.
//!
//! Everything that is read (a data file, a text that it includes, last year's
//! file, an edition) is a [`Source`] in one [`Sources`]; everything that is said
//! about it points there with a [`Span`]. A text that was made from another document (a
//! workbook, a page) knows for its stretches where they stand there: their [`Origin`].

mod place;

use std::ops::Range;

pub use place::{Origin, Place};

/// The number of a source within its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u16);

impl FileId {
    /// The number itself, for programs that are told of places.
    pub fn number(self) -> u16 {
        self.0
    }
}

/// A stretch of bytes in one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The source it lies in.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The stretch `range` of `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span {
            file,
            start: clamp(range.start),
            end: clamp(range.end.max(range.start)),
        }
    }

    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and a column, both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The spaces at the start of a line.
pub fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The first byte of the line that a byte lies in.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The line feed that ends the line of a byte, or the text's end.
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// The first byte of the next line, or the text's end.
pub fn next_line(text: &str, at: usize) -> usize {
    text.len().min(line_end(text, at) + 1)
}

/// A named text.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<u32>,
    /// Characters before every block of bytes: a line may be as long as the text, and asked
    /// about at every place.
    before_blocks: Vec<u32>,
    /// Of a text that was made from another document: from which byte on it stands where.
    origins: Option<Vec<(usize, Origin)>>,
}

/// Bytes of a block.
const BLOCK: usize = 1024;

/// How many characters begin among bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

impl Source {
    fn new(name: String, text: String) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at as u32 + 1);
        let line_starts = std::iter::once(0).chain(ends).collect();
        let blocks = text.as_bytes().chunks(BLOCK);
        let mut before = 0;
        let counts = blocks.map(|block| {
            before += characters(block) as u32;
            before
        });
        let before_blocks = std::iter::once(0).chain(counts).collect();
        Source {
            name,
            text,
            line_starts,
            before_blocks,
            origins: None,
        }
    }

    /// Where a byte stands, as it is told.
    fn place(&self, at: usize) -> Place {
        let Some(origins) = &self.origins else {
            return Place::Text(self.position(at));
        };
        let next = origins.partition_point(|(start, _)| *start <= at);
        let own = next.checked_sub(1).map(|index| origins[index].1.clone());
        Place::Document(own.unwrap_or_default())
    }

    /// The characters before a byte that is one's first.
    pub fn characters_before(&self, at: usize) -> usize {
        let block = at / BLOCK;
        let before = self.before_blocks.get(block).copied().unwrap_or(0) as usize;
        before + characters(&self.text.as_bytes()[block * BLOCK..at])
    }

    /// The name by which messages speak of it: the path as the user wrote it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of a byte; a byte inside a character counts as its first.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let starts = &self.line_starts;
        let line = starts.partition_point(|&start| start as usize <= offset);
        let start = self.line_starts[line - 1] as usize;
        let column = self.characters_before(offset) - self.characters_before(start) + 1;
        Position { line, column }
    }

    /// The nearest character boundary at or before a byte.
    pub fn floor(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }

    /// The bytes of a line (counted from 1) without its line break, if there is such a line.
    pub fn line(&self, line: usize) -> Option<Range<usize>> {
        let start = *self.line_starts.get(line.checked_sub(1)?)? as usize;
        let next = self.line_starts.get(line);
        let end = next.map_or(self.text.len(), |&next| next as usize);
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        Some(start..start + text.len())
    }
}

/// All texts of one run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a text under its name.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u16::try_from(self.files.len()).expect("fewer than 65,536 files in a run"));
        self.files.push(Source::new(name.into(), text.into()));
        id
    }

    /// Says of a text that it was made from another document: from which byte on it stands
    /// where in that, in the text's order.
    pub fn made(&mut self, id: FileId, origins: Vec<(usize, Origin)>) {
        self.files[usize::from(id.0)].origins = Some(origins);
    }

    /// Whether a text was made from another document.
    pub fn is_made(&self, id: FileId) -> bool {
        self.get(id).origins.is_some()
    }

    /// Where a span begins, as it is told.
    pub fn place(&self, span: Span) -> Place {
        self.get(span.file).place(span.start as usize)
    }

    /// The name of a span's file, and where in it the span begins.
    pub fn told(&self, span: Span) -> String {
        self.place(span).of(self.get(span.file).name())
    }

    /// Every source, in the order of its number.
    pub fn all(&self) -> &[Source] {
        &self.files
    }

    /// The source of a number.
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[usize::from(id.0)]
    }

    /// The text under a span.
    pub fn slice(&self, span: Span) -> &str {
        let source = self.get(span.file);
        let range = span.range();
        &source.text[source.floor(range.start)..source.floor(range.end)]
    }

    /// Where a span begins.
    pub fn start(&self, span: Span) -> Position {
        self.get(span.file).position(span.start as usize)
    }

    /// Where a span ends (the column after its last character).
    pub fn end(&self, span: Span) -> Position {
        self.get(span.file).position(span.end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let mut sources = Sources::new();
        let id = sources.add("a.yaml", "年度: 2024\n  名称: 某局\n");
        let at = |needle: &str| {
            let start = sources.get(id).text().find(needle).unwrap();
            let p = sources.get(id).position(start);
            (p.line, p.column)
        };
        assert_eq!(at("2024"), (1, 5));
        assert_eq!(at("某局"), (2, 7));
    }

    #[test]
    fn a_made_text_tells_the_places_of_its_document() {
        let mut sources = Sources::new();
        let id = sources.add("a.xlsx", "年度: 2024\n申请: 6\n");
        let cell = Origin::Sheet {
            name: "表二".into(),
            row: 5,
            column: 28,
        };
        sources.made(id, vec![(13, cell)]);
        let told = |at| sources.told(Span::new(id, at..at));
        assert_eq!(
            [told(0), told(13), told(20)],
            ["a.xlsx", "a.xlsx:表二!AB5", "a.xlsx:表二!AB5"]
        );
        assert_eq!(sources.place(Span::new(id, 20..20)).position(), None);
    }

    #[test]
    fn columns_count_characters_on_long_lines_too() {
        let mut sources = Sources::new();
        let id = sources.add("a", format!("甲\n{}", "a年".repeat(3000)));
        let source = sources.get(id);
        for (index, (at, _)) in source.text()[4..].char_indices().enumerate() {
            let (line, column) = (2, index + 1);
            assert_eq!(source.position(4 + at), Position { line, column });
        }
        assert_eq!(source.position(99_999).column, 6001);
    }

    #[test]
    fn offsets_inside_a_character_and_past_the_end_are_clamped() {
        let mut sources = Sources::new();
        let id = sources.add("a", "年");
        assert_eq!(sources.get(id).position(1), Position { line: 1, column: 1 });
        assert_eq!(
            sources.get(id).position(99),
            Position { line: 1, column: 2 }
        );
    }
}
