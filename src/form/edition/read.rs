//! From an edition's YAML file to an [`Edition`].

use super::{Balance, Block, Edition, Head, Saying, Section, Table, Topic, derive};
use crate::ground::{
    diagnostic::{Finding, rules},
    number::Kind,
    source::Sources,
    yaml::{self, Entry, Node, Value},
};

type Read<T> = Result<T, Box<Finding>>;

/// Reads an edition that is part of the program.
///
/// # Panics
/// The file is faulty; a test reads every one of them.
pub fn embedded(name: &str, text: &str) -> Edition {
    let mut sources = Sources::new();
    edition(&mut sources, name, text).unwrap_or_else(|finding| {
        let at = sources.start(finding.place);
        panic!("{name}:{}:{}: {}", at.line, at.column, finding.message)
    })
}

/// Reads an edition.
///
/// # Errors
/// The first mistake in it, with its place.
pub fn edition(sources: &mut Sources, name: &str, text: &str) -> Read<Edition> {
    let file = sources.add(name, text);
    let tree = yaml::parse(sources, file)?;
    let map = Map::of(&tree, &["name", "document", "years", "title", "sections"])?;
    let years = Map::of(map.node("years")?, &["from", "to"])?;
    let mut edition = Edition {
        name: map.text("name")?,
        document: map.text("document")?,
        from: years.small("from")?,
        to: years.get("to").map(|_| years.small("to")).transpose()?,
        title: map.text("title")?,
        sections: Vec::new(),
        slots: Vec::new(),
        sums: Vec::new(),
        balances: Vec::new(),
        ties: Vec::new(),
        stocks: Vec::new(),
    };
    for node in list(map.node("sections")?)? {
        let section = section(&mut edition, node)?;
        edition.sections.push(section);
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
    let topics = match map.get("topics") {
        Some(node) => list(node)?.iter().map(topic).collect::<Read<_>>()?,
        None => Vec::new(),
    };
    let least = map.get("least").map(|_| map.small("least")).transpose()?;
    Ok(Section {
        key,
        heading: map.text("heading")?,
        also: map.texts("also")?,
        topics,
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
        fields.extend(derive::slots(edition, section, &mut block));
        derive::sums(edition, section, &block);
        derive::ties(edition, section, &block).map_err(|place| {
            Box::new(Finding::new(
                &rules::WRONG_VALUE,
                place,
                "no such row or column",
            ))
        })?;
        blocks.push(block);
    }
    let sayings = match map.get("said") {
        Some(node) => list(node)?
            .iter()
            .map(|node| saying(section, node))
            .collect::<Read<_>>()?,
        None => Vec::new(),
    };
    let table = Table {
        blocks,
        fields,
        sayings,
    };
    if let Some(balances) = map.get("balances") {
        for node in list(balances)? {
            let found = balance(&table, node)?;
            edition.balances.extend(found);
        }
    }
    Ok(table)
}

fn topic(node: &Node) -> Read<Topic> {
    let map = Map::of(node, &["name", "rule", "words"])?;
    Ok(Topic {
        name: map.text("name")?,
        rule: map.get("rule").map(|_| map.text("rule")).transpose()?,
        words: map.texts("words")?,
    })
}

fn saying(section: &str, node: &Node) -> Read<Saying> {
    const KEYS: [&str; 7] = [
        "any",
        "including",
        "words",
        "verbs",
        "context",
        "unit",
        "result",
    ];
    let map = Map::of(node, &KEYS)?;
    let sum = |node: &Node| -> Read<Vec<String>> {
        let path = |node| Ok(format!("{section}.{}", text(node)?));
        list(node)?.iter().map(path).collect()
    };
    Ok(Saying {
        any: list(map.node("any")?)?
            .iter()
            .map(sum)
            .collect::<Read<_>>()?,
        including: map.texts("including")?,
        words: map.texts("words")?,
        verbs: map.texts("verbs")?,
        context: map.texts("context")?,
        unit: map.get("unit").map(|_| map.text("unit")).transpose()?,
        result: map.get("result").is_some(),
    })
}

fn block(node: &Node) -> Read<Block> {
    let map = Map::of(node, &["caption", "corner", "columns", "rows"])?;
    let heads = |key| match map.get(key) {
        Some(node) => list(node)?.iter().map(head).collect(),
        None => Ok(Vec::new()),
    };
    let optional = |key| map.get(key).map(|_| map.text(key)).transpose();
    Ok(Block {
        caption: optional("caption")?,
        corner: optional("corner")?,
        columns: heads("columns")?,
        rows: heads("rows")?,
        slots: Vec::new(),
    })
}

fn head(node: &Node) -> Read<Head> {
    const KEYS: [&str; 9] = [
        "key",
        "heading",
        "also",
        "total",
        "kind",
        "columns",
        "rows",
        "brought_forward",
        "stock",
    ];
    let map = Map::of(node, &KEYS)?;
    let optional = |key| map.get(key).map(|_| map.text(key)).transpose();
    let below = map.get("columns").or(map.get("rows"));
    let children = match below {
        Some(node) => list(node)?.iter().map(head).collect::<Read<_>>()?,
        None => Vec::new(),
    };
    let kind = match optional("kind")?.as_deref() {
        None => None,
        Some("change") => Some(Kind::Change),
        Some("amount") => Some(Kind::Amount),
        Some(_) => return Err(mistake(node, "kind is change or amount")),
    };
    let stock = match map.get("stock") {
        Some(node) => {
            let map = Map::of(node, &["plus", "minus"])?;
            Some((map.text("plus")?, map.text("minus")?, map.node.span))
        }
        None => None,
    };
    Ok(Head {
        key: optional("key")?,
        heading: map.text("heading")?,
        also: map.texts("also")?,
        total: optional("total")?.is_some_and(|total| total == "true"),
        kind,
        children,
        brought_forward: match map.get("brought_forward") {
            Some(node) => Some((text(node)?, node.span)),
            None => None,
        },
        stock,
    })
}

fn balance(table: &Table, node: &Node) -> Read<Vec<Balance>> {
    let map = Map::of(node, &["sum", "equals"])?;
    let side = |key| -> Read<Vec<Vec<_>>> {
        list(map.node(key)?)?
            .iter()
            .map(|node| {
                derive::row(table, &text(node)?).ok_or_else(|| mistake(node, "no such row"))
            })
            .collect()
    };
    let (left, right) = (side("sum")?, side("equals")?);
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

    /// A list of words; an absent one is empty.
    fn texts(&self, key: &str) -> Read<Vec<String>> {
        match self.get(key) {
            Some(node) => list(node)?.iter().map(text).collect(),
            None => Ok(Vec::new()),
        }
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
    Box::new(Finding::new(&rules::WRONG_VALUE, node.span, message))
}
