//! Every finding in the words of those who read it: of a data file, and of the form.

use std::fmt::Write;

use crate::common::{Checked, files, read, root, stem};
use nianbao::{
    base::diagnostic::{Finding, Message, Surface},
    edit::language,
    form::edition::Edition,
    open::Opened,
};

/// What is wrong with a fixture, after last year's where there is one.
fn fixture(name: &str) -> Opened {
    let text = read(&root(&format!("tests/fixtures/{name}.yaml")));
    let previous = root(&format!("tests/fixtures/{name}.previous.yaml"));
    let previous = previous.exists().then(|| read(&previous));
    Checked::opened(&format!("{name}.yaml"), &text, previous.as_deref())
}

/// Mistakes that no fixture has: of YAML, references, charts and odd shapes.
const ODD: [&str; 24] = [
    "年度: 2024\n机关:\n\t名称: 某局\n",
    "年度: 2024\n　机关: 某局\n",
    "年度: 2024\n总体情况:\n一行文字，顶格写的\n申请: 0\n",
    "年度: 2024\n申请:\n  新收: {自然人: -, 其余: 0}\n",
    "标题: {{申请.新收}}件\n年度: 2024\n",
    "年度: 2024\n标题: 一: 二\n",
    "年度: 2024\n标题: *a\n机关: &b 某局\n",
    "年度: 2024\n标题: !foo 一\n",
    "年度: 2024\n---\n年度: 2025\n",
    "年度: 2024\n机关:\n    名称: 某局\n  类别: 部门\n",
    "- 一\n- 二\n",
    "",
    "年度: 2024\n主动公开: [1, 2]\n申请: 6\n",
    "年度: 2024\n申请:\n  新收: 6\n  上年结转: [1, 2]\n  办理结果: {其余: 3}\n",
    "年度: 2024\n申请:\n  新收: {自然人: {值: [1], 注: [2]}, 其余: ~}\n  办理结果: 没有\n  其余:\n",
    "年度: 2024\n申请:\n  新收: {自然人: [1], 其余: 0}\n  上年结转: {自然人: '1', 其余: 0}\n",
    "年度: 二〇二四\n机关: 某局\n日期: 1月\n印章: 红\n豁免: 全部\n标题: [一]\n",
    "年度: 2024\n机关: {名称: , 类别: }\n豁免:\n  - 一\n  - {规则: 没有}\n总体情况: [一]\n问题及改进: {文件: [一]}\n",
    "年度: 2024\n申请: {新收: [~, 0, 0, 0, 0, 0], 其余: 0}\n总体情况: |\n  新收{{申请.新收.自然人}}件，{{申请.新收|同比}}，{{申请.新收|占 申请.没有}}，{{没有.这样}}，{{申请.上年结转|占 申请.上年结转}}，{{申请.新收|什么}}，{{}}，｛申请.新收｝。\n",
    "年度: 2024\n总体情况: |\n  ```图\n  数据: 申请.没有\n  ```\n\n  ```图\n  样式: 立体\n  年度: 二\n  标题:\n  ```\n\n  ```图\n  标题: 甲\n  数据:\n    - 申请\n    - 一: ~\n  ```\n\n  文字{{图:申请.新收}}\n",
    "年度: 2024\n申请: 0\n总体情况: |\n  ```图\n  标题: 甲\n  数据: 申请.新收\n  年度: 3\n  ```\n",
    "年度: 2024\n总体情况: |\n  ~~不要的~~ ![]() - [ ] 待办 <b>粗</b>\n",
    "年度: 2024\n申请:\n  新收: {自然人: 1, 商业企业: 0}\n  上年结转: {自然人: 1, 商业企业: 0}\n  结转下年度:\n  办理结果:\n    予以公开:\n    部分公开: ~\n    不予公开: ~\n",
    "年度: 2024\n上年: 没有.yaml\n申请：{新收: 0}\n",
];

