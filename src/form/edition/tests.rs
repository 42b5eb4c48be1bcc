use super::{Edition, file};
use crate::ground::{diagnostic::Surface, source::Sources};

/// What is wrong with an edition file: `line:column rule message`.
fn fault(text: &str) -> String {
    let mut sources = Sources::new();
    let Err(finding) = file::edition(&mut sources, "form.yaml", text) else {
        return "no fault found".to_owned();
    };
    let at = sources.start(finding.place);
    format!(
        "{}:{} {}",
        at.line,
        at.column,
        finding.message.on(Surface::DataFile)
    )
}

const LATEST: &str = include_str!("2021.yaml");

/// The latest edition with one passage changed, and where the change stands.
fn changed(from: &str, to: &str) -> (String, String) {
    assert_eq!(LATEST.matches(from).count(), 1, "{from}");
    let at = LATEST.find(from).unwrap();
    let before = &LATEST[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (LATEST.replace(from, to), format!("{line}:{column}"))
}

#[test]
fn every_edition_can_be_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/form/edition");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    assert_eq!(Edition::all().len(), files.count());
    let years: Vec<(u16, Option<u16>)> = Edition::all().iter().map(|e| (e.from, e.to)).collect();
    for pair in years.windows(2) {
        assert_eq!(
            pair[0].1,
            Some(pair[1].0 - 1),
            "no year has two or no forms"
        );
    }
    assert_eq!(years.last().unwrap().1, None);
}

#[test]
fn a_mistake_in_an_edition_has_a_place() {
    let (text, at) = changed("heading: 五、存在的主要问题及改进情况", "headline: 五、");
    assert_eq!(
        fault(&text),
        format!("{at} key headline is unknown here or written twice")
    );

    let (text, _) = changed("document: 国办公开办函〔2021〕30号\n", "");
    assert_eq!(fault(&text), "6:1 document is missing");

    let (text, at) = changed("{from: 2021}", "{from: soon}");
    assert!(
        fault(&text).ends_with("expected a small number"),
        "{}",
        fault(&text)
    );
    assert_eq!(fault(&text).split(':').next(), at.split(':').next());

    let (text, _) = changed("kind: amount", "kind: money");
    assert!(fault(&text).contains("kind is change or amount"));

    let (text, at) = changed("sum: [新收, 上年结转]", "sum: [新收, 上年结存]");
    let (line, _) = at.split_once(':').unwrap();
    assert!(
        fault(&text).starts_with(&format!("{line}:")),
        "{}",
        fault(&text)
    );
    assert!(fault(&text).ends_with("no such row"));

    let (text, at) = changed("      balances:\n", "      balances: none\n      sums:\n");
    let (line, _) = at.split_once(':').unwrap();
    assert!(fault(&text).starts_with(&format!("{}:", line.parse::<usize>().unwrap() + 1)));
    let (text, _) = changed("title: '", "title: [] # '");
    assert!(fault(&text).ends_with("expected words"), "{}", fault(&text));
}

#[test]
fn an_edition_that_is_no_yaml_has_a_place() {
    let fault = fault("name: 2021\n\tdocument: x\n");
    assert!(fault.starts_with("2:1 "), "{fault}");
}

#[test]
fn a_stock_of_an_unknown_column_is_a_mistake_with_a_place() {
    let (text, at) = changed("{plus: 制发, minus: 废止}", "{plus: 制定, minus: 废止}");
    let (line, _) = at.split_once(':').unwrap();
    assert!(fault(&text).starts_with(&format!("{line}:")));
}

#[test]
fn a_tie_to_an_unknown_row_is_a_mistake_with_a_place() {
    let (text, at) = changed("brought_forward: 结转下年度", "brought_forward: 结转来年");
    let (line, _) = at.split_once(':').unwrap();
    assert!(fault(&text).starts_with(&format!("{line}:")));
}
