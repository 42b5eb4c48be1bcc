//! Why a container gives no report.

use super::{Heading, size, title};
use crate::{Fault, label::brief, published::Block};
use form::edition::Edition;

/// That a container holds two reports, with the headings of each.
pub fn two_reports(blocks: &[Block], mut runs: [&[Heading]; 2]) -> Fault {
    runs.sort_by_key(|run| run[0].at);
    let title = |run: &[Heading]| {
        let mut above = (0..run[0].at).rev();
        let title = above.find_map(|at| title::ends_at(blocks, at, None));
        title.map_or_else(|| "没有标题的一份".to_owned(), |title| brief(&title.words))
    };
    // As on pages that hold one for large and for small screens.
    let words = |run: &[Heading]| -> String {
        let own = blocks[run[0].at..=run[run.len() - 1].at].iter();
        let texts = own.flat_map(Block::texts).flat_map(str::split_whitespace);
        texts.collect()
    };
    let [first, second] = runs.map(title);
    Fault::new(
        format!("这里有两份报告：《{first}》和《{second}》"),
        match words(runs[0]) == words(runs[1]) {
            true => "两份一字不差，像是同一份印了两遍：删去一份，再导入",
            false => "分成两个文件，一次导入一份",
        },
    )
}

/// That a container holds none, with what may be the matter.
pub fn no_report(edition: &Edition, blocks: &[Block]) -> Fault {
    let headings: Vec<&str> = edition.sections.iter().map(|own| &*own.heading).collect();
    let help = match blocks.iter().map(size).sum() {
        0..200 => {
            "网页的内容可能是打开后才载入的：在浏览器里打开，全选复制到 Word，另存为 .docx 再导入"
        }
        _ => "检查是否选错了文件；报告在附件里的，下载附件再导入",
    };
    let headings = headings.join("」「");
    Fault {
        is_foreign: true,
        ..Fault::new(
            format!("没有找到年度报告：找的是「{headings}」这些标题"),
            help,
        )
    }
}
