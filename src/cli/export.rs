//! `nianbao export`: the reports of an office as tables for other programs.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use flate2::{Compression, GzBuilder, write::GzEncoder};

use super::{
    Common, Failure, Outcome,
    collection::Filed,
    files::reason,
    listing::Listing,
    load::Loaded,
    output::{self, AtomicFile, Output},
};
use crate::{
    form::edition::Edition,
    office::{
        collection::Standing,
        export::{self, RESOURCES, Rows, Source, Workbook},
    },
};

/// The arguments of `export`.
#[derive(Args)]
#[command(mut_arg("output", |arg| arg.required(true).help("放到这个文件夹；文件名以 .xlsx 结尾的写成一个工作簿")))]
#[command(after_help = "\
文件夹里有: reports.csv 每份报告一行，cells.csv 规定的每格一行，
            figures.csv 每份报告的每格一行，texts.jsonl 每段文字一行，
            datapackage.json 说明各列是什么（Frictionless Data Package）
同一机关同一年度交了几份的，一样的只导出一份，不一样的都不导出，会说明。

例:
  nianbao export 报送/ -o 数据/
  nianbao export 报送/ --year 2025 -o 数据/ --gz     每个文件用 gzip 压缩
  nianbao export 报送/ -o 年报.xlsx                  各表每家一行、有合计，另附每格一行的「长表」和文字")]
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
    /// Excel 工作簿
    Xlsx,
}

/// A file of the package while it is written.
enum Part<'a> {
    Plain(AtomicFile<'a>),
    Packed(Box<GzEncoder<AtomicFile<'a>>>),
}

/// The tables while they are written.
enum Tables<'a> {
    Package(Vec<Part<'a>>, Vec<&'static Edition>),
    Xlsx(Box<Workbook>),
}

impl Export {
    /// Writes every cell and every text of every report; a faulty one is left out and told of.
    pub fn run(self) -> Result<Outcome, Failure> {
        let Some(output) = self.output.file.path() else {
            return Err(
                "用 -o 指明放到哪个文件夹，例如 -o 数据/；或写成工作簿：-o 年报.xlsx".to_owned(),
            );
        };
        let target = self.output.format(Some(Target::Package))?;
        output::fits(self.common.format, None)?;
        let failed = |error: io::Error| format!("写不了 {}：{}", output.display(), reason(&error));
        let ending = if self.gz { ".gz" } else { "" };
        let named = |name: &str| output.join(format!("{name}{ending}"));
        let paths: Vec<PathBuf> = match target {
            Target::Xlsx => Vec::new(),
            Target::Package => {
                output::make_folder(output)?;
                output::sweep(output);
                let names = RESOURCES.iter();
                let names = names.map(|one| format!("{}.{}", one.name, one.ending));
                names.map(|name| named(&name)).collect()
            }
        };
        let mut tables = match target {
            Target::Xlsx => Tables::Xlsx(Box::new(Workbook::new().map_err(failed)?)),
            Target::Package => Tables::Package(self.parts(&paths)?, Vec::new()),
        };
        if let Tables::Package(parts, _) = &mut tables {
            put(parts, &export::heads()).map_err(failed)?;
        }
        let (outcome, written) = self.fill(&mut tables);
        written.map_err(failed)?;
        match tables {
            Tables::Package(parts, _) => {
                for part in parts {
                    part.close().map_err(failed)?.commit()?;
                }
                let path = output.join("datapackage.json");
                let text = export::datapackage(ending);
                AtomicFile::derived(&path, text.as_bytes())?.commit()?;
            }
            Tables::Xlsx(workbook) => self.save(*workbook, output)?,
        }
        eprintln!("已生成 {}", output.display());
        Ok(outcome)
    }

    fn parts<'a>(&self, paths: &'a [PathBuf]) -> Result<Vec<Part<'a>>, Failure> {
        let parts = paths.iter().map(|path| {
            let file = AtomicFile::create(path)?;
            Ok(match self.gz {
                // The clock has no part in it.
                true => {
                    let packed = GzBuilder::new().write(file, Compression::default());
                    Part::Packed(Box::new(packed))
                }
                false => Part::Plain(file),
            })
        });
        parts.collect()
    }

    /// Writes the workbook by way of a nameless file: it is larger than what shall be held.
    fn save(&self, workbook: Workbook, path: &Path) -> Result<(), Failure> {
        let failed = |error: io::Error| format!("写不了 {}：{}", path.display(), reason(&error));
        let mut file: File = tempfile::tempfile().map_err(failed)?;
        let saved = workbook
            .close()
            .and_then(|tables| tables.save(file.try_clone()?));
        saved.map_err(failed)?;
        io::Seek::rewind(&mut file).map_err(failed)?;
        let mut output = AtomicFile::create(path)?;
        io::copy(&mut file, &mut output).map_err(failed)?;
        output.commit()
    }

    /// Reads every file, and writes until something cannot be written.
    fn fill(&self, tables: &mut Tables<'_>) -> (Outcome, io::Result<()>) {
        let collection = match self.common.collect(false) {
            Ok(collection) => collection,
            Err(message) => return (Outcome::Failed, Err(io::Error::other(message))),
        };
        collection.tell_copies();
        let mut listing = Listing::new(self.common.format, false, &collection.gathered);
        let mut written = Ok(());
        let (mut left_out, mut disputed) = (0, 0);
        let is_only = |filed: &Filed<'_>| {
            *collection.known.standing(filed.at) == Standing::First
                && collection
                    .known
                    .disputed(filed.at, &collection.roster)
                    .is_none()
        };
        collection.each(
            self.common.wanted(&collection),
            &self.common.reports.jobs,
            |filed, read| Ok((filed.input.digest()?, read?)),
            |filed, read: Result<_, Failure>, progress| {
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
                let usable = |file: &&Loaded| self.draft || !file.is_blocked();
                let usable = file
                    .filter(usable)
                    .and_then(|file| Some((file, file.report.as_ref()?)));
                match (usable, is_only(filed)) {
                    (Some((file, report)), true) if written.is_ok() => {
                        written = tables.report(&Source {
                            id: format!("{}-{}", report.agency.text, report.year),
                            report,
                            findings: &file.findings,
                            file: &filed.entry.file,
                            sha256: &digest,
                        });
                    }
                    (Some(_), false) => {
                        let standing = collection.known.standing(filed.at);
                        disputed += usize::from(!matches!(standing, Standing::Copy(_)));
                    }
                    _ => left_out += usize::from(file.is_some()),
                }
                listing.take(filed.input, read, progress);
            },
        );
        let outcome = listing.close();
        if left_out > 0 {
            eprintln!("有错误的 {left_out} 个文件没有导出；改正后再试，或加 --draft");
        }
        if disputed > 0 {
            eprintln!("同一机关同一年度不一样的 {disputed} 个文件没有导出；各留下一份再试");
            return (outcome.max(Outcome::Findings), written);
        }
        (outcome, written)
    }
}

impl Tables<'_> {
    fn report(&mut self, source: &Source<'_>) -> io::Result<()> {
        match self {
            Tables::Xlsx(workbook) => workbook.report(source),
            Tables::Package(parts, known) => {
                let mut rows = export::rows(source);
                let edition = source.report.edition;
                if !known.iter().any(|known| known.name == edition.name) {
                    known.push(edition);
                    rows[1] = export::cells(edition);
                }
                put(parts, &rows)
            }
        }
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
    fn close(self) -> io::Result<AtomicFile<'a>> {
        match self {
            Part::Plain(file) => Ok(file),
            Part::Packed(file) => file.finish(),
        }
    }
}
