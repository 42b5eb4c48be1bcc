//! What an agency's name says of it: its region, what it may make, what it calls itself.
//!
//! The words that names are made of stand in `form/speech.yaml`, under `agencies`.

use super::sentences::{Words, any, is_han, lines, passages};
use base::{
    diagnostic::{Finding, message, rules},
    source::Span,
};
use form::{
    edition::SlotId,
    report::{Category, Report, keys},
    speech::{Role, speech},
};

/// Words of a kind.
fn words(kind: &str) -> &'static [String] {
    &speech().agencies[kind]
}

/// The first word of a kind by which a name ends.
fn ending(name: &str, kind: &str) -> Option<&'static str> {
    let words = words(kind).iter().map(String::as_str);
    { words }.find(|word| name.ends_with(word))
}

/// The region that an agency governs; nothing for one that governs none.
fn governed(name: &str) -> Option<&str> {
    name.strip_suffix(ending(name, "authorities")?)
}

/// What kind of region an agency governs.
pub(super) fn region(name: &str) -> Option<&'static str> {
    ending(governed(name)?, "regions")
}

/// Whether a report is a government's.
pub(super) fn governs(report: &Report) -> bool {
    report.category == Some(Category::Government) || report.agency.text.ends_with("人民政府")
}

/// The words by which an agency's report means itself, or offices below it.
pub(super) fn selves(name: &str) -> Vec<(String, Role)> {
    let mut found = vec![(name.to_owned(), Role::Own)];
    let mut call = |patterns: &str, kind: &str, role: Role| {
        let named = words(patterns).iter().map(|word| word.replace('_', kind));
        found.extend(named.map(|word| (word, role)));
    };
    if let (Some(region), Some(place)) = (region(name), governed(name)) {
        let town = words("towns").iter().any(|town| town == region);
        call("governs", region, Role::Own);
        call("below", region, if town { Role::Own } else { Role::Parts });
        found.push((place.to_owned(), Role::Own));
        return found;
    }
    let offices = words("offices").iter().map(String::as_str);
    let offices = offices.filter(|office| name.ends_with(office));
    for kind in ending(name, "authorities").into_iter().chain(offices) {
        call("own", kind, Role::Own);
    }
    found
}

/// Looks at what only an agency's name tells.
pub fn check(report: &Report) -> Vec<Finding> {
    let own = &report.agency.text;
    let mut findings: Vec<Finding> = regulations(report).into_iter().collect();
    let title = report.title.iter().map(|title| {
        let name = title.text.split(|c: char| c.is_ascii_digit()).next();
        (keys::TITLE, title.place, name.unwrap_or_default())
    });
    let signature = report.signature.iter();
    let signature = signature.map(|name| (keys::SIGNATURE, report.agency.place, name.as_str()));
    for (key, place, name) in title.chain(signature) {
        let said = if key == keys::TITLE {
            "标题里写的是"
        } else {
            "落款是"
        };
        let told = is_foreign(own, name.trim()).then(|| told(report, place, said, name.trim()));
        findings.extend(told.map(|finding| finding.at(key)));
    }
    for words in passages(report) {
        findings.extend(other_name(report, words));
    }
    findings
}

/// 规章 in the report of an agency that cannot make them: 立法法 names departments of the State
/// Council, and the governments of provinces and of cities that are divided into districts.
fn regulations(report: &Report) -> Option<Finding> {
    let name = &report.agency.text;
    // A government's office reports for its government.
    let governs = report.category == Some(Category::Government);
    let base = name.trim_end_matches("办公厅").trim_end_matches("办公室");
    let office = governs && region(base).is_none();
    if may_regulate(&format!("{base}{}", if office { "人民政府" } else { "" })) {
        return None;
    }
    let stated = |slot: &SlotId| report.value(*slot).is_some_and(|value| value != 0);
    let slot = report.edition.regulations.iter().copied().find(stated)?;
    let cell = report.edition.subject(&report.edition.slot(slot).path);
    let value = report.printed(slot);
    // The law was numbered anew in March 2023.
    let articles = match report.year >= 2023 {
        true => "第九十一条、第九十三条",
        false => "第八十条、第八十二条",
    };
    let message = message!(cell; "「{cell}」写 {value}，「{name}」不能制定规章");
    let finding = Finding::new(&rules::REGULATION_POWER, report.place(slot), message);
    Some(finding.at(cell).stated(value).expected("0").help(format!(
        "规章由国务院部门，省、自治区、直辖市和设区的市、自治州的人民政府制定\
        （立法法{articles}）；其他文件填在它们自己的行里",
    )))
}

