//! What a page shows: words with their places, and rules.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, ObjectId};

use super::{
    font::Font,
    matrix::Matrix,
    token::{Token, Tokens},
};

mod paths;
mod resources;
mod state;
mod turned;
mod words;

use paths::Path;
pub(super) use paths::Rule;
use state::State;
use turned::Turned;
use words::Marked;

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
    /// The operator that shows them, counted down from the file's start.
    pub(super) operator: usize,
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

/// Nothing that is whole stands so near to a page's side, in points.
const EDGE: f64 = 1.0;

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
    /// Words that are there but not drawn, as over a scanned picture.
    pub(super) hidden: usize,
    /// Pictures.
    pub(super) pictures: usize,
    /// The budget did not suffice.
    pub(super) is_exhausted: bool,
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
            hidden: 0,
            pictures: 0,
            is_exhausted: false,
        }
    }

    /// What a page shows.
    pub(super) fn page(&mut self, id: ObjectId, number: usize) -> Page {
        let (matrix, width, height) = super::sheet::sheet(self.document, id);
        let mut page = Page {
            height,
            ..Page::default()
        };
        let mut turned = Vec::new();
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
            &mut turned,
        );
        let spent = page.pieces.len() + page.rules.len() + turned.len();
        self.budget.pieces = self.budget.pieces.saturating_sub(spent);
        cut_off(&mut page.pieces, width);
        turned::settle(&mut page, turned, width);
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
        turned: &mut Vec<Turned>,
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
                || self.budget.pieces < page.pieces.len() + page.rules.len() + turned.len()
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
                b"Do" => self.external(&operands, &run, depth, number, page, turned),
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
                    self.show(&operator, &operands, &mut run, number, page, turned)
                }
                operator if run.state.set(operator, &operands) => {}
                operator => {
                    let Program { path, state, .. } = &mut run;
                    path.draw(operator, &operands, state, &mut page.rules);
                }
            }
            operands.clear();
        }
    }
}

/// Marks figures that a program has cut off at the page's side: what is left of them is
/// another one. Where it shows words beyond the side, it cuts nothing off.
fn cut_off(pieces: &mut [Piece], width: f64) {
    if pieces.iter().any(|piece| piece.left >= width) {
        return;
    }
    let is_cut = |piece: &&mut Piece| {
        piece.right > width - EDGE && piece.text.ends_with(|c: char| c.is_ascii_digit())
    };
    for piece in pieces.iter_mut().filter(is_cut) {
        piece.text.push('…');
    }
}
