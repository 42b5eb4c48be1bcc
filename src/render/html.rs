//! HTML: a page that stands by itself, or a fragment for a site's CMS.

use tera::Context;

use super::{HTML, TemplateError, Templates, view};
use crate::document::Document;

/// Writes a self-contained page.
///
/// # Errors
/// The template cannot be filled.
pub fn page(document: &Document, templates: &Templates) -> Result<String, TemplateError> {
    render(document, templates, false)
}

/// Writes only the body, with inline styles, to paste into a site's CMS.
///
/// # Errors
/// The template cannot be filled.
pub fn fragment(document: &Document, templates: &Templates) -> Result<String, TemplateError> {
    render(document, templates, true)
}

fn render(
    document: &Document,
    templates: &Templates,
    fragment: bool,
) -> Result<String, TemplateError> {
    let mut context = Context::new();
    context.insert("report", &view::view(document, view::Dialect::Html));
    context.insert("fragment", &fragment);
    context.insert("style", &templates.style);
    templates.fill(HTML, &context)
}
