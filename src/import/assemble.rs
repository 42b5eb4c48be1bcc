//! From what a container holds to what a data file states.

use super::{
    Fault,
    account::{Account, Count},
    doubt::Doubt,
    form::{self, Got, Tables},
    identity::{self, Read},
    label::{Label, is_invisible, stem},
    locate::{self, Located, date_at_end},
    narrative::narrative,
};
use crate::{
    datafile::{DataFile, Remarked, Signature, Stated, Text},
    edition::{Edition, SlotId},
    published::{Block, Published, Role, Table},
    report::keys,
};

/// What is known of a report besides its container.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The report year.
    pub year: Option<u16>,
    /// The agency's name.
    pub agency: Option<String>,
    /// The container's name, for the file's head.
    pub name: String,
}

/// A published report as a data file.
#[derive(Debug)]
pub struct Import {
    /// The data file.
    pub file: DataFile,
    /// What is not certain about it, in the file's order.
    pub doubts: Vec<Doubt>,
    /// What was found.
    pub account: Account,
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
    let matched = matched(published, wishes)?;
    let year = match wishes.year {
        Some(value) => Read { value, guess: None },
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
    };
    import.identity(&matched.located, year, wishes);
    import.opening(&matched.located);
    import.texts(&matched);
    import.cells(&matched);
    import.rest(published, &matched);
    import.account.of(&import.file, &matched.located);
    Ok(import)
}

/// The form of which most is found in the container; of equals, the year's.
fn matched(published: &Published, wishes: &Wishes) -> Result<Matched, Fault> {
    let mut best: Option<(usize, Matched)> = None;
    let mut fault = None;
    for edition in Edition::all() {
        let located = match locate::locate(edition, published) {
            Ok(located) => located,
            Err(why) => {
                fault = Some(why);
                continue;
            }
        };
        let (tables, home): (Vec<&Table>, Vec<Option<usize>>) = tables(&located).unzip();
        let tables = form::match_tables(edition, &tables, &home);
        let year = wishes
            .year
            .or(identity::year(&located).map(|year| year.value));
        let weight = tables.weight * 2 + usize::from(year.is_some_and(|year| edition.covers(year)));
        let matched = Matched {
            edition,
            located,
            tables,
        };
        if best.as_ref().is_none_or(|(other, _)| weight >= *other) {
            best = Some((weight, matched));
        }
    }
    match (best, fault) {
        (Some((_, matched)), _) => Ok(matched),
        (None, Some(fault)) => Err(fault),
        (None, None) => Err(Fault::new("没有可用的格式", "")),
    }
}

/// The tables of a report's sections, each with its section.
fn tables(located: &Located) -> impl Iterator<Item = (&Table, Option<usize>)> {
    let sections = located.sections.iter().enumerate();
    sections.flat_map(|(section, blocks)| {
        let blocks = blocks.iter().flatten();
        blocks.filter_map(move |block| match block {
            Block::Table(table) => Some((table, Some(section))),
            Block::Paragraph(_) => None,
        })
    })
}

impl Import {
    fn doubt(&mut self, path: &str, message: String, help: &str) {
        self.doubts.push(Doubt {
            path: path.to_owned(),
            message,
            help: help.to_owned(),
            quote: None,
        });
    }

