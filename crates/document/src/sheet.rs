//! One sheet for the public: large figures, the way of the applications, bars of parts.
//!
//! In: a report, last year's, and a [`Plan`], which names what is shown by the form's paths
//! and in which words. Out: a [`Sheet`] of [`Panel`]s, whose every figure is a cell. What a
//! form lacks is left out, and the sheet says so; without last year nothing is compared.

mod plan;

use super::{Block, Document, Value, compose::document};
use form::{
    edition::{Body, Field},
    report::{Report, charts::value_of},
};
pub use plan::{Colour, Colours, Plan};
use plan::{FlowPlan, Named, field};

/// The sheet of a report.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What it shows, from above.
    pub panels: Vec<Panel>,
    /// Where the figures are from, and what is left out.
    pub note: String,
    /// The colours that it is painted in.
    pub colours: Colours,
}

/// A part of a sheet.
#[derive(Clone, Debug)]
pub struct Panel {
    /// What it is headed by.
    pub title: String,
    /// The word before figures of last year.
    pub last: String,
    /// What it shows.
    pub body: PanelBody,
}

/// What a panel shows.
#[derive(Clone, Debug)]
pub enum PanelBody {
    /// Large figures, the first of them the largest.
    Figures(Vec<Item>),
    /// A flow that is as wide as the figures.
    Flow {
        /// What comes in.
        into: Vec<Item>,
        /// What goes out.
        out: Vec<Item>,
    },
    /// Words in the place of a flow that has no figures.
    Words(String),
    /// Bars of parts.
    Bars(Vec<Bar>),
}

/// A figure under a name, with that of the year before.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// The figure.
    pub now: Value,
    /// That of last year; none where there is no report, or its form lacks the figure.
    pub last: Option<Value>,
    /// Whether it is left for the next year.
    pub is_later: bool,
}

/// A whole and its parts.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The whole.
    pub whole: Item,
    /// Its parts.
    pub parts: Vec<Item>,
}

/// The sheet of a report, as a document of its own.
pub fn sheet(report: &Report, last: Option<&Report>, plan: &Plan, draft: bool) -> Document {
    let mut desk = Desk {
        report,
        last: last.filter(|last| last.year + 1 == report.year),
        plan,
        missing: Vec::new(),
    };
    let panels = desk.panels();
    let sheet = Sheet {
        panels,
        note: desk.note(),
        colours: plan.colours.clone(),
    };
    let title = report.full_title() + &plan.title;
    Document {
        draft,
        ..document(report, title, vec![Block::Sheet(Box::new(sheet))])
    }
}

/// What a sheet is made from.
struct Desk<'a> {
    report: &'a Report,
    last: Option<&'a Report>,
    plan: &'a Plan,
    /// What the form lacks.
    missing: Vec<String>,
}

