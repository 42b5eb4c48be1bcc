//! Exact figures: counts, signed changes and amounts in 万元.
//!
//! No floating point anywhere: a figure is a whole number of millionths, and it
//! is printed as the author wrote it.

use std::fmt;

use super::characters::half_width;
use super::numeral;

mod spelling;

pub use spelling::{Reading, grouped, read};

/// What may stand in a cell of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole number from 0: 件, 项.
    #[default]
    Count,
    /// A whole number with a sign: 本年增/减.
    Change,
    /// An exact decimal from 0 with at most [`MAX_PLACES`] places: 万元.
    Amount,
}

/// Decimal places of an amount, at the most: one 分 in 万元 is the sixth.
pub const MAX_PLACES: usize = 6;
/// Digits before the decimal point, at the most.
const MAX_DIGITS: usize = 18;
/// 1, in millionths.
pub const ONE: i128 = 1_000_000;

/// A part of a whole in tenths of a per cent, rounded half up; none for a part of nothing.
pub fn tenths(part: i128, whole: i128) -> Option<i128> {
    if whole <= 0 || part < 0 {
        return None;
    }
    let doubled = part.checked_mul(2000)?.checked_add(whole)?;
    Some(doubled / whole.checked_mul(2)?)
}

/// An exact figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    millionths: i128,
    places: u8,
    signed: bool,
}

impl Number {
    /// Nought.
    pub const ZERO: Number = Number {
        millionths: 0,
        places: 0,
        signed: false,
    };

    /// A whole number.
    pub fn whole(value: i128) -> Self {
        Number {
            millionths: value.saturating_mul(ONE),
            ..Number::ZERO
        }
    }

    /// The value in millionths, for sums and comparisons.
    pub fn millionths(self) -> i128 {
        self.millionths
    }

    /// A value in millionths, printed with as few places as it needs.
    pub fn from_millionths(millionths: i128) -> Self {
        let mut places = MAX_PLACES as u8;
        let mut unit = 1;
        while places > 0 && millionths % (unit * 10) == 0 {
            unit *= 10;
            places -= 1;
        }
        Number {
            millionths,
            places,
            signed: false,
        }
    }

    /// A value in millionths as it is written in a cell of a kind: a change with its sign.
    pub fn of_kind(millionths: i128, kind: Kind) -> Self {
        Number {
            signed: kind == Kind::Change,
            ..Number::from_millionths(millionths)
        }
    }

    /// Reads what an author wrote for a cell of a kind.
    ///
    /// # Errors
    /// Everything but the plain form: digits, a sign for a change, a decimal point for an amount.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, Misfit> {
        Self::scan(text, kind).map_err(|problem| match problem {
            Some(problem) => Misfit {
                problem,
                write: None,
            },
            None => Misfit::of(text, kind),
        })
    }

    /// The error is what is wrong with a figure of the right form, if it has that form.
    fn scan(text: &str, kind: Kind) -> Result<Self, Option<String>> {
        let (negative, unsigned) = match (kind, text.as_bytes().first()) {
            (Kind::Change, Some(b'-')) => (true, &text[1..]),
            (Kind::Change, Some(b'+')) => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) if kind == Kind::Amount => (whole, Some(fraction)),
            _ => (unsigned, None),
        };
        let plain = |part: &str| !part.is_empty() && digits(part);
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        if !plain(whole) || leading_zero || fraction.is_some_and(|part| !plain(part)) {
            return Err(None);
        }
        let fraction = fraction.unwrap_or_default();
        if whole.len() > MAX_DIGITS {
            let problem = format!("有 {} 位，太大了，最多 {MAX_DIGITS} 位", whole.len());
            return Err(Some(problem));
        }
        if fraction.len() > MAX_PLACES {
            let problem = format!("小数有 {} 位，最多 {MAX_PLACES} 位", fraction.len());
            return Err(Some(problem));
        }
        let millionths = decimal(unsigned).ok_or(None)?;
        Ok(Number {
            millionths: if negative { -millionths } else { millionths },
            places: fraction.len() as u8,
            signed: kind == Kind::Change,
        })
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.millionths {
            value if value < 0 => "-",
            value if value > 0 && self.signed => "+",
            _ => "",
        };
        let value = self.millionths.unsigned_abs();
        let (whole, rest) = (value / ONE as u128, value % ONE as u128);
        write!(f, "{sign}{whole}")?;
        if self.places > 0 {
            let fraction = format!("{rest:06}");
            write!(f, ".{}", &fraction[..usize::from(self.places)])?;
        }
        Ok(())
    }
}

