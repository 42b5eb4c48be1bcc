//! A new form is one file: a made-up one goes through every command, with no Rust of its own.

#[allow(dead_code)]
mod common;

use std::{
    ffi::OsString,
    fs,
    path::PathBuf,
    process::ExitCode,
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::common::{
    Checked,
    forms::{self, Clerk, Line},
    imported_with, read, root,
};
use nianbao::{
    base::diagnostic::{Finding, Surface},
    form::{
        edition::{Axis, Edition},
        report::Report,
    },
    read::ImportOptions,
};
use serde_json::Value;

/// The form, brought before anybody asks for one.
static FORM: LazyLock<&Edition> = LazyLock::new(|| {
    let text = read(&root("tests/forms/2031.yaml"));
    Edition::bring(&[("2031.yaml", &text)]).expect("it is sound and in time");
    Edition::latest()
});

/// A report of it in which nothing is wrong.
const REPORT: &str = "\
年度: 2031
机关: {名称: 某某县档案局, 类别: 部门}
日期: 2032-01-10

概况: |
  本局成立领导小组，2031年登记来件{{来件.登记.合计}}件，印发决定2件，全年工作按期完成。

发布:
  决定: {印发: 2, 失效: 1, 转换: -3, 有效: 12, 解读: 2}
  办法: [4, 0, 1, 9, 3]
  细则: 0
  平台建设: 12.5
  印刷张贴: {值: 3.25, 注: 含下属单位}

来件:
  转来: {居民: 1, 其余: 0}
  登记: [6, 2, 1]
  办理:
    全部提供: {居民: 5, 企业: 1, 社团: 0}
    不提供:
      涉密: {社团: 1, 其余: 0}
      他人: {隐私: {居民: 1, 其余: 0}, 商业: 0}
  撤回: {企业: 1, 其余: 0}
  转出: {居民: 1, 其余: 0}
  送达:
    当面: {居民: 6, 其余: 0}
    邮寄: {企业: 1, 社团: 1, 居民: 0}

培训: {期数: 3, 人次: 120, 学时: 48}

争议:
  调解: {成功: 2, 失败: 1}
  裁决: 0

不足: |
  个别来件的答复发出偏晚，公开栏的内容更新不够及时，业务培训的覆盖面还不够广。

计划: |
  明年由办公室每月核对一次公开栏的内容，到期前三天提醒承办股室。

附记: |
  本年度没有其他需要说明的情况。
";

/// A folder of its own, and the program run in this process, which knows the form.
struct Desk(PathBuf);

impl Desk {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        LazyLock::force(&FORM);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("new-form-{number}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Desk(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn put(&self, name: &str, text: &str) -> &Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
        self
    }

    fn text(&self, name: &str) -> String {
        read(&self.path(name))
    }

    /// Runs a command; words that begin with `@` are files of this folder.
    #[track_caller]
    fn run(&self, code: u8, words: &[&str]) -> &Self {
        let words = ["nianbao"]
            .iter()
            .chain(words)
            .map(|word| match word.strip_prefix('@') {
                Some(name) => self.path(name).into_os_string(),
                None => OsString::from(word),
            });
        assert_eq!(nianbao::cli::run(words), ExitCode::from(code));
        self
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Every figure as it is printed, by its path.
fn figures(report: &Report) -> Vec<(String, String)> {
    let slots = (0..).map(nianbao::form::edition::SlotId);
    let slots = report.edition.slots.iter().zip(slots);
    slots
        .map(|(slot, id)| (slot.path.clone(), report.printed(id)))
        .collect()
}

fn sound() -> Checked {
    LazyLock::force(&FORM);
    let checked = Checked::of(REPORT);
    assert_eq!(checked.rules_and_paths(), Vec::<String>::new());
    checked
}

/// An import says what the report says.
#[track_caller]
fn says_the_same(text: &str) {
    let checked = Checked::of(text);
    assert_eq!(
        figures(checked.report()),
        figures(sound().report()),
        "{text}"
    );
    assert_eq!(checked.rules_and_paths(), Vec::<String>::new(), "{text}");
}

/// The workbench's form of a report of it.
#[test]
fn the_workbench_has_the_form_from_the_edition_alone() {
    use nianbao::{
        edit::workbench::{Edit, Session, Typed},
        form::report::Alone,
    };
    LazyLock::force(&FORM);
    let mut session = Session::open("2031.yaml", REPORT.to_owned(), &Alone);
    let form = session.state().form.expect("it can be read");
    let tables = form
        .sections
        .iter()
        .filter_map(|section| section.table.as_ref());
    let mut cells: Vec<_> = tables.flat_map(|table| &table.rows).flatten().collect();
    cells.retain(|cell| cell.figure.is_some());
    assert_eq!(cells.len(), FORM.slots.len());
    let one = |(path, words): (&str, &str)| Typed {
        path: path.to_owned(),
        words: words.to_owned(),
    };
    let typed = [
        ("来件.办理.不提供.他人.商业.企业", "2"),
        ("发布.决定.转换", "４"),
        ("发布.细则.解读", "1"),
    ];
    let cells = typed.map(one).into();
    session
        .edit(&Edit::Cells { cells }, &Alone)
        .expect("they are cells");
    for line in [
        "      他人: {隐私: {居民: 1, 其余: 0}, 商业: {企业: 2, 其余: 0}}\n",
        "  决定: {印发: 2, 失效: 1, 转换: +4, 有效: 12, 解读: 2}\n",
        "  细则: {解读: 1, 其余: 0}\n",
    ] {
        assert!(session.text().contains(line), "{line}{}", session.text());
    }
}

#[test]
fn everything_derives_from_the_file() {
    let form = *FORM;
    assert_eq!(
        (form.name.as_str(), form.from, form.to),
        ("2031", 2031, None)
    );
    let before = Edition::of_year(2030).unwrap();
    assert_eq!((before.name.as_str(), before.to), ("2021", Some(2030)));
    assert_eq!(form.sections.len(), 8);
    assert_eq!(form.balances.len(), 2 * 4);
    assert_eq!((form.ties.len(), form.stocks.len()), (4, 3));
    let across = form.sums.iter().filter(|sum| sum.axis == Axis::Row).count();
    assert_eq!((across, form.sums.len() - across), (11 + 2, 4 + 1));
    assert_eq!(form.received.as_deref(), Some("来件.登记"));
    assert!(Edition::bring(&[]).unwrap_err().contains("in use"));
}

#[test]
fn a_blank_file_and_a_workbook_hold_the_form() {
    let desk = Desk::new();
    desk.run(
        0,
        &[
            "new",
            "--year",
            "2031",
            "--agency",
            "某某县档案局",
            "-o",
            "@a.yaml",
        ],
    );
    let blank = desk.text("a.yaml");
    for words in [
        "三、来件接收与办理数据",
        "{{来件.登记.合计}}",
        "{印发: 6, 其余: 0}，或按表的列序 [6, 0, 0, 0, 0]",
    ] {
        assert!(blank.contains(words), "{words}\n{blank}");
    }
    desk.run(1, &["check", "@a.yaml"]);
    desk.run(0, &["new", "--year", "2031", "-o", "@a.xlsx"]);
    desk.run(0, &["import", "@a.xlsx", "-o", "@b.yaml"]);
    desk.run(0, &["new", "--year", "2031", "-o", "@a.docx"]);
    desk.run(0, &["import", "@a.docx", "-o", "@c.yaml"]);
    assert!(!desk.text("c.yaml").contains("填写提示"));
}

#[test]
fn a_filled_workbook_is_read_back() {
    let sound = sound();
    let bytes = nianbao::write::workbook::write(sound.report()).unwrap();
    let import = nianbao::read::workbook::read(&bytes).unwrap().unwrap();
    let checked = Checked::of(&import.file.write());
    assert_eq!(figures(checked.report()), figures(sound.report()));
}

/// The forms to fill in, filled as a clerk does it.
#[test]
fn filled_forms_are_read_back() {
    let sound = sound();
    let words = |words| vec![Line::Words(words)];
    let clerk = Clerk {
        year: 2031,
        agency: "某某县档案局",
        particulars: vec![("日期", "2032-01-10")],
        figures: forms::figures(sound.report()),
        texts: vec![
            (
                "概况",
                "一、全年概况",
                words("本局成立领导小组，2031年登记来件9件，印发决定2件，全年工作按期完成。"),
            ),
            (
                "不足",
                "六、工作不足",
                words(
                    "个别来件的答复发出偏晚，公开栏的内容更新不够及时，业务培训的覆盖面还不够广。",
                ),
            ),
            (
                "计划",
                "七、下年计划",
                words("明年由办公室每月核对一次公开栏的内容，到期前三天提醒承办股室。"),
            ),
            ("附记", "八、附记", words("本年度没有其他需要说明的情况。")),
        ],
    };
    let desk = Desk::new();
    desk.put("a.yaml", REPORT)
        .run(0, &["build", "@a.yaml", "--to", "pdf"]);
    for (name, bytes) in [("b.docx", clerk.word()), ("b.xlsx", clerk.workbook())] {
        fs::write(desk.path(name), bytes).unwrap();
        let data = format!("@{name}.yaml");
        desk.run(0, &["import", &format!("@{name}"), "-o", &data])
            .run(0, &["build", &data, "--to", "pdf"]);
        says_the_same(&desk.text(&data[1..]));
        let [ours, theirs] =
            ["a.pdf", &format!("{name}.pdf")].map(|name| fs::read(desk.path(name)));
        assert!(ours.unwrap() == theirs.unwrap(), "{name}");
    }
}

#[test]
fn faults_are_found_and_worded_after_the_form() {
    sound();
    let told = |from: &str, to: &str| {
        assert!(REPORT.contains(from), "{from}");
        let checked = Checked::of(&REPORT.replace(from, to));
        let told = checked.findings.iter();
        told.map(|f| {
            format!(
                "{} {} {} {}",
                f.rule.code,
                f.subject.path,
                f.message.on(Surface::DataFile),
                f.help.on(Surface::DataFile)
            )
        })
        .collect::<Vec<_>>()
        .join("\n")
    };
    let unbalanced = told("登记: [6, 2, 1]", "登记: [7, 2, 1]");
    assert!(
        unbalanced
            .contains("居民个人一列：转来 1 + 登记 7 = 8，而办理.办理合计 6 + 撤回 0 + 转出 1 = 7")
            && unbalanced.contains("核对这五个数"),
        "{unbalanced}"
    );
    let delivered = told("邮寄: {企业: 1,", "邮寄: {企业: 2,");
    assert!(delivered.contains("核对这三个数"), "{delivered}");
    assert!(told("印发决定2件", "印发决定5件").starts_with("narrative-figure"));
    assert!(told("领导小组", "小组").contains("overview-topics 概况"));
    assert!(
        told("个别来件的答复发出偏晚，公开栏的内容更新不够及时，", "")
            .contains("thin-section 不足")
    );
    assert!(told("登记: [6, 2, 1]", "登记: [6, 2, 1, 8]").contains("row-total"));
    assert!(told("  细则: 0\n", "").contains("missing-key"));

    let last = REPORT
        .replace("2032-01", "2031-01")
        .replace("2031年登记", "2030年登记")
        .replace("年度: 2031", "年度: 2032")
        .replace("2031-01", "2033-01");
    let next = Checked::after(
        "report.yaml",
        &last.replace("2030年登记", "2032年登记"),
        Some(REPORT),
    );
    let told = next.rules_and_paths();
    assert!(
        told.iter()
            .any(|told| told.starts_with("in-force 发布.决定.有效")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|told| told == "same-figures 争议"),
        "{told:?}"
    );
    let words = |f: &Finding| f.message.on(Surface::DataFile).to_owned();
    let messages: Vec<String> = next.findings.iter().map(words).collect();
    assert!(
        messages
            .iter()
            .any(|m| m.contains("按上年 12 + 本年印发 2 − 本年失效 1 算是 13")),
        "{messages:?}"
    );
}

#[test]
fn a_next_year_carries_over() {
    let desk = Desk::new();
    desk.put("2031.yaml", REPORT);
    desk.run(0, &["new", "--from", "@2031.yaml", "-o", "@2032.yaml"]);
    let next = Checked::of(&desk.text("2032.yaml"));
    let figures = figures(next.report());
    let carried = |path: &str| figures.iter().find(|(p, _)| p == path).unwrap().1.clone();
    assert_eq!(
        ["来件.转来.居民", "来件.转来.企业"].map(carried),
        ["1", "0"]
    );
}

#[test]
fn every_product_is_written_and_read_back() {
    let desk = Desk::new();
    desk.put("a.yaml", REPORT);
    desk.run(0, &["build", "@a.yaml", "--to", "md,html,pdf,docx"]);
    for ending in ["md", "html", "pdf", "docx"] {
        let bytes = fs::read(desk.path(&format!("a.{ending}"))).unwrap();
        let name = format!("a.{ending}");
        match imported_with(&name, &bytes, &ImportOptions::default()) {
            Ok(import) => {
                assert!(import.doubts.is_empty(), "{ending}: {:?}", import.doubts);
                says_the_same(&import.file.write());
            }
            Err(fault) => panic!("{ending}: {fault:?}"),
        }
    }
}

#[test]
fn the_commands_for_one_file_know_the_form() {
    let desk = Desk::new();
    desk.put("a.yaml", REPORT)
        .run(0, &["check", "@a.yaml"])
        .run(0, &["fmt", "@a.yaml"]);
    says_the_same(&desk.text("a.yaml"));
    desk.run(0, &["schema", "--edition", "2031", "-o", "@a.json"]);
    let schema: Value = serde_json::from_str(&desk.text("a.json")).unwrap();
    let data = serde_saphyr::from_str::<Value>(&desk.text("a.yaml")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<_> = validator
        .iter_errors(&data)
        .map(|e| e.to_string())
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    desk.put("b.yaml", &REPORT.replace("年度: 2031", "年度: 2032"))
        .run(
            0,
            &[
                "diff", "@a.yaml", "@b.yaml", "--all", "--to", "json", "-o", "@d.json",
            ],
        );
    let diff: Value = serde_json::from_str(&desk.text("d.json")).unwrap();
    assert_eq!(diff["figures"].as_array().unwrap().len(), FORM.slots.len());
}

#[test]
fn the_commands_for_many_files_know_the_form() {
    let desk = Desk::new();
    let other = REPORT.replace("某某县档案局", "某某县地震局");
    desk.put("县/甲.yaml", REPORT).put("县/乙.yaml", &other);
    desk.put(
        "名册.yaml",
        "- 某某县档案局\n- 某某县地震局\n- 某某县气象局\n",
    );
    let agency = ["--agency", "某某县人民政府"];
    desk.run(
        0,
        &[&["rollup", "@县", "-o", "@县.yaml"], &agency[..]].concat(),
    );
    let whole = Checked::of(&desk.text("县.yaml"));
    let value = |path: &str| whole.report().number(path).map(|n| n.millionths());
    assert_eq!(value("来件.登记"), Some(18_000_000));
    assert_eq!(value("发布.支出合计"), Some(31_500_000));
    desk.run(0, &["rollup", "@县", "--check", "@县.yaml"]);

    let due = ["--year", "2031", "--roster", "@名册.yaml", "--to", "json"];
    desk.run(1, &[&["status", "@县", "-o", "@s.json"], &due[..]].concat());
    let status: Value = serde_json::from_str(&desk.text("s.json")).unwrap();
    let lines = status["agencies"].as_array().unwrap().iter();
    let states: Vec<_> = lines.map(|line| &line["state"]).collect();
    assert_eq!(states, ["missing", "clean", "clean"]);

    desk.run(0, &["export", "@县", "-o", "@e"]);
    let figures = desk.text("e/figures.csv");
    assert_eq!(figures.lines().count(), 1 + 2 * FORM.slots.len());
    assert!(figures.contains("来件.办理.不提供.他人.隐私.居民"));

    // Of the indicators of the official forms it has only the one that it marks itself.
    desk.run(0, &["years", "@县", "--to", "json", "-o", "@y.json"]);
    let years: Value = serde_json::from_str(&desk.text("y.json")).unwrap();
    let indicators = years["indicators"].as_array().unwrap();
    let names: Vec<_> = indicators.iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["新收"]);
    let value = |at: usize| &years["agencies"][at]["reports"][0]["values"][0]["value"];
    assert_eq!((value(0), value(1)), (&"9".into(), &"9".into()));
    desk.run(0, &["years", "@县", "-o", "@y.html"]);
}
