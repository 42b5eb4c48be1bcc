//! Inlines into glyphs: which face, which size, which link.

use super::{
    BadPicture, MissingGlyph,
    character::{self, Class, DOUBLE_DASH, class},
    faces::{FaceCache, Role},
    figures::{Pictured, keep_marks},
    picture::Picture,
};
use base::source::Span;
use document::{Inline, Text, note_mark};

/// How some words are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// Which faces.
    pub(super) role: Role,
    /// The size in points.
    pub(super) size: f32,
    /// Whether outlines are thickened: bold where there is no bold face.
    pub(super) thick: bool,
    /// How far apart full-width characters stand, in em.
    pub(super) pitch: f32,
    /// How wide and high pictures among them may be; without it they are no higher than a
    /// character.
    pub(super) room: Option<[f32; 2]>,
}

impl Style {
    /// Words in a role and a size.
    pub(super) fn new(role: Role, size: f32) -> Self {
        Style {
            role,
            size,
            thick: false,
            pitch: 1.0,
            room: None,
        }
    }
}

/// A character ready to be placed on a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    /// What it stands for; `\n` is a break that the author asked for and has no form.
    pub(super) character: char,
    /// What it is to its neighbours.
    pub(super) class: Class,
    /// The number of the face.
    pub(super) face: u8,
    /// The glyph in the face.
    pub(super) id: u16,
    /// The size in points.
    pub(super) size: f32,
    /// How far the next character is, in points.
    pub(super) advance: f32,
    /// The glyph's own advance, which differs for digits in a table.
    pub(super) own_advance: f32,
    /// Whether its outline is thickened.
    pub(super) thick: bool,
    /// The number of the link it belongs to.
    pub(super) link: Option<u16>,
    /// The number, from 1, of the footnote that it is the mark of; [`NAMED_AGAIN`] for one
    /// that stands elsewhere, 0 for what is no mark.
    pub(super) note: u16,
    /// The picture that stands in its place.
    pub(super) picture: Option<Pictured>,
}

/// What marks of a footnote have that was named before.
pub(super) const NAMED_AGAIN: u16 = u16::MAX;

impl Glyph {
    /// How far it stands above the base line.
    pub(super) fn raised(&self) -> f32 {
        match self.note {
            0 => 0.0,
            _ => self.size * 0.45,
        }
    }
}

/// Where a link leads, and its words.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The address.
    pub(super) url: String,
    /// What is read out for it.
    pub(super) words: String,
}

/// Turns words into glyphs, and remembers the characters that no face has.
pub(super) struct Typesetter<'a> {
    /// The faces.
    pub(super) faces: FaceCache<'a>,
    /// The links of the whole document.
    pub(super) links: Vec<Target>,
    /// What the footnotes say, in the order of their numbers.
    pub(super) notes: Vec<Vec<Inline>>,
    /// What could not be set.
    pub(super) missing: Vec<MissingGlyph>,
    /// The pictures of the whole document.
    pub(super) pictures: Vec<Picture>,
    /// The first picture that cannot be used.
    pub(super) refused: Option<BadPicture>,
}

impl<'a> Typesetter<'a> {
    /// A setter with the faces of a faces.
    pub(super) fn new(faces: FaceCache<'a>) -> Self {
        Typesetter {
            faces,
            links: Vec::new(),
            notes: Vec::new(),
            missing: Vec::new(),
            pictures: Vec::new(),
            refused: None,
        }
    }

    /// The glyphs of some inlines.
    pub(super) fn inlines(&mut self, inlines: &[Inline], style: Style) -> Vec<Glyph> {
        let mut out = Vec::new();
        self.push_inlines(inlines, style, None, &mut out);
        keep_marks(&mut out);
        trim(out)
    }

    /// The glyphs of some words.
    pub(super) fn words(&mut self, words: &str, style: Style, place: Option<Span>) -> Vec<Glyph> {
        let mut out = Vec::new();
        let text = Text {
            text: words.to_owned(),
            place,
        };
        self.push_text(&text, style, None, &mut out);
        trim(out)
    }

