//! Every edition says what the official page says, character for character.

use crate::common::{Checked, read, root};
use nianbao::{
    document::{Block, Cell, CellKind, Grid, compose, plain_text},
    form::edition::{Axis, Edition, Head, SlotId},
};

/// A heading and those below it.
#[derive(Clone, Debug, PartialEq)]
struct Tree(String, Vec<Tree>);

fn tree(heads: &[Head]) -> Vec<Tree> {
    let branch = |head: &Head| Tree(head.heading.clone(), tree(&head.children));
    heads.iter().map(branch).collect()
}

/// `a · b { c · d }` as the official pages write trees of columns.
fn columns(text: &str) -> Vec<Tree> {
    fn level(rest: &mut &str) -> Vec<Tree> {
        let mut found = Vec::new();
        loop {
            let end = rest.find(['·', '{', '}']).unwrap_or(rest.len());
            let name = rest[..end].trim().to_owned();
            *rest = &rest[end..];
            if rest.starts_with('{') {
                *rest = &rest[1..];
                let below = level(rest);
                found.push(Tree(name, below));
                *rest = rest.trim_start();
            } else if !name.is_empty() {
                found.push(Tree(name, Vec::new()));
            }
            match rest.chars().next() {
                Some('·') => *rest = &rest['·'.len_utf8()..],
                Some('}') => {
                    *rest = &rest[1..];
                    return found;
                }
                _ => return found,
            }
        }
    }
    level(&mut &*text)
}

/// A block of section 2 as printed: caption, corner, columns, rows.
#[derive(Debug, PartialEq)]
struct Disclosure {
    caption: String,
    corner: String,
    columns: Vec<String>,
    rows: Vec<String>,
}

/// An official page, taken apart.
struct Page {
    text: String,
    /// The page of the form that this one refers to with "As in the 2021 form".
    other: Option<Box<Page>>,
}

impl Page {
    fn of(edition: &str) -> Self {
        let text = read(&root(&format!("tests/official/form-{edition}.md")));
        let other = text.contains("As in the 2021 form");
        Page {
            text,
            other: other.then(|| Box::new(Page::of("2021"))),
        }
    }

    fn first_line(&self) -> &str {
        self.text.lines().next().unwrap()
    }

    fn title(&self) -> &str {
        match &self.other {
            Some(other) => other.title(),
            None => after(&self.text, "Title: `").trim_end_matches('`'),
        }
    }

    fn headings(&self) -> Vec<&str> {
        if let Some(other) = &self.other {
            return other.headings();
        }
        let numbered = self.text.lines().filter_map(|line| {
            let (number, heading) = line.split_once(". ")?;
            number.parse::<u8>().ok().map(|_| heading)
        });
        numbered.collect()
    }

    fn disclosures(&self) -> Vec<Disclosure> {
        let rows = self.text.lines().filter(|line| line.starts_with("| 第"));
        rows.map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let split = |text: &str| -> Vec<String> {
                text.split(" · ")
                    .map(|part| remark(part).to_owned())
                    .collect()
            };
            let mut header = split(cells[1]);
            Disclosure {
                caption: cells[0].to_owned(),
                corner: header.remove(0),
                columns: header,
                rows: split(cells[2]),
            }
        })
        .collect()
    }

    fn corner(&self) -> &str {
        match &self.other {
            Some(other) => other.corner(),
            None => after(&self.text, "Corner (3 header rows × 3 columns): "),
        }
    }

    fn applicants(&self) -> Vec<Tree> {
        match &self.other {
            Some(other) => other.applicants(),
            None => columns(after(&self.text, "Columns: ")),
        }
    }

    fn applications(&self) -> Vec<Tree> {
        if let Some(other) = &self.other {
            let mut rows = other.applications();
            let single = after(&self.text, "except that ");
            let (single, _) = single.split_once(" is a single row").unwrap();
            for row in rows.iter_mut().flat_map(|row| &mut row.1) {
                if row.0 == single {
                    row.1.clear();
                }
            }
            return rows;
        }
        let mut rows: Vec<Tree> = Vec::new();
        for line in self.text.lines() {
            let Some((indent, words)) = line.split_once("- ") else {
                continue;
            };
            let (heading, below) = match words.split_once(": ") {
                Some((heading, below)) => (heading, columns(below)),
                None => (remark(words), Vec::new()),
            };
            let row = Tree(heading.to_owned(), below);
            match indent {
                "" => rows.push(row),
                _ => rows.last_mut().unwrap().1.push(row),
            }
        }
        rows
    }

    /// How many rows 三、本年度办理结果 spans.
    fn span(&self) -> usize {
        let words = match &self.other {
            Some(_) => after(&self.text, "三、本年度办理结果 spans "),
            None => after(&self.text, "三、本年度办理结果 ("),
        };
        words.split(' ').next().unwrap().parse().unwrap()
    }

    fn cases(&self) -> Vec<Tree> {
        match &self.other {
            Some(other) => other.cases(),
            None => {
                let section = self.text.split("## Section 4").nth(1).unwrap();
                columns(section.lines().nth(1).unwrap())
            }
        }
    }
}

