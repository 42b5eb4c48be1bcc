//! Compression of streams.

use flate2::{Compress, Compression, FlushCompress};
use lopdf::{Dictionary, Stream};

/// How hard the compressor tries. On the fonts, which are most of a file, more than this takes
/// a quarter longer for one hundredth of the size.
const LEVEL: u32 = 4;

/// Compresses one stream after the other, with the same tables.
pub(super) struct Compressor {
    deflate: Compress,
}

impl Compressor {
    /// A press with its tables.
    pub(super) fn new() -> Self {
        Compressor {
            deflate: Compress::new(Compression::new(LEVEL), true),
        }
    }

    /// A stream, deflated.
    pub(super) fn stream(&mut self, mut dict: Dictionary, bytes: &[u8]) -> Stream {
        match self.deflated(bytes) {
            Some(deflated) => {
                dict.set("Filter", "FlateDecode");
                Stream::new(dict, deflated).with_compression(false)
            }
            // Deflating in memory does not fail; if it did, the bytes themselves would do.
            None => Stream::new(dict, bytes.to_vec()).with_compression(false),
        }
    }

    fn deflated(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.deflate.reset();
        // What cannot be compressed grows by five bytes for each block.
        let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 1000 + 64);
        loop {
            let done = usize::try_from(self.deflate.total_in()).ok()?;
            let rest = bytes.get(done..)?;
            let status = self
                .deflate
                .compress_vec(rest, &mut out, FlushCompress::Finish);
            match status.ok()? {
                flate2::Status::StreamEnd => return Some(out),
                flate2::Status::Ok | flate2::Status::BufError => out.reserve(4096),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn every_stream_can_be_read_back() {
        let mut compressor = Compressor::new();
        let noise = (0..70_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8);
        let noise: Vec<u8> = noise.collect();
        for bytes in [b"".as_slice(), b"q Q", &noise, &[7; 50_000], b"q Q"] {
            let stream = compressor.stream(Dictionary::new(), bytes);
            let mut read = Vec::new();
            let mut decoder = flate2::read::ZlibDecoder::new(stream.content.as_slice());
            decoder.read_to_end(&mut read).unwrap();
            assert_eq!(read, bytes);
        }
    }
}
