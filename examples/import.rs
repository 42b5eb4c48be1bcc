//! Reads a published report (a web page, a Word file, a PDF, a text), prints its figures and
//! makes a data file of it: `cargo run --example import -- published.html 2024.yaml`.

use nianbao::{Builder, Format, ImportOptions, import, open, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (name, bytes) = match arguments.next() {
        Some(path) => (path.clone(), std::fs::read(path)?),
        // None at hand: what is published of an example.
        None => {
            let report = open("examples/zhangdian-traffic-police-2024.yaml")?;
            let page = Builder::new().build(&report, Format::Html)?;
            ("page.html".to_owned(), page)
        }
    };
    let report = read(&name, &bytes)?;
    println!("{} {:?}", report.agency().unwrap_or("?"), report.year());
    for (path, figure) in report.figures() {
        println!("{path}: {figure}");
    }
    let imported = import(&name, &bytes, &ImportOptions::default())?;
    println!("{}", imported.summary);
    for doubt in &imported.doubts {
        println!("{doubt}");
    }
    if let Some(out) = arguments.next() {
        std::fs::write(out, imported.text)?;
    }
    Ok(())
}
