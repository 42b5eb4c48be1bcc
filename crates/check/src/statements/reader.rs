//! Sentences as statements: what each number says of what, of when, and as a part of what.

use std::ops::Range;

use super::{
    clauses::{Phrase, Words, phrases, sentences},
    meaning::{Before, Meaning, meanings, summed},
    tokens::{Lexicon, Quantity, Token, Unit, Use, What, bit, bits},
};
use crate::{agency, sentences::LONGEST};
use base::number::ONE;
use form::{edition::Saying, report::Report, speech::Role};

/// What a number is to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// So many.
    Count,
    /// So many at another time, with which is compared.
    Earlier,
    /// More, or fewer where it is negative: by a number, a percentage or so many times; against
    /// last year where no other time is named.
    Change,
    /// A percentage of a whole.
    Share,
    /// The whole that a percentage right behind it is taken of.
    Whole,
    /// A percentage with a name of its own: which saying.
    Rate(&'static Saying),
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
    /// The words that name it, where the sentence begins with them and nothing narrows them.
    pub subject: Option<String>,
}

impl Statement {
    pub fn has(&self, role: Role) -> bool {
        self.roles & bit(role) != 0
    }

    pub fn counts(&self) -> bool {
        self.kind == Kind::Count
    }

    /// The cells where they are known beyond doubt, of the report itself.
    pub fn known(&self) -> Option<&Meaning> {
        let known = self.sure && self.time == Time::Year;
        self.meaning.as_ref().filter(|_| known)
    }
}

/// Reads the statements of a text.
pub struct Reader<'a> {
    pub report: &'a Report,
    pub lexicon: &'a Lexicon,
    pub text: &'a str,
    pub statements: Vec<Statement>,
    /// The tokens of the paragraph.
    tokens: Vec<Token>,
    /// The sayings whose nouns a heading, or the sentence before, has.
    nouns: Vec<&'static Saying>,
    /// Whether the paragraph has spoken of the matter of all reports.
    topic: bool,
    sentence: Sentence,
}

/// What a sentence has said so far.
#[derive(Default)]
struct Sentence {
    number: usize,
    range: Range<usize>,
    /// Its first statement.
    first: usize,
    before: Before,
    /// Whether what was last spoken of is beyond doubt.
    doubted: bool,
    time: Option<Time>,
    /// Whose it is: a time stands for a scope that can be compared as it can.
    scope: Option<Time>,
    channel: bool,
    /// Whether something was said before its first number.
    narrowed: bool,
    /// By depth of brackets.
    levels: Vec<Level>,
    lists: usize,
}

/// What is being counted, or divided, within some brackets.
#[derive(Clone, Copy, Default)]
struct Level {
    last: Option<usize>,
    parent: Option<(usize, Cue)>,
    colon: bool,
    list: usize,
}

/// Characters of words that name one thing only.
const NAMED: usize = 8;

impl<'a> Reader<'a> {
    pub fn new(report: &'a Report, lexicon: &'a Lexicon, text: &'a str) -> Self {
        Reader {
            report,
            lexicon,
            text,
            statements: Vec::new(),
            tokens: Vec::new(),
            nouns: Vec::new(),
            topic: false,
            sentence: Sentence::default(),
        }
    }

    /// Reads a heading: what the words below it are about.
    pub fn heading(&mut self, text: &str) {
        self.tokens = self.lexicon.tokens(text, 0);
        self.nouns = self.words(0..self.tokens.len()).nouns();
    }

    /// Reads a paragraph.
    pub fn paragraph(&mut self, range: Range<usize>) {
        self.tokens = self.lexicon.tokens(&self.text[range.clone()], range.start);
        let heading = self.nouns.clone();
        self.topic = false;
        let mut last = None;
        for range in sentences(&self.tokens) {
            // Whoever writes on for three pages marks no sentences: `punctuation` tells it.
            if self.span(&range).len() > LONGEST {
                continue;
            }
            let first = self.statements.len();
            self.sentence = Sentence {
                number: self.sentence.number + 1,
                range: self.span(&range),
                first,
                levels: vec![Level {
                    last,
                    ..Level::default()
                }],
                ..Sentence::default()
            };
            self.sentence.before.nouns.clone_from(&self.nouns);
            self.read(&phrases(&self.tokens, range));
            last = self.sentence.levels[0].last.filter(|at| *at >= first);
            self.nouns.clone_from(&self.sentence.before.nouns);
        }
        self.nouns = heading;
    }

