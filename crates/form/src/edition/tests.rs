use super::{Edition, file};

/// What is wrong with an edition file: `line:column message`.
fn fault(text: &str) -> String {
    let told = file::editions(&[("form.yaml", text)]).expect_err("there is a mistake");
    told.strip_prefix("form.yaml:").unwrap_or(&told).to_owned()
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
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/edition");
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
    for (from, to, found) in [
        (
            "heading: 五、存在的主要问题及改进情况",
            "headline: 五、",
            "unknown field `headline`",
        ),
        ("from: 2021", "from: soon", "invalid u16"),
        ("kind: amount", "kind: money", "unknown variant `money`"),
        ("title: '", "title: [] # '", "expected string scalar"),
        ("title: '", "name: '", "duplicate mapping key: name"),
        (
            "[新收, 上年结转], equals",
            "[新收, 上年结存], equals",
            "没有「上年结存」这一行或列",
        ),
        (
            "{plus: 制发, minus: 废止}",
            "{plus: 制定, minus: 废止}",
            "没有「制定」这一行或列",
        ),
        (
            "brought_forward: 结转下年度",
            "brought_forward: 结转来年",
            "没有「结转来年」这一行或列",
        ),
        (
            "[办理结果.总计, 结转下年度]",
            "[办理结果.总计, 办理结果]",
            "两边的行长短不一",
        ),
    ] {
        let (text, at) = changed(from, to);
        let (line, told) = (at.split(':').next().unwrap(), fault(&text));
        assert!(told.starts_with(&format!("{line}:")), "{at}: {told}");
        assert!(told.contains(found), "{told}");
    }
}

#[test]
fn what_an_edition_lacks_has_a_place() {
    let (text, _) = changed("document: 国办公开办函〔2021〕30号\n", "");
    let told = fault(&text);
    assert!(told.contains("missing field `document` at line"), "{told}");
}

#[test]
fn an_edition_that_is_no_yaml_has_a_place() {
    let fault = fault("name: 2021\n\tdocument: x\n");
    assert!(fault.starts_with("1:7 "), "{fault}");
}

#[test]
fn a_figure_that_is_there_twice_is_a_mistake() {
    let (text, _) = changed("key: 行政强制, heading", "key: 行政处罚, heading");
    assert!(fault(&text).ends_with("「主动公开.行政处罚」有两处"));
}