/// The rest of the line after some words.
fn after<'a>(text: &'a str, words: &str) -> &'a str {
    let (_, rest) = text.split_once(words).expect(words);
    rest.lines().next().unwrap()
}

/// Words without the remark, in half-width brackets, that the page adds to them.
fn remark(words: &str) -> &str {
    words.split_once(" (").map_or(words, |(words, _)| words)
}

#[test]
fn wording_is_official() {
    for edition in Edition::all() {
        let page = Page::of(&edition.name);
        let title = edition.title_of("<机关名称>", 1234);
        assert_eq!(title.replace("1234", "<年度>"), page.title());
        // One page closes its bracket with a half-width mark.
        assert!(page.first_line().contains(&edition.document));
        let headings: Vec<&str> = edition.sections.iter().map(|s| &*s.heading).collect();
        assert_eq!(headings, page.headings());

        let table = |section: usize| edition.sections[section].table.as_ref().unwrap();
        let leaf = |heads: &[Head]| -> Vec<String> {
            assert!(heads.iter().all(|head| head.children.is_empty()));
            heads.iter().map(|head| head.heading.clone()).collect()
        };
        let blocks = table(1).blocks.iter().map(|block| Disclosure {
            caption: block.caption.clone().unwrap(),
            corner: block.corner.clone().unwrap(),
            columns: leaf(&block.columns),
            rows: leaf(&block.rows),
        });
        assert_eq!(blocks.collect::<Vec<_>>(), page.disclosures());

        let [applications] = &table(2).blocks[..] else {
            panic!("section 3 is one block");
        };
        assert_eq!(applications.caption, None);
        assert_eq!(applications.corner.as_deref(), Some(page.corner()));
        assert_eq!(tree(&applications.columns), page.applicants());
        assert_eq!(tree(&applications.rows), page.applications());

        let [cases] = &table(3).blocks[..] else {
            panic!("section 4 is one block");
        };
        assert_eq!((&cases.caption, &cases.corner), (&None, &None));
        assert_eq!(tree(&cases.columns), page.cases());
        assert!(cases.rows.is_empty());
        assert_eq!(cases.slots[0].len(), leaves(&page.cases()).len());

        for text in [0, 4, 5] {
            assert!(edition.sections[text].table.is_none());
        }
    }
}

#[test]
fn the_page_is_really_taken_apart() {
    let page = Page::of("2021");
    assert_eq!(page.headings().len(), 6);
    assert_eq!(page.disclosures().len(), 4);
    assert_eq!(page.applications().len(), 4);
    assert_eq!(page.applications()[2].1.len(), 7);
    assert_eq!(page.cases().len(), 2);
    assert_eq!(leaves(&page.applicants()).len(), 7);
    assert_eq!(leaves(&page.cases()).len(), 15);
    assert_eq!(Page::of("2019").disclosures().len(), 5);
}

