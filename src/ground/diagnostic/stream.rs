//! Findings of many files for programs, written file by file.

use super::{FileFindings, json, sarif};

/// A JSON document whose list grows with every file, so that none need be kept.
pub struct Stream {
    items: fn(FileFindings<'_>) -> Vec<String>,
    indent: &'static str,
    open: String,
    close: String,
    begun: bool,
    filled: bool,
}

impl Stream {
    /// The program's own JSON.
    pub fn json() -> Self {
        let (open, close) = json::frame();
        Stream {
            items: json::file,
            indent: "    ",
            open,
            close,
            begun: false,
            filled: false,
        }
    }

    /// SARIF 2.1.0.
    pub fn sarif() -> Self {
        let (open, close) = sarif::frame();
        Stream {
            items: sarif::results,
            indent: "        ",
            open,
            close,
            begun: false,
            filled: false,
        }
    }

    /// What is to be written for one more file.
    pub fn next(&mut self, file: FileFindings<'_>) -> String {
        let mut out = self.begin();
        for item in (self.items)(file) {
            out.push_str(if self.filled { ",\n" } else { "\n" });
            self.filled = true;
            for (at, line) in item.lines().enumerate() {
                out.push_str(if at > 0 { "\n" } else { "" });
                out.push_str(self.indent);
                out.push_str(line);
            }
        }
        out
    }

    /// What is to be written at the end.
    pub fn close(mut self) -> String {
        let mut out = self.begin();
        if self.filled {
            out.push('\n');
            out.push_str(&self.indent[2..]);
        }
        out + &self.close
    }

    /// The whole document of some files.
    pub fn all(mut self, files: &[FileFindings<'_>]) -> String {
        let items: String = files.iter().map(|&file| self.next(file)).collect();
        items + &self.close()
    }

    fn begin(&mut self) -> String {
        match std::mem::replace(&mut self.begun, true) {
            true => String::new(),
            false => std::mem::take(&mut self.open),
        }
    }
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
