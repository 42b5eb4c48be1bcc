//! Whose report it is, of which year, and what stands above the first section.

use std::fmt::Display;

use super::{Import, Wishes, texts::pictures};
use crate::{
    day::date_at_end,
    identity::{self, Read},
    label::{Label, stem},
    locate::{self, Located},
    narrative::narrative,
    published::{Block, Filled, Table},
    say::Notice,
};
use base::diagnostic::either;
use form::{
    datafile::{Remarked, Signature, Text},
    report::{Category, keys},
};

impl Import {
    /// What somebody knows of a report put in the place of what it says itself.
    #[must_use]
    pub fn with(mut self, wishes: &Wishes) -> Self {
        if let Some(name) = &wishes.agency {
            let own = self.file.agency.value.take();
            self.instead("机关", own, name.clone(), "--agency");
            self.name_agency(Some(&Read::certain(name.clone())));
            self.doubts.retain(|doubt| doubt.path != keys::AGENCY);
        }
        if let Some(year) = wishes.year.filter(|year| self.file.edition.covers(*year)) {
            let is_doubted = self.doubts.iter().any(|doubt| doubt.path == keys::YEAR);
            let own = (!is_doubted).then_some(self.file.year.value);
            self.instead("年度", own, year, "--year");
            self.file.year = year.into();
            self.doubts.retain(|doubt| doubt.path != keys::YEAR);
        }
        self
    }

    /// Cautions that a wish took the place of what the report says itself.
    fn instead<T: PartialEq + Display>(
        &mut self,
        what: &str,
        own: Option<T>,
        wished: T,
        option: &str,
    ) {
        if let Some(own) = own.filter(|own| *own != wished) {
            let caution = format!("原文的{what}是「{own}」，按 {option} 写成了「{wished}」");
            self.account.cautions.push(caution);
        }
    }

    /// What a form states, which needs no guess; who signs below it, and the day, count where
    /// the form states none.
    pub(super) fn filled(
        &mut self,
        filled: &Filled,
        located: &Located,
        year: Read<u16>,
        wishes: &Wishes,
    ) {
        self.from(wishes);
        self.file.year = year.into();
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
    }

    fn from(&mut self, wishes: &Wishes) {
        if !wishes.name.is_empty() {
            let from = &wishes.name;
            self.file.head = vec![format!(
                "从 {from} 导入。带 ~ 和「原文」字样的地方要对照原文核对。"
            )];
        }
    }

    pub(super) fn identity(&mut self, located: &Located, year: Read<u16>, wishes: &Wishes) {
        self.from(wishes);
        let found = identity::agency(located);
        if let Some((name, found)) = wishes.agency.clone().zip(found.clone()) {
            self.instead("机关", Some(found.value), name, "--agency");
        }
        if let Some((wished, found)) = wishes.year.zip(identity::year(located)) {
            self.instead("年度", Some(found.value), wished, "--year");
        }
        let agency = wishes.agency.clone().map(Read::certain).or(found);
        self.name_agency(agency.as_ref());
        self.signed(located, agency.as_ref(), year.value);
        self.doubt_identity(&year, agency.as_ref());
        self.file.year = year.into();
    }

    /// States the agency, and what kind of agency its name tells.
    fn name_agency(&mut self, agency: Option<&Read<String>>) {
        let file = &mut self.file;
        file.agency = Remarked {
            value: agency.map(|agency| agency.value.clone()),
            remark: agency.and_then(|agency| agency.guess).map(str::to_owned),
        };
        let category = agency.and_then(|agency| Category::of_name(&agency.value));
        if category.is_some() && file.category.value.is_none() {
            file.category = Remarked {
                value: category,
                remark: Some("按名称推断".to_owned()),
            };
        }
    }

    /// States the day, the signature, and the title where it is not the mandated one.
    fn signed(&mut self, located: &Located, agency: Option<&Read<String>>, year: u16) {
        let file = &mut self.file;
        file.date = located.date.into();
        let is_agency =
            |words: &str| agency.is_some_and(|agency| stem(words) == stem(&agency.value));
        file.signature = match &located.signature {
            None => Signature::None,
            Some(signed) if is_agency(signed) => Signature::Agency,
            Some(signed) => Signature::Named(signed.clone()),
        };
        file.seal = located.seal;
        if let (Some(title), Some(agency)) = (&located.title, agency) {
            let mandated = file.edition.title_of(&agency.value, year);
            if stem(title) != stem(&mandated) {
                file.title = Some(title.clone().into());
            }
        }
    }

    fn doubt_identity(&mut self, year: &Read<u16>, agency: Option<&Read<String>>) {
        if let Some(guess) = year.guess {
            self.doubt(
                keys::YEAR,
                format!("年度 {} 是{guess}的", year.value),
                either("对照原文核对；用 --year 指明年度", "对照原文核对年度"),
            );
        }
        match agency {
            None => self.doubt(
                keys::AGENCY,
                "看不出是哪个机关的报告".to_owned(),
                either("补上机关的全称；或用 --agency 指明", "填上机关的全称"),
            ),
            Some(agency) => {
                if let Some(guess) = agency.guess {
                    self.doubt(
                        keys::AGENCY,
                        format!("机关「{}」是{guess}的", agency.value),
                        either("核对机关的全称；用 --agency 指明", "核对机关的全称"),
                    );
                }
            }
        }
        if self.file.category.value.is_none() {
            self.doubt(
                keys::AGENCY,
                "看不出机关的类别".to_owned(),
                "补上类别：它决定公布期限",
            );
        }
    }

