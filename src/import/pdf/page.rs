//! What a page shows: words with their places, and rules.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{
    font::{Font, number, resolve},
    matrix::Matrix,
    token::{Token, Tokens},
};

mod paths;
mod state;

use paths::Path;
pub(super) use paths::Rule;
use state::State;

/// Words that one operator shows, at one place. Measures are points, up and right.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// The characters: of one code, or what the page says that several codes are.
    pub(super) text: String,
    /// The left end.
    pub(super) left: f64,
    /// The right end.
    pub(super) right: f64,
    /// The line that the words stand on.
    pub(super) base: f64,
    /// The size of the face.
    pub(super) size: f64,
    /// The face is bold, or drawn so.
    pub(super) is_bold: bool,
    /// The page, from 0.
    pub(super) page: usize,
    /// The number of the marked content that the words belong to.
    pub(super) mark: Option<i64>,
    /// The page says that they are no part of the text.
    pub(super) is_artifact: bool,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) height: f64,
    pub(super) pieces: Vec<Piece>,
    pub(super) rules: Vec<Rule>,
}

/// Forms within one another, at the most.
const DEEPEST_FORM: usize = 10;
/// States that are kept, at the most.
const MOST_STATES: usize = 64;
/// Operands of an operator, at the most.
const MOST_OPERANDS: usize = 64;
/// Fonts of a file, at the most.
const MOST_FONTS: usize = 2000;

/// What all pages together may still cost.
#[derive(Debug)]
pub(super) struct Budget {
    /// Bytes of programs.
    pub(super) bytes: usize,
    /// Operators.
    pub(super) operators: usize,
    /// Words and rules.
    pub(super) pieces: usize,
}

/// The words of all pages.
pub(super) struct Painter<'a> {
    document: &'a Document,
    fonts: HashMap<ObjectId, std::rc::Rc<Font>>,
    budget: Budget,
    /// Codes that nobody can read.
    pub(super) unread: usize,
    /// Pictures.
    pub(super) pictures: usize,
    /// The budget did not suffice.
    pub(super) is_exhausted: bool,
}

/// Marked content that has begun.
#[derive(Clone, Debug, Default)]
struct Marked {
    mark: Option<i64>,
    is_artifact: bool,
    /// What all the words in it are; taken by the first of them.
    actual: Option<String>,
    /// The first of them has been shown.
    has_actual: bool,
}

/// One program on its way.
struct Program<'r> {
    resources: Vec<&'r Dictionary>,
    state: State,
    kept: Vec<State>,
    path: Path,
    marked: Vec<Marked>,
}

impl<'a> Painter<'a> {
    /// A painter of a document.
    pub(super) fn new(document: &'a Document, budget: Budget) -> Self {
        Painter {
            document,
            fonts: HashMap::new(),
            budget,
            unread: 0,
            pictures: 0,
            is_exhausted: false,
        }
    }

    /// What a page shows.
    pub(super) fn page(&mut self, id: ObjectId, number: usize) -> Page {
        let (matrix, height) = super::sheet::sheet(self.document, id);
        let mut page = Page {
            height,
            ..Page::default()
        };
        let room = self.budget.bytes;
        let program = self.document.get_page_content_with_limit(id, room);
        let Ok(program) = program else {
            self.is_exhausted = true;
            return page;
        };
        let resources = super::sheet::resources(self.document, id);
        let marked = Vec::new();
        self.run(
            &program,
            resources,
            State::new(matrix),
            marked,
            0,
            number,
            &mut page,
        );
        page
    }

