//! No text of a section makes a check panic; places of findings lie inside it.
#![no_main]

use nianbao::{check::check, form::report::{expand, read}, base::source::Sources};
use nianbao_fuzz::{One, target};

const DATA: &str = include_str!("../../examples/zhangdian-traffic-police-2024.yaml");

target!(|text: &str| {
    let start = DATA.find("总体情况: |").unwrap();
    let end = DATA.find("\n主动公开:").unwrap();
    let data = format!("{}总体情况: {{文件: fuzz.md}}{}", &DATA[..start], &DATA[end..]);
    let mut sources = Sources::new();
    let file = sources.add("fuzz.yaml", data);
    let (report, mut findings) = read(&mut sources, file, &One(Some(text)));
    let Some(mut report) = report else { return };
    findings.extend(expand(&mut report, None));
    for finding in check(&report, Some(&report.clone()), findings, true, None) {
        let source = sources.get(finding.place.file);
        assert!(finding.place.range().end <= source.text().len(), "{finding:?}");
    }
});
