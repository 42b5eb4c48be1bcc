//! Tokens as sentences and phrases: which words belong to which number.

use std::ops::Range;

use super::tokens::{Lexicon, Token, Use, What, bit};
use form::speech::Role;

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
    for (at, _) in tokens.iter().enumerate().filter(|(_, token)| ends(token)) {
        found.push(start..at);
        start = at + 1;
    }
    found.push(start..tokens.len());
    found.retain(|range| !range.is_empty());
    found
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
pub fn phrases(lexicon: &Lexicon, tokens: &[Token], sentence: Range<usize>) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    let fresh = |at: usize, mark: char, depth: usize| Phrase {
        tokens: at..at,
        mark,
        depth,
        number: None,
    };
    let mut phrase = fresh(sentence.start, '。', 0);
    for at in sentence.clone() {
        let depth = phrase.depth;
        let next = match &tokens[at].what {
            What::Mark('、') if phrase.number.is_none() => None,
            What::Mark('(') => Some(fresh(at + 1, '（', depth + 1)),
            What::Mark(mark @ '（') => Some(fresh(at + 1, *mark, depth + 1)),
            What::Mark(mark @ ('）' | ')')) => Some(fresh(at + 1, *mark, depth.saturating_sub(1))),
            What::Mark(mark) => Some(fresh(at + 1, *mark, depth)),
            What::Number(_) if phrase.number.is_some() => {
                phrase.tokens.end = cut(lexicon, tokens, &phrase, at);
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

    /// The sayings whose noun is there.
    pub fn nouns(&self) -> Vec<usize> {
        let nouns = self.said.iter().filter(|(_, how, _)| *how == Use::Noun);
        nouns.map(|(at, ..)| *at).collect()
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
