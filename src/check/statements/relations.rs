//! Numbers of a text against each other: parts and totals, shares, changes, rates.

use std::collections::BTreeMap;

use super::{
    Checker, has,
    meaning::value,
    reader::{Cue, Kind, Statement, Time},
    shown,
    tokens::{Quantity, Unit},
};
use crate::{
    form::{
        edition::Axis,
        report::Report,
        speech::{Role, speech},
    },
    ground::{
        diagnostic::{Finding, Message, either, joined, message, rules},
        number::{Number, ONE},
    },
};

/// Between what a figure lies, in millionths.
type Bounds = (i128, i128);

/// Numbers looked back at, so that a sentence of thousands stays cheap.
const BACK: usize = 16;

fn overlap(a: Bounds, b: Bounds) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// A part of a whole in per cent, between its bounds.
fn ratio(part: Bounds, whole: Bounds) -> Option<Bounds> {
    let (low, high) = (
        part.0.checked_mul(100 * ONE)?,
        part.1.checked_mul(100 * ONE)?,
    );
    (whole.0 > 0).then(|| (low / whole.1, high / whole.0))
}

/// Whether a percentage is a ratio at its precision, rounded half up.
fn gives(rate: &Quantity, part: Bounds, whole: Bounds) -> bool {
    ratio(part, whole).is_some_and(|(low, high)| {
        low.max(rate.bounds.0) <= high.min(rate.bounds.1 - i128::from(rate.bounds.1 > rate.value))
            || low == high && low == rate.bounds.0
    })
}

/// A ratio as precise as a percentage of the text.
fn exact(rate: &Quantity, part: i128, whole: i128) -> Option<Number> {
    let step = ((rate.bounds.1 - rate.bounds.0).max(1)).clamp(1, ONE);
    let scaled = part.checked_mul(100 * ONE)?;
    (whole > 0).then(|| shown((scaled / whole + step / 2) / step * step))
}

/// Cells of the table with what they add up to, as a percentage is of it.
fn in_table(report: &Report, sum: &[String], figure: i128) -> Message {
    let names = sum.iter().map(|path| report.edition.subject(path));
    let names = joined(names, "」+「");
    message!(names; "表里「{names}」{} ", shown(figure))
}

