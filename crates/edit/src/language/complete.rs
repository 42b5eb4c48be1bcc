//! What a text may refer to where one types: figures within braces. The keys
//! of a data file are the JSON Schema's affair.

use std::ops::Range;

use super::{edition, reference::words};
use base::source::line_start;
use form::{
    edition::{Body, Field},
    report::charts,
};
use open::Opened;

/// Something that may be referred to.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What it is called.
    pub label: String,
    /// A few words beside it: the official heading.
    pub detail: String,
    /// What is written in place of what is there.
    pub text: String,
    /// The bytes of what is there.
    pub typed: Range<usize>,
}

/// What may be referred to at a byte of the data file, in the form's order.
pub fn complete(opened: &Opened, at: usize) -> Vec<Offer> {
    let Some(words) = words(opened, at) else {
        return Vec::new();
    };
    let (text, at) = (&*words.text, words.at);
    let start = line_start(text, at);
    let before = &text[start..at];
    let open = before.rfind("{{");
    let open = open.filter(|&open| !before[open..].contains("}}"));
    let Some(open) = open.filter(|&open| !before[..open].ends_with('\\')) else {
        return Vec::new();
    };
    let mut offers = references(opened, text, start + open + 2..at);
    for offer in &mut offers {
        offer.typed = words.map.span(offer.typed.clone()).range();
    }
    offers
}

/// Figures, rows and groups of the form, with what they are now.
fn figures(opened: &Opened, fields: Vec<&Field>, typed: Range<usize>) -> Vec<Offer> {
    let figure = |field: &Field| {
        let value = opened.report.as_ref().and_then(|it| it.number(&field.path));
        let value = value.map(|value| format!(" = {value}"));
        let detail = format!("{}{}", field.heading, value.unwrap_or_default());
        offer(field.path.clone(), detail, typed.clone())
    };
    fields.into_iter().map(figure).collect()
}

fn offer(label: String, detail: String, typed: Range<usize>) -> Offer {
    Offer {
        text: label.clone(),
        label,
        detail,
        typed,
    }
}

/// What may stand within braces: a figure, its share of another, a chart.
fn references(opened: &Opened, text: &str, typed: Range<usize>) -> Vec<Offer> {
    let written = &text[typed.clone()];
    let mut offers = match (charts::path_of(written), written.find('|')) {
        (Some(path), _) => {
            let start = typed.end - path.trim_start().len();
            figures(opened, fields(opened, |_| true), start..typed.end)
        }
        // A path alone means its total.
        (None, None) => figures(opened, fields(opened, has_total), typed.clone()),
        (None, Some(bar)) => {
            let typed = typed.start + bar + 1..typed.end;
            let whole = fields(opened, |field| has_total(field) && is_whole(field));
            let shares = whole.into_iter().map(|field| {
                let detail = format!("占{}的百分比", field.heading);
                offer(format!("占 {}", field.path), detail, typed.clone())
            });
            let [label, detail] = ["同比", "与上年比较的百分比"].map(str::to_owned);
            let change = offer(label, detail, typed.clone());
            std::iter::once(change).chain(shares).collect()
        }
    };
    if !text[typed.end..].trim_start_matches(' ').starts_with("}}") {
        offers.iter_mut().for_each(|offer| offer.text += "}}");
    }
    offers
}

/// The rows, groups and cells of the form that are wanted, in its order.
fn fields(opened: &Opened, is_wanted: fn(&Field) -> bool) -> Vec<&'static Field> {
    let sections = edition(opened).sections.iter();
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

fn has_total(field: &Field) -> bool {
    field.totals().is_some()
}

/// Whether others may be a share of it: a row of totals, or a row right below its section.
fn is_whole(field: &Field) -> bool {
    let first = field.path.matches('.').count() == 1;
    field.line().is_some() && (field.total || first)
}
