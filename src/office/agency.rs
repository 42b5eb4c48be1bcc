//! The names of agencies, and when two of them mean the same.

/// What is the same for every way of writing an agency's name: spaces left out, full-width
/// letters, digits and brackets as half-width ones.
pub fn identity(name: &str) -> String {
    let visible = |c: &char| !c.is_whitespace() && !c.is_control();
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xfee0).map_or(c, |c| c.to_ascii_lowercase())
        }
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        c => c.to_ascii_lowercase(),
    };
    name.chars().filter(visible).map(half).collect()
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
