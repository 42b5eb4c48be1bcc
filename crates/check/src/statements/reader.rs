//! Sentences as statements: what each number says of what, of when, and as a part of what.

use std::ops::Range;

use super::{
    clauses::{Phrase, Words, phrases},
    meaning::{Before, Meaning, meanings, summed},
    tokens::{Lexicon, Quantity, Token, Use, What, bits},
};
use crate::{
    agency,
    sentences::{self as passage, LONGEST, any, lines, split},
};
use base::number::ONE;
use form::{
    edition::Saying,
    report::Report,
    speech::{Role, Unit},
};

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
    /// 包括, 分别为, brackets: they are all of it.
    All,
    /// A colon: likewise, and semicolons part them.
    Listed,
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
    /// What a percentage is taken of, where its words name it.
    pub over: Option<Meaning>,
    pub depth: usize,
    /// Whether it adds what was listed before it.
    pub is_total: bool,
    /// The roles of its words.
    pub roles: u64,
    /// Whether words stand in it that nobody knows.
    pub unknown: bool,
    /// Whether the number itself was found to be wrong.
    pub wrong: bool,
    /// The first statement of the sentence that it stands in.
    pub sentence: usize,
    /// The words that name it, where the sentence begins with them and nothing narrows them.
    pub subject: Option<String>,
}

impl Statement {
    pub fn has(&self, role: Role) -> bool {
        self.roles & bits(&[role]) != 0
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

/// Reads the statements of a passage.
pub fn read(report: &Report, lexicon: &Lexicon, words: passage::Words<'_>) -> Vec<Statement> {
    let text = words.text();
    let mut reader = Reader {
        report,
        lexicon,
        text,
        statements: Vec::new(),
        tokens: Vec::new(),
        sentence: Sentence::default(),
    };
    { words.passage.heading.iter() }.for_each(|heading| reader.heading(&heading.text));
    for range in lines(text) {
        let line = &text[range.clone()];
        match line.trim_start().starts_with('#') {
            true => reader.heading(line),
            false => reader.paragraph(range),
        }
    }
    reader.statements
}

struct Reader<'a> {
    report: &'a Report,
    lexicon: &'a Lexicon,
    text: &'a str,
    statements: Vec<Statement>,
    /// The tokens of the sentence.
    tokens: Vec<Token>,
    sentence: Sentence,
}

/// What a sentence has said so far.
#[derive(Default)]
struct Sentence {
    range: Range<usize>,
    /// Its first statement.
    first: usize,
    before: Before,
    /// Whether what was last spoken of is beyond doubt.
    doubted: bool,
    time: Option<Time>,
    /// Whose it is: a time stands for a scope that can be compared as it can.
    scope: Option<Time>,
    /// Whether something was said before its first number.
    narrowed: bool,
    /// By depth of brackets.
    levels: Vec<Level>,
}

/// What is being counted, or divided, within some brackets.
#[derive(Clone, Copy, Default)]
struct Level {
    last: Option<usize>,
    parent: Option<(usize, Cue)>,
    list: usize,
}

/// Characters of words that name one thing only.
const NAMED: usize = 8;

impl Reader<'_> {
    /// Reads a heading: what the words below it are about.
    fn heading(&mut self, text: &str) {
        self.tokens = self.lexicon.tokens(text, 0);
        self.sentence.before.nouns = self.words(0..self.tokens.len()).nouns();
    }

