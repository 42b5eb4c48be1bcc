//! What the author wrote at the head of last year's file.

use crate::form::{edition::Edition, scaffold};

/// What stands before the author's lines in the new file.
const LAST: &str = "上年的文件开头写着：";

/// The lines that this program did not write, as words of last year's file.
pub fn own(head: &[String], edition: &Edition, year: u16) -> Vec<String> {
    let guide = scaffold::scaffold(edition, year, None);
    let guide: Vec<&str> = guide.lines().map(bare).collect();
    let own = head.iter().map(|line| bare(line));
    let own = own.filter(|line| !is_written(line) && !guide.contains(line));
    own.map(|line| format!("{LAST}{line}")).collect()
}

fn bare(line: &str) -> &str {
    line.trim_start_matches('#').trim()
}

/// Whether this program writes such a line.
fn is_written(line: &str) -> bool {
    line.is_empty()
        || line.starts_with("yaml-language-server:")
        || line.starts_with("填好后检查：nianbao")
        || line.starts_with(LAST)
        || line.contains("年政府信息公开工作年度报告的数据文件（格式：")
        || (line.starts_with("从 ") && line.contains(" 导入。带 ~ 和"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_author_wrote_goes_on_and_nothing_else() {
        let edition = Edition::of_year(2024).unwrap();
        let scaffold = scaffold::scaffold(edition, 2024, None);
        let written = scaffold.lines().take_while(|line| !line.is_empty());
        let mut head: Vec<String> = written.map(|line| line[1..].to_owned()).collect();
        head.push("从 a.html 导入。带 ~ 和「原文」字样的地方要对照原文核对。".to_owned());
        assert_eq!(own(&head, edition, 2024), [""; 0]);
        head.push("请张三核对".to_owned());
        head.extend(own(&["更早的话".to_owned()], edition, 2024));
        assert_eq!(
            own(&head, edition, 2024),
            ["上年的文件开头写着：请张三核对"]
        );
    }
}
