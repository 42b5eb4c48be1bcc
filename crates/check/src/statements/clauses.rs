//! Tokens as sentences and phrases: which words belong to which number.

use std::ops::Range;

use super::tokens::{Token, Use, What, bit, bits};
use form::{edition::Saying, speech::Role};

/// What belongs to one number, or a stretch between marks that has none.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The mark before it; a blank where it follows another number without one.
    pub mark: char,
    /// How many brackets are open.
    pub depth: usize,
    /// The token that is its number.
    pub number: Option<usize>,
}

impl Phrase {
    /// Where its number stands; its beginning where it has none.
    pub fn turn(&self) -> usize {
        self.number.unwrap_or(self.tokens.start)
    }
}

/// The sentences of a paragraph's tokens.
pub fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut start = 0;
    let sentences = tokens.split(ends).map(|sentence| {
        let range = start..start + sentence.len();
        start = range.end + 1;
        range
    });
    sentences.filter(|range| !range.is_empty()).collect()
}

fn ends(token: &Token) -> bool {
    matches!(
        token.what,
        What::Mark('。' | '！' | '？' | '!' | '?' | '\n')
    )
}

/// The tokens without remarks in brackets that have no number: they say nothing of figures
/// and part nothing.
pub fn without_remarks(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    // Where brackets opened, and whether a number stands in them.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for token in tokens {
        match token.what {
            What::Mark('（' | '(') => open.push((kept.len(), false)),
            What::Mark('）' | ')') => match (open.pop(), open.last_mut()) {
                (Some((start, false)), _) => {
                    kept.truncate(start);
                    continue;
                }
                (Some(_), Some(outer)) => outer.1 = true,
                _ => {}
            },
            What::Number(_) => open.last_mut().into_iter().for_each(|inner| inner.1 = true),
            _ if ends(&token) => open.clear(),
            _ => {}
        }
        kept.push(token);
    }
    kept
}

/// The phrases of a sentence: what stands between its marks, and at most one number in each.
pub fn phrases(tokens: &[Token], sentence: Range<usize>) -> Vec<Phrase> {
    let fresh = |at: usize, mark: char, depth: usize| Phrase {
        tokens: at..at,
        mark,
        depth,
        number: None,
    };
    let mut found: Vec<Phrase> = Vec::new();
    let mut phrase = fresh(sentence.start, '。', 0);
    for at in sentence {
        let depth = phrase.depth;
        let next = match &tokens[at].what {
            What::Mark('、') if phrase.number.is_none() => None,
            What::Mark('(' | '（') => Some(fresh(at + 1, '（', depth + 1)),
            What::Mark(')' | '）') => Some(fresh(at + 1, '）', depth.saturating_sub(1))),
            What::Mark(mark) => Some(fresh(at + 1, *mark, depth)),
            What::Number(_) if phrase.number.is_some() => {
                phrase.tokens.end = cut(tokens, &phrase, at);
                Some(fresh(phrase.tokens.end, ' ', depth))
            }
            _ => None,
        };
        if let Some(next) = next {
            let done = std::mem::replace(&mut phrase, next);
            found.extend((!done.tokens.is_empty() || done.mark == '（').then_some(done));
        }
        if phrase.tokens.start <= at {
            phrase.tokens.end = at + 1;
            if matches!(tokens[at].what, What::Number(_)) {
                phrase.number = Some(at);
            }
        }
    }
    found.extend((!phrase.tokens.is_empty()).then_some(phrase));
    found
}

/// Where a phrase ends in which a second number stands: before what joins the two, where its
/// own words follow its number; right behind its number otherwise.
fn cut(tokens: &[Token], phrase: &Phrase, second: usize) -> usize {
    const IDLE: [Role; 4] = [Role::Filler, Role::And, Role::Whole, Role::Among];
    const JOINS: [Role; 3] = [Role::And, Role::Whole, Role::From];
    let number = phrase.turn();
    let says = |token: &Token| !(matches!(token.what, What::Word) && token.is(&IDLE));
    let joins = |token: &Token| token.is(&JOINS) || matches!(token.what, What::Mark(_));
    let led = tokens[phrase.tokens.start..number].iter().any(says);
    let joint = tokens[number + 1..second].iter().position(joins);
    number + 1 + joint.filter(|_| !led).unwrap_or(0)
}

/// What a stretch of words says.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Sayings in their order, with how the word is used.
    pub said: Vec<(&'static Saying, Use)>,
    /// The roles of all words that are not part of a comparison.
    pub roles: u64,
    /// Whether there are words that nobody knows.
    pub unknown: bool,
    /// The years named outside a comparison, in order.
    pub years: Vec<u16>,
    /// Where comparing begins, if it does.
    pub turn: Option<usize>,
}

impl Words {
    /// Reads some tokens.
    pub fn of(tokens: &[Token], range: Range<usize>) -> Self {
        const COMPARED: [Role; 2] = [Role::Yearly, Role::Monthly];
        let mut words = Words::default();
        let mut at = range.start;
        while at < range.end {
            let token = &tokens[at];
            let next = tokens[at..range.end].get(1);
            let next = next.filter(|next| next.is(&[Role::Last, Role::Span]));
            let dated = next.filter(|_| token.is(&[Role::Than]));
            if dated.is_some() || token.is(&COMPARED) || token.is(&[Role::Up, Role::Down]) {
                words.turn.get_or_insert(at);
            }
            at += 1;
            if let Some(next) = dated {
                at += 1;
                words.roles |= if next.is(&[Role::Span]) {
                    bit(Role::Monthly)
                } else {
                    0
                };
                continue;
            }
            words.said.extend(&token.entry.sayings);
            words.roles |= token.entry.roles;
            match &token.what {
                What::Year(year) => words.years.push(*year),
                What::Mark('、') => words.roles |= bit(Role::And),
                What::Unknown => words.unknown = true,
                _ => words.unknown |= token.is(&[Role::Opaque]),
            }
        }
        words
    }

    /// Whether a word of a role is there.
    pub fn has(&self, role: Role) -> bool {
        self.roles & bit(role) != 0
    }

    /// The sayings of which a word is used so.
    pub fn used(&self, how: Use) -> impl Iterator<Item = &'static Saying> + '_ {
        let used = self.said.iter().filter(move |(_, own)| *own == how);
        used.map(|(saying, _)| *saying)
    }

    /// The sayings whose noun is there.
    pub fn nouns(&self) -> Vec<&'static Saying> {
        self.used(Use::Noun).collect()
    }

    /// Whether it says nothing of its own beyond whole, part and joints.
    pub fn is_idle(&self) -> bool {
        let joints = [
            Role::Filler,
            Role::And,
            Role::Whole,
            Role::Total,
            Role::Both,
            Role::Among,
        ];
        self.said.is_empty() && !self.unknown && self.roles & !bits(&joints) == 0
    }
}
