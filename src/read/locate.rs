//! Where in a container the report stands: its title, its sections, its end.

mod closing;
mod fault;
mod inline;
mod outside;
mod title;

use std::collections::HashMap;

use self::{
    closing::close,
    fault::{no_report, two_reports},
    title::{own_title, sentences, title_lines},
};
pub use self::{closing::is_name, outside::Outside, title::is_title};
use super::{
    Fault, escape,
    label::{Label, Style, numbered, stem},
};
use crate::{
    form::{
        edition::{Edition, Section},
        report::Seal,
    },
    ground::date::Date,
    read::published::{Block, Paragraph, Published, Role},
};

/// Headings so alike are the same.
const LIKE: f64 = 0.75;
/// The same for a heading with the very number, as 「二、」.
const NUMBERED: f64 = 0.7;
/// The same for a heading without a number.
const SAME: f64 = 0.93;
/// A heading has this many characters at the most.
const LONGEST: usize = 60;

/// So many headings of a container are looked at.
const MOST_HEADINGS: usize = 2000;

/// A report within its container.
#[derive(Debug, Default)]
pub struct Located {
    /// The title's words.
    pub title: Option<String>,
    /// The agency, where the container states it beside its words.
    pub agency: Option<String>,
    /// What stands between the title and the first section.
    pub opening: Vec<Block>,
    /// By section, what stands under its heading; `None` where there is no heading.
    pub sections: Vec<Option<Vec<Block>>>,
    /// By number, the headings that the form words otherwise, as published.
    pub worded: Vec<(usize, String)>,
    /// The line that signs, and the day.
    pub signature: Option<String>,
    /// Whether words at the signature ask for a seal.
    pub seal: Option<Seal>,
    /// The day below the signature.
    pub date: Option<Date>,
    /// What stands behind the signature and is no part of the site.
    pub after: Vec<String>,
    /// What of the container lies outside the report.
    pub outside: Outside,
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
    let names: Vec<Vec<Label>> = edition.sections.iter().map(names).collect();
    let blocks = &inline::apart(&names, &published.blocks);
    let headings: Vec<Heading> = headings(&names, blocks);
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
    Ok(part(edition, published, blocks, &names, &run))
}

fn names(section: &Section) -> Vec<Label> {
    let also = section.also.iter().map(|text| Label::of(text));
    std::iter::once(Label::of(&section.heading))
        .chain(also)
        .collect()
}

/// The headings of a container; words that come again are compared once, and the work
/// ends where there are more headings than any report has.
fn headings(names: &[Vec<Label>], blocks: &[Block]) -> Vec<Heading> {
    let mut known: HashMap<(&str, bool), Option<Heading>> = HashMap::new();
    let rated = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Paragraph(paragraph) => {
                let text = untitled(&paragraph.text);
                let marked = matches!(paragraph.role, Role::Heading(_));
                let found = known
                    .entry((text, marked))
                    .or_insert_with(|| heading(names, text, marked));
                found.map(|heading| Heading { at, ..heading })
            }
            Block::Table(_) => None,
        });
    rated.take(MOST_HEADINGS).collect()
}

/// What section words head, wherever they stand.
fn heading(names: &[Vec<Label>], text: &str, marked: bool) -> Option<Heading> {
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
        let is_short = !long && !text.contains(['。', '，', '；', '：']);
        let weight = match (numbering.map(|n| n.style), number, marked) {
            (Some(Style::Bracketed | Style::Inner), ..) => return None,
            (Some(_), Some(true), _) if (!long && alike >= NUMBERED) || begins() => 3,
            _ if long => return None,
            (Some(_), Some(false), _) if alike >= SAME - 0.04 => 2,
            (None, _, true) if alike >= LIKE => 2,
            (None, ..) if alike >= SAME => 1,
            // Its number alone: only where the section is found nowhere else.
            (Some(Style::Chinese), Some(true), _) if is_short => 0,
            _ => return None,
        };
        Some((weight, alike, section))
    });
    let (weight, _, section) = rated.max_by(|a, b| {
        (a.0, a.1)
            .partial_cmp(&(b.0, b.1))
            .unwrap_or(std::cmp::Ordering::Equal)
    })?;
    Some(Heading {
        at: 0,
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

/// Sequences of headings in the form's order with something between them: reports. What
/// stands between those of a table of contents is neither a table nor a sentence.
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
        let is_text = |block: &Block| match block {
            Block::Table(_) => true,
            Block::Paragraph(paragraph) => {
                untitled(&paragraph.text).contains(['。', '，']) || size(block) > LONGEST
            }
        };
        run.len() > 2 && words > own && blocks[first..=last].iter().any(is_text)
    };
    runs.retain(full);
    runs
}

/// The heaviest sequence of headings in order, where none stands out.
fn chain(headings: &[Heading]) -> Vec<Heading> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    let named = headings.iter().filter(|heading| heading.weight > 0);
    let headings: Vec<Heading> = named.take(500).copied().collect();
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

/// Paragraphs that a page's width parts within a date, as one: `自2020` and `年1月1日起`.
fn dates_whole(blocks: &[Block]) -> Vec<Block> {
    let mut whole: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match (whole.last_mut(), block) {
            (Some(Block::Paragraph(last)), Block::Paragraph(next))
                if last.text.ends_with(|c: char| c.is_ascii_digit())
                    && next.text.starts_with(['年', '月', '日']) =>
            {
                last.text.push_str(&next.text);
                last.markdown.push_str(&next.markdown);
            }
            _ => whole.push(block.clone()),
        }
    }
    whole
}

fn part(
    edition: &Edition,
    published: &Published,
    blocks: &[Block],
    names: &[Vec<Label>],
    run: &[Heading],
) -> Located {
    let first = run.first().map_or(0, |heading| heading.at);
    let (title, begin) = match published.filled {
        // A form states its title, and begins with the report.
        Some(_) => (None, Some(0)),
        None => own_title(&blocks[..first], published.title.as_deref()),
    };
    let above = begin.map(|begin| begin - title_lines(&blocks[..begin], title.as_deref()));
    let begin = begin.unwrap_or_else(|| sentences(&blocks[..first]));
    let mut outside = Outside::default();
    let left = &blocks[..above.unwrap_or(begin)];
    left.iter().for_each(|block| outside.leave(block));
    let mut located = Located {
        title,
        opening: dates_whole(&blocks[begin..first]),
        sections: vec![None; edition.sections.len()],
        outside,
        ..Located::default()
    };
    for (index, heading) in run.iter().enumerate() {
        let end = run.get(index + 1).map_or(blocks.len(), |next| next.at);
        let mut own = Vec::new();
        if let Block::Paragraph(paragraph) = &blocks[heading.at] {
            let (_, words) = numbered(&paragraph.text);
            let known_as = &names[heading.section];
            let rest = known_as
                .iter()
                .find_map(|name| rest_behind(words, name.stem()));
            let published = untitled(&paragraph.text);
            let label = Label::of(published);
            let known = rest.is_some() || known_as.iter().any(|name| name.says(&label));
            if !known && !published.contains(char::REPLACEMENT_CHARACTER) {
                located.worded.push((heading.section, published.to_owned()));
            }
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
