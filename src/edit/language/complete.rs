//! What may be written at a place: keys, the values that a key takes, references.

use std::ops::Range;

use super::{
    Document,
    chart_block::Written,
    cursor::{Context, context},
};
use crate::form::{
    chart::ChartKind,
    edition::{Body, Field},
    report::{charts, keys},
    schema::{Guide, Place},
};

/// Something that may be written.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What it is called.
    pub label: String,
    /// A few words beside it: the official heading.
    pub detail: String,
    /// How it is written, in Markdown.
    pub documentation: String,
    /// What is written in place of what is there.
    pub text: String,
    /// The bytes of what is there.
    pub typed: Range<usize>,
    /// What it is.
    pub sort: Sort,
}

/// What an offer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A key.
    Key,
    /// What a key takes.
    Value,
    /// A figure of the tables.
    Reference,
}

impl Offer {
    fn new(sort: Sort, label: String, detail: String, typed: Range<usize>) -> Self {
        Offer {
            text: label.clone(),
            label,
            detail,
            documentation: String::new(),
            typed,
            sort,
        }
    }
}

/// What may be written at a byte of the data file, in the form's order.
pub fn complete(document: Document<'_>, at: usize) -> Vec<Offer> {
    let text = document.text();
    let guide = Guide::of(document.edition());
    match context(text, at) {
        Context::Key {
            path,
            present,
            typed,
        } => {
            let behind = text[typed.end..].trim_start_matches(' ');
            let colon = if behind.starts_with(':') { "" } else { ": " };
            let place = guide.at(path);
            let keys = place.into_iter().flat_map(Place::keys);
            let absent = keys.filter(|(key, _)| !present.contains(key));
            let offers = absent.map(|(key, place)| {
                let (label, title) = (key.to_owned(), place.title().to_owned());
                Offer {
                    documentation: place.description().to_owned(),
                    text: format!("{key}{colon}"),
                    ..Offer::new(Sort::Key, label, title, typed.clone())
                }
            });
            offers.collect()
        }
        Context::Value { path, typed } => {
            let place = guide.at(path);
            let values = place.into_iter().flat_map(values);
            values
                .map(|(value, meaning)| Offer::new(Sort::Value, value, meaning, typed.clone()))
                .collect()
        }
        Context::Reference { typed } => references(document, typed),
        Context::Chart(written) => chart(document, written),
        Context::Other => Vec::new(),
    }
}

/// What a key takes, where that can be listed.
fn values(place: Place<'_>) -> Vec<(String, String)> {
    let listed = place.values();
    let first = place.keys().next().map_or("", |(key, _)| key);
    let said = |value: &str, meaning: &str| (value.to_owned(), meaning.to_owned());
    match (listed.is_empty(), place.is_row()) {
        (false, _) => listed,
        (true, true) => vec![
            said("0", "整行都是零"),
            (
                format!("{{{first}: 0, {}: 0}}", keys::REST),
                "只写不是零的各项".to_owned(),
            ),
            said("~", "整行留空"),
        ],
        (true, false) if place.keys().any(|(key, _)| key == keys::REST) => {
            vec![said("0", "整组都是零"), said("~", "整组留空")]
        }
        (true, false) => Vec::new(),
    }
}

/// What may be written of a chart.
fn chart(document: Document<'_>, written: Written<'_>) -> Vec<Offer> {
    let said = |sort, words: &str, typed: &Range<usize>| {
        Offer::new(sort, words.to_owned(), String::new(), typed.clone())
    };
    match written {
        Written::Key { present, typed } => {
            let absent = charts::KEYS.iter().filter(|key| !present.contains(key));
            let offers = absent.map(|key| Offer {
                text: format!("{key}: "),
                ..said(Sort::Key, key, &typed)
            });
            offers.collect()
        }
        Written::Style { typed } => {
            let kinds = ChartKind::ALL.iter();
            let offers = kinds.map(|kind| said(Sort::Value, kind.chinese(), &typed));
            offers.collect()
        }
        Written::Path { typed } => {
            let fields = fields(document, |_| true).into_iter();
            let offers = fields.map(|field| figure(document, field, typed.clone()));
            offers.collect()
        }
        Written::Own => Vec::new(),
    }
}

/// A figure, row or group of the form, with what it is now.
fn figure(document: Document<'_>, field: &Field, typed: Range<usize>) -> Offer {
    let value = document
        .report
        .and_then(|report| report.number(&field.path));
    let value = value.map(|value| format!(" = {value}"));
    let detail = format!("{}{}", field.heading, value.unwrap_or_default());
    Offer::new(Sort::Reference, field.path.clone(), detail, typed)
}

/// The figures that a text may refer to.
fn references(document: Document<'_>, typed: Range<usize>) -> Vec<Offer> {
    let text = document.text();
    let written = &text[typed.clone()];
    let close = match text[typed.end..].trim_start_matches(' ').starts_with("}}") {
        true => "",
        false => "}}",
    };
    let closed = |offer: Offer| Offer {
        text: format!("{}{close}", offer.text),
        ..offer
    };
    let figures = |fields: Vec<&Field>, typed: Range<usize>| {
        let figures = fields.into_iter();
        let figures = figures.map(|field| closed(figure(document, field, typed.clone())));
        figures.collect()
    };
    if let Some(path) = charts::path_of(written) {
        let start = typed.end - path.trim_start().len();
        return figures(fields(document, |_| true), start..typed.end);
    }
    // A path alone means its total.
    let fields = fields(document, |field| field.totals().is_some());
    let Some(bar) = written.find('|') else {
        return figures(fields, typed);
    };
    let offer = |label: String, detail: String, typed: Range<usize>| {
        closed(Offer::new(Sort::Reference, label, detail, typed))
    };
    let start = typed.start + bar + 1;
    let whole = fields.into_iter().filter(|field| is_whole(field));
    let shares = whole.map(|field| {
        let detail = format!("占{}的百分比", field.heading);
        offer(format!("占 {}", field.path), detail, start..typed.end)
    });
    let [label, detail] = ["同比", "与上年比较的百分比"].map(str::to_owned);
    let change = offer(label, detail, start..typed.end);
    std::iter::once(change).chain(shares).collect()
}

/// The rows, groups and cells of the form that are wanted, in its order.
fn fields(document: Document<'_>, is_wanted: fn(&Field) -> bool) -> Vec<&'static Field> {
    let sections = document.edition().sections.iter();
    let tables = sections.filter_map(|section| section.table.as_ref());
    let mut left: Vec<&Field> = tables.flat_map(|table| &table.fields).rev().collect();
    let mut found = Vec::new();
    while let Some(field) = left.pop() {
        found.extend(is_wanted(field).then_some(field));
        if let Body::Group(inner) = &field.body {
            left.extend(inner.iter().rev());
        }
    }
    found
}

/// Whether others may be a share of it: a row of totals, or a row right below its section.
fn is_whole(field: &Field) -> bool {
    let first = field.path.matches('.').count() == 1;
    field.line().is_some() && (field.total || first)
}
