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
    if let Value::List(items) = &tree.value {
        return items.iter().find_map(|item| spot(item, at));
    }
    let here = |entry: &&Entry| (entry.key_span.range().start..=entry.end()).contains(&at);
    let entry = tree.entries().iter().find(here)?;
    let below = entry.key_span.range().end < at;
    let inner = below.then(|| spot(&entry.node, at)).flatten();
    let path = Vec::new();
    let mut spot = inner.unwrap_or(Spot { path, entry });
    spot.path.insert(0, &entry.key);
    Some(spot)
}

/// The entry of a path, or the deepest that there is on the way to it.
pub(super) fn entry<'t>(tree: &'t Node, path: &str) -> Option<&'t Entry> {
    let mut node = tree;
    let entries = path.split('.').map_while(|key| {
        let entry = node.get(key)?;
        node = &entry.node;
        Some(entry)
    });
    entries.last()
}
