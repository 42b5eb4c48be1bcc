//! The keys of a map: known, doubled, missing, or meant for another.

use std::collections::HashSet;

use strsim::jaro;

use super::reader::Reader;
use crate::edition::Edition;
use base::{
    diagnostic::{
        Finding, Fix, MOST_TOLD, Subject, either, message, rules,
        terminal::{excerpt, safe},
    },
    source::Span,
    yaml::{Entry, Value, figures},
};

impl Reader<'_> {
    /// The entries whose keys are known, each once; the others are found fault with.
    pub(super) fn known<'a>(
        &mut self,
        entries: &'a [Entry],
        keys: &[&str],
        path: &str,
    ) -> Vec<&'a Entry> {
        let mut kept: Vec<&Entry> = Vec::new();
        let stated: HashSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        let missing = keys.iter().copied();
        let missing: Vec<&str> = missing.filter(|key| !stated.contains(key)).collect();
        let mut strange = 0;
        for entry in entries {
            if let Some(first) = kept.iter().find(|other| other.key == entry.key) {
                let twice = self.twice("", first, entry, &join(path, &entry.key));
                let help = "只留下对的那一处，删去另一处";
                self.push(twice.label("第二次").help(help));
            } else if keys.contains(&entry.key.as_str()) {
                kept.push(entry);
            } else {
                strange += 1;
                let guess = match strange > MOST_TOLD {
                    true => None,
                    false => guess(entry.key.trim(), keys, &missing, path),
                };
                let above = self.edition.subject(path);
                let mut finding = unknown(entry, keys, guess, &missing, above);
                // One row of an older form is a group of several in another.
                let column = |row: &&str| join(&join(path, row), &entry.key);
                if keys
                    .iter()
                    .any(|row| self.edition.find(&column(row)).is_some())
                {
                    let rows = keys.join("、");
                    finding.help = format!("这里分成几行，数写在各行里：{rows}").into();
                }
                self.push(finding);
            }
        }
        kept
    }

    /// What is said of a key that is written twice; `what` is what keys are there.
    pub(super) fn twice(&self, what: &str, first: &Entry, entry: &Entry, path: &str) -> Finding {
        let (key, line) = (&entry.key, self.sources.start(first.key_span).line);
        let message = either(
            format!("{what}「{key}」写了两次，第一次在第 {line} 行"),
            format!("{what}「{key}」写了两次"),
        );
        let finding = Finding::new(&rules::DUPLICATE_KEY, entry.key_span, message);
        finding.at(path).related(first.key_span, "第一次")
    }

    /// Finds fault with required keys that are absent and that no misspelt key stands for.
    pub(super) fn require(
        &mut self,
        entries: &[&Entry],
        required: &[&str],
        place: Span,
        path: &str,
    ) {
        for key in required {
            let path = join(path, key);
            if entries.iter().any(|entry| entry.key == *key) || self.misspelt(&path) {
                continue;
            }
            let part = self.edition.subject(&path);
            let message = message!(part; "缺少「{part}」");
            let help = either(format!("补上「{key}: …」"), "补上它");
            self.fault(&rules::MISSING_KEY, place, &path, message, help);
        }
    }

    /// Whether an unknown key was already taken for a misspelling of this one.
    pub(super) fn misspelt(&self, path: &str) -> bool {
        let same = |finding: &Finding| {
            finding.rule == &rules::UNKNOWN_KEY
                && finding.expected.as_deref() == path.rsplit('.').next()
                && parent(&finding.subject.path) == parent(path)
        };
        self.findings.iter().any(same)
    }
}

/// A path with one more key.
pub(super) fn join(path: &str, key: &str) -> String {
    match path {
        "" => key.to_owned(),
        path => format!("{path}.{key}"),
    }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(parent, _)| parent)
}

/// The finding for a key that the form does not have at a place.
fn unknown(
    entry: &Entry,
    keys: &[&str],
    guess: Option<&str>,
    missing: &[&str],
    above: Subject,
) -> Finding {
    let place = match above.path.is_empty() {
        true => either("数据文件的最外层", "格式里"),
        false => message!(above; "「{above}」下面"),
    };
    let key = entry.key.trim();
    let message = message!(place; "{place}没有「{key}」这一项");
    let finding = Finding::new(&rules::UNKNOWN_KEY, entry.key_span, message);
    let mut finding = finding.at(join(&above.path, key)).stated(key);
    let help = match (key.split_once('：'), guess) {
        (Some((before, _)), _) => {
            let right = half_width(key).unwrap_or_else(|| format!("{}: …", safe(before)));
            format!(
                "冒号、逗号要用半角，后面加一个空格：写作 {}",
                excerpt(&right, 40)
            )
        }
        (None, Some(guess)) => format!("是不是「{guess}」？这里可以写：{}", keys.join("、")),
        (None, None) => format!("这里可以写：{}", keys.join("、")),
    };
    finding.help = either(help, "在全文里把它改成格式里的一项，或删去它");
    let right = half_width(key).filter(|_| guess.is_some());
    if let (Some(right), Value::Null) = (right, &entry.node.value) {
        finding.fix = Some(Fix {
            title: "改成半角标点".into(),
            edits: vec![(entry.key_span, right)],
            safe: true,
        });
    }
    finding.expected = guess
        .filter(|guess| missing.contains(guess))
        .map(str::to_owned);
    finding
}

/// What a key that has its value in it says, in half-width marks: figures, or one word.
fn half_width(key: &str) -> Option<String> {
    let (before, word) = key.split_once('：')?;
    let one = !word.contains([':', '：', '，', ',']) && !word.trim().is_empty();
    figures(key).or_else(|| one.then(|| format!("{before}: {}", word.trim())))
}

/// The key that an author most likely means: one that is missing before the others.
fn guess<'a>(key: &str, keys: &[&'a str], missing: &[&'a str], path: &str) -> Option<&'a str> {
    match key.split_once('：') {
        Some((before, _)) => keys.iter().find(|known| **known == before).copied(),
        None => closest(key, missing, path).or_else(|| closest(key, keys, path)),
    }
}

/// The key that is most like another: by its letters, or by the official heading.
fn closest<'a>(key: &str, keys: &[&'a str], path: &str) -> Option<&'a str> {
    let heading = keys.iter().find(|known| {
        let path = join(path, known);
        Edition::all().iter().any(|edition| {
            let field = edition.field(&path);
            field.is_some_and(|field| bare(&field.heading) == bare(key))
        })
    });
    let alike = |known: &str| match known.contains(key) || key.contains(known) {
        true => 0.9,
        false => jaro(key, known),
    };
    heading.copied().or_else(|| {
        let best = keys.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)))?;
        (alike(best) > 0.6).then_some(*best)
    })
}

/// A heading without its number and spaces.
fn bare(heading: &str) -> String {
    let words = heading.trim_start_matches(|c: char| {
        c.is_ascii_digit() || "（）()、.．一二三四五六七八九十 ".contains(c)
    });
    words.split_whitespace().collect()
}
