//! No bytes make reading a PDF panic, and what is read can be laid along the form.
#![no_main]

use nianbao::read::pdf;
use nianbao_fuzz::{take_in, target};

target!(|bytes: &[u8]| {
    if let Ok(published) = pdf::read(bytes) {
        take_in(&published);
    }
});