/// Whether an agency may make 规章, or its name does not tell.
fn may_regulate(name: &str) -> bool {
    let national = words("national").iter();
    match region(name) {
        _ if { national }.any(|word| name.starts_with(word.as_str())) => true,
        Some("省" | "市" | "州") => true,
        Some("区") => name.contains("自治区人民政府"),
        Some(_) => false,
        None => {
            let compounds = words("not_regions").iter();
            let plain = compounds.fold(name.to_owned(), |name, word| name.replace(word, ""));
            !any(&plain, words("regions"))
        }
    }
}

/// 「某某区民政局认真贯彻……」 in the report of another agency: a sentence from its report.
fn other_name(report: &Report, words: Words<'_>) -> Option<Finding> {
    let text = words.text();
    lines(text).into_iter().find_map(|line| {
        let (start, name) = stranger(&report.agency.text, &text[line.clone()])?;
        let start = line.start + start;
        let place = words.place(start..start + name.len());
        Some(told(report, place, "文字里自称", name).at(words.section))
    })
}

fn told(report: &Report, place: Span, said: &str, name: &str) -> Finding {
    let own = &report.agency.text;
    let message = format!("{said}「{name}」，本报告的机关是「{own}」");
    let finding = Finding::new(&rules::AGENCY_NAME, place, message);
    let finding = finding.stated(name).expected(own);
    finding.help("多半是从别处抄来的，连同这一段的数字一起核对；改成本机关的名称")
}

/// Whether a name is that of another agency of the same kind: a short form of one's own is
/// made of the characters of the whole.
fn is_foreign(own: &str, name: &str) -> bool {
    let region = region(own);
    let town = words("towns").iter().any(|town| region == Some(town));
    let alike = match region {
        Some(_) if town => ending(name, "towns").is_some(),
        Some(place) => name.ends_with(place) && name.chars().count() > 2,
        None => false,
    };
    let mut kinds = words("kinds").iter();
    let alike = alike || kinds.any(|kind| name.ends_with(&**kind) && own.ends_with(&**kind));
    alike && is_other(own, name)
}

fn is_other(own: &str, name: &str) -> bool {
    let own_too = own.is_empty() || name.contains(own);
    !own_too && !name.chars().all(|c| own.contains(c))
}

fn is_name(name: &str) -> bool {
    name.chars().all(is_han) && (3..=24).contains(&name.chars().count())
}

/// A name up to the first kind of agency in it.
fn cut(name: &str) -> &str {
    let mut kinds = words("kinds").iter();
    let end = kinds.find_map(|kind| Some(name.find(&**kind)? + kind.len()));
    &name[..end.unwrap_or(name.len())]
}

/// The agency that speaks of itself in a line of another's report.
fn stranger<'a>(own: &str, line: &'a str) -> Option<(usize, &'a str)> {
    for (before, behind) in words("introduces")
        .iter()
        .filter_map(|one| one.split_once('…'))
    {
        let Some((lead, rest)) = line.split_once(before) else {
            continue;
        };
        let name = cut(rest.split(behind).next().unwrap_or(rest));
        let office = ending(name, "kinds").is_some_and(|kind| kind != "人民政府");
        if is_name(name) && (office && is_other(own, name) || is_foreign(own, name)) {
            return Some((lead.len() + before.len(), name));
        }
    }
    let (start, name) = subject(line)?;
    // 「某某局政务公开领导小组由……」 begins with the agency.
    let name = if name.contains("公开") {
        cut(name)
    } else {
        name
    };
    let sentence = line[start..].split('。').next().unwrap_or_default();
    let partner = sentence.replace("本报告", "").contains(['我', '本']);
    (is_foreign(own, name) && any(sentence, words("matters")) && !partner).then_some((start, name))
}

/// The agency that a paragraph begins with, or after the year or 「根据《条例》要求，」, and says
/// what it did.
fn subject(line: &str) -> Option<(usize, &str)> {
    let opening = line.trim_start_matches(|c: char| !is_han(c));
    let dated = opening
        .strip_prefix("年度")
        .or_else(|| opening.strip_prefix('年'));
    let opening = dated.map_or(opening, |rest| rest.trim_start_matches(['，', ',', ' ']));
    let led = |lead: &str| words("leads").iter().any(|word| lead.starts_with(&**word));
    let opening = match opening.split_once('，') {
        Some((lead, rest)) if led(lead) => rest,
        _ => opening,
    };
    let deeds = words("deeds")
        .iter()
        .filter_map(|deed| opening.find(&**deed));
    let name = &opening[..deeds.min()?];
    is_name(name).then_some((line.len() - opening.len(), name))
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
