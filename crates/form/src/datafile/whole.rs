//! The whole file, from its head to its end.

use super::{
    DataFile, Signature, Text, Waived,
    layout::{self, Line, Value},
    rows::single_line,
};
use crate::{
    edition::{Edition, Section},
    report::keys,
};
use base::{
    characters::seen,
    yaml::write::{self, LONGEST_KEY, comment, word},
};

impl DataFile {
    /// The data file as text, in the canonical layout.
    ///
    /// Reading it back gives the same figures, notes and texts. A total that is left out
    /// of a row that is all 0 is said together with the row, and so counts as stated.
    pub fn write(&self) -> String {
        let mut out = Out::default();
        for line in &self.head {
            out.comment(0, line);
        }
        self.particulars(&mut out);
        if let Some(preamble) = &self.preamble {
            out.text(keys::PREAMBLE, preamble);
        }
        let texts = self.texts.iter().chain(std::iter::repeat(&None));
        for (section, text) in self.edition.sections.iter().zip(texts) {
            self.section(section, text.as_ref(), &mut out);
        }
        self.waivers(&mut out);
        if !self.tail.is_empty() {
            out.space();
        }
        for line in &self.tail {
            out.comment(0, line);
        }
        out.text
    }

    /// Year, agency, date and what else stands before the texts.
    fn particulars(&self, out: &mut Out) {
        let stated = Edition::of_year(self.year.value)
            .is_none_or(|edition| edition.name != self.edition.name);
        if !out.text.is_empty() {
            out.text.push('\n');
        }
        let line = |out: &mut Out, level, key: &str, value: Option<String>, remark: &Option<_>| {
            let value = value.map_or(Value::Nothing, Value::Word);
            out.lines(&[Line::new(level, key.to_owned(), value, remark.as_slice())]);
        };
        let year = Some(self.year.value.to_string());
        line(out, 0, keys::YEAR, year, &self.year.remark);
        if stated {
            line(out, 0, keys::EDITION, Some(word(&self.edition.name)), &None);
        }
        let remarks = self.remarks_at(keys::AGENCY);
        let key = keys::AGENCY.to_owned();
        out.lines(&[Line::new(0, key, Value::Group, &remarks)]);
        let name = self.agency.value.as_deref().map(one_line);
        line(out, 1, keys::NAME, name, &self.agency.remark);
        if self.category.value.is_some() || self.category.remark.is_some() {
            let category = self.category.value.map(|c| c.chinese().to_owned());
            line(out, 1, keys::CATEGORY, category, &self.category.remark);
        }
        for remark in self.remarks_at(keys::DATE) {
            out.comment(0, &remark);
        }
        if self.date.value.is_some() || self.date.remark.is_some() {
            let date = self.date.value.map(|date| date.to_string());
            line(out, 0, keys::DATE, date, &self.date.remark);
        }
        if let Some(title) = &self.title {
            line(
                out,
                0,
                keys::TITLE,
                Some(one_line(&title.value)),
                &title.remark,
            );
        }
        let signature = match &self.signature {
            Signature::Agency => None,
            Signature::None => Some(("~".to_owned(), Some("不要落款".to_owned()))),
            Signature::Named(name) => Some((one_line(name), None)),
        };
        if let Some((name, remark)) = signature {
            line(out, 0, keys::SIGNATURE, Some(name), &remark);
        }
        if let Some(seal) = self.seal {
            line(out, 0, keys::SEAL, Some(seal.chinese().to_owned()), &None);
        }
        if let Some(name) = &self.previous {
            line(
                out,
                0,
                keys::PREVIOUS,
                Some(one_line(&name.value)),
                &name.remark,
            );
        }
    }

    fn section(&self, section: &Section, text: Option<&Text>, out: &mut Out) {
        let Some(table) = &section.table else {
            return out.text(&section.key, text.unwrap_or(&Text::default()));
        };
        out.space();
        for remark in self.remarks_at(&section.key) {
            out.comment(0, &remark);
        }
        out.text += &format!("{}:\n", word(&section.key));
        out.lines(&self.table(&table.fields));
    }

    fn waivers(&self, out: &mut Out) {
        if self.waivers.is_empty() {
            return;
        }
        out.space();
        out.text += &format!("{}:\n", keys::WAIVERS);
        for waiver in &self.waivers {
            out.text += &format!("  {}\n", waiver.written());
        }
    }

