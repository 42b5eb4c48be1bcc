//! Half-width marks in Chinese text, and brackets and quotes without a partner.

use std::ops::Range;

use super::finding;
use crate::sentences::{LONGEST, Words, is_han, lines, sentences};
use base::diagnostic::{Finding, rules};

/// Marks of a paragraph that an editor shows one by one.
const MARKED: usize = 1000;

/// Half-width marks between Chinese characters, told once a paragraph, and brackets or quotes
/// without a partner.
pub(super) fn punctuation(words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let mut found = Vec::new();
    for range in lines(text) {
        let mut marks = half_width(words, range);
        let count = marks.len();
        marks.truncate(MARKED);
        let Some(first) = marks.first().filter(|_| count > 1).cloned() else {
            found.append(&mut marks);
            continue;
        };
        let message = format!("这一段有 {count} 处汉字之间用了半角标点");
        found.push(Finding {
            message: message.into(),
            help: "改成全角的：，；：？！（）".into(),
            members: marks,
            ..first
        });
    }
    for (at, mark) in text.match_indices(['﹝', '﹞']) {
        let full = if mark == "﹝" { "〔" } else { "〕" };
        let message = format!("用了小括号「{mark}」，印出来是「{full}」");
        let finding = finding(&rules::PUNCTUATION, words, at..at + mark.len(), message);
        found.push(
            finding
                .expected(full)
                .help(format!("改成六角括号「{full}」")),
        );
    }
    for range in lines(text) {
        found.extend(unbalanced(words, range));
    }
    let overlong = sentences(text)
        .into_iter()
        .filter(|one| one.len() > LONGEST);
    found.extend(overlong.map(|range| {
        let letters = text[range.clone()].chars().count();
        let start = range.start..text.ceil_char_boundary(range.start + 1);
        let message = format!("这里起 {letters} 个字没有断句，里面的数没有核对");
        let finding = words.finding(&rules::PUNCTUATION, start, message);
        finding.help("在句末加上句号或分号，或分成几段")
    }));
    found
}

/// The half-width marks between Chinese characters of a paragraph.
fn half_width(words: Words<'_>, range: Range<usize>) -> Vec<Finding> {
    const MARKS: &str = ",，;；:：?？!！(（)）";
    let text = words.text();
    let mut found = Vec::new();
    for (at, c) in text[range.clone()].char_indices() {
        let mut marks = MARKS.chars().skip_while(|mark| *mark != c).skip(1);
        let Some(full) = marks.next().filter(|_| c.is_ascii()) else {
            continue;
        };
        let at = range.start + at;
        let (before, after) = (text[..at].chars().last(), text[at + 1..].chars().next());
        if before.is_some_and(is_han) && after.is_some_and(is_han) {
            let message = format!("汉字之间用了半角标点「{c}」");
            let finding = finding(&rules::PUNCTUATION, words, at..at + 1, message);
            found.push(finding.expected(full).help(format!("改成全角「{full}」")));
        }
    }
    found
}

const PAIRS: [(char, char); 3] = [('《', '》'), ('（', '）'), ('“', '”')];

/// The first mark of a line without its partner.
fn unbalanced(words: Words<'_>, range: Range<usize>) -> Option<Finding> {
    let line = &words.text()[range.clone()];
    let mut open: [Vec<(usize, char)>; PAIRS.len()] = Default::default();
    let mut lonely = None;
    for (at, c) in line.char_indices() {
        // A full-width bracket may close a half-width one: that is another matter.
        let mark = match c {
            '(' => '（',
            ')' => '）',
            c => c,
        };
        if let Some(pair) = PAIRS.iter().position(|(left, _)| *left == mark) {
            open[pair].push((at, c));
        } else if let Some(pair) = PAIRS.iter().position(|(_, right)| *right == mark) {
            // 「1）」 numbers an item.
            let numbers = || at <= 6 && line[..at].chars().all(|c| c.is_ascii_digit() || is_han(c));
            if open[pair].pop().is_none() && c != ')' && !(c == '）' && numbers()) {
                lonely = lonely.or(Some((at, c)));
            }
        }
    }
    let left = open.into_iter().flatten().filter(|(_, c)| *c != '(');
    let (at, mark) = lonely.or(left.min())?;
    let range = range.start + at..range.start + at + mark.len_utf8();
    let message = format!("「{mark}」没有与它成对的另一半");
    Some(finding(&rules::PUNCTUATION, words, range, message).help("补上另一半，或删去多余的这一个"))
}
