//! The folders of a collecting office: two years of them, files of every kind in them.

mod common;
#[path = "county/generate.rs"]
#[allow(dead_code)]
mod generate;

use std::fs;

use common::desk::Desk;
use generate::county;
use serde_json::Value;

/// Half of the agencies go by another name since; one came, one went.
#[test]
fn diff_follows_agencies_across_renames() {
    let desk = Desk::new();
    for year in [2024, 2025] {
        fs::create_dir(desk.path(&year.to_string())).unwrap();
        for (index, agency) in county(7, 12, year).iter().enumerate() {
            let renamed = (year == 2025 && index % 2 == 0).then(|| format!("新{}", agency.name));
            let name = renamed.unwrap_or_else(|| agency.name.clone());
            let here = index != if year == 2024 { 11 } else { 9 };
            if here {
                let text = agency.text.replace(&agency.name, &name);
                desk.put(&format!("{year}/{name}.yaml"), text);
            }
        }
    }
    // A file in two formats of the same words is one; another year's is told.
    let agencies = county(7, 12, 2024);
    desk.put("2024/又.yaml", &agencies[1].text);
    desk.put("2025/旧.yaml", &agencies[3].text);
    desk.put("2024/坏.yaml", "年度: [\n");
    let aliases = agencies.iter().step_by(2);
    let aliases = aliases.map(|one| format!("- {{名称: 新{}, 别名: {0}}}\n", one.name));
    desk.put("名册.yaml", aliases.collect::<String>());

    let alone = desk.run(&["diff", "2024", "2025", "--to", "json"]);
    let value: Value = serde_json::from_str(&alone.ends(1).out).unwrap();
    assert_eq!(value["agencies"].as_array().unwrap().len(), 4);
    assert_eq!(value["only_last"].as_array().unwrap().len(), 7);
    assert_eq!(
        value["only_last"][0]["alike"],
        format!("新{}", value["only_last"][0]["agency"].as_str().unwrap())
    );

    let run = desk.run(&[
        "diff",
        "2024",
        "2025",
        "--roster",
        "名册.yaml",
        "--to",
        "json",
    ]);
    let value: Value = serde_json::from_str(&run.ends(1).out).unwrap();
    let pairs = value["agencies"].as_array().unwrap();
    assert_eq!(pairs.len(), 10);
    assert_eq!(value["only_last"][0]["agency"], agencies[9].name);
    assert_eq!(value["only_this"][0]["agency"], agencies[11].name);
    let odd = value["odd"].to_string();
    assert!(
        odd.contains("坏.yaml") && odd.contains("旧.yaml：是 2024 年度的"),
        "{odd}"
    );
    for pair in pairs {
        assert_eq!(
            pair["remarks"],
            serde_json::json!([]),
            "a new name is no remark"
        );
        let (last, this) = (&pair["files"][0], &pair["files"][1]);
        // What two files alone give, but for what did not change.
        let files = [last.as_str().unwrap(), this.as_str().unwrap()];
        let alone = desk.run(&["diff", files[0], files[1], "--to", "json"]);
        let alone: Value = serde_json::from_str(&alone.out).unwrap();
        let alone = alone["figures"].as_array().unwrap().iter();
        let changed: Vec<&Value> = alone.filter(|row| row["change"] != "0").collect();
        assert_eq!(
            pair["figures"]
                .as_array()
                .unwrap()
                .iter()
                .collect::<Vec<_>>(),
            changed
        );
    }
    for (to, begins) in [
        ("table", "各机关 2024 年度与 2025"),
        ("md", "# 各机关"),
        ("html", "<!DOCTYPE html>"),
    ] {
        let run = desk.run(&["diff", "2024", "2025", "--roster", "名册.yaml", "--to", to]);
        let out = &run.ends(1).out;
        assert!(out.starts_with(begins) && out.contains("（原"), "{out}");
        // Who is lacking stands before who changed.
        let at = |name: &str| out.find(name).unwrap();
        assert!(at(&agencies[9].name) < at(pairs[0]["agency"].as_str().unwrap()));
    }
    desk.run(&["diff", "2024", "名册.yaml"])
        .ends(2)
        .says("两边都写文件，或都写文件夹");
}
