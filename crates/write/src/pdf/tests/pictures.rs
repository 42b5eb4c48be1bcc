//! Pictures, alone and among words.

use super::*;

fn picture(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let image = Image {
        alt: "图".into(),
        target: "图.png".into(),
        bytes: bytes.into(),
        place: None,
    };
    render(
        &report(vec![Block::Figure(Figure::of(image))]),
        &Fonts::bundled(),
    )
}

pub(in crate::pdf) fn png_of(
    width: u32,
    height: u32,
    colour: png::ColorType,
    data: &[u8],
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(data).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn pictures_are_embedded() {
    let bytes = png_of(2, 1, png::ColorType::Rgba, &[255, 0, 0, 255, 0, 0, 0, 0]);
    let file = lopdf::Document::load_mem(&picture(&bytes).unwrap()).unwrap();
    let figures = file
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let mut pictures = figures.filter(|stream| stream.dict.has(b"BitsPerComponent"));
    let picture = pictures.next().unwrap().decompressed_content().unwrap();
    // What was transparent is white.
    assert_eq!(picture, [255, 0, 0, 255, 255, 255]);
}

#[test]
fn broken_and_huge_pictures_are_refused_by_name() {
    let good = png_of(2, 1, png::ColorType::Grayscale, &[0, 255]);
    let mut huge = good.clone();
    huge[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    let crc = crc(&huge[12..29]).to_be_bytes();
    huge[29..33].copy_from_slice(&crc);
    let mut large_jpeg = b"\xff\xd8\xff\xc0\x00\x11\x08\x4e\x20\x4e\x20\x03".to_vec();
    large_jpeg.extend([0; 16]);
    for bytes in [
        &b""[..],
        b"GIF89a",
        &good[..good.len() / 2],
        b"\xff\xd8",
        b"\xff\xd8\xff\xe0\x00\x00",
        b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x01\x00\x01\x03",
        &huge,
        &large_jpeg,
    ] {
        let error = picture(bytes).unwrap_err().to_string();
        assert!(error.contains("图.png"), "{error}");
    }
    assert!(picture(&huge).unwrap_err().to_string().contains("4000 万"));
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (0u32.wrapping_sub(crc & 1)))
        })
    })
}

#[test]
fn a_picture_among_words_is_a_figure_of_their_paragraph() {
    let image = Image {
        alt: "公章".into(),
        target: "a.png".into(),
        bytes: png_of(8, 8, png::ColorType::Grayscale, &[0; 64]).into(),
        place: None,
    };
    let paragraph = |words: Vec<Inline>| Block::Paragraph(words);
    let file = rendered(&report(vec![paragraph(vec![
        Inline::plain("盖有"),
        Inline::Picture(image),
        Inline::plain("方为有效"),
    ])]));
    let elements = || {
        file.objects
            .values()
            .filter_map(|object| object.as_dict().ok())
    };
    let role = |element: &lopdf::Dictionary| {
        let role = element.get(b"S").and_then(Object::as_name);
        role.map(<[u8]>::to_vec).unwrap_or_default()
    };
    let figure = elements()
        .find(|element| role(element) == b"Figure")
        .unwrap();
    assert!(figure.has(b"Alt"));
    let above = figure.get(b"P").and_then(Object::as_reference).unwrap();
    let above = file.get_dictionary(above).unwrap();
    assert_eq!(role(above), b"P");
    // Words, the picture, words.
    assert_eq!(above.get(b"K").and_then(Object::as_array).unwrap().len(), 3);
}
