//! Published reports become the data files that somebody would write by hand.

mod common;

use std::collections::BTreeMap;

use common::{Checked, files, read, root, stem};
use nianbao::{
    document::compose,
    import::{Fault, Import, Wishes, findings, import, read as read_container},
    render::{Templates, html, markdown},
    report::{Figure, Prose, Report},
    source::Sources,
};

fn imported_with(name: &str, bytes: &[u8], wishes: &Wishes) -> Result<Import, Fault> {
    import(&read_container(name, bytes)?, wishes)
}

#[track_caller]
fn imported(name: &str, text: &str) -> Import {
    match imported_with(name, text.as_bytes(), &Wishes::default()) {
        Ok(import) => import,
        Err(fault) => panic!("{name}: {fault:?}"),
    }
}

/// What a report says, a line for every cell, text and particular.
fn said(report: &Report) -> Vec<String> {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let prose = |prose: &Prose| -> String {
        let passages = prose.passages.iter().map(|passage| {
            let heading = passage.heading.as_ref().map_or("", |words| &words.text);
            format!("{heading}{}", bare(&passage.text))
        });
        passages.collect()
    };
    let mut said = vec![
        format!("{} {}", report.edition.name, report.year),
        report.agency.text.clone(),
        bare(&report.full_title()),
        format!(
            "{:?} {:?}",
            report.date.map(|(date, _)| date),
            report.signature
        ),
    ];
    said.extend(
        report
            .all_prose()
            .map(|(key, text)| format!("{key}: {}", prose(text))),
    );
    for (slot, cell) in report.edition.slots.iter().zip(&report.cells) {
        let note = cell.note.as_ref().map_or("", |note| &note.text);
        let figure = match cell.figure {
            Figure::Stated(number) | Figure::Covered(number) => number.to_string(),
            Figure::Blank => "~".to_owned(),
            Figure::Absent | Figure::Unknown => "?".to_owned(),
        };
        said.push(format!("{} = {figure} {note}", slot.path));
    }
    said
}

#[track_caller]
fn assert_same(name: &str, imported: &[String], expected: &[String]) {
    let wrong: Vec<String> = expected
        .iter()
        .zip(imported)
        .filter(|(expected, imported)| expected != imported)
        .map(|(expected, imported)| format!("expected {expected}\nimported {imported}"))
        .collect();
    assert_eq!(imported.len(), expected.len(), "{name}");
    assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
}

#[test]
fn published_texts_become_the_examples() {
    let published = files("tests/import", "txt");
    assert_eq!(published.len(), 5);
    for path in published {
        let name = stem(&path);
        let import = imported(&name, &read(&path));
        let written = Checked::of(&import.file.write());
        let example = Checked::of(&read(&root(&format!("examples/{name}.yaml"))));
        assert_same(&name, &said(written.report()), &said(example.report()));
    }
}

#[test]
fn what_is_not_certain_is_told_at_its_line() {
    let text = read(&root("tests/import/jining-hitech-public-security-2020.txt"));
    let import = imported("002", &text);
    let written = import.file.write();
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", written.as_str());
    let lines: Vec<&str> = written.lines().collect();
    for finding in findings(&mut sources, file, &import.doubts) {
        let line = lines[sources.start(finding.place).line - 1];
        // A total that is not there is left out and computed.
        let mut keys = finding.path.split('.');
        assert!(
            keys.any(|key| line.trim_start().starts_with(key)),
            "{}: {line}",
            finding.path
        );
    }
    assert_eq!(import.doubts.len(), 17);
}

/// What this program prints, read back.
fn assert_back(form: &str, print: impl Fn(&Checked) -> String) {
    for path in files("examples", "yaml") {
        let name = stem(&path);
        let example = Checked::of(&read(&path));
        let report = example.report();
        let page = print(&example);
        let wishes = Wishes {
            year: Some(report.year),
            agency: Some(report.agency.text.clone()),
            name: String::new(),
        };
        let import = imported_with(form, page.as_bytes(), &wishes).unwrap();
        let back = Checked::of(&import.file.write());
        let back = back.report();
        for (index, slot) in report.edition.slots.iter().enumerate() {
            let id = nianbao::edition::SlotId(index);
            let note = |report: &Report| report.cell(id).note.as_ref().map(|n| n.text.clone());
            assert_eq!(
                back.printed(id),
                report.printed(id),
                "{name} {form} {}",
                slot.path
            );
            assert_eq!(note(back), note(report), "{name} {form} {}", slot.path);
        }
        let words = |report: &Report| -> Vec<String> {
            said(report)
                .into_iter()
                .filter(|line| !line.contains(" = "))
                .skip(if form == "fragment.html" { 3 } else { 0 })
                .collect()
        };
        assert_same(&format!("{name} {form}"), &words(back), &words(report));
    }
}

fn templates() -> Templates {
    Templates::new(&BTreeMap::new()).unwrap()
}

#[test]
fn our_own_pages_are_read_back() {
    assert_back("page.html", |checked| {
        html::page(&compose(checked.report()), &templates()).unwrap()
    });
}

#[test]
fn our_own_fragments_are_read_back() {
    assert_back("fragment.html", |checked| {
        html::fragment(&compose(checked.report()), &templates()).unwrap()
    });
}

#[test]
fn our_own_markdown_is_read_back() {
    assert_back("report.md", |checked| {
        markdown::render(&compose(checked.report()), &templates()).unwrap()
    });
}
