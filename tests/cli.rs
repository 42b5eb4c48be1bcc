//! The program: exit codes, streams, files.

use std::{
    fs,
    time::{Duration, Instant},
};

use crate::common::desk::{CLEAN, Desk, names};

fn faulty() -> String {
    CLEAN.replace("新收: [3, 0, 0, 0, 0, 0]", "新收: [3, 0, 0, 0, 0, 0, 4]")
}

fn warned() -> String {
    CLEAN.replace("主动公开: 0", "主动公开: {行政许可: ~, 其余: 0}")
}

// new

#[test]
fn new_writes_a_blank_file_once() {
    let desk = Desk::new();
    let new = [
        "new",
        "--year",
        "2024",
        "--agency",
        "某县档案馆",
        "-o",
        "a.yaml",
    ];
    desk.run(&new).ends(0).prints_nothing().says("a.yaml");
    let first = desk.text("a.yaml");
    assert!(first.contains("年度: 2024") && first.contains("某县档案馆"));
    let again = ["new", "--year", "2023", "-o", "a.yaml"];
    desk.run(&again).ends(2).says("已经存在");
    assert_eq!(desk.text("a.yaml"), first);
    assert_eq!(desk.files(), ["a.yaml"]);
}

#[test]
fn new_writes_a_workbook_once() {
    let desk = Desk::new();
    let new = [
        "new",
        "--year",
        "2025",
        "--agency",
        "某县档案馆",
        "-o",
        "表.xlsx",
    ];
    desk.run(&new).ends(0).says("nianbao import");
    let book = fs::read(desk.path("表.xlsx")).unwrap();
    assert!(book.starts_with(b"PK"));
    desk.run(&new).ends(2).says("已经存在");
    let arguments = [
        "new",
        "--year",
        "2025",
        "--agency",
        "某县档案馆",
        "--to",
        "xlsx",
    ];
    assert_eq!(desk.run(&arguments).ends(0).bytes, book);
}

#[test]
fn new_prints_without_a_file() {
    let desk = Desk::new();
    let run = desk.run(&["new", "--year", "2020"]);
    run.ends(0);
    assert!(run.out.contains("年度: 2020") && run.err.is_empty());
    assert!(desk.files().is_empty());
    desk.run(&["new", "--year", "2018"])
        .ends(2)
        .says("2018")
        .prints_nothing();
    desk.run(&["new"]).ends(0);
}

/// Some years of every edition, the first and last of each among them.
const YEARS: [u16; 6] = [2019, 2020, 2021, 2024, 2030, 2099];

#[test]
fn a_blank_file_is_faulty_only_because_it_is_blank() {
    let desk = Desk::new();
    for year in YEARS {
        let file = format!("{year}.yaml");
        desk.run(&["new", "--year", &year.to_string(), "-o", &file])
            .ends(0);
        let run = desk.run(&["check", &file]);
        run.ends(1);
        let rules = run.rules();
        // A table that nobody has filled in is one finding.
        assert!((4..=8).contains(&rules.len()), "{rules:?}");
        let blank = ["missing-key", "empty-section"];
        assert!(rules.iter().all(|rule| blank.contains(rule)), "{rules:?}");
    }
}

/// A blank file with everything filled in: 0 for every row, words for the rest.
fn filled(blank: &str) -> String {
    let mut out = String::new();
    let mut block = false;
    let year = blank.split_once("\n年度: ").map(|(_, rest)| &rest[..4]);
    let year: u16 = year.map_or(2024, |year| year.parse().unwrap());
    let date = format!(" {}-01-20", year + 1);
    for line in blank.lines() {
        let body = line.split(" #").next().unwrap().trim_end();
        let key = body.trim().strip_suffix(':');
        let indent = body.len() - body.trim_start().len();
        let below = |next: &str| next.len() - next.trim_start().len() > indent;
        if line.trim_start().starts_with('#') {
            out += line;
        } else if let Some(key) = key {
            let rest = &blank[blank.find(line).unwrap() + line.len()..];
            let next = rest
                .lines()
                .find(|next| !next.trim().is_empty() && !next.trim_start().starts_with('#'));
            let value = match key.trim() {
                "名称" => " 某县档案馆",
                "类别" => " 部门",
                "日期" => &date,
                _ if next.is_some_and(below) => "",
                _ => " 0",
            };
            out += &format!("{body}{value}");
        } else {
            out += line;
            block = body.ends_with('|');
        }
        out.push('\n');
        if std::mem::take(&mut block) {
            out += "  主动公开、依申请公开、政府信息管理、平台建设和监督保障按要求开展，没有收取信息处理费。明年由办公室逐月核对公开时限。\n";
        }
    }
    out
}

#[test]
fn a_filled_blank_file_passes() {
    let desk = Desk::new();
    for year in YEARS {
        let blank = desk.run(&["new", "--year", &year.to_string()]).out;
        desk.put("filled.yaml", filled(&blank));
        let run = desk.run(&["check", "filled.yaml", "--deny", "warnings"]);
        assert_eq!(run.code, 0, "{}\n{}", filled(&blank), run.err);
    }
}

#[test]
fn a_fresh_file_is_laid_out_as_fmt_would() {
    let desk = Desk::new();
    let check = |file: &str| {
        desk.run(&["fmt", "--check", file]).ends(0);
    };
    for year in YEARS {
        let [blank, named, next] = ["a", "b", "c"].map(|name| format!("{name}{year}.yaml"));
        let year = year.to_string();
        let new = |more: &[&str]| desk.run(&[&["new"], more].concat()).ends(0).code;
        new(&["--year", &year, "-o", &blank]);
        new(&[
            "--year",
            &year,
            "--agency",
            "某县某镇人民政府",
            "-o",
            &named,
        ]);
        new(&["--from", &named, "-o", &next]);
        assert!(desk.text(&named).contains("类别: 乡镇街道  #"));
        assert!(desk.text(&next).contains("类别: 乡镇街道\n"));
        for file in [&blank, &named, &next] {
            check(file);
        }
    }
    let doubtful = desk.run(&["new", "--agency", "某某高新区管理委员会"]).out;
    assert!(doubtful.contains("类别:  # 从这几种里选一种"), "{doubtful}");
}

