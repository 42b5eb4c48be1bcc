//! Radicals for characters: programs write 鼓 as the radical that looks the same.

use unicode_normalization::char::decompose_compatible;

/// Radicals for which Unicode names no character, or one that the mainland does not write;
/// each with its character.
const FORMS: &str = "⼾户⾧长⾨门⾭青⺠民⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食\
    ⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙";

/// The character that a radical, or a double kept for compatibility, stands for; any other
/// one as it is.
pub fn plain(character: char) -> char {
    match character {
        '\u{2e80}'..='\u{2fdf}' => {
            let mut forms = FORMS.chars();
            let form = forms
                .find(|form| *form == character)
                .and_then(|_| forms.next());
            form.unwrap_or_else(|| normal(character))
        }
        '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => normal(character),
        character => character,
    }
}

/// What a character is decomposed into, which is one other for all that are asked here.
fn normal(character: char) -> char {
    let mut normal = None;
    decompose_compatible(character, |part| {
        normal.get_or_insert(part);
    });
    normal.unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::plain;

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
    fn nothing_else_changes() {
        for character in "鼓①（，１㎡高Ａ．".chars() {
            assert_eq!(plain(character), character);
        }
    }
}
