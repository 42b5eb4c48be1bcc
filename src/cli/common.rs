//! What commands that read data files have in common.

use std::{num::NonZero, path::PathBuf, sync::OnceLock, thread};

use clap::Args;

use super::{
    Failure, Format, files,
    gather::{Gathered, Input, gather},
    last_years::{Last, Years},
    load::{self, Loaded},
    open::Open,
    roster,
};
use crate::write::pdf::Fonts;

/// Which files are read, and how the findings are written.
#[derive(Args)]
pub struct Common {
    /// 数据文件，或填好的工作簿、Word、网页、PDF；写文件夹就是其中（包括下级）所有的；写 - 读标准输入
    #[arg(value_name = "数据文件或文件夹", required = true)]
    files: Vec<PathBuf>,
    /// 上年的报告（数据文件、工作簿、Word、网页、PDF），用于核对结转和同比；写文件夹就各找各的
    #[arg(long, value_name = "文件或文件夹")]
    previous: Option<PathBuf>,
    /// 机关名册：--previous 写文件夹时，改了名的机关按别名对上
    #[arg(long, value_name = "名册", requires = "previous")]
    roster: Option<PathBuf>,
    #[arg(skip)]
    years: OnceLock<Years>,
    /// 检查结果的写法：human 给人看，short 每条一行，csv、xlsx 是每条一行的表格，json、github 给程序读；不写就是 human
    #[arg(long, value_name = "写法", default_value = "human")]
    pub format: Format,
    #[command(flatten)]
    pub jobs: Jobs,
}

impl Common {
    /// The files that the arguments lead to, once it is known which of last year's are whose.
    ///
    /// # Errors
    /// The roster cannot be read.
    pub fn gather(&self) -> Result<Gathered, Failure> {
        let mut gathered = gather(&self.files).without(self.roster.as_deref());
        if let Some(folder) = self.previous.as_deref().filter(|path| path.is_dir()) {
            let roster = roster::named(self.roster.as_deref())?;
            let mut years = Years::read(folder, roster, &self.jobs);
            gathered.complaints.append(&mut years.complaints);
            self.years.get_or_init(|| years);
        }
        Ok(gathered)
    }

    /// Where last year's reports are.
    pub fn last(&self) -> Last<'_> {
        match self.years.get() {
            Some(years) => Last::Among(years),
            None => self.previous.as_deref().into(),
        }
    }

    /// Reads and checks a file; `None` for one that was found and is no data file.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn load(&self, input: &Input, draft: bool) -> Result<Option<Loaded>, Failure> {
        let mut loaded = load::load_input(input, self.last(), Open::none())?;
        if let Some(file) = loaded.as_mut().filter(|_| draft) {
            file.opened.findings = file.as_draft();
        }
        Ok(loaded)
    }
}

/// What PDFs are set in.
#[derive(Args, Default)]
pub struct Faces {
    /// 先用这个文件夹里的字体（仿宋、小标宋、黑体、楷体）；写「系统」就用本机的。自带的正文是宋体
    #[arg(long, value_name = "文件夹")]
    pub fonts: Option<PathBuf>,
}

impl Faces {
    /// Reads them.
    ///
    /// # Errors
    /// The folder or a font in it cannot be used.
    pub fn read(&self) -> Result<Fonts, Failure> {
        let own = self.fonts.as_deref().map(files::fonts);
        own.unwrap_or_else(|| Ok(Fonts::bundled()))
    }
}

/// How many files are worked on at once.
#[derive(Args)]
pub struct Jobs {
    /// 同时处理几个文件；不写就用上全部处理器
    #[arg(long, value_name = "个数", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

impl Jobs {
    /// The number that was stated, else that of the processors.
    pub fn count(&self) -> usize {
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        self.jobs.map_or_else(cores, usize::from)
    }
}
