//! What the texts say in numbers, against the tables and against itself.
//!
//! In: the passages of a report, and last year's report. Out: findings on every number that
//! the cell it speaks of contradicts, on parts that do not add up, on percentages and changes
//! that two numbers do not give. A text becomes tokens ([`tokens`]), phrases ([`clauses`]) and
//! statements ([`reader`]); [`meaning`] lays their words along the form, [`relations`] beside
//! each other. Whatever a number is compared with is [`Expected`], and compared in one place.
//! The words themselves stand in the edition's file and in `form/speech.yaml`.
//!
//! Precision comes first: a number whose words are not all known, or whose scope or period may
//! differ from the table's, is compared with nothing but the numbers beside it.

mod clauses;
mod meaning;
mod reader;
mod relations;
mod tokens;

use std::{collections::HashMap, ops::Range};

use self::{
    meaning::{Sum, named, value},
    reader::{Kind, Statement, Time, read},
    tokens::{Bounds, Lexicon, Quantity, What},
};
use super::{
    scale,
    sentences::{Words, passages},
};
use base::{
    diagnostic::{Finding, Message, Rule, Severity, either, message, rules, terminal::excerpt},
    number::{Number, ONE},
};
use form::{
    report::Report,
    speech::{Unit, speech},
};

/// Checks every number whose meaning is beyond doubt.
pub fn check(report: &Report, previous: Option<&Report>) -> Vec<Finding> {
    let lexicon = Lexicon::of(report);
    let mut findings: Vec<Finding> = notes(report, &lexicon).collect();
    let mut subjects = HashMap::new();
    for words in passages(report) {
        let mut checker = Checker {
            report,
            previous,
            words,
            statements: read(report, &lexicon, words),
        };
        findings.extend(checker.figures());
        findings.extend(checker.repeated(&mut subjects));
        findings.extend(checker.relations());
    }
    findings
}

/// 「347（应为374）」: a note that gives another figure than that which it stays with.
fn notes(report: &Report, lexicon: &Lexicon) -> impl Iterator<Item = Finding> {
    let cells = report.edition.slots.iter().zip(&report.cells);
    cells.filter_map(|(slot, cell)| {
        let (note, figure) = (cell.note.as_ref()?, cell.figure.number()?);
        let mut words = speech().corrects.iter();
        let (_, said) = words.find_map(|word| note.text.split_once(word.as_str()))?;
        let What::Number(quantity) = lexicon.tokens(said, 0).into_iter().next()?.what else {
            return None;
        };
        let row = report.edition.subject(&slot.path);
        let message = message!(row; "「{row}」填 {figure}，它的注里写「{}」", note.text);
        let finding = Finding::new(&rules::NARRATIVE_FIGURE, note.place, message).at(row);
        let finding = finding.stated(figure).expected(shown(quantity.value));
        let help = "把对的数填进表里，删掉注里的这一句";
        (!quantity.holds(figure.millionths())).then(|| finding.help(help))
    })
}

/// A figure that a number may be.
struct Expected {
    bounds: Bounds,
    /// As it is shown.
    figure: Number,
    /// How it comes about, as a clause.
    why: Message,
}

/// The statements of a passage, and what is found of them.
struct Checker<'a> {
    report: &'a Report,
    previous: Option<&'a Report>,
    words: Words<'a>,
    statements: Vec<Statement>,
}

