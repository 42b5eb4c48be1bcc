//! Fields that are filled in on the page: their value is words like others where it is
//! plain to see, and a cell that holds another must not seem empty.

use html5gum::StartTag;

use super::{
    Reader,
    element::{Kind, attribute},
};

/// Stands for a field that shows nothing that the page itself says.
const FIELD: &str = "［输入框］";

impl Reader {
    pub(super) fn input(&mut self, tag: &StartTag<()>) {
        if self.stack.last().is_some_and(|e| e.style.hidden.is_some()) {
            return;
        }
        let kind = attribute(tag, "type").unwrap_or_default();
        let value = attribute(tag, "value").filter(|value| !value.is_empty());
        let shown = match (&*kind.to_ascii_lowercase(), value) {
            ("hidden" | "submit" | "button" | "reset" | "image", _) => return,
            ("" | "text" | "number" | "tel" | "search", Some(value)) => value,
            _ => FIELD.to_owned(),
        };
        match self.is_in_cell() {
            true => {
                let style = self.stack.last().map(|element| element.style.clone());
                self.runs.push(&shown, &style.unwrap_or_default());
            }
            false if shown != FIELD => self.skipped[2] += shown.chars().count(),
            false => {}
        }
    }

    /// A choice ends where the next one begins.
    pub(super) fn end_choice(&mut self) {
        if self.stack.last().is_some_and(|e| e.kind == Kind::Choice) {
            self.stack.pop();
        }
    }

    /// Ends a field with its words between its tags.
    pub(super) fn end_field(&mut self) {
        if self.is_in_cell() && self.runs.length() == self.field {
            let style = self.stack.last().map(|element| element.style.clone());
            let mut style = style.unwrap_or_default();
            if style.hidden.is_none_or(|hidden| hidden > 1) {
                style.hidden = None;
                self.runs.push(FIELD, &style);
            }
        }
    }
}
