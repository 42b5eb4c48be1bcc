//! From the arguments of a command to the data files: folders are searched.

use std::{
    collections::{BTreeSet, VecDeque},
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use super::{common::Jobs, complain, files::reason, parallel, progress::Progress};

/// A data file to work on.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it lies, as messages name it.
    pub path: PathBuf,
    /// The path below the folder that was named; none for a file that was itself named.
    pub below: Option<PathBuf>,
}

/// What the arguments of a command lead to.
#[derive(Default)]
pub struct Gathered {
    /// The files: those of a folder by name, each once.
    pub inputs: Vec<Input>,
    /// Why something could not be searched.
    pub complaints: Vec<String>,
    seen: BTreeSet<PathBuf>,
}

/// Searches every argument that is a folder for data files.
pub fn gather(arguments: &[PathBuf]) -> Gathered {
    let mut gathered = Gathered::default();
    for path in arguments.iter().filter(|path| !path.is_dir()) {
        gathered.seen.extend(path.canonicalize().ok());
    }
    for path in arguments {
        if !path.is_dir() {
            gathered.inputs.push(Input {
                path: path.clone(),
                below: None,
            });
            continue;
        }
        // What was named before, alone or with a folder above it, is there already.
        let own = path.canonicalize();
        if own.is_ok_and(|own| gathered.seen.contains(&own)) {
            continue;
        }
        let (files, faults) = (gathered.inputs.len(), gathered.complaints.len());
        gathered.search(path);
        if (files, faults) == (gathered.inputs.len(), gathered.complaints.len()) {
            let name = path.display();
            let message = format!("文件夹 {name} 里没有数据文件（.yaml、.yml）");
            gathered.complaints.push(message);
        }
    }
    gathered
}

impl Gathered {
    /// Without a file that is read for another end.
    pub fn without(mut self, file: Option<&Path>) -> Self {
        let own = file.and_then(|file| file.canonicalize().ok());
        let is_own = |input: &Input| own.is_some() && input.path.canonicalize().ok() == own;
        self.inputs.retain(|input| !is_own(input));
        self
    }

    /// Works on every file, on several at once, and takes the results in the files' order;
    /// what could not be searched is told of first.
    pub fn each<R: Send>(
        &self,
        jobs: &Jobs,
        work: impl Fn(&Input) -> R + Sync,
        mut take: impl FnMut(&Input, R, &Progress),
    ) {
        let progress = Progress::new(self.inputs.len());
        for message in &self.complaints {
            progress.aside(|| complain(message));
        }
        parallel::in_order(&self.inputs, jobs.count(), work, |input, result| {
            take(input, result, &progress);
            progress.step(&input.path.display().to_string());
        });
    }

    /// Takes in every data file below a folder, a folder that links lead back to only once.
    fn search(&mut self, root: &Path) {
        // What lies in the folder where one is goes by its own name.
        let at = |below: &Path| match root == Path::new(".") && !below.as_os_str().is_empty() {
            true => below.to_owned(),
            false => root.join(below),
        };
        let mut found = Vec::new();
        // Links wait, so that what they lead to is known by its own name first.
        let mut waiting = VecDeque::from([PathBuf::new()]);
        while let Some(start) = waiting.pop_front() {
            let start = match start.as_os_str().is_empty() {
                true => root.to_owned(),
                false => at(&start),
            };
            let own = start.canonicalize();
            if own.is_ok_and(|own| !self.seen.insert(own)) {
                continue;
            }
            let entries = WalkDir::new(&start).min_depth(1).into_iter();
            for entry in entries.filter_entry(|entry| is_new(entry, &mut self.seen)) {
                match entry {
                    Ok(entry) => {
                        let path = entry.path();
                        let below = path.strip_prefix(root).unwrap_or(path).to_owned();
                        let link = entry.path_is_symlink();
                        match entry.file_type().is_dir() || (link && path.is_dir()) {
                            true if link => waiting.push_back(below),
                            false if is_yaml(path) => found.push(below),
                            _ => {}
                        }
                    }
                    Err(error) => self.complaints.push(unsearched(&start, error)),
                }
            }
        }
        found.sort();
        for below in found {
            let path = at(&below);
            // A link to a file that is here by its own name is the same report.
            let own = path.canonicalize().unwrap_or_else(|_| path.clone());
            if self.seen.insert(own) {
                let below = Some(below);
                self.inputs.push(Input { path, below });
            }
        }
    }
}

/// Whether an entry of a folder is neither hidden nor a folder that was searched already.
fn is_new(entry: &DirEntry, seen: &mut BTreeSet<PathBuf>) -> bool {
    if entry.file_name().as_encoded_bytes().starts_with(b".") {
        return false;
    }
    // One that cannot be told by its name is complained of when it is read.
    let folder = entry.file_type().is_dir();
    let own = folder.then(|| entry.path().canonicalize().ok()).flatten();
    own.is_none_or(|own| seen.insert(own))
}

/// Why a folder could not be searched.
fn unsearched(start: &Path, error: walkdir::Error) -> String {
    let folder = error.path().unwrap_or(start).display().to_string();
    let why = error.into_io_error().map(|error| reason(&error));
    format!("读不了文件夹 {folder}：{}", why.unwrap_or_default())
}

fn is_yaml(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ending == "yaml" || ending == "yml"
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn found(folder: &Path) -> Vec<String> {
        let gathered = gather(&[folder.to_owned()]);
        let names = gathered.inputs.into_iter().map(|input| {
            let below = input.below.expect("it was found");
            below.to_string_lossy().replace('\\', "/")
        });
        names.collect()
    }

    #[test]
    fn data_files_are_found_in_order_and_hidden_ones_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        };
        [
            "b.yaml",
            "a.yml",
            "下/c.YAML",
            "下/c.pdf",
            ".d.yaml",
            ".git/e.yaml",
        ]
        .into_iter()
        .for_each(put);
        assert_eq!(found(folder.path()), ["a.yml", "b.yaml", "下/c.YAML"]);
        let empty = folder.path().join("空");
        fs::create_dir(&empty).unwrap();
        assert_eq!(gather(&[empty]).complaints.len(), 1);
        let whole = folder.path().to_owned();
        let twice = gather(&[whole.clone(), whole.clone(), whole.join("下")]);
        assert_eq!((twice.inputs.len(), twice.complaints.len()), (3, 0));
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_ring_are_survived() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("下");
        fs::create_dir(&below).unwrap();
        fs::write(below.join("a.yaml"), "").unwrap();
        symlink("..", below.join("上")).unwrap();
        symlink("下", folder.path().join("又")).unwrap();
        symlink("a.yaml", below.join("b.yaml")).unwrap();
        symlink("无", below.join("c")).unwrap();
        symlink("环", below.join("环")).unwrap();
        let found = found(folder.path());
        assert_eq!(found, ["下/a.yaml"]);
    }
}
