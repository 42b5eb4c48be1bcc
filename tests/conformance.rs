//! The suite that any tool can run (`conformance/`), run by this program through its command line.

#[path = "conformance/reports.rs"]
mod reports;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::LazyLock,
};

use crate::common::{desk::Desk, read, root};
use jsonschema::Validator;
use reports::{Form, Place, entries, items, load, report, text};
use serde_json::{Value, json};

/// Our rules, and what the suite calls them.
const RULES: &[(&str, &[&str])] = &[
    ("edition-year", &["form-for-year"]),
    ("missing-key", &["missing", "empty-section"]),
    ("unknown-key", &["not-in-form"]),
    ("not-a-count", &["count"]),
    ("not-an-amount", &["amount"]),
    ("blank-cell", &["blank"]),
    ("empty-section", &["empty-section"]),
    ("row-total", &["row-total"]),
    ("column-total", &["column-total"]),
    ("balance", &["balance"]),
    ("brought-forward", &["brought-forward"]),
    ("overview-topics", &["topic"]),
    ("fee-report", &["fee-report"]),
    ("narrative-figure", &["text-figure"]),
    ("stale-year", &["title-year"]),
    ("deadline", &["deadline"]),
    // Whatever a published page lacks or words in its own way is one rule of ours.
    (
        "unsure-import",
        &["form-for-year", "missing", "not-in-form", "count", "amount"],
    ),
];

/// Where this program differs from the suite, by the case and the way it is given.
const DIFFERENT: &[(&str, &str)] = &[
    // A total that is absent from a *data file* is computed, and printed: no mistake there.
    ("2019-no-row-3.三（七）", "data"),
    ("2021-no-row-3.三（七）", "data"),
    ("2019-no-column-3.总计", "data"),
    ("2021-no-column-3.总计", "data"),
];

/// What this program found, in the suite's terms.
struct Told {
    rules: Vec<&'static str>,
    place: Place,
    stated: Option<String>,
    expected: Option<String>,
    words: String,
}

impl Told {
    fn of(finding: &Value, form: &Form) -> Self {
        let own = text(finding, "rule");
        let rules = RULES.iter().find(|(ours, _)| *ours == own);
        Told {
            rules: rules.map_or_else(Vec::new, |(_, theirs)| theirs.to_vec()),
            place: form.place_of(text(finding, "path")),
            stated: finding["stated"].as_str().map(str::to_owned),
            expected: finding["expected"].as_str().map(str::to_owned),
            words: format!("{own} {}", text(finding, "message")),
        }
    }

    /// Whether it says anything of a key.
    fn has(&self, key: &str) -> bool {
        match key {
            "stated" => self.stated.is_some(),
            "expected" => self.expected.is_some(),
            _ => true,
        }
    }

    /// Whether it is a wanted finding, as `conformance/README.md` says it.
    fn agrees(&self, wanted: &Value, suite: &Suite, form: &Form, rule: bool) -> bool {
        let ways = || [wanted].into_iter().chain(items(&wanted["or"]));
        let structural = |rule: &str| suite.structural.contains(rule);
        let right = ways().any(|way| self.rules.contains(&text(way, "rule")));
        let loose = structural(text(wanted, "rule")) && self.rules.iter().any(|r| structural(r));
        let same = |told: &Option<String>, value: &Value| {
            told.is_none() || value.is_null() || told.as_deref() == value.as_str()
        };
        let here = |way: &Value| {
            let mut places = [&way["cell"], &way["of"]]
                .into_iter()
                .flat_map(Value::as_str);
            let wide = structural(text(wanted, "rule"));
            let placed = places.any(|place| {
                let place = form.place(place);
                self.place.within(&place) || (wide && place.within(&self.place))
            });
            placed && same(&self.stated, &way["stated"]) && same(&self.expected, &way["expected"])
        };
        (right || (!rule && loose)) && ways().any(here)
    }
}

struct Suite {
    cases: Vec<Value>,
    structural: BTreeSet<String>,
    forms: BTreeMap<String, Form>,
}

impl Suite {
    fn load() -> Self {
        let index = load("cases.json");
        let files: BTreeSet<&str> = items(&index).iter().map(|e| text(e, "file")).collect();
        let rules = load("rules.json");
        let structural = items(&rules).iter().filter(|r| r["level"] == "structure");
        Suite {
            cases: files
                .into_iter()
                .flat_map(|f| items(&load(f)).to_vec())
                .collect(),
            structural: structural.map(|r| text(r, "rule").to_owned()).collect(),
            forms: ["2019", "2021"]
                .map(|f| (f.to_owned(), Form::named(f)))
                .into(),
        }
    }

