//! Fifty-odd ways in which a data file can be wrong, each with what must be found in it.

use super::generate::Agency;

/// A way to be wrong.
pub struct Fault {
    pub name: &'static str,
    /// The rules that find it, each once.
    pub rules: &'static [&'static str],
    /// Spoils a faultless file.
    pub spoil: fn(&Agency) -> Vec<u8>,
}

fn replaced(agency: &Agency, from: &str, to: &str) -> Vec<u8> {
    assert!(
        agency.text.contains(from),
        "no {from:?} in\n{}",
        agency.text
    );
    agency.text.replacen(from, to, 1).into_bytes()
}

/// The line that begins with some words, and what it becomes.
fn line(agency: &Agency, start: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut done = false;
    let lines =
        agency
            .text
            .lines()
            .map(|line| match !done && line.trim_start().starts_with(start) {
                true => {
                    done = true;
                    change(line)
                }
                false => line.to_owned(),
            });
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    assert!(done, "no line {start:?} in\n{}", agency.text);
    text.into_bytes()
}

/// A row's figures, as they stand in its list.
fn row(line: &str) -> (String, Vec<i64>) {
    let (key, list) = line.split_once(": [").expect("a row");
    let list = list.trim_end_matches(']').split(", ");
    (
        key.to_owned(),
        list.map(|part| part.parse().expect("a count")).collect(),
    )
}

/// A file whose first applicant received one more than the form's sums allow.
fn with_row(agency: &Agency, start: &str, change: fn(&mut Vec<i64>)) -> Vec<u8> {
    line(agency, start, |text| {
        let (key, mut figures) = row(text);
        change(&mut figures);
        let figures: Vec<String> = figures.iter().map(ToString::to_string).collect();
        format!("{key}: [{}]", figures.join(", "))
    })
}

fn without(agency: &Agency, start: &str) -> Vec<u8> {
    let mut dropped = false;
    let kept = agency.text.lines().filter(|line| {
        let drop = !dropped && line.trim_start().starts_with(start);
        dropped |= drop;
        !drop
    });
    kept.collect::<Vec<_>>().join("\n").into_bytes()
}

fn utf16(agency: &Agency) -> Vec<u8> {
    let units = agency.text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xff, 0xfe].into_iter().chain(units).collect()
}

fn first_figure(agency: &Agency, figure: &str) -> Vec<u8> {
    line(agency, "行政许可:", |line| {
        let (key, _) = line.split_once(':').expect("a key");
        format!("{key}: {figure}")
    })
}

fn appended(agency: &Agency, text: &str) -> Vec<u8> {
    format!("{}{text}", agency.text).into_bytes()
}

/// The results' totals with the first of them one too many.
fn column_total(agency: &Agency) -> Vec<u8> {
    let form = nianbao::form::edition::Edition::of_year(agency.year).expect("it has a form");
    let totals = form.slots.iter().zip(&agency.figures);
    let totals = totals.filter(|(slot, _)| {
        slot.path.starts_with("申请.办理结果.总计.") && !slot.path.ends_with(".总计")
    });
    let mut totals: Vec<i128> = totals.map(|(_, figure)| figure / 1_000_000).collect();
    totals[0] += 1;
    line(agency, "结转下年度", |line| {
        format!("    总计: {totals:?}\n{line}")
    })
}

/// What a sentence in the last section is replaced by.
fn sentence(agency: &Agency, text: &str) -> Vec<u8> {
    replaced(agency, "没有其他需要报告的事项", text)
}

