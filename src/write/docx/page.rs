//! The page after GB/T 9704—2012: its margins, its number, the word across a draft.

use super::{NAMESPACES, xml::Xml};

/// The width of the type area, 156 mm, in twentieths of a point.
pub(super) const MEASURE: u32 = 8845;
/// The height of the type area, 225 mm, in twentieths of a point.
pub(super) const BODY: u32 = 12756;
/// How far apart lines of text stand: 28.95 pt.
pub(super) const LEADING: &str = "579";

/// The parts that a page refers to, by their identifiers.
pub(super) struct Marks {
    /// The foot of odd pages, then that of even ones.
    pub(super) feet: [String; 2],
    /// The head of odd pages and that of even ones, for a draft.
    pub(super) heads: Option<[String; 2]>,
}

/// The measures of the pages, at the end of the text.
pub(super) fn section(xml: &mut Xml, marks: &Marks) {
    xml.open("w:sectPr", &[]);
    let sides = ["default", "even"];
    for (side, id) in sides.iter().zip(marks.heads.iter().flatten()) {
        xml.empty("w:headerReference", &[("w:type", side), ("r:id", id)]);
    }
    for (side, id) in sides.iter().zip(&marks.feet) {
        xml.empty("w:footerReference", &[("w:type", side), ("r:id", id)]);
    }
    xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
    xml.empty(
        "w:pgMar",
        &[
            // 37 mm above, 28 mm at the left; what is left of the paper at the others.
            ("w:top", "2098"),
            ("w:right", "1474"),
            ("w:bottom", "1984"),
            ("w:left", "1587"),
            ("w:header", "851"),
            ("w:footer", "1400"),
            ("w:gutter", "0"),
        ],
    );
    xml.empty("w:cols", &[("w:space", "720")]);
    xml.empty("w:docGrid", &[("w:linePitch", LEADING)]);
    xml.close();
}

/// The foot of a page: its number, on its outer side.
pub(super) fn foot(even: bool) -> Vec<u8> {
    let mut xml = Xml::new("w:ftr", &NAMESPACES);
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.value("w:pStyle", "Footer");
    xml.value("w:jc", if even { "left" } else { "right" });
    xml.close();
    let run = |xml: &mut Xml, words: &str| {
        xml.open("w:r", &[]);
        xml.words("w:t", &[("xml:space", "preserve")], words);
        xml.close();
    };
    run(&mut xml, "— ");
    xml.open("w:fldSimple", &[("w:instr", " PAGE ")]);
    run(&mut xml, "1");
    xml.close();
    run(&mut xml, " —");
    xml.finish()
}

/// The head of a draft's page: the word across the page, behind its text.
pub(super) fn draft() -> Vec<u8> {
    let mut xml = Xml::new("w:hdr", &NAMESPACES);
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.value("w:pStyle", "Header");
    xml.close();
    xml.open("w:r", &[]);
    xml.open("w:pict", &[]);
    xml.open(
        "v:shapetype",
        &[
            ("id", "_x0000_t136"),
            ("coordsize", "21600,21600"),
            ("o:spt", "136"),
            ("adj", "10800"),
            ("path", "m@7,l@8,m@5,21600l@6,21600e"),
        ],
    );
    xml.open("v:formulas", &[]);
    for formula in [
        "sum #0 0 10800",
        "prod #0 2 1",
        "sum 21600 0 @1",
        "sum 0 0 @2",
        "sum 21600 0 @3",
        "if @0 @3 0",
        "if @0 21600 @1",
        "if @0 0 @2",
        "if @0 @4 21600",
        "mid @5 @6",
        "mid @8 @5",
        "mid @7 @8",
        "mid @6 @7",
        "sum @6 0 @5",
    ] {
        xml.empty("v:f", &[("eqn", formula)]);
    }
    xml.close();
    let path = [
        ("textpathok", "t"),
        ("o:connecttype", "custom"),
        ("o:connectlocs", "@9,0;@10,10800;@11,21600;@12,10800"),
        ("o:connectangles", "270,180,90,0"),
    ];
    xml.empty("v:path", &path);
    xml.empty("v:textpath", &[("on", "t"), ("fitshape", "t")]);
    xml.close();
    xml.open(
        "v:shape",
        &[
            ("id", "草稿"),
            ("o:spid", "_x0000_s2049"),
            ("type", "#_x0000_t136"),
            ("alt", "草稿"),
            (
                "style",
                "position:absolute;margin-left:0;margin-top:0;width:300pt;height:150pt;\
                 rotation:315;z-index:-251658240;mso-position-horizontal:center;\
                 mso-position-horizontal-relative:margin;mso-position-vertical:center;\
                 mso-position-vertical-relative:margin",
            ),
            ("o:allowincell", "f"),
            ("fillcolor", "#e0e0e0"),
            ("stroked", "f"),
        ],
    );
    let style = "font-family:\"方正小标宋简体\";font-size:1pt";
    xml.empty("v:textpath", &[("style", style), ("string", "草稿")]);
    xml.finish()
}
