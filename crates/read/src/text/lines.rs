//! The lines of a dump, and which of them only the width of a page parted.
//!
//! In: `按照党中央`, `— 2 —`, `要求。`. Out: three lines of which the second is blank and the
//! last goes on with the first. No word of the form is known here.

use crate::{
    figure::is_value,
    label::{Style, half_width, numbered},
    locate::is_title,
    separated,
};

/// The end of a page.
const PAGE: char = '\u{c}';
/// What no other line than the first of a paragraph begins with.
const INDENT: char = '\u{3000}';
/// A paragraph so long may go on behind the end of its page.
const FULL: usize = 30;
/// A heading with a number has this many characters at the most.
const LONGEST: usize = 60;
/// The lines of a page are so many half characters wide: narrower ones tell nothing of it,
/// and wider ones are whole paragraphs.
const NARROWEST: usize = 36;
const WIDEST: usize = 140;
/// A full line lacks so many half characters at most: an indent, a mark that must not
/// begin the next line, narrow digits.
const ROOM: usize = 10;

/// A line as it stands, without its end.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The words.
    pub text: &'a str,
    /// Its number, from 1.
    pub number: usize,
    /// Its page, from 1.
    pub page: usize,
}

/// The lines of a dump, and what a report does not say: the numbers of its pages, and the
/// title where a page begins with it again. A blank line stands in the place of each.
pub fn lines(text: &str) -> (Vec<Line<'_>>, Vec<String>) {
    let title = text.lines().map(str::trim).find(|line| is_title(line));
    let (mut numbers, mut heads) = (0, 0);
    let (mut page, mut begins, mut titled) = (1, false, false);
    let mut lines = Vec::new();
    let all: Vec<&str> = text.lines().collect();
    for (index, line) in all.iter().copied().enumerate() {
        let is_number = is_page_number(line) || is_number_within(&all, index);
        if is_number || line.contains(PAGE) {
            page += 1;
            begins = true;
        }
        let is_head = title == Some(line.trim()) && std::mem::replace(&mut titled, true) && begins;
        begins &= is_number || line.trim().is_empty();
        numbers += usize::from(is_number);
        heads += usize::from(is_head);
        let text = if is_number || is_head { "" } else { line };
        let number = index + 1;
        lines.push(Line { text, number, page });
    }
    let told = [("页码", numbers), ("页眉里的标题", heads)];
    let told = told.into_iter().filter(|(_, count)| *count > 0);
    let remarks = told.map(|(what, count)| format!("没有读{what}：{count} 处"));
    (lines, remarks.collect())
}

/// Whether a line is a page's number: `— 2 —`, `第 2 页 共 5 页`.
pub fn is_page_number(line: &str) -> bool {
    const DASHES: [char; 5] = ['-', '–', '—', '－', '─'];
    let seen = |c: &char| !c.is_whitespace() && !matches!(c, ',' | '，' | '/');
    let bare: String = line.chars().filter(seen).collect();
    let is_number =
        |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let dashed = bare
        .strip_prefix(DASHES)
        .and_then(|inner| inner.strip_suffix(DASHES))
        .map(|inner| inner.trim_matches(DASHES));
    let page = bare
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'));
    let all = |rest: &str| {
        let all = rest
            .strip_prefix('共')
            .and_then(|rest| rest.strip_suffix('页'));
        rest.is_empty() || all.is_some_and(is_number)
    };
    dashed.is_some_and(is_number)
        || page.is_some_and(|(number, rest)| is_number(number) && all(rest))
}

/// Whether a line is a bare number that stands between empty lines within a sentence.
fn is_number_within(lines: &[&str], at: usize) -> bool {
    let line = lines[at].trim();
    let is_number = (1..=3).contains(&line.len()) && line.bytes().all(|b| b.is_ascii_digit());
    let is_blank = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
    let alone = || at > 0 && is_blank(at - 1) && is_blank(at + 1);
    let before = || lines[..at].iter().rfind(|line| !line.trim().is_empty());
    is_number && alone() && before().is_some_and(|before| breaks_off(before.trim()))
}

/// How the lines of a dump make paragraphs.
#[derive(Debug)]
pub struct Layout {
    /// How wide the page was whose lines the dump kept.
    page: Option<usize>,
    /// Whether an empty line stands behind every line of words that is long.
    apart: bool,
}

impl Layout {
    /// Of a dump: hardly a line is wider than a page where it kept those of a page.
    pub fn of(lines: &[Line]) -> Self {
        let words = |line: &&Line| !separated::is_row(line.text);
        let widths = lines
            .iter()
            .filter(words)
            .map(|line| width(line.text.trim()));
        let mut widths: Vec<usize> = widths.filter(|width| *width >= NARROWEST).collect();
        widths.sort_unstable();
        let page = widths.get(widths.len() * 19 / 20).copied();
        let is_long = |line: &Line| words(&line) && line.text.trim().chars().count() >= FULL;
        let mut pairs = lines.windows(2);
        Layout {
            page: page.filter(|page| *page <= WIDEST),
            apart: !pairs.any(|two| is_long(&two[0]) && is_long(&two[1])),
        }
    }

    /// Whether a line goes on with a paragraph, whose last line stands before it, with an
    /// empty line between where it is `parted`.
    pub fn goes_on(&self, paragraph: &str, last: Line, line: Line, parted: bool) -> bool {
        let begins = line.text.starts_with(INDENT) || indent(line.text) > indent(last.text);
        if begins || !is_open(paragraph) || !may_follow(line.text) {
            return false;
        }
        let on_page = |page: usize| {
            let several = paragraph.len() > last.text.trim().len();
            let full = width(last.text.trim()) + ROOM >= page;
            says_something(paragraph) && (several || full)
        };
        match parted {
            true => {
                let is_long = paragraph.chars().count() >= FULL;
                (is_long || breaks_off(paragraph)) && (self.apart || last.page != line.page)
            }
            // No sentence ends before a figure or a Latin word.
            false if says_something(paragraph) && begins_narrow(line.text) => true,
            false => breaks_off(paragraph) || self.page.is_some_and(on_page),
        }
    }
}

