//! Sentences as statements: what each number says of what, of when, and as a part of what.

use std::ops::Range;

use super::{
    clauses::{Phrase, Words, is_percent, phrases, quantity, sentences},
    meaning::{Before, Meaning, cross, meanings},
    tokens::{Lexicon, Quantity, Token, Unit, Use, What, bit},
};
use crate::{
    check::{agency, sentences::LONGEST},
    form::{report::Report, speech::Role},
};

/// What a number is to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// So many.
    Count,
    /// So many at another time, with which is compared.
    Earlier,
    /// More or fewer, by a number, a percentage or a multiple; against last year or not.
    Change { sign: i128, yearly: bool },
    /// So many times as many.
    Multiple { yearly: bool },
    /// The same as last year.
    Level,
    /// A percentage of a whole; whether that is named.
    Share { named: bool },
    /// The whole that a percentage right behind it is taken of.
    Whole,
    /// A percentage with a name of its own: which saying.
    Rate(usize),
    /// What cannot be compared.
    Idle,
}

/// When something was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    Year,
    Last,
    /// In a part of the year.
    Part,
    Else,
}

/// Whose something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Own,
    /// Of an office that a government's figures include.
    Within,
    Else,
}

/// Why numbers are parts of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// 其中: maybe not all are named.
    Among,
    /// 包括, 分别为, a colon, brackets: they are all of it.
    All,
}

/// A number and what it says.
#[derive(Clone, Debug)]
pub struct Statement {
    pub quantity: Quantity,
    /// The words that say it, within the text.
    pub phrase: Range<usize>,
    pub kind: Kind,
    /// The cells, as far as they are known.
    pub meaning: Option<Meaning>,
    /// Whether they are known beyond doubt.
    pub sure: bool,
    pub time: Time,
    /// The number that it is a part of, and why.
    pub parent: Option<(usize, Cue)>,
    /// Which list of parts of that number.
    pub list: usize,
    pub depth: usize,
    /// Whether it adds what was listed before it.
    pub is_total: bool,
    /// The roles of its words.
    pub roles: u64,
    /// Whether words stand in it that nobody knows.
    pub unknown: bool,
    /// Whether the number itself was found to be wrong.
    pub wrong: bool,
    /// The sentence that it stands in.
    pub sentence: usize,
}

impl Statement {
    pub fn has(&self, role: Role) -> bool {
        self.roles & bit(role) != 0
    }

    pub fn counts(&self) -> bool {
        self.kind == Kind::Count
    }
}

/// Reads the statements of a text.
pub struct Reader<'a> {
    pub report: &'a Report,
    pub lexicon: &'a Lexicon,
    pub text: &'a str,
    pub statements: Vec<Statement>,
    nouns: Vec<usize>,
    /// Whether the paragraph has spoken of the matter of all reports.
    topic: bool,
}

/// What a sentence has said so far.
#[derive(Default)]
struct Sentence {
    number: usize,
    before: Before,
    /// Whether what was last spoken of is beyond doubt.
    doubted: bool,
    time: Option<Time>,
    scope: Option<Scope>,
    channel: bool,
    compared: Option<bool>,
    /// By depth: the last number, what is being divided and whether a colon stood there, and
    /// the list.
    levels: Vec<Level>,
    lists: usize,
}

#[derive(Clone, Copy, Default)]
struct Level {
    last: Option<usize>,
    parent: Option<(usize, Cue)>,
    colon: bool,
    list: usize,
}

impl<'a> Reader<'a> {
    pub fn new(report: &'a Report, lexicon: &'a Lexicon, text: &'a str) -> Self {
        Reader {
            report,
            lexicon,
            text,
            statements: Vec::new(),
            nouns: Vec::new(),
            topic: false,
        }
    }

    /// Reads a heading: what the words below it are about.
    pub fn heading(&mut self, text: &str) {
        let tokens = self.lexicon.tokens(text, 0);
        let words = Words::of(self.lexicon, &tokens, 0..tokens.len());
        self.nouns = nouns(&words);
    }