    /// The comments at a path.
    pub(super) fn remarks_at(&self, path: &str) -> Vec<String> {
        let here = self.remarks.iter().filter(|(key, _)| key == path);
        let said = here.filter(|(_, remark)| !remark.trim().is_empty());
        said.map(|(_, remark)| remark.clone()).collect()
    }
}

/// A waiver as an item of a list.
pub(super) fn waiver(waiver: &Waived) -> String {
    let path = waiver.path.as_ref().map(|path| (keys::PLACE, path));
    let pairs = [
        Some((keys::RULE, &waiver.rule)),
        path,
        Some((keys::REASON, &waiver.reason)),
    ];
    let pairs: Vec<String> = pairs
        .into_iter()
        .flatten()
        .map(|(key, words)| format!("{key}: {}", one_line(words)))
        .collect();
    format!("- {{{}}}", pairs.join(", "))
}

fn one_line(words: &str) -> String {
    word(&single_line(words))
}

/// The text so far.
#[derive(Default)]
struct Out {
    text: String,
    /// Whether a block that keeps its blank lines stands last: one more would be its own.
    open: bool,
}

impl Out {
    /// A blank line before a section.
    fn space(&mut self) {
        if !self.open {
            self.text.push('\n');
        }
        self.open = false;
    }

    fn comment(&mut self, level: usize, words: &str) {
        for line in comment(words) {
            self.text += &format!("{}{line}\n", "  ".repeat(level));
        }
    }

    fn lines(&mut self, lines: &[Line]) {
        self.text += &layout::aligned(lines);
    }

    fn text(&mut self, key: &str, text: &Text) {
        self.space();
        if let Some(remark) = &text.remark {
            self.comment(0, remark);
        }
        let key = word(key);
        match seen_passages(text).as_slice() {
            [] => self.block(0, &key, ""),
            [(None, words)] => self.block(0, &key, words),
            passages if is_map(passages) => {
                self.text += &format!("{key}:\n");
                for (index, (heading, words)) in passages.iter().enumerate() {
                    if index > 0 {
                        self.space();
                    }
                    let heading = heading.as_deref().unwrap_or(keys::PREAMBLE);
                    self.block(1, &word(heading), words);
                }
            }
            passages => self.block(0, &key, &joined(passages)),
        }
    }

    fn block(&mut self, level: usize, key: &str, words: &str) {
        let indent = 2 * level;
        self.text += &" ".repeat(indent);
        self.text += &format!("{key}: {}", write::text(words, indent));
        // A quoted text stands on its own line, whatever it ends with.
        self.open = words.ends_with("\n\n") && !self.text.ends_with("\"\n");
    }
}

/// The passages as they are read back: headings on one line, and nothing hidden.
pub(super) fn seen_passages(text: &Text) -> Vec<(Option<String>, String)> {
    let passages = text.passages.iter().map(|(heading, words)| {
        let heading = heading.as_deref().map(single_line);
        (heading, seen(words).into_owned())
    });
    passages.collect()
}

/// Whether passages can be written as a map of sub-headings that is read as one.
pub fn is_map(passages: &[(Option<String>, String)]) -> bool {
    let keys: Vec<Option<&str>> = passages.iter().map(|(key, _)| key.as_deref()).collect();
    let twice = |at: usize| keys[..at].contains(&keys[at]);
    let writable = |key: &Option<&str>| {
        key.is_none_or(|key| !key.is_empty() && key != keys::PREAMBLE && key.len() <= LONGEST_KEY)
    };
    keys.iter().all(writable) && !(0..keys.len()).any(twice) && keys != [Some(keys::FILE)]
}

/// The passages as one text, their sub-headings as those of Markdown.
pub fn joined(passages: &[(Option<String>, String)]) -> String {
    let passages: Vec<String> = passages
        .iter()
        .map(|(heading, words)| match heading.as_deref() {
            Some(heading) if !heading.is_empty() => {
                format!("### {heading}\n\n{}", words.trim_end_matches('\n'))
            }
            _ => words.trim_end_matches('\n').to_owned(),
        })
        .collect();
    passages.join("\n\n") + "\n"
}