/// Every data file that there is to try, as `(name, findings)`.
fn all() -> Vec<(String, Opened)> {
    let mut all = Vec::new();
    for path in files("tests/fixtures", "yaml") {
        let name = stem(&path);
        if !name.ends_with(".previous") {
            all.push((name.clone(), fixture(&name)));
        }
    }
    for folder in ["examples", "tests/charts"] {
        let files = files(folder, "yaml").into_iter();
        all.extend(files.map(|path| {
            (
                stem(&path),
                Checked::opened("report.yaml", &read(&path), None),
            )
        }));
    }
    let odd = ODD
        .iter()
        .map(|text| (text.to_string(), Checked::opened("report.yaml", text, None)));
    all.into_iter().chain(odd).collect()
}

/// A finding's texts, and what is offered to put it right.
fn texts(opened: &Opened, finding: &Finding) -> Vec<Message> {
    let mut texts = vec![
        finding.message.clone(),
        finding.help.clone(),
        finding.label.clone(),
    ];
    texts.extend(finding.related.iter().map(|(_, label)| label.clone()));
    let offers = language::mends(opened, finding).into_iter();
    texts.extend(offers.map(|offer| offer.title));
    texts
}

/// What the files are called that the data files name.
const FILES: [&str; 2] = ["2023.yaml", "没有.yaml"];

/// Who has the form before him reads no key path, no YAML and no command.
#[test]
fn the_form_speaks_its_own_words() {
    let editions = Edition::all().iter();
    let slots = editions.flat_map(|edition| edition.slots.iter().map(|slot| &slot.path));
    let mut paths: Vec<String> = Vec::new();
    for path in slots {
        let ends = path.match_indices('.').map(|(at, _)| at).skip(1);
        paths.extend(ends.chain([path.len()]).map(|end| path[..end].to_owned()));
    }
    paths.sort();
    paths.dedup();
    let (mut wrong, mut seen) = (String::new(), 0);
    for (name, checked) in all() {
        let findings = checked.findings.iter();
        for finding in findings.flat_map(|one| [one].into_iter().chain(&one.members)) {
            assert!(!finding.message.is_empty() && !finding.help.is_empty());
            for text in texts(&checked, finding) {
                seen += 1;
                // A file is called by its name.
                let stated = finding.stated.iter().map(String::as_str).chain(FILES);
                let text = text.on(Surface::Form).to_owned();
                let text = stated.fold(text, |text, file| text.replace(file, ""));
                let foreign = [
                    "~",
                    "缩进",
                    "YAML",
                    "{{",
                    ".yaml",
                    "nianbao",
                    "--draft",
                    "--previous",
                ];
                let foreign = foreign.iter().find(|word| text.contains(**word));
                let path = paths.iter().find(|path| text.contains(path.as_str()));
                if foreign.is_some() || path.is_some() {
                    let rule = finding.rule.code;
                    writeln!(wrong, "{name} {rule}: {text}").unwrap();
                }
            }
        }
    }
    assert!(seen > 1000, "{seen}");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn ten_findings_read_well_on_each_surface() {
    let mut told = String::new();
    for name in [
        "missing-key",
        "not-a-count",
        "row-length",
        "row-total",
        "balance",
        "blank-cell",
        "empty-section",
        "narrative-figure",
        "brought-forward",
        "share",
    ] {
        let checked = fixture(name);
        let findings = &checked.findings;
        let finding = findings.iter().find(|finding| finding.rule.code == name);
        let finding = finding.expect(name);
        for (surface, whose) in [(Surface::DataFile, "数据文件"), (Surface::Form, "表格")] {
            let (message, help) = (finding.message.on(surface), finding.help.on(surface));
            let subject = finding.subject.on(surface);
            writeln!(told, "{whose}　{subject}\n  {message}\n  {help}").unwrap();
        }
        told.push('\n');
    }
    insta::assert_snapshot!(told);
}