    /// Reads a paragraph.
    pub fn paragraph(&mut self, range: Range<usize>) {
        let tokens = self.lexicon.tokens(&self.text[range.clone()], range.start);
        let heading = self.nouns.clone();
        self.topic = false;
        let mut last = None;
        for (number, range) in sentences(&tokens).into_iter().enumerate() {
            // Whoever writes on for three pages marks no sentences: `punctuation` tells it.
            if span(&tokens, &range).len() > LONGEST {
                continue;
            }
            let number = number + self.statements.last().map_or(0, |last| last.sentence + 1);
            let mut sentence = Sentence {
                number,
                levels: vec![Level {
                    last,
                    ..Level::default()
                }],
                ..Sentence::default()
            };
            sentence.before.nouns.clone_from(&self.nouns);
            let first = self.statements.len();
            self.sentence(&tokens, range, &mut sentence);
            last = (self.statements.len() > first)
                .then(|| sentence.levels[0].last)
                .flatten();
            self.nouns.clone_from(&sentence.before.nouns);
        }
        self.nouns = heading;
    }

    fn sentence(&mut self, tokens: &[Token], range: Range<usize>, sentence: &mut Sentence) {
        let all = phrases(self.lexicon, tokens, range.clone());
        let first = self.statements.len();
        let mut at = 0;
        while at < all.len() {
            let phrase = &all[at];
            self.enter(phrase, sentence);
            let words = Words::of(self.lexicon, tokens, phrase.tokens.clone());
            let previous = at.checked_sub(1).is_some_and(|at| all[at].number.is_some());
            self.listen(phrase, &words, sentence, all.get(at + 1), first, previous);
            let zipped = self.zip(tokens, &all[at..], &words, sentence);
            if zipped > 0 {
                at += zipped;
                continue;
            }
            match quantity(tokens, phrase) {
                Some(number) => {
                    self.state(tokens, phrase, number, &words, sentence, all.get(at + 1))
                }
                None if words.has(Role::Denial) => self.deny(tokens, phrase, &words, sentence),
                None => self.level(tokens, phrase, &words, sentence),
            }
            self.leave(&words, phrase, sentence);
            at += 1;
        }
    }

    /// Opens and closes brackets, ends lists.
    fn enter(&mut self, phrase: &Phrase, sentence: &mut Sentence) {
        while sentence.levels.len() > phrase.depth + 1 {
            sentence.levels.pop();
        }
        while sentence.levels.len() < phrase.depth + 1 {
            sentence.lists += 1;
            let outer = sentence.levels.last().copied().unwrap_or_default();
            let parent = outer.last.map(|last| (last, Cue::All));
            sentence.levels.push(Level {
                parent,
                list: sentence.lists,
                ..Level::default()
            });
        }
        let level = sentence.levels.last_mut();
        if let Some(level) = level.filter(|_| matches!(phrase.mark, '；' | ';')) {
            sentence.lists += 1;
            if !level.colon {
                level.parent = None;
                level.list = sentence.lists;
            }
        }
    }

    /// What a phrase's words do to those that follow: 其中, a colon, scope and time.
    fn listen(
        &mut self,
        phrase: &Phrase,
        words: &Words,
        sentence: &mut Sentence,
        next: Option<&Phrase>,
        first: usize,
        counted: bool,
    ) {
        let colon = next.is_some_and(|next| matches!(next.mark, '：' | ':'));
        let lists = &mut sentence.lists;
        if let Some(level) = sentence.levels.last_mut() {
            let last = level
                .last
                .filter(|last| *last >= first || words.has(Role::Among));
            let divides = words.has(Role::Divides) && colon;
            let after_colon = matches!(phrase.mark, '：' | ':') && level.parent.is_none();
            let counted = last.filter(|_| after_colon && counted);
            if words.has(Role::Among) || divides {
                if let Some(last) = last {
                    *lists += 1;
                    *level = Level {
                        parent: Some((last, if divides { Cue::All } else { Cue::Among })),
                        colon,
                        list: *lists,
                        ..*level
                    };
                }
            } else if let Some(last) = counted {
                *lists += 1;
                *level = Level {
                    parent: Some((last, Cue::All)),
                    colon: true,
                    list: *lists,
                    ..*level
                };
            } else if words.has(Role::Includes)
                && phrase.number.is_some()
                && phrase.depth == 0
                && let Some(last) = last
            {
                *lists += 1;
                *level = Level {
                    parent: Some((last, Cue::All)),
                    colon: false,
                    list: *lists,
                    ..*level
                };
            }
        }
        if phrase.depth == 0 {
            sentence.before.topic |= words.has(Role::Topic);
            self.topic |= words.has(Role::Topic);
            if let Some(time) = self.time(words) {
                sentence.time = Some(time);
            }
            if let Some(scope) = self.scope(words) {
                sentence.scope = Some(scope);
            }
        }
    }

