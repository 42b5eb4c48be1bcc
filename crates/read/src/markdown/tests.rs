use super::*;

fn told(text: &str) -> Vec<String> {
    let blocks = read(text).blocks;
    let told = blocks.iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![match &paragraph.role {
            Role::Body => format!("{}={}", paragraph.text, paragraph.markdown),
            role => format!("{role:?} {}", paragraph.markdown),
        }],
        Block::Table(table) => table
            .rows
            .iter()
            .map(|row| {
                let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                format!("|{}|", cells.join("|"))
            })
            .collect(),
    });
    told.collect()
}

#[test]
fn marks_stay_and_words_are_known() {
    assert_eq!(
        told("# 题\n\n甲**乙**[丙](https://a.cn)\n\n> 引\n> 文\n"),
        [
            "Heading(1) 题",
            "甲乙丙=甲**乙**[丙](https://a.cn)",
            "引\n文=> 引\n> 文"
        ]
    );
}

#[test]
fn lists_stay_as_they_are() {
    assert_eq!(
        told("- 甲**乙**\n- 丙\n\n  丁\n\n3. 戊\n   - 己\n"),
        [
            "甲乙\n丙\n丁=- 甲**乙**\n- 丙\n\n  丁",
            "戊\n己=3. 戊\n   - 己"
        ]
    );
}

#[test]
fn both_kinds_of_tables_are_read() {
    assert_eq!(
        told(
            "<table>\n<tr><td>甲</td><td>0</td></tr>\n</table>\n\n| a | b |\n|---|---|\n| 乙 | 1 |\n"
        ),
        ["|甲|0|", "|a|b|", "|乙|1|"]
    );
}

#[test]
fn rows_keep_their_own_cells() {
    assert_eq!(
        told("| a | b | c |\n|---|---|---|\n| 甲 | 1 |\n| 乙 | 1 | 2 | 3 |\n丙 | 1 | **2**\n"),
        ["|a|b|c|", "|甲|1|", "|乙|1|2|3|", "|丙|1|2|"]
    );
}

#[test]
fn tables_that_markdown_does_not_know_are_read() {
    assert_eq!(
        told(
            "甲 | | \n---|---|---\n乙 | 1 | 2\n\n+---+---+\n| 丙 | 1 |\n+===+===+\n| 丁 |   |\n+---+---+\n"
        ),
        ["|甲|||", "|乙|1|2|", "|丙|1|", "|丁||"]
    );
}

#[test]
fn paragraphs_that_are_strong_throughout_lose_their_marks() {
    assert_eq!(
        told("**（一）甲**\n\n（三）甲**乙**\n"),
        ["（一）甲=（一）甲", "（三）甲乙=（三）甲**乙**"]
    );
}

#[test]
fn references_of_others_are_words() {
    assert_eq!(told("共{{x}}件\n"), ["共{{x}}件=共\\{{x}}件"]);
}
