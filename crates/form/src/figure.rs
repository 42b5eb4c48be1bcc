//! The figure of a cell: what an author or a published report says in it.
//!
//! A data file that is read, one that is written and a document that is imported have the same
//! five: stated, covered, blank, absent and unread. A blank and an unread figure are unknown, at
//! least 0 and never 0; so is one that is absent, unless it is a total, which is computed.

use base::number::Number;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Figure {
    /// A figure of its own.
    Stated(Number),
    /// A figure that an explicit `0` for a row, a group or the rest says.
    Covered(Number),
    /// Left blank.
    #[default]
    Blank,
    /// Not written: a total is computed, everything else is to be filled in.
    Absent,
    /// Something that is no certain figure.
    Unread(Unread),
}

/// Words that stand where a figure should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The words.
    pub words: String,
    /// Why they tell no figure.
    pub doubt: Doubt,
}

impl Figure {
    /// The number, where there is one.
    pub fn number(&self) -> Option<Number> {
        match self {
            Figure::Stated(number) | Figure::Covered(number) => Some(*number),
            Figure::Blank | Figure::Absent | Figure::Unread(_) => None,
        }
    }
}

/// Why it is not certain what a cell says, or which cell of the form it is.
///
/// The first ones are the readers', who know how the container holds the cell; the others
/// are found where a table is laid along the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A page ends behind them: more of them may stand on the next one.
    Torn,
    /// They stand on the next page, where they may belong to another row.
    NextPage,
    /// They stand in a row that no name stands in.
    OtherRow,
    /// Figures below them may be their rest.
    GoesOn,
    /// Figures that nothing claims stand in a row beside them.
    Beside,
    /// They are no figure of the cell's kind.
    NoFigure,
    /// Several cells of the form are one here.
    Merged,
    /// The row has more or fewer cells than the form.
    CellCount,
    /// The row has fewer figures than the form has columns.
    FewerFigures,
    /// The row has no figures.
    NoFigures,
    /// The columns stand in another order than the form's.
    ColumnOrder,
    /// The row stands in another place than the form's.
    RowOrder,
    /// The row stands there twice, with other figures.
    RowTwice,
    /// The row stands where one of the form's does, by another name.
    RowName,
    /// Several rows may be the only one of the form.
    WhichRow,
    /// A figure stands in the name of the row.
    FigureInName,
    /// A figure stands in the head of the column.
    FigureInHead,
    /// A word turns what the row's name means.
    TurnedName,
    /// A word turns what the column's head means.
    TurnedHead,
    /// The figures are counted in another unit than the form's.
    Unit,
    /// The data that the page holds beside it says another figure.
    PageData,
}

impl Doubt {
    /// Whether it lies in the cell's column rather than in its row.
    pub fn is_of_column(self) -> bool {
        matches!(
            self,
            Doubt::ColumnOrder | Doubt::FigureInHead | Doubt::TurnedHead | Doubt::Unit
        )
    }
}
