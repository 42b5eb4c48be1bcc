//! What an author struck out of a text and wrote anew.
//!
//! `共收到12件。` and `全年共收到9件。` give `[+全年]共收到[-12][+9]件。`: words are told apart
//! line by line first, then character by character, a number being one.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use document::{Block, Inline};
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

/// Words of one fate, on one line.
pub type Words = (Fate, String);

/// Pairs of pieces that are compared, at the most: two pages that have nothing in common are
/// two pages, and nobody waits for them.
const PAIRS: usize = 4_000_000;
/// Fewer pieces than these between two changes are part of one.
const ISLAND: usize = 3;

/// The lines of a section's text as its readers see them: headings, paragraphs, items. Where
/// a link leads and what a note says is among the words, so that a change of it is seen.
pub(super) fn lines(report: &Report, section: &str) -> Vec<String> {
    let own = report.all_prose().filter(|(key, _)| *key == section);
    let mut notes = 0;
    let blocks: Vec<Block> = own
        .flat_map(|(_, prose)| document::text(report, prose, &mut notes))
        .collect();
    let mut lines = Vec::new();
    read(&blocks, &mut lines);
    lines
}

fn read(blocks: &[Block], lines: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => {
                put(&words(content), lines)
            }
            Block::Table(grid) => grid.rows.iter().for_each(|row| {
                let cells: Vec<String> =
                    row.cells.iter().map(|cell| words(&cell.content)).collect();
                put(&cells.join("｜"), lines);
            }),
            Block::Figure(figure) => put(&format!("〔图：{}〕", figure.image.alt), lines),
            Block::Chart(chart) => put(&format!("〔{}〕", chart.alt()), lines),
            Block::Quote(inside) => read(inside, lines),
            Block::List { start, items } => {
                for (item, number) in items.iter().zip(start.unwrap_or(0)..) {
                    let first = lines.len();
                    read(item, lines);
                    let mark = start.map_or_else(|| "· ".to_owned(), |_| format!("{number}. "));
                    if let Some(line) = lines.get_mut(first) {
                        line.insert_str(0, &mark);
                    }
                }
            }
            Block::Sheet(_)
            | Block::Divider
            | Block::NewPage
            | Block::Signature { .. }
            | Block::Blank(_) => {}
        }
    }
}

fn put(text: &str, lines: &mut Vec<String>) {
    let all = text.lines().map(str::trim);
    lines.extend(all.filter(|line| !line.is_empty()).map(str::to_owned));
}

fn words(inlines: &[Inline]) -> String {
    let of = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.text.clone(),
        Inline::Strong(inside) | Inline::Emphasis(inside) => words(inside),
        Inline::Link { url, content } => match words(content) {
            words if words == *url => words,
            words => format!("{words}（{url}）"),
        },
        Inline::Picture(image) => format!("〔图：{}〕", image.alt),
        Inline::Break => "\n".to_owned(),
        Inline::Note { content, .. } if content.is_empty() => String::new(),
        Inline::Note { content, .. } => format!("〔注：{}〕", words(content)),
    };
    inlines.iter().map(of).collect()
}

/// A line that was rewritten, struck out or added: its words in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten(pub Vec<Words>);

/// Words before a number by which it is known, at the most.
const BEFORE: usize = 12;

impl Rewritten {
    /// The line as it was or as it is, those of its words marked that the other has not.
    pub fn side(&self, own: Fate) -> Vec<Inline> {
        let words = self
            .0
            .iter()
            .filter(|(fate, _)| [own, Fate::Kept].contains(fate));
        let words = words.map(|(fate, words)| match *fate == own {
            true => Inline::Strong(vec![Inline::plain(&**words)]),
            false => Inline::plain(&**words),
        });
        words.collect()
    }

