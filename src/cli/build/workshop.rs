//! A report in every format: what it takes, and what keeps it from being printed.

use std::{collections::BTreeMap, path::Path};

use super::Target;
use crate::{
    cli::{
        Failure,
        files::{Content, read_text},
        load::Loaded,
    },
    document::{Document, compose, mark_as_draft},
    form::report::Report,
    ground::{
        date::Date,
        diagnostic::{Finding, rules},
        source::Span,
    },
    write::{TEMPLATE_NAMES, TemplateError, Templates, docx, html, markdown, pdf},
};

/// What every report of a run is written with.
pub struct Workshop<'a> {
    /// The formats.
    pub targets: Vec<Target>,
    /// The templates of Markdown and HTML.
    pub templates: &'a Templates,
    /// The fonts of PDF and Word.
    pub fonts: &'a pdf::Fonts,
    /// Whether HTML is only the body, for a site's own page.
    pub fragment: bool,
    /// Whether errors are listed rather than refused.
    pub draft: bool,
}

/// A product of each format.
pub type Products = Vec<(Target, Vec<u8>)>;

impl Workshop<'_> {
    /// Every product of a report, or what keeps it from being printed.
    pub fn products(
        &self,
        report: &Report,
        file: &Loaded,
        targets: &[Target],
    ) -> Result<Result<Products, Vec<Finding>>, Failure> {
        let mut document = compose(report);
        if self.draft {
            mark_as_draft(&mut document, &told(file));
        }
        let templates = self.templates;
        let text = |made: Result<String, TemplateError>| match made {
            Ok(text) => Ok(Ok(text.into_bytes())),
            Err(error) => Err(error.to_string()),
        };
        let mut products = Vec::new();
        for &target in targets {
            let bytes = match target {
                Target::Md => text(markdown::render(&document, templates))?,
                Target::Html if self.fragment => text(html::fragment(&document, templates))?,
                Target::Html => text(html::page(&document, templates))?,
                Target::Docx => word(&document, self.fonts, report)?,
                Target::Pdf => print(&document, self.fonts, report)?,
            };
            match bytes {
                Ok(bytes) => products.push((target, bytes)),
                Err(findings) => return Ok(Err(findings)),
            }
        }
        Ok(Ok(products))
    }
}

/// The document with a date for the file: where the report has none, the build's.
fn dated(document: &Document) -> Document {
    Document {
        date: document.date.or_else(epoch),
        ..document.clone()
    }
}

/// The PDF, or the characters that no font has.
fn print(
    document: &Document,
    fonts: &pdf::Fonts,
    report: &Report,
) -> Result<Result<Vec<u8>, Vec<Finding>>, Failure> {
    match pdf::render(&dated(document), fonts) {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(pdf::Error::MissingGlyphs(missing)) => Ok(Err(missing
            .iter()
            .map(|glyph| missing_glyph(glyph.character, glyph.place.unwrap_or(report.year_place)))
            .collect())),
        Err(pdf::Error::Picture(picture)) => Ok(Err(vec![bad_picture(picture, report)])),
        Err(error) => Err(error.to_string()),
    }
}

/// The Word file, or the picture that it cannot hold.
fn word(
    document: &Document,
    fonts: &pdf::Fonts,
    report: &Report,
) -> Result<Result<Vec<u8>, Vec<Finding>>, Failure> {
    match docx::render(&dated(document), fonts) {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(docx::Error::Picture(picture)) => Ok(Err(vec![bad_picture(picture, report)])),
        Err(error) => Err(error.to_string()),
    }
}

fn bad_picture(picture: pdf::BadPicture, report: &Report) -> Finding {
    let message = format!("图片「{}」印不出来：{}", picture.target, picture.reason);
    let place = picture.place.unwrap_or(report.year_place);
    Finding::new(&rules::MISSING_FILE, place, message)
        .stated(picture.target)
        .help("换一张图片，或另存为普通的 PNG 或 JPEG")
}

fn missing_glyph(character: char, place: Span) -> Finding {
    let message = format!(
        "字体里没有「{character}」（U+{:04X}），PDF 里印不出来",
        u32::from(character)
    );
    Finding::new(&rules::MISSING_GLYPH, place, message)
        .stated(character)
        .help("换一个字，或用 --fonts 指定有这个字的字体所在的文件夹")
}

/// The day that `SOURCE_DATE_EPOCH` names, for reproducible files without a date of their own.
pub fn epoch() -> Option<Date> {
    let seconds: i64 = std::env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()?;
    Date::of_unix_day(seconds.div_euclid(86400))
}

/// The findings as a draft lists them.
pub fn told(file: &Loaded) -> Vec<String> {
    file.findings
        .iter()
        .map(|finding| {
            let place = file.sources.place(finding.place);
            let place = place
                .position()
                .map_or_else(|| place.to_string(), |at| format!("第 {} 行", at.line));
            format!(
                "{}（{} {}，{place}）：{}",
                finding.severity.chinese(),
                finding.rule.title,
                finding.rule.code,
                finding.message
            )
        })
        .collect()
}

/// The templates, with those of a folder in the place of the embedded ones.
pub fn templates(folder: Option<&Path>) -> Result<Templates, Failure> {
    let mut own = BTreeMap::new();
    if let Some(folder) = folder {
        if !folder.is_dir() {
            return Err(format!("没有模板文件夹 {}", folder.display()));
        }
        for name in TEMPLATE_NAMES {
            let path = folder.join(name);
            if !path.exists() {
                continue;
            }
            match read_text(&path)? {
                Content::Text(text) => own.insert(name.to_owned(), text),
                Content::Garbled(..) => {
                    return Err(format!("模板 {} 不是 UTF-8 编码", path.display()));
                }
            };
        }
    }
    Templates::new(&own).map_err(|error| error.to_string())
}
