//! From the arguments of a command to the data files: folders are searched.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use super::files::reason;

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
    /// Takes in every data file below a folder, a folder that links lead back to only once.
    fn search(&mut self, root: &Path) {
        // What lies in the folder where one is goes by its own name.
        let at = |below: &Path| match root == Path::new(".") && !below.as_os_str().is_empty() {
            true => below.to_owned(),
            false => root.join(below),
        };
        let mut folders = vec![PathBuf::new()];
        // Links wait, so that what they lead to is known by its own name first.
        let mut links = Vec::new();
        let mut found = Vec::new();
        while let Some(below) = folders.pop().or_else(|| links.pop()) {
            let folder = match below.as_os_str().is_empty() {
                true => root.to_owned(),
                false => at(&below),
            };
            let entries = match self.entries(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    let (name, why) = (folder.display(), reason(&error));
                    let message = format!("读不了文件夹 {name}：{why}");
                    self.complaints.push(message);
                    continue;
                }
            };
            for name in entries {
                let below = below.join(&name);
                let path = at(&below);
                match path.is_dir() {
                    true if path.is_symlink() => links.push(below),
                    true => folders.push(below),
                    false if is_yaml(&path) => found.push(below),
                    false => {}
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

    /// The names in a folder that are not hidden; none for a folder that was searched already.
    fn entries(&mut self, folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
        let own = folder.canonicalize()?;
        if !self.seen.insert(own) {
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name();
            if !name.as_encoded_bytes().starts_with(b".") {
                names.push(name);
            }
        }
        Ok(names)
    }
}

fn is_yaml(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ending == "yaml" || ending == "yml"
}

#[cfg(test)]
mod tests {
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
