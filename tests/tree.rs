//! The tree of a data file reads what `serde-saphyr` reads, and says where it stands.

use std::{fmt, path::PathBuf, sync::LazyLock};

use nianbao::base::{
    source::Sources,
    yaml::{Node, Style, Value, parse},
};
use proptest::{prelude::*, sample::select};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, NonFiniteFloatPolicy};

use crate::common::{files, read, root};

/// What a text says, as far as both readers tell.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    Null,
    Words(String),
    /// What the other reader takes for a number or a boolean: the words are not told.
    Typed,
    List(Vec<Said>),
    Map(Vec<(Said, Said)>),
}

struct Saying;

macro_rules! typed {
    ($($visit:ident $kind:ty),*) => {
        $(fn $visit<E>(self, _: $kind) -> Result<Said, E> {
            Ok(Said::Typed)
        })*
    };
}

impl<'de> Visitor<'de> for Saying {
    type Value = Said;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Said, E> {
        Ok(Said::Null)
    }

    fn visit_none<E>(self) -> Result<Said, E> {
        Ok(Said::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Said, D::Error> {
        Said::deserialize(deserializer)
    }

    typed!(visit_bool bool, visit_i64 i64, visit_u64 u64, visit_i128 i128, visit_u128 u128, visit_f64 f64);

    fn visit_str<E>(self, text: &str) -> Result<Said, E> {
        Ok(match text {
            // A number that is too large for the other reader.
            ".inf" | "-.inf" | ".nan" => Said::Typed,
            _ => Said::Words(text.to_owned()),
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Said, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Said::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Said, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = access.next_key()? {
            entries.push((key, access.next_value()?));
        }
        Ok(Said::Map(entries))
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Saying)
    }
}

fn oracle(text: &str) -> Result<Said, String> {
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        strict_booleans: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| error.to_string())
}

/// Where a tree says something else than the other reader, if it does.
fn differs(node: &Node, said: &Said) -> Option<String> {
    let unlike = || Some(format!("{:?} is not {said:?}", node.value));
    match (&node.value, said) {
        (Value::Null, Said::Null) => None,
        (Value::Scalar(scalar), Said::Words(words)) if scalar.text == *words => None,
        (Value::Scalar(scalar), Said::Typed) if scalar.style == Style::Plain => None,
        (Value::List(items), Said::List(said)) if items.len() == said.len() => {
            let mut both = items.iter().zip(said);
            both.find_map(|(item, said)| differs(item, said))
        }
        (Value::Map(entries), Said::Map(said)) => {
            // Of a key that is written twice the other reader may tell only the last.
            let is_last = |at: usize| entries[at + 1..].iter().all(|it| it.key != entries[at].key);
            let all = entries.len() == said.len();
            let kept = (0..entries.len()).filter(|at| all || is_last(*at));
            let kept: Vec<_> = kept.map(|at| &entries[at]).collect();
            if kept.len() != said.len() {
                return unlike();
            }
            let mut both = kept.into_iter().zip(said);
            both.find_map(|(entry, (key, value))| match key {
                Said::Words(words) if *words != entry.key => {
                    Some(format!("{words:?} is not {entry:?}"))
                }
                _ => differs(&entry.node, value),
            })
        }
        _ => unlike(),
    }
}

/// What does not lie within the place of what holds it, in the text's order.
fn misplaced<'t>(node: &'t Node, text: &str) -> Option<&'t Node> {
    let own = node.span.range();
    let inside = |from: usize, to: usize| own.start <= from && from <= to && to <= own.end;
    let parts: Vec<(usize, usize)> = match &node.value {
        Value::Null => return None,
        Value::Scalar(scalar) => {
            let plain = scalar.style != Style::Plain
                || scalar.text.contains('\n')
                || text[own.clone()].contains('\n');
            return (!plain && text[own] != scalar.text).then_some(node);
        }
        Value::List(items) => items
            .iter()
            .map(|item| item.span.range())
            .map(|at| (at.start, at.end))
            .collect(),
        Value::Map(entries) => entries
            .iter()
            .map(|entry| (entry.key_span.range().start, entry.end()))
            .collect(),
    };
    let brackets = match node.flow {
        true => {
            text[own.clone()].starts_with(['{', '[']) && text[own.clone()].ends_with(['}', ']'])
        }
        false => true,
    };
    let ordered = parts.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    let nodes: Vec<&Node> = match &node.value {
        Value::List(items) => items.iter().collect(),
        _ => node.entries().iter().map(|entry| &entry.node).collect(),
    };
    let sound = brackets && ordered && parts.iter().all(|(from, to)| inside(*from, *to));
    match sound {
        true => nodes.into_iter().find_map(|node| misplaced(node, text)),
        false => Some(node),
    }
}

