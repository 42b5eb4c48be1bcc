//! `nianbao explain`: what a rule demands and why.

use clap::Args;
use strsim::jaro;

use super::{Failure, Outcome, output};
use crate::{
    base::diagnostic::{Rule, rules, terminal::Terminal},
    document::Grid,
    write::terminal::table,
};

/// The arguments of `explain`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao explain                全部规则，每条一行
  nianbao explain row-total      一条规则")]
pub struct Explain {
    /// 规则的名称，照抄检查结果方括号里的英文；不写就列出全部规则
    #[arg(value_name = "规则")]
    rule: Option<String>,
}

impl Explain {
    /// Prints the page of a rule, or the list of all.
    pub fn run(self) -> Result<Outcome, Failure> {
        let screen = output::screen();
        let text = match &self.rule {
            Some(code) => plain(
                rules::find(code).ok_or_else(|| unknown(code))?.page(),
                screen,
            ),
            None => list(screen),
        };
        output::show(text.as_bytes())?;
        Ok(Outcome::Clean)
    }
}

fn unknown(code: &str) -> String {
    let alike = |rule: &Rule| jaro(rule.code, &code.to_lowercase());
    let best = rules::ALL
        .iter()
        .max_by(|a, b| alike(a).total_cmp(&alike(b)));
    match best.filter(|rule| alike(rule) > 0.7) {
        Some(rule) => format!("没有名为「{code}」的规则，是不是 {}？", rule.code),
        None => format!("没有名为「{code}」的规则；运行 nianbao explain 列出全部规则"),
    }
}

/// One line for every rule, in columns.
fn list(screen: Terminal) -> String {
    let row = |rule: &&'static Rule| {
        let (severity, basis) = (rule.severity.chinese(), rule.basis.chinese());
        [rule.code, severity, basis, rule.title]
            .map(str::to_owned)
            .to_vec()
    };
    let rows = rules::ALL.iter().map(row);
    let heads = ["规则", "级别", "依据", "说明"];
    let out = table(&Grid::of("规则", &heads, rows), screen);
    out + "\n运行 nianbao explain 规则 查看一条规则的要求、依据、例子和豁免办法\n"
}

/// A page as it reads on a terminal: examples indented, no marks of Markdown.
fn plain(page: &str, screen: Terminal) -> String {
    let mut out = String::new();
    let mut example = false;
    for line in page.lines() {
        if line.starts_with("```") {
            example = !example;
            continue;
        }
        out += &match line.strip_prefix("## ") {
            _ if example && line.is_empty() => String::new(),
            _ if example => screen.wrapped(2, &format!("    {line}")),
            Some(heading) => format!("【{heading}】"),
            None => screen.wrapped(0, &line.trim_start_matches("# ").replace('`', "")),
        };
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::terminal::columns;

    #[test]
    fn columns_line_up() {
        let list = list(Terminal::default());
        let titles = rules::ALL.iter().map(|rule| {
            let line = list.lines().find(|line| line.starts_with(rule.code));
            let line = line.expect("every rule has a line");
            columns(line.strip_suffix(rule.title).expect("the title is last"))
        });
        let titles: Vec<usize> = titles.collect();
        assert!(titles.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn pages_read_without_markdown() {
        let page = "# a：甲\n\n## 要求\n\n写 `0`。\n\n```yaml\n甲: |\n\n  # 乙\n```\n";
        assert_eq!(
            plain(page, Terminal::default()),
            "a：甲\n\n【要求】\n\n写 0。\n\n    甲: |\n\n      # 乙\n"
        );
    }

    #[test]
    fn long_lines_of_a_page_are_wrapped() {
        let narrow = Terminal {
            width: Some(14),
            colour: false,
        };
        let page = "写了就要核对总计。\n```yaml\n甲: 已经改正\n```\n";
        assert_eq!(
            plain(page, narrow),
            "写了就要核对\n总计。\n    甲: 已经\n      改正\n"
        );
    }
}