    fn time(&self, words: &Words) -> Option<Time> {
        let of = |role| words.has(role);
        match () {
            () if of(Role::Part) => Some(Time::Part),
            () if of(Role::Span) || of(Role::Next) => Some(Time::Else),
            () if of(Role::Last) && of(Role::This) => Some(Time::Else),
            () if of(Role::Last) => Some(Time::Last),
            () if of(Role::This) => Some(Time::Year),
            () => None,
        }
    }

    fn scope(&self, words: &Words) -> Option<Scope> {
        let governs = agency::region(&self.report.agency.text).is_some();
        match () {
            () if words.has(Role::Wider) => Some(Scope::Else),
            () if words.has(Role::Parts) && governs => Some(Scope::Within),
            () if words.has(Role::Parts) => Some(Scope::Else),
            () if words.has(Role::Own) => Some(Scope::Own),
            () => None,
        }
    }

    /// What some words mean here.
    fn meanings(&self, words: &Words, sentence: &Sentence, denied: bool) -> Vec<Meaning> {
        let level = sentence.levels.last().copied().unwrap_or_default();
        let parent = level
            .parent
            .and_then(|(parent, _)| self.statements[parent].meaning.as_ref());
        let mut before = sentence.before.clone();
        before.topic |= words.has(Role::Topic) || self.topic && words.has(Role::General);
        if let Some(parent) = parent {
            before.row = Some(parent.clone());
        }
        let mut found = meanings(self.lexicon, self.report.edition, words, &before, denied);
        // A part of a column's number is in that column.
        if let Some(parent) = parent.filter(|parent| !parent.keys.is_empty()) {
            for meaning in found
                .iter_mut()
                .filter(|meaning| meaning.keys.is_empty() && meaning.within)
            {
                let any = meaning
                    .any
                    .iter()
                    .filter_map(|sum| cross(self.report.edition, sum, &parent.keys));
                meaning.any = any.collect();
            }
        }
        found
    }

    /// A statement with a number.
    fn state(
        &mut self,
        tokens: &[Token],
        phrase: &Phrase,
        number: &Quantity,
        words: &Words,
        sentence: &mut Sentence,
        next: Option<&Phrase>,
    ) {
        let at = phrase.number.unwrap_or(phrase.tokens.start);
        let turn = words.turn.filter(|turn| *turn < at);
        let kind = self.kind(tokens, phrase, number, words, sentence, next);
        let base = (phrase.tokens.start..at)
            .find(|at| self.lexicon.roles(&tokens[*at]) & bit(Role::Base) != 0);
        // What is compared, or shared, is named before it is.
        let end = match kind {
            Kind::Change { .. } | Kind::Multiple { .. } | Kind::Earlier => turn.unwrap_or(at),
            Kind::Share { .. } | Kind::Whole => base.unwrap_or(at),
            _ => phrase.tokens.end,
        };
        let own = Words::of(self.lexicon, tokens, phrase.tokens.start..end);
        let mut own = own;
        if kind == Kind::Count && end == phrase.tokens.end {
            own.roles |= words.roles;
        }
        let denied = number.value == 0;
        let mut found = self.meanings(&own, sentence, denied);
        let several = found.len() > 1;
        let each = several && (words.has(Role::Both) || denied);
        if several && !each {
            found = self.summed(found).into_iter().collect();
        }
        let negated = words.has(Role::Denial) && kind == Kind::Count && number.value != 0;
        let meanings: Vec<Option<Meaning>> = if found.is_empty() {
            vec![None]
        } else {
            found.into_iter().map(Some).collect()
        };
        for mut meaning in meanings {
            // Of whatever there was none, there was none of ours.
            if let Some(meaning) = meaning.as_mut().filter(|_| denied) {
                meaning.general = false;
            }
            let kind = if negated { Kind::Idle } else { kind };
            self.push(
                tokens,
                phrase,
                number.clone(),
                kind,
                meaning,
                &own,
                words,
                sentence,
            );
        }
    }

    /// The sum of several rows of one table.
    fn summed(&self, found: Vec<Meaning>) -> Option<Meaning> {
        let table = |meaning: &Meaning| {
            meaning
                .any
                .first()?
                .first()?
                .split('.')
                .next()
                .map(str::to_owned)
        };
        let first = table(found.first()?);
        if found
            .iter()
            .any(|meaning| table(meaning) != first || meaning.unit.is_some())
        {
            return None;
        }
        let sum: Sum = found
            .iter()
            .filter_map(|meaning| meaning.any.first())
            .flatten()
            .cloned()
            .collect();
        let general = found.iter().any(|meaning| meaning.general);
        let within = found.iter().all(|meaning| meaning.within);
        Some(Meaning {
            any: vec![sum.clone()],
            rows: vec![sum],
            general,
            within,
            at: found[0].at,
            ..Meaning::default()
        })
    }