/// By how many characters a line is indented.
pub fn indent(line: &str) -> usize {
    let is_space = |c: &char| c.is_whitespace() && *c != PAGE;
    line.chars().take_while(is_space).count()
}

/// How many half characters a line is wide.
fn width(line: &str) -> usize {
    let wide = |c: char| usize::from(half_width(c) != c || !c.is_ascii());
    line.chars().map(|c| 1 + wide(c)).sum()
}

/// Whether a paragraph may go on: it ends within a sentence, and is no title or heading.
fn is_open(paragraph: &str) -> bool {
    const STOPS: [char; 15] = [
        '。', '！', '？', '；', '：', '…', '.', '!', '?', ';', ':', '”', '）', ')', '》',
    ];
    let path = paragraph.contains('>');
    !paragraph.ends_with(STOPS)
        && !path
        && !is_figures(paragraph)
        && !is_title(paragraph)
        && !is_heading(paragraph)
}

/// Whether a paragraph is a heading with a number.
fn is_heading(paragraph: &str) -> bool {
    let (numbering, words) = numbered(paragraph);
    numbering.is_some_and(|n| matches!(n.style, Style::Bracketed | Style::Chinese))
        && !words.contains(['，', '；', '。', '：'])
        && words.chars().count() <= LONGEST
}

/// Whether a line may go on with a sentence.
fn may_follow(line: &str) -> bool {
    let line = line.trim();
    !is_figures(line) && !is_title(line) && numbered(line).0.is_none()
}

/// Whether a line begins with a digit or a Latin letter.
fn begins_narrow(line: &str) -> bool {
    let first = line.trim().chars().next();
    first.is_some_and(|c| half_width(c).is_ascii_alphanumeric())
}

/// Whether a line is a table's: figures at its end, or words without a mark.
fn is_figures(line: &str) -> bool {
    let words = line.split_whitespace();
    words.clone().rev().take(2).all(is_value) || (words.count() > 2 && !says_something(line))
}

/// Whether words have marks, as those of a sentence.
fn says_something(line: &str) -> bool {
    line.contains(['，', '。', '、', '；', '：', '《', '“', '（', ',', ';', ':'])
}

/// Whether words end where no paragraph does: behind a comma, or within brackets or
/// quotation marks.
pub fn breaks_off(paragraph: &str) -> bool {
    let count = |marks: [char; 2]| paragraph.matches(marks).count();
    paragraph.ends_with(['，', '、', ','])
        || count(['（', '(']) > count(['）', ')'])
        || count(['《', '〈']) > count(['》', '〉'])
        || count(['“', '‘']) > count(['”', '’'])
}

/// Markdown without the numbers of its pages, and how many there were. A sentence that one
/// of them parted is whole again.
pub fn without_page_numbers(text: &str) -> (String, usize) {
    let mut kept: Vec<String> = Vec::new();
    let (mut count, mut parted) = (0, false);
    for line in text.lines() {
        let last = kept.iter().rposition(|line| !line.trim().is_empty());
        let is_number = is_page_number(line);
        count += usize::from(is_number);
        parted |= is_number;
        match last {
            _ if is_number => {}
            Some(last) if parted && breaks_off(&kept[last]) && may_follow(line) => {
                kept.truncate(last + 1);
                kept[last].push_str(line.trim());
                parted = line.trim().is_empty();
            }
            _ => {
                parted &= line.trim().is_empty();
                kept.push(line.to_owned());
            }
        }
    }
    (kept.join("\n"), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_known() {
        for line in [
            "— 2 —",
            "-3-",
            "－ 4 －",
            "第 1 页 共 5 页",
            "第2页",
            "\u{c}第3页，共12页",
        ] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["-5", "—", "6", "- -", "第一页", "第 2 页见", "第5项 共3页"] {
            assert!(!is_page_number(line), "{line}");
        }
    }

    #[test]
    fn titles_at_the_heads_of_pages_are_left_out() {
        let title = "某镇2019年政府信息公开工作年度报告";
        let told = |text: &str| {
            let (lines, remarks) = lines(text);
            let told: Vec<String> = lines.iter().map(|line| line.text.to_owned()).collect();
            (told.join("\n"), remarks)
        };
        let text = format!("{title}\n文\n第 1 页 共 2 页\n\n{title}\n文\n又\n\u{c}{title}\n末");
        let (kept, remarks) = told(&text);
        assert_eq!(kept, format!("{title}\n文\n\n\n\n文\n又\n\n末"));
        assert_eq!(remarks, ["没有读页码：1 处", "没有读页眉里的标题：2 处"]);
        let twice = format!("{title}\n来源\n{title}\n文\n又\n再\n\u{c}末");
        assert_eq!(told(&twice), (twice.clone(), vec![]));
    }

    #[test]
    fn a_line_that_ends_before_a_figure_goes_on() {
        let told = |text: &str| {
            let published = crate::text::read(text).blocks;
            let lines = published.iter().map(|block| block.line().to_owned());
            lines.collect::<Vec<_>>()
        };
        let whole = "全年，共收到申请12件，网站 Portal 栏目公开6条。";
        assert_eq!(
            told("全年，共收到申请\n12件，网站 Portal 栏目公开\n6条。"),
            [whole]
        );
        assert_eq!(told("一、总体情况\n2024年，无。").len(), 2);
    }
}
