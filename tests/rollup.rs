//! Roll-ups: exact sums, what is refused, and which mistake explains a difference.

use std::fs;

use crate::common::{Checked, desk::Desk};
use crate::generate::{Agency, Dice, county, settle};
use nianbao::{
    base::number::{Kind, Number},
    form::{
        datafile::{DataFile, Entry},
        edition::{Edition, SlotId},
        figure::Figure,
    },
    office::rollup::{Asides, Contribution, Hypothesis, Mistake, area, compare, digest},
};

const SEED: u64 = 11;

fn contribution(agency: &Agency) -> Contribution {
    Contribution {
        category: None,
        agency: agency.name.clone(),
        identity: agency.name.clone(),
        file: agency.file.clone(),
        digest: digest(agency.text.as_bytes()),
        edition: Edition::of_year(agency.year).unwrap(),
        year: agency.year,
        figures: agency.figures.clone(),
        unknown: Vec::new(),
        notes: Vec::new(),
    }
}

fn contributions(agencies: usize, year: u16) -> Vec<Contribution> {
    county(SEED, agencies, year)
        .iter()
        .map(contribution)
        .collect()
}

static NO_ASIDES: Asides = Asides {
    missing: Vec::new(),
    left_out: Vec::new(),
    faulty: Vec::new(),
};

const WHOLE: &str = "某某县人民政府";

fn values(checked: &Checked) -> Vec<i128> {
    let report = checked.report();
    let slots = (0..report.cells.len()).map(SlotId);
    slots.map(|slot| report.value(slot).unwrap()).collect()
}

#[test]
fn every_cell_is_the_sum() {
    for year in [2020, 2025] {
        let agencies = county(SEED, 300, year);
        let all: Vec<Contribution> = agencies.iter().map(contribution).collect();
        let text = area(WHOLE, &NO_ASIDES, &all).unwrap().write();
        let checked = Checked::of(&text);
        assert_eq!(values(&checked), crate::generate::sums(&agencies));
        // Only what is to be written by hand is missing.
        let rules = checked.rules_and_paths();
        assert!(
            rules[0] == "missing-key 日期"
                && rules[1..]
                    .iter()
                    .all(|rule| rule.starts_with("empty-section")),
            "{rules:?}"
        );
        let first = format!("# {}  {}  {}\n", all[0].digest, all[0].file, all[0].agency);
        assert!(text.contains("来源（300 份）") && text.contains(&first));
    }
}

#[test]
fn the_file_says_what_is_in_it() {
    let mut all = contributions(2, 2025);
    let unknown = all[0].edition.find("主动公开.行政处罚").unwrap();
    all[0].unknown = vec![unknown];
    all[1].notes = vec!["主动公开.行政许可 5（含开发区）".to_owned()];
    let asides = Asides {
        left_out: vec!["某局（a.yaml）：按 --except 略去".to_owned()],
        faulty: vec!["某镇（b.yaml）：1 个错误".to_owned()],
        ..Asides::default()
    };
    let text = area(WHOLE, &asides, &all).unwrap().write();
    for line in [
        "# 没有计入（1 份）：\n#   某局（a.yaml）：按 --except 略去\n",
        "# 草稿：有错误、照样计入的（1 份）：\n#   某镇（b.yaml）：1 个错误\n",
        "# 来源（2 份）：SHA-256，文件，机关\n",
        "# 没有数，汇总里也空着（1 行）：\n#   青山县教育局：主动公开.行政处罚\n",
        "# 1 家没有数：青山县教育局；其余各家合起来是 ",
        "# 略去的注（1 处）：\n#   青山县公安局：主动公开.行政许可 5（含开发区）\n",
    ] {
        assert!(text.contains(line), "no {line:?} in\n{text}");
    }
}