    /// Reads the phrases of a sentence.
    fn read(&mut self, phrases: &[Phrase]) {
        let mut at = 0;
        while let Some(phrase) = phrases.get(at) {
            let words = self.words(phrase.tokens.clone());
            let follows = phrases.get(at + 1).map_or('。', |next| next.mark);
            let counted = at > 0 && phrases[at - 1].number.is_some();
            self.enter(phrase);
            self.listen(phrase, &words, follows, counted);
            let zipped = self.zip(&phrases[at..], &words);
            at += zipped.max(1);
            if zipped > 0 {
                continue;
            }
            match self.quantity(phrase) {
                Some(number) => self.state(phrase, number, &words, follows),
                None => self.say(phrase, &words),
            }
            self.leave(phrase, &words);
        }
    }

    fn words(&self, range: Range<usize>) -> Words {
        Words::of(&self.tokens, range)
    }

    fn is(&self, token: usize, role: Role) -> bool {
        self.tokens[token].is(&[role])
    }

    /// The number of a phrase.
    fn quantity(&self, phrase: &Phrase) -> Option<Quantity> {
        match &self.tokens[phrase.number?].what {
            What::Number(quantity) => Some(quantity.clone()),
            _ => None,
        }
    }

    /// Where some tokens stand in the text.
    fn span(&self, range: &Range<usize>) -> Range<usize> {
        let of = |at: usize| self.tokens.get(at).map(|token| token.range.clone());
        let last = of(range.end.saturating_sub(1)).unwrap_or_default();
        of(range.start).unwrap_or_default().start..last.end
    }

    /// Within the brackets that are open.
    fn inside(&self) -> Level {
        self.sentence.levels.last().copied().unwrap_or_default()
    }

    /// What follows divides a number, or, where it is none, nothing.
    fn open(&mut self, parent: Option<(usize, Cue)>, colon: bool) {
        self.sentence.lists += 1;
        let list = self.sentence.lists;
        if let Some(level) = self.sentence.levels.last_mut() {
            *level = Level {
                last: level.last,
                parent,
                colon,
                list,
            };
        }
    }

    /// Opens and closes brackets, ends lists.
    fn enter(&mut self, phrase: &Phrase) {
        self.sentence.levels.truncate(phrase.depth + 1);
        while self.sentence.levels.len() < phrase.depth + 1 {
            let outer = self.inside().last;
            self.sentence.levels.push(Level::default());
            self.open(outer.map(|last| (last, Cue::All)), false);
        }
        if matches!(phrase.mark, '；' | ';') {
            let level = self.inside();
            match level.colon {
                true => self.sentence.lists += 1,
                false => self.open(None, false),
            }
        }
    }

    /// What a phrase's words do to those that follow: 其中, a colon, scope and time.
    fn listen(&mut self, phrase: &Phrase, words: &Words, follows: char, counted: bool) {
        let level = self.inside();
        let among = words.has(Role::Among);
        let last = level
            .last
            .filter(|last| among || *last >= self.sentence.first);
        let colon = matches!(follows, '：' | ':');
        let listed = counted && level.parent.is_none() && matches!(phrase.mark, '：' | ':');
        let includes = words.has(Role::Includes) && phrase.number.is_some() && phrase.depth == 0;
        let cue = match () {
            () if words.has(Role::Divides) && colon => Some((Cue::All, true)),
            () if among => Some((Cue::Among, colon)),
            () if listed || includes => Some((Cue::All, listed)),
            () => None,
        };
        if let (Some((cue, colon)), Some(last)) = (cue, last) {
            self.open(Some((last, cue)), colon);
        }
        if phrase.depth == 0 {
            let scope = self.scope(words);
            let sentence = &mut self.sentence;
            self.topic |= words.has(Role::Topic);
            sentence.before.topic |= words.has(Role::Topic);
            sentence.time = time(words).or(sentence.time);
            sentence.scope = scope.or(sentence.scope);
        }
    }

