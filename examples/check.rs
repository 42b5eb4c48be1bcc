//! Checks a report of any format and prints what is wrong with it:
//! `cargo run --example check -- report.yaml`.

use std::process::ExitCode;

fn main() -> Result<ExitCode, nianbao::Error> {
    let path = std::env::args().nth(1);
    let report = nianbao::open(path.as_deref().unwrap_or("examples/minimal.yaml"))?;
    let findings = nianbao::check(&report);
    for finding in &findings {
        println!("{finding}");
        if let (Some(stated), Some(expected)) = (&finding.stated, &finding.expected) {
            println!("    {stated} -> {expected}");
        }
    }
    let errors = findings.iter().filter(|finding| finding.blocks()).count();
    println!("{errors} errors among {} findings", findings.len());
    Ok(ExitCode::from(u8::from(errors > 0)))
}
