//! No Markdown makes composing or writing panic, and none of it becomes live HTML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::{document::compose, write::{Templates, html, markdown}, form::report::{Library, expand, read}, ground::source::Sources};

const DATA: &str = include_str!("../../examples/minimal.yaml");

struct One<'a>(&'a str);

impl Library for One<'_> {
    fn text(&self, _: &str) -> Result<(String, String), (String, String)> {
        Ok(("fuzz.md".to_owned(), self.0.to_owned()))
    }
}

fuzz_target!(|text: &str| {
    let start = DATA.find("其他事项: |").unwrap();
    let data = format!("{}其他事项: {{文件: fuzz.md}}\n", &DATA[..start]);
    let mut sources = Sources::new();
    let file = sources.add("fuzz.yaml", data);
    let (report, _) = read(&mut sources, file, &One(text));
    let Some(mut report) = report else { return };
    expand(&mut report, None);
    let document = compose(&report);
    let templates = Templates::new(&Default::default()).unwrap();
    let page = html::page(&document, &templates).unwrap();
    let body = &page[page.find("<body").unwrap()..];
    assert!(!body.contains("<script>") && !body.contains("javascript:\""));
    let _ = markdown::render(&document, &templates).unwrap();
});