    /// Whose something is: one's own of the year, of an office whose figures a government's
    /// include, and which thus are a part of them, or another's.
    fn scope(&self, words: &Words) -> Option<Time> {
        let governs = agency::region(&self.report.agency.text).is_some();
        match () {
            () if words.has(Role::Parts) && governs && !words.has(Role::Wider) => Some(Time::Part),
            () if words.has(Role::Parts) || words.has(Role::Wider) => Some(Time::Else),
            () => words.has(Role::Own).then_some(Time::Year),
        }
    }

    /// What some words mean here.
    fn meanings(&self, words: &Words, denied: bool) -> Vec<Meaning> {
        let parent = self.inside().parent;
        let parent = parent.and_then(|(parent, _)| self.statements[parent].meaning.as_ref());
        let mut before = self.sentence.before.clone();
        before.topic |= words.has(Role::Topic) || self.topic && words.has(Role::General);
        before.row = parent.cloned().or(before.row);
        let mut found = meanings(self.report.edition, words, &before, denied);
        // A sum with more in it is meant only where the sentence says so.
        let said = &self.text[self.sentence.range.clone()];
        for meaning in &mut found {
            let mut including = meaning.verbs.iter().flat_map(|verb| &verb.including);
            let plain = including.clone().next().is_none();
            if !plain && !including.any(|word| said.contains(&**word)) {
                meaning.any.truncate(1);
                meaning.rows.truncate(1);
            }
        }
        found
    }

    /// A statement with a number.
    fn state(&mut self, phrase: &Phrase, number: Quantity, words: &Words, follows: char) {
        let at = phrase.turn();
        let before = self.words(phrase.tokens.start..at);
        let kind = self.kind(phrase, &number, words, &before, follows);
        let zero = number.value == 0;
        let change = kind == Kind::Change;
        let number = if change {
            signed(number, &before)
        } else {
            number
        };
        let turn = words.turn.filter(|turn| *turn < at);
        let base = (phrase.tokens.start..at).find(|at| self.is(*at, Role::Base));
        // What is compared, or shared, is named before it is.
        let end = match kind {
            Kind::Change | Kind::Earlier => turn.unwrap_or(at),
            Kind::Share | Kind::Whole => base.unwrap_or(at),
            _ => phrase.tokens.end,
        };
        let mut own = self.words(phrase.tokens.start..end);
        if kind == Kind::Count {
            own.roles |= words.roles;
        }
        let mut found = self.meanings(&own, zero);
        if found.len() > 1 && !zero && !words.has(Role::Both) {
            found = summed(&found).into_iter().collect();
        }
        // 「由2024年的104件增至125件」: of the same, this year.
        let sentence = self.sentence.number;
        let from = { self.statements.last() }.filter(|one| one.sentence == sentence);
        let from = from.filter(|one| one.kind == Kind::Earlier);
        if let Some(from) = from.filter(|_| found.is_empty() && self.reaches(at)) {
            found.extend(from.meaning.clone());
            own.roles |= bit(Role::This);
        }
        let negated = words.has(Role::Denial) && kind == Kind::Count && !zero;
        let kind = if negated { Kind::Idle } else { kind };
        self.push(phrase, (&own, words), &number, kind, found);
    }

    /// 增至125件, 上升到125件 give the number itself.
    fn reaches(&self, number: usize) -> bool {
        let joint = self.tokens[..number].last();
        joint.is_some_and(|joint| self.text[joint.range.clone()].ends_with(['至', '到']))
    }