    fn kind(
        &self,
        tokens: &[Token],
        phrase: &Phrase,
        number: &Quantity,
        words: &Words,
        sentence: &Sentence,
        next: Option<&Phrase>,
    ) -> Kind {
        let at = phrase.number.unwrap_or(phrase.tokens.start);
        let before = Words::of(self.lexicon, tokens, phrase.tokens.start..at);
        let compared = before.compared.or(sentence.compared);
        let yearly = compared.unwrap_or(false);
        let grows = before.has(Role::Up) || before.has(Role::Down);
        let sign = if before.has(Role::Down) { -1 } else { 1 };
        // 增至125件, 上升到125件 give the number itself.
        let joint = tokens[..at]
            .last()
            .map(|token| &self.text[token.range.clone()]);
        let reaches = joint.is_some_and(|joint| joint.ends_with(['至', '到']));
        let rate = words.said.iter().find(|(saying, how, _)| {
            *how == Use::Noun && !self.lexicon.sayings[*saying].over.is_empty()
        });
        let bare = phrase.mark == '（' && before.is_idle();
        match number.unit {
            Unit::Times => Kind::Multiple {
                yearly: before
                    .compared
                    .unwrap_or(before.has(Role::Last) || sentence.compared == Some(true)),
            },
            Unit::Percent if grows && !reaches => Kind::Change { sign, yearly },
            Unit::Percent if rate.is_some() => Kind::Rate(rate.map_or(0, |rate| rate.0)),
            Unit::Percent if before.has(Role::Base) => Kind::Share { named: true },
            Unit::Percent
                if bare
                    || before.has(Role::Rate)
                    || phrase.mark == ' '
                        && self
                            .statements
                            .last()
                            .is_some_and(|s| s.kind == Kind::Whole) =>
            {
                Kind::Share { named: false }
            }
            Unit::Percent => Kind::Idle,
            _ if before.has(Role::Base) && next.is_some_and(|next| next.mark == ' ') => Kind::Whole,
            _ if before.has(Role::From) => Kind::Earlier,
            _ if grows && !reaches => Kind::Change { sign, yearly },
            _ if before.compared.is_some() && !reaches => Kind::Earlier,
            _ => Kind::Count,
        }
    }

    /// 「与上年持平」.
    fn level(&mut self, tokens: &[Token], phrase: &Phrase, words: &Words, sentence: &mut Sentence) {
        if words.has(Role::Level) && words.compared == Some(true) {
            let end = words.turn.unwrap_or(phrase.tokens.end);
            let own = Words::of(self.lexicon, tokens, phrase.tokens.start..end);
            let meaning = self.meanings(&own, sentence, false).into_iter().next();
            let range = span(tokens, &phrase.tokens);
            self.push(
                tokens,
                phrase,
                Quantity::none(range),
                Kind::Level,
                meaning,
                &own,
                words,
                sentence,
            );
        }
    }

    /// 「未发生行政复议、行政诉讼」: none of each.
    fn deny(&mut self, tokens: &[Token], phrase: &Phrase, words: &Words, sentence: &mut Sentence) {
        let mut found = self.meanings(words, sentence, true);
        let denial = (phrase.tokens.clone())
            .find(|at| self.lexicon.roles(&tokens[*at]) & bit(Role::Denial) != 0);
        let Some(denial) = denial else { return };
        if found
            .iter()
            .any(|meaning| meaning.keys.is_empty() && meaning.any.len() > 1 && meaning.within)
        {
            found.retain(|meaning| {
                !meaning.within || words.said.iter().any(|(_, how, _)| *how == Use::Verb)
            });
        }
        for mut meaning in found {
            // Of whatever there was none, there was none of ours.
            meaning.general = false;
            let range = span(tokens, &(denial.min(meaning.at)..phrase.tokens.end));
            self.push(
                tokens,
                phrase,
                Quantity::none(range),
                Kind::Count,
                Some(meaning),
                words,
                words,
                sentence,
            );
        }
    }

