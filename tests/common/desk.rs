//! Running the program: a folder of its own, and what it says.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A folder of its own to run the program in.
pub struct Desk {
    folder: TempDir,
}

/// What a run of the program gave.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
    pub bytes: Vec<u8>,
}

impl Desk {
    pub fn new() -> Self {
        Desk {
            folder: TempDir::new().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn put(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(name), text).unwrap();
        self
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn files(&self) -> Vec<String> {
        names(self.folder.path())
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.args(arguments).current_dir(self.folder.path());
        command.stdin(Stdio::null()).env("NO_COLOR", "1");
        command.env_remove("SOURCE_DATE_EPOCH");
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        let run = Run {
            code: status.code().expect("it ends by itself"),
            out: String::from_utf8_lossy(&stdout).into_owned(),
            err: String::from_utf8(stderr).unwrap(),
            bytes: stdout,
        };
        assert!(!run.err.contains("panicked"), "{}", run.err);
        run
    }
}

/// The names of a folder's files, hidden ones too.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

impl Run {
    /// With the strokes of paths as they are everywhere but on Windows.
    pub fn portable(mut self) -> Self {
        if cfg!(windows) {
            // Within JSON each is two.
            self.out = self.out.replace("\\\\", "/");
            self.err = self.err.replace('\\', "/");
        }
        self
    }

    #[track_caller]
    pub fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        let told = self.told();
        assert!(told.contains(words), "no {words:?} in\n{told}");
        self
    }

    #[track_caller]
    pub fn prints_nothing(&self) -> &Self {
        assert_eq!(self.out, "");
        self
    }

    /// All that people were told.
    pub fn told(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// The rules of the findings in the human form, on whichever output they are.
    pub fn rules(&self) -> Vec<&str> {
        let told = [&self.out, &self.err].map(|told| rules(told));
        told.concat()
    }
}

fn rules(told: &str) -> Vec<&str> {
    let marks = told.match_indices('[').filter_map(|(at, _)| {
        let before = &told[..at];
        let kinds = ["错误", "警告", "提示"];
        let starts = kinds.iter().any(|kind| before.ends_with(kind));
        let rest = &told[at + 1..];
        starts.then(|| rest.split(']').next().unwrap())
    });
    marks.collect()
}

pub const CLEAN: &str = "\
年度: 2024
机关: {名称: 某县档案馆, 类别: 部门}
日期: 2025-01-20
总体情况: 全年收到申请{{申请.新收}}件。主动公开、依申请公开、政府信息管理、平台建设和监督保障按要求开展。
主动公开: 0
申请:
  新收: [3, 0, 0, 0, 0, 0]
  办理结果: {予以公开: [3, 0, 0, 0, 0, 0], 其余: 0}
  其余: 0
复议诉讼: 0
问题及改进: 政策解读的形式不够多，个别信息发布偏晚。明年将逐项编写图解，把公开时限列入每月的工作清单，由办公室逐月核对。
其他事项: 没有收取信息处理费。
";
