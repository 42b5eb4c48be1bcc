//! A change of some texts by the smallest splices.

use std::{collections::BTreeMap, ops::Range};

use base::yaml::{Splice, spliced};

/// The open texts by their names: the data file, and the text files that it names.
pub type Texts = BTreeMap<String, String>;

/// The name of the data file among its texts.
pub const DATA: &str = "";

/// What is to be replaced in some texts, by their names.
pub type Cuts = BTreeMap<String, Vec<Splice>>;

/// The cuts of the data file.
pub fn of_data(splices: Vec<Splice>) -> Cuts {
    Cuts::from([(DATA.to_owned(), splices)])
}

/// The texts with some cuts made; nothing where two of them overlap, or are of no such text.
pub fn cut(texts: &Texts, cuts: Cuts) -> Option<Texts> {
    let mut after = texts.clone();
    for (file, mut splices) in cuts {
        let text = after.get_mut(&file)?;
        splices.sort_by_key(|(range, _)| (range.start, range.end));
        let apart = splices.windows(2).all(|two| two[0].0.end <= two[1].0.start);
        let known = splices
            .iter()
            .all(|(range, _)| text.get(range.clone()).is_some());
        (apart && known).then_some(())?;
        // Lines end as those of the text do.
        let first = text.split_inclusive('\n').next().unwrap_or_default();
        if first.ends_with("\r\n") {
            let unix = splices
                .iter_mut()
                .filter(|(_, words)| !words.contains('\r'));
            unix.for_each(|(_, words)| *words = words.replace('\n', "\r\n"));
        }
        *text = spliced(text, splices);
    }
    Some(after)
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
    fn lines_end_as_before_and_cuts_lie_apart() {
        let before = texts("一二三四\r\n五\r\n");
        let cuts = vec![
            (6..9, "叁\n".to_owned()),
            (0..3, String::new()),
            (9..9, "!".to_owned()),
        ];
        let after = cut(&before, of_data(cuts)).unwrap();
        assert_eq!(after[DATA], "二叁\r\n!四\r\n五\r\n");
        let overlap = vec![(0..6, String::new()), (3..9, String::new())];
        assert_eq!(cut(&before, of_data(overlap)), None);
    }
}
