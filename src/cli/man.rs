//! `nianbao man`: the manual pages, from the same words as the help.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;

use super::{
    Failure, Outcome,
    files::reason,
    output::{self, AtomicFile},
    whole,
};
use crate::ground::diagnostic::terminal::safe;

/// The arguments of `man`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao man | man -l -
  nianbao man --out ~/.local/share/man/man1")]
pub struct Arguments {
    /// 把全部手册页（每个命令一页）写到这个文件夹；不写就在屏幕上显示总的一页
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
}

/// The headings of the generator, and ours.
const HEADINGS: [(&str, &str); 7] = [
    ("NAME", "名称"),
    ("SYNOPSIS", "用法"),
    ("DESCRIPTION", "说明"),
    ("OPTIONS", "选项"),
    ("SUBCOMMANDS", "命令"),
    ("EXTRA", EXTRA),
    ("VERSION", "版本"),
];

/// What stands below the help: its lines are kept as they are.
const EXTRA: &str = "例与附注";

impl Arguments {
    /// Writes the pages; older ones are replaced.
    pub fn run(self) -> Result<Outcome, Failure> {
        let command = whole();
        let Some(folder) = self.out else {
            output::show(page(&command, "nianbao")?.as_bytes())?;
            return Ok(Outcome::Clean);
        };
        output::make_folder(&folder)?;
        let mut pages = vec![(folder.join("nianbao.1"), page(&command, "nianbao")?)];
        for below in command.get_subcommands() {
            let name = format!("nianbao-{}", below.get_name());
            pages.push((folder.join(format!("{name}.1")), page(below, &name)?));
        }
        let files = pages
            .iter()
            .map(|(path, page)| AtomicFile::derived(path, page.as_bytes()));
        let files = files.collect::<Result<Vec<_>, _>>()?;
        files.into_iter().try_for_each(AtomicFile::commit)?;
        let count = pages.len();
        let folder = folder.display().to_string();
        let folder = safe(&folder);
        eprintln!("已生成 {folder} 里的 {count} 个手册页；用 man -l 文件 查看");
        Ok(Outcome::Clean)
    }
}

/// One page, its headings in Chinese.
fn page(command: &Command, name: &str) -> Result<String, Failure> {
    let command = command
        .clone()
        .name(name.to_owned())
        .display_name(name.to_owned())
        .bin_name(name.replacen('-', " ", 1));
    let mut bytes = Vec::new();
    let source = concat!("nianbao ", env!("CARGO_PKG_VERSION"));
    let rendered = Man::new(command).source(source).render(&mut bytes);
    rendered.map_err(|error| format!("写不了手册页：{}", reason(&error)))?;
    let text = String::from_utf8_lossy(&bytes);
    let mut page = String::new();
    for line in text.lines() {
        let heading = line.strip_prefix(".SH ");
        let ours = heading.map(|heading| {
            let known = HEADINGS.iter().find(|(theirs, _)| *theirs == heading);
            known.map_or(heading, |(_, ours)| ours)
        });
        page += &match ours {
            Some(EXTRA) => format!(".SH {EXTRA}\n.nf\n"),
            // Chinese is not stretched to the margin.
            Some(ours) => format!(".fi\n.na\n.SH {ours}\n"),
            None => format!("{line}\n"),
        };
    }
    Ok(page)
}
