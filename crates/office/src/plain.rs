//! JSON for programs, many agencies in it.

use serde_json::Value;

use base::characters::visible_json;

/// A value as JSON on many lines, in which nothing steers what shows it.
pub fn pretty(value: &Value) -> String {
    visible_json(&format!("{value:#}\n")).into_owned()
}

/// An object of JSON with its agencies last, each a line: a thousand of them are long.
pub fn with_agencies(head: &Value, agencies: impl Iterator<Item = Value>) -> String {
    let head = head.to_string();
    let agencies = agencies.map(|one| visible_json(&one.to_string()).into_owned());
    format!(
        "{},\n\"agencies\": [\n{}\n]}}\n",
        visible_json(head.strip_suffix('}').unwrap_or(&head)),
        agencies.collect::<Vec<_>>().join(",\n")
    )
}
