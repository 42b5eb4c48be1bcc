//! What an agency's name says of it: its region, what it may make, what it calls itself.

use super::sentences::{Words, is_han, lines, passages};
use crate::{
    form::{edition::SlotId, report::Report},
    ground::diagnostic::{Finding, message, rules},
};

/// What a region's own authority is called behind the region's name.
const AUTHORITIES: &str = "人民政府 政府 管理委员会 管委会 办事处";
/// How the names of regions end.
const REGIONS: &str = "街道 省 市 州 盟 区 县 旗 镇 乡";
/// Words in which the end of a region's name is none.
const COMPOUNDS: &str = "市场 城市 城乡 乡村 社区 地区";
/// How names begin that belong to the whole country.
const NATIONAL: &str = "国家 国务院 中国 中华 全国";

/// What kind of region an agency governs; nothing for one that governs none.
pub(super) fn region(name: &str) -> Option<&'static str> {
    let mut authorities = AUTHORITIES.split(' ');
    let place = authorities.find_map(|authority| name.strip_suffix(authority))?;
    REGIONS.split(' ').find(|region| place.ends_with(region))
}

/// Looks at what only an agency's name tells.
pub fn check(report: &Report) -> Vec<Finding> {
    let mut findings: Vec<Finding> = regulations(report).into_iter().collect();
    for words in passages(report) {
        findings.extend(other_name(report, words));
    }
    findings
}

/// 规章 in the report of an agency that cannot make them: 立法法第九十一条、第九十三条 name
/// departments of the State Council, and the governments of provinces and of cities that
/// are divided into districts.
fn regulations(report: &Report) -> Option<Finding> {
    let name = &report.agency.text;
    if may_regulate(name) {
        return None;
    }
    let stated = |slot: &SlotId| report.value(*slot).is_some_and(|value| value != 0);
    let slot = *report
        .edition
        .regulations
        .iter()
        .find(|slot| stated(slot))?;
    let cell = report.edition.subject(&report.edition.slot(slot).path);
    let value = report.printed(slot);
    let message = message!(cell; "「{cell}」写 {value}，「{name}」不能制定规章");
    Some(
        Finding::new(&rules::REGULATION_POWER, report.place(slot), message)
            .at(cell)
            .stated(value)
            .expected("0")
            .help(
                "规章由国务院部门，省、自治区、直辖市和设区的市、自治州的人民政府制定\
                （立法法第九十一条、第九十三条）；其他文件填在它们自己的行里",
            ),
    )
}

/// Whether an agency may make 规章, or its name does not tell.
fn may_regulate(name: &str) -> bool {
    if NATIONAL.split(' ').any(|word| name.starts_with(word)) {
        return true;
    }
    match region(name) {
        Some("省" | "市" | "州") => true,
        Some("区") => name.contains("自治区人民政府"),
        Some(_) => false,
        None => {
            let plain = COMPOUNDS
                .split(' ')
                .fold(name.to_owned(), |name, word| name.replace(word, ""));
            !REGIONS.split(' ').any(|region| plain.contains(region))
        }
    }
}

/// How the names of agencies end that do not name their own parts so.
const KINDS: &str = "人民政府 街道办事处 委员会 总队 支队 大队 局 厅 馆 院";
/// What follows an agency that speaks of itself at the head of a paragraph.
const DEEDS: &str = "认真 高度重视 严格 坚持 深入 始终 切实 积极 全面 持续 紧紧 根据 按照 依据 \
    共收到 共受理 收到 受理 主动公开 编制";

/// 「某某区民政局认真贯彻……」 in the report of another agency: a sentence from its report.
fn other_name(report: &Report, words: Words<'_>) -> Option<Finding> {
    let own = &report.agency.text;
    let text = words.text();
    lines(text).into_iter().find_map(|line| {
        let (start, name) = subject(&text[line.clone()])?;
        // A short form is made of the characters of the whole.
        let foreign = !own.is_empty() && !name.chars().all(|c| own.contains(c));
        let kind = KINDS.split(' ').find(|kind| name.ends_with(kind))?;
        if !foreign || !own.ends_with(kind) {
            return None;
        }
        let start = line.start + start;
        let message = format!("文字里自称「{name}」，本报告的机关是「{own}」");
        let finding = words.finding(&rules::AGENCY_NAME, start..start + name.len(), message);
        Some(
            finding
                .stated(name)
                .expected(own)
                .help("多半是从别处抄来的，连同这一段的数字一起核对；改成本机关的名称"),
        )
    })
}

/// The agency that a paragraph begins with, or after the year or 本报告由, and says what it did.
fn subject(line: &str) -> Option<(usize, &str)> {
    let opening = line.trim_start_matches(|c: char| !is_han(c));
    let opening = match opening.split_once("本报告由") {
        Some((before, rest)) if before.chars().count() < 60 => rest,
        _ => opening
            .strip_prefix("年度")
            .or_else(|| opening.strip_prefix('年'))
            .map_or(opening, |rest| rest.trim_start_matches(['，', ',', ' '])),
    };
    let (at, _) = DEEDS
        .split(' ')
        .filter_map(|deed| opening.find(deed).map(|at| (at, deed)))
        .min_by_key(|(at, _)| *at)?;
    let name = &opening[..at];
    let plain = name.chars().all(is_han) && (4..=24).contains(&name.chars().count());
    plain.then_some((line.len() - opening.len(), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_may_be_made() {
        for name in [
            "国家市场监督管理总局",
            "教育部",
            "住房和城乡建设部",
            "山东省人民政府",
            "淄博市人民政府",
            "恩施土家族苗族自治州人民政府",
            "广西壮族自治区人民政府",
        ] {
            assert!(may_regulate(name), "{name}");
        }
        for name in [
            "某某县市场监督管理局",
            "淄博市公安局交通警察支队张店大队",
            "山东省教育厅",
            "淄博市张店区人民政府",
            "某某县人民政府",
            "某某镇人民政府",
            "某某街道办事处",
        ] {
            assert!(!may_regulate(name), "{name}");
        }
    }

    #[test]
    fn governments_have_regions() {
        assert_eq!(region("淄博市人民政府"), Some("市"));
        assert_eq!(region("某某街道办事处"), Some("街道"));
        assert_eq!(region("某某经济开发区管理委员会"), Some("区"));
        assert_eq!(region("淄博市人民政府办公室"), None);
        assert_eq!(region("某某县教育局"), None);
    }
}
