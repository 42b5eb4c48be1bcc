//! `nianbao build`: a checked report in all formats.

mod places;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use clap::Args;
use places::{Places, Target};

use super::{
    Common, Failure, Format, Outcome,
    collection::Filed,
    common::Faces,
    files::read_utf8,
    gather::Input,
    listing::Listing,
    load::Loaded,
    output::{self, AtomicFile, OutputFile},
};
use crate::{
    base::{date::Date, diagnostic::sort},
    office::index::{self, Entry},
    write::{Press, Product, TEMPLATE_NAMES, Templates, Unmade},
};

/// The arguments of `build`.
#[derive(Args)]
#[command(mut_arg("output", |arg| arg.help("写到这个文件；写 - 就送到标准输出（只能是一种格式）")))]
#[command(after_help = "\
例:
  nianbao build report.yaml                 在旁边生成 report.md、report.html、report.pdf
  nianbao build 2025/ --out 成品/           文件夹里的全部，下级文件夹照原样
  nianbao build report.yaml --to 图解       report-图解.pdf 和 report-图解.html
  nianbao build report.yaml --to pdf --draft")]
pub struct Build {
    #[command(flatten)]
    common: Common,
    /// 生成哪些格式：md、html、pdf、docx（Word）、图解（给公众看的一张图，PDF 和手机网页），用逗号隔开；不写就生成前三种
    #[arg(long, value_name = "格式", value_delimiter = ',')]
    to: Vec<Target>,
    /// 放到这个文件夹，下级文件夹照原样，多份报告另有目录页 index.html；不写就放在数据文件旁边
    #[arg(long, value_name = "文件夹", conflicts_with = "output")]
    out: Option<PathBuf>,
    #[command(flatten)]
    file: OutputFile,
    /// 有错也生成，每页打上「草稿」并列出问题
    #[arg(long)]
    draft: bool,
    /// 网页只要正文（不含标题），样式写在行内，便于粘贴到网站后台
    #[arg(long)]
    fragment: bool,
    /// 用这个文件夹里的模板代替自带的
    #[arg(long, value_name = "文件夹")]
    templates: Option<PathBuf>,
    #[command(flatten)]
    faces: Faces,
}

/// What every report of a run is written with.
struct Workshop<'a> {
    products: Vec<Product>,
    press: Press<'a>,
}

/// What became of a data file.
struct Built {
    file: Loaded,
    outcome: Outcome,
    written: Vec<PathBuf>,
    entry: Option<Entry>,
}

/// What is in a product, and where it goes; `None` is standard output.
type Placed = (Option<PathBuf>, Vec<u8>);

impl Build {
    /// Builds every file; one that is faulty does not keep the others from being built.
    pub fn run(self) -> Result<Outcome, Failure> {
        let fonts = self.faces.read()?;
        let workshop = Workshop {
            products: self.products()?,
            press: Press {
                templates: &templates(self.templates.as_deref())?,
                fonts: Some(&fonts),
                date: epoch(),
            },
        };
        let collection = self.common.collect(true)?;
        collection.tell_copies();
        let mut files = self.common.wanted(&collection);
        if self.file.output.is_some() && files.len() > 1 {
            return Err("-o 只能用于一个数据文件；多个文件请用 --out 指定文件夹".to_owned());
        }
        output::fits(self.common.format, None)?;
        let mut listing = Listing::new(self.common.format, false, collection.outcome);
        let places = self.places();
        places.part(&mut files, &workshop.products, &mut |message| {
            listing.failed(message);
        })?;
        places.prepare(&files)?;
        let several = files.len() > 1;
        let has_folder = files.iter().any(|filed| filed.input.below.is_some());
        // A report may be called as the page that leads to all.
        let index = self.out.as_ref().map(|folder| folder.join("index.html"));
        let is_index = |filed: &&Filed| {
            let mut products = workshop.products.iter();
            products.any(|product| places.of(&filed.input, *product) == index)
        };
        let has_own = files.iter().any(is_index);
        let index = index.filter(|_| several && !has_own);
        let mut reports = 0;
        let mut entries = Vec::new();
        let mut listed = BTreeSet::new();
        collection.each(
            &files,
            |filed, read| self.file(&filed.input, read, &places, &workshop),
            |filed, result| match result {
                Ok(Some(built)) => {
                    reports += usize::from(!built.written.is_empty());
                    // What was handed in twice is listed once.
                    let owner = filed.report();
                    let owner = owner.map(|known| (collection.owner(&known.agency), known.year));
                    entries.extend(built.entry.filter(|_| {
                        let owner = owner.as_ref();
                        owner.is_none_or(|owner| listed.insert(owner.clone()))
                    }));
                    if filed.input.below.is_none() {
                        told_written(&built.written);
                    }
                    listing.file(&filed.input, &built.file, Some(&built.written));
                    listing.outcome = listing.outcome.max(built.outcome);
                }
                Ok(None) => listing.skipped(&filed.input),
                Err(message) => listing.failed(&message),
            },
        );
        if let Some(Err(message)) = index.map(|path| written_index(&path, &entries)) {
            listing.failed(&message);
        }
        let refused = listing.outcome == Outcome::Findings;
        let outcome = listing.close();
        if has_folder {
            eprintln!("生成了 {reports} 份报告");
        }
        // Who asked for fonts knows of them.
        let advice = workshop.press.advice(&workshop.products);
        let advice = advice.filter(|_| self.faces.fonts.is_none() && reports > 0);
        if let Some(advice) = advice.filter(|_| self.common.format == Format::Human) {
            eprintln!("提示：{advice}");
        }
        if refused {
            eprintln!("有错误的文件没有生成报告；改正后再试，或加 --draft 生成草稿");
        }
        Ok(outcome)
    }

