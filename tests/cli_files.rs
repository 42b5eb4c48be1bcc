//! The commands that write data files: `fmt`, `new --from`.

mod common;

use std::fs;

use common::desk::Desk;

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
fn fmt_writes_totals_where_they_are_asked_for() {
    let desk = Desk::new();
    desk.put("a.yaml", TIDY);
    let run = desk.run(&["fmt", "--totals", "a.yaml"]);
    run.ends(0).says("补上 1 处总计");
    assert_eq!(
        desk.text("a.yaml"),
        TIDY.replace("其余: 0}", "其余: 0, 总计: 1}")
    );
    let stated = TIDY.replace("其余: 0}", "其余: 0, 总计: 7}");
    desk.put("b.yaml", &stated);
    desk.run(&["fmt", "--totals", "b.yaml"]).ends(0);
    assert_eq!(desk.text("b.yaml"), stated);
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
