//! The reader of PDF files with a text layer.
//!
//! In: the bytes of a file that was born digital. Out: its paragraphs and tables in order,
//! each with its page, and what was not read (`Published`). A line of a table
//! `6 | 0 | 6` comes out as a row of three cells.
//!
//! A page is a program that puts characters and rules at places. What it would cost is
//! reckoned (`open`, `cost`), then it is carried out (`page`), and read by where things
//! stand (`flow`, `columns`, `lattice`, `unruled`). The logical structure that a file may state tells
//! which words are one paragraph or one row, where places leave it open (`tags`).
//!
//! Scans without a layer of text are not read, nor what notes and form fields show.

mod columns;
mod cost;
mod flow;
mod lattice;
mod open;
mod page;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod unpack;
mod unruled;

use super::Fault;
use crate::published::Published;

/// Files of so many pages are read at most.
const MOST_PAGES: usize = 400;

/// Reads a PDF.
///
/// # Errors
/// It is none, is encrypted, is broken, has no text layer, or is larger than any report.
pub fn read(bytes: &[u8]) -> Result<Published, Fault> {
    let pdf = open::open(bytes)?;
    match pdf.pages().len() {
        0 => return Err(broken()),
        count if count > MOST_PAGES => return Err(too_much()),
        _ => {}
    }
    let (mut pages, tally) = page::pages(&pdf).ok_or_else(too_much)?;
    let pieces = pages.iter().flat_map(|page| &page.pieces);
    let words = pieces.filter(|piece| !piece.text.trim().is_empty()).count();
    if words == 0 {
        return Err(scanned());
    }
    if tally.unread * 5 > words {
        return Err(unreadable());
    }
    if tally.turned * 2 > words {
        return Err(turned());
    }
    tags::tag(&pdf, &mut pages);
    let blocks = flow::read(&pages);
    let mut cautions = Vec::new();
    if tally.unread > 0 {
        let count = tally.unread;
        cautions.push(format!(
            "{count} 个字符在字体中没有对应的文字，写作“\u{fffd}”，请对照原件改正"
        ));
    }
    if tally.hidden * 2 > words {
        cautions.push(
            "文字是盖在扫描图片上看不见的一层，多半由 OCR 软件识别，可能有错，请逐格核对"
                .to_owned(),
        );
    }
    if tally.pictures > 0 {
        cautions.push(format!("图片 {} 张没有读入", tally.pictures));
    }
    Ok(Published {
        title: open::title(&pdf),
        blocks,
        cautions,
        ..Published::default()
    })
}

/// A string that is meant to be read: UTF-16, UTF-8 or, if neither, Latin.
fn string(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        bytes => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
    };
    text.chars().filter(|c| !c.is_control()).collect()
}

fn broken() -> Fault {
    Fault::new(
        "这个 PDF 已损坏，读不了",
        "换一份完好的 PDF；手头有 Word 文件（.docx）或网页的，导入那一份更好",
    )
}

fn encrypted() -> Fault {
    Fault::new(
        "这个 PDF 设有密码，读不了",
        "用 PDF 软件打开，取消密码后另存，再导入",
    )
}

fn scanned() -> Fault {
    Fault::new(
        "这个 PDF 没有文字层，像是扫描件，读不了",
        "先用 OCR 软件识别成 Word 文件（.docx）或带文字的 PDF，再导入，并逐格核对",
    )
}

fn unreadable() -> Fault {
    Fault::new(
        "这个 PDF 的字体没有写明每个字是什么，文字取不出来",
        "手头有 Word 文件（.docx）或网页的，导入那一份；没有的，先用 OCR 软件识别成 .docx",
    )
}

fn turned() -> Fault {
    Fault::new(
        "这个 PDF 的页是侧着或倒着的，读不了",
        "用 PDF 软件打开，把页转正后另存，再导入",
    )
}

fn too_much() -> Fault {
    Fault::new(
        "这个 PDF 大得不像一份年度报告，没有读",
        "只留下报告的那几页，另存为新的 PDF，再导入",
    )
}