    #[expect(clippy::too_many_arguments, reason = "the surroundings of a program")]
    fn run(
        &mut self,
        program: &[u8],
        resources: Vec<&'a Dictionary>,
        state: State,
        marked: Vec<Marked>,
        depth: usize,
        number: usize,
        page: &mut Page,
    ) {
        self.budget.bytes = self.budget.bytes.saturating_sub(program.len());
        let mut run = Program {
            resources,
            state,
            kept: Vec::new(),
            path: Path::default(),
            marked,
        };
        let mut operands: Vec<Token> = Vec::new();
        let mut tokens = Tokens::new(program);
        while let Some(token) = tokens.next() {
            let operator = match token {
                Token::Operator(operator) => operator,
                operand => {
                    if operands.len() < MOST_OPERANDS {
                        operands.push(operand);
                    }
                    continue;
                }
            };
            if self.budget.operators == 0
                || self.budget.pieces < page.pieces.len() + page.rules.len()
            {
                self.is_exhausted = true;
                break;
            }
            self.budget.operators -= 1;
            match operator.as_slice() {
                b"ID" => {
                    tokens.skip_picture();
                    self.pictures += 1;
                }
                b"Do" => self.external(&operands, &run, depth, number, page),
                b"Tf" => self.font(&operands, &mut run),
                b"BDC" | b"BMC" => {
                    let marked = self.marked(&operands, &run);
                    if run.marked.len() < MOST_STATES * 4 {
                        run.marked.push(marked);
                    }
                }
                b"EMC" => {
                    run.marked.pop();
                }
                b"q" if run.kept.len() < MOST_STATES => run.kept.push(run.state.clone()),
                b"Q" => {
                    if let Some(state) = run.kept.pop() {
                        run.state = state;
                    }
                }
                b"cm" => {
                    if let Some(matrix) = Matrix::read(&operands) {
                        run.state.page = matrix.then(&run.state.page);
                    }
                }
                b"Tj" | b"'" | b"\"" | b"TJ" => {
                    self.show(&operator, &operands, &mut run, number, page)
                }
                operator if run.state.set(operator, &operands) => {}
                operator => {
                    let Program { path, state, .. } = &mut run;
                    path.draw(operator, &operands, state, &mut page.rules);
                }
            }
            operands.clear();
        }
        if depth == 0 {
            let spent = page.pieces.len() + page.rules.len();
            self.budget.pieces = self.budget.pieces.saturating_sub(spent);
        }
    }

    fn resource(&self, run: &Program<'a>, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        let find = |resources: &&'a Dictionary| {
            let kind = resources
                .get_deref(kind, self.document)
                .ok()?
                .as_dict()
                .ok()?;
            kind.get(name).ok()
        };
        run.resources.iter().find_map(find)
    }

    fn font(&mut self, operands: &[Token], run: &mut Program<'a>) {
        let [Token::Name(name), Token::Number(size)] = operands else {
            return;
        };
        run.state.size = *size;
        let Some(object) = self.resource(run, b"Font", name) else {
            run.state.font = None;
            return;
        };
        let read = || {
            let font = resolve(self.document, object)?.as_dict().ok()?;
            Some(std::rc::Rc::new(Font::read(self.document, font)))
        };
        run.state.font = match object.as_reference() {
            Ok(id) => match self.fonts.get(&id) {
                Some(font) => Some(font.clone()),
                None if self.fonts.len() >= MOST_FONTS => None,
                None => {
                    let font = read();
                    self.fonts.extend(font.clone().map(|font| (id, font)));
                    font
                }
            },
            Err(_) => {
                // Reading a font each time that it is chosen has its price.
                self.budget.operators = self.budget.operators.saturating_sub(10_000);
                read()
            }
        };
    }

    fn marked(&self, operands: &[Token], run: &Program<'a>) -> Marked {
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
                            marked.actual = Some(super::string(text));
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
                marked.actual = actual.map(super::string);
            }
            _ => {}
        }
        marked
    }

    fn external(
        &mut self,
        operands: &[Token],
        run: &Program<'a>,
        depth: usize,
        number_of_page: usize,
        page: &mut Page,
    ) {
        let [Token::Name(name)] = operands else {
            return;
        };
        let object = self.resource(run, b"XObject", name);
        let Some(Object::Stream(stream)) = object.and_then(|object| resolve(self.document, object))
        else {
            return;
        };
        let dictionary = &stream.dict;
        let is_form = dictionary
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|name| name == b"Form");
        if !is_form {
            self.pictures += 1;
            return;
        }
        if depth >= DEEPEST_FORM {
            return;
        }
        let Ok(program) = stream.get_plain_content_with_limit(self.budget.bytes) else {
            self.is_exhausted = true;
            return;
        };
        let mut state = run.state.clone();
        if let Ok(Object::Array(matrix)) = dictionary.get_deref(b"Matrix", self.document) {
            let numbers = matrix
                .iter()
                .filter_map(|object| resolve(self.document, object));
            let numbers: Vec<Token> = numbers.filter_map(number).map(Token::Number).collect();
            if let Some(matrix) = Matrix::read(&numbers) {
                state.page = matrix.then(&state.page);
            }
        }
        let mut resources = Vec::new();
        if let Ok(Object::Dictionary(own)) = dictionary.get_deref(b"Resources", self.document) {
            resources.push(own);
        }
        resources.extend(run.resources.iter().copied().take(4));
        let marked = run.marked.last().cloned().into_iter().collect();
        self.run(
            &program,
            resources,
            state,
            marked,
            depth + 1,
            number_of_page,
            page,
        );
    }

    fn show(
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
