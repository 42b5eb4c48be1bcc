//! Files that would take all time or memory.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

use super::{file_of, read, told};

fn packed(content: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(content).unwrap();
    packer.finish().unwrap()
}

fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{entries}/Length {}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// A file of one page: what it refers to, its programs, and further objects from 5 on.
fn page(entries: &str, program: Vec<u8>, further: Vec<Vec<u8>>) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]{entries}>>");
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.into_bytes(),
        program,
    ];
    objects.extend(further);
    file_of(objects)
}

#[track_caller]
fn assert_refused(file: &[u8], word: &str) {
    let fault = read(file).unwrap_err();
    assert!(fault.message.contains(word), "{}", fault.message);
}

const TOO_MUCH: &str = "大得不像";

#[test]
fn tables_of_objects_without_widths_are_broken() {
    for (count, length) in [("1000000", 0), ("4294967295", 8)] {
        let table = format!("/Type/XRef/W[0 0 0]/Index[0 {count}]/Size {count}/Root 2 0 R");
        let table = stream(&table, &vec![0; length]);
        let file = [
            b"%PDF-1.7\n1 0 obj",
            &table[..],
            b" endobj\nstartxref\n9\n%%EOF\n",
        ]
        .concat();
        assert_refused(&file, "已损坏");
    }
}

#[test]
fn tables_of_more_objects_than_a_file_can_hold_are_refused() {
    let table = packed(&vec![0; 4 << 20]);
    let entries = "/Type/XRef/#57[0 1 0]/Size 4194304/Root 2 0 R/Filter/FlateDecode";
    let table = stream(entries, &table);
    let file = [
        b"%PDF-1.7\n1 0 obj",
        &table[..],
        b" endobj\nstartxref\n9\n%%EOF\n",
    ]
    .concat();
    assert_refused(&file, TOO_MUCH);
}

#[test]
fn programs_of_millions_of_operators_are_refused() {
    let long = format!("({}) Tj ", "a".repeat(1 << 17));
    for operator in ["(abcdefgh) Tj ", "q ", &long] {
        let program = operator.repeat((2 << 20) / operator.len());
        let program = stream("/Filter/FlateDecode", &packed(program.as_bytes()));
        assert_refused(&page("/Contents 4 0 R", program, vec![]), TOO_MUCH);
    }
}

#[test]
fn programs_that_unpack_to_more_than_a_report_are_refused() {
    let blank = packed(&vec![b' '; 40 << 20]);
    let once = stream("/Filter/FlateDecode", &blank);
    assert_refused(&page("/Contents 4 0 R", once, vec![]), TOO_MUCH);
    let twice = stream("/Filter[/FlateDecode/FlateDecode]", &packed(&blank));
    assert_refused(&page("/Contents 4 0 R", twice, vec![]), TOO_MUCH);
    let often = format!("/Contents[{}]", "4 0 R ".repeat(1000));
    let part = stream("/Filter/FlateDecode", &packed(&vec![b' '; 1 << 20]));
    assert_refused(&page(&often, part, vec![]), TOO_MUCH);
}

#[test]
fn forms_that_show_forms_without_end_are_refused() {
    let entries = "/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>";
    let form = |next: usize| {
        let entries = format!("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {next} 0 R>>>>");
        let program = "/F Do ".repeat(20) + &" ".repeat(1 << 16);
        stream(&entries, program.as_bytes())
    };
    let program = stream("", b"/F Do");
    // One that shows itself shows nothing.
    assert_refused(&page(entries, program.clone(), vec![form(5)]), "没有文字层");
    let forms = (6..14).map(form).collect();
    assert_refused(&page(entries, program, forms), TOO_MUCH);
}

#[test]
fn fonts_with_more_widths_than_codes_are_refused() {
    let entries = "/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>";
    let program = stream("", b"BT /F 1 Tf <4e00> Tj ET");
    for (key, width) in [("W", "500"), ("W2", "500 1 1")] {
        let widths = format!("0 65535 {width} ").repeat(1000);
        let fonts = [
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>"
                .to_owned(),
            format!("<</Type/Font/Subtype/CIDFontType0/BaseFont/A/{key}[{widths}]>>"),
        ];
        let fonts = fonts.map(String::into_bytes).to_vec();
        assert_refused(&page(entries, program.clone(), fonts), TOO_MUCH);
    }
}

#[test]
fn pages_that_hold_one_another_have_an_end() {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>",
        "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>",
    ];
    let file = file_of(objects.map(|object| object.as_bytes().to_vec()).to_vec());
    assert_refused(&file, "已损坏");
}

#[test]
fn elements_that_share_their_kids_are_read_once() {
    let count = 20_000;
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents 4 0 R\
         /Resources<</Font<</F 5 0 R>>>>>>"
            .to_owned(),
        "<</Length 40>>stream\nBT /F 10 Tf 50 500 Td (No. 513,866) Tj ET \nendstream".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        "<</K 7 0 R>>".to_owned(),
    ];
    let kids = (8..8 + count).map(|kid| format!("{kid} 0 R "));
    objects.push(format!("[{}]", kids.collect::<String>()));
    objects.extend(vec!["<</S/Link/K 7 0 R>>".to_owned(); count]);
    let file = file_of(objects.into_iter().map(String::into_bytes).collect());
    assert_eq!(told(&read(&file).unwrap()), ["No. 513,866"]);
}
