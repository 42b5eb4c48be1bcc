//! A change of some texts by the smallest splices.

use std::{collections::BTreeMap, ops::Range};

/// The open texts by their names: the data file, and the text files that it names.
pub type Texts = BTreeMap<String, String>;

/// The name of the data file among its texts.
pub const DATA: &str = "";

/// Some bytes of a text replaced by others.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Splice {
    file: String,
    /// The first byte, in the text as it was.
    at: usize,
    gone: String,
    come: String,
}

/// Splices in the order of the texts, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change(Vec<Splice>);

/// What is to be replaced in a text, and by what.
pub type Cut = (Range<usize>, String);

impl Change {
    /// The change that makes some cuts in a text; nothing where two of them overlap.
    pub fn cuts(texts: &Texts, file: &str, mut cuts: Vec<Cut>) -> Option<Self> {
        let text = texts.get(file).map_or("", String::as_str);
        cuts.sort_by_key(|(range, _)| (range.start, range.end));
        let mut free = 0;
        let mut splices = Vec::new();
        for (range, come) in cuts {
            let gone = text.get(range.clone())?;
            if range.start < free {
                return None;
            }
            free = range.end;
            if gone != come {
                splices.push(Splice {
                    file: file.to_owned(),
                    at: range.start,
                    gone: gone.to_owned(),
                    come: like(text, come),
                });
            }
        }
        Some(Change(splices))
    }

    /// Together with one of other texts.
    pub fn and(mut self, other: Change) -> Self {
        self.0.extend(other.0);
        self.0.sort_by(|a, b| (&a.file, a.at).cmp(&(&b.file, b.at)));
        self
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The texts with the change made; nothing where they are not those that it is of.
    pub fn made(&self, texts: &Texts) -> Option<Texts> {
        let mut after = texts.clone();
        for splice in self.0.iter().rev() {
            let text = after.entry(splice.file.clone()).or_default();
            let range = splice.at..splice.at + splice.gone.len();
            if text.get(range.clone())? != splice.gone {
                return None;
            }
            text.replace_range(range, &splice.come);
        }
        Some(after)
    }
}

/// Lines that end as those of a text do.
fn like(text: &str, words: String) -> String {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    match first.ends_with("\r\n") && !words.contains('\r') {
        true => words.replace('\n', "\r\n"),
        false => words,
    }
}

/// The bytes of a text that differ from another one's, and what stands there.
pub fn smallest<'a>(old: &str, new: &'a str) -> (Range<usize>, &'a str) {
    let same = |a: &mut dyn Iterator<Item = (char, char)>| {
        let alike = a.take_while(|(a, b)| a == b);
        alike.map(|(a, _)| a.len_utf8()).sum::<usize>()
    };
    let start = same(&mut old.chars().zip(new.chars()));
    let (left, right) = (&old[start..], &new[start..]);
    let end = same(&mut left.chars().rev().zip(right.chars().rev()));
    (start..old.len() - end, &new[start..new.len() - end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Texts {
        Texts::from([(DATA.to_owned(), text.to_owned())])
    }

    #[test]
    fn a_change_is_made_of_its_own_texts_only() {
        let before = texts("一二三四\r\n五\r\n");
        let cuts = vec![
            (6..9, "叁\n".to_owned()),
            (0..3, String::new()),
            (9..9, "!".to_owned()),
        ];
        let change = Change::cuts(&before, DATA, cuts).unwrap();
        let after = change.made(&before).unwrap();
        assert_eq!(after[DATA], "二叁\r\n!四\r\n五\r\n");
        assert_eq!(change.made(&after), None);
        let overlap = vec![(0..6, String::new()), (3..9, String::new())];
        assert_eq!(Change::cuts(&before, DATA, overlap), None);
    }
}
