//! What a character is, whoever asks: its half-width form, whether it can be seen.

/// A character in its half-width form.
///
/// ```
/// use nianbao::ground::characters::half_width;
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
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (c.is_control() && !c.is_whitespace())
}
