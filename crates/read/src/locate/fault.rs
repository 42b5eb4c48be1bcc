//! Why a container gives no report.

use super::{Heading, size, title::title};
use crate::{Fault, label::brief, published::Block};
use form::edition::Edition;

/// That a container holds two reports.
pub fn two_reports(blocks: &[Block], first: &[Heading], second: &[Heading]) -> Fault {
    let name = |run: &[Heading], from: usize| {
        let (title, _) = title(&blocks[from..run[0].at]);
        title.map_or_else(|| "没有标题的一份".to_owned(), |title| brief(&title))
    };
    let end = first[first.len() - 1].at.min(second[0].at);
    Fault::new(
        format!(
            "这里有两份报告：《{}》和《{}》",
            name(first, 0),
            name(second, end)
        ),
        match is_the_same(blocks, first, second) {
            true => "两份一字不差，像是同一份印了两遍：删去一份，再导入",
            false => "分成两个文件，一次导入一份",
        },
    )
}

/// Whether two reports have the same words between their headings, as on pages that hold
/// one for large and for small screens.
fn is_the_same(blocks: &[Block], first: &[Heading], second: &[Heading]) -> bool {
    let own = |run: &[Heading]| {
        let words = blocks[run[0].at..=run[run.len() - 1].at].iter();
        words.map(words_of).collect::<String>()
    };
    own(first) == own(second)
}

/// The words of a block, without spaces.
fn words_of(block: &Block) -> String {
    let texts = block.texts().into_iter();
    let bare = texts.map(|text| text.split_whitespace().collect::<String>() + "|");
    bare.collect()
}

/// That a container holds none, with what may be the matter.
pub fn no_report(edition: &Edition, blocks: &[Block]) -> Fault {
    let headings: Vec<&str> = edition
        .sections
        .iter()
        .map(|s| s.heading.as_str())
        .collect();
    let words: usize = blocks.iter().map(size).sum();
    let help = match words {
        0..200 => {
            "网页的内容可能是打开后才载入的：在浏览器里打开，全选复制到 Word，另存为 .docx 再导入"
        }
        _ => "检查是否选错了文件；报告在附件里的，下载附件再导入",
    };
    let fault = Fault::new(
        format!(
            "没有找到年度报告：找的是「{}」这些标题",
            headings.join("」「")
        ),
        help,
    );
    Fault {
        is_foreign: true,
        ..fault
    }
}