    /// 「A、B、C分别为60件、13件、15件」: how many phrases it takes.
    fn zip(
        &mut self,
        tokens: &[Token],
        rest: &[Phrase],
        words: &Words,
        sentence: &mut Sentence,
    ) -> usize {
        let phrase = &rest[0];
        let Some(number) = phrase.number else {
            return 0;
        };
        let each = (phrase.tokens.start..number)
            .find(|at| self.lexicon.roles(&tokens[*at]) & bit(Role::Each) != 0);
        let Some(each) = each else { return 0 };
        let follows = |phrase: &&Phrase| {
            let words = Words::of(self.lexicon, tokens, phrase.tokens.clone());
            phrase.number.is_some()
                && words.is_idle()
                && !words.has(Role::Whole)
                && matches!(phrase.mark, '、' | ' ' | '，')
        };
        let further = rest[1..].iter().take_while(follows).count();
        let head = Words::of(self.lexicon, tokens, phrase.tokens.start..each);
        let between = Words::of(self.lexicon, tokens, each..number);
        let mut own = head.clone();
        own.said
            .extend(between.said.iter().filter(|(_, how, _)| *how == Use::Verb));
        let found = self.meanings(&own, sentence, false);
        let numbers: Vec<&Phrase> = rest[..=further].iter().collect();
        let spans = words.years.len() == numbers.len() && found.len() == 1;
        if further == 0 || found.len() != numbers.len() && !spans {
            // Numbers that cannot be told apart say nothing.
            let whole = own.has(Role::Span) || found.len() > 1;
            let idle = if further > 0 && whole { further + 1 } else { 0 };
            for phrase in &rest[..idle] {
                if let Some(quantity) = quantity(tokens, phrase) {
                    self.push(
                        tokens,
                        phrase,
                        quantity.clone(),
                        Kind::Idle,
                        None,
                        &head,
                        words,
                        sentence,
                    );
                }
            }
            if idle == 0
                && further == 0
                && (between.unknown || between.said.iter().any(|(_, how, _)| *how != Use::Verb))
            {
                self.divide(sentence);
            }
            return idle;
        }
        let share = between.has(Role::Base);
        for (at, phrase) in numbers.into_iter().enumerate() {
            let Some(quantity) = quantity(tokens, phrase) else {
                continue;
            };
            let kind = match is_percent(quantity) {
                true if share => Kind::Share { named: true },
                true => Kind::Idle,
                false => Kind::Count,
            };
            let meaning = if spans { &found[0] } else { &found[at] };
            let mut own = head.clone();
            if spans {
                own.roles &=
                    !(bit(Role::This) | bit(Role::Last) | bit(Role::Span) | bit(Role::Next));
                own.roles |= self.year_role(words.years[at]);
            }
            self.push(
                tokens,
                phrase,
                quantity.clone(),
                kind,
                Some(meaning.clone()),
                &own,
                &own,
                sentence,
            );
        }
        further + 1
    }

    fn year_role(&self, year: u16) -> u64 {
        self.lexicon.roles(&Token {
            range: 0..0,
            what: What::Year(year),
        })
    }

