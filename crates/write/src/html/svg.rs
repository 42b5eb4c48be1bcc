//! A drawing as SVG.

use super::markup::{HtmlFor, escape};
use crate::drawing::{Anchor, Drawing, Mark, Shape, Tone, Words};

/// Writes a drawing; `alt` are the words for those who do not see it.
///
/// On a page of ours a class says the tone, so that dark pages and paper have their own; for
/// another page the colours stand in it.
pub fn svg(drawing: &Drawing, alt: &str, purpose: HtmlFor) -> String {
    let (width, height) = (round(drawing.width), round(drawing.height));
    let own = match purpose {
        HtmlFor::Cms => format!(
            " xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\""
        ),
        _ => format!(" role=\"img\" aria-label=\"{}\"", escape(alt)),
    };
    let marks: String = drawing
        .marks
        .iter()
        .map(|each| mark(drawing, each, purpose))
        .collect();
    format!("<svg viewBox=\"0 0 {width} {height}\"{own}>\n{marks}</svg>")
}

fn mark(drawing: &Drawing, mark: &Mark, purpose: HtmlFor) -> String {
    let (colour, tone) = match purpose {
        HtmlFor::Cms => {
            let [red, green, blue] = drawing.colour(mark.tone);
            (format!("#{red:02x}{green:02x}{blue:02x}"), String::new())
        }
        _ => (
            "currentColor".to_owned(),
            format!(" class=\"{}\"", name(mark.tone)),
        ),
    };
    let shown = mark.shows.as_ref().map_or_else(String::new, |shown| {
        let year = shown.year.map(|year| format!(" data-year=\"{year}\""));
        let path = escape(&shown.path);
        let (value, year) = (escape(&shown.value), year.unwrap_or_default());
        format!(" data-path=\"{path}\" data-value=\"{value}\"{year}")
    });
    shape(&mark.shape, &colour, &format!("{tone}{shown}"))
}

/// A shape in a colour, with what else is said of it.
fn shape(shape: &Shape, colour: &str, rest: &str) -> String {
    match shape {
        Shape::Rectangle { corner, size } => {
            let ([x, y], [width, height]) = (corner.map(round), size.map(round));
            format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"{rest}/>\n"
            )
        }
        Shape::Line { points, weight } => {
            let points = points
                .iter()
                .map(|[x, y]| format!("{},{}", round(*x), round(*y)));
            let points = points.collect::<Vec<_>>().join(" ");
            format!(
                "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{weight}\"{rest}/>\n"
            )
        }
        Shape::Ribbon { x, left, right } => {
            let middle = round((x[0] + x[1]) / 2.0);
            let ([x0, x1], [l0, l1], [r0, r1]) = (x.map(round), left.map(round), right.map(round));
            format!(
                "<path d=\"M{x0} {l0}C{middle} {l0} {middle} {r0} {x1} {r0}V{r1}C{middle} {r1} {middle} {l1} {x0} {l1}Z\" fill=\"{colour}\"{rest}/>\n"
            )
        }
        Shape::Dot { middle, radius } => {
            let [x, y] = middle.map(round);
            format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{colour}\"{rest}/>\n")
        }
        Shape::Words(Words {
            at,
            anchor,
            size,
            bold,
            words,
        }) => {
            let [x, y] = at.map(round);
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let bold = if *bold { " font-weight=\"600\"" } else { "" };
            let words = escape(words);
            format!(
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{bold} fill=\"{colour}\"{rest}>{words}</text>\n"
            )
        }
    }
}

/// The class of a tone.
fn name(tone: Tone) -> &'static str {
    match tone {
        Tone::Ink => "ink",
        Tone::Faint => "faint",
        Tone::Rule => "rule",
        Tone::Accent => "accent",
        Tone::Second => "second",
        Tone::Pale => "pale",
    }
}

/// A length in hundredths of a point: browsers see no less.
fn round(length: f32) -> f64 {
    (f64::from(length) * 100.0).round() / 100.0
}
