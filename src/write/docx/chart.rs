//! A chart that Word draws itself, with its figures in a workbook within the file.
//!
//! In: a chart. Out: three parts (the chart, its workbook, what ties them) and the drawing in
//! a paragraph that shows it. Word writes each figure beside its bar, and the name of a
//! series at its first bar or its last point; so there is no legend.

mod workbook;

use zip::result::ZipError;

use self::workbook::workbook;
use super::{
    Error,
    body::{Shape, Writer},
    package::{self, Part},
    page::{BODY, MEASURE},
    xml::Xml,
};
use crate::{
    document::{Chart, ChartKind, Series},
    form::chart::share_of,
    ground::number::{Number, ONE},
    write::{
        chart::{Frame, extent, pages, tone},
        drawing::wrapped,
    },
};

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The workbook's only sheet.
const SHEET: &str = "数据";
/// Digits that a sheet's number holds exactly.
const EXACT: i128 = 1_000_000_000_000_000;

/// Room that Word leaves around a chart, in points.
const ROOM: f32 = 24.0;
/// The width that labels beside bars may take, in their size.
const BESIDE: f32 = MEASURE as f32 / 20.0 * 0.36 / 10.5;

/// The least and the greatest figure that one scale shows, in millionths.
type Extent = (i128, i128);

/// The units of drawings to a twentieth of a point.
const UNITS: u32 = 635;

impl Writer<'_> {
    /// A chart that Word draws, about as high as ours; more bars than fit on a page go on
    /// overleaf.
    pub(super) fn chart(&mut self, chart: &Chart, keep: bool) -> Result<(), Error> {
        let frame = Frame::of(MEASURE as f32 / 20.0);
        let room = BODY as f32 / 20.0 * 0.95 - ROOM;
        let pages = pages(chart, frame, room);
        // Bars of one chart are as long overleaf; one that stands alone Word scales.
        let extent = (pages.len() > 1).then(|| extent(chart));
        for (chart, drawing) in pages {
            let number = self.relations.pictures.len() + 1;
            let height = (drawing.height.min(room) + ROOM).max(120.0) * 20.0;
            let size = [MEASURE, height as u32].map(|length| (length * UNITS).to_string());
            let parts = parts(&chart, number, extent).map_err(|_| Error::Output)?;
            let id = self.relations.part("chart", &parts[0].name);
            self.relations.pictures.extend(parts);
            self.paragraph(&Shape::of("Picture", keep), |writer| {
                drawing_run(&mut writer.xml, number, &chart.alt(), &id, &size);
            });
        }
        Ok(())
    }
}

/// The parts of a chart: what the text refers to comes first.
///
/// # Errors
/// The workbook cannot be put together.
fn parts(chart: &Chart, number: usize, extent: Option<Extent>) -> Result<[Part; 3], ZipError> {
    let name = format!("charts/chart{number}.xml");
    let book = format!("embeddings/chart{number}.xlsx");
    let part = |name: String, kind, bytes| Part { name, kind, bytes };
    Ok([
        part(name, "chart", space(chart, extent)),
        part(
            format!("charts/_rels/chart{number}.xml.rels"),
            "relationships",
            package::relation("package", &format!("../{book}")),
        ),
        part(book, "package", workbook(chart)?),
    ])
}

