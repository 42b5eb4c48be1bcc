//! Objects as the bytes of a file: streams on their own, all else packed into compressed ones.
//!
//! lopdf's own writer puts every object into words twice and compresses in pieces of a hundred.

use super::{canvas::number, compression::Compressor};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::io::Write;

/// The second line says that the file is not text.
const HEADER: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
/// How many objects share a stream: readers unpack all to see one.
const PACKED: usize = 500;

/// Where an object is found.
enum Place {
    /// The bytes before it.
    Offset(usize),
    /// The stream that holds it, and its number there.
    Packed(u32, usize),
}

/// An object that shares a stream with others.
enum Packed<'a> {
    Object(&'a Object),
    Written(&'a [u8]),
}

/// Objects written as they come, of which there are too many to build each as a value first.
#[derive(Default)]
pub(super) struct Written {
    bytes: Vec<u8>,
    /// The number of each, and where it ends.
    ends: Vec<(u32, usize)>,
}

impl Written {
    /// Adds an object.
    pub(super) fn add(&mut self, (id, _): ObjectId, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push((id, self.bytes.len()));
    }

    fn objects(&self) -> impl Iterator<Item = (u32, Packed<'_>)> {
        self.ends.iter().scan(0, |start, &(id, end)| {
            let bytes = &self.bytes[*start..end];
            *start = end;
            Some((id, Packed::Written(bytes)))
        })
    }
}

/// Writes all objects of a document, those that are written already, and its trailer.
pub(super) fn bytes(
    document: &mut Document,
    written: &Written,
    compressor: &mut Compressor,
) -> Vec<u8> {
    let mut file = File {
        out: HEADER.to_vec(),
        places: Vec::new(),
    };
    let objects = std::mem::take(&mut document.objects);
    let mut packed: Vec<(u32, Packed<'_>)> = written.objects().collect();
    for (&(id, _), object) in &objects {
        match object {
            Object::Stream(stream) => file.stream(id, stream),
            object => packed.push((id, Packed::Object(object))),
        }
    }
    packed.sort_unstable_by_key(|object| object.0);
    let mut next = document.max_id + 1;
    for objects in packed.chunks(PACKED) {
        file.pack(next, objects, compressor);
        next += 1;
    }
    file.finish(next, &document.trailer, compressor)
}

struct File {
    out: Vec<u8>,
    places: Vec<(u32, Place)>,
}

impl File {
    fn stream(&mut self, id: u32, stream: &Stream) {
        self.places.push((id, Place::Offset(self.out.len())));
        push(&mut self.out, format_args!("{id} 0 obj\n"));
        entries(&mut self.out, &stream.dict);
        self.out.extend(b"stream\n");
        self.out.extend(&stream.content);
        self.out.extend(b"\nendstream\nendobj\n");
    }

    /// Writes a stream of objects: a list of their numbers and places, then the objects.
    fn pack(&mut self, id: u32, objects: &[(u32, Packed<'_>)], compressor: &mut Compressor) {
        let (mut list, mut content) = (Vec::new(), Vec::new());
        for (at, (object, value)) in objects.iter().enumerate() {
            self.places.push((*object, Place::Packed(id, at)));
            integer(&mut list, (*object).into());
            list.push(b' ');
            integer(&mut list, content.len() as i64);
            list.push(b' ');
            match value {
                Packed::Object(object) => write(&mut content, object),
                Packed::Written(bytes) => content.extend(*bytes),
            }
            content.push(b' ');
        }
        let dict = dictionary! {
            "Type" => "ObjStm",
            "N" => objects.len() as i64,
            "First" => list.len() as i64,
        };
        list.extend(content);
        self.stream(id, &compressor.stream(dict, &list));
    }

    /// Writes the table of places, itself a stream, and what readers start with.
    fn finish(mut self, id: u32, trailer: &Dictionary, compressor: &mut Compressor) -> Vec<u8> {
        let start = self.out.len();
        self.places.push((id, Place::Offset(start)));
        self.places.sort_unstable_by_key(|place| place.0);
        const WIDTHS: [usize; 3] = [1, 4, 2];
        let mut table = vec![0; (id as usize + 1) * WIDTHS.iter().sum::<usize>()];
        for (object, place) in &self.places {
            let (kind, first, second) = match *place {
                Place::Offset(offset) => (1, offset as u32, 0),
                Place::Packed(stream, at) => (2, stream, at as u16),
            };
            let entry = &mut table[*object as usize * 7..][..7];
            entry[0] = kind;
            entry[1..5].copy_from_slice(&first.to_be_bytes());
            entry[5..].copy_from_slice(&second.to_be_bytes());
        }
        // The first object of all is a free one by definition.
        table[5..7].fill(0xff);
        let mut dict = trailer.clone();
        dict.set("Type", "XRef");
        dict.set("Size", i64::from(id) + 1);
        dict.set("W", WIDTHS.map(|width| Object::from(width as i64)).to_vec());
        self.stream(id, &compressor.stream(dict, &table));
        push(&mut self.out, format_args!("startxref\n{start}\n%%EOF\n"));
        self.out
    }
}

fn push(out: &mut Vec<u8>, words: std::fmt::Arguments<'_>) {
    let written = out.write_fmt(words);
    debug_assert!(written.is_ok(), "memory takes everything");
}

/// Writes a value.
pub(super) fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => push(out, format_args!("{value}")),
        Object::Integer(value) => integer(out, *value),
        Object::Real(value) => push(out, format_args!("{}", number(*value))),
        Object::Name(bytes) => name(out, bytes),
        Object::String(bytes, StringFormat::Literal) => literal(out, bytes),
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            bytes.iter().for_each(|&byte| hex(out, byte));
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b' ');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(values) => entries(out, values),
        // A stream is never part of another object.
        Object::Stream(stream) => entries(out, &stream.dict),
        Object::Reference(id) => reference(out, *id),
    }
}

fn entries(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in dictionary {
        name(out, key);
        let delimited = matches!(
            value,
            Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_)
        );
        if !delimited {
            out.push(b' ');
        }
        write(out, value);
    }
    out.extend(b">>");
}

