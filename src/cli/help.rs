//! Help and usage errors in Chinese.

use std::{ffi::OsString, process::ExitCode};

use clap::{
    Arg, ArgAction, Command, Error,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::output;
use crate::base::diagnostic::terminal::{Terminal, Tone, columns, safe};

const TEMPLATE: &str = "\
{about}

用法: {usage}

{all-args}{after-help}
";

/// `--to` names the format of what a command makes, `--format` that of what it tells besides.
/// Where a command has only one of them, nobody has to know which: the other means it too.
fn either_name(command: Command) -> Command {
    let has = |id: &str| command.get_arguments().any(|arg| arg.get_id() == id);
    let (own, other) = match (has("to"), has("format")) {
        (true, false) => ("to", "format"),
        (false, true) => ("format", "to"),
        (true, true) | (false, false) => return command,
    };
    command.mut_arg(own, |arg| arg.alias(other))
}

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
    let command = either_name(command);
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
        let help = fold(&help, output::screen());
        return match output::show(help.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                super::complain(&message);
                ExitCode::from(2)
            }
        };
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let help = error.to_string().replace("[OPTIONS]", "[选项]");
        eprint!("{}", fold(&help, output::errors()));
        return ExitCode::from(2);
    }
    eprintln!("命令写法有误：{}", safe(&sentence(error)));
    eprintln!("用 nianbao --help 或 nianbao 命令 --help 查看用法");
    ExitCode::from(2)
}

/// Lines that are too wide for a terminal, folded under the words that they explain.
fn fold(help: &str, screen: Terminal) -> String {
    let mut out = String::new();
    for line in help.lines() {
        let start = line.len() - line.trim_start().len();
        let column = line[start..].find("  ").map_or(start, |gap| {
            let rest = line[start + gap..].trim_start();
            line.len() - rest.len()
        });
        let indent = columns(&line[..column]);
        let tone = match (start, line.ends_with(':')) {
            (0, true) => Tone::Head,
            _ => Tone::Plain,
        };
        // What is explained stands out from what explains it.
        out.push_str(&screen.paint(Tone::Good, &line[..column]));
        let words = match column == start {
            true => screen.wrapped(start.min(2), line).split_off(start),
            false => screen.hanging(indent, &line[column..]),
        };
        out.push_str(&screen.paint(tone, &words));
        out.push('\n');
    }
    out
}

/// `nianbao help build` means `nianbao build --help`.
pub fn asked(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|word| word == "help") {
        arguments.remove(1);
        arguments.truncate(2);
        arguments.push("--help".into());
    }
    arguments
}

/// What was perhaps meant.
fn near(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(word)) => format!("；是不是 {word}"),
        // The likeliest comes last.
        Some(ContextValue::Strings(words)) => {
            let word = words.last().map(String::as_str);
            word.map_or_else(String::new, |word| format!("；是不是 {word}"))
        }
        _ => String::new(),
    }
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
            let given = context(ContextKind::InvalidSubcommand);
            let near = near(error, ContextKind::SuggestedSubcommand);
            format!("没有「{given}」这个命令{near}")
        }
        ErrorKind::MissingSubcommand => "没有写命令".to_owned(),
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            format!("多写了「{argument}」：这里没有它的位置，一次只写一个文件")
        }
        ErrorKind::UnknownArgument => {
            let near = near(error, ContextKind::SuggestedArg);
            format!("没有「{argument}」这个选项{near}")
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_go_on_under_their_beginning() {
        let help = "选项:\n  --to <格式>  生成哪些，用逗号隔开。\n";
        let mut screen = Terminal {
            width: Some(26),
            colour: false,
        };
        assert_eq!(
            fold(help, screen),
            "选项:\n  --to <格式>  生成哪些，\n               用逗号\n               隔开。\n"
        );
        let command = "例:\n  nianbao build a.yaml --to pdf\n";
        assert_eq!(
            fold(command, screen),
            "例:\n  nianbao build a.yaml\n    --to pdf\n"
        );
        assert_eq!(fold(help, Terminal::default()), help);
        screen.colour = true;
        let coloured = "\u{1b}[1m选项:\u{1b}[0m\n\u{1b}[32m  --to <格式>  \u{1b}[0m生成哪些，\n";
        assert!(fold(help, screen).starts_with(coloured));
    }

    /// Each command with the two names, and what people, or tables for them, are called.
    #[test]
    fn one_of_two_names_means_the_other_too() {
        let tried = [
            "check a.yaml --to json",
            "check a.yaml --to table",
            "import a.html --to short",
            "rollup --check a.yaml b --to table",
            "rollup --check a.yaml b --to json",
            "status b --roster r.yaml --format table",
            "status b --roster r.yaml --format human",
            "diff a.yaml b.yaml --format human",
            "diff a.yaml b.yaml --format html",
            "new --year 2025 --format xlsx",
            "build a.yaml --to pdf --format json",
            "export a.yaml -o b --to package --format short",
        ];
        for line in tried {
            let words = ["nianbao"].into_iter().chain(line.split(' '));
            let parsed = crate::cli::whole().try_get_matches_from(words);
            assert!(parsed.is_ok(), "{line}: {:?}", parsed.err());
        }
    }
}
