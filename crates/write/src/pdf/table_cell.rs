//! What stands in a table's cell, and how it fits a width.

use super::{
    break_prices::EMERGENCY,
    character::Class,
    faces::Role,
    glyphs::{Glyph, Style, Typesetter},
    line_breaking::{Line, LineStyle, Measure, Measured, is_lone, natural_width},
    table_notes::Note,
};
use base::diagnostic::Severity;
use document::{Cell, CellKind, Side};

/// How large a table's words are, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// Labels and text.
    pub(super) words: f32,
    /// Figures.
    figures: f32,
    /// Whether columns of words may be but two characters wide.
    narrow: bool,
}

impl Sizes {
    /// One size for all.
    pub(super) const fn even(size: f32) -> Self {
        Sizes {
            words: size,
            figures: size,
            narrow: false,
        }
    }

    /// One size for all, in columns as narrow as can be read.
    pub(super) const fn narrow(size: f32) -> Self {
        Sizes::small_figures(size, size)
    }

    /// The same, with figures of a size of their own.
    pub(super) const fn small_figures(words: f32, figures: f32) -> Self {
        Sizes {
            words,
            figures,
            narrow: true,
        }
    }

    /// The size of a kind of cell.
    fn of(self, kind: CellKind) -> f32 {
        match kind {
            CellKind::Figure => self.figures,
            _ => self.words,
        }
    }
}

/// A cell's words and its place in the grid.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What it holds.
    pub(super) kind: CellKind,
    /// Its first row.
    pub(super) row: usize,
    /// Its first column.
    pub(super) column: usize,
    /// How many rows it covers.
    pub(super) rowspan: usize,
    /// How many columns it covers.
    pub(super) colspan: usize,
    /// Its words, set.
    pub(super) glyphs: Vec<Glyph>,
    /// At which side its words stand, where the author says so.
    pub(super) side: Option<Side>,
    /// How bad it is what a draft finds there.
    pub(super) finding: Option<Severity>,
    measured: Measured,
    narrow: bool,
}

impl Entry {
    /// Sets the words of a cell that begins in a row; of a note beneath the table only its mark
    /// stands in the cell.
    pub(super) fn new(
        setter: &mut Typesetter<'_>,
        row: usize,
        cell: &Cell,
        sizes: Sizes,
        beneath: Option<&Note>,
    ) -> Self {
        let size = sizes.of(cell.kind);
        let mut glyphs = setter.inlines(&cell.shown(), Style::new(Role::Text, size));
        let mark = beneath.map(|note| note.mark.clone());
        if let Some(words) = mark.or_else(|| cell.bracketed()) {
            let small = Style::new(Role::Text, size * 0.86);
            glyphs.extend(setter.words(&words, small, cell.place));
        }
        let prices = match cell.kind {
            CellKind::Text => Vec::new(),
            _ => label_prices(&glyphs),
        };
        Entry {
            measured: Measured::new(&glyphs, &prices),
            narrow: sizes.narrow,
            side: cell.side,
            finding: cell.finding,
            kind: cell.kind,
            row,
            column: cell.column,
            rowspan: cell.rowspan.max(1),
            colspan: cell.colspan.max(1),
            glyphs,
        }
    }

    /// The columns that it covers.
    pub(super) fn columns(&self) -> std::ops::Range<usize> {
        self.column..self.column + self.colspan
    }

    /// The rows that it covers.
    pub(super) fn rows(&self) -> std::ops::Range<usize> {
        self.row..self.row + self.rowspan
    }

    /// How its lines are broken.
    pub(super) fn line_style(&self) -> LineStyle {
        match self.kind {
            CellKind::RowHead | CellKind::Text => LineStyle::Ragged,
            _ => LineStyle::Balanced,
        }
    }

    /// Its lines within a width.
    pub(super) fn lines(&self, width: f32) -> Vec<Line> {
        self.measured
            .lines(&self.glyphs, Measure::even(width), self.line_style())
    }

    /// How wide it is on one line.
    pub(super) fn natural(&self) -> f32 {
        let lines = self.glyphs.split(|glyph| glyph.class == Class::Break);
        lines.map(natural_width).fold(0.0, f32::max)
    }

    /// The width that its longest unbreakable part needs.
    pub(super) fn unbreakable(&self) -> f32 {
        let (mut widest, mut width) = (0.0_f32, 0.0);
        for (glyph, price) in self.glyphs.iter().zip(&self.measured.prices) {
            if *price < EMERGENCY || glyph.character == '\n' {
                width = 0.0;
            }
            if glyph.class != Class::Space {
                width += glyph.advance;
            }
            widest = widest.max(width);
        }
        widest
    }

    /// The least width at which it still reads well.
    pub(super) fn least(&self) -> f32 {
        let em = self.glyphs.first().map_or(0.0, |glyph| glyph.size);
        let some = match self.kind {
            CellKind::RowHead | CellKind::Text if !self.narrow => 4.0 * em,
            _ => 2.0 * em,
        };
        let least = self.unbreakable().max(some.min(self.natural()));
        match self.kind {
            CellKind::ColumnHead | CellKind::RowHead => self.without_lone(least, em),
            _ => least,
        }
    }

    /// The width from a least one up at which no line holds a single character.
    fn without_lone(&self, least: f32, em: f32) -> f32 {
        let tries = (0..8).map(|half_ems| least + half_ems as f32 * em / 2.0);
        let mut good = tries.filter(|&width| self.count(width).1 == 0);
        good.next().unwrap_or(least)
    }

    /// How many lines it has within a width, and how many of them hold a single character.
    pub(super) fn count(&self, width: f32) -> (usize, usize) {
        let measure = Measure::even(width);
        // Among as few lines the best ones are not sought where none is lonely anyway.
        if let Some(lines) = self
            .measured
            .filled(&self.glyphs, measure, self.line_style())
        {
            return (lines, 0);
        }
        let lines = self.lines(width);
        let lone = |line: &&Line| is_lone(&self.glyphs[line.glyphs.clone()]);
        match lines.len() {
            ..2 => (lines.len(), 0),
            count => (count, lines.iter().filter(lone).count()),
        }
    }
}

/// What breaks in a label cost: best between its clauses and after its number.
pub(super) fn label_prices(glyphs: &[Glyph]) -> Vec<f64> {
    const INSIDE: f64 = 150.0;
    let price = |pair: &[Glyph]| match pair[0].class {
        Class::Closing => 0.0,
        _ if pair[1].class == Class::Opening => 0.0,
        _ => INSIDE,
    };
    let prices = glyphs.windows(2).map(price);
    std::iter::once(0.0).chain(prices).collect()
}