fn name(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'/');
    for &byte in bytes {
        match byte {
            b'!'..=b'~' if !b"#()<>[]{}/%".contains(&byte) => out.push(byte),
            _ => {
                out.push(b'#');
                hex(out, byte);
            }
        }
    }
}

fn literal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for &byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            b'\r' => out.extend(b"\\r"),
            _ => out.push(byte),
        }
    }
    out.push(b')');
}

/// Writes what points to an object.
pub(super) fn reference(out: &mut Vec<u8>, (id, generation): ObjectId) {
    integer(out, id.into());
    out.push(b' ');
    integer(out, generation.into());
    out.extend(b" R");
}

/// Writes an integer.
pub(super) fn integer(out: &mut Vec<u8>, value: i64) {
    out.extend(itoa::Buffer::new().format(value).bytes());
}

fn hex(out: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut document = Document::with_version("1.7");
        let odd = dictionary! {
            "Type" => "Catalog",
            "A b/c#(é" => "x y%",
            "Literal" => Object::string_literal("a(b)\\c\r\n"),
            "Hexadecimal" => Object::String(vec![0, 0xfe, b'>'], StringFormat::Hexadecimal),
            "Numbers" => vec![Object::Real(-0.25), 7.into(), Object::Null, true.into()],
            "Nested" => dictionary! { "Deep" => vec![Object::Array(vec![(-3).into()])] },
        };
        let catalog = document.add_object(odd.clone());
        let many: Vec<_> = (0..1200).map(|n| document.add_object(n)).collect();
        let stream = Stream::new(Dictionary::new(), b"q endstream Q".to_vec());
        let stream = document.add_object(stream);
        document.trailer.set("Root", catalog);
        let late = document.new_object_id();
        let mut written = Written::default();
        written.add(late, |out| out.extend(b"[7 /Late]"));
        let bytes = bytes(&mut document, &written, &mut Compressor::new());
        let read = Document::load_mem(&bytes).unwrap();
        assert_eq!(read.get_dictionary(catalog).unwrap(), &odd);
        let late = read.get_object(late).unwrap().as_array().unwrap();
        assert_eq!(late, &[7.into(), "Late".into()]);
        for (value, id) in many.into_iter().enumerate() {
            assert_eq!(read.get_object(id).unwrap().as_i64().unwrap(), value as i64);
        }
        let stream = read.get_object(stream).unwrap().as_stream().unwrap();
        assert_eq!(stream.content, b"q endstream Q");
    }
}
