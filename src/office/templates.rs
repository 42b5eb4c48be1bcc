//! The pages of an office: templates of one look, filled.

use serde::Serialize;
use tera::{Context, Tera};

use crate::ground::characters::visible;

/// Every template of this room, and what they share.
const TEMPLATES: [(&str, &str); 2] = [
    ("office.css", include_str!("../../templates/office.css")),
    ("note.html", include_str!("../../templates/note.html")),
];

/// Fills a template with what a view names, in which nothing steers what shows it.
///
/// # Errors
/// The template cannot be filled.
pub fn page(name: &str, view: &impl Serialize) -> Result<String, String> {
    let failed = |error: tera::Error| format!("模板有误：{error}");
    let mut tera = Tera::default();
    tera.add_raw_templates(TEMPLATES).map_err(failed)?;
    let context = Context::from_serialize(view).map_err(failed)?;
    Ok(visible(&tera.render(name, &context).map_err(failed)?).into_owned())
}
