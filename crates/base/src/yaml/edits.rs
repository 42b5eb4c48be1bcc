//! Changes of a data file's text, each the smallest splice of what its author wrote.
//!
//! ```text
//! 新收: {自然人: 6}          another value of 新收 · a pair behind 自然人 · the entry, gone
//! 其余: 0    # 全年没有      the remark stays with its line
//! ```

use std::ops::Range;

use super::{Entry, Node, Style, Value};
use crate::source::{line_end, line_start, next_line};

/// Bytes of a text, and what takes their place.
pub type Splice = (Range<usize>, String);

impl Node {
    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entry of a key of a map.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The node at a path, whose parts a dot parts; itself at an empty one.
    pub fn at(&self, path: &str) -> Option<&Node> {
        let mut keys = path.split('.').filter(|key| !key.is_empty());
        keys.try_fold(self, |node, key| Some(&node.get(key)?.node))
    }

    /// Whether it is a block of text.
    pub fn is_block(&self) -> bool {
        matches!(&self.value, Value::Scalar(scalar) if scalar.style == Style::Block)
    }

    /// Whether nothing at all is written.
    pub fn is_unwritten(&self) -> bool {
        matches!(self.value, Value::Null) && self.span.range().is_empty()
    }

    /// A key that a map does not have, with its value, at its place in an order of keys;
    /// nothing where the map has no place for it.
    pub fn insert(&self, text: &str, order: &[&str], key: &str, pair: &str) -> Option<Splice> {
        self.place(text, order, &[], key, pair)
    }

    /// Some entries taken out of a map, and pairs put in at their places in an order of keys;
    /// the only one in brackets becomes `~`.
    pub fn exchange(
        &self,
        text: &str,
        order: &[&str],
        gone: &[&Entry],
        pairs: &[(&str, String)],
    ) -> Vec<Splice> {
        let entries = self.entries();
        let is_gone = |entry: &Entry| gone.iter().any(|gone| gone.key_span == entry.key_span);
        let put = pairs
            .iter()
            .filter_map(|(key, pair)| self.place(text, order, gone, key, pair));
        let mut splices: Vec<Splice> = put.collect();
        if let [only] = entries
            && is_gone(only)
            && splices.is_empty()
        {
            return vec![only.set(text, "~")];
        }
        let mut at = 0;
        for run in entries.chunk_by(|a, b| is_gone(a) == is_gone(b)) {
            let (first, next) = (at, at + run.len());
            at = next;
            if !is_gone(&run[0]) {
                continue;
            }
            let start = run[0].key_span.range().start;
            let range = match entries.get(next) {
                _ if !self.flow => run[0].lines(text).start..entries[next - 1].lines(text).end,
                Some(next) => start..next.key_span.range().start,
                None if first > 0 => entries[first - 1].end()..entries[next - 1].end(),
                None => start..entries[next - 1].end(),
            };
            splices.push((range, String::new()));
        }
        splices
    }

    /// Where a pair comes among the entries that stay.
    fn place(
        &self,
        text: &str,
        order: &[&str],
        gone: &[&Entry],
        key: &str,
        pair: &str,
    ) -> Option<Splice> {
        let rank = |key: &str| order.iter().position(|known| *known == key);
        let own = rank(key).unwrap_or(order.len());
        let entries = self.entries();
        let stays = |entry: &&Entry| gone.iter().all(|gone| gone.key_span != entry.key_span);
        let ranked = entries.iter().filter(stays);
        let ranked = ranked.filter_map(|entry| Some((rank(&entry.key)?, entry)));
        let before = ranked.filter(|(rank, _)| *rank < own);
        let before = before.max_by_key(|(rank, _)| *rank).map(|(_, entry)| entry);
        let first = entries.first().map(|first| first.key_span.range().start);
        let kept = entries.iter().find(stays);
        let (at, words) = match (before, first) {
            (Some(entry), _) if self.flow => (entry.end(), format!(", {pair}")),
            (None, first) if self.flow => match kept {
                Some(kept) => (kept.key_span.range().start, format!("{pair}, ")),
                None => (
                    first.unwrap_or(self.span.range().start + 1),
                    pair.to_owned(),
                ),
            },
            (_, None) => return None,
            (None, Some(first)) => {
                let line = line_start(text, first);
                (line, format!("{}{pair}\n", " ".repeat(first - line)))
            }
            (Some(entry), Some(first)) => {
                let pad = " ".repeat(first - line_start(text, first));
                let at = next_line(text, entry.end());
                match text[..at].ends_with('\n') {
                    true => (at, format!("{pad}{pair}\n")),
                    false => (at, format!("\n{pad}{pair}")),
                }
            }
        };
        Some((at..at, words))
    }
}

impl Entry {
    /// The byte behind its value, or behind its colon where it has none.
    pub fn end(&self) -> usize {
        self.node.span.range().end.max(self.colon)
    }

    /// The bytes of its value; of a block of text, all behind the colon.
    pub fn value(&self) -> Range<usize> {
        match self.node.is_block() {
            true => self.colon..self.end(),
            false => self.node.span.range(),
        }
    }

    /// The columns before its key.
    pub fn indent(&self, text: &str) -> usize {
        let start = self.key_span.range().start;
        start - line_start(text, start)
    }

    /// The lines of an entry that stands on lines of its own.
    pub fn lines(&self, text: &str) -> Range<usize> {
        line_start(text, self.key_span.range().start)..next_line(text, self.end())
    }

    /// Another value on one line; none at all for no words.
    pub fn set(&self, text: &str, words: &str) -> Splice {
        let range = match words {
            "" => self.colon..self.end(),
            _ => self.value(),
        };
        put(text, range, words)
    }

    /// Another value that may have several lines; what stands beside the old one stays on the
    /// key's line.
    pub fn set_lines(&self, text: &str, words: &str) -> Splice {
        let end = self.end();
        let line = text[..line_end(text, end)]
            .trim_end_matches('\r')
            .len()
            .max(end);
        let beside = text[end..line].trim_end();
        let (first, rest) = words
            .split_once('\n')
            .map_or((words, None), |(a, b)| (a, Some(b)));
        let rest = rest.map_or(String::new(), |rest| format!("\n{rest}"));
        (self.colon..line, format!("{first}{beside}{rest}"))
    }
}

/// Words in the place of others, a space behind a colon.
pub fn put(text: &str, range: Range<usize>, words: &str) -> Splice {
    let before = &text[..range.start];
    let space = match (range.is_empty(), before.ends_with(':')) {
        _ if words.is_empty() => "",
        (_, true) => " ",
        // A key in brackets that has no colon yet.
        (true, false) if !before.ends_with([' ', '[', ',']) => ": ",
        _ => "",
    };
    (range, format!("{space}{words}"))
}

/// A text with some splices made, which do not overlap.
pub fn spliced(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut made, mut from) = (String::with_capacity(text.len()), 0);
    for (range, words) in &splices {
        made += &text[from..range.start.max(from)];
        made += words;
        from = range.end.max(from);
    }
    made + &text[from..]
}
