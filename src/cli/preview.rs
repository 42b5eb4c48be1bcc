//! `nianbao preview`: the workbench of a data file where nothing may be changed.

use std::path::PathBuf;

use clap::Args;

use super::{
    Failure, Outcome,
    common::Faces,
    edit::{Window, Wishes, serve},
};

/// The arguments of `preview`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao preview report.yaml
  nianbao preview report.yaml --port 8000 --no-open    把显示的网址复制到浏览器里打开")]
pub struct Preview {
    /// 数据文件
    #[arg(value_name = "数据文件")]
    file: PathBuf,
    #[command(flatten)]
    window: Window,
    /// 上年的数据文件，用于核对结转和同比
    #[arg(long, value_name = "文件")]
    previous: Option<PathBuf>,
    /// 用这个文件夹里的模板代替自带的
    #[arg(long, value_name = "文件夹")]
    templates: Option<PathBuf>,
    #[command(flatten)]
    faces: Faces,
}

impl Preview {
    /// Serves until Ctrl-C ends the program.
    pub fn run(self) -> Result<Outcome, Failure> {
        let fonts = self.faces.read()?;
        if self.file.is_dir() {
            return Err("预览只看一份数据文件；打开文件夹用 nianbao edit".to_owned());
        }
        let wishes = Wishes {
            previous: self.previous,
            templates: self.templates,
            readonly: true,
        };
        serve(&self.file, wishes, fonts, &self.window)
    }
}
