//! Where a byte lies in a tree, and where a path leads.

use crate::ground::yaml::{Entry, Node, Value};

/// What stands at a byte.
pub(super) struct Spot<'t> {
    /// The keys that lead there, the entry's own the last.
    pub path: Vec<&'t str>,
    /// The entry.
    pub entry: &'t Entry,
}

/// The deepest entry at a byte.
pub(super) fn spot(tree: &Node, at: usize) -> Option<Spot<'_>> {
    let entries = match &tree.value {
        Value::Map(entries) => entries,
        Value::List(items) => return items.iter().find_map(|item| spot(item, at)),
        Value::Null | Value::Scalar(_) => return None,
    };
    let here = |entry: &&Entry| (entry.key_span.range().start..=entry.end()).contains(&at);
    let entry = entries.iter().find(here)?;
    let key = entry.key.as_str();
    if entry.key_span.range().end >= at {
        return Some(Spot {
            path: vec![key],
            entry,
        });
    }
    if let Some(mut inner) = spot(&entry.node, at) {
        inner.path.insert(0, key);
        return Some(inner);
    }
    Some(Spot {
        path: vec![key],
        entry,
    })
}

/// The entry of a path, or the deepest that there is on the way to it.
pub(super) fn entry<'t>(tree: &'t Node, path: &str) -> Option<&'t Entry> {
    let (mut node, mut found) = (tree, None);
    for entry in path.split('.').map_while(|key| {
        let entry = node.get(key)?;
        node = &entry.node;
        Some(entry)
    }) {
        found = Some(entry);
    }
    found
}
