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
    let here = |entry: &&Entry| {
        let end = entry.node.span.range().end.max(entry.key_span.range().end);
        (entry.key_span.range().start..=end).contains(&at)
    };
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
    let mut node = tree;
    let mut found = None;
    for key in path.split('.') {
        let Value::Map(entries) = &node.value else {
            break;
        };
        let Some(entry) = entries.iter().find(|entry| entry.key == key) else {
            break;
        };
        found = Some(entry);
        node = &entry.node;
    }
    found
}

/// The map at a path; the top level for an empty one.
pub(super) fn map<'t>(tree: &'t Node, path: &str) -> Option<&'t Node> {
    let keys = path.split('.').filter(|key| !key.is_empty());
    let node = keys
        .into_iter()
        .try_fold(tree, |node, key| match &node.value {
            Value::Map(entries) => Some(&entries.iter().find(|entry| entry.key == key)?.node),
            _ => None,
        })?;
    matches!(node.value, Value::Map(_)).then_some(node)
}
