//! The PDF writer: A4 after GB/T 9704—2012, tagged, for print and for decades.
//!
//! In: a document and [`Fonts`]. Out: the bytes of a PDF/A-2a and PDF/UA-1 file, or every
//! character that no face has, with its place:
//!
//! ```
//! use document::Document;
//! use write::pdf;
//!
//! let document = Document { title: "某局2024年报告".to_owned(), year: 2024, ..Document::default() };
//! let bytes = pdf::render(&document, &pdf::Fonts::bundled())?;
//! assert!(bytes.starts_with(b"%PDF-1.7"));
//! # Ok::<(), pdf::Error>(())
//! ```
//!
//! Use it for what is printed, published or kept. It has no templates: the layout is the
//! standard's. A document goes through six steps, each a module or a few:
//!
//! 1. `glyphs`: inlines become glyphs of the `faces`; a character that no face has is
//!    collected, and ends the render with all others of its kind.
//! 2. `line_breaking`: glyphs become lines. Whole paragraphs are weighed, with the prices that
//!    `break_prices` (where a line may end) and `spacing` (what may be squeezed or stretched)
//!    name.
//! 3. `composer`, `table_layout`: blocks become pieces, each with a height and the price of a
//!    page break after it, and elements of the logical structure.
//! 4. `pagination`, `painter`: pieces become pages, content marked with the elements it belongs
//!    to.
//! 5. `font_embedding`: faces are cut to what was used.
//! 6. `objects`, `compression`: all becomes objects of a file.
//!
//! The file is put together with `lopdf` alone. printpdf would add nothing but work: it parses every
//! subset face again, has no tags, and most of what it writes (properties, bookmarks, XMP,
//! identifiers) would have to be written anew for PDF/A, PDF/UA and equal bytes.

mod bookmarks;
mod canvas;
mod closing;
mod column_widths;
mod composer;
mod compression;
mod faces;
mod figures;
mod font_embedding;
mod glyphs;
mod line_breaking;
#[cfg(feature = "fonts")]
mod machine_fonts;
mod metadata;
mod objects;
mod own_fonts;
mod pagination;
mod painter;
mod picture;
mod piece;
mod placement;
mod sketch;
mod spacing;
mod structure_tree;
mod table_cell;
mod table_layout;
mod table_notes;

#[cfg(test)]
mod tests;

pub use faces::{FontError, Fonts};

use std::collections::BTreeMap;

use super::{break_prices, character, chart, drawing as drawn, sheet, signature, title_breaks};
use base::source::Span;
use composer::Composer;
use document::{Document, Grid, Image, Side};
use faces::{FaceCache, Role};
use font_embedding::Embedding;
use glyphs::{Glyph, Style, Typesetter};
use painter::Painter;

/// A character that no face has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// Where the author wrote it; the whole text where the exact place is not known.
    pub place: Option<Span>,
}

/// A picture that cannot be printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("图片 {target} 不能使用：{reason}")]
pub struct BadPicture {
    /// The file as the author wrote it.
    pub target: String,
    /// What is wrong with it.
    pub reason: &'static str,
    /// Where the author put it.
    pub place: Option<Span>,
}

/// Why a document cannot be made a PDF.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// There are characters that no face has: all of them, in reading order.
    #[error("字体中没有这些字：{}", named(.0))]
    MissingGlyphs(Vec<MissingGlyph>),
    /// A picture cannot be used.
    #[error(transparent)]
    Picture(#[from] BadPicture),
    /// A face that opened well cannot be subset.
    #[error("字体不能嵌入 PDF")]
    Font,
}

/// The characters, each once, with their numbers.
fn named(missing: &[MissingGlyph]) -> String {
    let mut characters: Vec<char> = Vec::new();
    for glyph in missing {
        if !characters.contains(&glyph.character) {
            characters.push(glyph.character);
        }
    }
    let named = characters.into_iter();
    let named = named.map(|c| format!("“{c}”(U+{:04X})", u32::from(c)));
    named.collect::<Vec<_>>().join("、")
}

/// The lines that a document's title is broken into.
pub(super) fn title_lines(document: &Document, fonts: &Fonts) -> Vec<String> {
    let mut setter = Typesetter::new(FaceCache::new(fonts));
    words_of(composer::title(&mut setter, document))
}

/// The lines that the name of who signs is broken into.
pub(super) fn signed_lines(name: &str, fonts: &Fonts) -> Vec<String> {
    let mut setter = Typesetter::new(FaceCache::new(fonts));
    words_of(closing::signed(&mut setter, name))
}

fn words_of((glyphs, lines): (Vec<Glyph>, Vec<line_breaking::Line>)) -> Vec<String> {
    let words = |line: line_breaking::Line| {
        let glyphs = &glyphs[line.glyphs];
        glyphs.iter().map(|glyph| glyph.character).collect()
    };
    lines.into_iter().map(words).collect()
}

/// Makes a document a PDF: the same document and fonts give the same bytes.
///
/// # Errors
/// A character that no face has, a picture that cannot be used, or a face that cannot be cut.
pub fn render(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let mut setter = Typesetter::new(FaceCache::new(fonts));
    let draft = document.draft.then(|| {
        let style = Style::new(Role::Title, painter::DRAFT_SIZE);
        setter.words("草稿", style, None)
    });
    let mut composer = Composer::new(&mut setter);
    composer.document(document);
    let Composer {
        tree,
        pieces,
        notes,
        mut bookmarks,
        ..
    } = composer;
    if let Some(picture) = setter.refused.take() {
        return Err(Error::Picture(picture));
    }
    let mut painter = Painter::new(Embedding::new(fonts), tree);
    painter.pictures = std::mem::take(&mut setter.pictures);
    let flow = (&pieces[..], &notes[..]);
    pagination::paint(&mut painter, flow, &mut bookmarks, draft.as_deref());
    for page in 0..painter.pages.len() {
        let glyphs = page_number(&mut setter, page + 1);
        painter.page_number(page, &glyphs);
    }
    if !setter.missing.is_empty() {
        return Err(Error::MissingGlyphs(setter.missing));
    }
    let layout = objects::Layout {
        pages: painter.pages,
        tree: painter.tree,
        links: setter.links,
        pictures: painter.pictures,
        bookmarks,
    };
    objects::write(document, &layout, &painter.fonts)
}

/// How a table fits the type area.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    /// The size of its words, in points.
    pub(super) size: f32,
    /// How far apart its lines stand, in points.
    pub(super) leading: f32,
    /// The widths of its columns, in points.
    pub(super) widths: Vec<f32>,
    /// How high each row is without what is above and below its lines, in points.
    pub(super) heights: Vec<f32>,
    /// The lines of each label that has several, by row and column.
    pub(super) broken: BTreeMap<(usize, usize), Vec<String>>,
    /// Where the labels and words of a column stand.
    pub(super) sides: Vec<Side>,
    /// Whether it lies on its side.
    pub(super) turned: bool,
}

/// Fits a table to the type area, for writers of other pages of the same measures.
pub(super) fn fit(grid: &Grid, fonts: &Fonts) -> Fit {
    table_layout::fit(&mut Typesetter::new(FaceCache::new(fonts)), grid)
}

/// A picture's width and height in pixels.
///
/// # Errors
/// It cannot be printed.
pub(super) fn picture_size(image: &Image) -> Result<[u32; 2], BadPicture> {
    Ok(picture::read(image)?.pixels())
}

fn page_number(setter: &mut Typesetter<'_>, number: usize) -> Vec<Glyph> {
    let style = Style::new(Role::Text, painter::FOOT_SIZE);
    setter.words(&format!("— {number} —"), style, None)
}
