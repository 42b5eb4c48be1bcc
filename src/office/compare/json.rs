//! A comparison for programs.

use serde_json::{Value, json as object};

use super::{Comparison, Side};

/// Writes a comparison as JSON. Figures are texts, because they are exact; one that is
/// blank or cannot be computed is null.
pub fn json(comparison: &Comparison) -> String {
    let figures = comparison.figures.iter().map(|row| {
        object!({
            "path": format!("{}.{}", row.section, row.name),
            "last": row.last,
            "this": row.this,
            "change": row.change,
            "percent": row.percent,
        })
    });
    let alone = |this: bool| -> Vec<Value> {
        let alone = comparison.alone.iter().filter(|alone| alone.this == this);
        alone
            .map(|alone| object!({"path": alone.path, "figure": alone.figure}))
            .collect()
    };
    let texts = comparison.texts.iter().map(
        |text| object!({"section": text.section, "percent": text.percent, "passage": text.passage}),
    );
    let whole = object!({
        "last": side(&comparison.last),
        "this": side(&comparison.this),
        "remarks": comparison.remarks,
        "figures": figures.collect::<Vec<_>>(),
        "only_last": alone(false),
        "only_this": alone(true),
        "texts": texts.collect::<Vec<_>>(),
    });
    format!("{whole:#}\n")
}

fn side(side: &Side) -> Value {
    object!({"agency": side.agency, "year": side.year, "edition": side.edition})
}
