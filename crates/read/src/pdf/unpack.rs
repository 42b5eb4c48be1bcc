//! How large a stream is when it is unpacked, found without keeping what it unpacks to.

use std::io::{Read, sink};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::{Filter, object::Stream};

/// A byte of runs or of LZW unpacks to so many at most.
const RUN: usize = 64;
const LZW: usize = 1400;

/// How many bytes a stream takes when it is unpacked, with those that it is packed in.
/// `None` where there are more than `most`, or where it is packed twice, as no program
/// does: only bombs gain by it.
pub(super) fn unpacked(stream: &Stream<'_>, most: usize) -> Option<usize> {
    let raw = stream.raw_data();
    let filters = stream.filters();
    let mut size = raw.len();
    let mut plain = None;
    for (at, filter) in filters.iter().enumerate() {
        let is_last = at + 1 == filters.len();
        let data = plain.as_deref().unwrap_or(raw.as_ref());
        match filter {
            Filter::AsciiHexDecode => plain = Some(hexadecimal(data)),
            Filter::Ascii85Decode => plain = Some(base_85(data)),
            Filter::FlateDecode if is_last => size += inflated(data, most),
            Filter::LzwDecode if is_last => size += data.len().saturating_mul(LZW),
            Filter::RunLengthDecode if is_last => size += data.len().saturating_mul(RUN),
            Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode => return None,
            // A picture: it is not unpacked.
            _ => break,
        }
    }
    let size = size + plain.map_or(0, |plain| plain.len());
    (size <= most).then_some(size)
}

/// How many bytes come of packed ones, counted up to `most`.
pub(super) fn inflated(data: &[u8], most: usize) -> usize {
    // What breaks off was unpacked until there. A stream without the right head is read
    // as if it had none, or the wrong one.
    let whole = counted(ZlibDecoder::new(data), most);
    match whole {
        0 => counted(DeflateDecoder::new(data), most).max(counted(
            DeflateDecoder::new(data.get(2..).unwrap_or_default()),
            most,
        )),
        whole => whole,
    }
}

fn counted(reader: impl Read, most: usize) -> usize {
    let mut reader = reader.take(most as u64);
    let _ = std::io::copy(&mut reader, &mut sink());
    most - usize::try_from(reader.limit()).unwrap_or_default()
}

fn hexadecimal(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|byte| **byte != b'>');
    let digits = digits.filter_map(|&byte| char::from(byte).to_digit(16));
    let digits: Vec<u32> = digits.collect();
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| (pair[0] << 4 | pair.get(1).copied().unwrap_or_default()) as u8)
        .collect()
}

fn base_85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group = Vec::new();
    let digits = data.iter().take_while(|byte| **byte != b'~');
    for &byte in digits {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            out.extend(four(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let length = group.len() - 1;
        group.resize(5, 84);
        out.extend(&four(&group)[..length]);
    }
    out
}

fn four(group: &[u32]) -> [u8; 4] {
    let number = group.iter().fold(0_u32, |number, digit| {
        number.wrapping_mul(85).wrapping_add(*digit)
    });
    number.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_unpacked() {
        assert_eq!(hexadecimal(b"4a 6B7>"), [0x4a, 0x6b, 0x70]);
        assert_eq!(base_85(b"87cURDZ~>"), b"Hello");
        assert_eq!(base_85(b"z!!~>"), [0, 0, 0, 0, 0]);
    }

    #[test]
    fn what_is_unpacked_is_counted_up_to_a_bound() {
        use std::io::Write;
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&[0; 100_000]).unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(inflated(&packed, 1 << 20), 100_000);
        assert_eq!(inflated(&packed, 1000), 1000);
        assert_eq!(inflated(&packed[2..], 1 << 20), 100_000);
        assert_eq!(inflated(b"no packed bytes", 1000), 0);
    }
}
