//! Numbers of a text against each other: parts and totals, shares, changes, rates.
//!
//! A relation has two sides, each with the operands that it may be between; it is told only
//! where no pair of them gives what is stated.

use std::collections::BTreeMap;

use super::{
    Checker,
    clauses::Words,
    has,
    meaning::{Before, Meaning, meanings, value},
    reader::{Cue, Kind, Statement, Time},
    shown,
    tokens::{Quantity, Unit},
};
use base::{
    diagnostic::{Finding, Message, either, joined, message, rules},
    number::{Number, ONE},
};
use form::{
    edition::Axis,
    speech::{Role, speech},
};

/// Between what a figure lies, in millionths.
type Bounds = (i128, i128);

/// Numbers looked back at, so that a sentence of thousands stays cheap.
const BACK: usize = 16;

/// A figure that a relation may be between, and what it is called.
#[derive(Clone)]
struct Operand {
    name: Message,
    bounds: Bounds,
}

fn overlap(a: Bounds, b: Bounds) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// What some quantities add up to.
fn added<'q>(all: impl Iterator<Item = &'q Quantity>) -> Bounds {
    all.fold((0, 0), |sum, one| {
        (sum.0 + one.bounds.0, sum.1 + one.bounds.1)
    })
}

/// Whether a percentage is a ratio at its precision, rounded half up.
fn gives(rate: &Quantity, part: Bounds, whole: Bounds) -> bool {
    let hundredfold = |figure: i128, whole: i128| Some(figure.checked_mul(100 * ONE)? / whole);
    if whole.0 <= 0 {
        return false;
    }
    let (low, high) = (hundredfold(part.0, whole.1), hundredfold(part.1, whole.0));
    low.zip(high).is_some_and(|(low, high)| {
        low.max(rate.bounds.0) <= high.min(rate.bounds.1 - i128::from(rate.bounds.1 > rate.value))
            || low == high && low == rate.bounds.0
    })
}

/// A ratio as precise as a percentage of the text.
fn exact(rate: &Quantity, part: i128, whole: i128) -> Option<Number> {
    let step = (rate.bounds.1 - rate.bounds.0).clamp(1, ONE);
    let scaled = part.checked_mul(100 * ONE)?;
    (whole > 0).then(|| shown((scaled / whole + step / 2) / step * step))
}

