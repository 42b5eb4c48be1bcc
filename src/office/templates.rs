//! The pages of an office: templates of one look, filled.

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use crate::{
    ground::characters::visible,
    write::{
        TABLE, WIDTHS,
        html::{escape, kept},
        title_breaks,
    },
};

/// Every template of this room, and what they share.
const TEMPLATES: [(&str, &str); 10] = [
    ("office.css", include_str!("../../templates/office.css")),
    ("style.css", include_str!("../../templates/style.css")),
    ("table.html", TABLE),
    ("widths.css", WIDTHS),
    ("status.css", include_str!("../../templates/status.css")),
    ("status.html", include_str!("../../templates/status.html")),
    ("compare.html", include_str!("../../templates/compare.html")),
    ("folders.html", include_str!("../../templates/folders.html")),
    ("years.html", include_str!("../../templates/years.html")),
    ("index.html", include_str!("../../templates/index.html")),
];

/// Fills a template with what a view names, in which nothing steers what shows it.
///
/// # Errors
/// The template cannot be filled.
pub fn page(name: &str, view: &impl Serialize) -> Result<String, String> {
    let failed = |error: tera::Error| format!("模板有误：{error}");
    let mut tera = Tera::default();
    tera.register_filter("by_sense", by_sense);
    tera.register_filter("kept", |text: &str, _: Kwargs, _: &State<'_>| kept(text));
    tera.add_raw_templates(TEMPLATES).map_err(failed)?;
    let context = Context::from_serialize(view).map_err(failed)?;
    Ok(visible(&tera.render(name, &context).map_err(failed)?).into_owned())
}

/// A title or a name as a page has it: it parts only where its sense lets it, and each part
/// that ends with a colon is whole where it can be.
fn by_sense(title: &str, _: Kwargs, _: &State<'_>) -> String {
    let parts = title.split_inclusive('：').map(part_by_sense);
    match parts.collect::<Vec<_>>().as_slice() {
        [part] => part.clone(),
        parts => parts.iter().map(|part| piece(part)).collect(),
    }
}

/// One part of a title, in the pieces between which it may be broken.
fn part_by_sense(part: &str) -> String {
    let name = part.trim_end_matches('：');
    let mut pieces = title_breaks::pieces(name, name);
    // Its colon stays with the last one.
    if let Some(last) = pieces.last_mut() {
        *last = &part[name.len() - last.len()..];
    }
    let pieces = pieces.into_iter().map(|words| piece(&escape(words)));
    pieces.collect()
}

/// What stays on one line where it can.
fn piece(html: &str) -> String {
    format!("<span class=\"piece\">{html}</span>")
}
