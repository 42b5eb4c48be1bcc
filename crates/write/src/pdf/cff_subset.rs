//! Cutting a bundled CFF face to the glyphs that a document uses: they are copied.
//!
//! In any CFF face, glyphs share subroutines and come in groups with settings of their own, and
//! `subsetter` follows every glyph through both. `fonts/make.sh` has done that once for the
//! bundled faces, so that each of their glyphs stands on its own; a face that is not made so is
//! left to `subsetter`. Operators are those of Adobe's Technical Note 5176.

use std::ops::Range;

use skrifa::raw::{
    FontRead,
    ps::cff::{
        CffFontRef,
        dict::{Entry, entries},
        v1::Cff,
    },
};

/// Strings from this number on are the file's own.
const OWN_STRINGS: u16 = 391;
const VERSION_1_HEADER: [u8; 4] = [1, 0, 4, 4];
const EMPTY_INDEX: [u8; 2] = [0, 0];

/// The CFF table of a face with only some glyphs, numbered anew in their order; the first must be
/// `.notdef`. Nothing where the face is not prepared for this.
pub(super) fn cut(table: &[u8], glyphs: &[u16]) -> Option<Vec<u8>> {
    let font = CffFontRef::new_cff(table, 0, None).ok()?;
    let settings = font.subfont(0, &[]).ok()?;
    let whole = font.num_subfonts() == 1
        && font.global_subrs().count() == 0
        && settings.subrs_offset() == 0
        && glyphs.first() == Some(&0);
    if !whole {
        return None;
    }
    let outlines: Option<Vec<&[u8]>> = glyphs
        .iter()
        .map(|&glyph| font.charstrings().get(usize::from(glyph)))
        .collect();
    let last = u16::try_from(glyphs.len()).ok()? - 1;
    let mut private = Vec::new();
    integer(&mut private, settings.default_width()?.to_i32());
    private.push(operator::DEFAULT_WIDTH);
    integer(&mut private, settings.nominal_width().to_i32());
    private.push(operator::NOMINAL_WIDTH);
    let head = head(table)?;
    let sections = [charset(last), select(last), index(&outlines?)?, private];
    // Offsets are always written in five bytes, so a first try tells how long the start is.
    let start = head.join(last, offsets(0, &sections))?.len();
    let offsets = offsets(start, &sections);
    let mut out = head.join(last, offsets)?;
    out.extend(sections.iter().flatten());
    let private = offsets[3]..offsets[4];
    out.extend(index(&[&dictionary(private)])?);
    Some(out)
}

/// Where sections begin, the first of them at a place, and where the last one ends.
fn offsets(start: usize, sections: &[Vec<u8>; 4]) -> [usize; 5] {
    let mut offsets = [start; 5];
    for (at, section) in sections.iter().enumerate() {
        offsets[at + 1] = offsets[at] + section.len();
    }
    offsets
}

/// What stands before all offsets, and what the top dictionary says without any.
struct Head {
    names: Vec<u8>,
    strings: Vec<u8>,
    entries: Vec<u8>,
}

fn head(table: &[u8]) -> Option<Head> {
    let cff = Cff::read(table.into()).ok()?;
    let mut strings: Vec<&[u8]> = vec![b"Adobe", b"Identity"];
    let mut said = Vec::new();
    said.extend(identity());
    for entry in entries(cff.top_dicts().get(0)?, None).flatten() {
        match entry {
            Entry::Notice(notice) => {
                strings.push(cff.string(notice)?);
                integer(&mut said, i32::from(OWN_STRINGS) + 2);
                said.push(operator::NOTICE);
            }
            Entry::FontBbox(bounds) => {
                bounds
                    .iter()
                    .for_each(|bound| integer(&mut said, bound.to_i32()));
                said.push(operator::FONT_BOUNDS);
            }
            _ => {}
        }
    }
    Some(Head {
        names: index(&[cff.names().get(0)?])?,
        strings: index(&strings)?,
        entries: said,
    })
}

/// Registry, ordering and supplement; and the scale, which some printers do not take for granted.
fn identity() -> Vec<u8> {
    let mut out = Vec::new();
    integer(&mut out, i32::from(OWN_STRINGS));
    integer(&mut out, i32::from(OWN_STRINGS) + 1);
    integer(&mut out, 0);
    out.extend(operator::ROS);
    matrix(&mut out, THOUSANDTH);
    out
}

/// 0.001 as a real number in nibbles.
const THOUSANDTH: &[u8] = &[30, 0xa0, 0x01, 0xff];
/// 1 as an integer.
const ONE: &[u8] = &[140];

fn matrix(out: &mut Vec<u8>, scale: &[u8]) {
    const ZERO: u8 = 139;
    out.extend(scale);
    out.extend([ZERO, ZERO]);
    out.extend(scale);
    out.extend([ZERO, ZERO]);
    out.extend(operator::FONT_MATRIX);
}

impl Head {
    /// The start of a table, up to its first section.
    fn join(&self, last: u16, offsets: [usize; 5]) -> Option<Vec<u8>> {
        let [charset, select, outlines, _, dictionaries] = offsets;
        let mut top = self.entries.clone();
        for (offset, operator) in [
            (charset, &[operator::CHARSET][..]),
            (outlines, &[operator::CHAR_STRINGS]),
            (usize::from(last) + 1, &operator::CID_COUNT),
            (dictionaries, &operator::FD_ARRAY),
            (select, &operator::FD_SELECT),
        ] {
            integer(&mut top, i32::try_from(offset).ok()?);
            top.extend(operator);
        }
        let mut out = VERSION_1_HEADER.to_vec();
        out.extend(&self.names);
        out.extend(index(&[&top])?);
        out.extend(&self.strings);
        out.extend(EMPTY_INDEX);
        Some(out)
    }
}

