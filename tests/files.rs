//! What writing leaves alone: the files that are replaced, what links lead to, what lies
//! outside the folder that was named.

use std::fs;

use crate::common::desk::{CLEAN, Desk};

const UNTIDY: &str = "年度:   2024\n申请:\n    新收:   {自然人: 1,其余: 0}   # 一件\n    其余: 0\n";

#[test]
fn names_as_long_as_can_be_are_written() {
    let desk = Desk::new();
    let stem = "报".repeat(83);
    let (data, page) = (format!("{stem}.yaml"), format!("{stem}.html"));
    desk.run(&["new", "--year", "2025", "-o", &data]).ends(0);
    desk.put(&data, CLEAN.replace("年度: 2024", "年度:   2024"));
    desk.run(&["fmt", &data]).ends(0).says("已整理");
    desk.run(&["build", &data, "--to", "html"]).ends(0);
    assert_eq!(desk.files(), [page, data]);
    let longer = format!("{stem}报.yaml");
    desk.run(&["new", "--year", "2025", "-o", &longer]).ends(2);
    assert_eq!(desk.files().len(), 2);
}

#[test]
fn what_a_killed_run_left_goes_with_the_next() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN);
    desk.run(&["build", "a.yaml", "--to", "html"]).ends(0);
    for command in [
        ["new", "--year", "2025", "-o", "new.yaml"].as_slice(),
        &["import", "a.html", "-o", "imported.yaml"],
        &["rollup", "a.yaml", "--agency", "某县", "-o", "area.yaml"],
        &["fmt", "imported.yaml", "a.yaml"],
        &["build", "a.yaml", "--to", "md"],
        &["schema", "-o", "schema.json"],
        &["export", "a.yaml", "-o", "."],
        &["diff", "a.yaml", "a.yaml", "-o", "diff.txt"],
    ] {
        desk.put(".Xq3.nianbao.tmp", "half").put(".x.tmp", "别人的");
        desk.run(command);
        let files = desk.files();
        assert!(
            !files.contains(&".Xq3.nianbao.tmp".to_owned()),
            "{command:?}"
        );
        assert!(files.contains(&".x.tmp".to_owned()));
    }
}

#[test]
fn a_read_only_file_is_not_replaced() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN).put("a.md", "发布过的");
    desk.put("b.yaml", UNTIDY);
    let read_only = |name: &str, yes: bool| {
        let mut permissions = fs::metadata(desk.path(name)).unwrap().permissions();
        permissions.set_readonly(yes);
        fs::set_permissions(desk.path(name), permissions).unwrap();
    };
    read_only("a.md", true);
    read_only("b.yaml", true);
    let runs = [
        desk.run(&["fmt", "b.yaml"]),
        desk.run(&["build", "a.yaml", "--to", "html,md"]),
        desk.run(&["schema", "-o", "b.yaml"]),
    ];
    read_only("a.md", false);
    read_only("b.yaml", false);
    for run in runs {
        run.ends(2).says("只读");
    }
    assert_eq!(desk.text("b.yaml"), UNTIDY);
    assert_eq!(desk.text("a.md"), "发布过的");
    // All of a report's products, or none.
    assert_eq!(desk.files(), ["a.md", "a.yaml", "b.yaml"]);
}

#[test]
fn last_years_file_is_not_fetched_from_another_computer() {
    let desk = Desk::new();
    for host in [
        "//host/share/2023.yaml",
        r"\\host\share\2023.yaml",
        r"/\host\2023.yaml",
    ] {
        desk.put("a.yaml", format!("{CLEAN}上年: '{host}'\n"));
        let run = desk.run(&["check", "a.yaml"]);
        run.ends(1)
            .says("previous-file")
            .says("在别的电脑上，不去读它");
    }
}

#[cfg(unix)]
mod unix {
    use std::{
        os::unix::{
            fs::{MetadataExt, PermissionsExt, chown, symlink},
            process::CommandExt,
        },
        process::Command,
    };

