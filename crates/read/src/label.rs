//! Words of the form as reports print them: numbering, spaces, width and marks aside.

mod numbering;

use strsim::normalized_levenshtein;

pub use self::numbering::{Numbering, Style, numbered};
pub use base::characters::{half_width, is_invisible};

/// Longer words are no label; comparing them would cost more than it tells.
const LONGEST: usize = 120;
/// Numbers before a label have no more digits.
const LONGEST_NUMBERING: usize = 2;

/// Words that turn a name into another's.
const TURNS: &str = "非 拟 未 不 上年 上一年 去年 往年 历年 半年 季度 月份 累计 同期 撤销 撤回 比例 占比 \
    率";
/// Words for the year before, and for the report's.
const LAST: [&str; 3] = ["上年", "上一年", "去年"];
const THIS: [&str; 3] = ["本年", "今年", "当年"];

/// Words that may name a row, a column or a section.
#[derive(Clone, Debug)]
pub struct Label {
    /// The number before it.
    pub numbering: Option<Numbering>,
    /// Letters and digits alone.
    stem: String,
    /// The same without what stands in brackets.
    short: String,
    /// What stands in its brackets.
    asides: Vec<String>,
    /// Which characters are in it, by their remainders: most labels have none in common.
    letters: u64,
}

impl Label {
    /// The label that words are.
    pub fn of(text: &str) -> Self {
        let (numbering, rest) = numbered(text);
        let stem = usual(stem(rest));
        let (outside, inside) = apart(rest);
        let asides = inside.iter().map(|part| usual(self::stem(part)));
        Label {
            numbering,
            letters: stem
                .chars()
                .fold(0, |letters, c| letters | 1 << (u32::from(c) % 64)),
            short: usual(self::stem(&outside)),
            asides: asides.filter(|part| !part.is_empty()).collect(),
            stem,
        }
    }

    /// Whether nothing but marks and spaces is in it.
    pub fn is_empty(&self) -> bool {
        self.stem.is_empty()
    }

    /// Whether it is a unit and nothing else.
    pub fn is_unit(&self) -> bool {
        is_unit(&self.stem)
    }

    /// Letters and digits alone.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// Whether it says the same as another, spaces, width, marks and brackets aside.
    pub fn says(&self, other: &Label) -> bool {
        let own = [&self.stem, &self.short];
        own.iter()
            .any(|own| [&other.stem, &other.short].contains(own) && !own.is_empty())
    }

    /// Whether it holds digits that another does not, but for a number before it: a
    /// figure that slid into the words.
    pub fn has_figure_beyond(&self, other: &Label) -> bool {
        has_figure_beyond(&self.stem, &other.stem)
    }

    /// Whether it does outside of its brackets.
    pub fn has_bare_figure_beyond(&self, other: &Label) -> bool {
        has_figure_beyond(&self.short, &other.short)
    }

    /// What it says in brackets, letters and digits alone, but for units.
    pub fn asides(&self) -> impl Iterator<Item = &str> {
        let asides = self.asides.iter().map(String::as_str);
        asides.filter(|aside| !is_unit(aside))
    }

    /// Whether a word outside of its brackets, which another has not, turns it into
    /// something else: 「非」, 「上年」.
    pub fn is_turned_from(&self, other: &Label) -> bool {
        let times = |label: &Label, word: &str| label.short.matches(word).count();
        let more = |word: &str| times(self, word) > times(other, word);
        let year = |words: &[&str], label: &Label| words.iter().any(|word| times(label, word) > 0);
        TURNS.split(' ').any(more)
            || (year(&LAST, other) && year(&THIS, self) && !year(&LAST, self))
    }

    /// How alike two labels are: 0 for nothing in common, 1 for the same.
    pub fn likeness(&self, other: &Label) -> f64 {
        if self.letters & other.letters == 0 {
            return 0.0;
        }
        let numbers = match (self.numbering, other.numbering) {
            (Some(a), Some(b)) if a.number != b.number => -0.04,
            _ => 0.0,
        };
        let mut stems = alike(&self.stem, &other.stem);
        if self.short != self.stem {
            stems = stems.max(alike(&self.short, &other.stem) - 0.01);
        }
        if other.short != other.stem {
            stems = stems.max(alike(&self.stem, &other.short) - 0.01);
        }
        stems + numbers
    }
}