/// Writes the run that shows a chart; `size` is its width and height in the units of drawings.
fn drawing_run(xml: &mut Xml, number: usize, alt: &str, id: &str, size: &[String; 2]) {
    let number = number.to_string();
    let name = format!("图表 {number}");
    xml.constant(r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">"#);
    xml.empty("wp:extent", &[("cx", &size[0]), ("cy", &size[1])]);
    xml.empty(
        "wp:docPr",
        &[("id", &number), ("name", &name), ("descr", alt)],
    );
    xml.constant("<wp:cNvGraphicFramePr/>");
    xml.open("a:graphic", &[("xmlns:a", DRAWING)]);
    xml.open("a:graphicData", &[("uri", CHART)]);
    xml.empty("c:chart", &[("xmlns:c", CHART), ("r:id", id)]);
    xml.close();
    xml.close();
    xml.constant("</wp:inline></w:drawing></w:r>");
}

/// The chart itself.
fn space(chart: &Chart, extent: Option<Extent>) -> Vec<u8> {
    let spaces = [
        ("xmlns:c", CHART),
        ("xmlns:a", DRAWING),
        ("xmlns:r", RELATIONS),
    ];
    let mut xml = Xml::new("c:chartSpace", &spaces);
    xml.constant(r#"<c:date1904 val="0"/><c:roundedCorners val="0"/>"#);
    xml.open("c:chart", &[]);
    title(&mut xml, chart);
    xml.constant(r#"<c:autoTitleDeleted val="0"/>"#);
    xml.open("c:plotArea", &[]);
    xml.constant(match extent {
        // Bars that go on overleaf are as wide there.
        Some(_) => concat!(
            r#"<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>"#,
            r#"<c:x val="0.4"/><c:y val="0.08"/><c:w val="0.58"/><c:h val="0.9"/></c:manualLayout></c:layout>"#,
        ),
        None => "<c:layout/>",
    });
    let is_lines = chart.kind == ChartKind::Lines;
    xml.open(
        if is_lines {
            "c:lineChart"
        } else {
            "c:barChart"
        },
        &[],
    );
    xml.constant(match chart.kind {
        ChartKind::Lines => r#"<c:grouping val="standard"/><c:varyColors val="0"/>"#,
        ChartKind::Columns => {
            r#"<c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>"#
        }
        ChartKind::Bars | ChartKind::Parts => {
            r#"<c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>"#
        }
    });
    for at in 0..chart.series.len() {
        series(&mut xml, chart, at);
    }
    xml.constant(match is_lines {
        true => r#"<c:marker val="1"/>"#,
        false => r#"<c:gapWidth val="60"/>"#,
    });
    xml.constant(r#"<c:axId val="1"/><c:axId val="2"/>"#);
    xml.close();
    axes(&mut xml, chart, extent);
    xml.close();
    xml.constant(r#"<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>"#);
    xml.close();
    xml.constant(concat!(
        r#"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"#,
        r#"<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1050"/></a:pPr>"#,
        r#"<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>"#,
        r#"<c:externalData r:id="r1"><c:autoUpdate val="0"/></c:externalData>"#,
    ));
    xml.finish()
}

fn title(xml: &mut Xml, chart: &Chart) {
    let words = match chart.unit.as_str() {
        "" => chart.title.clone(),
        unit => format!("{}（单位：{unit}）", chart.title),
    };
    xml.constant("<c:title><c:tx>");
    rich(xml, &words, true);
    xml.constant(r#"</c:tx><c:overlay val="0"/></c:title>"#);
}

/// Whether bars lie, labels at the left.
fn lies(chart: &Chart) -> bool {
    matches!(chart.kind, ChartKind::Bars | ChartKind::Parts)
}

/// Words of a chart.
fn rich(xml: &mut Xml, words: &str, bold: bool) {
    xml.constant("<c:rich><a:bodyPr/><a:p><a:r>");
    xml.constant(match bold {
        true => r#"<a:rPr lang="zh-CN" sz="1200" b="1"/>"#,
        false => r#"<a:rPr lang="zh-CN" sz="1050"/>"#,
    });
    xml.words("a:t", &[], words);
    xml.constant("</a:r></a:p></c:rich>");
}

fn series(xml: &mut Xml, chart: &Chart, at: usize) {
    let own = &chart.series[at];
    let column = column(at + 1);
    let last = chart.labels.len() + 1;
    let index = at.to_string();
    xml.open("c:ser", &[]);
    xml.empty("c:idx", &[("val", &index)]);
    xml.empty("c:order", &[("val", &index)]);
    xml.constant("<c:tx><c:strRef>");
    xml.words("c:f", &[], &format!("'{SHEET}'!${column}$1"));
    cache(xml, "c:strCache", &[Some(name(chart, own))]);
    xml.constant("</c:strRef></c:tx>");
    colour(xml, chart, at);
    if chart.kind == ChartKind::Lines {
        xml.constant(r#"<c:marker><c:symbol val="circle"/><c:size val="6"/></c:marker>"#);
    } else {
        xml.constant(r#"<c:invertIfNegative val="0"/>"#);
    }
    labels(xml, chart, own);
    xml.constant("<c:cat><c:strRef>");
    xml.words("c:f", &[], &format!("'{SHEET}'!$A$2:$A${last}"));
    // Word breaks long labels beside bars; other programs leave the bars no room.
    let names = categories(chart).into_iter().map(|name| match lies(chart) {
        true => wrapped(&name, 1.0, BESIDE, usize::MAX).join("\n"),
        false => name,
    });
    let names: Vec<Option<String>> = names.map(Some).collect();
    cache(xml, "c:strCache", &names);
    xml.constant("</c:strRef></c:cat><c:val><c:numRef>");
    xml.words(
        "c:f",
        &[],
        &format!("'{SHEET}'!${column}$2:${column}${last}"),
    );
    let figures = own.values.iter();
    let figures = figures.map(|value| value.number.map(plain));
    cache(xml, "c:numCache", &figures.collect::<Vec<_>>());
    xml.constant("</c:numRef></c:val>");
    if chart.kind == ChartKind::Lines {
        xml.constant(r#"<c:smooth val="0"/>"#);
    }
    xml.close();
}

/// What Word shows before it has opened the workbook; a blank one is left out.
fn cache(xml: &mut Xml, kind: &'static str, points: &[Option<String>]) {
    xml.open(kind, &[]);
    if kind == "c:numCache" {
        xml.constant("<c:formatCode>General</c:formatCode>");
    }
    xml.empty("c:ptCount", &[("val", &points.len().to_string())]);
    for (at, point) in points.iter().enumerate() {
        if let Some(point) = point {
            xml.open("c:pt", &[("idx", &at.to_string())]);
            xml.open("c:v", &[]);
            for (at, line) in point.split('\n').enumerate() {
                if at > 0 {
                    xml.constant("\n");
                }
                xml.text(line);
            }
            xml.close();
            xml.close();
        }
    }
    xml.close();
}

fn colour(xml: &mut Xml, chart: &Chart, at: usize) {
    let [red, green, blue] = tone(chart, at).colour();
    let colour = format!("{red:02X}{green:02X}{blue:02X}");
    xml.constant("<c:spPr>");
    if chart.kind == ChartKind::Lines {
        xml.constant(r#"<a:ln w="25400">"#);
    }
    xml.open("a:solidFill", &[]);
    xml.empty("a:srgbClr", &[("val", &colour)]);
    xml.close();
    if chart.kind == ChartKind::Lines {
        xml.constant("</a:ln>");
    }
    xml.constant("</c:spPr>");
}

/// The figures beside what shows them, one of them with the name of the series. A figure with
/// more digits than a sheet holds is written as words.
fn labels(xml: &mut Xml, chart: &Chart, series: &Series) {
    let is_lines = chart.kind == ChartKind::Lines;
    let filled = |at: &usize| series.values[*at].number.is_some();
    let mut points = 0..series.values.len();
    let named = match is_lines {
        true => points.rev().find(filled),
        false => points.find(filled),
    };
    let named = named.filter(|_| chart.series.len() > 1);
    let place = if is_lines { "r" } else { "outEnd" };
    xml.open("c:dLbls", &[]);
    for (at, value) in series.values.iter().enumerate() {
        let Some(number) = value.number else { continue };
        let long = number.millionths().unsigned_abs() >= (EXACT * ONE).unsigned_abs();
        if !long && named != Some(at) {
            continue;
        }
        xml.open("c:dLbl", &[]);
        xml.empty("c:idx", &[("val", &at.to_string())]);
        if long {
            xml.constant("<c:tx>");
            rich(xml, &number.to_string(), false);
            xml.constant("</c:tx>");
        }
        shown(xml, place, true, named == Some(at));
        xml.close();
    }
    let each = !is_lines || chart.series.len() == 1;
    shown(xml, place, each, false);
    xml.close();
}

fn shown(xml: &mut Xml, place: &str, value: bool, name: bool) {
    let said = |on: bool| if on { "1" } else { "0" };
    // A figure is not broken.
    xml.constant(concat!(
        r#"<c:txPr><a:bodyPr wrap="none"/><a:p><a:pPr><a:defRPr sz="1050"/></a:pPr>"#,
        r#"<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>"#,
    ));
    xml.empty("c:dLblPos", &[("val", place)]);
    xml.constant(r#"<c:showLegendKey val="0"/>"#);
    xml.empty("c:showVal", &[("val", said(value))]);
    xml.constant(r#"<c:showCatName val="0"/>"#);
    xml.empty("c:showSerName", &[("val", said(name))]);
    xml.constant(r#"<c:showPercent val="0"/><c:showBubbleSize val="0"/>"#);
    if name {
        xml.words("c:separator", &[], " ");
    }
}

fn axes(xml: &mut Xml, chart: &Chart, extent: Option<Extent>) {
    let lies = lies(chart);
    xml.constant(r#"<c:catAx><c:axId val="1"/><c:scaling><c:orientation"#);
    xml.constant(match lies {
        // The first label stands at the top.
        true => r#" val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>"#,
        false => r#" val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>"#,
    });
    xml.constant(concat!(
        r#"<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>"#,
        r#"<c:minorTickMark val="none"/><c:tickLblPos val="low"/>"#,
        r#"<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>"#,
        r#"<c:valAx><c:axId val="2"/>"#,
    ));
    xml.constant(r#"<c:scaling><c:orientation val="minMax"/>"#);
    let (low, high) = extent.unwrap_or_else(|| self::extent(chart));
    // With room for the figures at the ends.
    let end = |figure: i128| (figure as f64 / ONE as f64 * 1.15).to_string();
    if extent.is_some() && high > 0 {
        xml.empty("c:max", &[("val", &end(high))]);
    }
    if extent.is_some() || low == 0 {
        xml.empty("c:min", &[("val", &end(low))]);
    }
    xml.constant("</c:scaling>");
    xml.constant(match (chart.kind, lies) {
        (ChartKind::Lines, _) => r#"<c:delete val="0"/><c:axPos val="l"/>"#,
        (_, true) => r#"<c:delete val="1"/><c:axPos val="b"/>"#,
        _ => r#"<c:delete val="1"/><c:axPos val="l"/>"#,
    });
    xml.constant(concat!(
        r#"<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>"#,
        r#"<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>"#,
        r#"<c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>"#,
    ));
}

/// The labels; those of parts with their shares.
fn categories(chart: &Chart) -> Vec<String> {
    let labels = chart.labels.iter().enumerate().map(|(at, label)| {
        let shares = chart.series.iter().filter_map(|series| {
            let part = series.values[at].millionths()?;
            share_of(part, chart.whole(series)?)
        });
        match shares.collect::<Vec<_>>().join("、") {
            shares if shares.is_empty() => label.clone(),
            shares => format!("{label}（{shares}）"),
        }
    });
    labels.collect()
}

/// The name of a series; a single one is what the chart is of.
fn name(chart: &Chart, series: &Series) -> String {
    match chart.series.len() {
        1 => chart.title.clone(),
        _ => series.name.clone(),
    }
}

/// A number as a sheet takes it.
fn plain(number: Number) -> String {
    number.to_string().trim_start_matches('+').to_owned()
}

/// The name of a column from 0: A, B, …, AA.
fn column(at: usize) -> String {
    let letter = |at: usize| char::from(b'A' + (at % 26) as u8);
    match at {
        0..26 => letter(at).to_string(),
        _ => format!("{}{}", letter(at / 26 - 1), letter(at)),
    }
}
