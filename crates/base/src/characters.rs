//! What a character is, whoever asks: its half-width form, whether it can be seen.

use std::borrow::Cow;

/// A character in its half-width form.
///
/// ```
/// use base::characters::half_width;
///
/// let written: String = "（１２）　件".chars().map(half_width).collect();
/// assert_eq!(written, "(12) 件");
/// ```
pub fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' | '﹣' => '-',
        '﹢' => '+',
        _ => c,
    }
}

/// A character that is not seen and takes no room.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e00ff}')
        || (c.is_control() && !c.is_whitespace())
}

/// A character that no text has a use for: it is not seen, or it steers a terminal or the
/// direction of a line. Tabs and ends of lines are none.
pub fn is_hidden(c: char) -> bool {
    is_invisible(c)
        || matches!(c, '\u{2028}' | '\u{2029}')
        || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// Text without what is hidden: what a report says.
pub fn seen(text: &str) -> Cow<'_, str> {
    match text.contains(is_hidden) {
        true => text.chars().filter(|c| !is_hidden(*c)).collect(),
        false => text.into(),
    }
}

/// Text with what is hidden made visible: whatever is shown to a person, on a terminal or
/// on a page, and is not a report's own words.
///
/// ```
/// use base::characters::visible;
///
/// assert_eq!(visible("年报\u{202e}lmay.exe"), r"年报\u{202e}lmay.exe");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c.escape_unicode().to_string())
}

/// JSON that says the same with what is hidden as `\u202e`: between strings none can stand.
pub fn visible_json(json: &str) -> Cow<'_, str> {
    escaped(json, |c| {
        let units = c.encode_utf16(&mut [0; 2]).to_vec();
        units.iter().map(|unit| format!("\\u{unit:04x}")).collect()
    })
}

fn escaped(text: &str, escape: impl Fn(char) -> String) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match is_hidden(c) {
            true => out += &escape(c),
            false => out.push(c),
        }
    }
    out.into()
}

/// A text as an address has it, 年 as `%E5%B9%B4`; letters, digits and what is kept stay.
pub fn percent_encoded(text: &str, kept: &str) -> String {
    let bytes = text.bytes().map(|byte| match char::from(byte) {
        c if c.is_ascii_alphanumeric() || kept.contains(c) => c.to_string(),
        _ => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// The text of an address, `%E5%B9%B4` as 年.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |at: usize| after.get(at).and_then(|b| char::from(*b).to_digit(16));
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_shown_or_left_out() {
        for hidden in [
            '\0',
            '\u{1b}',
            '\u{7f}',
            '\u{85}',
            '\u{9b}',
            '\u{61c}',
            '\u{200e}',
            '\u{202e}',
            '\u{2028}',
            '\u{2069}',
            '\u{feff}',
            '\u{e0041}',
        ] {
            let text = format!("甲{hidden}乙");
            assert_eq!(seen(&text), "甲乙");
            assert_eq!(
                visible(&text),
                format!("甲\\u{{{:x}}}乙", u32::from(hidden))
            );
            let json = serde_json::to_string(&text).unwrap();
            let safe = visible_json(&json);
            assert!(!safe.contains(is_hidden), "{safe}");
            assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
        }
        assert_eq!(visible("甲\t乙\r\n"), "甲\t乙\r\n");
    }
}
