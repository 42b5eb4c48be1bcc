//! From what a container holds to what a data file states.

mod cells;
mod particulars;
mod texts;
mod unreadable;

use super::{
    Fault, Places,
    account::Account,
    aligner::{self, Tables},
    filled,
    identity::{self, Read},
    label::{brief, is_invisible},
    locate::{self, Located},
    page_data,
    say::Notice,
    words,
};
use crate::{
    day::date_at_end,
    published::{Block, Paragraph, Published},
};
use base::diagnostic::{Message, either};
use form::{
    datafile::DataFile,
    edition::Edition,
    report::{Category, keys},
};
use write::html::data::PageData;

/// What is known of a report besides its container.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Wishes {
    /// The report year.
    pub year: Option<u16>,
    /// The agency's name.
    pub agency: Option<String>,
    /// The container's name, for the file's head.
    pub name: String,
}

impl Wishes {
    /// What is known of a report in a container of the name.
    #[doc(hidden)]
    pub fn of(year: Option<u16>, agency: Option<String>, name: String) -> Self {
        Wishes { year, agency, name }
    }

    /// Of the year.
    pub fn year(mut self, year: u16) -> Self {
        self.year = Some(year);
        self
    }

    /// Of the agency.
    pub fn agency(mut self, agency: impl Into<String>) -> Self {
        self.agency = Some(agency.into());
        self
    }

    /// In a container of the name.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }
}

/// A published report as a data file.
#[derive(Debug)]
pub struct Import {
    /// The data file.
    pub file: DataFile,
    /// What is not certain about it, in the file's order.
    pub doubts: Vec<Notice>,
    /// What was found.
    pub account: Account,
    /// Where its parts stand in the container.
    pub places: Places,
}

/// A report matched with a form.
struct Matched {
    edition: &'static Edition,
    located: Located,
    tables: Tables,
}

/// Makes a data file of a published report.
///
/// # Errors
/// There is no report in it, or there are two, or its year is not to be seen.
pub fn import(published: &Published, wishes: &Wishes) -> Result<Import, Fault> {
    let published = &filled::parted(published);
    let mut matched = matched(published, wishes)?;
    if matched.tables.doubled.len() > 1 {
        return Err(two_tables(&matched));
    }
    let year = match stated_year(published, wishes) {
        Some(value) => Read::certain(value),
        None => identity::year(&matched.located).ok_or_else(|| {
            Fault::new(
                "看不出是哪一年的报告",
                "在命令后面加上年度，例如 --year 2024",
            )
        })?,
    };
    let mut import = Import {
        file: DataFile::blank(matched.edition, year.value),
        doubts: Vec::new(),
        account: Account::default(),
        places: Places::of(published.transcript.clone()),
    };
    let data = import.page_data(published, &mut matched);
    let covered = matched.edition.covers(year.value);
    let value = year.value;
    match &published.filled {
        Some(filled) => import.filled(filled, &matched.located, year, wishes),
        None => import.identity(&matched.located, year, wishes),
    }
    if !covered {
        import.other_form(matched.edition, value);
    }
    match published.filled {
        Some(_) => import.preamble(&matched.located.opening),
        None => import.opening(&matched.located),
    }
    import.texts(&matched, published.filled.is_some());
    import.cells(&matched);
    if let Some(data) = &data {
        page_data::restore(data, &mut import);
    }
    if let Some(filled) = &published.filled {
        filled.settle(matched.edition, &mut import.file.entries);
    }
    import.unreadable(&matched);
    import.rest(published, &matched);
    import.spots(published, &matched);
    import.account.of(&import.file, &matched.located);
    Ok(match published.filled {
        Some(_) => import.with(wishes),
        None => import,
    })
}

/// The year that somebody states, in the form or beside it.
fn stated_year(published: &Published, wishes: &Wishes) -> Option<u16> {
    let filled = published.filled.as_ref();
    wishes.year.or_else(|| filled?.year())
}

/// Two years beside each other, or a report and another that it sums up.
fn two_tables(matched: &Matched) -> Fault {
    let sections = matched.tables.doubled.iter();
    let headings: Vec<String> = sections
        .map(|&section| format!("「{}」", matched.edition.sections[section].heading))
        .collect();
    Fault::new(
        format!(
            "{}都有两张表，数不一样：像是两份报告放在了一起，例如两年对照",
            headings.join("")
        ),
        "分成两个文件，一次导入一份",
    )
}

/// By so much more must another form than the year's be found: the forms differ in a whole
/// table.
const OF_YEAR: f64 = 2.0;

