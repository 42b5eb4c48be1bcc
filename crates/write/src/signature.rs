//! Where the signature stands: name and date after GB/T 9704—2012, 7.3.5.

use form::report::Seal;

/// How far name and date stand from the left edge of a measure, when both are so wide and a
/// character has a width; a width of nothing is a part that is not there.
pub(super) fn lefts(seal: Seal, [name, date]: [f32; 2], measure: f32, em: f32) -> [f32; 2] {
    let lefts = match (seal, name > 0.0 && date > 0.0) {
        (Seal::Sealed, true) => {
            // A long name takes the date along rather than leave the page.
            let centre = measure - (4.0 * em + date / 2.0).max(name / 2.0);
            [centre - name / 2.0, centre - date / 2.0]
        }
        (Seal::Sealed, false) => [name, date].map(|width| measure - 4.0 * em - width),
        (Seal::Unsealed, true) if date > name => {
            let left = measure - 2.0 * em - date;
            [left - 2.0 * em, left]
        }
        (Seal::Unsealed, true) => {
            let left = measure - 2.0 * em - name;
            [left, left + 2.0 * em]
        }
        (Seal::Unsealed, false) => [name, date].map(|width| measure - 2.0 * em - width),
    };
    lefts.map(|left| left.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// In characters, on a line of 28.
    fn placed(seal: Seal, name: f32, date: f32) -> [f32; 2] {
        lefts(seal, [name, date], 28.0, 1.0)
    }

    #[test]
    fn name_and_date_stand_as_the_standard_has_them() {
        // 右空四字; the name in the middle above it.
        assert_eq!(placed(Seal::Sealed, 10.0, 8.0), [15.0, 16.0]);
        assert_eq!(placed(Seal::Sealed, 4.0, 8.0), [18.0, 16.0]);
        // 右空二字; the date two characters further in.
        assert_eq!(placed(Seal::Unsealed, 10.0, 8.0), [16.0, 18.0]);
        // A date that is longer than the name is the one that stands 右空二字.
        assert_eq!(placed(Seal::Unsealed, 4.0, 8.0), [16.0, 18.0]);
        assert_eq!(placed(Seal::Sealed, 0.0, 8.0)[1], 16.0);
        assert_eq!(placed(Seal::Unsealed, 0.0, 8.0)[1], 18.0);
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_page(name in 0.0f32..28.0, date in 0.0f32..10.0, seal in 0..2usize) {
            let lefts = placed(Seal::ALL[seal], name, date);
            prop_assert!(lefts[0] >= 0.0 && lefts[0] + name <= 28.001);
            prop_assert!(lefts[1] >= 0.0 && lefts[1] + date <= 28.001);
        }
    }
}