/// What was counted before: its words and the kind of its unit, with the number as it is
/// written.
type Subjects = HashMap<(String, &'static str), (Quantity, String)>;

/// A number as it is shown.
fn shown(millionths: i128) -> Number {
    Number::from_millionths(millionths)
}

impl Checker<'_> {
    /// The one comparison: a number that is none of the figures that it may be.
    fn told(
        &self,
        of: &Statement,
        rule: &'static Rule,
        any: Vec<Expected>,
        help: impl Into<Message>,
    ) -> Option<Finding> {
        let (quantity, said) = (&of.quantity, self.quoted(&of.phrase));
        let (low, high) = quantity.bounds;
        if { any.iter() }.any(|one| low <= one.bounds.1 && one.bounds.0 <= high) {
            return None;
        }
        let Expected { figure, why, .. } = any.into_iter().next()?;
        let message = message!(why; "文字里写「{said}」，{why}");
        let finding = self.words.finding(rule, quantity.range.clone(), message);
        let finding = finding.stated(shown(quantity.value.abs()));
        Some(finding.expected(figure).help(help))
    }

    /// Each number against the cells that it speaks of.
    fn figures(&mut self) -> Vec<Finding> {
        let told = self.statements.iter().map(|one| self.figure(one));
        let told: Vec<Option<Finding>> = told.collect();
        for (one, told) in self.statements.iter_mut().zip(&told) {
            one.wrong = told.is_some();
        }
        told.into_iter().flatten().collect()
    }

    fn figure(&self, statement: &Statement) -> Option<Finding> {
        let (quantity, meaning) = (&statement.quantity, statement.meaning.as_ref()?);
        let (report, table) = match statement.time {
            Time::Last => (self.previous?, "上年的表里"),
            Time::Else => return None,
            Time::Year | Time::Part => (self.report, "表里"),
        };
        let earlier = statement.kind == Kind::Earlier && statement.time == Time::Last;
        // Of what is not sure at most all of the year can be meant.
        let doubted = !statement.sure;
        let plain = statement.time == Time::Year && quantity.unit == Unit::Count;
        let vague = doubted && (!plain || quantity.rough || meaning.within);
        let known = fits(quantity, meaning.money) && !vague;
        if !(statement.counts() || earlier) || !known {
            return None;
        }
        // Of several sums the one nearest to what is stated is meant.
        let sums = { meaning.any.iter() }.filter_map(|sum| Some((value(report, sum)?, sum)));
        let mut sums: Vec<(i128, &Sum)> = sums.collect();
        sums.sort_by_key(|(figure, sum)| ((figure - quantity.value).abs(), sum.len()));
        let (figure, cells) = *sums.first()?;
        if quantity.unit == Unit::Money && scale::is_off(figure, quantity.value) {
            let place = self.words.place(quantity.range.clone());
            let said = format!("文字里写「{}」", &self.words.text()[quantity.range.clone()]);
            return scale::finding(report, &cells[0], &said, quantity.value, place);
        }
        let help = match &cells[..] {
            _ if doubted => {
                "如果说的是本机关全年的数，核对哪一个对；如果是别的范围、时间或者口径，不用改"
                    .into()
            }
            [path] if statement.time == Time::Year => either(
                format!("核对哪一个对；文字里改写成引用 {{{{{path}}}}}，以后就不会不一致"),
                "核对哪一个对，改正错的那一个",
            ),
            _ => "核对哪一个对，改正错的那一个".into(),
        };
        // A part of the year, or an office below, has no more than all.
        let part = statement.time == Time::Part || doubted;
        let most = if part {
            "，一部分不会比全部还多"
        } else {
            ""
        };
        let any = sums.iter().map(|(figure, sum)| {
            let is = named(report, sum);
            Expected {
                bounds: (if part { i128::MIN } else { *figure }, *figure),
                figure: shown(*figure),
                why: message!(is; "{table}{is}{most}"),
            }
        });
        let finding = self.told(statement, &rules::NARRATIVE_FIGURE, any.collect(), help)?;
        let mut finding = finding.label(format!("{table}是 {}", shown(figure)));
        let field = report.edition.field(&cells[0]);
        let slots = field.and_then(|field| field.totals());
        let place = slots.and_then(|slots| report.cell(*slots.first()?).place);
        if let Some(place) = place.filter(|_| cells.len() == 1 && statement.time != Time::Last) {
            finding = finding.related(place, "表里在这里");
        }
        if doubted {
            finding.severity = Severity::Hint;
        }
        Some(finding)
    }

    /// 「主动公开信息2316条。……主动公开信息2361条」: one thing with two numbers.
    fn repeated(&self, subjects: &mut Subjects) -> Vec<Finding> {
        let told = self.statements.iter().filter_map(|statement| {
            let quantity = &statement.quantity;
            let plain = statement.counts() && !quantity.rough && !statement.wrong;
            let own = statement.time == Time::Year && statement.parent.is_none();
            let subject = statement.subject.clone().filter(|_| plain && own)?;
            let said = (quantity.clone(), self.quoted(&statement.phrase));
            let before = subjects.entry((subject, quantity.kind())).or_insert(said);
            let any = vec![Expected {
                bounds: before.0.bounds,
                figure: shown(before.0.value),
                why: format!("前面写的是「{}」", before.1).into(),
            }];
            let help = "同一个数两处不一样：核对哪一个对；说的不是同一件事，就写清各是什么";
            self.told(statement, &rules::NARRATIVE_SUM, any, help)
        });
        told.collect()
    }

    /// A stretch of the text as it is quoted.
    fn quoted(&self, range: &Range<usize>) -> String {
        excerpt(self.words.text()[range.clone()].trim(), 40)
    }
}

/// Whether a number counts what a cell does.
fn fits(quantity: &Quantity, money: bool) -> bool {
    match (quantity.unit, money) {
        (Unit::Money, true) | (Unit::Bare, false) => true,
        (Unit::Bare, true) => quantity.value == 0,
        (Unit::Count, false) => quantity.value % ONE == 0,
        _ => false,
    }
}
