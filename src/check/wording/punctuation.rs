//! Half-width marks in Chinese text, and brackets and quotes without a partner.

use std::ops::Range;

use super::finding;
use crate::{
    check::text::{Words, is_han, lines},
    ground::diagnostic::{Finding, rules},
};

/// Half-width marks between Chinese characters, and brackets or quotes without a partner.
pub(super) fn punctuation(words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let mut found = Vec::new();
    for (at, mark) in text.match_indices([',', ';', ':', '?', '!', '(', ')']) {
        let before = text[..at].chars().last();
        let after = text[at + 1..].chars().next();
        if !(before.is_some_and(is_han) && after.is_some_and(is_han)) {
            continue;
        }
        let full = match mark {
            "," => "，",
            ";" => "；",
            ":" => "：",
            "?" => "？",
            "!" => "！",
            "(" => "（",
            _ => "）",
        };
        let message = format!("汉字之间用了半角标点「{mark}」");
        let finding = finding(&rules::PUNCTUATION, words, at..at + 1, message);
        found.push(finding.expected(full).help(format!("改成全角「{full}」")));
    }
    for range in lines(text) {
        found.extend(unbalanced(words, range));
    }
    found
}

const PAIRS: [(char, char); 3] = [('《', '》'), ('（', '）'), ('“', '”')];

/// The first mark of a line without its partner.
fn unbalanced(words: Words<'_>, range: Range<usize>) -> Option<Finding> {
    let line = &words.text()[range.clone()];
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut lonely = None;
    for (at, c) in line.char_indices() {
        if PAIRS.iter().any(|(left, _)| *left == c) || c == '(' {
            open.push((at, c));
        } else if let Some((left, _)) = PAIRS.iter().find(|(_, right)| *right == c) {
            // A full-width bracket may close a half-width one: that is another matter.
            let matching = open
                .iter()
                .rposition(|(_, o)| o == left || (c == '）' && *o == '('));
            match matching {
                Some(index) => {
                    open.remove(index);
                }
                // 「1）」 numbers an item.
                None if c == '）'
                    && line[..at].chars().all(|c| c.is_ascii_digit() || is_han(c))
                    && at <= 6 => {}
                None => lonely = lonely.or(Some((at, c))),
            }
        } else if c == ')'
            && let Some(index) = open.iter().rposition(|(_, o)| matches!(o, '(' | '（'))
        {
            open.remove(index);
        }
    }
    let left = open.into_iter().find(|(_, c)| *c != '(');
    let (at, mark) = lonely.or(left)?;
    let range = range.start + at..range.start + at + mark.len_utf8();
    let message = format!("「{mark}」没有与它成对的另一半");
    Some(finding(&rules::PUNCTUATION, words, range, message).help("补上另一半，或删去多余的这一个"))
}
