//! What has one safe answer, mended in a text: read, changed, read again until nothing is left.

use super::{Document, applied, safe};

/// How often a file is read again: of mistakes of syntax, so many are found at a time.
const ROUNDS: usize = 25;

/// Mends a text that was read, and says whether there is more to mend than one run does.
/// `again` reads the text as it is then; nothing where it is no data file any more.
///
/// # Errors
/// Those of `again`.
pub fn mended<R, E>(
    mut read: R,
    document: impl for<'a> Fn(&'a R) -> Document<'a>,
    mut again: impl FnMut(String) -> Result<Option<R>, E>,
) -> Result<(R, bool), E> {
    for _ in 0..ROUNDS {
        let now = document(&read);
        let after = applied(now.text(), &safe(now));
        if after == now.text() {
            break;
        }
        match again(after)? {
            Some(new) => read = new,
            None => break,
        }
    }
    let unfinished = !safe(document(&read)).is_empty();
    Ok((read, unfinished))
}
