//! Lists the edition files, so that a new form is a new file and no Rust.

use std::{env, fs, io, path::PathBuf};

/// Where the editions lie: every YAML file is one.
const FOLDER: &str = "src/edition";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed={FOLDER}");
    let mut names = Vec::new();
    for entry in fs::read_dir(FOLDER)? {
        let name = entry?.file_name();
        names.extend(
            name.to_str()
                .filter(|n| n.ends_with(".yaml"))
                .map(str::to_owned),
        );
    }
    // The same folder gives the same program, in whatever order it is listed.
    names.sort();
    let file = |name: String| {
        let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{FOLDER}/{name}\")");
        format!("    ({name:?}, include_str!({path})),\n")
    };
    let files: String = names.into_iter().map(file).collect();
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(
        PathBuf::from(out).join("editions.rs"),
        format!("&[\n{files}]\n"),
    )
}
