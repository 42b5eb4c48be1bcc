//! The names of agencies, and when two of them mean the same.

use crate::ground::characters::{half_width, is_hidden};

/// What is the same for every way of writing an agency's name: spaces and what is hidden left
/// out, full-width
/// letters, digits and brackets as half-width ones.
pub fn identity(name: &str) -> String {
    let visible = |c: &char| !c.is_whitespace() && !is_hidden(*c);
    let half = |c: char| match half_width(c) {
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        c => c.to_ascii_lowercase(),
    };
    name.chars().filter(visible).map(half).collect()
}

/// Which of some names is so like another one that it may be meant.
pub fn nearest<'a>(name: &str, others: impl Iterator<Item = &'a String>) -> Option<usize> {
    let alike = others.map(|other| strsim::jaro(name, other)).enumerate();
    let (index, likeness) = alike.max_by(|one, other| one.1.total_cmp(&other.1))?;
    (likeness > 0.85).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::identity;

    #[test]
    fn ways_of_writing_are_no_difference() {
        assert_eq!(
            identity("某县 教育局（本级）"),
            identity("某县教育局(本级)")
        );
        assert_ne!(identity("某县教育局"), identity("某县体育局"));
    }
}
