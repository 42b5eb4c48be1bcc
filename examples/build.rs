//! Builds a report as a PDF, as a draft where it has errors:
//! `cargo run --example build -- report.yaml report.pdf`.

use nianbao::{Builder, Format, build, open};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next();
    let report = open(path.as_deref().unwrap_or("examples/minimal.yaml"))?;
    let pdf = match build(&report, Format::Pdf) {
        Err(refused) if !refused.findings.is_empty() => {
            eprintln!("{refused}");
            Builder::new().draft(true).build(&report, Format::Pdf)
        }
        made => made,
    }?;
    println!(
        "{}: {} bytes",
        report.title().unwrap_or_default(),
        pdf.len()
    );
    if let Some(out) = arguments.next() {
        std::fs::write(out, pdf)?;
    }
    Ok(())
}
