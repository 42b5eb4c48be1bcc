//! A figure as a chart writes it: large ones in 万 or 亿, exact.

use base::number::{self, Number};
use document::Value;
use form::chart::NO_FIGURE;

/// 1, in millionths.
const ONE: u128 = number::ONE as u128;
/// A figure below this is read at a glance, in millionths.
const LARGE: u128 = 100_000 * ONE;

/// A figure in its unit; 「—」 for none.
pub fn figure(value: &Value, unit: &str) -> String {
    value
        .number
        .map_or_else(|| NO_FIGURE.to_owned(), |number| written(number, unit))
}

/// A number in its unit: `196.4904万`. What is counted in 万 already is written as it is.
pub fn written(number: Number, unit: &str) -> String {
    let plain = number.to_string();
    let size = number.millionths().unsigned_abs();
    if size < LARGE || unit.starts_with(['万', '亿']) {
        return plain;
    }
    // 亿 where four decimals say all, as with 万.
    let (unit, places, name) = match size >= 100_000_000 * ONE && size.is_multiple_of(10_000 * ONE)
    {
        true => (100_000_000 * ONE, 14, "亿"),
        false => (10_000 * ONE, 10, "万"),
    };
    let sign = &plain[..usize::from(plain.starts_with(['-', '+']))];
    let rest = format!("{:0places$}", size % unit);
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{}{name}", size / unit),
        rest => format!("{sign}{}.{rest}{name}", size / unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::number::Kind;
    use proptest::prelude::*;

    #[test]
    fn large_figures_are_grouped_and_exact() {
        for (figure, shown) in [
            ("0", "0"),
            ("99999", "99999"),
            ("100000", "10万"),
            ("1964904", "196.4904万"),
            ("99999999", "9999.9999万"),
            ("100000000", "1亿"),
            ("1234560000", "12.3456亿"),
            ("1234567891", "123456.7891万"),
            ("999999999999999999", "99999999999999.9999万"),
        ] {
            let number = Number::parse(figure, Kind::Count).unwrap();
            assert_eq!(written(number, "件"), shown);
        }
        let change = |text| Number::parse(text, Kind::Change).unwrap();
        assert_eq!(written(change("-150000"), "项"), "-15万");
        assert_eq!(written(change("+150000"), "项"), "+15万");
        let amount = Number::parse("123456.78", Kind::Amount).unwrap();
        assert_eq!(written(amount, "万元"), "123456.78");
        assert_eq!(written(amount, "元"), "12.345678万");
    }

    proptest! {
        #[test]
        fn what_is_written_is_the_figure(millionths in -10_i128.pow(24)..10_i128.pow(24)) {
            let shown = written(Number::from_millionths(millionths), "件");
            let (digits, factor) = match shown.chars().last() {
                Some('万') => (shown.trim_end_matches('万'), 10_000),
                Some('亿') => (shown.trim_end_matches('亿'), 100_000_000),
                _ => (shown.as_str(), 1),
            };
            let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
            let negative = whole.starts_with('-');
            let whole: i128 = whole.trim_start_matches('-').parse().unwrap();
            let places = 10_i128.pow(part.len() as u32);
            let part = part.parse().unwrap_or(0_i128);
            let value = (whole * places + part) * factor * 1_000_000 / places;
            prop_assert_eq!(if negative { -value } else { value }, millionths);
        }
    }
}
