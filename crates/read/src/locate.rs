//! Where in a container the report stands: its title, its sections, its end.

mod closing;
mod fault;
mod outside;
pub mod title;

use self::{
    closing::close,
    fault::{no_report, two_reports},
};
pub use self::{
    outside::Outside,
    title::{Title, is_title},
};
use std::collections::BTreeSet;

use super::{
    Fault,
    aligner::{self, Heading, Laid, Tables, untitled},
    label::Label,
};
use crate::published::{Block, Published};
use base::date::Date;
use form::{edition::Edition, report::Seal};

/// Text of so many characters is no heading.
const LONGEST: usize = 60;
/// So far above the first section a title may stand.
const REACH: usize = 60;

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
    /// What its tables give.
    pub tables: Tables,
    /// How much of the form was found.
    pub worth: f64,
}

/// A report within its container, along which a form is laid.
///
/// # Errors
/// There is none, or there are two.
pub fn locate(edition: &Edition, published: &Published) -> Result<Located, Fault> {
    let laid = aligner::lay(edition, &published.blocks, published.title.as_deref());
    if is_report(&laid.others, &laid.blocks) {
        return Err(two_reports(&laid.blocks, [&laid.headings, &laid.others]));
    }
    match laid.headings.iter().filter(|own| own.is_named).count() {
        0 | 1 => Err(no_report(edition, &laid.blocks)),
        _ => Ok(part(published, laid)),
    }
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

/// The words of a paragraph, without the page that a table of contents puts behind them.
fn own_words(block: &Block) -> &str {
    untitled(block.line())
}

/// The parts of a report along whose container a form is laid.
fn part(published: &Published, laid: Laid) -> Located {
    let Laid {
        blocks,
        headings,
        names,
        own: form,
        ..
    } = laid;
    let first = headings.first().map_or(0, |heading| heading.at);
    let title = laid.title.filter(|(_, at)| at + REACH >= first);
    let stated = || published.title.as_deref().and_then(title::page_title);
    // Where the report begins, and what follows its title.
    let (from, begin) = match (&published.filled, &title) {
        (Some(_), _) => (0, 0),
        (None, Some((title, at))) => (at + 1 - title.lines, at + 1),
        (None, None) => {
            let begin = title::sentences(&blocks[..first]);
            (begin, begin)
        }
    };
    // A form states its title.
    let title = match &published.filled {
        Some(_) => None,
        None => title.map(|(title, _)| title.words).or_else(stated),
    };
    let mut located = Located {
        title,
        opening: blocks[begin..first].to_vec(),
        sections: vec![None; names.len()],
        tables: laid.tables,
        worth: laid.worth,
        ..Located::default()
    };
    // A table of contents, or the links of a site, say what stands below.
    let said: BTreeSet<&str> = blocks[first..].iter().map(own_words).collect();
    let is_listed = |block: &Block| !own_words(block).is_empty() && said.contains(own_words(block));
    let (listed, opening): (Vec<Block>, Vec<Block>) = std::mem::take(&mut located.opening)
        .into_iter()
        .partition(is_listed);
    located.opening = opening;
    blocks[..from]
        .iter()
        .chain(&listed)
        .for_each(|block| located.outside.leave(block));
    for (index, heading) in headings.iter().enumerate() {
        let published = untitled(blocks[heading.at].line());
        let is_known = names[heading.section].has(&Label::of(published));
        if !is_known && !published.contains(char::REPLACEMENT_CHARACTER) {
            located.worded.push((heading.section, published.to_owned()));
        }
        let end = headings.get(index + 1).map_or(blocks.len(), |next| next.at);
        let below = (heading.at + 1..end).filter(|at| !form.contains(at));
        let mut own: Vec<Block> = below.map(|at| blocks[at].clone()).collect();
        if index + 1 == headings.len() {
            close(&mut located, &mut own);
        }
        located.sections[heading.section] = Some(own);
    }
    located
}
