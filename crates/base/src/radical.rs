//! Radicals for characters: programs write 鼓 as the radical that looks the same.

use std::ops::RangeInclusive;

/// What the characters of three ranges are as Unicode decomposes them, a range a line, with a
/// space for those that are themselves; of the radicals, those for which Unicode names no
/// character, or one that the mainland does not write, stand for the one that it writes.
const FORMS: &str = include_str!("radicals.txt");
/// The ranges: radicals, and the doubles that are kept for compatibility.
const RANGES: [RangeInclusive<char>; 3] = [
    '\u{2e80}'..='\u{2fdf}',
    '\u{f900}'..='\u{faff}',
    '\u{2f800}'..='\u{2fa1f}',
];

/// The character that a radical, or a double kept for compatibility, stands for; any other
/// one as it is.
pub fn plain(character: char) -> char {
    let mut lines = RANGES.iter().zip(FORMS.lines());
    let found = lines.find(|(range, _)| range.contains(&character));
    let form = found.and_then(|(range, forms)| {
        let at = character as usize - *range.start() as usize;
        forms.chars().nth(at).filter(|form| *form != ' ')
    });
    form.unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn radicals_are_the_characters_they_look_like() {
        for (radical, character) in "⼀⿎⼾⾧⾨⻓⻔⾭⿕⾼⺟"
            .chars()
            .zip("一鼓户长门长门青龠高母".chars())
        {
            assert_eq!(plain(radical), character);
        }
        assert_eq!(plain('\u{f900}'), '豈');
    }

    #[test]
    fn forms_are_those_of_unicode_or_of_the_mainland() {
        let ours = "⼾⾧⾨⾭⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰";
        for character in RANGES.into_iter().flatten() {
            let unicode = character.nfkc().next();
            if !ours.contains(character) {
                assert_eq!(Some(plain(character)), unicode, "{character}");
            }
        }
    }

    #[test]
    fn nothing_else_changes() {
        for character in "鼓①（，１㎡高Ａ．".chars() {
            assert_eq!(plain(character), character);
        }
    }
}
