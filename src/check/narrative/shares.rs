//! Percentages of a text: of a number before them, or of a total in the table.

use super::{Sentence, change::rounded};
use crate::{
    check::sentences::{Quantity, any},
    form::edition::{Axis, Saying},
    ground::{
        diagnostic::{Finding, Message, either, message, rules},
        number::{Number, ONE},
    },
};

/// What a percentage may be taken of: in words, and in millionths.
type Base = (Message, i128);

/// A percentage, and what it may be the share of.
struct Share<'a> {
    rate: &'a Quantity,
    /// The number that is the part.
    part: &'a Quantity,
    /// The table's figure for the part.
    listed: Option<i128>,
    /// Numbers of the sentence that may be the whole.
    wholes: Vec<&'a Quantity>,
    /// Totals of the table that may be.
    table: Vec<Base>,
}

impl Share<'_> {
    /// A part of a whole in per cent, as precise as the text.
    fn ratio(&self, part: i128, whole: i128) -> Option<i128> {
        let scaled = part.checked_mul(100 * ONE)?;
        Some(rounded(scaled, whole, self.rate.places))
    }

    fn fits_text(&self) -> bool {
        let mut wholes = self.wholes.iter().filter(|whole| !whole.rough);
        wholes.any(|whole| self.ratio(self.part.value, whole.value) == Some(self.rate.value))
    }

    fn fits_table(&self) -> bool {
        let parts = [Some(self.part.value), self.listed].into_iter().flatten();
        let mut pairs =
            parts.flat_map(|part| self.table.iter().map(move |(_, base)| (part, *base)));
        pairs.any(|(part, base)| self.ratio(part, base) == Some(self.rate.value))
    }

    /// What the percentage should be, and of what; of the table where the text names its total.
    fn exact(&self, text: &str, is_named: bool) -> Option<(i128, Message)> {
        let of_table = is_named && !self.table.is_empty();
        if let Some(whole) = self.wholes.first().filter(|_| !of_table) {
            let said = |number: &Quantity| text[number.range.clone()].to_owned();
            let reason = format!("{}占{}的", said(self.part), said(whole));
            let exact = self.ratio(self.part.value, whole.value)?;
            return (!whole.rough).then_some((exact, reason.into()));
        }
        let (row, base) = self.table.first()?;
        let part = self.listed.unwrap_or(self.part.value);
        let shown = Number::from_millionths;
        let reason = message!(row; " {} 占表里「{row}」{} 的", shown(part), shown(*base));
        Some((self.ratio(part, *base)?, reason))
    }
}

