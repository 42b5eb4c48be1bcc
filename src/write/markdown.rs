//! Markdown: GFM for the text, HTML for the mandated tables, because GFM has no spans.

pub(super) mod text;

use tera::Context;

use super::{MARKDOWN, TemplateError, Templates, view};
use crate::document::Document;

/// Writes Markdown.
///
/// # Errors
/// The template cannot be filled.
pub fn render(document: &Document, templates: &Templates) -> Result<String, TemplateError> {
    let mut context = Context::new();
    context.insert("report", &view::view(document, view::Dialect::Markdown));
    templates.fill(MARKDOWN, &context)
}
