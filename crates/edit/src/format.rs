//! The canonical layout of a file that a person wrote; its meaning never changes.
//!
//! ```text
//! 申请:                                   申请:
//!    新收: [1,0,0,0,0,12]     becomes       新收:     [  1, 0, 0, 0, 0, 12]
//!    上年结转: [ 100,0,0,0,0,0 ]            上年结转: [100, 0, 0, 0, 0,  0]
//! ```
//!
//! `reading` takes the tree apart into lines with their comments, a text is made of them, and
//! the trees of both texts are compared.
//!
//! The author's order, comments, quotes and ways of writing a row stay. What is put
//! right: two spaces for every level, one space behind a colon, figures below each
//! other, a blank line between the sections, no spaces at the ends of lines. What
//! cannot be laid out safely is left as it is, and a result that would not say the
//! same is thrown away.

mod reading;

use base::{
    diagnostic::Finding,
    source::{FileId, Source, Sources},
    yaml::{self, Node, Scalar, Value},
};
use form::{
    datafile::layout,
    edition::Edition,
    report::{self, Library, keys},
};
use reading::{Part, is_open, spaced};

/// A file in the canonical layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// Its text.
    pub text: String,
    /// The keys of the top level whose way of writing is left as it is, with their lines.
    pub left: Vec<(String, usize)>,
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
/// # Errors
/// The file cannot be read, or cannot be laid out without changing what it says.
pub fn format(
    sources: &mut Sources,
    file: FileId,
    library: &dyn Library,
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
    let unix = sources.add(name.clone(), unix);
    let tree = yaml::parse(sources, unix).map_err(Refusal::Faulty)?;
    let source = sources.get(unix);
    let (parts, trailing) = reading::parse(source, &tree).ok_or(Refusal::Unsuitable(
        "最外层不是一行一个键，或者有多余的标记",
    ))?;
    let mut written = write(parts, &trailing, source, report.edition);
    let same_comments = yaml::comments(&written.text) == comments;
    let new = sources.add(name, written.text.clone());
    let different = match yaml::parse(sources, new) {
        Ok(again) => difference(&tree, &again),
        Err(_) => Some("整个文件".to_owned()),
    };
    match different {
        Some(what) => Err(Refusal::Different(what)),
        None if !same_comments => Err(Refusal::Different("# 后面的说明".to_owned())),
        None => {
            if windows {
                written.text = written.text.replace('\n', "\r\n");
            }
            Ok(written)
        }
    }
}

/// Whether a key of the top level has a table.
fn is_table(edition: &Edition, key: &str) -> bool {
    let mut sections = edition.sections.iter();
    sections.any(|section| section.key == key && section.table.is_some())
}

/// Writes a file of its entries, and what stands behind the last.
fn write(parts: Vec<Part>, trailing: &[String], source: &Source, edition: &Edition) -> Formatted {
    let mut text = String::new();
    let mut left = Vec::new();
    let mut open = false;
    for part in parts {
        let apart = edition.sections.iter().any(|s| s.key == part.name)
            || [keys::PREAMBLE, keys::WAIVERS].contains(&&*part.name);
        let mut above = spaced(&part.above, text.is_empty() || open);
        if apart && !text.is_empty() && !open && above.first().is_none_or(|l| !l.is_empty()) {
            above.insert(0, String::new());
        }
        let Some(laid) = part.laid else {
            left.push((part.name, part.lines.0));
            let own = (part.lines.0..=part.lines.1).filter_map(|number| source.line(number));
            let own = own.map(|range| source.text()[range].to_owned());
            above
                .into_iter()
                .chain(own)
                .for_each(|line| text += &(line + "\n"));
            open = false;
            continue;
        };
        let mut lines = laid;
        lines[0].above = above;
        text += &match is_table(edition, &part.name) {
            true => layout::aligned(&lines),
            false => layout::plain(&lines),
        };
        open = lines.last().is_some_and(is_open);
    }
    let mut trailing = spaced(trailing, text.is_empty() || open);
    while trailing.last().is_some_and(String::is_empty) {
        trailing.pop();
    }
    trailing
        .iter()
        .for_each(|line| text += &format!("{line}\n"));
    Formatted { text, left }
}

/// The key of the first entry that two trees say otherwise.
fn difference(one: &Node, other: &Node) -> Option<String> {
    let whole = || Some("整个文件".to_owned());
    match (&one.value, &other.value) {
        (Value::Null, Value::Null) if one.is_unwritten() == other.is_unwritten() => None,
        // A file whose last line has no end gains one.
        (Value::Scalar(one), Value::Scalar(other)) => {
            let ended = |scalar: &Scalar| {
                scalar
                    .text
                    .strip_suffix('\n')
                    .unwrap_or(&scalar.text)
                    .to_owned()
            };
            let same = one.style == other.style && ended(one) == ended(other);
            if same { None } else { whole() }
        }
        (Value::List(one), Value::List(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other);
            pairs.find_map(|(one, other)| difference(one, other))
        }
        (Value::Map(one), Value::Map(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other);
            pairs.find_map(|(one, other)| match one.key == other.key {
                true => difference(&one.node, &other.node).map(|_| one.key.clone()),
                false => Some(one.key.clone()),
            })
        }
        _ => whole(),
    }
}

#[cfg(test)]
mod tests;
