//! Glyphs that a page draws as words: where they stand and what they mean.

use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
    font::{Glyph, GlyphRun},
    hayro_cmap::{BfString, WritingMode},
    hayro_syntax::object::{Dict, String as Codes},
    kurbo::{Affine, BezPath, Point, Rect, Shape},
};

use super::{
    EVERYWHERE, MOST_SHOWN, Page, Piece, Rule, Tally, cut_off, rules,
    turned::{self, Turn, Turned},
};
use crate::{ground::radical, read::pdf::string};

/// Marks within one another, at the most.
const MOST_MARKS: usize = 256;
/// A code means so many characters at most.
const MOST_LETTERS: usize = 16;

/// A page while it is drawn on.
pub(super) struct Sheet<'t> {
    number: usize,
    height: f64,
    words: Vec<Turned>,
    rules: Vec<Rule>,
    marks: Vec<Mark>,
    /// What is shown of the page, each bound within those before it.
    clips: Vec<Rect>,
    /// Where the words of the last run start, and how its first glyph lies.
    last: Option<(usize, Affine)>,
    tally: &'t mut Tally,
}

/// Marked content that has begun.
#[derive(Clone, Debug, Default)]
struct Mark {
    number: Option<i64>,
    is_artifact: bool,
    /// Whether it is a chart: its words are no text, its lines no rules.
    is_drawing: bool,
    actual: Actual,
}

/// What the page says that all the words in marked content are.
#[derive(Clone, Debug, Default)]
enum Actual {
    #[default]
    Unsaid,
    Said(String),
    /// The first of them has been shown with it.
    Shown,
}

impl<'t> Sheet<'t> {
    pub(super) fn new(number: usize, height: f64, tally: &'t mut Tally) -> Self {
        Sheet {
            number,
            height,
            words: Vec::new(),
            rules: Vec::new(),
            marks: Vec::new(),
            clips: Vec::new(),
            last: None,
            tally,
        }
    }

    /// The page, with what stands on its side turned upright.
    pub(super) fn into_page(self, width: f64) -> Page {
        let (upright, turned): (Vec<Turned>, Vec<Turned>) = self
            .words
            .into_iter()
            .partition(|words| words.turn == Turn::None);
        let mut page = Page {
            height: self.height,
            pieces: upright.into_iter().map(|words| words.piece).collect(),
            rules: self.rules,
        };
        cut_off(&mut page.pieces, width);
        turned::settle(&mut page, turned, width);
        page
    }

    fn clip(&mut self, bounds: Rect) {
        let around = self.clips.last().copied().unwrap_or(EVERYWHERE);
        self.clips.push(around.intersect(bounds));
    }

    /// Whether some of a character lies in what is shown of the page. A mark at a line's
    /// end may hang over it.
    fn shows(&self, start: Point, end: Point, size: f64) -> bool {
        let bounds = self.clips.last().copied().unwrap_or(EVERYWHERE);
        let up = 0.3 * size;
        [0.2, 0.5, 0.8].into_iter().any(|way| {
            let Point { x, y } = start.lerp(end, way);
            bounds.x0 <= x && x <= bounds.x1 && bounds.y0 <= y + up && y + up <= bounds.y1
        })
    }

    /// A run drawn over itself with an outline is bold.
    fn is_outline(&mut self, first: Affine, mode: &DrawMode) -> bool {
        let Some((start, place)) = self.last.take() else {
            return false;
        };
        let is_outline = matches!(mode, DrawMode::Stroke(_)) && place == first;
        if is_outline {
            for words in &mut self.words[start..] {
                words.piece.is_bold = true;
            }
        }
        is_outline
    }

