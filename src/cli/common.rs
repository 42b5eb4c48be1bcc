//! What commands that read data files have in common.

use std::{
    num::NonZero,
    path::{Path, PathBuf},
    thread,
};

use clap::Args;

use super::{
    Failure, Format,
    gather::{Gathered, Input, gather},
    load::{self, Loaded},
};

/// Which files are read, and how the findings are written.
#[derive(Args)]
pub struct Common {
    /// 数据文件，或填好的工作簿、Word、网页、PDF；写文件夹就是其中（包括下级）所有的；写 - 读标准输入
    #[arg(value_name = "数据文件或文件夹", required = true)]
    files: Vec<PathBuf>,
    /// 上年的数据文件（或 Word、工作簿、网页、PDF），用于核对结转和同比
    #[arg(long, value_name = "文件")]
    previous: Option<PathBuf>,
    /// 检查结果的写法：human 给人看，short 每条一行，csv、xlsx 是每条一行的表格，json、sarif、github 给程序读；不写就是 human
    #[arg(long, value_name = "写法", default_value = "human")]
    pub format: Format,
    #[command(flatten)]
    pub jobs: Jobs,
}

impl Common {
    /// The files that the arguments lead to.
    pub fn gather(&self) -> Gathered {
        gather(&self.files)
    }

    /// Last year's data file, where it is named.
    pub fn previous(&self) -> Option<&Path> {
        self.previous.as_deref()
    }

    /// Reads and checks a file; `None` for one that was found and is no data file.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn load(&self, input: &Input, draft: bool) -> Result<Option<Loaded>, Failure> {
        load::load_input(input, self.previous.as_deref(), draft)
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
