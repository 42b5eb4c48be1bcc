//! Glyphs that a page draws as words: where they stand and what they mean.

use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
    font::{Glyph, GlyphRun},
    hayro_cmap::{BfString, WritingMode},
    hayro_syntax::object::{Dict, String as Codes},
    kurbo::{Affine, BezPath, Point, Rect, Shape},
};

use super::{EVERYWHERE, MOST_SHOWN, Page, Piece, Rule, Tally, cut_off, rules};
use crate::pdf::string;
use base::radical;

/// Marks within one another, at the most.
const MOST_MARKS: usize = 256;
/// A code means so many characters at most.
const MOST_LETTERS: usize = 16;

/// A page while it is drawn on.
pub(super) struct Sheet<'t> {
    number: usize,
    height: f64,
    words: Vec<Piece>,
    rules: Vec<Rule>,
    marks: Vec<Mark>,
    /// What is shown of the page, each bound within those before it.
    clips: Vec<Rect>,
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
            tally,
        }
    }

    /// The page, which is so wide.
    pub(super) fn into_page(mut self, width: f64) -> Page {
        cut_off(&mut self.words, width);
        Page {
            height: self.height,
            pieces: self.words,
            rules: self.rules,
        }
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
        if !is_measured || text.is_empty() {
            return;
        }
        if !self.shows(start, end, size) || self.tally.shown > MOST_SHOWN {
            return;
        }
        if run.is_hidden && !text.trim().is_empty() {
            self.tally.hidden += 1;
        }
        // What is turned by a quarter stands in its middle; what is slanted, as the words across
        // the pages of a draft, is no text.
        let is_level = b.abs() < 0.05 * a.abs() && c.abs() < 0.4 * d.abs().max(1e-12);
        let is_quarter = a.abs() < 0.05 * b.abs() && d.abs() < 0.4 * c.abs();
        if !is_level && !is_quarter {
            return;
        }
        let is_upright = is_level && a > 0.0;
        self.tally.turned += usize::from(!is_upright);
        let middle = place * Point::new(f64::from(width.unwrap_or_default()) / 2.0, 350.0);
        let half = size / 2.0;
        let (left, right, base) = match is_upright {
            true => (start.x.min(end.x), start.x.max(end.x), start.y),
            false => (middle.x - half, middle.x + half, middle.y - 0.35 * size),
        };
        // The digits of a figure that goes down the page are one, not each on a line.
        let is_latin = |text: &str| text.ends_with(|c: char| c.is_ascii_alphanumeric());
        let goes_down =
            |last: &&mut Piece| run.is_vertical && is_latin(&last.text) && is_latin(&text);
        let own = self.words.get_mut(run.start..);
        if let Some(last) = own.and_then(<[Piece]>::last_mut).filter(goes_down) {
            last.text.push_str(&text);
            return;
        }
        let mark = self.marks.last();
        self.tally.shown += 1;
        self.words.push(Piece {
            text,
            left,
            right,
            base,
            size,
            is_bold: run.is_bold,
            page: self.number,
            mark: mark.and_then(|mark| mark.number),
            tag: None,
            is_artifact: mark.is_some_and(|mark| mark.is_artifact),
            operator: usize::MAX - self.tally.operators,
        });
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
        self.tally.operators += 1;
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
