//! Numbers in the text against the tables, and against each other.
//!
//! Precision comes first. A number is compared only where the words right before
//! it say what it counts, and not where its scope or its period may differ.

mod change;
mod sums;

use std::ops::Range;

use super::text::{Quantity, Words, any, clause, passages, quantities, sentences};
use crate::{
    form::{edition::Saying, report::Report},
    ground::{
        diagnostic::{Finding, rules},
        number::Number,
    },
};

/// Other offices than the agency, or a part of what it counts.
const SCOPE: &str = "全区 全市 全县 全省 全州 全旗 全镇 全乡 全系统 全街道 全国 各级 \
    各部门 各单位 各镇 各乡 各街道 各科室 各区 各县 辖区 下属 所属 直属 \
    局属 区直 县直 市直 区级 镇街 提案";
/// Other periods than the report year.
const PERIOD: &str = "本月 上月 月份 月底 季度 上半年 下半年 去年 上年 上一年 前年 同期 \
    同比 环比 历年 以来 近年 三年 五年 明年 下年";
/// A part of the whole, unless the clause says that it is the whole.
const PART: &str = "窗口 网络 网上 网站 信函 邮寄 邮件 邮箱 当面 现场 传真 平台 企业 \
    组织 个人 电话 不属于 重复 属于 撤回";
/// Words that say that a number is the whole.
const WHOLE: &str = "共 总 合计 累计 全年 公民、法人";
/// What may stand between the words and the number.
const FILLERS: &str = "共计 合计 总计 累计 总数 总量 数量 件数 数 共 为 是 ： : 了 达 \
    有 计 的 分别 办理 继续 情况 案件 申请 事项 即";
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
                out.extend(self.contradiction(saying, number.range.clone(), Some(number.value)));
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
        // 不予公开 is no 予以公开, and 依申请公开 of something else is not our word.
        // 「予以公开及部分公开84件」 counts both.
        let negated = head.ends_with(['不', '未', '非', '应', '及', '或', '和', '与', '、']);
        !negated
            && (saying.verbs.is_empty() || any(phrase, &saying.verbs))
            && (saying.context.is_empty() || any(before, &saying.context))
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
        let part = (any(phrase, PART.split(' ')) || any(phrase, &columns))
            && !any(phrase, WHOLE.split(' '));
        let months = phrase.contains('月') || (head.contains("月至") || head.contains("月底"));
        let since = head.contains("截至") && head.contains("累计");
        let carried = phrase.contains("结转") && !saying.words.iter().any(|w| w.contains("结转"));
        any(head, SCOPE.split(' '))
            || head.contains("其中")
            || since
            || carried
            || any(phrase, PERIOD.split(' '))
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
            let other = any(before, SCOPE.split(' '))
                || before.contains("其中")
                || any(clause(before), PERIOD.split(' '))
                || any(phrase, PART.split(' '))
                || any(phrase, ["涉及", "关于"])
                || self.other_year(before);
            if other || self.agrees(saying, 0) {
                continue;
            }
            let range = self.at + start..self.at + start + word.len() + phrase.len();
            out.extend(self.contradiction(saying, range, Some(0)));
        }
    }

    fn agrees(&self, saying: &Saying, value: i128) -> bool {
        let more = saying.including.is_empty() || any(self.text, &saying.including);
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
        range: Range<usize>,
        value: Option<i128>,
    ) -> Option<Finding> {
        let words = &self.words.text()[range.clone()];
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
        let message = format!("文字里{said}写「{words}」，表里「{path}」是 {expected}");
        let finding = self.words.finding(&rules::NARRATIVE_FIGURE, range, message);
        let mut finding = finding
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
