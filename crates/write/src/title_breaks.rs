//! Where a title, or the name of who signs, may be broken: by its sense, as far as that can
//! be seen from its letters.

/// The words that every title of a report ends with.
const WORDS: [&str; 7] = ["政府", "信息", "公开", "工作", "年度", "报告", "情况"];
/// Characters that end the name of a place or an office.
const ENDINGS: &str = "省市县区州盟旗乡镇局厅部委院处队会所办室科站";
/// Words that hold one of those, and in which nothing ends.
const HOLDING: [&str; 24] = [
    "市场", "市政", "市容", "区域", "区块", "社区", "社会", "会计", "会展", "会议", "部门", "部队",
    "处理", "处置", "委员", "乡村", "乡镇", "科学", "科技", "办公", "办事", "办理", "队伍", "所有",
];
/// A break inside a word.
const WORD: f64 = 6000.0;
/// A break inside a name where no part of it ends: one more line is better.
const NAME: f64 = 3000.0;
/// A break where a part of a name ends.
const PART: f64 = 60.0;
/// A break in the rest of the title, between words.
const REST: f64 = 120.0;

/// How many characters of a title are the name above its year: what stands before 「2024年」,
/// or else the agency's name.
fn name_length(title: &[char], agency: &str) -> usize {
    let is_year = |at: &usize| {
        let digits = title[*at..].iter().take_while(|c| c.is_ascii_digit());
        let behind = title[*at..].iter().skip(4).find(|c| **c != ' ');
        !title[at - 1].is_ascii_digit() && digits.count() == 4 && behind == Some(&'年')
    };
    let year = (1..title.len()).find(is_year).map(|year| {
        let spaces = title[..year].iter().rev().take_while(|c| **c == ' ');
        year - spaces.count()
    });
    let agency: Vec<char> = agency.trim().chars().collect();
    match title.starts_with(&agency) {
        true if year.is_none() => agency.len(),
        _ => year.unwrap_or(0),
    }
}

/// A title's name, with a space behind it, and what follows, where both are there; else the
/// title.
pub(super) fn parts<'t>(title: &'t str, agency: &str) -> Vec<&'t str> {
    let characters: Vec<char> = title.chars().collect();
    let name = name_length(&characters, agency);
    let at = title
        .char_indices()
        .nth(name)
        .map_or(title.len(), |(at, _)| at);
    let rest = title[at..].trim_start();
    let parts = [&title[..title.len() - rest.len()], rest];
    let parts = parts.into_iter();
    parts.filter(|part| !part.trim().is_empty()).collect()
}

/// A title in its lines, each in the pieces between which it may be broken too.
pub fn lines<'t>(title: &'t str, agency: &str) -> Vec<Vec<&'t str>> {
    let lines = parts(title, agency).into_iter();
    lines.map(|line| pieces(line, agency)).collect()
}

/// A line of a title, or a name, in the pieces between which it may be broken by its sense.
pub fn pieces<'t>(line: &'t str, agency: &str) -> Vec<&'t str> {
    let characters: Vec<char> = line.chars().collect();
    let prices = prices(&characters, agency);
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, (byte, _)) in line.char_indices().enumerate().skip(1) {
        let goes_on = characters[at - 1].is_ascii_digit() || characters[at - 1] == ' ';
        if prices[at] <= REST && !goes_on {
            pieces.push(&line[start..byte]);
            start = byte;
        }
    }
    pieces.push(&line[start..]);
    pieces
}

/// What a break before each character costs beyond what any text asks.
pub(super) fn prices(characters: &[char], agency: &str) -> Vec<f64> {
    let name = name_length(characters, agency);
    let mut prices: Vec<f64> = (0..characters.len())
        .map(|at| match at {
            _ if at == 0 => 0.0,
            // A space behind the name stays on its line.
            _ if at >= name && characters[name..at].iter().all(|c| *c == ' ') => 0.0,
            _ if at > name => REST,
            _ if ends_part(characters, at) => PART,
            _ => NAME,
        })
        .collect();
    for word in WORDS {
        let word: Vec<char> = word.chars().collect();
        for at in name..characters.len().saturating_sub(word.len() - 1) {
            if characters[at..].starts_with(&word) {
                prices[at + 1] = prices[at + 1].max(WORD);
            }
        }
    }
    prices
}

