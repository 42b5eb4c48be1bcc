//! Chinese numerals, read and written: 十二, 一百零五, 二〇二五.

/// The digits, by their value.
const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const UNITS: [char; 4] = ['万', '千', '百', '十'];

/// The sign of every day for one of accounts: 壹 is 一.
fn plain(c: char) -> char {
    const ACCOUNTS: [&str; 2] = ["壹贰叁肆伍陆柒捌玖拾佰仟萬", "一二三四五六七八九十百千万"];
    let at = ACCOUNTS[0].chars().position(|from| from == c);
    at.and_then(|at| ACCOUNTS[1].chars().nth(at)).unwrap_or(c)
}

/// The value of a digit, whichever of its signs it is.
pub fn digit(c: char) -> Option<u32> {
    match plain(c) {
        '零' | '○' => Some(0),
        c => DIGITS.iter().position(|own| *own == c).map(|at| at as u32),
    }
}

/// Whether a character may stand in a number that [`parse`] reads.
pub fn is_numeral(c: char) -> bool {
    let c = plain(c);
    DIGITS.contains(&c) || UNITS.contains(&c) || matches!(c, '零' | '两')
}

/// A number digit by digit, as years are written: 二〇二五.
pub fn digits(number: u64) -> String {
    let number = number.to_string();
    let digits = number.bytes().map(|b| DIGITS[usize::from(b - b'0')]);
    digits.collect()
}

/// A number as it is counted: 十二, 一百零五. From a hundred thousand on, digit by digit.
pub fn counted(number: u64) -> String {
    let shown = number.to_string();
    if number == 0 || shown.len() > UNITS.len() + 1 {
        return digits(number);
    }
    let units = UNITS.iter().skip(UNITS.len() + 1 - shown.len());
    let units = units.map(Some).chain([None]);
    let mut out = String::new();
    let mut gap = false;
    for (digit, unit) in shown.bytes().map(|b| usize::from(b - b'0')).zip(units) {
        match digit {
            0 => gap = true,
            // Ten to nineteen have no 一 before the 十.
            1 if out.is_empty() && unit == Some(&'十') => out.push('十'),
            _ => {
                if std::mem::take(&mut gap) {
                    out.push('零');
                }
                out.push(DIGITS[digit]);
                out.extend(unit);
            }
        }
    }
    out
}

/// Reads whole numbers below a hundred thousand as they are counted: 十二, 一百零三, 两万三千,
/// 壹佰叁拾伍. What can be read in two ways is none: 一百二.
pub fn parse(text: &str) -> Option<i128> {
    let text: String = text.chars().map(plain).collect();
    let (mut total, mut ones) = (0, None);
    for c in text.chars() {
        match UNITS.iter().position(|unit| *unit == c) {
            Some(at) => total += ones.take().unwrap_or(1) * 10_u64.pow(4 - at as u32),
            None if c == '两' => ones = Some(2),
            None => ones = digit(c).map(u64::from),
        }
    }
    let total = total + ones.unwrap_or(0);
    let alike = |text: &str| text.replace('两', "二").replace(['○', '〇'], "零");
    let whole = |text: String| {
        text.strip_prefix("一十")
            .map_or(text.clone(), |rest| format!("十{rest}"))
    };
    let is_so = total < 100_000 && whole(alike(&text)) == alike(&counted(total));
    is_so.then_some(total.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (number, text) in [
            (0, "〇"),
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (105, "一百零五"),
            (110, "一百一十"),
            (1001, "一千零一"),
            (20_010, "二万零一十"),
        ] {
            assert_eq!(counted(number), text);
            assert_eq!(parse(text), Some(i128::from(number)));
        }
        assert_eq!(digits(2025), "二〇二五");
        assert_eq!((parse("二三"), parse("万"), parse("")), (None, None, None));
        assert_eq!(counted(123_456), "一二三四五六");
        assert_eq!(parse("壹佰叁拾伍"), Some(135));
        assert_eq!(
            (parse("两万三千"), parse("两万三"), parse("一百二")),
            (Some(23_000), None, None)
        );
    }
}
