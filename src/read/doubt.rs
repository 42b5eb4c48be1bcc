//! What is not certain about an imported report, as findings on the written file.

use crate::ground::{
    diagnostic::{Finding, rules},
    source::{FileId, Sources, Span},
    yaml::{self, Node, Value},
};

/// Something that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Where it belongs in the data file: `申请.新收`, `机关`.
    pub path: String,
    /// What is not certain, with the published words.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The published words, where a figure was expected.
    pub quote: Option<String>,
    /// The words of the text at this place that it is about, as the data file has them.
    pub words: Option<String>,
}

/// Doubts as findings, each at the place in the written file where it is to be mended.
pub fn findings(sources: &mut Sources, file: FileId, doubts: &[Doubt]) -> Vec<Finding> {
    let tree = yaml::parse(sources, file).ok();
    let finding = |doubt: &Doubt| {
        let place = tree.as_ref().map(|tree| {
            let (key, value) = place(tree, &doubt.path);
            let words = doubt.words.as_deref();
            words
                .and_then(|words| within(sources, value, words))
                .unwrap_or(key)
        });
        let place = place.unwrap_or_else(|| Span::new(file, 0..0));
        let finding = Finding::new(&rules::UNSURE_IMPORT, place, &doubt.message);
        let finding = finding.at(&doubt.path).help(&doubt.help);
        match &doubt.quote {
            Some(quote) => finding.stated(quote),
            None => finding,
        }
    };
    doubts.iter().map(finding).collect()
}

/// Where in a value some words stand.
fn within(sources: &Sources, value: Span, words: &str) -> Option<Span> {
    let at = value.range().start + sources.slice(value).find(words)?;
    Some(Span::new(value.file, at..at + words.len()))
}

/// What a comment says beside a cell that the import did not read.
const QUOTED: &str = "原文「";

/// Says of cells that are blank because an import could not read them what is to be done:
/// the comment that it wrote stands on their line or right above it.
pub fn recall(sources: &Sources, findings: &mut [Finding]) {
    let blank = |finding: &&mut Finding| finding.rule.code == rules::BLANK_CELL.code;
    for finding in findings.iter_mut().filter(blank) {
        let source = sources.get(finding.place.file);
        let line = |number: usize| source.line(number).map(|range| &source.text()[range]);
        let own = sources.start(finding.place).line;
        let comments = (1..own).rev().map_while(line);
        let mut comments = comments.take_while(|line| line.trim_start().starts_with('#'));
        let beside = line(own).and_then(|line| line.split_once('#'));
        let quoted = beside.is_some_and(|(_, comment)| comment.contains(QUOTED))
            || comments.any(|comment| comment.contains(QUOTED));
        if quoted {
            finding.help =
                "导入时没有读准：对照旁边注释里的原文，写上数，再删去注释；原文就是空着的，留 ~"
                    .to_owned();
        }
    }
}

/// The key that lies deepest on a path, and its value.
fn place(tree: &Node, path: &str) -> (Span, Span) {
    let mut node = tree;
    let mut place = Span::new(tree.span.file, 0..0);
    for key in path.split('.') {
        let Value::Map(entries) = &node.value else {
            break;
        };
        let Some(entry) = entries.iter().find(|entry| entry.key == key) else {
            break;
        };
        place = entry.key_span;
        node = &entry.node;
    }
    (place, node.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_were_not_read_are_no_plain_blanks() {
        let text =
            "甲: ~  # 原文「约34」：不是确定的数\n乙: ~\n# 原文「2、3」\n# 又一句\n丙: {丁: ~}\n";
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", text);
        let blank = |at: &str| {
            let at = text.find(at).unwrap();
            Finding::new(&rules::BLANK_CELL, Span::new(file, at..at + 1), "留空").help("写 0")
        };
        let mut findings = vec![blank("甲"), blank("乙"), blank("丁")];
        recall(&sources, &mut findings);
        let quoted = findings.iter().map(|finding| finding.help.contains("原文"));
        assert_eq!(quoted.collect::<Vec<_>>(), [true, false, true]);
    }
}
