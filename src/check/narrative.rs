//! Numbers in the text against the tables, and against each other.
//!
//! Precision comes first. A number is compared only where the words right before
//! it say what it counts, and not where its scope or its period may differ.

mod change;
mod scope;
mod shares;
mod sums;

use std::ops::Range;

pub use scope::years;

use super::{
    scale,
    sentences::{Quantity, Words, any, clause, passages, quantities, sentences},
};
use crate::{
    form::{
        edition::Saying,
        report::{Figure, Report},
    },
    ground::{
        diagnostic::{Finding, Message, either, joined, message, rules},
        number::Number,
    },
};

/// What may stand between the words and the number.
const FILLERS: &str = "共计 合计 总计 累计 总数 总量 数量 件数 数 共 为 是 ： : 了 达 \
    有 计 的 分别 办理 继续 情况 案件 申请 事项 即";
/// What joins words of which one number counts both.
const JOINTS: [char; 6] = ['及', '或', '和', '与', '、', '并'];
/// Words that say there were none.
const NONE: &str = "未收到 没有收到 未接到 未接收到 未受理 未发生 没有发生 未产生 未新收 \
    未出现 未办理 未曾收到";

/// Checks every number whose meaning is beyond doubt.
pub fn check(report: &Report, previous: Option<&Report>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for words in passages(report) {
        // Whether the sentence before gave a total that agrees with the table.
        let mut whole = false;
        for range in sentences(words.text()) {
            let sentence = Sentence {
                report,
                words,
                text: &words.text()[range.clone()],
                at: range.start,
            };
            let numbers = quantities(sentence.text, range.start);
            whole &= sentence.text.trim_start().starts_with("其中");
            sentence.figures(&numbers, &mut whole, &mut findings);
            sentence.none(&mut findings);
            findings.extend(sentence.changes(&numbers, previous));
            findings.extend(sentence.parts(&numbers));
            findings.extend(sentence.shares(&numbers));
        }
    }
    findings
}

struct Sentence<'a> {
    report: &'a Report,
    words: Words<'a>,
    text: &'a str,
    at: usize,
}

impl<'a> Sentence<'a> {
    fn sayings(&self) -> impl Iterator<Item = &'static Saying> + use<'a> {
        let sections = self.report.edition.sections.iter();
        let tables = sections.filter_map(|section| section.table.as_ref());
        tables.flat_map(|table| &table.sayings)
    }