/// Whether a list or a map is a key, which the other reader drops where it is there twice.
fn has_odd_keys(said: &Said) -> bool {
    match said {
        Said::Null | Said::Words(_) | Said::Typed => false,
        Said::List(items) => items.iter().any(has_odd_keys),
        Said::Map(entries) => entries
            .iter()
            .any(|(key, value)| matches!(key, Said::List(_) | Said::Map(_)) || has_odd_keys(value)),
    }
}

#[track_caller]
fn compare(text: &str) -> Result<bool, String> {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text);
    let Ok(tree) = parse(&sources, file) else {
        return Ok(false);
    };
    let text = sources.get(file).text();
    let said = oracle(text)?;
    if has_odd_keys(&said) {
        return Ok(false);
    }
    match (differs(&tree, &said), misplaced(&tree, text)) {
        (None, None) => Ok(true),
        (Some(what), _) => Err(what),
        (_, Some(node)) => Err(format!("{node:?} lies elsewhere")),
    }
}

/// The data files of the project.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folders = [
        "examples",
        "tests/fixtures",
        "tests/forms",
        "tests/pdf",
        "tests/charts",
        "tests/county",
    ];
    let folders = folders.into_iter().filter(|folder| root(folder).is_dir());
    let paths: Vec<PathBuf> = folders.flat_map(|folder| files(folder, "yaml")).collect();
    paths.iter().map(|path| read(path)).collect()
});

#[test]
fn every_file_says_what_another_reader_reads() {
    let read = TEXTS.iter().filter(|text| match compare(text) {
        Ok(read) => read,
        Err(why) => panic!("{why}\n{text}"),
    });
    assert!(read.count() > 60);
}

#[test]
fn marks_and_keys_written_twice_in_brackets_are_read_alike() {
    for (open, close) in [("{", "}"), ("[", "]")] {
        for mark in [
            "---",
            "---\n",
            "--- ",
            "...\n",
            "---\n---\n",
            "\n---\n",
            "\n ---\n",
            "甲---\n",
        ] {
            for (before, after) in [
                ("甲: ~3, 0,", ", 乙: 1"),
                ("甲: ~3, 0,", ", 1, 0, 0, 0"),
                ("3, 0,", ", ---\n, 1, 0"),
                ("", ""),
                ("甲: ", ""),
                ("0, ", "0"),
            ] {
                let text = format!("申请: {open}{before}{mark}{after}{close}\n其他: 0\n");
                if let Err(why) = compare(&text) {
                    panic!("{why}\n{text}");
                }
            }
        }
    }
}

/// What hands do to a file.
fn mistakes() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, String)>> {
    let words = [
        "", " ", "\n", "  ", "\t", ":", ": ", "：", ",", "{", "}", "[", "]", "- ", "#", " # 甲",
        "'", "\"", "|", "|\n", ">-\n", "~", "null", "1e3", "0x1F", "\r\n", "? ", "& ", "*", "!x ",
        "---\n", "甲: 1\n", "\n\n  ",
    ];
    let one = (
        any::<prop::sample::Index>(),
        0..4_usize,
        select(words.map(str::to_owned).to_vec()),
    );
    prop::collection::vec(one, 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_file_with_mistakes_says_what_another_reader_reads(
        which in any::<prop::sample::Index>(),
        mistakes in mistakes(),
    ) {
        let short: Vec<&String> = TEXTS.iter().filter(|text| text.len() < 3000).collect();
        let mut text = (*which.get(&short)).clone();
        for (at, gone, come) in mistakes {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.ceil_char_boundary((start + gone).min(text.len()));
            text.replace_range(start..end, &come);
        }
        if let Err(why) = compare(&text) {
            prop_assert!(false, "{why}\n{text}");
        }
    }
}
