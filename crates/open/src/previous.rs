//! Last year's report: where it is looked for, and what keeps it from being used.

use super::{InputFile, NeighbourFiles, ParsedInput};
use base::{
    diagnostic::{Finding, Message, Severity, rules},
    source::{Sources, Span},
};
use form::report::{self, Report};

/// Where last year's report is looked for.
pub enum LastYear {
    /// Where the file itself says.
    Stated,
    /// In this file, by its name, whatever the report says.
    File(String, InputFile),
    /// In this one, which is the agency's own though it may go by another name now.
    Own(String, InputFile),
    /// In a file that cannot be read: why, in Chinese, and what to do.
    Unreadable(String, String),
    /// Where the file says; else it is told that there is none, and what to do.
    Lacking(String, String),
}

/// Last year's report of a report.
///
/// One that is broken or of another year is found fault with and not used. It brings those
/// before it, as far as charts ask for them and they are there.
pub fn find(
    sources: &mut Sources,
    report: &Report,
    files: &dyn NeighbourFiles,
    findings: &mut Vec<Finding>,
) -> Option<Report> {
    let years = report::charts::years(report);
    search(sources, report, None, files, years, findings)
}

fn search(
    sources: &mut Sources,
    report: &Report,
    from: Option<&str>,
    files: &dyn NeighbourFiles,
    years: usize,
    findings: &mut Vec<Finding>,
) -> Option<Report> {
    let fault = |place: Span, message: Message, help: Message| {
        let finding = Finding::new(&rules::PREVIOUS_FILE, place, message);
        finding.at(report::keys::PREVIOUS).help(help)
    };
    let last = files.last_year(report);
    let is_own = matches!(last, LastYear::Own(..));
    let (name, file, place) = match (last, &report.previous) {
        (LastYear::File(name, file) | LastYear::Own(name, file), _) => {
            (name, file, report.year_place)
        }
        (LastYear::Unreadable(message, help), _) => {
            findings.push(fault(report.year_place, message.into(), help.into()));
            return None;
        }
        (_, Some(words)) => match files.report(&words.text, from) {
            Ok((name, file)) => (name, file, words.place),
            Err((message, help)) => {
                findings.push(fault(words.place, message.into(), help.into()));
                return None;
            }
        },
        (LastYear::Lacking(message, help), None) => {
            findings.push(Finding {
                severity: Severity::Hint,
                ..fault(report.year_place, message.into(), help.into())
            });
            return None;
        }
        (LastYear::Stated, None) => return None,
    };
    let parsed = ParsedInput::of(sources, &name, file);
    let library = files.library(&name);
    let mut previous = match parsed.report(sources, &*library) {
        (Some(previous), _) => previous,
        (None, faults) => {
            let why = |surface| {
                faults
                    .first()
                    .map_or("", |finding| finding.message.on(surface))
            };
            let message =
                Message::each(|surface| format!("上年的数据文件 {name} 读不懂：{}", why(surface)));
            let help = faults.into_iter().next().map(|first| first.help);
            findings.push(fault(place, message, help.unwrap_or_default()));
            return None;
        }
    };
    if is_own {
        previous.agency.text.clone_from(&report.agency.text);
    }
    let (fits, odd) = check::suits(report, &previous, place);
    findings.extend(odd);
    if fits && years > 2 {
        // What keeps an earlier one from being used is told where it is asked for.
        let before = search(
            sources,
            &previous,
            Some(&name),
            files,
            years - 1,
            &mut Vec::new(),
        );
        previous.before = before.map(Box::new);
    }
    fits.then_some(previous)
}
