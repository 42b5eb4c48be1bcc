//! What an author struck out of a text and wrote anew.
//!
//! `共收到12件。` and `全年共收到9件。` give `[+全年]共收到[-12][+9]件。`: words are told apart
//! line by line first, then character by character, a number being one.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use document::{Block, Inline, Row, plain_text};
use form::report::Report;

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They stand in both texts.
    Kept,
    /// They stood in the first.
    Gone,
    /// They stand in the second.
    New,
}

/// Pairs of pieces that are compared, at the most: two pages that have nothing in common are
/// two pages, and nobody waits for them.
const PAIRS: usize = 4_000_000;
/// Fewer pieces than these between two changes are part of one.
const ISLAND: usize = 3;
/// Words before a number by which it is known, at the most.
const BEFORE: usize = 12;

/// The lines of a section's text as its readers see them: headings, paragraphs, items.
pub(super) fn lines(report: &Report, section: &str) -> Vec<String> {
    let own = report.all_prose().filter(|(key, _)| *key == section);
    let mut notes = 0;
    let blocks = own.flat_map(|(_, prose)| document::text(report, prose, &mut notes));
    let lines = blocks.flat_map(|block| shown(&block));
    let lines = lines.map(|line| line.trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// The lines of a block; a row of a table is one.
fn shown(block: &Block) -> Vec<String> {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => {
            let text = plain_text(content);
            text.lines().map(str::to_owned).collect()
        }
        Block::List { items, .. } => items.iter().flatten().flat_map(shown).collect(),
        Block::Quote(blocks) => blocks.iter().flat_map(shown).collect(),
        Block::Table(grid) => {
            let row = |row: &Row| {
                let cells = row.cells.iter().map(|cell| plain_text(&cell.content));
                cells.collect::<Vec<_>>().join("｜")
            };
            grid.rows.iter().map(row).collect()
        }
        _ => Vec::new(),
    }
}

/// A line that was rewritten, struck out or added: its words in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten(Vec<(Fate, String)>);

impl Rewritten {
    /// A line that became another.
    fn of(before: &str, now: &str) -> Self {
        let (old, new) = (pieces(before), pieces(now));
        let ops = compared(&old, &new);
        let kept = ops.iter().filter(|op| op.tag() == DiffTag::Equal);
        let kept: usize = kept.map(|op| op.old_range().len()).sum();
        // What has little in common was written anew.
        let is_other = kept * 3 < old.len().min(new.len()) || kept == 0;
        let (mut words, mut gone, mut fresh) = (Vec::new(), String::new(), String::new());
        for (at, op) in ops.iter().enumerate() {
            let (from, to) = (op.old_range(), op.new_range());
            let is_end = at == 0 || at + 1 == ops.len();
            let is_kept = op.tag() == DiffTag::Equal && (is_end || from.len() >= ISLAND);
            match is_kept && !is_other {
                true => {
                    words.push((Fate::Gone, std::mem::take(&mut gone)));
                    words.push((Fate::New, std::mem::take(&mut fresh)));
                    words.push((Fate::Kept, new[to].concat()));
                }
                false => {
                    gone += &old[from].concat();
                    fresh += &new[to].concat();
                }
            }
        }
        words.extend([(Fate::Gone, gone), (Fate::New, fresh)]);
        words.retain(|(_, words)| !words.is_empty());
        Rewritten(words)
    }

    /// The line as it was or as it is, those of its words marked that the other has not.
    pub fn side(&self, own: Fate) -> Vec<Inline> {
        let words = self.0.iter();
        let words = words.filter(|(fate, _)| [own, Fate::Kept].contains(fate));
        let words = words.map(|(fate, words)| match *fate == own {
            true => Inline::Strong(vec![Inline::plain(&**words)]),
            false => Inline::plain(&**words),
        });
        words.collect()
    }

    /// How many characters are others, numbers left out.
    pub(super) fn words(&self) -> usize {
        let others = |fate: Fate| -> usize {
            let words = self.0.iter().filter(|(own, _)| *own == fate);
            let pieces = words.flat_map(|(_, words)| pieces(words));
            pieces.filter(|piece| !is_number(piece)).count()
        };
        others(Fate::Gone).max(others(Fate::New))
    }

    /// The numbers that became others: the words before each, as it was and as it is.
    pub fn numbers(&self) -> Vec<[String; 3]> {
        let mut found = Vec::new();
        for (at, pair) in self.0.windows(2).enumerate() {
            let [(Fate::Gone, old), (Fate::New, new)] = pair else {
                continue;
            };
            let numbers = |words| -> Vec<String> {
                let numbers = pieces(words).into_iter().filter(|piece| is_number(piece));
                numbers.map(str::to_owned).collect()
            };
            let (old, new) = (numbers(old), numbers(new));
            let kept = at.checked_sub(1).map_or("", |before| &*self.0[before].1);
            let skipped = kept.chars().count().saturating_sub(BEFORE);
            let before: String = kept.chars().skip(skipped).collect();
            if old.len() == new.len() {
                let changed = old.into_iter().zip(new).filter(|(old, new)| old != new);
                found.extend(changed.map(|(old, new)| [before.clone(), old, new]));
            }
        }
        found
    }
}

/// The lines of a text that are not the same as before.
pub(super) fn rewritten(before: &[String], now: &[String]) -> Vec<Rewritten> {
    let ops = compared(before, now).into_iter();
    let changed = ops.filter(|op| op.tag() != DiffTag::Equal);
    let changed = changed.flat_map(|op| {
        let (old, new) = (&before[op.old_range()], &now[op.new_range()]);
        let line = |lines: &[String], at| lines.get(at).cloned().unwrap_or_default();
        (0..old.len().max(new.len())).map(move |at| Rewritten::of(&line(old, at), &line(new, at)))
    });
    changed.collect()
}

/// How one list becomes the other; all of it anew where that would take too long.
fn compared<T: Eq + Ord + std::hash::Hash>(before: &[T], now: &[T]) -> Vec<DiffOp> {
    match before.len().saturating_mul(now.len()) <= PAIRS {
        true => capture_diff_slices(Algorithm::Myers, before, now),
        false => vec![DiffOp::Replace {
            old_index: 0,
            old_len: before.len(),
            new_index: 0,
            new_len: now.len(),
        }],
    }
}

/// A number or Latin word, or any other character.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let of_word = |c: char| c.is_ascii_alphanumeric() || "%.".contains(c);
    let mut found: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let end = at + c.len_utf8();
        let goes_on = characters.peek().is_some_and(|(_, next)| of_word(*next));
        if !(of_word(c) && goes_on) {
            found.push(&text[start..end]);
            start = end;
        }
    }
    found
}

