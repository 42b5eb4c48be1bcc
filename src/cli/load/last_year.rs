//! Last year's report of a report that is read: where it is looked for, and what keeps it
//! from being used.

use std::path::Path;

use super::{Read, Shelf, tree};
use crate::{
    check,
    cli::{
        Failure,
        last_years::{Last, Years},
    },
    form::report::Report,
    ground::diagnostic::{Finding, Severity, Surface, either, rules},
};

/// Last year's report: the file of the command line, else the one that the data file names.
///
/// One that is broken or of another year is found fault with and not used. Where so many
/// `years` are asked for, this one counted, it brings those before it, as far as they are there.
///
/// # Errors
/// The file of the command line cannot be read.
pub fn find(
    shelf: &mut Shelf<'_>,
    path: &Path,
    report: &Report,
    last: Last<'_>,
    years: usize,
    findings: &mut Vec<Finding>,
) -> Result<Option<Report>, Failure> {
    let given = match last {
        Last::Stated => None,
        Last::File(file) => Some(file),
        Last::Among(years) => years.before(report),
    };
    let (named, place) = match (given, &report.previous) {
        (Some(given), _) => (given.to_owned(), report.year_place),
        (None, Some(words)) => {
            let folder = path.parent().unwrap_or(Path::new(""));
            (folder.join(&words.text), words.place)
        }
        (None, None) => {
            if let Last::Among(years) = last {
                findings.push(lacking(years, report));
            }
            return Ok(None);
        }
    };
    let name = named.display();
    let (message, help) = match read(shelf, &named, given.is_some()) {
        Ok((_, Some(mut previous), _)) => {
            if matches!((last, given), (Last::Among(_), Some(_))) {
                // It goes by another name now, which the roster knows.
                previous.agency.text.clone_from(&report.agency.text);
            }
            let (fits, fault) = check::suits(report, &previous, place);
            findings.extend(fault);
            if fits && years > 2 {
                previous.before = before(shelf, &named, &previous, last, years - 1);
            }
            return Ok(fits.then_some(previous));
        }
        Ok((_, None, faults)) => {
            let fault = faults
                .first()
                .map_or("", |finding| finding.message.on(Surface::DataFile));
            (
                format!("上年的数据文件 {name} 读不懂：{fault}"),
                either("先用 nianbao check 检查那份文件", "先改正那份文件"),
            )
        }
        Err(message) if given.is_some() => return Err(message),
        Err(message) => (
            message,
            either(
                "检查「上年」后面的文件名，应是本机上的文件；别处的可以用 --previous 指定",
                "检查上年的文件名，应是本机上的文件",
            ),
        ),
    };
    let finding = Finding::new(&rules::PREVIOUS_FILE, place, message);
    findings.push(finding.at("上年").help(help));
    Ok(None)
}

/// The report before last year's. What keeps it from being used is told where it is asked for.
fn before(
    shelf: &mut Shelf<'_>,
    path: &Path,
    report: &Report,
    last: Last<'_>,
    years: usize,
) -> Option<Box<Report>> {
    let last = match last {
        Last::Among(_) => last,
        _ => Last::Stated,
    };
    let found = find(shelf, path, report, last, years, &mut Vec::new());
    found.ok().flatten().map(Box::new)
}

/// What is said where a folder has no report of the agency, and the data file names none.
fn lacking(years: &Years, report: &Report) -> Finding {
    let (message, help) = years.lacking(report);
    let finding = Finding::new(&rules::PREVIOUS_FILE, report.year_place, message);
    Finding {
        severity: Severity::Hint,
        ..finding.at("上年").help(help)
    }
}

fn read(shelf: &mut Shelf<'_>, named: &Path, is_given: bool) -> Result<Read, Failure> {
    if !is_given && is_remote(named) {
        let name = named.display();
        return Err(format!("上年的数据文件 {name} 在别的电脑上，不去读它"));
    }
    shelf.files.push(named.to_owned());
    let content = shelf.open.report(named, is_given)?;
    let text = tree(&mut shelf.sources, named, content);
    Ok(shelf.understand(named, text))
}

/// Whether a path names another computer or a device, as Windows reads it. Where a stranger's
/// file names one, asking for it would already tell that computer who asks.
pub fn is_remote(path: &Path) -> bool {
    let path = path.to_string_lossy();
    let mut start = path.chars().take(2);
    let slash = |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '\\'));
    slash(start.next()) && slash(start.next())
}
