//! Where in its document each part of a data file stands.
//!
//! In go paths of the form with the [`Origin`]s of what was read for them, and a data file
//! that was made of it; out comes from which byte of the file on it stands where:
//!
//! ```text
//! 申请.新收.自然人 stood in 表 2 第 5 行第 3 列; the file says `申请: {新收: {自然人: 6`
//! → from the key 自然人 on, up to the next: 表 2 第 5 行第 3 列
//! ```

use std::collections::BTreeMap;

use super::{Import, findings};
use crate::{
    form::report::{self, keys},
    ground::{
        diagnostic::Finding,
        source::{FileId, Origin, Source, Sources},
        yaml::{Node, TextMap, Value},
    },
};

/// Origins by path: of a text by its lines from 0, of everything else from line 0 on.
#[derive(Clone, Debug, Default)]
pub struct Origins(BTreeMap<String, Vec<(usize, Origin)>>);

/// An import as the text of a data file that findings point into.
pub struct Taken {
    /// The text, which knows the places of the document.
    pub file: FileId,
    /// The text as YAML.
    pub tree: Result<Node, Vec<Finding>>,
    /// What was not certain when it was read.
    pub doubts: Vec<Finding>,
}

impl Import {
    /// Takes the data file in among texts, under the document's own name.
    pub fn take_in(mut self, sources: &mut Sources, name: &str) -> Taken {
        // The kind of an agency has no place in a document: that it is in doubt is told.
        if self.doubts.iter().any(|doubt| doubt.path == keys::AGENCY) {
            self.file.category.remark = None;
        }
        let file = sources.add(name, self.file.write_plainly());
        let tree = report::tree(sources, file);
        let origins = tree
            .as_ref()
            .map(|tree| self.origins.along(sources.get(file), tree));
        sources.made(file, origins.unwrap_or_default());
        let doubts = findings(sources, file, &self.doubts);
        Taken { file, tree, doubts }
    }
}

impl Origins {
    /// Where a part stands. The first of several within one is where that begins.
    pub fn put(&mut self, path: &str, origin: &Origin) {
        if *origin == Origin::Unknown {
            return;
        }
        let ends = path.match_indices('.').map(|(at, _)| at);
        for end in ends.chain([path.len()]) {
            let own = self.0.entry(path[..end].to_owned());
            own.or_insert_with(|| vec![(0, origin.clone())]);
        }
    }

    /// Where the lines of a text stand, from which line on.
    pub fn put_lines(&mut self, path: &str, lines: Vec<(usize, Origin)>) {
        if !lines.is_empty() {
            self.0.insert(path.to_owned(), lines);
        }
    }

    /// From which byte of a data file on it stands where.
    fn along(&self, source: &Source, tree: &Node) -> Vec<(usize, Origin)> {
        let mut found = Vec::new();
        self.walk(source, tree, "", &Origin::Unknown, &mut found);
        found
    }

    fn walk(
        &self,
        source: &Source,
        node: &Node,
        path: &str,
        above: &Origin,
        found: &mut Vec<(usize, Origin)>,
    ) {
        let Value::Map(entries) = &node.value else {
            return self.lines(source, node, path, found);
        };
        for entry in entries {
            let path = match path {
                "" => entry.key.clone(),
                above => format!("{above}.{}", entry.key),
            };
            let own = self.0.get(&path).and_then(|lines| lines.first());
            let own = own.map_or(above, |(_, origin)| origin);
            found.push((entry.key_span.range().start, own.clone()));
            self.walk(source, &entry.node, &path, own, found);
        }
    }

    /// The lines of a text.
    fn lines(&self, source: &Source, node: &Node, path: &str, found: &mut Vec<(usize, Origin)>) {
        let (Value::Scalar(scalar), Some(lines)) = (&node.value, self.0.get(path)) else {
            return;
        };
        let map = TextMap::scalar(source, node.span, scalar);
        let ends = scalar.text.match_indices('\n').map(|(at, _)| at + 1);
        let starts: Vec<usize> = [0].into_iter().chain(ends).collect();
        found.extend(lines.iter().skip(1).filter_map(|(line, origin)| {
            let start = *starts.get(*line)?;
            Some((map.span(start..start).range().start, origin.clone()))
        }));
    }
}
