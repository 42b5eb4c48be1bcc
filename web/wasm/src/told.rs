//! Findings as the command line writes them.

use nianbao::{
    base::{
        diagnostic::{self, FileFindings, Finding},
        source::Sources,
    },
    edit::workbench::Refusal,
};
use serde_json::Value;

/// Whose report it is, and of which year.
pub type About<'a> = Option<(&'a str, Option<u16>)>;

/// The record of one file as the command line writes it.
pub fn told(
    name: &str,
    sources: &Sources,
    findings: &[Finding],
    about: About<'_>,
) -> Result<Value, Refusal> {
    let view = FileFindings {
        name,
        sources,
        findings,
        about,
        written: None,
    };
    let all: Result<Value, _> = serde_json::from_str(&diagnostic::json(&[view]));
    all.map_err(|error| Refusal::new(error.to_string(), ""))
}
