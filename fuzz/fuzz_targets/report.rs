//! No data file makes reading, checking or the writers of findings panic.
#![no_main]

use nianbao::{check::check, form::report::{expand, read}, base::{diagnostic::{FileFindings, human, json, short, terminal::Terminal}, source::Sources}};
use nianbao_fuzz::{One, target};

target!(|text: &str| {
    let mut sources = Sources::new();
    let file = sources.add("fuzz.yaml", text);
    let (report, mut findings) = read(&mut sources, file, &One(None));
    if let Some(mut report) = report {
        findings.extend(expand(&mut report, None));
        findings = check(&report, Some(&report.clone()), findings, false, None);
    }
    let view = FileFindings {
        name: "fuzz.yaml",
        sources: &sources,
        findings: &findings,
        about: Some(("fuzz", Some(2024))),
        written: None,
    };
    let narrow = Terminal { width: Some(40), colour: true };
    let _ = (human(view, Terminal::default()), human(view, narrow), short(view), json(&[view]));
});
