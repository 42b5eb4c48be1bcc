//! Charts in texts: where they stand, and what was asked for becomes a [`Chart`].
//!
//! In: a fenced block 「图」 of YAML, or `{{图:申请.新收}}` in a paragraph of its own. Out:
//! a chart whose every figure is a cell of the report, of last year's or of an earlier one,
//! or a finding. In the text a mark is left that says nothing, so that nobody
//! takes the words of a block for words of the report.

mod figures;
mod request;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::{Passage, Report, commonmark::Prepared};
use crate::chart::Chart;
use base::{
    diagnostic::{Finding, Message, either, rules, terminal::excerpt},
    source::Span,
};
pub use figures::value_of;

/// What stands in a text where a chart does: a picture without words.
pub(super) const MARK: &str = "![](#)";
/// What a fenced block and a short form begin with.
const NAME: &str = "图";
/// What to do in the form about what a chart shows.
const AGAIN: &str = "删去它，用「插入图」重新选要画的数";
/// Charts of a report, at the most. More is no report.
const MOST: usize = 60;

/// A chart that a text asks for.
pub struct Place {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// What is asked for.
    pub asked: Asked,
}

/// How a chart is asked for.
pub enum Asked {
    /// By a path, in the short form: where that stands.
    Path(Range<usize>),
    /// By a fenced block: where the lines within it stand.
    Block(Range<usize>),
    /// By a block in a list, a quotation or a note, where no chart can be.
    Nested,
    /// By a block that does not end.
    Open,
    /// By a block of another name that means a chart.
    Misnamed,
}

/// The charts that a text asks for, in its order.
pub fn places(text: &str) -> Vec<Place> {
    let fences = ["```", "~~~", "{{"];
    if !fences.iter().any(|fence| text.contains(fence)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut depth = 0;
    for (event, range) in Prepared::of(text).events() {
        let range = range.start..range.start + text[range.clone()].trim_end().len();
        match event {
            Event::Start(tag) => {
                let asked = match &tag {
                    Tag::CodeBlock(CodeBlockKind::Fenced(info)) => match info.trim() {
                        NAME if depth > 0 => Some(Asked::Nested),
                        NAME => Some(block(text, &range)),
                        info => means_chart(info).then_some(Asked::Misnamed),
                    },
                    Tag::Paragraph if depth == 0 => short(text, &range),
                    _ => None,
                };
                found.extend(asked.map(|asked| Place { range, asked }));
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    found
}

/// Whether a block is called what somebody may call a chart.
fn means_chart(info: &str) -> bool {
    info.starts_with(NAME) || info.eq_ignore_ascii_case("chart")
}

/// The lines of a block between its fences.
fn block(text: &str, range: &Range<usize>) -> Asked {
    let written = &text[range.clone()];
    let fence = &written[..written.len() - written.trim_start_matches(['`', '~']).len()];
    let start = written.find('\n').map_or(written.len(), |at| at + 1);
    let last = written.rfind('\n').map_or(0, |at| at + 1);
    match last >= start && written[last..].trim_start().starts_with(fence) {
        true => Asked::Block(range.start + start..range.start + last),
        false => Asked::Open,
    }
}

/// What a paragraph asks for that is nothing but a chart.
fn short(text: &str, range: &Range<usize>) -> Option<Asked> {
    let written = &text[range.clone()];
    let inner = written.strip_prefix("{{")?.strip_suffix("}}")?;
    let path = path_of(inner).filter(|_| !inner.contains(['{', '}', '\n']))?;
    let start = range.end - 2 - path.len();
    Some(Asked::Path(start..range.end - 2))
}

/// The path that the inside of a reference to a chart names.
pub fn path_of(inner: &str) -> Option<&str> {
    let rest = inner.trim_start().strip_prefix(NAME)?.trim_start();
    rest.strip_prefix([':', '：'])
}

/// How many years the charts of a report go back, this one counted.
pub fn years(report: &Report) -> usize {
    let passages = report.all_prose().flat_map(|(_, prose)| &prose.passages);
    let years = passages.flat_map(|passage| {
        let places = places(&passage.text).into_iter();
        places.filter_map(|place| match place.asked {
            Asked::Block(inner) => Some(request::years(&passage.text[inner])),
            _ => None,
        })
    });
    years.max().unwrap_or(1)
}

/// The chart of a place in a passage as its author wrote it; `count` is how many there are.
pub(super) fn draw(
    report: &Report,
    previous: Option<&Report>,
    passage: &Passage,
    place: &Place,
    count: usize,
    findings: &mut Vec<Finding>,
) -> Option<Chart> {
    let desk = Desk {
        report,
        previous,
        passage,
    };
    let span = passage.map.span(place.range.clone());
    let wrong = |message: &str, help: &str| vec![fault(span, message, help)];
    let drawn = match &place.asked {
        _ if count > MOST => {
            let message = format!("这份报告的图超过 {MOST} 幅");
            Err(wrong(&message, "只留下最要紧的几幅"))
        }
        Asked::Nested => Err(wrong(
            "图不能放在列表、引用或脚注里",
            "把它移到外面，前后各空一行，从行首写起",
        )),
        Asked::Open => Err(wrong(
            "图没有写完：缺少结尾的一行 ```",
            "在最后一项下面另起一行，写与开头一样多的 `",
        )),
        Asked::Misnamed => Err(wrong(
            "图的第一行只能写 ```图",
            "把 ``` 后面的改成「图」一个字，标题写在「标题:」后面",
        )),
        Asked::Path(range) => {
            let text = &passage.text[range.clone()];
            let path = text.trim();
            let start = range.start + text.len() - text.trim_start().len();
            let at = passage.map.span(start..start + path.len());
            desk.of_path(path, at, span)
        }
        Asked::Block(inner) => desk
            .request(inner)
            .and_then(|request| desk.of_request(&request, span)),
    };
    drawn.map_err(|faults| findings.extend(faults)).ok()
}

/// What is said of a chart in the middle of something else.
pub(super) fn misplaced(passage: &Passage, range: Range<usize>) -> Finding {
    let written = excerpt(&passage.text[range.clone()], 40);
    let message = either(
        format!("「{written}」是一幅图，要独占一段"),
        "这里是一幅图，要独占一段",
    );
    let place = passage.map.span(range);
    fault(
        place,
        message,
        "另起一行写它，前后各空一行，不放在列表、引用或表格里",
    )
}

/// What a chart is made from.
struct Desk<'a> {
    report: &'a Report,
    previous: Option<&'a Report>,
    passage: &'a Passage,
}

type Drawn<T> = Result<T, Vec<Finding>>;

fn fault(place: Span, message: impl Into<Message>, help: impl Into<Message>) -> Finding {
    Finding::new(&rules::CHART, place, message).help(help)
}

#[cfg(test)]
mod tests;
