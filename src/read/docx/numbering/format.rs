//! Counts in the ways that Word writes them.

use std::ops::RangeInclusive;

use crate::ground::numeral;

const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// Beyond, only 1, 2, 3 is written.
const HIGHEST: u64 = 3999;

/// A count in a format of Word's; 1, 2, 3 where the format does not go that far.
pub(in crate::read::docx) fn write(count: u64, format: &str) -> String {
    let written = match format {
        _ if count > HIGHEST => None,
        "none" => Some(String::new()),
        "decimalZero" => Some(format!("{count:02}")),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).map(|text| text.to_lowercase()),
        "upperLetter" => letter(count, b'A'),
        "lowerLetter" => letter(count, b'a'),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => Some(numeral::counted(count)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "koreanDigital2" => {
            Some(numeral::digits(count))
        }
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            Some(formal(count))
        }
        "ideographTraditional" => of(STEMS, count),
        "ideographZodiac" => of(BRANCHES, count),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match count {
            0..=20 => within('①'..='⑳', count),
            21..=35 => within('㉑'..='㉟', count - 20),
            _ => within('㊱'..='㊿', count - 35),
        },
        "ideographEnclosedCircle" => within('㊀'..='㊉', count),
        "decimalEnclosedParen" => within('⑴'..='⒇', count),
        "decimalEnclosedFullstop" => within('⒈'..='⒛', count),
        "decimalFullWidth" | "decimalFullWidth2" => Some(full_width(count)),
        _ => None,
    };
    written.unwrap_or_else(|| count.to_string())
}

/// The character of a row, from 1.
fn within(mut row: RangeInclusive<char>, count: u64) -> Option<String> {
    let at = usize::try_from(count).ok()?.checked_sub(1)?;
    row.nth(at).map(String::from)
}

fn of(characters: &str, count: u64) -> Option<String> {
    let at = usize::try_from(count).ok()?.checked_sub(1)?;
    characters.chars().nth(at).map(String::from)
}

fn full_width(count: u64) -> String {
    let wide = |c: char| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０'));
    count.to_string().chars().filter_map(wide).collect()
}

/// 壹佰贰拾叁, as sums are written that no one shall change.
fn formal(count: u64) -> String {
    let signs = || {
        "〇一二三四五六七八九十百千"
            .chars()
            .zip("零壹贰叁肆伍陆柒捌玖拾佰仟".chars())
    };
    let formal = |c: char| signs().find(|sign| sign.0 == c).map_or(c, |sign| sign.1);
    let counted = numeral::counted(count);
    let ten = counted.starts_with('十').then_some('壹');
    ten.into_iter().chain(counted.chars().map(formal)).collect()
}

fn roman(count: u64) -> Option<String> {
    let places = [(1000, "M??"), (100, "CDM"), (10, "XLC"), (1, "IVX")];
    let digit = |(place, [one, five, ten]): (u64, [&str; 3])| match count / place % 10 {
        4 => [one, five].concat(),
        9 => [one, ten].concat(),
        digit => five.repeat(digit as usize / 5) + &one.repeat(digit as usize % 5),
    };
    let signs = |signs: &'static str| [&signs[..1], &signs[1..2], &signs[2..]];
    let digits = places.map(|(place, names)| digit((place, signs(names))));
    (count > 0).then(|| digits.concat())
}

/// A to Z, then AA to ZZ, AAA to ZZZ, as Word does.
fn letter(count: u64, first: u8) -> Option<String> {
    let at = count.checked_sub(1)?;
    let letter = char::from(first + (at % 26) as u8);
    let times = usize::try_from(at / 26 + 1).ok()?;
    Some(String::from(letter).repeat(times))
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn counts_are_written_as_word_does() {
        for (count, format, text) in [
            (1, "decimal", "1"),
            (3, "chineseCountingThousand", "三"),
            (10, "chineseCounting", "十"),
            (12, "chineseCountingThousand", "十二"),
            (20, "chineseCountingThousand", "二十"),
            (105, "chineseCountingThousand", "一百零五"),
            (110, "chineseCountingThousand", "一百一十"),
            (1001, "chineseCountingThousand", "一千零一"),
            (12, "ideographDigital", "一二"),
            (12, "chineseLegalSimplified", "壹拾贰"),
            (2, "ideographTraditional", "乙"),
            (3, "decimalEnclosedCircleChinese", "③"),
            (21, "decimalEnclosedCircle", "㉑"),
            (2, "decimalEnclosedParen", "⑵"),
            (12, "decimalFullWidth", "１２"),
            (14, "upperRoman", "XIV"),
            (28, "lowerLetter", "bb"),
            (7, "decimalZero", "07"),
            (0, "upperRoman", "0"),
            (u64::MAX, "chineseCounting", "18446744073709551615"),
        ] {
            assert_eq!(write(count, format), text);
        }
    }
}
