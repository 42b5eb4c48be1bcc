use super::*;
use crate::drawing::Words;
use base::number::Number;
use document::Series;
use proptest::prelude::*;

/// Figures, series by series.
type Table = Vec<Vec<Option<i128>>>;

fn chart(kind: ChartKind, labels: &[String], series: &[Vec<Option<i128>>]) -> Chart {
    let series = series.iter().enumerate().map(|(at, figures)| Series {
        name: format!("{}年", 2020 + at),
        values: figures
            .iter()
            .map(|figure| Value {
                number: figure.map(Number::whole),
                path: "申请.新收".to_owned(),
                year: Some(2024),
            })
            .collect(),
    });
    Chart {
        title: "各机关收到的政府信息公开申请".to_owned(),
        unit: "件".to_owned(),
        kind,
        labels: labels.to_vec(),
        series: series.collect(),
        place: None,
    }
}

/// The corners of a mark, words by their estimated width.
fn bounds(mark: &Mark) -> [f32; 4] {
    match &mark.shape {
        Shape::Rectangle {
            corner: [x, y],
            size: [width, height],
        } => [*x, *y, x + width, y + height],
        Shape::Dot {
            middle: [x, y],
            radius,
        } => [x - radius, y - radius, x + radius, y + radius],
        Shape::Line { points, .. } => {
            let all = |at: usize| points.iter().map(move |point| point[at]);
            let least = |at| all(at).fold(f32::MAX, f32::min);
            let most = |at| all(at).fold(f32::MIN, f32::max);
            [least(0), least(1), most(0), most(1)]
        }
        Shape::Ribbon { x, left, right } => {
            [x[0], left[0].min(right[0]), x[1], left[1].max(right[1])]
        }
        Shape::Words(Words {
            at: [x, y],
            anchor,
            size,
            words,
            ..
        }) => {
            let width = ems(words) * size;
            let left = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            [left, y - size * 0.8, left + width, y + size * 0.2]
        }
    }
}

/// Everything lies within, and no words lie on others.
fn is_sound(drawing: &Drawing) -> Result<(), String> {
    let mut words: Vec<([f32; 4], &str)> = Vec::new();
    for mark in &drawing.marks {
        let [left, top, right, bottom] = bounds(mark);
        let finite = [left, top, right, bottom]
            .iter()
            .all(|edge| edge.is_finite());
        let inside = left >= -1.0
            && top >= -1.0
            && right <= drawing.width + 4.0
            && bottom <= drawing.height + 1.0;
        if !finite || !inside {
            return Err(format!(
                "{mark:?} lies outside of {} × {}",
                drawing.width, drawing.height
            ));
        }
        if let Shape::Words(Words { words: own, .. }) = &mark.shape {
            let over = words.iter().find(|(other, _)| {
                let [l, t, r, b] = *other;
                left + 0.5 < r && l + 0.5 < right && top + 0.5 < b && t + 0.5 < bottom
            });
            if let Some((_, other)) = over {
                return Err(format!("「{own}」 lies on 「{other}」"));
            }
            words.push(([left, top, right, bottom], own));
        }
    }
    Ok(())
}

fn labels(count: usize, length: usize) -> Vec<String> {
    (0..count)
        .map(|at| {
            format!("{at}")
                .chars()
                .chain("某某街道办事处".chars().cycle())
                .take(length)
                .collect()
        })
        .collect()
}

#[test]
fn odd_figures_are_drawn_soundly() {
    let large = 999_999_999_999_999_999;
    let cases: [(&str, usize, usize, Table); 9] = [
        ("all 0", 6, 4, vec![vec![Some(0); 6]]),
        ("all blank", 6, 4, vec![vec![None; 6]]),
        (
            "one large",
            5,
            4,
            vec![vec![Some(1_000_000), Some(1), Some(2), Some(0), Some(3)]],
        ),
        (
            "18 digits",
            3,
            6,
            vec![vec![Some(large), Some(1), Some(large - 1)]],
        ),
        (
            "18 digits, long labels",
            3,
            40,
            vec![vec![Some(large), Some(1), Some(large - 1)]],
        ),
        ("60 agencies", 60, 9, vec![(0..60).map(Some).collect()]),
        (
            "40 characters",
            8,
            40,
            vec![(0..8).map(|at| Some(at * 30)).collect()],
        ),
        (
            "changes",
            4,
            5,
            vec![vec![Some(-large), Some(12), None, Some(-1)]],
        ),
        (
            "two years",
            3,
            5,
            vec![
                vec![Some(3), None, Some(1)],
                vec![Some(30), Some(4), Some(0)],
            ],
        ),
    ];
    for (name, count, length, series) in cases {
        for kind in ChartKind::ALL {
            if kind == ChartKind::Parts && name == "changes" {
                continue;
            }
            for width in [320.0, 360.0, 442.0] {
                let drawing = lay_out(&chart(kind, &labels(count, length), &series), width);
                is_sound(&drawing).unwrap_or_else(|why| panic!("{name}, {kind:?}, {width}: {why}"));
                let cut = |mark: &Mark| matches!(&mark.shape, Shape::Words(own) if own.words.contains('…'));
                assert!(!drawing.marks.iter().any(cut), "{name}, {kind:?}, {width}");
            }
        }
    }
}

#[test]
fn odd_lines_are_drawn_soundly() {
    let years: Vec<String> = (2019..2025).map(|year| format!("{year}年")).collect();
    let large = 999_999_999_999_999_999;
    let cases = [
        vec![vec![Some(0); 6]],
        vec![vec![None; 6]],
        vec![vec![Some(3), None, Some(7), None, None, Some(1)]],
        vec![vec![
            Some(large),
            Some(1),
            Some(2),
            Some(3),
            Some(4),
            Some(large),
        ]],
        vec![vec![Some(-5), Some(1), Some(2), Some(3), Some(-4), Some(6)]],
        (0..8).map(|at| vec![Some(at); 6]).collect(),
        vec![vec![None; 6], vec![Some(3); 6]],
    ];
    for series in cases {
        for width in [320.0, 442.0] {
            let drawing = lay_out(&chart(ChartKind::Lines, &years, &series), width);
            is_sound(&drawing).unwrap_or_else(|why| panic!("{} lines: {why}", series.len()));
        }
    }
}

#[test]
fn bars_begin_at_nought_on_one_scale() {
    let widths = |figures: Vec<Option<i128>>| {
        let chart = chart(ChartKind::Bars, &labels(figures.len(), 4), &[figures]);
        let drawing = lay_out(&chart, 360.0);
        let bars = drawing
            .marks
            .into_iter()
            .filter_map(|mark| match mark.shape {
                Shape::Rectangle { corner, size } => Some((corner[0], size[0])),
                _ => None,
            });
        bars.collect::<Vec<_>>()
    };
    let own = widths(vec![Some(2), Some(4), Some(-2)]);
    assert!((own[1].1 - 2.0 * own[0].1).abs() < 0.01);
    assert!((own[2].0 + own[2].1 - own[0].0).abs() < 0.01, "{own:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn bars_of_any_figures_are_sound(
        figures in proptest::collection::vec(proptest::option::of(-1_000_000_000_i128..1_000_000_000), 1..20),
        length in 1..40_usize,
        width in 300.0..700.0_f32,
    ) {
        let labels = labels(figures.len(), length);
        let drawing = lay_out(&chart(ChartKind::Bars, &labels, &[figures]), width);
        prop_assert_eq!(is_sound(&drawing), Ok(()));
    }
}
