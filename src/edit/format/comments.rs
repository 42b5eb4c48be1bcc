//! The comments of a file, by what they belong to.

use std::collections::BTreeMap;

use super::{
    entries::{Content, Item},
    reading,
};
use crate::ground::{
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
        let top = tree.and_then(|tree| reading::parse(sources.get(file), &tree));
        let Some(mut top) = top else {
            return comments;
        };
        if let Some(first) = top.items.first_mut() {
            // What a blank line parts from the first key is about the whole file.
            let blank = first.above.iter().rposition(String::is_empty);
            let own = first.above.split_off(blank.map_or(0, |at| at + 1));
            comments.head = said(&std::mem::replace(&mut first.above, own));
        }
        for item in &top.items {
            comments.item(item, "");
        }
        comments
    }

    /// The comment that belongs to a path, a line each; empty if there is none.
    pub fn at(&self, path: &str) -> String {
        self.by_path
            .get(path)
            .map_or(String::new(), |lines| lines.join("\n"))
    }

    fn item(&mut self, item: &Item, above: &str) {
        let path = match above {
            "" => item.name.clone(),
            above => format!("{above}.{}", item.name),
        };
        let mut lines = said(&item.above);
        lines.extend(said(item.beside.as_slice()));
        if let Content::Map(items, trailing) = &item.content {
            for item in items {
                self.item(item, &path);
            }
            lines.extend(said(trailing));
        }
        if !lines.is_empty() {
            self.by_path.insert(path, lines);
        }
    }
}

/// The words of comments.
fn said(lines: &[String]) -> Vec<String> {
    let words = lines.iter().filter_map(|line| line.strip_prefix('#'));
    let bare = words.map(|words| words.strip_prefix(' ').unwrap_or(words));
    bare.map(|words| words.trim_end().to_owned()).collect()
}
