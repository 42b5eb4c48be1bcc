//! `nianbao check`: says what is wrong.

use clap::{Args, ValueEnum};

use super::{
    Common, Failure, Outcome, complain,
    load::{self, Loaded},
    parallel,
};

/// The arguments of `check`.
#[derive(Args)]
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
        let mut loaded: Vec<Loaded> = Vec::new();
        let mut unread = false;
        let previous = self.common.previous.as_deref();
        let results = parallel::map(&self.common.files, |path| load::load(path, previous, false));
        for result in results {
            match result {
                Ok(file) => loaded.push(file),
                Err(message) => {
                    complain(&message);
                    unread = true;
                }
            }
        }
        load::show(&loaded, self.common.format);
        Ok(match unread {
            true => Outcome::Failed,
            false => load::outcome(&loaded, self.deny.is_some()),
        })
    }
}