/// Why something is no figure, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// What is wrong, to stand after 「写的是 …」.
    pub problem: String,
    /// What the author most likely means, in the form to write.
    pub write: Option<String>,
}

impl Misfit {
    fn of(text: &str, kind: Kind) -> Self {
        let problem = problem(text, kind).to_owned();
        let write = guess(text, kind).filter(|guess| guess != text);
        Misfit { problem, write }
    }
}

fn problem(text: &str, kind: Kind) -> &'static str {
    let has = |test: fn(char) -> bool| text.chars().any(test);
    match text {
        "" => "这里是空的",
        "/" | "-" | "—" | "——" | "无" | "／" | "－" => "不是数",
        _ if has(|c| ('０'..='９').contains(&c)) => "用了全角数字",
        _ if has(|c| matches!(c, ',' | '，' | '_')) && has(|c| c.is_ascii_digit()) => {
            "数字里有分隔符"
        }
        _ if text.starts_with('-') && kind != Kind::Change => "不能是负数",
        _ if text.starts_with('+') && kind != Kind::Change => "这一格不带正负号",
        _ if text.contains('.') && kind != Kind::Amount && decimal(text).is_some() => {
            "必须是整数，不能有小数"
        }
        _ if has(numeral::is_numeral) && !has(|c| c.is_ascii_digit()) => "要用阿拉伯数字写",
        _ if has(|c| c.is_ascii_digit()) && has(|c| !c.is_ascii()) => "数字里夹着文字",
        _ if text.len() > 1 && text.starts_with('0') && digits(text) => "前面有多余的 0",
        _ => match kind {
            Kind::Count => "不是从 0 起的整数",
            Kind::Change => "不是带正负号的整数",
            Kind::Amount => "不是精确的小数",
        },
    }
}

/// The figure that the author most likely means, if that is beyond doubt.
fn guess(text: &str, kind: Kind) -> Option<String> {
    let half: String = text.chars().map(half_width).collect();
    let half = half.trim();
    if matches!(half, "/" | "-" | "—" | "——" | "无") {
        return Some("0".to_owned());
    }
    match read(text, kind) {
        Reading::Figure(number, None) => return Some(number.to_string()),
        Reading::Figure(number, Some(note)) => {
            return Some(format!("{{值: {number}, 注: {note}}}"));
        }
        Reading::Blank | Reading::Unsure => {}
    }
    let bare: String = half.chars().filter(|c| !matches!(c, '_' | ' ')).collect();
    let bare = grouped(&bare)?;
    let (bare, factor) = without_unit(&bare, kind);
    let signed = match kind {
        Kind::Change => bare,
        Kind::Count | Kind::Amount => bare.trim_start_matches('+').to_owned(),
    };
    let chinese = || numeral::parse(&signed)?.checked_mul(ONE);
    let value = decimal(&signed)
        .or_else(|| radix(&signed))
        .or_else(|| exponent(&signed))
        .or_else(chinese)?;
    // 元 become 万元 only where nothing is lost.
    let exact = value.checked_mul(factor)?;
    let value = (exact % 10_000 == 0).then_some(exact / 10_000)?;
    let figure = Number::of_kind(value, kind).to_string();
    Number::scan(&figure, kind).is_ok().then_some(figure)
}

/// Drops a unit; the factor is in ten-thousandths, for amounts given in 元.
fn without_unit(text: &str, kind: Kind) -> (String, i128) {
    if kind == Kind::Amount {
        let whole = text.strip_suffix("万元");
        if let Some(rest) = whole.or_else(|| text.strip_suffix('万')) {
            return (rest.to_owned(), 10_000);
        }
        if let Some(rest) = text.strip_suffix('元') {
            return (rest.to_owned(), 1);
        }
    }
    let rest = text.trim_end_matches(['件', '项', '条', '份', '个', '次', '宗', '起', '部']);
    (rest.to_owned(), 10_000)
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn decimal(text: &str) -> Option<i128> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let usable = digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && whole.len() <= MAX_DIGITS
        && fraction.len() <= MAX_PLACES;
    let value: i128 = usable
        .then(|| format!("0{whole}{fraction:0<MAX_PLACES$}").parse().ok())
        .flatten()?;
    Some(if negative { -value } else { value })
}

