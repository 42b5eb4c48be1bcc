//! Writing to standard output.

use std::io::{self, Write};

use super::{Failure, files::reason};

/// Writes to standard output; a reader that went away, as `head` does, is no matter.
///
/// # Errors
/// What stands behind standard output cannot be written, a full disk say.
pub fn show(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("写不了标准输出：{}", reason(&error)))
        }
        _ => Ok(()),
    }
}
