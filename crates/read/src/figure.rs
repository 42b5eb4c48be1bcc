//! What a published cell says, as far as that is certain.

use super::label::{half_width, is_invisible};
use base::number::{Kind, Number, grouped};
pub use base::number::{Reading, read};

/// So many 元 are 1 万元.
const WAN: i128 = 10_000;
/// Whether words stand for nothing at all: dashes, strokes, 无.
pub fn is_dash(text: &str) -> bool {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(half_width)
        .collect();
    matches!(&*bare, "无" | "暂无" | "没有")
        || (!bare.is_empty()
            && bare
                .chars()
                .all(|c| matches!(c, '/' | '-' | '—' | '–' | '─' | '\\' | '*')))
}

/// Whether a cell may hold a figure rather than words of the form.
pub fn is_value(text: &str) -> bool {
    let kinds = [Kind::Count, Kind::Change, Kind::Amount];
    is_dash(text)
        || kinds
            .iter()
            .any(|&kind| read(text, kind) != Reading::Unsure)
}

/// Whether words may be a part of a figure.
pub fn is_part(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_digit() || "+-.,，．－/—".contains(c);
    !text.is_empty() && text.chars().all(fits)
}

/// A sum in 元 as the form's 万元, exactly; none if it is no sum in 元.
pub fn yuan(text: &str) -> Option<Number> {
    let folded: String = text.chars().map(half_width).collect();
    let bare = grouped(folded.trim().strip_suffix('元')?.trim_end())?;
    let yuan = Number::parse(&bare, Kind::Amount).ok()?.millionths();
    (yuan % WAN == 0).then(|| Number::from_millionths(yuan / WAN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_in_yuan_are_converted_exactly() {
        let wan = |text| yuan(text).map(|number| number.to_string());
        for (text, figure) in [
            ("251000元", "25.1"),
            ("2,510,000 元", "251"),
            ("９元", "0.0009"),
            ("12.5元", "0.00125"),
        ] {
            assert_eq!(wan(text).as_deref(), Some(figure), "{text}");
        }
        for text in [
            "25.1万元",
            "251000",
            "约9元",
            "元",
            ".5元",
            "0.001元",
            "-3元",
        ] {
            assert_eq!(wan(text), None, "{text}");
        }
    }

    #[test]
    fn dashes_are_values_but_no_figures() {
        for text in ["/", "——", "无", "-", " － "] {
            assert!(is_dash(text) && is_value(text), "{text}");
        }
        assert!(!is_value("自 然 人") && !is_value("见附件"));
    }
}
