//! No data file makes reading, checking or the writers of findings panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::{check::check, ground::{diagnostic::{FileFindings, human, json, sarif, short}, source::Sources}, form::report::{Library, expand, read}};

struct Nothing;

impl Library for Nothing {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        Err((format!("没有「{target}」"), String::new()))
    }
}

fuzz_target!(|text: &str| {
    let mut sources = Sources::new();
    let file = sources.add("fuzz.yaml", text);
    let (report, mut findings) = read(&mut sources, file, &Nothing);
    if let Some(mut report) = report {
        findings.extend(expand(&mut report, None));
        findings = check(&report, Some(&report.clone()), findings, false);
    }
    let view = FileFindings {
        name: "fuzz.yaml",
        sources: &sources,
        findings: &findings,
    };
    let _ = (human(view, true), short(view), json(&[view]), sarif(&[view]));
});
