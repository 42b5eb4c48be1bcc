//! Numbers of a text against each other: parts and totals, shares, rates, changes.
//!
//! Each relation gives the figures that a number may be, with how each comes about; it is told
//! where it is none of them.

use std::{collections::BTreeMap, ops::Range};

use super::{
    Checker, Expected,
    clauses::Words,
    meaning::{Before, Meaning, meanings, value},
    reader::{Cue, Kind, Statement, Time},
    shown,
    tokens::{Bounds, Quantity, Unit},
};
use base::{
    diagnostic::{Finding, Message, either, joined, message, rules},
    number::ONE,
};
use form::{
    edition::{Axis, Saying},
    speech::{Role, speech},
};

/// Numbers looked back at, so that a sentence of thousands stays cheap.
const BACK: usize = 16;

/// A figure that a relation may be between, and what it is called.
type Operand = (Message, Bounds);

/// What two figures give.
#[derive(Clone, Copy, PartialEq)]
enum Ratio {
    /// How many hundredths of the other one is.
    Share,
    /// By how many hundredths of the other one is more.
    Growth,
    /// How many times the other one is.
    Times,
    /// By how much one is more.
    Difference,
}

impl Ratio {
    fn of(self, one: i128, other: i128) -> Option<i128> {
        let whole = Some(other).filter(|other| *other > 0);
        let hundredths = |part: i128| Some(part.checked_mul(100 * ONE)?.div_euclid(whole?));
        match self {
            Ratio::Difference => one.checked_sub(other),
            Ratio::Share => hundredths(one),
            Ratio::Growth => hundredths(one.checked_sub(other)?),
            Ratio::Times => Some(one.checked_mul(ONE)? / whole?),
        }
    }
}

/// What some quantities add up to.
fn added<'q>(all: impl IntoIterator<Item = &'q Quantity>) -> Bounds {
    let add = |sum: Bounds, one: &Quantity| (sum.0 + one.bounds.0, sum.1 + one.bounds.1);
    all.into_iter().fold((0, 0), add)
}