/// Each glyph is the character of its own number.
fn charset(last: u16) -> Vec<u8> {
    const ARRAY: u8 = 0;
    const RANGES: u8 = 2;
    match last {
        0 => vec![ARRAY],
        last => {
            let left = (last - 1).to_be_bytes();
            vec![RANGES, 0, 1, left[0], left[1]]
        }
    }
}

/// One range with the one dictionary.
fn select(last: u16) -> Vec<u8> {
    const RANGES: u8 = 3;
    let end = (last + 1).to_be_bytes();
    vec![RANGES, 0, 1, 0, 0, 0, end[0], end[1]]
}

/// The one dictionary of glyphs.
fn dictionary(private: Range<usize>) -> Vec<u8> {
    let mut out = Vec::new();
    matrix(&mut out, ONE);
    integer(&mut out, private.len() as i32);
    integer(&mut out, private.start as i32);
    out.push(operator::PRIVATE);
    out
}

/// An integer in a dictionary, always of the same length.
fn integer(out: &mut Vec<u8>, value: i32) {
    const FOUR_BYTES: u8 = 29;
    out.push(FOUR_BYTES);
    out.extend(value.to_be_bytes());
}

/// Items with a list of where they end.
fn index(items: &[&[u8]]) -> Option<Vec<u8>> {
    let total: usize = items.iter().map(|item| item.len()).sum();
    // Offsets count from the byte before the first item.
    let width = match total + 1 {
        ..0x100 => 1,
        0x100..0x1_0000 => 2,
        0x1_0000..0x100_0000 => 3,
        _ => 4,
    };
    let mut out = Vec::with_capacity(3 + (items.len() + 1) * width + total);
    out.extend(u16::try_from(items.len()).ok()?.to_be_bytes());
    out.push(width as u8);
    let mut end = 1_u32;
    let offset = |out: &mut Vec<u8>, end: u32| out.extend(&end.to_be_bytes()[4 - width..]);
    offset(&mut out, end);
    for item in items {
        end = end.checked_add(u32::try_from(item.len()).ok()?)?;
        offset(&mut out, end);
    }
    items.iter().for_each(|item| out.extend(*item));
    Some(out)
}

mod operator {
    pub(super) const NOTICE: u8 = 1;
    pub(super) const FONT_BOUNDS: u8 = 5;
    pub(super) const CHARSET: u8 = 15;
    pub(super) const CHAR_STRINGS: u8 = 17;
    pub(super) const PRIVATE: u8 = 18;
    pub(super) const DEFAULT_WIDTH: u8 = 20;
    pub(super) const NOMINAL_WIDTH: u8 = 21;
    pub(super) const FONT_MATRIX: [u8; 2] = [12, 7];
    pub(super) const ROS: [u8; 2] = [12, 30];
    pub(super) const CID_COUNT: [u8; 2] = [12, 34];
    pub(super) const FD_ARRAY: [u8; 2] = [12, 36];
    pub(super) const FD_SELECT: [u8; 2] = [12, 37];
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use skrifa::{FontRef, GlyphId, Tag, raw::TableProvider};

    static FACES: [&[u8]; 3] = [
        include_bytes!(concat!(env!("NIANBAO_FONTS"), "/text.otf")),
        include_bytes!(concat!(env!("NIANBAO_FONTS"), "/title.otf")),
        include_bytes!(concat!(env!("NIANBAO_FONTS"), "/heading.otf")),
    ];

    fn table(face: &[u8]) -> &[u8] {
        let font = FontRef::new(face).unwrap();
        font.data_for_tag(Tag::new(b"CFF ")).unwrap().as_bytes()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn glyphs_are_the_same_under_their_new_numbers(
            face in 0..FACES.len(),
            mut glyphs in prop::collection::vec(1..9_700_u16, 0..300),
        ) {
            glyphs.insert(0, 0);
            let whole = table(FACES[face]);
            let bytes = cut(whole, &glyphs).unwrap();
            let whole = CffFontRef::new_cff(whole, 0, None).unwrap();
            let part = CffFontRef::new_cff(&bytes, 0, None).unwrap();
            prop_assert!(part.is_cid());
            prop_assert_eq!(usize::try_from(part.num_glyphs()).unwrap(), glyphs.len());
            let (ours, theirs) = (part.subfont(0, &[]).unwrap(), whole.subfont(0, &[]).unwrap());
            prop_assert_eq!(ours.default_width(), theirs.default_width());
            prop_assert_eq!(ours.nominal_width(), theirs.nominal_width());
            let charset = part.charset().unwrap();
            for (number, &glyph) in (0_u16..).zip(&glyphs) {
                let id = GlyphId::from(number);
                prop_assert_eq!(part.subfont_index(id), Some(0));
                prop_assert_eq!(charset.string_id(id).unwrap().to_u16(), number);
                let ours = part.charstrings().get(usize::from(number));
                prop_assert_eq!(ours, whole.charstrings().get(usize::from(glyph)));
            }
        }
    }

    #[test]
    fn a_face_that_is_not_prepared_is_left_alone() {
        let whole = table(FACES[0]);
        assert!(cut(whole, &[]).is_none());
        assert!(cut(whole, &[5]).is_none());
        assert!(cut(whole, &[0, u16::MAX]).is_none());
        assert!(cut(b"no table", &[0]).is_none());
    }
}
