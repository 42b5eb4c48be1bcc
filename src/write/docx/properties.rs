//! The document's properties: title, author, language, the day of the report.

use super::{package::Properties, xml::Xml};
use crate::{document::Document, ground::date::Date};

/// The properties of a report. Its dates are the day of signature, or the last day for
/// publishing it: the clock has no part in a report.
pub(super) fn properties(document: &Document) -> Properties {
    let mut application = Xml::new(
        "Properties",
        &[(
            "xmlns",
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        )],
    );
    let program = concat!("nianbao ", env!("CARGO_PKG_VERSION"));
    application.words("Application", &[], program);
    application.words("Company", &[], &document.agency);
    Properties {
        application: application.finish(),
        core: core(document),
    }
}

fn core(document: &Document) -> Vec<u8> {
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
    let day = document.date.unwrap_or(Date {
        year: document.year.saturating_add(1),
        month: 1,
        day: 31,
    });
    let day = format!("{day}T00:00:00Z");
    xml.words("dc:title", &[], &document.title);
    xml.words("dc:creator", &[], &document.agency);
    xml.words("dc:language", &[], "zh-CN");
    xml.words("cp:lastModifiedBy", &[], &document.agency);
    let kind = [("xsi:type", "dcterms:W3CDTF")];
    xml.words("dcterms:created", &kind, &day);
    xml.words("dcterms:modified", &kind, &day);
    xml.finish()
}
