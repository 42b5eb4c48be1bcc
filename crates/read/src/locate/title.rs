//! The title above a report, and where what follows it begins.

use super::size;
use crate::{
    identity::years,
    label::{alike, stem},
    published::{Block, Role},
};

/// So far above the first section is a title looked for.
const REACH: usize = 60;
/// A title has so many lines at the most.
const MOST_LINES: usize = 3;
/// A line so long is no item of a site's menu.
const LONG: usize = 30;
/// How introductions begin, and no title does.
const INTRODUCTIONS: &str = "根据 按照 依据 依照 现将 现公布 本报告 为了 遵照";

/// The title above the first section, and where what follows it begins.
pub fn title(blocks: &[Block]) -> (Option<String>, Option<usize>) {
    let from = blocks.len().saturating_sub(REACH);
    let line = |at: usize| Some(blocks[at].paragraph()?.text.trim());
    for at in (from..blocks.len()).rev() {
        let Some(own) = line(at).filter(|own| is_title_line(own)) else {
            continue;
        };
        let lines = lines_of(own, (from..at).rev().map_while(line));
        if let Some(title) = lines {
            return (Some(unbroken(&title)), Some(at + 1));
        }
    }
    (None, None)
}

/// A title whose last line is given, with those above it from the lowest.
fn lines_of<'a>(own: &str, above: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut title = own.to_owned();
    for (lines, line) in (1..).zip(above) {
        // A name above a title belongs to it where the title names nobody.
        let names_somebody = !stem(&title).starts_with(|c: char| c.is_ascii_digit());
        let whole =
            is_title(&title) && names_somebody && !(years(&title).is_empty() && ends_in_year(line));
        if whole || lines == MOST_LINES || !is_title_line(line) || is_title(line) {
            break;
        }
        title.insert_str(0, line);
    }
    // What is no title with its nearest lines may be one without them.
    match is_title(&title) {
        true => Some(title),
        false => is_title(own).then(|| own.to_owned()),
    }
}

/// Whether a line is the start of a title that breaks off behind its year.
fn ends_in_year(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let behind = years(&bare).first().and_then(|year| {
        let (_, behind) = bare.split_once(&format!("{year}年"))?;
        Some(behind.trim_start_matches('度').to_owned())
    });
    behind.is_some_and(|behind| "政府信息公开工作".contains(&behind))
}

/// How many of the last blocks are the lines of a title.
pub fn title_lines(blocks: &[Block], title: Option<&str>) -> usize {
    let seen = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let Some(title) = title else { return 0 };
    let mut left = seen(title);
    let lines = blocks.iter().rev().take(MOST_LINES).take_while(|block| {
        let more = left > 0;
        left = left.saturating_sub(size(block));
        more
    });
    lines.count()
}