    use super::*;

    const TIDY: &str = "年度: 2024\n\n申请:\n  新收: {自然人: 1, 其余: 0}  # 一件\n  其余: 0\n";

    fn mode(desk: &Desk, name: &str) -> u32 {
        fs::metadata(desk.path(name)).unwrap().mode() & 0o777
    }

    #[test]
    fn a_new_file_is_as_open_as_any_and_a_replaced_one_as_before() {
        let desk = Desk::new();
        desk.put("a.yaml", UNTIDY);
        fs::set_permissions(desk.path("a.yaml"), PermissionsExt::from_mode(0o606)).unwrap();
        let shell = |umask: &str, arguments: &str| {
            let program = env!("CARGO_BIN_EXE_nianbao");
            let line = format!("umask {umask}; exec '{program}' {arguments}");
            let mut shell = Command::new("sh");
            shell.args(["-c", &line]).current_dir(desk.path("."));
            assert!(shell.output().unwrap().status.success());
        };
        shell("027", "new --year 2025 -o new.yaml");
        shell("002", "schema -o schema.json");
        shell("077", "fmt a.yaml");
        assert_eq!(desk.text("a.yaml"), TIDY);
        let modes = ["new.yaml", "schema.json", "a.yaml"].map(|name| mode(&desk, name));
        assert_eq!(modes, [0o640, 0o664, 0o606]);
    }

    /// Only the administrator can make files that belong to others.
    fn is_root(desk: &Desk) -> bool {
        fs::metadata(desk.path(".")).unwrap().uid() == 0
    }

    #[test]
    fn a_replaced_file_belongs_to_whom_it_belonged() {
        let desk = Desk::new();
        if !is_root(&desk) {
            return;
        }
        desk.put("a.yaml", UNTIDY);
        chown(desk.path("a.yaml"), Some(12345), Some(12346)).unwrap();
        desk.run(&["fmt", "a.yaml"]).ends(0);
        let kept = fs::metadata(desk.path("a.yaml")).unwrap();
        assert_eq!((kept.uid(), kept.gid()), (12345, 12346));
        assert_eq!(desk.text("a.yaml"), TIDY);
    }

