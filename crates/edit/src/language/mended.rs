//! What has one safe answer, mended in a text: read, changed, read again until nothing is left.

use super::{applied, safe};
use open::Opened;
use std::ops::Deref;

/// How often a file is read again: of mistakes of syntax, so many are found at a time.
const ROUNDS: usize = 25;

/// Mends a text that was read, and says whether there is more to mend than one run does.
/// `again` reads the text as it is then; nothing where it is no data file any more.
///
/// # Errors
/// Those of `again`.
pub fn mended<R: Deref<Target = Opened>, E>(
    mut read: R,
    mut again: impl FnMut(String) -> Result<Option<R>, E>,
) -> Result<(R, bool), E> {
    for _ in 0..ROUNDS {
        let after = applied(read.text(), &safe(&read));
        if after == read.text() {
            break;
        }
        match again(after)? {
            Some(new) => read = new,
            None => break,
        }
    }
    let unfinished = !safe(&read).is_empty();
    Ok((read, unfinished))
}
