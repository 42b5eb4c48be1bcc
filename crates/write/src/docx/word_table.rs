//! A grid as a table of Word's: merged cells, heads repeated on every page.

use std::collections::BTreeMap;

use super::{
    package::Relations,
    page::{BODY, MEASURE},
    runs::{self, Manner},
    xml::Xml,
};
use crate::{pdf::Fit, tint};
use document::{Cell, CellKind, Grid, Side};

mod pages;

pub(super) use pages::with_footnotes;
use pages::{header_rows, held, keep};

/// Columns of a table, at the most, that Word opens.
pub(super) const MOST_COLUMNS: usize = 63;

/// Writes a table.
pub(super) fn table(xml: &mut Xml, grid: &Grid, fit: &Fit, relations: &mut Relations) {
    let held = held(grid, fit);
    let line = fit.leading * held.as_ref().map_or(1.0, |held| held.closer);
    let sheet = Sheet {
        grid,
        widths: twentieths(&fit.widths, if fit.turned { BODY } else { MEASURE }),
        size: ((fit.size * 2.0).round() as u32).to_string(),
        line: ((line * 20.0).round() as u32).to_string(),
        sides: &fit.sides,
        broken: &fit.broken,
        keep: keep(grid, held.is_some()),
        margin: held.as_ref().map(|held| held.margin.to_string()),
    };
    sheet.write(xml, relations);
}

/// A table as it is written.
struct Sheet<'a> {
    grid: &'a Grid,
    widths: Vec<u32>,
    size: String,
    line: String,
    sides: &'a [Side],
    /// Labels broken as in print: Word would leave single characters on lines.
    broken: &'a BTreeMap<(usize, usize), Vec<String>>,
    /// Whether each row stays on the page of the next.
    keep: Vec<bool>,
    /// What is above and below the words of cells, where it is not as usual.
    margin: Option<String>,
}

