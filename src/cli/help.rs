//! Help and usage errors in Chinese.

use std::process::ExitCode;

use clap::{Arg, ArgAction, Command, Error, error::ContextKind, error::ErrorKind};

use super::output;
use crate::ground::diagnostic::terminal::safe;

const TEMPLATE: &str = "\
{about}

用法: {usage}

{all-args}{after-help}
";

/// Gives a command and those below it Chinese headings and flags.
pub fn in_chinese(command: Command) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .help("显示帮助")
        .action(ArgAction::Help);
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .help("显示版本")
        .action(ArgAction::Version);
    let names: Vec<String> = command
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    let root = command.get_name() == "nianbao";
    let mut command = command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .next_help_heading("选项")
        .arg(help);
    if root {
        command = command.arg(version).after_help(
            "\
例:
  nianbao edit                              在浏览器里新建、填写、生成
  nianbao new --year 2025 -o report.yaml    生成空白数据文件
  nianbao check report.yaml                 检查
  nianbao build report.yaml                 生成 report.md、report.html、report.pdf

退出状态: 0 没有问题，1 数据有错，2 命令本身没能完成",
        );
    }
    for name in names {
        command = command.mut_subcommand(name, in_chinese);
    }
    command.mut_args(|arg| {
        let heading = match arg.is_positional() {
            true => "参数",
            false => "选项",
        };
        let arg = arg.help_heading(heading);
        match arg.get_action().takes_values() {
            true => arg.hide_possible_values(true).hide_default_value(true),
            false => arg,
        }
    })
}

/// Writes help where it was asked for, or says what is wrong with the command.
pub fn complain(error: &Error) -> ExitCode {
    let asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    if asked {
        let help = error.to_string().replace("[OPTIONS]", "[选项]");
        return match output::show(help.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                super::complain(&message);
                ExitCode::from(2)
            }
        };
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        eprint!("{}", error.to_string().replace("[OPTIONS]", "[选项]"));
        return ExitCode::from(2);
    }
    eprintln!("命令写法有误：{}", safe(&sentence(error)));
    eprintln!("用 nianbao --help 或 nianbao 命令 --help 查看用法");
    ExitCode::from(2)
}

fn sentence(error: &Error) -> String {
    let context = |kind: ContextKind| {
        let value = error.get(kind).map(ToString::to_string);
        value.unwrap_or_default()
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!(
                "没有「{}」这个命令",
                context(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::MissingSubcommand => "没有写命令".to_owned(),
        ErrorKind::UnknownArgument => format!("没有「{argument}」这个选项"),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要写内容"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = context(ContextKind::ValidValue);
            match valid.is_empty() {
                true => format!("{argument} 不能是「{value}」"),
                false => format!("{argument} 不能是「{value}」，可以是 {valid}"),
            }
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            format!("{argument} 不能与 {other} 同用")
        }
        _ => error.to_string(),
    }
}