impl Checker<'_> {
    pub(super) fn relations(&mut self) {
        let mut found = self.sums();
        for at in 0..self.statements.len() {
            let statement = &self.statements[at];
            found.extend(match statement.kind {
                Kind::Count if statement.is_total => self.total(at),
                Kind::Share => self.share(at),
                Kind::Rate(saying) => self.rate(at, saying),
                Kind::Change => self.change(at),
                _ => None,
            });
        }
        self.findings.append(&mut found);
    }

    fn text(&self, range: &Range<usize>) -> &str {
        &self.words.text()[range.clone()]
    }

    /// A number of the text as an operand.
    fn stated(&self, statement: &Statement) -> Operand {
        let name = format!("「{}」", self.text(&statement.quantity.range));
        (name.into(), statement.quantity.bounds)
    }

    /// Sums of cells of this report as operands.
    fn tabled<'s>(&self, sums: impl IntoIterator<Item = &'s Vec<String>>) -> Vec<Operand> {
        let mut operands = Vec::new();
        for sum in sums {
            let names = sum.iter().map(|path| self.report.edition.subject(path));
            let names = joined(names, "」+「");
            operands.extend(value(self.report, sum).map(|figure| {
                let name = message!(names; "表里「{names}」{} ", shown(figure));
                (name, (figure, figure))
            }));
        }
        operands
    }

    /// The statements before one in its sentence, the nearest first.
    fn before(&self, at: usize) -> impl Iterator<Item = (usize, &Statement)> + Clone {
        let sentence = self.statements[at].sentence;
        let before = self.statements[..at].iter().enumerate().rev().take(BACK);
        before.take_while(move |(_, other)| other.sentence == sentence)
    }

    /// 「共73条，其中A 12条、B 21条」: the parts of a number must add up.
    fn sums(&self) -> Vec<Finding> {
        let mut lists: BTreeMap<(usize, usize, usize), Vec<&Statement>> = BTreeMap::new();
        for part in &self.statements {
            if let Some((parent, _)) = part.parent.filter(|_| part.counts() && !part.is_total) {
                let list = lists.entry((parent, part.sentence, part.list));
                list.or_default().push(part);
            }
        }
        let lists = lists.iter();
        let told = lists.filter_map(|((parent, ..), parts)| self.parts(*parent, parts));
        told.collect()
    }

    fn parts(&self, parent: usize, parts: &[&Statement]) -> Option<Finding> {
        let (first, last) = (parts.first()?, parts.last()?);
        let whole = &self.statements[parent];
        let total = &whole.quantity;
        let fits = |part: &&Statement| {
            let then = part.time == whole.time || part.time == Time::Part;
            let rough = part.quantity.rough || part.depth != first.depth;
            then && !rough && total.is_alike(&part.quantity)
        };
        let text = self.words.text();
        let end = text[last.phrase.end..].find(['。', '\n']);
        let end = end.map_or(text.len(), |end| last.phrase.end + end);
        let says = |start: usize, role: Role| {
            let mut words = speech().words.get(&role).into_iter().flatten();
            words.any(|word| text[start..end].contains(word.as_str()))
        };
        // 「其余为各类组织提出」 leaves the rest without a number.
        let open = says(last.phrase.end, Role::Other)
            || says(whole.phrase.start, Role::Overlap)
            || last.has(Role::AndMore)
            || whole.has(Role::Denial);
        // What the tables confirm need not be all that they have.
        let verified = |one: &Statement| {
            let meaning = one.meaning.as_ref().filter(|_| one.time == Time::Year);
            let mut sums = meaning.iter().flat_map(|meaning| &meaning.any);
            sums.any(|sum| value(self.report, sum).is_some_and(|it| one.quantity.holds(it)))
        };
        let tables = verified(whole) && parts.iter().all(|part| verified(part));
        let countable = whole.counts() && !total.rough && total.unit != Unit::Percent;
        if open || tables || !countable || !parts.iter().all(fits) {
            return None;
        }
        let sum = added(parts.iter().map(|part| &part.quantity));
        let all_named = first.parent?.1 == Cue::All;
        let nearly = sum.1.saturating_mul(100) >= total.value.saturating_mul(85);
        let all = parts.len() > 1 && (all_named || nearly || last.has(Role::Other));
        let more = sum.0 > total.bounds.1 && (parts.len() > 1 || !all_named);
        // Several divisions of one number, each of them whole.
        let mut rest = 0;
        let repeats = parts.iter().all(|part| {
            rest += part.quantity.value;
            rest = if rest == total.value { 0 } else { rest };
            rest < total.value
        });
        if !(more || all) || repeats && rest == 0 {
            return None;
        }
        let mut help = "核对总数和各项；如果只列举了一部分，写成「其中……等」".to_owned();
        if !all_named && !more {
            help += "（写了「其他」，或所列已占总数的 85% 以上，就当作列全了）";
        }
        let any = vec![self.sum("所列", parts)];
        self.told(whole, &rules::NARRATIVE_SUM, any, help)
    }

    fn sum(&self, which: &str, parts: &[&Statement]) -> Expected {
        let bounds = added(parts.iter().map(|part| &part.quantity));
        let each = parts.iter().map(|part| part.quantity.value);
        let sum = shown(each.clone().sum());
        let each: Vec<String> = each.map(|figure| shown(figure).to_string()).collect();
        let each = each.join("+");
        Expected::of(bounds, sum, format!("{which}各项之和是 {sum}（{each}）"))
    }

    /// 「A 12条、B 21条，共33条」: a total adds what stands before it, or the last of that.
    fn total(&self, at: usize) -> Option<Finding> {
        let total = &self.statements[at];
        let items = self.before(at).map(|(_, item)| item);
        let items = items.filter(|item| item.depth == total.depth && item.counts());
        let parts = items.take_while(|item| {
            let alike = item.quantity.kind() == total.quantity.kind();
            alike && !item.quantity.rough && !item.is_total
        });
        let mut parts: Vec<&Statement> = parts.collect();
        parts.reverse();
        let starts = 0..parts.len().saturating_sub(1);
        let any = starts.map(|start| self.sum("前面", &parts[start..]));
        let any = any.collect();
        let plain = !total.quantity.rough && !total.wrong;
        plain.then(|| self.told(total, &rules::NARRATIVE_SUM, any, "核对总数和各项"))?
    }

    /// What the text says that a percentage is taken of, beyond doubt.
    fn wholes(&self, at: usize, part: &Statement, part_at: usize) -> Vec<Operand> {
        let share = &self.statements[at];
        let whole = at.checked_sub(1).map(|at| &self.statements[at]);
        if let Some(whole) = whole.filter(|whole| whole.kind == Kind::Whole) {
            return vec![self.stated(whole)];
        }
        let mut wholes: Vec<Operand> = Vec::new();
        let mut above = part.parent;
        while let Some((parent, _)) = above.filter(|(parent, _)| *parent < part_at) {
            let whole = &self.statements[parent];
            wholes.extend((whole.quantity.unit == part.quantity.unit).then(|| self.stated(whole)));
            above = whole.parent;
        }
        let later = self.statements[at..].iter().take(BACK * 2);
        let mut later = later.take_while(|later| later.sentence == share.sentence);
        let total = later.find(|later| later.is_total && later.depth < share.depth.max(1));
        wholes.extend(total.map(|total| self.stated(total)));
        wholes
    }

    /// The totals of the table that a part may be shared of.
    fn totals(&self, part: &Statement) -> Vec<Operand> {
        let edition = self.report.edition;
        let known = part.time == Time::Part || part.known().is_some();
        let meaning = part.meaning.as_ref().filter(|_| known);
        let Some(meaning) = meaning.filter(|meaning| !meaning.money) else {
            return Vec::new();
        };
        let paths = meaning.first().iter();
        let fields = paths.filter_map(|path| edition.field(path)?.totals());
        let slots: Vec<_> = fields.flatten().collect();
        let by_column = !meaning.keys.is_empty();
        let of = edition.sums.iter().filter(|total| {
            let axis = by_column || total.axis == Axis::Column;
            axis && slots.iter().all(|slot| total.parts.contains(slot))
        });
        let row = |total: &form::edition::Sum| vec![edition.slot(total.total).row().to_owned()];
        let mut sums: Vec<Vec<String>> = of.map(row).collect();
        if part.time == Time::Part || sums.is_empty() && meaning.any.len() == 1 {
            sums.extend(meaning.any.iter().cloned());
        }
        if !sums.is_empty() && !by_column && meaning.within {
            // What is counted at all: the rows that need no other words.
            let section = meaning.first()[0].split('.').next().unwrap_or_default();
            let plain = edition.sayings().filter(|one| {
                let counts = !one.within && one.unit.is_none();
                counts && one.keys.is_empty() && one.over.is_empty()
            });
            let own = |sum: &&Vec<String>| sum.iter().all(|path| path.starts_with(section));
            sums.extend(plain.flat_map(|saying| &saying.any).filter(own).cloned());
        }
        self.tabled(&sums)
    }

    /// 「共12件，其中A 3件，占25%」.
    fn share(&self, at: usize) -> Option<Finding> {
        let share = &self.statements[at];
        let rate = &share.quantity;
        // What the program reckoned is right.
        if self.words.passage.share_at(rate.range.start).is_some() {
            return None;
        }
        let (part_at, part, own) = self.shared(at)?;
        let words = self.text(&(share.phrase.start..rate.range.start));
        let named = words.rsplit_once('占').map_or("", |(_, after)| after);
        let mut sure = self.named_whole(named, share)?;
        let strange = sure.is_empty() && share.has(Role::Wider);
        if part.quantity.rough && own.is_none() || strange || part.wrong {
            return None;
        }
        let alike = |other: &Statement| other.counts() && other.quantity.is_alike(&part.quantity);
        let before = self.before(at).filter(|(_, other)| alike(other));
        // 「予以公开5件，部分公开1件，占75%」 may mean both together.
        let mut parts = vec![own.clone().unwrap_or_else(|| self.stated(part))];
        let (name, mut sum) = parts[0].clone();
        parts.extend(self.tabled(part.known().and_then(|meaning| meaning.any.first())));
        for (_, other) in before.clone().filter(|(at, _)| *at < part_at).take(5) {
            let (low, high) = other.quantity.bounds;
            sum = (sum.0 + low, sum.1 + high);
            parts.extend((other.depth == part.depth).then(|| (name.clone(), sum)));
        }
        // What was said before may be the whole, where nothing names it.
        let maybe = before.filter(|(other, _)| *other != part_at || own.is_some());
        let mut maybe: Vec<Operand> = maybe.map(|(_, other)| self.stated(other)).collect();
        if !sure.is_empty() && !rate.rough {
            maybe.clear();
        } else if sure.is_empty() {
            sure = [self.wholes(at, part, part_at), self.totals(part)].concat();
        }
        let after = part_at > at || share.has(Role::Rate) && share.meaning.is_none();
        if sure.is_empty() && !after {
            return None;
        }
        self.ratio(at, Ratio::Share, &parts, &[sure, maybe].concat())
    }

    /// What a percentage is the share of, and where it stands: what follows it, what its own
    /// words name in the table, or the number before it.
    fn shared(&self, at: usize) -> Option<(usize, &Statement, Option<Operand>)> {
        let share = &self.statements[at];
        let next = self.statements.get(at + 1).filter(|next| {
            let led = self.text(&next.phrase).starts_with('为');
            led && next.sentence == share.sentence && next.counts()
        });
        if let Some(next) = next {
            return Some((at + 1, next, None));
        }
        // 「考核20个单位，优秀5个，优秀率25%」 is named after its part.
        if share.has(Role::Rate) && share.meaning.is_none() {
            let words = self.text(&(share.phrase.start..share.quantity.range.start));
            let name = words.split('率').next().filter(|name| !name.is_empty())?;
            let named = |one: &Statement| one.counts() && self.text(&one.phrase).contains(name);
            let (at, part) = self.before(at).find(|(_, one)| named(one))?;
            return Some((at, part, None));
        }
        if share.unknown {
            return None;
        }
        if let Some(meaning) = share.meaning.as_ref().filter(|_| share.sure) {
            let own = self.tabled(meaning.any.first()).pop()?;
            return Some((at, share, Some(own)));
        }
        let parent = share.parent.filter(|_| share.depth > 0);
        let outer = |other: &Statement| {
            let near = parent.is_none() || other.depth == share.depth;
            near && other.depth <= share.depth && other.counts()
        };
        let counts = |one: &Statement| outer(one) && one.quantity.unit != Unit::Percent;
        let parent = parent.map(|(parent, _)| (parent, &self.statements[parent]));
        let nearest = self.before(at).find(|(_, other)| counts(other));
        let (at, part) = nearest.or(parent)?;
        Some((at, part, None))
    }

    /// The totals of the table that the words between 占 and a percentage name, if they name
    /// any; nothing where they name something unknown.
    fn named_whole(&self, words: &str, share: &Statement) -> Option<Vec<Operand>> {
        let tokens = self.lexicon.tokens(words, 0);
        let said = Words::of(&tokens, 0..tokens.len());
        let own = matches!(share.time, Time::Year | Time::Part);
        let before = Before {
            nouns: self.report.edition.sayings().collect(),
            ..Before::default()
        };
        let found = meanings(self.report.edition, &said, &before, false);
        let wholes = self.tabled(found.iter().take(1).flat_map(|one| &one.any));
        let strange = said.unknown || said.has(Role::Wider) || said.has(Role::Span);
        let unknown = strange || !found.is_empty() && (!own || wholes.is_empty());
        (!unknown).then_some(wholes)
    }

    /// 「办结率96.7%」: what a percentage of this name is taken of.
    fn rate(&self, at: usize, saying: &Saying) -> Option<Finding> {
        let statement = &self.statements[at];
        let before = self.before(at).find(|(_, other)| other.counts());
        let foreign = before.is_some_and(|(_, other)| other.known().is_none());
        let other = statement.unknown || statement.time != Time::Year || statement.has(Role::Wider);
        let (parts, wholes) = (self.tabled(&saying.any), self.tabled(&saying.over));
        let plain = !foreign && !other && !statement.quantity.rough;
        plain.then(|| self.ratio(at, Ratio::Share, &parts, &wholes))?
    }

    /// 「较上年增加21件」, 「增长20%」, 「是上年的1.5倍」, 「与上年持平」: told where no two figures
    /// of the two years give it.
    fn change(&self, at: usize) -> Option<Finding> {
        let change = &self.statements[at];
        let rate = &change.quantity;
        let how = match rate.unit {
            Unit::Percent => Ratio::Growth,
            Unit::Times => Ratio::Times,
            _ => Ratio::Difference,
        };
        let near: Vec<&Statement> = self.before(at).map(|(_, other)| other).collect();
        let last = |one: &Statement| one.time == Time::Last;
        let counted = |one: &&&Statement| one.counts() && one.depth <= change.depth;
        let this = near.iter().find(|one| counted(one) && !last(one)).copied();
        let subject = this.or_else(|| near.iter().find(counted).copied());
        let own = matches!(rate.unit, Unit::Count | Unit::Money) && change.meaning.is_some();
        let nearest = near.iter().find(|one| one.counts());
        let alike = nearest.is_some_and(|one| one.quantity.is_alike(rate));
        if rate.rough || how == Ratio::Difference && !own && !alike {
            return None;
        }
        let earlier = |one: &&Statement| {
            let alike = this.is_some_and(|this| this.quantity.is_alike(&one.quantity));
            one.kind == Kind::Earlier || one.counts() && last(one) && alike
        };
        // 「收到申请较上年的5件增长61%」 names what it compares beside last year's number.
        let beside = near.first().copied().filter(|one| earlier(one) && one.sure);
        let vague = change.unknown && change.meaning.is_some();
        let meaning = change.known().or_else(|| match subject {
            Some(subject) => subject.known().filter(|_| !vague),
            None => beside?.meaning.as_ref(),
        });
        let named = change.known().is_some();
        let told = subject.or(beside).filter(|_| !named);
        if !named && told.is_none_or(|one| one.wrong || one.quantity.rough) {
            return None;
        }
        let meaning = meaning.filter(|meaning| !meaning.general);
        let sum = meaning.map_or(&[][..], Meaning::first);
        let tabled = |report| value(report, sum).filter(|_| !sum.is_empty());
        let stated = |one: &Statement| one.quantity.value;
        let now = [subject.filter(|_| !named).map(stated), tabled(self.report)];
        // 「14件，环比增长40%（11月为10件）」, 「是2024年（430条）的3倍」.
        let dated = |one: &&Statement| {
            let inner = one.depth > change.depth && one.counts();
            inner && (one.time != Time::Year || how == Ratio::Times)
        };
        let after = self.statements.get(at + 1);
        let after = after.filter(|one| dated(one) && one.parent.is_some());
        let inside = after.or(near.first().copied().filter(dated));
        let beside = near.iter().copied().take(4).find(earlier);
        let exact = |one: &&Statement| !one.quantity.rough;
        let told = [beside, inside].map(|one| one.filter(exact).map(stated));
        let mut before = told.to_vec();
        let tables = before == [None, None];
        if tables {
            let other_time = change.has(Role::Monthly) || change.time == Time::Part;
            before.push(self.previous.filter(|_| !other_time).and_then(tabled));
        }
        // 「较上年增加21件，增长20.2%」.
        let delta = near.first().filter(|delta| {
            let counts = !matches!(delta.quantity.unit, Unit::Percent | Unit::Times);
            delta.kind == Kind::Change && counts && exact(delta)
        });
        if before.iter().all(Option::is_none) {
            before.extend(
                delta
                    .zip(now[0])
                    .map(|(delta, now)| Some(now - stated(delta))),
            );
        }
        let operands = |when: &str, figures: &[Option<i128>]| -> Vec<Operand> {
            let named = figures.iter().flatten();
            let named = named.map(|it| (format!("{when}{}", shown(*it)).into(), (*it, *it)));
            named.collect()
        };
        let when = if tables { "上年的 " } else { " " };
        self.ratio(at, how, &operands("", &now), &operands(when, &before))
    }

    /// A ratio or a difference against all pairs of figures that it may be between.
    fn ratio(
        &self,
        at: usize,
        how: Ratio,
        ones: &[Operand],
        others: &[Operand],
    ) -> Option<Finding> {
        let statement = &self.statements[at];
        let (low, high) = statement.quantity.bounds;
        let step = (high - low + 1).clamp(1, ONE);
        let pairs = ones
            .iter()
            .flat_map(|one| others.iter().map(move |other| (one, other)));
        let any = pairs.filter_map(|((one, ones), (other, others))| {
            let bounds = (how.of(ones.0, others.1)?, how.of(ones.1, others.0)?);
            let exact = how.of(ones.0, others.0)?;
            let more = if exact < 0 { "减少" } else { "增加" };
            let (step, more, unit) = match how {
                Ratio::Share => (step, "", ""),
                Ratio::Growth => (step, more, "%"),
                Ratio::Times => (ONE / 100, "", " 倍"),
                Ratio::Difference => (1, more, ""),
            };
            let expected = shown((exact.abs() + step / 2) / step * step);
            let (one, other) = (one.clone(), other.clone());
            let why = match how {
                Ratio::Share => message!(one, other; "{one}占{other}的 {expected}%"),
                _ => message!(one, other; "从{other} 到 {one} 算是{more} {expected}{unit}"),
            };
            Some(Expected::of(bounds, expected, why))
        });
        let help = either(
            "核对这个数和它用的数；也可以写成引用 {{…|占 …}} 或者 {{…|同比}}，由程序算出",
            "核对这个数和它用的数，改正错的",
        );
        self.told(statement, &rules::SHARE, any.collect(), help)
    }
}
