//! The document's properties: title, author, language, the day of the report.

use super::xml::Xml;
use document::Document;

/// Which program wrote the file, and for whom: `docProps/app.xml`.
pub(super) fn application(document: &Document) -> Vec<u8> {
    let mut xml = Xml::new(
        "Properties",
        &[(
            "xmlns",
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        )],
    );
    let program = concat!("nianbao ", env!("CARGO_PKG_VERSION"));
    xml.words("Application", &[], program);
    xml.words("Company", &[], &document.agency);
    xml.finish()
}

/// What is known of the report: `docProps/core.xml`. The clock has no part in it.
pub(super) fn core(document: &Document) -> Vec<u8> {
    let mut xml = Xml::new(
        "cp:coreProperties",
        &[
            (
                "xmlns:cp",
                "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            ),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    let day = format!("{}T00:00:00Z", document.day());
    xml.words("dc:title", &[], &document.title);
    xml.words("dc:creator", &[], &document.agency);
    xml.words("dc:language", &[], "zh-CN");
    xml.words("cp:lastModifiedBy", &[], &document.agency);
    let kind = [("xsi:type", "dcterms:W3CDTF")];
    xml.words("dcterms:created", &kind, &day);
    xml.words("dcterms:modified", &kind, &day);
    xml.finish()
}