#[test]
fn next_years_file_has_the_notes_and_dates_of_its_own_year() {
    let desk = Desk::new();
    desk.run(&[
        "new",
        "--year",
        "2023",
        "--agency",
        "某县档案馆",
        "-o",
        "a.yaml",
    ])
    .ends(0);
    let noted = desk
        .text("a.yaml")
        .replace(
            "行政处罚:        # 一个数",
            "行政处罚:  # 一个数；问执法股要",
        )
        .replace("日期:  # ", "# 局长会后定\n日期:  # ");
    desk.put("a.yaml", noted);
    for (from, to) in [("a.yaml", "b.yaml"), ("b.yaml", "c.yaml")] {
        desk.run(&["new", "--from", from, "-o", to]).ends(0);
    }
    let blank = desk
        .run(&["new", "--year", "2025", "--agency", "某县档案馆"])
        .out;
    let next = desk.text("c.yaml");
    assert!(
        next.contains("写作 2026-01-20") && !next.contains("2024-01") && !next.contains("2025-01")
    );
    // Every note of a blank file.
    let notes =
        |line: &&str| line.len() > 1 && line.contains('#') && !line.contains("数据文件（格式");
    for line in blank.lines().filter(notes) {
        let note = line.split_once('#').unwrap().1.trim();
        let inferred = note.starts_with("按名称推断");
        assert!(inferred || next.contains(note), "{note}\n{next}");
        assert!(
            next.matches(note).count() <= blank.matches(note).count() + 1,
            "{note}\n{next}"
        );
    }
    // What the author noted stays in last year's file.
    for own in ["局长会后定", "问执法股要"] {
        assert!(!next.contains(own), "{next}");
    }
}

#[test]
fn next_years_forms_are_filled_as_far_as_next_years_file() {
    let desk = Desk::new();
    let headed = CLEAN
        .replace("总体情况: 全年", "总体情况:\n  引言: 全年")
        .replace("要求开展。\n", "要求开展。\n  （一）依申请公开: |\n    旧话。\n\n    #### 1.细目\n\n    旧话。\n  （二）平台建设: 旧话。\n")
        .replace("办理结果: {予以公开: [3, 0, 0, 0, 0, 0], 其余: 0}", "结转下年度: [3, 0, 0, 0, 0, 0]");
    desk.put("a.yaml", headed);
    for to in ["docx", "xlsx"] {
        let (form, data) = (format!("b.{to}"), format!("{to}.yaml"));
        desk.run(&["new", "--from", "a.yaml", "-o", &form]).ends(0);
        desk.run(&["import", &form, "-o", &data]).ends(0);
        let text = desk.text(&data);
        for own in [
            "年度: 2025\n",
            "名称: 某县档案馆\n",
            "上年: a.yaml\n",
            "总体情况: |\n  ### （一）依申请公开\n\n  #### 1.细目\n\n  ### （二）平台建设\n",
            "上年结转: {自然人: 3, 其余: 0",
        ] {
            assert!(text.contains(own), "{own}\n{text}");
        }
        assert!(!text.contains("旧话"));
    }
}

#[test]
fn an_agency_of_any_name_survives_the_blank_file() {
    let desk = Desk::new();
    for (at, name) in [
        "某县: 档案馆",
        "某县 # 档案馆",
        "\"某县\"",
        "null",
        "1234",
        "某县\\档案馆",
        "- 某县",
        "某县档案馆（本级）",
        "True",
        "~",
    ]
    .into_iter()
    .enumerate()
    {
        let blank = format!("--agency={name}");
        let blank = desk
            .run(&["new", "--year", "2024", &blank])
            .ends(0)
            .out
            .clone();
        let mut text = String::new();
        for line in blank.lines() {
            let own = line.trim_start().starts_with("名称:");
            text += &if own {
                format!("{line}\n")
            } else {
                filled(&format!("{line}\n"))
            };
        }
        let file = format!("{at}.yaml");
        let report = CLEAN.replace(
            "机关: {名称: 某县档案馆, 类别: 部门}\n",
            &format!(
                "机关:\n{}\n",
                blank.lines().find(|l| l.contains("名称:")).unwrap()
            ),
        );
        desk.put(&file, report);
        let run = desk.run(&["build", &file, "--to", "html", "-o", "-"]);
        run.ends(0);
        let shown = name.replace('"', "&quot;");
        let title = format!("{shown}2024年政府信息公开工作年度报告");
        assert!(run.out.contains(&title), "{title}");
    }
}

// check

#[test]
fn check_tells_by_its_exit_code() {
    let desk = Desk::new();
    desk.put("clean.yaml", CLEAN);
    desk.put("faulty.yaml", faulty());
    desk.put("warned.yaml", warned());
    let run = desk.run(&["check", "clean.yaml"]);
    run.ends(0);
    assert_eq!(run.out, "clean.yaml: 没有发现问题\n");
    desk.run(&["check", "warned.yaml"]).ends(0).says("1 个警告");
    desk.run(&["check", "warned.yaml", "--deny", "warnings"])
        .ends(1);
    let run = desk.run(&["check", "faulty.yaml"]);
    run.ends(1);
    assert_eq!(run.rules(), ["row-total"]);
    // What is found is what was asked for; only what keeps the run from it is told apart.
    assert!(run.err.is_empty(), "{}", run.err);
    desk.run(&["check", "none.yaml"])
        .ends(2)
        .prints_nothing()
        .says("none.yaml");
    // One that cannot be read does not keep the others from being checked.
    let run = desk.run(&["check", "none.yaml", "faulty.yaml", "clean.yaml"]);
    run.ends(2).says("none.yaml").says("row-total");
}

#[test]
fn short_findings_are_one_line_each() {
    let desk = Desk::new();
    desk.put("faulty.yaml", faulty());
    let run = desk.run(&["check", "faulty.yaml", "--format", "short"]);
    run.ends(1);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 1, "{}", run.out);
    assert!(
        lines[0].starts_with("faulty.yaml:7:26: 错误[row-total]: "),
        "{}",
        lines[0]
    );
}

/// Written as clerks write: every line has one answer, but for the last two of the table.
const UNTIDY: &str = "\u{feff}年度：2024
机关: {名称: 某县档案馆, 类别: 部门}
日期: 2025-01-20
总体情况: 主动公开,依申请公开、政府信息管理、平台建设和监督保障按要求开展。
主动公开:
\t行政许可: 1,234  # 含年检
  行政处罚: １２件
  行政强职: 0
  其余: 0
申请:
  新收: [6, 0, 0, 0, 0, 0, 6]
  上年结转: 0
  办理结果:
    予以公开: {自然人: 4, 总计: 4}
    部分公开: {自然人: 2, 总计: 3}
    其余: 0
  结转下年度: /
