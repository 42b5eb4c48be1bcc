//! From an edition's YAML file to an [`Edition`].

use std::collections::HashMap;

use super::{Balance, Block, Edition, Head, Saying, Section, SlotId, Table, Topic, derive, names};
use crate::ground::{
    diagnostic::{Finding, Surface, rules},
    number::Kind,
    source::{Sources, Span},
    yaml::{self, Entry, Node, Value},
};

type Read<T> = Result<T, Box<Finding>>;

/// Reads some editions, each for the years until the next; the oldest comes first.
///
/// # Errors
/// The first mistake in them, in words.
pub fn editions(files: &[(&str, &str)]) -> Result<Vec<Edition>, String> {
    let mut sources = Sources::new();
    let mut editions = Vec::new();
    for (name, text) in files {
        editions.push(edition(&mut sources, name, text).map_err(|finding| {
            let at = sources.start(finding.place);
            format!(
                "{name}:{}:{}: {}",
                at.line,
                at.column,
                finding.message.on(Surface::DataFile)
            )
        })?);
    }
    editions.sort_by_key(|edition| edition.from);
    for at in 1..editions.len() {
        let (name, from) = (&editions[at].name, editions[at].from);
        let earlier = &editions[..at];
        if earlier.iter().any(|e| e.name == *name || e.from == from) {
            return Err(format!("there are two editions {name} or from {from} on"));
        }
        editions[at - 1].to = Some(from - 1);
    }
    Ok(editions)
}

/// Reads an edition.
///
/// # Errors
/// The first mistake in it, with its place.
pub fn edition(sources: &mut Sources, name: &str, text: &str) -> Read<Edition> {
    let file = sources.add(name, text);
    let tree = yaml::parse(sources, file).map_err(|mut found| Box::new(found.swap_remove(0)))?;
    let map = Map::of(&tree, &["name", "document", "years", "title", "sections"])?;
    let years = Map::of(map.node("years")?, &["from"])?;
    let mut edition = Edition {
        name: map.text("name")?,
        document: map.text("document")?,
        from: years.small("from")?,
        to: None,
        title: map.text("title")?,
        sections: Vec::new(),
        slots: Vec::new(),
        sums: Vec::new(),
        balances: Vec::new(),
        ties: Vec::new(),
        stocks: Vec::new(),
        received: None,
        regulations: Vec::new(),
        names: HashMap::new(),
    };
    for node in list(map.node("sections")?)? {
        let section = section(&mut edition, node)?;
        edition.names.extend(names::names(&section));
        edition.sections.push(section);
    }
    let twice = |at: usize| edition.find(&edition.slots[at].path) != Some(SlotId(at));
    if let Some(at) = (0..edition.slots.len()).find(|at| twice(*at)) {
        let message = format!("{} is there twice", edition.slots[at].path);
        return Err(mistake(&tree, &message));
    }
    Ok(edition)
}

fn section(edition: &mut Edition, node: &Node) -> Read<Section> {
    let map = Map::of(
        node,
        &["key", "heading", "also", "topics", "least", "table"],
    )?;
    let key = map.text("key")?;
    let table = match map.get("table") {
        Some(node) => Some(table(edition, &key, node)?),
        None => None,
    };
    let least = map.get("least").map(|_| map.small("least")).transpose()?;
    Ok(Section {
        key,
        heading: map.text("heading")?,
        also: map.texts("also")?,
        topics: map.each("topics", topic)?,
        least: usize::from(least.unwrap_or(0)),
        table,
    })
}

fn table(edition: &mut Edition, section: &str, node: &Node) -> Read<Table> {
    let map = Map::of(node, &["blocks", "balances", "said"])?;
    let mut blocks = Vec::new();
    let mut fields = Vec::new();
    for node in list(map.node("blocks")?)? {
        let mut block = block(node)?;
        if let Some(path) = derive::received(section, &block) {
            edition.received = Some(path);
        }
        fields.extend(derive::slots(edition, section, &mut block));
        derive::sums(edition, section, &block);
        edition.regulations.extend(derive::regulations(&block));
        derive::ties(edition, section, &block)
            .map_err(|place| mistake_at(place, "no such row or column"))?;
        blocks.push(block);
    }
    let table = Table {
        blocks,
        fields,
        sayings: map.each("said", |node| saying(section, node))?,
    };
    let balances = map.each("balances", |node| balance(&table, node))?;
    edition.balances.extend(balances.into_iter().flatten());
    Ok(table)
}

fn topic(node: &Node) -> Read<Topic> {
    let map = Map::of(node, &["name", "rule", "words"])?;
    Ok(Topic {
        name: map.text("name")?,
        rule: map.maybe("rule")?,
        words: map.texts("words")?,
    })
}

fn saying(section: &str, node: &Node) -> Read<Saying> {
    let map = Map::of(
        node,
        &[
            "any",
            "including",
            "words",
            "verbs",
            "context",
            "unit",
            "result",
        ],
    )?;
    let sum = |node: &Node| -> Read<Vec<String>> {
        let path = |node| Ok(format!("{section}.{}", text(node)?));
        list(node)?.iter().map(path).collect()
    };
    Ok(Saying {
        any: map.node("any").and_then(|_| map.each("any", sum))?,
        including: map.texts("including")?,
        words: map.texts("words")?,
        verbs: map.texts("verbs")?,
        context: map.texts("context")?,
        unit: map.maybe("unit")?,
        result: map.get("result").is_some(),
    })
}