    fn push_inlines(
        &mut self,
        inlines: &[Inline],
        style: Style,
        link: Option<u16>,
        out: &mut Vec<Glyph>,
    ) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.push_text(text, style, link, out),
                Inline::Strong(content) => self.push_inlines(content, strong(style), link, out),
                Inline::Emphasis(content) => {
                    let role = Role::Subheading;
                    self.push_inlines(content, Style { role, ..style }, link, out);
                }
                Inline::Link { url, content } => {
                    let link = self.link(url, content).or(link);
                    self.push_inlines(content, style, link, out);
                }
                Inline::Picture(image) => self.push_picture(image, style, link, out),
                Inline::Break => out.push(line_break(style)),
                Inline::Note { number, content } => {
                    let start = out.len();
                    let size = style.size * 0.7;
                    let text = Text {
                        text: note_mark(*number),
                        place: None,
                    };
                    self.push_text(&text, Style { size, ..style }, None, out);
                    let note = match content.is_empty() {
                        true => NAMED_AGAIN,
                        false => u16::try_from(*number).unwrap_or(NAMED_AGAIN),
                    };
                    out[start..].iter_mut().for_each(|glyph| glyph.note = note);
                    if !content.is_empty() {
                        self.notes.push(content.clone());
                    }
                }
            }
        }
    }

    fn link(&mut self, url: &str, content: &[Inline]) -> Option<u16> {
        let number = u16::try_from(self.links.len()).ok()?;
        let words = document::plain_text(content);
        self.links.push(Target {
            url: url.to_owned(),
            words: words.replace('\n', " "),
        });
        Some(number)
    }

    fn push_text(&mut self, text: &Text, style: Style, link: Option<u16>, out: &mut Vec<Glyph>) {
        let mut characters = text.text.char_indices().peekable();
        while let Some((at, written)) = characters.next() {
            let Some(character) = character::printed(written) else {
                continue;
            };
            if character == '—'
                && characters.peek().is_some_and(|next| next.1 == '—')
                && let Some(glyph) = self.double_dash(style)
            {
                characters.next();
                out.push(Glyph { link, ..glyph });
                continue;
            }
            match self.glyph(character, style) {
                Some(glyph) => out.push(Glyph { link, ..glyph }),
                None => self.missing.push(MissingGlyph {
                    character,
                    place: place_of(text, at, written),
                }),
            }
        }
    }

    /// Both dashes of —— as one glyph, where the face that has one has the other.
    fn double_dash(&mut self, style: Style) -> Option<Glyph> {
        let single = self.glyph('—', style)?;
        let double = self.glyph(DOUBLE_DASH, style)?;
        let alike = double.face == single.face && double.own_advance == 2.0 * single.own_advance;
        alike.then_some(Glyph {
            advance: 2.0 * single.advance,
            ..double
        })
    }

    fn glyph(&mut self, character: char, style: Style) -> Option<Glyph> {
        let form = self.faces.form(style.role, character)?;
        let own_advance = form.advance * style.size;
        let mut advance = own_advance;
        if form.advance == 1.0 {
            advance *= style.pitch;
        }
        // Digits are equally wide wherever they stand, as in the 仿宋 of official documents.
        if character.is_ascii_digit() {
            advance = self.faces.digit_advance(style.role) * style.size;
        }
        Some(Glyph {
            character,
            class: class(character),
            face: form.face,
            id: form.glyph,
            advance,
            own_advance,
            thick: style.thick,
            ..line_break(style)
        })
    }
}

/// Strong words stand in 黑体; where the words are 黑体 already, they are thickened.
fn strong(style: Style) -> Style {
    match style.role {
        Role::Text | Role::Subheading => Style {
            role: Role::Heading,
            ..style
        },
        Role::Title | Role::Heading => Style {
            thick: true,
            ..style
        },
    }
}

/// A break that the author asked for.
pub(super) fn line_break(style: Style) -> Glyph {
    Glyph {
        character: '\n',
        class: Class::Break,
        face: 0,
        id: 0,
        size: style.size,
        advance: 0.0,
        own_advance: 0.0,
        thick: false,
        link: None,
        note: 0,
        picture: None,
    }
}

/// The place of one character; of the whole text where that is not a copy of what was written.
fn place_of(text: &Text, at: usize, character: char) -> Option<Span> {
    let place = text.place?;
    if place.range().len() != text.text.len() {
        return Some(place);
    }
    let start = place.range().start + at;
    Some(Span::new(place.file, start..start + character.len_utf8()))
}

/// Drops white space at both ends: the indent is the page's affair.
fn trim(mut glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let blank = |glyph: &Glyph| glyph.character == '\n' || is_space(glyph);
    let last = glyphs.iter().rposition(|glyph| !blank(glyph));
    glyphs.truncate(last.map_or(0, |last| last + 1));
    let start = glyphs.iter().position(|glyph| !blank(glyph)).unwrap_or(0);
    glyphs.drain(..start);
    glyphs
}

/// Whether a glyph is a space.
pub(super) fn is_space(glyph: &Glyph) -> bool {
    glyph.class == Class::Space
}

/// The glyphs of some words in the bundled faces.
#[cfg(test)]
pub(super) fn set(words: &str, style: Style) -> Vec<Glyph> {
    Typesetter::new(FaceCache::new(&super::Fonts::bundled())).words(words, style, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::Fonts;
    use base::source::Sources;

    #[test]
    fn a_missing_character_has_its_exact_place() {
        let mut sources = Sources::new();
        let file = sources.add("a", "好😀的");
        let fonts = Fonts::bundled();
        let mut setter = Typesetter::new(FaceCache::new(&fonts));
        let text = |place| {
            Inline::Text(Text {
                text: "好😀的".into(),
                place,
            })
        };
        let whole = Some(Span::new(file, 0..10));
        let longer = Some(Span::new(file, 0..12));
        let style = Style::new(Role::Text, 16.0);
        let set = setter.inlines(&[text(whole), text(longer), text(None)], style);
        assert_eq!(set.len(), 6);
        let places: Vec<_> = setter.missing.iter().map(|missing| missing.place).collect();
        assert_eq!(places, [Some(Span::new(file, 3..7)), longer, None]);
    }

    #[test]
    fn white_space_at_the_ends_is_dropped() {
        let set = set("\u{3000}\u{3000}某 局 ", Style::new(Role::Text, 16.0));
        let text: String = set.iter().map(|glyph| glyph.character).collect();
        assert_eq!(text, "某 局");
    }

    #[test]
    fn two_dashes_are_one_mark() {
        for role in Role::ALL {
            let set = set("甲——乙—丙———", Style::new(role, 16.0));
            let dashes: Vec<f32> = set.iter().map(|glyph| glyph.advance / 16.0).collect();
            assert_eq!(dashes, [1.0, 2.0, 1.0, 1.0, 1.0, 2.0, 1.0], "{role:?}");
            assert_eq!(set[1].character, DOUBLE_DASH);
        }
    }

    #[test]
    fn digits_share_one_advance() {
        for role in Role::ALL {
            let set = set("0123456789", Style::new(role, 10.5));
            assert!(set.iter().all(|glyph| glyph.advance == set[0].advance));
        }
    }
}
