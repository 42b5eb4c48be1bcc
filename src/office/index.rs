//! The page that leads to every report of a run: `index.html` beside them.

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    form::report::{Category, Report},
    ground::{
        characters::percent_encoded,
        diagnostic::{Finding, Severity},
    },
};

/// What the page says of its own making, by which it is known again.
pub const MARK: &str = "<meta name=\"generator\" content=\"nianbao index\">";

/// A report on the page.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    agency: String,
    category: &'static str,
    year: u16,
    date: String,
    errors: usize,
    warnings: usize,
    links: Vec<Value>,
}

impl Entry {
    /// A report with its open findings, whose products lie at paths below the page's folder.
    pub fn of(report: &Report, findings: &[Finding], products: &[String]) -> Self {
        let count = |severity| {
            let open = findings.iter().filter(|finding| finding.waived.is_none());
            open.filter(|finding| finding.severity == severity).count()
        };
        // Its address is from where the page is.
        let links = products.iter().map(|path| {
            let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
            json!({"format": ending.to_uppercase(), "address": uri(path)})
        });
        Entry {
            agency: report.agency.text.clone(),
            category: report.category.map_or("", Category::chinese),
            year: report.year,
            date: report
                .date
                .map_or_else(String::new, |(date, _)| date.to_string()),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            links: links.collect(),
        }
    }
}

/// Writes the page: the latest year first, the agencies of a year in the order of their files.
///
/// # Errors
/// The template cannot be filled.
pub fn page(entries: &[Entry]) -> Result<String, String> {
    let mut years: Vec<u16> = entries.iter().map(|entry| entry.year).collect();
    years.sort_unstable_by(|one, other| other.cmp(one));
    years.dedup();
    let years = years.into_iter().map(|year| {
        let own: Vec<&Entry> = entries.iter().filter(|entry| entry.year == year).collect();
        json!({"year": year, "reports": own})
    });
    let view = json!({"mark": MARK, "years": years.collect::<Vec<_>>()});
    super::templates::page("index.html", &view)
}

/// A path as a relative or file URI.
pub fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let (drive, below) = match path.as_bytes() {
        [letter, b':', ..] if letter.is_ascii_alphabetic() => path.split_at(2),
        _ => path.split_at(0),
    };
    let scheme = match (drive, below.starts_with('/')) {
        ("", false) => "",
        ("", true) => "file://",
        _ => "file:///",
    };
    format!("{scheme}{drive}{}", percent_encoded(below, "-._~/"))
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
