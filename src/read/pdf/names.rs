//! The names and numbers of characters in simple fonts.

/// The character of a byte in an encoding that every reader knows.
pub(super) fn byte(byte: u8, encoding: &[u8]) -> Option<String> {
    let encoding = match encoding {
        b"MacRomanEncoding" => encoding_rs::MACINTOSH,
        _ => encoding_rs::WINDOWS_1252,
    };
    let bytes = [byte];
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    (byte >= b' ').then(|| text.into_owned())
}

/// Names of glyphs that are no letters.
const NAMES: [(&str, char); 55] = [
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("minus", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("underscore", '_'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("endash", '–'),
    ("emdash", '—'),
    ("ellipsis", '…'),
    ("bullet", '•'),
    ("periodcentered", '·'),
    ("multiply", '×'),
    ("degree", '°'),
    ("section", '§'),
    ("nbspace", ' '),
];

/// The character of a glyph's name.
pub(super) fn glyph(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    if name.chars().count() == 1 {
        return Some(name.to_owned());
    }
    if let Some((_, character)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(character.to_string());
    }
    let digits = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))?;
    let code = u32::from_str_radix(digits.get(..digits.len().min(6))?, 16).ok()?;
    char::from_u32(code).map(String::from)
}

/// Radicals that some fonts give for the characters that look the same.
const RADICALS: &str = "⼀一⼁丨⼆二⼈人⼊入⼋八⼏几⼑刀⼒力⼗十⼜又⼝口⼟土⼠士⼤大⼥女⼦子⼩小⼫尸⼭山⼯工⼰己⼱巾⼲干⼴广⼸弓⼼心⼾户⼿手⽀支⽂文⽃斗⽄斤⽅方⽆无⽇日⽈曰⽉月⽊木⽋欠⽌止⽐比⽑毛⽒氏⽔水⽕火⽗父⽚片⽛牙⽜牛⽝犬⽟玉⽠瓜⽡瓦⽢甘⽣生⽤用⽥田⽩白⽪皮⽬目⽯石⽰示⽲禾⽳穴⽴立⽵竹⽶米⽹网⽺羊⽼老⽽而⽿耳⾁肉⾂臣⾃自⾄至⾆舌⾈舟⾊色⾍虫⾎血⾏行⾐衣⾓角⾔言⾕谷⾖豆⾚赤⾛走⾜足⾝身⾟辛⾥里⾦金⾧长⾨门⾬雨⾮非⾯面⾰革⾳音⾷食⾸首⾹香⾼高⿊黑⿎鼎⿏鼠⿐鼻";

/// A character for a radical that looks the same.
pub(super) fn radical(c: char) -> char {
    if !('\u{2e80}'..='\u{2fdf}').contains(&c) {
        return c;
    }
    let mut chars = RADICALS.chars();
    while let (Some(radical), Some(character)) = (chars.next(), chars.next()) {
        if radical == c {
            return character;
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::{glyph, radical};

    #[test]
    fn names_mean_characters() {
        for (name, text) in [
            ("A", "A"),
            ("seven", "7"),
            ("uni5E74", "年"),
            ("u20000", "\u{20000}"),
        ] {
            assert_eq!(glyph(name.as_bytes()).as_deref(), Some(text));
        }
        for name in ["", ".notdef", "g12", "uniXX", "u9999999"] {
            assert_eq!(glyph(name.as_bytes()), None);
        }
    }

    #[test]
    fn radicals_are_characters() {
        assert_eq!(
            (radical('⼀'), radical('⾼'), radical('高')),
            ('一', '高', '高')
        );
    }
}
