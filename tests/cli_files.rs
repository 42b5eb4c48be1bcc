//! The commands about data files themselves: `fmt`, `new --from`, `diff`.

use std::{
    fs,
    process::{Command, Stdio},
};

use crate::common::desk::Desk;

const UNTIDY: &str = "年度:   2024\n申请:\n    新收:   {自然人: 1,其余: 0}   # 一件\n    其余: 0\n";
const TIDY: &str = "年度: 2024\n\n申请:\n  新收: {自然人: 1, 其余: 0}  # 一件\n  其余: 0\n";

// fmt

#[test]
fn fmt_puts_a_file_right_once() {
    let desk = Desk::new();
    desk.put("a.yaml", UNTIDY).put("b.yaml", TIDY);
    let run = desk.run(&["fmt", "--check", "a.yaml", "b.yaml"]);
    run.ends(1)
        .says("a.yaml: 需要整理")
        .says("b.yaml: 写法已经规范");
    assert_eq!(desk.text("a.yaml"), UNTIDY);
    desk.run(&["fmt", "a.yaml", "b.yaml"])
        .ends(0)
        .says("a.yaml: 已整理");
    assert_eq!(desk.text("a.yaml"), TIDY);
    desk.run(&["fmt", "--check", "a.yaml", "b.yaml"]).ends(0);
    assert_eq!(desk.files(), ["a.yaml", "b.yaml"]);
}

#[test]
fn fmt_leaves_alone_what_it_cannot_read() {
    let desk = Desk::new();
    desk.put("bad.yaml", "年度:  [2\n")
        .put("gbk.yaml", b"\xc4\xea: 1\n")
        .put("flow.yaml", "{年度:  2024}\n")
        .put("a.yaml", UNTIDY);
    let run = desk.run(&["fmt", "bad.yaml", "gbk.yaml", "flow.yaml", "a.yaml"]);
    run.ends(1)
        .says("yaml-syntax")
        .says("bad.yaml: 没有整理：先改正上面的错误")
        .says("gbk.yaml: 没有整理")
        .says("flow.yaml: 没有整理");
    assert_eq!(desk.text("bad.yaml"), "年度:  [2\n");
    assert_eq!(desk.text("flow.yaml"), "{年度:  2024}\n");
    assert_eq!(desk.text("a.yaml"), TIDY);
    desk.run(&["fmt", "gone.yaml", "a.yaml"])
        .ends(2)
        .says("没有这个文件");
}

#[test]
fn fmt_goes_through_folders() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("报送/下")).unwrap();
    desk.put("报送/下/a.yaml", UNTIDY)
        .put("报送/b.yaml", TIDY)
        .put("报送/名册.yaml", "- 某某县某某局\n");
    let run = desk.run(&["fmt", "--check", "报送"]);
    run.ends(1)
        .says("a.yaml: 需要整理")
        .says("b.yaml: 写法已经规范");
    assert!(!run.err.contains("名册"), "{}", run.err);
    desk.run(&["fmt", "报送"]).ends(0);
    assert_eq!(desk.text("报送/下/a.yaml"), TIDY);
    assert_eq!(desk.text("报送/名册.yaml"), "- 某某县某某局\n");
    fs::create_dir(desk.path("空")).unwrap();
    desk.run(&["fmt", "空"]).ends(2).says("没有数据文件");
}

#[cfg(unix)]
#[test]
fn fmt_keeps_permissions_links_and_marks() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new();
    desk.put("a.yaml", format!("\u{feff}{UNTIDY}"));
    fs::set_permissions(desk.path("a.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("a.yaml", desk.path("link.yaml")).unwrap();
    desk.run(&["fmt", "link.yaml"]).ends(0);
    assert_eq!(desk.text("a.yaml"), format!("\u{feff}{TIDY}"));
    let link = fs::symlink_metadata(desk.path("link.yaml")).unwrap();
    assert!(link.is_symlink());
    let mode = fs::metadata(desk.path("a.yaml")).unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o640);
}

// new --from

const LAST: &str = "\
年度: 2023
机关: {名称: 某县档案馆, 类别: 部门}
日期: 2024-01-20
总体情况: |
  ### （一）主动公开、依申请公开、政府信息管理

  全年平台建设和监督保障按要求开展，收到申请2件。
主动公开: 0
申请:
  新收: [3, 0, 0, 0, 0, 0]
  结转下年度: [3, 0, 0, 0, 0, 0]
  其余: 0
复议诉讼: 0
问题及改进: 政策解读的形式不够多，个别信息发布偏晚。明年将逐项编写图解，把公开时限列入每月的工作清单，由办公室逐月核对。
其他事项: 没有收取信息处理费。
";

