//! The reader of files: what one is, by its content, and the reader that it needs.
//!
//! In go a file's name and bytes, out comes what it holds, or a fault that says in Chinese
//! what the file is and what to do: a `.doc` is to be saved as `.docx`. The name's ending
//! counts only where the content leaves open what a text is. Filled workbooks of our own are
//! read by [`workbook`](super::workbook) before anything comes here.

use super::{
    Fault,
    archive::{self, Archive},
    docx, encoding, html, markdown, pdf, text, xlsx,
};
use crate::published::{Block, Published};
use form::report::keys;
use write::html::{COMPARISON, OVERVIEW, PUBLIC};

/// A published report's file in bytes, at the most.
pub const MOST: usize = 64 * 1024 * 1024;
/// How the files of old Word and Excel, and encrypted ones, start.
pub(super) const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// So much of a page or text is read; more is no report.
const MOST_TEXT: usize = 16 * 1024 * 1024;
/// Lines of a text or a page of Markdown, at the most. A report has about 500, with a line for
/// every cell about 1,500.
const MOST_LINES: usize = 20_000;
/// Marks between cells in such a text, at the most.
const MOST_MARKS: usize = 100_000;
/// Tags of a web page, at the most; those that Word saves have some ten thousand.
const MOST_TAGS: usize = 300_000;
/// Paragraphs and tables of what is read, at the most, and cells.
const MOST_BLOCKS: usize = 20_000;
const MOST_CELLS: usize = 100_000;

/// Reads a published report. The name's ending counts only where the content leaves open
/// what a text is.
///
/// # Errors
/// The file is of no kind that can be read: why, and what to do.
pub fn read(name: &str, bytes: &[u8]) -> Result<Published, Fault> {
    let mut published = read_kind(name, bytes)?;
    published.drop_captions();
    let cells = published.blocks.iter().map(|block| match block {
        Block::Table(table) => table.rows.iter().map(Vec::len).sum(),
        Block::Paragraph(_) => 0,
    });
    within("段和表", published.blocks.len(), MOST_BLOCKS)?;
    within("格", cells.sum(), MOST_CELLS)?;
    published.number();
    Ok(published)
}

/// Whether a file is to be read as a published report rather than as a data file: by its
/// content, and where that may be either, by its name's ending.
pub fn is_document(name: &str, bytes: &[u8]) -> bool {
    let words = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let is_marked =
        words.starts_with(b"<") || bytes.starts_with(b"%PDF") || bytes.starts_with(b"PK\x03\x04");
    if is_marked || is_binary(words) {
        return true;
    }
    let ending = name.rsplit('.').next().unwrap_or_default();
    let is_named = NAMED.iter().any(|own| ending.eq_ignore_ascii_case(own));
    is_named && !is_data_file(&encoding::decode(bytes).0)
}

/// How the names of documents end, whatever their content.
const NAMED: [&str; 16] = [
    "html", "htm", "shtml", "xhtml", "mht", "mhtml", "txt", "md", "markdown", "docx", "docm",
    "xlsx", "xlsm", "pdf", "doc", "xls",
];

/// Whether bytes are no words: what a reader is for says more of them, a text of two bytes a
/// letter is none of them.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let is_wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let is_control = |byte: &&u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let control = head.iter().filter(is_control).count();
    !head.is_empty() && (unreadable(bytes).is_some() || (!is_wide && control * 20 > head.len()))
}

/// Says so where there is more of something than a report has.
fn within(what: &str, found: usize, most: usize) -> Result<(), Fault> {
    if found <= most {
        return Ok(());
    }
    Err(Fault::new(
        format!("文件里有 {found} {what}，最多读 {most} {what}，不像一份年报"),
        "检查是否选错了文件；只留下一份年报的内容，再导入",
    ))
}

/// Whether a text has no more lines and cells than a report.
pub(super) fn lines_within(words: &str) -> Result<(), Fault> {
    within("行", words.lines().count(), MOST_LINES)?;
    within("格", words.matches(['\t', '|']).count(), MOST_MARKS)
}

