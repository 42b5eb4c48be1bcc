//! Numbers in the text against the tables, and against each other.
//!
//! Precision comes first. A number is compared only where the words right before
//! it say what it counts, and not where its scope or its period may differ.

mod change;
mod none;
mod sums;
mod words;

use self::words::{FILLERS, PART, PERIOD, SCOPE, WHOLE};
use super::text::{Quantity, Words, clause, passages, quantities, sentences};
use crate::{
    form::{edition::Saying, report::Report},
    ground::{
        diagnostic::{Finding, rules},
        number::Number,
        source::Span,
    },
};

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
            sentence.figures(&numbers, previous, &mut whole, &mut findings);
            sentence.none(&mut findings);
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

fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
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
    fn figures(
        &self,
        numbers: &[Quantity],
        previous: Option<&Report>,
        whole: &mut bool,
        out: &mut Vec<Finding>,
    ) {
        for (index, number) in numbers.iter().enumerate() {
            let before = self.before(number);
            let candidates: Vec<&Saying> = self
                .sayings()
                .filter(|saying| self.speaks(saying, before, number))
                .filter(|saying| *whole && saying.result || !self.is_elsewhere(saying, before))
                .collect();
            let Some(saying) = candidates.first() else {
                continue;
            };
            let agrees = candidates
                .iter()
                .any(|saying| self.agrees(saying, number.value));
            *whole |= agrees && !saying.result;
            if !agrees {
                let place = self.words.place(number.range.clone());
                let words = &self.words.text()[number.range.clone()];
                out.extend(self.contradiction(saying, place, words, Some(number.value)));
            } else if let (Some(previous), Some(rate)) = (previous, numbers.get(index + 1)) {
                out.extend(self.change(saying, number, rate, previous));
            }
        }
    }

    /// Whether the words right before a number say what a saying says.
    fn speaks(&self, saying: &Saying, before: &str, number: &Quantity) -> bool {
        let unit = match &saying.unit {
            Some(unit) => number.unit == unit,
            None => matches!(
                number.unit,
                "件" | "份" | "条" | "项" | "宗" | "起" | "次" | "个" | "例" | "部"
            ),
        };
        if !unit || number.rough {
            return false;
        }
        let Some(head) = strip(before, &saying.words).or_else(|| self.leads(saying, number)) else {
            return false;
        };
        let phrase = clause(before);
        let verbs: Vec<&str> = saying.verbs.iter().map(String::as_str).collect();
        let context: Vec<&str> = saying.context.iter().map(String::as_str).collect();
        // 不予公开 is no 予以公开, and 依申请公开 of something else is not our word.
        // 「予以公开及部分公开84件」 counts both.
        let negated = head.ends_with(['不', '未', '非', '应', '及', '或', '和', '与', '、']);
        !negated
            && (verbs.is_empty() || any(phrase, &verbs))
            && (context.is_empty() || any(before, &context))
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

    /// Whether a number may be about another scope or period than the table.
    fn is_elsewhere(&self, saying: &Saying, before: &str) -> bool {
        let head = &closed(strip(before, &saying.words).unwrap_or(before));
        let phrase = clause(head);
        let columns = self.report.edition.columns();
        let part = (any(phrase, &PART) || any(phrase, &columns)) && !any(phrase, &WHOLE);
        let months = phrase.contains('月') || (head.contains("月至") || head.contains("月底"));
        let since = head.contains("截至") && head.contains("累计");
        let carried = phrase.contains("结转") && !saying.words.iter().any(|w| w.contains("结转"));
        any(head, &SCOPE)
            || head.contains("其中")
            || since
            || carried
            || any(phrase, &PERIOD)
            || part
            || months
            || self.other_year(head)
    }

    /// Whether the year that was named last is not the report's.
    fn other_year(&self, head: &str) -> bool {
        years(head)
            .last()
            .is_some_and(|(_, year)| *year != self.report.year)
    }

    fn agrees(&self, saying: &Saying, value: i128) -> bool {
        let said = |word: &String| self.text.contains(word.as_str());
        let more = saying.including.is_empty() || saying.including.iter().any(said);
        let meant = if more { saying.any.len() } else { 1 };
        let mut sums = saying.any[..meant].iter();
        sums.any(|sum| self.sum(sum) == Some(value))
    }

    fn sum(&self, paths: &[String]) -> Option<i128> {
        paths.iter().try_fold(0_i128, |sum, path| {
            sum.checked_add(self.report.value_of(path)?)
        })
    }

    /// The finding, if the table's figure is known at all.
    fn contradiction(
        &self,
        saying: &Saying,
        place: Span,
        words: &str,
        value: Option<i128>,
    ) -> Option<Finding> {
        let (sum, expected) = saying
            .any
            .iter()
            .find_map(|sum| Some((sum, self.sum(sum)?)))?;
        let path = sum.join(" + ");
        let expected = Number::from_millionths(expected).to_string();
        let slots = sum
            .iter()
            .filter_map(|path| self.report.edition.field(path)?.totals());
        let cell = slots
            .flatten()
            .find_map(|slot| self.report.cell(slot).place);
        let said = match strip_words(self.text, saying) {
            Some(said) if !words.contains(said) => format!("「{said}」"),
            _ => String::new(),
        };
        let mut finding = Finding::new(
            &rules::NARRATIVE_FIGURE,
            place,
            format!("文字里{said}写「{words}」，表里「{path}」是 {expected}"),
        )
        .at(self.words.section)
        .expected(&expected)
        .label(format!("表里是 {expected}"))
        .help(match &sum[..] {
            [path] => {
                format!("核对哪一个对；文字里改写成引用 {{{{{path}}}}}，以后就不会不一致")
            }
            _ => "核对哪一个对，改正错的那一个".to_owned(),
        });
        finding.stated = value.map(|value| Number::from_millionths(value).to_string());
        match cell {
            Some(cell) => Some(finding.related(cell, "表里在这里")),
            None => Some(finding),
        }
    }
}

/// A text without the brackets that are closed in it.
fn closed(text: &str) -> String {
    let mut out = String::new();
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '（' | '(' => {
                open.push(out.len());
                out.push(c);
            }
            '）' | ')' => match open.pop() {
                Some(start) => out.truncate(start),
                None => out.push(c),
            },
            _ => out.push(c),
        }
    }
    out
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
        let filler = FILLERS.iter().find(|filler| text.ends_with(**filler))?;
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

/// The years that a text names, with their places.
pub fn years(text: &str) -> Vec<(std::ops::Range<usize>, u16)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let digits: String = text[..at]
            .chars()
            .rev()
            .take_while(char::is_ascii_digit)
            .collect();
        if digits.len() == 4
            && let Ok(year) = digits.chars().rev().collect::<String>().parse::<u16>()
            && (1949..=2100).contains(&year)
        {
            found.push((at - 4..at, year));
        }
    }
    found
}