fn is_number(piece: &str) -> bool {
    piece.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Changes as a person may read them.
    fn told(before: &str, now: &str) -> String {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let changed = rewritten(&lines(before), &lines(now));
        let changed = changed.into_iter().map(|line| {
            let words = line.0.into_iter().map(|(fate, words)| match fate {
                Fate::Kept => words,
                Fate::Gone => format!("[-{words}]"),
                Fate::New => format!("[+{words}]"),
            });
            words.collect::<String>()
        });
        changed.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn only_what_changed_is_marked() {
        assert_eq!(
            told(
                "甲。\n共收到申请12件，均已答复。",
                "甲。\n全年共收到申请9件，均已答复。"
            ),
            "[+全年]共收到申请[-12][+9]件，均已答复。"
        );
        assert_eq!(told("甲乙\n丙丁", "甲乙\n丙丁"), "");
        assert_eq!(told("甲乙\n丙丁\n戊己", "甲乙\n戊己"), "[-丙丁]");
        assert_eq!(told("", "新的一段"), "[+新的一段]");
        // A few characters that happen to be the same make no patchwork.
        assert_eq!(
            told("加强业务培训工作。", "完善了公开制度。"),
            "[-加强业务培训工作。][+完善了公开制度。]"
        );
    }

    #[test]
    fn long_texts_that_have_nothing_in_common_take_no_time() {
        let all = |from: u32| -> Vec<String> {
            (from..from + 20_000).map(|n| format!("第{n}段")).collect()
        };
        assert_eq!(rewritten(&all(0), &all(50_000)).len(), 20_000);
    }
}
