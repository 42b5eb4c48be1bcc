//! Findings as SARIF 2.1.0, for code scanning services and viewers.

use serde_json::{Value, json};

use super::{
    FileFindings, Finding, Rule, Severity, rules,
    stream::{Stream, pretty},
};
use crate::ground::source::{Sources, Span};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes the findings of many files as one SARIF log, with a line break at the end.
pub fn sarif(files: &[FileFindings<'_>]) -> String {
    Stream::sarif().all(files)
}

/// The log, with a list of results that holds a word in their place.
pub(super) fn frame(results: &str) -> Value {
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "nianbao",
                "version": env!("CARGO_PKG_VERSION"),
                "language": "zh-CN",
                "rules": rules::ALL.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "language": "zh-CN",
            "columnKind": "unicodeCodePoints",
            "results": [results],
        }],
    })
}

/// The results of one file.
pub(super) fn results(file: FileFindings<'_>) -> Vec<String> {
    let findings = file.findings.iter();
    let results = findings.map(|finding| {
        let mut result = result(file.sources, finding);
        if let Some((agency, year)) = file.about {
            result["properties"] = json!({"agency": agency, "year": year});
        }
        pretty(&result)
    });
    results.collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn descriptor(rule: &Rule) -> Value {
    let help = format!("用 nianbao explain {} 查看这条规则的说明", rule.code);
    json!({
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "help": {"text": help, "markdown": rule.page()},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"basis": rule.basis.chinese()},
    })
}

fn result(sources: &Sources, finding: &Finding) -> Value {
    let index = rules::ALL.iter().position(|rule| *rule == finding.rule);
    let surface = finding.surface(sources);
    let mut primary = location(sources, finding.place);
    if !finding.subject.path.is_empty() {
        primary["logicalLocations"] = json!([{"fullyQualifiedName": finding.subject.path}]);
    }
    let mut result = json!({
        "ruleId": finding.rule.code,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": finding.told(surface)},
        "locations": [primary],
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|(place, label)| {
            let mut related = location(sources, *place);
            let (within, label) = (related["message"]["text"].as_str(), label.on(surface));
            let text = within.map_or_else(|| label.to_owned(), |place| format!("{place}：{label}"));
            related["message"] = json!({ "text": text });
            related
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(reason) = &finding.waived {
        result["suppressions"] = json!([{"kind": "inSource", "justification": reason}]);
    }
    result
}

/// The place in its file: a region, or what people know of a document that has no lines.
fn location(sources: &Sources, span: Span) -> Value {
    let uri = uri(sources.get(span.file).name());
    let mut found = json!({"physicalLocation": {"artifactLocation": {"uri": uri}}});
    let place = sources.place(span);
    if let Some(start) = place.position() {
        let end = sources.end(span);
        found["physicalLocation"]["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    if let Some(origin) = place.origin() {
        found["message"] = json!({"text": origin.to_string()});
    }
    found
}

/// A path as a relative or file URI.
pub fn uri(path: &str) -> String {
    let mut out = String::new();
    let path = path.replace('\\', "/");
    let drive = path.as_bytes().get(1) == Some(&b':');
    match (drive, path.starts_with('/')) {
        (true, _) => out.push_str("file:///"),
        (false, true) => out.push_str("file://"),
        (false, false) => {}
    }
    for (at, byte) in path.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        match plain || (drive && at == 1) {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("数据/a b.yaml"), "%E6%95%B0%E6%8D%AE/a%20b.yaml");
        assert_eq!(uri("/tmp/a.yaml"), "file:///tmp/a.yaml");
        assert_eq!(
            uri("C:\\年报\\a.yaml"),
            "file:///C:/%E5%B9%B4%E6%8A%A5/a.yaml"
        );
    }
}