impl Checker<'_> {
    pub(super) fn relations(&mut self) {
        let mut found = self.sums();
        for at in 0..self.statements.len() {
            let statement = &self.statements[at];
            found.extend(match statement.kind {
                Kind::Count if statement.is_total => self.total(at),
                Kind::Share { named } => self.share(at, named),
                Kind::Change { sign, yearly } => self.change(at, sign, yearly),
                Kind::Multiple { yearly } => self.multiple(at, yearly),
                Kind::Level => self.level(at),
                Kind::Rate(saying) => self.rate(at, saying),
                _ => None,
            });
        }
        self.findings.append(&mut found);
    }

    fn text(&self, quantity: &Quantity) -> &str {
        &self.words.text()[quantity.range.clone()]
    }

    /// 「共73条，其中A 12条、B 21条」: the parts of a number must add up.
    fn sums(&self) -> Vec<Finding> {
        let mut lists: BTreeMap<(usize, usize, usize), Vec<usize>> = BTreeMap::new();
        for (at, statement) in self.statements.iter().enumerate() {
            if let Some((parent, _)) = statement
                .parent
                .filter(|_| statement.counts() && !statement.is_total)
            {
                lists
                    .entry((parent, statement.sentence, statement.list))
                    .or_default()
                    .push(at);
            }
        }
        lists
            .into_iter()
            .filter_map(|((parent, ..), parts)| self.parts(parent, &parts))
            .collect()
    }

    fn parts(&self, parent: usize, parts: &[usize]) -> Option<Finding> {
        let whole = &self.statements[parent];
        let parts: Vec<&Statement> = parts.iter().map(|at| &self.statements[*at]).collect();
        let (first, last) = (parts.first()?, parts.last()?);
        let cue = first.parent?.1;
        let total = &whole.quantity;
        let alike = parts.iter().all(|part| {
            total.is_alike(&part.quantity)
                && part.depth == first.depth
                && (part.time == whole.time || part.time == Time::Part)
        });
        let rough = total.rough || parts.iter().any(|part| part.quantity.rough);
        let text = self.words.text();
        let start = whole.phrase.start;
        let end = text[last.phrase.end..]
            .find(['。', '\n'])
            .map_or(text.len(), |end| last.phrase.end + end);
        let overlaps = speech().words.get(&Role::Overlap).is_some_and(|words| {
            words
                .iter()
                .any(|word| text[start..end].contains(word.as_str()))
        });
        if !alike || rough || overlaps || !whole.counts() || total.unit == Unit::Percent {
            return None;
        }
        let sum = parts.iter().fold((0, 0), |sum, part| {
            (
                sum.0 + part.quantity.bounds.0,
                sum.1 + part.quantity.bounds.1,
            )
        });
        let stated: i128 = parts.iter().map(|part| part.quantity.value).sum();
        let more = sum.0 > total.bounds.1;
        let open = has(last.roles, Role::AndMore) || has(whole.roles, Role::Denial);
        let all = parts.len() > 1
            && (cue == Cue::All
                || parts.len() > 1 && has(last.roles, Role::Other)
                || stated.saturating_mul(100) >= total.value.saturating_mul(85));
        // Several divisions of one number, each of them whole.
        let mut rest = 0;
        let repeats = parts.iter().all(|part| {
            rest += part.quantity.value;
            if rest == total.value {
                rest = 0;
            }
            rest <= total.value
        }) && rest == 0;
        if overlap(sum, total.bounds)
            || repeats
            || open
            || !(more || all)
            || parts.len() == 1 && cue == Cue::All
        {
            return None;
        }
        let each: Vec<String> = parts
            .iter()
            .map(|part| shown(part.quantity.value).to_string())
            .collect();
        let unit = total.written;
        let message = format!(
            "「{}」写 {}，所列各项之和是 {}{unit}（{}）",
            self.quoted(&whole.phrase),
            self.text(total),
            shown(stated),
            each.join("+")
        );
        let finding = self
            .words
            .finding(&rules::NARRATIVE_SUM, total.range.clone(), message);
        let help = "核对总数和各项；如果只列举了一部分，写成「其中……等」";
        Some(
            finding
                .stated(shown(total.value))
                .expected(shown(stated))
                .help(match cue == Cue::Among && !more {
                    true => {
                        format!("{help}（写了「其他」，或所列已占总数的 85% 以上，就当作列全了）")
                    }
                    false => help.to_owned(),
                }),
        )
    }

    /// 「A 12条、B 21条，共33条」: a total adds what stands before it.
    fn total(&self, at: usize) -> Option<Finding> {
        let total = &self.statements[at];
        let kind = |quantity: &Quantity| match quantity.written {
            "家" | "个" | "名" | "个单位" | "个部门" | "个科室" | "个乡镇" | "个镇" | "个街道" => {
                "个"
            }
            other => other,
        };
        let items = self.statements[..at].iter().rev().take(BACK);
        let mut items = items
            .take_while(|item| item.sentence == total.sentence)
            .filter(|item| item.depth == total.depth && item.counts());
        let mut sum = (0, 0);
        let mut parts = Vec::new();
        let mut alike = Vec::new();
        for item in items.by_ref() {
            if item.is_total || kind(&item.quantity) != kind(&total.quantity) || item.quantity.rough
            {
                break;
            }
            alike.push(item);
        }
        for item in &alike {
            sum = (
                sum.0 + item.quantity.bounds.0,
                sum.1 + item.quantity.bounds.1,
            );
            parts.insert(0, shown(item.quantity.value).to_string());
            if parts.len() > 1 && overlap(sum, total.quantity.bounds) {
                return None;
            }
        }
        if parts.len() < 2 || total.quantity.rough || total.wrong {
            return None;
        }
        let stated = sum.0 / 2 + sum.1 / 2 + sum.0 % 2;
        let said = self.text(&total.quantity);
        let message = format!(
            "写共「{said}」，前面各项之和是 {}（{}）",
            shown(stated),
            parts.join("+")
        );
        let finding =
            self.words
                .finding(&rules::NARRATIVE_SUM, total.quantity.range.clone(), message);
        Some(
            finding
                .stated(shown(total.quantity.value))
                .expected(shown(stated))
                .help("核对总数和各项"),
        )
    }

    /// What a percentage may be taken of: in words, with its bounds.
    fn bases(&self, at: usize, part: &Statement, part_at: usize) -> Vec<(Message, Bounds)> {
        let share = &self.statements[at];
        let mut bases: Vec<(Message, Bounds)> = Vec::new();
        let stated = |whole: &Statement| {
            (
                Message::from(format!("「{}」", self.text(&whole.quantity))),
                whole.quantity.bounds,
            )
        };
        if let Some(whole) = at
            .checked_sub(1)
            .map(|at| &self.statements[at])
            .filter(|whole| whole.kind == Kind::Whole)
        {
            return vec![stated(whole)];
        }
        let mut above = part.parent;
        while let Some((parent, _)) = above.filter(|(parent, _)| *parent < part_at) {
            let whole = &self.statements[parent];
            bases.extend((whole.quantity.unit == part.quantity.unit).then(|| stated(whole)));
            above = whole.parent;
        }
        let later = self.statements[at..].iter().take(BACK * 2);
        let total = later
            .take_while(|later| later.sentence == share.sentence)
            .find(|later| later.is_total && later.depth < share.depth.max(1));
        bases.extend(total.map(stated));
        bases
    }

    /// The totals of the table that a part may be shared of.
    fn table(&self, part: &Statement) -> Vec<(Message, Bounds)> {
        let (report, edition) = (self.report, self.report.edition);
        let Some(meaning) = part.meaning.as_ref().filter(|_| {
            matches!(part.time, Time::Year | Time::Part) && (part.sure || part.time == Time::Part)
        }) else {
            return Vec::new();
        };
        let Some(sum) = meaning.any.first() else {
            return Vec::new();
        };
        let mut sums: Vec<Vec<String>> = Vec::new();
        let slots: Vec<_> = sum
            .iter()
            .filter_map(|path| edition.field(path)?.totals())
            .flatten()
            .collect();
        let axis = if meaning.keys.is_empty() {
            Axis::Column
        } else {
            Axis::Row
        };
        let of = edition
            .sums
            .iter()
            .filter(|total| total.axis == axis || !meaning.keys.is_empty());
        sums.extend(
            of.filter(|total| slots.iter().all(|slot| total.parts.contains(slot)))
                .map(|total| vec![edition.slot(total.total).row().to_owned()]),
        );
        if part.time == Time::Part || sums.is_empty() && meaning.any.len() == 1 {
            sums.extend(meaning.any.iter().cloned());
        }
        let section = sum
            .first()
            .and_then(|path| path.split('.').next())
            .unwrap_or_default();
        let whole = edition.sayings().filter(|saying| {
            !saying.within
                && saying.keys.is_empty()
                && saying.over.is_empty()
                && saying.unit.is_none()
        });
        let whole = whole
            .flat_map(|saying| saying.any.iter())
            .filter(|sum| sum.iter().all(|path| path.starts_with(section)));
        if !sums.is_empty() && meaning.keys.is_empty() && meaning.within {
            sums.extend(whole.cloned());
        }
        let figure = |sum: Vec<String>| {
            let figure = value(report, &sum)?;
            Some((in_table(self.report, &sum, figure), (figure, figure)))
        };
        sums.into_iter().filter_map(figure).collect()
    }

    /// 「共12件，其中A 3件，占25%」.
    fn share(&self, at: usize, named: bool) -> Option<Finding> {
        let share = &self.statements[at];
        let rate = &share.quantity;
        let before = self.statements[..at]
            .iter()
            .enumerate()
            .rev()
            .take(BACK)
            .take_while(|(_, other)| other.sentence == share.sentence);
        let in_phrase = share
            .meaning
            .clone()
            .filter(|_| share.sure && !share.unknown);
        let outer = |other: &Statement| {
            other.counts() && other.depth <= share.depth && other.quantity.unit != Unit::Percent
        };
        let candidate = if share.depth > 0 && share.parent.is_some() {
            let parent = share
                .parent
                .map(|(parent, _)| (parent, &self.statements[parent]));
            before
                .clone()
                .find(|(_, other)| outer(other) && other.depth == share.depth)
                .or(parent)
        } else {
            before.clone().find(|(_, other)| outer(other))
        };
        let words = &self.words.text()[share.phrase.start..rate.range.start];
        let next = self.statements.get(at + 1).filter(|next| {
            next.sentence == share.sentence
                && next.counts()
                && self.words.text()[next.phrase.clone()].starts_with('为')
        });
        let (part, part_at) = match (candidate, next) {
            (_, Some(next)) => (next.clone(), at + 1),
            (_, None) if in_phrase.is_some() => {
                let meaning = in_phrase?;
                let figure = value(self.report, meaning.any.first()?)?;
                let quantity = Quantity {
                    value: figure,
                    bounds: (figure, figure),
                    unit: Unit::Count,
                    ..rate.clone()
                };
                (
                    Statement {
                        quantity,
                        kind: Kind::Count,
                        meaning: Some(meaning),
                        ..share.clone()
                    },
                    at,
                )
            }
            (Some((part_at, part)), None) if !share.unknown => (part.clone(), part_at),
            _ => return None,
        };
        let base_words = words.rsplit_once('占').map_or("", |(_, after)| after);
        let mut bases = self.bases(at, &part, part_at);
        let named_base = self.named_base(base_words, share);
        let strange = named_base.is_none() && has(share.roles, Role::Wider);
        if part.quantity.rough
            || strange
            || part.wrong
            || part.quantity.unit == Unit::Money && part.meaning.is_some()
        {
            return None;
        }
        let computed = self
            .words
            .passage
            .share_at(rate.range.start)
            .map(str::to_owned);
        let weak: Vec<Bounds> = before
            .clone()
            .filter(|(other_at, other)| {
                *other_at != part_at
                    && other.counts()
                    && other.quantity.is_alike(&part.quantity)
                    && other.quantity.value >= part.quantity.value
            })
            .map(|(_, other)| other.quantity.bounds)
            .collect();
        match &named_base {
            Some(Some(base)) => bases = base.clone(),
            Some(None) => return None,
            None => bases.extend(self.table(&part)),
        }
        let mut parts = vec![part.quantity.bounds];
        if let Some(figure) = part
            .meaning
            .as_ref()
            .filter(|_| part.sure && part.time == Time::Year)
            .and_then(|meaning| value(self.report, meaning.any.first()?))
        {
            parts.push((figure, figure));
        }
        // 「予以公开5件，部分公开1件，占75%」 may mean both together.
        let mut together = part.quantity.bounds;
        for (_, other) in before
            .clone()
            .filter(|(other_at, other)| {
                *other_at < part_at
                    && other.depth == part.depth
                    && other.counts()
                    && other.quantity.is_alike(&part.quantity)
            })
            .take(6)
        {
            together = (
                together.0 + other.quantity.bounds.0,
                together.1 + other.quantity.bounds.1,
            );
            parts.push(together);
        }
        let holds = |whole: Bounds| parts.iter().any(|part| gives(rate, *part, whole));
        let fits_text = weak.iter().any(|whole| holds(*whole))
            || self
                .bases(at, &part, part_at)
                .iter()
                .any(|(_, whole)| holds(*whole));
        if let Some(base) = computed {
            let whole = *weak
                .first()
                .filter(|_| base_words.is_empty() && !fits_text)?;
            let whole = format!("「{}」", shown(whole.0));
            return Some(self.unnamed(rate, whole.into(), &base));
        }
        let is_whole = at > 0 && self.statements[at - 1].kind == Kind::Whole;
        let follows = part_at > at;
        if bases.is_empty() && follows {
            bases.extend(
                weak.iter()
                    .map(|whole| (Message::from(format!("{}", shown(whole.0))), *whole)),
            );
        }
        let (reason, whole) = bases.first()?.clone();
        if bases.iter().any(|(_, whole)| holds(*whole))
            || named_base.is_none() && fits_text
            || rate.rough && fits_text
            || !named && !is_whole && part.parent.is_none() && part.meaning.is_none()
        {
            return None;
        }
        let expected = exact(rate, part.quantity.value, whole.1)?;
        let (part, said) = (
            if part_at == at {
                shown(part.quantity.value).to_string()
            } else {
                self.text(&part.quantity).to_owned()
            },
            self.text(rate),
        );
        let message = message!(reason; "文字里写占「{said}」，而{part}占{reason}的 {expected}%");
        let finding = self
            .words
            .finding(&rules::SHARE, rate.range.clone(), message);
        let help = either(
            "核对百分数和它前面的数；也可以写成引用 {{…|占 …}}，由程序算出",
            "核对百分数和它前面的数，改正错的数",
        );
        Some(
            finding
                .stated(shown(rate.value))
                .expected(expected)
                .help(help),
        )
    }

    /// What the words between 占 and a percentage name: nothing where they say nothing, some
    /// totals of the table, or something unknown.
    fn named_base(&self, words: &str, share: &Statement) -> Option<Option<Vec<(Message, Bounds)>>> {
        let tokens = self.lexicon.tokens(words, 0);
        let said = super::clauses::Words::of(self.lexicon, &tokens, 0..tokens.len());
        if said.unknown || said.has(Role::Wider) || said.has(Role::Span) {
            return Some(None);
        }
        if said.said.is_empty() {
            return None;
        }
        let sayings = self.lexicon.sayings.iter().enumerate();
        let nouns = sayings
            .filter(|(_, saying)| !saying.verbs.is_empty())
            .map(|(at, _)| at)
            .collect();
        let before = super::meaning::Before {
            nouns,
            ..Default::default()
        };
        let found =
            super::meaning::meanings(self.lexicon, self.report.edition, &said, &before, false);
        let meaning = found.into_iter().next()?;
        if share.time != Time::Year && share.time != Time::Part {
            return Some(None);
        }
        let figure = |sum: &Vec<String>| {
            let figure = value(self.report, sum)?;
            Some((in_table(self.report, sum, figure), (figure, figure)))
        };
        let bases: Vec<_> = meaning.any.iter().filter_map(figure).collect();
        Some((!bases.is_empty()).then_some(bases))
    }

    /// A share that the program computed is right, but the sentence names no whole for it.
    fn unnamed(&self, rate: &Quantity, whole: Message, base: &str) -> Finding {
        let base = self.report.edition.subject(base);
        let message = message!(base, whole; "「{}」是占「{base}」的百分比，这一句没有写明，前面写的是{whole}", self.text(rate));
        let finding = self
            .words
            .finding(&rules::SHARE, rate.range.clone(), message);
        finding.help("写明占什么，例如「占办结总数的……」；数本身没有错")
    }

    /// The figures of the two years that a change is between: those of the text and of the
    /// tables.
    fn years(&self, at: usize, yearly: bool) -> Option<(Vec<i128>, Vec<i128>)> {
        let change = &self.statements[at];
        let before = self.statements[..at]
            .iter()
            .enumerate()
            .rev()
            .take(BACK)
            .take_while(|(_, other)| other.sentence == change.sentence);
        let near: Vec<(usize, &Statement)> = before.collect();
        let own = change
            .meaning
            .as_ref()
            .filter(|_| change.sure && change.time == Time::Year);
        let counted =
            |other: &&(usize, &Statement)| other.1.counts() && other.1.depth <= change.depth;
        let subject = near.iter().find(counted);
        let meaning = own.or(subject
            .filter(|_| !change.unknown || change.meaning.is_none())
            .and_then(|(_, subject)| {
                subject
                    .meaning
                    .as_ref()
                    .filter(|_| subject.sure && subject.time == Time::Year)
            }));
        let (mut now, mut earlier): (Vec<i128>, Vec<i128>) = (Vec::new(), Vec::new());
        if own.is_none() {
            // 「收到申请较上年的5件增长61%」 names what it compares beside last year's number.
            let Some((_, subject)) = subject else {
                let (_, told) = near
                    .first()
                    .filter(|(_, told)| told.kind == Kind::Earlier && told.sure)?;
                let sum = told
                    .meaning
                    .as_ref()
                    .filter(|meaning| !meaning.general)?
                    .any
                    .first()?;
                now.extend(value(self.report, sum));
                return Some((now, vec![told.quantity.value]));
            };
            if subject.wrong || subject.quantity.rough {
                return None;
            }
            now.push(subject.quantity.value);
        }
        let tables = meaning.filter(|meaning| !meaning.general);
        if let Some(sum) = tables.and_then(|meaning| meaning.any.first()) {
            now.extend(value(self.report, sum));
            if yearly && change.time != Time::Part {
                earlier.extend(self.previous.and_then(|previous| value(previous, sum)));
            }
        }
        let told = near
            .iter()
            .take(4)
            .find(|(_, other)| other.kind == Kind::Earlier);
        earlier.extend(
            told.filter(|(_, told)| !told.quantity.rough)
                .map(|(_, told)| told.quantity.value),
        );
        // 「14件，环比增长40%（11月为10件）」, 「是2024年（430条）的3倍」.
        let after = self
            .statements
            .get(at + 1)
            .filter(|after| after.depth > change.depth && after.counts() && after.parent.is_some());
        let inside = near
            .first()
            .map(|(_, inside)| *inside)
            .filter(|inside| inside.depth > change.depth && inside.counts());
        let is_multiple = matches!(change.kind, Kind::Multiple { .. });
        let remark = after
            .filter(|after| after.time != Time::Year)
            .or(inside.filter(|inside| is_multiple || inside.time != Time::Year));
        if let Some(remark) = remark.filter(|remark| !remark.quantity.rough) {
            earlier.push(remark.quantity.value);
        }
        // 「较上年增加21件，增长20.2%」.
        if earlier.is_empty()
            && let Some((_, delta)) = near.first()
            && let Kind::Change { sign, .. } = delta.kind
            && delta.quantity.unit != Unit::Percent
            && !delta.quantity.rough
        {
            earlier.extend(now.first().map(|now| now - sign * delta.quantity.value));
        }
        Some((now, earlier))
    }

    fn change(&self, at: usize, sign: i128, yearly: bool) -> Option<Finding> {
        let change = &self.statements[at];
        let rate = &change.quantity;
        if rate.rough {
            return None;
        }
        let (now, before) = self.years(at, yearly)?;
        let is_rate = rate.unit == Unit::Percent;
        if !is_rate {
            let alike = self.statements[..at]
                .iter()
                .rev()
                .take(BACK)
                .find(|other| other.counts() && other.sentence == change.sentence);
            let own = change.meaning.is_some() && matches!(rate.unit, Unit::Count | Unit::Money);
            if !own && !alike.is_some_and(|other| other.quantity.is_alike(rate)) {
                return None;
            }
        }
        let holds = |now: i128, before: i128| match is_rate {
            true => {
                before > 0
                    && gives(
                        rate,
                        (sign * (now - before), sign * (now - before)),
                        (before, before),
                    )
            }
            false => rate.holds(sign * (now - before)),
        };
        self.compared(at, &now, &before, is_rate, holds, sign)
    }

    fn multiple(&self, at: usize, yearly: bool) -> Option<Finding> {
        let change = &self.statements[at];
        let rate = &change.quantity;
        let grows = change.has(Role::Up);
        let (now, before) = self.years(at, yearly)?;
        let rough = rate.rough;
        let step = rate.bounds.1 - rate.bounds.0;
        let holds = |now: i128, before: i128| {
            let times = now.saturating_mul(ONE) / before.max(1);
            let times = if grows { times - ONE } else { times };
            let slack = if step == 0 { 4 * ONE / 10 } else { 0 };
            before > 0
                && (rough
                    || (rate.bounds.0 - slack / 8..=rate.bounds.1 + slack / 8).contains(&times))
        };
        self.compared(at, &now, &before, true, holds, 1)
    }

    fn level(&self, at: usize) -> Option<Finding> {
        let (now, before) = self.years(at, true)?;
        let near = |now: i128, before: i128| (now - before).abs() * 20 <= before.max(now);
        self.compared(at, &now, &before, false, near, 1)
    }

    /// The finding on a change, where no two figures of the two years give it.
    fn compared(
        &self,
        at: usize,
        now: &[i128],
        before: &[i128],
        is_rate: bool,
        holds: impl Fn(i128, i128) -> bool,
        _sign: i128,
    ) -> Option<Finding> {
        let change = &self.statements[at];
        let pairs = || {
            now.iter()
                .flat_map(|now| before.iter().map(move |before| (*now, *before)))
        };
        let (now, before) = pairs().next()?;
        if pairs().any(|(now, before)| holds(now, before)) || is_rate && before <= 0 {
            return None;
        }
        let difference = now - before;
        let monthly = change.time == Time::Part;
        let word = if difference < 0 { "减少" } else { "增加" };
        let expected = match change.quantity.unit {
            Unit::Percent => {
                let exact = exact(&change.quantity, difference.abs(), before)?;
                format!("{} {exact}%", if difference < 0 { "下降" } else { "增长" })
            }
            Unit::Times => format!(
                "{} 倍",
                shown(now.saturating_mul(100) / before.max(1) * ONE / 100)
            ),
            _ => format!("{word} {}", shown(difference.abs())),
        };
        let message = format!(
            "文字里写「{}」，按{} {}、{} {} 算是{expected}",
            self.quoted(&change.phrase),
            if monthly { "前一期" } else { "上年" },
            shown(before),
            if monthly { "这一期" } else { "本年" },
            shown(now)
        );
        let expected = expected
            .trim_start_matches(['增', '长', '下', '降', '减', '少', '加', ' ', '%'])
            .trim_end_matches('%')
            .to_owned();
        let finding = self
            .words
            .finding(&rules::SHARE, change.quantity.range.clone(), message);
        let help = either(
            "核对这个数；也可以写成引用 {{…|同比}}，由程序算出",
            "核对这个数，改正错的",
        );
        Some(
            finding
                .stated(shown(change.quantity.value))
                .expected(expected)
                .help(help),
        )
    }

    /// 「办结率96.7%」: what a percentage of this name is taken of.
    fn rate(&self, at: usize, saying: usize) -> Option<Finding> {
        let statement = &self.statements[at];
        let saying = self.lexicon.sayings[saying];
        let rate = &statement.quantity;
        let foreign = self.statements[..at]
            .iter()
            .rev()
            .take(BACK)
            .take_while(|other| other.sentence == statement.sentence);
        let foreign = { foreign }
            .find(|other| other.counts())
            .is_some_and(|other| {
                !other.sure || other.time != Time::Year || other.meaning.is_none()
            });
        if statement.unknown
            || foreign
            || statement.time != Time::Year
            || rate.rough
            || has(statement.roles, Role::Wider)
        {
            return None;
        }
        let sums = |sums: &[Vec<String>]| -> Vec<i128> {
            sums.iter()
                .filter_map(|sum| value(self.report, sum))
                .collect()
        };
        let (parts, wholes) = (sums(&saying.any), sums(&saying.over));
        let pairs = || {
            parts
                .iter()
                .flat_map(|part| wholes.iter().map(move |whole| (*part, *whole)))
        };
        let (part, whole) = pairs().find(|(_, whole)| *whole > 0)?;
        if pairs().any(|(part, whole)| gives(rate, (part, part), (whole, whole))) {
            return None;
        }
        let (over, of) = (
            super::named(self.report, saying.over.first()?),
            super::named(self.report, saying.any.first()?),
        );
        let expected = exact(rate, part, whole)?;
        let message = message!(of, over; "文字里写「{}」，表里{of}，{over}，算是 {expected}%", self.quoted(&statement.phrase));
        let finding = self
            .words
            .finding(&rules::SHARE, rate.range.clone(), message);
        Some(
            finding
                .stated(shown(rate.value))
                .expected(expected)
                .help("核对百分数，改正错的数"),
        )
    }
}
