//! What the crate promises: what its functions give is what the program gives.

use std::fs;

use crate::common::{desk::Desk, root};
use nianbao::{Builder, Format, ImportOptions, Report, Severity, build, check, import, open, read};

#[test]
fn products_are_those_of_the_program() {
    let path = root("examples/zhangdian-traffic-police-2024.yaml");
    let report = open(&path).expect("it is there");
    for (format, name) in [
        (Format::Pdf, "a.pdf"),
        (Format::Docx, "a.docx"),
        (Format::Html, "a.html"),
        (Format::Md, "a.md"),
    ] {
        let desk = Desk::new();
        desk.run(&["build", &path.display().to_string(), "-o", name])
            .ends(0);
        let made = build(&report, format).expect("it has no errors");
        assert!(made == fs::read(desk.path(name)).unwrap(), "{name}");
    }
}

#[test]
fn last_years_report_may_be_of_any_kind() {
    let text = fs::read_to_string(root("examples/minimal.yaml")).unwrap();
    let last = read(
        "去年.yaml",
        text.replace("2025", "2024")
            .replace("2026", "2025")
            .as_bytes(),
    );
    let last = Builder::new()
        .draft(true)
        .build(&last.unwrap(), Format::Html)
        .unwrap();
    let text = format!("{text}上年: 去年.html\n");
    let lacks = |report: &Report| {
        let mut findings = check(report).into_iter();
        findings.any(|finding| finding.rule == "previous-file")
    };
    assert!(lacks(&read("今年.yaml", text.as_bytes()).unwrap()));
    let beside = [("去年.html", last.as_slice())];
    let report = nianbao::read_beside("今年.yaml", text.as_bytes(), &beside).unwrap();
    assert!(!lacks(&report), "{:#?}", check(&report));
    let desk = Desk::new();
    desk.put("今年.yaml", &text).put("去年.html", &last);
    let report = open(desk.path("今年.yaml")).unwrap();
    assert!(!lacks(&report), "{:#?}", check(&report));
}

#[test]
fn what_is_refused_says_why() {
    let report = read("a.yaml", "年度: 2024\n机关: {名称: 某局}\n".as_bytes()).unwrap();
    let error = build(&report, Format::Pdf).unwrap_err();
    assert!(
        error
            .findings
            .iter()
            .any(|f| f.blocks() && f.severity == Severity::Error)
    );
    assert!(
        error.to_string().contains("个错误") && !error.help.is_empty(),
        "{error}"
    );
    let sheet = Builder::new().draft(true).build(&report, Format::Sheet);
    assert!(sheet.unwrap().starts_with(b"%PDF"));

    let spoilt = read("a.docx", b"PK\x03\x04").unwrap();
    let [finding] = &check(&spoilt)[..] else {
        panic!("{:?}", check(&spoilt));
    };
    assert!(finding.blocks() && finding.line.is_none(), "{finding:?}");
    assert_eq!(
        (spoilt.year(), spoilt.figure("申请.新收.总计")),
        (None, None)
    );
    assert!(build(&spoilt, Format::Md).is_err());

    assert!(open("没有.yaml").unwrap_err().message.contains("没有.yaml"));
    assert!(read("a.yaml", &vec![b'#'; 17 << 20]).is_err());
}

#[test]
fn what_is_known_of_a_published_report_is_used() {
    let page = fs::read(root("tests/import/zhangdian-traffic-police-2024.txt")).unwrap();
    let options = ImportOptions::default().year(2023).agency("某市某局");
    let imported = import("page.txt", &page, &options).unwrap();
    let report = read("年报.yaml", imported.text.as_bytes()).unwrap();
    assert_eq!(
        (report.agency(), report.year()),
        (Some("某市某局"), Some(2023))
    );
    let lines = imported.text.lines().count();
    assert!(
        imported
            .doubts
            .iter()
            .all(|doubt| doubt.line.is_some_and(|line| line <= lines))
    );
    assert!(imported.account.iter().any(|line| line.contains("：读出 ")));
}

#[test]
fn a_finding_is_a_line_for_people() {
    let text = "年度: 2024\n机关: {名称: 某局}\n申请: {新收: [6, 0, 0, 0, 0, 0, 7], 其余: 0}\n";
    let findings = check(&read("a.yaml", text.as_bytes()).unwrap());
    let wrong = findings
        .iter()
        .find(|finding| finding.rule == "row-total")
        .unwrap();
    assert!(
        wrong
            .to_string()
            .starts_with("a.yaml:3:29: 错误[row-total]: 「申请.新收」的总计写 7"),
        "{wrong}"
    );
}
