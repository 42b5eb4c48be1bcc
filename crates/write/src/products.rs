//! What a report is published as: one way from a report to the bytes of any product.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Templates, docx, html, markdown, pdf};
use base::{
    date::Date,
    diagnostic::{Finding, rules},
    source::{Sources, Span},
};
use document::{Document, compose, mark_as_draft, sheet};
use form::report::Report;

/// A format to publish in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Product {
    /// PDF.
    Pdf,
    /// Word.
    Docx,
    /// A web page.
    Html,
    /// Markdown.
    Md,
    /// The text for a site's CMS.
    Fragment,
    /// The sheet for the public, on paper.
    Sheet,
    /// The sheet for the public, on a phone.
    SheetPage,
}

/// Products, each with what it is.
pub type Products = Vec<(Product, Vec<u8>)>;

impl Product {
    /// How the names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Product::Pdf | Product::Sheet => "pdf",
            Product::Docx => "docx",
            Product::Html | Product::Fragment | Product::SheetPage => "html",
            Product::Md => "md",
        }
    }

    /// Whether it is the sheet for the public.
    pub fn is_sheet(self) -> bool {
        matches!(self, Product::Sheet | Product::SheetPage)
    }

    /// What it is called beside its data file.
    pub fn named(self, file: &Path) -> PathBuf {
        let named = file.with_extension(self.extension());
        let stem = named.file_stem().filter(|_| self.is_sheet());
        let Some(stem) = stem else { return named };
        let mut name = stem.to_owned();
        name.push(format!("-图解.{}", self.extension()));
        named.with_file_name(name)
    }
}

/// Why there is no product.
#[derive(Debug)]
pub enum Unmade {
    /// The author can mend it.
    Findings(Vec<Finding>),
    /// Something else is wrong: what, in Chinese.
    Failed(String),
}

/// What products are made with.
#[derive(Clone, Copy)]
pub struct Press<'a> {
    /// The templates.
    pub templates: &'a Templates,
    /// The fonts, where there are any.
    pub fonts: Option<&'a pdf::Fonts>,
    /// The day of files whose report has none.
    pub date: Option<Date>,
}

/// A report as the sheet for the public, in the words of templates.
pub fn sheet(
    report: &Report,
    last: Option<&Report>,
    templates: &Templates,
    draft: bool,
) -> Document {
    sheet::sheet(report, last, &templates.plan, draft)
}

/// What is to be known of a PDF that is set in the program's own faces.
const BUNDLED_FACES: &str = "PDF 的正文是宋体，因为没有可以随程序分发的仿宋；机器上有仿宋的，启动程序时加 --fonts 系统，就用它";

impl Press<'_> {
    /// Products of a report; those that compare take last year's. As a draft they list findings.
    ///
    /// # Errors
    /// A character or a picture that cannot be printed, a template's mistake, or no fonts.
    pub fn publish(
        &self,
        report: &Report,
        last: Option<&Report>,
        draft: Option<(&Sources, &[Finding])>,
        to: &[Product],
    ) -> Result<Products, Unmade> {
        let mut document = compose(report);
        if let Some((sources, findings)) = draft {
            mark_as_draft(&mut document, sources, findings);
        }
        let made = to.iter().map(|&product| {
            let sheet = product
                .is_sheet()
                .then(|| sheet(report, last, self.templates, draft.is_some()));
            let document = sheet.as_ref().unwrap_or(&document);
            Ok((product, self.make(document, report.year_place, product)?))
        });
        made.collect()
    }

    /// What is to be known of products besides.
    pub fn advice(&self, made: &[Product]) -> Option<&'static str> {
        let bundled = self.fonts.is_some_and(pdf::Fonts::are_bundled);
        (bundled && made.contains(&Product::Pdf)).then_some(BUNDLED_FACES)
    }

    /// A product of a document; `start` is where faults lie whose place is not known.
    fn make(&self, document: &Document, start: Span, product: Product) -> Result<Vec<u8>, Unmade> {
        let text = match product {
            Product::Md => markdown::render(document, self.templates),
            Product::Html => html::page(document, self.templates),
            Product::Fragment => html::fragment(document, self.templates),
            Product::SheetPage => html::sheet(document, self.templates),
            Product::Pdf | Product::Sheet => {
                let made = pdf::render(&self.dated(document), self.fonts()?);
                return made.map_err(|error| unprinted(error, start));
            }
            Product::Docx => {
                let made = docx::render(&self.dated(document), self.fonts()?);
                return made.map_err(|error| match error {
                    docx::Error::Picture(picture) => bad_picture(picture, start),
                    error => Unmade::Failed(error.to_string()),
                });
            }
        };
        let text = text.map_err(|error| Unmade::Failed(error.to_string()))?;
        Ok(text.into_bytes())
    }

    fn fonts(&self) -> Result<&pdf::Fonts, Unmade> {
        let none = "没有字体，生成不了 PDF 和 Word；先取来随附的四个字体文件";
        self.fonts.ok_or_else(|| Unmade::Failed(none.to_owned()))
    }

    /// The document with a date for the file.
    fn dated(&self, document: &Document) -> Document {
        Document {
            date: document.date.or(self.date),
            ..document.clone()
        }
    }
}

fn unprinted(error: pdf::Error, start: Span) -> Unmade {
    match error {
        pdf::Error::MissingGlyphs(missing) => {
            let missing = missing.iter();
            let missing = missing.map(|glyph| missing_glyph(glyph.character, glyph.place, start));
            Unmade::Findings(missing.collect())
        }
        pdf::Error::Picture(picture) => bad_picture(picture, start),
        error => Unmade::Failed(error.to_string()),
    }
}

fn bad_picture(picture: pdf::BadPicture, start: Span) -> Unmade {
    let message = format!("图片「{}」印不出来：{}", picture.target, picture.reason);
    let finding = Finding::new(
        &rules::MISSING_FILE,
        picture.place.unwrap_or(start),
        message,
    );
    let finding = finding.stated(picture.target);
    Unmade::Findings(vec![finding.help("换一张图片，或另存为普通的 PNG 或 JPEG")])
}

fn missing_glyph(character: char, place: Option<Span>, start: Span) -> Finding {
    let message = format!(
        "字体里没有「{character}」（U+{:04X}），PDF 里印不出来",
        u32::from(character)
    );
    Finding::new(&rules::MISSING_GLYPH, place.unwrap_or(start), message)
        .stated(character)
        .help("换一个字，或用 --fonts 指定有这个字的字体所在的文件夹")
}