#[test]
fn editions_are_for_the_years_of_the_official_documents() {
    let years = |name: &str| {
        let edition = Edition::named(name).unwrap();
        (edition.from, edition.to)
    };
    assert_eq!(years("2019"), (2019, Some(2020)));
    assert_eq!(years("2021"), (2021, None));
    assert!(Edition::of_year(2018).is_none());
    let topics: Vec<&str> = Edition::latest().sections[0]
        .topics
        .iter()
        .map(|topic| topic.name.as_str())
        .collect();
    let page = Page::of("2021");
    let asked = after(&page.text, "The notice asks that 总体情况 covers ");
    assert_eq!(
        topics,
        asked
            .split_once(' ')
            .unwrap()
            .0
            .split('、')
            .collect::<Vec<_>>()
    );
    let fees = after(&page.text, "and that section 6 reports ");
    assert!(fees.starts_with(&Edition::latest().sections[5].topics[0].name));
}

#[test]
fn paths_are_unique() {
    for edition in Edition::all() {
        for (index, slot) in edition.slots.iter().enumerate() {
            assert_eq!(
                edition.find(&slot.path),
                Some(SlotId(index)),
                "{}",
                slot.path
            );
        }
        let keys: Vec<&str> = edition.sections.iter().map(|s| &*s.key).collect();
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key), "{key}");
        }
    }
}

/// The headings of a tree that have none below them.
fn leaves(trees: &[Tree]) -> Vec<String> {
    let below = trees.iter().map(|Tree(heading, below)| match below[..] {
        [] => vec![heading.clone()],
        _ => leaves(below),
    });
    below.flatten().collect()
}

fn paths(edition: &Edition, slots: &[SlotId]) -> Vec<String> {
    let slots = slots.iter().map(|&slot| edition.slot(slot).path.clone());
    slots.collect()
}

#[test]
fn balances_are_the_printed_ones() {
    for edition in Edition::all() {
        let columns = leaves(&Page::of(&edition.name).applicants());
        assert_eq!(edition.balances.len(), columns.len());
        for (balance, column) in edition.balances.iter().zip(columns) {
            assert_eq!(balance.column, column);
            let path = |row: &str| format!("申请.{row}.{column}");
            assert_eq!(
                paths(edition, &balance.left),
                [path("新收"), path("上年结转")]
            );
            assert_eq!(
                paths(edition, &balance.right),
                [path("办理结果.总计"), path("结转下年度")]
            );
        }
    }
}

#[test]
fn totals_are_the_printed_ones() {
    for edition in Edition::all() {
        let results: Vec<&str> = edition
            .slots
            .iter()
            .filter_map(|slot| {
                let path = slot.path.strip_prefix("申请.办理结果.")?;
                path.strip_suffix(".自然人")
            })
            .collect();
        let page = Page::of(&edition.name);
        assert_eq!(results.len(), page.span());
        let columns = leaves(&page.applicants());
        let (total, parts) = results.split_last().unwrap();
        assert_eq!(*total, "总计");

        let mut expected: Vec<(Axis, String, Vec<String>)> = Vec::new();
        let rows = ["新收", "上年结转"].map(str::to_owned).into_iter();
        let rows = rows.chain(results.iter().map(|row| format!("办理结果.{row}")));
        for row in rows.chain(["结转下年度".to_owned()]) {
            let of = |column: &String| format!("申请.{row}.{column}");
            let (total, parts) = columns.split_last().unwrap();
            expected.push((Axis::Row, of(total), parts.iter().map(of).collect()));
        }
        for column in &columns {
            let of = |row: &&str| format!("申请.办理结果.{row}.{column}");
            let parts = parts.iter().map(of).collect();
            expected.push((Axis::Column, of(&"总计"), parts));
        }
        for group in ["行政复议", "未经复议直接起诉", "复议后起诉"] {
            let of = |column: &str| format!("复议诉讼.{group}.{column}");
            let parts = ["结果维持", "结果纠正", "其他结果", "尚未审结"].map(of);
            expected.push((Axis::Row, of("总计"), parts.to_vec()));
        }
        let sums = edition.sums.iter().map(|sum| {
            let total = edition.slot(sum.total).path.clone();
            (sum.axis, total, paths(edition, &sum.parts))
        });
        assert_eq!(sums.collect::<Vec<_>>(), expected);
        for sum in &edition.sums {
            assert!(edition.slot(sum.total).total);
            assert!(edition.field(&sum.path).is_some(), "{}", sum.path);
        }
    }
}

