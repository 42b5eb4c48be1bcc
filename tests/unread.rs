//! Cells of a published report that cannot be read: unknown, at least 0, never 0.

use nianbao::{
    Builder, Format,
    base::diagnostic::Severity,
    check,
    form::edition::SlotId,
    office::export::{Source, rows},
    open::{InputFile, open},
    read,
};

use crate::common::{files, read as text, stem};

/// A page of an example in which so many cells of figures say 「见附件」.
fn spoilt(page: &str, count: usize) -> String {
    let ends: Vec<usize> = page.match_indices("</td>").map(|(at, _)| at).collect();
    let is_figure = |end: &usize| {
        let start = page[..*end].rfind('>').expect("a cell begins") + 1;
        let words = &page[start..*end];
        (!words.is_empty() && words.bytes().all(|b| b.is_ascii_digit())).then_some(start..*end)
    };
    let cells: Vec<_> = ends.iter().filter_map(is_figure).collect();
    let step = (cells.len() / count).max(1);
    let mut page = page.to_owned();
    for cell in cells.into_iter().step_by(step).take(count).rev() {
        page.replace_range(cell, "见附件");
    }
    page
}

#[test]
fn what_cannot_be_read_makes_no_error_and_no_total() {
    for path in files("examples", "yaml") {
        let report = read("report.yaml", text(&path).as_bytes()).expect("it is small");
        let page = Builder::new().draft(true).build(&report, Format::Fragment);
        let page = String::from_utf8(page.expect("a draft can be built")).expect("it is text");
        let errors = |page: &str| -> Vec<String> {
            let report = read("page.html", page.as_bytes()).expect("it is small");
            let errors = check(&report).into_iter();
            let errors = errors.filter(|finding| finding.severity == Severity::Error);
            // Of several equations that fail for one cause another may be the one that is told.
            let table = |path: Option<String>| path?.split('.').next().map(str::to_owned);
            errors
                .map(|e| format!("{} {:?}", e.rule, table(e.path)))
                .collect()
        };
        let whole = errors(&page);
        for count in [1, 5, 50] {
            let spoilt = spoilt(&page, count);
            let more = errors(&spoilt);
            let new: Vec<_> = more.iter().filter(|error| !whole.contains(error)).collect();
            assert!(new.is_empty(), "{} {count}: {new:#?}", stem(&path));
            let file = InputFile::of("page.html", spoilt.into_bytes()).expect("it is small");
            let report = open("page.html", file, &nianbao::form::report::Alone).report;
            let report = report.expect("it holds a report");
            let source = Source {
                id: "a".to_owned(),
                agency: &report.agency.text,
                report: &report,
                findings: &[],
                file: "page.html",
                sha256: "",
            };
            let [_, _, figures, _] = rows(&source);
            for (at, row) in figures.lines().enumerate() {
                let sum = report.sum_of(SlotId(at));
                let known = |slot: &SlotId| report.cell(*slot).figure.number().is_some();
                let stated = known(&SlotId(at));
                let added = sum.is_some_and(|sum| sum.parts.iter().all(known));
                let value = row.split(',').nth(2).expect("it has a value");
                assert!(value.is_empty() || stated || added, "{row}");
            }
        }
    }
}
