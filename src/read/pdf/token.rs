//! The words of a page's program: operands and operators.

/// Arrays and dictionaries within one another, at the most.
const DEEPEST: usize = 16;

/// An operand or an operator.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A number.
    Number(f64),
    /// A string of codes.
    Codes(Vec<u8>),
    /// A name, without its slash.
    Name(Vec<u8>),
    /// An array.
    Array(Vec<Token>),
    /// A dictionary: names and values in turn.
    Dictionary(Vec<Token>),
    /// An operator.
    Operator(Vec<u8>),
}

impl Token {
    /// The number, if it is one that can be reckoned with.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Token::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// The tokens of a program; what cannot be read is passed over.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of a program, also one that maps codes to characters.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Tokens { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    while self
                        .peek()
                        .is_some_and(|byte| !matches!(byte, b'\n' | b'\r'))
                    {
                        self.at += 1;
                    }
                }
                byte if is_space(byte) => self.at += 1,
                _ => break,
            }
        }
    }

    /// Passes over the data of a picture within the program, up to its `EI`.
    pub(super) fn skip_picture(&mut self) {
        let rest = &self.bytes[self.at.min(self.bytes.len())..];
        let is_end =
            |window: &[u8]| is_space(window[0]) && &window[1..3] == b"EI" && !is_regular(window[3]);
        let end = rest.windows(4).position(is_end);
        self.at += end.map_or(rest.len(), |end| end + 3);
    }

    fn token(&mut self, depth: usize) -> Option<Token> {
        loop {
            self.skip_space();
            let byte = self.peek()?;
            self.at += 1;
            return Some(match byte {
                b'(' => Token::Codes(self.literal()),
                b'<' if self.peek() == Some(b'<') => {
                    self.at += 1;
                    Token::Dictionary(self.collect(b'>', depth))
                }
                b'<' => Token::Codes(self.hexadecimal()),
                b'[' => Token::Array(self.collect(b']', depth)),
                b'/' => Token::Name(self.name()),
                b']' | b'>' | b')' | b'{' | b'}' => continue,
                _ => {
                    self.at -= 1;
                    self.word()
                }
            });
        }
    }

    /// What stands in brackets. Beyond the deepest, brackets are passed over.
    fn collect(&mut self, end: u8, depth: usize) -> Vec<Token> {
        let mut found = Vec::new();
        if depth >= DEEPEST {
            return found;
        }
        loop {
            self.skip_space();
            match self.peek() {
                None => break,
                Some(byte) if byte == end => {
                    self.at += 1;
                    if end == b'>' && self.peek() == Some(b'>') {
                        self.at += 1;
                    }
                    break;
                }
                Some(_) => match self.token(depth + 1) {
                    Some(token) => found.push(token),
                    None => break,
                },
            }
        }
        found
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' if depth == 0 => break,
                b')' => depth -= 1,
                b'\\' => {
                    self.escaped(&mut out);
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
        out
    }

    fn escaped(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else {
            return;
        };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' if self.peek() == Some(b'\n') => self.at += 1,
            b'\r' | b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            code = code * 8 + u32::from(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                out.push((code & 0xff) as u8);
            }
            other => out.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut half = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            if let Some(digit) = char::from(byte).to_digit(16) {
                half = match half {
                    None => Some(digit),
                    Some(high) => {
                        out.push((high * 16 + digit) as u8);
                        None
                    }
                };
            }
        }
        out.extend(half.map(|high| (high * 16) as u8));
        out
    }

    fn name(&mut self) -> Vec<u8> {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        unescape_name(&self.bytes[start..self.at])
    }

    fn word(&mut self) -> Token {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        let word = &self.bytes[start..self.at];
        let number = match word.first() {
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => number(word),
            _ => None,
        };
        number.map_or_else(|| Token::Operator(word.to_vec()), Token::Number)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.token(0)
    }
}

fn number(word: &[u8]) -> Option<f64> {
    let word = std::str::from_utf8(word).ok()?;
    // Some programs write --5 and 5.-3.
    let word = word.trim_start_matches("--");
    let number: f64 = word.parse().ok()?;
    (number.is_finite() && number.abs() < 1e9).then_some(number)
}

/// A name with its `#` escapes resolved.
pub(super) fn unescape_name(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let [byte, more @ ..] = rest {
        rest = more;
        let digit = |at: usize| more.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'#', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                rest = &more[2..];
            }
            _ => out.push(*byte),
        }
    }
    out
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Whether a byte belongs to a name, number or operator.
pub(super) fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    #[test]
    fn tokens_are_read() {
        let program = b"/F#31 12.5 Tf [(a\\)\\101) -3 <48 6>]TJ % x\n<</MCID 0>> BDC -.5 Td (";
        let tokens: Vec<Token> = Tokens::new(program).collect();
        let name = |name: &str| Token::Name(name.into());
        let operator = |name: &str| Token::Operator(name.into());
        assert_eq!(
            tokens,
            [
                name("F1"),
                Token::Number(12.5),
                operator("Tf"),
                Token::Array(vec![
                    Token::Codes(b"a)A".into()),
                    Token::Number(-3.0),
                    Token::Codes(b"H`".into())
                ]),
                operator("TJ"),
                Token::Dictionary(vec![name("MCID"), Token::Number(0.0)]),
                operator("BDC"),
                Token::Number(-0.5),
                operator("Td"),
                Token::Codes(Vec::new()),
            ]
        );
    }

    #[test]
    fn pictures_within_are_passed_over() {
        let mut tokens = Tokens::new(b"ID \x00(\xff EIx\n EI Q");
        assert_eq!(tokens.next(), Some(Token::Operator(b"ID".into())));
        tokens.skip_picture();
        assert_eq!(tokens.next(), Some(Token::Operator(b"Q".into())));
    }

    #[test]
    fn brackets_without_end_do_no_harm() {
        let deep = "[<<".repeat(100_000);
        assert!(Tokens::new(deep.as_bytes()).count() < 300_000);
    }
}
