//! `nianbao export`: the reports of an office as tables for other programs.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use flate2::{Compression, GzBuilder, write::GzEncoder};

use super::{
    Common, Failure, Outcome,
    collection::Collection,
    files::reason,
    listing::Listing,
    output::{self, AtomicFile, Output},
};
use crate::office::{
    collection::Standing,
    export::{self, RESOURCES, Rows, Source},
};

/// The arguments of `export`.
#[derive(Args)]
#[command(mut_arg("output", |arg| arg.required(true).help("放到这个文件夹")))]
#[command(after_help = "\
文件夹里有: reports.csv 每份报告一行，cells.csv 规定的每格一行，
            figures.csv 每份报告的每格一行，texts.jsonl 每段文字一行，
            datapackage.json 说明各列是什么（Frictionless Data Package）
各表都能用 Excel 打开。有名册的，按名册的次序和编号。
同一机关同一年度交了几份的只导出一份：最后收到的，否则前一份；不一样的会说明。

例:
  nianbao export 报送/ -o 数据/
  nianbao export 报送/ --year 2025 -o 数据/ --gz     每个文件用 gzip 压缩")]
pub struct Export {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    output: Output<Target>,
    /// 每个文件用 gzip 压缩，名字后面加 .gz
    #[arg(long)]
    gz: bool,
    /// 有错误的报告也导出，错误的个数在 reports 里；不写就略去
    #[arg(long)]
    draft: bool,
}

/// How the tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Target {
    /// 一个文件夹的表
    Package,
}

/// A file of the package while it is written.
enum Part<'a> {
    Plain(AtomicFile<'a>),
    Packed(Box<GzEncoder<AtomicFile<'a>>>),
}

impl Export {
    /// Writes every cell and every text of every report; a faulty one is left out and told of.
    pub fn run(self) -> Result<Outcome, Failure> {
        let Some(output) = self.output.file.path() else {
            return Err("用 -o 指明放到哪个文件夹，例如 -o 数据/".to_owned());
        };
        self.output.format(Some(Target::Package))?;
        output::fits(self.common.format, None)?;
        let collection = self.common.collect(false)?;
        collection.tell_copies();
        let failed = |error: io::Error| format!("写不了 {}：{}", output.display(), reason(&error));
        output::make_folder(output)?;
        output::sweep(output);
        let ending = if self.gz { ".gz" } else { "" };
        let names = RESOURCES.iter();
        let paths = names.map(|one| output.join(format!("{}.{}{ending}", one.name, one.ending)));
        let paths: Vec<PathBuf> = paths.collect();
        let parts = paths.iter().map(|path| Part::of(path, self.gz));
        let mut parts = parts.collect::<Result<Vec<_>, _>>()?;
        put(&mut parts, &export::heads()).map_err(failed)?;
        let (outcome, written) = self.fill(&collection, &mut parts);
        written.map_err(failed)?;
        for part in parts {
            part.close().map_err(failed)?.commit()?;
        }
        let path = output.join("datapackage.json");
        AtomicFile::derived(&path, export::datapackage(ending).as_bytes())?.commit()?;
        eprintln!("已生成 {}", output.display());
        Ok(outcome)
    }

    /// Reads every file, and writes until something cannot be written. Of several that differ
    /// of one agency and year the first counts.
    fn fill(&self, collection: &Collection, parts: &mut [Part<'_>]) -> (Outcome, io::Result<()>) {
        let mut listing = Listing::new(self.common.format, false, collection.outcome);
        let (mut written, mut left_out, mut disputed) = (Ok(()), 0, 0);
        collection.each(
            &self.common.wanted(collection),
            |filed, read| Ok((filed.input.digest()?, read?)),
            |filed, read: Result<_, Failure>| {
                let (digest, mut read) = match read {
                    Ok((digest, file)) => (digest, Ok(file)),
                    Err(message) => (String::new(), Err(message)),
                };
                if let Ok(Some(file)) = &mut read
                    && self.draft
                {
                    file.opened.findings = file.as_draft();
                }
                let file = read.as_ref().ok().and_then(Option::as_ref);
                let usable = file.filter(|file| self.draft || !file.is_blocked());
                let usable = usable.and_then(|file| Some((file, file.report.as_ref()?)));
                match (usable, &filed.standing) {
                    (Some((file, report)), Standing::First) if written.is_ok() => {
                        let member = filed.member();
                        let member = member.map(|at| &collection.roster.members[at]);
                        let agency = member.map_or(&report.agency, |member| &member.name);
                        let id = member.and_then(|member| member.id.as_ref());
                        let rows = export::rows(&Source {
                            id: format!("{}-{}", id.unwrap_or(&agency.text), report.year),
                            agency: &agency.text,
                            report,
                            findings: &file.findings,
                            file: &filed.file,
                            sha256: &digest,
                        });
                        written = put(parts, &rows);
                    }
                    (Some(_), Standing::Other(..)) => disputed += 1,
                    (None, _) => left_out += usize::from(file.is_some()),
                    _ => {}
                }
                listing.take(&filed.input, read);
            },
        );
        let outcome = listing.close();
        if left_out > 0 {
            eprintln!("有错误的 {left_out} 个文件没有导出；改正后再试，或加 --draft");
        }
        if disputed > 0 {
            eprintln!(
                "同一机关同一年度不一样的，各导出了前一份，其余 {disputed} 个没有导出；各留下一份"
            );
            return (outcome.max(Outcome::Findings), written);
        }
        (outcome, written)
    }
}

fn put(parts: &mut [Part<'_>], rows: &Rows) -> io::Result<()> {
    let mut pairs = parts.iter_mut().zip(rows);
    pairs.try_for_each(|(part, text)| match part {
        Part::Plain(file) => file.write_all(text.as_bytes()),
        Part::Packed(file) => file.write_all(text.as_bytes()),
    })
}

impl<'a> Part<'a> {
    fn of(path: &'a Path, is_packed: bool) -> Result<Self, Failure> {
        let file = AtomicFile::create(path)?;
        // The clock has no part in it.
        let packed = |file| GzBuilder::new().write(file, Compression::default());
        Ok(match is_packed {
            true => Part::Packed(Box::new(packed(file))),
            false => Part::Plain(file),
        })
    }

    fn close(self) -> io::Result<AtomicFile<'a>> {
        match self {
            Part::Plain(file) => Ok(file),
            Part::Packed(file) => file.finish(),
        }
    }
}
