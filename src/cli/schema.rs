//! `nianbao schema`: the JSON Schema of data files, for editors.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Outcome, output};
use crate::{
    form::{edition::Edition, schema::schema},
    ground::diagnostic::terminal::safe,
};

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
    /// 写到这个文件；不写或写 - 就显示在屏幕上
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
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
        let text = schema(edition);
        let Some(path) = output::named(self.output.as_deref()) else {
            output::show(text.as_bytes())?;
            return Ok(Outcome::Clean);
        };
        output::write(path, text.as_bytes())?;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        eprintln!(
            "已生成 {}。在同一文件夹的数据文件第一行写上：\n\
             # yaml-language-server: $schema={}",
            safe(&path.display().to_string()),
            safe(&file),
        );
        Ok(Outcome::Clean)
    }
}
