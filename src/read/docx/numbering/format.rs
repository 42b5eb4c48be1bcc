//! Counts in the ways that Word writes them.

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
        | "ideographDigital"
        | "japaneseDigitalTenThousand"
        | "koreanCounting"
        | "koreanDigital2" => Some(match format.contains("igital") {
            true => numeral::digits(count),
            false => numeral::counted(count),
        }),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            Some(formal(count))
        }
        "ideographTraditional" => of(STEMS, count),
        "ideographZodiac" => of(BRANCHES, count),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(count),
        "ideographEnclosedCircle" => (1..=10).contains(&count).then(|| shifted('㊀', count)),
        "decimalEnclosedParen" => (1..=20).contains(&count).then(|| shifted('⑴', count)),
        "decimalEnclosedFullstop" => (1..=20).contains(&count).then(|| shifted('⒈', count)),
        "decimalFullWidth" | "decimalFullWidth2" => Some(full_width(count)),
        _ => None,
    };
    written.unwrap_or_else(|| count.to_string())
}

/// The character that stands so many places after another, from 1.
fn shifted(first: char, count: u64) -> String {
    let code = u64::from(u32::from(first)) + count - 1;
    let code = u32::try_from(code).ok().and_then(char::from_u32);
    code.map(String::from).unwrap_or_default()
}

fn circled(count: u64) -> Option<String> {
    match count {
        1..=20 => Some(shifted('①', count)),
        21..=35 => Some(shifted('㉑', count - 20)),
        36..=50 => Some(shifted('㊱', count - 35)),
        _ => None,
    }
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
    let formal = |c: char| match c {
        '〇' => '零',
        '一' => '壹',
        '二' => '贰',
        '三' => '叁',
        '四' => '肆',
        '五' => '伍',
        '六' => '陆',
        '七' => '柒',
        '八' => '捌',
        '九' => '玖',
        '十' => '拾',
        '百' => '佰',
        '千' => '仟',
        c => c,
    };
    let counted = numeral::counted(count);
    let ten = counted.starts_with('十').then_some('壹');
    ten.into_iter().chain(counted.chars().map(formal)).collect()
}

fn roman(count: u64) -> Option<String> {
    const SIGNS: [(u64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = count;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    (count > 0).then_some(out)
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
