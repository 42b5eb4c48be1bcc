//! The years for programs.

use serde_json::{Value, json as object};

use super::{Agency, Filed, History, Indicator, Measure, Term, standout::Against};
use crate::plain::with_agencies;
use base::number::Number;

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
