//! Pictures, alone or among words, and the words below one.

use super::{
    character::{cannot_start, class},
    composer::{AIR, Composer},
    faces::Role,
    glyphs::{Glyph, Style, Typesetter, line_break},
    line_breaking::{LineStyle, Measure, break_lines},
    painter::{BODY, LEFT, MEASURE, SIZE, rise},
    picture,
    piece::{NEVER, Piece, Show, Text},
    structure_tree::NodeId,
};
use crate::pictures;
use base::source::Span;
use document::{Figure, Image, Side};

/// The size of the words below a picture: 小四.
const CAPTION_SIZE: f32 = 12.0;
const CAPTION_LEADING: f32 = 18.0;
/// Space between a picture and its words.
const CAPTION_AIR: f32 = 3.0;

/// A picture among words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pictured {
    /// Its number in the document.
    pub(super) number: u16,
    /// How far its lower edge is above the base line, and its upper one.
    pub(super) bottom: f32,
    pub(super) top: f32,
}

/// The character that stands for what is no word.
const OBJECT: char = '\u{fffc}';

impl Typesetter<'_> {
    /// Takes a picture; gives its number, unless it cannot be used.
    pub(super) fn picture(&mut self, image: &Image) -> Option<usize> {
        match picture::read(image) {
            Ok(picture) => self.pictures.push(picture),
            Err(error) => {
                self.refused.get_or_insert(error);
                return None;
            }
        }
        Some(self.pictures.len() - 1)
    }

    /// Adds a picture to some words; one that takes most of a line has it for itself.
    pub(super) fn push_picture(
        &mut self,
        image: &Image,
        style: Style,
        link: Option<u16>,
        out: &mut Vec<Glyph>,
    ) {
        let Some(glyph) = self.pictured(image, style) else {
            return;
        };
        let is_wide = style
            .room
            .is_some_and(|[measure, _]| glyph.advance > measure / 2.0);
        let ends = is_wide.then(|| line_break(style));
        out.extend(ends);
        out.push(Glyph { link, ..glyph });
        out.extend(ends);
    }

    /// A picture as one of the characters.
    fn pictured(&mut self, image: &Image, style: Style) -> Option<Glyph> {
        let number = self.picture(image)?;
        let pixels = self.pictures[number].pixels();
        let [width, height] = pictures::among_words(pixels, style.size, style.room);
        // A sign hangs as low as the characters beside it.
        let bottom = -style.size * 0.12;
        Some(Glyph {
            character: OBJECT,
            class: class(OBJECT),
            advance: width + style.size / 8.0,
            own_advance: width,
            picture: Some(Pictured {
                number: u16::try_from(number).ok()?,
                bottom,
                top: bottom + height,
            }),
            ..line_break(style)
        })
    }
}

/// Takes back the end of a picture's line before a mark that no line begins with.
pub(super) fn keep_marks(glyphs: &mut Vec<Glyph>) {
    let pictures = glyphs.iter().enumerate();
    let pictures: Vec<usize> = pictures
        .filter_map(|(at, glyph)| glyph.picture.map(|_| at))
        .collect();
    for at in pictures.into_iter().rev() {
        if let Some([end, mark]) = glyphs.get(at + 1..at + 3)
            && end.character == '\n'
            && (mark.note > 0 || cannot_start(mark.character))
        {
            glyphs.remove(at + 1);
        }
    }
}

impl Composer<'_, '_> {
    /// A picture in the middle of the page, with its caption.
    pub(super) fn figure(&mut self, figure: &Figure, parent: NodeId) {
        let Some(picture) = self.setter.picture(&figure.image) else {
            return;
        };
        // A screen reader leaves out what is in a figure that has words of its own.
        let parent = match &figure.caption {
            Some(_) => self.tree.add(parent, "Div"),
            None => parent,
        };
        let node = self.tree.add(parent, "Figure");
        self.tree.nodes[node.0].alt = Some(figure.image.words().to_owned());
        let pixels = self.setter.pictures[picture].pixels();
        let [width, height] = pictures::alone(pixels, [MEASURE, BODY]);
        let show = Show::Picture {
            node,
            picture,
            width,
        };
        self.space(AIR);
        self.pieces.push(Piece::new(show, height));
        if let Some(caption) = &figure.caption {
            self.caption(&caption.to_string(), figure.image.place, parent);
        }
        self.space(AIR);
    }