    fn glyph(&mut self, glyph: &Glyph<'_>, place: Affine, run: &Run) {
        let text = self.text(glyph);
        let [a, b, c, d, ..] = place.as_coeffs();
        let width = match glyph {
            // How wide a character is does not tell how far it goes down.
            _ if run.is_vertical => Some(1000.0),
            Glyph::Outline(glyph) => glyph.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let start = place * Point::ZERO;
        let end = place * Point::new(f64::from(width.unwrap_or_default()), 0.0);
        let size = 1000.0 * c.hypot(d);
        let is_measured = [a, b, start.x, start.y, end.x, end.y, size]
            .iter()
            .all(|number| number.abs() < 1e9);
        let Some(turn) = Turn::of(place).filter(|_| is_measured && !text.is_empty()) else {
            return;
        };
        if !self.shows(start, end, size) || self.tally.shown > MOST_SHOWN {
            return;
        }
        if run.is_hidden && !text.trim().is_empty() {
            self.tally.hidden += 1;
        }
        let (start, end) = (turn.upright(start), turn.upright(end));
        let mark = self.marks.last();
        let piece = Piece {
            text,
            left: start.x.min(end.x),
            right: start.x.max(end.x),
            base: start.y,
            size,
            is_bold: run.is_bold,
            page: self.number,
            mark: mark.and_then(|mark| mark.number),
            tag: None,
            is_artifact: mark.is_some_and(|mark| mark.is_artifact),
            operator: usize::MAX - self.tally.operators,
        };
        if run.is_vertical && self.goes_on(&piece.text, run.start) {
            return;
        }
        self.tally.shown += 1;
        self.words.push(Turned { piece, turn });
    }

    /// Takes a Latin character that goes down into the word above it: each on a line of its
    /// own, the digits of a figure would be several.
    fn goes_on(&mut self, text: &str, start: usize) -> bool {
        let is_latin = |text: &str| text.ends_with(|c: char| c.is_ascii_alphanumeric());
        let above = self.words.get_mut(start..).and_then(<[Turned]>::last_mut);
        let above = above.filter(|above| is_latin(&above.piece.text) && is_latin(text));
        above.map(|above| above.piece.text.push_str(text)).is_some()
    }

    /// What a glyph means: what the page says that it is, or what its font says.
    fn text(&mut self, glyph: &Glyph<'_>) -> String {
        let said = self.marks.iter_mut().rev().map(|mark| &mut mark.actual);
        let said = { said }.find(|actual| !matches!(actual, Actual::Unsaid));
        if let Some(actual) = said {
            return match std::mem::replace(actual, Actual::Shown) {
                Actual::Said(text) => text,
                _ => String::new(),
            };
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text.chars().take(MOST_LETTERS).collect(),
            None => {
                self.tally.unread += 1;
                '\u{fffd}'.to_string()
            }
        };
        let unseen = |c: char| c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}');
        let seen = text.chars().filter(|&c| !unseen(c));
        seen.map(radical::plain).collect()
    }
}

/// What the glyphs of a run share.
struct Run {
    /// The first of their words.
    start: usize,
    is_bold: bool,
    is_hidden: bool,
    is_vertical: bool,
}

/// Whether the name of a face says that it is a bold one.
fn is_bold(glyph: &Glyph<'_>) -> bool {
    let Glyph::Outline(glyph) = glyph else {
        return false;
    };
    let name = glyph.font_data().and_then(|font| font.postscript_name);
    let name = name.unwrap_or_default().to_lowercase();
    ["bold", "black", "heavy", "simhei", "黑体"]
        .iter()
        .any(|word| name.contains(word))
}

impl Device<'_> for Sheet<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        let Some(first) = run.glyphs().first() else {
            return;
        };
        let place = props.transform * first.transform();
        if self.is_outline(place, mode) {
            return;
        }
        self.tally.operators += 1;
        self.last = Some((self.words.len(), place));
        let shared = Run {
            start: self.words.len(),
            is_bold: is_bold(first),
            is_hidden: matches!(mode, DrawMode::Invisible),
            is_vertical: run.writing_mode() == WritingMode::Vertical,
        };
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform(), &shared);
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        let is_drawing = self.marks.last().is_some_and(|mark| mark.is_drawing);
        if is_drawing || self.tally.shown > MOST_SHOWN {
            return;
        }
        let before = self.rules.len();
        let is_stroke = matches!(mode, DrawMode::Stroke(_));
        rules::draw(path, props.transform, is_stroke, &mut self.rules);
        self.tally.shown += self.rules.len() - before;
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.tally.pictures += 1;
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.clip(clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, bounds: &Rect) {
        self.clip(*bounds);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let above = self.marks.last();
        let number = properties.and_then(|properties| properties.get::<i64>("MCID"));
        let actual = properties.and_then(|properties| properties.get::<Codes<'_>>("ActualText"));
        // As this program marks its charts.
        let is_drawing = tag == b"Chart" || above.is_some_and(|above| above.is_drawing);
        let mark = Mark {
            number: number.or(above.and_then(|above| above.number)),
            is_artifact: is_drawing
                || tag == b"Artifact"
                || above.is_some_and(|above| above.is_artifact),
            is_drawing,
            actual: actual.map_or(Actual::Unsaid, |text| Actual::Said(string(&text))),
        };
        if self.marks.len() < MOST_MARKS {
            self.marks.push(mark);
        }
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }
}