    /// Reads a paragraph.
    fn paragraph(&mut self, range: Range<usize>) {
        let heading = self.sentence.before.nouns.clone();
        let mut last = None;
        let (text, start) = (self.text, range.start);
        for part in split(&text[range], |c| "。！？!?".contains(c)) {
            // Whoever writes on for three pages marks no sentences: `punctuation` tells it.
            if part.len() > LONGEST {
                continue;
            }
            let (first, range) = (self.statements.len(), start + part.start..start + part.end);
            self.tokens = self.lexicon.tokens(&text[range.clone()], range.start);
            let nouns = self.sentence.before.nouns.clone();
            self.sentence = Sentence {
                range,
                first,
                levels: vec![Level::default()],
                ..Sentence::default()
            };
            self.sentence.before.nouns = nouns;
            self.sentence.levels[0].last = last;
            self.read(&phrases(&self.tokens));
            last = self.sentence.levels[0].last.filter(|at| *at >= first);
        }
        self.sentence.before.nouns = heading;
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
            let zipped = self.zip(&phrases[at..]);
            at += zipped.max(1);
            if zipped > 0 {
                continue;
            }
            match &phrase.number {
                Some(number) => self.state(phrase, number.clone(), &words),
                None if words.has(Role::Denial) => self.deny(phrase, &words),
                None => {}
            }
            self.leave(phrase, &words);
        }
    }

    fn words(&self, range: Range<usize>) -> Words {
        Words::of(&self.tokens, range)
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
    fn open(&mut self, parent: Option<(usize, Cue)>) {
        let list = self.statements.len();
        if let Some(level) = self.sentence.levels.last_mut() {
            (level.parent, level.list) = (parent, list);
        }
    }

    /// Opens and closes brackets, ends lists.
    fn enter(&mut self, phrase: &Phrase) {
        self.sentence.levels.truncate(phrase.depth + 1);
        while self.sentence.levels.len() < phrase.depth + 1 {
            let outer = self.inside().last;
            self.sentence.levels.push(Level::default());
            self.open(outer.map(|last| (last, Cue::All)));
        }
        let listed = matches!(self.inside().parent, Some((_, Cue::Listed)));
        if matches!(phrase.mark, '；' | ';') && !listed {
            self.open(None);
        }
    }

    /// What a phrase's words do to those that follow: 其中, a colon, scope and time.
    fn listen(&mut self, phrase: &Phrase, words: &Words, follows: char, counted: bool) {
        let level = self.inside();
        let among = words.has(Role::Among);
        let is_near = |last: &usize| among || *last >= self.sentence.first;
        let last = level.last.filter(is_near);
        let colon = matches!(follows, '：' | ':');
        let listed = counted && level.parent.is_none() && matches!(phrase.mark, '：' | ':');
        let includes = words.has(Role::Includes) && phrase.number.is_some() && phrase.depth == 0;
        let cue = match () {
            () if among => Some(Cue::Among),
            () if listed || words.has(Role::Divides) && colon => Some(Cue::Listed),
            () if includes => Some(Cue::All),
            () => None,
        };
        if words.has(Role::Besides) && phrase.depth == 0 {
            self.open(None);
        }
        if let (Some(cue), Some(last)) = (cue, last) {
            self.open(Some((last, cue)));
        }
        if phrase.depth == 0 {
            let scope = self.scope(words);
            let sentence = &mut self.sentence;
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
        let mut before = self.sentence.before.clone();
        before.topic |= words.has(Role::Topic);
        let mut found = meanings(self.report.edition, words, &before, denied);
        // A sum with more in it is meant only where the sentence says so.
        let said = &self.text[self.sentence.range.clone()];
        for meaning in &mut found {
            let mut including = { meaning.verbs.iter() }
                .flat_map(|verb| &verb.including)
                .peekable();
            if including.peek().is_some() && !any(said, including) {
                meaning.any.truncate(1);
            }
        }
        found
    }

    /// A statement with a number.
    fn state(&mut self, phrase: &Phrase, number: Quantity, words: &Words) {
        let at = phrase.turn;
        let before = self.words(phrase.tokens.start..at);
        // 「占总数125件的49.2%」
        let last = self.statements[self.sentence.first..].last();
        let of = phrase.mark == ' ' && last.is_some_and(|last| last.kind == Kind::Earlier);
        let kind = kind(number.unit, phrase.mark == '（' || of, words, &before);
        let zero = number.value == 0;
        let turn = words.turn.filter(|turn| *turn < at);
        // What is compared, or shared, is named before it is.
        let end = match kind {
            Kind::Change | Kind::Earlier | Kind::Share => turn.unwrap_or(at),
            _ => phrase.tokens.end,
        };
        let mut own = self.words(phrase.tokens.start..end);
        match kind {
            Kind::Count => own.roles |= words.roles,
            // What is shared of what is not known is not known.
            Kind::Share => own.unknown = words.unknown,
            _ => {}
        }
        let over = turn.filter(|_| kind == Kind::Share);
        let over = over.map(|turn| self.meanings(&self.words(turn..at), false));
        let mut found = self.meanings(&own, zero);
        if found.len() > 1 && !zero && !words.has(Role::Both) {
            found = summed(&found).into_iter().collect();
        }
        let negated = words.has(Role::Denial) && kind == Kind::Count && !zero;
        let first = self.statements.len();
        let quantity = match kind {
            Kind::Change => signed(number, &before),
            _ => number,
        };
        let kind = if negated { Kind::Idle } else { kind };
        self.push(phrase, (&own, words), &quantity, kind, found);
        self.statements[first].over = over.and_then(|over| over.into_iter().next());
        // 「125件申请中，」
        if self.words(at..phrase.tokens.end).has(Role::Amid) {
            self.open(Some((first, Cue::Among)));
        }
    }

    /// A phrase without a number: 「未发生行政复议、行政诉讼」 is none of each.
    fn deny(&mut self, phrase: &Phrase, words: &Words) {
        let found = self.meanings(words, true);
        let quantity = Quantity {
            range: self.span(&phrase.tokens),
            value: 0,
            bounds: (0, 0),
            unit: Unit::Bare,
            written: "",
            rough: false,
        };
        if !found.is_empty() {
            self.push(phrase, (words, words), &quantity, Kind::Count, found);
        }
    }

    /// 「A、B、C分别为60件、13件、15件」: how many phrases it takes.
    fn zip(&mut self, rest: &[Phrase]) -> usize {
        let (phrase, number) = (&rest[0], rest[0].turn);
        let Some(each) =
            (phrase.tokens.start..number).find(|at| self.tokens[*at].is(&[Role::Each]))
        else {
            return 0;
        };
        let follows = |phrase: &&Phrase| {
            let words = self.words(phrase.tokens.clone());
            let joined = matches!(phrase.mark, '、' | ' ' | '，');
            joined && phrase.number.is_some() && words.is_idle() && !words.has(Role::Whole)
        };
        let count = 1 + rest[1..].iter().take_while(follows).count();
        let between = self.words(each..number);
        if count == 1 {
            // 「分别为自然人86件、法人39件」: what follows divides the number before.
            let names = between.unknown || !between.said.is_empty();
            if let Some(last) = self.inside().last.filter(|_| names) {
                self.open(Some((last, Cue::All)));
            }
            return 0;
        }
        let own = self.words(phrase.tokens.start..each);
        let found = self.meanings(&own, false);
        let paired = found.len() == count;
        for (at, phrase) in rest[..count].iter().enumerate() {
            let Some(quantity) = &phrase.number else {
                continue;
            };
            // Numbers that cannot be told apart say nothing.
            let told = paired && quantity.unit != Unit::Percent;
            let kind = if told { Kind::Count } else { Kind::Idle };
            let meaning = found.get(at).filter(|_| paired).cloned();
            let meaning = meaning.into_iter().collect();
            self.push(phrase, (&own, &own), quantity, kind, meaning);
        }
        count
    }

    /// Adds what a number says: for every thing that it means, or once.
    fn push(
        &mut self,
        phrase: &Phrase,
        (own, words): (&Words, &Words),
        quantity: &Quantity,
        kind: Kind,
        found: Vec<Meaning>,
    ) {
        let none = found.is_empty().then_some(None);
        for meaning in found.into_iter().map(Some).chain(none) {
            let level = self.inside();
            let above = level.parent.map(|(parent, _)| &self.statements[parent]);
            let within = |meaning: &Meaning| meaning.within;
            let doubted = match above {
                Some(above) => !above.sure && above.counts(),
                None => self.sentence.doubted && meaning.as_ref().is_none_or(within),
            };
            // 「其中按时答复120件」 is a part.
            let verbal = { meaning.as_ref() }.is_some_and(|meaning| !meaning.verbs.is_empty());
            let among = words.has(Role::Among) || matches!(level.parent, Some((_, Cue::Among)));
            let part = verbal && among || words.has(Role::Channel);
            let scope = self.scope(words).or(self.sentence.scope);
            let scope = scope.unwrap_or(Time::Year);
            let time = time(own).or(above.map(|above| above.time));
            let time = time.or(self.sentence.time).unwrap_or(Time::Year);
            let is_total = kind == Kind::Count && own.said.is_empty() && own.has(Role::Total);
            let statement = Statement {
                phrase: self.span(&phrase.tokens),
                kind,
                sure: scope != Time::Else && !(own.unknown || doubted || part),
                time: match (scope, time) {
                    (Time::Part, Time::Year) => Time::Part,
                    (Time::Else, _) => Time::Else,
                    (_, time) => time,
                },
                parent: level.parent,
                list: level.list,
                depth: phrase.depth,
                is_total,
                roles: words.roles | own.roles,
                over: None,
                unknown: own.unknown,
                wrong: false,
                sentence: self.sentence.first,
                subject: self.subject(phrase),
                meaning,
                quantity: quantity.clone(),
            };
            if matches!(kind, Kind::Count | Kind::Idle) {
                let sentence = &mut self.sentence;
                if let Some(level) = sentence.levels.last_mut() {
                    level.last = Some(self.statements.len());
                }
                let tabled =
                    [Unit::Count, Unit::Bare, Unit::Money].contains(&statement.quantity.unit);
                if phrase.depth == 0 && tabled && !is_total {
                    if level.parent.is_none() {
                        sentence.doubted = !statement.sure;
                    }
                    let row = statement.meaning.clone().filter(|row| !row.columns);
                    sentence.before.row = row.or(sentence.before.row.take());
                }
            }
            self.statements.push(statement);
        }
    }

    /// What the first number of a sentence counts, without words that change nothing.
    fn subject(&self, phrase: &Phrase) -> Option<String> {
        let sentence = &self.sentence;
        let first = self.statements.len() == sentence.first && phrase.depth == 0;
        if !first || sentence.narrowed {
            return None;
        }
        const IDLE: [Role; 4] = [Role::Filler, Role::This, Role::Own, Role::Whole];
        let tokens = self.tokens[phrase.tokens.clone()].iter();
        let said = tokens.filter(|token| match token.what {
            What::Word => !token.is(&IDLE),
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
            sentence.narrowed |= words.unknown || !words.said.is_empty();
        }
    }
}

/// What a number is to the others: by its unit, whether it stands beside another, its words and
/// those before it.
fn kind(unit: Unit, beside: bool, words: &Words, before: &Words) -> Kind {
    let grows = before.has(Role::Up) || before.has(Role::Down);
    let mut rates = words.used(Use::Noun);
    let rate = rates.find(|saying| !saying.over.is_empty());
    let alone = beside && before.is_idle();
    let named = before.has(Role::Base) || before.has(Role::Rate);
    match (unit == Unit::Percent, rate) {
        _ if unit == Unit::Times => Kind::Change,
        (false, _) if before.has(Role::From) => Kind::Earlier,
        _ if grows => Kind::Change,
        (true, Some(saying)) => Kind::Rate(saying),
        (true, _) if named || alone => Kind::Share,
        (true, _) => Kind::Idle,
        _ if before.turn.is_some() => Kind::Earlier,
        _ => Kind::Count,
    }
}

/// A change as it is reckoned: fewer is negative, half as many again is one and a half times.
fn signed(number: Quantity, before: &Words) -> Quantity {
    let sign = if before.has(Role::Down) { -1 } else { 1 };
    let again = number.unit == Unit::Times && before.has(Role::Up);
    let more = if again { ONE } else { 0 };
    let (low, high) = (number.bounds.0 * sign, number.bounds.1 * sign);
    Quantity {
        value: number.value * sign + more,
        bounds: (low.min(high) + more, low.max(high) + more),
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
