//! Compression of streams.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Stream};

/// How hard it is tried. On the fonts, which are most of a file, more than this takes
/// a quarter longer for one hundredth of the size.
pub(super) const LEVEL: u32 = 4;

/// A stream, deflated.
pub(super) fn stream(mut dict: Dictionary, bytes: &[u8]) -> Stream {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    let deflated = encoder.write_all(bytes).and_then(|()| encoder.finish());
    // Deflating in memory does not fail; if it did, the bytes themselves would do.
    let content = deflated.map_or_else(
        |_| bytes.to_vec(),
        |deflated| {
            dict.set("Filter", "FlateDecode");
            deflated
        },
    );
    Stream::new(dict, content).with_compression(false)
}
