//! `nianbao import`: from published reports to data files.

mod folder;

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Failure, Format, Outcome, files,
    gather::is_folder,
    output::{self, DataFile, OutputFile},
    update,
};
use crate::{
    base::{
        diagnostic::{self, FileFindings, terminal::safe},
        source::Sources,
    },
    read::{self, Fault, Import, ImportOptions, Notice},
};

/// The arguments of `import`.
#[derive(Args)]
#[command(mut_arg("output", |arg| arg.help("写到这个文件，几份或文件夹就写到这个文件夹；不写或写 - 就显示在屏幕上")))]
#[command(after_help = "\
例:
  nianbao import 去年的报告.html -o 2024.yaml
  nianbao import 去年的报告.docx --report
  nianbao import --update 2024.yaml 改过的报告.docx     把改过的地方改进数据文件
  nianbao import 公布的报告.txt --year 2024 --agency 某某县某某局 -o 2024.yaml
  nianbao import 公布/ --roster 名册.yaml -o 2024/      文件夹里的全部，各按机关和年度命名")]
pub struct Arguments {
    /// 已发布的报告：网页（.html）、Word（.docx）、PDF、文本或 Markdown；或填好的 Excel 工作簿（.xlsx）；写几份，或写文件夹，就全部导入
    #[arg(value_name = "报告或文件夹", required = true)]
    published: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputFile,
    /// 不生成新的：把那份文件里改了的数和文字改进这个数据文件，列出改了什么、什么没有改
    #[arg(long, value_name = "数据文件", conflicts_with_all = ["output", "report", "format"])]
    update: Option<PathBuf>,
    /// 与 --update 同用：不改文件，只显示会怎样改
    #[arg(long, requires = "update")]
    dry_run: bool,
    /// 报告的年度，原文看不出时用
    #[arg(long, value_name = "年份")]
    year: Option<u16>,
    /// 机关的全称，原文看不出时用
    #[arg(long, value_name = "名称")]
    agency: Option<String>,
    /// 机关名册：导入许多份时按名称、别名和文件名对上，名册里没有的、没有报告的都说明
    #[arg(long, value_name = "名册")]
    roster: Option<PathBuf>,
    /// 列出找到了什么：版式、机关、每张表读出几格、每部分几字、略去了什么
    #[arg(long)]
    report: bool,
    /// 读不准之处的写法：human 给人看，short 每条一行，json、github 给程序读；不写就是 human
    #[arg(long, value_name = "写法", default_value = "human")]
    format: Format,
}

impl Arguments {
    /// Writes the data file or files; an existing one is never touched.
    pub fn run(self) -> Result<Outcome, Failure> {
        match self.published.as_slice() {
            [one] if !is_folder(one) => self.one(one),
            _ if self.update.is_some() => Err("--update 一次只读一份改过的文件".to_owned()),
            _ => match self.output.path() {
                Some(folder) => folder::run(&self, folder),
                None => Err("导入许多份要用 -o 指明放到哪个文件夹，例如 -o 数据/".to_owned()),
            },
        }
    }

    fn one(&self, published: &Path) -> Result<Outcome, Failure> {
        let output = self.output.untaken()?;
        self.output.format(None, Some(DataFile::Yaml))?;
        if self.format == Format::Xlsx {
            return Err(
                "导入时的疑问不写成表格；先导入，再运行 nianbao check -o 问题.xlsx".to_owned(),
            );
        }
        let for_programs = !matches!(self.format, Format::Human | Format::Short);
        if output.is_none() && for_programs {
            return Err("数据文件和检查结果不能都写到屏幕上；用 -o 指明数据文件的名字".to_owned());
        }
        let name = published.display().to_string();
        let refused = |fault: Fault| format!("导入不了 {name}：{}；{}", fault.message, fault.help);
        let bytes = files::read_named(published, read::MOST as u64)?;
        let options = ImportOptions::of(self.year, self.agency.clone(), file_name(published));
        let imported = read::read_report(&name, &bytes, &options).map_err(refused)?;
        if let Some(data) = &self.update {
            return update::run(data, &imported, self.dry_run);
        }
        let text = imported.file.write();
        match output {
            Some(path) => output::write(path, text.as_bytes())?,
            None => output::show(text.as_bytes())?,
        }
        tell(&imported, output, text, self.report, self.format)?;
        Ok(match imported.doubts.iter().any(Notice::is_unsure) {
            true => Outcome::Findings,
            false => Outcome::Clean,
        })
    }
}

fn file_name(path: &Path) -> String {
    if files::is_stdin(path) {
        return "标准输入".to_owned();
    }
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Says what was found and what is not certain.
fn tell(
    imported: &Import,
    output: Option<&Path>,
    text: String,
    report: bool,
    format: Format,
) -> Result<(), Failure> {
    let name = output.map_or_else(|| "（屏幕）".to_owned(), |path| path.display().to_string());
    let mut sources = Sources::new();
    let file = sources.add(name.as_str(), text);
    let findings = read::findings(&sources, file, &imported.doubts);
    let agency = imported.file.agency.value.as_deref().unwrap_or_default();
    let view = FileFindings {
        name: &name,
        sources: &sources,
        findings: &findings,
        about: Some((agency, Some(imported.file.year.value))),
        written: None,
    };
    match format {
        Format::Human => eprint!("{}", diagnostic::human(view, super::output::errors())),
        Format::Short | Format::Xlsx => eprint!("{}", diagnostic::short(view)),
        Format::Json => output::show(diagnostic::json(&[view]).as_bytes())?,
        Format::Github => output::show(diagnostic::github(view).as_bytes())?,
    }
    if report {
        for line in imported.summary.lines() {
            eprintln!("{}", safe(&line));
        }
    }
    eprintln!("{}", imported.summary.line());
    let summary = &imported.summary;
    for caution in &summary.cautions {
        eprintln!("注意：{}", safe(caution));
    }
    let whole =
        summary.cautions.is_empty() && summary.outside.count == 0 && imported.doubts.is_empty();
    let unsure = imported.doubts.iter().filter(|doubt| doubt.is_unsure());
    let doubts = match unsure.count() {
        0 if whole => "都读准了".to_owned(),
        0 => "读入的都读准了".to_owned(),
        count => format!("{count} 处要对照原文核对"),
    };
    let doubts = match summary.outside.count {
        0 => doubts,
        count if report => format!("{doubts}；报告前后的 {count} 字没有导入"),
        count => format!("{doubts}；报告前后的 {count} 字没有导入，加 --report 看是些什么"),
    };
    match output {
        Some(_) => eprintln!(
            "已生成 {}，{doubts}；再运行 nianbao check 检查",
            safe(&name)
        ),
        None => eprintln!("{doubts}"),
    }
    Ok(())
}
