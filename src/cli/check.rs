//! `nianbao check`: says what is wrong.

use clap::{Args, ValueEnum};

use super::{Common, Failure, Outcome, listing::Listing};

/// The arguments of `check`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao check report.yaml                 检查一份
  nianbao check 2025/ --deny warnings       检查文件夹里的全部，有警告也算不通过
  nianbao check 2025/ --format json > 结果.json")]
pub struct Check {
    #[command(flatten)]
    common: Common,
    /// 写 warnings：有警告也算不通过
    #[arg(long, value_name = "级别")]
    deny: Option<Deny>,
}

/// What counts as an error besides errors.
#[derive(Clone, Copy, ValueEnum)]
enum Deny {
    /// 警告
    Warnings,
}

impl Check {
    /// Checks every file; one that cannot be read does not keep the others from being checked.
    pub fn run(self) -> Result<Outcome, Failure> {
        let gathered = self.common.gather();
        let mut listing = Listing::new(self.common.format, self.deny.is_some(), &gathered);
        gathered.each(
            &self.common.jobs,
            |input| self.common.load(input, false),
            |input, read, progress| listing.take(input, read, progress),
        );
        Ok(listing.close())
    }
}
