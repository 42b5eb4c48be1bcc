//! What the schema says of one place, for an editor that asks the program itself.

use super::{
    file,
    node::{Others, Schema},
};
use crate::form::edition::Edition;

/// The schema of an edition, to be asked.
#[derive(Debug)]
pub struct Guide {
    root: Schema,
}

/// What may stand at a place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    schema: &'a Schema,
    guide: &'a Guide,
}

impl Guide {
    /// The guide to an edition's data files.
    pub fn of(edition: &Edition) -> Self {
        Guide {
            root: file(edition),
        }
    }

    /// The place that keys lead to, from the top level on; the items of a list count
    /// as the list.
    pub fn at<'k>(&self, keys: impl IntoIterator<Item = &'k str>) -> Option<Place<'_>> {
        let start = Place {
            schema: &self.root,
            guide: self,
        };
        keys.into_iter()
            .try_fold(start, |place, key| place.below(key))
    }
}

impl<'a> Place<'a> {
    /// What is printed, or what it is.
    pub fn title(self) -> &'a str {
        self.schema.title.as_deref().unwrap_or_default()
    }

    /// How it is written; that it is printed as its title need not be said beside it.
    pub fn description(self) -> &'a str {
        let words = self.schema.description.as_deref().unwrap_or_default();
        let printed = super::printed("", self.title());
        words.strip_prefix(printed.as_str()).unwrap_or(words)
    }

    /// The keys that may stand here, each with its place.
    pub fn keys(self) -> impl Iterator<Item = (&'a str, Place<'a>)> {
        let properties = self.inner().properties.0.iter();
        properties.map(move |(key, schema)| (key.as_str(), self.resolved(schema)))
    }

    /// The words that may stand here, if only some may, each with what it means.
    pub fn values(self) -> Vec<(String, String)> {
        let word = |value: &serde_json::Value| match value {
            serde_json::Value::Null => "~".to_owned(),
            serde_json::Value::String(word) => word.clone(),
            other => other.to_string(),
        };
        let own = self.schema.values.iter();
        let own = own.map(|value| (word(value), String::new()));
        let choices = self.schema.one_of.iter().flat_map(|choice| {
            let title = choice.title.clone().unwrap_or_default();
            let values = choice.values.iter();
            values.map(move |value| (word(value), title.clone()))
        });
        own.chain(choices).collect()
    }

    /// Whether a row of figures may stand here.
    pub fn is_row(self) -> bool {
        !self.schema.prefix_items.is_empty()
    }

    fn below(self, key: &str) -> Option<Place<'a>> {
        let inner = self.inner();
        let known = inner.properties.0.iter().find(|(known, _)| known == key);
        match (known, &inner.additional_properties) {
            (Some((_, schema)), _) => Some(self.resolved(schema)),
            (None, Some(Others::Like(schema))) => Some(self.resolved(schema)),
            (None, _) => None,
        }
    }

    /// The items of a list, else the place itself.
    fn inner(self) -> &'a Schema {
        self.schema.items.as_deref().unwrap_or(self.schema)
    }

    fn resolved(self, schema: &'a Schema) -> Place<'a> {
        let name = schema.reference.as_deref();
        let name = name.and_then(|reference| reference.strip_prefix("#/$defs/"));
        let definitions = &self.guide.root.definitions.0;
        let found = name.and_then(|name| definitions.iter().find(|(known, _)| known == name));
        Place {
            schema: found.map_or(schema, |(_, schema)| schema),
            ..self
        }
    }
}
