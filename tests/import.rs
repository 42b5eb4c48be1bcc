//! Published reports become the data files that somebody would write by hand.

use std::collections::BTreeMap;

use crate::common::{Checked, files, imported, imported_with, read, root, stem};
use nianbao::{
    base::source::Sources,
    document::compose,
    form::report::{Figure, Prose, Report},
    read::{ImportOptions, findings},
    write::{Templates, docx, html, markdown, pdf},
};

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
        report.full_title(),
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
            Figure::Absent | Figure::Unread(_) => "?".to_owned(),
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
        let example = Checked::of(&read(&root(&format!("examples/{name}.yaml"))));
        // One has neither a title nor a signature.
        let options = match name.as_str() {
            "jining-hitech-traffic-police-2020" => {
                ImportOptions::default().agency(&example.report().agency.text)
            }
            _ => ImportOptions::default(),
        };
        let import = imported_with(&name, read(&path).as_bytes(), &options).unwrap();
        let written = Checked::of(&import.file.write());
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
    for finding in findings(&sources, file, &import.doubts) {
        let line = lines[sources.start(finding.place).line - 1];
        // A total that is not there is left out and computed.
        let mut keys = finding.subject.path.split('.');
        assert!(
            keys.any(|key| line.trim_start().starts_with(key)),
            "{}: {line}",
            finding.subject.path
        );
    }
    assert_eq!(import.doubts.len(), 4);
}

/// What this program prints, read back.
fn assert_back(form: &str, print: impl Fn(&Checked) -> Vec<u8>) {
    for path in files("examples", "yaml") {
        let name = stem(&path);
        let example = Checked::of(&read(&path));
        let report = example.report();
        let page = print(&example);
        // A fragment has no title.
        let options = match form {
            "fragment.html" => ImportOptions::default()
                .year(report.year)
                .agency(&report.agency.text),
            _ => ImportOptions::default(),
        };
        let import = imported_with(form, &page, &options).unwrap();
        let back = Checked::of(&import.file.write());
        let back = back.report();
        for (index, slot) in report.edition.slots.iter().enumerate() {
            let id = nianbao::form::edition::SlotId(index);
            let note = |report: &Report| report.cell(id).note.as_ref().map(|n| n.text.clone());
            assert_eq!(
                back.printed(id),
                report.printed(id),
                "{name} {form} {}",
                slot.path
            );
            assert_eq!(note(back), note(report), "{name} {form} {}", slot.path);
        }
        // Where a title is broken at a space, that space is gone.
        let broken = matches!(form, "report.docx" | "report.pdf");
        let words = |report: &Report| -> Vec<String> {
            let mut said = said(report);
            if broken {
                said[2] = said[2].split_whitespace().collect();
            }
            // These brackets are printed as the standard has them.
            said.iter_mut()
                .for_each(|line| *line = line.replace('﹝', "〔").replace('﹞', "〕"));
            said.into_iter()
                .filter(|line| !line.contains(" = "))
                .skip(if form == "fragment.html" { 3 } else { 0 })
                .collect()
        };
        assert_same(&format!("{name} {form}"), &words(back), &words(report));
    }
}

#[test]
fn our_own_word_files_are_read_back() {
    let fonts = pdf::Fonts::bundled();
    assert_back("report.docx", |checked| {
        docx::render(&compose(checked.report()), &fonts).unwrap()
    });
}

