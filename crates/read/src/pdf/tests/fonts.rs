//! Fonts that are not embedded, files that are encrypted, and what codes mean.

use super::{file_in, file_of, read, told};

const WORDS: &str = "本年新收政府信息公开申请数量12件";

fn hexadecimal(codes: &[u8]) -> String {
    codes.iter().map(|code| format!("{code:02x}")).collect()
}

#[test]
fn chinese_fonts_that_are_not_embedded_are_read() {
    let gbk = hexadecimal(&encoding_rs::GBK.encode(WORDS).0);
    let utf16: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let utf16 = hexadecimal(&utf16);
    for (encoding, codes) in [
        ("GBK-EUC-H", &gbk),
        ("GBKp-EUC-H", &gbk),
        ("GBK-EUC-V", &gbk),
        ("GBK2K-H", &gbk),
        ("UniGB-UCS2-H", &utf16),
        ("UniGB-UTF16-H", &utf16),
        ("UniGB-UTF16-V", &utf16),
    ] {
        let page = format!("BT /F 10 Tf 50 500 Td <{codes}> Tj ET");
        let published = read(&file_in(encoding, &[page])).unwrap();
        assert_eq!(told(&published).concat(), WORDS, "{encoding}");
        assert_eq!(published.cautions, [""; 0], "{encoding}");
    }
}

#[test]
fn encrypted_files_that_open_without_a_password_are_read() {
    for bytes in [
        include_bytes!("../../../../../tests/import/encrypted-rc4.pdf").as_slice(),
        include_bytes!("../../../../../tests/import/encrypted-aes128.pdf"),
        include_bytes!("../../../../../tests/import/encrypted-aes256.pdf"),
    ] {
        assert_eq!(told(&read(bytes).unwrap()), [WORDS]);
    }
}

/// A page in a face of single bytes, with a map to characters.
fn mapped(map: &str, page: &str) -> Vec<u8> {
    let stream = |content: &str| {
        let length = content.len() + 1;
        format!("<</Length {length}>>stream\n{content}\nendstream")
    };
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Rotate 90/Contents 4 0 R\
         /Resources<</Font<</F 5 0 R>>>>>>"
            .to_owned(),
        stream(page),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/ToUnicode 6 0 R>>".to_owned(),
        stream(map),
    ];
    file_of(objects.map(String::into_bytes).to_vec())
}

#[test]
fn radicals_are_read_as_characters_and_nothing_else_is_changed() {
    let map = "1 beginbfrange <41> <44> [<2fce> <52b1> <2460> <ff11>] endbfrange";
    // On a page that is turned, words that go up stand upright.
    let file = mapped(map, "BT /F 10 Tf 0 1 -1 0 100 50 Tm (ABCD) Tj ET");
    assert_eq!(told(&read(&file).unwrap()), ["鼓励①１"]);
}

#[test]
fn a_face_that_every_reader_knows_is_read_by_its_names() {
    let page = "BT /F 10 Tf 0 1 -1 0 100 50 Tm (No. 513,866) Tj ET";
    assert_eq!(told(&read(&mapped("", page)).unwrap()), ["No. 513,866"]);
}
