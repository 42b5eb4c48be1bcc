//! What kinds of agencies there are, and which one a name tells.

/// What an agency is: decides the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// A department of a government.
    Department,
    /// A people's government.
    Government,
    /// A township or a sub-district office.
    Township,
    /// Anything else that must report.
    Other,
}

impl Category {
    /// Every category.
    pub const ALL: [Category; 4] = [
        Category::Department,
        Category::Government,
        Category::Township,
        Category::Other,
    ];

    /// The category that data files write so.
    pub fn named(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.chinese() == words)
    }

    /// What to do where none is stated, or another.
    pub fn choice() -> String {
        format!(
            "从这几种里选一种：{}",
            Self::ALL.map(Self::chinese).join("、")
        )
    }

    /// What an agency is, by its name; nothing in doubt.
    pub fn of_name(agency: &str) -> Option<Self> {
        const TOWNSHIPS: &str = "镇人民政府 乡人民政府 镇政府 乡政府 街道办事处 街道 街道办 镇 乡";
        const GOVERNMENTS: &str = "人民政府 政府";
        const ZONES: &str = "管理委员会 管委会";
        const DEPARTMENTS: &str =
            "局 厅 委员会 办公室 大队 支队 总队 队 馆 院 委 中心 署 部 社 所 处";
        let name = agency.trim();
        let ends = |words: &str| words.split(' ').any(|word| name.ends_with(word));
        match () {
            () if ends(TOWNSHIPS) => Some(Category::Township),
            () if ends(GOVERNMENTS) => Some(Category::Government),
            () if ends(ZONES) && name.contains('区') => None,
            () if ends(DEPARTMENTS) => Some(Category::Department),
            () => None,
        }
    }

    /// What data files write.
    pub fn chinese(self) -> &'static str {
        match self {
            Category::Department => "部门",
            Category::Government => "人民政府",
            Category::Township => "乡镇街道",
            Category::Other => "其他",
        }
    }
}
