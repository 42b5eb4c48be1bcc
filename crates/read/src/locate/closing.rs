//! The end of a report: who signs it, the day, and what the site puts below.

use super::{Located, size};
use crate::{
    day::date_at_end,
    label::{Numbering, Style, is_invisible, numbered, stem},
    published::{Block, Cell},
};
use base::date::Date;
use form::report::Seal;

/// So long is a sentence below a site's own words that may be the report's.
const SENTENCE: usize = 16;

/// Parts the signature and what the site puts below a report from the last section.
pub fn close(located: &mut Located, blocks: &mut Vec<Block>) {
    let end = blocks
        .iter()
        .enumerate()
        .skip(1)
        .find(|(_, block)| is_furniture(block));
    let end = end.map_or(blocks.len(), |(at, _)| at);
    let below = blocks.split_off(end);
    sign_with_day(located, blocks);
    sign_last(located, blocks);
    for block in &below {
        match block {
            Block::Paragraph(last) if size(block) >= SENTENCE && is_sentence(&last.text) => {
                located.after.push(last.text.clone());
            }
            _ => located.outside.leave(block),
        }
    }
}

/// Takes the day of signature away, and who signs beside or below it.
fn sign_with_day(located: &mut Located, blocks: &mut Vec<Block>) {
    let Some(at) = signed_day(located, blocks) else {
        return;
    };
    let mut behind = blocks.split_off(at + 1);
    if let Some(Block::Paragraph(last)) = blocks.pop()
        && let Some((date, before)) = date_at_end(&last.text)
    {
        located.date = Some(date);
        located.signature = Some(unsealed(before)).filter(|name| !name.is_empty());
        located.seal = sealed(before);
    }
    // Some sign below the day.
    let below = behind.first().map(|next| unsealed(next.line()));
    let own = |name: &String| is_name(name) && signs_alone(located, name);
    let above = blocks.last().is_some_and(|block| names(block).is_some());
    if let Some(name) = below.filter(|name| !above && located.signature.is_none() && own(name)) {
        located.seal = sealed(behind.remove(0).line());
        located.signature = Some(name);
    }
    for block in &behind {
        keep(located, block);
    }
}

/// Takes away who signs in the last lines.
fn sign_last(located: &mut Located, blocks: &mut Vec<Block>) {
    let signs = match blocks.last().and_then(names) {
        Some(name) if located.signature.is_none() && blocks.len() > 1 => {
            located.date.is_some() || signs_alone(located, &name)
        }
        _ => false,
    };
    if signs
        && let Some(last) = blocks.pop()
        && let Some(name) = names(&last)
    {
        located.seal = sealed(last.line());
        // The agency of the title may sign with others.
        let first = blocks.last().and_then(names);
        let first = first.filter(|first| blocks.len() > 1 && signs_alone(located, first));
        located.signature = Some(match first {
            Some(first) => {
                blocks.pop();
                format!("{first}、{name}")
            }
            None => name,
        });
    }
}

/// The block that ends with the report's day: the first that the agency of the title signs,
/// since sites list other articles with their days below; or else the last.
fn signed_day(located: &Located, blocks: &[Block]) -> Option<usize> {
    let dated = |at: &usize| ending_date(&blocks[*at]).is_some();
    let own = |name: String| signs_alone(located, &name);
    let signed = |at: &usize| {
        let above = at.checked_sub(1).and_then(|above| names(&blocks[above]));
        let within = date_at_end(blocks[*at].line()).map(|(_, name)| unsealed(name));
        above.is_some_and(own) || within.is_some_and(|name| !name.is_empty() && own(name))
    };
    let mut found = (0..blocks.len()).filter(dated);
    let first = found.clone().find(signed);
    let found = first.or_else(|| found.next_back());
    found.filter(|&at| at > 0 || blocks.len() == 1)
}

/// The name of who signs, if a block is one.
fn names(block: &Block) -> Option<String> {
    is_name(block.line()).then(|| unsealed(block.line()))
}

/// A name without the words that stand for a seal.
fn unsealed(name: &str) -> String {
    let parted = name
        .trim()
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rsplit_once(['（', '(']));
    match parted {
        Some((name, "盖章" | "公章" | "章" | "印章" | "签章")) => name.trim().to_owned(),
        _ => name.trim().to_owned(),
    }
}

/// The seal that a line asks for, if it does.
fn sealed(line: &str) -> Option<Seal> {
    (unsealed(line) != line.trim()).then_some(Seal::Sealed)
}

fn keep(located: &mut Located, block: &Block) {
    const OWN: &str = "附件 附： 附表 联系 电话 注： 备注 抄送 填报 （此件";
    match block {
        Block::Table(table) if size(block) >= SENTENCE => {
            let cells = |row: &Vec<Cell>| {
                let cells = row.iter().map(|cell| cell.text.trim());
                cells.collect::<Vec<_>>().join(" | ")
            };
            let rows: Vec<String> = table.rows.iter().map(cells).collect();
            located.after.push(rows.join(" / "));
        }
        Block::Paragraph(paragraph)
            if size(block) >= 40
                || is_sentence(&paragraph.text)
                || OWN
                    .split(' ')
                    .any(|own| paragraph.text.trim().starts_with(own)) =>
        {
            located.after.push(paragraph.text.clone());
        }
        _ => located.outside.leave(block),
    }
}

fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(['）', ')', '”']).ends_with('。')
}

fn signs_alone(located: &Located, name: &str) -> bool {
    located
        .title
        .as_deref()
        .is_some_and(|title| stem(title).starts_with(&stem(name)))
}

/// Whether words can be the name of who signs.
pub fn is_name(text: &str) -> bool {
    let text = text.trim();
    let length = text.chars().count();
    (2..=50).contains(&length)
        && !text.contains(['。', '，', '；', '：', ':', '、', '！'])
        && numbered(text)
            .0
            .is_none_or(|n: Numbering| n.style == Style::Part)
        && text.ends_with(|c: char| {
            "局委会厅部办队院所校馆站心社处署府司室团行关组学司公科股园区县市镇乡街道）)"
                .contains(c)
        })
}

/// What sites print below an article.
fn is_furniture(block: &Block) -> bool {
    const SIGNS: &str = "扫一扫 打印 关闭窗口 关闭本页 上一篇 下一篇 版权所有 主办单位 主办： 承办单位 承办： \
        网站标识码 ICP备 公网安备 相关链接 友情链接 网站地图 联系我们 分享到 相关附件 \
        责任编辑 分享： 返回顶部 技术支持 相关信息 浏览次数";
    let shown = block.line().chars();
    let text: String = shown
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .collect();
    text.chars().count() <= 60
        && SIGNS.split(' ').any(|sign| text.contains(sign))
        && !text.ends_with('。')
}

fn ending_date(block: &Block) -> Option<Date> {
    let (date, before) = date_at_end(block.line())?;
    (before.is_empty() || is_name(before)).then_some(date)
}
