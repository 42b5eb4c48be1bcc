//! What a run over many files says: the findings file by file, then how many there are.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use super::{
    Failure, Format, Outcome, complain,
    files::reason,
    gather::{Input, Kind},
    load::Loaded,
    output::{self, AtomicFile},
};
use crate::{
    base::{
        diagnostic::{
            self, FileFindings, Finding, JsonStream, Severity,
            terminal::{Terminal, safe},
        },
        source::Sources,
    },
    office::problems::Problems,
};

/// The findings of a run; no file is kept once it has been told of.
pub struct Listing<'a> {
    format: Format,
    terminal: Terminal,
    /// Whether the findings are what the run is for: then they are its output.
    is_output: bool,
    deny_warnings: bool,
    stream: Option<JsonStream>,
    table: Option<Problems>,
    /// The file that they go to; none for standard output.
    output: Option<AtomicFile<'a>>,
    counts: Counts,
    /// Whether standard output cannot be written.
    lost: bool,
    /// How the run ends, as far as it is known.
    pub outcome: Outcome,
}

/// How many files there are of each kind.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    faulty: usize,
    noted: usize,
    clean: usize,
    unread: usize,
    skipped: usize,
}

impl<'a> Listing<'a> {
    /// A listing in a format; `deny_warnings` says that warnings count as errors do. A folder
    /// that could not be searched makes it a failure.
    pub fn new(format: Format, deny_warnings: bool, outcome: Outcome) -> Self {
        Listing {
            format,
            terminal: output::errors(),
            is_output: false,
            deny_warnings,
            stream: (format == Format::Json).then(JsonStream::default),
            table: (format == Format::Xlsx).then(Problems::default),
            output: None,
            counts: Counts::default(),
            lost: false,
            outcome,
        }
    }

    /// A listing of a run that is for its findings: in a file, or on standard output.
    pub fn of_findings(
        format: Format,
        deny_warnings: bool,
        outcome: Outcome,
        output: Option<AtomicFile<'a>>,
    ) -> Self {
        let terminal = match output {
            None => output::screen(),
            Some(_) => Terminal::default(),
        };
        Listing {
            terminal,
            is_output: true,
            output,
            ..Listing::new(format, deny_warnings, outcome)
        }
    }

    /// Tells of a file: for programs on stdout, for people there too if the run is for that.
    ///
    /// A file that was found in a folder and is in order is only counted.
    pub fn file(&mut self, input: &Input, file: &Loaded, written: Option<&[PathBuf]>) {
        let open = file.findings.iter().any(|f| f.waived.is_none());
        match (file.is_blocked(), open) {
            (true, _) => self.counts.faulty += 1,
            (false, true) => self.counts.noted += 1,
            (false, false) => self.counts.clean += 1,
        }
        let name = file.path.display().to_string();
        let view = FileFindings {
            written,
            ..file.view(&name)
        };
        if let Some(stream) = &mut self.stream {
            let text = stream.next(view);
            return self.print(Ok(text.into()));
        }
        if let Some(table) = &mut self.table {
            return table.add(file.report.as_ref(), &view);
        }
        if self.format == Format::Github {
            return self.print(Ok(diagnostic::github(view).into()));
        }
        let mut text = match self.format {
            Format::Short => diagnostic::short(view),
            _ => diagnostic::human(view, self.terminal),
        };
        if self.format == Format::Human && (input.below.is_none() || open) {
            let name = safe(&name);
            text += &format!("{name}: {}\n", file.summary());
            if open && file.is_document() && input.below.is_none() {
                text += &format!(
                    "{name} 不是数据文件：在它里面改好再检查，或先 nianbao import {name} -o 年报.yaml，再改 年报.yaml\n"
                );
            }
        }
        self.tell(&text);
    }

    /// Tells people something of the findings.
    fn tell(&mut self, text: &str) {
        match self.is_output {
            true => self.print(Ok(text.into())),
            false => eprint!("{text}"),
        }
    }

    /// Tells what became of a file that was to be read and checked.
    pub fn take(&mut self, input: &Input, read: Result<Option<Loaded>, Failure>) {
        match read {
            Ok(Some(file)) => {
                if file.findings.iter().any(|finding| self.is_wrong(finding)) {
                    self.outcome = self.outcome.max(Outcome::Findings);
                }
                self.file(input, &file, None);
            }
            Ok(None) => self.skipped(input),
            Err(message) => self.failed(&message),
        }
    }

    /// Tells that a file could not be read or written.
    pub fn failed(&mut self, message: &str) {
        self.counts.unread += 1;
        self.outcome = Outcome::Failed;
        complain(message);
    }

    /// Tells that a file in a folder is no data file.
    pub fn skipped(&mut self, input: &Input) {
        let why = match Kind::of(&input.path) {
            // A note that somebody wrote beside the reports, or a text that one of them takes in.
            Some(Kind::Text) => return,
            Some(Kind::Data) => "不是年报的数据文件（没有「年度」和「机关」）",
            _ => "里面没有年度报告",
        };
        self.counts.skipped += 1;
        let name = input.path.display().to_string();
        eprintln!("{}: {why}，跳过", safe(&name));
    }

    /// Ends the listing: how many files there were, and how the run ends.
    pub fn close(mut self) -> Outcome {
        if let Some(stream) = self.stream.take() {
            self.print(Ok(stream.close().into()));
        }
        if let Some(table) = self.table.take() {
            self.print(table.workbook());
        }
        if self.format == Format::Human && self.counts.all() > 1 {
            let told = format!("{}\n", self.counts.told());
            self.tell(&told);
        }
        if let Some(file) = self.output.take().filter(|_| !self.lost) {
            let name = file.name().display();
            match file.commit() {
                Ok(()) => eprintln!("已生成 {name}"),
                Err(message) => {
                    complain(&message);
                    self.outcome = Outcome::Failed;
                }
            }
        }
        self.outcome
    }

    /// Writes to the file, or to standard output. Where that cannot be, it is said once and
    /// the run has failed.
    fn print(&mut self, bytes: io::Result<Vec<u8>>) {
        if self.lost {
            return;
        }
        let failed = |error: io::Error| format!("写不了检查结果：{}", reason(&error));
        let printed = bytes
            .map_err(failed)
            .and_then(|bytes| match &mut self.output {
                Some(file) => file.write_all(&bytes).map_err(failed),
                None => output::show(&bytes),
            });
        if let Err(message) = printed {
            self.lost = true;
            self.outcome = Outcome::Failed;
            complain(&message);
        }
    }

    fn is_wrong(&self, finding: &Finding) -> bool {
        let warned = self.deny_warnings && finding.severity == Severity::Warning;
        finding.blocks() || (warned && finding.waived.is_none())
    }
}

impl Counts {
    fn all(&self) -> usize {
        self.faulty + self.noted + self.clean + self.unread
    }

    fn told(&self) -> String {
        let mut told = format!(
            "共 {} 个文件：{} 个有错误，{} 个只有警告或提示，{} 个没有问题",
            self.all(),
            self.faulty,
            self.noted,
            self.clean
        );
        if self.unread > 0 {
            told.push_str(&format!("，{} 个没能处理", self.unread));
        }
        if self.skipped > 0 {
            told.push_str(&format!("；另有 {} 个不是年报", self.skipped));
        }
        told
    }
}

/// Tells people what keeps a file from being read.
pub fn show(name: &str, sources: &Sources, findings: &[Finding]) {
    let view = FileFindings {
        name,
        sources,
        findings,
        about: None,
        written: None,
    };
    eprint!("{}", diagnostic::human(view, output::errors()));
}