复议诉讼: 0
问题及改进: 政策解读的形式不够多，个别信息发布偏晚。明年将逐项编写图解，把公开时限列入每月的工作清单，由办公室逐月核对。
其他事项: 没有收取信息处理费。
";

#[test]
fn what_has_one_answer_is_mended_if_asked() {
    let desk = Desk::new();
    desk.put("a.yaml", UNTIDY);
    let run = desk.run(&["check", "a.yaml", "--fix", "--dry-run"]);
    run.ends(1).says("-年度：2024\n+年度: 2024\n");
    assert_eq!(desk.text("a.yaml"), UNTIDY);
    let run = desk.run(&["check", "a.yaml", "--fix"]);
    run.ends(1)
        .says("a.yaml:7: 原来　  行政处罚: １２件\na.yaml:7: 改成　  行政处罚: 12\n");
    let mended = UNTIDY
        .replace("年度：", "年度: ")
        .replace("公开,依", "公开，依")
        .replace("\t行政许可: 1,234", "  行政许可: 1234")
        .replace("１２件", "12")
        .replace("强职", "强制")
        .replace("{自然人: 4, 总计: 4}", "{自然人: 4, 其余: 0, 总计: 4}");
    assert_eq!(desk.text("a.yaml"), mended);
    // 3 is not the sum, and a stroke is no figure: the author must say what is meant.
    assert_eq!(run.rules(), ["missing-key", "not-a-count"]);
    let again = desk.run(&["check", "a.yaml", "--fix"]);
    again.ends(1);
    assert!(again.err.is_empty(), "{}", again.err);
    assert_eq!(desk.text("a.yaml"), mended);
    desk.run(&["check", "a.yaml", "--dry-run"]).ends(2);
}

#[test]
fn what_has_several_answers_is_left() {
    let desk = Desk::new();
    for line in [
        // Beside a key without a figure the rest is not proved.
        "申请:\n  新收: {自然人: 3, 商业企业, 总计: 3}",
        // A comma may be a point, or stand for a digit that was lost.
        "主动公开: {行政事业性收费: '1,23', 其余: 0}",
        "主动公开: {行政许可: 1 234, 其余: 0}",
        "主动公开: {行政许可: 0x20, 其余: 0}",
        "主动公开: {行政事业性收费: 12.3元, 其余: 0}",
        // 1,002 in a list is 1 and 002.
        "申请:\n  新收: [1,002, 0, 0, 0, 0]",
        // A remark within a figure that has a remark.
        "主动公开: {行政许可: {值: 32（含乙）, 注: 甲}, 其余: 0}",
        // Two keys that mean one.
        "主动公开: {行政许司: 32, 行政许可x: 32, 其余: 0}",
    ] {
        let text = format!("年度: 2025\n{line}\n");
        desk.put("a.yaml", text.clone());
        let run = desk.run(&["check", "a.yaml", "--fix"]);
        run.ends(1);
        assert_eq!(desk.text("a.yaml"), text);
        assert!(run.err.is_empty(), "{}", run.err);
    }
}

#[test]
fn json_has_the_documented_keys() {
    let desk = Desk::new();
    desk.put("faulty.yaml", faulty()).put("clean.yaml", CLEAN);
    let run = desk.run(&["check", "faulty.yaml", "clean.yaml", "--format", "json"]);
    run.ends(1);
    assert_eq!(run.err, "");
    let value: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let files = value["files"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!(files[0]["file"], "faulty.yaml");
    assert_eq!(files[1]["findings"], serde_json::json!([]));
    let finding = files[0]["findings"][0].as_object().unwrap();
    for key in [
        "rule",
        "severity",
        "basis",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "message",
        "help",
        "stated",
        "expected",
    ] {
        assert!(finding.contains_key(key), "{key}");
    }
    assert_eq!(finding["rule"], "row-total");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["basis"], "表内");
    assert_eq!(finding["path"], "申请.新收.总计");
    assert_eq!(
        (&finding["line"], &finding["column"], &finding["end_column"]),
        (&7.into(), &26.into(), &27.into())
    );
    assert_eq!(finding["stated"], "4");
    assert_eq!(finding["expected"], "3");

    desk.put("broken.yaml", "年度：2024\n机关: x\n");
    let run = desk.run(&["check", "broken.yaml", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&run.ends(1).out).unwrap();
    let finding = &value["files"][0]["findings"][0];
    assert_eq!(finding["rule"], "yaml-syntax");
    assert!(finding["path"].is_null() && finding["stated"].is_null());
}

#[test]
fn json_of_a_build_names_what_was_written() {
    let desk = Desk::new();
    desk.put("faulty.yaml", faulty()).put("clean.yaml", CLEAN);
    let inputs = ["build", "faulty.yaml", "clean.yaml", "--format", "json"];
    let run = desk.run(&[&inputs[..], &["--to", "md,html"]].concat());
    let value: serde_json::Value = serde_json::from_str(&run.ends(1).out).unwrap();
    assert_eq!(value["files"][0]["written"], serde_json::json!([]));
    let clean = &value["files"][1];
    assert_eq!(
        clean["written"],
        serde_json::json!(["clean.md", "clean.html"])
    );
    assert!(
        clean["agency"].is_string() && clean["year"].is_u64(),
        "{clean}"
    );
}

#[test]
fn a_pdf_in_the_bundled_faces_says_so_once() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN).put("b.yaml", CLEAN);
    let told = |arguments: &[&str]| {
        let run = desk.run(&[&["build"], arguments].concat());
        run.ends(0).err.matches("--fonts 系统").count()
    };
    assert_eq!(told(&["a.yaml", "b.yaml", "--to", "pdf,docx"]), 1);
    assert_eq!(told(&["a.yaml", "--to", "docx,html"]), 0);
    assert_eq!(told(&["a.yaml", "--to", "pdf", "--format", "json"]), 0);
    let fonts = crate::common::root("fonts");
    assert_eq!(
        told(&["a.yaml", "--to", "pdf", "--fonts", fonts.to_str().unwrap()]),
        0
    );
}

#[test]
fn json_comes_even_where_a_file_cannot_be_read() {
    let desk = Desk::new();
    desk.put("clean.yaml", CLEAN);
    let run = desk.run(&["check", "none.yaml", "clean.yaml", "--format", "json"]);
    run.ends(2);
    let value: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(value["files"].as_array().unwrap().len(), 1);
}

