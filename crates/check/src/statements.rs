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
    meaning::{named, value},
    reader::{Kind, Reader, Statement, Time},
    tokens::{Bounds, Lexicon, Quantity, Unit, What},
};
use super::{
    scale,
    sentences::{Words, lines, passages},
};
use base::{
    diagnostic::{Finding, Message, Rule, Severity, either, message, rules, terminal::excerpt},
    number::{Number, ONE},
};
use form::{
    report::{Figure, Report},
    speech::{Role, speech},
};

/// Checks every number whose meaning is beyond doubt.
pub fn check(report: &Report, previous: Option<&Report>) -> Vec<Finding> {
    let lexicon = Lexicon::of(report);
    let mut findings: Vec<Finding> = notes(report, &lexicon).collect();
    let mut subjects = HashMap::new();
    for words in passages(report) {
        let text = words.text();
        let mut reader = Reader::new(report, &lexicon, text);
        if let Some(heading) = &words.passage.heading {
            reader.heading(&heading.text);
        }
        for range in lines(text) {
            let line = &text[range.clone()];
            match line.trim_start().starts_with('#') {
                true => reader.heading(line),
                false => reader.paragraph(range),
            }
        }
        let mut checker = Checker {
            report,
            previous,
            lexicon: &lexicon,
            words,
            statements: reader.statements,
            findings: Vec::new(),
        };
        checker.figures();
        checker.repeated(&mut subjects);
        checker.relations();
        findings.append(&mut checker.findings);
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
    figure: Option<Number>,
    /// How it comes about, as a clause.
    why: Message,
    /// The cells that it is the sum of, if it is from the table alone.
    cells: Vec<String>,
}

impl Expected {
    fn of(bounds: Bounds, figure: Number, why: impl Into<Message>) -> Self {
        Expected {
            bounds,
            figure: Some(figure),
            why: why.into(),
            cells: Vec::new(),
        }
    }
}

/// The statements of a passage, and what is found of them.
struct Checker<'a> {
    report: &'a Report,
    previous: Option<&'a Report>,
    lexicon: &'a Lexicon,
    words: Words<'a>,
    statements: Vec<Statement>,
    findings: Vec<Finding>,
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
        let holds =
            |one: &Expected| quantity.bounds.0 <= one.bounds.1 && one.bounds.0 <= quantity.bounds.1;
        if any.iter().any(holds) {
            return None;
        }
        let Expected {
            figure, why, cells, ..
        } = any.into_iter().next()?;
        let message = message!(why; "文字里写「{said}」，{why}");
        let finding = self.words.finding(rule, quantity.range.clone(), message);
        let finding = finding.stated(shown(quantity.value.abs())).help(help);
        let finding = Finding {
            expected: figure.map(|figure| figure.to_string()),
            ..finding
        };
        let fields = cells
            .iter()
            .filter_map(|path| self.report.edition.field(path)?.totals());
        let mut places = fields.flatten().map(|slot| self.report.cell(slot).place);
        match places
            .find_map(|place| place)
            .filter(|_| of.time != Time::Last)
        {
            Some(place) => Some(finding.related(place, "表里在这里")),
            None => Some(finding),
        }
    }

    /// Each number against the cells that it speaks of.
    fn figures(&mut self) {
        for at in 0..self.statements.len() {
            if let Some(finding) = self.figure(&self.statements[at]) {
                self.statements[at].wrong = true;
                self.findings.push(finding);
            }
        }
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
        let plain = statement.time == Time::Year && quantity.unit == Unit::Count && !quantity.rough;
        let doubted = !statement.sure;
        let vague = doubted && (!plain || meaning.within);
        if !(statement.counts() || earlier) || !fits(quantity, meaning.money) || vague {
            return None;
        }
        let part = statement.time == Time::Part || doubted;
        if meaning.general && (part || !statement.has(Role::General)) {
            return None;
        }
        let expected = |sum: &Vec<String>| {
            let (figure, is) = (value(report, sum)?, named(report, sum));
            let bounds = match () {
                // A part of the year, or an office below, has no more than all.
                () if part => (i128::MIN, figure),
                // All suits are no fewer than those of this matter.
                () if meaning.general => (figure, i128::MAX),
                () => (figure, figure),
            };
            let most = if part {
                "，一部分不会比全部还多"
            } else {
                ""
            };
            Some(Expected {
                cells: sum.clone(),
                ..Expected::of(bounds, shown(figure), message!(is; "{table}{is}{most}"))
            })
        };
        let sums = &meaning.any;
        let mut any: Vec<Expected> = sums.iter().filter_map(expected).collect();
        // Of several sums the one nearest to what is stated is meant.
        let off = |one: &Expected| {
            one.figure
                .map(|it| (it.millionths() - quantity.value).abs())
        };
        any.sort_by_key(|one| (off(one), one.cells.len()));
        if any.is_empty() {
            let blank = |path: &String| report.figure(path) == Some(Figure::Blank);
            let sum = sums.iter().find(|sum| sum.iter().any(blank))?;
            let row = report.edition.subject(&sum[0]);
            let told = quantity.value != 0 && statement.known().is_some();
            any.extend(told.then(|| Expected {
                bounds: (0, 0),
                figure: None,
                why: message!(row; "{table}「{row}」没有填"),
                cells: sum.clone(),
            }));
        }
        let figure = any.first()?.figure.map_or(0, Number::millionths);
        let cells = any[0].cells.clone();
        let unit = quantity.unit == Unit::Money && figure == quantity.value * 10_000;
        let off = quantity.unit == Unit::Money && scale::is_off(figure, quantity.value);
        if off && !(unit && figure % ONE != 0) {
            let place = self.words.place(quantity.range.clone());
            let said = format!("文字里写「{}」", &self.words.text()[quantity.range.clone()]);
            return scale::finding(report, &cells[0], &said, quantity.value, place);
        }
        let help = match &cells[..] {
            _ if doubted => {
                "如果说的是本机关全年的数，核对哪一个对；如果是别的范围、时间或者口径，不用改"
                    .into()
            }
            _ if unit => "数字相同，单位不同：看文字里是不是少写了「万」，还是表里填的是元".into(),
            [path] if statement.time == Time::Year => either(
                format!("核对哪一个对；文字里改写成引用 {{{{{path}}}}}，以后就不会不一致"),
                "核对哪一个对，改正错的那一个",
            ),
            _ => "核对哪一个对，改正错的那一个".into(),
        };
        let mut finding = self.told(statement, &rules::NARRATIVE_FIGURE, any, help)?;
        finding.severity = if doubted {
            Severity::Hint
        } else {
            finding.severity
        };
        let label = finding
            .expected
            .as_ref()
            .map(|figure| format!("是 {figure}"));
        Some(finding.label(format!("{table}{}", label.as_deref().unwrap_or("没有填"))))
    }

    /// 「主动公开信息2316条。……主动公开信息2361条」: one thing with two numbers.
    fn repeated(&mut self, subjects: &mut Subjects) {
        let mut found = Vec::new();
        for statement in &self.statements {
            let (quantity, own) = (&statement.quantity, statement.time == Time::Year);
            let plain = statement.counts() && statement.parent.is_none() && own && !quantity.rough;
            let Some(subject) = statement
                .subject
                .clone()
                .filter(|_| plain && !statement.wrong)
            else {
                continue;
            };
            let key = (subject, quantity.kind());
            let Some((earlier, before)) = subjects.get(&key) else {
                subjects.insert(key, (quantity.clone(), self.quoted(&statement.phrase)));
                continue;
            };
            let why = format!("前面写的是「{before}」");
            let any = vec![Expected::of(earlier.bounds, shown(earlier.value), why)];
            let help = "同一个数两处不一样：核对哪一个对；说的不是同一件事，就写清各是什么";
            found.extend(self.told(statement, &rules::NARRATIVE_SUM, any, help));
        }
        self.findings.append(&mut found);
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
