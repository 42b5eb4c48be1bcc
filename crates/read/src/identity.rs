//! Whose report it is, and of which year.

use super::{
    label::{half_width, stem},
    locate::Located,
};
use crate::published::Block;
use base::numeral;
use form::{datafile::Remarked, report::Category};

/// The year of a report; remarked where it was not taken from where it must stand.
pub fn year(located: &Located) -> Option<Remarked<u16>> {
    let first = |text: &str| years(text).into_iter().next();
    let titled = located.title.as_deref().and_then(first);
    let period = period(&words(&located.opening));
    let mut texts = located.sections.iter().flatten();
    let said = texts.find_map(|blocks| first(&words(blocks)));
    let signed = located.date.map(|date| date.year.saturating_sub(1));
    let (value, remark) = match (titled.or(period), period, said, signed) {
        (Some(year), Some(other), ..) if year != other => {
            (year, Some("取自标题、与统计期限的年份不同"))
        }
        (Some(year), ..) => (year, None),
        (None, _, Some(year), Some(signed)) if year == signed => (year, None),
        (None, _, Some(year), _) => (year, Some("从正文里最先说到的年份推断")),
        (None, _, None, signed) => (signed?, Some("从落款日期推断")),
    };
    let remark = remark.map(str::to_owned);
    Some(Remarked { value, remark })
}

fn words(blocks: &[Block]) -> String {
    blocks
        .iter()
        .map(Block::line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The years `20××年` in some words; those in Chinese digits where there are no others.
pub fn years(text: &str) -> Vec<u16> {
    let bare = text.chars().filter(|c| !c.is_whitespace()).map(half_width);
    let digit = |c: char| match numeral::digit(c).and_then(|digit| char::from_digit(digit, 10)) {
        None if c == 'O' => '0',
        digit => digit.unwrap_or(c),
    };
    let before = |text: String| -> Vec<u16> {
        let found = text.match_indices('年').filter_map(|(at, _)| {
            let digits = text[..at].get(at.checked_sub(4)?..)?;
            let is_longer = text[..at - 4].ends_with(|c: char| c.is_ascii_digit());
            let year: u16 = digits.parse().ok().filter(|_| !is_longer)?;
            (2008..2100).contains(&year).then_some(year)
        });
        found.collect()
    };
    match before(bare.clone().collect()) {
        found if found.is_empty() => before(bare.map(digit).collect()),
        found => found,
    }
}

/// The year whose first day begins the period that a report speaks of.
fn period(text: &str) -> Option<u16> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(half_width)
        .collect();
    let at = bare.find("年1月1日").or_else(|| bare.find("年01月01日"))?;
    years(&bare[..at + '年'.len_utf8()]).into_iter().next_back()
}

/// The agency that a report is of.
pub fn agency(located: &Located) -> Option<String> {
    if located.agency.is_some() {
        return located.agency.clone();
    }
    let titled = located.title.as_deref().and_then(agency_of_title);
    let signed = located.signature.clone();
    // A title often has the short name, the signature the full one.
    let is_full = |titled: &String| {
        let signed = signed.as_ref();
        signed.is_some_and(|own| shortens(titled, own) && !is_office_of(own, titled))
    };
    titled.filter(|titled| !is_full(titled)).or(signed)
}

fn shortens(short: &str, full: &str) -> bool {
    let full = stem(full);
    let short = stem(short);
    short.chars().count() < full.chars().count() && short.chars().all(|c| full.contains(c))
}

/// Whether who signs is a body within an agency: 「某局办公室」 of 「某局」.
fn is_office_of(signed: &str, agency: &str) -> bool {
    const OWN: [&str; 4] = ["人民政府", "政府", "办事处", "街道办事处"];
    let rest = signed.trim().strip_prefix(agency.trim());
    rest.is_some_and(|rest| Category::of_name(agency).is_some() && !OWN.contains(&rest))
}

/// What titles call the work.
const TOPICS: [&str; 3] = ["政府信息公开", "信息公开", "政务公开"];

/// What stands before the year of a title, or behind it.
fn agency_of_title(title: &str) -> Option<String> {
    let title = title.trim();
    // Sites write 「正文」 over an article, and a copy has it on the title's line.
    let title = title.strip_prefix("正文").unwrap_or(title);
    let title = title.trim_start().trim_start_matches(['《', '关', '于']);
    let folded: String = title.chars().map(half_width).collect();
    let folded = folded.replace(char::is_whitespace, "");
    let at = folded.char_indices().find(|(at, c)| {
        *c == '2'
            && folded[*at..].starts_with("20")
            && folded[at + 2..].starts_with(|c: char| c.is_ascii_digit())
    });
    let at = at.map(|(at, _)| at);
    let at = at
        .or_else(|| folded.find("二〇"))
        .or_else(|| folded.find("二○"))?;
    // Some put the year behind everything else, in brackets.
    let topic = TOPICS.iter().find_map(|topic| folded.find(topic));
    let at = at.min(topic.unwrap_or(at));
    let before = folded[..at].trim_end_matches(['关', '于', '(']);
    let bare: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    if !before.is_empty() {
        let count = before.chars().count();
        return Some(bare.chars().take(count).collect());
    }
    let behind = folded.split_once('年')?.1;
    let behind = behind.trim_start_matches('度');
    let end = TOPICS.iter().find_map(|topic| behind.find(topic))?;
    let name = behind[..end].trim_end_matches('的');
    let own = name.starts_with(['我', '本']);
    (name.chars().count() > 1 && !own).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_agency_and_year() {
        for (title, agency, year) in [
            (
                "张店区交通运输局2020年政府信息公开工作年度报告",
                "张店区交通运输局",
                2020,
            ),
            (
                "济宁市公安局高新区分局 2020 年度 政府信息公开工作报告",
                "济宁市公安局高新区分局",
                2020,
            ),
            (
                "２０２３年某市某局政府信息公开工作年度报告",
                "某市某局",
                2023,
            ),
            (
                "某市某局政府信息公开工作年度报告（2023年）",
                "某市某局",
                2023,
            ),
            (
                "某县人民政府二〇二四年政府信息公开工作年度报告",
                "某县人民政府",
                2024,
            ),
            (
                "正文2024 年上海市某局政府信息公开工作年度报告",
                "上海市某局",
                2024,
            ),
        ] {
            assert_eq!(agency_of_title(title).as_deref(), Some(agency));
            assert_eq!(years(title), [year], "{title}");
        }
        assert_eq!(agency_of_title("政府信息公开工作年度报告"), None);
    }

    #[test]
    fn a_body_within_an_agency_signs_for_it() {
        assert!(is_office_of("某市某局政务公开领导小组办公室", "某市某局"));
        assert!(!is_office_of("某县某镇人民政府", "某县某镇"));
        assert!(!is_office_of("某市人民政府", "某市"));
        assert!(!is_office_of("某市某局", "某局"));
    }

    #[test]
    fn the_period_tells_the_year() {
        assert_eq!(
            period("国办公开办函〔2019〕60号。期限自2020年1月1日起至2020年12月31日"),
            Some(2020)
        );
        assert_eq!(period("自2020年以来"), None);
    }
}
