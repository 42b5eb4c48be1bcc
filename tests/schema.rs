//! The schemas say what the program says, as far as a schema can say it.

use std::{collections::BTreeSet, sync::LazyLock};

use crate::common::{Checked, files, read, root, stem};
use jsonschema::Validator;
use nianbao::{
    base::{
        diagnostic::{Basis, Finding, Severity, Surface, rules},
        number::Kind,
    },
    form::{
        edition::{Body, Edition, Field},
        schema::schema,
    },
};
use proptest::{prelude::*, sample::select};
use serde_json::Value;
use serde_saphyr::options::NonFiniteFloatPolicy;

/// Rules that a schema can say, for every finding but those of [`BEYOND`].
const SAID: [&str; 8] = [
    "edition-year",
    "missing-key",
    "unknown-key",
    "wrong-value",
    "not-a-count",
    "not-an-amount",
    "row-length",
    "empty-section",
];

/// Rules that it cannot say, and why.
const UNSAID: [(&str, &str); 2] = [
    ("yaml-syntax", "there is nothing to validate"),
    ("duplicate-key", "a reader of YAML refuses it before"),
];

/// Findings of rules that it can say which it cannot, by what stands there: to YAML
/// they are what they ought to be.
const BEYOND: [(&str, &str); 8] = [
    ("not-a-count", "+3"),
    ("not-a-count", "007"),
    ("not-a-count", "1e3"),
    ("not-a-count", "0x1F"),
    ("not-a-count", "0o17"),
    ("not-a-count", "0b11"),
    ("not-a-count", "1_000"),
    ("not-an-amount", "1.1234567"),
];

fn validator(edition: &Edition) -> &'static Validator {
    static ALL: LazyLock<Vec<Validator>> = LazyLock::new(|| {
        let editions = Edition::all().iter();
        let validators = editions.map(|edition| {
            let schema = serde_json::from_str(&schema(edition)).expect("it is JSON");
            let options = jsonschema::options().should_validate_formats(true);
            options.build(&schema).expect("it is a schema")
        });
        validators.collect()
    });
    let at = Edition::all()
        .iter()
        .position(|one| one.name == edition.name);
    &ALL[at.expect("it is one of them")]
}

/// A data file as a reader of YAML that knows nothing of reports gives it.
fn value(text: &str) -> Option<Value> {
    // It stops at a whole number of 40 digits; most others take that for this.
    let text = text.replace("1234567890123456789012345678901234567890", "1.0e+40");
    let options = serde_saphyr::options! {
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
    };
    serde_saphyr::from_str_with_options(&text, options).ok()
}

/// Where the validator finds fault: the path of the map, list or value.
fn faults(validator: &Validator, text: &str) -> Option<Vec<String>> {
    let value = value(text)?;
    let errors = validator.iter_errors(&value);
    let paths = errors.map(|error| {
        let pointer = error.instance_path().to_string();
        pointer.trim_start_matches('/').replace('/', ".")
    });
    Some(paths.collect())
}

fn edition_of(text: &str) -> &'static Edition {
    let checked = Checked::of(text);
    checked
        .report
        .map_or(Edition::latest(), |report| report.edition)
}

#[test]
fn schemas_are_fresh() {
    for edition in Edition::all() {
        let path = root(&format!("schemas/nianbao-{}.schema.json", edition.name));
        let fresh = schema(edition);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &fresh).expect("it can be written");
        }
        let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            checked_in == fresh,
            "{} is out of date: run UPDATE=1 cargo test --test all schema",
            path.display()
        );
    }
}

#[test]
fn schemas_are_schemas() {
    for edition in Edition::all() {
        let schema: Value = serde_json::from_str(&schema(edition)).unwrap();
        assert!(
            jsonschema::draft202012::meta::is_valid(&schema),
            "{}",
            edition.name
        );
    }
}

#[test]
fn examples_are_valid_and_name_their_schema() {
    for path in files("examples", "yaml") {
        let text = read(&path);
        let edition = edition_of(&text);
        let faults = faults(validator(edition), &text).expect("it is YAML");
        // One was published with half of a table missing.
        let incomplete = Checked::of(&text).findings;
        let incomplete = incomplete.iter().any(|f| f.rule.code == "missing-key");
        assert_eq!(
            !faults.is_empty(),
            incomplete,
            "{}: {faults:?}",
            stem(&path)
        );
        let line = format!(
            "# yaml-language-server: $schema=../schemas/nianbao-{}.schema.json\n",
            edition.name
        );
        assert!(text.starts_with(&line), "{}", stem(&path));
    }
}

