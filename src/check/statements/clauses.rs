//! Tokens as sentences and phrases: which words belong to which number.

use std::ops::Range;

use super::tokens::{Lexicon, Quantity, Token, Unit, Use, What, bit};
use crate::form::speech::Role;

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

/// The sentences of a paragraph's tokens.
pub fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if matches!(
            token.what,
            What::Mark('。' | '！' | '？' | '!' | '?' | '\n')
        ) {
            found.push(start..at);
            start = at + 1;
        }
    }
    found.push(start..tokens.len());
    found.retain(|range| !range.is_empty());
    found
}

/// The phrases of a sentence. Brackets without a number are no phrases: they are left out.
pub fn phrases(lexicon: &Lexicon, tokens: &[Token], sentence: Range<usize>) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    let mut phrase = Phrase {
        tokens: sentence.start..sentence.start,
        mark: '。',
        depth: 0,
        number: None,
    };
    let closing = closing(tokens, sentence.clone());
    let mut at = sentence.start;
    let end =
        |phrase: &mut Phrase, at: usize, mark: char, depth: usize, found: &mut Vec<Phrase>| {
            let next = Phrase {
                tokens: at..at,
                mark,
                depth,
                number: None,
            };
            let done = std::mem::replace(phrase, next);
            if done.tokens.start < done.tokens.end || done.mark == '（' {
                found.push(done);
            }
        };
    while at < sentence.end {
        match &tokens[at].what {
            What::Mark('（' | '(') => {
                let close = closing[at - sentence.start];
                let has_number = close.is_none_or(|close| close.1);
                match close {
                    Some((close, _)) if !has_number => {
                        at = close + 1;
                        // What was left out parts nothing.
                        continue;
                    }
                    _ => {
                        let depth = phrase.depth + 1;
                        end(&mut phrase, at + 1, '（', depth, &mut found);
                    }
                }
            }
            What::Mark('）' | ')') => {
                let depth = phrase.depth.saturating_sub(1);
                end(&mut phrase, at + 1, '）', depth, &mut found);
            }
            What::Mark('、') if phrase.number.is_none() => phrase.tokens.end = at + 1,
            What::Mark(mark) => {
                let depth = phrase.depth;
                end(&mut phrase, at + 1, *mark, depth, &mut found);
            }
            What::Number(_) if phrase.number.is_some() => {
                let cut = cut(lexicon, tokens, &phrase, at);
                let depth = phrase.depth;
                phrase.tokens.end = cut;
                end(&mut phrase, cut, ' ', depth, &mut found);
                phrase.number = Some(at);
                phrase.tokens.end = at + 1;
            }
            what => {
                if matches!(what, What::Number(_)) {
                    phrase.number = Some(at);
                }
                if phrase.tokens.is_empty() {
                    phrase.tokens = at..at;
                }
                phrase.tokens.end = at + 1;
            }
        }
        at += 1;
    }
    end(&mut phrase, at, '。', 0, &mut found);
    found
}

/// For each bracket that opens: where it closes, and whether a number stands within.
fn closing(tokens: &[Token], sentence: Range<usize>) -> Vec<Option<(usize, bool)>> {
    let mut found = vec![None; sentence.len()];
    let mut open: Vec<(usize, bool)> = Vec::new();
    for at in sentence.clone() {
        match tokens[at].what {
            What::Mark('（' | '(') => open.push((at, false)),
            What::Mark('）' | ')') => {
                if let Some((start, has_number)) = open.pop() {
                    found[start - sentence.start] = Some((at, has_number));
                    if let Some(outer) = open.last_mut() {
                        outer.1 |= has_number;
                    }
                }
            }
            What::Number(_) => {
                if let Some(inner) = open.last_mut() {
                    inner.1 = true;
                }
            }
            _ => {}
        }
    }
    found
}

