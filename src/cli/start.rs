//! How the program was started: from a shell, or by a double-click on Windows.

use std::{
    ffi::{OsStr, OsString},
    io::{self, IsTerminal, Read},
    path::{Path, PathBuf},
};

/// What shells and terminals leave in the environment of the programs that they start: `cmd`,
/// Windows Terminal, editors' terminals, and the shells of other systems.
const SHELLS: [&str; 6] = [
    "PROMPT",
    "WT_SESSION",
    "TERM_PROGRAM",
    "TERM",
    "SHELL",
    "MSYSTEM",
];

/// The place that the workbench is to be opened on where no command was written: the folder
/// for a double-click, a file or a folder that was dropped on the program.
pub fn place(arguments: &[OsString], is_command: impl Fn(&OsStr) -> bool) -> Option<PathBuf> {
    match arguments {
        [_] => was_clicked().then(|| PathBuf::from(".")),
        [_, one] => {
            let option = one.as_encoded_bytes().starts_with(b"-");
            let place = Path::new(one);
            (!option && !is_command(one) && place.exists()).then(|| place.to_owned())
        }
        _ => None,
    }
}

/// Whether the program has a console of its own, as far as can be told without asking the
/// system by unsafe means: it is on one, and no shell has left its mark.
pub fn was_clicked() -> bool {
    let consoles = io::stdin().is_terminal() && io::stderr().is_terminal();
    cfg!(windows) && consoles && !has_shell(|name| std::env::var_os(name))
}

fn has_shell(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    // PowerShell puts the user's own modules before those of the system.
    let modules = variable("PSModulePath").unwrap_or_default();
    let home = variable("USERPROFILE").filter(|home| !home.is_empty());
    let own = home.is_some_and(|home| {
        let (modules, home) = (modules.to_string_lossy(), home.to_string_lossy());
        modules.to_lowercase().contains(&home.to_lowercase())
    });
    own || SHELLS.iter().any(|name| variable(name).is_some())
}

/// Lets somebody whose window would go at once read what went wrong.
pub fn pause() {
    eprintln!("按回车键关闭这个窗口");
    let _ = io::stdin().read(&mut [0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(variables: &[(&str, &str)]) -> bool {
        has_shell(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn shells_are_known_by_what_they_leave() {
        let system = r"C:\Program Files\WindowsPowerShell\Modules;C:\Windows\system32";
        let home = ("USERPROFILE", r"C:\Users\甲");
        assert!(!shell(&[
            home,
            ("PSModulePath", system),
            ("PATH", r"C:\Windows")
        ]));
        assert!(shell(&[home, ("PROMPT", "$P$G")]));
        assert!(shell(&[home, ("WT_SESSION", "1")]));
        let own = format!(r"C:\users\甲\Documents\WindowsPowerShell\Modules;{system}");
        assert!(shell(&[home, ("PSModulePath", &own)]));
        assert!(!shell(&[("PSModulePath", system)]));
    }

    #[test]
    fn what_is_dropped_is_opened_and_commands_are_commands() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("年报.docx");
        std::fs::write(&file, "").expect("it can be written");
        let of = |words: &[&OsStr]| {
            let words: Vec<OsString> = words.iter().map(|word| (*word).to_owned()).collect();
            place(&words, |word| word == "check")
        };
        let program = OsStr::new("nianbao");
        assert_eq!(of(&[program, file.as_os_str()]), Some(file.clone()));
        assert_eq!(
            of(&[program, folder.path().as_os_str()]).as_deref(),
            Some(folder.path())
        );
        assert_eq!(of(&[program, OsStr::new("check")]), None);
        assert_eq!(of(&[program, OsStr::new("--help")]), None);
        assert_eq!(of(&[program, folder.path().join("无").as_os_str()]), None);
        assert_eq!(of(&[program, file.as_os_str(), file.as_os_str()]), None);
    }
}
