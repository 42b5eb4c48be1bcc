//! Two years of many agencies as a page, for programs, as Markdown, and on a terminal.

use serde_json::{Value, json as object};

use super::{Lone, Pair, Years};
use crate::{
    ground::diagnostic::terminal::{Terminal, Tone, safe},
    office::{
        compare::{
            Row,
            formats::{change_tone, object as comparison, page_row},
            shown,
        },
        plain::{markdown as escaped, text_table, with_agencies},
        templates::page,
    },
};

/// Changes of an agency that a page shows in its line.
const SHOWN: usize = 3;
/// Changes of an agency that a page lists, so that a thousand agencies are a page still.
const LISTED: usize = 40;

impl Years {
    fn title(&self) -> String {
        format!("各机关{}年度与{}年度对照", self.years[0], self.years[1])
    }

    /// How many agencies there are of each kind.
    fn summary(&self) -> String {
        let changed = self.pairs.iter().filter(|pair| pair.weight() > 0).count();
        let mut told = format!(
            "两年都有报告的 {} 家，{changed} 家的数有变化；只有 {} 年度的 {} 家，只有 {} 年度的 {} 家",
            self.pairs.len(),
            self.years[0],
            self.gone.len(),
            self.years[1],
            self.new.len(),
        );
        if !self.odd.is_empty() {
            told += &format!("；没有比较的 {} 处", self.odd.len());
        }
        told
    }

    /// The agencies of one year alone, with the year that lacks them.
    fn alone(&self) -> impl Iterator<Item = (u16, &Lone)> {
        let gone = self.gone.iter().map(|lone| (self.years[1], lone));
        gone.chain(self.new.iter().map(|lone| (self.years[0], lone)))
    }

    fn head(&self) -> [String; 6] {
        let [last, this] = self.years.map(|year| format!("新收 {year}"));
        let [agency, changed, change, texts] =
            ["机关", "变化最大的数", "增减", "文字相同"].map(str::to_owned);
        [agency, changed, last, this, change, texts]
    }
}

impl Lone {
    /// What there is to say of it: what it lacks, and who it may be.
    fn told(&self, lacking: u16) -> String {
        let alike = self.alike.as_ref().map_or_else(String::new, |alike| {
            format!("；是不是改了名，就是「{alike}」？在名册里写成别名，加 --roster")
        });
        format!("没有 {lacking} 年度的报告（{}）{alike}", self.file)
    }
}

/// `申请.新收.自然人 6→60`.
fn change(row: &Row) -> String {
    let figures = [&row.last, &row.this].map(|figure| shown(figure.as_ref()));
    format!("{}.{} {}", row.section, row.name, figures.join("→"))
}

fn cells(pair: &Pair, changes: usize) -> [String; 6] {
    let changed: Vec<String> = pair
        .changes()
        .into_iter()
        .take(changes)
        .map(change)
        .collect();
    let received = |of: fn(&Row) -> &Option<String>| {
        let received = pair.received.as_ref();
        received
            .map_or("", |row| shown(of(row).as_ref()))
            .to_owned()
    };
    [
        pair.name(),
        match changed.is_empty() {
            true => "没有变化".to_owned(),
            false => changed.join("；"),
        },
        received(|row| &row.last),
        received(|row| &row.this),
        received(|row| &row.change),
        pair.likeness()
            .map_or_else(String::new, |percent| format!("{percent}%")),
    ]
}

/// Columns for a terminal: who is lacking, then everybody, the greatest change first.
pub fn table(years: &Years, terminal: Terminal) -> String {
    let mut rows = vec![years.head()];
    rows.extend(years.alone().map(|(lacking, lone)| {
        let mut cells: [String; 6] = Default::default();
        cells[0].clone_from(&lone.agency);
        cells[1] = lone.told(lacking);
        cells
    }));
    rows.extend(years.pairs.iter().map(|pair| cells(pair, 1)));
    let tone = |row: usize, column: usize| match (row, column) {
        (0, _) => Tone::Head,
        (_, 4) => change_tone(&rows[row][column]),
        _ => Tone::Plain,
    };
    let mut out = format!(
        "{}\n\n{}",
        years.title(),
        text_table("", &rows, 2, terminal, tone)
    );
    out += &format!("\n{}\n", terminal.wrapped(2, &years.summary()));
    for odd in &years.odd {
        let told = format!("注意: {}", safe(odd));
        out += &format!("{}\n", terminal.wrapped(2, &told));
    }
    out
}

/// The same as GFM, with the three greatest changes of each agency.
pub fn markdown(years: &Years) -> String {
    let mut out = format!("# {}\n\n{}。\n", years.title(), years.summary());
    for odd in &years.odd {
        out += &format!("\n> 注意：{}\n", escaped(odd));
    }
    if years.alone().next().is_some() {
        out += "\n## 只有一年有报告的\n\n";
    }
    for (lacking, lone) in years.alone() {
        let told = lone.told(lacking);
        out += &format!("- {}：{}\n", escaped(&lone.agency), escaped(&told));
    }
    out += &format!(
        "\n## 两年都有报告的\n\n| {} |\n|---|---|--:|--:|--:|--:|\n",
        years.head().join(" | ")
    );
    for pair in &years.pairs {
        let cells = cells(pair, SHOWN).map(|cell| escaped(&cell));
        out += &format!("| {} |\n", cells.join(" | "));
    }
    out
}

/// A page: a line for each agency, which opens to all that changed.
///
/// # Errors
/// The template cannot be filled.
pub fn html(years: &Years) -> Result<String, String> {
    let alone = years
        .alone()
        .map(|(lacking, lone)| object!({"agency": lone.agency, "told": lone.told(lacking)}));
    let pairs = years.pairs.iter().map(|pair| {
        let [name, _, last, this, _, texts] = cells(pair, 0);
        let received = pair.received.as_ref().map(page_row);
        let changes = pair.changes();
        let rows = changes.iter().take(LISTED).map(|row| {
            let mut cells = page_row(row);
            cells["name"] = format!("{} · {}", row.section, row.name.replace('.', " · ")).into();
            cells
        });
        object!({
            "name": name, "last": last, "this": this, "received": received, "texts": texts,
            "files": pair.files, "same": pair.weight() == 0,
            "rows": rows.collect::<Vec<_>>(), "more": changes.len().saturating_sub(LISTED),
            "passages": pair.comparison.texts.iter().map(|text| object!({
                "section": text.section, "percent": text.percent
            })).collect::<Vec<_>>(),
        })
    });
    let view = object!({
        "title": years.title(),
        "summary": years.summary(),
        "years": years.years,
        "shown": SHOWN,
        "odd": years.odd,
        "alone": alone.collect::<Vec<_>>(),
        "pairs": pairs.collect::<Vec<_>>(),
    });
    page("folders.html", &view)
}

/// For programs: of every agency what `diff` gives of two files.
pub fn json(years: &Years) -> String {
    let head = object!({
        "last": {"year": years.years[0]},
        "this": {"year": years.years[1]},
        "only_last": years.gone,
        "only_this": years.new,
        "odd": years.odd,
    });
    let agencies = years.pairs.iter().map(|pair| {
        let mut value: Value = comparison(&pair.comparison);
        value["agency"] = pair.comparison.this.agency.as_str().into();
        value["files"] = pair.files.to_vec().into();
        let changes = pair.changes().into_iter();
        let changes = changes.map(|row| format!("{}.{}", row.section, row.name).into());
        value["changes"] = changes.collect::<Vec<Value>>().into();
        value
    });
    with_agencies(&head, agencies)
}