#[test]
fn what_has_no_common_sum_is_refused() {
    let told = |all: &[Contribution]| area(WHOLE, &NO_ASIDES, all).unwrap_err();
    assert_eq!(told(&[]), "没有可以汇总的报告");
    let mut all = contributions(3, 2025);
    all[2].identity = all[0].identity.clone();
    assert!(told(&all).contains("有 2 份"));
    let mixed = [contributions(2, 2025), contributions(1, 2020)].concat();
    assert!(told(&mixed).starts_with("不是同一年度的报告"));
    let mut all = contributions(2, 2025);
    all[1].identity = WHOLE.to_owned();
    assert!(told(&all).contains("就是汇总的机关自己的报告"));
    let mut all = contributions(2, 2025);
    for one in &mut all {
        one.figures[0] = 999_999_999_999_999_999 * 1_000_000;
    }
    assert!(told(&all).contains("加起来超过 18 位"));
    // What is the sum of the others was made of them.
    let mut all = contributions(3, 2025);
    let both = all[0].figures.iter().zip(&all[1].figures);
    all[2].figures = both.map(|(one, other)| one + other).collect();
    assert!(told(&all).contains("等于其余 2 份之和"));
}

/// An area's report that states these parts; its totals follow them, or are those of the sum.
fn published(
    form: &'static Edition,
    year: u16,
    figures: &[i128],
    totals: Option<&[i128]>,
) -> Checked {
    let mut file = DataFile::blank(form, year);
    file.agency = Some(WHOLE.to_owned()).into();
    for (slot, entry) in file.entries.iter_mut().enumerate() {
        let stated = match (form.slots[slot].total, totals) {
            (false, _) => Some(figures[slot]),
            (true, Some(totals)) => Some(totals[slot]),
            (true, None) => None,
        };
        *entry = Entry {
            figure: stated.map_or(Figure::Absent, |value| {
                Figure::Stated(Number::from_millionths(value))
            }),
            ..Entry::default()
        };
    }
    Checked::of(&file.write())
}

/// A kind of mistake: what it makes of the agencies' figures, or else of the sum; nothing
/// where it makes no difference. The answer is the mistake and the agency that must be named,
/// and how much of the difference it explains.
struct Slip {
    name: &'static str,
    make: fn(&mut Scene) -> Option<Answer>,
}

/// The mistake that must be named, with whom, and what it explains.
type Answer = (Mistake, Option<usize>, Explains);

/// What a mistake explains.
#[derive(Debug, PartialEq)]
enum Explains {
    /// Every difference, by all of a report.
    All,
    /// Every difference, by some cells of a report.
    CellsOf,
    /// Some of the differences.
    Some,
}

impl Explains {
    fn of(one: &Hypothesis) -> Self {
        match (one.explained == one.cells, one.is_whole) {
            (true, true) => Explains::All,
            (true, false) => Explains::CellsOf,
            (false, _) => Explains::Some,
        }
    }
}

/// What becomes of a cell of the area's report.
type Change = fn(i128) -> i128;

/// Where a mistake is made.
struct Scene {
    form: &'static Edition,
    dice: Dice,
    all: Vec<Contribution>,
    /// What the office adds up: an agency's number and its figures, as it copied them.
    copied: Vec<(usize, Vec<i128>)>,
    /// What the office wrongly writes into the area's report, once it is added up.
    area: Vec<(usize, Change)>,
}

impl Scene {
    fn agency(&mut self) -> usize {
        self.dice.below(self.all.len() as u64) as usize
    }

    /// The cells of parts whose path has a beginning and an end.
    fn cells(&self, start: &str, end: &str) -> Vec<usize> {
        let slots = self.form.slots.iter().enumerate();
        let slots = slots.filter(|(_, slot)| {
            !slot.total && slot.path.starts_with(start) && slot.path.ends_with(end)
        });
        slots.map(|(index, _)| index).collect()
    }

    /// The agency with the largest figure in a cell, if it stands out.
    fn largest(&self, cell: usize) -> Option<usize> {
        let of = |index: &usize| self.all[*index].figures[cell];
        let largest = (0..self.all.len()).max_by_key(of)?;
        let alike = self
            .all
            .iter()
            .filter(|one| one.figures[cell] == of(&largest))
            .count();
        (alike == 1 && of(&largest) >= 20 * 1_000_000).then_some(largest)
    }

