//! Tokens as sentences and phrases: which words belong to which number.

use std::ops::Range;

use super::tokens::{Quantity, Token, Use, What, bits};
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
    /// The token that is its number; the first where it has none.
    pub turn: usize,
    /// Its number.
    pub number: Option<Quantity>,
}

/// The phrases of a sentence: what stands between its marks, and at most one number in each.
pub fn phrases(tokens: &[Token]) -> Vec<Phrase> {
    let fresh = |at: usize, mark: char, depth: usize| Phrase {
        tokens: at..at,
        mark,
        depth,
        turn: at,
        number: None,
    };
    let mut found: Vec<Phrase> = Vec::new();
    let mut phrase = fresh(0, '。', 0);
    for (at, token) in tokens.iter().enumerate() {
        let depth = phrase.depth;
        let next = match &token.what {
            What::Mark('、') if phrase.number.is_none() => None,
            What::Mark('(' | '（') => Some(fresh(at + 1, '（', depth + 1)),
            What::Mark(')' | '）') => Some(fresh(at + 1, '）', depth.saturating_sub(1))),
            What::Mark(mark) => Some(fresh(at + 1, *mark, depth)),
            What::Number(_) if phrase.number.is_some() => {
                phrase.tokens.end = phrase.turn + 1;
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
            if let What::Number(quantity) = &token.what {
                (phrase.turn, phrase.number) = (at, Some(quantity.clone()));
            }
        }
    }
    found.extend((!phrase.tokens.is_empty()).then_some(phrase));
    found
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
    /// Where comparing or sharing begins, if it does.
    pub turn: Option<usize>,
}

impl Words {
    /// Reads some tokens.
    pub fn of(tokens: &[Token], range: Range<usize>) -> Self {
        use Role::{Base, Down, Monthly, Up, Yearly};
        let mut words = Words::default();
        let mut at = range.start;
        while at < range.end {
            let token = &tokens[at];
            let next = tokens[at..range.end].get(1);
            let next = next.filter(|next| next.is(&[Role::Last, Role::Span]));
            let dated = next.filter(|_| token.is(&[Role::Than]));
            if dated.is_some() || token.is(&[Yearly, Monthly, Up, Down, Base]) {
                words.turn.get_or_insert(at);
            }
            at += 1;
            if let Some(next) = dated {
                at += 1;
                words.roles |= if next.is(&[Role::Span]) {
                    bits(&[Role::Monthly])
                } else {
                    0
                };
                continue;
            }
            words.said.extend(&token.entry.sayings);
            words.roles |= token.entry.roles;
            match &token.what {
                What::Mark('、') => words.roles |= bits(&[Role::And]),
                What::Unknown => words.unknown = true,
                _ => words.unknown |= token.is(&[Role::Opaque]),
            }
        }
        words
    }

    /// Whether a word of a role is there.
    pub fn has(&self, role: Role) -> bool {
        self.roles & bits(&[role]) != 0
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
