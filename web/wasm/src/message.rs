//! Messages: JSON, and the bytes of files behind it.

use std::{collections::BTreeMap, sync::Arc};

use nianbao::edit::workbench::{Reading, Refusal, Request};
use serde_json::{Value, json};

/// What is asked.
pub struct Message<'a> {
    json: Value,
    blobs: Vec<&'a [u8]>,
}

/// What is answered.
pub struct Reply {
    json: Value,
    blobs: Vec<Vec<u8>>,
}

fn broken() -> Refusal {
    Refusal::new(
        "读不懂这个请求",
        "按说明里的格式写：长度、JSON、各文件的字节",
    )
}

impl<'a> Message<'a> {
    /// Reads a message, whatever its bytes are.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let (length, rest) = bytes.split_first_chunk().ok_or_else(broken)?;
        let length = u32::from_le_bytes(*length) as usize;
        let (words, mut rest) = rest.split_at_checked(length).ok_or_else(broken)?;
        let json: Value = serde_json::from_slice(words).map_err(|_| broken())?;
        let lengths = json.get("blobs").and_then(Value::as_array);
        let mut blobs = Vec::new();
        for length in lengths.into_iter().flatten() {
            let length = length
                .as_u64()
                .and_then(|length| usize::try_from(length).ok());
            let split = length.and_then(|length| rest.split_at_checked(length));
            let (blob, after) = split.ok_or_else(broken)?;
            blobs.push(blob);
            rest = after;
        }
        match rest {
            [] => Ok(Message { json, blobs }),
            _ => Err(broken()),
        }
    }

    /// A value by its key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.json.get(key).filter(|value| !value.is_null())
    }

    /// A word by its key.
    pub fn word(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// A number by its key; 0 where there is none.
    pub fn number(&self, key: &str) -> u64 {
        self.get(key)
            .and_then(Value::as_f64)
            .map_or(0, |number| number as u64)
    }

    /// The names of files.
    pub fn names(&self) -> Vec<String> {
        let names = self
            .get("names")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        names
            .filter_map(|name| Some(name.as_str()?.to_owned()))
            .collect()
    }

    /// The bytes of files.
    pub fn blobs(&self) -> &[&'a [u8]] {
        &self.blobs
    }

    /// Files by name, each with its bytes.
    pub fn files(&self) -> Result<Vec<(String, &'a [u8])>, Refusal> {
        let names = self.names();
        match names.len() == self.blobs.len() {
            true => Ok(names.into_iter().zip(self.blobs.iter().copied()).collect()),
            false => Err(broken()),
        }
    }

    /// What a page asks.
    pub fn request(&self) -> Result<Request, Refusal> {
        let request = self.get("request").cloned().unwrap_or(Value::Null);
        let unread = |_| Refusal::new("读不懂页面的请求", "刷新页面再试");
        serde_json::from_value(request).map_err(unread)
    }

    /// What the readers said of files, by their names.
    pub fn readings(&self) -> Result<BTreeMap<String, Reading>, Refusal> {
        let readings = self.get("readings").cloned();
        let readings = readings.map(serde_json::from_value);
        readings
            .unwrap_or(Ok(BTreeMap::new()))
            .map_err(|_| broken())
    }

    /// It asks for what is not done here.
    pub fn unknown() -> Refusal {
        Refusal::new("没有这种请求", "看说明里「do」能写什么")
    }
}

impl Reply {
    /// An answer without files.
    pub fn of(json: Value) -> Self {
        Reply {
            json,
            blobs: Vec::new(),
        }
    }

    /// An answer with the bytes of files.
    pub fn with(json: Value, blobs: Vec<Vec<u8>>) -> Self {
        Reply { json, blobs }
    }

    /// With the files that the readers are wanted for, behind all others.
    pub fn lacking(mut self, unread: Vec<(String, Arc<[u8]>)>) -> Self {
        if !unread.is_empty() {
            let names: Vec<&String> = unread.iter().map(|(name, _)| name).collect();
            self.json["unread"] = json!(names);
        }
        let bytes = unread.iter().map(|(_, bytes)| bytes.to_vec());
        self.blobs.extend(bytes);
        self
    }

    /// The message.
    pub fn bytes(mut self) -> Vec<u8> {
        if let (Value::Object(entries), false) = (&mut self.json, self.blobs.is_empty()) {
            let lengths: Vec<usize> = self.blobs.iter().map(Vec::len).collect();
            entries.insert("blobs".to_owned(), json!(lengths));
        }
        let words = self.json.to_string();
        let mut bytes = (words.len() as u32).to_le_bytes().to_vec();
        bytes.extend_from_slice(words.as_bytes());
        for blob in self.blobs {
            bytes.extend_from_slice(&blob);
        }
        bytes
    }
}
