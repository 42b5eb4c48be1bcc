//! Where in a container the report stands: its title, its sections, its end.

use super::{
    Fault, escape,
    label::{Label, Numbering, Style, is_invisible, numbered, stem},
};
use crate::{
    date::Date,
    edition::{Edition, Section},
    published::{Block, Paragraph, Published, Role},
};

/// Headings so alike are the same.
const LIKE: f64 = 0.75;
/// The same for a heading without a number.
const SAME: f64 = 0.93;
/// A heading has this many characters at the most.
const LONGEST: usize = 60;
/// So far above the first section is a title looked for.
const REACH: usize = 60;

/// A report within its container.
#[derive(Debug, Default)]
pub struct Located {
    /// The title's words.
    pub title: Option<String>,
    /// What stands between the title and the first section.
    pub opening: Vec<Block>,
    /// By section, what stands under its heading; `None` where there is no heading.
    pub sections: Vec<Option<Vec<Block>>>,
    /// The line that signs, and the day.
    pub signature: Option<String>,
    /// The day below the signature.
    pub date: Option<Date>,
    /// What stands behind the signature and is no part of the site.
    pub after: Vec<String>,
    /// How many characters of the container lie outside the report.
    pub outside: usize,
}

/// A paragraph that heads a section.
#[derive(Clone, Copy, Debug)]
struct Heading {
    at: usize,
    section: usize,
    weight: u8,
}

/// Locates the report of a container.
///
/// # Errors
/// There is none, or there are two.
pub fn locate(edition: &Edition, published: &Published) -> Result<Located, Fault> {
    let blocks = &published.blocks;
    let names: Vec<Vec<Label>> = edition.sections.iter().map(names).collect();
    let headings: Vec<Heading> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| heading(&names, at, block))
        .collect();
    let runs = runs(&headings, blocks);
    if let [first, second, ..] = &runs[..] {
        return Err(two_reports(blocks, first, second));
    }
    let run = match runs.into_iter().next() {
        Some(run) => run,
        None => chain(&headings),
    };
    if run.len() < 2 {
        return Err(no_report(edition, blocks));
    }
    let run = complete(run, &headings, edition.sections.len());
    Ok(part(edition, published, &names, &run))
}

fn names(section: &Section) -> Vec<Label> {
    let also = section.also.iter().map(|text| Label::of(text));
    std::iter::once(Label::of(&section.heading))
        .chain(also)
        .collect()
}

fn heading(names: &[Vec<Label>], at: usize, block: &Block) -> Option<Heading> {
    let Block::Paragraph(paragraph) = block else {
        return None;
    };
    let text = untitled(&paragraph.text);
    let (numbering, _) = numbered(text);
    let label = Label::of(text);
    let long = text.chars().count() > LONGEST;
    let rated = names.iter().enumerate().filter_map(|(section, names)| {
        let alike = names
            .iter()
            .map(|name| name.likeness(&label))
            .fold(0.0, f64::max);
        let begins = || names.iter().any(|name| begins_with(text, name));
        let number = numbering.map(|n| n.number as usize == section + 1);
        let weight = match (numbering.map(|n| n.style), number, &paragraph.role) {
            (Some(Style::Bracketed | Style::Inner), ..) => 0,
            (Some(_), Some(true), _) if (!long && alike >= LIKE) || begins() => 3,
            _ if long => 0,
            (Some(_), Some(false), _) if alike >= SAME - 0.04 => 2,
            (None, _, Role::Heading(_)) if alike >= LIKE => 2,
            (None, ..) if alike >= SAME => 1,
            _ => 0,
        };
        (weight > 0).then_some((weight, alike, section))
    });
    let (weight, _, section) = rated.max_by(|a, b| {
        (a.0, a.1)
            .partial_cmp(&(b.0, b.1))
            .unwrap_or(std::cmp::Ordering::Equal)
    })?;
    Some(Heading {
        at,
        section,
        weight,
    })
}

/// A heading without the dots and the page of a table of contents.
fn untitled(text: &str) -> &str {
    text.trim().trim_end_matches(|c: char| {
        c.is_ascii_digit()
            || c == '.'
            || c == '…'
            || c == '：'
            || c == ':'
            || c == '。'
            || c.is_whitespace()
    })
}

/// Whether a text goes on behind a heading's words.
fn begins_with(text: &str, name: &Label) -> bool {
    let (_, rest) = numbered(text);
    rest_behind(rest, name.stem()).is_some()
}

