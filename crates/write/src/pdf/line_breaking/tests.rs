//! What lines look like.

use super::*;
use crate::pdf::{
    character::{cannot_end, cannot_start},
    faces::Role,
    glyphs::{self, Style},
    painter::{MEASURE, PITCH, SIZE},
    placement::place,
    spacing::lead_out,
};
use proptest::prelude::*;

fn set(text: &str) -> Vec<Glyph> {
    let style = Style {
        pitch: PITCH,
        ..Style::new(Role::Text, SIZE)
    };
    glyphs::set(text, style)
}

/// The lines of a text, each as it reads.
fn broken(text: &str, characters: f32, line_style: LineStyle) -> Vec<String> {
    let glyphs = set(text);
    let measure = Measure::even(characters * SIZE * PITCH);
    let lines = break_lines(&glyphs, measure, line_style, &[]);
    let words = |line: Line| {
        glyphs[line.glyphs]
            .iter()
            .map(|glyph| glyph.character)
            .collect()
    };
    lines.into_iter().map(words).collect()
}

#[test]
fn twenty_eight_characters_fill_a_line() {
    let glyphs = set(&"字".repeat(5000));
    let lines = break_lines(&glyphs, Measure::even(MEASURE), LineStyle::Justified, &[]);
    let (last, full) = lines.split_last().unwrap();
    assert!(full.iter().all(|line| line.glyphs.len() == 28));
    assert_eq!(last.glyphs.len(), 5000 % 28);
}

#[test]
fn a_number_stays_with_its_unit() {
    let lines = broken(
        "全市累计公开信息共计860余篇，其中政策解读",
        11.5,
        LineStyle::Justified,
    );
    assert!(
        lines.iter().any(|line| line.contains("860余篇")),
        "{lines:?}"
    );
}

#[test]
fn no_paragraph_ends_with_a_character_alone() {
    let lines = broken(&"字".repeat(57), 28.0, LineStyle::Justified);
    assert!(lines.last().unwrap().chars().count() > 1, "{lines:?}");
}

#[test]
fn titles_are_balanced() {
    let lines = broken("中华人民共和国某某委员会", 11.0, LineStyle::Balanced);
    assert_eq!(lines, ["中华人民共和", "国某某委员会"]);
}

#[test]
fn a_long_word_is_broken() {
    let lines = broken(&"w".repeat(500), 28.0, LineStyle::Justified);
    assert!(lines.len() > 8);
}

fn prose() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => "[政府信息公开条例]{1,9}",
        2 => "[，。、；：！]",
        1 => "[政府信息]{1,3}[）》”’]",
        1 => "[（《“‘][政府信息]{1,5}",
        1 => "[0-9]{1,6}(年|件|%|万元)?",
        1 => "[a-z]{1,9}",
        1 => Just("——".to_owned()),
        1 => Just("……".to_owned()),
        1 => Just(" ".to_owned()),
    ];
    prop::collection::vec(part, 1..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn lines_hold_all_characters_and_keep_the_rules(
        text in prose(),
        characters in 16.0_f32..28.0,
        line_style in prop_oneof![Just(LineStyle::Justified), Just(LineStyle::Balanced), Just(LineStyle::Ragged)],
    ) {
        let glyphs = set(&text);
        let width = characters * SIZE;
        let lines = break_lines(&glyphs, Measure::even(width), line_style, &[]);
        let solid = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
        let read: String = lines.iter().flat_map(|line| &glyphs[line.glyphs.clone()])
            .map(|glyph| glyph.character).collect();
        prop_assert_eq!(solid(&read), solid(&text).replace("——", "⸺"));
        for line in &lines {
            let placed = place(&glyphs, line, width, line_style);
            let last = placed.last().unwrap();
            let right = last.x + last.glyph.advance - lead_out(&last.glyph);
            prop_assert!(right <= width + 0.1, "{right} > {width}");
        }
        for pair in lines.windows(2) {
            let (end, start) = (pair[0].glyphs.end - 1, pair[1].glyphs.start);
            let (end, start) = (glyphs[end].character, glyphs[start].character);
            let marks = text.chars().filter(|c| cannot_start(*c) || cannot_end(*c)).count();
            // Where marks alone are longer than a line, some line starts with one.
            if marks < 8 {
                prop_assert!(!cannot_start(start) && !cannot_end(end), "{end}|{start}");
            }
        }
    }
}
