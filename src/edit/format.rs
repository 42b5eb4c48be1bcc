//! The canonical layout of a file that a person wrote; its meaning never changes.
//!
//! ```text
//! 申请:                                   申请:
//!    新收: [1,0,0,0,0,12]     becomes       新收:     [  1, 0, 0, 0, 0, 12]
//!    上年结转: [ 100,0,0,0,0,0 ]            上年结转: [100, 0, 0, 0, 0,  0]
//! ```
//!
//! `totals` puts in what was left out, `reading` takes the tree apart into lines with their
//! comments, `writing` makes a text of them, `meaning` compares what both texts say.
//!
//! The author's order, comments, quotes and ways of writing a row stay. What is put
//! right: two spaces for every level, one space behind a colon, figures below each
//! other, a blank line between the sections, no spaces at the ends of lines. What
//! cannot be laid out safely is left as it is, and a result that would not say the
//! same is thrown away.

mod comments;
mod meaning;
mod reading;
mod totals;
mod writing;

use crate::{
    form::{
        datafile::layout,
        edition::Edition,
        report::{self, Library, keys},
    },
    ground::{
        diagnostic::Finding,
        source::{FileId, Sources},
        yaml,
    },
};
use reading::Part;

pub use comments::Comments;

/// A file in the canonical layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// Its text.
    pub text: String,
    /// The keys of the top level whose way of writing is left as it is, with their lines.
    pub left: Vec<(String, usize)>,
    /// How many totals were written in.
    pub totals: usize,
}

/// Why a file is left alone.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// It cannot be read; the findings say why.
    Faulty(Vec<Finding>),
    /// Its way of writing as a whole cannot be laid out: why, in Chinese.
    Unsuitable(&'static str),
    /// The result would not say the same: what, in Chinese.
    Different(String),
}

/// Lays a data file out anew.
///
/// `totals` asks for the totals that are left out; one that is stated is never changed.
///
/// # Errors
/// The file cannot be read, or cannot be laid out without changing what it says.
pub fn format(
    sources: &mut Sources,
    file: FileId,
    library: &dyn Library,
    totals: bool,
) -> Result<Formatted, Refusal> {
    let (report, findings) = report::read(sources, file, library);
    let Some(report) = report else {
        return Err(Refusal::Faulty(findings));
    };
    let original = sources.get(file).text();
    // A stray one makes no file of Windows.
    let windows = original.matches("\r\n").count() * 2 > original.matches('\n').count();
    let unix = original.replace("\r\n", "\n");
    if unix.contains('\r') {
        return Err(Refusal::Unsuitable("有些行以单独的回车符结束"));
    }
    let name = sources.get(file).name().to_owned();
    let comments = yaml::comments(&unix);
    let mut unix = sources.add(name.clone(), unix);
    let mut tree = yaml::parse(sources, unix).map_err(Refusal::Faulty)?;
    let mut added = 0;
    if totals {
        let text = sources.get(unix).text();
        let (splices, count) = totals::stated(text, &tree, &report);
        unix = sources.add(name.clone(), yaml::spliced(text, splices));
        tree = yaml::parse(sources, unix).map_err(Refusal::Faulty)?;
        added = count;
    }
    let source = sources.get(unix);
    let (mut parts, trailing) = reading::parse(source, &tree).ok_or(Refusal::Unsuitable(
        "最外层不是一行一个键，或者有多余的标记",
    ))?;
    parts.iter_mut().for_each(unquote);
    let written = writing::write(parts, &trailing, source, report.edition);
    let before = meaning::facts(&report, &findings, !totals);
    let new = sources.add(name, written.text.clone());
    let (again, findings) = report::read(sources, new, library);
    let same_comments = yaml::comments(&written.text) == comments;
    let after = again.map(|report| meaning::facts(&report, &findings, !totals));
    match meaning::difference(&before, after.as_deref()) {
        Some(what) => Err(Refusal::Different(what)),
        None if !same_comments => Err(Refusal::Different("# 后面的说明".to_owned())),
        None => Ok(Formatted {
            text: match windows {
                true => written.text.replace('\n', "\r\n"),
                false => written.text,
            },
            left: written.left,
            totals: added,
        }),
    }
}

/// A year and a date need no quotes.
fn unquote(part: &mut Part) {
    let plain = [keys::YEAR, keys::DATE].contains(&&*part.name);
    let line = part.laid.iter_mut().flatten().next();
    if let (true, Some((_, line))) = (plain, line)
        && let layout::Value::Word(word) = &mut line.value
    {
        let inner = word.trim_matches(['"', '\'']);
        let digits = |c: char| c.is_ascii_digit() || c == '-';
        if inner.starts_with(|c: char| c.is_ascii_digit()) && inner.chars().all(digits) {
            *word = inner.to_owned();
        }
    }
}

/// Whether a key of the top level has a table.
fn is_table(edition: &Edition, key: &str) -> bool {
    let mut sections = edition.sections.iter();
    sections.any(|section| section.key == key && section.table.is_some())
}

#[cfg(test)]
mod tests;
