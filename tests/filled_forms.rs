//! The forms to fill in Word and Excel, filled as a clerk does it and read back.

mod common;

use common::{
    Checked,
    forms::{self, Clerk, Line, part, rewritten},
};
use nianbao::{
    document::compose,
    read::{self, Import, Wishes},
    write::pdf::{self, Fonts},
};

/// The report that the clerk makes, as a data file.
const REPORT: &str = "\
年度: 2025
机关: {名称: 某县档案馆, 类别: 部门}
日期: 2026-01-20
标题: 某县档案馆2025年度政府信息公开工作年度报告
落款: 某县档案局

引言: |
  根据《中华人民共和国政府信息公开条例》第五十条编制本报告。

总体情况: |
  2025年，主动公开、平台建设和监督保障按要求开展。

  ### （一）主动公开

  全年公开**46条**，分两类：

  - 政策文件**6条**
  - 财政信息40条

  各渠道如下。

  | 渠道 | 条数 |
  | --- | --- |
  | 网站 | 40 |
  | 公众号 | 6 |

  ### （二）依申请公开

  收到申请{{申请.新收}}件，政府信息管理*照旧*_有序_。

主动公开:
  规章: 0
  行政规范性文件: {制发: 1, 废止: 0, 现行有效: 12}
  行政许可: {值: 1964904, 注: 含开发区}
  行政处罚: 7
  行政强制: ~
  行政事业性收费: 76.786078

申请:
  新收: [6, 2, 0, 0, 0, 1]
  上年结转: [1, 0, 0, 0, 0, 0]
  办理结果:
    予以公开: [5, 2, 0, 0, 0, 1]
    不予处理: {重复申请: {自然人: 1, 其余: 0}, 其余: 0}
    其他处理: ~
    其余: 0
  结转下年度: {自然人: 1, 其余: 0}

复议诉讼:
  行政复议: {结果维持: 1, 其余: 0}
  其余: 0

问题及改进: |
  个别答复偏晚，公开栏更新不及时，业务培训的覆盖面还不够广。

  #### 1.改进

  明年由办公室每月核对一次公开栏，到期前三天提醒承办股室。

其他事项: |
  没有收取信息处理费。
";

fn clerk() -> Clerk {
    let checked = Checked::of(REPORT);
    Clerk {
        year: 2025,
        agency: "某县档案馆",
        particulars: vec![
            ("日期", "2026-01-20"),
            ("标题", "某县档案馆2025年度政府信息公开工作年度报告"),
            ("落款", "某县档案局"),
        ],
        figures: forms::figures(checked.report()),
        texts: vec![
            (
                "引言",
                "",
                vec![Line::Words(
                    "根据《中华人民共和国政府信息公开条例》第五十条编制本报告。",
                )],
            ),
            (
                "总体情况",
                "一、总体情况",
                vec![
                    Line::Words("2025年，主动公开、平台建设和监督保障按要求开展。"),
                    Line::Heading("（一）主动公开"),
                    Line::Words("全年公开**46条**，分两类："),
                    Line::Item("政策文件**6条**"),
                    Line::Item("财政信息40条"),
                    Line::Words("各渠道如下。"),
                    Line::Table(&[["渠道", "条数"], ["网站", "40"], ["公众号", "6"]]),
                    Line::Heading("（二）依申请公开"),
                    Line::Words("收到申请9件，政府信息管理照旧有序。"),
                ],
            ),
            (
                "问题及改进",
                "五、存在的主要问题及改进情况",
                vec![
                    Line::Words("个别答复偏晚，公开栏更新不及时，业务培训的覆盖面还不够广。"),
                    // As a clerk types it: a short line by itself.
                    Line::Words("1.改进"),
                    Line::Words("明年由办公室每月核对一次公开栏，到期前三天提醒承办股室。"),
                ],
            ),
            (
                "其他事项",
                "六、其他需要报告的事项",
                vec![Line::Words("没有收取信息处理费。")],
            ),
        ],
    }
}

/// What `import` makes of a form.
fn imported(name: &str, bytes: &[u8]) -> Import {
    if let Some(import) = name
        .ends_with("xlsx")
        .then(|| read::workbook::read(bytes).unwrap())
    {
        return import.expect("it is ours");
    }
    let published = read::read(name, bytes).unwrap();
    read::import(&published, &Wishes::default()).unwrap()
}

fn pdf_of(text: &str) -> Vec<u8> {
    let checked = Checked::of(text);
    pdf::render(&compose(checked.report()), &Fonts::bundled()).unwrap()
}

/// What is doubted of a form, a line each.
fn told(import: &Import) -> Vec<String> {
    let doubts = import.doubts.iter();
    doubts
        .map(|d| format!("{}: {}", d.path, d.message))
        .collect()
}

#[test]
fn three_ways_to_the_same_report_give_the_same_pdf() {
    // Emphasis is no way of a clerk's to set words apart in Word.
    let report = REPORT.replace("*照旧*_有序_", "照旧有序");
    let expected = pdf_of(&report);
    for (name, bytes) in [("a.docx", clerk().word()), ("a.xlsx", clerk().workbook())] {
        let import = imported(name, &bytes);
        assert_eq!(told(&import), [""; 0], "{name}");
        let text = import.file.write();
        for guide in ["填写提示", "填报表", "空白按0"] {
            assert!(!text.contains(guide), "{name}\n{text}");
        }
        assert!(pdf_of(&text) == expected, "{name}\n{text}");
    }
}
