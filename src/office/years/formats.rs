//! The years on a terminal and for programs.

use serde_json::{Value, json as object};

use super::{Agency, Filed, History, Indicator, Measure, Term, standout::Against};
use crate::{
    ground::{
        diagnostic::terminal::{Terminal, Tone, safe},
        number::Number,
    },
    office::plain::{text_table, with_agencies},
};

/// A line for every agency and indicator, the years one after the other; then what stands out.
pub fn table(history: &History, terminal: Terminal) -> String {
    let years: Vec<String> = history.years.iter().map(u16::to_string).collect();
    let mut rows = vec![["机关".to_owned(), "指标".to_owned(), years.join(" → ")]];
    for agency in &history.agencies {
        for (at, (number, indicator)) in history.indicators().enumerate() {
            let years = history.years.iter();
            let years = years.map(|year| indicator.printed(agency.measure(number, *year)));
            let name = if at == 0 { agency.name.as_str() } else { "" };
            let years: Vec<String> = years.collect();
            rows.push([name.to_owned(), indicator.name.clone(), years.join(" → ")]);
        }
    }
    let tone = |row: usize, _| if row == 0 { Tone::Head } else { Tone::Plain };
    let wrapped = |words: String| terminal.wrapped(2, &words) + "\n";
    let mut out = wrapped(format!("{}\n", history.title()));
    out += &text_table("", &rows, 3, terminal, tone);
    out += &wrapped(format!("\n{}", history.summary()));
    for standout in &history.standouts {
        out += &wrapped(format!("  {}", safe(&history.line(standout))));
    }
    for agency in &history.agencies {
        for told in history.remarks(agency) {
            out += &wrapped(format!("{}：{}", safe(&agency.name), safe(&told)));
        }
    }
    for told in history.differences() {
        out += &wrapped(safe(&told).into_owned());
    }
    for told in &history.odd {
        out += &wrapped(format!("注意: {}", safe(told)));
    }
    for unread in &history.unread {
        out += &wrapped(format!("没有读: {}", safe(&unread.told())));
    }
    out
}

/// For programs: figures are exact texts, agencies one by one, for a thousand are long.
pub fn json(history: &History) -> String {
    let indicators = history.indicators();
    let indicators = indicators.map(|(number, own)| indicator(history, number, own));
    let standouts = history.standouts.iter().map(|one| {
        let unit = Indicator::all()[one.indicator].unit;
        let (against, agencies) = match one.against {
            Against::LastYear(_) => ("last_year", None),
            Against::Median(_, agencies) => ("median", Some(agencies)),
        };
        let agency = &history.agencies[one.agency];
        object!({
            "agency": agency.name,
            "indicator": Indicator::all()[one.indicator].name,
            "year": one.year,
            "value": unit.bare(one.value),
            "against": against,
            "other": unit.bare(one.against.value()),
            "agencies": agencies,
            "message": one.reason(),
            "file": agency.reports.get(&one.year).map(|filed| &filed.file),
            "of": agency.measure(one.indicator, one.year).map(|measure| terms(&measure.of)),
        })
    });
    let head = object!({
        "years": history.years,
        "indicators": indicators.collect::<Vec<_>>(),
        "standouts": standouts.collect::<Vec<_>>(),
        "odd": history.odd,
        "unread": history.unread,
    });
    with_agencies(
        &head,
        history.agencies.iter().map(|one| agency(history, one)),
    )
}

fn indicator(history: &History, number: usize, indicator: &Indicator) -> Value {
    let formulas = history.editions().into_iter().map(|(edition, years)| {
        let formula = indicator.formula(edition);
        object!({
            "edition": edition.name,
            "years": years,
            "formula": formula.map(|formula| formula.chinese(edition)),
        })
    });
    let medians = history.years.iter().map(|year| {
        let median = history.median(number, *year);
        object!({"year": year, "value": median.map(|value| indicator.unit.bare(value))})
    });
    let ranking = history.ranking(number).into_iter().map(|(rank, agency, value)| {
        object!({"rank": rank, "agency": agency.name, "value": indicator.unit.bare(value)})
    });
    object!({
        "name": indicator.name,
        "unit": indicator.unit.chinese(),
        "kind": indicator.unit.code(),
        "formulas": formulas.collect::<Vec<_>>(),
        "medians": medians.collect::<Vec<_>>(),
        "ranking": ranking.collect::<Vec<_>>(),
    })
}

fn agency(history: &History, agency: &Agency) -> Value {
    let former = agency.former().into_iter();
    let former = former.map(|(name, year)| object!({"name": name, "until": year}));
    let reports = agency.reports.values().map(|filed| report(history, filed));
    object!({
        "name": agency.name,
        "former": former.collect::<Vec<_>>(),
        "missing": history.missing(agency),
        "reports": reports.collect::<Vec<_>>(),
    })
}

fn report(history: &History, filed: &Filed) -> Value {
    let values = history.indicators().filter_map(|(number, indicator)| {
        let measure: &Measure = filed.measures.get(number)?;
        Some(object!({
            "indicator": indicator.name,
            "value": measure.value.ok().map(|value| indicator.unit.bare(value)),
            "lack": measure.value.err().map(super::Lack::code),
            "of": terms(&measure.of),
            "among": terms(&measure.among),
        }))
    });
    object!({
        "year": filed.year,
        "agency": filed.agency,
        "category": filed.category.map(|category| category.chinese()),
        "edition": filed.edition.name,
        "file": filed.file,
        "errors": filed.errors,
        "values": values.collect::<Vec<_>>(),
    })
}

fn terms(terms: &[Term]) -> Vec<Value> {
    let terms = terms.iter().map(|term| {
        let at = term.place.position();
        object!({
            "path": term.path,
            "value": term.value.map(|value| Number::from_millionths(value).to_string()),
            "within": term.place.origin().map(ToString::to_string),
            "line": at.map(|at| at.line),
            "column": at.map(|at| at.column),
        })
    });
    terms.collect()
}
