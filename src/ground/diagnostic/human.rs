//! Findings for people: the source line, a mark under the place, what to do.

use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle,
};

use super::{FileFindings, Finding, Severity, terminal::safe};
use crate::ground::{
    self,
    source::{Sources, Span},
};

/// Characters that are shown on each side of a place on a long line.
const WINDOW: usize = 36;
/// Bytes before a place, from which on a line is long.
const LONG: usize = 4096;

/// Writes findings with their source, in colour or not.
pub fn human(file: FileFindings<'_>, colour: bool) -> String {
    let renderer = match colour {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(140);
    let mut out = String::new();
    for finding in file.findings {
        out.push_str(&renderer.render(&[group(file.sources, finding)]));
        out.push_str("\n\n");
    }
    out
}

fn group<'a>(sources: &'a Sources, finding: &'a Finding) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO,
    };
    let title = level
        .with_name(finding.severity.chinese())
        .primary_title(safe(&finding.message))
        .id(finding.rule.code);
    let mut group = Group::with_title(title);
    for (place, label, primary) in places(finding) {
        group = group.elements(excerpt(sources, place, label, primary));
    }
    let rule = finding.rule;
    let told = format!(
        "{}（{}），依据：{}",
        rule.title,
        rule.code,
        rule.basis.chinese()
    );
    let note = |name: &'static str, text| Level::HELP.with_name(name).message(text);
    if !finding.help.is_empty() {
        group = group.element(note("怎么办", safe(&finding.help)));
    }
    if let Some(reason) = &finding.waived {
        group = group.element(note("已豁免", safe(reason)));
    }
    group.element(note("规则", told.into()))
}

/// The finding's own place, then those that belong to it; a line is shown once.
fn places(finding: &Finding) -> Vec<(Span, &str, bool)> {
    let own = (finding.place, finding.label.as_str(), true);
    let others = finding.related.iter();
    let others = others.map(|(place, label)| (*place, label.as_str(), false));
    std::iter::once(own).chain(others).collect()
}

/// The line of a place with a mark under the place.
///
/// A line that is too long is cut here; the renderer would first read all of it.
fn excerpt<'a>(
    sources: &'a Sources,
    place: Span,
    label: &'a str,
    primary: bool,
) -> Vec<Element<'a>> {
    let source = sources.get(place.file);
    let at = source.position(place.start as usize);
    let line = source.line(at.line).unwrap_or(0..0);
    let start = source
        .floor(place.start as usize)
        .clamp(line.start, line.end);
    let end = source.floor(place.end as usize).clamp(start, line.end);
    let text = source.text();
    let left = match start - line.start > LONG {
        true => back(text, line.start..start),
        false => line.start,
    };
    let reach = start + ahead(&text[start..end], 2 * WINDOW);
    let right = reach + ahead(&text[reach..line.end], 2 * WINDOW);
    let mut shown = safe(&text[left..start]).into_owned();
    let from = shown.len();
    shown += &safe(&text[start..reach]);
    let range = from..shown.len();
    shown += &safe(&text[reach..right]);
    let kind = match primary {
        true => AnnotationKind::Primary,
        false => AnnotationKind::Context,
    };
    let mark = match label {
        "" => kind.span(range),
        label => kind.span(range).label(safe(label)),
    };
    let told = sources.place(place);
    let number = told.origin().and_then(ground::source::Origin::number);
    let snippet = Snippet::source(shown).line_start(at.line).annotation(mark);
    let name = safe(source.name());
    if told.position().is_none() {
        let origin = Origin::path(safe(&told.of(source.name())).into_owned());
        return match number {
            Some(number) => vec![origin.into(), snippet.line_start(number).into()],
            None => vec![origin.into()],
        };
    }
    if left == line.start {
        return vec![snippet.path(name).into()];
    }
    let origin = Origin::path(name).line(at.line).char_column(at.column);
    vec![origin.into(), snippet.into()]
}

/// The byte `WINDOW` characters before the end of a range.
fn back(text: &str, range: Range<usize>) -> usize {
    let mut characters = text[range.clone()].char_indices().rev();
    characters
        .nth(WINDOW - 1)
        .map_or(range.start, |(at, _)| range.start + at)
}

/// The bytes that `count` characters take, at most.
fn ahead(text: &str, count: usize) -> usize {
    text.char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at)
}
