//! What an agency's name says of it: its region, what it may make, what it calls itself.

use super::sentences::{Words, is_han, lines, passages};
use base::diagnostic::{Finding, message, rules};
use form::{
    edition::SlotId,
    report::{Category, Report},
    speech::Role,
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

/// Whether a report is a government's.
pub(super) fn governs(report: &Report) -> bool {
    report.category == Some(Category::Government) || report.agency.text.ends_with("人民政府")
}

/// How the names of agencies that are no governments end, the shortest that still names one.
const OFFICES: &str = "委员会 办公室 总队 支队 大队 分局 局 厅 馆 院 委 中心 署 部 社 所 处 队 办";

/// How an agency's name ends.
pub(super) fn kind(name: &str) -> Option<&'static str> {
    let mut authorities = AUTHORITIES.split(' ');
    let authority = authorities.find(|authority| name.ends_with(authority));
    authority.or_else(|| OFFICES.split(' ').find(|kind| name.ends_with(kind)))
}

/// The words by which an agency's report means itself, or offices below it.
pub(super) fn selves(name: &str) -> Vec<(String, Role)> {
    let mut found = vec![(name.to_owned(), Role::Own)];
    let mut own = |words: &[&str], kind: &str| {
        found.extend(
            words
                .iter()
                .map(|word| (word.replace('_', kind), Role::Own)),
        );
    };
    let Some(region) = region(name) else {
        for kind in kind(name)
            .into_iter()
            .chain(name.ends_with("大队").then_some("队"))
        {
            own(&["我_", "本_", "全_", "_机关", "_", "我_机关"], kind);
        }
        return found;
    };
    own(
        &[
            "我_",
            "本_",
            "全_",
            "全_各级行政机关",
            "全_行政机关",
            "全_各级各部门",
            "全_政府系统",
            "全_各部门",
        ],
        region,
    );
    let place = AUTHORITIES
        .split(' ')
        .find_map(|authority| name.strip_suffix(authority))
        .unwrap_or(name);
    own(&["_"], place);
    let own_office = matches!(region, "镇" | "乡" | "街道");
    let role = if own_office { Role::Own } else { Role::Parts };
    for word in [
        "_政府",
        "_人民政府",
        "_办事处",
        "_政府办",
        "_政府办公室",
        "_人民政府办公室",
        "_本级",
        "_直",
        "_级",
        "_直部门",
        "_直各部门",
        "_办",
    ] {
        found.push((word.replace('_', region), role));
    }
    found
}

/// Looks at what only an agency's name tells.
pub fn check(report: &Report) -> Vec<Finding> {
    let mut findings: Vec<Finding> = regulations(report).into_iter().collect();
    findings.extend(other_title(report));
    for words in passages(report) {
        findings.extend(other_name(report, words));
    }
    findings
}