#[test]
fn next_years_file_lacks_only_what_is_to_be_filled() {
    let desk = Desk::new();
    desk.put("last.yaml", LAST);
    desk.run(&["check", "last.yaml"]).ends(0);
    fs::create_dir(desk.path("2024")).unwrap();
    let run = desk.run(&["new", "--from", "last.yaml", "-o", "2024/next.yaml"]);
    run.ends(0).says("已生成");
    let text = desk.text("2024/next.yaml");
    assert!(text.contains("年度: 2024\n"), "{text}");
    assert!(text.contains("上年: ../last.yaml\n"), "{text}");
    assert!(text.contains("  上年结转: {自然人: 3, 其余: 0}"), "{text}");
    assert!(
        text.contains("（一）主动公开、依申请公开、政府信息管理: |\n"),
        "{text}"
    );
    let run = desk.run(&["check", "--format", "human", "2024/next.yaml"]);
    let mut rules = run.ends(1).rules();
    rules.sort_unstable();
    rules.dedup();
    assert_eq!(rules, ["empty-section", "missing-key"]);
    assert!(!run.told().contains("上年结转"), "{}", run.told());
    // As canonical as fmt would make it.
    desk.run(&["fmt", "--check", "2024/next.yaml"]).ends(0);
    let again = desk.run(&["new", "--from", "last.yaml", "-o", "2024/next.yaml"]);
    again.ends(2).says("已经存在，不会覆盖");
    let shown = desk.run(&["new", "--from", "last.yaml", "--agency", "某县: 馆"]);
    shown.ends(0);
    assert!(shown.out.contains("名称: \"某县: 馆\""), "{}", shown.out);
    assert!(shown.out.contains("上年: last.yaml"), "{}", shown.out);
}

#[test]
fn next_years_file_may_come_from_a_published_report() {
    let desk = Desk::new();
    desk.put("last.yaml", LAST);
    let build = [
        "build",
        "last.yaml",
        "--to",
        "html",
        "--draft",
        "-o",
        "last.html",
    ];
    desk.run(&build).ends(0);
    desk.run(&["new", "--from", "last.html", "-o", "next.yaml"])
        .ends(0);
    let next = desk.text("next.yaml");
    assert!(next.contains("年度: 2024") && next.contains("上年: last.html"));
}

#[test]
fn next_years_file_needs_a_readable_last_one() {
    let desk = Desk::new();
    desk.put("bad.yaml", "年度: [2\n")
        .put("odd.yaml", "年度: 二〇二三\n")
        .put("last.yaml", LAST);
    let run = desk.run(&["new", "--from", "bad.yaml"]);
    run.ends(1)
        .says("yaml-syntax")
        .says("没有生成")
        .prints_nothing();
    desk.run(&["new", "--from", "odd.yaml"])
        .ends(2)
        .says("没有写对「年度」");
    desk.run(&["new", "--from", "gone.yaml"])
        .ends(2)
        .says("没有这个文件");
    let run = desk.run(&["new", "--from", "last.yaml", "--year", "2023"]);
    run.ends(2).says("要写更晚的年度");
}

// diff

#[test]
fn diff_sets_two_years_side_by_side() {
    let desk = Desk::new();
    let this = LAST
        .replace("年度: 2023", "年度: 2024")
        .replace("[3, 0, 0, 0, 0, 0]", "[6, 0, 0, 0, 0, 0]");
    desk.put("last.yaml", LAST).put("this.yaml", this);
    let run = desk.run(&["diff", "last.yaml", "this.yaml"]);
    run.ends(0);
    assert!(run.err.is_empty(), "{}", run.err);
    assert!(run.out.contains("新收.自然人"), "{}", run.out);
    assert!(run.out.contains("+100.0%"), "{}", run.out);
    assert!(!run.out.contains("部分公开"), "{}", run.out);
    let all = desk.run(&["diff", "last.yaml", "this.yaml", "--all"]);
    assert!(all.ends(0).out.contains("部分公开"));
    for (to, begins) in [
        ("md", "# 某县档案馆"),
        ("html", "<!DOCTYPE html>"),
        ("json", "{"),
    ] {
        let run = desk.run(&["diff", "last.yaml", "this.yaml", "--to", to]);
        assert!(run.ends(0).out.starts_with(begins), "{}", run.out);
    }
    let run = desk.run(&[
        "diff",
        "this.yaml",
        "last.yaml",
        "--to",
        "html",
        "-o",
        "d.html",
    ]);
    run.ends(0).says("已生成 d.html").prints_nothing();
    assert!(desk.text("d.html").contains("次序反了"));
}