#[test]
fn ties_resolve_in_every_edition() {
    for edition in Edition::all() {
        let columns = leaves(&Page::of(&edition.name).applicants());
        assert_eq!(edition.ties.len(), columns.len());
        for (tie, column) in edition.ties.iter().zip(columns) {
            assert_eq!(
                edition.slot(tie.slot).path,
                format!("申请.上年结转.{column}")
            );
            assert_eq!(tie.previous, format!("申请.结转下年度.{column}"));
            // Last year's report can be of any edition.
            for other in Edition::all() {
                assert!(other.find(&tie.previous).is_some(), "{}", tie.previous);
            }
        }
    }
}

#[test]
fn stocks_grow_by_what_was_issued() {
    let stocks = |name: &str| -> Vec<[String; 3]> {
        let edition = Edition::named(name).unwrap();
        let path = |slot: SlotId| edition.slot(slot).path.clone();
        let stocks = edition.stocks.iter();
        stocks
            .map(|stock| [path(stock.slot), path(stock.plus), path(stock.minus)])
            .collect()
    };
    let of = |row: &str| ["现行有效", "制发", "废止"].map(|c| format!("主动公开.{row}.{c}"));
    assert_eq!(stocks("2021"), [of("规章"), of("行政规范性文件")]);
    assert!(stocks("2019").is_empty());
}

/// The mandated tables of an edition, every figure 0.
fn grids(edition: &Edition) -> Vec<Grid> {
    let tables = edition.sections.iter().filter(|s| s.table.is_some());
    let tables: String = tables.map(|s| format!("{}: 0\n", s.key)).collect();
    let checked = Checked::of(&format!("年度: {}\n{tables}", edition.from));
    let document = compose(checked.report());
    let blocks = document.blocks.into_iter();
    let grids = blocks.filter_map(|block| match block {
        Block::Table(grid) => Some(grid),
        _ => None,
    });
    grids.collect()
}

fn find<'a>(grid: &'a Grid, words: &str) -> Vec<(usize, &'a Cell)> {
    let rows = grid.rows.iter().enumerate();
    let cells = rows.flat_map(|(top, row)| row.cells.iter().map(move |cell| (top, cell)));
    cells
        .filter(|(_, cell)| plain_text(&cell.content) == words)
        .collect()
}

/// Row, column, rowspan and colspan of the only cell with some words.
fn place(grid: &Grid, words: &str) -> [usize; 4] {
    let found = find(grid, words);
    assert_eq!(found.len(), 1, "{words}");
    let (top, cell) = found[0];
    [top, cell.column, cell.rowspan, cell.colspan]
}

#[test]
fn tables_tile() {
    for edition in Edition::all() {
        let grids = grids(edition);
        assert_eq!(grids.len(), 3);
        for grid in &grids {
            assert!(tiles(grid), "{} {}", edition.name, grid.summary);
        }
        let figures = grids.iter().flat_map(|grid| &grid.rows);
        let figures = figures.flat_map(|row| &row.cells);
        let figures = figures.filter(|cell| cell.kind == CellKind::Figure);
        let paths: Vec<&str> = figures.map(|cell| &*cell.path).collect();
        let slots: Vec<&str> = edition.slots.iter().map(|slot| &*slot.path).collect();
        assert_eq!(paths, slots);
    }
}

#[test]
fn the_second_section_has_four_columns() {
    for edition in Edition::all() {
        let grid = &grids(edition)[0];
        let blocks = Page::of(&edition.name).disclosures();
        let widest = blocks.iter().map(|block| 1 + block.columns.len()).max();
        assert_eq!(Some(grid.columns), widest);
        for block in blocks {
            let [top, column, rowspan, colspan] = place(grid, &block.caption);
            assert_eq!(
                [column, rowspan, colspan],
                [0, 1, grid.columns],
                "{}",
                block.caption
            );
            let spans = |row: usize| -> Vec<(usize, usize)> {
                let cells = grid.rows[row].cells.iter();
                cells.map(|cell| (cell.column, cell.colspan)).collect()
            };
            let expected = match block.columns.len() {
                1 => vec![(0, 1), (1, 3)],
                2 => vec![(0, 1), (1, 1), (2, 2)],
                _ => vec![(0, 1), (1, 1), (2, 1), (3, 1)],
            };
            for row in top + 1..=top + 1 + block.rows.len() {
                assert_eq!(spans(row), expected, "{} {row}", block.caption);
            }
        }
    }
}

