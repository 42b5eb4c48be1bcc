//! What a page shows: words with their places, and rules.

use std::{
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, RenderContent,
    TransformExt,
    hayro_syntax::{Pdf, object::Dict, page},
    interpret,
    kurbo::Rect,
};

use super::{cost::Budget, tags::Tag};

mod glyphs;
mod rules;

use glyphs::Sheet;
pub(super) use rules::Rule;

/// Words that one operator shows, at one place. Measures are points, up and right.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// The characters: of one code, or what the page says that several codes are.
    pub(super) text: String,
    /// The left end.
    pub(super) left: f64,
    /// The right end.
    pub(super) right: f64,
    /// The line that the words stand on.
    pub(super) base: f64,
    /// The size of the face.
    pub(super) size: f64,
    /// The face is bold, or drawn so.
    pub(super) is_bold: bool,
    /// The page, from 0.
    pub(super) page: usize,
    /// The number of the marked content that the words belong to.
    pub(super) mark: Option<i64>,
    /// What the file's structure states of them.
    pub(super) tag: Option<Rc<Tag>>,
    /// The page says that they are no part of the text.
    pub(super) is_artifact: bool,
    /// The operator that shows them, counted down from the file's start.
    pub(super) operator: usize,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) height: f64,
    pub(super) pieces: Vec<Piece>,
    pub(super) rules: Vec<Rule>,
}

/// What no place on a page lies beyond.
const EVERYWHERE: Rect = Rect::new(-1e9, -1e9, 1e9, 1e9);

/// Nothing that is whole stands so near to a page's side, in points.
const EDGE: f64 = 1.0;

/// Words and rules of a file, at the most.
const MOST_SHOWN: usize = 1_000_000;

/// What the pages of a file showed so far, other than words and rules.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Operators that showed words.
    operators: usize,
    /// Words and rules.
    shown: usize,
    /// Codes that nobody can read.
    pub(super) unread: usize,
    /// Words that are there but not drawn, as over a scanned picture.
    pub(super) hidden: usize,
    /// Words that do not stand upright.
    pub(super) turned: usize,
    /// Pictures.
    pub(super) pictures: usize,
}

/// Carries out the pages of a file.
///
/// # Errors
/// They would cost more than those of any report: `None`.
pub(super) fn pages(pdf: &Pdf) -> Option<(Vec<Page>, Tally)> {
    let cache = InterpreterCache::new();
    let unopened = Arc::new(AtomicUsize::new(0));
    let settings = settings(unopened.clone());
    let mut budget = Budget::new();
    let mut tally = Tally::default();
    let mut pages = Vec::new();
    for (number, source) in pdf.pages().iter().enumerate() {
        budget.page(source)?;
        let (width, height) = source.render_dimensions();
        let place = source.initial_transform(false).to_kurbo();
        let mut context = Context::new(place, EVERYWHERE, &cache, pdf.xref(), settings.clone());
        let mut sheet = Sheet::new(number, f64::from(height), &mut tally);
        let program = source.typed_operations();
        interpret(program, &bare(source.resources()), &mut context, &mut sheet);
        pages.push(sheet.into_page(f64::from(width)));
        if tally.shown > MOST_SHOWN {
            return None;
        }
    }
    tally.unread += budget.lost + unopened.load(Ordering::Relaxed);
    Some((pages, tally))
}

/// What a program refers to, without what only colours it: that can cost much.
fn bare<'a>(resources: &page::Resources<'a>) -> page::Resources<'a> {
    page::Resources {
        ext_g_states: Dict::empty(),
        color_spaces: Dict::empty(),
        patterns: Dict::empty(),
        shadings: Dict::empty(),
        ..resources.clone()
    }
}

/// Counts the fonts that cannot be opened; lends a face to those that are not embedded.
fn settings(unopened: Arc<AtomicUsize>) -> InterpreterSettings {
    let face: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(blank_face());
    InterpreterSettings {
        font_resolver: Arc::new(move |_| Some((face.clone(), 0))),
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::UnsupportedFont) {
                unopened.fetch_add(1, Ordering::Relaxed);
            }
        }),
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    }
}

/// A face with one glyph that has neither shape nor width: what codes mean and how far
/// they go is stated by the file, and glyphs without a width are not stretched.
fn blank_face() -> Vec<u8> {
    let mut head = [0; 54];
    head[1] = 1;
    head[12..16].copy_from_slice(&[0x5f, 0x0f, 0x3c, 0xf5]);
    // A thousand units to the size.
    head[18..20].copy_from_slice(&1000_u16.to_be_bytes());
    let most = [0, 0, 0x50, 0, 0, 1];
    let mut out = vec![0, 1, 0, 0, 0, 2, 0, 32, 0, 1, 0, 0];
    for (name, start, length) in [(b"head", 44_u32, 54_u32), (b"maxp", 100, 6)] {
        out.extend(name);
        out.extend([0; 4]);
        out.extend(start.to_be_bytes());
        out.extend(length.to_be_bytes());
    }
    out.extend(head);
    out.extend([0; 2]);
    out.extend(most);
    out
}

/// Marks figures that a program has cut off at the page's side: what is left of them is
/// another one. Where it shows words beyond the side, it cuts nothing off.
fn cut_off(pieces: &mut [Piece], width: f64) {
    if pieces.iter().any(|piece| piece.left >= width) {
        return;
    }
    let is_cut = |piece: &&mut Piece| {
        piece.right > width - EDGE && piece.text.ends_with(|c: char| c.is_ascii_digit())
    };
    for piece in pieces.iter_mut().filter(is_cut) {
        piece.text.push('…');
    }
}
