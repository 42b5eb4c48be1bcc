//! Pictures, alone with a caption and among words.

use super::*;

#[test]
fn a_caption_stays_below_its_picture_and_word_counts_it() {
    let mut figure = Figure::of(picture(PNG));
    figure.caption.as_mut().unwrap().number = Some(2);
    let xml = part(
        &rendered(&document(vec![Block::Figure(figure)])),
        "word/document.xml",
    );
    let paragraphs = elements(&xml, "w:p");
    let [_, picture, caption] = paragraphs[..] else {
        panic!("{xml}");
    };
    assert!(picture.contains(r#"<w:pStyle w:val="Picture"/><w:keepNext/>"#));
    assert!(caption.contains(r#"<w:pStyle w:val="Caption"/></w:pPr>"#));
    assert!(caption.contains(r#"<w:fldSimple w:instr=" SEQ 图 \* ARABIC ">"#));
    let words = caption.replace(r#"<w:t xml:space="preserve">"#, "<w:t>");
    assert_eq!(elements(&words, "w:t").concat(), "图2　办理流程");
}

#[test]
fn a_picture_among_words_stands_in_their_paragraph() {
    let sized = |width, height| {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        let mut writer = encoder.write_header().unwrap();
        let pixels = vec![0; (width * height) as usize];
        writer.write_image_data(&pixels).unwrap();
        writer.finish().unwrap();
        bytes
    };
    // A sign is as high as the words; a line grows for a photo, and is not stretched.
    for (width, height, extent, grows) in [
        (32, 32, r#"cx="203200" cy="203200""#, false),
        (200, 100, r#"cx="1905000" cy="952500""#, true),
    ] {
        let image = picture(&sized(width, height));
        let words = vec![
            Inline::plain("前"),
            Inline::Picture(image),
            Inline::plain("后"),
        ];
        let xml = part(
            &rendered(&document(vec![Block::Paragraph(words)])),
            "word/document.xml",
        );
        let text = elements(&xml, "w:p")[1];
        assert!(text.contains(extent), "{text}");
        let (before, after) = text.split_once("<w:drawing>").unwrap();
        assert!(before.contains("前") && after.contains("后"));
        let line = r#"<w:spacing w:line="579" w:lineRule="atLeast"/><w:jc w:val="left"/>"#;
        assert_eq!(before.contains(line), grows, "{before}");
    }
}
