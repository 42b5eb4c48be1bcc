//! The years as a page that opens in a browser and needs nothing else.

use serde_json::{Value, json};

use super::{
    Filed, History, Indicator, Measure, Unread,
    charts::{self, CHARTS},
    sections::{Line, Section},
    standout::{Against, Piece, RULE, Standout},
};
use crate::{
    form::chart::NO_FIGURE,
    ground::source::{Origin, Place},
    office::templates,
    write::html::OVERVIEW,
};

/// Things that stand out or were not read that are listed where there could be very many.
const LISTED: usize = 100;

/// Writes the page.
///
/// # Errors
/// The template cannot be filled.
pub fn page(history: &History) -> Result<String, String> {
    let view = json!({"mark": OVERVIEW, "page": view(history)});
    templates::page("years.html", &view)
}

fn view(history: &History) -> Value {
    let sections = history.sections();
    let sections = sections.iter().map(|own| section(history, own));
    let standouts = history.standouts.iter().take(LISTED);
    let standouts = standouts.map(|one| standout(history, one));
    let remarks = history.remarked();
    let remarks = remarks.map(|(name, told)| json!({"name": name, "told": told}));
    let unread = history.unread.iter().take(LISTED).map(Unread::told);
    json!({
        "title": history.title(),
        "summary": history.summary(),
        "years": history.years,
        "is_one": history.agencies.len() == 1,
        "sections": sections.collect::<Vec<_>>(),
        "standouts": standouts.collect::<Vec<_>>(),
        "more_standouts": history.standouts.len().saturating_sub(LISTED),
        "rule": RULE,
        "differences": history.differences(),
        "remarks": remarks.collect::<Vec<_>>(),
        "odd": history.odd,
        "unread": unread.collect::<Vec<_>>(),
        "unread_count": history.unread.len(),
    })
}

fn section(history: &History, section: &Section) -> Value {
    let is_one = section.lines.iter().any(|line| line.formula.is_some());
    let panels = section.lines.iter().take(CHARTS);
    let panels = panels.filter(|_| is_one || section.is_drawn());
    let panels: Vec<Value> = panels.map(|line| panel(history, line)).collect();
    let end = section.lines.first();
    let end = end.map(|line| line.indicator.unit.scale(line.most));
    let scale = match (is_one, end) {
        (true, _) => Some("每幅图都从 0 画起，各用各的刻度，到图下写明的数为止。".to_owned()),
        (false, Some(end)) if !panels.is_empty() => {
            Some(format!("各图同一刻度，从 0 到 {end}；按最近一年从大到小。"))
        }
        _ => None,
    };
    let rows = section.lines.iter().map(|line| {
        let cells = history.years.iter().map(|year| cell(line, *year));
        json!({"rank": line.rank, "name": line.name, "cells": cells.collect::<Vec<_>>()})
    });
    json!({
        "heading": section.heading,
        "told": section.told,
        "column": section.column,
        "scale": scale,
        "panels": panels,
        "more": section.lines.len().saturating_sub(CHARTS),
        "rows": rows.collect::<Vec<_>>(),
    })
}

/// A small chart with its first and last number.
fn panel(history: &History, line: &Line) -> Value {
    let end = |year: u16| json!({"year": year, "cell": cell(line, year)});
    let ends = line.agency.ends(line.number);
    json!({
        "rank": line.rank,
        "name": line.name,
        "unit": line.indicator.unit.chinese(),
        "formula": line.formula,
        "scale": line.formula.as_ref().filter(|_| line.most > 0 && ends.is_some()).map(
            |_| format!("刻度 0–{}", line.indicator.unit.scale(line.most))
        ),
        "chart": ends.map(|_| charts::drawn(history, line)),
        "first": ends.filter(|(first, last)| first < last).map(|(first, _)| end(first)),
        "last": ends.map(|(_, last)| end(last)),
    })
}

/// A number with the way to where it stands, or why there is none.
fn cell(line: &Line, year: u16) -> Value {
    let Some(filed) = line.agency.reports.get(&year) else {
        return json!({"text": NO_FIGURE, "title": "没有这一年度的报告"});
    };
    let Some(measure) = filed.measures.get(line.number) else {
        return json!({"text": NO_FIGURE});
    };
    number(filed, line.indicator, measure)
}

fn number(filed: &Filed, indicator: &Indicator, measure: &Measure) -> Value {
    let place = measure.of.first().map(|term| &term.place);
    let title = match (measure.value, place) {
        (Err(lack), _) => lack.chinese().to_owned(),
        (Ok(_), Some(place)) => format!("{} {place}", filed.file),
        (Ok(_), None) => filed.file.clone(),
    };
    json!({
        "text": indicator.printed(Some(measure)),
        "title": title,
        "href": place.and_then(|place| address(filed, place)),
    })
}

/// Where a figure stands: the line of a text, the page of a PDF, or the file.
fn address(filed: &Filed, place: &Place) -> Option<String> {
    let fragment = match place {
        Place::Text(at) => format!("#L{}", at.line),
        Place::Document(Origin::Page(page)) => format!("#page={page}"),
        Place::Document(_) => String::new(),
    };
    (!filed.address.is_empty()).then(|| filed.address.clone() + &fragment)
}

fn standout(history: &History, standout: &Standout) -> Value {
    let agency = &history.agencies[standout.agency];
    let indicator = &Indicator::all()[standout.indicator];
    let place = |year: Option<u16>| {
        let filed = agency.reports.get(&year?)?;
        let measure = filed.measures.get(standout.indicator)?;
        Some(number(filed, indicator, measure))
    };
    let before = match standout.against {
        Against::LastYear(_) => standout.year.checked_sub(1),
        Against::Median(..) => None,
    };
    let pieces = standout.pieces().into_iter().map(|piece| {
        let (text, year) = match piece {
            Piece::Words(text) => (text, None),
            Piece::Value(text) => (text, Some(standout.year)),
            Piece::Other(text) => (text, before),
        };
        let mut cell = place(year).unwrap_or_else(|| json!({}));
        cell["text"] = text.into();
        cell
    });
    json!({
        "agency": agency.name,
        "indicator": indicator.name,
        "year": standout.year,
        "pieces": pieces.collect::<Vec<_>>(),
    })
}
