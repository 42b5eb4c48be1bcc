//! The comments of a file, by what they belong to.

use std::collections::BTreeMap;

use super::reading;
use base::{
    source::{FileId, Sources},
    yaml,
};

/// The comments of a data file: those above and beside each key, by its path.
#[derive(Clone, Debug, Default)]
pub struct Comments {
    /// Those at the head of the file, above the first blank line.
    pub head: Vec<String>,
    by_path: BTreeMap<String, Vec<String>>,
}

impl Comments {
    /// The comments of a file; none where its way of writing cannot be told apart.
    pub fn of(sources: &Sources, file: FileId) -> Self {
        let mut comments = Comments::default();
        let tree = yaml::parse(sources, file).ok();
        let parts = tree.and_then(|tree| reading::parse(sources.get(file), &tree));
        let Some((mut parts, _)) = parts else {
            return comments;
        };
        if let Some(first) = parts.first_mut() {
            // What a blank line parts from the first key is about the whole file.
            let blank = first.above.iter().rposition(String::is_empty);
            let own = first.above.split_off(blank.map_or(0, |at| at + 1));
            comments.head = said(&std::mem::replace(&mut first.above, own));
        }
        for part in parts {
            comments.add(&part.name, said(&part.above));
            for (path, line) in part.laid.unwrap_or_default() {
                comments.add(&path, said(&line.above));
                comments.add(&path, said(line.beside.as_slice()));
            }
        }
        comments
    }

    /// The comment that belongs to a path, a line each; empty if there is none.
    pub fn at(&self, path: &str) -> String {
        self.by_path
            .get(path)
            .map_or(String::new(), |lines| lines.join("\n"))
    }

    fn add(&mut self, path: &str, lines: Vec<String>) {
        if !lines.is_empty() {
            self.by_path
                .entry(path.to_owned())
                .or_default()
                .extend(lines);
        }
    }
}

/// The words of comments.
fn said(lines: &[String]) -> Vec<String> {
    let words = lines.iter().filter_map(|line| line.strip_prefix('#'));
    let bare = words.map(|words| words.strip_prefix(' ').unwrap_or(words));
    bare.map(|words| words.trim_end().to_owned()).collect()
}
