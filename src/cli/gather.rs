//! From the arguments of a command to the data files: folders are searched.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use super::{common::Jobs, complain, files::reason, parallel, progress::Progress};
use crate::ground::diagnostic::terminal::safe;

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
    /// Links to other places, which were not followed.
    pub strays: Vec<String>,
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
        if own.is_ok_and(|own| !gathered.seen.insert(own)) {
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
        progress.aside(|| self.tell_strays());
        for message in &self.complaints {
            progress.aside(|| complain(message));
        }
        parallel::in_order(&self.inputs, jobs.count(), work, |input, result| {
            take(input, result, &progress);
            progress.step(&input.path.display().to_string());
        });
    }

    /// Says which links were not followed.
    pub fn tell_strays(&self) {
        for stray in &self.strays {
            eprintln!("注意: {}", safe(stray));
        }
    }

    /// Takes in every data file below a folder.
    ///
    /// Links lead nowhere: what lies in the folder is found by its own name, and what lies
    /// outside was not named. A file that is only linked to from where one looks counts.
    fn search(&mut self, root: &Path) {
        let (mut found, mut linked) = (Vec::new(), Vec::new());
        let entries = WalkDir::new(root).min_depth(1).into_iter();
        for entry in entries.filter_entry(|entry| is_new(entry, &mut self.seen)) {
            match entry {
                Ok(entry) if entry.path_is_symlink() => linked.push(entry.into_path()),
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if is_yaml(entry.path()) => found.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => self.complaints.push(unsearched(root, error)),
            }
        }
        linked.sort();
        linked.retain(|link| self.stays(link, root));
        found.sort();
        for path in found.into_iter().chain(linked) {
            let own = path.canonicalize().unwrap_or_else(|_| path.clone());
            if self.seen.insert(own) {
                let below = path.strip_prefix(root).unwrap_or(&path).to_owned();
                // What lies in the folder where one is goes by its own name.
                let path = match root == Path::new(".") {
                    true => below.clone(),
                    false => path,
                };
                let below = Some(below);
                self.inputs.push(Input { path, below });
            }
        }
    }

    /// Whether a link is to be read as a data file of a folder. One that would be, but leads
    /// elsewhere, is a stray.
    fn stays(&mut self, link: &Path, root: &Path) -> bool {
        let Ok(own) = link.canonicalize() else {
            // That it leads nowhere is told when it is read.
            return is_yaml(link);
        };
        let folder = own.is_dir();
        let inside = root.canonicalize().is_ok_and(|root| own.starts_with(root));
        if self.seen.contains(&own) || !(folder || is_yaml(link)) {
            return false;
        }
        if folder || !inside {
            let link = link.display();
            let stray = format!("{link} 是通到别处的链接，没有读；要算上它就在命令里另外写出");
            self.strays.push(stray);
        }
        inside && !folder
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

/// Whether a file's name is that of a data file.
pub fn is_yaml(path: &Path) -> bool {
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
    fn links_that_stay_inside_count_once() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let (below, store) = (folder.path().join("下"), folder.path().join(".库"));
        fs::create_dir(&below).unwrap();
        fs::create_dir(&store).unwrap();
        fs::write(below.join("a.yaml"), "").unwrap();
        fs::write(store.join("e.yaml"), "").unwrap();
        symlink("..", below.join("上")).unwrap();
        symlink("下", folder.path().join("又")).unwrap();
        symlink("a.yaml", below.join("b.yaml")).unwrap();
        symlink("无", below.join("c")).unwrap();
        symlink("环", below.join("环")).unwrap();
        symlink("../.库/e.yaml", below.join("d.yaml")).unwrap();
        let found = found(folder.path());
        assert_eq!(found, ["下/a.yaml", "下/d.yaml"]);
        assert!(gather(&[folder.path().to_owned()]).strays.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_a_folder_are_not_followed() {
        use std::os::unix::fs::symlink;
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = outside.path().join("b.yaml");
        fs::write(&file, "").unwrap();
        fs::write(folder.path().join("a.yaml"), "").unwrap();
        symlink("/", folder.path().join("全部")).unwrap();
        symlink(&file, folder.path().join("c.yaml")).unwrap();
        symlink(&file, folder.path().join("图.png")).unwrap();
        let whole = folder.path().to_owned();
        let gathered = gather(std::slice::from_ref(&whole));
        assert_eq!(gathered.inputs.len(), 1);
        assert_eq!(gathered.strays.len(), 2, "{:?}", gathered.strays);
        // Named itself it is read, and nothing has to be said.
        let gathered = gather(&[whole.clone(), whole.join("c.yaml")]);
        assert_eq!((gathered.inputs.len(), gathered.strays.len()), (2, 1));
        // So is a folder whose own name is a link.
        let link = outside.path().join("县");
        symlink(&whole, &link).unwrap();
        assert_eq!(gather(&[link]).inputs.len(), 1);
    }
}