/// 规章 in the report of an agency that cannot make them: 立法法 names departments of the State Council, and the governments of provinces and of cities that
/// are divided into districts.
fn regulations(report: &Report) -> Option<Finding> {
    let name = &report.agency.text;
    // A government's office reports for its government.
    let governs = report.category == Some(Category::Government);
    let base = name.trim_end_matches("办公厅").trim_end_matches("办公室");
    let full = if governs && region(base).is_none() {
        format!("{base}人民政府")
    } else {
        base.to_owned()
    };
    if may_regulate(&full) {
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
    // The law was numbered anew in March 2023.
    let articles = match report.year >= 2023 {
        true => "第九十一条、第九十三条",
        false => "第八十条、第八十二条",
    };
    let message = message!(cell; "「{cell}」写 {value}，「{name}」不能制定规章");
    Some(
        Finding::new(&rules::REGULATION_POWER, report.place(slot), message)
            .at(cell)
            .stated(value)
            .expected("0")
            .help(format!(
                "规章由国务院部门，省、自治区、直辖市和设区的市、自治州的人民政府制定\
                （立法法{articles}）；其他文件填在它们自己的行里",
            )),
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
    共收到 共受理 收到 受理 主动公开 编制 共主动公开 政府信息公开工作 政务公开 由局长 设在";

/// How a clause begins that stands before the agency.
const LEADS: &str = "根据 按照 依据 遵照";

/// What an agency's own report is about; a partner does something else in it.
const MATTERS: &str = "政务公开工作 信息公开工作 政府信息公开 主动公开 条例 年度报告 公开申请 依申请公开 \
    按照要求 公开要求 认真贯彻 贯彻落实 领导小组 编制";
/// Regions of one rank.
const TOWNSHIPS: [&str; 3] = ["镇", "乡", "街道"];

/// 「某某区民政局认真贯彻……」 in the report of another agency: a sentence from its report.
fn other_name(report: &Report, words: Words<'_>) -> Option<Finding> {
    let own = &report.agency.text;
    let text = words.text();
    lines(text).into_iter().find_map(|line| {
        let (start, name) = stranger(own, &text[line.clone()])?;
        let start = line.start + start;
        let message = format!("文字里自称「{name}」，本报告的机关是「{own}」");
        let finding = words.finding(&rules::AGENCY_NAME, start..start + name.len(), message);
        Some(told(finding, name, own))
    })
}

fn told(finding: Finding, name: &str, own: &str) -> Finding {
    finding
        .stated(name)
        .expected(own)
        .help("多半是从别处抄来的，连同这一段的数字一起核对；改成本机关的名称")
}

/// A title that names another agency.
fn other_title(report: &Report) -> Option<Finding> {
    let (title, own) = (report.title.as_ref()?, &report.agency.text);
    let name = title
        .text
        .split(|c: char| c.is_ascii_digit())
        .next()?
        .trim();
    let name = is_foreign(own, name).then_some(name)?;
    let message = format!("标题里写的是「{name}」，本报告的机关是「{own}」");
    let finding = Finding::new(&rules::AGENCY_NAME, title.place, message).at("标题");
    Some(told(finding, name, own))
}

/// Whether a name is that of another agency of the same kind: a short form of one's own is
/// made of the characters of the whole.
fn is_foreign(own: &str, name: &str) -> bool {
    let alike = match region(own) {
        Some(place) if TOWNSHIPS.contains(&place) => {
            TOWNSHIPS.iter().any(|kind| name.ends_with(kind))
        }
        Some(place) => name.ends_with(place) && name.chars().count() > 2,
        None => false,
    };
    let alike = alike
        || KINDS
            .split(' ')
            .any(|kind| name.ends_with(kind) && own.ends_with(kind));
    !own.is_empty() && alike && !name.chars().all(|c| own.contains(c))
}

/// The agency that speaks of itself in a line of another's report.
fn stranger<'a>(own: &str, line: &'a str) -> Option<(usize, &'a str)> {
    let at = |name: &str| name.as_ptr() as usize - line.as_ptr() as usize;
    let plain = |name: &str| name.chars().all(is_han) && (3..=24).contains(&name.chars().count());
    for (before, behind) in [
        ("我单位为", "，"),
        ("本单位为", "，"),
        ("本报告由", "编制"),
        ("请与", "联系"),
        ("请联系", "（"),
    ] {
        let Some((_, rest)) = line.split_once(before) else {
            continue;
        };
        let name = rest.split(behind).next().unwrap_or(rest);
        let end = KINDS
            .split(' ')
            .find_map(|kind| Some(name.find(kind)? + kind.len()));
        let name = end.map_or(name, |end| &name[..end]);
        let kind = KINDS.split(' ').skip(1).any(|kind| name.ends_with(kind));
        let other = kind && !own.is_empty() && !name.chars().all(|c| own.contains(c));
        if plain(name) && (other || is_foreign(own, name)) {
            return Some((at(name), name));
        }
    }
    let (start, mut name) = subject(line)?;
    // 「某某局政务公开领导小组由……」 begins with the agency.
    for kind in KINDS.split(' ') {
        if let Some(end) = name.find(kind).filter(|_| name.contains("公开")) {
            name = &name[..end + kind.len()];
        }
    }
    let sentence = line[start..].split('。').next().unwrap_or_default();
    let own_matter = MATTERS.split(' ').any(|matter| sentence.contains(matter));
    let partner =
        sentence.contains('我') || sentence.contains('本') && !sentence.contains("本报告");
    (is_foreign(own, name) && own_matter && !partner).then_some((start, name))
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
    // 「根据《条例》要求，某某局……」.
    let opening = match opening.split_once('，') {
        Some((lead, rest)) if LEADS.split(' ').any(|word| lead.starts_with(word)) => rest,
        _ => opening,
    };
    let (at, _) = DEEDS
        .split(' ')
        .filter_map(|deed| opening.find(deed).map(|at| (at, deed)))
        .min_by_key(|(at, _)| *at)?;
    let name = &opening[..at];
    let plain = name.chars().all(is_han) && (3..=24).contains(&name.chars().count());
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