#[test]
fn diff_needs_two_readable_files() {
    let desk = Desk::new();
    desk.put("last.yaml", LAST).put("bad.yaml", "年度: [2\n");
    let run = desk.run(&["diff", "last.yaml", "bad.yaml"]);
    run.ends(1)
        .says("bad.yaml: 读不懂，没有比较")
        .prints_nothing();
    desk.run(&["diff", "last.yaml", "gone.yaml"])
        .ends(2)
        .says("没有这个文件");
}

// Standard output and standard error

#[test]
fn a_reader_that_goes_away_ends_nothing_badly() {
    let desk = Desk::new();
    for name in ["a", "b", "c", "d"] {
        desk.put(&format!("{name}.yaml"), UNTIDY);
    }
    for (arguments, code) in [
        (["check", "."].as_slice(), 1),
        (&["schema"], 0),
        (&["explain"], 0),
        (&["new", "--year", "2025"], 0),
        (&["check", "--help"], 0),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.args(arguments).current_dir(desk.path("."));
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        let status = child.wait().unwrap();
        assert_eq!(status.code(), Some(code), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let desk = Desk::new();
    desk.put("a.yaml", LAST).put("名册.yaml", "- 某县档案馆\n");
    desk.put("b.yaml", LAST.replace("2023", "2024"));
    desk.put("area.yaml", LAST.replace("档案馆", "人民政府"));
    desk.run(&["build", "a.yaml", "--to", "md"]).ends(0);
    for command in [
        "--help",
        "--version",
        "check --help",
        "check a.yaml",
        "check a.yaml --format json",
        "check b.yaml --format github",
        "build a.yaml --to md -o -",
        "completions bash",
        "diff a.yaml b.yaml --to json",
        "explain",
        "explain row-total",
        "import a.md",
        "import a.md -o imported.yaml --format json",
        "new --year 2025",
        "rollup a.yaml --agency 某县人民政府",
        "rollup a.yaml --check area.yaml --format json",
        "schema",
        "status a.yaml --roster 名册.yaml",
    ] {
        let full = || fs::File::options().write(true).open("/dev/full").unwrap();
        let run = |out: Stdio, err: Stdio| {
            let mut command_line = Command::new(env!("CARGO_BIN_EXE_nianbao"));
            command_line
                .args(command.split(' '))
                .stdout(out)
                .stderr(err);
            command_line.current_dir(desk.path(".")).output().unwrap()
        };
        let output = run(full().into(), Stdio::piped());
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{command}: {told}");
        assert_eq!(told.matches("磁盘满了").count(), 1, "{command}: {told}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    command.args(["fmt", "a.yaml"]).current_dir(desk.path("."));
    assert_eq!(command.stderr(full).status().unwrap().code(), Some(2));
}

#[test]
fn only_files_of_the_kind_that_is_written_are_named() {
    let desk = Desk::new();
    let run = desk.run(&["new", "--year", "2025", "-o", "年报.odt"]);
    run.ends(2).says("不能生成 .odt 文件");
    desk.put("名册.yaml", "- 某某县某某局\n")
        .put("a.yaml", TIDY);
    let run = desk.run(&[
        "status",
        "a.yaml",
        "--roster",
        "名册.yaml",
        "-o",
        "进度.odt",
    ]);
    run.ends(2).says("不能生成 .odt 文件");
    let run = desk.run(&[
        "diff",
        "a.yaml",
        "a.yaml",
        "--to",
        "json",
        "-o",
        "对照.html",
    ]);
    run.ends(2).says("要写的是 json，文件名却以 .html 结尾");
    fs::create_dir(desk.path("2025")).unwrap();
    let run = desk.run(&["diff", "a.yaml", "2025"]);
    run.ends(2).says("nianbao years");
    desk.run(&["diff", "a.yaml"]).ends(2);
    fs::remove_dir(desk.path("2025")).unwrap();
    let run = desk.run(&["build", "a.yaml", "-o", "年报.odt"]);
    run.ends(2).says("不能生成 .odt 文件");
    assert_eq!(desk.files(), ["a.yaml", "名册.yaml"]);
}

// help

#[test]
fn help_is_given_however_it_is_asked_for() {
    let desk = Desk::new();
    for (short, long) in [
        (&["help", "build"][..], &["build", "--help"][..]),
        (&["help"], &["--help"]),
    ] {
        let (short, long) = (desk.run(short), desk.run(long));
        assert_eq!((short.code, short.out), (0, long.out));
    }
}

#[test]
fn what_was_perhaps_meant_is_said() {
    let desk = Desk::new();
    desk.run(&["chek", "a.yaml"])
        .ends(2)
        .says("没有「chek」这个命令；是不是 check");
    desk.run(&["check", "--formt", "json", "a.yaml"])
        .ends(2)
        .says("没有「--formt」这个选项；是不是 --format");
}
