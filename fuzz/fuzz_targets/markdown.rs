//! No Markdown makes composing or writing panic, and none of it becomes live HTML.
#![no_main]

use nianbao::{document::compose, form::report::{expand, read}, base::source::Sources, write::{html, markdown}};
use nianbao_fuzz::{One, TEMPLATES, target};

const DATA: &str = include_str!("../../examples/minimal.yaml");

target!(|text: &str| {
    let start = DATA.find("其他事项: |").unwrap();
    let data = format!("{}其他事项: {{文件: fuzz.md}}\n", &DATA[..start]);
    let mut sources = Sources::new();
    let file = sources.add("fuzz.yaml", data);
    let (report, _) = read(&mut sources, file, &One(Some(text)));
    let Some(mut report) = report else { return };
    expand(&mut report, None);
    let document = compose(&report);
    let page = html::page(&document, &TEMPLATES).unwrap();
    let body = &page[page.find("<body").unwrap()..];
    // The words themselves stand in the page, and in its block of data.
    assert!(!body.contains("<script>") && !body.contains("=\"javascript:"));
    let _ = markdown::render(&document, &TEMPLATES).unwrap();
});
