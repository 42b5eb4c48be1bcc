//! The folders of a collecting office: two years of them, files of every kind in them.

use std::{collections::BTreeSet, fs};

use crate::common::desk::Desk;
use crate::generate::county;
use nianbao::office::rollup::digest;
use serde_json::Value;

/// A county's reports in as many formats as there are, the data files gone.
fn mixed(desk: &Desk, folder: &str, agencies: &[crate::generate::Agency]) {
    fs::create_dir_all(desk.path(folder)).unwrap();
    for agency in agencies {
        desk.put(&format!("{folder}/{}", agency.file), &agency.text);
    }
    for (at, to) in ["html", "docx", "pdf", "md"].into_iter().enumerate() {
        let own = agencies.iter().skip(at).step_by(5);
        let files: Vec<String> = own.map(|one| format!("{folder}/{}", one.file)).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        desk.run(&[&["build", "--to", to], &files[..]].concat())
            .ends(0);
        files
            .iter()
            .for_each(|file| fs::remove_file(desk.path(file)).unwrap());
    }
}

#[test]
fn the_board_knows_every_file_that_lies_there() {
    let desk = Desk::new();
    let agencies = county(7, 12, 2025);
    desk.put("名册.yaml", crate::generate::roster(&agencies));
    mixed(&desk, "县", &agencies);
    let name = |at: usize| agencies[at].name.as_str();
    let path = |at: usize, ending: &str| desk.path(&format!("县/{}.{ending}", name(at)));
    // One report in other formats, and one that says something else since.
    for at in [4, 9] {
        let file = format!("县/{}", agencies[at].file);
        desk.run(&["build", &file, "--to", "docx,pdf"]).ends(0);
    }
    let newer = agencies[9].text.replacen("行政许可: ", "行政许可: 1", 1);
    desk.put(&format!("县/{}", agencies[9].file), newer);
    fs::copy(path(1, "docx"), desk.path("县/乙.docx")).unwrap();
    // What cannot be read was handed in; what is no report was not.
    for (at, ending) in [(0, "html"), (2, "pdf"), (3, "md"), (5, "html"), (6, "docx")] {
        fs::remove_file(path(at, ending)).unwrap();
    }
    fs::write(
        path(0, "doc"),
        [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 600]].concat(),
    )
    .unwrap();
    fs::write(path(2, "zip"), "PK").unwrap();
    fs::create_dir(desk.path(&format!("县/{}", name(3)))).unwrap();
    desk.put(&format!("县/{}/年报.docx", name(3)), "PK\u{3}\u{4}");
    desk.put(&format!("县/{}的通知.md", name(5)), "# 通知\n\n请报送。\n");
    desk.put("县/照片.jpg", "");

    let status = ["status", "县", "--roster", "名册.yaml", "--year", "2025"];
    let run = desk
        .run(
            &[
                &status[..],
                &["--to", "json", "--notes", "县/退回", "--notes-format", "md"],
            ]
            .concat(),
        )
        .portable();
    let board: Value = serde_json::from_str(&run.ends(1).out).unwrap();
    let line = |at: usize| {
        let lines = board["agencies"].as_array().unwrap();
        lines.iter().find(|line| line["name"] == name(at)).unwrap()
    };
    let states: Vec<&str> = (0..12)
        .map(|at| line(at)["state"].as_str().unwrap())
        .collect();
    let (bad, gone, ok) = ("failing", "missing", "clean");
    let expected = [bad, ok, bad, bad, ok, gone, gone, ok, ok, bad, ok, ok];
    assert_eq!(
        states
            .iter()
            .map(|state| match *state {
                "warned" => ok,
                state => state,
            })
            .collect::<Vec<_>>(),
        expected,
        "{board:#}"
    );
    assert_eq!(
        line(4)["copies"].as_array().unwrap().len(),
        2,
        "{}",
        line(4)
    );
    assert_eq!(line(4)["files"][0], format!("县/{}", agencies[4].file));
    assert_eq!(line(1)["copies"].as_array().unwrap().len(), 1);
    assert!(
        line(9)["remarks"][0]
            .as_str()
            .unwrap()
            .contains("交了 2 份"),
        "{}",
        line(9)
    );
    assert!(
        line(9)["remarks"][0]
            .as_str()
            .unwrap()
            .contains("主动公开.行政许可"),
        "{}",
        line(9)
    );
    assert!(
        line(5)["remarks"][0]
            .as_str()
            .unwrap()
            .contains("里面没有年报"),
        "{}",
        line(5)
    );
    let unread = board["unread"].as_array().unwrap();
    let endings: Vec<&str> = unread
        .iter()
        .map(|one| one["file"].as_str().unwrap().rsplit('.').next().unwrap())
        .collect();
    assert_eq!(endings, ["jpg", "docx", "doc", "zip", "md"], "{unread:#?}");
    assert!(
        unread
            .iter()
            .all(|one| !one["reason"].as_str().unwrap().is_empty())
    );

    let note = |at: usize| {
        let letters = ["第1次", "催报"].map(|kind| format!("县/退回/{}-{kind}.md", name(at)));
        let own = letters.iter().find(|own| desk.path(own).is_file());
        desk.text(own.unwrap())
    };
    assert!(
        note(0).contains("收到你单位报送的") && note(0).contains("旧格式"),
        "{}",
        note(0)
    );
    assert!(note(2).contains("收到你单位报送的") && note(3).contains("年报.docx"));
    // Files that nobody claims may be theirs.
    let unknown = "没有认出你单位2025年度的报告";
    assert!(note(6).contains(unknown), "{}", note(6));
    assert!(note(5).contains("其中没有2025年度的报告"), "{}", note(5));
    // The notes that lie there now change nothing.
    let again = desk
        .run(
            &[
                &status[..],
                &["--to", "json", "--notes", "县/退回", "--notes-format", "md"],
            ]
            .concat(),
        )
        .portable();
    assert_eq!(again.out, run.out);
    for (to, words) in [
        ("table", "没有读的文件（5 个）"),
        ("md", "## 没有读的文件（5 个）"),
        ("html", "没有读的文件"),
    ] {
        let run = desk
            .run(
                &[
                    &status[..],
                    &["--to", to, "--notes", "县/退回", "--notes-format", "md"],
                ]
                .concat(),
            )
            .portable();
        assert!(
            run.out.contains(words) && run.out.replace("<wbr>", "").contains("照片"),
            "{}",
            run.out
        );
    }
}

