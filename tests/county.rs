//! A whole county at once: generated data files, faultless and spoilt in every way.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crate::common::{
    Checked,
    desk::{Desk, names},
};
use crate::generate::{Agency, county};

const SEED: u64 = 7;

/// Puts the agencies' files into a folder of the desk.
fn put(desk: &Desk, folder: &str, agencies: &[Agency]) {
    fs::create_dir_all(desk.path(folder)).unwrap();
    for agency in agencies {
        desk.put(&format!("{folder}/{}", agency.file), &agency.text);
    }
}

#[test]
fn a_generated_county_keeps_every_rule() {
    for year in [2019, 2020, 2024, 2025] {
        for agency in county(SEED, 100, year) {
            let checked = Checked::named(&agency.file, &agency.text);
            let told = checked.told();
            assert!(told.is_empty(), "{told:?} in\n{}", agency.text);
            let report = checked.report();
            let values = (0..agency.figures.len()).map(nianbao::form::edition::SlotId);
            let values: Vec<i128> = values.map(|slot| report.value(slot).unwrap()).collect();
            assert_eq!(values, agency.figures, "{}", agency.name);
        }
    }
}

#[test]
fn names_and_figures_differ_and_are_heavy_tailed() {
    let agencies = county(SEED, crate::generate::MOST, 2025);
    let names: BTreeSet<&str> = agencies.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names.len(), crate::generate::MOST);
    let figures: Vec<i128> = agencies.iter().flat_map(|a| a.figures.clone()).collect();
    let zeros = figures.iter().filter(|figure| **figure == 0).count();
    assert!(
        zeros * 10 > figures.len() * 5,
        "{zeros} of {}",
        figures.len()
    );
    assert!(figures.iter().any(|figure| *figure > 5_000 * 1_000_000));
}

