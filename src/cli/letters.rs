//! Letters to agencies, numbered by round: written once, then the office's own.

use std::path::PathBuf;

use clap::{Args, builder::PossibleValuesParser, builder::TypedValueParser};

use super::{
    Failure,
    output::{self, AtomicFile, Survey},
    rollup::date,
};
use crate::{
    base::{
        date::Date,
        diagnostic::terminal::{Terminal, safe},
    },
    office::status::{self, Board, Sending, State},
};

/// Which letters are written.
#[derive(Args)]
pub struct Letters {
    /// 给每家要改的机关写一份修改意见，放到这个文件夹；按次编号，已有的不动
    #[arg(long, value_name = "文件夹")]
    pub notes: Option<PathBuf>,
    /// 修改意见由谁发出，写在落款处，如 某县政府办公室；日期是当天
    #[arg(long, value_name = "单位", requires = "notes")]
    sender: Option<String>,
    /// 修改意见里要求报回的日期，写作 2026-02-10
    #[arg(long, value_name = "日期", requires = "notes", value_parser = date)]
    back: Option<Date>,
    /// 修改意见的格式：docx、html、md；不写就是 docx
    #[arg(long, value_name = "格式", default_value = "docx", value_parser = format())]
    notes_format: Survey,
}

/// How letters may be written.
fn format() -> impl TypedValueParser<Value = Survey> {
    PossibleValuesParser::new(["docx", "html", "md"]).map(|name| match &*name {
        "html" => Survey::Html,
        "md" => Survey::Md,
        _ => Survey::Docx,
    })
}

impl Letters {
    /// Writes a letter to every agency that has something to do, each for the round that is
    /// told by its name. One that is there stays as it is: the office may have added to it.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(&self, board: &mut Board) -> Result<(), Failure> {
        let Some(folder) = &self.notes else {
            return Ok(());
        };
        let sending = Sending {
            by: self.sender.clone().map(|name| (name, board.term.as_of)),
            back: self.back,
        };
        output::make_folder(folder)?;
        let (mut written, mut kept) = (0, 0);
        let mut own: Vec<PathBuf> = Vec::new();
        let format = self.notes_format;
        for at in 0..board.lines.len() {
            let line = &board.lines[at];
            let Some(letter) = status::letter(board, line, &sending) else {
                continue;
            };
            let number = match line.state {
                State::Missing => "催报".to_owned(),
                _ => format!("第{}次", line.round()),
            };
            let mut stem = output::file_name(&line.name);
            let path =
                |stem: &str| folder.join(format!("{stem}-{number}.{}", output::name(format)));
            while own.contains(&path(&stem)) {
                stem.push('_');
            }
            let path = path(&stem);
            match path.exists() {
                true => kept += 1,
                false => {
                    let bytes = output::rendered(letter, format, "", Terminal::default())?;
                    AtomicFile::derived(&path, &bytes)?.commit()?;
                    written += 1;
                }
            }
            board.lines[at].note = Some(path.display().to_string());
            own.push(path);
        }
        let place = safe(&folder.display().to_string()).into_owned();
        eprintln!("已生成 {written} 份修改意见，在 {place}");
        if kept > 0 {
            eprintln!("另有 {kept} 份已经写过，没有动；要重写先移走");
        }
        Ok(())
    }
}
