//! What a program refers to: fonts, and other programs.

use lopdf::{Dictionary, Object};

use super::{DEEPEST_FORM, MOST_FONTS, Page, Painter, Program, Turned};
use crate::read::pdf::{
    font::{Font, number, resolve},
    matrix::Matrix,
    token::Token,
};

impl<'a> Painter<'a> {
    pub(super) fn resource(
        &self,
        run: &Program<'a>,
        kind: &[u8],
        name: &[u8],
    ) -> Option<&'a Object> {
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

    pub(super) fn font(&mut self, operands: &[Token], run: &mut Program<'a>) {
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

    pub(super) fn external(
        &mut self,
        operands: &[Token],
        run: &Program<'a>,
        depth: usize,
        number_of_page: usize,
        page: &mut Page,
        turned: &mut Vec<Turned>,
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
            turned,
        );
    }
}