#[test]
fn wrong_commands_are_told_in_chinese() {
    let desk = Desk::new();
    for arguments in [
        &["chekc"][..],
        &["check"],
        &["check", "a.yaml", "--format", "xml"],
        &["build", "a.yaml", "--to", "odt"],
        &["new", "--year", "soon"],
        &["check", "a.yaml", "--deny"],
    ] {
        let run = desk.run(arguments);
        run.ends(2).prints_nothing().says("命令写法有误");
    }
    let run = desk.run(&["--help"]);
    run.ends(0);
    assert!(run.out.contains("用法") && run.err.is_empty());
    let run = desk.run(&["--version"]);
    run.ends(0);
    assert!(run.out.contains(env!("CARGO_PKG_VERSION")));
    desk.run(&[]).ends(2).prints_nothing();
}

/// The commands that the help lists.
fn commands(desk: &Desk) -> Vec<String> {
    let help = desk.run(&["--help"]).out;
    let (_, list) = help.split_once("命令:\n").expect("commands are listed");
    let lines = list.lines().take_while(|line| line.starts_with("  "));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

#[test]
fn every_command_shows_how_it_is_used() {
    let desk = Desk::new();
    let commands = commands(&desk);
    assert!(commands.len() > 8, "{commands:?}");
    for command in commands {
        let help = desk.run(&[&command, "--help"]).out;
        let shown = help.contains("例:") || help.contains("由编辑器启动");
        assert!(
            shown && help.contains(&format!("nianbao {command}")),
            "{help}"
        );
        for english in [
            "Usage",
            "Options",
            "Arguments",
            "Print",
            "OPTIONS",
            "possible",
        ] {
            assert!(!help.contains(english), "{english} in {help}");
        }
    }
}

#[test]
fn shells_complete_commands_and_values() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = desk.run(&["completions", shell]);
        run.ends(0);
        assert!(
            run.out.contains("check") && run.out.contains("nianbao"),
            "{shell}"
        );
    }
    desk.run(&["completions", "cmd"]).ends(2).says("bash");
}

#[cfg(unix)]
#[test]
fn bash_completes_for_real() {
    const SCRIPT: &str = r#"
        source <("$1" completions bash)
        try() {
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
            _nianbao nianbao "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            echo "${COMPREPLY[*]}"
        }
        try nianbao che
        try nianbao check --form
        try nianbao check --format s
    "#;
    let bash = std::process::Command::new("bash")
        .args(["-c", SCRIPT, "bash", env!("CARGO_BIN_EXE_nianbao")])
        .output();
    let Ok(run) = bash else {
        return; // There is no bash here.
    };
    let said = String::from_utf8(run.stdout).unwrap();
    assert_eq!(
        said,
        "check\n--format\nshort\n",
        "{run:?}",
        run = String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn a_schema_is_written_where_it_is_wanted() {
    let desk = Desk::new();
    let run = desk.run(&["schema", "--edition", "2019", "-o", "s.json"]);
    run.ends(0).says("# yaml-language-server: $schema=s.json");
    let printed = desk.run(&["schema", "--edition", "2019"]);
    assert_eq!(printed.ends(0).out, desk.text("s.json"));
    desk.run(&["schema", "--edition", "1999"])
        .ends(2)
        .says("2019、2021");
}

#[test]
fn waivers_of_errors_hold_for_drafts_only() {
    let desk = Desk::new();
    let waived = |text: String, rule: &str| {
        text + &format!("豁免:\n  - {{规则: {rule}, 理由: 旧系统导出}}\n")
    };
    desk.put("warned.yaml", waived(warned(), "blank-cell"));
    let run = desk.run(&["check", "warned.yaml", "--deny", "warnings"]);
    run.ends(0).says("旧系统导出");
    desk.put("faulty.yaml", waived(faulty(), "row-total"));
    desk.run(&["check", "faulty.yaml"]).ends(1);
    desk.run(&["build", "faulty.yaml", "--to", "md", "--draft"])
        .ends(0);
    let draft = desk.text("faulty.md");
    assert!(draft.contains("；已豁免，理由：旧系统导出"), "{draft}");
}

#[test]
fn last_year_is_found() {
    let desk = Desk::new();
    let text = CLEAN.replace("件。", "件，比上年{{申请.新收|同比}}。");
    let last = CLEAN
        .replace("年度: 2024", "年度: 2023")
        .replace("[3, 0", "[2, 0");
    desk.put("last.yaml", last).put("now.yaml", &text);
    desk.put("named.yaml", format!("{text}上年: last.yaml\n"));
    desk.put("lost.yaml", format!("{text}上年: lost-2023.yaml\n"));
    assert_eq!(
        desk.run(&["check", "now.yaml"]).ends(1).rules(),
        ["unfilled"]
    );
    desk.run(&["check", "now.yaml", "--previous", "last.yaml"])
        .ends(0);
    desk.run(&["check", "now.yaml", "--previous", "none.yaml"])
        .ends(2);
    desk.run(&["check", "named.yaml"]).ends(0);
    let run = desk.run(&["check", "lost.yaml"]);
    assert!(run.ends(1).rules().contains(&"previous-file"));
    let run = desk.run(&["build", "named.yaml", "--to", "md", "-o", "-"]);
    assert!(run.ends(0).out.contains("比上年增长50%"), "{}", run.out);
}

// build

#[test]
fn products_lie_beside_the_data_file() {
    let desk = Desk::new();
    fs::create_dir(desk.path("in")).unwrap();
    desk.put("in/report.yaml", CLEAN);
    desk.run(&["build", "in/report.yaml"])
        .ends(0)
        .prints_nothing()
        .says("report.pdf");
    let files = names(&desk.path("in"));
    assert_eq!(
        files,
        ["report.html", "report.md", "report.pdf", "report.yaml"]
    );
    let pdf = fs::read(desk.path("in/report.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 10_000);
    assert!(desk.text("in/report.md").contains("全年收到申请3件。"));
    let html = desk.text("in/report.html");
    assert!(html.contains("全年收到申请3件。") && html.contains("<style"));
    // Built again, the products are replaced and the same.
    desk.run(&["build", "in/report.yaml"]).ends(0);
    assert_eq!(fs::read(desk.path("in/report.pdf")).unwrap(), pdf);
}

#[test]
fn products_go_where_they_are_sent() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN).put("b.yaml", CLEAN);
    desk.run(&[
        "build", "a.yaml", "b.yaml", "--to", "md,html", "--out", "to/where",
    ])
    .ends(0);
    let files = names(&desk.path("to/where"));
    assert_eq!(files, ["a.html", "a.md", "b.html", "b.md", "index.html"]);
    desk.run(&["build", "a.yaml", "-o", "x.html"]).ends(0);
    assert!(desk.text("x.html").contains("<html"));
    desk.run(&[
        "build",
        "a.yaml",
        "--to",
        "html",
        "--fragment",
        "-o",
        "y.html",
    ])
    .ends(0);
    let fragment = desk.text("y.html");
    assert!(!fragment.contains("<html") && fragment.contains("rowspan=\"22\""));
    assert_eq!(desk.files(), ["a.yaml", "b.yaml", "to", "x.html", "y.html"]);
}

#[test]
fn a_word_file_comes_only_where_it_is_asked_for() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN).run(&["build", "a.yaml"]).ends(0);
    assert_eq!(desk.files(), ["a.html", "a.md", "a.pdf", "a.yaml"]);
    desk.run(&["build", "a.yaml", "-o", "b.docx"]).ends(0);
    let run = desk.run(&["build", "a.yaml", "--to", "docx", "-o", "-"]);
    assert!(run.ends(0).bytes.starts_with(b"PK"));
    assert_eq!(fs::read(desk.path("b.docx")).unwrap(), run.bytes);
}