    /// The products: those asked for, else that of the output file, else the three to publish.
    fn products(&self) -> Result<Vec<Product>, Failure> {
        let usual = [Target::Md, Target::Html, Target::Pdf];
        let only;
        let targets = match (&self.file.output, self.to.as_slice()) {
            (None, []) => &usual[..],
            (None, asked) | (Some(_), asked @ [Target::Sheet]) => asked,
            (Some(_), asked) if asked.len() > 1 => {
                return Err("用 -o 时 --to 只能写一种格式".to_owned());
            }
            (Some(_), asked) => {
                only = [self.file.format(asked.first().copied(), None)?];
                &only
            }
        };
        let mut products = Vec::new();
        for &product in targets
            .iter()
            .flat_map(|target| target.products(self.fragment))
        {
            if !products.contains(&product) {
                products.push(product);
            }
        }
        // Of the two that a sheet is, the one by the file's name.
        if self.file.output.is_some() && products.len() > 1 {
            let ending = self.file.ending();
            products.retain(|product| product.extension() == ending);
            if products.is_empty() {
                return Err("用 -o 写图解，文件名要以 .pdf 或 .html 结尾；用 --out 指定文件夹，就两种都生成".to_owned());
            }
        }
        Ok(products)
    }

    fn places(&self) -> Places {
        match (&self.file.output, &self.out) {
            (Some(_), _) => match self.file.path() {
                None => Places::Stdout,
                Some(output) => Places::File(output.to_owned()),
            },
            (None, Some(folder)) => Places::Folder(folder.clone()),
            (None, None) => Places::Beside,
        }
    }

    fn file(
        &self,
        input: &Input,
        read: Result<Option<Loaded>, Failure>,
        places: &Places,
        workshop: &Workshop<'_>,
    ) -> Result<Option<Built>, Failure> {
        let Some(mut file) = read? else {
            return Ok(None);
        };
        if self.draft {
            file.opened.findings = file.as_draft();
        }
        let refused = file.is_blocked() && !self.draft;
        let report = file.report.as_ref().filter(|_| !refused);
        let own = places.own(input, &workshop.products);
        let draft = self.draft.then_some((&file.sources, &file.findings[..]));
        let last = file.previous.as_ref();
        let made = report.map(|report| workshop.press.publish(report, last, draft, &own));
        let products = match made {
            Some(Ok(products)) => products.into_iter(),
            Some(Err(Unmade::Failed(message))) => return Err(message),
            None | Some(Err(Unmade::Findings(_))) => {
                if let Some(Err(Unmade::Findings(findings))) = made {
                    file.opened.findings.extend(findings);
                    sort(&mut file.opened.findings);
                }
                return Ok(Some(Built {
                    file,
                    outcome: Outcome::Findings,
                    written: Vec::new(),
                    entry: None,
                }));
            }
        };
        let placed = products.map(|(product, bytes)| (places.of(input, product), bytes));
        let written = deliver(placed.collect(), self.file.output.is_some())?;
        let entry = report.zip(self.out.as_ref()).map(|(report, folder)| {
            let below = written
                .iter()
                .filter_map(|path| path.strip_prefix(folder).ok());
            let below: Vec<String> = below.map(|path| path.display().to_string()).collect();
            Entry::of(report, file.is_blocked(), &below)
        });
        Ok(Some(Built {
            file,
            outcome: Outcome::Clean,
            written,
            entry,
        }))
    }
}

/// Writes the page that leads to the reports of a folder; a site may have such a page of its
/// own, which stays.
fn written_index(path: &Path, entries: &[Entry]) -> Result<(), Failure> {
    if entries.is_empty() {
        return Ok(());
    }
    let own = std::fs::read(path).map_or(true, |page| {
        let mut parts = page.windows(index::MARK.len());
        parts.any(|part| part == index::MARK.as_bytes())
    });
    if !own {
        let name = path.display();
        eprintln!("{name} 不是本程序生成的目录页，没有改动它");
        return Ok(());
    }
    AtomicFile::derived(path, index::page(entries)?.as_bytes())?.commit()
}

/// The day that `SOURCE_DATE_EPOCH` names, for reproducible files without a date of their own.
pub(super) fn epoch() -> Option<Date> {
    let seconds: i64 = std::env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()?;
    Date::of_unix_day(seconds.div_euclid(86400))
}

fn told_written(written: &[PathBuf]) {
    for path in written {
        eprintln!("已生成 {}", path.display());
    }
}

/// Writes products, all of them complete before the first takes its place, and says where.
pub(super) fn deliver(products: Vec<Placed>, named: bool) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for (place, bytes) in &products {
        match place {
            Some(path) if named => files.push(AtomicFile::of(path, bytes)?),
            Some(path) => files.push(AtomicFile::derived(path, bytes)?),
            None => output::show(bytes)?,
        }
    }
    files.into_iter().try_for_each(AtomicFile::commit)?;
    Ok(products
        .into_iter()
        .filter_map(|(place, _)| place)
        .collect())
}

/// The templates, with those of a folder in the place of the embedded ones.
pub(super) fn templates(folder: Option<&Path>) -> Result<Templates, Failure> {
    let mut own = BTreeMap::new();
    if let Some(folder) = folder {
        if !folder.is_dir() {
            return Err(format!("没有模板文件夹 {}", folder.display()));
        }
        for name in TEMPLATE_NAMES {
            let path = folder.join(name);
            if !path.exists() {
                continue;
            }
            own.insert(name.to_owned(), read_utf8(&path, "模板")?);
        }
    }
    Templates::new(&own).map_err(|error| error.to_string())
}