impl Checker<'_> {
    pub(super) fn relations(&mut self) {
        let mut found = self.sums();
        for at in 0..self.statements.len() {
            let statement = &self.statements[at];
            found.extend(match statement.kind {
                Kind::Count if statement.is_total => self.total(at),
                Kind::Count => self.opposites(at),
                Kind::Share { named } => self.share(at, named),
                Kind::Rate(saying) => self.rate(at, saying),
                Kind::Change { yearly, .. } | Kind::Multiple { yearly } => self.change(at, yearly),
                Kind::Level => self.change(at, true),
                _ => None,
            });
        }
        self.findings.append(&mut found);
    }

    fn text(&self, quantity: &Quantity) -> &str {
        &self.words.text()[quantity.range.clone()]
    }

    /// A number of the text as an operand.
    fn stated(&self, statement: &Statement) -> Operand {
        let quantity = &statement.quantity;
        Operand {
            name: Message::from(format!("「{}」", self.text(quantity))),
            bounds: quantity.bounds,
        }
    }

    /// Cells of this report as an operand.
    fn tabled(&self, sum: &[String]) -> Option<Operand> {
        let figure = value(self.report, sum)?;
        let names = { sum.iter() }.map(|path| self.report.edition.subject(path));
        let names = joined(names, "」+「");
        Some(Operand {
            name: message!(names; "表里「{names}」{} ", shown(figure)),
            bounds: (figure, figure),
        })
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
        let parts = self
            .statements
            .iter()
            .filter(|one| one.counts() && !one.is_total);
        for (part, (parent, _)) in parts.filter_map(|part| Some((part, part.parent?))) {
            let list = lists.entry((parent, part.sentence, part.list));
            list.or_default().push(part);
        }
        let lists = lists.into_iter();
        lists
            .filter_map(|((parent, ..), parts)| self.parts(self.divided(parent, &parts), &parts))
            .collect()
    }

    /// The number that some parts divide: of 「4次，260人次，其中线上1次」 the one that counts alike.
    fn divided(&self, parent: usize, parts: &[&Statement]) -> &Statement {
        let whole = &self.statements[parent];
        let kind = parts.first().map(|part| part.quantity.kind());
        let mut wholes = self.before(parent).map(|(_, other)| other);
        let strange = parts
            .iter()
            .all(|part| !whole.quantity.is_alike(&part.quantity));
        let alike = wholes.find(|other| {
            other.counts() && other.depth == whole.depth && Some(other.quantity.kind()) == kind
        });
        alike.filter(|_| strange).unwrap_or(whole)
    }

    fn parts(&self, whole: &Statement, parts: &[&Statement]) -> Option<Finding> {
        let (first, last, total) = (parts.first()?, parts.last()?, &whole.quantity);
        let alike = parts.iter().all(|part| {
            let then = part.time == whole.time || part.time == Time::Part;
            then && total.is_alike(&part.quantity) && part.depth == first.depth
        });
        let rough = total.rough || parts.iter().any(|part| part.quantity.rough);
        let text = self.words.text();
        let end = text[last.phrase.end..].find(['。', '\n']);
        let end = end.map_or(text.len(), |end| last.phrase.end + end);
        let words = &speech().words;
        let says = |text: &str, role: Role| {
            let mut words = words.get(&role).into_iter().flatten();
            words.any(|word| text.contains(word.as_str()))
        };
        // 「其余为各类组织提出」 leaves the rest without a number.
        let rest = says(&text[last.phrase.end..end], Role::Other);
        let open = rest || has(last.roles, Role::AndMore) || has(whole.roles, Role::Denial);
        let percent = total.unit == Unit::Percent;
        let overlaps = says(&text[whole.phrase.start..end], Role::Overlap);
        if !alike || rough || overlaps || open || percent || !whole.counts() {
            return None;
        }
        let sum = added(parts.iter().map(|part| &part.quantity));
        let stated: i128 = parts.iter().map(|part| part.quantity.value).sum();
        let all_named = first.parent?.1 == Cue::All;
        let more = sum.0 > total.bounds.1 && (parts.len() > 1 || !all_named);
        let nearly = stated.saturating_mul(100) >= total.value.saturating_mul(85);
        let all = parts.len() > 1 && (all_named || nearly || has(last.roles, Role::Other));
        // Several divisions of one number, each of them whole.
        let mut rest = 0;
        let repeats = parts.iter().all(|part| {
            rest += part.quantity.value;
            rest = if rest == total.value { 0 } else { rest };
            rest < total.value
        }) && rest == 0;
        if overlap(sum, total.bounds) || repeats || !(more || all) {
            return None;
        }
        let whole = format!("「{}」写 {}", self.quoted(&whole.phrase), self.text(total));
        let listed = match all_named || more {
            true => "；如果只列举了一部分，写成「其中……等」",
            false => {
                "；如果只列举了一部分，写成「其中……等」（写了「其他」，或所列已占总数的 85% 以上，就当作列全了）"
            }
        };
        let unit = total.written;
        Some(self.adds(
            total,
            &format!("{whole}，所列"),
            stated,
            unit,
            parts,
            listed,
        ))
    }

    /// 「A 12条、B 21条，共33条」: a total adds what stands before it.
    fn total(&self, at: usize) -> Option<Finding> {
        let total = &self.statements[at];
        let items = self.before(at).map(|(_, item)| item);
        let items = items.filter(|item| item.depth == total.depth && item.counts());
        let mut parts: Vec<&Statement> = Vec::new();
        for item in items {
            let alike = item.quantity.kind() == total.quantity.kind() && !item.quantity.rough;
            if item.is_total || !alike {
                break;
            }
            parts.insert(0, item);
            let sum = added(parts.iter().map(|part| &part.quantity));
            if parts.len() > 1 && overlap(sum, total.quantity.bounds) {
                return None;
            }
        }
        if parts.len() < 2 || total.quantity.rough || total.wrong {
            return None;
        }
        let stated = parts.iter().map(|part| part.quantity.value).sum();
        let said = format!("「{}」，前面", self.quoted(&total.phrase));
        Some(self.adds(&total.quantity, &said, stated, "", &parts, ""))
    }

    /// 「收到意见56条，采纳31条，不采纳26条」: what is done and what is not are all.
    fn opposites(&self, at: usize) -> Option<Finding> {
        let [whole, part, rest] = self.statements.get(at.checked_sub(2)?..=at)? else {
            return None;
        };
        let all = [whole, part, rest];
        let text = self.words.text();
        let name = |one: &Statement| text[one.phrase.start..one.quantity.range.start].trim();
        let denials = &speech().opposites;
        let opposite = { denials.iter() }
            .any(|denial| name(rest).strip_prefix(denial.as_str()) == Some(name(part)));
        let plain = |one: &&Statement| {
            one.counts()
                && one.meaning.is_none()
                && one.sentence == whole.sentence
                && !one.quantity.rough
        };
        let more =
            { self.statements.get(at + 1) }.is_some_and(|next| next.sentence == whole.sentence);
        let alike =
            whole.quantity.is_alike(&part.quantity) && part.quantity.is_alike(&rest.quantity);
        if !opposite
            || name(part).is_empty()
            || more
            || !alike
            || rest.parent.is_some()
            || !all.iter().all(plain)
        {
            return None;
        }
        let sum = added([&part.quantity, &rest.quantity].into_iter());
        let said = format!("「{}」，后面", self.quoted(&whole.phrase));
        let stated = part.quantity.value + rest.quantity.value;
        let wrong = !overlap(sum, whole.quantity.bounds);
        wrong.then(|| self.adds(&whole.quantity, &said, stated, "", &[part, rest], ""))
    }

    /// The finding on a total that its parts do not give.
    fn adds(
        &self,
        total: &Quantity,
        said: &str,
        sum: i128,
        unit: &str,
        parts: &[&Statement],
        help: &str,
    ) -> Finding {
        let each = parts
            .iter()
            .map(|part| shown(part.quantity.value).to_string());
        let each = each.collect::<Vec<_>>().join("+");
        let message = format!("{said}各项之和是 {}{unit}（{each}）", shown(sum));
        let place = total.range.clone();
        let finding = self.words.finding(&rules::NARRATIVE_SUM, place, message);
        let finding = finding.stated(shown(total.value)).expected(shown(sum));
        finding.help(format!("核对总数和各项{help}"))
    }

    /// What the text says that a percentage is taken of.
    fn bases(&self, at: usize, part: &Statement, part_at: usize) -> Vec<Operand> {
        let share = &self.statements[at];
        let whole = at.checked_sub(1).map(|at| &self.statements[at]);
        if let Some(whole) = whole.filter(|whole| whole.kind == Kind::Whole) {
            return vec![self.stated(whole)];
        }
        let mut bases: Vec<Operand> = Vec::new();
        let mut above = part.parent;
        while let Some((parent, _)) = above.filter(|(parent, _)| *parent < part_at) {
            let whole = &self.statements[parent];
            bases.extend((whole.quantity.unit == part.quantity.unit).then(|| self.stated(whole)));
            above = whole.parent;
        }
        let later = self.statements[at..].iter().take(BACK * 2);
        let mut later = later.take_while(|later| later.sentence == share.sentence);
        let total = later.find(|later| later.is_total && later.depth < share.depth.max(1));
        bases.extend(total.map(|total| self.stated(total)));
        bases
    }

    /// The totals of the table that a part may be shared of.
    fn table(&self, part: &Statement) -> Vec<Operand> {
        let edition = self.report.edition;
        let known = part.time == Time::Part || part.time == Time::Year && part.sure;
        let Some(meaning) = part.meaning.as_ref().filter(|_| known) else {
            return Vec::new();
        };
        let Some(sum) = meaning.any.first() else {
            return Vec::new();
        };
        let totals = sum.iter().filter_map(|path| edition.field(path)?.totals());
        let slots: Vec<_> = totals.flatten().collect();
        let by_column = !meaning.keys.is_empty();
        let of = edition.sums.iter().filter(|total| {
            (by_column || total.axis == Axis::Column)
                && slots.iter().all(|slot| total.parts.contains(slot))
        });
        let mut sums: Vec<Vec<String>> = of
            .map(|total| vec![edition.slot(total.total).row().to_owned()])
            .collect();
        if part.time == Time::Part || sums.is_empty() && meaning.any.len() == 1 {
            sums.extend(meaning.any.iter().cloned());
        }
        if !sums.is_empty() && !by_column && meaning.within {
            // What is counted at all: the rows that need no other words.
            let section = sum.first().and_then(|path| path.split('.').next());
            let section = section.unwrap_or_default();
            let whole = edition.sayings().filter(|saying| {
                !saying.within
                    && saying.keys.is_empty()
                    && saying.over.is_empty()
                    && saying.unit.is_none()
            });
            let whole = whole.flat_map(|saying| &saying.any);
            let whole = whole.filter(|sum| sum.iter().all(|path| path.starts_with(section)));
            sums.extend(whole.cloned());
        }
        sums.iter().filter_map(|sum| self.tabled(sum)).collect()
    }

    /// 「共12件，其中A 3件，占25%」.
    fn share(&self, at: usize, named: bool) -> Option<Finding> {
        let share = &self.statements[at];
        let rate = &share.quantity;
        let (part_at, part) = self.shared(at)?;
        let words = &self.words.text()[share.phrase.start..rate.range.start];
        let base_words = words.rsplit_once('占').map_or("", |(_, after)| after);
        let named_base = self.named_base(base_words, share);
        let strange = named_base.is_none() && has(share.roles, Role::Wider);
        let money = part.quantity.unit == Unit::Money && part.meaning.is_some();
        if part.quantity.rough || strange || part.wrong || money {
            return None;
        }
        // 「予以公开5件，部分公开1件，占75%」 may mean both together.
        let mut parts = vec![part.quantity.bounds];
        let figure = self
            .known(&part)
            .and_then(|meaning| value(self.report, meaning.any.first()?));
        parts.extend(figure.map(|figure| (figure, figure)));
        let alike = |other: &Statement| other.counts() && other.quantity.is_alike(&part.quantity);
        let together = self.before(at).filter(|(other_at, other)| {
            *other_at < part_at && other.depth == part.depth && alike(other)
        });
        let mut together: Vec<&Quantity> =
            together.map(|(_, other)| &other.quantity).take(6).collect();
        together.insert(0, &part.quantity);
        parts.extend((2..=together.len()).map(|count| added(together[..count].iter().copied())));
        let holds = |whole: &Operand| parts.iter().any(|part| gives(rate, *part, whole.bounds));
        let weak = self.before(at).filter(|(other_at, other)| {
            *other_at != part_at && alike(other) && other.quantity.value >= part.quantity.value
        });
        let weak: Vec<Operand> = weak.map(|(_, other)| self.stated(other)).collect();
        let text = self.bases(at, &part, part_at);
        let fits_text = weak.iter().any(holds) || text.iter().any(holds);
        if let Some(base) = self.words.passage.share_at(rate.range.start) {
            let whole = weak
                .first()
                .filter(|_| base_words.is_empty() && !fits_text)?;
            return Some(self.unnamed(rate, &whole.name, base));
        }
        let rate_of = has(share.roles, Role::Rate) && share.meaning.is_none();
        let loose = !named && !rate_of && text.is_empty() && part.meaning.is_none();
        if fits_text && (named_base.is_none() || rate.rough) || loose {
            return None;
        }
        let mut bases = match named_base {
            Some(base) => base?,
            None => text.into_iter().chain(self.table(&part)).collect(),
        };
        if bases.is_empty() && (part_at > at || rate_of) {
            bases = weak;
        }
        let whole = bases.first().filter(|_| !bases.iter().any(holds))?;
        let name = match part_at == at {
            true => Message::from(shown(part.quantity.value).to_string()),
            false => Message::from(self.text(&part.quantity).to_owned()),
        };
        let part = part.quantity.value;
        self.ratio(
            at,
            &format!("占「{}」", self.text(rate)),
            (name, part),
            whole,
        )
    }

    /// The finding on a percentage that a part is not of a whole.
    fn ratio(
        &self,
        at: usize,
        said: &str,
        part: (Message, i128),
        whole: &Operand,
    ) -> Option<Finding> {
        let rate = &self.statements[at].quantity;
        let expected = exact(rate, part.1, whole.bounds.1)?;
        let (part, whole) = (part.0, whole.name.clone());
        let message = message!(part, whole; "文字里写{said}，而{part}占{whole}的 {expected}%");
        let finding = self
            .words
            .finding(&rules::SHARE, rate.range.clone(), message);
        let finding = finding.stated(shown(rate.value)).expected(expected);
        Some(finding.help(either(
            "核对百分数和它前面的数；也可以写成引用 {{…|占 …}}，由程序算出",
            "核对百分数和它前面的数，改正错的数",
        )))
    }

    /// What a percentage is the share of, and where it stands: what follows it, what its own
    /// words name in the table, or the number before it.
    fn shared(&self, at: usize) -> Option<(usize, Statement)> {
        let share = &self.statements[at];
        let text = self.words.text();
        let next = self.statements.get(at + 1).filter(|next| {
            next.sentence == share.sentence
                && next.counts()
                && text[next.phrase.clone()].starts_with('为')
        });
        if let Some(next) = next {
            return Some((at + 1, next.clone()));
        }
        // 「考核20个单位，优秀5个，优秀率25%」 is named after its part.
        if has(share.roles, Role::Rate) && share.meaning.is_none() {
            let words = &text[share.phrase.start..share.quantity.range.start];
            let name = words.split('率').next().filter(|name| !name.is_empty())?;
            let mut before = self.before(at);
            let part =
                before.find(|(_, one)| one.counts() && text[one.phrase.clone()].contains(name))?;
            return Some((part.0, part.1.clone()));
        }
        let named = share
            .meaning
            .as_ref()
            .filter(|_| share.sure && !share.unknown);
        if let Some(meaning) = named {
            let figure = value(self.report, meaning.any.first()?)?;
            let quantity = Quantity {
                value: figure,
                bounds: (figure, figure),
                unit: Unit::Count,
                ..share.quantity.clone()
            };
            let part = Statement {
                quantity,
                kind: Kind::Count,
                ..share.clone()
            };
            return Some((at, part));
        }
        let inner = share.depth > 0 && share.parent.is_some();
        let outer = |other: &Statement| {
            let near = if inner {
                other.depth == share.depth
            } else {
                other.depth <= share.depth
            };
            near && other.counts() && other.quantity.unit != Unit::Percent
        };
        let parent = share
            .parent
            .filter(|_| inner)
            .map(|(parent, _)| (parent, &self.statements[parent]));
        let (part_at, part) = self.before(at).find(|(_, other)| outer(other)).or(parent)?;
        (!share.unknown).then(|| (part_at, part.clone()))
    }

    /// The cells that a statement is of beyond doubt, in this report.
    fn known<'s>(&self, statement: &'s Statement) -> Option<&'s Meaning> {
        let known = statement.sure && statement.time == Time::Year;
        statement.meaning.as_ref().filter(|_| known)
    }

    /// What the words between 占 and a percentage name: nothing where they say nothing, some
    /// totals of the table, or something unknown.
    fn named_base(&self, words: &str, share: &Statement) -> Option<Option<Vec<Operand>>> {
        let tokens = self.lexicon.tokens(words, 0);
        let said = Words::of(self.lexicon, &tokens, 0..tokens.len());
        if said.unknown || said.has(Role::Wider) || said.has(Role::Span) {
            return Some(None);
        }
        if said.said.is_empty() {
            return None;
        }
        let sayings = self.lexicon.sayings.iter().enumerate();
        let verbal = sayings.filter(|(_, saying)| !saying.verbs.is_empty());
        let before = Before {
            nouns: verbal.map(|(at, _)| at).collect(),
            ..Before::default()
        };
        let found = meanings(self.lexicon, self.report.edition, &said, &before, false);
        let meaning = found.into_iter().next()?;
        if share.time != Time::Year && share.time != Time::Part {
            return Some(None);
        }
        let bases: Vec<_> = meaning
            .any
            .iter()
            .filter_map(|sum| self.tabled(sum))
            .collect();
        Some((!bases.is_empty()).then_some(bases))
    }

    /// A share that the program computed is right, but the sentence names no whole for it.
    fn unnamed(&self, rate: &Quantity, whole: &Message, base: &str) -> Finding {
        let (base, whole) = (self.report.edition.subject(base), whole.clone());
        let message = message!(base, whole; "「{}」是占「{base}」的百分比，这一句没有写明，前面写的是{whole}", self.text(rate));
        let finding = self
            .words
            .finding(&rules::SHARE, rate.range.clone(), message);
        finding.help("写明占什么，例如「占办结总数的……」；数本身没有错")
    }

    /// 「办结率96.7%」: what a percentage of this name is taken of.
    fn rate(&self, at: usize, saying: usize) -> Option<Finding> {
        let statement = &self.statements[at];
        let (saying, rate) = (self.lexicon.sayings[saying], &statement.quantity);
        let foreign = { self.before(at) }
            .find(|(_, other)| other.counts())
            .is_some_and(|(_, other)| self.known(other).is_none());
        let other =
            statement.unknown || statement.time != Time::Year || has(statement.roles, Role::Wider);
        if foreign || other || rate.rough {
            return None;
        }
        let operands = |sums: &[Vec<String>]| -> Vec<Operand> {
            sums.iter().filter_map(|sum| self.tabled(sum)).collect()
        };
        let (parts, mut wholes) = (operands(&saying.any), operands(&saying.over));
        wholes.retain(|whole| whole.bounds.0 > 0);
        let holds = |part: &Operand| {
            wholes
                .iter()
                .any(|whole| gives(rate, part.bounds, whole.bounds))
        };
        let part = parts.first().filter(|_| !parts.iter().any(holds))?;
        let said = format!("「{}」", self.quoted(&statement.phrase));
        self.ratio(
            at,
            &said,
            (part.name.clone(), part.bounds.0),
            wholes.first()?,
        )
    }

    /// The figures of the two years that a change is between: those of the text and of the
    /// tables.
    fn years(&self, at: usize, yearly: bool) -> Option<(Vec<i128>, Vec<i128>)> {
        let change = &self.statements[at];
        let near: Vec<&Statement> = self.before(at).map(|(_, other)| other).collect();
        let own = self.known(change);
        let last = |one: &Statement| one.time == Time::Last;
        let counted = |one: &&&Statement| one.counts() && one.depth <= change.depth;
        let this = near.iter().find(|one| counted(one) && !last(one));
        let subject = this.or_else(|| near.iter().find(counted));
        let vague = change.unknown && change.meaning.is_some();
        let meaning = own.or_else(|| self.known(subject.filter(|_| !vague)?));
        let (mut now, mut earlier): (Vec<i128>, Vec<i128>) = (Vec::new(), Vec::new());
        let told = |one: &&&Statement| {
            let alike = this.is_some_and(|this| this.quantity.is_alike(&one.quantity));
            one.kind == Kind::Earlier || one.counts() && last(one) && alike
        };
        if own.is_none() {
            // 「收到申请较上年的5件增长61%」 names what it compares beside last year's number.
            let Some(subject) = subject else {
                let told = near.first().filter(|one| told(one) && one.sure)?;
                let meaning = told.meaning.as_ref().filter(|meaning| !meaning.general)?;
                now.extend(value(self.report, meaning.any.first()?));
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
        // 「14件，环比增长40%（11月为10件）」, 「是2024年（430条）的3倍」.
        let inner = |one: &&Statement| one.depth > change.depth && one.counts();
        let after = { self.statements.get(at + 1) }
            .filter(|after| inner(after) && after.parent.is_some() && after.time != Time::Year);
        let times = matches!(change.kind, Kind::Multiple { .. });
        let inside = { near.first().copied() }
            .filter(|inside| inner(inside) && (times || inside.time != Time::Year));
        let sides = [near.iter().take(4).find(told).copied(), after.or(inside)];
        let exact = sides
            .into_iter()
            .flatten()
            .filter(|one| !one.quantity.rough);
        earlier.extend(exact.map(|one| one.quantity.value));
        // 「较上年增加21件，增长20.2%」.
        if earlier.is_empty()
            && let Some(delta) = near.first()
            && let Kind::Change { sign, .. } = delta.kind
            && delta.quantity.unit != Unit::Percent
            && !delta.quantity.rough
        {
            earlier.extend(now.first().map(|now| now - sign * delta.quantity.value));
        }
        Some((now, earlier))
    }

    /// 「较上年增加21件」, 「增长20%」, 「是上年的1.5倍」, 「与上年持平」: told where no two figures
    /// of the two years give it.
    fn change(&self, at: usize, yearly: bool) -> Option<Finding> {
        let change = &self.statements[at];
        let rate = &change.quantity;
        let sign = match change.kind {
            Kind::Change { sign, .. } => sign,
            _ => 1,
        };
        let of_text = { self.before(at) }.find(|(_, other)| other.counts());
        let alike = of_text.is_some_and(|(_, other)| other.quantity.is_alike(rate));
        let own = change.meaning.is_some() && matches!(rate.unit, Unit::Count | Unit::Money);
        let counts = matches!(change.kind, Kind::Change { .. }) && rate.unit != Unit::Percent;
        if rate.rough || counts && !own && !alike {
            return None;
        }
        let level = change.kind == Kind::Level;
        let holds = |now: i128, before: i128| match rate.unit {
            _ if level => (now - before).abs() * 20 <= before.max(now),
            Unit::Percent => {
                let difference = sign * (now - before);
                gives(rate, (difference, difference), (before, before))
            }
            Unit::Times => {
                let times = now.saturating_mul(ONE) / before.max(1);
                let times = if change.has(Role::Up) {
                    times - ONE
                } else {
                    times
                };
                // 「两倍」 is as rough as it is short.
                let slack = if rate.bounds.0 == rate.bounds.1 {
                    ONE / 20
                } else {
                    0
                };
                before > 0 && (rate.bounds.0 - slack..=rate.bounds.1 + slack).contains(&times)
            }
            _ => rate.holds(sign * (now - before)),
        };
        let (now, before) = self.years(at, yearly)?;
        let pairs = now
            .iter()
            .flat_map(|now| before.iter().map(move |before| (*now, *before)));
        let pairs: Vec<(i128, i128)> = pairs.collect();
        let (now, before) = *pairs.first()?;
        let ratio = matches!(rate.unit, Unit::Percent | Unit::Times);
        if pairs.iter().any(|(now, before)| holds(*now, *before)) || ratio && before <= 0 {
            return None;
        }
        let difference = now - before;
        let (expected, unit) = match rate.unit {
            Unit::Percent => (exact(rate, difference.abs(), before)?, "%"),
            Unit::Times => (
                shown(now.saturating_mul(100) / before.max(1) * ONE / 100),
                " 倍",
            ),
            _ => (shown(difference.abs()), ""),
        };
        let word = match (rate.unit, difference < 0) {
            (Unit::Times, _) => "",
            (Unit::Percent, true) => "下降 ",
            (Unit::Percent, false) => "增长 ",
            (_, true) => "减少 ",
            (_, false) => "增加 ",
        };
        let monthly = change.time == Time::Part;
        let (this, last) = if monthly {
            ("这一期", "前一期")
        } else {
            ("本年", "上年")
        };
        let message = format!(
            "文字里写「{}」，按{last} {}、{this} {} 算是{word}{expected}{unit}",
            self.quoted(&change.phrase),
            shown(before),
            shown(now)
        );
        let finding = self
            .words
            .finding(&rules::SHARE, rate.range.clone(), message);
        let finding = finding.stated(shown(rate.value)).expected(expected);
        Some(finding.help(either(
            "核对这个数；也可以写成引用 {{…|同比}}，由程序算出",
            "核对这个数，改正错的",
        )))
    }
}
