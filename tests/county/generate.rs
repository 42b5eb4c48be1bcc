//! A county's agencies and their data files, the same for the same seed.
//!
//! Mostly zeros with heavy tails, as such figures are; every file keeps all rules of the
//! form, so that whatever is found in it was put there by [`super::faults`].

use nianbao::{
    base::number::{Kind, Number},
    form::{
        edition::{Body, Edition, Field, SlotId},
        report::Category,
    },
};

/// Numbers that look random and are the same everywhere (SplitMix64).
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound
    }

    pub fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }

    /// Mostly 0, mostly small where not, and now and then very large: each further digit
    /// is a quarter as likely as the one before.
    pub fn tail(&mut self, zeros_in_ten: u64, most_digits: u32) -> i128 {
        if self.below(10) < zeros_in_ten {
            return 0;
        }
        let mut digits = 1;
        while digits < most_digits && self.below(4) == 0 {
            digits += 1;
        }
        i128::from(1 + self.below(10_u64.pow(digits) - 1))
    }
}

/// An agency and what it reported for a year.
pub struct Agency {
    pub name: String,
    pub category: Category,
    pub year: u16,
    /// The file's name, below the folder of its year.
    pub file: String,
    /// Every figure in millionths, totals too, in the order of the edition's slots.
    pub figures: Vec<i128>,
    pub text: String,
}

const PLACES: [&str; 25] = [
    "青山",
    "白水",
    "云台",
    "石桥",
    "柳河",
    "临泉",
    "安丰",
    "永和",
    "长宁",
    "平川",
    "清源",
    "广济",
    "东陵",
    "西坪",
    "南浦",
    "北塘",
    "新城",
    "龙门",
    "凤鸣",
    "玉溪口",
    "金岭",
    "铜鼓",
    "双河",
    "三江口",
    "大通",
];

const ORGANS: [(&str, Category); 40] = [
    ("县教育局", Category::Department),
    ("县公安局", Category::Department),
    ("县民政局", Category::Department),
    ("县司法局", Category::Department),
    ("县财政局", Category::Department),
    ("县自然资源局", Category::Department),
    ("县交通运输局", Category::Department),
    ("县水利局", Category::Department),
    ("县农业农村局", Category::Department),
    ("县商务局", Category::Department),
    ("县文化和旅游局", Category::Department),
    ("县卫生健康局", Category::Department),
    ("县审计局", Category::Department),
    ("县统计局", Category::Department),
    ("县医疗保障局", Category::Department),
    ("县市场监督管理局", Category::Department),
    ("县应急管理局", Category::Department),
    ("县发展和改革局", Category::Department),
    ("县住房和城乡建设局", Category::Department),
    ("县行政审批服务局", Category::Department),
    ("县综合行政执法局", Category::Department),
    ("县退役军人事务局", Category::Department),
    ("县信访局", Category::Department),
    ("县林业局", Category::Department),
    ("县城关镇人民政府", Category::Township),
    ("县河东镇人民政府", Category::Township),
    ("县河西镇人民政府", Category::Township),
    ("县山前镇人民政府", Category::Township),
    ("县山后乡人民政府", Category::Township),
    ("县湖滨街道办事处", Category::Township),
    ("县站前街道办事处", Category::Township),
    ("县古城街道办事处", Category::Township),
    ("县税务局", Category::Other),
    ("县气象局", Category::Other),
    ("县烟草专卖局", Category::Other),
    ("县供电公司", Category::Other),
    ("县自来水公司", Category::Other),
    ("县第一中学", Category::Other),
    ("县人民医院", Category::Other),
    ("县公共资源交易中心", Category::Other),
];

/// The most agencies that have names of their own.
pub const MOST: usize = PLACES.len() * ORGANS.len() * 2;

/// The agency of a number, for a year.
pub fn agency(seed: u64, index: usize, year: u16) -> Agency {
    let (organ, category) = ORGANS[index % ORGANS.len()];
    let place = PLACES[index / ORGANS.len() % PLACES.len()];
    let province = ["", "新"][index / ORGANS.len() / PLACES.len() % 2];
    let name = format!("{place}{province}{organ}");
    let figures = figures(seed, index, year);
    let text = text(seed, index, year, &name, category, &figures);
    Agency {
        file: format!("{name}.yaml"),
        name,
        category,
        year,
        figures,
        text,
    }
}