#[test]
fn every_structural_rule_is_weighed() {
    let structural = rules::ALL
        .iter()
        .filter(|rule| rule.basis == Basis::Form && rule.severity == Severity::Error)
        .map(|rule| rule.code);
    let weighed = SAID.into_iter().chain(UNSAID.map(|(code, _)| code));
    assert_eq!(
        structural.collect::<BTreeSet<_>>(),
        weighed.collect::<BTreeSet<_>>()
    );
}

/// Whether a fault at one path speaks of a finding at the other.
fn same_place(fault: &str, finding: &str) -> bool {
    // Which of the two is wrong is not for a schema to say.
    let (fault, finding) = match (fault, finding) {
        ("年度" | "版式", "年度" | "版式") => return true,
        // A waiver that cannot be read has no path.
        (_, "") => return fault.starts_with("豁免"),
        other => other,
    };
    let below = |path: &str, above: &str| {
        let rest = path.strip_prefix(above);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let (row, key) = finding.rsplit_once('.').unwrap_or(("", finding));
    // The items of a list have numbers; findings on single values have no full path.
    let item = fault
        .strip_prefix(row)
        .and_then(|rest| rest.strip_prefix('.'));
    let item = item.is_some_and(|item| item.bytes().all(|b| b.is_ascii_digit()));
    below(fault, finding) || fault == row || item || fault.ends_with(&format!(".{key}"))
}

#[test]
fn fixtures_are_as_wrong_to_a_validator() {
    let mut seen = BTreeSet::new();
    let mut wrong = String::new();
    for path in files("tests/fixtures", "yaml") {
        let (name, text) = (stem(&path), read(&path));
        let checked = Checked::of(&text);
        let unsaid = |code: &str| UNSAID.iter().any(|(unsaid, _)| *unsaid == code);
        let unsaid = checked.findings.iter().any(|f| unsaid(f.rule.code));
        let Some(faults) = faults(validator(edition_of(&text)), &text) else {
            assert!(unsaid, "{name}");
            continue;
        };
        if unsaid {
            continue;
        }
        let said = checked
            .findings
            .iter()
            .flat_map(Finding::each)
            .filter(|f| SAID.contains(&f.rule.code));
        let mut sayable = 0;
        for finding in said {
            let stated = finding.stated.as_deref().unwrap_or_default();
            // A key with nothing behind it is `~` to YAML.
            let unfilled = finding.message.on(Surface::DataFile).contains("没有填写");
            // What headings have below them, a schema does not see.
            let bare = text[finding.place.range()].starts_with('#');
            if BEYOND.contains(&(finding.rule.code, stated)) || unfilled || bare {
                continue;
            }
            sayable += 1;
            seen.insert(finding.rule.code);
            if !faults
                .iter()
                .any(|fault| same_place(fault, &finding.subject.path))
            {
                let (rule, path) = (finding.rule.code, &finding.subject.path);
                wrong += &format!("{name}: {rule} at {path} is not in {faults:?}\n");
            }
        }
        if sayable == 0 && !faults.is_empty() {
            wrong += &format!("{name}: {faults:?} though nothing is wrong\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert_eq!(seen, BTreeSet::from(SAID));
}

/// Picks, one after the other and over again.
struct Picks<'a> {
    picks: &'a [u8],
    next: usize,
}

impl Picks<'_> {
    /// A number below another.
    fn pick(&mut self, of: usize) -> usize {
        let pick = self.picks[self.next % self.picks.len()];
        self.next += 1;
        usize::from(pick) % of
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.pick(of.len())]
    }
}

/// A figure; a wrong one now and then.
fn figure(kind: Kind, wrong: &[&'static str], picks: &mut Picks<'_>) -> String {
    if !wrong.is_empty() && picks.pick(40) == 0 {
        return picks.one(wrong).to_owned();
    }
    let plain = match kind {
        Kind::Count => picks.one(&["0", "7", "1964904", "~"]),
        Kind::Change => picks.one(&["0", "7", "-8", "~"]),
        Kind::Amount => picks.one(&["0", "7", "76.786078", "~"]),
    };
    match picks.pick(8) {
        0 => format!("{{值: {plain}, 注: 含某某}}"),
        1 => format!("{{值: {plain}}}"),
        _ => plain.to_owned(),
    }
}

/// What an author may write for a field.
fn written(
    edition: &Edition,
    field: &Field,
    wrong: &[&'static str],
    picks: &mut Picks<'_>,
) -> String {
    let fields = match &field.body {
        Body::Slot(slot) => return figure(edition.slot(*slot).kind, wrong, picks),
        Body::Group(fields) => fields,
    };
    let parts = fields.iter().filter(|field| !field.total).count();
    match picks.pick(8) {
        0 => return picks.one(&["0", "~"]).to_owned(),
        1 | 2 if field.line().is_some() => {
            let length = [parts, fields.len()][picks.pick(2)];
            let figures = fields[..length].iter();
            let figures = figures.map(|field| written(edition, field, wrong, picks));
            return format!("[{}]", figures.collect::<Vec<_>>().join(", "));
        }
        _ => {}
    }
    let rest = picks.pick(2) == 0;
    let mut entries = Vec::new();
    for field in fields {
        let left_out = (rest || field.total || !wrong.is_empty()) && picks.pick(6) == 0;
        if !left_out {
            entries.push(format!(
                "{}: {}",
                field.key,
                written(edition, field, wrong, picks)
            ));
        }
    }
    if rest {
        entries.push(format!("其余: {}", picks.one(&["0", "~"])));
    }
    if !wrong.is_empty() && picks.pick(60) == 0 {
        entries.push("没有的: 0".to_owned());
    }
    format!("{{{}}}", entries.join(", "))
}

/// A data file whose texts are sound.
fn data_file(edition: &Edition, wrong: &[&'static str], picks: &mut Picks<'_>) -> String {
    let texts = [
        "引用{{申请.新收}}件",
        "{文件: 文字.md}",
        "{引言: 总的说, 一、问题: 有, 二、改进: {文件: 文字.md}}",
    ];
    let from = edition.from.to_string();
    let mut text = format!(
        "年度: {}\n",
        picks.one(&[&from, &format!("'{from}'"), "2021"])
    );
    text += &format!("版式: {}\n机关: {{名称: 某县某局}}\n", edition.name);
    text += picks.one(&[
        "",
        "日期: ~\n",
        "日期: 2025-01-10\n",
        "引言: ~\n落款: ~\n",
        "豁免: ~\n",
    ]);
    for section in &edition.sections {
        let value = match &section.table {
            None => picks.one(&texts).to_owned(),
            Some(table) => {
                let fields = table.fields.iter();
                let lines = fields.map(|field| {
                    let value = written(edition, field, wrong, picks);
                    format!("\n  {}: {value}", field.key)
                });
                lines.collect()
            }
        };
        text += &format!("{}: {value}\n", section.key);
    }
    text
}

/// Whether the program finds fault that a schema can say.
fn is_faulty(text: &str) -> Vec<String> {
    let findings = Checked::of(text).findings;
    let said = findings.iter().filter(|f| SAID.contains(&f.rule.code));
    said.map(|f| format!("{} {}", f.rule.code, f.subject.path))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_program_takes_is_valid(
        edition in select(Edition::all().iter().collect::<Vec<_>>()),
        picks in proptest::collection::vec(any::<u8>(), 300..700),
        wrong in select(vec![false, true]),
    ) {
        const WRONG: [&str; 8] = ["-9.5", "'3'", "三", "[1]", "{注: 含某某}", "true", "3 件", "{一: 1}"];
        let wrong: &[&str] = if wrong { &WRONG } else { &[] };
        let text = data_file(edition, wrong, &mut Picks { picks: &picks, next: 0 });
        let faults = faults(validator(edition), &text).expect("it is YAML");
        let findings = is_faulty(&text);
        prop_assert_eq!(faults.is_empty(), findings.is_empty(), "{:?} {:?}\n{}", faults, findings, text);
    }
}
