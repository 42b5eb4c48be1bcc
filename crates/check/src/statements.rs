//! What the texts say in numbers, against the tables and against itself.
//!
//! In: the passages of a report, and last year's report. Out: findings on every number that
//! the cell it speaks of contradicts, on parts that do not add up, on percentages and changes
//! that two numbers do not give. A text becomes tokens ([`tokens`]), phrases ([`clauses`]) and
//! statements ([`reader`]); [`meaning`] lays their words along the form. The words themselves
//! stand in the edition's file and in `form/speech.yaml`.
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
    meaning::{Meaning, named, value},
    reader::{Kind, Reader, Statement, Time},
    tokens::{Lexicon, Quantity, Unit, What, bit},
};
use super::{
    scale,
    sentences::{Words, lines, passages},
};
use base::{
    diagnostic::{Finding, Severity, either, message, rules, terminal::excerpt},
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
        let statements = reader.statements;
        let mut checker = Checker {
            report,
            previous,
            lexicon: &lexicon,
            words,
            statements,
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
        let said = words
            .find_map(|word| note.text.split_once(word.as_str()))?
            .1;
        let first = lexicon.tokens(said, 0).into_iter().next()?;
        let What::Number(quantity) = first.what else {
            return None;
        };
        let row = report.edition.subject(&slot.path);
        let message = message!(row; "「{row}」填 {figure}，它的注里写「{}」", note.text);
        let finding = Finding::new(&rules::NARRATIVE_FIGURE, note.place, message);
        let finding = finding
            .at(row)
            .stated(figure)
            .expected(shown(quantity.value));
        let help = "把对的数填进表里，删掉注里的这一句";
        (!quantity.holds(figure.millionths())).then(|| finding.help(help))
    })
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
    /// Each number against the cells that it speaks of.
    fn figures(&mut self) {
        for at in 0..self.statements.len() {
            if let Some(finding) = self.figure(&self.statements[at]) {
                self.statements[at].wrong = true;
                self.findings.push(finding);
            }
        }
    }

    /// 「主动公开信息2316条。……主动公开信息2361条」: one thing with two numbers.
    fn repeated(&mut self, subjects: &mut Subjects) {
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
            let said = self.quoted(&statement.phrase);
            let key = (subject, quantity.kind());
            let Some((earlier, before)) = subjects.get(&key) else {
                subjects.insert(key, (quantity.clone(), said));
                continue;
            };
            if !earlier.holds(quantity.value) && !quantity.holds(earlier.value) {
                let message = format!("文字里写「{said}」，前面写的是「{before}」");
                let place = quantity.range.clone();
                let finding = self.words.finding(&rules::NARRATIVE_SUM, place, message);
                let finding = finding
                    .stated(shown(quantity.value))
                    .expected(shown(earlier.value));
                let help = "同一个数两处不一样：核对哪一个对；说的不是同一件事，就写清各是什么";
                self.findings.push(finding.help(help));
            }
        }
    }

    fn figure(&self, statement: &Statement) -> Option<Finding> {
        let meaning = statement.meaning.as_ref()?;
        let report = match statement.time {
            Time::Last => self.previous?,
            Time::Else => return None,
            Time::Year | Time::Part => self.report,
        };
        let earlier = statement.kind == Kind::Earlier && statement.time == Time::Last;
        if !(statement.counts() || earlier) || !fits(statement, meaning.unit) {
            return None;
        }
        if !statement.sure {
            return self.doubt(statement, meaning);
        }
        let quantity = &statement.quantity;
        let any = self.meant(statement);
        let known: Vec<_> = any
            .iter()
            .filter_map(|sum| Some((sum, value(report, sum)?)))
            .collect();
        let Some((first, _)) = known.first() else {
            let blank = |path: &String| report.figure(path) == Some(Figure::Blank);
            let sum = any.iter().find(|sum| sum.iter().any(blank))?;
            let told = quantity.value != 0 && statement.time == Time::Year && !meaning.general;
            return told.then(|| self.contradiction(statement, report, sum, None));
        };
        let wrong = match statement.time {
            // A part of the year, or an office below, has no more than all.
            Time::Part => {
                known.iter().all(|(_, figure)| quantity.bounds.0 > *figure) && !meaning.general
            }
            // All suits are no fewer than those of this matter.
            _ if meaning.general => {
                statement.has(Role::General)
                    && known.iter().all(|(_, figure)| quantity.bounds.1 < *figure)
            }
            _ => known.iter().all(|(_, figure)| !quantity.holds(*figure)),
        };
        if !wrong {
            return None;
        }
        // Of several sums the one nearest to what is stated is meant.
        let near = |figure: i128| (figure - quantity.value).abs();
        let (sum, figure) = known
            .iter()
            .rev()
            .min_by_key(|(_, figure)| near(*figure))
            .copied()
            .unwrap_or((first, 0));
        if quantity.unit == Unit::Money
            && scale::is_off(figure, quantity.value)
            && (figure != quantity.value * 10_000 || figure % ONE == 0)
        {
            let text = &self.words.text()[quantity.range.clone()];
            let place = self.words.place(quantity.range.clone());
            let said = format!("文字里写「{text}」");
            return scale::finding(report, sum.first()?, &said, quantity.value, place);
        }
        Some(self.contradiction(statement, report, sum, Some(figure)))
    }

    /// A number of whose scope nobody can be sure, and that is more than the whole in the table.
    fn doubt(&self, statement: &Statement, meaning: &Meaning) -> Option<Finding> {
        let sums = meaning.any.iter();
        let known = sums.filter_map(|sum| Some((value(self.report, sum)?, sum)));
        let (most, sum) = known.max_by_key(|(most, _)| *most)?;
        let odd = statement.time == Time::Year
            && statement.quantity.unit == Unit::Count
            && !(statement.quantity.rough || meaning.general || meaning.within)
            && statement.quantity.bounds.0 > most;
        let finding = odd.then(|| self.contradiction(statement, self.report, sum, Some(most)))?;
        let help = "如果说的是本机关全年的数，核对哪一个对；如果是别的范围、时间或者口径，不用改";
        let finding = Finding {
            severity: Severity::Hint,
            ..finding
        };
        Some(finding.help(help))
    }

    /// The sums that a number may be: those with more in it only where the sentence says so.
    fn meant<'m>(&self, statement: &'m Statement) -> &'m [Vec<String>] {
        let Some(meaning) = &statement.meaning else {
            return &[];
        };
        let sayings = meaning.nouns.iter().map(|at| self.lexicon.sayings[*at]);
        let including: Vec<&String> = sayings.flat_map(|saying| &saying.including).collect();
        let text = self.words.text();
        let end = text[statement.phrase.start..]
            .find(['。', '\n'])
            .map_or(text.len(), |end| statement.phrase.start + end);
        let more = including.is_empty()
            || including
                .iter()
                .any(|word| text[statement.phrase.start..end].contains(word.as_str()));
        if more {
            &meaning.any
        } else {
            &meaning.any[..1]
        }
    }

    fn contradiction(
        &self,
        statement: &Statement,
        report: &Report,
        sum: &[String],
        figure: Option<i128>,
    ) -> Finding {
        let range = statement.quantity.range.clone();
        let said = self.quoted(&statement.phrase);
        let table = if statement.time == Time::Last {
            "上年的表里"
        } else {
            "表里"
        };
        let message = match figure {
            Some(figure) if statement.time == Time::Part => {
                let is = named(report, sum);
                message!(is; "文字里写「{said}」，{table}{is}，一部分不会比全部（{}）还多", shown(figure))
            }
            Some(_) => {
                let is = named(report, sum);
                message!(is; "文字里写「{said}」，{table}{is}")
            }
            None => {
                let row = report.edition.subject(sum.first().map_or("", |path| path));
                message!(row; "文字里写「{said}」，{table}「{row}」没有填")
            }
        };
        let finding = self.words.finding(&rules::NARRATIVE_FIGURE, range, message);
        let finding = Finding {
            expected: figure.map(|figure| shown(figure).to_string()),
            ..finding
        };
        let label = figure.map_or("没有填".to_owned(), |figure| {
            format!("是 {}", shown(figure))
        });
        let unit = statement.quantity.unit == Unit::Money
            && figure == Some(statement.quantity.value * 10_000);
        let help = match sum {
            _ if unit => "数字相同，单位不同：看文字里是不是少写了「万」，还是表里填的是元".into(),
            [path] if statement.time == Time::Year => either(
                format!("核对哪一个对；文字里改写成引用 {{{{{path}}}}}，以后就不会不一致"),
                "核对哪一个对，改正错的那一个",
            ),
            _ => "核对哪一个对，改正错的那一个".into(),
        };
        let finding = finding
            .stated(shown(statement.quantity.value))
            .label(format!("{table}{label}"))
            .help(help);
        let slots = sum
            .iter()
            .filter_map(|path| report.edition.field(path)?.totals())
            .flatten();
        let mut places = slots.map(|slot| report.cell(slot).place);
        match places.find_map(|place| place) {
            Some(place) => finding.related(place, "表里在这里"),
            None => finding,
        }
    }

    /// A stretch of the text as it is quoted.
    fn quoted(&self, range: &Range<usize>) -> String {
        excerpt(self.words.text()[range.clone()].trim(), 40)
    }
}

/// Whether a number counts what a cell does.
fn fits(statement: &Statement, unit: Option<&str>) -> bool {
    let quantity = &statement.quantity;
    match (quantity.unit, unit) {
        (Unit::Money, Some(_)) => true,
        (Unit::Bare, Some(_)) => quantity.value == 0,
        (Unit::Count, None) => quantity.value % ONE == 0,
        (Unit::Bare, None) => true,
        _ => false,
    }
}

/// Whether a statement has a role among its words.
fn has(roles: u64, role: Role) -> bool {
    roles & bit(role) != 0
}