    fn before(&self, number: &Quantity) -> &'a str {
        &self.text[..number.range.start - self.at]
    }

    /// After a total that agrees with the table, 其中 divides what the table divides.
    fn figures(&self, numbers: &[Quantity], whole: &mut bool, out: &mut Vec<Finding>) {
        for number in numbers {
            if let Some((paths, head)) = self.joined(number) {
                let sum = self.sum(&paths);
                let elsewhere = !*whole && self.is_elsewhere(head, &[]);
                if sum != Some(number.value) && !elsewhere {
                    let said = self.text[head.len()..number.range.start - self.at].trim();
                    out.extend(self.contradiction(&paths, said, number.range.clone(), number));
                }
                continue;
            }
            let candidates = self.meant(number, *whole);
            let Some(saying) = candidates.first() else {
                continue;
            };
            let agrees = candidates.iter().any(|saying| self.agrees(saying, number));
            *whole |= agrees && !saying.result;
            if !agrees {
                out.extend(self.denied(saying, number.range.clone(), number));
            }
        }
    }

    /// What a number may be of the table; `whole` where the sentence before gave a total.
    fn meant(&self, number: &Quantity, whole: bool) -> Vec<&'static Saying> {
        let elsewhere = |saying: &Saying| {
            let before = self.before(number);
            let head = strip(before, &saying.words).unwrap_or(before);
            self.is_elsewhere(head, &saying.words)
        };
        self.sayings()
            .filter(|saying| self.speaks(saying, number))
            .filter(|saying| whole && saying.result || !elsewhere(saying))
            .collect()
    }

    /// Whether the words right before a number say what a saying says.
    fn speaks(&self, saying: &Saying, number: &Quantity) -> bool {
        let unit = match &saying.unit {
            Some(unit) => number.value_in(unit).is_some(),
            None => number.counts(),
        };
        if !unit || number.rough {
            return false;
        }
        let before = self.before(number);
        let Some(head) = strip(before, &saying.words).or_else(|| self.leads(saying, number)) else {
            return false;
        };
        // 不予公开 is no 予以公开, and 依申请公开 of something else is not our word.
        let negated = head.ends_with(['不', '未', '非', '应']) || head.ends_with(JOINTS);
        !negated
            && (saying.verbs.is_empty() || any(clause(before), &saying.verbs))
            && (saying.context.is_empty() || any(self.paragraph(number), &saying.context))
    }

    /// 「予以公开及部分公开84件」: the results that are counted together, and what stands
    /// before them.
    fn joined(&self, number: &Quantity) -> Option<(Vec<String>, &'a str)> {
        let before = self.before(number);
        let mut head = before;
        let mut paths = Vec::new();
        while let Some((saying, rest)) = self
            .sayings()
            .filter(|saying| saying.result)
            .find_map(|saying| Some((saying, strip(head, &saying.words)?)))
        {
            paths.extend(saying.any.first()?.iter().cloned());
            head = rest;
            let Some(earlier) = rest.strip_suffix(JOINTS) else {
                break;
            };
            head = earlier;
        }
        let apart = any(&before[head.len()..], ["分别", "各"]);
        let negated = head.ends_with(['不', '未', '非', '应']);
        paths.reverse();
        (paths.len() > 1 && number.counts() && !number.rough && !apart && !negated)
            .then_some((paths, head))
    }

    /// The paragraph up to a number.
    fn paragraph(&self, number: &Quantity) -> &'a str {
        let before = &self.words.text()[..number.range.start];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        &before[start..]
    }

    /// 「收到3件政府信息公开申请」, 「1件结转下年度」: what stands before a number whose
    /// words follow it.
    fn leads(&self, saying: &Saying, number: &Quantity) -> Option<&'a str> {
        if saying.result {
            return None;
        }
        let after = self.text[number.range.end - self.at..].trim_start();
        let after = after.strip_prefix('的').unwrap_or(after);
        let after = after.strip_prefix("政府").unwrap_or(after);
        let after = after.strip_prefix("信息").unwrap_or(after);
        let follows = saying
            .words
            .iter()
            .any(|word| after.starts_with(word.as_str()));
        follows.then(|| self.before(number))
    }

    /// 「未收到政府信息公开申请」 where the table has some.
    fn none(&self, out: &mut Vec<Finding>) {
        if !self.text.contains(['未', '没']) {
            return;
        }
        for word in NONE.split(' ') {
            let Some(start) = self.text.find(word) else {
                continue;
            };
            let after = &self.text[start + word.len()..];
            let phrase = after
                .split(['，', ',', '。', '、'])
                .next()
                .unwrap_or_default();
            let before = &self.text[..start];
            let saying = self.sayings().find(|saying| {
                let verb = saying.verbs.is_empty() || any(word, &saying.verbs);
                let words = saying.words.iter().any(|w| {
                    let phrase = phrase.trim_end_matches("案件").trim_end_matches("申请");
                    phrase.ends_with(w.trim_end_matches("申请")) && phrase.chars().count() <= 11
                });
                let context = saying.context.is_empty() || any(self.text, &saying.context);
                verb && words && context
            });
            let Some(saying) = saying else { continue };
            let other = self.is_others(before)
                || before.contains("其中")
                || any(clause(before), scope::PERIOD.split(' '))
                || any(phrase, scope::PART.split(' '))
                || any(phrase, ["涉及", "关于"])
                || self.other_year(before);
            let range = self.at + start..self.at + start + word.len() + phrase.len();
            let zero = Quantity::none(range.clone());
            if !other && !self.agrees(saying, &zero) {
                out.extend(self.denied(saying, range, &zero));
            }
        }
    }

    fn agrees(&self, saying: &Saying, number: &Quantity) -> bool {
        let more = saying.including.is_empty() || any(self.text, &saying.including);
        let meant = if more { saying.any.len() } else { 1 };
        let said = value(number, saying);
        let mut sums = saying.any[..meant].iter();
        said.is_some() && sums.any(|sum| self.sum(sum) == said)
    }

    fn sum(&self, paths: &[String]) -> Option<i128> {
        sum(self.report, paths)
    }

    /// Whether the table leaves one of some cells blank.
    fn is_blank(&self, paths: &[String]) -> bool {
        let mut figures = paths.iter().map(|path| self.report.figure(path));
        figures.any(|figure| figure == Some(Figure::Blank))
    }

    /// What some cells together are called.
    fn sum_of(&self, paths: &[String]) -> Message {
        let edition = self.report.edition;
        joined(paths.iter().map(|path| edition.subject(path)), " + ")
    }

    /// The finding that the table has another figure than a text, if it is known at all.
    fn denied(&self, saying: &Saying, range: Range<usize>, number: &Quantity) -> Option<Finding> {
        let known = |sum: &&Vec<String>| self.sum(sum).is_some() || self.is_blank(sum);
        let sum = saying.any.iter().find(known)?;
        let said = strip_words(self.text, saying).unwrap_or_default();
        if let ([path], Some(value)) = (&sum[..], value(number, saying))
            && saying.unit.is_some()
            && let Some(amount) = self.sum(sum)
            && scale::is_off(amount, value)
        {
            let text = &self.words.text()[range.clone()];
            let place = self.words.place(range);
            return scale::finding(
                self.report,
                path,
                &format!("文字里写「{text}」"),
                value,
                place,
            );
        }
        self.contradiction(sum, said, range, number)
    }

    fn contradiction(
        &self,
        paths: &[String],
        said: &str,
        range: Range<usize>,
        number: &Quantity,
    ) -> Option<Finding> {
        let words = &self.words.text()[range.clone()];
        let row = self.sum_of(paths);
        let expected = self.sum(paths).map(Number::from_millionths);
        let slots = paths
            .iter()
            .filter_map(|path| self.report.edition.field(path)?.totals());
        let slots: Vec<_> = slots.flatten().collect();
        let mut cells = slots.iter().map(|slot| self.report.cell(*slot));
        let cell = cells.find_map(|cell| cell.place);
        let is = match expected {
            Some(expected) => format!("是 {expected}"),
            None if number.value != 0 && self.is_blank(paths) => "没有填".to_owned(),
            None => return None,
        };
        let said = match said {
            said if said.is_empty() || words.contains(said) => String::new(),
            said => format!("「{said}」"),
        };
        let message = message!(row; "文字里{said}写「{words}」，表里「{row}」{is}");
        let finding = self.words.finding(&rules::NARRATIVE_FIGURE, range, message);
        let finding = Finding {
            expected: expected.map(|number| number.to_string()),
            ..finding
        };
        let finding = finding
            .stated(Number::from_millionths(number.value))
            .label(format!("表里{is}"))
            .help(match paths {
                [path] => either(
                    format!("核对哪一个对；文字里改写成引用 {{{{{path}}}}}，以后就不会不一致"),
                    "核对哪一个对，改正错的那一个",
                ),
                _ => "核对哪一个对，改正错的那一个".into(),
            });
        match cell {
            Some(cell) => Some(finding.related(cell, "表里在这里")),
            None => Some(finding),
        }
    }
}

