//! The bytes of a text file: UTF-8, or what is wrong with them.

use super::{
    diagnostic::{Finding, either, rules},
    source::{FileId, Sources, Span},
};

/// How to turn a file of a Chinese encoding into UTF-8.
pub const CONVERT: &str =
    "用记事本打开，「另存为」时编码选 UTF-8；或运行 iconv -f GB18030 -t UTF-8 原文件 > 新文件";
/// How to turn a file of UTF-16 into UTF-8.
const CONVERT_WIDE: &str =
    "用记事本打开，「另存为」时编码选 UTF-8；或运行 iconv -f UTF-16 -t UTF-8 原文件 > 新文件";

/// The mark by which some editors know UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A text file's size in bytes, at the most.
pub const MAX_TEXT: usize = 16 * 1024 * 1024;
/// A data file's size in bytes, at the most. A full report has about 30 KB.
pub const MAX_DATA_FILE: usize = 4 * 1024 * 1024;

/// A file's bytes.
pub enum Content {
    /// UTF-8 without a byte order mark.
    Text(String),
    /// Something else: the text as far as it can be shown, and where the first fault lies.
    Garbled(String, usize),
}

impl Content {
    /// What some bytes are.
    pub fn of(bytes: Vec<u8>) -> Self {
        let bytes = match bytes.strip_prefix(BYTE_ORDER_MARK) {
            Some(rest) => rest.to_vec(),
            None => bytes,
        };
        match String::from_utf8(bytes) {
            Ok(text) => Content::Text(text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                Content::Garbled(String::from_utf8_lossy(error.as_bytes()).into_owned(), at)
            }
        }
    }

    /// Takes a file's text in; the finding says why its bytes are none.
    pub fn take_in(self, sources: &mut Sources, name: &str) -> (FileId, Option<Finding>) {
        match self {
            Content::Text(text) => (sources.add(name, text), None),
            Content::Garbled(text, at) => {
                // A byte order mark of two bytes is no UTF-8, and neither is what follows it.
                let utf16 = at == 0 && text.starts_with("\u{fffd}\u{fffd}") && text.contains('\0');
                let file = sources.add(name, text);
                (file, Some(garbled(file, at, utf16)))
            }
        }
    }
}

fn garbled(file: FileId, at: usize, utf16: bool) -> Finding {
    let (message, help) = match utf16 {
        true => (
            "文件是 UTF-16 编码（记事本的「Unicode」），应为 UTF-8",
            CONVERT_WIDE,
        ),
        false => ("文件不是 UTF-8 编码，多半是 GBK（GB18030）", CONVERT),
    };
    let help = either(help, "用记事本打开，「另存为」时编码选 UTF-8");
    Finding::new(&rules::YAML_SYNTAX, Span::new(file, at..at + 1), message).help(help)
}

/// What is said of a file that is no text by its size.
pub fn too_large(name: &str, limit: usize) -> String {
    let limit = limit / 1024 / 1024;
    format!("{name} 超过 {limit} MB，不像一份年报的数据；检查是否选错了文件")
}