/// Whether a part of a name ends before a place.
fn ends_part(characters: &[char], at: usize) -> bool {
    let (before, after) = (characters[at - 1], characters[at]);
    let holds = |start: Option<usize>| {
        let pair = start.and_then(|start| characters.get(start..start + 2));
        pair.is_some_and(|pair| {
            let pair: String = pair.iter().collect();
            HOLDING.contains(&pair.as_str())
        })
    };
    // What stands in brackets is one part.
    let mut brackets = characters[..at].iter().rev();
    match brackets.find(|c| "（）".contains(**c)) {
        _ if after == '（' => return true,
        Some('（') => return false,
        _ => {}
    }
    // 市|市场监督管理局, but 自治县|… and no 处|室.
    let begins = !ENDINGS.contains(after) || holds(Some(at));
    let ends = ENDINGS.contains(before) && begins && after != '级';
    before == ' ' || ends && !holds(at.checked_sub(1)) && !holds(at.checked_sub(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_breaks_before_its_year() {
        for (title, agency, broken) in [
            (
                "某县分局2024年度报告",
                "某县分局",
                &["某县分局", "2024年度报告"][..],
            ),
            (
                "某县分局 2024 年度报告",
                "某县分局",
                &["某县分局", "2024 年度报告"],
            ),
            // The title has the short name.
            (
                "沂源大队 2020年报告",
                "某市公安局沂源大队",
                &["沂源大队", "2020年报告"],
            ),
            ("2024年报告", "某局", &["2024年报告"]),
            ("某局年度报告", "某局", &["某局", "年度报告"]),
            ("年度报告", "某局", &["年度报告"]),
        ] {
            let found = parts(title, agency);
            assert_eq!(found.concat(), title);
            let found: Vec<&str> = found.into_iter().map(str::trim_end).collect();
            assert_eq!(found, broken);
            let characters: Vec<char> = title.chars().collect();
            let prices = prices(&characters, agency);
            let first = broken[0].chars().count();
            if broken.len() > 1 {
                assert_eq!(prices[first], 0.0, "{title}");
            }
            assert!(prices[1..first].iter().all(|price| *price > 0.0), "{title}");
        }
    }

    #[test]
    fn a_page_breaks_a_title_between_words() {
        let agency = "某市市场监督管理局";
        let title = "某市市场监督管理局2024年政府信息公开工作年度报告";
        let lines = lines(title, agency).into_iter();
        let lines: Vec<String> = lines.map(|line| line.join("|")).collect();
        assert_eq!(
            lines,
            [
                "某市|市场监督管理局",
                "2024年|政府|信息|公开|工作|年度|报告"
            ]
        );
        assert_eq!(pieces("2024 年报告", agency), ["2024 年", "报告"]);
        assert_eq!(pieces("", ""), [""]);
    }

    #[test]
    fn a_name_breaks_where_a_part_of_it_ends() {
        for (name, broken) in [
            (
                "某省某自治县国家级技术开发区管理委员会自然资源局",
                "某省|某自治县|国家级技术开发区|管理委员会|自然资源局",
            ),
            ("某市市场监督管理局", "某市|市场监督管理局"),
            ("某县人力资源和社会保障局", "某县|人力资源和社会保障局"),
            ("某区人民政府办公室", "某区|人民政府办公室"),
            (
                "某县人民政府办公室（县公务员局）",
                "某县|人民政府办公室|（县公务员局）",
            ),
        ] {
            let characters: Vec<char> = name.chars().collect();
            let prices = prices(&characters, name);
            let mut marked = String::new();
            for (character, price) in characters.iter().zip(&prices) {
                if *price == PART {
                    marked.push('|');
                }
                marked.push(*character);
            }
            assert_eq!(marked, broken);
        }
    }
}