/// The form of which most is found in the container, or nearly most where it is the year's.
fn matched(published: &Published, wishes: &Wishes) -> Result<Matched, Fault> {
    let mut best: Option<(f64, Matched)> = None;
    let mut fault = None;
    for edition in Edition::all() {
        let (located, laid) = match locate::locate(edition, published) {
            Ok(found) => found,
            Err(why) => {
                fault = Some(why);
                continue;
            }
        };
        let year = stated_year(published, wishes).or_else(|| Some(identity::year(&located)?.value));
        let covered = year.is_some_and(|year| edition.covers(year));
        let worth = laid.worth + if covered { OF_YEAR } else { 0.0 };
        let matched = Matched {
            edition,
            located,
            tables: aligner::match_tables(edition, laid),
        };
        if best.as_ref().is_none_or(|(other, _)| worth >= *other) {
            best = Some((worth, matched));
        }
    }
    match (best, fault) {
        (Some((_, matched)), _) => Ok(matched),
        (None, Some(fault)) => Err(fault),
        (None, None) => Err(Fault::new("没有可用的格式", "")),
    }
}

impl Import {
    /// Takes what a page of ours holds beside what it shows, and says where the two differ.
    fn page_data(&mut self, published: &Published, matched: &mut Matched) -> Option<PageData> {
        let json = published.page_data.as_deref()?;
        let edition = matched.edition;
        let located = &mut matched.located;
        let mut data = match page_data::of_page(json, edition, self.file.year.value, located) {
            Ok(data) => data,
            Err(why) => {
                self.doubt(
                    keys::EDITION,
                    format!("网页自带的数据（#nianbao-data）没有用：{why}"),
                    "读入的是网页上看得见的；对照原文核对",
                );
                return None;
            }
        };
        let category = data.category.as_deref().and_then(Category::named);
        if category.is_some() {
            self.file.category = category.into();
        }
        for key in page_data::compare(&mut data, edition, located) {
            self.doubt(
                key,
                format!(
                    "网页上的「{key}」与网页自带的数据（#nianbao-data）不同，可能有人改过其中一处"
                ),
                "读入的是网页上看得见的；对照原文核对",
            );
        }
        page_data::take_figures(&data, edition, &mut matched.tables.cells);
        Some(data)
    }

    /// Says that a report is not in the form of its year.
    fn other_form(&mut self, edition: &Edition, year: u16) {
        let own = Edition::all().iter().find(|edition| edition.covers(year));
        let own = own.map_or_else(String::new, |own| {
            format!("，{year} 年度应当用 {} 的", own.name)
        });
        let message = format!("表格是 {} 的版式{own}", edition.name);
        self.doubt(
            keys::EDITION,
            message,
            either(
                "对照原文核对年度，不对的用 --year 指明；原文的表格确是这样的，照原文导入，检查时会指出",
                "对照原文核对年度；原文的表格确是这样的，按这一年的格式重填",
            ),
        );
    }

    fn doubt(&mut self, path: &str, message: impl Into<Message>, help: impl Into<Message>) {
        self.doubts.push(Notice::unsure(path, message, help));
    }

    /// Says where the cells stand, and whose the report is; texts have said it.
    fn spots(&mut self, published: &Published, matched: &Matched) {
        for (slot, spot) in &matched.tables.spots {
            let path = &matched.edition.slot(*slot).path;
            self.places.put(path, spot);
        }
        let close = |text: &str| -> String { text.split_whitespace().collect() };
        let title = close(matched.located.title.as_deref().unwrap_or_default());
        for Paragraph { text, spot, .. } in published.blocks.iter().filter_map(Block::paragraph) {
            let words = close(text);
            if !words.is_empty() && title.contains(&words) {
                self.places.put(keys::YEAR, spot);
                self.places.put(keys::AGENCY, spot);
            }
            let day = date_at_end(text).map(|(day, _)| day);
            if day.is_some() && day == self.file.date.value {
                self.places.put(keys::DATE, spot);
            }
        }
    }

    fn rest(&mut self, published: &Published, matched: &Matched) {
        for text in &matched.located.after {
            self.account.left += text.chars().count();
            let told = format!("落款后面还有：{}", one_line(text));
            let last = matched.edition.sections.last();
            let path = last.map_or("", |section| &section.key);
            self.doubt(
                path,
                brief(&told),
                either(
                    "导入时写成注释，在数据文件的末尾；是报告里的话，移到该放的地方",
                    "是报告里的话，移到该放的地方",
                ),
            );
            self.file.tail.push(told);
        }
        let beside = std::mem::replace(&mut self.account.outside, matched.located.outside.clone());
        self.account.outside.join(&beside);
        self.account.remarks.clone_from(&published.remarks);
        let cautions = published.cautions.iter().cloned();
        self.account.cautions.extend(cautions);
        let order = |doubt: &Notice| {
            let top = doubt.path.split('.').next().unwrap_or_default();
            let sections = matched.edition.sections.iter();
            sections
                .map(|section| &section.key)
                .position(|key| key == top)
                .map_or(0, |at| at + 1)
        };
        self.doubts.sort_by_key(order);
    }
}

fn one_line(text: &str) -> String {
    let seen: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    words::one_line(&seen)
}
