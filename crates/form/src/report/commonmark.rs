//! The Markdown that authors write: CommonMark with tables and footnotes, and bold as
//! Chinese writes it.
//!
//! CommonMark tells by the spaces and marks around `**` whether it begins or ends bold words.
//! Chinese has no spaces there, so `**重点：**全面` and `落实**“一网通办”**要求` would keep their
//! asterisks. A mark on the inner side of `**` therefore counts as a letter.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, Options, Parser, Tag};

/// Marks that begin what is bold.
const OPENING: &str = "“‘（《〈「『【〔";
/// Marks that end it.
const CLOSING: &str = "”’）》〉」』】〕。，、；：！？…—";
/// The first of the characters that stand in for marks; like them they take three bytes, so
/// that every place stays where it is.
const STAND_IN: u32 = 0xe000;

/// A text ready to be read: the same length, and every place the same.
pub struct Prepared<'a>(Cow<'a, str>);

impl<'a> Prepared<'a> {
    /// Puts stand-ins in the place of the marks within `**`.
    pub fn of(text: &'a str) -> Self {
        let own = |c: char| (STAND_IN..STAND_IN + 0x100).contains(&u32::from(c));
        if !text.contains("**") || text.contains(own) {
            return Prepared(Cow::Borrowed(text));
        }
        let mut out = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            let inner = (OPENING.contains(c) && text[..at].ends_with("**"))
                || (CLOSING.contains(c) && text[end..].starts_with("**"));
            out.push(match inner {
                true => stand_in(c),
                false => c,
            });
        }
        Prepared(Cow::Owned(out))
    }

    /// What the text says, with the places.
    pub fn events(&self) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
        let stands_in = matches!(self.0, Cow::Owned(_));
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
        let events = Parser::new_ext(&self.0, options).into_offset_iter();
        events.map(move |(event, range)| match stands_in {
            true => (restored(event), range),
            false => (event, range),
        })
    }
}

fn marks() -> impl Iterator<Item = char> {
    OPENING.chars().chain(CLOSING.chars())
}

fn stand_in(mark: char) -> char {
    let index = marks().position(|known| known == mark).unwrap_or_default();
    char::from_u32(STAND_IN + index as u32).unwrap_or(mark)
}

fn mark(stand_in: char) -> char {
    let index = u32::from(stand_in).checked_sub(STAND_IN);
    let mark = index.and_then(|index| marks().nth(index as usize));
    mark.unwrap_or(stand_in)
}

fn restored(mut event: Event<'_>) -> Event<'_> {
    if let Event::Text(words)
    | Event::Code(words)
    | Event::Html(words)
    | Event::InlineHtml(words)
    | Event::Start(
        Tag::Link {
            dest_url: words, ..
        }
        | Tag::Image {
            dest_url: words, ..
        },
    ) = &mut event
        && words.contains(|c| mark(c) != c)
    {
        *words = words.chars().map(mark).collect::<String>().into();
    }
    event
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::TagEnd;

    use super::*;

    /// Bold words between `<` and `>`.
    fn told(text: &str) -> String {
        let prepared = Prepared::of(text);
        assert_eq!(prepared.0.len(), text.len());
        let told = prepared.events().map(|(event, _)| match event {
            Event::Start(Tag::Strong) => "<".to_owned(),
            Event::End(TagEnd::Strong) => ">".to_owned(),
            Event::Text(words) | Event::Code(words) => words.into_string(),
            _ => String::new(),
        });
        told.collect()
    }

    #[test]
    fn bold_words_may_begin_and_end_with_marks() {
        assert_eq!(told("**重点：**全面推进"), "<重点：>全面推进");
        assert_eq!(told("落实**“一网通办”**要求"), "落实<“一网通办”>要求");
        assert_eq!(
            told("**（一）加强领导。**成立小组"),
            "<（一）加强领导。>成立小组"
        );
        assert_eq!(told("见**《条例》**第四条"), "见<《条例》>第四条");
        assert_eq!(told("**普通**的"), "<普通>的");
    }

    #[test]
    fn asterisks_that_hide_a_name_stay() {
        for text in [
            "王**，李**，赵**。",
            "“王**”“李**”",
            "王**、李**（已离职）",
            "3**（见上）",
        ] {
            assert_eq!(told(text), text);
        }
    }

    #[test]
    fn what_is_code_or_the_authors_own_stays() {
        assert_eq!(told("`**“甲”**`乙"), "**“甲”**乙");
        assert_eq!(told("\u{e000}**“甲”**乙"), "\u{e000}**“甲”**乙");
        assert_eq!(told("**[甲](a**“b)**乙").matches('\u{e000}').count(), 0);
    }
}