/// What stands behind a heading's words in its own paragraph.
fn rest_behind<'a>(text: &'a str, heading: &str) -> Option<&'a str> {
    let mut left = heading.chars();
    let mut at = 0;
    for (index, c) in text.char_indices() {
        if left.as_str().is_empty() {
            break;
        }
        at = index + c.len_utf8();
        if !stem(&c.to_string()).is_empty() && left.next() != stem(&c.to_string()).chars().next() {
            return None;
        }
    }
    let rest = text.get(at..).filter(|_| left.as_str().is_empty())?;
    let parted = rest.starts_with(|c: char| !c.is_alphanumeric() || c.is_whitespace());
    let rest = rest.trim_start_matches(|c: char| "：:。．.、，, ".contains(c) || c.is_whitespace());
    (parted && !rest.is_empty()).then_some(rest)
}

/// Sequences of headings in the form's order with something between them: reports.
fn runs(headings: &[Heading], blocks: &[Block]) -> Vec<Vec<Heading>> {
    let mut runs: Vec<Vec<Heading>> = Vec::new();
    for heading in headings.iter().filter(|heading| heading.weight > 1) {
        match runs.last_mut() {
            Some(run)
                if run
                    .last()
                    .is_some_and(|last| last.section < heading.section) =>
            {
                run.push(*heading);
            }
            _ => runs.push(vec![*heading]),
        }
    }
    let full = |run: &Vec<Heading>| {
        let (first, last) = (run[0].at, run[run.len() - 1].at);
        let words: usize = blocks[first..=last].iter().map(size).sum();
        let own: usize = run.iter().map(|heading| size(&blocks[heading.at])).sum();
        run.len() > 2 && words > own
    };
    runs.retain(full);
    runs
}

/// The heaviest sequence of headings in order, where none stands out.
fn chain(headings: &[Heading]) -> Vec<Heading> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    let headings = &headings[..headings.len().min(500)];
    for (index, heading) in headings.iter().enumerate() {
        let before = (0..index).filter(|&i| headings[i].section < heading.section);
        let before = before.max_by_key(|&i| (best[i].0, std::cmp::Reverse(i)));
        let weight = before.map_or(0, |i| best[i].0) + usize::from(heading.weight);
        best.push((weight, before));
    }
    let mut at = (0..best.len()).max_by_key(|&i| best[i].0);
    let mut run = Vec::new();
    while let Some(index) = at {
        run.push(headings[index]);
        at = best[index].1;
    }
    run.reverse();
    run
}

/// Adds headings without a number where their section has none yet.
fn complete(run: Vec<Heading>, headings: &[Heading], sections: usize) -> Vec<Heading> {
    let mut run = run;
    for section in 0..sections {
        if run.iter().any(|heading| heading.section == section) {
            continue;
        }
        let after = run.iter().rfind(|h| h.section < section).map(|h| h.at);
        let before = run.iter().find(|h| h.section > section).map(|h| h.at);
        let fits = |h: &&Heading| {
            h.section == section
                && after.is_none_or(|at| h.at > at)
                && before.is_none_or(|at| h.at < at)
        };
        let nearest = headings.iter().filter(fits).max_by_key(|h| match section {
            0 => (h.weight, h.at),
            _ => (h.weight, usize::MAX - h.at),
        });
        if let Some(found) = nearest {
            let place = run
                .iter()
                .position(|h| h.at > found.at)
                .unwrap_or(run.len());
            run.insert(place, *found);
        }
    }
    run
}

fn two_reports(blocks: &[Block], first: &[Heading], second: &[Heading]) -> Fault {
    let name = |run: &[Heading], from: usize| {
        let (title, _) = title(&blocks[from..run[0].at]);
        title.unwrap_or_else(|| "没有标题的一份".to_owned())
    };
    let end = first[first.len() - 1].at;
    Fault::new(
        format!(
            "这里有两份报告：《{}》和《{}》",
            name(first, 0),
            name(second, end)
        ),
        "分成两个文件，一次导入一份",
    )
}

fn no_report(edition: &Edition, blocks: &[Block]) -> Fault {
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
    Fault::new(
        format!(
            "没有找到年度报告：找的是「{}」这些标题",
            headings.join("」「")
        ),
        help,
    )
}

/// How many characters a block has.
pub fn size(block: &Block) -> usize {
    let seen = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    match block {
        Block::Paragraph(paragraph) => seen(&paragraph.text),
        Block::Table(table) => table
            .rows
            .iter()
            .flatten()
            .map(|cell| seen(&cell.text))
            .sum(),
    }
}

