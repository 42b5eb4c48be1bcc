//! Where a title may be broken: by its sense, as far as that can be seen from its letters.

use super::glyphs::Glyph;

/// The words that every title of a report ends with.
const WORDS: [&str; 7] = ["政府", "信息", "公开", "工作", "年度", "报告", "情况"];
/// Characters that end the name of a place or an office.
const ENDINGS: &str = "省市县区州盟旗乡镇局厅部委院处队会所办室科站社";
/// A break inside a word.
const WORD: f64 = 900.0;
/// A break inside a name where no part of it ends.
const NAME: f64 = 300.0;
/// A break where a part of a name ends.
const PART: f64 = 60.0;
/// A break in the rest of the title, between words.
const REST: f64 = 120.0;

/// What a break before each glyph costs beyond what any text asks.
pub(super) fn prices(glyphs: &[Glyph], agency: &str) -> Vec<f64> {
    let characters: Vec<char> = glyphs.iter().map(|glyph| glyph.character).collect();
    let text: String = characters.iter().collect();
    let agency = agency.trim();
    let name = match text.starts_with(agency) {
        true => agency.chars().count(),
        false => 0,
    };
    let mut prices: Vec<f64> = (0..characters.len())
        .map(|at| match at {
            _ if at == 0 => 0.0,
            // A space behind the name stays on its line.
            _ if at >= name && characters[name..at].iter().all(|c| *c == ' ') => 0.0,
            _ if at > name => REST,
            _ if ENDINGS.contains(characters[at - 1]) && !ENDINGS.contains(characters[at]) => PART,
            _ => NAME,
        })
        .collect();
    for word in WORDS {
        let word: Vec<char> = word.chars().collect();
        for at in 0..characters.len().saturating_sub(word.len() - 1) {
            if characters[at..].starts_with(&word) {
                prices[at + 1] = prices[at + 1].max(WORD);
            }
        }
    }
    prices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::pdf::{
        faces::Role,
        glyphs::{Style, set},
    };

    #[test]
    fn a_break_behind_the_name_costs_nothing() {
        for title in ["某县分局2024年度报告", "某县分局 2024 年度报告"] {
            let glyphs = set(title, Style::new(Role::Title, 22.0));
            let prices = prices(&glyphs, "某县分局");
            let free = title.chars().take(prices.len()).enumerate().skip(1);
            let free = free.filter(|(at, _)| prices[*at] == 0.0).map(|(_, c)| c);
            let free: String = free.collect();
            assert!(free == "2" || free == " 2", "{free}");
        }
    }
}