#[test]
fn the_third_section_has_the_official_spans() {
    for edition in Edition::all() {
        let page = Page::of(&edition.name);
        let grid = &grids(edition)[1];
        let figures = leaves(&page.applicants()).len();
        assert_eq!((grid.columns, grid.header_rows), (3 + figures, 3));
        let results = page.span();
        assert_eq!(results, if edition.name == "2021" { 22 } else { 20 });
        assert_eq!(grid.rows.len(), 3 + 2 + results + 1);
        assert_eq!(place(grid, page.corner()), [0, 0, 3, 3]);
        assert_eq!(place(grid, "申请人情况"), [0, 3, 1, figures]);
        assert_eq!(place(grid, "自然人"), [1, 3, 2, 1]);
        assert_eq!(place(grid, "法人或其他组织"), [1, 4, 1, 5]);
        assert_eq!(place(grid, "其他"), [2, 8, 1, 1]);
        assert_eq!(place(grid, "总计"), [1, 9, 2, 1]);
        assert_eq!(
            place(grid, "一、本年新收政府信息公开申请数量"),
            [3, 0, 1, 3]
        );
        assert_eq!(place(grid, "三、本年度办理结果"), [5, 0, results, 1]);
        assert_eq!(place(grid, "（一）予以公开"), [5, 1, 1, 2]);
        assert_eq!(place(grid, "（三）不予公开"), [7, 1, 8, 1]);
        assert_eq!(place(grid, "1.属于国家秘密"), [7, 2, 1, 1]);
        assert_eq!(place(grid, "（五）不予处理"), [18, 1, 5, 1]);
        let (rows, columns) = if edition.name == "2021" {
            (3, 1)
        } else {
            (1, 2)
        };
        assert_eq!(place(grid, "（六）其他处理"), [23, 1, rows, columns]);
        assert_eq!(place(grid, "（七）总计"), [23 + rows, 1, 1, 2]);
        assert_eq!(
            place(grid, "四、结转下年度继续办理"),
            [5 + results, 0, 1, 3]
        );
    }
}

#[test]
fn the_fourth_section_is_one_row_of_fifteen_figures() {
    for edition in Edition::all() {
        let grid = &grids(edition)[2];
        let figures = leaves(&Page::of(&edition.name).cases()).len();
        assert_eq!(
            (grid.columns, grid.header_rows, grid.rows.len()),
            (figures, 3, 4)
        );
        assert_eq!(place(grid, "行政复议"), [0, 0, 1, 5]);
        assert_eq!(place(grid, "行政诉讼"), [0, 5, 1, 10]);
        assert_eq!(place(grid, "未经复议直接起诉"), [1, 5, 1, 5]);
        assert_eq!(place(grid, "复议后起诉"), [1, 10, 1, 5]);
        let totals = find(grid, "总计").into_iter();
        let totals: Vec<_> = totals
            .map(|(top, cell)| (top, cell.column, cell.rowspan))
            .collect();
        assert_eq!(totals, [(1, 4, 2), (2, 9, 1), (2, 14, 1)]);
    }
}

/// Whether the cells of a grid cover every place exactly once.
fn tiles(grid: &Grid) -> bool {
    let mut covered = vec![0; grid.columns * grid.rows.len()];
    for (top, row) in grid.rows.iter().enumerate() {
        for cell in &row.cells {
            let lines = top..top + cell.rowspan;
            let columns = || cell.column..cell.column + cell.colspan;
            for (line, column) in lines.flat_map(|line| columns().map(move |at| (line, at))) {
                match covered.get_mut(line * grid.columns + column) {
                    Some(count) if column < grid.columns => *count += 1,
                    _ => return false,
                }
            }
        }
    }
    covered.into_iter().all(|count| count == 1)
}
