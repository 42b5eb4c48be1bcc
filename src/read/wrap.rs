//! Lines of a dump that end where the lines of a printed page do.
//!
//! Programs that take the text out of a PDF write a line for every line of the page. Such
//! lines are as long as the page is wide, most of them to a character.

use super::{
    figure::is_value,
    label::{half_width, numbered},
    locate::is_title,
};

/// A page has lines of so many half characters.
const NARROWEST: usize = 36;
const WIDEST: usize = 140;
/// A full line lacks so many half characters at most: an indent, a mark that must not
/// begin the next line, narrow digits.
const ROOM: usize = 10;
/// So many full lines tell that a dump keeps the lines of a page.
const LEAST: usize = 6;
/// What ends a paragraph.
const STOPS: [char; 8] = ['。', '！', '？', '；', '：', '…', ':', ';'];

/// A line, and the number of the first that it was put together of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The words.
    pub text: String,
    /// The number, from 1.
    pub number: usize,
}

/// The lines of a text, those put together again that only a page's width parted.
pub fn lines(text: &str) -> Vec<Line> {
    let lines: Vec<&str> = text.lines().collect();
    let page = page_width(&lines);
    let mut found: Vec<Line> = Vec::with_capacity(lines.len());
    let mut full = false;
    for (index, line) in lines.iter().enumerate() {
        match found.last_mut() {
            Some(last) if full && goes_on(line) => {
                let line = line.trim();
                let letters = last.text.ends_with(|c: char| c.is_ascii_alphanumeric())
                    && line.starts_with(|c: char| c.is_ascii_alphanumeric());
                last.text.truncate(last.text.trim_end().len());
                last.text.push_str(if letters { " " } else { "" });
                last.text.push_str(line);
            }
            _ => found.push(Line {
                text: (*line).to_owned(),
                number: index + 1,
            }),
        }
        full = page.is_some_and(|page| is_open(line) && is_full(width(line.trim()), page));
    }
    found
}

/// How wide the page was, if the lines are those of a page: most lines that end within a
/// sentence are about as long.
fn page_width(lines: &[&str]) -> Option<usize> {
    let open = lines.iter().filter(|line| is_open(line));
    let widths = open.map(|line| width(line.trim()));
    let widths: Vec<usize> = widths.filter(|w| *w >= NARROWEST).collect();
    let mut by_width = [0; WIDEST + 1];
    for &width in widths.iter().filter(|w| **w <= WIDEST) {
        by_width[width] += 1;
    }
    let full = |page: usize| -> usize { by_width[page - ROOM..=page].iter().sum() };
    let page = (NARROWEST..=WIDEST).max_by_key(|&page| (full(page), std::cmp::Reverse(page)))?;
    let enough = full(page) >= LEAST && full(page) * 5 >= widths.len() * 3;
    enough.then_some(page)
}

fn is_full(width: usize, page: usize) -> bool {
    (page - ROOM..=page).contains(&width)
}

/// Whether a line ends within a sentence.
fn is_open(line: &str) -> bool {
    let line = line.trim();
    let ends = line.chars().next_back();
    !line.contains(['\t', '|'])
        && !line.contains(" >")
        && !is_title(line)
        && !is_row(line)
        && ends.is_some_and(|end| !STOPS.contains(&end))
}

/// Whether a line is a table's: figures at its end, or words without a mark.
fn is_row(line: &str) -> bool {
    const MARKS: [char; 10] = ['，', '。', '、', '；', '：', '《', '“', ',', ';', ':'];
    let words = line.split_whitespace();
    words.clone().rev().take(2).all(is_value) || (words.count() > 2 && !line.contains(MARKS))
}

/// Whether a line can go on with the one before it.
fn goes_on(line: &str) -> bool {
    let indented = line.starts_with("\u{3000}\u{3000}");
    let line = line.trim();
    !line.is_empty()
        && !indented
        && !line.contains(['\t', '|'])
        && !is_row(line)
        && !is_title(line)
        && numbered(line).0.is_none()
}

/// How many half characters a line is wide.
fn width(line: &str) -> usize {
    let wide = |c: char| usize::from(half_width(c) != c || !c.is_ascii());
    line.chars().map(|c| 1 + wide(c)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        lines(text).into_iter().map(|line| line.text).collect()
    }

    /// A paragraph of so many lines of 24 characters, and the rest of one.
    fn page(lines: usize) -> String {
        let line = "字".repeat(24);
        let full: Vec<&str> = std::iter::repeat_n(&*line, lines).collect();
        format!("{}\n完。", full.join("\n"))
    }

    #[test]
    fn lines_of_a_page_are_put_together() {
        let whole = format!("{}完。", "字".repeat(24 * LEAST));
        assert_eq!(told(&page(LEAST)).concat(), whole);
        let more = format!("{}\n一、文\n（二）文\n0\n0", page(LEAST));
        assert_eq!(told(&more), [&*whole, "一、文", "（二）文", "0", "0"]);
        assert_eq!(lines(&more)[1].number, LEAST + 2);
    }

    #[test]
    fn other_lines_stay_apart() {
        assert_eq!(told(&page(LEAST - 1)).len(), LEAST);
        let lengths = (1..=12).map(|more| "字".repeat(20 + more * 3));
        let headings: Vec<String> = lengths.collect();
        assert_eq!(told(&headings.join("\n")), headings);
        let numbered = format!("{}\n（一）文\n完。", page(LEAST));
        assert_eq!(told(&numbered).len(), 3);
    }
}
