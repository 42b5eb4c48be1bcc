//! No text makes the YAML reader panic, and every place lies inside the text.
#![no_main]

use nianbao::base::{source::Sources, yaml::{self, Node, Value}};
use nianbao_fuzz::target;

fn inside(node: &Node, length: usize) {
    let range = node.span.range();
    assert!(range.start <= range.end && range.end <= length);
    match &node.value {
        Value::Null | Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| inside(item, length)),
        Value::Map(entries) => entries.iter().for_each(|entry| inside(&entry.node, length)),
    }
}

target!(|text: &str| {
    let mut sources = Sources::new();
    let file = sources.add("fuzz.yaml", text);
    match yaml::parse(&sources, file) {
        Ok(tree) => inside(&tree, text.len()),
        Err(findings) => {
            assert!(!findings.is_empty());
            for finding in findings {
                let _ = sources.start(finding.place);
            }
        }
    }
});
