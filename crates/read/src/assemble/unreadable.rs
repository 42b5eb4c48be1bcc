//! Characters that no bytes stand for, which the data file now holds as `�`.

use super::{Import, Matched};
use crate::say::Notice;
use form::{
    datafile::{Signature, Text},
    report::keys,
};

/// What stands for bytes that are no character.
const LOST: char = char::REPLACEMENT_CHARACTER;
/// So many paragraphs of a section are told one by one.
const MOST: usize = 20;
/// So many characters on either side are quoted.
const BESIDE: usize = 10;

impl Import {
    /// Says where the data file holds characters that could not be read.
    pub(super) fn unreadable(&mut self, matched: &Matched) {
        let mut found = self.in_particulars();
        let sections = matched.edition.sections.iter().zip(&self.file.texts);
        let texts = sections.map(|(section, text)| (section.key.as_str(), text.as_ref()));
        let texts = std::iter::once((keys::PREAMBLE, self.file.preamble.as_ref())).chain(texts);
        found.extend(
            texts.flat_map(|(key, text)| text.map(|text| in_text(key, text)).unwrap_or_default()),
        );
        let cells = matched.edition.slots.iter().zip(&self.file.entries);
        let notes = cells.filter_map(|(slot, entry)| Some((&*slot.path, entry.note.as_deref()?)));
        found.extend(notes.filter_map(|(path, note)| Some(doubt(path, around(note)?))));
        self.doubts.extend(found);
    }

    fn in_particulars(&self) -> Vec<Notice> {
        let file = &self.file;
        let signature = match &file.signature {
            Signature::Named(name) => Some(name.as_str()),
            Signature::Agency | Signature::None => None,
        };
        let told = [
            (keys::AGENCY, file.agency.value.as_deref()),
            (keys::TITLE, file.title.as_ref().map(|title| &*title.value)),
            (keys::SIGNATURE, signature),
        ];
        let told = told.into_iter();
        told.filter_map(|(key, text)| Some(doubt(key, around(text?)?)))
            .collect()
    }
}

fn in_text(key: &str, text: &Text) -> Vec<Notice> {
    let lines = || {
        let passages = text.passages.iter();
        let lines = passages.flat_map(|(_, markdown)| markdown.lines());
        lines.filter_map(around)
    };
    let mut doubts: Vec<Notice> = lines().take(MOST).map(|words| doubt(key, words)).collect();
    let more = lines().skip(MOST).count();
    if more > 0 {
        doubts.push(Notice {
            message: format!("「{key}」里还有 {more} 段有读不出的字（{LOST}）").into(),
            words: None,
            ..doubt(key, String::new())
        });
    }
    doubts
}

/// The words around the first character of a line that could not be read.
fn around(line: &str) -> Option<String> {
    let at = line.chars().position(|c| c == LOST)?;
    let from = at.saturating_sub(BESIDE);
    Some(
        line.chars()
            .skip(from)
            .take(at - from + BESIDE + 1)
            .collect(),
    )
}

fn doubt(key: &str, words: String) -> Notice {
    let message = format!("「{key}」里有读不出的字（{LOST}）：「{words}」");
    Notice {
        words: Some(words),
        ..Notice::unsure(key, message, "对照原文补上")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::diagnostic::Surface;

    #[test]
    fn lost_characters_are_told_by_paragraph() {
        let text = Text {
            passages: vec![(
                None,
                "一、\u{fffd}\u{fffd}开\n\n完。\n\n再\u{fffd}\n".to_owned(),
            )],
            remark: None,
        };
        let told: Vec<String> = in_text("引言", &text)
            .into_iter()
            .map(|doubt| doubt.message.on(Surface::Form).to_owned())
            .collect();
        assert_eq!(
            told,
            [
                "「引言」里有读不出的字（\u{fffd}）：「一、\u{fffd}\u{fffd}开」",
                "「引言」里有读不出的字（\u{fffd}）：「再\u{fffd}」"
            ]
        );
        let many = Text {
            passages: vec![(None, "\u{fffd}\n".repeat(MOST + 2))],
            remark: None,
        };
        let told = in_text("引言", &many);
        assert_eq!(told.len(), MOST + 1);
        assert!(told[MOST].message.on(Surface::Form).contains("还有 2 段"));
    }
}