#[test]
fn a_folder_is_imported_and_one_bad_file_stops_nothing() {
    let desk = Desk::new();
    let agencies = county(7, 10, 2024);
    mixed(&desk, "公布/局", &agencies);
    // By another name; the same once more and another of the same year; not on the list.
    let (alias, twice, stranger) = (&agencies[0], &agencies[1], &agencies[2]);
    fs::copy(
        desk.path(&format!("公布/局/{}.docx", twice.name)),
        desk.path("公布/乙.docx"),
    )
    .unwrap();
    let other = twice.text.replacen("行政许可: ", "行政许可: 1", 1);
    desk.put("公布/丙.yaml", other);
    desk.run(&["build", "公布/丙.yaml", "--to", "html", "--draft"])
        .ends(0);
    fs::remove_file(desk.path("公布/丙.yaml")).unwrap();
    desk.put("公布/坏.docx", "PK\u{3}\u{4}")
        .put("公布/坏.pdf", "%PDF-1.7")
        .put(
            "公布/通知.md",
            "# 关于报送年度报告的通知\n\n请于月底前报送。\n",
        );
    let mut roster = format!(
        "- {{名称: 某县新局, 别名: {}}}\n- 某县没有的局\n",
        alias.name
    );
    roster += &crate::generate::roster(&agencies[3..]);
    roster += &format!("- {}\n", twice.name);
    desk.put("名册.yaml", roster);

    let import = ["import", "公布", "--roster", "名册.yaml", "-o", "数据"];
    let run = desk
        .run(&[&import[..], &["--format", "json"]].concat())
        .portable();
    let value: Value = serde_json::from_str(&run.ends(1).out).unwrap();
    let files = value["files"].as_array().unwrap();
    let of = |source: &str| {
        let found = files.iter().find(|file| file["source"] == source);
        found.unwrap_or_else(|| panic!("{source}: {value:#}"))
    };
    assert_eq!(value["missing"], serde_json::json!(["某县没有的局"]));
    assert_eq!(of("公布/坏.docx")["state"], "unread");
    assert_eq!(of("公布/坏.pdf")["state"], "unread");
    assert_eq!(of("公布/通知.md")["state"], "foreign");
    assert_eq!(
        of(&format!("公布/局/{}", agencies[4].file))["state"],
        "data"
    );
    let name = |year: u16, agency: &str| format!("数据/局/{agency}{year}.yaml");
    let first = of(&format!("公布/局/{}.html", alias.name));
    assert_eq!(first["output"], name(2024, "某县新局"), "{first:#}");
    let unlisted = of(&format!("公布/局/{}.pdf", stranger.name));
    assert_eq!(unlisted["year"], 2024);
    assert!(unlisted["messages"].to_string().contains("名册里没有「"));
    // Of three files of one agency and year two are one report, whichever comes first.
    let own = [
        of("公布/丙.html"),
        of("公布/乙.docx"),
        of(&format!("公布/局/{}.docx", twice.name)),
    ];
    let states: Vec<_> = own
        .iter()
        .map(|file| file["state"].as_str().unwrap())
        .collect();
    assert_eq!(
        states.iter().filter(|state| **state == "copy").count(),
        1,
        "{states:?}"
    );
    let outputs: BTreeSet<String> = files
        .iter()
        .filter_map(|file| file["output"].as_str())
        .map(str::to_owned)
        .collect();
    let named = files
        .iter()
        .filter(|file| file["output"].is_string())
        .count();
    assert_eq!(
        (outputs.len(), named),
        (9, 9),
        "none is written over another"
    );
    run.says("同一机关、同一年度，不一样")
        .says("名册里没有报告的 1 家")
        .says("名册里没有「");

    // What was imported says what was published.
    let text = desk.text(&name(2024, &agencies[6].name));
    let read = crate::common::Checked::of(&text);
    let report = read.report();
    let values = (0..report.edition.slots.len()).map(nianbao::form::edition::SlotId);
    assert_eq!(
        values
            .map(|slot| report.value(slot).unwrap())
            .collect::<Vec<_>>(),
        agencies[6].figures
    );
    // Again, nothing is touched.
    desk.put(&name(2024, &agencies[6].name), "年度: 2024 # 改过\n");
    desk.run(&import).portable().says("9 份已经有了，没有动");
    assert!(desk.text(&name(2024, &agencies[6].name)).contains("改过"));
    for (arguments, words) in [
        (&["import", "公布"][..], "用 -o 指明放到哪个文件夹"),
        (
            &["import", "公布", "-o", "数据", "--agency", "某局"],
            "--roster",
        ),
        (
            &["import", "公布", "-o", "数据", "--format", "github"],
            "human、json",
        ),
    ] {
        desk.run(arguments).ends(2).says(words);
    }
    fs::create_dir(desk.path("空")).unwrap();
    desk.run(&["import", "空", "-o", "数据"])
        .ends(2)
        .says("文件夹 空 里没有");
}

