//! Fields: what Word works out by itself and shows the result of.

use super::tree::Element;

/// Fields within one another, at the most.
const DEEPEST: usize = 32;

/// An instruction is cut after so many bytes.
const LONGEST_INSTRUCTION: usize = 4000;

/// A field that has begun and not ended.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// The result has begun.
    shows: bool,
}

/// The fields that have begun and not ended.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

impl Fields {
    /// Whether what comes now is an instruction, which nobody sees.
    pub(super) fn hide(&self) -> bool {
        self.open.iter().any(|field| !field.shows)
    }

    /// A field begins, shows its result, or ends. Whether it draws what it shows, and has no
    /// result of words.
    pub(super) fn mark(&mut self, element: Element<'_>) -> bool {
        match element.attribute("fldCharType") {
            Some("begin") if self.open.len() < DEEPEST => self.open.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.open.last_mut() {
                    field.shows = true;
                }
            }
            Some("end") => {
                let ended = self.open.pop().filter(|field| !field.shows);
                let draws = |field: Field| field.instruction.trim_start().starts_with("EQ");
                return ended.is_some_and(draws) && !self.hide();
            }
            _ => {}
        }
        false
    }

    /// Ends the fields whose result should have begun in the paragraph; whether there are any.
    pub(super) fn end_paragraph(&mut self) -> bool {
        let before = self.open.len();
        self.open.retain(|field| field.shows);
        self.open.len() < before
    }

    /// Adds to the instruction of the field that has begun.
    pub(super) fn instruct(&mut self, words: &str) {
        if let Some(field) = self.open.last_mut()
            && !field.shows
            && field.instruction.len() + words.len() < LONGEST_INSTRUCTION
        {
            field.instruction.push_str(words);
        }
    }
}
