//! What each character is to a line: where it may stand, how it may be squeezed.

use base::{characters::is_hidden, radical};

/// What a character is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A full-width opening mark: its ink is in the right half.
    Opening,
    /// A full-width closing mark or stop: its ink is in the left half.
    Closing,
    /// A letter of an alphabet.
    Letter,
    /// A digit, or a mark that a number holds.
    Digit,
    /// A space of any width.
    Space,
    /// A break that the author asked for.
    Break,
    /// A Chinese character.
    Ideograph,
    /// Everything else.
    Other,
}

/// What a character is.
pub(super) fn class(character: char) -> Class {
    match character {
        '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '〖' | '〝' | '“' | '‘' => {
            Class::Opening
        }
        '、' | '。' | '，' | '．' | '；' | '：' | '？' | '！' | '）' | '》' | '〉' | '」'
        | '』' | '】' | '〕' | '〗' | '〞' | '”' | '’' => Class::Closing,
        '0'..='9' | '−' => Class::Digit,
        '\n' => Class::Break,
        ' ' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => Class::Space,
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Class::Ideograph,
        _ if character.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

/// Whether a character belongs to a Latin word, a number or an address.
pub(super) fn is_latin(character: char) -> bool {
    is_latin_of(class(character), character)
}

/// The same for a character whose class is known.
pub(super) fn is_latin_of(class: Class, character: char) -> bool {
    match class {
        Class::Letter | Class::Digit => true,
        Class::Other => character.is_ascii(),
        _ => false,
    }
}

/// Whether no line may start with a character.
pub(super) fn cannot_start(character: char) -> bool {
    class(character) == Class::Closing
        || ")]},.;:?!%/°·‰℃…—⸺–～％﹞﹜﹚‧・′″々ー￠~²³".contains(character)
}

/// Whether no line may end with a character.
pub(super) fn cannot_end(character: char) -> bool {
    class(character) == Class::Opening || "([{$¥￥＄£€﹝﹛﹙№".contains(character)
}

/// Whether two equal marks are one sign: —— and ……
pub(super) fn is_joined(before: char, after: char) -> bool {
    before == after && matches!(before, '—' | '…')
}

/// Two dashes in one glyph: —— is one mark, and two glyphs would leave a gap in it.
pub(super) const DOUBLE_DASH: char = '\u{2e3a}';

/// Whether a character only steers other software: it is neither printed nor missed.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || is_hidden(character)
        || matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The character that is printed for one that the author wrote, if any is. Texts copied
/// from some PDF files hold radicals in place of characters; no one searches for those.
pub(super) fn printed(character: char) -> Option<char> {
    match character {
        '\u{2f00}'..='\u{2fd5}' => Some(radical::plain(character)),
        '\t' | '\n' | '\u{2028}' => Some(' '),
        _ => (!is_invisible(character)).then_some(character),
    }
}

/// Whether a character counts things or is part of a date: it stays with the number before it.
pub(super) fn is_unit(character: char) -> bool {
    "年月日号件条项行列份个次万亿元人家篇场余起部名章款天时分秒期届批类字页卷宗倍户位处所次笔种级度多人节台辆套本册张封例门间岁周点"
        .contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_know_their_side() {
        for mark in "，。、；：？！）》」』】〕”’…—·%‰℃～".chars() {
            assert!(cannot_start(mark) && !cannot_end(mark), "{mark}");
        }
        for mark in "（《「『【〔“‘".chars() {
            assert!(cannot_end(mark) && !cannot_start(mark), "{mark}");
        }
    }

    #[test]
    fn steering_marks_vanish_and_tabs_are_spaces() {
        let text: String = "a\u{200b}\u{feff}\t\u{200e}b\r"
            .chars()
            .filter_map(printed)
            .collect();
        assert_eq!(text, "a b");
    }

    #[test]
    fn radicals_become_the_characters_they_look_like() {
        assert_eq!(printed('\u{2f00}'), Some('一'));
        assert_eq!(printed('\u{2fd5}'), Some('龠'));
    }
}
