//! `nianbao schema`: the JSON Schema of data files, for editors.

use std::path::Path;

use clap::Args;

use super::{Failure, Outcome, output::OutputFile};
use crate::form::{edition::Edition, schema::schema};

/// The arguments of `schema`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao schema -o nianbao.schema.json
  nianbao schema --edition 2019 -o nianbao-2019.schema.json")]
pub struct Arguments {
    /// 哪个版式：2019 或 2021；不写就是最新的
    #[arg(long, value_name = "版式")]
    edition: Option<String>,
    #[command(flatten)]
    output: OutputFile,
}

impl Arguments {
    /// Writes the schema; it is derived, so that an older one is replaced.
    pub fn run(self) -> Result<Outcome, Failure> {
        let edition = match self.edition {
            None => Edition::latest(),
            Some(name) => Edition::named(&name).ok_or_else(|| {
                let names = Edition::all().iter().map(|e| e.name.as_str());
                let names = names.collect::<Vec<_>>().join("、");
                format!("没有名为「{name}」的版式；版式有 {names}")
            })?,
        };
        let file = self.output.path().and_then(Path::file_name);
        let next = format!(
            "。在同一文件夹的数据文件第一行写上：\n# yaml-language-server: $schema={}",
            file.unwrap_or_default().display()
        );
        self.output.put(schema(edition).as_bytes(), &next)?;
        Ok(Outcome::Clean)
    }
}
