//! What a container holds besides the report.

use super::size;
use crate::{day, published::Block};
use base::date::Date;

/// What sites call the days that they print, those first that the report may bear itself.
const DAYS: &str = "成文日期 成文时间 生成日期 发文日期 公开日期 发布日期 发布时间 公布日期";

/// So many of the characters are kept to be shown.
const MOST: usize = 1500;
/// So many of each paragraph.
const LONGEST: usize = 40;

/// Words outside the report, which are not imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// How many characters they have.
    pub count: usize,
    /// How their paragraphs begin.
    pub words: String,
    /// A day that the site prints, and what it calls it.
    pub day: Option<(&'static str, Date)>,
}

impl Outside {
    /// Leaves a block out.
    pub fn leave(&mut self, block: &Block) {
        self.count += size(block);
        let texts = block.texts();
        let whole = texts.join(" ");
        let mut names = DAYS
            .split(' ')
            .take_while(|name| self.day.is_none_or(|(own, _)| own != *name));
        if let Some(day) = names.find_map(|name| Some((name, day_behind(&whole, name)?))) {
            self.day = Some(day);
        }
        texts.iter().for_each(|text| self.show(text));
    }

    fn show(&mut self, text: &str) {
        let room = MOST.saturating_sub(self.words.chars().count());
        let text = text.trim();
        if room == 0 || text.is_empty() {
            return;
        }
        let between = if self.words.is_empty() { "" } else { " / " };
        let is_long = text.chars().nth(LONGEST).is_some();
        let shown: String = text.chars().take(LONGEST).collect();
        let more = if is_long { "……" } else { "" };
        let shown = format!("{between}{shown}{more}").replace('\n', " ");
        self.words.extend(shown.chars().take(room));
    }
}

/// The day behind a name: 「发布日期：2023-01-31 13:24」.
fn day_behind(text: &str, name: &str) -> Option<Date> {
    let behind = &text[text.find(name)? + name.len()..];
    let behind = behind.trim_start_matches(|c: char| c.is_whitespace() || "：:】]".contains(c));
    let is_of_day = |c: char| c.is_numeric() || "年月日-./".contains(c);
    let end = behind.find(|c| !is_of_day(c)).unwrap_or(behind.len());
    day::date(&behind[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::{Cell, Paragraph, Table};

    #[test]
    fn what_is_left_out_is_counted_and_begun() {
        let block = |text: &str| {
            Block::Paragraph(Paragraph {
                text: text.to_owned(),
                ..Paragraph::default()
            })
        };
        let mut outside = Outside::default();
        for text in ["首 页", "", "公开\n指南"] {
            outside.leave(&block(text));
        }
        assert_eq!((outside.count, &*outside.words), (6, "首 页 / 公开 指南"));
        outside.leave(&block(&"字".repeat(2 * LONGEST)));
        assert_eq!(outside.count, 6 + 2 * LONGEST);
        assert!(outside.words.ends_with("指南 / 字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字……"));
        for _ in 0..MOST {
            outside.leave(&block("甲乙"));
        }
        assert_eq!(outside.words.chars().count(), MOST);
    }

    #[test]
    fn days_that_a_site_prints_are_known_by_their_names() {
        let day = |texts: &[&str]| {
            let mut outside = Outside::default();
            for text in texts {
                outside.leave(&Block::Paragraph(Paragraph {
                    text: (*text).to_owned(),
                    ..Paragraph::default()
                }));
            }
            outside.day.map(|(name, day)| format!("{name} {day}"))
        };
        let posted = "来源:原创 发布时间:2023-01-31 13:24 浏览次数:次";
        assert_eq!(day(&[posted]).as_deref(), Some("发布时间 2023-01-31"));
        let both = [posted, "成文日期：2023年1月20日"];
        assert_eq!(day(&both).as_deref(), Some("成文日期 2023-01-20"));
        assert_eq!(day(&["发布时间：", "2023-01-31", "浏览2023-01-31"]), None);
        let cells = ["索引号", "1", "生成日期", "2023/1/31"].map(Cell::new);
        let mut outside = Outside::default();
        outside.leave(&Block::Table(Table {
            rows: vec![cells.to_vec()],
            ..Table::default()
        }));
        assert_eq!(outside.day.map(|(name, _)| name), Some("生成日期"));
    }
}