    /// The words below what was set last, on the same page.
    pub(super) fn caption(&mut self, words: &str, place: Option<Span>, parent: NodeId) {
        if let Some(last) = self.pieces.last_mut() {
            last.price = NEVER;
        }
        self.space(CAPTION_AIR);
        let style = Style::new(Role::Heading, CAPTION_SIZE);
        let glyphs = self.setter.words(words, style, place);
        let broken = (LineStyle::Balanced, Measure::even(MEASURE - 4.0 * SIZE));
        let lines = break_lines(&glyphs, broken.1, broken.0, &[]);
        let node = self.tree.add(parent, "Caption");
        let text = Text {
            align: Side::Centre,
            rise: rise(CAPTION_LEADING, CAPTION_SIZE),
            ..Text::new(glyphs, lines, broken, LEFT + 2.0 * SIZE, node)
        };
        let start = self.lines(text, CAPTION_LEADING);
        self.stick(start);
        if let Some(last) = self.pieces.last_mut() {
            last.price = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::{
        pagination::{paginate, tests::composed},
        painter::LEADING,
        tests::pictures::png_of,
    };
    use document::{Block, Inline};

    fn image(width: u32, height: u32) -> Image {
        let pixels = vec![0; (width * height) as usize];
        Image {
            alt: "流程".to_owned(),
            target: "流程.png".to_owned(),
            bytes: png_of(width, height, png::ColorType::Grayscale, &pixels).into(),
            place: None,
        }
    }

    /// What each piece shows, with its height, page by page.
    fn pages(blocks: Vec<Block>) -> Vec<Vec<(String, f32)>> {
        let (pieces, notes) = composed(blocks);
        let words = |piece: &Piece| match &piece.show {
            Show::Line(text, line) => {
                let glyphs = &text.glyphs[text.lines[*line].glyphs.clone()];
                glyphs.iter().map(|glyph| glyph.character).collect()
            }
            Show::Picture { .. } => "picture".to_owned(),
            _ => "space".to_owned(),
        };
        let shown = |piece: &Piece| (words(piece), piece.height);
        let pages = paginate(&pieces, &notes).into_iter();
        pages
            .map(|page| pieces[page].iter().map(shown).collect())
            .collect()
    }

    /// The lines of a paragraph with a picture, and their heights.
    fn among(picture: Image, before: &str, after: &str) -> Vec<(String, f32)> {
        let words = vec![
            Inline::plain(before),
            Inline::Picture(picture),
            Inline::plain(after),
        ];
        pages(vec![Block::Paragraph(words)]).concat()
    }

    #[test]
    fn a_caption_stays_on_the_page_of_its_picture() {
        for before in 0..22 {
            let mut blocks = vec![Block::paragraph("行"); before];
            blocks.push(Block::Figure(Figure::of(image(400, 300))));
            let pages = pages(blocks);
            let page = pages
                .iter()
                .find(|page| page.iter().any(|(words, _)| words == "picture"));
            let page: Vec<&str> = page
                .unwrap()
                .iter()
                .map(|(words, _)| words.as_str())
                .collect();
            let at = page.iter().position(|words| *words == "picture").unwrap();
            assert_eq!(page[at..at + 3], ["picture", "space", "流程"], "{before}");
        }
    }

    #[test]
    fn a_sign_among_words_changes_no_line() {
        assert_eq!(
            among(image(32, 32), "见", "所示。"),
            [("见\u{fffc}所示。".to_owned(), LEADING)]
        );
    }

    #[test]
    fn a_line_grows_for_a_picture_on_it() {
        let lines = among(image(160, 120), "如图", "所示。");
        let [(words, height)] = &lines[..] else {
            panic!("{lines:?}");
        };
        assert_eq!(words, "如图\u{fffc}所示。");
        assert!((95.0..110.0).contains(height), "{height}");
    }

    #[test]
    fn a_picture_as_wide_as_a_line_has_one_for_itself() {
        let lines = among(image(900, 400), "文字之前", "文字之后。");
        let words: Vec<&str> = lines.iter().map(|(words, _)| words.as_str()).collect();
        assert_eq!(words, ["文字之前", "\u{fffc}", "文字之后。"]);
        assert!(lines[1].1 > 150.0 && lines[2].1 == LEADING);
        // No line begins with a mark.
        let lines = among(image(900, 400), "文字之前", "。文字之后。");
        assert!(lines[1].0.starts_with("\u{fffc}。"), "{lines:?}");
    }
}
