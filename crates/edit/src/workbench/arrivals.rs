//! What comes into a folder, and by what name: blank data files, next year's, published reports
//! and pictures.
//!
//! Nothing here touches a folder: the host says what is taken and writes what it is given.

#[cfg(feature = "readers")]
mod published;

use open::{InputFile, NeighbourFiles, is_yaml, no_data_file, open};
use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    messages::{Edit, Refusal},
    session::Session,
};
use crate::next_year::{Plan, next_year};
use base::content::{CONVERT, Content};
use form::{
    edition::Edition,
    report::{Alone, keys},
    scaffold::scaffold,
};
#[cfg(feature = "readers")]
pub use published::{read, reading};
#[cfg(not(feature = "readers"))]
pub use text as read;

/// A picture's bytes, at the most.
pub const MAX_PICTURE: usize = 32 * 1024 * 1024;

/// A new data file: what it might be called, and its text.
pub type New = (String, String);

/// Whether a file of a folder is listed by its name.
pub fn is_listed(name: &str) -> bool {
    inside(name).is_ok() && !name.starts_with('.')
}

/// Whether a name is that of a data file right in the folder.
///
/// # Errors
/// It is not.
pub fn inside(name: &str) -> Result<(), Refusal> {
    let path = Path::new(name);
    let own = path.file_name().is_some_and(|own| own == name);
    match own && !name.contains(['/', '\\', ':']) && is_yaml(path) {
        true => Ok(()),
        false => Err(Refusal::new(
            format!("「{name}」不是这个文件夹里的数据文件"),
            "从列表里选",
        )),
    }
}

/// The name of a new data file that nothing in the folder has yet.
pub fn untaken(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let stem = safe_name(name.strip_suffix(".yaml").unwrap_or(name));
    let more = (2..).map(|number| format!("{stem}-{number}.yaml"));
    let mut names = std::iter::once(format!("{stem}.yaml")).chain(more);
    let free = names.find(|name| !taken(name));
    free.unwrap_or_else(|| "年报.yaml".to_owned())
}

/// A name as every system takes it.
fn safe_name(name: &str) -> String {
    let keep = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '（' | '）' | '·' | '.');
    let name: String = name
        .chars()
        .map(|c| if keep(c) { c } else { '-' })
        .collect();
    let name: String = name.trim_matches(['.', '-']).chars().take(60).collect();
    match name.is_empty() {
        true => "年报".to_owned(),
        false => name,
    }
}

fn stem(name: &str) -> String {
    let stem = Path::new(name).file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn edition(year: u16) -> Result<&'static Edition, Refusal> {
    let none = || Refusal::new(format!("没有适用于 {year} 年度的格式"), "选另一个年度");
    Edition::of_year(year)
        .filter(|_| year < 9999)
        .ok_or_else(none)
}

/// A blank data file.
///
/// # Errors
/// There is no form for the year, or no such category.
pub fn blank(year: u16, agency: &str, category: &str) -> Result<New, Refusal> {
    let edition = edition(year)?;
    let agency = agency.trim();
    let mut session = Session::open("", scaffold(edition, year, Some(agency)), &Alone);
    let edit = Edit::Particular {
        key: keys::CATEGORY.to_owned(),
        words: category.to_owned(),
    };
    session.edit(&edit, &Alone)?;
    Ok((format!("{agency}{year}"), session.text().to_owned()))
}

/// Next year's data file from one of the folder.
///
/// # Errors
/// That one cannot be read.
pub fn next(name: &str, last: Content, files: &dyn NeighbourFiles) -> Result<New, Refusal> {
    let last = open(name, InputFile::Text(last), files);
    let unreadable = || {
        Refusal::new(
            format!("「{name}」读不懂，或没有写对年度"),
            "先改正那份文件",
        )
    };
    let report = last.plain.as_ref().filter(|report| report.year_is_sound);
    let report = report.ok_or_else(unreadable)?;
    let year = report.year.saturating_add(1);
    let plan = Plan {
        year,
        edition: edition(year)?,
        previous: name,
        agency: None,
    };
    let next = next_year(&last, &plan).ok_or_else(unreadable)?;
    Ok((format!("{}{year}", report.agency.text), next.write()))
}

/// The bytes that a page sent.
///
/// # Errors
/// They are not whole.
pub fn bytes(base64: &str) -> Result<Vec<u8>, Refusal> {
    let broken = |_| Refusal::new("文件没有传全", "再拖一次");
    STANDARD.decode(base64.as_bytes()).map_err(broken)
}

/// Bytes as a page sends them.
pub fn sent(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// A data file from elsewhere.
///
/// # Errors
/// It is none: a published report is read by [`read()`] first, where there are readers.
pub fn text(name: &str, bytes: Vec<u8>) -> Result<New, Refusal> {
    if !is_yaml(Path::new(name)) {
        return Err(no_data_file(name).into());
    }
    match Content::of(bytes) {
        Content::Text(text) => Ok((stem(name), text)),
        Content::Garbled(..) => Err(Refusal::new(format!("「{name}」不是 UTF-8 编码"), CONVERT)),
    }
}

/// What a folder has by the name that a picture might get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    /// Nothing.
    Nothing,
    /// The very picture.
    Same,
    /// Something else.
    Other,
}

/// A picture's place in a folder.
#[derive(Debug)]
pub struct Picture {
    /// Its file's name.
    pub file: String,
    /// What Markdown shows it.
    pub markdown: String,
    /// Whether it is there already.
    pub is_there: bool,
}

/// Finds the name of a picture.
///
/// # Errors
/// It is none that can be used, or too large.
pub fn picture(
    name: &str,
    bytes: &[u8],
    mut there: impl FnMut(&str) -> There,
) -> Result<Picture, Refusal> {
    let ending = match () {
        () if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => "png",
        () if bytes.starts_with(b"\xff\xd8\xff") => "jpg",
        () => {
            return Err(Refusal::new(
                "不是 PNG 或 JPEG 图片",
                "另存为 PNG 或 JPEG 再用",
            ));
        }
    };
    if bytes.len() > MAX_PICTURE {
        return Err(Refusal::new("图片超过 32 MB", "缩小后再用"));
    }
    let stem = safe_name(&stem(name));
    let first = format!("{stem}.{ending}");
    let more = (2..1000).map(|number| format!("{stem}-{number}.{ending}"));
    for file in std::iter::once(first).chain(more) {
        let there = there(&file);
        if there != There::Other {
            return Ok(Picture {
                markdown: format!("![{stem}]({file})"),
                file,
                is_there: there == There::Same,
            });
        }
    }
    Err(Refusal::new("同名的图片太多了", "换一个文件名"))
}