/// Where a phrase ends in which a second number stands: before what joins the two, where its
/// own words follow its number; right behind its number otherwise.
fn cut(lexicon: &Lexicon, tokens: &[Token], phrase: &Phrase, second: usize) -> usize {
    let number = phrase.number.unwrap_or(phrase.tokens.start);
    let idle = bit(Role::Filler) | bit(Role::And) | bit(Role::Whole) | bit(Role::Among);
    let says = |at: usize| match &tokens[at].what {
        What::Word(entry) => lexicon.entries[*entry].roles & idle == 0,
        _ => true,
    };
    if (phrase.tokens.start..number).any(says) {
        return number + 1;
    }
    let joins = bit(Role::And) | bit(Role::Whole) | bit(Role::From);
    let joint = |at: &usize| {
        lexicon.roles(&tokens[*at]) & joins != 0 || matches!(tokens[*at].what, What::Mark(_))
    };
    (number + 1..second).find(joint).unwrap_or(number + 1)
}

/// What a stretch of words says.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Sayings in their order, with how the word is used and where it stands.
    pub said: Vec<(usize, Use, usize)>,
    /// The roles of all words that are not part of a comparison.
    pub roles: u64,
    /// Whether there are words that nobody knows.
    pub unknown: bool,
    /// A comparison: with last year, or with something else.
    pub compared: Option<bool>,
    /// The years named outside a comparison, in order.
    pub years: Vec<u16>,
    /// Where comparing begins, if it does.
    pub turn: Option<usize>,
}

impl Words {
    /// Reads some tokens.
    pub fn of(lexicon: &Lexicon, tokens: &[Token], range: Range<usize>) -> Self {
        let mut words = Words::default();
        let mut at = range.start;
        while at < range.end {
            let token = &tokens[at];
            // Brackets within a phrase have no numbers and change nothing.
            if matches!(token.what, What::Mark('（' | '(')) {
                let close =
                    (at..range.end).find(|at| matches!(tokens[*at].what, What::Mark('）' | ')')));
                at = close.map_or(at, |close| close) + 1;
                continue;
            }
            let roles = lexicon.roles(token);
            let next = tokens[at..range.end]
                .get(1)
                .map_or(0, |next| lexicon.roles(next));
            let last = bit(Role::Last);
            let dated = next & (last | bit(Role::Span)) != 0;
            if roles & bit(Role::Than) != 0 && dated {
                words.compared = Some(next & last != 0);
                words.turn.get_or_insert(at);
                at += 2;
                continue;
            }
            if roles & (bit(Role::Yearly) | bit(Role::Monthly)) != 0 {
                words.compared = Some(roles & bit(Role::Yearly) != 0);
                words.turn.get_or_insert(at);
            }
            if roles & (bit(Role::Up) | bit(Role::Down)) != 0 {
                words.turn.get_or_insert(at);
            }
            match &token.what {
                What::Word(entry) => {
                    let entry = &lexicon.entries[*entry];
                    words.said.extend(
                        entry
                            .sayings
                            .iter()
                            .map(|(saying, how)| (*saying, *how, at)),
                    );
                    words.unknown |= entry.roles & bit(Role::Opaque) != 0;
                }
                What::Year(year) => words.years.push(*year),
                What::Unknown => words.unknown = true,
                What::Mark('、') => words.roles |= bit(Role::And),
                _ => {}
            }
            words.roles |= roles;
            at += 1;
        }
        words
    }

    /// Whether a word of one of some roles is there.
    pub fn has(&self, role: Role) -> bool {
        self.roles & bit(role) != 0
    }

    /// Whether it says nothing of its own beyond whole, part and joints.
    pub fn is_idle(&self) -> bool {
        let idle = bit(Role::Filler)
            | bit(Role::And)
            | bit(Role::Whole)
            | bit(Role::Total)
            | bit(Role::Both)
            | bit(Role::Among);
        self.said.is_empty() && !self.unknown && self.roles & !idle == 0
    }
}

/// The number of a phrase.
pub fn quantity<'a>(tokens: &'a [Token], phrase: &Phrase) -> Option<&'a Quantity> {
    match &tokens[phrase.number?].what {
        What::Number(quantity) => Some(quantity),
        _ => None,
    }
}

/// Whether a quantity is one of a hundred.
pub fn is_percent(quantity: &Quantity) -> bool {
    quantity.unit == Unit::Percent
}
