//! Workbooks that lost or gained something on the way.

use super::*;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_damage_is_a_danger(
        part in prop::sample::select(vec![
            "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", SECOND_TABLE,
        ]),
        at in 0.0..1.0_f64,
        junk in "[<>/\"&;a-z0-9=!$ ]{0,12}",
    ) {
        let book = write(&example("minimal")).unwrap();
        let hurt = rewritten(&book, part, |text| {
            let mut at = (at * text.len() as f64) as usize;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            format!("{}{junk}\u{1}{}", &text[..at], &text[at..])
        });
        let _ = read(&hurt);
        let _ = crate::xlsx::read(&hurt);
    }
}