fn part(
    edition: &Edition,
    published: &Published,
    names: &[Vec<Label>],
    run: &[Heading],
) -> Located {
    let blocks = &published.blocks;
    let first = run.first().map_or(0, |heading| heading.at);
    let (title, begin) = title(&blocks[..first]);
    let begin = begin.unwrap_or_else(|| sentences(&blocks[..first]));
    let mut located = Located {
        title: title.or_else(|| published.title.as_deref().and_then(page_title)),
        opening: blocks[begin..first].to_vec(),
        sections: vec![None; edition.sections.len()],
        outside: blocks[..begin].iter().map(size).sum(),
        ..Located::default()
    };
    for (index, heading) in run.iter().enumerate() {
        let end = run.get(index + 1).map_or(blocks.len(), |next| next.at);
        let mut own = Vec::new();
        if let Block::Paragraph(paragraph) = &blocks[heading.at] {
            let (_, words) = numbered(&paragraph.text);
            let rest = names[heading.section]
                .iter()
                .find_map(|name| rest_behind(words, name.stem()));
            own.extend(rest.map(|rest| {
                Block::Paragraph(Paragraph {
                    text: rest.to_owned(),
                    markdown: escape::plain(rest),
                    ..Paragraph::default()
                })
            }));
        }
        own.extend_from_slice(&blocks[heading.at + 1..end]);
        if index + 1 == run.len() {
            close(&mut located, &mut own);
        }
        located.sections[heading.section] = Some(own);
    }
    located
}

/// The title above the first section, and where what follows it begins.
fn title(blocks: &[Block]) -> (Option<String>, Option<usize>) {
    let from = blocks.len().saturating_sub(REACH);
    let line = |at: usize| match &blocks[at] {
        Block::Paragraph(paragraph) => Some(paragraph.text.trim()),
        Block::Table(_) => None,
    };
    for at in (from..blocks.len()).rev() {
        let Some(own) = line(at).filter(|own| is_title_line(own)) else {
            continue;
        };
        let above = at
            .checked_sub(1)
            .filter(|above| *above >= from)
            .and_then(line);
        let above = above.filter(|above| is_title_line(above) && !is_title(above));
        let joined = above
            .map(|above| format!("{above}{own}"))
            .filter(|joined| is_title(joined));
        // A name above a line that is a title by itself belongs to it where that line names nobody.
        let names_nobody = stem(own).starts_with(|c: char| c.is_ascii_digit()) || !is_title(own);
        match (joined, is_title(own)) {
            (Some(joined), _) if names_nobody => return (Some(joined), Some(at + 1)),
            (_, true) => return (Some(own.to_owned()), Some(at + 1)),
            _ => {}
        }
    }
    (None, None)
}

fn is_title_line(text: &str) -> bool {
    let length = text.chars().count();
    (2..=80).contains(&length) && !text.contains(['。', '，', '；', '：', ':', '>', '|', '!', '！'])
}

fn is_title(text: &str) -> bool {
    let stem = stem(text);
    let named = stem.contains("信息公开") || stem.contains("政务公开");
    let ends = stem.ends_with("报告") || stem.ends_with("年报");
    let report = stem.contains("年度") || stem.contains("年报") || stem.contains('年');
    named && ends && report && is_title_line(text)
}

/// The report's title in that of its page: what stands before the site's name.
fn page_title(text: &str) -> Option<String> {
    let parts = text.split(['|', '_', '-', '—', '–', '»', '>']);
    parts
        .map(str::trim)
        .find(|part| is_title(part))
        .map(str::to_owned)
}

/// Where the sentences right above the first section begin, if there is no title.
fn sentences(blocks: &[Block]) -> usize {
    let sentence = |block: &Block| match block {
        Block::Paragraph(paragraph) => {
            let text = paragraph.text.trim();
            text.chars().count() >= 30 && text.ends_with(['。', '：', '）', '”'])
        }
        Block::Table(_) => false,
    };
    let before = blocks
        .iter()
        .rev()
        .take_while(|block| sentence(block))
        .count();
    blocks.len() - before
}