/// Everything that a text of a report may hold.
const RICH: &str = "
  ### （六）其他

  第一段有**粗体**、*楷体*和[网站](https://example.gov.cn/a?b=1)，也有**粗体里的[链接](https://example.gov.cn/)**。

  #### 1.小标题

  两行的一段，\\
  这是第二行。

  3. 第三项
  4. 第四项
     1. 里面的甲
     2. 里面的乙

  - 不编号的
  - 又一项

    项里的第二段。

  > 引用的话。
  >
  > 又一段引用。

  | 栏目 | 条数 |
  | --- | --- |
  | 机构**职能** | 6 |
  | 办事服务 |  |

  最后一段。
";

/// What no container tells: that words of a table of the author's own are bold.
const NEVER: (&str, &str) = ("| 机构**职能** | 6 |", "| 机构职能 | 6 |");
/// What only Markdown tells: that a second paragraph belongs to an item.
const ITEM: (&str, &str) = ("  项里的第二段。", "项里的第二段。");

/// Prints the example with everything in its text and reads it back: nothing but these
/// lines differ, as the report in Markdown has them.
#[track_caller]
fn assert_rich_back(form: &str, print: impl Fn(&Checked) -> Vec<u8>, but: &[(&str, &str)]) {
    let text = read(&root("examples/minimal.yaml"));
    let rich = text.replacen("\n主动公开:\n", &format!("{RICH}\n主动公开:\n"), 1);
    let example = Checked::of(&rich);
    let import = imported_with(form, &print(&example), &ImportOptions::default()).unwrap();
    let back = Checked::of(&import.file.write());
    let written = |checked: &Checked| {
        let text = markdown::render(&compose(checked.report()), &templates()).unwrap();
        let lines = text.lines().filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let but = || [&NEVER].into_iter().chain(but);
    let mut expected = written(&example);
    for (line, instead) in but() {
        let at = expected.iter().position(|own| own == line);
        let at = at.unwrap_or_else(|| panic!("{form}: no {line}"));
        expected.splice(at..=at, instead.lines().map(str::to_owned));
    }
    assert_eq!(written(&back), expected, "{form}");
}

#[test]
fn rich_texts_come_back_from_pages() {
    // As a site shows it, without the data that the page holds.
    let print = |checked: &Checked| page_of(checked).replace("nianbao-data", "data").into();
    // Sites part paragraphs by line breaks.
    let lines = [ITEM, ("两行的一段，\\", "两行的一段，")];
    assert_rich_back("page.html", print, &lines);
}

#[test]
fn rich_texts_come_back_from_markdown() {
    let print = |checked: &Checked| {
        let text = markdown::render(&compose(checked.report()), &templates());
        text.unwrap().into_bytes()
    };
    assert_rich_back("report.md", print, &[]);
}

#[test]
fn rich_texts_come_back_from_word_files() {
    let fonts = pdf::Fonts::bundled();
    let print = |checked: &Checked| docx::render(&compose(checked.report()), &fonts).unwrap();
    assert_rich_back("report.docx", print, &[ITEM]);
}

#[test]
fn rich_texts_come_back_from_pdfs() {
    let fonts = pdf::Fonts::bundled();
    let print = |checked: &Checked| pdf::render(&compose(checked.report()), &fonts).unwrap();
    // Faces are no emphasis to who does not know them, and every line ends with a break.
    let lost = [
        ITEM,
        (
            "第一段有**粗体**、*楷体*和[网站](<https://example.gov.cn/a?b=1>)，\
             也有**粗体里的[链接](<https://example.gov.cn/>)**。",
            "第一段有粗体、楷体和[网站](<https://example.gov.cn/a?b=1>)，\
             也有粗体里的[链接](<https://example.gov.cn/>)。",
        ),
        ("两行的一段，\\", "两行的一段，这是第二行。"),
        ("这是第二行。", ""),
    ];
    assert_rich_back("report.pdf", print, &lost);
}

fn templates() -> Templates {
    Templates::new(&BTreeMap::new()).unwrap()
}

fn page_of(checked: &Checked) -> String {
    html::page(&compose(checked.report()), &templates()).unwrap()
}

#[test]
fn our_own_pages_lose_nothing() {
    let examples = files("examples", "yaml").into_iter();
    let mut texts: Vec<String> = examples.map(|path| read(&path)).collect();
    let minimal = read(&root("examples/minimal.yaml"));
    texts.push(minimal.replacen("\n主动公开:\n", &format!("{RICH}\n主动公开:\n"), 1));
    let note = "我馆[^1]有{{申请.新收}}件。\n\n  [^1]: 注*解*。\n\n  1\\. 其一\n";
    texts.push(minimal.replacen("总体情况: |\n", &format!("总体情况: |\n  {note}\n"), 1));
    for text in texts {
        let page = page_of(&Checked::of(&text));
        let import = imported("page.html", &page);
        let unsure: Vec<_> = import.doubts.iter().filter(|d| d.is_unsure()).collect();
        assert!(unsure.is_empty(), "{unsure:?}");
        assert_eq!(page_of(&Checked::of(&import.file.write())), page);
    }
}

#[test]
fn a_page_that_differs_from_its_data_is_told() {
    let page = page_of(&Checked::of(&read(&root("examples/minimal.yaml"))));
    let (shown, data) = page.split_once("<script").unwrap();
    let doubts = |page: String| -> Vec<String> {
        let import = imported("page.html", &page);
        let told = import.doubts.iter().filter(|doubt| doubt.is_unsure());
        told.map(|doubt| doubt.path.clone()).collect()
    };
    let edited = |shown: &str, data: &str| doubts(format!("{shown}<script{data}"));
    assert_eq!(edited(shown, data), [""; 0]);
    // Somebody has changed a figure, here or there.
    let figure = "\"申请.新收.自然人\":{\"value\":\"2\"";
    assert!(data.contains(figure));
    let other = data.replace(figure, &figure.replace('2', "3"));
    assert_eq!(edited(shown, &other), ["申请.新收.自然人"]);
    // Somebody has changed words.
    assert_eq!(
        edited(&shown.replace("查阅大厅设有", "查阅大厅没有"), data),
        ["总体情况"]
    );
    // What is no data of this report is told and left alone.
    for other in [
        data.replace("\"year\":2025", "\"year\":2024"),
        data.replace("\"nianbao\":1", "\"nianbao\":200"),
        data.replacen('{', "[", 1),
        data.replacen('{', &"[".repeat(100_000), 1),
        format!("{data}<script id=\"nianbao-data\">{{}}</script>"),
    ] {
        assert_eq!(edited(shown, &other), ["版式"]);
    }
}

#[test]
fn our_own_pages_are_read_back() {
    assert_back("page.html", |checked| {
        let text = html::page(&compose(checked.report()), &templates());
        text.unwrap().into_bytes()
    });
}

#[test]
fn our_own_fragments_are_read_back() {
    assert_back("fragment.html", |checked| {
        let text = html::fragment(&compose(checked.report()), &templates());
        text.unwrap().into_bytes()
    });
}

#[test]
fn our_own_markdown_is_read_back() {
    assert_back("report.md", |checked| {
        let text = markdown::render(&compose(checked.report()), &templates());
        text.unwrap().into_bytes()
    });
}

#[test]
fn our_own_pdfs_are_read_back() {
    let fonts = pdf::Fonts::bundled();
    assert_back("report.pdf", |checked| {
        pdf::render(&compose(checked.report()), &fonts).unwrap()
    });
}