#[test]
fn a_table_that_word_cannot_hold_is_told() {
    let desk = Desk::new();
    let row = |cell: &str| format!("  |{}\n", format!("{cell}|").repeat(64));
    let table = format!("|\n\n{}{}{}\n  ", row("甲"), row("-"), row("1"));
    let text = CLEAN.replace("问题及改进: ", &format!("问题及改进: {table}"));
    assert_ne!(text, CLEAN);
    desk.put("a.yaml", text);
    let run = desk.run(&["build", "a.yaml", "--to", "docx"]);
    run.ends(2).says("一个表格有 64 列，Word 最多 63 列");
    assert_eq!(desk.files(), ["a.yaml"]);
}

#[test]
fn a_product_can_go_to_stdout() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN);
    let run = desk.run(&["build", "a.yaml", "--to", "md", "-o", "-"]);
    run.ends(0);
    assert!(
        run.out
            .starts_with("# 某县档案馆2024年政府信息公开工作年度报告"),
        "{}",
        run.out
    );
    let run = desk.run(&["build", "a.yaml", "--to", "pdf", "-o", "-"]);
    assert!(run.ends(0).bytes.starts_with(b"%PDF-"));
    for arguments in [
        &["build", "a.yaml", "-o", "-"][..],
        &["build", "a.yaml", "--to", "md,html", "-o", "-"],
        &["build", "a.yaml", "a.yaml", "--to", "md", "-o", "-"],
        &["build", "a.yaml", "--out", "x", "-o", "x.md"],
    ] {
        desk.run(arguments).ends(2).prints_nothing();
    }
    assert_eq!(desk.files(), ["a.yaml"]);
}

#[test]
fn the_data_file_is_never_overwritten() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN).put("report.md", CLEAN);
    desk.run(&["build", "report.md"]).ends(0);
    assert_eq!(
        desk.files(),
        ["a.yaml", "report.html", "report.md", "report.pdf"]
    );
    let run = desk.run(&["build", "report.md", "--to", "md"]);
    run.ends(2).says("盖掉 report.md 自己");
    desk.run(&["build", "a.yaml", "--to", "md", "-o", "a.yaml"])
        .ends(2);
    assert_eq!(desk.text("a.yaml"), CLEAN);
    assert_eq!(desk.text("report.md"), CLEAN);
}

#[test]
fn the_data_file_by_another_name_is_never_overwritten() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN).put("report.md", CLEAN);
    let absolute = desk.path("a.yaml").display().to_string();
    desk.run(&["build", "a.yaml", "--to", "md", "-o", "./a.yaml"]);
    desk.run(&["build", "a.yaml", "--to", "md", "-o", &absolute]);
    desk.run(&["build", "report.md", "--to", "md", "--out", "."]);
    assert!(desk.text("a.yaml") == CLEAN, "-o ./a.yaml");
    assert!(desk.text("report.md") == CLEAN, "--out .");
}

#[test]
fn a_faulty_report_is_built_only_as_a_draft() {
    let desk = Desk::new();
    desk.put("a.yaml", faulty());
    desk.run(&["build", "a.yaml"])
        .ends(1)
        .prints_nothing()
        .says("row-total")
        .says("--draft");
    assert_eq!(desk.files(), ["a.yaml"]);
    desk.run(&["build", "a.yaml", "--to", "md", "-o", "-"])
        .ends(1)
        .prints_nothing();
    desk.run(&["build", "a.yaml", "--draft"])
        .ends(0)
        .says("row-total");
    assert_eq!(desk.files(), ["a.html", "a.md", "a.pdf", "a.yaml"]);
    for product in ["a.md", "a.html"] {
        let text = desk.text(product);
        assert!(
            text.contains("草稿") && text.contains("行的总计不等于各列之和"),
            "{product}"
        );
    }
    // The other files are still built.
    desk.put("b.yaml", CLEAN);
    desk.run(&["build", "a.yaml", "b.yaml", "--to", "md", "--out", "to"])
        .ends(1);
    assert_eq!(names(&desk.path("to")), ["b.md", "index.html"]);
}

#[test]
fn nothing_is_left_half_written() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN);
    // A folder stands where a product should go: a case that stops root, too.
    fs::create_dir(desk.path("a.pdf")).unwrap();
    desk.run(&["build", "a.yaml"]).ends(2).says("a.pdf");
    assert_eq!(desk.files(), ["a.pdf", "a.yaml"]);
}

#[test]
fn an_output_folder_that_cannot_be_made_is_told() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN).put("file", "");
    desk.run(&["build", "a.yaml", "--out", "file"])
        .ends(2)
        .says("file");
    desk.run(&["build", "a.yaml", "--out", "file/below"])
        .ends(2);
    desk.run(&["build", "a.yaml", "--to", "md", "-o", "none/a.md"])
        .ends(2)
        .says("none");
    desk.run(&["new", "--year", "2024", "-o", "none/a.yaml"])
        .ends(2)
        .says("none");
    desk.run(&["build", "a.yaml", "--fonts", "none"])
        .ends(2)
        .says("none");
    desk.run(&["build", "a.yaml", "--templates", "none"])
        .ends(2)
        .says("none");
    assert_eq!(desk.files(), ["a.yaml", "file"]);
}

