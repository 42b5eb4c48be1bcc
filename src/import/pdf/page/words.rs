//! Words that a program shows, and the marks around them.

use super::{Page, Painter, Piece, Program};
use crate::import::pdf::{font::resolve, string, token::Token};

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
            Some(Token::Codes(codes)) => self.codes(codes, run, number, page),
            Some(Token::Array(parts)) => {
                for part in parts {
                    match part {
                        Token::Codes(codes) => self.codes(codes, run, number, page),
                        Token::Number(back) => {
                            let state = &mut run.state;
                            state.advance(-back / 1000.0 * state.size * state.stretch);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn codes(&mut self, codes: &[u8], run: &mut Program<'a>, number: usize, page: &mut Page) {
        let Some(font) = run.state.font.clone() else {
            return;
        };
        for shown in font.shown(codes) {
            let state = &mut run.state;
            let start = state.place();
            let across = shown.width * state.size * state.stretch;
            let end = state.place_after(across);
            let mut step = shown.width * state.size + state.character_space;
            if shown.is_blank {
                step += state.word_space;
            }
            state.advance(step * state.stretch);
            let actual = run
                .marked
                .iter_mut()
                .rev()
                .find(|marked| marked.actual.is_some() || marked.has_actual);
            let text = match actual {
                Some(marked) => {
                    let first = marked.actual.take();
                    marked.has_actual = true;
                    first.unwrap_or_default()
                }
                None => match shown.text {
                    Some(text) => text,
                    None => {
                        self.unread += 1;
                        '\u{fffd}'.to_string()
                    }
                },
            };
            let middle = (start.0 + end.0) / 2.0;
            let is_shown = run.state.shows(middle, start.1 + 0.3 * run.state.height());
            if text.is_empty()
                || !is_shown
                || !run.state.is_upright()
                || page.pieces.len() >= self.budget.pieces
            {
                continue;
            }
            let marked = run.marked.last();
            page.pieces.push(Piece {
                text,
                left: start.0.min(end.0),
                right: start.0.max(end.0),
                base: start.1,
                size: run.state.height(),
                is_bold: font.is_bold || run.state.is_stroked,
                page: number,
                mark: marked.and_then(|marked| marked.mark),
                is_artifact: marked.is_some_and(|marked| marked.is_artifact),
            });
        }
    }
}