fn read_kind(name: &str, bytes: &[u8]) -> Result<Published, Fault> {
    match bytes
        .starts_with(b"PK\x03\x04")
        .then(|| archive::kind(bytes))
    {
        Some(Archive::Workbook) => return xlsx::read(bytes),
        Some(Archive::Word) => return docx::read(bytes),
        _ => {}
    }
    if let Some(fault) = unreadable(bytes) {
        return Err(fault);
    }
    if bytes.starts_with(b"%PDF") {
        return pdf::read(bytes);
    }
    let (words, encoding) = words_of(bytes)?;
    let ending = name.rsplit('.').next().unwrap_or_default();
    let ending = ending.to_ascii_lowercase();
    let mut published = match (&*ending, kind(&words)) {
        (_, Words::Xml) => {
            return Err(Fault::new(
                "这是 Word 的 XML 文件，读不了",
                "用 Word 或 WPS 打开，「另存为」时选 .docx，再导入",
            ));
        }
        (_, Words::Page) => read_page(&words)?,
        ("md" | "markdown", _) | (_, Words::Markdown) => {
            lines_within(&words)?;
            markdown::read(&words)
        }
        _ => {
            lines_within(&words)?;
            text::read(&words)
        }
    };
    if let Some(encoding) = encoding {
        published
            .remarks
            .push(format!("文件的编码是 {encoding}，已转成 UTF-8"));
    }
    Ok(published)
}

/// Reads a page, unless it shows two reports.
fn read_page(words: &str) -> Result<Published, Fault> {
    within("个标签", words.matches('<').count(), MOST_TAGS)?;
    // Their tables have the form's figures, of several reports.
    let own = [(COMPARISON, "diff"), (OVERVIEW, "years"), (PUBLIC, "build")];
    if let Some((_, command)) = own.iter().find(|(mark, _)| words.contains(mark)) {
        let fault = Fault::new(
            format!("这是 nianbao {command} 写出的对照，不是一份年报"),
            "给出其中要读的那一份报告",
        );
        return Err(Fault {
            is_foreign: true,
            ..fault
        });
    }
    Ok(html::read(words))
}

/// The words of a page or a text, and its encoding where that is not UTF-8.
fn words_of(bytes: &[u8]) -> Result<(String, Option<&'static str>), Fault> {
    if bytes.len() > MOST_TEXT {
        let size = bytes.len() / 1024 / 1024;
        let most = MOST_TEXT / 1024 / 1024;
        return Err(Fault::new(
            format!("文件有 {size} MB，网页和文本最多读 {most} MB，不像一份年报"),
            "检查是否选错了文件；网页里嵌了大图的，另存为「仅 HTML」再导入",
        ));
    }
    let (words, encoding) = encoding::decode(bytes);
    let control = |c: &char| c.is_control() && !c.is_whitespace();
    if words.chars().filter(control).count() * 20 > words.chars().count() {
        return Err(Fault::new(
            "这不是网页，也不是文本：里面多是控制字符",
            "给出数据文件（.yaml）、工作簿（.xlsx）、.docx、网页、PDF 或文本",
        ));
    }
    match is_data_file(&words) {
        true => Err(Fault::new(
            "这已经是数据文件",
            "不用导入：直接用 nianbao check 检查，用 nianbao build 生成",
        )),
        false => Ok((words, encoding)),
    }
}

/// What a file's first bytes say that no reader is for: what it is, and what to do.
pub(super) fn unreadable(bytes: &[u8]) -> Option<Fault> {
    const WORD: &str = "用 Word 或 WPS 打开，「另存为」时选 .docx，再导入";
    const IMAGE: &str = "图片里的文字读不出来；找网页、Word 或 PDF 原件，或把文字录成文本";
    const PAGE: &str = "在浏览器里打开，另存为「网页，仅 HTML」（.html），再导入";
    const UNPACK: &str = "先解压，再导入里面的报告";
    let head = |mark: &[u8]| bytes.starts_with(mark);
    let holds = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    let (kind, help) = match bytes {
        [] => ("空文件", "检查是否选错了文件"),
        _ if head(OLE) => {
            // The names in an OLE file are UTF-16.
            match holds(b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0") {
                true => (
                    "加了密码的文件",
                    "用 Word 或 WPS 打开，去掉密码后另存为 .docx，再导入",
                ),
                false => ("旧格式的 Word、WPS 或 Excel 文件（.doc、.wps、.xls）", WORD),
            }
        }
        _ if head(b"PK\x03\x04") => match archive::kind(bytes) {
            Archive::Ofd => (" OFD 文件", "用阅读器打开，另存为或打印成 PDF，再导入"),
            Archive::OpenDocument => (" OpenDocument 文件（.odt、.ods）", WORD),
            _ => ("压缩包，不是 .docx", UNPACK),
        },
        _ if head(b"PK\x05\x06") => ("压缩包，不是 .docx", UNPACK),
        _ if head(b"Rar!") || head(b"7z\xbc\xaf") || head(b"\x1f\x8b") => ("压缩包", UNPACK),
        _ if head(b"{\\rtf") => (" RTF 文件", WORD),
        _ if is_message(bytes) => ("单个文件的网页（.mht）", PAGE),
        _ if head(b"\x89PNG") || head(b"\xff\xd8\xff") || head(b"GIF8") => ("图片", IMAGE),
        _ if head(b"II*\0") || head(b"MM\0*") => ("图片", IMAGE),
        _ if head(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice()) => ("图片", IMAGE),
        _ => return None,
    };
    Some(Fault::new(format!("这是{kind}，读不了"), help))
}