fn block(node: &Node) -> Read<Block> {
    let map = Map::of(node, &["caption", "corner", "columns", "rows"])?;
    Ok(Block {
        caption: map.maybe("caption")?,
        corner: map.maybe("corner")?,
        columns: map.each("columns", head)?,
        rows: map.each("rows", head)?,
        slots: Vec::new(),
    })
}

fn head(node: &Node) -> Read<Head> {
    let words = [
        "key",
        "heading",
        "also",
        "kind",
        "unit",
        "total",
        "received",
        "regulations",
    ];
    let others = ["columns", "rows", "brought_forward", "stock"];
    let map = Map::of(node, &[&words[..], &others].concat())?;
    let mut children = map.each("columns", head)?;
    children.extend(map.each("rows", head)?);
    let kind = match map.maybe("kind")?.as_deref() {
        None => None,
        Some("change") => Some(Kind::Change),
        Some("amount") => Some(Kind::Amount),
        Some(_) => return Err(mistake(node, "kind is change or amount")),
    };
    let stock = |node| -> Read<_> {
        let map = Map::of(node, &["plus", "minus"])?;
        Ok((map.text("plus")?, map.text("minus")?, map.node.span))
    };
    let forward = |node: &Node| -> Read<_> { Ok((text(node)?, node.span)) };
    Ok(Head {
        key: map.maybe("key")?,
        heading: map.text("heading")?,
        also: map.texts("also")?,
        total: map.maybe("total")?.as_deref() == Some("true"),
        received: map.maybe("received")?.as_deref() == Some("true"),
        regulations: map.maybe("regulations")?.as_deref() == Some("true"),
        kind,
        unit: map.maybe("unit")?,
        children,
        brought_forward: map.get("brought_forward").map(forward).transpose()?,
        stock: map.get("stock").map(stock).transpose()?,
    })
}

fn balance(table: &Table, node: &Node) -> Read<Vec<Balance>> {
    let map = Map::of(node, &["sum", "equals"])?;
    let side = |key| -> Read<Vec<Vec<_>>> {
        let row = |node: &Node| {
            derive::row(table, &text(node)?).ok_or_else(|| mistake(node, "no such row"))
        };
        map.node(key).and_then(|_| map.each(key, row))
    };
    let (left, right) = (side("sum")?, side("equals")?);
    let widths: Vec<usize> = left.iter().chain(&right).map(Vec::len).collect();
    if left.is_empty() || widths.iter().any(|width| *width != widths[0]) {
        return Err(mistake(node, "rows of different lengths"));
    }
    Ok(derive::balances(table, &left, &right))
}

struct Map<'a> {
    node: &'a Node,
    entries: &'a [Entry],
}

impl<'a> Map<'a> {
    fn of(node: &'a Node, keys: &[&str]) -> Read<Self> {
        let Value::Map(entries) = &node.value else {
            return Err(mistake(node, "expected a map"));
        };
        for (index, entry) in entries.iter().enumerate() {
            let known = keys.contains(&entry.key.as_str());
            let twice = entries[..index].iter().any(|other| other.key == entry.key);
            if !known || twice {
                let message = format!("key {} is unknown here or written twice", entry.key);
                return Err(Box::new(Finding::new(
                    &rules::UNKNOWN_KEY,
                    entry.key_span,
                    message,
                )));
            }
        }
        Ok(Map { node, entries })
    }

    fn get(&self, key: &str) -> Option<&'a Node> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(&entry.node)
    }

    fn node(&self, key: &str) -> Read<&'a Node> {
        self.get(key)
            .ok_or_else(|| mistake(self.node, &format!("{key} is missing")))
    }

    fn text(&self, key: &str) -> Read<String> {
        text(self.node(key)?)
    }

    fn maybe(&self, key: &str) -> Read<Option<String>> {
        self.get(key).map(text).transpose()
    }

    /// What is read from each item of a list; an absent list is empty.
    fn each<T>(&self, key: &str, read: impl FnMut(&'a Node) -> Read<T>) -> Read<Vec<T>> {
        match self.get(key) {
            Some(node) => list(node)?.iter().map(read).collect(),
            None => Ok(Vec::new()),
        }
    }

    /// A list of words; an absent one is empty.
    fn texts(&self, key: &str) -> Read<Vec<String>> {
        self.each(key, text)
    }

    fn small(&self, key: &str) -> Read<u16> {
        let node = self.node(key)?;
        text(node)?
            .parse()
            .map_err(|_| mistake(node, "expected a small number"))
    }
}

fn text(node: &Node) -> Read<String> {
    match &node.value {
        Value::Scalar(scalar) => Ok(scalar.text.clone()),
        _ => Err(mistake(node, "expected words")),
    }
}

fn list(node: &Node) -> Read<&[Node]> {
    match &node.value {
        Value::List(items) => Ok(items),
        _ => Err(mistake(node, "expected a list")),
    }
}

fn mistake(node: &Node, message: &str) -> Box<Finding> {
    mistake_at(node.span, message)
}

fn mistake_at(place: Span, message: &str) -> Box<Finding> {
    Box::new(Finding::new(&rules::WRONG_VALUE, place, message))
}
