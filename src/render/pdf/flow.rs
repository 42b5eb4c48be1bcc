//! Pieces into pages.

use super::{
    output::Bookmark,
    page::{BODY, LEFT, MEASURE, Painter, TOP},
    piece::{Piece, Show},
    table::Shown,
    text::Glyph,
};
use std::{ops::Range, rc::Rc};

/// Rounding must not cost a page its last line.
const SLACK: f32 = 0.05;

/// The pieces of each page: as full as can be without a bad break.
pub(super) fn paginate(pieces: &[Piece]) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let mut start = skip_space(pieces, 0);
    while start < pieces.len() {
        let end = page_end(pieces, start);
        pages.push(start..end);
        start = skip_space(pieces, end);
    }
    if pages.is_empty() {
        pages.push(0..0);
    }
    pages
}

fn skip_space(pieces: &[Piece], start: usize) -> usize {
    let spaces = pieces[start..]
        .iter()
        .take_while(|piece| matches!(piece.show, Show::Space));
    start + spaces.count()
}

fn page_end(pieces: &[Piece], start: usize) -> usize {
    let mut used = repeated_header(&pieces[start]);
    let mut best = (f32::INFINITY, start + 1);
    for (at, piece) in pieces.iter().enumerate().skip(start) {
        let space = matches!(piece.show, Show::Space);
        if !space && used + piece.height > BODY + SLACK && at > start {
            return best.1;
        }
        used += piece.height;
        let price = (BODY - used).max(0.0) + piece.price;
        // Of equal breaks the later one.
        if price <= best.0 {
            best = (price, at + 1);
        }
    }
    pieces.len()
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
    pieces: &[Piece],
    bookmarks: &mut [Bookmark],
    draft: Option<&[Glyph]>,
) {
    let mut shown = Shown::default();
    for page in paginate(pieces) {
        painter.start_page(draft);
        let mut y = TOP;
        let mut at = page.start;
        while at < page.end {
            let piece = &pieces[at];
            if let Some(bookmark) = piece.bookmark.and_then(|number| bookmarks.get_mut(number)) {
                bookmark.page = painter.number();
                bookmark.top = y;
            }
            let next = match &piece.show {
                Show::Row(table, first) => {
                    let rows = rows_of(table, &pieces[at..page.end]);
                    y -= table.paint(painter, *first..*first + rows, y, &mut shown);
                    at + rows
                }
                show => {
                    paint_piece(painter, show, piece.height, y);
                    y -= piece.height;
                    at + 1
                }
            };
            at = next;
        }
    }
}

/// How many of the pieces are rows of one table.
fn rows_of(table: &Rc<super::table::Table>, pieces: &[Piece]) -> usize {
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
            painter.picture(*node, *picture, bounds);
        }
        Show::Divider => {
            let y = top - height / 2.0;
            let (canvas, _) = painter.canvas();
            canvas.artifact("<</Type /Layout>>", |canvas| {
                canvas.rules(&[[LEFT, y, LEFT + MEASURE, y]], 0.5);
            });
        }
        Show::Row(..) | Show::Space => {}
    }
}
