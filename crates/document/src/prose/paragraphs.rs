//! The lines of a text as paragraphs, joined as Chinese is.

use crate::{Block, Figure, Inline, Text, runs};
use base::source::Span;

/// Adds words to a line; what stood together in the source stays together.
pub(super) fn push_text(line: &mut Vec<Inline>, text: Text) {
    if let Some(Inline::Text(last)) = line.last_mut()
        && let (Some(before), Some(after)) = (last.place, text.place)
        && before.range().len() == last.text.len()
        && (before.file, before.end) == (after.file, after.start)
    {
        last.text.push_str(&text.text);
        let end = after.end;
        last.place = Some(Span { end, ..before });
        return;
    }
    line.push(Inline::Text(text));
}

/// Lines as paragraphs: one that ends a sentence ends its paragraph, and a picture that has a
/// line for itself stands alone.
pub(super) fn paragraphs(lines: Vec<Vec<Inline>>, blocks: &mut Vec<Block>) {
    let mut open: Vec<Vec<Inline>> = Vec::new();
    for line in lines {
        if is_pictures(&line) {
            close(&mut open, blocks);
            blocks.extend(line.into_iter().filter_map(figure));
            continue;
        }
        let ends = last(&line).is_some_and(|c| SENTENCE_END.contains(&c));
        open.push(line);
        if ends {
            close(&mut open, blocks);
        }
    }
    close(&mut open, blocks);
}

/// Whether a line holds pictures and nothing else.
fn is_pictures(line: &[Inline]) -> bool {
    let blank = |text: &Text| text.text.trim().is_empty();
    let is_picture = |inline: &Inline| match inline {
        Inline::Text(text) => blank(text),
        inline => matches!(inline, Inline::Picture(_)),
    };
    line.iter().all(is_picture) && line.iter().any(|own| matches!(own, Inline::Picture(_)))
}

fn figure(inline: Inline) -> Option<Block> {
    match inline {
        Inline::Picture(image) => Some(Block::Figure(Figure::of(image))),
        _ => None,
    }
}

const SENTENCE_END: [char; 6] = ['。', '！', '？', '；', '：', '…'];

fn close(lines: &mut Vec<Vec<Inline>>, blocks: &mut Vec<Block>) {
    let mut content = join(std::mem::take(lines));
    trim(&mut content);
    if !content.is_empty() {
        blocks.push(Block::Paragraph(content));
    }
}

/// The paragraph's own indentation, which writers make, is not the author's to type.
fn trim(content: &mut Vec<Inline>) {
    if let Some(Inline::Text(first)) = content.first_mut() {
        let blank = first.text.len() - first.text.trim_start().len();
        first.text.drain(..blank);
        if let Some(place) = &mut first.place
            && (place.end - place.start) as usize >= blank
        {
            place.start += blank as u32;
        }
    }
    if let Some(Inline::Text(last)) = content.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    content.retain(|inline| !matches!(inline, Inline::Text(text) if text.text.is_empty()));
}

/// Lines joined as Chinese is: without a space, unless Latin letters meet.
pub(super) fn join(lines: Vec<Vec<Inline>>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::new();
    for line in lines {
        if let (Some(before), Some(after)) = (last(&joined), first(&line))
            && (before.is_ascii_graphic() && after.is_ascii_graphic())
        {
            joined.push(Inline::plain(" "));
        }
        joined.extend(line);
    }
    joined
}

/// The last character that is no space.
fn last(inlines: &[Inline]) -> Option<char> {
    let mut runs = runs(inlines).rev();
    runs.find_map(|words| words.trim_end().chars().last())
}

/// The first character, line breaks left out.
fn first(inlines: &[Inline]) -> Option<char> {
    runs(inlines).find_map(|words| words.chars().find(|c| *c != '\n'))
}
