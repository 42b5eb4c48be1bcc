//! `nianbao export`: the figures of many reports for other programs.

use std::{
    io::{self, Write},
    sync::Arc,
};

use clap::{Args, ValueEnum, builder::PossibleValue};

use super::{
    Common, Failure, Outcome,
    files::reason,
    gather::Gathered,
    listing::Listing,
    load::Loaded,
    output::{self, AtomicFile, Output, Screen},
};
use crate::{
    form::report::Report,
    ground::diagnostic::terminal::safe,
    office::{
        agency::identity,
        copies::{Again, Content, Known},
        export::{self, About, Record, Target},
    },
};

/// What becomes a table's rows of a report.
type Rows<R> = fn(&Report, &Arc<About>) -> Vec<R>;

/// The arguments of `export`.
#[derive(Args)]
#[command(after_help = "\
每行一格: agency 机关，category 类别，year 年度，edition 版式，table 表，
          row 行，column 列，path 全名，
          kind 种类（count 件数，change 增减，amount 万元），
          total 是否总计，value 数，blank 是否留空，note 注，
          file 数据文件，sha256 它的 SHA-256
加 --texts 每行一段文字: agency、category、year、edition 同上，
          section 部分，heading 小标题，text 文字，file，sha256

例:
  nianbao export 2025/ --to csv -o 年报.csv        用 Excel 打开
  nianbao export 2025/ --to xlsx -o 年报.xlsx      各表每家一行、有合计，另附「长表」
  nianbao export 2025/ --texts -o 文字.xlsx        各机关各部分的文字
  nianbao export 2025/ --to jsonl                  显示在屏幕上，每行一个 JSON 对象")]
pub struct Export {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    output: Output<Target>,
    /// 导出各部分的文字，不导出数
    #[arg(long)]
    texts: bool,
    /// 有错误的报告也导出；不写就略去
    #[arg(long)]
    draft: bool,
}

impl ValueEnum for Target {
    fn value_variants<'a>() -> &'a [Self] {
        &[Target::Csv, Target::Jsonl, Target::Xlsx]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Target::Csv => PossibleValue::new("csv"),
            Target::Jsonl => PossibleValue::new("jsonl").help("每行一个 JSON 对象"),
            Target::Xlsx => PossibleValue::new("xlsx").help("Excel 工作簿"),
        })
    }
}

impl Export {
    /// Writes every cell, or every text, of every file; a faulty file is left out and told of.
    pub fn run(self) -> Result<Outcome, Failure> {
        let target = self.output.format(None)?;
        output::fits(self.common.format, None)?;
        match self.texts {
            true => self.write(target, export::texts),
            false => self.write(target, export::rows),
        }
    }

    fn write<R: Record>(&self, target: Target, rows: Rows<R>) -> Result<Outcome, Failure> {
        let gathered = self.common.gather()?.data_first();
        let output = self.output.file.path();
        let mut file = output.map(AtomicFile::create).transpose()?;
        let name = output.map_or_else(|| "标准输出".to_owned(), |path| path.display().to_string());
        let failed = |error: io::Error| format!("写不了 {name}：{}", reason(&error));
        let mut put = |bytes: Vec<u8>| match &mut file {
            Some(file) => file.write_all(&bytes),
            None => Screen.write_all(&bytes).and_then(|()| Screen.flush()),
        };
        let mut table = export::table(target);
        let mut write = |rows: Vec<R>| table.next(&rows).and_then(&mut put);
        let (outcome, written) = self.fill(&mut write, rows, &gathered);
        written.map_err(failed)?;
        table.close().and_then(put).map_err(failed)?;
        if let (Some(file), Some(path)) = (file, output) {
            file.commit()?;
            eprintln!("已生成 {}", path.display());
        }
        Ok(outcome)
    }

    /// Reads every file, and writes until something cannot be written.
    fn fill<R: Record>(
        &self,
        write: &mut dyn FnMut(Vec<R>) -> io::Result<()>,
        rows: Rows<R>,
        gathered: &Gathered,
    ) -> (Outcome, io::Result<()>) {
        let mut known = Known::default();
        let mut listing = Listing::new(self.common.format, false, gathered);
        let mut written = Ok(());
        let mut left_out = 0;
        gathered.each(
            &self.common.jobs,
            |input| Ok((input.digest()?, self.common.load(input, self.draft)?)),
            |input, read: Result<_, Failure>, progress| {
                let (digest, read) = match read {
                    Ok((digest, file)) => (digest, Ok(file)),
                    Err(message) => (String::new(), Err(message)),
                };
                let file = read.as_ref().ok().and_then(Option::as_ref);
                let usable = |file: &&Loaded| self.draft || !file.is_blocked();
                match file.filter(usable).and_then(|file| file.report.as_ref()) {
                    Some(report) if written.is_ok() => {
                        let name = input.path.display().to_string();
                        let is_data = !file.is_some_and(|file| file.is_document());
                        let again = known.meet(
                            identity(&report.agency.text),
                            report.year,
                            &name,
                            is_data,
                            Some(Content::of(report)),
                        );
                        if let Some(again) = &again {
                            progress.aside(|| eprintln!("{}", safe(&told(&name, again))));
                        }
                        if matches!(again, Some(Again::Copy(_))) {
                            return listing.take(input, read, progress);
                        }
                        let about = About::of(report, &name, digest);
                        written = write(rows(report, &about));
                    }
                    _ => left_out += usize::from(file.is_some()),
                }
                listing.take(input, read, progress);
            },
        );
        let outcome = listing.close();
        if left_out > 0 {
            eprintln!("有错误的 {left_out} 个文件没有导出；改正后再试，或加 --draft");
        }
        (outcome, written)
    }
}

/// What is said of a further file of an agency and year.
fn told(file: &str, again: &Again) -> String {
    match again {
        Again::Copy(other) => format!("{file}: 与 {other} 是同一份报告，没有另外导出"),
        Again::Other(other, why) => {
            format!("注意: {file} 和 {other} 同一机关、同一年度（{why}），两份都导出了")
        }
    }
}