    /// What is wrong with the findings of a case.
    fn judge(&self, wanted: &[Value], form: &Form, told: &[Told]) -> Vec<String> {
        let unmet = wanted.iter().filter(|one| {
            one["optional"] != true && !told.iter().any(|told| told.agrees(one, self, form, true))
        });
        let idle = told
            .iter()
            .filter(|told| !wanted.iter().any(|one| told.agrees(one, self, form, false)));
        let unmet = unmet.map(|one| format!("not found: {one}"));
        unmet
            .chain(idle.map(|told| format!("found without cause: {}", told.words)))
            .collect()
    }
}

/// The findings of files, by their names.
fn check(desk: &Desk, files: &[String]) -> BTreeMap<String, Vec<Value>> {
    let mut arguments = vec!["check", "--format", "json"];
    arguments.extend(files.iter().map(String::as_str));
    let run = desk.run(&arguments);
    assert!(run.code < 2, "{}", run.err);
    let told: Value = serde_json::from_str(&run.out).unwrap();
    let files = items(&told["files"]).iter();
    files
        .map(|file| {
            (
                text(file, "file").to_owned(),
                items(&file["findings"]).to_vec(),
            )
        })
        .collect()
}

/// A case as it is given: as data or as a page.
struct Run<'a> {
    case: &'a Value,
    way: &'static str,
    form: &'a Form,
    told: Vec<Told>,
}

static SUITE: LazyLock<Suite> = LazyLock::new(Suite::load);
static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| runs(&SUITE));

/// Every case, run as data and, where it has one, as a page.
fn runs(suite: &Suite) -> Vec<Run<'_>> {
    let desk = Desk::new();
    fs::create_dir(desk.path("last")).unwrap();
    let mut given = Vec::new();
    for (number, case) in suite.cases.iter().enumerate() {
        let this = report(case);
        let form = &suite.forms[text(&this, "form")];
        let last = case.get("last_year").map(|last| {
            let (report, name) = (report(last), format!("last/{number}.yaml"));
            let form = &suite.forms[text(&report, "form")];
            desk.put(&name, form.data_file(&report, None));
            name
        });
        let name = format!("{number}.yaml");
        desk.put(&name, form.data_file(&this, last.as_deref()));
        given.push((case, "data", form, name));
        if let Some(page) = case["page"].as_str() {
            // Not beside a data file of its name: it would pass for its product.
            let name = format!("page-{number}.html");
            desk.put(
                &name,
                fs::read(root(&format!("conformance/{page}"))).unwrap(),
            );
            given.push((case, "page", form, name));
        }
    }
    let names: Vec<String> = given.iter().map(|(.., name)| name.clone()).collect();
    let told = check(&desk, &names);
    given
        .into_iter()
        .map(|(case, way, form, name)| Run {
            case,
            way,
            form,
            told: told[&name].iter().map(|f| Told::of(f, form)).collect(),
        })
        .collect()
}

