//! Whose report it is, of which year, and what stands above the first section.

use std::fmt::Display;

use super::{Import, ImportOptions};
use crate::{
    day::date_at_end,
    identity,
    import_messages::Notice,
    label::{Label, stem},
    locate::Located,
    published::{Block, Filled},
};
use base::diagnostic::either;
use form::{
    datafile::{Remarked, Signature},
    report::{Category, keys},
};

impl Import {
    /// What somebody knows of a report put in the place of what it says itself.
    #[must_use]
    pub fn with(mut self, options: &ImportOptions) -> Self {
        if let Some(name) = &options.agency {
            let own = self.file.agency.value.take();
            self.instead("机关", own, name, "--agency");
            self.name_agency(Some(name.clone()));
            self.doubts.retain(|doubt| doubt.path != keys::AGENCY);
        }
        if let Some(year) = options.year.filter(|year| self.file.edition.covers(*year)) {
            let is_doubted = self.doubts.iter().any(|doubt| doubt.path == keys::YEAR);
            let own = (!is_doubted).then_some(self.file.year.value);
            self.instead("年度", own, &year, "--year");
            self.file.year = year.into();
            self.doubts.retain(|doubt| doubt.path != keys::YEAR);
        }
        self
    }

    /// Cautions that an option took the place of what the report says itself.
    fn instead<T: PartialEq + Display>(
        &mut self,
        what: &str,
        own: Option<T>,
        known: &T,
        option: &str,
    ) {
        if let Some(own) = own.filter(|own| own != known) {
            let caution = format!("原文的{what}是「{own}」，按 {option} 写成了「{known}」");
            self.summary.cautions.push(caution);
        }
    }

    /// What a form states, which needs no guess; who signs below it, and the day, count where
    /// the form states none.
    pub(super) fn filled(&mut self, filled: &Filled, located: &Located, year: Remarked<u16>) {
        self.file.year = year;
        self.doubts.extend(filled.fill(&mut self.file));
        let file = &mut self.file;
        if file.date.value.is_none() && located.date.is_some() {
            file.date = located.date.into();
        }
        let agency = file.agency.value.as_deref().unwrap_or_default();
        let signed = located.signature.as_ref();
        let other = signed.filter(|name| stem(name) != stem(agency));
        if let (Signature::Agency, Some(name)) = (&file.signature, other) {
            file.signature = Signature::Named(name.clone());
        }
        self.summary.outside = located.outside.clone();
        self.preamble(&located.opening);
    }

    /// What a report says of itself.
    pub(super) fn identity(
        &mut self,
        located: &Located,
        year: Remarked<u16>,
        options: &ImportOptions,
    ) {
        let found = identity::agency(located);
        if let Some(known) = &options.agency {
            self.instead("机关", found.clone(), known, "--agency");
        }
        if let Some(known) = &options.year {
            let found = identity::year(located).map(|found| found.value);
            self.instead("年度", found, known, "--year");
        }
        let agency = options.agency.clone().or(found);
        self.name_agency(agency.clone());
        let name = agency.as_deref().unwrap_or_default();
        let is_agency = |words: &str| !name.is_empty() && stem(words) == stem(name);
        let file = &mut self.file;
        file.date = located.date.into();
        file.signature = match &located.signature {
            None => Signature::None,
            Some(signed) if is_agency(signed) => Signature::Agency,
            Some(signed) => Signature::Named(signed.clone()),
        };
        file.seal = located.seal;
        // The title, where it is not the mandated one.
        let mandated = stem(&file.edition.title_of(name, year.value));
        let title = located
            .title
            .as_ref()
            .filter(|title| stem(title) != mandated);
        file.title = title
            .filter(|_| !name.is_empty())
            .map(|title| title.clone().into());
        self.file.year = year;
        self.doubt_identity();
        self.opening(located, name);
    }

    /// States the agency, and what kind of agency its name tells.
    fn name_agency(&mut self, agency: Option<String>) {
        let file = &mut self.file;
        let category = agency.as_deref().and_then(Category::of_name);
        file.agency = agency.into();
        if category.is_some() && file.category.value.is_none() {
            file.category = Remarked {
                value: category,
                remark: Some("按名称推断".to_owned()),
            };
        }
    }