pub const ALL: &[Fault] = &[
    Fault {
        name: "empty",
        rules: &["yaml-syntax"],
        spoil: |_| Vec::new(),
    },
    Fault {
        name: "only a comment",
        rules: &["yaml-syntax"],
        spoil: |_| b"# \xe6\x97\xa0\n".to_vec(),
    },
    Fault {
        name: "gbk",
        rules: &["yaml-syntax"],
        spoil: |_| b"\xc4\xea\xb6\xc8: 2025\n\xbb\xfa\xb9\xd8:\n".to_vec(),
    },
    Fault {
        name: "utf-16",
        rules: &["yaml-syntax"],
        spoil: utf16,
    },
    Fault {
        name: "cut off inside a character",
        rules: &["yaml-syntax"],
        spoil: |a| a.text.as_bytes()[..a.text.find('机').unwrap() + 1].to_vec(),
    },
    Fault {
        name: "a page of HTML",
        rules: &["yaml-syntax"],
        spoil: |_| b"<!DOCTYPE html>\n<p>404</p>\n".to_vec(),
    },
    Fault {
        name: "a picture",
        rules: &["yaml-syntax"],
        spoil: |_| b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
    },
    Fault {
        name: "a tab",
        rules: &["yaml-syntax"],
        spoil: |a| replaced(a, "  名称", "\t名称"),
    },
    Fault {
        name: "full-width colon",
        rules: &["yaml-syntax"],
        spoil: |a| replaced(a, "年度: ", "年度："),
    },
    Fault {
        name: "no space",
        rules: &["yaml-syntax"],
        spoil: |a| replaced(a, "日期: ", "日期:"),
    },
    Fault {
        name: "bracket",
        rules: &["yaml-syntax"],
        spoil: |a| line(a, "新收:", |l| l.replace(']', "")),
    },
    Fault {
        name: "quote",
        rules: &["yaml-syntax"],
        spoil: |a| replaced(a, "名称: ", "名称: \""),
    },
    Fault {
        name: "two documents",
        rules: &["yaml-syntax"],
        spoil: |a| appended(a, "---\n年度: 2020\n"),
    },
    Fault {
        name: "anchor",
        rules: &["yaml-syntax"],
        spoil: |a| line(a, "新收:", |l| l.replace('[', "&a [")),
    },
    Fault {
        name: "tag",
        rules: &["yaml-syntax"],
        spoil: |a| line(a, "新收:", |l| l.replace('[', "!!x [")),
    },
    Fault {
        name: "control character",
        rules: &["yaml-syntax"],
        spoil: |a| replaced(a, "名称: ", "名称: \u{1}"),
    },
    Fault {
        name: "indentation",
        rules: &["yaml-syntax"],
        spoil: |a| replaced(a, "  类别", "    类别"),
    },
    Fault {
        name: "too deep",
        rules: &["yaml-syntax"],
        spoil: |a| appended(a, &format!("豁免: {}{}\n", "[".repeat(60), "]".repeat(60))),
    },
    Fault {
        name: "no year",
        rules: &["missing-key"],
        spoil: |a| without(a, "年度"),
    },
    Fault {
        name: "no name",
        rules: &["missing-key"],
        spoil: |a| without(a, "名称"),
    },
    Fault {
        name: "no first row",
        rules: &["missing-key"],
        spoil: |a| without(a, "行政许可"),
    },
    Fault {
        name: "no inner row",
        rules: &["missing-key"],
        spoil: |a| without(a, "部分公开"),
    },
    Fault {
        name: "no table",
        rules: &["missing-key"],
        spoil: |a| {
            let (start, end) = (
                a.text.find("复议诉讼").unwrap(),
                a.text.find("问题及改进").unwrap(),
            );
            [&a.text[..start], &a.text[end..]].concat().into_bytes()
        },
    },
    Fault {
        name: "nothing behind a key",
        rules: &["missing-key"],
        spoil: |a| first_figure(a, ""),
    },
    Fault {
        name: "a section of another form",
        rules: &["unknown-key"],
        spoil: |a| appended(a, "附表: 0\n"),
    },
    Fault {
        name: "a mistyped row",
        rules: &["unknown-key"],
        spoil: |a| replaced(a, "  行政处罚", "  行政处理"),
    },
    Fault {
        name: "year twice",
        rules: &["duplicate-key"],
        spoil: |a| appended(a, "年度: 2025\n"),
    },
    Fault {
        name: "row twice",
        rules: &["duplicate-key"],
        spoil: |a| line(a, "行政许可:", |l| format!("{l}\n{l}")),
    },
    Fault {
        name: "category",
        rules: &["wrong-value"],
        spoil: |a| line(a, "类别", |_| "  类别: 委办局".to_owned()),
    },
    Fault {
        name: "date in words",
        rules: &["wrong-value"],
        spoil: |a| line(a, "日期", |_| "日期: 2026年1月20日".to_owned()),
    },
    Fault {
        name: "year in words",
        rules: &["wrong-value"],
        spoil: |a| line(a, "年度", |_| "年度: 二〇二五".to_owned()),
    },
    Fault {
        name: "waiver",
        rules: &["wrong-value"],
        spoil: |a| appended(a, "豁免: 全部\n"),
    },
    Fault {
        name: "edition",
        rules: &["edition-year"],
        spoil: |a| line(a, "年度", |l| format!("{l}\n版式: 2022")),
    },
    Fault {
        name: "negative",
        rules: &["not-a-count"],
        spoil: |a| first_figure(a, "-3"),
    },
    Fault {
        name: "fraction",
        rules: &["not-a-count"],
        spoil: |a| first_figure(a, "3.5"),
    },
    Fault {
        name: "thousands",
        rules: &["not-a-count"],
        spoil: |a| first_figure(a, "\"1,234\""),
    },
    Fault {
        name: "full-width digits",
        rules: &["not-a-count"],
        spoil: |a| first_figure(a, "１２"),
    },
    Fault {
        name: "chinese digits",
        rules: &["not-a-count"],
        spoil: |a| first_figure(a, "十二"),
    },
    Fault {
        name: "exponent",
        rules: &["not-a-count"],
        spoil: |a| first_figure(a, "1e3"),
    },
    Fault {
        name: "hexadecimal",
        rules: &["not-a-count"],
        spoil: |a| first_figure(a, "0x1F"),
    },
    Fault {
        name: "slash",
        rules: &["not-a-count"],
        spoil: |a| first_figure(a, "/"),
    },
    Fault {
        name: "a word",
        rules: &["not-a-count"],
        spoil: |a| first_figure(a, "若干"),
    },
    Fault {
        name: "too large",
        rules: &["not-a-count"],
        spoil: |a| first_figure(a, "1234567890123456789012"),
    },
    Fault {
        name: "unit",
        rules: &["not-an-amount"],
        spoil: |a| {
            line(a, "行政事业性收费", |_| {
                "  行政事业性收费: 3万元".to_owned()
            })
        },
    },
    Fault {
        name: "too exact",
        rules: &["not-an-amount"],
        spoil: |a| {
            line(a, "行政事业性收费", |_| {
                "  行政事业性收费: 0.1234567".to_owned()
            })
        },
    },
    Fault {
        name: "five figures",
        rules: &["row-length"],
        spoil: |a| {
            with_row(a, "予以公开", |r| {
                r.pop();
            })
        },
    },
    Fault {
        name: "row total",
        rules: &["row-total"],
        spoil: |a| with_row(a, "予以公开", |r| r.push(r.iter().sum::<i64>() + 1)),
    },
    Fault {
        name: "column total",
        rules: &["column-total"],
        spoil: column_total,
    },
    Fault {
        name: "balance",
        rules: &["balance"],
        spoil: |a| with_row(a, "新收", |r| r[0] += 1),
    },
    Fault {
        name: "empty section",
        rules: &["empty-section"],
        spoil: |a| {
            replaced(
                a,
                "其他事项: 本年度没有收取信息处理费，没有其他需要报告的事项。",
                "其他事项: |\n",
            )
        },
    },
    Fault {
        name: "placeholder",
        rules: &["unfilled"],
        spoil: |a| sentence(a, "其他事项XX项"),
    },
    Fault {
        name: "reference",
        rules: &["unfilled"],
        spoil: |a| sentence(a, "新收{{申请.新收.总数}}件"),
    },
    Fault {
        name: "picture gone",
        rules: &["missing-file"],
        spoil: |a| sentence(a, "见图![流程](没有.png)"),
    },
    Fault {
        name: "last year gone",
        rules: &["previous-file"],
        spoil: |a| appended(a, "上年: 没有.yaml\n"),
    },
    Fault {
        name: "blank",
        rules: &["blank-cell"],
        spoil: |a| first_figure(a, "~"),
    },
    Fault {
        name: "late",
        rules: &["deadline"],
        spoil: |a| line(a, "日期", |_| "日期: 2026-04-02".to_owned()),
    },
    Fault {
        name: "early",
        rules: &["stale-year"],
        spoil: |a| line(a, "日期", |_| "日期: 2025-01-20".to_owned()),
    },
    Fault {
        name: "document",
        rules: &["stale-document"],
        spoil: |a| sentence(a, "按照国办公开办函〔2019〕60号编制"),
    },
    Fault {
        name: "stray word",
        rules: &["stray-word"],
        spoil: |a| sentence(a, "工作 Work 规范有序"),
    },
];
