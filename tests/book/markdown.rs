//! What a test needs of a page: its blocks of code, its links, the anchors of its headings.

use std::collections::HashSet;

/// A fenced block, its lines without the indentation of its fence.
pub struct Block {
    pub info: String,
    pub text: String,
}

/// The page taken apart: its blocks, and the lines between them.
fn parts(page: &str) -> (Vec<Block>, String) {
    let (mut blocks, mut prose) = (Vec::new(), String::new());
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let inner = line.trim_start();
        let ticks = inner.chars().take_while(|c| *c == '`').count();
        if ticks < 3 || inner[ticks..].contains('`') {
            prose += line;
            prose.push('\n');
            continue;
        }
        let indent = line.len() - inner.len();
        let body = lines
            .by_ref()
            .take_while(|line| line.trim() != &inner[..ticks]);
        let body = body.map(|line| format!("{}\n", line.get(indent..).unwrap_or_default()));
        blocks.push(Block {
            text: body.collect(),
            info: inner[ticks..].to_owned(),
        });
    }
    (blocks, prose)
}

pub fn blocks(page: &str) -> Vec<Block> {
    parts(page).0
}

/// Links and pictures that lead to files or headings of our own; code shows none.
pub fn links(page: &str) -> Vec<String> {
    let prose = parts(page).1;
    let without_code = prose.split('`').step_by(2);
    let text: String = without_code.collect();
    let targets = text.split("](").skip(1);
    let targets = targets.filter_map(|rest| rest.split(')').next());
    let own = targets.filter(|target| !target.contains("://"));
    own.map(str::to_owned).collect()
}

/// The anchors of a page's headings, as GitHub and mdBook make them.
pub fn anchors(page: &str) -> HashSet<String> {
    let prose = parts(page).1;
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| anchor(line.trim_start_matches('#').trim()))
        .collect()
}

/// The anchor of a heading.
pub fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c })
        .collect::<String>()
        .to_lowercase()
}
