//! What commands that read data files have in common.

use std::path::PathBuf;

use clap::Args;

use super::{
    Format,
    gather::{Gathered, gather},
    parallel,
};

/// Which files are read, and how the findings are written.
#[derive(Args)]
pub struct Common {
    /// 数据文件；写文件夹就是其中（包括下级）所有的 .yaml 和 .yml
    #[arg(value_name = "数据文件或文件夹", required = true)]
    pub files: Vec<PathBuf>,
    /// 上年的数据文件，用于核对结转和同比
    #[arg(long, value_name = "文件")]
    pub previous: Option<PathBuf>,
    /// 检查结果的写法：human 给人看，short 每条一行，json、sarif、github 给程序读；不写就是 human
    #[arg(long, value_name = "写法", default_value = "human")]
    pub format: Format,
    /// 同时处理几个文件；不写就用上全部处理器
    #[arg(long, value_name = "个数", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
}

impl Common {
    /// The files that the arguments lead to.
    pub fn gather(&self) -> Gathered {
        gather(&self.files)
    }

    /// How many files are worked on at once.
    pub fn jobs(&self) -> usize {
        jobs(self.jobs)
    }
}

/// How many files are worked on at once, as far as somebody says.
pub fn jobs(stated: Option<u16>) -> usize {
    stated.map_or_else(parallel::cores, usize::from)
}