/// Parts the signature and what the site puts below a report from the last section.
fn close(located: &mut Located, blocks: &mut Vec<Block>) {
    let end = blocks
        .iter()
        .enumerate()
        .skip(1)
        .find(|(_, block)| is_furniture(block));
    let end = end.map_or(blocks.len(), |(at, _)| at);
    let below = blocks.split_off(end);
    let dated = blocks
        .iter()
        .rposition(|block| ending_date(block).is_some());
    let dated = dated.filter(|&at| at > 0 || blocks.len() == 1);
    if let Some(at) = dated {
        let behind = blocks.split_off(at + 1);
        if let Some(Block::Paragraph(last)) = blocks.pop()
            && let Some((date, before)) = date_at_end(&last.text)
        {
            located.date = Some(date);
            located.signature = Some(before.to_owned()).filter(|name| !name.is_empty());
        }
        for block in &behind {
            keep(located, block);
        }
    }
    let signs = match blocks.last() {
        Some(Block::Paragraph(last)) if located.signature.is_none() && blocks.len() > 1 => {
            is_name(&last.text) && (located.date.is_some() || signs_alone(located, &last.text))
        }
        _ => false,
    };
    if signs && let Some(Block::Paragraph(last)) = blocks.pop() {
        located.signature = Some(last.text.trim().to_owned());
    }
    for block in &below {
        located.outside += size(block);
    }
}

fn keep(located: &mut Located, block: &Block) {
    match block {
        Block::Paragraph(paragraph) if size(block) >= 40 || paragraph.text.starts_with("附件") => {
            located.after.push(paragraph.text.clone());
        }
        _ => located.outside += size(block),
    }
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
    (3..=50).contains(&length)
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
    const SIGNS: [&str; 26] = [
        "扫一扫",
        "打印",
        "关闭窗口",
        "关闭本页",
        "上一篇",
        "下一篇",
        "版权所有",
        "主办单位",
        "主办：",
        "承办单位",
        "承办：",
        "网站标识码",
        "ICP备",
        "公网安备",
        "相关链接",
        "友情链接",
        "网站地图",
        "联系我们",
        "分享到",
        "相关附件",
        "责任编辑",
        "分享：",
        "返回顶部",
        "技术支持",
        "相关信息",
        "浏览次数",
    ];
    match block {
        Block::Paragraph(paragraph) => {
            let text: String = paragraph
                .text
                .chars()
                .filter(|c| !c.is_whitespace() && !is_invisible(*c))
                .collect();
            text.chars().count() <= 60
                && SIGNS.iter().any(|sign| text.contains(sign))
                && !text.ends_with('。')
        }
        Block::Table(_) => false,
    }
}

fn ending_date(block: &Block) -> Option<Date> {
    match block {
        Block::Paragraph(paragraph) => {
            let (date, before) = date_at_end(&paragraph.text)?;
            (before.is_empty() || is_name(before)).then_some(date)
        }
        Block::Table(_) => None,
    }
}

/// A day at the end of some words, and the words before it.
pub fn date_at_end(text: &str) -> Option<(Date, &str)> {
    let text = text.trim().trim_end_matches(['）', ')', '。']);
    let start = text.rfind(|c: char| {
        !"0123456789０１２３４５６７８９〇○零一二三四五六七八九十年月日-./ \u{3000}\u{a0}"
            .contains(c)
    });
    let start = start.map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    let (before, day) = text.split_at(start);
    let date = date(day)?;
    Some((date, before.trim().trim_end_matches(['（', '(']).trim()))
}

/// A day in any of the ways in which reports write one.
pub fn date(text: &str) -> Option<Date> {
    let mut parts = Vec::new();
    let folded: String = text
        .chars()
        .map(super::label::half_width)
        .filter(|c| !c.is_whitespace())
        .collect();
    for part in folded
        .split(['年', '月', '日', '-', '.', '/'])
        .filter(|part| !part.is_empty())
    {
        parts.push(number(part)?);
    }
    let ended = folded.ends_with('日') || !folded.contains('年');
    match parts[..] {
        [year, month, day] if ended && (1990..2100).contains(&year) => {
            Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
        }
        _ => None,
    }
}

fn number(text: &str) -> Option<u16> {
    const DIGITS: [&str; 3] = ["〇一二三四五六七八九", "○", "零"];
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |c: char| {
        DIGITS
            .iter()
            .find_map(|row| row.chars().position(|d| d == c))
            .map(|d| d as u16)
    };
    let chars: Vec<char> = text.chars().collect();
    match chars[..] {
        [a, b, c, d] => Some(digit(a)? * 1000 + digit(b)? * 100 + digit(c)? * 10 + digit(d)?),
        ['十'] => Some(10),
        ['十', one] => Some(10 + digit(one)?),
        [one] => digit(one),
        [ten, '十'] => Some(digit(ten)? * 10),
        [ten, '十', one] => Some(digit(ten)? * 10 + digit(one)?),
        _ => None,
    }
}
