//! What a sheet shows and in which words, as `sheet.yaml` says it.

use serde::{Deserialize, Serialize};

use form::edition::{Body, Edition, Field};

/// What a sheet shows, and in which words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub(super) title: String,
    pub(super) last: String,
    /// The colours that it is painted in.
    pub colours: Colours,
    pub(super) figures: FiguresPlan,
    pub(super) flow: FlowPlan,
    pub(super) bars: Vec<BarsPlan>,
}

/// Three colours of different lightness, as `#2b5786`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Figures.
    pub accent: Colour,
    /// Other figures beside them.
    pub second: Colour,
    /// What lies behind figures.
    pub pale: Colour,
}

/// Red, green and blue, written `#2b5786`.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(pub [u8; 3]);

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let digits = written.strip_prefix('#').filter(|digits| {
            digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        });
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let number = number
            .ok_or_else(|| format!("颜色「{written}」要写成 #2b5786 这样：# 和六位十六进制数"))?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Colour([red, green, blue]))
    }
}

impl From<Colour> for String {
    fn from(Colour([red, green, blue]): Colour) -> Self {
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FiguresPlan {
    pub(super) title: String,
    pub(super) items: Vec<Named>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FlowPlan {
    pub(super) title: String,
    pub(super) nothing: String,
    pub(super) blank: String,
    pub(super) into: Vec<Named>,
    pub(super) out: Vec<Named>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BarsPlan {
    pub(super) title: String,
    pub(super) rows: Vec<Named>,
}

/// A row, group or cell of the form under a name: the first of these paths that the form has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) any: Vec<String>,
    #[serde(default)]
    pub(super) later: bool,
}

impl Plan {
    /// What no edition of the form has, in words: a path that is wrong would be left out of
    /// every sheet.
    pub fn lacking(&self) -> Option<String> {
        let flow = || self.flow.into.iter().chain(&self.flow.out);
        let all = self.figures.items.iter().chain(flow());
        for named in all.chain(self.bars.iter().flat_map(|bars| &bars.rows)) {
            let name = &named.name;
            if name.trim().is_empty() {
                return Some("有一项的 name 是空的；写明它叫什么".to_owned());
            }
            if named.any.is_empty() {
                return Some(format!(
                    "「{name}」的 any 里没有路径；写上一个，或删去这一项"
                ));
            }
        }
        let paths = || flow().flat_map(|named| &named.any);
        if let Some(path) = paths().find(|path| paths().filter(|other| other == path).count() > 1) {
            return Some(format!("申请的来去里「{path}」写了两次，会算重；只留一处"));
        }
        let rows = self.bars.iter().flat_map(|bars| &bars.rows);
        let rows = rows.map(|named| (named, true));
        let items = [&self.figures.items, &self.flow.into, &self.flow.out];
        let items = items.into_iter().flatten().map(|named| (named, false));
        let unknown = items.chain(rows).find_map(|(named, parts)| {
            let is_known = |path: &String| {
                let mut fields = Edition::all().iter().filter_map(|form| field(form, path));
                fields.any(|field| !parts || matches!(field.body, Body::Group(_)))
            };
            let path = named.any.iter().find(|path| !is_known(path))?;
            let what = if parts {
                "有分项的一行"
            } else {
                "一项"
            };
            let name = &named.name;
            Some(format!(
                "「{name}」的「{path}」不是格式里的{what}；照手册里各项的路径写"
            ))
        });
        unknown.or_else(|| self.mixed())
    }

    /// Figures of one flow that have different units, in words: its widths would lie.
    fn mixed(&self) -> Option<String> {
        let named = || self.flow.into.iter().chain(&self.flow.out);
        let units = |form: &'static Edition| {
            named().filter_map(move |named| {
                let slots = named
                    .any
                    .iter()
                    .find_map(|path| field(form, path))?
                    .totals()?;
                Some((&named.name, form.slot(*slots.first()?).unit.as_str()))
            })
        };
        Edition::all().iter().find_map(|form| {
            let (first, unit) = units(form).next()?;
            let (other, others) = units(form).find(|(_, own)| *own != unit)?;
            Some(format!(
                "「{first}」的单位是「{unit}」，「{other}」的是「{others}」，画不成一条流；只留一个单位的"
            ))
        })
    }
}

/// The path by which a plan means the row that the form marks as requests received.
const RECEIVED: &str = "received";

/// What a path of a plan means in a form.
pub(super) fn field(edition: &'static Edition, path: &str) -> Option<&'static Field> {
    let path = match path {
        RECEIVED => edition.received.as_deref()?,
        path => path,
    };
    edition.field(path).filter(|field| field.totals().is_some())
}
