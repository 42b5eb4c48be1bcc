//! A comparison as a page that stands by itself.

use serde_json::{Value, json as object};
use tera::{Context, Tera};

use super::{Comparison, Row, shown};

const NAME: &str = "compare.html";

/// Writes a comparison as one HTML file.
///
/// # Errors
/// The template cannot be filled.
pub fn html(comparison: &Comparison) -> Result<String, String> {
    let failed = |error: tera::Error| format!("模板有误：{error}");
    let mut tera = Tera::default();
    tera.add_raw_template(NAME, include_str!("../../../templates/compare.html"))
        .map_err(failed)?;
    let (last, this) = comparison.years();
    let sections = comparison.sections().into_iter().map(
        |(key, rows)| object!({"key": key, "rows": rows.into_iter().map(row).collect::<Vec<_>>()}),
    );
    let alone = comparison.alone.iter().map(|alone| {
        object!({"path": alone.path, "this": alone.this, "figure": shown(alone.figure.as_ref())})
    });
    let texts = comparison.texts.iter().map(
        |text| object!({"section": text.section, "percent": text.percent, "passage": text.passage}),
    );
    let mut context = Context::new();
    context.insert("title", &comparison.title());
    context.insert("remarks", &comparison.remarks);
    context.insert("last", &last);
    context.insert("this", &this);
    context.insert("sections", &sections.collect::<Vec<_>>());
    context.insert("alone", &alone.collect::<Vec<_>>());
    context.insert("texts", &texts.collect::<Vec<_>>());
    tera.render(NAME, &context).map_err(failed)
}

fn row(row: &Row) -> Value {
    let direction = match row.change.as_deref() {
        Some(change) if change.starts_with('+') => "up",
        Some(change) if change.starts_with('-') => "down",
        _ => "same",
    };
    object!({
        "name": row.name.replace('.', " · "),
        "last": shown(row.last.as_ref()),
        "this": shown(row.this.as_ref()),
        "change": shown(row.change.as_ref()),
        "percent": shown(row.percent.as_ref()),
        "direction": direction,
    })
}