    fn kind(
        &self,
        phrase: &Phrase,
        number: &Quantity,
        words: &Words,
        before: &Words,
        follows: char,
    ) -> Kind {
        let reaches = self.reaches(phrase.turn());
        let grows = (before.has(Role::Up) || before.has(Role::Down)) && !reaches;
        let mut rates = words.used(Use::Noun);
        let rate = rates.find(|saying| !saying.over.is_empty());
        let last = self.statements.last().filter(|_| phrase.mark == ' ');
        let of_whole = last.is_some_and(|last| last.kind == Kind::Whole);
        let alone = phrase.mark == '（' && before.is_idle();
        let named = before.has(Role::Base) || before.has(Role::Rate);
        match (number.unit == Unit::Percent, rate) {
            _ if number.unit == Unit::Times => Kind::Change,
            (false, _) if before.has(Role::Base) && follows == ' ' => Kind::Whole,
            (false, _) if before.has(Role::From) => Kind::Earlier,
            _ if grows => Kind::Change,
            (true, Some(saying)) => Kind::Rate(saying),
            (true, _) if named || alone || of_whole => Kind::Share,
            (true, _) => Kind::Idle,
            _ if before.turn.is_some() && !reaches => Kind::Earlier,
            _ => Kind::Count,
        }
    }

    /// A phrase without a number: 「未发生行政复议、行政诉讼」 is none of each, 「与上年持平」 a change
    /// by next to nothing.
    fn say(&mut self, phrase: &Phrase, words: &Words) {
        let denied = words.has(Role::Denial);
        let mut quantity = Quantity::bare(self.span(&phrase.tokens), 0);
        let (kind, end) = match words.turn.filter(|_| words.has(Role::Level)) {
            _ if denied => (Kind::Count, phrase.tokens.end),
            Some(turn) => (Kind::Change, turn),
            None => return,
        };
        let own = self.words(phrase.tokens.start..end);
        let mut found = self.meanings(&own, denied);
        let vague = |one: &Meaning| one.keys.is_empty() && one.any.len() > 1 && one.within;
        if found.iter().any(vague) && words.used(Use::Verb).next().is_none() {
            found.retain(|meaning| !meaning.within);
        }
        if !denied {
            (quantity.unit, quantity.bounds) = (Unit::Percent, (-5 * ONE, 5 * ONE));
        } else if found.is_empty() {
            return;
        }
        self.push(phrase, (&own, words), &quantity, kind, found);
    }

    /// 「A、B、C分别为60件、13件、15件」: how many phrases it takes.
    fn zip(&mut self, rest: &[Phrase], words: &Words) -> usize {
        let (phrase, number) = (&rest[0], rest[0].turn());
        let Some(each) = (phrase.tokens.start..number).find(|at| self.is(*at, Role::Each)) else {
            return 0;
        };
        let follows = |phrase: &&Phrase| {
            let words = self.words(phrase.tokens.clone());
            let joined = matches!(phrase.mark, '、' | ' ' | '，');
            joined && phrase.number.is_some() && words.is_idle() && !words.has(Role::Whole)
        };
        let count = 1 + rest[1..].iter().take_while(follows).count();
        let mut own = self.words(phrase.tokens.start..each);
        let between = self.words(each..number);
        let verbs = between.used(Use::Verb).map(|verb| (verb, Use::Verb));
        own.said.extend(verbs);
        let names = between.unknown || !between.nouns().is_empty();
        let found = self.meanings(&own, false);
        let spans = words.years.len() == count && found.len() == 1;
        let paired = count > 1 && (found.len() == count || spans);
        // 「分别为自然人86件、法人39件」: what follows divides the number before.
        let last = self.inside().last.filter(|_| names && count == 1);
        if let Some(last) = last {
            self.open(Some((last, Cue::All)), false);
        }
        if count == 1 || !paired && found.len() < 2 && !own.has(Role::Span) {
            return 0;
        }
        for (at, phrase) in rest[..count].iter().enumerate() {
            let Some(quantity) = self.quantity(phrase) else {
                continue;
            };
            let kind = match quantity.unit {
                Unit::Percent if paired && between.has(Role::Base) => Kind::Share,
                // Numbers that cannot be told apart say nothing.
                unit if !paired || unit == Unit::Percent => Kind::Idle,
                _ => Kind::Count,
            };
            let mut own = own.clone();
            if spans {
                own.roles &= !bits(&[Role::This, Role::Last, Role::Span, Role::Next]);
                own.roles |= bit(self.lexicon.year(words.years[at]));
            }
            let meaning = found.get(if spans { 0 } else { at });
            let meaning = meaning.filter(|_| paired).cloned();
            self.push(
                phrase,
                (&own, &own),
                &quantity,
                kind,
                meaning.into_iter().collect(),
            );
        }
        count
    }