#[test]
fn every_fault_is_found_and_nothing_else() {
    let mut wrong = String::new();
    for (index, fault) in crate::faults::ALL.iter().enumerate() {
        let agency = crate::generate::agency(SEED, index, 2025);
        let bytes = (fault.spoil)(&agency);
        let Ok(text) = String::from_utf8(bytes) else {
            continue; // Only the command line reads what is no UTF-8.
        };
        let found: BTreeSet<String> = Checked::of(&text)
            .told()
            .into_iter()
            .map(|told| told.1)
            .collect();
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        // Only the command line looks for last year's file.
        if found != fault.rules && fault.rules != ["previous-file"] {
            wrong += &format!("{}: {found:?}\n", fault.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn two_thousand_files_of_which_fifty_are_broken() {
    let desk = Desk::new();
    let agencies = county(SEED, 2000, 2025);
    put(&desk, "县", &agencies);
    let broken: Vec<&crate::faults::Fault> = crate::faults::ALL.iter().take(50).collect();
    for (index, fault) in broken.iter().enumerate() {
        let agency = &agencies[index * 37];
        desk.put(&format!("县/{}", agency.file), (fault.spoil)(agency));
    }
    let run = desk.run(&["check", "县", "--format", "json"]);
    run.ends(1);
    let value: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let files = value["files"].as_array().unwrap();
    assert_eq!(files.len(), 2000);
    for file in files {
        let name = file["file"].as_str().unwrap().replace('\\', "/");
        let index = agencies
            .iter()
            .position(|a| name == format!("县/{}", a.file));
        let index = index.expect("it is one of them");
        let fault = (index % 37 == 0).then(|| broken.get(index / 37)).flatten();
        let found = file["findings"].as_array().unwrap().iter();
        let found: BTreeSet<&str> = found.map(|f| f["rule"].as_str().unwrap()).collect();
        let expected = fault.map_or(&[][..], |fault| fault.rules);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected, "{name}");
    }
    assert!(run.err.is_empty(), "no bar in a pipe:\n{}", run.err);
}

#[test]
fn people_are_told_of_files_that_are_wrong_and_how_many_there_are() {
    let desk = Desk::new();
    let agencies = county(SEED, 40, 2025);
    put(&desk, "县", &agencies);
    desk.put("县/坏.yaml", "年度: [\n").put("县/空.yaml", "");
    let run = desk.run(&["check", "县"]);
    run.ends(1)
        .says("共 42 个文件：2 个有错误，0 个只有警告或提示，40 个没有问题");
    assert_eq!(run.out.matches("没有发现问题").count(), 0);
    assert_eq!(run.out.matches("[yaml-syntax]").count(), 2);
}

#[test]
fn one_bad_file_never_stops_the_rest() {
    let desk = Desk::new();
    let agencies = county(SEED, 6, 2025);
    put(&desk, "县/局", &agencies[..3]);
    put(&desk, "县/镇", &agencies[3..]);
    desk.put("县/局/坏.yaml", "年度: [\n");
    desk.put("县/名册.yaml", crate::generate::roster(&agencies));
    desk.put("县/说明.yml", "联系人: 某某\n");
    let run = desk.run(&["build", "县", "--to", "md,html", "--out", "成品"]);
    run.ends(1)
        .says("yaml-syntax")
        .says("生成了 6 份报告")
        .says("另有 2 个不是年报");
    // The folders below are kept.
    assert_eq!(names(&desk.path("成品")), ["index.html", "局", "镇"]);
    assert_eq!(names(&desk.path("成品/镇")).len(), 6);
    // Again, it is the same; what a broken-off run left goes, and what is no such thing stays.
    desk.put("成品/镇/.甲.pdf.1.nianbao.tmp", "%PDF-1.7 half")
        .put("成品/镇/.别人的.tmp", "");
    desk.run(&["build", "县", "--to", "md,html", "--out", "成品"])
        .ends(1);
    assert_eq!(names(&desk.path("成品/镇")).len(), 7);
    assert!(desk.path("成品/镇/.别人的.tmp").exists());
}

/// The names and bytes of a folder's products, those that wait left out.
fn products(desk: &Desk, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let all = names(&desk.path(folder)).into_iter();
    let finished = all.filter(|name| !name.starts_with('.'));
    finished
        .map(|name| {
            (
                name.clone(),
                fs::read(desk.path(folder).join(&name)).unwrap(),
            )
        })
        .collect()
}

#[test]
fn a_run_that_is_killed_leaves_no_half_file() {
    let desk = Desk::new();
    put(&desk, "县", &county(SEED, 24, 2025));
    let build = ["build", "县", "--to", "html,pdf", "--out", "成品"];
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(build)
        .current_dir(desk.path("."))
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    // Until the first products stand, or all of them on a fast machine.
    while !desk.path("成品").exists() || products(&desk, "成品").is_empty() {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = products(&desk, "成品");
    desk.run(&build).ends(0).says("生成了 24 份报告");
    let after = products(&desk, "成品");
    // Two of each, and the page that leads to them.
    assert_eq!(after.len(), 49);
    for (name, bytes) in before {
        assert_eq!(after[&name], bytes, "{name} was whole");
    }
    assert_eq!(names(&desk.path("成品")).len(), 49, "nothing waits");
}

#[test]
fn products_of_two_files_in_one_place_keep_only_these_from_being_built() {
    let desk = Desk::new();
    let agencies = county(SEED, 3, 2025);
    put(&desk, "县", &agencies);
    let twin = agencies[0].file.replace(".yaml", ".yml");
    desk.put(&format!("县/{twin}"), &agencies[0].text);
    let run = desk.run(&["build", "县", "--to", "md"]);
    run.ends(2).says("都要写到").says("生成了 2 份报告");
    assert_eq!(run.err.matches("都要写到").count(), 1);
}

#[cfg(unix)]
#[test]
fn rings_of_links_and_locked_folders_are_survived() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new();
    let agencies = county(SEED, 4, 2025);
    put(&desk, "县/局", &agencies[..2]);
    put(&desk, "县/锁", &agencies[2..]);
    symlink("..", desk.path("县/局/上")).unwrap();
    symlink("锁", desk.path("县/又")).unwrap();
    desk.run(&["check", "县"]).ends(0).says("共 4 个文件");
    let locked = desk.path("县/锁");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything.
    let closed = fs::read_dir(&locked).is_err();
    let run = desk.run(&["check", "县"]);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    match closed {
        true => run.ends(2).says("读不了文件夹").says("共 2 个文件"),
        false => run.ends(0),
    };
}

#[test]
fn a_folder_without_data_files_is_told() {
    let desk = Desk::new();
    fs::create_dir(desk.path("空")).unwrap();
    desk.run(&["check", "空"]).ends(2).says("没有数据文件");
}

/// The lines of a file of comma-separated values without quotes.
fn cells(text: &str) -> Vec<Vec<&str>> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    lines.map(|line| line.split(',').collect()).collect()
}

#[test]
fn exported_figures_are_the_figures() {
    let desk = Desk::new();
    let agencies = county(SEED, 5, 2025);
    put(&desk, "县", &agencies);
    let noted = agencies[1]
        .text
        .replacen("行政许可: ", "行政许可: {注: =HYPERLINK(1), 值: ", 1);
    let end = noted.find("=HYPERLINK").unwrap();
    let end = end + noted[end..].find('\n').unwrap();
    desk.put(
        &format!("县/{}", agencies[1].file),
        format!("{}}}{}", &noted[..end], &noted[end..]),
    );
    desk.put("县/坏.yaml", "年度: 2025\n");
    let export = ["export", "县", "--format", "short", "-o", "表"];
    let run = desk.run(&export);
    run.ends(1).says("有错误的 1 个文件没有导出");
    let text = desk.text("表/figures.csv");
    let rows = cells(&text);
    let head = ["report", "path", "value", "blank", "unread", "note"];
    assert_eq!(rows[0], head);
    let slots = agencies[0].figures.len();
    assert_eq!(rows.len(), 1 + 5 * slots);
    for agency in &agencies {
        let id = format!("{}-2025", agency.name);
        let own: Vec<_> = rows.iter().filter(|row| row[0] == id).collect();
        assert_eq!(own.len(), slots);
        for (row, figure) in own.iter().zip(&agency.figures) {
            let value =
                nianbao::base::number::Number::parse(row[2], nianbao::base::number::Kind::Amount);
            assert_eq!(value.unwrap().millionths(), *figure, "{row:?}");
        }
    }
    let notes: Vec<&str> = rows
        .iter()
        .map(|row| row[5])
        .filter(|note| !note.is_empty())
        .collect();
    assert_eq!(notes, ["note", "'=HYPERLINK(1)"]);
    // The package says what is in it.
    let package: serde_json::Value =
        serde_json::from_str(&desk.text("表/datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let forms = nianbao::form::edition::Edition::all().iter();
    let all: usize = forms.map(|form| form.slots.len()).sum();
    for (resource, lines) in resources.iter().zip([6, 1 + all, 1 + 5 * slots, 15]) {
        let path = resource["path"].as_str().unwrap();
        let text = desk.text(&format!("表/{path}"));
        assert_eq!(text.lines().count(), lines, "{path}");
        if resource["format"] == "csv" {
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let names: Vec<&str> = fields
                .iter()
                .map(|field| field["name"].as_str().unwrap())
                .collect();
            assert_eq!(cells(&text)[0], names);
        }
    }
    // Once more as gzip, the same bytes each time.
    for folder in ["一", "二"] {
        desk.run(&["export", "县", "--format", "short", "--gz", "-o", folder])
            .ends(1);
    }
    let bytes = |folder: &str| fs::read(desk.path(folder).join("figures.csv.gz")).unwrap();
    assert_eq!(bytes("一"), bytes("二"));
    assert!(bytes("一").starts_with(b"\x1f\x8b"));
    // What was handed in twice is there once, and of two that differ the first.
    desk.put(
        "县/又.yaml",
        agencies[2].text.replacen("行政许可: ", "行政许可: 1", 1),
    );
    let twin = format!("县/{}", agencies[3].file);
    desk.run(&["build", &twin, "--to", "docx", "--out", "县/另"])
        .ends(0);
    desk.run(&export)
        .ends(1)
        .says("是同一份报告")
        .says("不一样");
    assert_eq!(desk.text("表/figures.csv").lines().count(), 1 + 5 * slots);
    desk.run(&["export", "县"]).ends(2).says("--output");
}
