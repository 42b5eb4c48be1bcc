//! Numbers of a text against each other: parts and totals, shares, rates, changes.
//!
//! Each relation gives the figures that a number may be, with how each comes about; it is told
//! where it is none of them.

use std::{collections::BTreeMap, iter};

use super::{
    Checker, Expected,
    meaning::{Sum, value},
    reader::{Cue, Kind, Statement, Time},
    shown,
    tokens::Bounds,
};
use crate::sentences::any;
use base::{
    diagnostic::{Finding, Message, either, joined, message, rules},
    number::ONE,
};
use form::{
    edition::{Axis, Saying},
    report::Report,
    speech::{Role, Unit, speech},
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

/// A sum of cells as an operand.
fn cell(report: &Report, table: &str, sum: &[String]) -> Option<Operand> {
    let figure = value(report, sum)?;
    let names = sum.iter().map(|path| report.edition.subject(path));
    let names = joined(names, "」+「");
    let name = message!(names; "{table}「{names}」{} ", shown(figure));
    Some((name, (figure, figure)))
}

impl Checker<'_> {
    pub(super) fn relations(&self) -> Vec<Finding> {
        let all = self.statements.iter().enumerate();
        let told = all.filter_map(|(at, statement)| match statement.kind {
            Kind::Count if statement.is_total => self.total(at),
            Kind::Share => self.share(at),
            Kind::Rate(saying) => self.rate(at, saying),
            Kind::Change => self.change(at),
            _ => None,
        });
        self.sums().into_iter().chain(told).collect()
    }

    /// A number of the text as an operand.
    fn stated(&self, statement: &Statement) -> Operand {
        let name = &self.words.text()[statement.quantity.range.clone()];
        (format!("「{name}」").into(), statement.quantity.bounds)
    }

    /// Sums of cells of this report as operands.
    fn tabled<'s>(&self, sums: impl IntoIterator<Item = &'s Sum>) -> Vec<Operand> {
        let cells = sums.into_iter();
        let cells = cells.filter_map(|sum| cell(self.report, "表里", sum));
        cells.collect()
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
            then && !part.quantity.rough && total.is_alike(&part.quantity)
        };
        let text = self.words.text();
        let end = text[last.phrase.end..].find(['。', '\n']);
        let end = end.map_or(text.len(), |end| last.phrase.end + end);
        let says = |start: usize, role: Role| any(&text[start..end], &speech().words[&role]);
        // 「其余为各类组织提出」 leaves the rest without a number.
        let open = says(last.phrase.end, Role::Other)
            || says(whole.phrase.start, Role::Overlap)
            || last.has(Role::AndMore);
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
        let listed = self.sum("所列", parts);
        let all_named = first.parent?.1 != Cue::Among;
        let nearly = listed.bounds.1.saturating_mul(100) >= total.value.saturating_mul(85);
        let all = parts.len() > 1 && (all_named || nearly || last.has(Role::Other));
        let more = listed.bounds.0 > total.bounds.1 && (parts.len() > 1 || !all_named);
        if !(more || all) {
            return None;
        }
        let help = "核对总数和各项；如果只列举了一部分，写成「其中……等」";
        // 「其中直接起诉7件，经复议后起诉5件，败诉1件」: what the form has not may be no part.
        let own = parts.iter().filter(|part| part.known().is_some());
        let own: Vec<&Statement> = own.copied().collect();
        let own = (own.len() > 1).then(|| self.sum("所列", &own));
        let any = iter::once(listed).chain(own).collect();
        self.told(whole, &rules::NARRATIVE_SUM, any, help)
    }

    fn sum(&self, which: &str, parts: &[&Statement]) -> Expected {
        let bounds = parts.iter().fold((0, 0), |sum, part| {
            let bounds = part.quantity.bounds;
            (sum.0 + bounds.0, sum.1 + bounds.1)
        });
        // As the author has them: in yuan, not in ten thousands.
        let yuan = parts.iter().all(|part| part.quantity.written == "元");
        let shown = |value: i128| shown(value * if yuan { 10_000 } else { 1 });
        let each = parts.iter().map(|part| part.quantity.value);
        let sum = shown(each.clone().sum());
        let each: Vec<String> = each.map(|figure| shown(figure).to_string()).collect();
        let each = each.join("+");
        Expected {
            bounds,
            figure: sum,
            why: format!("{which}各项之和是 {sum}（{each}）").into(),
        }
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
        let any = { starts.map(|start| self.sum("前面", &parts[start..])) }.collect();
        let plain = !total.quantity.rough && !total.wrong;
        plain.then(|| self.told(total, &rules::NARRATIVE_SUM, any, "核对总数和各项"))?
    }

    /// 「共12件，其中A 3件，占25%」: told where no number that it may be taken of gives it.
    fn share(&self, at: usize) -> Option<Finding> {
        let share = &self.statements[at];
        let (part, own) = self.shared(at)?;
        // What the program reckoned is right.
        let reckoned = { self.words.passage }.share_at(share.quantity.range.start);
        let vague = part.quantity.rough && own.is_none() || part.wrong;
        if reckoned.is_some() || vague || share.has(Role::Wider) {
            return None;
        }
        let above = part.parent.map(|(above, _)| &self.statements[above]);
        let above = above.filter(|above| above.quantity.unit == part.quantity.unit);
        let later = self.statements[at..].iter().take(BACK * 2);
        let mut later = later.take_while(|later| later.sentence == share.sentence);
        let total = later.find(|later| later.is_total && later.depth < share.depth.max(1));
        let wholes: Vec<Operand> = match &share.over {
            Some(over) => self.tabled(&over.any),
            None => {
                let base = { self.before(at).map(|(_, base)| base).take(1) }.filter(|base| {
                    base.kind == Kind::Earlier && share.phrase.start == base.phrase.end
                });
                let stated = base.chain(above).chain(total);
                let stated = stated.map(|whole| self.stated(whole));
                stated.chain(self.totals(part)).collect()
            }
        };
        let part = own.unwrap_or_else(|| self.stated(part));
        self.ratio(at, Ratio::Share, &[part], &wholes)
    }

    /// What a percentage is the share of: what its own words name in the table, or the number
    /// before it.
    fn shared(&self, at: usize) -> Option<(&Statement, Option<Operand>)> {
        let share = &self.statements[at];
        if share.unknown {
            return None;
        }
        if let Some(meaning) = share.meaning.as_ref().filter(|_| share.sure) {
            let own = self.tabled(meaning.any.first()).pop()?;
            return Some((share, Some(own)));
        }
        let parent = share.parent.filter(|_| share.depth > 0);
        let parent = parent.map(|(parent, _)| &self.statements[parent]);
        let mut before = self.before(at).map(|(_, other)| other);
        let nearest = before.find(|one| {
            let counts = one.counts() && one.quantity.unit != Unit::Percent;
            counts && one.depth <= share.depth
        });
        // 「前3个方面占七成」 says nothing of three.
        let part = nearest.or(parent)?;
        (part.quantity.unit != Unit::Class).then_some((part, None))
    }

    /// The totals of the table that a part may be shared of.
    fn totals(&self, part: &Statement) -> Vec<Operand> {
        let edition = self.report.edition;
        let Some(meaning) = part.known().filter(|meaning| !meaning.money) else {
            return Vec::new();
        };
        let paths = meaning.first().iter();
        let fields = paths.filter_map(|path| edition.field(path)?.totals());
        let slots: Vec<_> = fields.flatten().collect();
        let of = edition.sums.iter().filter(|total| {
            let axis = meaning.columns || total.axis == Axis::Column;
            axis && slots.iter().all(|slot| total.parts.contains(slot))
        });
        let row = |total: &form::edition::Sum| vec![edition.slot(total.total).row().to_owned()];
        let sums: Vec<Sum> = of.map(row).collect();
        self.tabled(&sums)
    }

    /// 「办结率96.7%」: what a percentage of this name is taken of.
    fn rate(&self, at: usize, saying: &Saying) -> Option<Finding> {
        let statement = &self.statements[at];
        let other = statement.unknown || statement.time != Time::Year || statement.has(Role::Wider);
        let before = self.before(at).find(|(_, other)| other.counts());
        let foreign = before.is_some_and(|(_, other)| other.known().is_none());
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
        let own = matches!(rate.unit, Unit::Count | Unit::Money) && change.meaning.is_some();
        let nearest = near.iter().find(|one| one.counts());
        let alike = nearest.is_some_and(|one| one.quantity.is_alike(rate));
        if rate.rough || how == Ratio::Difference && !own && !alike {
            return None;
        }
        let exact = |one: &&Statement| !one.quantity.rough && !one.wrong;
        let subject = this.filter(|_| change.known().is_none());
        if change.known().is_none() && !subject.is_some_and(|one| exact(&one)) {
            return None;
        }
        let meaning = change.known().or(subject.and_then(Statement::known));
        // 「14件，环比增长40%（11月为10件）」, 「是2024年（430条）的3倍」.
        let dated = |one: &&Statement| {
            let inner = one.depth > change.depth && one.counts();
            inner && (one.time != Time::Year || how == Ratio::Times)
        };
        let after = self.statements.get(at + 1);
        let after = after.filter(|one| dated(one) && one.parent.is_some());
        let inside = after.or(near.first().copied().filter(dated));
        let beside = near.iter().copied().take(4).find(|one| {
            let alike = this.is_none_or(|this| this.quantity.is_alike(&one.quantity));
            alike && (one.kind == Kind::Earlier || this.is_some() && one.counts() && last(one))
        });
        let stated = [beside, inside].into_iter().flatten().filter(exact);
        let mut before: Vec<Operand> = stated.map(|one| self.stated(one)).collect();
        let yearly = !change.has(Role::Monthly) && change.time != Time::Part;
        if let Some(report) = self.previous.filter(|_| before.is_empty() && yearly) {
            before.extend(cell(report, "上年的表里", meaning?.first()));
        }
        let now = self.tabled(meaning.and_then(|meaning| meaning.any.first()));
        let now = [
            subject.map(|one| self.stated(one)).into_iter().collect(),
            now,
        ]
        .concat();
        self.ratio(at, how, &now, &before)
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
            let (more, unit) = match how {
                Ratio::Share => ("", ""),
                Ratio::Growth => (more, "%"),
                Ratio::Times => ("", " 倍"),
                Ratio::Difference => (more, ""),
            };
            let expected = shown((exact.abs() + step / 2) / step * step);
            let (one, other) = (one.clone(), other.clone());
            let why = match how {
                Ratio::Share => message!(one, other; "{one}占{other}的 {expected}%"),
                _ => message!(one, other; "从{other}到{one}算是{more} {expected}{unit}"),
            };
            Some(Expected {
                bounds,
                figure: expected,
                why,
            })
        });
        let help = either(
            "核对这个数和它用的数；也可以写成引用 {{…|占 …}} 或者 {{…|同比}}，由程序算出",
            "核对这个数和它用的数，改正错的",
        );
        self.told(statement, &rules::SHARE, any.collect(), help)
    }
}