/// A title without the breaks of its lines, which part no words but Latin ones.
fn unbroken(title: &str) -> String {
    let mut out = String::new();
    for line in title.lines() {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if latin(out.chars().next_back()) && latin(line.chars().next()) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

fn is_title_line(text: &str) -> bool {
    let length = text.chars().count();
    (2..=80).contains(&length)
        && !text.contains(['。', '，', '；', '：', ':', '>', '|', '!', '！'])
        && !introduces(text)
}

fn introduces(text: &str) -> bool {
    let text = text.trim_start();
    INTRODUCTIONS
        .split(' ')
        .any(|words| text.starts_with(words))
}

/// Whether a line is the title of a report.
pub fn is_title(text: &str) -> bool {
    let stem = stem(without_year_behind(text));
    let named = stem.contains("信息公开") || stem.contains("政务公开");
    let ends = stem.ends_with("报告") || stem.ends_with("年报");
    let report = stem.contains("年度") || stem.contains("年报") || stem.contains('年');
    (named && ends && report || nearly(&stem)) && is_title_line(text)
}

/// A title without the year that some put behind it in brackets.
pub fn without_year_behind(title: &str) -> &str {
    let title = title.trim();
    let parted = title
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rsplit_once(['（', '(']));
    match parted {
        Some((before, year)) if !years(year).is_empty() && year.chars().count() <= 7 => before,
        _ => title,
    }
}

/// Whether words behind a year are a title's but for a slip or two of the pen.
fn nearly(stem: &str) -> bool {
    const LIKE: f64 = 0.75;
    let behind = years(stem).first().and_then(|year| {
        let (_, behind) = stem.split_once(&format!("{year}年"))?;
        Some(behind)
    });
    behind.is_some_and(|behind| alike("政府信息公开工作年度报告", behind) >= LIKE)
}

/// The report's title in that of its page: what stands before the site's name.
fn page_title(text: &str) -> Option<String> {
    let parts = text.split(['|', '_', '-', '—', '–', '»', '>']);
    parts
        .map(str::trim)
        .find(|part| is_title(part))
        .map(str::to_owned)
}

/// The title of a report whose page states its title. Lists of other years' reports may
/// stand above a report, and menus: an item of a list without the page's year is none of its
/// own.
pub fn own_title(blocks: &[Block], stated: Option<&str>) -> (Option<String>, Option<usize>) {
    let stated = stated.and_then(page_title);
    let (found, begin) = title(blocks);
    let other_year = match (&stated, &found) {
        (Some(stated), Some(found)) => {
            let told = years(stated);
            !told.is_empty() && told != years(found)
        }
        _ => false,
    };
    let last = begin.and_then(|at| blocks[at.checked_sub(1)?].paragraph());
    let listed = last.is_some_and(|own| matches!(own.role, Role::Item { .. }));
    match (found, other_year && listed) {
        (Some(_), true) => (stated, None),
        (Some(found), false) => (Some(found), begin),
        (None, _) => (stated, begin),
    }
}

/// Where the sentences right above the first section begin, if there is no title.
pub fn sentences(blocks: &[Block]) -> usize {
    let above = blocks.iter().rev();
    let before = above.take_while(|block| is_prose(block.line()));
    blocks.len() - before.count()
}

/// Whether words are a sentence, or the part of one that stands on a line: to keep a line
/// of the site's is better than to lose one of the report's.
fn is_prose(text: &str) -> bool {
    let path = text.contains(['>', '|']);
    let long = text.chars().count() >= LONG;
    let stops = text.ends_with(['：', '）', '”']) || text.contains(['，', '；', '《']);
    introduces(text) || (text.contains('。') || (long && stops)) && !path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::Paragraph;

    #[test]
    fn titles_are_known_with_a_slip_of_the_pen() {
        assert!(is_title("某镇2023年政府信息公开工作年度报告"));
        assert!(is_title("某镇2023年政府信息公开 工作告年度报"));
        assert!(!is_title("某镇2023年政府工作报告"));
        assert!(!is_title("2023年政府信息公开指南"));
        assert!(is_title("某镇政府信息公开工作年度报告（2023年）"));
        assert!(is_title("某镇政府信息公开工作年度报告(2023年度)"));
    }

    #[test]
    fn an_introduction_is_no_title() {
        assert!(!is_title("现公布某局2021年政府信息公开工作年度报告"));
        assert!(!is_title("根据条例编制某局2021年政府信息公开工作年度报告"));
        let block = |text: &str| {
            Block::Paragraph(Paragraph {
                text: text.to_owned(),
                ..Paragraph::default()
            })
        };
        let begin = |texts: &[&str]| {
            let blocks: Vec<Block> = texts.iter().map(|text| block(text)).collect();
            sentences(&blocks)
        };
        let wrapped = "根据条例编制本报告。报告所列数据统计期限自2020";
        let rest = "年1月1日起至12月31日止。";
        assert_eq!(begin(&["首页", wrapped, rest]), 1);
        assert_eq!(begin(&["首页", "现公布某局2021年年度报告。", rest]), 1);
        assert_eq!(
            begin(&[
                "首页",
                "某局认真贯彻落实《中华人民共和国政府信息公开条例》和省市两级的部署",
                rest
            ]),
            1
        );
        assert_eq!(begin(&["首页 > 公开 > 年报", "发布机构 某局", rest]), 2);
    }

    #[test]
    fn lines_of_a_title_are_put_together() {
        let of = |lines: &[&str]| {
            let (own, above) = lines.split_last().unwrap();
            lines_of(own, above.iter().rev().copied())
        };
        for lines in [
            &["某局2023年政府信息公开工作年度报告"][..],
            &["某局", "2023年政府信息公开工作年度报告"],
            &["某局", "2023年政府信息公开", "工作年度报告"],
            &["某局2023年政府信息公开", "工作年度报告"],
            &["某局2023年政", "府信息公开工作年度报告"],
        ] {
            assert_eq!(
                of(lines).as_deref(),
                Some("某局2023年政府信息公开工作年度报告")
            );
            let below = [&["首页"], lines].concat();
            let whole = lines[0] == "某局" || of(&below) == of(lines);
            assert!(whole, "{below:?}");
        }
        assert_eq!(of(&["某局", "工作年度报告"]), None);
    }

    #[test]
    fn a_broken_title_is_one() {
        for (broken, whole) in [
            ("某局\n2020年报告", "某局2020年报告"),
            ("某局 2020年政府\n信息公开", "某局 2020年政府信息公开"),
            ("Annual\nreport", "Annual report"),
            ("某局", "某局"),
        ] {
            assert_eq!(unbroken(broken), whole);
        }
    }
}