#[test]
fn a_folder_of_reports_gets_a_page_that_leads_to_them() {
    let desk = Desk::new();
    for (folder, year) in [("县/2025", 2025), ("县/2024", 2024)] {
        fs::create_dir_all(desk.path(folder)).unwrap();
        for agency in county(7, 2, year) {
            desk.put(&format!("{folder}/{} #1.yaml", agency.name), &agency.text);
        }
    }
    let faulty = county(7, 3, 2025).remove(2);
    desk.put(
        "县/坏.yaml",
        faulty.text.replacen("行政许可: ", "行政许可: 约", 1),
    );
    let build = ["build", "县", "--to", "md,html", "--out", "成品"];
    desk.run(&build).ends(1);
    let page = desk.text("成品/index.html");
    let names: Vec<String> = county(7, 2, 2025).into_iter().map(|one| one.name).collect();
    let at = |words: &str| {
        page.find(words)
            .unwrap_or_else(|| panic!("{words}: {page}"))
    };
    assert!(at("2025年度") < at("2024年度") && page.contains(&names[0]));
    assert!(!page.contains(&faulty.name), "it was not built");
    // Every link leads to a file.
    let links: Vec<&str> = page
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(links.len(), 8);
    for link in links {
        let bytes: Vec<u8> = link
            .split('%')
            .enumerate()
            .flat_map(|(index, part)| match index {
                0 => part.as_bytes().to_vec(),
                _ => [
                    &[u8::from_str_radix(&part[..2], 16).unwrap()],
                    &part.as_bytes()[2..],
                ]
                .concat(),
            })
            .collect();
        let path = desk.path("成品").join(String::from_utf8(bytes).unwrap());
        assert!(path.is_file(), "{link}");
    }
    // The page is made anew, with drafts as such; a page of another make stays.
    desk.run(&[&build[..], &["--draft"]].concat()).ends(0);
    assert!(desk.text("成品/index.html").contains("（草稿）"));
    desk.put("成品/index.html", "<h1>本站</h1>");
    desk.run(&build)
        .ends(1)
        .says("index.html 不是本程序生成的目录页");
    assert_eq!(desk.text("成品/index.html"), "<h1>本站</h1>");
    // One report needs none.
    desk.put("a.yaml", &county(7, 1, 2025)[0].text);
    desk.run(&["build", "a.yaml", "--to", "html", "--out", "一"])
        .ends(0);
    assert!(!desk.path("一/index.html").exists());
}

