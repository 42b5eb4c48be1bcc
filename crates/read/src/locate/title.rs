//! The title above a report, and where what follows it begins.

use crate::{
    identity::years,
    label::{alike, stem},
    published::{Block, Role},
};

/// A title has so many lines at the most.
const MOST_LINES: usize = 3;
/// A line so long is no item of a site's menu.
const LONG: usize = 30;
/// How introductions begin, and no title does.
const INTRODUCTIONS: &str = "根据 按照 依据 依照 现将 现公布 本报告 为了 遵照";

/// The title of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// Its words.
    pub words: String,
    /// How many lines it has.
    pub lines: usize,
}

/// The title that ends with a block. An item of a list is none whose year is not that of the
/// title that the document states: sites list other years' reports above a report.
pub fn ends_at(blocks: &[Block], at: usize, stated: Option<&str>) -> Option<Title> {
    let own = blocks[at].paragraph()?;
    let last = Some(own.text.trim()).filter(|last| is_title_line(last))?;
    let title = lines_of(last, blocks[..at].iter().rev().map(Block::line))?;
    let stated = years(&stated.and_then(page_title).unwrap_or_default());
    let is_other = !stated.is_empty() && stated != years(&title.words);
    let is_listed = matches!(own.role, Role::Item { .. });
    (!is_other || !is_listed).then_some(title)
}

/// A title whose last line is given, with those above it from the lowest.
fn lines_of<'a>(own: &str, above: impl Iterator<Item = &'a str>) -> Option<Title> {
    let mut words = own.to_owned();
    let mut lines = 1;
    for line in above {
        // A name above a title belongs to it where the title names nobody.
        let names_somebody = !stem(&words).starts_with(|c: char| c.is_ascii_digit());
        let is_whole =
            is_title(&words) && names_somebody && !(years(&words).is_empty() && ends_in_year(line));
        if is_whole || lines == MOST_LINES || !is_title_line(line) || is_title(line) {
            break;
        }
        words.insert_str(0, line);
        lines += 1;
    }
    // What is no title with its nearest lines may be one without them.
    if !is_title(&words) {
        (words, lines) = (own.to_owned(), 1);
    }
    is_title(&words).then(|| Title {
        words: unbroken(&words),
        lines,
    })
}

/// Whether a line is the start of a title that breaks off behind its year.
fn ends_in_year(line: &str) -> bool {
    let behind = behind_year(line);
    behind.is_some_and(|behind| "政府信息公开工作".contains(behind.trim_start_matches('度')))
}

/// What stands behind the year of a title, without spaces.
fn behind_year(title: &str) -> Option<String> {
    let bare: String = title.split_whitespace().collect();
    let year = years(&bare).into_iter().next()?;
    let (_, behind) = bare.split_once(&format!("{year}年"))?;
    Some(behind.to_owned())
}

/// A title without the breaks of its lines, which part no words but Latin ones.
fn unbroken(title: &str) -> String {
    let mut out = String::new();
    for line in title.lines() {
        if out.ends_with(|c: char| c.is_ascii_alphabetic())
            && line.starts_with(|c: char| c.is_ascii_alphabetic())
        {
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
    let mut words = INTRODUCTIONS.split(' ');
    words.any(|words| text.trim_start().starts_with(words))
}

/// Whether a line is the title of a report.
pub fn is_title(text: &str) -> bool {
    const TITLE: &str = "政府信息公开工作年度报告";
    // With a slip or two of the pen it still is one.
    const LIKE: f64 = 0.75;
    let stem = stem(without_year_behind(text));
    let is_named = stem.contains("信息公开") || stem.contains("政务公开");
    let ends = stem.ends_with("报告") || stem.ends_with("年报");
    let is_nearly = || behind_year(&stem).is_some_and(|behind| alike(TITLE, &behind) >= LIKE);
    is_title_line(text) && (is_named && ends && stem.contains('年') || is_nearly())
}

/// A title without the year that some put behind it in brackets.
fn without_year_behind(title: &str) -> &str {
    let title = title.trim();
    let inner = title.strip_suffix(['）', ')']);
    match inner.and_then(|rest| rest.rsplit_once(['（', '('])) {
        Some((before, year)) if !years(year).is_empty() && year.chars().count() <= 7 => before,
        _ => title,
    }
}

/// The report's title in that of its page: what stands before the site's name.
pub fn page_title(text: &str) -> Option<String> {
    let parts = text.split(['|', '_', '-', '—', '–', '»', '>']);
    let mut parts = parts.map(str::trim);
    parts.find(|part| is_title(part)).map(str::to_owned)
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
    let is_path = text.contains(['>', '|']);
    let is_long = text.chars().count() >= LONG;
    let stops = text.ends_with(['：', '）', '”']) || text.contains(['，', '；', '《']);
    introduces(text) || (text.contains('。') || (is_long && stops)) && !is_path
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
                of(lines).map(|own| own.words).as_deref(),
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