    /// Adds what a number says: for every thing that it means, or once.
    fn push(
        &mut self,
        phrase: &Phrase,
        words: (&Words, &Words),
        quantity: &Quantity,
        kind: Kind,
        found: Vec<Meaning>,
    ) {
        if found.is_empty() {
            self.add(phrase, words, quantity.clone(), kind, None);
        }
        for mut meaning in found {
            // Of whatever there was none, there was none of ours.
            meaning.general &= quantity.value != 0;
            self.add(phrase, words, quantity.clone(), kind, Some(meaning));
        }
    }

    fn add(
        &mut self,
        phrase: &Phrase,
        (own, words): (&Words, &Words),
        quantity: Quantity,
        kind: Kind,
        meaning: Option<Meaning>,
    ) {
        let level = self.inside();
        let above = level.parent.map(|(parent, _)| &self.statements[parent]);
        let told = time(own);
        // A remark in brackets speaks of what stands before it, at another time.
        let remark = phrase.depth > 0 && !own.unknown && kind == Kind::Count && told.is_some();
        let meaning = meaning.or_else(|| above.filter(|_| remark)?.meaning.clone());
        let within = meaning.as_ref().is_none_or(|meaning| meaning.within);
        // A part of a column's number is in that column: nobody says which cell it is.
        let inner = above.and_then(|above| above.meaning.as_ref());
        let inner = inner.is_some_and(|above| !above.keys.is_empty()) && within;
        let doubted = match above {
            Some(above) => {
                let other = above.time != Time::Year && told.is_none();
                !above.sure && above.kind == Kind::Count && (within || other)
            }
            None => within && self.sentence.doubted,
        };
        // 「其中按时答复120件」 is a part, unless the table divides the whole so.
        let verbal = meaning.as_ref().filter(|meaning| !meaning.verbs.is_empty());
        let part = verbal.is_some() && words.has(Role::Among) && !divides(above, verbal);
        let channel = words.has(Role::Channel) || self.sentence.channel && !words.has(Role::Whole);
        let scope = self.scope(words).or(self.sentence.scope);
        let scope = scope.unwrap_or(Time::Year);
        let time = told.or(above.map(|above| above.time));
        let time = time.or(self.sentence.time).unwrap_or(Time::Year);
        let is_total = kind == Kind::Count && own.said.is_empty() && self.totals(phrase);
        let open_total = is_total && level.parent.is_some_and(|(_, cue)| cue == Cue::Among);
        let at = self.statements.len();
        let statement = Statement {
            phrase: self.span(&phrase.tokens),
            kind,
            sure: scope != Time::Else && !(own.unknown || doubted || part || channel || inner),
            time: match (scope, time) {
                (Time::Part, Time::Year) => Time::Part,
                (Time::Else, _) => Time::Else,
                (_, time) => time,
            },
            parent: level.parent.filter(|_| !open_total),
            list: level.list,
            depth: phrase.depth,
            is_total,
            roles: words.roles | own.roles,
            unknown: own.unknown,
            wrong: false,
            sentence: self.sentence.number,
            subject: self.subject(phrase),
            meaning,
            quantity,
        };
        if matches!(kind, Kind::Count | Kind::Idle) {
            let sentence = &mut self.sentence;
            if let Some(level) = sentence.levels.last_mut() {
                level.last = Some(at);
            }
            let tabled = [Unit::Count, Unit::Bare, Unit::Money].contains(&statement.quantity.unit);
            if phrase.depth == 0 && tabled && !is_total {
                if level.parent.is_none() {
                    sentence.doubted = !statement.sure;
                    if statement.unknown && own.nouns().is_empty() {
                        sentence.before.nouns.clear();
                    }
                }
                let row = statement.meaning.clone().filter(|row| row.keys.is_empty());
                sentence.before.row = row.or(sentence.before.row.take());
            }
        }
        self.statements.push(statement);
    }