#[cfg(unix)]
#[test]
fn an_output_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN);
    let locked = desk.path("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write anywhere; then there is nothing to see.
    if fs::write(locked.join("probe"), "").is_ok() {
        return;
    }
    desk.run(&["build", "a.yaml", "--out", "locked"])
        .ends(2)
        .says("没有权限");
    assert!(names(&locked).is_empty());
}

#[test]
fn a_character_that_no_font_has_is_named() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN.replace("没有收取", "没有😀收取"));
    let run = desk.run(&["build", "a.yaml", "--format", "short"]);
    run.ends(1)
        .says("missing-glyph")
        .says("U+1F600")
        .says("a.yaml:12:9:");
    assert_eq!(desk.files(), ["a.yaml"]);
    // Only the PDF needs fonts.
    desk.run(&["build", "a.yaml", "--to", "html,md"]).ends(0);
    let name = CLEAN.replace("某县档案馆", "某县𠮷档案馆");
    desk.put("b.yaml", name);
    let run = desk.run(&["build", "b.yaml", "--to", "pdf", "--format", "short"]);
    if run.code != 0 {
        run.ends(1).says("U+20BB7");
    }
}

#[test]
fn an_agency_may_bring_its_templates() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN);
    fs::create_dir(desk.path("own")).unwrap();
    desk.put("own/report.md", "本单位：{{ report.agency }}\n");
    let run = desk.run(&[
        "build",
        "a.yaml",
        "--to",
        "md",
        "-o",
        "-",
        "--templates",
        "own",
    ]);
    assert_eq!(run.ends(0).out.trim(), "本单位：某县档案馆");
    desk.put("own/report.md", "{{ report.agency");
    desk.run(&["build", "a.yaml", "--to", "md", "--templates", "own"])
        .ends(2)
        .says("模板");
    assert_eq!(desk.files(), ["a.yaml", "own"]);
}

// Bad input

/// Bad input ends, whatever it is: the limit tells a hang from a busy machine.
fn promptly<T>(run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = run();
    assert!(
        start.elapsed() < Duration::from_secs(300),
        "{:?}",
        start.elapsed()
    );
    done
}

#[test]
fn gbk_is_recognised() {
    let desk = Desk::new();
    // 年度: 2024 and 机关: in GBK.
    let gbk = b"# 2024\n\xc4\xea\xb6\xc8: 2024\n\xbb\xfa\xb9\xd8: x\n";
    desk.put("gbk.yaml", gbk);
    let run = desk.run(&["check", "gbk.yaml"]);
    run.ends(1)
        .says("GBK")
        .says("UTF-8")
        .says("yaml-syntax")
        .says("gbk.yaml:2:1");
    desk.run(&["build", "gbk.yaml"]).ends(1);
    assert_eq!(desk.files(), ["gbk.yaml"]);
}

#[test]
fn published_reports_and_data_files_are_told_apart() {
    let desk = Desk::new();
    desk.put("a.html", b"\n<!DOCTYPE html><p>a: b: c</p>");
    desk.put("a.docx", b"PK\x03\x04\xff\x00: x");
    desk.put("a.pdf", b"%PDF-1.7\n%\xff\xff: x");
    desk.put("b.yaml", b"\0\x01\x02: x");
    for (name, why) in [
        ("a.html", "没有找到年度报告"),
        ("a.docx", "压缩包"),
        ("a.pdf", "PDF"),
        ("b.yaml", "控制字符"),
    ] {
        let run = desk.run(&["check", name]);
        let rule = if name == "b.yaml" {
            "yaml-syntax"
        } else {
            "no-report"
        };
        run.ends(1).says(rule).says(why);
        assert!(!run.out.contains(": x"), "{}", run.out);
        let run = desk.run(&["fmt", name]);
        run.ends(2)
            .says("不是数据文件")
            .says(&format!("nianbao import {name}"));
        let run = desk.run(&["check", "--fix", name]);
        run.ends(2).says(&format!("nianbao import {name}"));
    }
    fs::remove_file(desk.path("b.yaml")).unwrap();
    desk.put(
        "a.yaml",
        b"\xe5\xb9\xb4\xe5\xba\xa6: 2024\n\xe6\x9c\xba\xe5\x85\xb3: x\n",
    );
    desk.run(&["import", "a.yaml", "-o", "b.yaml"])
        .ends(2)
        .says("这已经是数据文件");
    assert_eq!(desk.files(), ["a.docx", "a.html", "a.pdf", "a.yaml"]);
}