    fn doubt_identity(&mut self) {
        let file = &self.file;
        let (year, agency) = (file.year.value, file.agency.value.is_some());
        let has_category = file.category.value.is_some();
        if let Some(guess) = file.year.remark.clone() {
            let help = either("对照原文核对；用 --year 指明年度", "对照原文核对年度");
            self.doubt(keys::YEAR, format!("年度 {year} 是{guess}的"), help);
        }
        match (agency, has_category) {
            (false, _) => {
                let help = either("补上机关的全称；或用 --agency 指明", "填上机关的全称");
                self.doubt(keys::AGENCY, "看不出是哪个机关的报告", help);
            }
            (true, false) => {
                self.doubt(keys::AGENCY, "看不出机关的类别", "补上类别：它决定公布期限");
            }
            (true, true) => {}
        }
    }

    /// What stands between the title and the first section.
    fn opening(&mut self, located: &Located, agency: &str) {
        let (mut kept, mut outside) = (Vec::new(), located.outside.clone());
        for block in &located.opening {
            let text = block.line();
            let day = date_at_end(text).filter(|(_, before)| before.is_empty());
            let is_agency = !agency.is_empty() && stem(text) == stem(agency);
            match day {
                Some((date, _)) if self.file.date.value.is_none() => {
                    self.file.date = Remarked {
                        value: Some(date),
                        remark: Some("取自标题下面".to_owned()),
                    };
                }
                Some(_) => outside.leave(block),
                None if is_agency && self.file.signature == Signature::None => {
                    self.file.signature = Signature::Agency;
                }
                None if self.is_sites(block) => outside.leave(block),
                None => kept.push(block.clone()),
            }
        }
        if self.file.date.value.is_none() {
            self.undated(located.signature.is_some(), outside.day);
        }
        self.summary.outside = outside;
        self.preamble(&kept);
    }

    /// Says that no day was found, and offers the one that the site prints.
    fn undated(&mut self, is_signed: bool, posted: Option<(&str, base::date::Date)>) {
        let offered = posted.map(|(name, day)| {
            let offer = format!("日期: {day}  # 网页上的{name}；确是成文日期的，去掉行首的 #");
            self.file.remarks.push((keys::DATE.to_owned(), offer));
            (format!("网页上的{name}是 {day}；"), day.to_string())
        });
        let (posted, day) = offered.unwrap_or((String::new(), "2021-01-20".to_owned()));
        let (path, message, add) = match is_signed {
            true => (keys::DATE, "没有找到日期", "加"),
            false => (keys::SIGNATURE, "没有找到落款和日期", "写上落款，再加"),
        };
        let help = either(
            format!("{posted}对照原文，有就{add}一行，如 日期: {day}；原文没有的，不用改"),
            format!("{posted}对照原文，有就填上；原文没有的，不用改"),
        );
        self.doubts.push(Notice::unsure(path, message, help).note());
    }

    /// Whether a site prints it between a title and a text, or a list of the report's headings
    /// is or has it.
    fn is_sites(&self, block: &Block) -> bool {
        const SIGNS: &str = "草稿，不得发布 发布时间 发布日期 发布机构 公开日期 成文日期 生成日期 索引号 发文字号 \
            信息来源 来源： 来源: 浏览 字号 字体 打印 点击 访问量 阅读 分享 作者： 信息分类 \
            有效性 保存 收藏";
        let is_line = |text: &str| {
            text.chars().count() <= 80
                && !text.ends_with('。')
                && SIGNS.split(' ').any(|sign| text.contains(sign))
        };
        let texts = block.texts().into_iter().map(str::trim);
        let mut texts = texts.filter(|text| !text.is_empty());
        texts.any(|text| is_line(text) || self.is_form_word(text))
    }

    /// Whether words are a heading or another word that the form itself prints.
    pub(super) fn is_form_word(&self, text: &str) -> bool {
        let label = Label::of(text);
        let sections = self.file.edition.sections.iter();
        let headings = sections.clone().map(|section| &section.heading);
        let tables = sections.filter_map(|section| section.table.as_ref());
        let blocks = tables.flat_map(|table| &table.blocks);
        let words = blocks.flat_map(|block| block.caption.iter().chain(&block.corner));
        let is_same = |word: &String| Label::of(word).likeness(&label) > 0.9;
        label.is_empty() || label.stem() == "目录" || headings.chain(words).any(is_same)
    }
}