impl Desk<'_> {
    fn panels(&mut self) -> Vec<Panel> {
        let plan = self.plan;
        let items = self.items(&plan.figures.items);
        let into = self.items(&plan.flow.into);
        let out = self.items(&plan.flow.out);
        let flow = (!into.is_empty() && !out.is_empty()).then(|| flow(&plan.flow, into, out));
        let figures = (!items.is_empty()).then_some(PanelBody::Figures(items));
        let mut bodies = vec![(&plan.figures.title, figures), (&plan.flow.title, flow)];
        for bars in &plan.bars {
            let rows = bars.rows.iter().filter_map(|row| self.bar(row));
            let rows: Vec<Bar> = rows.collect();
            let body = (!rows.is_empty()).then_some(PanelBody::Bars(rows));
            bodies.push((&bars.title, body));
        }
        let panel = |(title, body): (&String, Option<PanelBody>)| {
            Some(Panel {
                title: title.clone(),
                last: plan.last.clone(),
                body: body?,
            })
        };
        bodies.into_iter().filter_map(panel).collect()
    }

    fn items(&mut self, named: &[Named]) -> Vec<Item> {
        let items = named.iter().filter_map(|named| {
            let field = self.field(named)?;
            Some(self.item(named.name.clone(), &field.path, named.later))
        });
        items.collect()
    }

    /// What a name means in the form; what it lacks is kept in mind.
    fn field(&mut self, named: &Named) -> Option<&'static Field> {
        let mut paths = named.any.iter();
        let found = paths.find_map(|path| field(self.report.edition, path));
        if found.is_none() && !self.missing.contains(&named.name) {
            self.missing.push(named.name.clone());
        }
        found
    }

    fn item(&self, name: String, path: &str, is_later: bool) -> Item {
        let has = |last: &&Report| last.edition.field(path)?.totals();
        let last = self.last.filter(|last| has(last).is_some());
        Item {
            name,
            now: value_of(self.report, path),
            last: last.map(|last| value_of(last, path)),
            is_later,
        }
    }

    /// A row with its cells, without the total of them.
    fn bar(&mut self, named: &Named) -> Option<Bar> {
        let field = self.field(named)?;
        let Body::Group(cells) = &field.body else {
            return None;
        };
        let parts = cells.iter().filter(|cell| !cell.total);
        Some(Bar {
            whole: self.item(named.name.clone(), &field.path, false),
            parts: parts
                .map(|cell| self.item(cell.key.clone(), &cell.path, false))
                .collect(),
        })
    }

    fn note(&self) -> String {
        let mut note = format!("数据来自《{}》", self.report.full_title());
        if let Some(last) = self.last {
            let word = &self.plan.last;
            note += &match last.agency.text == self.report.agency.text {
                true => format!("，{word}是{}年", last.year),
                false => format!("，{word}的数来自《{}》", last.full_title()),
            };
        }
        if !self.missing.is_empty() {
            let missing = self.missing.join("、");
            note += &format!("；这一年的格式没有「{missing}」，没有画出");
        }
        note + "。"
    }
}

/// The flow of figures, or why there is none.
fn flow(plan: &FlowPlan, into: Vec<Item>, out: Vec<Item>) -> PanelBody {
    let items = || into.iter().chain(&out);
    if items().all(|item| item.now.number.is_none()) {
        PanelBody::Words(plan.blank.clone())
    } else if items().all(|item| item.now.millionths() == Some(0)) {
        PanelBody::Words(plan.nothing.clone())
    } else {
        PanelBody::Flow { into, out }
    }
}

impl Sheet {
    /// What it says in words, panel by panel, for formats that do not draw it.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let panels = self.panels.iter().map(Panel::alt);
        panels.chain([self.note.clone()])
    }
}

impl Panel {
    /// The words for those who do not see it: every name with its figure.
    pub fn alt(&self) -> String {
        let told = |items: &[Item]| {
            let items = items.iter().map(|item| self.told(item));
            items.collect::<Vec<_>>().join("，")
        };
        let body = match &self.body {
            PanelBody::Figures(items) => told(items),
            PanelBody::Flow { into, out } => format!("{}；其中{}", told(into), told(out)),
            PanelBody::Words(words) => words.trim_end_matches('。').to_owned(),
            PanelBody::Bars(bars) => {
                let bars = bars
                    .iter()
                    .map(|bar| format!("{}：{}", self.told(&bar.whole), told(&bar.parts)));
                bars.collect::<Vec<_>>().join("；")
            }
        };
        format!("{}。{body}。", self.title)
    }

    fn told(&self, item: &Item) -> String {
        let figure = |value: &Value| {
            let number = value.number.map(|number| number.to_string());
            number.unwrap_or_else(|| "留空".to_owned())
        };
        let last = item.last.as_ref();
        let last = last.map_or_else(String::new, |last| {
            format!("（{} {}）", self.last, figure(last))
        });
        format!("{} {}{last}", item.name, figure(&item.now))
    }
}
