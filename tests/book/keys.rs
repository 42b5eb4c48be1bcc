//! What the pages of the forms say of keys beyond the schema: places, examples, rules.

use nianbao::{
    base::diagnostic::{Rule, rules},
    form::report::keys,
};

/// The keys before the sections: where they are printed, an example, the rules.
pub const HEAD: [(&str, &str, &str, &[&Rule]); 10] = [
    (
        keys::YEAR,
        "标题",
        "年度: 2025",
        &[&rules::EDITION_YEAR, &rules::STALE_YEAR],
    ),
    (
        keys::EDITION,
        "不印",
        "版式: EDITION",
        &[&rules::EDITION_YEAR],
    ),
    (
        keys::AGENCY,
        "标题、落款",
        "机关: {名称: 某县档案馆, 类别: 部门}",
        &[
            &rules::AGENCY_NAME,
            &rules::SELF_REFERENCE,
            &rules::REGULATION_POWER,
            &rules::DEADLINE,
        ],
    ),
    (
        keys::DATE,
        "落款",
        "日期: 2026-01-20",
        &[&rules::DEADLINE, &rules::STALE_YEAR],
    ),
    (
        keys::TITLE,
        "标题",
        "标题: 某县档案馆政府信息公开年度报告",
        &[&rules::FORM_WORDING],
    ),
    (
        keys::SIGNATURE,
        "落款",
        "落款: 某县档案馆办公室",
        &[&rules::AGENCY_NAME],
    ),
    (
        keys::SEAL,
        "落款处留出的位置",
        "印章: 加盖",
        &[&rules::WRONG_VALUE],
    ),
    (
        keys::PREVIOUS,
        "不印；同比、各年的图用它",
        "上年: 2024.yaml",
        &[
            &rules::PREVIOUS_FILE,
            &rules::BROUGHT_FORWARD,
            &rules::IN_FORCE,
            &rules::COPIED_TEXT,
            &rules::SAME_FIGURES,
        ],
    ),
    (
        keys::PREAMBLE,
        "标题下面，第一部分前面",
        "引言: 根据《中华人民共和国政府信息公开条例》编制本报告。",
        &[&rules::STALE_DOCUMENT, &rules::STALE_YEAR],
    ),
    (
        keys::WAIVERS,
        "不印；草稿末尾列出",
        "豁免: [{规则: blank-cell, 位置: SECTION, 理由: 旧系统导出时为空}]",
        &[&rules::UNUSED_WAIVER],
    ),
];

/// Rules that every table is held against.
pub const TABLES: [&Rule; 7] = [
    &rules::MISSING_KEY,
    &rules::UNKNOWN_KEY,
    &rules::DUPLICATE_KEY,
    &rules::ROW_LENGTH,
    &rules::WRONG_VALUE,
    &rules::BLANK_CELL,
    &rules::SAME_FIGURES,
];

/// Rules that every text is held against.
pub const TEXTS: [&Rule; 12] = [
    &rules::EMPTY_SECTION,
    &rules::UNFILLED,
    &rules::COPIED_TEXT,
    &rules::NARRATIVE_FIGURE,
    &rules::NARRATIVE_SUM,
    &rules::SHARE,
    &rules::STALE_YEAR,
    &rules::STALE_DOCUMENT,
    &rules::HEADING_NUMBER,
    &rules::PUNCTUATION,
    &rules::MARKUP,
    &rules::HIDDEN_CHARACTER,
];

/// Keys within others: where the schema tells of them, where they may stand, an example.
pub const WITHIN: [(&str, &str, &str, &str); 8] = [
    (
        keys::NAME,
        "/properties/机关/properties/名称",
        "机关",
        "名称: 某县档案馆",
    ),
    (
        keys::CATEGORY,
        "/properties/机关/properties/类别",
        "机关",
        "类别: 部门",
    ),
    (
        keys::RULE,
        "/properties/豁免/items/properties/规则",
        "豁免",
        "规则: blank-cell",
    ),
    (
        keys::PLACE,
        "/properties/豁免/items/properties/位置",
        "豁免",
        "位置: 其他事项",
    ),
    (
        keys::REASON,
        "/properties/豁免/items/properties/理由",
        "豁免",
        "理由: 旧系统导出时为空",
    ),
    (keys::REST, "/$defs/rest", "表格的行和组", "其余: 0"),
    (
        keys::FILE,
        "/$defs/passage/properties/文件",
        "文字",
        "文件: 总体情况.md",
    ),
    (
        keys::PREAMBLE,
        "/properties/引言/properties/引言",
        "文字",
        "引言: 全年工作按要求开展。",
    ),
];