/// The agencies of a county, for a year.
pub fn county(seed: u64, agencies: usize, year: u16) -> Vec<Agency> {
    assert!(agencies <= MOST);
    (0..agencies)
        .map(|index| agency(seed, index, year))
        .collect()
}

fn edition(year: u16) -> &'static Edition {
    Edition::of_year(year).expect("there is a form for the year")
}

fn dice(seed: u64, index: usize, year: u16, purpose: u64) -> Dice {
    let mut dice = Dice::new(seed ^ (index as u64) << 20 ^ u64::from(year) << 8 ^ purpose);
    dice.roll();
    dice
}

/// What an agency carries over into the next year, for every column of a balance.
fn carried(seed: u64, index: usize, year: u16, columns: usize) -> Vec<i128> {
    let mut dice = dice(seed, index, year, 1);
    (0..columns).map(|_| dice.tail(8, 2)).collect()
}

fn figures(seed: u64, index: usize, year: u16) -> Vec<i128> {
    let form = edition(year);
    let mut dice = dice(seed, index, year, 2);
    // Some agencies do much, and many nearly nothing.
    let zeros = *dice.one_of(&[5, 7, 8, 9, 9, 9]);
    let mut figures = vec![0; form.slots.len()];
    for (slot, figure) in form.slots.iter().zip(&mut figures) {
        if slot.total {
            continue;
        }
        *figure = match slot.kind {
            // Decisions are many, requests and lawsuits few.
            Kind::Count if slot.path.starts_with("主动公开") => dice.tail(zeros, 4) * 1_000_000,
            Kind::Count => dice.tail(zeros.max(7), 3) * 1_000_000,
            Kind::Change => (dice.tail(zeros, 3) - dice.tail(zeros, 3)) * 1_000_000,
            Kind::Amount => {
                let places = [1_000_000, 100_000, 10_000, 100, 1];
                dice.tail(zeros, 5) * *dice.one_of(&places)
            }
        };
    }
    // A county's agencies make no 规章.
    for slot in &form.regulations {
        figures[slot.0] = 0;
    }
    // What was made and not repealed is in force.
    for stock in &form.stocks {
        let least = figures[stock.plus.0] - figures[stock.minus.0];
        figures[stock.slot.0] = figures[stock.slot.0].max(least);
    }
    settle(form, &mut figures);
    let columns = form.balances.len();
    let (before, after) = (
        carried(seed, index, year - 1, columns),
        carried(seed, index, year, columns),
    );
    for (column, balance) in form.balances.iter().enumerate() {
        let ([new, old], [results, next]) = (&balance.left[..], &balance.right[..]) else {
            panic!("a form that this generator does not know");
        };
        if form.slot(*new).path.ends_with("总计") {
            continue;
        }
        figures[old.0] = before[column] * 1_000_000;
        figures[next.0] = after[column] * 1_000_000;
        // What was carried over is settled at least.
        let short = figures[old.0] - figures[results.0] - figures[next.0];
        if short > 0 {
            let sum = form.sums.iter().find(|sum| sum.total == *results);
            let part = sum.expect("it is a total").parts[0];
            figures[part.0] += short;
            figures[results.0] += short;
        }
        figures[new.0] = figures[results.0] + figures[next.0] - figures[old.0];
    }
    settle(form, &mut figures);
    figures
}

/// Computes every total from its parts; a total of totals needs a second pass.
pub fn settle(form: &Edition, figures: &mut [i128]) {
    for _ in 0..2 {
        for sum in &form.sums {
            figures[sum.total.0] = sum.parts.iter().map(|part| figures[part.0]).sum();
        }
    }
}

/// The sums of some agencies' figures.
pub fn sums<'a>(agencies: impl IntoIterator<Item = &'a Agency>) -> Vec<i128> {
    let mut sums: Vec<i128> = Vec::new();
    for agency in agencies {
        sums.resize(agency.figures.len(), 0);
        for (sum, figure) in sums.iter_mut().zip(&agency.figures) {
            *sum += figure;
        }
    }
    sums
}