/// A number in the unit of what is said, in millionths.
fn value(number: &Quantity, saying: &Saying) -> Option<i128> {
    match &saying.unit {
        Some(unit) => number.value_in(unit),
        None => Some(number.value),
    }
}

/// What some paths of a report add up to, in millionths.
fn sum(report: &Report, paths: &[String]) -> Option<i128> {
    paths.iter().try_fold(0_i128, |sum, path| {
        sum.checked_add(report.number(path)?.millionths())
    })
}

/// What stands before the words, if a text ends with one of them and some filling.
fn strip<'a>(before: &'a str, words: &[String]) -> Option<&'a str> {
    let mut text = before.trim_end_matches([' ', '\u{a0}', '*']);
    for _ in 0..6 {
        let longest = words
            .iter()
            .filter(|word| text.ends_with(word.as_str()))
            .max_by_key(|word| word.len());
        if let Some(word) = longest {
            return Some(&text[..text.len() - word.len()]);
        }
        let filler = FILLERS.split(' ').find(|filler| text.ends_with(*filler))?;
        text = text[..text.len() - filler.len()].trim_end_matches([' ', '\u{a0}', '*']);
    }
    None
}

/// The words by which a sentence speaks of a figure, for the message.
fn strip_words<'a>(text: &str, saying: &'a Saying) -> Option<&'a str> {
    let found = saying
        .words
        .iter()
        .filter(|word| text.contains(word.as_str()));
    found.max_by_key(|word| word.len()).map(String::as_str)
}