    #[test]
    fn whose_file_changes_is_told_and_whose_group_would_is_refused() {
        let desk = Desk::new();
        if !is_root(&desk) {
            return;
        }
        let program = desk.path("nianbao");
        fs::copy(env!("CARGO_BIN_EXE_nianbao"), &program).unwrap();
        fs::set_permissions(desk.path("."), PermissionsExt::from_mode(0o777)).unwrap();
        for (group, code, told, text) in [
            (65534, 0, "原来属于别的用户", TIDY),
            (12346, 2, "别的用户组", UNTIDY),
        ] {
            desk.put("a.yaml", UNTIDY);
            fs::set_permissions(desk.path("a.yaml"), PermissionsExt::from_mode(0o666)).unwrap();
            chown(desk.path("a.yaml"), Some(12345), Some(group)).unwrap();
            let mut command = Command::new(&program);
            command.args(["fmt", "a.yaml"]).current_dir(desk.path("."));
            let output = command.uid(65534).gid(65534).output().unwrap();
            let err = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(code), "{err}");
            assert!(err.contains(told), "{err}");
            assert_eq!(desk.text("a.yaml"), text);
            assert_eq!(fs::metadata(desk.path("a.yaml")).unwrap().gid(), group);
            assert_eq!(desk.files(), ["a.yaml", "nianbao"]);
            fs::remove_file(desk.path("a.yaml")).unwrap();
        }
    }

    #[test]
    fn a_named_link_is_written_through() {
        let desk = Desk::new();
        fs::create_dir(desk.path("下")).unwrap();
        desk.put("下/a.yaml", UNTIDY).put("下/all.txt", "");
        symlink("下/a.yaml", desk.path("a.yaml")).unwrap();
        symlink("下/all.txt", desk.path("all.txt")).unwrap();
        symlink("无", desk.path("b.yaml")).unwrap();
        desk.run(&["fmt", "a.yaml"]).ends(0);
        desk.run(&["check", "a.yaml", "-o", "all.txt"]);
        assert_eq!(desk.text("下/a.yaml"), TIDY);
        assert!(desk.text("下/all.txt").contains("a.yaml"));
        let run = desk.run(&["new", "--year", "2025", "-o", "b.yaml"]);
        run.ends(2).says("它所指的文件不在");
        for link in ["a.yaml", "all.txt", "b.yaml"] {
            assert!(desk.path(link).is_symlink(), "{link}");
        }
        assert_eq!(
            desk.files().len() + crate::common::desk::names(&desk.path("下")).len(),
            6
        );
    }

    #[test]
    fn a_link_in_the_place_of_a_product_is_left_alone() {
        let desk = Desk::new();
        fs::create_dir(desk.path("报送")).unwrap();
        desk.put("报送/a.yaml", CLEAN).put("别处.txt", "重要");
        symlink("../别处.txt", desk.path("报送/a.html")).unwrap();
        let run = desk.run(&["build", "报送", "--to", "md,html"]);
        run.ends(2).says("a.html：这里是一个链接");
        assert_eq!(desk.text("别处.txt"), "重要");
        assert_eq!(
            crate::common::desk::names(&desk.path("报送")),
            ["a.html", "a.yaml"]
        );
        // Named, it is written through.
        desk.run(&["build", "报送/a.yaml", "-o", "报送/a.html"])
            .ends(0);
        assert!(desk.text("别处.txt").starts_with("<!DOCTYPE html>"));
    }

    #[test]
    fn the_other_names_of_a_file_are_not_cut_off() {
        let desk = Desk::new();
        desk.put("a.yaml", UNTIDY);
        fs::hard_link(desk.path("a.yaml"), desk.path("备份.yaml")).unwrap();
        let run = desk.run(&["fmt", "a.yaml"]);
        run.ends(2).says("另有 1 个名字（硬链接）");
        assert_eq!(desk.text("备份.yaml"), UNTIDY);
        assert_eq!(fs::metadata(desk.path("a.yaml")).unwrap().nlink(), 2);
    }

    #[test]
    fn fmt_changes_nothing_outside_the_folder_that_was_named() {
        let desk = Desk::new();
        fs::create_dir(desk.path("县")).unwrap();
        fs::create_dir(desk.path("外")).unwrap();
        desk.put("县/a.yaml", UNTIDY).put("外/b.yaml", UNTIDY);
        symlink("../外/b.yaml", desk.path("县/b.yaml")).unwrap();
        symlink("../外", desk.path("县/外")).unwrap();
        symlink("/", desk.path("县/全部")).unwrap();
        let run = desk.run(&["fmt", "县"]);
        run.ends(0).says("县/b.yaml 是链接，没有读").says("县/全部");
        assert_eq!(desk.text("县/a.yaml"), TIDY);
        assert_eq!(desk.text("外/b.yaml"), UNTIDY);
        desk.run(&["fmt", "县", "县/b.yaml"]).ends(0);
        assert_eq!(desk.text("外/b.yaml"), TIDY);
    }

    #[test]
    fn a_rolled_up_area_names_the_links_that_it_left_out() {
        let desk = Desk::new();
        fs::create_dir(desk.path("县")).unwrap();
        desk.put("县/a.yaml", CLEAN).put("b.yaml", CLEAN);
        symlink("../b.yaml", desk.path("县/b.yaml")).unwrap();
        let run = desk.run(&["rollup", "县", "--agency", "某县", "-o", "area.yaml"]);
        run.ends(0).says("没有计入");
        assert!(desk.text("area.yaml").contains("县/b.yaml 是链接，没有读"));
    }
}