fn radix(text: &str) -> Option<i128> {
    let value = match text.get(..2)? {
        "0x" | "0X" => i64::from_str_radix(&text[2..], 16),
        "0o" | "0O" => i64::from_str_radix(&text[2..], 8),
        "0b" | "0B" => i64::from_str_radix(&text[2..], 2),
        _ => return None,
    };
    Some(i128::from(value.ok()?) * ONE)
}

fn exponent(text: &str) -> Option<i128> {
    let (mantissa, power) = text.split_once(['e', 'E'])?;
    let power: u32 = power.trim_start_matches('+').parse().ok()?;
    decimal(mantissa)?.checked_mul(10_i128.checked_pow(power.min(30))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reads(text: &str, kind: Kind) -> String {
        Number::parse(text, kind).unwrap().to_string()
    }

    fn write(text: &str, kind: Kind) -> Option<String> {
        Number::parse(text, kind).unwrap_err().write
    }

    #[test]
    fn plain_figures_are_read_and_printed_as_written() {
        assert_eq!(reads("0", Kind::Count), "0");
        assert_eq!(reads("1964904", Kind::Count), "1964904");
        assert_eq!(reads("+89", Kind::Change), "+89");
        assert_eq!(reads("89", Kind::Change), "+89");
        assert_eq!(reads("-8", Kind::Change), "-8");
        assert_eq!(reads("0", Kind::Change), "0");
        assert_eq!(reads("76.786078", Kind::Amount), "76.786078");
        assert_eq!(reads("12.50", Kind::Amount), "12.50");
    }

    #[test]
    fn the_help_gives_the_figure_to_write() {
        for (text, figure) in [
            ("1,234", "1234"),
            ("１２", "12"),
            ("1e3", "1000"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("1_000", "1000"),
            ("十二", "12"),
            ("一百零三", "103"),
            ("二万三千", "23000"),
            ("/", "0"),
            ("-", "0"),
            ("无", "0"),
            ("6件", "6"),
            ("007", "7"),
            ("+5", "5"),
            ("1964904(含淄博经开区)", "{值: 1964904, 注: 含淄博经开区}"),
        ] {
            assert_eq!(write(text, Kind::Count).as_deref(), Some(figure), "{text}");
        }
        assert_eq!(write("减 599", Kind::Change).as_deref(), Some("-599"));
        assert_eq!(write("增30513", Kind::Change).as_deref(), Some("+30513"));
        assert_eq!(write("120000元", Kind::Amount).as_deref(), Some("12"));
        assert_eq!(write("12.5万元", Kind::Amount).as_deref(), Some("12.5"));
        assert_eq!(write(".5", Kind::Amount).as_deref(), Some("0.5"));
    }

    #[test]
    fn doubtful_figures_are_not_guessed() {
        for text in ["3.5", "-2", "若干", "1e40", "", "12345678901234567890"] {
            assert_eq!(write(text, Kind::Count), None, "{text}");
        }
        assert_eq!(write("1.1234567", Kind::Amount), None);
    }

    proptest! {
        #[test]
        fn counts_survive_reading_and_printing(value in 0_u64..1_000_000_000_000_000_000) {
            prop_assert_eq!(reads(&value.to_string(), Kind::Count), value.to_string());
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            for kind in [Kind::Count, Kind::Change, Kind::Amount] {
                let _ = Number::parse(&text, kind);
            }
        }

        #[test]
        fn a_guess_is_itself_a_figure(text in "[0-9０-９,.eExX+_零一十百件元万增减 -]{0,12}") {
            for kind in [Kind::Count, Kind::Change, Kind::Amount] {
                if let Err(Misfit { write: Some(figure), .. }) = Number::parse(&text, kind) {
                    prop_assert!(Number::parse(&figure, kind).is_ok(), "{text:?} {figure:?}");
                }
            }
        }
    }
}
