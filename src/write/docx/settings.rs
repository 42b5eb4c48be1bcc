//! What the whole file is set by: its faces' stand-ins, and how Word lays it out.

use super::{
    NAMESPACES,
    styles::{HEADING, SUBHEADING, TEXT, TITLE},
    xml::Xml,
};

/// `fontTable.xml`: what stands in for a face that a machine has not.
pub(super) fn fonts() -> Vec<u8> {
    let mut xml = Xml::new("w:fonts", &NAMESPACES);
    for (name, other, family) in [
        (TEXT, "仿宋", "modern"),
        (TITLE, "方正小标宋_GBK", "script"),
        (HEADING, "SimHei", "modern"),
        (SUBHEADING, "楷体", "modern"),
        ("宋体", "SimSun", "auto"),
    ] {
        xml.open("w:font", &[("w:name", name)]);
        xml.value("w:altName", other);
        xml.value("w:charset", "86");
        xml.value("w:family", family);
        xml.value("w:pitch", "variable");
        xml.close();
    }
    xml.finish()
}

/// `settings.xml`: odd and even pages differ, and lines are set as Word does it today.
pub(super) fn settings() -> Vec<u8> {
    let mut xml = Xml::new("w:settings", &NAMESPACES);
    xml.empty("w:zoom", &[("w:percent", "100")]);
    xml.value("w:defaultTabStop", "420");
    xml.empty("w:evenAndOddHeaders", &[]);
    xml.value("w:characterSpacingControl", "compressPunctuation");
    xml.open("w:compat", &[]);
    // A line that the author ended is not stretched to the full width.
    xml.empty("w:doNotExpandShiftReturn", &[]);
    xml.empty("w:useFELayout", &[]);
    xml.empty(
        "w:compatSetting",
        &[
            ("w:name", "compatibilityMode"),
            ("w:uri", "http://schemas.microsoft.com/office/word"),
            ("w:val", "15"),
        ],
    );
    xml.close();
    xml.empty(
        "w:themeFontLang",
        &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")],
    );
    xml.finish()
}
