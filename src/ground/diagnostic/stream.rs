//! Findings of many files for programs, written file by file.

use serde::Serialize;
use serde_json::json;

use super::{FileFindings, json, sarif};
use crate::ground::characters::visible_json;

/// A JSON document whose list grows with every file, so that none need be kept.
pub struct Stream {
    items: fn(FileFindings<'_>) -> Vec<String>,
    /// What stands before every line of an item.
    indent: String,
    /// What stands before the next item.
    before: String,
    close: String,
    filled: bool,
}

/// What stands for the items in a document that is yet without them.
const ITEMS: &str = "…";

impl Stream {
    /// The program's own JSON.
    pub fn json() -> Self {
        Stream::new(&json!({ "files": [ITEMS] }), json::file)
    }

    /// SARIF 2.1.0.
    pub fn sarif() -> Self {
        Stream::new(&sarif::frame(ITEMS), sarif::results)
    }

    fn new(document: &serde_json::Value, items: fn(FileFindings<'_>) -> Vec<String>) -> Self {
        let text = pretty(document);
        let mark = format!("\"{ITEMS}\"");
        let (before, close) = text.rsplit_once(&mark).unwrap_or_default();
        let (before, indent) = before.rsplit_once('\n').unwrap_or_default();
        Stream {
            items,
            indent: format!("\n{indent}"),
            before: before.to_owned(),
            close: format!("{close}\n"),
            filled: false,
        }
    }

    /// What is to be written for one more file.
    pub fn next(&mut self, file: FileFindings<'_>) -> String {
        let mut out = String::new();
        for item in (self.items)(file) {
            out += &std::mem::replace(&mut self.before, ",".to_owned());
            for line in item.lines() {
                out += &self.indent;
                out += line;
            }
            self.filled = true;
        }
        out
    }

    /// What is to be written at the end.
    pub fn close(self) -> String {
        match self.filled {
            true => self.close,
            false => self.before + self.close.trim_start(),
        }
    }

    /// The whole document of some files.
    pub fn all(mut self, files: &[FileFindings<'_>]) -> String {
        let items: String = files.iter().map(|&file| self.next(file)).collect();
        items + &self.close()
    }
}

/// A value as JSON with a line for each part.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value);
    visible_json(&text.expect("strings and numbers always serialize")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::{
        diagnostic::{Finding, rules},
        source::{Sources, Span},
    };

    #[test]
    fn what_comes_file_by_file_is_as_if_written_at_once() {
        let mut sources = Sources::new();
        let file = sources.add("甲.yaml", "年度: 2024\n");
        let place = Span::new(file, 0..6);
        let finding = Finding::new(&rules::UNFILLED, place, "还没有\n填写「X」");
        let findings = [finding.clone(), finding];
        for files in [0, 1, 3] {
            let view = |name, findings| FileFindings {
                name,
                sources: &sources,
                findings,
                about: Some(("某局", Some(2024))),
                written: None,
            };
            let views = [view("a", &findings), view("b", &[]), view("c", &findings)];
            for stream in [Stream::json(), Stream::sarif()] {
                let text = stream.all(&views[..files]);
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                let again = serde_json::to_string_pretty(&value).unwrap();
                assert_eq!(text.len(), again.len() + 1, "{text}");
            }
        }
    }
}