    /// The numbers that became others: the words before each, as it was and as it is.
    pub fn numbers(&self) -> Vec<[String; 3]> {
        let mut found = Vec::new();
        for (at, pair) in self.0.windows(2).enumerate() {
            let [(Fate::Gone, old), (Fate::New, new)] = pair else {
                continue;
            };
            let numbers = |words: &str| -> Vec<String> {
                let pieces = pieces(words).into_iter();
                let numbers =
                    pieces.filter(|piece| piece.starts_with(|c: char| c.is_ascii_digit()));
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
    let lines = changes(before, now).into_iter();
    let changed = lines.filter(|line| line.iter().any(|(fate, _)| *fate != Fate::Kept));
    changed.map(Rewritten).collect()
}

/// What became of the lines of a text, a line at a time.
fn changes(before: &[String], now: &[String]) -> Vec<Vec<Words>> {
    let mut out = Written::default();
    for op in compared(before, now) {
        let (tag, old, new) = op.as_tag_tuple();
        let (old, new) = (&before[old], &now[new]);
        match tag {
            DiffTag::Equal => out.put(Fate::Kept, &ended(new)),
            DiffTag::Delete => out.put(Fate::Gone, &ended(old)),
            DiffTag::Insert => out.put(Fate::New, &ended(new)),
            DiffTag::Replace => out.rewritten(&ended(old), &ended(new)),
        }
    }
    out.lines.retain(|line| !line.is_empty());
    out.lines
}

fn ended(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// How one list becomes the other; all of it anew where that would take too long.
pub fn compared<T: Eq + Ord + std::hash::Hash>(before: &[T], now: &[T]) -> Vec<DiffOp> {
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
pub fn pieces(text: &str) -> Vec<&str> {
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

#[derive(Default)]
struct Written {
    lines: Vec<Vec<Words>>,
    /// Whether the last line has ended.
    ended: bool,
}

impl Written {
    /// Words that were rewritten: what stands in both is kept.
    fn rewritten(&mut self, before: &str, now: &str) {
        let (old, new) = (pieces(before), pieces(now));
        let ops = compared(&old, &new);
        let kept: usize = ops.iter().map(same).sum();
        // What has little in common was written anew.
        if kept * 3 < old.len().min(new.len()) {
            self.put(Fate::Gone, before);
            return self.put(Fate::New, now);
        }
        let (mut gone, mut fresh) = (String::new(), String::new());
        for (at, op) in ops.iter().enumerate() {
            let (tag, from, to) = op.as_tag_tuple();
            let inner = at > 0 && at + 1 < ops.len();
            let is_line = old[from.clone()].contains(&"\n");
            if tag == DiffTag::Equal && (is_line || !inner || from.len() >= ISLAND) {
                self.put(Fate::Gone, &std::mem::take(&mut gone));
                self.put(Fate::New, &std::mem::take(&mut fresh));
                self.put(Fate::Kept, &new[to].concat());
                continue;
            }
            gone += &old[from].concat();
            fresh += &new[to].concat();
        }
        self.put(Fate::Gone, &gone);
        self.put(Fate::New, &fresh);
    }

    /// Puts words down, a new line after each end of one.
    fn put(&mut self, fate: Fate, words: &str) {
        for part in words.split_inclusive('\n') {
            if self.ended || self.lines.is_empty() {
                self.lines.push(Vec::new());
            }
            self.ended = part.ends_with('\n');
            let part = part.trim_end_matches('\n');
            if let (Some(line), false) = (self.lines.last_mut(), part.is_empty()) {
                line.push((fate, part.to_owned()));
            }
        }
    }
}

fn same(op: &DiffOp) -> usize {
    match op.as_tag_tuple() {
        (DiffTag::Equal, old, _) => old.len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Changes as a person may read them.
    fn told(before: &str, now: &str) -> String {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let changed = changes(&lines(before), &lines(now))
            .into_iter()
            .map(|line| {
                let words = line.into_iter().map(|(fate, words)| match fate {
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
            "甲。\n[+全年]共收到申请[-12][+9]件，均已答复。"
        );
        assert_eq!(told("甲乙\n丙丁", "甲乙\n丙丁"), "甲乙\n丙丁");
        assert_eq!(
            told("甲乙\n丙丁\n戊己", "甲乙\n戊己"),
            "甲乙\n[-丙丁]\n戊己"
        );
        assert_eq!(told("", "新的一段"), "[+新的一段]");
        // A few characters that happen to be the same make no patchwork.
        assert_eq!(
            told("加强业务培训工作。", "完善了公开制度。"),
            "[-加强业务培训工作。]\n[+完善了公开制度。]"
        );
    }

    #[test]
    fn long_texts_that_have_nothing_in_common_take_no_time() {
        let all = |from: u32| -> Vec<String> {
            (from..from + 20_000).map(|n| format!("第{n}段")).collect()
        };
        assert_eq!(changes(&all(0), &all(50_000)).len(), 40_000);
    }
}