    /// What stands between the title and the first section.
    pub(super) fn opening(&mut self, located: &Located) {
        let mut kept = Vec::new();
        for block in &located.opening {
            let text = match block {
                Block::Paragraph(paragraph) => paragraph.text.trim(),
                Block::Table(table) if self.is_site_table(table) => {
                    self.account.outside.leave(block);
                    continue;
                }
                Block::Table(_) => {
                    kept.push(block.clone());
                    continue;
                }
            };
            let day = date_at_end(text).filter(|(_, before)| before.is_empty());
            match day {
                Some((date, _)) if self.file.date.value.is_none() => {
                    self.file.date = Remarked {
                        value: Some(date),
                        remark: Some("取自标题下面".to_owned()),
                    };
                }
                Some(_) => self.account.outside.leave(block),
                None if signs_above(located, text) && self.file.signature == Signature::None => {
                    self.file.signature = Signature::Agency;
                }
                None if is_site_line(text) || self.is_form_word(text) => {
                    self.account.outside.leave(block);
                }
                None => kept.push(block.clone()),
            }
        }
        if self.file.date.value.is_none() {
            self.undated(located);
        }
        self.preamble(&kept);
    }

    /// What stands above the first section.
    pub(crate) fn preamble(&mut self, blocks: &[Block]) {
        let found = narrative(blocks, None);
        if !found.markdown.is_empty() {
            self.file.preamble = Some(Text {
                passages: vec![(None, found.markdown)],
                remark: pictures(&found.pictures),
            });
        }
        self.places.put_lines(keys::PREAMBLE, found.spots);
        self.pictures_doubt(keys::PREAMBLE, &found.pictures);
    }

    /// Says that no day was found, and offers the one that the site prints.
    fn undated(&mut self, located: &Located) {
        let mut outside = located.outside.clone();
        outside.join(&self.account.outside);
        let (posted, day) = match outside.day {
            Some((name, day)) => (format!("网页上的{name}是 {day}；"), day.to_string()),
            None => (String::new(), "2021-01-20".to_owned()),
        };
        if let Some((name, _)) = outside.day {
            let offer = format!("日期: {day}  # 网页上的{name}；确是成文日期的，去掉行首的 #");
            self.file.remarks.push((keys::DATE.to_owned(), offer));
        }
        let add = |what: &str| {
            either(
                format!("{posted}对照原文，有就{what}一行，如 日期: {day}；原文没有的，不用改"),
                format!("{posted}对照原文，有就填上；原文没有的，不用改"),
            )
        };
        let signed = signed_within(located);
        let (path, message, help) = match (&located.signature, &signed) {
            (Some(_), _) => (keys::DATE, "没有找到日期".to_owned(), add("加")),
            (None, words) => (
                keys::SIGNATURE,
                match words {
                    Some(words) => format!("没有找到落款和日期；报告末尾有「{words}」，像是落款"),
                    None => "没有找到落款和日期".to_owned(),
                },
                add("写上落款，再加"),
            ),
        };
        let notice = Notice::unsure(path, message, help);
        self.doubts.push(match signed {
            Some(_) => notice,
            None => notice.note(),
        });
    }

    /// Whether a table lists what the site knows of the report, or the report's headings.
    fn is_site_table(&self, table: &Table) -> bool {
        let mut cells = table.rows.iter().flatten().map(|cell| cell.text.trim());
        cells.any(|text| is_site_line(text) || !text.is_empty() && self.is_form_word(text))
    }

    /// Whether words are a heading or another word that the form itself prints.
    pub(super) fn is_form_word(&self, text: &str) -> bool {
        let label = Label::of(text);
        let edition = self.file.edition;
        let sections = edition.sections.iter();
        let headings = sections.clone().map(|section| &section.heading);
        let blocks = sections
            .filter_map(|s| s.table.as_ref())
            .flat_map(|table| &table.blocks);
        let words = blocks.flat_map(|block| block.caption.iter().chain(&block.corner));
        label.is_empty()
            || label.stem() == "目录"
            || headings
                .chain(words)
                .any(|word| Label::of(word).likeness(&label) > 0.9)
    }
}

/// Whether words below a title are the name of its agency and nothing else.
fn signs_above(located: &Located, text: &str) -> bool {
    let agency = identity::agency(located);
    agency.is_some_and(|agency| stem(&agency.value) == stem(text))
}

/// The last words of a report, where they end with a day.
fn signed_within(located: &Located) -> Option<String> {
    let blocks = located.sections.iter().rev().flatten().next()?;
    let text: String = blocks.last()?.texts().into_iter().map(str::trim).collect();
    let (_, before) = date_at_end(&text)?;
    let name = before.rsplit(['。', '！', '？', '\n']).next()?;
    let signed = text.trim().rsplit(['。', '！', '？', '\n']).next()?;
    locate::is_name(name).then(|| signed.to_owned())
}

/// What a site prints between a title and a text.
fn is_site_line(text: &str) -> bool {
    const SIGNS: &str = "草稿，不得发布 发布时间 发布日期 发布机构 公开日期 成文日期 生成日期 索引号 发文字号 \
        信息来源 来源： 来源: 浏览 字号 字体 打印 点击 访问量 阅读 分享 作者： 信息分类 \
        有效性 保存 收藏";
    text.chars().count() <= 80
        && !text.ends_with('。')
        && SIGNS.split(' ').any(|sign| text.contains(sign))
}
