//! Pieces into pages.

use super::{
    bookmarks::Bookmark,
    glyphs::Glyph,
    painter::{LEFT, MEASURE, Painter, Posture, TOP},
    piece::{Piece, Show, Text},
    sketch::DRAWING,
    table_layout::{Shown, Table},
    table_notes::LEADING,
};
use std::{ops::Range, rc::Rc};

/// Rounding must not cost a page its last line.
const SLACK: f32 = 0.05;

/// Space above the footnotes of a page, with the rule in its middle.
const NOTES_AIR: f32 = 12.0;

/// The pieces of each page: as full as can be without a bad break.
pub(super) fn paginate(pieces: &[Piece], notes: &[Rc<Text>]) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let mut start = skip_space(pieces, 0);
    while start < pieces.len() {
        let end = page_end(pieces, notes, start);
        pages.push(start..end);
        start = skip_space(pieces, end);
    }
    if pages.is_empty() {
        pages.push(0..0);
    }
    pages
}

fn skip_space(pieces: &[Piece], start: usize) -> usize {
    let rest = pieces[start..].iter();
    let spaces = rest.take_while(|piece| matches!(piece.show, Show::Space | Show::NewPage));
    start + spaces.count()
}

/// How the page lies that starts with a piece.
fn posture(piece: Option<&Piece>) -> Posture {
    match piece.map(|piece| &piece.show) {
        Some(Show::Row(table, _)) => table.posture,
        _ => Posture::Upright,
    }
}

fn page_end(pieces: &[Piece], notes: &[Rc<Text>], start: usize) -> usize {
    let lies = posture(pieces.get(start));
    let body = lies.body();
    let mut used = repeated_header(&pieces[start]);
    let mut named = false;
    let mut best = (f32::INFINITY, start + 1);
    for (at, piece) in pieces.iter().enumerate().skip(start) {
        let space = matches!(piece.show, Show::Space);
        if matches!(piece.show, Show::NewPage) || (!space && posture(Some(piece)) != lies) {
            return at;
        }
        let noted = match (&piece.notes, named) {
            (range, _) if range.is_empty() => 0.0,
            (range, false) => NOTES_AIR + notes_height(notes, range),
            (range, true) => notes_height(notes, range),
        };
        if !space && used + piece.height + noted > body + SLACK && at > start {
            return best.1;
        }
        named |= noted > 0.0;
        used += piece.height + noted;
        let price = (body - used).max(0.0) + piece.price;
        // Of equal breaks the later one.
        if price <= best.0 {
            best = (price, at + 1);
        }
    }
    pieces.len()
}

fn notes_height(notes: &[Rc<Text>], range: &Range<usize>) -> f32 {
    let notes = notes.get(range.clone()).unwrap_or_default();
    let lines: usize = notes.iter().map(|note| note.lines.len()).sum();
    lines as f32 * LEADING
}

/// The height of the header that a table repeats where a page starts with a later row.
fn repeated_header(piece: &Piece) -> f32 {
    match &piece.show {
        Show::Row(table, row) => table.repeated_header(*row),
        _ => 0.0,
    }
}

/// Draws the pieces of all pages.
pub(super) fn paint(
    painter: &mut Painter<'_>,
    (pieces, notes): (&[Piece], &[Rc<Text>]),
    bookmarks: &mut [Bookmark],
    draft: Option<&[Glyph]>,
) {
    let mut shown = Shown::default();
    for page in paginate(pieces, notes) {
        let lies = posture(pieces.get(page.start));
        painter.start_page(draft, lies);
        let mut y = TOP;
        let mut at = page.start;
        while at < page.end {
            let piece = &pieces[at];
            if let Some(bookmark) = piece.bookmark.and_then(|number| bookmarks.get_mut(number)) {
                bookmark.page = painter.number();
                bookmark.top = y;
            }
            match &piece.show {
                Show::Row(table, first) => {
                    let rows = rows_of(table, &pieces[at..page.end]);
                    y -= table.paint(painter, *first..*first + rows, y, &mut shown);
                    at += rows;
                }
                show => {
                    paint_piece(painter, show, piece.height, y);
                    y -= piece.height;
                    at += 1;
                }
            }
        }
        let named = pieces[page].iter().flat_map(|piece| piece.notes.clone());
        paint_notes(painter, named.filter_map(|note| notes.get(note)), lies);
    }
}

/// Draws footnotes at the foot of a page, under a short rule.
fn paint_notes<'n>(
    painter: &mut Painter<'_>,
    notes: impl Iterator<Item = &'n Rc<Text>> + Clone,
    lies: Posture,
) {
    let lines: usize = notes.clone().map(|note| note.lines.len()).sum();
    if lines == 0 {
        return;
    }
    let mut y = TOP - lies.body() + lines as f32 * LEADING;
    let (canvas, _) = painter.canvas();
    canvas.artifact("<</Type /Layout>>", |canvas| {
        let rule = y + NOTES_AIR / 2.0;
        canvas.rules(&[[LEFT, rule, LEFT + MEASURE / 3.0, rule]], 0.5);
    });
    for note in notes {
        for line in 0..note.lines.len() {
            painter.line(note, line, y);
            y -= LEADING;
        }
    }
}

/// How many of the pieces are rows of one table.
fn rows_of(table: &Rc<Table>, pieces: &[Piece]) -> usize {
    let same =
        |piece: &&Piece| matches!(&piece.show, Show::Row(other, _) if Rc::ptr_eq(table, other));
    pieces.iter().take_while(same).count()
}

fn paint_piece(painter: &mut Painter<'_>, show: &Show, height: f32, top: f32) {
    match show {
        Show::Line(text, index) => painter.line(text, *index, top),
        Show::Picture {
            node,
            picture,
            width,
        } => {
            let left = LEFT + (MEASURE - width) / 2.0;
            let bounds = [left, top - height, left + width, top];
            painter.figure(*node, "Figure", bounds, |canvas, _| {
                canvas.picture(*picture, bounds);
            });
        }
        Show::Drawing { node, sketch } => {
            let left = LEFT + (MEASURE - sketch.width()) / 2.0;
            let bounds = [left, top - height, left + sketch.width(), top];
            painter.figure(*node, DRAWING, bounds, |canvas, fonts| {
                sketch.paint(canvas, bounds, fonts);
            });
        }
        Show::Divider => {
            let y = top - height / 2.0;
            let (canvas, _) = painter.canvas();
            canvas.artifact("<</Type /Layout>>", |canvas| {
                canvas.rules(&[[LEFT, y, LEFT + MEASURE, y]], 0.5);
            });
        }
        Show::Row(..) | Show::Space | Show::NewPage => {}
    }
}

#[cfg(test)]
pub(super) mod tests;
