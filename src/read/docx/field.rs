//! Fields: what Word works out by itself and shows the result of.

use std::rc::Rc;

use super::{numbering::format, tree::Element};

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

    /// A field begins, shows its result, or ends. Gives what a field shows that has no
    /// result.
    pub(super) fn mark(&mut self, element: Element<'_>) -> Option<String> {
        if self.ignored {
            return None;
        }
        match element.attribute("fldCharType") {
            Some("begin") if self.open.len() < DEEPEST => self.open.push(Field::default()),
            Some("separate") => {
                let field = self.open.last_mut()?;
                field.shows = true;
                field.link = address(&field.instruction);
            }
            Some("end") => {
                let field = self.open.pop()?;
                return match field.shows {
                    true => None,
                    false => drawn(&field.instruction).filter(|_| !self.hide()),
                };
            }
            _ => {}
        }
        None
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

/// What an `EQ` field draws: a character in a circle, a character with its reading above,
/// a fraction. Other drawings are quoted as they are written.
fn drawn(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("EQ")?;
    let rest = rest.strip_prefix([' ', '\u{a0}'])?.trim();
    let (switches, inside) = rest.split_once('(')?;
    let inside = inside.strip_suffix(')').unwrap_or(inside);
    let parts = parts(inside);
    let is = |name: &str| {
        let mut names = switches.split('\\').map(|name| name.trim().to_lowercase());
        names.any(|own| own == name)
    };
    let plain = |text: &str| !text.contains(['\\', '(']);
    Some(match &parts[..] {
        [ring, text] if is("o") && is("ac") && plain(ring) && plain(text) => circled(text),
        [_, base] if is("o") && is("ad") && plain(base) => (*base).to_owned(),
        [above, below] if is("f") && plain(above) && plain(below) => format!("{above}/{below}"),
        _ => format!("［EQ {rest}］"),
    })
}

/// What commas part outside of brackets.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | '，' | ';' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

fn circled(text: &str) -> String {
    match text.parse::<u64>() {
        Ok(number @ 1..=20) => format::write(number, "decimalEnclosedCircle"),
        _ => format!("({text})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_of_fields_are_words() {
        let drawn = |text| drawn(text).unwrap_or_default();
        assert_eq!(drawn(r" EQ \o\ac(○,3) "), "③");
        assert_eq!(drawn(r"EQ \o\ac(□,甲)"), "(甲)");
        assert_eq!(
            drawn(r#"EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(zì),字)"#),
            "字"
        );
        assert_eq!(drawn(r"EQ \f(1,2)"), "1/2");
        assert_eq!(drawn(r"EQ \r(3,8)"), r"［EQ \r(3,8)］");
        assert_eq!(drawn("PAGE"), "");
    }
}