#[test]
fn texts_are_exported_as_rows_with_where_they_came_from() {
    let desk = Desk::new();
    fs::create_dir(desk.path("县")).unwrap();
    for agency in county(7, 3, 2025) {
        desk.put(&format!("县/{}", agency.file), &agency.text);
    }
    let report = concat!(
        "年度: 2025\n机关: {名称: 某县|局, 类别: 部门}\n引言: 按规定编制。\n",
        "总体情况:\n  主动公开: 公开{{主动公开.行政许可}}件。\n  监督: '=1+1'\n",
        "问题及改进: |\n  ### （一）问题\n\n  有不足。\n\n  ### （二）改进\n\n  改好。\n",
        "主动公开: {行政许可: 6, 其余: 0}\n",
    );
    desk.put("县/甲.yaml", report);
    let run = desk.run(&["export", "县", "--draft", "--format", "short", "-o", "表"]);
    run.ends(1).says("已生成 表");
    let text = desk.text("表/texts.jsonl");
    let rows: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let own = rows.iter().filter(|row| row["report"] == "某县|局-2025");
    let told: Vec<_> = own
        .map(|row| [&row["section"], &row["heading"], &row["text"]])
        .collect();
    let told = serde_json::to_string(&told).unwrap();
    assert_eq!(
        told,
        concat!(
            r#"[["引言",null,"按规定编制。"],["总体情况","主动公开","公开6件。"],["总体情况","监督","=1+1"],"#,
            r#"["问题及改进","（一）问题","有不足。"],["问题及改进","（二）改进","改好。"]]"#
        )
    );
    let reports = desk.text("表/reports.csv").replace('\\', "/");
    let own = reports
        .lines()
        .find(|line| line.starts_with("某县|局-2025,"))
        .unwrap();
    let source = format!("县/甲.yaml,{}", digest(report.as_bytes()));
    assert!(
        own.starts_with("某县|局-2025,某县|局,部门,2025,2021,") && own.contains(&source),
        "{own}"
    );
    desk.run(&["export", "县", "--draft", "-o", "年报.xlsx"])
        .ends(2)
        .says("不能生成 .xlsx 文件");
}

/// What a check against the right file of last year finds, a check against the folder finds.
#[test]
fn last_years_folder_is_searched_for_each_agency() {
    let desk = Desk::new();
    let (last, this) = (county(7, 6, 2024), county(7, 6, 2025));
    for year in [2024, 2025] {
        fs::create_dir(desk.path(&year.to_string())).unwrap();
    }
    let mut roster = String::new();
    for (at, (before, now)) in last.iter().zip(&this).enumerate() {
        if at != 5 {
            desk.put(&format!("2024/甲{at}.yaml"), &before.text);
        }
        let name = format!("新{}", now.name);
        let text = match at {
            0 | 1 => now.text.replace(&now.name, &name),
            _ => now.text.clone(),
        };
        roster += &format!("- {{名称: {name}, 别名: {}}}\n", now.name);
        desk.put(&format!("2025/{at}.yaml"), text);
    }
    desk.put("名册.yaml", roster);
    let found = |arguments: &[&str]| -> Vec<(String, Vec<String>)> {
        let run = desk.run(&[&["check", "--format", "json"], arguments].concat());
        let value: Value = serde_json::from_str(&run.out).unwrap();
        let files = value["files"].as_array().unwrap().iter().map(|file| {
            let all = file["findings"].as_array().unwrap().iter();
            let told = all.map(|one| format!("{} {}", one["rule"], one["message"]));
            (file["file"].as_str().unwrap().to_owned(), told.collect())
        });
        files.collect()
    };
    let folder = found(&["2025", "--previous", "2024", "--roster", "名册.yaml"]);
    assert_eq!(folder.len(), 6);
    for (at, (file, told)) in folder[..5].iter().enumerate() {
        let own = format!("2024/甲{at}.yaml");
        let mut alone = found(&[file, "--previous", &own]).remove(0).1;
        let count = alone.len();
        // The roster knows of the new name.
        alone.retain(|one| !one.contains("previous-file"));
        assert_eq!(
            (told, count - alone.len()),
            (&alone, usize::from(at < 2)),
            "{file}"
        );
        assert!(told.iter().any(|one| one.contains("上年")), "{told:?}");
    }
    assert!(folder[5].1[0].contains("没有和上年核对"), "{:?}", folder[5]);
    // Without the roster nobody knows who is meant.
    let lost = found(&["2025", "--previous", "2024"]);
    assert_eq!(
        lost.iter()
            .filter(|(_, told)| told.iter().any(|one| one.contains("没有和上年核对")))
            .count(),
        3
    );
    // Of two that differ neither is taken.
    let other = last[2].text.replacen("行政许可: ", "行政许可: 1", 1);
    desk.put("2024/又.yaml", other);
    desk.run(&[
        "check",
        "2025",
        "--previous",
        "2024",
        "--roster",
        "名册.yaml",
    ])
    .says("不一样（1 个数不同");
    // Where both years lie together, each finds its own of last year.
    let lost = desk.run(&["check", "2025", "--roster", "名册.yaml"]);
    lost.ends(0);
}

