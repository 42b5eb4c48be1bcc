//! Findings for people: the source line, a mark under the place, what to do.

use std::{borrow::Cow, ops::Range};

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle,
};

use super::{
    FileFindings, Finding, Severity, Surface,
    terminal::{Terminal, columns, folded, safe},
};
use crate::source::{Sources, Span};

/// Characters that are shown on each side of a place on a long line.
const WINDOW: usize = 36;
/// Bytes before a place, from which on a line is long.
const LONG: usize = 4096;

/// Writes findings with their source. On a terminal every line fits: one that was broken
/// there would leave its mark behind.
pub fn human(file: FileFindings<'_>, screen: Terminal) -> String {
    let renderer = match screen.colour {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    let width = screen.width.unwrap_or(usize::MAX);
    // What does not fit is cut here, by columns; the renderer would do it by characters.
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let renderer = renderer.term_width(screen.width.map_or(140, |width| width.clamp(140, 1000)));
    let mut out = String::new();
    for finding in file.findings {
        let told = renderer.render(&[group(file.sources, finding, width)]);
        // A row of a document stands below its place: another place has no name to show.
        let named = |line: &&str| !line.trim_end_matches("\u{1b}[0m").ends_with("::: ");
        let lines: Vec<&str> = told.lines().filter(named).collect();
        out.push_str(&lines.join("\n"));
        out.push_str("\n\n");
    }
    out
}

fn group<'a>(sources: &'a Sources, finding: &'a Finding, width: usize) -> Group<'a> {
    let surface = finding.surface(sources);
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO,
    };
    // `[`, `]` and `: ` stand around the rule.
    let head = columns(finding.severity.chinese()) + finding.rule.code.len() + 4;
    let title = level
        .with_name(finding.severity.chinese())
        .primary_title(hanging(finding.message.on(surface), width, head))
        .id(finding.rule.code);
    let mut group = Group::with_title(title);
    let places = places(finding, surface);
    let lines = places.iter().map(|(place, ..)| number(sources, *place));
    let numbers = lines.max().unwrap_or(0).to_string().len();
    // ` | ` stands between the number of a line and the line.
    let room = width.saturating_sub(numbers + 3);
    for (place, label, primary) in places {
        group = group.elements(excerpt(sources, place, (label, primary), room));
    }
    let rule = finding.rule;
    let told = format!(
        "{}（{}），依据：{}",
        rule.title,
        rule.code,
        rule.basis.chinese()
    );
    let note = |name: &'static str, text: &str| {
        // ` = ` and `: ` stand around the name.
        let text = hanging(text, width, numbers + columns(name) + 5);
        Level::HELP.with_name(name).message(text)
    };
    if !finding.help.is_empty() {
        group = group.element(note("怎么办", finding.help.on(surface)));
    }
    if let Some(reason) = &finding.waived {
        group = group.element(note("已豁免", reason));
    }
    group.element(note("规则", &told))
}

/// A text whose lines after the first go on below it, after so many columns.
fn hanging(text: &str, width: usize, indent: usize) -> String {
    let text = safe(text);
    match width.checked_sub(indent).filter(|room| *room >= 16) {
        Some(room) => folded(&text, room).join("\n"),
        None => text.into_owned(),
    }
}

/// The number of the line that is shown of a place.
fn number(sources: &Sources, place: Span) -> usize {
    let told = sources.place(place);
    let number = told.origin().and_then(crate::source::Origin::number);
    number.unwrap_or_else(|| sources.get(place.file).position(place.start as usize).line)
}

/// The finding's own place, then those that belong to it; a line is shown once.
fn places(finding: &Finding, surface: Surface) -> Vec<(Span, &str, bool)> {
    let own = (finding.place, finding.label.on(surface), true);
    let others = finding.related.iter();
    let others = others.map(|(place, label)| (*place, label.on(surface), false));
    std::iter::once(own).chain(others).collect()
}

