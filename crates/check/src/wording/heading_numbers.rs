//! The numbers before headings: （一）（二）（二）（四）.

use super::finding;
use crate::sentences::{Words, lines};
use base::{
    diagnostic::{Finding, rules},
    numeral,
};

/// The numbers of headings, section by section.
#[derive(Default)]
pub(super) struct Numbering {
    section: String,
    /// The last number of 一、 and of （一）.
    last: [Option<u32>; 2],
    /// Whether it repeated the one before: then those that follow may go on as if it had not.
    repeated: [bool; 2],
}

impl Numbering {
    pub(super) fn check(&mut self, words: Words<'_>) -> Vec<Finding> {
        if self.section != words.section {
            *self = Numbering {
                section: words.section.to_owned(),
                ..Numbering::default()
            };
        }
        let mut found = Vec::new();
        let heading = words.passage.heading.as_ref();
        if let Some(heading) = heading
            && let Some(problem) = self.next(&heading.text)
        {
            let (length, message, help) = problem;
            let mut place = heading.place;
            place.end = place.end.min(place.start + length as u32);
            found.push(
                Finding::new(&rules::HEADING_NUMBER, place, message)
                    .at(words.section)
                    .help(help),
            );
        }
        for range in lines(words.text()) {
            let line = &words.text()[range.clone()];
            let lead = line.trim_start_matches([' ', '\u{3000}', '#', '*', '\u{a0}']);
            let start = range.start + line.len() - lead.len();
            if let Some((length, message, help)) = self.next(lead) {
                let range = start..start + length;
                found.push(finding(&rules::HEADING_NUMBER, words, range, message).help(help));
            }
        }
        found
    }

    /// Takes the number that a line begins with; what is wrong with it, if anything.
    fn next(&mut self, line: &str) -> Option<(usize, String, &'static str)> {
        let (level, number, length) = heading_number(line)?;
        let last = self.last[level].replace(number);
        let repeated = std::mem::take(&mut self.repeated[level]);
        if level == 0 {
            self.last[1] = None;
        }
        let label = &line[..length];
        let shown = |number: u32| numeral::counted(number.into());
        match last {
            Some(last) if number == last => {
                self.repeated[level] = true;
                Some((length, format!("编号「{label}」重复了"), "按顺序改正编号"))
            }
            Some(last) if repeated && number == last + 2 => None,
            Some(last) if number != last + 1 && number != 1 => Some((
                length,
                format!("编号从「{}」跳到了「{label}」", shown(last)),
                "按顺序改正编号；中间少了内容时补上",
            )),
            None if number != 1 => Some((
                length,
                format!("编号从「{label}」开始，前面没有「一」"),
                "按顺序改正编号；前面少了内容时补上",
            )),
            _ => None,
        }
    }
}

/// The number at the start of a line: its level (0 for 一、, 1 for （一）), value and length.
fn heading_number(line: &str) -> Option<(usize, u32, usize)> {
    let bracketed = line.strip_prefix(['（', '(']);
    let rest = bracketed.unwrap_or(line);
    let end = rest.find(|c: char| !"一二三四五六七八九十".contains(c))?;
    let value = numeral::parse(&rest[..end])?;
    let number = u32::try_from(value)
        .ok()
        .filter(|number| (1..100).contains(number))?;
    let close = rest[end..].chars().next()?;
    let fits = match bracketed {
        Some(_) => matches!(close, '）' | ')'),
        None => close == '、',
    };
    let length = line.len() - rest.len() + end + close.len_utf8();
    fits.then_some((usize::from(bracketed.is_some()), number, length))
}
