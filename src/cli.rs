//! The command line: what may be asked for, and the exit status.

/// Tells people something. Where nobody reads any more, std's would end the program.
macro_rules! eprint {
    ($($words:tt)*) => {
        crate::cli::output::tell(format_args!($($words)*))
    };
}

/// Tells people a line, in which nothing steers their terminal.
macro_rules! eprintln {
    ($($words:tt)*) => {{
        let words = format!($($words)*);
        let words = $crate::base::characters::visible(&words);
        eprint!("{}\n", $crate::cli::output::errors().wrapped(2, &words))
    }};
}

mod build;
mod check;
mod collection;
mod common;
mod completions;
mod device;
mod diff;
mod edit;
mod explain;
mod export;
mod files;
mod fmt;
mod gather;
mod help;
mod import;
mod letters;
mod listing;
mod load;
mod local_rules;
mod lsp;
mod mend;
mod neighbours;
mod new;
mod open;
mod output;
mod parallel;
mod preview;
mod progress;
mod receive;
mod rollup;
mod schema;
mod start;
mod status;
mod update;
mod years;

use std::{
    ffi::{OsStr, OsString},
    process::ExitCode,
};

use clap::{FromArgMatches, Parser, Subcommand, ValueEnum};
use common::Common;

pub use lsp::serve;
pub use neighbours::open;

/// 政府信息公开工作年度报告：从一份数据文件到检查过的报告
#[derive(Parser)]
#[command(
    name = "nianbao",
    version,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// 本地的规则（规则.yaml）：另外的要求，规则的级别；不写就用名册旁边的
    #[arg(long, global = true, value_name = "文件")]
    rules: Option<std::path::PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// 生成一份空白数据文件，照着填
    New(new::New),
    /// 把已发布的报告读成数据文件，读不准的地方标出来
    Import(import::Arguments),
    /// 检查数据文件：格式、合计、勾稽关系
    Check(check::Check),
    /// 检查并生成报告：Markdown、网页和 PDF
    Build(build::Build),
    /// 把许多报告的数和文字导出成一组表，用 Excel 打开或给程序读
    Export(export::Export),
    /// 把各机关的报告汇总成一份，或核对已有的汇总
    Rollup(rollup::Rollup),
    /// 两年的报告对着看：每个数的增减，文字相同的比例
    Diff(diff::Diff),
    /// 历年对照：一家机关各年的变化，或各家机关的排名和特别大的变化
    Years(years::Years),
    /// 整理数据文件的写法：缩进、对齐、空行；内容和说明都不变
    Fmt(fmt::Fmt),
    /// 收件：每份原样存好、登记，又交的和上一次对照
    Receive(receive::Receive),
    /// 谁交了、谁没交、谁有错：按名册列出，并写好退回的修改意见
    Status(status::Status),
    /// 说明一条规则：要求什么、依据什么、怎么写才对
    Explain(explain::Explain),
    /// 在浏览器里填写：照公布的表格填数、写文字，边填边查，自动保存
    Edit(edit::Edit),
    /// 在浏览器里看：别处保存就刷新，问题标在页面上，不能改
    Preview(preview::Preview),
    /// 生成 JSON Schema，供编辑器提示和检查
    Schema(schema::Arguments),
    /// 语言服务器：编辑器用它边写边查、提示和改正
    Lsp(lsp::Lsp),
    /// 生成命令行的自动补全脚本
    Completions(completions::Completions),
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 给人看：带原文和说明
    #[value(alias = "table")]
    Human,
    /// 每条一行
    Short,
    /// Excel 工作簿，每条一行
    Xlsx,
    /// 给程序读
    Json,
    /// 在 GitHub 的改动上标出来
    Github,
}

/// Something that ends the run: the machine's fault or the command's, not the data's.
type Failure = String;

/// How a run ends when nothing ended it early.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing is wrong.
    #[default]
    Clean,
    /// There are findings that must be mended.
    Findings,
    /// A file could not be read or written.
    Failed,
}

/// The whole command line with its words.
fn whole() -> clap::Command {
    help::in_chinese(<Cli as clap::CommandFactory>::command())
}

/// Runs the program with the arguments of a process, its name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let is_command = |word: &OsStr| whole().find_subcommand(word).is_some();
    if let Some(place) = start::place(&arguments, is_command) {
        return ended(edit::Edit::of(place).run());
    }
    let parsed = whole().try_get_matches_from(help::asked(arguments));
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return help::complain(&error),
    };
    if let Some(Err(wrong)) = cli.rules.as_deref().map(local_rules::take) {
        return ended(Err(wrong));
    }
    let outcome = match cli.command {
        Command::New(new) => new.run(),
        Command::Import(import) => import.run(),
        Command::Check(check) => check.run(),
        Command::Build(build) => build.run(),
        Command::Export(export) => export.run(),
        Command::Rollup(rollup) => rollup.run(),
        Command::Diff(diff) => diff.run(),
        Command::Years(years) => years.run(),
        Command::Fmt(fmt) => fmt.run(),
        Command::Receive(receive) => receive.run(),
        Command::Status(status) => status.run(),
        Command::Explain(explain) => explain.run(),
        Command::Edit(edit) => edit.run(),
        Command::Preview(preview) => preview.run(),
        Command::Schema(schema) => schema.run(),
        Command::Lsp(lsp) => lsp.run(),
        Command::Completions(completions) => completions.run(),
    };
    ended(outcome)
}

/// The exit status of a run, and why it could not be done.
fn ended(outcome: Result<Outcome, Failure>) -> ExitCode {
    match outcome {
        Ok(_) if !output::all_told() => ExitCode::from(2),
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(message) => {
            complain(&message);
            if start::was_clicked() {
                start::pause();
            }
            ExitCode::from(2)
        }
    }
}

/// Tells the user why something could not be done.
fn complain(message: &str) {
    eprintln!(
        "无法完成: {}",
        crate::base::diagnostic::terminal::safe(message)
    );
}
