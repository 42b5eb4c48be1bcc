//! Writes a generated county to a folder, for measuring and for trying things out:
//! `cargo run --example county -- FOLDER 1000 [YEARS] [BROKEN]`.

#[path = "faults.rs"]
#[allow(dead_code)]
mod faults;
#[path = "generate.rs"]
#[allow(dead_code)]
mod generate;

use std::{env, fs, path::PathBuf};

const SEED: u64 = 2025;
const YEAR: u16 = 2025;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize, otherwise: usize| {
        let text = arguments.get(at);
        text.map_or(otherwise, |text| text.parse().expect("a number"))
    };
    let folder = PathBuf::from(arguments.first().expect("a folder"));
    let (agencies, years, broken) = (number(1, 1000), number(2, 1), number(3, 0));
    for year in 0..years {
        let year = YEAR - year as u16;
        let folder = folder.join(year.to_string());
        fs::create_dir_all(&folder)?;
        let county = generate::county(SEED, agencies, year);
        for (index, agency) in county.iter().enumerate() {
            let fault = faults::ALL
                .get(index)
                .filter(|_| year == YEAR && index < broken);
            let bytes = match fault {
                Some(fault) => (fault.spoil)(agency),
                None => agency.text.clone().into_bytes(),
            };
            fs::write(folder.join(&agency.file), bytes)?;
        }
        if year == YEAR {
            fs::write(
                folder.with_file_name("roster.yaml"),
                generate::roster(&county),
            )?;
        }
    }
    Ok(())
}
