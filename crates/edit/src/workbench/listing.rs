//! The reports of a folder, for the start page.

use super::messages::Listed;
use base::{content::Content, date::Date, diagnostic::Severity};
use form::{edition::Edition, report};
use open::{NeighbourFiles, open};

/// Reports that are listed, at the most.
pub const LISTED: usize = 500;

/// The year whose report is due next: reports are published in the January that follows.
pub fn due_year(today: Option<Date>) -> u16 {
    today.map_or(Edition::latest().from, |today| match today.month {
        1..=6 => today.year - 1,
        _ => today.year,
    })
}

/// A file of the folder; nothing where it is YAML of another kind. What cannot be read is
/// there all the same.
pub fn listed(
    file: &str,
    content: Option<Content>,
    files: &dyn NeighbourFiles,
    changed: u64,
) -> Option<Listed> {
    let mut listed = Listed {
        file: file.to_owned(),
        agency: String::new(),
        year: None,
        errors: 1,
        warnings: 0,
        changed,
    };
    let Some(Content::Text(text)) = content else {
        return Some(listed);
    };
    let paper = open(file, text.into(), files);
    if paper.tree.as_ref().is_some_and(report::is_foreign) {
        return None;
    }
    let count = |severity: Severity| {
        let open = paper.findings.iter();
        open.filter(|f| f.severity == severity && f.waived.is_none())
            .count()
    };
    (listed.errors, listed.warnings) = (count(Severity::Error), count(Severity::Warning));
    if let Some(report) = &paper.report {
        listed.agency.clone_from(&report.agency.text);
        listed.year = report.year_is_sound.then_some(report.year);
    }
    Some(listed)
}
