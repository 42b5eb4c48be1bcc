//! Maps from codes to characters.

use std::collections::BTreeMap;

use super::token::{Token, Tokens};

/// A map has so many entries at most; ranges stay ranges.
const MOST: usize = 200_000;

/// What a font's `ToUnicode` says of its codes.
#[derive(Clone, Debug, Default)]
pub(super) struct ToUnicode {
    characters: BTreeMap<u32, String>,
    /// First code, last code, first character.
    ranges: Vec<(u32, u32, String)>,
}

impl ToUnicode {
    /// Reads a map.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut map = ToUnicode::default();
        let mut operands: Vec<Token> = Vec::new();
        for token in Tokens::new(bytes) {
            match token {
                Token::Operator(operator) => {
                    match operator.as_slice() {
                        b"endbfchar" => map.characters(&operands),
                        b"endbfrange" => map.ranges(&operands),
                        _ => {}
                    }
                    operands.clear();
                }
                operand if operands.len() < MOST => operands.push(operand),
                _ => {}
            }
        }
        map.ranges.sort_by_key(|range| range.0);
        map
    }

    fn characters(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Codes(code), Token::Codes(text)] = pair
                && self.characters.len() < MOST
            {
                self.characters.insert(value(code), utf16(text));
            }
        }
    }

    fn ranges(&mut self, operands: &[Token]) {
        for triple in operands.chunks_exact(3) {
            let [Token::Codes(first), Token::Codes(last), to] = triple else {
                continue;
            };
            let (first, last) = (value(first), value(last));
            match to {
                Token::Codes(text) if self.ranges.len() < MOST => {
                    self.ranges.push((first, last, utf16(text)));
                }
                Token::Array(texts) => {
                    for (code, text) in (first..=last).zip(texts) {
                        if let Token::Codes(text) = text
                            && self.characters.len() < MOST
                        {
                            self.characters.insert(code, utf16(text));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The characters of a code.
    pub(super) fn get(&self, code: u32) -> Option<String> {
        if let Some(text) = self.characters.get(&code) {
            return Some(text.clone());
        }
        let behind = self.ranges.partition_point(|range| range.0 <= code);
        let (first, last, text) = self.ranges[..behind].last()?;
        if code > *last {
            return None;
        }
        let mut chars: Vec<char> = text.chars().collect();
        let end = chars.pop()?;
        chars.extend(char::from_u32(u32::from(end).checked_add(code - first)?));
        Some(chars.into_iter().collect())
    }

    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.characters.is_empty() && self.ranges.is_empty()
    }
}

/// The number that up to four bytes make.
pub(super) fn value(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |value, &byte| value << 8 | u32::from(byte))
}

/// A text in UTF-16, high byte first; a few characters at most.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).take(16);
    let units: Vec<u16> = units
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    match bytes {
        // Some programs write one byte for a character of Latin.
        [byte] => char::from(*byte).to_string(),
        _ => String::from_utf16_lossy(&units),
    }
}

#[cfg(test)]
mod tests {
    use super::ToUnicode;

    #[test]
    fn codes_have_characters() {
        let map = ToUnicode::read(
            b"1 beginbfchar <0003> <0020> <0004> <d840dc00> endbfchar
              2 beginbfrange <0010> <0012> <4e00> <0020> <0021> [<0041> <0042 0043>] endbfrange",
        );
        let text = |code| map.get(code).unwrap_or_default();
        assert_eq!(text(3), " ");
        assert_eq!(text(4), "\u{20000}");
        assert_eq!(text(0x12), "丂");
        assert_eq!(text(0x21), "BC");
        assert_eq!(map.get(0x13), None);
        assert_eq!(map.get(0xffff_ffff), None);
    }
}
