//! Fields: what Word works out by itself and shows the result of.

use std::rc::Rc;

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
    /// Where the result leads.
    link: Option<Rc<str>>,
}

/// The fields that have begun and not ended.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// Fields are read as if they were none.
    pub(super) ignored: bool,
}

impl Fields {
    /// Whether what comes now is an instruction, which nobody sees.
    pub(super) fn hide(&self) -> bool {
        self.open.iter().any(|field| !field.shows)
    }

    /// Where the words lead that come now.
    pub(super) fn link(&self) -> Option<&Rc<str>> {
        self.open.iter().rev().find_map(|field| field.link.as_ref())
    }

    /// A field begins, shows its result, or ends. Whether it draws what it shows, and has no
    /// result of words.
    pub(super) fn mark(&mut self, element: Element<'_>) -> bool {
        if self.ignored {
            return false;
        }
        match element.attribute("fldCharType") {
            Some("begin") if self.open.len() < DEEPEST => self.open.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.open.last_mut() {
                    field.shows = true;
                    field.link = address(&field.instruction);
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

/// Where a field leads: `HYPERLINK "address"`.
fn address(instruction: &str) -> Option<Rc<str>> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?;
    let quoted = rest.trim_start().strip_prefix('"')?;
    Some(quoted.split('"').next()?.into())
}
