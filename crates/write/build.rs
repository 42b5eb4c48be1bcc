//! Says where the templates and the fonts lie: at the top of the repository, or in the packed
//! crate, where links to them became folders. A checkout for Windows may have no links.

use std::{env, io, path::PathBuf};

fn main() -> io::Result<()> {
    let here = env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?;
    for folder in ["templates", "fonts"] {
        let own = PathBuf::from(&here).join(folder);
        let shared = PathBuf::from(&here).join("../..").join(folder);
        let found = if own.is_dir() { own } else { shared };
        let name = folder.to_uppercase();
        println!("cargo:rustc-env=NIANBAO_{name}={}", found.display());
        println!("cargo:rerun-if-changed={}", found.display());
    }
    Ok(())
}