#[test]
fn utf_16_is_no_yaml() {
    let desk = Desk::new();
    let words: Vec<u8> = "年度: 2024\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    desk.put("a.yaml", [b"\xff\xfe", &words[..]].concat());
    desk.run(&["check", "a.yaml"]).ends(1).says("UTF-8");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_matter() {
    let desk = Desk::new();
    let text = CLEAN.replace('\n', "\r\n").replace("件。", "件。\\{{");
    desk.put("a.yaml", format!("\u{feff}{text}"));
    desk.run(&["check", "a.yaml"]).ends(0);
    let faulty = faulty().replace('\n', "\r\n");
    desk.put("b.yaml", format!("\u{feff}{faulty}"));
    desk.run(&["check", "b.yaml", "--format", "short"])
        .ends(1)
        .says("b.yaml:7:26:");
}

#[test]
fn an_empty_file_is_told() {
    let desk = Desk::new();
    for (name, text) in [
        ("empty.yaml", ""),
        ("blank.yaml", "\n \n"),
        ("comment.yaml", "# 年度: 2024\n"),
        ("mark.yaml", "\u{feff}"),
        ("words.yaml", "年度"),
        ("list.yaml", "- 年度: 2024\n"),
    ] {
        desk.put(name, text);
        desk.run(&["check", name]).ends(1).says("yaml-syntax");
        desk.run(&["build", name, "--draft"]).ends(1);
    }
    assert_eq!(desk.files().len(), 6);
}

#[test]
fn a_huge_file_is_refused() {
    let desk = Desk::new();
    let file = fs::File::create(desk.path("huge.yaml")).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    promptly(|| desk.run(&["check", "huge.yaml"]))
        .ends(2)
        .says("huge.yaml")
        .says("MB");
}

#[test]
fn many_keys_are_refused() {
    let desk = Desk::new();
    let keys: String = (0..300_000).map(|n| format!("k{n}: 0\n")).collect();
    desk.put("many.yaml", keys);
    promptly(|| desk.run(&["check", "many.yaml"]))
        .ends(1)
        .says("yaml-syntax");
}

#[test]
fn an_alias_bomb_is_refused() {
    let desk = Desk::new();
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..12 {
        let last = format!("*a{}", n - 1);
        let all = [last.as_str(); 9].join(", ");
        bomb += &format!("a{n}: &a{n} [{all}]\n");
    }
    desk.put("bomb.yaml", format!("{bomb}总体情况: *a11\n"));
    let run = promptly(|| desk.run(&["check", "bomb.yaml"]));
    run.ends(1).says("yaml-syntax").says("别名");
    desk.put("merge.yaml", "a: {年度: 2024}\n<<: {机关: x}\n");
    desk.run(&["check", "merge.yaml"]).ends(1);
}

#[test]
fn deep_nesting_is_refused() {
    let desk = Desk::new();
    let levels = 100_000;
    desk.put("lists.yaml", "[".repeat(levels));
    desk.put("closed.yaml", "[".repeat(levels) + &"]".repeat(levels));
    desk.put("maps.yaml", "{a: ".repeat(125_000));
    desk.put("dashes.yaml", "- ".repeat(levels) + "x\n");
    let lines: String = (0..2000)
        .map(|n| format!("{}a:\n", " ".repeat(n)))
        .collect();
    desk.put("lines.yaml", lines);
    desk.put("questions.yaml", "? ".repeat(levels));
    desk.put("quoted.yaml", format!("年度: {}", "\"".repeat(levels)));
    for file in desk.files() {
        let run = promptly(|| desk.run(&["check", &file]));
        run.ends(1).says("yaml-syntax");
        assert!(
            run.err.len() < 20_000,
            "{file}: {} bytes of words",
            run.err.len()
        );
    }
}

#[test]
fn deep_markdown_is_no_danger() {
    let desk = Desk::new();
    let deep = [
        ">".repeat(20_000),
        "- ".repeat(20_000),
        "[".repeat(20_000),
        "*".repeat(20_001),
    ];
    for (at, words) in deep.iter().enumerate() {
        let text = format!("|\n  {words}深处的话。\n");
        let file = format!("{at}.yaml");
        desk.put(&file, CLEAN.replace("没有收取信息处理费。\n", &text));
        let build = ["build", &file, "--to", "md,html"];
        promptly(|| desk.run(&build)).ends(0);
        assert!(desk.text(&format!("{at}.html")).contains("深处的话。"));
    }
}

#[test]
fn included_texts_lie_below_the_folder() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("in/texts")).unwrap();
    desk.put("secret.md", "秘密。\n")
        .put("in/texts/a.md", "来自文件，共{{申请.新收}}件。\n");
    let include = |target: &str| {
        let text = CLEAN.replace("没有收取信息处理费。", &format!("{{文件: {target}}}"));
        desk.put("in/report.yaml", text);
        desk.run(&["build", "in/report.yaml", "--to", "md", "-o", "-"])
    };
    let run = include("texts/a.md");
    assert!(run.ends(0).out.contains("来自文件，共3件。"));
    assert!(
        include("texts/../texts/a.md")
            .ends(0)
            .out
            .contains("来自文件")
    );
    let absolute = desk.path("secret.md").display().to_string();
    for target in [
        "none.md",
        "../secret.md",
        "texts/../../secret.md",
        &absolute,
        "texts",
        "''",
    ] {
        let run = include(target);
        run.ends(1).prints_nothing();
        let rule = ["missing-file", "wrong-value"]
            .iter()
            .any(|rule| run.rules() == [*rule]);
        assert!(rule, "{target}: {}", run.err);
        assert!(!run.err.contains("秘密"));
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(desk.path("secret.md"), desk.path("in/link.md")).unwrap();
        let run = include("link.md");
        run.ends(1).prints_nothing().says("missing-file");
    }
    desk.put("in/gbk.md", b"\xc4\xea\xb6\xc8");
    include("gbk.md").ends(1).says("UTF-8");
    desk.put("in/empty.md", "\n");
    include("empty.md").ends(1).says("empty-section");
}

#[test]
fn a_finding_in_an_included_text_has_its_place() {
    let desk = Desk::new();
    desk.put("a.md", "第一行。\n\n第二段{{申请.新收.合计}}件。\n");
    desk.put(
        "a.yaml",
        CLEAN.replace("没有收取信息处理费。", "{文件: a.md}"),
    );
    desk.run(&["check", "a.yaml", "--format", "short"])
        .ends(1)
        .says("a.md:3:4: 错误[unfilled]");
}

#[test]
fn a_folder_is_no_data_file() {
    let desk = Desk::new();
    fs::create_dir(desk.path("folder.yaml")).unwrap();
    desk.run(&["check", "folder.yaml"]).ends(2).says("文件夹");
    desk.run(&["build", "folder.yaml"]).ends(2).says("文件夹");
    desk.put("a.yaml", format!("{CLEAN}上年: folder.yaml\n"));
    desk.run(&["check", "a.yaml"]).ends(1).says("previous-file");
}

#[test]
fn html_of_an_author_is_words() {
    let desk = Desk::new();
    let hostile = "<script>alert(1)</script>[甲](javascript:alert(1))";
    for words in [hostile.to_owned(), format!("前{hostile}")] {
        let text = CLEAN.replace("没有收取信息处理费。", &format!("'{words}'"));
        desk.put("a.yaml", text.replace("某县档案馆", "'<b>某县</b>档案馆'"));
        let run = desk.run(&["build", "a.yaml", "--to", "html", "-o", "-"]);
        run.ends(0);
        // The page's own block of figures is the only script element, and it is no script.
        let own = "<script type=\"application/json\" id=\"nianbao-data\">";
        assert_eq!(
            run.out.matches("<script").count(),
            run.out.matches(own).count()
        );
        for harm in ["<script>", "<b>", "href=\"javascript:", "<img"] {
            assert!(!run.out.contains(harm), "{harm} in {}", run.out);
        }
        assert!(run.out.contains("&lt;script&gt;alert(1)&lt;"));
    }
}

#[test]
fn rules_are_explained() {
    let desk = Desk::new();
    let list = desk.run(&["explain"]);
    let page = desk.run(&["explain", "row-total"]);
    list.ends(0);
    page.ends(0);
    for rule in nianbao::base::diagnostic::rules::ALL {
        assert!(list.out.contains(rule.code) && list.out.contains(rule.title));
    }
    for heading in ["要求", "为什么", "错的例子", "对的例子", "怎么豁免"] {
        assert!(page.out.contains(&format!("【{heading}】")), "{}", page.out);
    }
    assert!(list.err.is_empty() && page.err.is_empty());
}

