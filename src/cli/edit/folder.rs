//! The reports of a folder, and new ones in it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    cli::{
        files::{Content, read_text},
        gather::{Input, is_yaml},
        import, load,
        output::{self, Draft},
    },
    edit::{
        format::Comments,
        successor::{Plan, successor},
        workbench::{DATA, Edit, Folder, Listed, Paper, Refusal, Session, Texts},
    },
    form::{
        edition::Edition,
        report::{Alone, Category, keys},
        scaffold::scaffold,
    },
    ground::diagnostic::Severity,
    read::{self, Wishes},
};

use super::beside::Beside;

/// Reports that are listed, at the most.
const LISTED: usize = 500;
/// A picture's bytes, at the most.
const MAX_PICTURE: usize = 32 * 1024 * 1024;

/// The data files right in a folder: those below it are others' affair.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        !name.as_encoded_bytes().starts_with(b".") && is_yaml(path) && path.is_file()
    };
    let mut files: Vec<PathBuf> = paths.filter(named).collect();
    files.sort();
    files.truncate(LISTED);
    files
}

/// What shows that a folder's reports are others than before.
pub fn look(folder: &Path) -> Vec<(PathBuf, Option<SystemTime>)> {
    let changed = |path: &PathBuf| fs::metadata(path).ok()?.modified().ok();
    let files = files(folder).into_iter();
    files.map(|path| (path.clone(), changed(&path))).collect()
}

/// The reports of a folder.
pub fn listed(folder: &Path, open: Option<String>, readonly: bool) -> Folder {
    let years = (Edition::all()[0].from..=crate::cli::new::due_year()).rev();
    let years = years.filter(|year| Edition::of_year(*year).is_some());
    let name = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    Folder {
        name: name
            .file_name()
            .unwrap_or(name.as_os_str())
            .to_string_lossy()
            .into_owned(),
        open,
        readonly,
        years: years.collect(),
        categories: Category::ALL.map(Category::chinese).to_vec(),
        reports: look(folder)
            .into_iter()
            .filter_map(|(path, changed)| one(&path, changed))
            .collect(),
    }
}

fn one(path: &Path, changed: Option<SystemTime>) -> Option<Listed> {
    let since = changed.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    let input = Input {
        path: path.to_owned(),
        below: path.file_name().map(PathBuf::from),
    };
    let mut listed = Listed {
        file: path.file_name()?.to_string_lossy().into_owned(),
        agency: String::new(),
        year: None,
        errors: 1,
        warnings: 0,
        changed: since.map_or(0, |since| since.as_millis() as u64),
    };
    // What cannot be read is there all the same.
    let Ok(loaded) = load::load_input(&input, None, false) else {
        return Some(listed);
    };
    let loaded = loaded?;
    let count = |severity: Severity| {
        let open = loaded.findings.iter();
        open.filter(|f| f.severity == severity && f.waived.is_none())
            .count()
    };
    (listed.errors, listed.warnings) = (count(Severity::Error), count(Severity::Warning));
    if let Some(report) = &loaded.report {
        listed.agency.clone_from(&report.agency.text);
        listed.year = report.year_is_sound.then_some(report.year);
    }
    Some(listed)
}

/// A file of the folder by its name.
pub fn inside(folder: &Path, name: &str) -> Result<PathBuf, Refusal> {
    let own = Path::new(name).file_name().is_some_and(|own| own == name);
    let path = folder.join(name);
    match own && !name.contains(['/', '\\', ':']) && is_yaml(&path) {
        true => Ok(path),
        false => Err(Refusal::new(
            format!("「{name}」不是这个文件夹里的数据文件"),
            "从列表里选",
        )),
    }
}

/// A name in the folder that nothing has yet.
pub fn untaken(folder: &Path, name: &str) -> PathBuf {
    let stem = safe_name(name.strip_suffix(".yaml").unwrap_or(name));
    let first = folder.join(format!("{stem}.yaml"));
    let more = (2..).map(|number| folder.join(format!("{stem}-{number}.yaml")));
    let mut names = std::iter::once(first).chain(more);
    let free = |path: &PathBuf| !path.exists() && !path.is_symlink();
    names.find(free).unwrap_or_else(|| folder.join("年报.yaml"))
}

/// A name as every system takes it.
fn safe_name(name: &str) -> String {
    let keep = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '（' | '）' | '·' | '.');
    let name: String = name
        .chars()
        .map(|c| if keep(c) { c } else { '-' })
        .collect();
    let name: String = name.trim_matches(['.', '-']).chars().take(60).collect();
    match name.is_empty() {
        true => "年报".to_owned(),
        false => name,
    }
}

fn edition(year: u16) -> Result<&'static Edition, Refusal> {
    let none = || Refusal::new(format!("没有适用于 {year} 年度的格式"), "选另一个年度");
    Edition::of_year(year)
        .filter(|_| year < 9999)
        .ok_or_else(none)
}

