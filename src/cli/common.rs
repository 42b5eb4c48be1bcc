//! What commands that read data files have in common.

use std::path::PathBuf;

use clap::Args;

use super::{
    Failure, Format,
    collection::{Collection, Filed, OfYear, Reading, Reports},
    files,
};
use crate::write::pdf::Fonts;

/// Which files are read, and how the findings are written.
#[derive(Args)]
pub struct Common {
    #[command(flatten)]
    pub reports: Reports,
    #[command(flatten)]
    pub of: OfYear,
    /// 检查结果的写法：human 给人看，short 每条一行，xlsx 是每条一行的表格，json、github 给程序读；不写就是 human
    #[arg(long, value_name = "写法", default_value = "human")]
    pub format: Format,
}

impl Common {
    /// The files that the arguments lead to, with what is known of them.
    ///
    /// # Errors
    /// The roster cannot be read.
    pub fn collect(&self, alone: bool) -> Result<Collection, Failure> {
        let collection = self.reports.collect(&Reading {
            alone,
            ..Reading::default()
        })?;
        collection.tell_odd();
        Ok(collection)
    }

    /// The files that are worked on: those of the year, in the roster's order.
    pub fn wanted<'a>(&self, collection: &'a Collection) -> Vec<&'a Filed> {
        let files = collection.files().iter();
        let mut files: Vec<&Filed> = files.filter(|filed| filed.is_of(self.of.year)).collect();
        files.sort_by_key(|filed| filed.member().unwrap_or(usize::MAX));
        files
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
