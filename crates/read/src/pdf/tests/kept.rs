//! Whatever stands where on a page, all of it is read.

use proptest::prelude::*;

use super::{published, show, spell, told};

/// A row of a page: its name, its figures, how far each lies from its column's left edge.
type Drawn = (String, Vec<Option<u32>>, Vec<u8>);

fn drawn_row() -> impl Strategy<Value = Drawn> {
    let name = prop::sample::select(vec!["甲", "乙丙", "（一）丁戊己", "一、庚辛壬癸子丑"]);
    let figures = prop::collection::vec(prop::option::weighted(0.8, 0..10_000_u32), 1..6);
    let offsets = prop::collection::vec(0..12_u8, 6);
    (name.prop_map(str::to_owned), figures, offsets)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_that_a_page_shows_is_left_out(
        rows in prop::collection::vec(drawn_row(), 1..12),
        leading in 20..36_u8,
        wide in 55..62_u8,
        by_character in any::<bool>(),
        notes in prop::collection::vec(prop::option::weighted(0.2, 0..5_usize), 12),
        torn in 1..12_usize,
    ) {
        let mut pages = vec![String::new()];
        let mut shown = String::new();
        for (index, (name, figures, offsets)) in rows.iter().enumerate() {
            if index == torn {
                pages.push(String::new());
            }
            let page = pages.last_mut().unwrap();
            let y = 560.0 - index.checked_sub(torn).unwrap_or(index) as f64 * f64::from(leading);
            let put = |x: f64, text: &str| match by_character {
                true => spell(x, y, text),
                false => show(x, y, text),
            };
            // What pages repeat at their edges is no part of them.
            let own = ["卯", "辰", "巳", "午", "未", "申"][index % 6].repeat(1 + index / 6);
            let name = format!("{name}{own}");
            *page += &put(20.0, &name);
            shown += &name;
            if let Some(column) = notes[index] {
                let left = 90.0 + column as f64 * f64::from(wide);
                *page += &show(left, y - f64::from(leading) / 2.0, &format!("（{own}）"));
                shown += &format!("（{own}）");
            }
            for (column, figure) in figures.iter().enumerate() {
                let Some(figure) = figure else { continue };
                let x = 90.0 + column as f64 * f64::from(wide) + f64::from(offsets[column]);
                *page += &put(x, &figure.to_string());
                shown += &figure.to_string();
            }
        }
        let read = told(&published(&pages)).join("");
        let times = |text: &str, c: char| text.chars().filter(|other| *other == c).count();
        for c in shown.chars() {
            prop_assert!(times(&read, c) >= times(&shown, c), "{c} in {read}");
        }
    }
}