/// How alike two words are: 0 for less than half in common, 1 for the same.
pub fn alike(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let (long, short) = (a.chars().count(), b.chars().count());
    let (long, short) = (long.max(short), long.min(short));
    // Half of the characters at least must stand in both.
    match short * 2 < long || long > LONGEST || short == 0 {
        true => 0.0,
        false => normalized_levenshtein(a, b),
    }
}

/// Letters and digits alone, in half width.
pub fn stem(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Words as a message quotes them: long ones cut short.
pub fn brief(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}……", &text[..end]),
        None => text.to_owned(),
    }
}

/// Words as the form writes them.
fn usual(stem: String) -> String {
    match stem.contains("其它") {
        true => stem.replace("其它", "其他"),
        false => stem,
    }
}

/// What stands outside of brackets, and in each of them.
fn apart(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut depth) = (String::new(), Vec::new(), 0_usize);
    for c in text.chars() {
        match c {
            '（' | '(' | '[' | '【' => {
                depth += 1;
                inside.push(String::new());
            }
            '）' | ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ => match inside.last_mut().filter(|_| depth > 0) {
                Some(inside) => inside.push(c),
                None => outside.push(c),
            },
        }
    }
    (outside, inside)
}

fn has_figure_beyond(own: &str, other: &str) -> bool {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let rest = own.trim_start_matches(|c: char| c.is_ascii_digit());
    let told = match own.len() - rest.len() <= LONGEST_NUMBERING {
        true => digits(rest),
        false => digits(own),
    };
    !told.is_empty() && told != digits(other)
}

/// Whether letters are no more than a unit that figures are counted in.
fn is_unit(stem: &str) -> bool {
    let unit = stem.strip_prefix("单位").unwrap_or(stem);
    matches!(
        unit,
        "件" | "项" | "个" | "条" | "份" | "次" | "宗" | "起" | "部" | "数量" | "万元"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_words_in_brackets_are_seen() {
        let figure = |text: &str| Label::of(text).has_figure_beyond(&Label::of("甲乙丙"));
        assert!(figure("甲乙丙164") && figure("1.甲乙丙2") && figure("164甲乙丙"));
        assert!(!figure("1.甲乙丙") && !figure("2甲乙丙") && !figure("（三）甲乙丙"));
        let bare = |text: &str| Label::of(text).has_bare_figure_beyond(&Label::of("甲乙"));
        assert!(bare("甲乙164（丙）") && !bare("甲乙（如-8）"));
        let asides = |text: &str| Label::of(text).asides().collect::<String>();
        assert_eq!(asides("（一）甲乙（含丁）(丙)（单位：件）"), "含丁丙");
    }

    #[test]
    fn words_that_turn_a_name_are_seen() {
        let turned = |text: &str, name: &str| Label::of(text).is_turned_from(&Label::of(name));
        assert!(turned("非甲乙", "甲乙") && turned("甲乙累计", "甲乙"));
        assert!(turned("二、本年结转", "二、上年结转"));
        assert!(!turned("甲乙（不含丙）", "甲乙") && !turned("不甲", "（一）不甲（丙）"));
        assert!(!turned("上年结转至本年", "上年结转") && !turned("本年甲", "甲"));
    }

    #[test]
    fn long_words_are_quoted_cut_short() {
        assert_eq!(brief("甲乙"), "甲乙");
        assert_eq!(brief(&"甲".repeat(60)), "甲".repeat(60));
        assert_eq!(brief(&"甲".repeat(61)), format!("{}……", "甲".repeat(60)));
    }

    #[test]
    fn marks_and_width_do_not_part_labels() {
        let like = |a: &str, b: &str| Label::of(a).likeness(&Label::of(b));
        assert_eq!(like("3．危及“甲乙”", "3.危及「甲乙」"), 1.0);
        assert!(like("（二）甲乙（丙丁）", "(二)甲乙") > 0.98);
        assert!(like("4.甲乙丙丁", "5.甲乙丙丁") > 0.9);
        assert!(like("甲乙丙丁", "甲乙戊己") < 0.6);
        assert_eq!(like("3.其它", "3.其他"), 1.0);
        assert_eq!(like("", "甲"), 0.0);
    }
}