impl Sentence<'_> {
    /// 「共 12 件，其中 A 3 件，占 25%」: the percentage must be the ratio.
    pub(super) fn shares(&self, numbers: &[Quantity]) -> Vec<Finding> {
        (1..numbers.len())
            .filter_map(|at| self.share(&numbers[..at], &numbers[at]))
            .collect()
    }

    fn share(&self, before: &[Quantity], rate: &Quantity) -> Option<Finding> {
        let (part, earlier) = before.split_last()?;
        let between = &self.words.text()[part.range.end..rate.range.start];
        let (_, named) = between.split_once('占')?;
        let vague = rate.rough || part.rough || part.unit == "%" || self.is_others(named);
        if rate.unit != "%" || vague || between.chars().count() > 24 {
            return None;
        }
        // What is itself a share of something is no whole: 「甲29件，占78%，乙8件，占22%」.
        let is_part = |at: usize| {
            let next = &before[at + 1];
            let between = &self.words.text()[before[at].range.end..next.range.start];
            next.unit == "%" && between.contains('占')
        };
        let wholes = (0..earlier.len())
            .filter(|&at| !is_part(at))
            .map(|at| &earlier[at])
            .filter(|whole| whole.unit == part.unit && whole.value >= part.value && whole.value > 0)
            .collect();
        let row = self.row(part);
        let head = self.before(part);
        let table = match self.is_others(head) || self.other_year(head) {
            true => Vec::new(),
            false => self.bases(named, row.as_deref()),
        };
        let share = Share {
            rate,
            part,
            listed: row.and_then(|row| self.sum(&row)),
            wholes,
            table,
        };
        let in_text = share.fits_text() || together(before, rate);
        if let Some(base) = self.words.passage.share_at(rate.range.start) {
            let unnamed = named.trim_matches(FILLING).is_empty();
            let whole = share.wholes.first().filter(|_| unnamed && !in_text)?;
            return Some(self.unnamed(rate, whole, base));
        }
        let (exact, reason) = match in_text || share.fits_table() {
            true => return None,
            false => share.exact(self.words.text(), !self.named(named).is_empty())?,
        };
        let expected = Number::from_millionths(exact);
        let range = rate.range.clone();
        let said = &self.words.text()[range.clone()];
        let message = message!(reason; "文字里写占「{said}」，而{reason} {expected}%");
        let finding = self.words.finding(&rules::SHARE, range, message);
        let finding = finding.stated(Number::from_millionths(rate.value));
        let help = either(
            "核对百分数和它前面的数；也可以写成引用 {{…|占 …}}，由程序算出",
            "核对百分数和它前面的数，改正错的数",
        );
        Some(finding.expected(expected).help(help))
    }

    /// The rows of results that a number counts, where it does so beyond doubt.
    fn row(&self, part: &Quantity) -> Option<Vec<String>> {
        if let Some((paths, _)) = self.joined(part) {
            return Some(paths);
        }
        let sayings = self.sayings().filter(|saying| saying.result);
        let mut sayings = sayings.filter(|saying| self.speaks(saying, part));
        let saying = sayings.find(|saying| self.agrees(saying, part))?;
        saying.any.first().cloned()
    }

    /// The totals of the table that a percentage may be taken of, the likeliest first.
    fn bases(&self, words: &str, row: Option<&[String]>) -> Vec<Base> {
        let named = self.named(words);
        let mut sums: Vec<Vec<String>> = Vec::new();
        let general = words.trim_matches(FILLING).is_empty() || any(words, ["总", "全部"]);
        let row = row.filter(|_| named.is_empty() && general && !self.is_part(words));
        if let Some(path) = row.and_then(|row| self.total(row)) {
            sums.push(vec![path.to_owned()]);
            let all = self
                .sayings()
                .filter(|saying| !saying.result && saying.unit.is_none());
            let section = path.split('.').next().unwrap_or_default();
            sums.extend(
                all.flat_map(|saying| saying.any.clone())
                    .filter(|sum| sum.iter().all(|path| path.starts_with(section))),
            );
        }
        sums.extend(named.into_iter().flat_map(|saying| saying.any.clone()));
        let base = |sum: Vec<String>| Some((self.sum_of(&sum), self.sum(&sum)?));
        let bases = sums.into_iter().filter_map(base);
        bases.filter(|(_, value)| *value > 0).collect()
    }

    /// What the words between 占 and a percentage name: 「占办结总数的」; what they name
    /// by its own words comes first.
    fn named(&self, base: &str) -> Vec<&'static Saying> {
        let text = &self.words.text()[..self.at + self.text.len()];
        let by_words = |saying: &&Saying| any(base, &saying.words);
        let mut named: Vec<&Saying> = self
            .sayings()
            .filter(|saying| !saying.result)
            .filter(|saying| {
                by_words(saying) || any(base, &saying.verbs) && any(text, &saying.words)
            })
            .filter(|saying| saying.context.is_empty() || any(text, &saying.context))
            .collect();
        named.sort_by_key(|saying| !by_words(saying));
        named
    }

    /// The total of the column in which some rows stand.
    fn total(&self, rows: &[String]) -> Option<&'static str> {
        let edition = self.report.edition;
        let slots = edition.field(rows.first()?)?.totals()?;
        let sums = edition.sums.iter().filter(|sum| sum.axis == Axis::Column);
        let mut sums = sums.filter(|sum| slots.iter().all(|slot| sum.parts.contains(slot)));
        Some(edition.slot(sums.next()?.total).row())
    }

    /// A share that the program computed is right, but the sentence names no whole for it.
    fn unnamed(&self, rate: &Quantity, whole: &Quantity, base: &str) -> Finding {
        let text = self.words.text();
        let base = self.report.edition.subject(base);
        let message = message!(base;
            "「{}」是占「{base}」的百分比，这一句没有写明，前面写的是 {}",
            &text[rate.range.clone()],
            &text[whole.range.clone()],
        );
        let finding = self
            .words
            .finding(&rules::SHARE, rate.range.clone(), message);
        finding.help("写明占什么，例如「占办结总数的……」；数本身没有错")
    }
}

/// What stands between 占 and a percentage without naming anything.
const FILLING: [char; 9] = ['比', '为', '约', '了', '的', '：', ':', ' ', '达'];

/// Whether the last of some numbers are a percentage of one before them only when added:
/// 「予以公开5件，部分公开1件，占75%」 means both together.
fn together(numbers: &[Quantity], rate: &Quantity) -> bool {
    let unit = numbers.last().map(|last| last.unit);
    (0..numbers.len().saturating_sub(1)).any(|first| {
        let (before, parts) = numbers.split_at(first);
        let sum: i128 = parts.iter().map(|part| part.value).sum();
        let alike = parts.iter().all(|part| Some(part.unit) == unit);
        let mut wholes = before.iter().filter(|whole| alike && whole.value > 0);
        let scaled = sum.checked_mul(100 * ONE);
        wholes.any(|whole| {
            scaled.is_some_and(|sum| rounded(sum, whole.value, rate.places) == rate.value)
        })
    })
}