    fn identity(&mut self, located: &Located, year: Read<u16>, wishes: &Wishes) {
        let file = &mut self.file;
        if !wishes.name.is_empty() {
            file.head = vec![format!(
                "从 {} 导入。带 ~ 和「原文」字样的地方要对照原文核对。",
                wishes.name
            )];
        }
        file.year = Remarked {
            value: year.value,
            remark: year.guess.map(str::to_owned),
        };
        let agency = match &wishes.agency {
            Some(name) => Some(Read {
                value: name.clone(),
                guess: None,
            }),
            None => identity::agency(located),
        };
        let category = agency
            .as_ref()
            .and_then(|agency| identity::category(&agency.value));
        file.category = Remarked {
            value: category,
            remark: Some(match category {
                Some(_) => "按名称推断".to_owned(),
                None => file.category.remark.take().unwrap_or_default(),
            }),
        };
        file.agency = Remarked {
            value: agency.as_ref().map(|agency| agency.value.clone()),
            remark: agency
                .as_ref()
                .and_then(|agency| agency.guess)
                .map(str::to_owned),
        };
        file.date = located.date.into();
        file.signature = match (&located.signature, &agency) {
            (None, _) => Signature::None,
            (Some(signed), Some(agency)) if stem(signed) == stem(&agency.value) => {
                Signature::Agency
            }
            (Some(signed), _) => Signature::Named(signed.clone()),
        };
        if let (Some(title), Some(agency)) = (&located.title, &agency) {
            let mandated = file.edition.title_of(&agency.value, year.value);
            if stem(title) != stem(&mandated) {
                file.title = Some(title.clone().into());
            }
        }
        if let Some(guess) = year.guess {
            self.doubt(
                keys::YEAR,
                format!("年度 {} 是{guess}的", year.value),
                "对照原文核对；用 --year 指明年度",
            );
        }
        match agency {
            None => self.doubt(
                keys::AGENCY,
                "看不出是哪个机关的报告".to_owned(),
                "补上机关的全称；或用 --agency 指明",
            ),
            Some(Read {
                value,
                guess: Some(guess),
            }) => {
                self.doubt(
                    keys::AGENCY,
                    format!("机关「{value}」是{guess}的"),
                    "核对机关的全称；用 --agency 指明",
                );
            }
            Some(_) => {}
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
    fn opening(&mut self, located: &Located) {
        let mut kept = Vec::new();
        for block in &located.opening {
            let Block::Paragraph(paragraph) = block else {
                self.account.outside += locate::size(block);
                continue;
            };
            let text = paragraph.text.trim();
            let day = date_at_end(text).filter(|(_, before)| before.is_empty());
            match day {
                Some((date, _)) if self.file.date.value.is_none() => {
                    self.file.date = Remarked {
                        value: Some(date),
                        remark: Some("取自标题下面".to_owned()),
                    };
                }
                Some(_) => self.account.outside += locate::size(block),
                None if is_site_line(text) || self.is_form_word(text) => {
                    self.account.outside += locate::size(block);
                }
                None => kept.push(block.clone()),
            }
        }
        let found = narrative(&kept, None);
        if !found.markdown.is_empty() {
            self.file.preamble = Some(Text {
                passages: vec![(None, found.markdown)],
                remark: pictures(&found.pictures),
            });
        }
        self.pictures_doubt(keys::PREAMBLE, &found.pictures);
    }

    fn pictures_doubt(&mut self, key: &str, found: &[String]) {
        if !found.is_empty() {
            let message = format!("「{key}」里有 {} 张图片没有导入", found.len());
            self.doubt(
                key,
                message,
                "把图片放到数据文件的文件夹里，在文字里写 ![说明](文件名)",
            );
        }
    }

    /// Whether words are a heading or another word that the form itself prints.
    fn is_form_word(&self, text: &str) -> bool {
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

    fn texts(&mut self, matched: &Matched) {
        let mut index = 0;
        for (number, section) in matched.edition.sections.iter().enumerate() {
            let mut own = Vec::new();
            for block in matched.located.sections[number].iter().flatten() {
                let form = matches!(block, Block::Table(_)) && {
                    index += 1;
                    matched.tables.sections.contains_key(&(index - 1))
                };
                if !form {
                    own.push(block.clone());
                }
            }
            match &section.table {
                Some(_) => self.beside_table(&section.key, &own),
                None => self.text(
                    number,
                    &section.key,
                    matched.located.sections[number].is_some(),
                    &own,
                ),
            }
        }
    }

    fn text(&mut self, number: usize, key: &str, headed: bool, blocks: &[Block]) {
        let levels = blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => match paragraph.role {
                Role::Heading(level) => Some(level),
                _ => None,
            },
            Block::Table(_) => None,
        });
        let found = narrative(blocks, levels.min().map(|level| level.saturating_sub(1)));
        let count = found
            .markdown
            .chars()
            .filter(|c| !c.is_whitespace())
            .count();
        self.account.texts.push((key.to_owned(), count));
        if found.markdown.is_empty() {
            let message = match headed {
                true => format!("「{key}」下面没有文字"),
                false => format!("没有找到「{key}」这一部分"),
            };
            self.doubt(key, message, "对照原文，有就补上");
        }
        self.pictures_doubt(key, &found.pictures);
        let passages = Some((None, found.markdown)).filter(|(_, markdown)| !markdown.is_empty());
        self.file.texts[number] = Some(Text {
            passages: passages.into_iter().collect(),
            remark: pictures(&found.pictures),
        });
    }

    /// Words in a section of tables have no place in a data file but a comment.
    fn beside_table(&mut self, key: &str, blocks: &[Block]) {
        let mut words = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) if self.is_form_word(&paragraph.text) => {}
                Block::Paragraph(paragraph) if paragraph.text.is_empty() => {
                    words.push(format!("图片：{}", paragraph.markdown));
                }
                Block::Paragraph(paragraph) => words.push(paragraph.text.clone()),
                Block::Table(_) => {
                    words.push(narrative(std::slice::from_ref(block), None).markdown)
                }
            }
        }
        for text in words {
            let lines: Vec<&str> = text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect();
            self.left(key, &format!("原文这里还有：{}", lines.join(" / ")));
        }
    }

    fn left(&mut self, key: &str, text: &str) {
        self.account.left += text.chars().count();
        self.file.remarks.push((key.to_owned(), text.to_owned()));
        self.doubt(
            key,
            text.to_owned(),
            "数据文件里没有放它的地方，写成了注释；对照原文核对",
        );
    }

    fn cells(&mut self, matched: &Matched) {
        let edition = matched.edition;
        for (index, slot) in edition.slots.iter().enumerate() {
            let entry = &mut self.file.entries[index];
            match matched.tables.cells.get(&SlotId(index)) {
                Some(Got::Certain(stated, note)) => {
                    entry.figure = *stated;
                    entry.note.clone_from(note);
                }
                Some(Got::Unsure { quote, why }) => {
                    let quote = one_line(quote);
                    entry.figure = Stated::Blank;
                    entry.remark = Some(format!("原文「{quote}」：{why}"));
                    self.doubts.push(Doubt {
                        path: slot.path.clone(),
                        message: format!("「{}」读不准：原文是「{quote}」，{why}", slot.path),
                        help: "对照原文，写上数；原文就是空着的，留 ~".to_owned(),
                        quote: Some(quote),
                    });
                }
                None => {}
            }
        }
        self.missing(edition);
        for (section, text) in &matched.tables.leftovers {
            let key = edition.sections[*section].key.clone();
            self.left(&key, text);
        }
        self.count(matched);
    }

    /// One doubt for every row that is not there, and one for a table of which nothing is.
    fn missing(&mut self, edition: &Edition) {
        for section in &edition.sections {
            let Some(table) = &section.table else {
                continue;
            };
            let entries = &self.file.entries;
            let gone =
                |slot: &SlotId| matches!(entries[slot.0].figure, Stated::Missing | Stated::Absent);
            let all: Vec<SlotId> = table
                .fields
                .iter()
                .flat_map(|field| field.slots())
                .collect();
            if all.iter().all(gone) {
                let message = format!("没有找到「{}」的表格", section.heading);
                self.doubt(
                    &section.key,
                    message,
                    "表格是图片的，照着图片填；原文没有的，向机关核实",
                );
                continue;
            }
            let lines = table.blocks.iter().flat_map(|block| &block.slots);
            let mut doubts = Vec::new();
            for line in lines {
                let absent: Vec<&SlotId> = line.iter().filter(|slot| gone(slot)).collect();
                let Some(first) = absent.first() else {
                    continue;
                };
                let path = &edition.slot(**first).path;
                let row = match absent.len() == line.len() && line.len() > 1 {
                    true => path.rsplit_once('.').map_or(path.as_str(), |(row, _)| row),
                    false => path,
                };
                doubts.push((row.to_owned(), line.clone()));
            }
            for (row, line) in doubts {
                for slot in &line {
                    if gone_entry(&self.file.entries[slot.0]) {
                        self.file.entries[slot.0].remark = Some("原文没有".to_owned());
                    }
                }
                self.doubt(
                    &row,
                    format!("原文的表格里没有「{row}」"),
                    "对照原文补上；原文确实没有的，向机关核实",
                );
            }
        }
    }

    fn count(&mut self, matched: &Matched) {
        for section in &matched.edition.sections {
            let Some(table) = &section.table else {
                continue;
            };
            let mut count = Count {
                heading: section.heading.clone(),
                ..Count::default()
            };
            for slot in table
                .blocks
                .iter()
                .flat_map(|block| block.slots.iter().flatten())
            {
                match matched.tables.cells.get(slot) {
                    Some(Got::Certain(Stated::Figure(_), _)) => count.read += 1,
                    Some(Got::Certain(..)) => count.blank += 1,
                    Some(Got::Unsure { .. }) => count.unsure += 1,
                    None => count.missing += 1,
                }
            }
            self.account.tables.push(count);
        }
    }

    fn rest(&mut self, published: &Published, matched: &Matched) {
        for text in &matched.located.after {
            self.account.left += text.chars().count();
            self.file
                .tail
                .push(format!("落款后面还有：{}", one_line(text)));
        }
        self.account.outside += matched.located.outside;
        self.account.remarks.clone_from(&published.remarks);
        let order = |doubt: &Doubt| {
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

fn gone_entry(entry: &crate::datafile::Entry) -> bool {
    matches!(entry.figure, Stated::Missing)
}

fn pictures(found: &[String]) -> Option<String> {
    (!found.is_empty()).then(|| format!("图片没有导入：{}", found.join("、")))
}

fn one_line(text: &str) -> String {
    let seen: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a site prints between a title and a text.
fn is_site_line(text: &str) -> bool {
    const SIGNS: [&str; 24] = [
        "发布时间",
        "发布日期",
        "发布机构",
        "公开日期",
        "成文日期",
        "生成日期",
        "索引号",
        "发文字号",
        "信息来源",
        "来源：",
        "来源:",
        "浏览",
        "字号",
        "字体",
        "打印",
        "点击",
        "访问量",
        "阅读",
        "分享",
        "作者：",
        "信息分类",
        "有效性",
        "保存",
        "收藏",
    ];
    text.chars().count() <= 80
        && !text.ends_with('。')
        && SIGNS.iter().any(|sign| text.contains(sign))
}
