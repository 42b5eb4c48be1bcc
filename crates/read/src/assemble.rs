//! From what a container holds to what a data file states.

mod cells;
mod particulars;
mod texts;

use super::{
    Fault, Places, filled, identity,
    import_messages::Notice,
    import_summary::ImportSummary,
    label::brief,
    locate::{self, Located},
    page_data,
    words::one_line,
};
use crate::{day::date_at_end, published::Published};
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
pub struct ImportOptions {
    /// The report year.
    pub year: Option<u16>,
    /// The agency's name.
    pub agency: Option<String>,
    /// The container's name, for the file's head.
    pub name: String,
}

impl ImportOptions {
    /// What is known of a report in a container of the name.
    #[doc(hidden)]
    pub fn of(year: Option<u16>, agency: Option<String>, name: String) -> Self {
        ImportOptions { year, agency, name }
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
    pub summary: ImportSummary,
    /// Where its parts stand in the container.
    pub places: Places,
}

/// Makes a data file of a published report.
///
/// # Errors
/// There is no report in it, or there are two, or its year is not to be seen.
pub fn import(published: &Published, options: &ImportOptions) -> Result<Import, Fault> {
    let published = &filled::parted(published);
    let (edition, mut located) = located(published, options)?;
    let year = match stated_year(published, options) {
        Some(value) => value.into(),
        None => identity::year(&located).ok_or_else(|| {
            Fault::new(
                "看不出是哪一年的报告",
                "在命令后面加上年度，例如 --year 2024",
            )
        })?,
    };
    let mut import = Import {
        file: DataFile::blank(edition, year.value),
        doubts: Vec::new(),
        summary: ImportSummary::default(),
        places: Places::of(published.transcript.clone()),
    };
    let data = import.page_data(published, &mut located);
    if !options.name.is_empty() {
        let from = &options.name;
        let head = format!("从 {from} 导入。带 ~ 和「原文」字样的地方要对照原文核对。");
        import.file.head = vec![head];
    }
    import.other_form(year.value);
    match &published.filled {
        Some(filled) => import.filled(filled, &located, year),
        None => import.identity(&located, year, options),
    }
    import.texts(&located, published.filled.is_some());
    import.cells(&located);
    import.summary.count(&import.file);
    if let Some(data) = &data {
        page_data::restore(data, &mut import);
    }
    if let Some(filled) = &published.filled {
        filled.settle(edition, &mut import.file.entries);
    }
    import.lost_characters();
    import.spots(published, &located);
    import.rest(published, located);
    Ok(match published.filled {
        Some(_) => import.with(options),
        None => import,
    })
}

/// The year that somebody states, in the form or beside it.
fn stated_year(published: &Published, options: &ImportOptions) -> Option<u16> {
    let filled = published.filled.as_ref();
    options.year.or_else(|| filled?.year())
}

/// By so much more must another form than the year's be found: the forms differ in a whole
/// table.
const OF_YEAR: f64 = 2.0;

/// The form of which most is found in the container, or nearly most where it is the year's.
fn located(
    published: &Published,
    options: &ImportOptions,
) -> Result<(&'static Edition, Located), Fault> {
    let mut best: Option<(f64, &Edition, Located)> = None;
    let mut fault = Fault::new("没有可用的格式", "");
    for edition in Edition::all() {
        let located = match locate::locate(edition, published) {
            Ok(found) => found,
            Err(why) => {
                fault = why;
                continue;
            }
        };
        let year =
            stated_year(published, options).or_else(|| Some(identity::year(&located)?.value));
        let is_of_year = year.is_some_and(|year| edition.covers(year));
        let worth = located.worth + if is_of_year { OF_YEAR } else { 0.0 };
        if best.as_ref().is_none_or(|(other, _, _)| worth >= *other) {
            best = Some((worth, edition, located));
        }
    }
    best.map(|(_, edition, located)| (edition, located))
        .ok_or(fault)
}

impl Import {
    /// Takes what a page of ours holds beside what it shows, and says where the two differ.
    fn page_data(&mut self, published: &Published, located: &mut Located) -> Option<PageData> {
        const HELP: &str = "读入的是网页上看得见的；对照原文核对";
        let json = published.page_data.as_deref()?;
        let edition = self.file.edition;
        let mut data = match page_data::of_page(json, edition, self.file.year.value, located) {
            Ok(data) => data,
            Err(why) => {
                let message = format!("网页自带的数据（#nianbao-data）没有用：{why}");
                self.doubt(keys::EDITION, message, HELP);
                return None;
            }
        };
        let category = data.category.as_deref().and_then(Category::named);
        if category.is_some() {
            self.file.category = category.into();
        }
        for key in page_data::compare(&mut data, edition, located) {
            let message = format!(
                "网页上的「{key}」与网页自带的数据（#nianbao-data）不同，可能有人改过其中一处"
            );
            self.doubt(key, message, HELP);
        }
        page_data::take_figures(&data, edition, &mut located.tables.cells);
        Some(data)
    }

    /// Says so where a report is not in the form of its year.
    fn other_form(&mut self, year: u16) {
        let edition = self.file.edition;
        if edition.covers(year) {
            return;
        }
        let own = Edition::all().iter().find(|edition| edition.covers(year));
        let own = own.map_or_else(String::new, |own| {
            format!("，{year} 年度应当用 {} 的", own.name)
        });
        self.doubt(
            keys::EDITION,
            format!("表格是 {} 的版式{own}", edition.name),
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
    fn spots(&mut self, published: &Published, located: &Located) {
        for (slot, spot) in &located.tables.spots {
            self.places.put(&self.file.edition.slot(*slot).path, spot);
        }
        let close = |text: &str| -> String { text.split_whitespace().collect() };
        let title = close(located.title.as_deref().unwrap_or_default());
        for own in published
            .blocks
            .iter()
            .filter_map(|block| block.paragraph())
        {
            let words = close(&own.text);
            if !words.is_empty() && title.contains(&words) {
                self.places.put(keys::YEAR, &own.spot);
                self.places.put(keys::AGENCY, &own.spot);
            }
            let day = date_at_end(&own.text).map(|(day, _)| day);
            if day.is_some() && day == self.file.date.value {
                self.places.put(keys::DATE, &own.spot);
            }
        }
    }

    fn rest(&mut self, published: &Published, located: Located) {
        let sections = &self.file.edition.sections;
        let last = sections.last().map_or("", |section| &section.key);
        for text in &located.after {
            self.summary.left += text.chars().count();
            let told = format!("落款后面还有：{}", one_line(text));
            self.doubt(
                last,
                brief(&told),
                either(
                    "导入时写成注释，在数据文件的末尾；是报告里的话，移到该放的地方",
                    "是报告里的话，移到该放的地方",
                ),
            );
            self.file.tail.push(told);
        }
        self.summary.remarks.clone_from(&published.remarks);
        let cautions = published.cautions.iter().cloned();
        self.summary.cautions.extend(cautions);
        let order = |doubt: &Notice| {
            let top = doubt.path.split('.').next().unwrap_or_default();
            let at = sections.iter().position(|section| section.key == top);
            at.map_or(0, |at| at + 1)
        };
        self.doubts.sort_by_key(order);
    }
}