fn number(form: &Edition, figures: &[i128], slot: SlotId) -> String {
    let number = Number::from_millionths(figures[slot.0]).to_string();
    match form.slot(slot).kind {
        Kind::Change if figures[slot.0] > 0 => format!("+{number}"),
        _ => number,
    }
}

/// The rows of a table as an author writes them.
fn rows(form: &Edition, figures: &[i128], fields: &[Field], indent: usize, out: &mut String) {
    for field in fields.iter().filter(|field| !field.total) {
        let start = format!("{}{}:", " ".repeat(indent), field.key);
        match (&field.body, field.line()) {
            (Body::Slot(slot), _) => {
                *out += &format!("{start} {}\n", number(form, figures, *slot));
            }
            (Body::Group(_), Some(line)) => {
                let parts = line.iter().filter(|field| !field.total);
                let parts: Vec<String> = parts
                    .flat_map(Field::slots)
                    .map(|slot| number(form, figures, slot))
                    .collect();
                *out += &format!("{start} [{}]\n", parts.join(", "));
            }
            (Body::Group(below), None) => {
                *out += &format!("{start}\n");
                rows(form, figures, below, indent + 2, out);
            }
        }
    }
}

const WORK: [&str; 5] = [
    "围绕群众关心的就业、教育、医疗和养老，及时公布办事流程和结果。",
    "全年通过县政府网站公布各类信息，并在大厅设立查阅点，方便群众查找。",
    "对公布的信息逐条进行保密审查，落实先审查后公开的要求。",
    "安排专人负责答复，按时限办结，答复文书统一编号、统一格式。",
    "会同档案部门整理历年文件，建立清单，更新公开目录。",
];

const FAULTS: [&str; 4] = [
    "个别信息公布不够及时，解读材料形式单一，与群众的期待还有差距",
    "工作人员变动较多，对公开的范围和程序掌握得不够准确",
    "公开目录更新不勤，部分栏目内容较少，查找起来不够方便",
    "答复文书的说理不够充分，与申请人的沟通还不够主动",
];

const REMEDIES: [&str; 4] = [
    "下一步将定期开展业务学习，由办公室按月检查栏目，发现问题当月改正",
    "下一步将把公开时限列入工作清单，由各股室确定专人，逐月核对",
    "下一步将增加图解和问答，主动听取群众意见，改进栏目设置",
    "下一步将统一答复文书的样式，遇到疑难事项先与申请人沟通再答复",
];

fn text(
    seed: u64,
    index: usize,
    year: u16,
    name: &str,
    category: Category,
    figures: &[i128],
) -> String {
    let form = edition(year);
    let mut dice = dice(seed, index, year, 3);
    let mut out = format!(
        "年度: {year}\n机关:\n  名称: {name}\n  类别: {}\n日期: {}-01-{:02}\n",
        category.chinese(),
        year + 1,
        4 + dice.below(27),
    );
    for section in &form.sections {
        match (&section.table, section.key.as_str()) {
            (Some(table), key) => {
                out += &format!("{key}:\n");
                rows(form, figures, &table.fields, 2, &mut out);
            }
            (None, key @ "总体情况") => {
                // In words of its own each year: a text that is like last year's is told.
                let held = ["没有责任追究的情形", "未追究责任"][usize::from(year % 2)];
                out += &format!(
                    "{key}: |\n  {year}年，主动公开和依申请公开工作平稳有序，\
                     全年新收申请{{{{申请.新收}}}}件。{}\n\n  政府信息管理、平台建设和监督保障按要求开展，{held}。{}\n",
                    dice.one_of(&WORK),
                    dice.one_of(&WORK),
                );
            }
            (None, key) if section.least > 0 => {
                let (fault, remedy) = (dice.one_of(&FAULTS), dice.one_of(&REMEDIES));
                out += &format!("{key}: |\n  {fault}。{remedy}。\n");
            }
            (None, key) => {
                out += &format!("{key}: 本年度没有收取信息处理费，没有其他需要报告的事项。\n")
            }
        }
    }
    out
}

/// The roster of a county, as a collecting office writes it.
pub fn roster(agencies: &[Agency]) -> String {
    let mut out = String::new();
    for agency in agencies {
        let category = agency.category.chinese();
        out += &format!("- {{名称: {}, 类别: {category}}}\n", agency.name);
    }
    out
}
