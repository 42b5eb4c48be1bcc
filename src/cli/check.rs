//! `nianbao check`: says what is wrong, and mends what has one safe answer if asked to.

use clap::{Args, ValueEnum};

use super::{
    Common, Failure, Format, Outcome,
    gather::{self, Input},
    listing::Listing,
    mend::{self, Mended},
    output::{self, AtomicFile, OutputFile},
};
use crate::base::diagnostic::terminal::safe;

/// The arguments of `check`.
#[derive(Args)]
#[command(mut_arg("output", |arg| arg.help("检查结果写到这个文件；不写或写 - 就送到标准输出。文件名以 .xlsx 结尾的写成表格，.json 的给程序读")))]
#[command(after_help = "\
例:
  nianbao check report.yaml                 检查一份
  nianbao check report.yaml > 问题.txt      把检查结果存成文件
  nianbao check report.yaml --fix           改好只有一种改法的写法，再检查
  nianbao check 报送/ --year 2025           只查这一年度的，上年的在其中找
  nianbao check 2025/ --deny warnings       检查文件夹里的全部，有警告也算不通过
  nianbao check 2025/ -o 问题.xlsx          写成 Excel 工作簿，每条一行
  nianbao check 2025/ --format json > 结果.json")]
pub struct Check {
    #[command(flatten)]
    common: Common,
    /// 写 warnings：有警告也算不通过
    #[arg(long, value_name = "级别")]
    deny: Option<Deny>,
    /// 改好只有一种改法的写法：全角数字和标点、千分位、数里的单位、键名错一个字、总计证明是零的行
    #[arg(long)]
    fix: bool,
    /// 与 --fix 同用：不改文件，只显示会怎样改
    #[arg(long, requires = "fix")]
    dry_run: bool,
    #[command(flatten)]
    output: OutputFile,
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
        let output = self.output.path();
        let asked = Some(self.common.format).filter(|format| *format != Format::Human);
        let format = self.output.format(asked, Some(Format::Human))?;
        let file = output.map(AtomicFile::create).transpose()?;
        let collection = self.common.collect(true)?;
        collection.tell_copies();
        let deny = self.deny.is_some();
        let mut listing = Listing::of_findings(format, deny, collection.outcome, file);
        let files = self.common.wanted(&collection);
        if self.fix {
            gather::each(
                &files,
                |filed| mend::mend(&filed.input, collection.last()),
                |filed, read| self.mended(&mut listing, &filed.input, read),
            );
        } else {
            collection.each(
                &files,
                |_, read| read,
                |filed, read| listing.take(&filed.input, read),
            );
        }
        Ok(listing.close())
    }

    /// Writes what was mended, or shows it, and tells what is left.
    fn mended(
        &self,
        listing: &mut Listing<'_>,
        input: &Input,
        read: Result<Option<Mended>, Failure>,
    ) {
        let mended = match read {
            Ok(Some(mended)) => mended,
            Ok(None) => return listing.take(input, Ok(None)),
            Err(message) => return listing.take(input, Err(message)),
        };
        let name = safe(&input.path.display().to_string()).into_owned();
        let told = match &mended.changes {
            None => Ok(()),
            Some(changes) if self.dry_run => {
                listing.outcome = listing.outcome.max(Outcome::Findings);
                let patch = changes.patch(&name);
                match matches!(self.common.format, Format::Human | Format::Short) {
                    true => output::show(patch.as_bytes()),
                    false => {
                        eprint!("{patch}");
                        Ok(())
                    }
                }
            }
            Some(changes) => {
                eprint!("{}", changes.told(&name));
                changes.write(&input.path)
            }
        };
        if mended.unfinished {
            eprintln!("{name}: 还有能改好的，再运行一次 --fix");
        }
        match told {
            Ok(()) => listing.take(input, Ok(Some(mended.file))),
            Err(message) => listing.failed(&message),
        }
    }
}