/// The line of a place with a mark under the place.
///
/// A line that is too long is cut here; the renderer would first read all of it.
fn excerpt<'a>(
    sources: &'a Sources,
    place: Span,
    (label, primary): (&'a str, bool),
    room: usize,
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
    let parts = [left..start, start..reach, reach..right].map(|part| safe(&text[part]));
    let [before, marked, after] = fitting(parts, columns(label), room);
    let range = before.len()..before.len() + marked.len();
    let shown = [before, marked, after].concat();
    let kind = match primary {
        true => AnnotationKind::Primary,
        false => AnnotationKind::Context,
    };
    let mark = match label {
        "" => kind.span(range),
        label => kind.span(range).label(safe(label)),
    };
    let told = sources.place(place);
    let number = told.origin().and_then(crate::source::Origin::number);
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

/// What is left out of a line.
const LEFT_OUT: &str = "...";

/// A line in three parts, the one in the middle marked and with words of so many columns
/// after the mark below it, cut so that neither line is wider than the room.
fn fitting(parts: [Cow<'_, str>; 3], label: usize, room: usize) -> [String; 3] {
    let [before, marked, after] = parts.map(Cow::into_owned);
    if columns(&before) + columns(&marked) + columns(&after).max(label + 1) <= room {
        return [before, marked, after];
    }
    let room = room.saturating_sub(2 * LEFT_OUT.len());
    let whole = marked;
    let marked = start(&whole, room * 2 / 3, "");
    // What has no room among the marked goes on behind it.
    let after = whole[marked.len()..].to_owned() + &after;
    let rest = room - columns(&marked).min(room);
    // At least a third of what is left stands before the mark, if so much is there.
    let behind = columns(&after).max(label + 1).min(rest * 2 / 3);
    let before = end(&before, rest - behind);
    let used = columns(&before) + columns(&marked);
    [
        before,
        marked,
        start(&after, room - used.min(room), LEFT_OUT),
    ]
}

/// The beginning of a text in so many columns, and what says that more follows.
fn start(text: &str, room: usize, more: &str) -> String {
    let at = fits(text.chars(), room);
    let taken: String = text.chars().take(at).collect();
    match taken.len() == text.len() {
        true => taken,
        false => taken + more,
    }
}

/// The end of a text in so many columns, after what says that more stood before it.
fn end(text: &str, room: usize) -> String {
    let skipped = text.chars().count() - fits(text.chars().rev(), room);
    let taken = text.chars().skip(skipped);
    match skipped {
        0 => taken.collect(),
        _ => LEFT_OUT.chars().chain(taken).collect(),
    }
}

/// How many characters have room.
fn fits(characters: impl Iterator<Item = char>, room: usize) -> usize {
    let mut used = 0;
    let within = characters.take_while(|c| {
        used += columns(c.encode_utf8(&mut [0; 4]));
        used <= room
    });
    within.count()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{FileFindings, rules};

    /// Every place of a long line, on terminals of all widths: no line is wider than they are,
    /// and the mark stands under its words.
    #[test]
    fn marks_stay_under_their_words() {
        let line = "  办公室安排一名专职人员负责政府信息公开工作，全年组织业务培训两次，没有发生责任追究的情形,XX待补充。共收到申请8件。";
        let mut sources = Sources::new();
        let file = sources.add("bad.yaml", format!("总体情况: |\n{line}\n"));
        let from = "总体情况: |\n".len();
        for (words, label) in [
            ("XX", ""),
            ("办公室", "这里是开头"),
            ("8件", "应为 9"),
            (line.trim(), ""),
        ] {
            let start = from + line.find(words).unwrap();
            let finding = Finding::new(
                &rules::UNFILLED,
                Span::new(file, start..start + words.len()),
                "「XX」是没有填写或没有删去的内容，这一句说得很长很长，一行写不下",
            )
            .label(label)
            .help("填上实际内容，或删去它；填不上的去问业务股室，问清楚了再填");
            let view = FileFindings {
                name: "bad.yaml",
                sources: &sources,
                findings: &[finding],
                about: None,
                written: None,
            };
            for width in [40, 60, 80, 100] {
                let shown = human(
                    view,
                    Terminal {
                        width: Some(width),
                        colour: false,
                    },
                );
                let lines: Vec<&str> = shown.lines().collect();
                assert!(
                    lines.iter().all(|line| columns(line) <= width),
                    "{width}\n{shown}"
                );
                let at = lines
                    .iter()
                    .position(|line| line.starts_with("2 |"))
                    .unwrap();
                let whole = lines[at].trim_start_matches("2 |").replace(LEFT_OUT, "");
                assert!(line.contains(whole.trim()), "{width}\n{shown}");
                let mark = lines[at + 1].find('^').unwrap();
                let mut before = 0;
                let under: String = lines[at]
                    .chars()
                    .skip_while(|c| {
                        let is_before = before < mark;
                        before += columns(c.encode_utf8(&mut [0; 4]));
                        is_before
                    })
                    .collect();
                let marked: String = under.chars().take(2).collect();
                assert!(words.starts_with(&marked), "{width}: {marked}\n{shown}");
            }
        }
    }
}
