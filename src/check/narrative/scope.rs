//! Whose figure a sentence gives, and of which period.

use std::ops::Range;

use super::Sentence;
use crate::check::{
    agency,
    sentences::{any, clause},
};

/// Regions: each is the own one of its government, and another's for everybody else.
const REGIONS: &str = "全区 全市 全县 全省 全州 全旗 全镇 全乡 全街道";
/// Other offices than the agency, or a part of what it counts.
const OTHERS: &str = "全系统 全国 各级 各部门 各单位 各镇 各乡 各街道 各科室 各区 各县 辖区 下属 \
    所属 直属 局属 区直 县直 市直 区级 镇街 提案 建议 信访件 来信 来电 热线 工单";
/// Offices that count a part, but for the agency that is such a one.
const OFFICES: &str = "政府办 办公室 办公厅";
/// Likewise in the report of a government.
const DEPARTMENTS: &str = "局 委员会 管委会 部门 街道";
/// Other periods than the report year.
pub(super) const PERIOD: &str = "本月 上月 月份 月底 季度 上半年 下半年 去年 上年 上一年 前年 同期 \
    同比 环比 历年 以来 近年 三年 五年 明年 下年";
/// A part of the whole, unless the clause says that it is the whole.
pub(super) const PART: &str = "窗口 网络 网上 网站 信函 邮寄 邮件 邮箱 当面 现场 传真 平台 企业 \
    组织 个人 电话 不属于 重复 属于 撤回";
/// Words that say that a number is the whole.
const WHOLE: &str = "共 总 合计 累计 全年 公民、法人";

impl Sentence<'_> {
    /// Whether what stands before some words about a number gives it another scope or period
    /// than the table's.
    pub(super) fn is_elsewhere(&self, head: &str, words: &[String]) -> bool {
        let head = &closed(head);
        let phrase = clause(head);
        let months = phrase.contains('月') || (head.contains("月至") || head.contains("月底"));
        let since = head.contains("截至") && head.contains("累计");
        let carried = phrase.contains("结转") && !words.iter().any(|w| w.contains("结转"));
        self.is_others(head)
            || head.contains("其中")
            || any(head, ["十三五", "十四五", "十五五"])
            || since
            || carried
            || any(phrase, PERIOD.split(' '))
            || self.is_part(phrase)
            || months
            || self.other_year(head)
    }

    /// Whether a text before a number names another scope than the agency's own.
    pub(super) fn is_others(&self, head: &str) -> bool {
        let name = self.report.agency.text.as_str();
        let own = agency::region(name).map(|region| format!("全{region}"));
        let mut regions = REGIONS.split(' ').filter(|r| own.as_deref() != Some(*r));
        let foreign = |word: &&str| !name.contains(*word);
        regions.any(|region| head.contains(region))
            || any(head, OTHERS.split(' '))
            || any(head, OFFICES.split(' ').filter(foreign))
            || own.is_some() && any(head, DEPARTMENTS.split(' ').filter(foreign))
    }

    /// Whether a phrase speaks of a part of what the table counts.
    pub(super) fn is_part(&self, phrase: &str) -> bool {
        (any(phrase, PART.split(' ')) || any(phrase, self.report.edition.columns()))
            && !any(phrase, WHOLE.split(' '))
    }

    /// Whether the year that was named last is not the report's.
    pub(super) fn other_year(&self, head: &str) -> bool {
        years(head)
            .last()
            .is_some_and(|(_, year)| *year != self.report.year)
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

/// The years that a text names, with their places.
pub fn years(text: &str) -> Vec<(Range<usize>, u16)> {
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