    /// 「分别为自然人86件、法人39件」: what follows divides the number before.
    fn divide(&self, sentence: &mut Sentence) {
        sentence.lists += 1;
        let list = sentence.lists;
        if let Some(level) = sentence.levels.last_mut()
            && let Some(last) = level.last
        {
            *level = Level {
                parent: Some((last, Cue::All)),
                colon: false,
                list,
                ..*level
            };
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        tokens: &[Token],
        phrase: &Phrase,
        quantity: Quantity,
        kind: Kind,
        meaning: Option<Meaning>,
        own: &Words,
        words: &Words,
        sentence: &mut Sentence,
    ) {
        let level = sentence.levels.last().copied().unwrap_or_default();
        let parent = level.parent;
        let above = parent.map(|(parent, _)| &self.statements[parent]);
        let time = self
            .time(own)
            .or(above.map(|above| above.time))
            .or(sentence.time)
            .unwrap_or(Time::Year);
        let scope = self.scope(words).or(sentence.scope).unwrap_or(Scope::Own);
        let within = meaning.as_ref().is_none_or(|meaning| meaning.within);
        // A remark in brackets speaks of what stands before it, at another time.
        let mut meaning = meaning;
        if meaning.is_none()
            && phrase.depth > 0
            && !own.unknown
            && kind == Kind::Count
            && self.time(own).is_some()
        {
            meaning = above.and_then(|above| above.meaning.clone());
        }
        let doubt = match above {
            Some(above) => {
                !above.sure
                    && above.kind == Kind::Count
                    && (within || above.time != Time::Year && self.time(own).is_none())
            }
            None => within && sentence.doubted,
        };
        // 「其中按时答复120件」 is a part, unless the table divides the whole so.
        let divides = |sum: &Sum| {
            let own = meaning.as_ref().and_then(|meaning| meaning.any.first());
            own.is_some_and(|own| {
                own.len() < sum.len() && own.iter().all(|path| sum.contains(path))
            })
        };
        let divided = above
            .and_then(|above| above.meaning.as_ref())
            .is_some_and(|above| above.any.iter().any(divides));
        let verbal = meaning
            .as_ref()
            .is_some_and(|meaning| !meaning.nouns.is_empty());
        let doubt = doubt || verbal && words.has(Role::Among) && !divided;
        let channel = words.has(Role::Channel) || sentence.channel && !words.has(Role::Whole);
        let sure = !own.unknown && !doubt && !channel && scope == Scope::Own;
        let time = match scope {
            Scope::Within if time == Time::Year => Time::Part,
            Scope::Else => Time::Else,
            _ => time,
        };
        let sure = sure || scope == Scope::Within && !own.unknown && !doubt && !channel;
        let is_total = kind == Kind::Count
            && words.has(Role::Total)
            && own.said.is_empty()
            && self.totals(tokens, phrase);
        let statement = Statement {
            phrase: span(tokens, &phrase.tokens),
            quantity,
            kind,
            meaning,
            sure,
            time,
            parent: if is_total && level.parent.is_some_and(|(_, cue)| cue == Cue::Among) {
                None
            } else {
                parent
            },
            list: level.list,
            depth: phrase.depth,
            is_total,
            roles: words.roles | own.roles,
            unknown: own.unknown,
            wrong: false,
            sentence: sentence.number,
        };
        let at = self.statements.len();
        if matches!(kind, Kind::Count | Kind::Idle) {
            if let Some(level) = sentence.levels.last_mut() {
                level.last = Some(at);
            }
            if phrase.depth == 0
                && matches!(
                    statement.quantity.unit,
                    Unit::Count | Unit::Bare | Unit::Money
                )
                && !is_total
            {
                if parent.is_none() {
                    sentence.doubted = !statement.sure;
                    if statement.unknown && nouns(own).is_empty() {
                        sentence.before.nouns.clear();
                    }
                }
                if let Some(meaning) = statement
                    .meaning
                    .as_ref()
                    .filter(|meaning| meaning.keys.is_empty())
                {
                    sentence.before.row = Some(meaning.clone());
                }
            }
        }
        self.statements.push(statement);
    }

    /// Whether the words that make a total stand right before the number.
    fn totals(&self, tokens: &[Token], phrase: &Phrase) -> bool {
        let Some(number) = phrase.number else {
            return false;
        };
        let mut before = (phrase.tokens.start..number).rev();
        before
            .find(|at| {
                self.lexicon.roles(&tokens[*at]) & bit(Role::Filler) == 0
                    || self.lexicon.roles(&tokens[*at]) & bit(Role::Total) != 0
            })
            .is_some_and(|at| self.lexicon.roles(&tokens[at]) & bit(Role::Total) != 0)
    }

    /// What stays of a phrase for those that follow.
    fn leave(&mut self, words: &Words, phrase: &Phrase, sentence: &mut Sentence) {
        let own = nouns(words);
        if !own.is_empty() && phrase.depth == 0 {
            sentence.before.nouns = own;
        }
        if phrase.depth == 0 {
            sentence.channel = phrase.number.is_none() && words.has(Role::Channel);
            sentence.compared = words
                .compared
                .or(sentence.compared.filter(|_| phrase.number.is_some()));
        }
    }
}

/// A sum of cells.
type Sum = super::meaning::Sum;

/// The sayings whose noun stands among some words.
fn nouns(words: &Words) -> Vec<usize> {
    let nouns = words.said.iter().filter(|(_, how, _)| *how == Use::Noun);
    nouns.map(|(at, ..)| *at).collect()
}

/// Where some tokens stand in the text.
fn span(tokens: &[Token], range: &Range<usize>) -> Range<usize> {
    let of = |at: usize| {
        tokens
            .get(at)
            .map(|token| token.range.clone())
            .unwrap_or_default()
    };
    of(range.start).start..of(range.end.saturating_sub(1)).end
}
