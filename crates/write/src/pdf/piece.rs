//! What a page is filled with: lines, rows, pictures and space, from top to bottom.

use super::{
    glyphs::{Glyph, NAMED_AGAIN},
    line_breaking::{Line, LineStyle, Measure},
    painter::{LEADING, SIZE, rise},
    sketch::Sketch,
    structure_tree::NodeId,
    table_layout::Table,
};
use document::Side;
use std::{ops::Range, rc::Rc};

/// A number or bullet before the first line of a list's item.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Its glyphs.
    pub(super) glyphs: Vec<Glyph>,
    /// Where it stands.
    pub(super) left: f32,
    /// Its element.
    pub(super) node: NodeId,
}

/// A paragraph, heading or title broken into lines.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// Its glyphs.
    pub(super) glyphs: Vec<Glyph>,
    /// Its lines.
    pub(super) lines: Vec<Line>,
    /// How they were broken.
    pub(super) line_style: LineStyle,
    /// How wide they are.
    pub(super) measure: Measure,
    /// Where the measure starts.
    pub(super) left: f32,
    /// Where short lines stand.
    pub(super) align: Side,
    /// How far the base line is below the top of a line's box.
    pub(super) rise: f32,
    /// The element it belongs to.
    pub(super) node: NodeId,
    /// What stands before its first line.
    pub(super) label: Option<Label>,
}

impl Text {
    /// The footnotes whose marks stand on a line: their places among all.
    pub(super) fn notes(&self, line: usize) -> Range<usize> {
        let glyphs = &self.glyphs[self.lines[line].glyphs.clone()];
        let notes = glyphs.iter().map(|glyph| glyph.note);
        let numbers = notes.filter(|&note| note > 0 && note != NAMED_AGAIN);
        let numbers = numbers.map(usize::from);
        let (first, last) = (numbers.clone().min(), numbers.max());
        first.map_or(0, |first| first - 1)..last.unwrap_or(0)
    }

    /// How much higher a line is than the others, for the pictures on it.
    pub(super) fn extra(&self, line: usize) -> f32 {
        let glyphs = &self.glyphs[self.lines[line].glyphs.clone()];
        let tops = glyphs.iter().filter_map(|glyph| Some(glyph.picture?.top));
        tops.map(|top| top + PICTURE_AIR - self.rise)
            .fold(0.0, f32::max)
    }

    /// A text of the size of running text, broken into lines in a style within a measure.
    pub(super) fn new(
        glyphs: Vec<Glyph>,
        lines: Vec<Line>,
        (line_style, measure): (LineStyle, Measure),
        left: f32,
        node: NodeId,
    ) -> Self {
        Text {
            glyphs,
            lines,
            line_style,
            measure,
            left,
            align: Side::Left,
            rise: rise(LEADING, SIZE),
            node,
            label: None,
        }
    }
}

/// Space above a picture that is higher than its line.
const PICTURE_AIR: f32 = 4.0;

/// What a piece shows.
#[derive(Clone, Debug)]
pub(super) enum Show {
    /// A line of a text.
    Line(Rc<Text>, usize),
    /// A row of a table, or a part of a row that is taller than a page.
    Row(Rc<Table>, usize),
    /// A picture, centred.
    Picture {
        /// Its element.
        node: NodeId,
        /// Its number.
        picture: usize,
        /// Its width.
        width: f32,
    },
    /// A drawing, centred.
    Drawing {
        /// Its element.
        node: NodeId,
        /// The drawing.
        sketch: Rc<Sketch>,
    },
    /// A line across the page.
    Divider,
    /// Space, which vanishes at the top of a page.
    Space,
    /// The end of a page that is not full.
    NewPage,
}

/// A piece of the flow.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// What it shows.
    pub(super) show: Show,
    /// Its height.
    pub(super) height: f32,
    /// How much empty page, in points, is better than a page break after it.
    pub(super) price: f32,
    /// The heading that starts here: its number among the bookmarks.
    pub(super) bookmark: Option<usize>,
    /// The footnotes that stand on the same page: their places among all.
    pub(super) notes: Range<usize>,
}

impl Piece {
    /// A piece after which a page may end.
    pub(super) fn new(show: Show, height: f32) -> Self {
        Piece {
            show,
            height,
            price: 0.0,
            bookmark: None,
            notes: 0..0,
        }
    }
}

/// The price of a page break that is made only where nothing else fits.
pub(super) const NEVER: f32 = 1e6;
/// The price of a line of a paragraph alone on a page.
pub(super) const LONELY_LINE: f32 = 200.0;

/// Makes a run of lines start and end in company.
pub(super) fn price_lines(pieces: &mut [Piece]) {
    let count = pieces.len();
    if count >= 2 {
        pieces[0].price = LONELY_LINE;
        pieces[count - 2].price = LONELY_LINE;
    }
}
