//! Letters to agencies, numbered by round: written once, then the office's own.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{
    Failure,
    output::{self, AtomicFile},
    rollup::date,
};
use crate::{
    base::{date::Date, diagnostic::terminal::safe},
    document::Document,
    office::status::{self, Board, Sending, State},
    write::{Templates, docx, html, markdown, pdf::Fonts},
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
    #[arg(long, value_name = "格式", default_value = "docx")]
    notes_format: Form,
}

/// How letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Word
    Docx,
    /// A page
    Html,
    /// Markdown
    Md,
}

impl Letters {
    /// Who sends them, and what is asked for.
    pub fn sending(&self, as_of: Option<Date>) -> Sending {
        Sending {
            by: self.sender.clone().map(|name| (name, as_of)),
            back: self.back,
        }
    }

    /// Writes a letter to every agency that has something to do, each for the round that is
    /// told by its name. One that is there stays as it is: the office may have added to it.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(&self, board: &mut Board, sending: &Sending) -> Result<(), Failure> {
        let Some(folder) = &self.notes else {
            return Ok(());
        };
        output::make_folder(folder)?;
        let (mut written, mut kept) = (0, 0);
        let mut own: Vec<PathBuf> = Vec::new();
        for at in 0..board.lines.len() {
            let line = &board.lines[at];
            let received = line.received.as_ref();
            let round = received.map_or(1, |received| received.round);
            let Some(letter) = status::letter(board, line, sending, round) else {
                continue;
            };
            let number = match line.state {
                State::Missing => "催报".to_owned(),
                _ => format!("第{round}次"),
            };
            let mut stem = output::file_name(&line.name);
            let mut path = folder.join(self.named(&stem, &number));
            while own.contains(&path) {
                stem.push('_');
                path = folder.join(self.named(&stem, &number));
            }
            match path.exists() {
                true => kept += 1,
                false => {
                    AtomicFile::derived(&path, &self.bytes(&letter)?)?.commit()?;
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

    fn named(&self, stem: &str, number: &str) -> PathBuf {
        let ending = match self.notes_format {
            Form::Docx => "docx",
            Form::Html => "html",
            Form::Md => "md",
        };
        Path::new(&format!("{stem}-{number}.{ending}")).to_owned()
    }

    fn bytes(&self, letter: &Document) -> Result<Vec<u8>, Failure> {
        Ok(match self.notes_format {
            Form::Docx => {
                let made = docx::render(letter, &Fonts::bundled());
                made.map_err(|error| error.to_string())?
            }
            Form::Html => {
                let page = html::results(letter, "");
                page.map_err(|error| error.to_string())?.into_bytes()
            }
            Form::Md => {
                let templates = Templates::new(&Default::default());
                let templates = templates.map_err(|error| error.to_string())?;
                let text = markdown::render(letter, &templates);
                text.map_err(|error| error.to_string())?.into_bytes()
            }
        })
    }
}
