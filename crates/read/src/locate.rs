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
    Fault,
    aligner::{self, Laid},
    escape,
    label::{Label, Style, numbered, stem},
};
use crate::published::{Block, Paragraph, Published, Role};
use base::date::Date;
use form::{
    edition::{Edition, Section},
    report::Seal,
};

/// Words less alike to a heading's tell nothing.
const LIKE: f64 = 0.7;
/// A heading is one whose words, number and mark are worth so much.
const LEAST: f64 = 0.9;
/// What it is worth that a heading has the number of its section, and that it has another.
const NUMBERED: f64 = 1.0;
const MISNUMBERED: f64 = -0.05;
/// What it is worth that the container says that it is a heading.
const MARKED: f64 = 0.2;
/// What a number without the words is worth.
const NUMBER_ALONE: f64 = 0.3;
/// A heading has this many characters at the most.
const LONGEST: usize = 60;

/// A report within its container.
#[derive(Debug, Default)]
pub struct Located {
    /// The title's words.
    pub title: Option<String>,
    /// The agency, where the container states it beside its words.
    pub agency: Option<String>,
    /// What stands between the title and the first section.
    pub opening: Vec<Block>,
    /// By section, what stands under its heading beside the form's tables; `None` where there
    /// is no heading.
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
pub struct Heading {
    /// Which block it is.
    pub at: usize,
    /// Which section it heads.
    pub section: usize,
    /// Whether its words tell so, and not its number alone.
    pub is_named: bool,
}

/// That a paragraph heads a section.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    /// The section.
    pub section: usize,
    /// How much its words, its number and its mark are worth.
    pub worth: f64,
    /// Whether the words are the heading's.
    pub is_named: bool,
    /// Whether they have a number or the mark of a heading besides.
    pub is_sure: bool,
}

/// A report within its container, and its form laid along it.
///
/// # Errors
/// There is none, or there are two.
pub fn locate(edition: &Edition, published: &Published) -> Result<(Located, Laid), Fault> {
    let names: Vec<Vec<Label>> = edition.sections.iter().map(names).collect();
    let blocks = &inline::apart(&names, &published.blocks);
    let laid = aligner::lay(edition, blocks);
    if is_report(&laid.others, blocks) {
        let mut both = [&laid.headings, &laid.others];
        both.sort_by_key(|run| run[0].at);
        return Err(two_reports(blocks, both[0], both[1]));
    }
    if laid
        .headings
        .iter()
        .filter(|heading| heading.is_named)
        .count()
        < 2
    {
        return Err(no_report(edition, blocks));
    }
    let located = part(published, blocks, &names, &laid);
    Ok((located, laid))
}

fn names(section: &Section) -> Vec<Label> {
    let also = section.also.iter().map(|text| Label::of(text));
    std::iter::once(Label::of(&section.heading))
        .chain(also)
        .collect()
}

/// The headings of a form, and what they were compared with.
pub struct Headings {
    names: Vec<Vec<Label>>,
    known: HashMap<(String, bool), Vec<Evidence>>,
}

impl Headings {
    /// Of an edition.
    pub fn of(edition: &Edition) -> Self {
        Headings {
            names: edition.sections.iter().map(names).collect(),
            known: HashMap::new(),
        }
    }

    /// What sections a paragraph may head, wherever it stands.
    pub fn evidence(&mut self, paragraph: &Paragraph) -> Vec<Evidence> {
        let text = untitled(&paragraph.text);
        let is_marked = matches!(paragraph.role, Role::Heading(_));
        let names = &self.names;
        let known = self.known.entry((text.to_owned(), is_marked));
        known
            .or_insert_with(|| evidence(names, text, is_marked))
            .clone()
    }
}

fn evidence(names: &[Vec<Label>], text: &str, is_marked: bool) -> Vec<Evidence> {
    let (numbering, _) = numbered(text);
    if matches!(
        numbering.map(|own| own.style),
        Some(Style::Bracketed | Style::Inner)
    ) {
        return Vec::new();
    }
    let label = Label::of(text);
    let is_long = text.chars().count() > LONGEST;
    let is_short = !is_long && !text.contains(['。', '，', '；', '：']);
    let of_section = |(section, names): (usize, &Vec<Label>)| {
        let alike = names.iter().map(|name| name.likeness(&label));
        let is_own = numbering.map(|own| own.number as usize == section + 1);
        let words = match names.iter().any(|name| begins_with(text, name)) {
            true if is_own == Some(true) => 1.0,
            _ if is_long => 0.0,
            _ => Some(alike.fold(0.0, f64::max))
                .filter(|words| *words >= LIKE)
                .unwrap_or(0.0),
        };
        let number = is_own.map_or(0.0, |own| if own { NUMBERED } else { MISNUMBERED });
        let mark = if is_marked { MARKED } else { 0.0 };
        let is_number_alone = || {
            let is_chinese = numbering.is_some_and(|own| own.style == Style::Chinese);
            is_own == Some(true) && is_chinese && is_short
        };
        let worth = match words > 0.0 {
            true => Some(words + number + mark).filter(|worth| *worth >= LEAST),
            false => is_number_alone().then_some(NUMBER_ALONE),
        };
        worth.map(|worth| Evidence {
            section,
            worth,
            is_named: words > 0.0,
            is_sure: words > 0.0 && (numbering.is_some() || is_marked),
        })
    };
    names.iter().enumerate().filter_map(of_section).collect()
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

/// Whether headings are those of a report: at least two of its sections hold a sentence or a
/// table, which those of a table of contents do not.
fn is_report(run: &[Heading], blocks: &[Block]) -> bool {
    let is_text = |block: &Block| {
        let says = untitled(block.line()).contains(['。', '，']) || size(block) > LONGEST;
        says || block.paragraph().is_none()
    };
    let holds = |pair: &&[Heading]| blocks[pair[0].at + 1..pair[1].at].iter().any(is_text);
    run.len() > 2 && run.windows(2).filter(holds).count() > 1
}

/// How many characters a block has.
pub fn size(block: &Block) -> usize {
    let letters = block.texts().into_iter().flat_map(str::chars);
    letters.filter(|c| !c.is_whitespace()).count()
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

fn part(published: &Published, blocks: &[Block], names: &[Vec<Label>], laid: &Laid) -> Located {
    let run = &laid.headings;
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
        sections: vec![None; names.len()],
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
        let below = heading.at + 1..end;
        let below = below.filter(|at| !laid.tables.contains(at));
        own.extend(below.map(|at| blocks[at].clone()));
        if index + 1 == run.len() {
            close(&mut located, &mut own);
        }
        located.sections[heading.section] = Some(own);
    }
    located
}
