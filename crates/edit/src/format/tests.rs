use proptest::{prelude::*, sample::Index, sample::select};

use super::*;

struct Nothing;

impl Library for Nothing {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        match target {
            "文字.md" => Ok((target.to_owned(), "全年收到申请。\n".to_owned())),
            _ => Err((format!("没有 {target}"), String::new())),
        }
    }
}

fn run(text: &str) -> Result<Formatted, Refusal> {
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", text);
    format(&mut sources, file, &Nothing)
}

fn formatted(text: &str) -> String {
    match run(text) {
        Ok(formatted) => formatted.text,
        Err(refusal) => panic!("{refusal:?}\n{text}"),
    }
}

fn examples() -> Vec<String> {
    let folder = format!("{}/../../examples", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let yaml = paths.filter(|path| path.extension().is_some_and(|e| e == "yaml"));
    let texts: Vec<String> = yaml
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    assert!(texts.len() > 4);
    texts
}

#[test]
fn examples_are_in_the_canonical_layout() {
    for text in examples() {
        assert_eq!(formatted(&text), text);
    }
}

const UNTIDY: &str = "
# 文件头

年度:   \"2024\"   # 年
机关:
    名称:  '某县档案馆'


    类别: 部门
日期: 2025-01-10
总体情况: |
      首行。\u{20}\u{20}
        缩进的一行

      ### 小标题


主动公开:  # 第二部分
     规章: {制发: 1,废止:   0 ,现行有效: 12,}
     行政规范性文件: {制发: 100, 废止: 0, 现行有效: 3}   #  说明
     # 上面两行已核对
     行政许可: { 值: 3, 注: '含''乙''' }
     其余: 0
     # 完
申请:
   新收: [1,0,0,0,0,12]
   上年结转: [ 100, 0, 0, 0, 0, 0 ]
# 退到行首的说明
   办理结果: 0

   结转下年度:
   - 1
   - 0
   - 0
   - 0
   - 0
   - 0
复议诉讼: 0
问题及改进:
    引言: >-
       折行的
       文字

    （一）甲: {文件: 文字.md}
其他事项: \"一\\n二\"
豁免:
- 规则: blank-cell   # 规则
  理由: 没有
-   {规则: unfilled, 理由: '甲 # 乙'}
# 尾


";

#[test]
fn an_untidy_file_is_put_right() {
    insta::assert_snapshot!(formatted(UNTIDY));
}

#[test]
fn what_is_exotic_stays_as_it_is() {
    let text = "年度: 2024\n申请:\n   新收: {自然人: 1,   # 一\n      其余: 0}\n   其余:   0\n主动公开:\n  规章:   {制发: 1,\n    其余: 0}\n  其余:   0\n复议诉讼:\n  ? 行政复议\n  : 0\n标题:\n  某县\n";
    let done = run(text).unwrap();
    let left: Vec<_> = done
        .left
        .iter()
        .map(|(key, line)| (&**key, *line))
        .collect();
    assert_eq!(left, [("申请", 2), ("复议诉讼", 10), ("标题", 13)]);
    assert!(
        done.text.contains("   其余:   0\n\n主动公开"),
        "{}",
        done.text
    );
    assert!(
        done.text
            .contains("规章: {制发: 1,\n    其余: 0}\n  其余: 0\n"),
        "{}",
        done.text
    );
    assert!(matches!(run("{年度: 2024}"), Err(Refusal::Unsuitable(_))));
    assert!(matches!(run("年度: 2024\n---\n"), Err(Refusal::Faulty(_))));
    assert!(matches!(
        run("年度: 2024\r标题: a\n"),
        Err(Refusal::Unsuitable(_))
    ));
}

#[test]
fn a_text_of_nothing_but_spaces_does_not_grow() {
    for text in ["|\n  ", "|\n    \n  \n", "|+\n   \n", ">-\n "] {
        let data = format!("年度: 2024\n机关: {{名称: 甲}}\n问题及改进: {text}");
        let once = formatted(&data);
        assert!(!once.contains("  \n"), "{once:?}");
        assert_eq!(formatted(&once), once);
    }
}

#[test]
fn windows_line_ends_stay() {
    let text = UNTIDY.replace('\n', "\r\n");
    assert_eq!(formatted(&text), formatted(UNTIDY).replace('\n', "\r\n"));
    assert!(!formatted(&UNTIDY.replacen('\n', "\r\n", 1)).contains('\r'));
}

/// A file whose layout is anything that YAML allows, its comments and blank lines too.
fn untidy() -> impl Strategy<Value = String> {
    let edit = (any::<Index>(), 0..9_usize);
    let texts = [examples(), vec![UNTIDY.to_owned()]].concat();
    let texts: Vec<String> = texts
        .into_iter()
        .filter(|text| text.len() < 6_000)
        .collect();
    let indent = 1..5_usize;
    (
        select(texts),
        indent,
        proptest::collection::vec(edit, 0..30),
    )
        .prop_map(|(text, indent, edits)| {
            let mut lines: Vec<String> = text
                .lines()
                .map(|line| {
                    let content = line.trim_start_matches(' ');
                    let level = (line.len() - content.len()) / 2;
                    match text == UNTIDY {
                        true => line.to_owned(),
                        false => format!("{}{content}", " ".repeat(level * indent)),
                    }
                })
                .collect();
            for (at, what) in edits {
                let at = at.index(lines.len());
                let line = &mut lines[at];
                let spaces = line.len() - line.trim_start_matches(' ').len();
                match what {
                    0 => line.push_str("   "),
                    1 => line.push_str("  # 旁"),
                    2 => lines.insert(at, String::new()),
                    3 => lines.insert(at, format!("{}# 上", " ".repeat(spaces))),
                    4 => lines.insert(at, "# 边".to_owned()),
                    5 => *line = line.replace(", ", " ,  "),
                    6 => *line = line.replacen(": ", ":    ", 1),
                    7 => *line = line.replacen(": |", ": |+", 1),
                    _ => lines.insert(at, format!("{}   # 深", " ".repeat(spaces))),
                }
            }
            lines.join("\n") + "\n"
        })
}

/// Scraps of which hardly anything is a data file.
fn scraps() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "年度: 2024\n",
        "机关:",
        "申请:",
        "  新收:",
        " {自然人: 1, 其余: 0}",
        " [1, 0]",
        "\n",
        "\n  ",
        "\n    ",
        "- ",
        "# 注\n",
        " # 注",
        "|",
        ">",
        "|+\n",
        "|2-\n",
        "\"",
        "'",
        "文字",
        "0",
        "~",
        ": ",
        "标题:",
        "{",
        "}",
        "[",
        "]",
        ",",
        "? ",
        "---\n",
        "...\n",
        "!!str ",
        "&a ",
        "豁免:",
        "\t",
        "\r\n",
        "总体情况:",
        "引言:",
        "复议诉讼:",
        "  行政复议:",
        "\u{85}",
        "\u{feff}",
        "\u{2028}",
        " ",
        "  ",
    ]);
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// In `.ci/run` twenty thousand cases, the same each time.
fn config() -> ProptestConfig {
    let asked = std::env::var("NIANBAO_CASES");
    ProptestConfig {
        cases: asked.map_or(100, |asked| asked.parse().expect("a number")),
        max_global_rejects: u32::MAX,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn meaning_and_comments_stay_and_twice_is_once(text in untidy()) {
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", text.clone());
        let (before, findings) = report::read(&mut sources, file, &Nothing);
        prop_assume!(before.is_some());
        let once = formatted(&text);
        prop_assert_eq!(&formatted(&once), &once);
        // Said independently of the comparison that formatting itself makes.
        let again = sources.add("b.yaml", once.clone());
        let (after, after_findings) = report::read(&mut sources, again, &Nothing);
        let (before, after) = (before.unwrap(), after.unwrap());
        for (a, b) in before.cells.iter().zip(&after.cells) {
            prop_assert_eq!(&a.figure, &b.figure);
            prop_assert_eq!(a.note.as_ref().map(|n| &n.text), b.note.as_ref().map(|n| &n.text));
        }
        for (a, b) in before.all_prose().zip(after.all_prose()) {
            let texts = |prose: &report::Prose| -> Vec<String> { prose.passages.iter().map(|p| p.text.clone()).collect() };
            prop_assert_eq!(texts(a.1), texts(b.1));
        }
        prop_assert_eq!(findings.len(), after_findings.len());
        let marks = |text: &str, mark| text.matches(mark).count();
        for mark in ["# 旁", "# 上", "# 边", "# 深"] {
            prop_assert_eq!(marks(&text, mark), marks(&once, mark));
        }
    }

    #[test]
    fn no_scrap_panics(text in scraps()) {
        if let Ok(done) = run(&text) {
            prop_assert_eq!(formatted(&done.text), done.text);
        }
    }
}