    /// The report as the office publishes it, before its totals are settled.
    fn figures(&self) -> Vec<i128> {
        let mut sums = vec![0; self.form.slots.len()];
        for (_, figures) in &self.copied {
            for (sum, figure) in sums.iter_mut().zip(figures) {
                *sum += figure;
            }
        }
        for (cell, change) in &self.area {
            sums[*cell] = change(sums[*cell]);
        }
        sums
    }
}

/// Two digits next to each other that differ change places.
fn digits_swapped(value: i128) -> i128 {
    let digits: Vec<u8> = (value / 1_000_000).to_string().into_bytes();
    let at = digits.windows(2).position(|pair| pair[0] != pair[1]);
    let mut swapped = digits.clone();
    if let Some(at) = at.filter(|at| digits[at + 1] != b'0' || *at > 0) {
        swapped.swap(at, at + 1);
    }
    String::from_utf8(swapped).unwrap().parse::<i128>().unwrap() * 1_000_000
}

const SLIPS: &[Slip] = &[
    Slip {
        name: "an agency missing",
        make: |scene| {
            let agency = scene.agency();
            scene.copied.remove(agency);
            Some((Mistake::Missing, Some(agency), Explains::All))
        },
    },
    Slip {
        name: "an agency counted twice",
        make: |scene| {
            let agency = scene.agency();
            scene
                .copied
                .push((agency, scene.all[agency].figures.clone()));
            Some((Mistake::Doubled, Some(agency), Explains::All))
        },
    },
    Slip {
        name: "digits of the area swapped",
        make: |scene| {
            let cell = scene.cells("主动公开.行政处罚", "")[0];
            scene.area.push((cell, digits_swapped));
            Some((Mistake::Swapped, None, Explains::All))
        },
    },
    Slip {
        name: "an agency's row missing",
        make: |scene| {
            let cells = scene.cells("申请.新收.", "");
            let full = |one: &usize| {
                cells
                    .iter()
                    .filter(|cell| scene.all[*one].figures[**cell] != 0)
                    .count()
                    >= 3
            };
            let agency = (0..scene.all.len()).find(full)?;
            for cell in &cells {
                scene.copied[agency].1[*cell] = 0;
            }
            Some((Mistake::Missing, Some(agency), Explains::CellsOf))
        },
    },
    Slip {
        name: "an agency's table missing",
        make: |scene| {
            let agency = scene.agency();
            // Another table has figures too.
            let mut others = scene.cells("主动公开.", "").into_iter();
            others.find(|cell| scene.all[agency].figures[*cell] != 0)?;
            for cell in scene.cells("申请.", "") {
                scene.copied[agency].1[cell] = 0;
            }
            Some((Mistake::Missing, Some(agency), Explains::CellsOf))
        },
    },
    Slip {
        name: "an agency's cell missing",
        make: |scene| {
            let cell = scene.cells("主动公开.行政许可", "")[0];
            let agency = scene.largest(cell)?;
            scene.copied[agency].1[cell] = 0;
            Some((Mistake::Missing, Some(agency), Explains::CellsOf))
        },
    },
    Slip {
        name: "an agency's cell with a nought too many",
        make: |scene| {
            let cell = scene.cells("主动公开.行政许可", "")[0];
            let agency = scene.largest(cell)?;
            scene.copied[agency].1[cell] *= 10;
            Some((Mistake::Shifted, Some(agency), Explains::All))
        },
    },
    Slip {
        name: "digits of an agency swapped",
        make: |scene| {
            let cells = scene.cells("主动公开.行政", "");
            let (cell, agency) = cells.into_iter().find_map(|cell| {
                let agency = scene.largest(cell)?;
                let figure = scene.all[agency].figures[cell];
                (digits_swapped(figure) != figure).then_some((cell, agency))
            })?;
            scene.copied[agency].1[cell] = digits_swapped(scene.all[agency].figures[cell]);
            Some((Mistake::Swapped, Some(agency), Explains::All))
        },
    },
    Slip {
        name: "two agencies missing",
        make: |scene| {
            let (one, other) = (scene.agency(), scene.agency());
            if one == other {
                return None;
            }
            scene
                .copied
                .retain(|(index, _)| *index != one && *index != other);
            Some((Mistake::Missing, Some(one), Explains::Some))
        },
    },
    Slip {
        name: "one agency in the place of another",
        make: |scene| {
            let (one, other) = (scene.agency(), scene.agency());
            if one == other {
                return None;
            }
            scene.copied[one].1 = scene.all[other].figures.clone();
            Some((Mistake::Missing, Some(one), Explains::Some))
        },
    },
    Slip {
        name: "an agency missing and a digit of the area dropped",
        make: |scene| {
            let agency = scene.agency();
            scene.copied.remove(agency);
            let cell = scene.cells("主动公开.行政处罚", "")[0];
            scene
                .area
                .push((cell, |value| value / 10_000_000 * 1_000_000));
            Some((Mistake::Missing, Some(agency), Explains::Some))
        },
    },
];

