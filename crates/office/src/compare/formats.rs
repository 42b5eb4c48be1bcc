//! A comparison for programs.

use serde_json::{Value, json as object};

use super::{Comparison, folders::Years};
use crate::plain::{pretty, with_agencies};

/// Writes a comparison as JSON. Figures are texts, because they are exact; one that is
/// blank or cannot be computed is null.
pub fn json(comparison: &Comparison) -> String {
    pretty(&object(comparison))
}

fn object(comparison: &Comparison) -> Value {
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
        alone.map(|alone| object!(alone)).collect()
    };
    object!({
        "last": comparison.last,
        "this": comparison.this,
        "remarks": comparison.remarks,
        "figures": figures.collect::<Vec<_>>(),
        "only_last": alone(false),
        "only_this": alone(true),
        "texts": comparison.texts,
    })
}

/// Two years of many agencies: of every agency what is given of two files.
pub fn years(years: &Years) -> String {
    let head = object!({
        "last": {"year": years.years[0]},
        "this": {"year": years.years[1]},
        "only_last": years.gone,
        "only_this": years.new,
        "odd": years.odd,
    });
    let agencies = years.pairs.iter().map(|pair| {
        let mut value: Value = self::object(&pair.comparison);
        value["agency"] = pair.comparison.this.agency.as_str().into();
        value["files"] = pair.files.to_vec().into();
        let changes = pair.comparison.changes().into_iter();
        let changes = changes.map(|row| format!("{}.{}", row.section, row.name).into());
        value["changes"] = changes.collect::<Vec<Value>>().into();
        value
    });
    with_agencies(&head, agencies)
}
