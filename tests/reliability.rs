//! The program killed at any moment, and several of it at once.
//!
//! `tests/reliability/run.sh` runs these with many more rounds, by `NIANBAO_ROUNDS`.

use std::{
    collections::BTreeMap,
    fs,
    hash::{BuildHasher, Hasher, RandomState},
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

use crate::common::desk::{CLEAN, Desk};
use serde_json::{Value, json};

/// How often each thing is tried.
fn rounds(otherwise: usize) -> usize {
    let asked = std::env::var("NIANBAO_ROUNDS").ok();
    asked.map_or(otherwise, |rounds| rounds.parse().unwrap())
}

/// Any number below a bound.
fn any(below: u64) -> u64 {
    RandomState::new().build_hasher().finish() % below.max(1)
}

/// Every file below a folder, by its path.
type Files = BTreeMap<String, Vec<u8>>;

fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        match path.is_dir() {
            true => {
                let below = self::files(&path).into_iter();
                files.extend(below.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
            }
            // A draft may be renamed in the meantime.
            false => files.extend(fs::read(&path).ok().map(|bytes| (name, bytes))),
        }
    }
    files
}

/// Whether a draft lies somewhere below a folder; it may be gone while one looks.
fn has_draft(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths = entries.map(|entry| entry.path());
    paths.any(|path| is_draft(&path.to_string_lossy()) || has_draft(&path))
}

fn is_draft(path: &str) -> bool {
    path.ends_with(".nianbao.tmp")
}

/// A command, and what it makes of the files before it.
struct Work {
    desk: Desk,
    arguments: Vec<&'static str>,
    before: Files,
    after: Files,
    /// How often an undisturbed run is looked at until it ends.
    steps: u64,
}

