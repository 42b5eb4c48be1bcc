//! HTML: a page that stands by itself, or a fragment for a site's CMS.
//!
//! In: a document. Out: the template `report.html` or `fragment.html`, filled. A figure of
//! the form becomes
//!
//! ```html
//! <td class="figure" headers="t2-0-3 t2-4-0" data-path="申请.新收.自然人">6</td>
//! ```
//!
//! and stands once more in a block of JSON that programs read back without loss. Pictures are
//! in the page, nothing is loaded from elsewhere, and an author's words are escaped, never
//! markup. It does not lay out pages: a browser prints by the style sheet.

pub mod data;
mod markup;
mod svg;

use tera::{Context, Tera};

use super::{FRAGMENT, HTML, SHEET, TemplateError, Templates, view};
use document::Document;
pub use markup::HtmlFor;
pub use markup::escape;
pub use svg::svg;

/// What a comparison of two reports says of its own making.
pub const COMPARISON: &str = "<meta name=\"generator\" content=\"nianbao diff\">";

/// What the page of an office's years says of its own making.
pub const OVERVIEW: &str = "<meta name=\"generator\" content=\"nianbao years\">";

/// What the sheet for the public says of its own making.
pub const PUBLIC: &str = "<meta name=\"generator\" content=\"nianbao build\">";

/// Writes a self-contained page, with the figures for programs in a block of JSON.
///
/// # Errors
/// The template cannot be filled.
pub fn page(document: &Document, templates: &Templates) -> Result<String, TemplateError> {
    render(document, templates, HTML, HtmlFor::Page)
}

/// Writes the page with the place of every cell and every run of words, for the preview.
///
/// # Errors
/// The template cannot be filled.
pub fn preview(document: &Document, templates: &Templates) -> Result<String, TemplateError> {
    render(document, templates, HTML, HtmlFor::Preview)
}

/// Writes what a site's CMS takes: the text below the title, each element with its own
/// style and none with a class or an id. The title is left out: a CMS has a field for it.
///
/// # Errors
/// The template cannot be filled.
pub fn fragment(document: &Document, templates: &Templates) -> Result<String, TemplateError> {
    render(document, templates, FRAGMENT, HtmlFor::Cms)
}

/// Writes the sheet for the public, for a phone.
///
/// # Errors
/// The template cannot be filled.
pub fn sheet(document: &Document, templates: &Templates) -> Result<String, TemplateError> {
    render(document, templates, SHEET, HtmlFor::Page)
}

/// Writes the page of a result, a comparison or a list say, which says of its own making what
/// `mark` says.
///
/// # Errors
/// The template cannot be filled.
pub fn results(document: &Document, mark: &str) -> Result<String, TemplateError> {
    let mut tera = Tera::default();
    tera.add_raw_templates([
        (
            "results.css",
            include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/results.css")),
        ),
        (
            "results.html",
            include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/results.html")),
        ),
    ])?;
    let mut context = Context::new();
    let dialect = view::Dialect::Html(HtmlFor::Page);
    context.insert("report", &view::view(document, dialect));
    context.insert("mark", mark);
    Ok(tera.render("results.html", &context)?)
}

fn render(
    document: &Document,
    templates: &Templates,
    template: &str,
    purpose: HtmlFor,
) -> Result<String, TemplateError> {
    let mut context = Context::new();
    context.insert(
        "report",
        &view::view(document, view::Dialect::Html(purpose)),
    );
    context.insert("style", &templates.style);
    context.insert("mark", PUBLIC);
    context.insert("colours", &templates.plan.colours);
    context.insert("data", &data::json(document));
    templates.fill(template, &context)
}
