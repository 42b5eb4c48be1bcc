//! Words and figures as a workbook can hold them.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, XlsxError};

use crate::ground::number::Number;

/// Digits that Excel counts with; a figure of more is written as words.
const DIGITS: usize = 15;
/// UTF-16 units that Excel holds in a cell.
const UNITS: usize = 32_767;

/// The workbook's properties. The clock has no part in it, and many reports have no day in
/// common, so it bears the first that Excel knows.
pub(in crate::office) fn properties(title: &str) -> Result<DocProperties, XlsxError> {
    let created = ExcelDateTime::from_ymd(1900, 1, 1)?;
    let properties = DocProperties::new().set_title(title);
    Ok(properties.set_creation_datetime(&created))
}

/// Words as far as a cell holds them, without what XML cannot say.
pub(in crate::office) fn words(text: &str) -> String {
    let mut units = 0;
    let fitting = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= UNITS
    });
    let sayable = fitting.map(|c| match c {
        '\u{FFFE}' | '\u{FFFF}' => char::REPLACEMENT_CHARACTER,
        c => c,
    });
    sayable.collect()
}

/// A figure as the number that Excel counts with; none where Excel would round it.
pub(in crate::office) fn exact(number: Number) -> Option<f64> {
    let text = number.to_string();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.parse().ok().filter(|_| digits <= DIGITS)
}

/// How wide words are, in columns of half a Chinese character.
pub(super) fn columns(words: &str) -> f64 {
    words
        .chars()
        .map(|c| if c.is_ascii() { 1.0 } else { 2.1 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::number::Kind;

    #[test]
    fn numbers_of_fifteen_digits_are_counted_with() {
        let number = |text| Number::parse(text, Kind::Amount).unwrap();
        assert_eq!(
            exact(number("999999999999999")),
            Some(999_999_999_999_999.0)
        );
        assert_eq!(exact(number("123456789.123456")), Some(123_456_789.123_456));
        assert_eq!(exact(number("1234567890123456")), None);
        assert_eq!(exact(number("1234567890.123456")), None);
    }

    #[test]
    fn words_are_cut_to_what_a_cell_holds() {
        assert_eq!(words("=1+2\u{FFFF}"), "=1+2\u{FFFD}");
        assert_eq!(words(&"𬇙".repeat(20_000)).chars().count(), UNITS / 2);
        assert_eq!(words(&"某".repeat(40_000)).chars().count(), UNITS);
    }
}
