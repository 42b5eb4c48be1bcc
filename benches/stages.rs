//! The stages from a data file to a PDF, on the 2024 example.
//!
//! `cargo bench` prints the stages and two ratios that matter: how often checking
//! costs the reading of its YAML, and how the whole PDF compares to nothing but cutting its
//! fonts with `subsetter` and compressing them, which other writers cannot go below.

use std::{
    hint::black_box,
    io::{Read, Write},
    time::{Duration, Instant},
};

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::{
    base::{diagnostic::Finding, source::Sources, yaml},
    check::check,
    document::{Document, compose},
    form::{
        edition::Edition,
        report::{self, Library, Report},
    },
    write::{Templates, html, markdown, pdf},
};
use skrifa::{FontRef, MetadataProvider};

const NAME: &str = "zhangdian-traffic-police-2024.yaml";
const DATA: &str = include_str!("../examples/zhangdian-traffic-police-2024.yaml");
const FONTS: [&[u8]; 4] = [
    include_bytes!("../fonts/text.otf"),
    include_bytes!("../fonts/title.otf"),
    include_bytes!("../fonts/heading.otf"),
    include_bytes!("../fonts/subheading.ttf"),
];

struct Nothing;

impl Library for Nothing {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        Err((target.to_owned(), String::new()))
    }
}

fn parse() {
    let mut sources = Sources::new();
    let file = sources.add(NAME, DATA);
    let _ = black_box(yaml::parse(&sources, file));
}

fn read() -> (Report, Vec<Finding>) {
    let mut sources = Sources::new();
    let file = sources.add(NAME, DATA);
    let (report, mut findings) = report::read(&mut sources, file, &Nothing);
    let mut report = report.expect("the example is readable");
    findings.extend(report::expand(&mut report, None));
    (report, findings)
}

fn whole_check() {
    let (report, findings) = read();
    black_box(check(&report, None, findings, false, None));
}

fn document() -> Document {
    compose(&read().0)
}

/// What the streams of a PDF hold, without its fonts' places and its objects.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    const START: &[u8] = b">>stream\n";
    let starts = pdf.windows(START.len()).enumerate();
    let starts = starts.filter(|(_, bytes)| *bytes == START);
    let inflated = starts.map(|(at, _)| {
        let mut bytes = Vec::new();
        flate2::read::ZlibDecoder::new(&pdf[at + START.len()..])
            .read_to_end(&mut bytes)
            .map(|_| bytes)
    });
    inflated.flatten().collect()
}

/// Compresses streams as the writer does.
fn squeeze(streams: &[Vec<u8>]) -> usize {
    let sizes = streams.iter().map(|bytes| {
        let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(4));
        deflated.write_all(bytes).expect("memory takes it");
        deflated.finish().map_or(0, |bytes| bytes.len())
    });
    sizes.sum()
}

/// Cuts the fonts to the characters of the example and compresses them: nothing else.
fn floor() -> usize {
    let mut size = 0;
    // The text face holds every character; the others only those of headings and the title.
    let headings: String = DATA.lines().filter(|line| line.contains("###")).collect();
    let title = "淄博市公安局交通警察支队张店大队2024年政府信息公开工作年度报告";
    let mandated: String = Edition::of_year(2024)
        .map(|edition| {
            edition
                .sections
                .iter()
                .map(|s| s.heading.as_str())
                .collect()
        })
        .unwrap_or_default();
    let texts = [DATA, title, mandated.as_str(), headings.as_str()];
    for (bytes, text) in FONTS.iter().zip(texts) {
        let font = FontRef::new(bytes).expect("the fonts are sound");
        let map = font.charmap();
        let mut glyphs = subsetter::GlyphRemapper::new();
        for glyph in text.chars().filter_map(|c| map.map(c)) {
            glyphs.remap(glyph.to_u32() as u16);
        }
        let subset = subsetter::subset(bytes, 0, &glyphs).expect("the fonts can be cut");
        let mut deflated =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        deflated.write_all(&subset).expect("memory takes it");
        size += deflated.finish().map_or(0, |bytes| bytes.len());
    }
    size
}

fn least(work: impl Fn()) -> Duration {
    let once = || {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..40).map(|_| once()).min().unwrap_or_default()
}

fn stages(c: &mut Criterion) {
    let (report, findings) = read();
    let document = document();
    let templates = Templates::new(&Default::default()).expect("the templates are sound");
    let fonts = pdf::Fonts::bundled();
    let print = || {
        black_box(pdf::render(&document, &fonts).expect("every character has a glyph"));
    };
    c.bench_function("parse the YAML", |b| b.iter(parse));
    c.bench_function("read", |b| b.iter(read));
    c.bench_function("check", |b| {
        b.iter(|| check(&report, None, findings.clone(), false, None));
    });
    c.bench_function("compose", |b| b.iter(|| compose(&report)));
    c.bench_function("markdown", |b| {
        b.iter(|| markdown::render(&document, &templates))
    });
    c.bench_function("html", |b| b.iter(|| html::page(&document, &templates)));
    c.bench_function("pdf", |b| b.iter(print));
    let streams = streams(&pdf::render(&document, &fonts).expect("every character has a glyph"));
    c.bench_function("pdf: compression alone", |b| b.iter(|| squeeze(&streams)));
    c.bench_function("fonts alone (the floor)", |b| b.iter(floor));
    let ratio = |part: Duration, whole: Duration| part.as_secs_f64() / whole.as_secs_f64();
    println!(
        "reading and checking / parsing the YAML: × {:.1}",
        ratio(least(whole_check), least(parse))
    );
    println!(
        "compressing / the whole PDF: {:.0} %",
        100.0
            * ratio(
                least(|| {
                    black_box(squeeze(&streams));
                }),
                least(print)
            )
    );
    println!(
        "cutting with subsetter and compressing / the whole PDF: {:.0} %",
        100.0
            * ratio(
                least(|| {
                    black_box(floor());
                }),
                least(print)
            )
    );
}

criterion_group!(benches, stages);
criterion_main!(benches);