/// Whether bytes begin as those of a web page that was saved as a single file.
fn is_message(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let first = head.trim_start().split(':').next().unwrap_or_default();
    let is_field = first.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    is_field && head.lines().any(|line| line.starts_with("mime-version:"))
}

/// Whether words are a data file of our own.
fn is_data_file(words: &str) -> bool {
    let has = |key: &str| {
        let keys = words.lines().filter_map(|line| line.split_once(':'));
        keys.take(10_000).any(|(own, _)| own == key)
    };
    has(keys::YEAR) && has(keys::AGENCY)
}

/// What words are.
#[derive(PartialEq, Eq)]
enum Words {
    /// A Word file in a single XML file.
    Xml,
    Page,
    Markdown,
    Text,
}

fn kind(words: &str) -> Words {
    const TAGS: &str = "<!doctype html|<html|<div|<p|<table|<body|<head|<meta|<h1|<h2|<section|\
        <article|<span|<!--|<?xml";
    let head: String = words.trim_start().chars().take(2000).collect();
    let head = head.to_ascii_lowercase();
    let page = head.starts_with('<') && TAGS.split('|').any(|tag| head.starts_with(tag));
    let lines = || words.lines().take(5000);
    let heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        (1..=4).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
    };
    let ruled = |line: &str| {
        let line = line.trim();
        line.contains("--") && line.contains('|') && line.chars().all(|c| "|-: ".contains(c))
    };
    match () {
        () if head.contains("office/2006/xmlpackage") => Words::Xml,
        () if head.contains("office/word/2003/wordml") => Words::Xml,
        () if page || head.contains("<html") => Words::Page,
        () if lines().filter(|line| heading(line)).count() > 1 => Words::Markdown,
        () if lines().any(ruled) => Words::Markdown,
        () if head.contains("<p>") || head.contains("<div") => Words::Page,
        () => Words::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn fault(bytes: &[u8], words: &str) {
        let fault = read("x.html", bytes).unwrap_err();
        assert!(fault.message.contains(words), "{fault:?}");
        assert!(!fault.help.is_empty());
    }

    #[test]
    fn what_no_reader_is_for_is_said() {
        fault(b"", "空文件");
        fault(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", ".doc");
        fault(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
            "密码",
        );
        fault(b"PK\x03\x04....xl/workbook.xml", "Excel");
        fault(b"PK\x03\x04....OFD.xml", "OFD");
        fault(b"PK\x03\x04....a.txt", "压缩包");
        fault(b"\x89PNG\r\n\x1a\n", "图片");
        fault(b"{\\rtf1", "RTF");
        fault(b"MIME-Version: 1.0\r\n\r\n", ".mht");
        fault(&[1; 100], "控制字符");
        fault(&vec![b' '; MOST_TEXT + 1], "16 MB");
    }

    #[test]
    fn more_lines_and_cells_than_a_report_has_are_refused() {
        let refused = |name: &str, words: String, found: &str| {
            let fault = read(name, words.as_bytes()).unwrap_err();
            assert!(fault.message.contains(found), "{fault:?}");
        };
        refused(
            "a.txt",
            "甲乙\n".repeat(20_001),
            "有 20001 行，最多读 20000 行",
        );
        refused("a.md", "- 甲\n".repeat(20_001), "有 20001 行");
        refused(
            "a.txt",
            "1\t".repeat(100_001),
            "有 100001 格，最多读 100000 格",
        );
        refused("a.md", "| 1 ".repeat(100_001), "有 100001 格");
        let page = format!("<p>{}", "<p>甲".repeat(20_001));
        refused("a.html", page, "有 20001 段和表");
        let page = format!("<p>{}", "<b>甲".repeat(300_000));
        refused("a.html", page, "有 300001 个标签，最多读 300000 个标签");
        let row = "<tr><td>1<td>2<td>3<td>4<td>5<td>6<td>7<td>8<td>9<td>0";
        let page = format!("<table>{}</table>", row.repeat(300));
        refused("a.html", page.repeat(34), "有 102000 格");
    }

    #[test]
    fn texts_are_told_apart_by_what_is_in_them() {
        assert!(kind("<!DOCTYPE html><p>x") == Words::Page);
        assert!(kind("\n <div>x</div>") == Words::Page);
        assert!(kind("# a\n\n## b\n") == Words::Markdown);
        assert!(kind("a\n\n| x | y |\n|---|---|\n") == Words::Markdown);
        assert!(kind("一、总体情况\n\t0\n") == Words::Text);
        assert!(kind("#1 甲\n") == Words::Text);
    }
}
