//! Published reports on their way into a folder, read as data files.

use std::path::Path;

use super::{New, stem, text};
use crate::workbench::{Reading, Refusal};
use base::content::too_large;
use open::is_yaml;
use read::ImportOptions;

/// A published report, or a filled workbook, as a data file.
///
/// # Errors
/// It holds no report, or nothing reads it.
pub fn read(name: &str, bytes: Vec<u8>) -> Result<New, Refusal> {
    if is_yaml(Path::new(name)) {
        return text(name, bytes);
    }
    if bytes.len() > read::MOST {
        return Err(Refusal::new(
            format!("「{name}」太大，不像一份年报"),
            "检查是否选错了文件",
        ));
    }
    let options = ImportOptions::default().named(name);
    let fault = |fault: read::Fault| {
        Refusal::new(format!("「{name}」读不了：{}", fault.message), fault.help)
    };
    let imported = read::read_report(name, &bytes, &options).map_err(fault)?;
    let agency = imported.file.agency.value.clone();
    let own = agency.map(|agency| format!("{agency}{}", imported.file.year.value));
    Ok((own.unwrap_or_else(|| stem(name)), imported.file.write()))
}

/// What a file is that a data file names as last year's, and not by the name of one.
pub fn reading(name: &str, bytes: &[u8]) -> Reading {
    if bytes.len() > read::MOST {
        return Reading::Unreadable(too_large(name, read::MOST), "换成能读的文件".to_owned());
    }
    if !read::is_document(name, bytes) {
        return Reading::Data;
    }
    match read::read_report(name, bytes, &ImportOptions::default()) {
        Ok(imported) => Reading::Report(imported.file.write()),
        Err(fault) => Reading::Unreadable(fault.message, fault.help),
    }
}
