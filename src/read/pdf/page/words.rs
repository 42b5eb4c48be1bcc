//! Words that a program shows, and the marks around them.

use super::{
    Page, Painter, Piece, Program, Turned,
    state::{State, Turn},
};
use crate::read::pdf::{
    font::{Shown, resolve},
    string,
    token::Token,
};

/// Marked content that has begun.
#[derive(Clone, Debug, Default)]
pub(super) struct Marked {
    mark: Option<i64>,
    is_artifact: bool,
    /// What all the words in it are; taken by the first of them.
    actual: Option<String>,
    /// The first of them has been shown.
    has_actual: bool,
}

impl<'a> Painter<'a> {
    pub(super) fn marked(&self, operands: &[Token], run: &Program<'a>) -> Marked {
        let above = run.marked.last();
        let mut marked = Marked {
            mark: above.and_then(|above| above.mark),
            is_artifact: above.is_some_and(|above| above.is_artifact),
            ..Marked::default()
        };
        if let Some(Token::Name(tag)) = operands.first() {
            marked.is_artifact |= tag == b"Artifact";
        }
        match operands.get(1) {
            Some(Token::Dictionary(entries)) => {
                for pair in entries.chunks_exact(2) {
                    match pair {
                        [Token::Name(key), Token::Number(mark)] if key == b"MCID" => {
                            marked.mark = Some(*mark as i64);
                        }
                        [Token::Name(key), Token::Codes(text)] if key == b"ActualText" => {
                            marked.actual = Some(string(text));
                        }
                        _ => {}
                    }
                }
            }
            Some(Token::Name(name)) => {
                let found = self.resource(run, b"Properties", name);
                let found = found.and_then(|object| resolve(self.document, object)?.as_dict().ok());
                if let Some(mark) =
                    found.and_then(|entries| entries.get(b"MCID").ok()?.as_i64().ok())
                {
                    marked.mark = Some(mark);
                }
                let actual =
                    found.and_then(|entries| entries.get(b"ActualText").ok()?.as_str().ok());
                marked.actual = actual.map(string);
            }
            _ => {}
        }
        marked
    }

    pub(super) fn show(
        &mut self,
        operator: &[u8],
        operands: &[Token],
        run: &mut Program<'a>,
        number: usize,
        page: &mut Page,
        turned: &mut Vec<Turned>,
    ) {
        match operator {
            b"'" => run.state.next_line(),
            b"\"" => {
                if let [Token::Number(words), Token::Number(characters), _] = operands {
                    run.state.word_space = *words;
                    run.state.character_space = *characters;
                }
                run.state.next_line();
            }
            _ => {}
        }
        match operands.last() {
            Some(Token::Codes(codes)) => self.codes(codes, run, number, page, turned),
            Some(Token::Array(parts)) => {
                for part in parts {
                    match part {
                        Token::Codes(codes) => self.codes(codes, run, number, page, turned),
                        Token::Number(back) => run.state.kern(*back),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn codes(
        &mut self,
        codes: &[u8],
        run: &mut Program<'a>,
        number: usize,
        page: &mut Page,
        turned: &mut Vec<Turned>,
    ) {
        let Some(font) = run.state.font.clone() else {
            self.unread += codes.len();
            return;
        };
        for shown in font.shown(codes) {
            let (start, end) = run.state.pass(&shown);
            let text = self.text(shown, run);
            let state = &run.state;
            if text.is_empty() || page.pieces.len() + turned.len() >= self.budget.pieces {
                continue;
            }
            let Some(turn) = state.turn().filter(|_| is_shown(state, start, end)) else {
                continue;
            };
            if state.is_hidden && !text.trim().is_empty() {
                self.hidden += 1;
            }
            let marked = run.marked.last();
            let ((left, base), (right, _)) = (turn.upright(start), turn.upright(end));
            let piece = Piece {
                text,
                left: left.min(right),
                right: left.max(right),
                base,
                size: state.height(),
                is_bold: font.is_bold || state.is_stroked,
                page: number,
                mark: marked.and_then(|marked| marked.mark),
                is_artifact: marked.is_some_and(|marked| marked.is_artifact),
                operator: self.budget.operators,
            };
            match turn {
                Turn::None => page.pieces.push(piece),
                turn => turned.push(Turned { piece, turn }),
            }
        }
    }

    /// What a code means: what the page says that it is, or what its font says.
    fn text(&mut self, shown: Shown, run: &mut Program<'a>) -> String {
        let actual = run
            .marked
            .iter_mut()
            .rev()
            .find(|marked| marked.actual.is_some() || marked.has_actual);
        match (actual, shown.text) {
            (Some(marked), _) => {
                marked.has_actual = true;
                marked.actual.take().unwrap_or_default()
            }
            (None, Some(text)) => text,
            (None, None) => {
                self.unread += 1;
                '\u{fffd}'.to_string()
            }
        }
    }
}

/// Whether some of a character lies in what is shown of the page. A mark at a line's end
/// may hang over it.
fn is_shown(state: &State, start: (f64, f64), end: (f64, f64)) -> bool {
    let up = 0.3 * state.height();
    let near = |by: f64| {
        let along = |from: f64, to: f64| from + (to - from) * by;
        state.shows(along(start.0, end.0), along(start.1, end.1) + up)
    };
    [0.2, 0.5, 0.8].into_iter().any(near)
}