#[test]
fn an_unknown_rule_is_told_with_the_nearest() {
    let desk = Desk::new();
    let run = desk.run(&["explain", "row-totals"]);
    run.ends(2).says("是不是 row-total？");
    assert!(run.out.is_empty());
    desk.run(&["explain", "没有"])
        .ends(2)
        .says("nianbao explain");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_and_never_replaced() {
    let desk = Desk::new();
    let made = std::process::Command::new("mkfifo")
        .arg(desk.path("pipe"))
        .status();
    assert!(made.unwrap().success());
    let pipe = desk.path("pipe");
    let writer = std::thread::spawn(move || fs::write(pipe, CLEAN));
    desk.run(&["check", "pipe"]).ends(0).says("没有发现问题");
    writer.join().unwrap().unwrap();
    desk.run(&["build", "pipe"]).ends(2).says("用 -o 指明");
    desk.put("a.yaml", CLEAN);
    desk.run(&["build", "a.yaml", "--to", "md", "-o", "pipe"])
        .ends(2)
        .says("不是普通文件");
    let kind = fs::metadata(desk.path("pipe")).unwrap().file_type();
    assert!(std::os::unix::fs::FileTypeExt::is_fifo(&kind));
}

// import

/// A published text whose data file is checked clean.
fn published(desk: &Desk) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = root.join("tests/import/pages/plain.html");
    desk.put("报告.html", fs::read(page).unwrap());
}

#[test]
fn import_check_and_build_are_a_chain() {
    let desk = Desk::new();
    published(&desk);
    let run = desk.run(&["import", "报告.html", "-o", "a.yaml"]);
    run.ends(0)
        .prints_nothing()
        .says("已生成 a.yaml，读入的都读准了；报告前后的 124 字没有导入");
    let run = desk.run(&["check", "a.yaml"]);
    assert!(!run.rules().contains(&"unsure-import"), "{}", run.err);
    desk.run(&["build", "a.yaml", "--to", "md", "-o", "b.md", "--draft"]);
    assert_eq!(desk.files(), ["a.yaml", "b.md", "报告.html"]);
    assert!(desk.text("b.md").contains("某某市某某局"));
}

#[test]
fn import_never_overwrites() {
    let desk = Desk::new();
    published(&desk);
    desk.put("a.yaml", "我的");
    let import = ["import", "报告.html", "-o", "a.yaml"];
    desk.run(&import).ends(2).says("已经存在，不会覆盖");
    assert_eq!(desk.text("a.yaml"), "我的");
    assert_eq!(desk.files(), ["a.yaml", "报告.html"]);
}

#[test]
fn import_ends_with_one_where_something_is_unsure() {
    let desk = Desk::new();
    published(&desk);
    let page = desk.text("报告.html").replacen("2.重复申请", "2.再次", 1);
    desk.put("报告.html", page);
    let run = desk.run(&["import", "报告.html", "-o", "a.yaml"]);
    run.ends(1).prints_nothing().says("处要对照原文核对");
    assert!(run.rules().contains(&"unsure-import"), "{}", run.err);
    let run = desk.run(&["import", "报告.html"]);
    run.ends(1).says("处要对照原文核对");
    assert_eq!(run.out, desk.text("a.yaml"));
}

#[test]
fn import_only_notes_that_nobody_signed() {
    let desk = Desk::new();
    published(&desk);
    let signed = "<p>某某市某某局</p>\n<p>2024年1月15日</p>";
    let page = desk.text("报告.html").replacen(signed, "", 1);
    desk.put("报告.html", page);
    let run = desk.run(&["import", "报告.html", "-o", "a.yaml"]);
    run.ends(0).says("提示[unsure-import]: 没有找到落款和日期");
    run.ends(0).says("读入的都读准了");
}

#[test]
fn import_ends_with_two_where_there_is_no_report() {
    let desk = Desk::new();
    desk.put("a.txt", "通知\n").put("b.txt", "");
    desk.run(&["import", "a.txt"])
        .ends(2)
        .says("没有找到年度报告");
    desk.run(&["import", "b.txt"]).ends(2).says("空文件");
    desk.run(&["import", "c.txt"]).ends(2).says("c.txt");
    desk.run(&["import", "a.txt", "--format", "json"])
        .ends(2)
        .prints_nothing()
        .says("用 -o");
    assert_eq!(desk.files(), ["a.txt", "b.txt"]);
}

#[test]
fn import_tells_what_it_found() {
    let desk = Desk::new();
    published(&desk);
    let run = desk.run(&["import", "报告.html", "-o", "a.yaml", "--report"]);
    run.ends(0).prints_nothing();
    for words in [
        "三、收到和处理政府信息公开申请情况：读出",
        "读不准 0，缺 0",
        "报告前后没有导入的：124 字，是「首页 / ",
    ] {
        run.says(words);
    }
    let run = desk.run(&["import", "报告.html", "-o", "b.yaml"]);
    assert!(!run.err.contains("写成注释的"), "{}", run.err);
}

#[test]
fn import_says_that_all_is_read_only_where_nothing_is_left_out() {
    let desk = Desk::new();
    published(&desk);
    let page = desk.text("报告.html");
    let from = page.find("<h1>").unwrap();
    let to = page.find("<div class=\"foot\">").unwrap();
    let page = page[from..to].replacen(
        "发布时间：2024-01-16 来源：某某局 浏览次数：<span>123</span>",
        "",
        1,
    );
    desk.put("a.html", &page);
    let run = desk.run(&["import", "a.html", "-o", "a.yaml"]);
    run.ends(0).says("已生成 a.yaml，都读准了；再运行");
    let hidden = page.replacen("<p>问题", "<p hidden>藏</p><p>问题", 1);
    desk.put("b.html", hidden);
    let run = desk.run(&["import", "b.html", "-o", "b.yaml"]);
    run.ends(0)
        .says("注意：没有读页面上隐藏的内容：1 字")
        .says("已生成 b.yaml，读入的都读准了；再运行");
}

#[test]
fn import_cuts_long_words_short() {
    let desk = Desk::new();
    published(&desk);
    let long = "长".repeat(5000);
    let page = desk.text("报告.html").replacen("2.重复申请", &long, 1);
    desk.put("报告.html", page);
    let run = desk.run(&["import", "报告.html", "-o", "a.yaml"]);
    run.ends(1).says("长……");
    assert!(!run.err.contains(&"长".repeat(200)), "{}", run.err);
}