impl Sheet<'_> {
    fn write(&self, xml: &mut Xml, relations: &mut Relations) {
        begin(xml, &self.widths, |xml| self.properties(xml));
        // What covers each place: the cell and the row that it begins in.
        let mut covered: Vec<Option<(&Cell, usize)>> = vec![None; self.grid.columns];
        for (row, cells) in self.grid.rows.iter().enumerate() {
            for cell in &cells.cells {
                let end = (cell.column + cell.colspan).min(self.grid.columns);
                for place in covered.iter_mut().take(end).skip(cell.column) {
                    *place = Some((cell, row));
                }
            }
            self.row(xml, row, &covered, relations);
        }
        xml.close();
    }

    fn properties(&self, xml: &mut Xml) {
        if let Some(margin) = &self.margin {
            xml.open("w:tblCellMar", &[]);
            xml.empty("w:top", &[("w:w", margin), ("w:type", "dxa")]);
            xml.empty("w:bottom", &[("w:w", margin), ("w:type", "dxa")]);
            xml.close();
        }
        xml.constant(r#"<w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1"/>"#);
        if !self.grid.summary.is_empty() {
            xml.value("w:tblDescription", &self.grid.summary);
        }
    }

    fn row(
        &self,
        xml: &mut Xml,
        row: usize,
        covered: &[Option<(&Cell, usize)>],
        relations: &mut Relations,
    ) {
        xml.open("w:tr", &[]);
        xml.constant(match row < header_rows(self.grid) {
            true => "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
            false => "<w:trPr><w:cantSplit/></w:trPr>",
        });
        let mut column = 0;
        while column < covered.len() {
            let place = covered[column].filter(|(cell, top)| row < top + cell.rowspan.max(1));
            column += match place {
                Some((cell, top)) => self.cell(xml, cell, (top, row), relations),
                None => {
                    self.gap(xml, column);
                    1
                }
            };
        }
        xml.close();
    }

    /// A place that no cell covers: Word wants every row whole.
    fn gap(&self, xml: &mut Xml, column: usize) {
        begin_cell(xml, self.widths[column]);
        xml.close();
        xml.empty("w:p", &[]);
        xml.close();
    }

    /// A cell in one of the rows that it covers; gives how many columns it takes.
    fn cell(
        &self,
        xml: &mut Xml,
        cell: &Cell,
        (top, row): (usize, usize),
        relations: &mut Relations,
    ) -> usize {
        let column = cell.column;
        let span = cell.colspan.clamp(1, self.grid.columns - column);
        begin_cell(xml, self.widths[column..column + span].iter().sum());
        if span > 1 {
            xml.value("w:gridSpan", &span.to_string());
        }
        match (cell.rowspan > 1, row == top) {
            (true, true) => xml.value("w:vMerge", "restart"),
            (true, _) => xml.empty("w:vMerge", &[]),
            _ => {}
        }
        if let Some(severity) = cell.finding {
            let [red, green, blue] = tint(severity);
            let fill = format!("{red:02X}{green:02X}{blue:02X}");
            let ground = [("w:val", "clear"), ("w:color", "auto"), ("w:fill", &*fill)];
            xml.empty("w:shd", &ground);
        }
        xml.value("w:vAlign", "center");
        xml.close();
        self.paragraph(xml, cell, (top, row), relations);
        xml.close();
        span
    }

    fn paragraph(
        &self,
        xml: &mut Xml,
        cell: &Cell,
        (top, row): (usize, usize),
        relations: &mut Relations,
    ) {
        xml.open("w:p", &[]);
        xml.open("w:pPr", &[]);
        xml.value("w:pStyle", "Table");
        if self.keep[row] {
            xml.empty("w:keepNext", &[]);
        }
        xml.empty(
            "w:spacing",
            &[("w:line", &self.line), ("w:lineRule", "exact")],
        );
        let own = matches!(cell.kind, CellKind::RowHead | CellKind::Text);
        let column = own.then(|| self.sides.get(cell.column).copied());
        match cell.side.or(column.flatten()) {
            Some(Side::Left) => xml.value("w:jc", "left"),
            Some(Side::Right) => xml.value("w:jc", "right"),
            Some(Side::Centre) | None => {}
        }
        if cell.kind == CellKind::Figure {
            // What is typed into it in Word is as large as what stands there.
            runs::mark(xml, &self.size);
        }
        xml.close();
        if row == top {
            match self.broken.get(&(top, cell.column)) {
                Some(lines) => runs::lines(xml, lines, |line| self.tight(cell, line)),
                None => self.words(xml, cell, relations),
            }
        }
        xml.close();
    }

    fn manner(&self) -> Manner<'_> {
        Manner {
            size: Some(&self.size),
            ..Manner::default()
        }
    }

    /// A line as print squeezes it into a label.
    fn tight(&self, cell: &Cell, line: &str) -> Manner<'_> {
        /// At both sides of a cell, with its rules.
        const MARGINS: u32 = 125;
        let end = (cell.column + cell.colspan).min(self.widths.len());
        let room: u32 = self.widths[cell.column..end].iter().sum();
        let size: f32 = self.size.parse().unwrap_or(21.0);
        let over = runs::ems(line) * size * 10.0 - room.saturating_sub(MARGINS) as f32;
        Manner {
            closer: (over.max(0.0) / line.chars().count().max(1) as f32).ceil() as u32,
            ..self.manner()
        }
    }

    fn words(&self, xml: &mut Xml, cell: &Cell, relations: &mut Relations) {
        let manner = self.manner();
        runs::inlines(xml, &cell.shown(), manner, relations);
        if let Some(note) = cell.bracketed() {
            runs::run(xml, &note, manner);
        }
    }
}

/// Begins a table with columns so wide, and whatever else there is to be said of it.
pub(super) fn begin(xml: &mut Xml, widths: &[u32], properties: impl FnOnce(&mut Xml)) {
    xml.open("w:tbl", &[]);
    xml.open("w:tblPr", &[]);
    xml.constant(r#"<w:tblStyle w:val="TableGrid"/>"#);
    let width = widths.iter().sum::<u32>().to_string();
    xml.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")]);
    xml.constant(r#"<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>"#);
    properties(xml);
    xml.close();
    xml.open("w:tblGrid", &[]);
    for width in widths {
        xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
    }
    xml.close();
}

/// Begins a cell so wide; its properties stay open.
pub(super) fn begin_cell(xml: &mut Xml, width: u32) {
    xml.open("w:tc", &[]);
    xml.open("w:tcPr", &[]);
    let width = width.to_string();
    xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]);
}

/// Widths in twentieths of a point that fill a measure exactly.
fn twentieths(widths: &[f32], measure: u32) -> Vec<u32> {
    let total: f32 = widths.iter().sum();
    let mut edge = 0.0;
    let mut before = 0;
    let mut out = Vec::with_capacity(widths.len());
    for width in widths {
        edge += width;
        let now = (edge / total.max(1.0) * measure as f32).round() as u32;
        out.push(now.saturating_sub(before));
        before = now;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_type_area() {
        let widths = twentieths(&[100.3, 200.2, 141.7], MEASURE);
        assert_eq!(widths.iter().sum::<u32>(), MEASURE);
        assert_eq!(twentieths(&[], MEASURE), Vec::<u32>::new());
    }
}
