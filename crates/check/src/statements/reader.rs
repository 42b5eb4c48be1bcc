//! Sentences as statements: what each number says of what, of when, and as a part of what.

use std::ops::Range;

use super::{
    clauses::{Phrase, Words, phrases, sentences},
    meaning::{Before, Meaning, cross, meanings, summed},
    tokens::{Lexicon, Quantity, Token, Unit, Use, What, bit},
};
use crate::{agency, sentences::LONGEST};
use form::{report::Report, speech::Role};

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
    nouns: Vec<usize>,
    /// Whether the paragraph has spoken of the matter of all reports.
    topic: bool,
    sentence: Sentence,
}

/// What a sentence has said so far.
#[derive(Default)]
struct Sentence {
    number: usize,
    /// Its first statement.
    first: usize,
    before: Before,
    /// Whether what was last spoken of is beyond doubt.
    doubted: bool,
    time: Option<Time>,
    scope: Option<Scope>,
    channel: bool,
    /// Whether something was said before its first number.
    narrowed: bool,
    compared: Option<bool>,
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

/// A statement about to be made.
struct Draft<'p> {
    phrase: &'p Phrase,
    quantity: Quantity,
    kind: Kind,
    meaning: Option<Meaning>,
    /// The words that name what is counted, and all words of the phrase.
    own: &'p Words,
    words: &'p Words,
}

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
                first,
                levels: vec![Level {
                    last,
                    ..Level::default()
                }],
                ..Sentence::default()
            };
            self.sentence.before.nouns.clone_from(&self.nouns);
            self.read(&phrases(self.lexicon, &self.tokens, range));
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
            self.enter(phrase);
            let counted = at > 0 && phrases[at - 1].number.is_some();
            self.listen(phrase, &words, follows, counted);
            let zipped = self.zip(&phrases[at..], &words);
            at += zipped.max(1);
            if zipped > 0 {
                continue;
            }
            match self.quantity(phrase) {
                Some(number) => self.state(phrase, number, &words, follows),
                None if words.has(Role::Denial) => self.deny(phrase, &words),
                None => self.level(phrase, &words),
            }
            self.leave(phrase, &words);
        }
    }

    fn words(&self, range: Range<usize>) -> Words {
        Words::of(self.lexicon, &self.tokens, range)
    }

    fn is(&self, token: usize, role: Role) -> bool {
        self.lexicon.roles(&self.tokens[token]) & bit(role) != 0
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

    /// What follows divides a number.
    fn open(&mut self, last: usize, cue: Cue, colon: bool) {
        self.sentence.lists += 1;
        let list = self.sentence.lists;
        if let Some(level) = self.sentence.levels.last_mut() {
            level.parent = Some((last, cue));
            (level.colon, level.list) = (colon, list);
        }
    }

    /// Opens and closes brackets, ends lists.
    fn enter(&mut self, phrase: &Phrase) {
        let sentence = &mut self.sentence;
        sentence.levels.truncate(phrase.depth + 1);
        while sentence.levels.len() < phrase.depth + 1 {
            sentence.lists += 1;
            let outer = sentence.levels.last().and_then(|outer| outer.last);
            sentence.levels.push(Level {
                parent: outer.map(|last| (last, Cue::All)),
                list: sentence.lists,
                ..Level::default()
            });
        }
        if let Some(level) = sentence.levels.last_mut()
            && matches!(phrase.mark, '；' | ';')
        {
            sentence.lists += 1;
            if !level.colon {
                (level.parent, level.list) = (None, sentence.lists);
            }
        }
    }

    /// What a phrase's words do to those that follow: 其中, a colon, scope and time.
    fn listen(&mut self, phrase: &Phrase, words: &Words, follows: char, counted: bool) {
        let level = self.inside();
        let among = words.has(Role::Among);
        let last = { level.last }.filter(|last| among || *last >= self.sentence.first);
        let colon = matches!(follows, '：' | ':');
        let cue = match () {
            () if words.has(Role::Divides) && colon => Some((Cue::All, true)),
            () if among => Some((Cue::Among, colon)),
            () if counted && level.parent.is_none() && matches!(phrase.mark, '：' | ':') => {
                Some((Cue::All, true))
            }
            () if words.has(Role::Includes) && phrase.number.is_some() && phrase.depth == 0 => {
                Some((Cue::All, false))
            }
            () => None,
        };
        if let (Some((cue, colon)), Some(last)) = (cue, last) {
            self.open(last, cue, colon);
        }
        if phrase.depth == 0 {
            self.topic |= words.has(Role::Topic);
            let (time, scope) = (time(words), self.scope(words));
            let sentence = &mut self.sentence;
            sentence.before.topic |= words.has(Role::Topic);
            sentence.time = time.or(sentence.time);
            sentence.scope = scope.or(sentence.scope);
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
    fn meanings(&self, words: &Words, denied: bool) -> Vec<Meaning> {
        let parent = self.inside().parent;
        let parent = parent.and_then(|(parent, _)| self.statements[parent].meaning.as_ref());
        let mut before = self.sentence.before.clone();
        before.topic |= words.has(Role::Topic) || self.topic && words.has(Role::General);
        if let Some(parent) = parent {
            before.row = Some(parent.clone());
        }
        let edition = self.report.edition;
        let mut found = meanings(self.lexicon, edition, words, &before, denied);
        // A part of a column's number is in that column.
        if let Some(parent) = parent.filter(|parent| !parent.keys.is_empty()) {
            for meaning in &mut found {
                if meaning.keys.is_empty() && meaning.within {
                    let any = meaning.any.iter();
                    let any = any.filter_map(|sum| cross(edition, sum, &parent.keys));
                    meaning.any = any.collect();
                }
            }
        }
        found
    }

    /// A statement with a number.
    fn state(&mut self, phrase: &Phrase, number: Quantity, words: &Words, follows: char) {
        let at = phrase.number.unwrap_or(phrase.tokens.start);
        let kind = self.kind(phrase, &number, words, follows);
        let turn = words.turn.filter(|turn| *turn < at);
        let base = (phrase.tokens.start..at).find(|at| self.is(*at, Role::Base));
        // What is compared, or shared, is named before it is.
        let end = match kind {
            Kind::Change { .. } | Kind::Multiple { .. } | Kind::Earlier => turn.unwrap_or(at),
            Kind::Share { .. } | Kind::Whole => base.unwrap_or(at),
            _ => phrase.tokens.end,
        };
        let mut own = self.words(phrase.tokens.start..end);
        if kind == Kind::Count {
            own.roles |= words.roles;
        }
        let denied = number.value == 0;
        let mut found = self.meanings(&own, denied);
        if found.len() > 1 && !denied && !words.has(Role::Both) {
            found = summed(&found).into_iter().collect();
        }
        // 「由2024年的104件增至125件」: of the same, this year.
        let from = self
            .statements
            .last()
            .filter(|last| last.kind == Kind::Earlier && last.sentence == self.sentence.number);
        if found.is_empty()
            && self.reaches(at)
            && let Some(from) = from
        {
            found.extend(from.meaning.clone());
            own.roles |= bit(Role::This);
        }
        let negated = words.has(Role::Denial) && kind == Kind::Count && !denied;
        let kind = if negated { Kind::Idle } else { kind };
        let unnamed = found.is_empty().then_some(None);
        for mut meaning in found.into_iter().map(Some).chain(unnamed) {
            // Of whatever there was none, there was none of ours.
            if let Some(meaning) = meaning.as_mut().filter(|_| denied) {
                meaning.general = false;
            }
            self.push(Draft {
                phrase,
                quantity: number.clone(),
                kind,
                meaning,
                own: &own,
                words,
            });
        }
    }

    /// 增至125件, 上升到125件 give the number itself.
    fn reaches(&self, number: usize) -> bool {
        let joint = self.tokens[..number].last();
        joint.is_some_and(|joint| self.text[joint.range.clone()].ends_with(['至', '到']))
    }

    fn kind(&self, phrase: &Phrase, number: &Quantity, words: &Words, follows: char) -> Kind {
        let at = phrase.number.unwrap_or(phrase.tokens.start);
        let before = self.words(phrase.tokens.start..at);
        let compared = self.sentence.compared;
        let yearly = before.compared.or(compared).unwrap_or(false);
        let sign = if before.has(Role::Down) { -1 } else { 1 };
        let reaches = self.reaches(at);
        let grows = (before.has(Role::Up) || before.has(Role::Down)) && !reaches;
        let saying = |at: usize| self.lexicon.sayings[at];
        let rate = { words.said.iter() }
            .find(|(at, how, _)| *how == Use::Noun && !saying(*at).over.is_empty());
        let of_whole = || {
            phrase.mark == ' ' && { self.statements.last() }.is_some_and(|s| s.kind == Kind::Whole)
        };
        match (number.unit, rate) {
            (Unit::Times, _) => Kind::Multiple {
                yearly: before
                    .compared
                    .unwrap_or(before.has(Role::Last) || compared == Some(true)),
            },
            _ if number.unit != Unit::Percent && before.has(Role::Base) && follows == ' ' => {
                Kind::Whole
            }
            _ if number.unit != Unit::Percent && before.has(Role::From) => Kind::Earlier,
            _ if grows => Kind::Change { sign, yearly },
            (Unit::Percent, Some((saying, ..))) => Kind::Rate(*saying),
            (Unit::Percent, _) if before.has(Role::Base) => Kind::Share { named: true },
            (Unit::Percent, _)
                if phrase.mark == '（' && before.is_idle()
                    || before.has(Role::Rate)
                    || of_whole() =>
            {
                Kind::Share { named: false }
            }
            (Unit::Percent, _) => Kind::Idle,
            _ if before.compared.is_some() && !reaches => Kind::Earlier,
            _ => Kind::Count,
        }
    }

    /// 「与上年持平」.
    fn level(&mut self, phrase: &Phrase, words: &Words) {
        if words.has(Role::Level) && words.compared == Some(true) {
            let end = words.turn.unwrap_or(phrase.tokens.end);
            let own = self.words(phrase.tokens.start..end);
            self.push(Draft {
                phrase,
                quantity: Quantity::none(self.span(&phrase.tokens)),
                kind: Kind::Level,
                meaning: self.meanings(&own, false).into_iter().next(),
                own: &own,
                words,
            });
        }
    }

    /// 「未发生行政复议、行政诉讼」: none of each.
    fn deny(&mut self, phrase: &Phrase, words: &Words) {
        let mut found = self.meanings(words, true);
        let Some(denial) = phrase.tokens.clone().find(|at| self.is(*at, Role::Denial)) else {
            return;
        };
        let vague = |one: &Meaning| one.keys.is_empty() && one.any.len() > 1 && one.within;
        if found.iter().any(vague) && !words.said.iter().any(|(_, how, _)| *how == Use::Verb) {
            found.retain(|meaning| !meaning.within);
        }
        for mut meaning in found {
            // Of whatever there was none, there was none of ours.
            meaning.general = false;
            let range = self.span(&(denial.min(meaning.at)..phrase.tokens.end));
            self.push(Draft {
                phrase,
                quantity: Quantity::none(range),
                kind: Kind::Count,
                meaning: Some(meaning),
                own: words,
                words,
            });
        }
    }

    /// 「A、B、C分别为60件、13件、15件」: how many phrases it takes.
    fn zip(&mut self, rest: &[Phrase], words: &Words) -> usize {
        let phrase = &rest[0];
        let number = phrase.number.unwrap_or(phrase.tokens.start);
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
        let verbs = between.said.iter().filter(|(_, how, _)| *how == Use::Verb);
        own.said.extend(verbs);
        let found = self.meanings(&own, false);
        let spans = words.years.len() == count && found.len() == 1;
        let paired = count > 1 && (found.len() == count || spans);
        if count == 1 {
            // 「分别为自然人86件、法人39件」: what follows divides the number before.
            let names = between.said.iter().any(|(_, how, _)| *how != Use::Verb);
            let last = self.inside().last.filter(|_| between.unknown || names);
            last.into_iter()
                .for_each(|last| self.open(last, Cue::All, false));
            return 0;
        }
        if !paired && found.len() < 2 && !own.has(Role::Span) {
            return 0;
        }
        for (at, phrase) in rest[..count].iter().enumerate() {
            let Some(quantity) = self.quantity(phrase) else {
                continue;
            };
            let kind = match quantity.unit {
                // Numbers that cannot be told apart say nothing.
                _ if !paired => Kind::Idle,
                Unit::Percent if between.has(Role::Base) => Kind::Share { named: true },
                Unit::Percent => Kind::Idle,
                _ => Kind::Count,
            };
            let mut own = own.clone();
            if spans {
                let dated = [Role::This, Role::Last, Role::Span, Role::Next].map(bit);
                own.roles &= !dated.iter().sum::<u64>();
                own.roles |= self.lexicon.year(words.years[at]);
            }
            let meaning = found.get(if spans { 0 } else { at });
            self.push(Draft {
                phrase,
                quantity,
                kind,
                meaning: meaning.filter(|_| paired).cloned(),
                own: &own,
                words: &own,
            });
        }
        count
    }

    fn push(&mut self, draft: Draft) {
        let Draft {
            phrase,
            kind,
            own,
            words,
            mut meaning,
            quantity,
        } = draft;
        let level = self.inside();
        let above = level.parent.map(|(parent, _)| &self.statements[parent]);
        let told = time(own);
        let within = meaning.as_ref().is_none_or(|meaning| meaning.within);
        // A remark in brackets speaks of what stands before it, at another time.
        if meaning.is_none()
            && phrase.depth > 0
            && !own.unknown
            && kind == Kind::Count
            && told.is_some()
        {
            meaning = above.and_then(|above| above.meaning.clone());
        }
        let doubted = match above {
            Some(above) => {
                !above.sure
                    && above.kind == Kind::Count
                    && (within || above.time != Time::Year && told.is_none())
            }
            None => within && self.sentence.doubted,
        };
        // 「其中按时答复120件」 is a part, unless the table divides the whole so.
        let verbal = { meaning.as_ref() }.is_some_and(|meaning| !meaning.nouns.is_empty());
        let part = verbal && words.has(Role::Among) && !divides(above, meaning.as_ref());
        let channel = words.has(Role::Channel) || self.sentence.channel && !words.has(Role::Whole);
        let scope = self
            .scope(words)
            .or(self.sentence.scope)
            .unwrap_or(Scope::Own);
        let time = told
            .or(above.map(|above| above.time))
            .or(self.sentence.time);
        let is_total = kind == Kind::Count && own.said.is_empty() && self.totals(phrase, words);
        let open_total = is_total && level.parent.is_some_and(|(_, cue)| cue == Cue::Among);
        let statement = Statement {
            phrase: self.span(&phrase.tokens),
            quantity,
            kind,
            meaning,
            sure: scope != Scope::Else && !(own.unknown || doubted || part || channel),
            time: match (scope, time.unwrap_or(Time::Year)) {
                (Scope::Within, Time::Year) => Time::Part,
                (Scope::Else, _) => Time::Else,
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
        };
        if matches!(kind, Kind::Count | Kind::Idle) {
            let at = self.statements.len();
            let sentence = &mut self.sentence;
            if let Some(level) = sentence.levels.last_mut() {
                level.last = Some(at);
            }
            let unit = statement.quantity.unit;
            if phrase.depth == 0
                && matches!(unit, Unit::Count | Unit::Bare | Unit::Money)
                && !is_total
            {
                if level.parent.is_none() {
                    sentence.doubted = !statement.sure;
                    if statement.unknown && own.nouns().is_empty() {
                        sentence.before.nouns.clear();
                    }
                }
                if let Some(row) = statement.meaning.as_ref().filter(|row| row.keys.is_empty()) {
                    sentence.before.row = Some(row.clone());
                }
            }
        }
        self.statements.push(statement);
    }

    /// Whether the words that make a total stand right before the number.
    fn totals(&self, phrase: &Phrase, words: &Words) -> bool {
        let number = phrase.number.filter(|_| words.has(Role::Total));
        let mut before = (phrase.tokens.start..number.unwrap_or(phrase.tokens.start)).rev();
        let next = before.find(|at| self.is(*at, Role::Total) || !self.is(*at, Role::Filler));
        next.is_some_and(|at| self.is(at, Role::Total))
    }

    /// What the first number of a sentence counts, without words that change nothing.
    fn subject(&self, phrase: &Phrase) -> Option<String> {
        let sentence = &self.sentence;
        let first = self.statements.len() == sentence.first && phrase.depth == 0;
        if !first || sentence.narrowed || sentence.channel {
            return None;
        }
        let idle = [Role::Filler, Role::This, Role::Own, Role::Whole].map(bit);
        let idle: u64 = idle.iter().sum();
        let tokens = self.tokens[phrase.tokens.clone()].iter();
        let said = tokens.filter(|token| match token.what {
            What::Word(_) | What::Year(_) => self.lexicon.roles(token) & idle == 0,
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
            let compared = sentence.compared.filter(|_| phrase.number.is_some());
            sentence.compared = words.compared.or(compared);
        }
    }
}

fn time(words: &Words) -> Option<Time> {
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

/// Whether the table divides what a number counts into what another does, and others.
fn divides(whole: Option<&Statement>, part: Option<&Meaning>) -> bool {
    let part = part.and_then(|part| part.any.first());
    let whole = whole.and_then(|whole| whole.meaning.as_ref());
    part.zip(whole).is_some_and(|(part, whole)| {
        let mut sums = whole.any.iter();
        sums.any(|sum| part.len() < sum.len() && part.iter().all(|path| sum.contains(path)))
    })
}
