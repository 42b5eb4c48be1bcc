//! No data file makes laying it out panic; a layout prints the same report and is left as it
//! is the next time.
#![no_main]

use nianbao::{document::compose, edit::format::format, form::report::{expand, read}, base::source::Sources, write::markdown};
use nianbao_fuzz::{One, TEMPLATES, target};

/// What is printed of a data file.
fn printed(text: &str) -> Option<String> {
    let mut sources = Sources::new();
    let file = sources.add("fuzz.yaml", text);
    let mut report = read(&mut sources, file, &One(None)).0?;
    expand(&mut report, None);
    markdown::render(&compose(&report), &TEMPLATES).ok()
}

target!(|text: &str| {
    let format = |text: &str| {
        let mut sources = Sources::new();
        let file = sources.add("fuzz.yaml", text);
        format(&mut sources, file, &One(None)).ok()
    };
    let Some(first) = format(text) else { return };
    let second = format(&first.text).expect("a layout can be laid out");
    assert_eq!(first.text, second.text);
    assert!(printed(text) == printed(&first.text), "{}", first.text);
});
