//! The end of a report: who signs it, the day, and what the site puts below.

use super::{Located, size};
use crate::{
    day::date_at_end,
    label::{Style, is_invisible, numbered, stem},
    published::{Block, Cell},
};
use base::date::Date;
use form::report::Seal;

/// So long is a sentence below a site's own words that may be the report's.
const SENTENCE: usize = 16;
/// So long is a line below a signature that is none of a site's.
const LONG: usize = 40;

/// A line that signs: a name, a day, or both.
struct Signed {
    name: Option<String>,
    day: Option<Date>,
}

/// Parts the signature and what the site puts below a report from the last section.
pub fn close(located: &mut Located, blocks: &mut Vec<Block>) {
    let mut lines = blocks.iter().enumerate().skip(1);
    let end = lines.find(|(_, block)| is_furniture(block));
    let below = blocks.split_off(end.map_or(blocks.len(), |(at, _)| at));
    let behind = sign(located, blocks);
    for block in &behind {
        match block {
            Block::Table(table) if size(block) >= SENTENCE => {
                let cells = |row: &Vec<Cell>| {
                    let cells: Vec<&str> = row.iter().map(|cell| cell.text.trim()).collect();
                    cells.join(" | ")
                };
                let rows: Vec<String> = table.rows.iter().map(cells).collect();
                located.after.push(rows.join(" / "));
            }
            Block::Paragraph(own) if is_own(block) => located.after.push(own.text.clone()),
            _ => located.outside.leave(block),
        }
    }
    for block in &below {
        match size(block) >= SENTENCE && is_sentence(block.line()) {
            true => located.after.push(block.line().to_owned()),
            false => located.outside.leave(block),
        }
    }
}

/// Takes away who signs and the day; gives what stands behind them.
fn sign(located: &mut Located, blocks: &mut Vec<Block>) -> Vec<Block> {
    let signed: Vec<Signed> = blocks.iter().map(signed).collect();
    let title = stem(located.title.as_deref().unwrap_or_default());
    let is_own = |name: &str| title.starts_with(&stem(name));
    // A name that stands alone on its line, and is not all there is.
    let name = |at: usize| {
        let own = signed.get(at).filter(|own| at > 0 && own.day.is_none());
        own.and_then(|own| own.name.as_deref())
    };
    let above = |at: usize| at.checked_sub(1).and_then(name);
    let is_day = |at: &usize| signed[*at].day.is_some() && (*at > 0 || signed.len() == 1);
    let is_signed = |at: &usize| {
        let own = signed[*at].name.as_deref();
        own.or_else(|| above(*at)).is_some_and(is_own)
    };
    // Sites list other articles with their days below.
    let mut days = (0..signed.len()).filter(is_day);
    let day = days.clone().find(is_signed).or_else(|| days.next_back());
    let last = signed.len().checked_sub(1);
    let (from, to) = match (day, last) {
        (Some(day), _) if signed[day].name.is_some() => (day, day + 1),
        (Some(day), _) if above(day).is_some() => (day - 1, day + 1),
        // Some sign below the day.
        (Some(day), _) if name(day + 1).is_some_and(is_own) => (day, day + 2),
        (Some(day), _) => (day, day + 1),
        (None, Some(last)) if name(last).is_some_and(is_own) => (last, last + 1),
        (None, _) => return Vec::new(),
    };
    // The agency of the title may sign with others.
    let is_joint = name(from).is_some() && above(from).is_some_and(is_own);
    let from = from - usize::from(is_joint);
    let names = signed[from..to]
        .iter()
        .filter_map(|own| own.name.as_deref());
    let names = names.collect::<Vec<_>>().join("、");
    located.signature = Some(names).filter(|names| !names.is_empty());
    located.date = day.and_then(|day| signed[day].day);
    let behind = blocks.split_off(to);
    let lines = blocks.split_off(from);
    let is_sealed =
        |block: &Block| unsealed(without_day(block.line())) != without_day(block.line());
    located.seal = lines.iter().any(is_sealed).then_some(Seal::Sealed);
    behind
}

/// What of a line signs; nothing of one that says something else.
fn signed(block: &Block) -> Signed {
    let before = without_day(block.line());
    let name = Some(unsealed(before).to_owned()).filter(|_| is_name(before));
    let day = date_at_end(block.line()).filter(|_| before.is_empty() || name.is_some());
    Signed {
        name,
        day: day.map(|(day, _)| day),
    }
}

fn without_day(line: &str) -> &str {
    date_at_end(line).map_or(line, |(_, before)| before)
}

/// A name without the words that stand for a seal.
fn unsealed(name: &str) -> &str {
    let name = name.trim();
    let inner = name.strip_suffix(['）', ')']);
    match inner.and_then(|rest| rest.rsplit_once(['（', '('])) {
        Some((name, "盖章" | "公章" | "章" | "印章" | "签章")) => name.trim(),
        _ => name,
    }
}

/// Whether a paragraph below the signature is the report's.
fn is_own(block: &Block) -> bool {
    const OWN: &str = "附件 附： 附表 联系 电话 注： 备注 抄送 填报 （此件";
    let line = block.line();
    size(block) >= LONG || is_sentence(line) || OWN.split(' ').any(|own| line.starts_with(own))
}

fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(['）', ')', '”']).ends_with('。')
}

/// Whether words can be the name of who signs.
fn is_name(text: &str) -> bool {
    const ENDS: &str =
        "局委会厅部办队院所校馆站心社处署府司室团行关组学司公科股园区县市镇乡街道）)";
    let style = numbered(text).0.map(|own| own.style);
    (2..=50).contains(&text.chars().count())
        && !text.contains(['。', '，', '；', '：', ':', '、', '！'])
        && style.is_none_or(|style| style == Style::Part)
        && text.ends_with(|c| ENDS.contains(c))
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
    let is_short = text.chars().count() <= 60 && !text.ends_with('。');
    is_short && SIGNS.split(' ').any(|sign| text.contains(sign))
}
