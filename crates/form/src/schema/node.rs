//! A schema as JSON whose keywords stand in the order in which they were said.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A schema, or schemas by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema(Vec<(String, Part)>);

/// What stands behind a keyword.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Part {
    Value(Value),
    Schema(Schema),
    Schemas(Vec<Schema>),
}

impl Schema {
    /// Something that may be of any of some types; a single one is written without a list.
    pub fn of(types: &[&str]) -> Self {
        Self::default().types(types)
    }

    /// What it may be: any of these.
    pub fn types(self, types: &[&str]) -> Self {
        match types {
            [only] => self.with("type", *only),
            types => self.with("type", types),
        }
    }

    /// With a keyword and a plain value.
    pub fn with(self, keyword: &str, value: impl Into<Value>) -> Self {
        self.part(keyword, Part::Value(value.into()))
    }

    /// With another schema behind a keyword, or below a name.
    pub fn below(self, keyword: &str, schema: Schema) -> Self {
        self.part(keyword, Part::Schema(schema))
    }

    /// With several behind a keyword.
    pub fn each(self, keyword: &str, schemas: Vec<Schema>) -> Self {
        self.part(keyword, Part::Schemas(schemas))
    }

    /// With all keywords of another.
    pub fn and(mut self, other: Schema) -> Self {
        self.0.extend(other.0);
        self
    }

    fn part(mut self, keyword: &str, part: Part) -> Self {
        self.0.push((keyword.to_owned(), part));
        self
    }
}

impl<K: Into<String>> FromIterator<(K, Schema)> for Schema {
    fn from_iter<I: IntoIterator<Item = (K, Schema)>>(named: I) -> Self {
        let named = named.into_iter();
        let named = named.map(|(name, schema)| (name.into(), Part::Schema(schema)));
        Schema(named.collect())
    }
}

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(keyword, part)| (keyword, part)))
    }
}