    /// Whether the words that make a total stand right before the number.
    fn totals(&self, phrase: &Phrase) -> bool {
        let before = self.tokens[phrase.tokens.start..phrase.turn()].iter();
        let total = |token: &&Token| token.is(&[Role::Total]);
        let next = before
            .rev()
            .find(|token| total(token) || !token.is(&[Role::Filler]));
        next.is_some_and(|token| total(&token))
    }

    /// What the first number of a sentence counts, without words that change nothing.
    fn subject(&self, phrase: &Phrase) -> Option<String> {
        let sentence = &self.sentence;
        let first = self.statements.len() == sentence.first && phrase.depth == 0;
        if !first || sentence.narrowed || sentence.channel {
            return None;
        }
        const IDLE: [Role; 4] = [Role::Filler, Role::This, Role::Own, Role::Whole];
        let tokens = self.tokens[phrase.tokens.clone()].iter();
        let said = tokens.filter(|token| match token.what {
            What::Word | What::Year(_) => !token.is(&IDLE),
            What::Number(_) | What::Mark(_) => false,
            What::Unknown => true,
        });
        let said: String = said.map(|token| &self.text[token.range.clone()]).collect();
        (said.chars().count() >= NAMED).then_some(said)
    }

    /// What stays of a phrase for those that follow.
    fn leave(&mut self, phrase: &Phrase, words: &Words) {
        if phrase.depth == 0 {
            let (nouns, sentence) = (words.nouns(), &mut self.sentence);
            if !nouns.is_empty() {
                sentence.before.nouns = nouns;
            }
            sentence.channel = phrase.number.is_none() && words.has(Role::Channel);
            sentence.narrowed |= words.unknown || !words.said.is_empty();
        }
    }
}

/// A change as it is reckoned: fewer is negative, half as many again is one and a half times.
fn signed(number: Quantity, before: &Words) -> Quantity {
    let (sign, times) = (
        if before.has(Role::Down) { -1 } else { 1 },
        number.unit == Unit::Times,
    );
    let more = if times && before.has(Role::Up) {
        ONE
    } else {
        0
    };
    let (low, high) = (number.bounds.0 * sign, number.bounds.1 * sign);
    // 「两倍」 is as rough as it is short.
    let slack = if times && low == high { ONE / 20 } else { 0 };
    Quantity {
        value: number.value * sign + more,
        bounds: (low.min(high) + more - slack, low.max(high) + more + slack),
        ..number
    }
}

fn time(words: &Words) -> Option<Time> {
    let (this, last) = (words.has(Role::This), words.has(Role::Last));
    match () {
        () if words.has(Role::Part) => Some(Time::Part),
        () if words.has(Role::Span) || words.has(Role::Next) || last && this => Some(Time::Else),
        () if last => Some(Time::Last),
        () if this => Some(Time::Year),
        () => None,
    }
}

/// Whether the table divides what a number counts into what another does, and others.
fn divides(whole: Option<&Statement>, part: Option<&Meaning>) -> bool {
    let part = part.map_or(&[][..], Meaning::first);
    let whole = whole.and_then(|whole| whole.meaning.as_ref());
    whole.is_some_and(|whole| {
        let mut sums = whole.any.iter();
        sums.any(|sum| part.len() < sum.len() && part.iter().all(|path| sum.contains(path)))
    })
}