/// What a slip leads to: the hypotheses, and which one must be among the first three.
fn tried(slip: &Slip, round: u64, totals: bool) -> Option<(Vec<Hypothesis>, Answer, String)> {
    let form = Edition::of_year(2025).unwrap();
    let all = contributions(150, 2025);
    let copied = all
        .iter()
        .map(|one| one.figures.clone())
        .enumerate()
        .collect();
    let mut scene = Scene {
        form,
        dice: Dice::new(round),
        all,
        copied,
        area: Vec::new(),
    };
    let right = scene.figures();
    let answer = (slip.make)(&mut scene)?;
    let mut wrong = scene.figures();
    settle(form, &mut wrong);
    if wrong == right {
        return None;
    }
    let checked = published(form, 2025, &wrong, totals.then_some(&right));
    let comparison = compare(checked.report(), &scene.all).unwrap();
    assert!(!comparison.differences.is_empty());
    let name = answer.1.map(|one| scene.all[one].agency.clone());
    Some((comparison.hypotheses, answer, name.unwrap_or_default()))
}

#[test]
fn every_single_mistake_is_among_the_first_three() {
    let mut wrong = String::new();
    for slip in SLIPS {
        let mut made = 0;
        for round in 0..6 {
            let Some((found, (mistake, agency, explains), name)) =
                tried(slip, round, round % 2 == 1)
            else {
                continue;
            };
            made += 1;
            let right = |one: &Hypothesis| {
                one.mistake == mistake
                    && one.agencies.contains(&name) == agency.is_some()
                    && Explains::of(one) == explains
            };
            if !found.iter().take(3).any(right) {
                wrong += &format!("{} ({name}, {explains:?}): {found:#?}\n", slip.name);
            }
        }
        assert!(made > 0, "{} was never made", slip.name);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_wrong_total_is_compared_too() {
    let form = Edition::of_year(2025).unwrap();
    let all = contributions(20, 2025);
    let figures = crate::generate::sums(&county(SEED, 20, 2025));
    let total = form.find("申请.新收.总计").unwrap();
    let mut totals = figures.clone();
    totals[total.0] += 90 * 1_000_000;
    let checked = published(form, 2025, &figures, Some(&totals));
    let comparison = compare(checked.report(), &all).unwrap();
    let slots: Vec<_> = comparison.differences.iter().map(|one| one.slot).collect();
    assert_eq!(slots, [total]);
}

#[test]
fn a_change_is_written_with_its_sign() {
    let all = contributions(20, 2020);
    let text = area(WHOLE, &NO_ASIDES, &all).unwrap().write();
    let form = all[0].edition;
    let kind = |slot: &usize| form.slots[*slot].kind == Kind::Change;
    let sum = |slot: usize| all.iter().map(|one| one.figures[slot]).sum::<i128>();
    let mut risen = (0..form.slots.len())
        .filter(kind)
        .filter(|&slot| sum(slot) > 0);
    let risen = risen.next().expect("one of the changes is a rise");
    let figure = Number::of_kind(sum(risen), Kind::Change).to_string();
    assert!(
        figure.starts_with('+') && text.contains(&figure),
        "{figure}"
    );
}

// The command.

fn put(desk: &Desk, agencies: &[Agency]) {
    fs::create_dir_all(desk.path("县")).unwrap();
    for agency in agencies {
        desk.put(&format!("县/{}", agency.file), &agency.text);
    }
}

const NAME: [&str; 2] = ["--agency", "某某县人民政府"];

#[test]
fn a_county_is_rolled_up_and_compared() {
    let desk = Desk::new();
    let agencies = county(SEED, 60, 2025);
    put(&desk, &agencies);
    desk.put("县/名册.yaml", crate::generate::roster(&agencies));
    let run = desk.run(&["rollup", "县", NAME[0], NAME[1], "-o", "县/全县.yaml"]);
    run.ends(0).prints_nothing().says("60 家机关之和");
    let text = desk.text("县/全县.yaml");
    assert_eq!(
        values(&Checked::of(&text)),
        crate::generate::sums(&agencies)
    );
    assert!(text.contains("类别: 人民政府"), "{text}");
    // The area's own file is not one of the agencies'.
    desk.run(&["rollup", "--check", "县/全县.yaml", "县"])
        .ends(0)
        .says("完全相符");
    // Nor is it under another name, where it would be counted once more.
    desk.put("县/县政府.yaml", format!("{text}\n"));
    desk.run(&["rollup", "--check", "县/全县.yaml", "县"])
        .ends(2)
        .says("就是汇总的机关自己的报告");
    fs::remove_file(desk.path("县/县政府.yaml")).unwrap();
    desk.run(&["rollup", "县", NAME[0], NAME[1], "-o", "县/全县.yaml"])
        .ends(2)
        .says("不会覆盖");
    // One more agency after the roll-up.
    let late = crate::generate::agency(SEED, 60, 2025);
    desk.put(&format!("县/{}", late.file), &late.text);
    let run = desk.run(&["rollup", "--check", "县/全县.yaml", "县"]);
    run.ends(1)
        .says(&format!("  漏计「{}」\n", late.name))
        .says("县/全县.yaml:");
    let run = desk.run(&[
        "rollup",
        "--check",
        "县/全县.yaml",
        "县",
        "--format",
        "json",
    ]);
    let value: serde_json::Value = serde_json::from_str(&run.ends(1).out).unwrap();
    assert_eq!(value["hypotheses"][0]["kind"], "missing");
    assert_eq!(value["hypotheses"][0]["agencies"][0], late.name);
    let cell = &value["cells"][0];
    assert!(
        cell["line"].as_u64() > Some(1) && cell["path"].is_string(),
        "{cell}"
    );
}

#[test]
fn agencies_with_errors_stop_a_roll_up() {
    let desk = Desk::new();
    let agencies = county(SEED, 6, 2025);
    put(&desk, &agencies);
    let (file, name) = (
        format!("县/{}", agencies[2].file),
        agencies[2].name.as_str(),
    );
    desk.put(
        &file,
        agencies[2].text.replacen("行政许可: ", "行政许可: 约", 1),
    );
    desk.put("县/坏.yaml", "年度: [\n");
    let all = ["rollup", "县", NAME[0], NAME[1]];
    let run = desk.run(&all);
    run.ends(1)
        .prints_nothing()
        .says(name)
        .says("坏.yaml")
        .says("要改正的 2 处没有改正");
    // By its place, or as the messages call it.
    let except = |bad: &str| {
        let names = format!("{name},{bad}");
        desk.run(&[&all[..], &["--except", &names]].concat())
    };
    except("县/坏.yaml").ends(0);
    let run = except("坏.yaml");
    run.ends(0);
    assert!(
        run.out.contains("没有计入（2 份）") && run.out.contains(name),
        "{}",
        run.out
    );
    let without: Vec<&Agency> = agencies.iter().filter(|a| a.name != name).collect();
    assert_eq!(
        values(&Checked::of(&run.out)),
        crate::generate::sums(without)
    );
    let run = desk.run(&[&all[..], &["--draft"]].concat());
    run.ends(0);
    assert!(
        run.out.contains("草稿：有错误、照样计入的（1 份）"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("没有数，汇总里也空着（1 行）"),
        "{}",
        run.out
    );
    desk.run(&[&all[..], &["--except", "没有这个局"]].concat())
        .ends(2)
        .says("没有这个局");
}

#[test]
fn a_sum_is_not_added_to_its_parts() {
    let desk = Desk::new();
    let agencies = county(SEED, 3, 2025);
    put(&desk, &agencies);
    let sum = ["rollup", "县", NAME[0], NAME[1], "-o", "县/全县.yaml"];
    desk.run(&sum).ends(0);
    let city = ["rollup", "县", "--agency", "某某市人民政府", "--draft"];
    desk.run(&city).ends(2).says("全县.yaml 等于其余 3 份之和");
    let alone = [&city[..], &["--except", "全县.yaml"]].concat();
    desk.run(&alone).ends(0);
    desk.run(&["rollup", "县", NAME[0], NAME[1], "-o", "全县.docx"])
        .ends(2)
        .says("不能生成 .docx 文件，能生成的是 yaml");
}

#[test]
fn a_report_that_covers_those_below_it_is_added_once() {
    let desk = Desk::new();
    let agencies = county(SEED, 3, 2025);
    put(&desk, &agencies);
    let [above, below, other] = &agencies[..] else {
        panic!()
    };
    let roster = format!(
        "- {{名称: {}, 含下级: 是}}\n- {{名称: {}, 上级: {}}}\n- {}\n",
        above.name, below.name, above.name, other.name
    );
    desk.put("名册.yaml", roster);
    let sum = [
        "rollup",
        "县",
        "--agency",
        "某某县人民政府",
        "--roster",
        "名册.yaml",
        "-o",
    ];
    desk.run(&[&sum[..], &["全县.yaml"]].concat())
        .ends(0)
        .says("2 家机关之和");
    let told = format!("在「{}」的报告里", above.name);
    assert!(desk.text("全县.yaml").contains(&told));
    // Nor is it waited for.
    fs::remove_file(desk.path(&format!("县/{}", below.file))).unwrap();
    desk.run(&[&sum[..], &["又.yaml"]].concat()).ends(0);
}

#[test]
fn files_of_one_name_are_told_apart_by_their_folders() {
    let desk = Desk::new();
    let agencies = county(SEED, 2, 2025);
    for (folder, agency) in [("甲", 0), ("乙", 0), ("乙", 1)] {
        fs::create_dir_all(desk.path(folder)).unwrap();
        let name = if agency == 0 { "局" } else { "另一局" };
        let text = agencies[agency]
            .text
            .replace("日期: ", &format!("# {folder}\n日期: "));
        desk.put(&format!("{folder}/{name}.yaml"), text);
    }
    desk.put(
        "乙/局.yaml",
        desk.text("乙/局.yaml")
            .replacen("行政许可: ", "行政许可: 1", 1),
    );
    let all = ["rollup", "甲", "乙", NAME[0], NAME[1], "--draft"];
    desk.run(&all)
        .ends(2)
        .says("有 2 份：甲/局.yaml、乙/局.yaml");
    let except = |name: &str| desk.run(&[&all[..], &["--except", name]].concat());
    except("没有.yaml").ends(2).says("没有对应的机关或文件");
    let run = except("乙/局.yaml");
    run.ends(0);
    assert!(
        run.out.contains("  甲/局.yaml") && run.out.contains("  乙/另一局.yaml"),
        "{}",
        run.out
    );
}

#[test]
fn who_is_missing_is_said_before_the_sum() {
    let desk = Desk::new();
    let agencies = county(SEED, 61, 2025);
    put(&desk, &agencies[..1]);
    // The county itself is on its own list.
    let roster = crate::generate::roster(&agencies) + "- 某某县人民政府\n";
    desk.put("名册.yaml", roster);
    let all = ["rollup", "县", NAME[0], NAME[1], "--roster", "名册.yaml"];
    desk.run(&all)
        .ends(1)
        .prints_nothing()
        .says("名册 61 家，还有 60 家没有报告")
        .says(&agencies[1].name)
        .says("没有交齐，没有汇总");
    let run = desk.run(&[&all[..], &["--draft"]].concat());
    run.ends(0).says("还有 60 家没有报告");
    let (missing, figures) = (
        run.out.find("名册里还没有报告的（60 家）：").unwrap(),
        run.out.find("主动公开:").unwrap(),
    );
    assert!(missing < figures && run.out.contains(&agencies[60].name));
    put(&desk, &agencies[..60]);
    let run = desk.run(&[&all[..], &["--except", &agencies[60].name]].concat());
    run.ends(0);
    let left = format!("{}：没有报告，按 --except 略去", agencies[60].name);
    assert!(run.out.contains(&left), "{}", run.out);
    let checked = [
        "rollup",
        "--check",
        "全县.yaml",
        "县",
        "--roster",
        "名册.yaml",
    ];
    desk.put("全县.yaml", &run.out);
    let run = desk.run(&[&checked[..], &["--draft", "--to", "json"]].concat());
    let value: serde_json::Value = serde_json::from_str(&run.ends(0).out).unwrap();
    assert_eq!(value["missing"], serde_json::json!([agencies[60].name]));
}

#[test]
fn all_that_is_wrong_is_said_in_one_run() {
    let desk = Desk::new();
    let agencies = county(SEED, 6, 2025);
    put(&desk, &agencies);
    let (faulty, twice, stranger) = (&agencies[1], &agencies[2], &agencies[5]);
    desk.put(
        &format!("县/{}", faulty.file),
        faulty.text.replacen("行政许可: ", "行政许可: 约", 1),
    );
    let renamed = twice.text.replace(&twice.name, "某县旧局");
    let renamed = renamed.replacen("行政许可: ", "行政许可: 1", 1);
    desk.put("县/旧名.yaml", renamed);
    desk.put("县/去年.yaml", crate::generate::agency(SEED, 0, 2024).text);
    desk.put("县/坏.yaml", "年度: [\n");
    let mut roster = crate::generate::roster(&agencies[..2]);
    roster += &format!("- {{名称: {}, 别名: 某县旧局}}\n", twice.name);
    roster += &crate::generate::roster(&agencies[3..5]);
    roster += &format!("- {}\n- 某县没有交的局\n", agencies[0].name);
    desk.put("名册.yaml", roster);
    desk.run(&["rollup", "县", NAME[0], NAME[1], "--roster", "名册.yaml"])
        .portable()
        .ends(2)
        .prints_nothing()
        .says("还有 1 家没有报告：某县没有交的局")
        .says(&format!("{}（县/{}）：1 个错误", faulty.name, faulty.file))
        .says(&format!(
            "{}（县/{}）：名册里没有它",
            stranger.name, stranger.file
        ))
        .says("县/坏.yaml：")
        .says("名册.yaml:6:3: ")
        .says("有 2 份：县/旧名.yaml、")
        .says(&format!("「{}」有 2 份", agencies[0].name))
        .says("2024 年度 1 份（县/去年.yaml）");
}

#[test]
fn two_files_of_an_agency_and_other_years_are_refused() {
    let desk = Desk::new();
    let agencies = county(SEED, 3, 2025);
    put(&desk, &agencies);
    let other = agencies[0].text.replacen("行政许可: ", "行政许可: 1", 1);
    desk.put("县/又一份.yaml", other);
    let all = ["rollup", "县", NAME[0], NAME[1]];
    let run = desk.run(&all);
    run.ends(2).says(&agencies[0].file).says("又一份.yaml");
    desk.put(
        "县/又一份.yaml",
        crate::generate::agency(SEED, 9, 2020).text,
    );
    desk.run(&all)
        .ends(2)
        .says("2020 年度 1 份（县/又一份.yaml）")
        .says("2025 年度 3 份");
    desk.run(&["rollup", "县"]).ends(2).says("--agency");
    desk.run(&["rollup", "没有", NAME[0], NAME[1]]).ends(2);
}
