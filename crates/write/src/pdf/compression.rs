//! Compression of streams.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Stream};

/// How hard it is tried. On the fonts, which are most of a file, more than this takes
/// a quarter longer for one hundredth of the size.
pub(super) const LEVEL: u32 = 4;

/// Compresses one stream after the other, with the same tables.
pub(super) struct Compressor(ZlibEncoder<Vec<u8>>);

impl Compressor {
    /// A press with its tables.
    pub(super) fn new() -> Self {
        Compressor(ZlibEncoder::new(Vec::new(), Compression::new(LEVEL)))
    }

    /// A stream, deflated.
    pub(super) fn stream(&mut self, mut dict: Dictionary, bytes: &[u8]) -> Stream {
        let written = self.0.write_all(bytes);
        let deflated = written.and_then(|()| self.0.reset(Vec::new()));
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
}