#[test]
fn every_case_is_found_as_the_suite_says() {
    let mut faults = Vec::new();
    for run in RUNS.iter() {
        let id = text(run.case, "id");
        let wrong = SUITE.judge(items(&run.case["findings"]), run.form, &run.told);
        if DIFFERENT.contains(&(id, run.way)) {
            assert!(!wrong.is_empty(), "{id} ({}) no longer differs", run.way);
            continue;
        }
        let named = wrong
            .iter()
            .map(|wrong| format!("{id} ({}): {wrong}", run.way));
        faults.extend(named);
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn a_suite_that_says_anything_else_fails() {
    let other =
        json!({"rule": "row-total", "cell": "4.行政复议.总计", "stated": "8", "expected": "9"});
    for run in RUNS.iter() {
        let (id, wanted) = (text(run.case, "id"), items(&run.case["findings"]));
        let fails = |changed: &[Value], what: &str| {
            let wrong = SUITE.judge(changed, run.form, &run.told);
            assert!(!wrong.is_empty(), "{id} ({}): passes with {what}", run.way);
        };
        fails(
            &[wanted, std::slice::from_ref(&other)].concat(),
            "one more finding",
        );
        for index in (0..wanted.len()).filter(|&index| wanted[index]["optional"] != true) {
            for (key, changed) in mutations(&wanted[index]) {
                // A finding without a value agrees with any.
                if run.told.iter().any(|told| told.has(key)) {
                    let mut all = wanted.to_vec();
                    all[index] = changed;
                    fails(&all, &format!("another {key}"));
                }
            }
        }
    }
}

/// A finding with another value of one key, in all the ways to report it.
fn mutations(finding: &Value) -> Vec<(&'static str, Value)> {
    let elsewhere = match text(finding, "cell").starts_with('2') {
        true => "4.行政复议.其他结果",
        false => "2.规章",
    };
    let others = [
        ("rule", "another"),
        ("cell", elsewhere),
        ("stated", "777"),
        ("expected", "777"),
    ];
    let mutate = |key: &str, other: &str| {
        let mut changed = finding.clone();
        let ways = items(&finding["or"]).len();
        for way in 0..=ways {
            let one = match way {
                0 => &mut changed,
                _ => &mut changed["or"][way - 1],
            };
            if key == "cell" {
                one["of"] = Value::Null;
            }
            one[key] = json!(other);
        }
        changed
    };
    let known = others
        .into_iter()
        .filter(|(key, _)| finding.get(key).is_some());
    known
        .map(|(key, other)| (key, mutate(key, other)))
        .collect()
}

#[test]
fn every_figure_of_tables_3_and_4_changed_by_one_is_noticed() {
    let desk = Desk::new();
    let mut names = Vec::new();
    for name in ["2019", "2021"] {
        let (form, base) = (Form::named(name), load(&format!("base/{name}.json")));
        for (number, cell) in form.cells.iter().enumerate() {
            let parts: Vec<&str> = cell.splitn(3, '.').collect();
            if parts[0] == "2" {
                continue;
            }
            let mut changed = base.clone();
            let figure = &mut changed["tables"][parts[0]][parts[1]][parts[2]];
            let more = figure.as_str().unwrap().parse::<u32>().unwrap() + 1;
            *figure = json!(more.to_string());
            let file = format!("{name}-{number}.yaml");
            desk.put(&file, form.data_file(&changed, None));
            names.push(file);
        }
    }
    let told = check(&desk, &names);
    let unnoticed: Vec<&String> = names.iter().filter(|name| told[*name].is_empty()).collect();
    assert_eq!((names.len(), unnoticed), (23 * 7 + 25 * 7 + 30, vec![]));
}

#[test]
fn pages_that_are_right_are_imported_without_doubt() {
    let suite = Suite::load();
    let desk = Desk::new();
    let right = suite
        .cases
        .iter()
        .filter(|case| case["findings"] == json!([]));
    let pages: Vec<&str> = right.filter_map(|case| case["page"].as_str()).collect();
    assert!(pages.len() > 5);
    for page in pages {
        let from = root(&format!("conformance/{page}"));
        let run = desk.run(&[
            "import",
            from.to_str().unwrap(),
            "-o",
            "report.yaml",
            "--format",
            "json",
        ]);
        let told: Value =
            serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{page}: {}", run.err));
        assert_eq!(
            (run.code, &told["files"][0]["findings"]),
            (0, &json!([])),
            "{page}"
        );
        let found = check(&desk, &["report.yaml".to_owned()]);
        assert_eq!(found["report.yaml"], Vec::<Value>::new(), "{page}");
        fs::remove_file(desk.path("report.yaml")).unwrap();
    }
}

#[test]
fn every_file_of_the_suite_keeps_its_schema() {
    let schema = load("suite.schema.json");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let valid = |validator: &Validator, name: &str, value: &Value| {
        let errors: Vec<String> = validator
            .iter_errors(value)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{name}: {}", errors.join("\n"));
    };
    let cases = crate::common::files("conformance/cases", "json");
    for path in cases
        .iter()
        .chain(&crate::common::files("conformance/base", "json"))
    {
        valid(
            &validator,
            &path.display().to_string(),
            &serde_json::from_str(&read(path)).unwrap(),
        );
    }
    for name in ["cases.json", "rules.json"] {
        valid(&validator, name, &load(name));
    }
    let told = format!("{} cases", SUITE.cases.len());
    for page in ["conformance/README.md", "README.md"] {
        assert!(read(&root(page)).contains(&told), "{page}: {told}");
    }
    let mut whole = schema;
    whole["oneOf"] = json!([{"$ref": "#/$defs/report"}]);
    let validator = jsonschema::validator_for(&whole).unwrap();
    for case in &SUITE.cases {
        valid(&validator, text(case, "id"), &report(case));
    }
}

#[test]
fn every_rule_has_wrong_and_right_cases_in_each_form_that_knows_it() {
    let (rules, index) = (load("rules.json"), load("cases.json"));
    for rule in items(&rules) {
        let (name, level) = (text(rule, "rule"), text(rule, "level"));
        for (form, _) in entries(&rule["basis"]) {
            let wrong = SUITE.cases.iter().filter(|case| {
                case["form"] == **form && items(&case["findings"]).iter().any(|f| f["rule"] == name)
            });
            assert!(wrong.count() > 0, "{name} has no wrong case in {form}");
            let right =
                |e: &&Value| e["form"] == **form && e["level"] == level && e["right"] == true;
            assert!(items(&index).iter().any(|e| right(&e)), "{level}, {form}");
        }
    }
    for entry in items(&index) {
        let case = SUITE
            .cases
            .iter()
            .find(|case| case["id"] == entry["id"])
            .unwrap();
        let silent = case["findings"] == json!([]);
        assert_eq!(
            (entry["right"] == silent, &entry["page"]),
            (true, &case["page"]),
            "{entry}"
        );
        let page = entry["page"]
            .as_str()
            .map(|page| root(&format!("conformance/{page}")));
        assert!(page.as_deref().is_none_or(Path::exists), "{entry}");
    }
}
