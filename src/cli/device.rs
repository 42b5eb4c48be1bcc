//! Names that Windows keeps for devices: what is written to `nul.docx` is gone.

use std::path::Path;

/// Whether Windows takes a path for a device, whatever folder and ending it has.
pub fn is_device(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.split(['.', ':']).next().unwrap_or_default();
    let stem = stem.trim_end_matches(' ').to_ascii_uppercase();
    let port = |kind| {
        let number = stem.strip_prefix(kind).map(|rest: &str| rest.chars());
        let number = number.and_then(|mut rest| rest.next().filter(|_| rest.next().is_none()));
        number.is_some_and(|number| "123456789¹²³".contains(number))
    };
    let known = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    known.contains(&&*stem) || port("COM") || port("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_have_any_ending_and_any_case() {
        for name in [
            "con.yaml",
            "下/AUX",
            "nul.docx",
            "Com1.tar.gz",
            "lpt³.md",
            "nul .pdf",
        ] {
            assert!(is_device(Path::new(name)), "{name}");
        }
        for name in [
            "",
            "..",
            "control.yaml",
            "com.md",
            "com10.md",
            "lpt0",
            "年报.con",
            "nul/a",
        ] {
            assert!(!is_device(Path::new(name)), "{name}");
        }
    }
}