impl Work {
    fn new(arguments: &[&'static str], before: &[(&str, String)]) -> Self {
        let of = |(path, text): &(&str, String)| ((*path).to_owned(), text.clone().into_bytes());
        let mut work = Work {
            desk: Desk::new(),
            arguments: arguments.to_vec(),
            before: before.iter().map(of).collect(),
            after: Files::new(),
            steps: 0,
        };
        work.restore();
        work.finish();
        work.after = files(&work.desk.path("."));
        assert_ne!(work.before, work.after);
        work
    }

    /// Puts everything back as it was.
    fn restore(&self) {
        for entry in fs::read_dir(self.desk.path(".")).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => fs::remove_dir_all(path).unwrap(),
                false => fs::remove_file(path).unwrap(),
            }
        }
        for (path, bytes) in &self.before {
            let path = self.desk.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    fn start(&self) -> Child {
        let program = std::env::var("NIANBAO");
        let program = program.unwrap_or_else(|_| env!("CARGO_BIN_EXE_nianbao").to_owned());
        let mut command = Command::new(program);
        command
            .args(&self.arguments)
            .current_dir(self.desk.path("."));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// Runs it to its end.
    fn finish(&mut self) {
        let mut child = self.start();
        self.steps = 0;
        while child.try_wait().unwrap().is_none() {
            self.steps += 1;
            thread::yield_now();
        }
    }

    /// Starts it and kills it at any moment, or as soon as a draft is seen; says whether it
    /// still ran.
    fn kill(&self, at_a_draft: bool) -> bool {
        let mut child = self.start();
        let mut left = any(self.steps);
        while child.try_wait().unwrap().is_none() {
            let seen = at_a_draft && has_draft(&self.desk.path("."));
            if seen || (!at_a_draft && left == 0) {
                break;
            }
            left = left.saturating_sub(1);
            thread::yield_now();
        }
        let ran = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        ran
    }

    /// Nothing is half and nothing is lost.
    fn check_killed(&self, now: &Files) {
        for (path, bytes) in now.iter().filter(|(path, _)| !is_draft(path)) {
            let whole = [&self.before, &self.after].map(|files| files.get(path));
            assert!(whole.contains(&Some(bytes)), "{path} is half");
        }
        for path in self.before.keys() {
            assert!(now.contains_key(path), "{path} is lost");
        }
    }

    fn try_killing(mut self) {
        let (rounds, mut killed, mut left) = (rounds(20) / 4, 0, 0);
        for round in 0..rounds {
            self.restore();
            killed += usize::from(self.kill(round % 2 == 1));
            let now = files(&self.desk.path("."));
            left += usize::from(has_draft(&self.desk.path(".")));
            self.check_killed(&now);
            self.finish();
            assert_eq!(files(&self.desk.path(".")), self.after, "round {round}");
        }
        let command = self.arguments[0];
        println!("{command}: {rounds} rounds, {killed} killed, {left} with a draft left behind");
    }
}

/// A report of an agency of its own, with much text.
fn report(agency: &str) -> String {
    let text = "没有收取信息处理费。".repeat(200);
    CLEAN
        .replace("某县档案馆", agency)
        .replace("没有收取信息处理费。", &text)
}

fn county() -> [(&'static str, String); 3] {
    [
        ("县/a.yaml", "某县甲局"),
        ("县/b.yaml", "某县乙局"),
        ("县/下/c.yaml", "某县丙局"),
    ]
    .map(|(path, agency)| (path, report(agency)))
}

const BUILD: [&str; 6] = ["build", "县", "--to", "md,html", "--out", "成品"];

#[test]
fn a_killed_build_leaves_nothing_half() {
    Work::new(&BUILD, &county()).try_killing();
}

#[test]
fn a_killed_fmt_loses_nothing() {
    let untidy = county().map(|(path, text)| (path, text.replace("年度: 2024", "年度:   2024")));
    Work::new(&["fmt", "县"], &untidy).try_killing();
}

#[test]
fn a_killed_import_leaves_nothing_half() {
    let desk = Desk::new();
    desk.put("a.yaml", report("某县甲局"));
    desk.run(&["build", "a.yaml", "--to", "md"]).ends(0);
    let published = [("a.md", desk.text("a.md"))];
    Work::new(&["import", "a.md", "-o", "a.yaml"], &published).try_killing();
}

#[test]
fn a_killed_rollup_leaves_nothing_half() {
    let arguments = [
        "rollup",
        "县",
        "--agency",
        "某县人民政府",
        "-o",
        "全县.yaml",
    ];
    Work::new(&arguments, &county()).try_killing();
}

/// Each of them clears away what a killed one left, and none takes another's drafts.
#[test]
fn four_builds_into_one_folder_each_write_everything() {
    let work = Work::new(&BUILD, &county());
    let (rounds, mut left) = (rounds(6), 0);
    for round in 0..rounds {
        work.restore();
        work.kill(true);
        left += usize::from(has_draft(&work.desk.path(".")));
        let builds = [(); 4].map(|()| work.start());
        for mut build in builds {
            assert!(build.wait().unwrap().success(), "round {round}");
        }
        assert_eq!(files(&work.desk.path(".")), work.after, "round {round}");
    }
    println!("four builds: {rounds} rounds, {left} of them over a draft left behind");
}

/// The workbench of a file, and where it is asked.
struct Workbench {
    child: Child,
    host: String,
    token: String,
}

impl Workbench {
    fn of(desk: &Desk, file: &str) -> Self {
        let program = std::env::var("NIANBAO");
        let program = program.unwrap_or_else(|_| env!("CARGO_BIN_EXE_nianbao").to_owned());
        let mut command = Command::new(program);
        command
            .args(["edit", "--no-open", file])
            .current_dir(desk.path("."));
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let told = child.stderr.as_mut().expect("it is piped");
        BufReader::new(told).read_line(&mut line).unwrap();
        let (_, address) = line.trim().split_once("http://").expect("an address");
        let (host, token) = address
            .trim_end_matches('/')
            .split_once('/')
            .expect("a token");
        let (host, token) = (host.to_owned(), token.to_owned());
        Workbench { child, host, token }
    }

    fn ask(&self, request: &Value) -> Value {
        let (host, token, body) = (&self.host, &self.token, request.to_string());
        let length = body.len();
        let mut stream = TcpStream::connect(host).unwrap();
        let head =
            format!("POST /{token}/call HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}");
        stream
            .write_all(format!("{head}\r\n\r\n{body}").as_bytes())
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        serde_json::from_str(body).unwrap()
    }
}

/// Killed while it saves, or at any moment, the file is the old one or the new one.
#[test]
fn a_killed_workbench_leaves_a_whole_file() {
    let desk = Desk::new();
    let mut before = report("某县甲局");
    desk.put("a.yaml", &before);
    let (rounds, mut saved, mut left) = (rounds(8), 0, 0);
    for round in 0..rounds {
        let mut workbench = Workbench::of(&desk, "a.yaml");
        let revision = workbench.ask(&json!({"do": "state"}))["revision"].clone();
        let figure = (round + 10).to_string();
        let cells = json!([{"path": "主动公开.行政许可", "words": figure}]);
        let edit = json!({"kind": "cells", "cells": cells});
        let state = workbench.ask(&json!({"do": "edit", "revision": revision, "edit": edit}));
        let after = state["source"].as_str().expect("it is changed").to_owned();
        assert_ne!(before, after);
        let mut patience = any(4000);
        while desk.text("a.yaml") == before {
            let seen = round % 2 == 1 && has_draft(&desk.path("."));
            if seen || (round % 4 == 0 && patience == 0) {
                break;
            }
            patience = patience.saturating_sub(1);
            thread::yield_now();
        }
        workbench.child.kill().unwrap();
        workbench.child.wait().unwrap();
        let now = desk.text("a.yaml");
        assert!(
            now == before || now == after,
            "round {round}: the file is half"
        );
        saved += usize::from(now == after);
        left += usize::from(has_draft(&desk.path(".")));
        before = now;
    }
    println!(
        "edit: {rounds} rounds killed, {saved} of them saved, {left} with a draft left behind"
    );
}