/// A blank data file: its name and text.
pub fn blank(year: u16, agency: &str, category: &str) -> Result<(String, String), Refusal> {
    let edition = edition(year)?;
    let agency = agency.trim();
    let mut session = Session::open("", scaffold(edition, year, Some(agency)), &Alone);
    let edit = Edit::Particular {
        key: keys::CATEGORY.to_owned(),
        words: category.to_owned(),
    };
    session.edit(&edit, &Alone)?;
    Ok((format!("{agency}{year}"), session.text().to_owned()))
}

/// Next year's data file from one of the folder.
pub fn next(last: &Path) -> Result<(String, String), Refusal> {
    let unreadable = |why: String| Refusal::new(why, "先改正那份文件");
    let text = match read_text(last).map_err(unreadable)? {
        Content::Text(text) => text,
        Content::Garbled(..) => return Err(unreadable("上年的文件不是 UTF-8 编码".to_owned())),
    };
    let name = last
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut texts = Texts::from([(DATA.to_owned(), text)]);
    let paper = Paper::read(&name, &mut texts, &Beside::of(last, None));
    let report = paper.plain.as_ref().filter(|report| report.year_is_sound);
    let report = report.ok_or_else(|| unreadable(format!("「{name}」读不懂，或没有写对年度")))?;
    let year = report.year.saturating_add(1);
    let plan = Plan {
        year,
        edition: edition(year)?,
        previous: &name,
        agency: None,
    };
    let comments = Comments::of(&paper.sources, paper.file);
    let text = successor(report, &comments, &plan).write();
    Ok((format!("{}{year}", report.agency.text), text))
}

fn bytes(base64: &str) -> Result<Vec<u8>, Refusal> {
    let broken = |_| Refusal::new("文件没有传全", "再拖一次");
    STANDARD.decode(base64.as_bytes()).map_err(broken)
}

/// A published report, or a filled workbook, as a data file.
pub fn read(name: &str, base64: &str) -> Result<(String, String), Refusal> {
    read_bytes(name, bytes(base64)?)
}

/// The same of bytes.
pub fn read_bytes(name: &str, bytes: Vec<u8>) -> Result<(String, String), Refusal> {
    let stem = Path::new(name)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if is_yaml(Path::new(name)) {
        let broken = |_| Refusal::new(format!("「{name}」不是 UTF-8 编码"), load::CONVERT);
        return Ok((stem, String::from_utf8(bytes).map_err(broken)?));
    }
    if bytes.len() > read::MOST {
        return Err(Refusal::new(
            format!("「{name}」太大，不像一份年报"),
            "检查是否选错了文件",
        ));
    }
    let wishes = Wishes {
        year: None,
        agency: None,
        name: name.to_owned(),
    };
    let fault = |fault: read::Fault| {
        Refusal::new(
            format!("「{name}」读不了：{}", fault.message),
            fault.help.to_string(),
        )
    };
    let imported = import::read(name, &bytes, &wishes).map_err(fault)?;
    let agency = imported.file.agency.value.clone();
    let own = agency.map(|agency| format!("{agency}{}", imported.file.year.value));
    Ok((own.unwrap_or(stem), imported.file.write()))
}

/// Puts a picture into a folder, and says what Markdown shows it.
pub fn picture(folder: &Path, name: &str, base64: &str) -> Result<String, Refusal> {
    let bytes = bytes(base64)?;
    let ending = match () {
        () if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => "png",
        () if bytes.starts_with(b"\xff\xd8\xff") => "jpg",
        () => {
            return Err(Refusal::new(
                "不是 PNG 或 JPEG 图片",
                "另存为 PNG 或 JPEG 再用",
            ));
        }
    };
    if bytes.len() > MAX_PICTURE {
        return Err(Refusal::new("图片超过 32 MB", "缩小后再用"));
    }
    let stem = Path::new(name)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let stem = safe_name(&stem);
    let first = format!("{stem}.{ending}");
    let more = (2..1000).map(|number| format!("{stem}-{number}.{ending}"));
    for own in std::iter::once(first).chain(more) {
        let path = folder.join(&own);
        match fs::read(&path) {
            Ok(there) if there == bytes && !path.is_symlink() => {}
            Ok(_) => continue,
            Err(_) if path.is_symlink() || path.exists() => continue,
            Err(_) => {
                let written = Draft::derived(&path, &bytes).and_then(Draft::settle);
                written.map_err(|why| Refusal::new(why, "检查这个文件夹能不能写"))?;
            }
        }
        output::sweep(folder);
        return Ok(format!("![{stem}]({own})"));
    }
    Err(Refusal::new("同名的图片太多了", "换一个文件名"))
}