/// Two agencies, few figures: what is written of them for programs, whole.
#[test]
fn what_programs_are_told_keeps_its_keys() {
    let desk = Desk::new();
    let report = |agency: &str, year: u16, requests: u16| {
        format!(
            "年度: {year}\n机关: {{名称: {agency}, 类别: 部门}}\n日期: {}-01-20\n\
             总体情况: 全年收到申请{{{{申请.新收}}}}件，都按时答复，公开栏每月更新一次。\n\
             主动公开: {{行政许可: 6, 其余: 0}}\n申请:\n  新收: {{自然人: {requests}, 其余: 0}}\n  上年结转: 0\n\
             \x20 办理结果: {{予以公开: {{自然人: {requests}, 其余: 0}}, 其余: 0}}\n  结转下年度: 0\n复议诉讼: 0\n\
             问题及改进: 个别答复发出偏晚，明年由办公室每月核对一次到期的申请。\n其他事项: 没有收取信息处理费。\n",
            year + 1
        )
    };
    for (year, agency, requests) in [(2024, "甲局", 2), (2025, "甲局", 3), (2025, "乙局", 0)]
    {
        fs::create_dir_all(desk.path(&year.to_string())).unwrap();
        desk.put(
            &format!("{year}/{agency}.yaml"),
            report(agency, year, requests),
        );
    }
    desk.put(
        "名册.yaml",
        "- {名称: 甲局, 联系人: 张三}\n- 乙局\n- 丙局\n",
    );
    desk.put("2025/丙局.zip", "");
    fs::create_dir(desk.path("网页")).unwrap();
    desk.put("网页/通知.md", "# 通知\n\n请报送。\n");
    desk.run(&[
        "build",
        "2025/甲局.yaml",
        "--to",
        "html",
        "-o",
        "网页/甲.html",
    ])
    .ends(0);
    let roll = [
        "rollup",
        "2025",
        "--agency",
        "某县人民政府",
        "-o",
        "全县.yaml",
    ];
    desk.run(&roll).ends(0);
    let area = desk.text("全县.yaml");
    let lines = area.lines().map(|line| match line.contains("行政许可") {
        true => line.replace("12", "6") + "\n",
        false => format!("{line}\n"),
    });
    let area: String = lines.collect();
    desk.put("全县.yaml", area);
    for (name, line) in [
        (
            "status",
            "status 2025 --roster 名册.yaml --year 2025 --as-of 2026-02-01 --to json",
        ),
        ("import", "import 网页 --roster 名册.yaml -o 数据 --to json"),
        (
            "rollup",
            "rollup --check 全县.yaml 2025 --roster 名册.yaml --draft --to json",
        ),
        ("diff", "diff 2024/甲局.yaml 2025/甲局.yaml --to json"),
        ("years", "years 2024 2025 --roster 名册.yaml --to json"),
        ("check", "check 全县.yaml --to json"),
    ] {
        let run = desk.run(&line.split(' ').collect::<Vec<_>>()).portable();
        let value: Value = serde_json::from_str(&run.out).unwrap();
        insta::assert_snapshot!(format!("json_{name}"), format!("{value:#}"));
    }
}
