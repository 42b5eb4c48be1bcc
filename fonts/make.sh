#!/usr/bin/env bash
# Makes the bundled fonts again from pinned packages; the same bytes every time.
#
#   bash fonts/make.sh [OUTDIR]     (OUTDIR: this folder if not given)
#
# Needs bash, python3 (3.10 or newer, with venv), apt-get on Debian 12
# and the usual PyPI and Debian package sources. No root needed, except that
# a machine whose apt lists are empty wants "apt-get update" first.
set -euo pipefail
export LC_ALL=C.UTF-8 PYTHONHASHSEED=0 SOURCE_DATE_EPOCH=0

FONTTOOLS=4.68.0
PYLOPDF_FONTS=0.1.1                 # Noto Serif SC 2.003, Noto Sans SC 2.004
NOTO_CJK='1:20220127+repack1-1'     # Noto Serif CJK 2.001
LXGW='1.250+repack-1'               # LXGW WenKai 1.250
UNICODE_DATA='15.0.0-1'             # Unihan kTGH: the 8105 characters

out=${1:-$(dirname "$0")}
mkdir -p "$out"
out=$(cd "$out" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
chmod 755 "$tmp"
mkdir "$tmp/src"
cd "$tmp"

python3 -m venv venv
venv/bin/pip --disable-pip-version-check install --quiet --no-deps \
    "fonttools==$FONTTOOLS" "pylopdf-fonts-zh-cn==$PYLOPDF_FONTS"
for package in "fonts-noto-cjk=$NOTO_CJK" "fonts-lxgw-wenkai=$LXGW" "unicode-data=$UNICODE_DATA"; do
    apt-get download --quiet --quiet -o APT::Sandbox::User=root "$package"
done
for deb in *.deb; do dpkg-deb -x "$deb" deb; done

cp venv/lib/python3*/site-packages/pylopdf_fonts_zh_cn/Noto*.otf \
   deb/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc \
   deb/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf \
   deb/usr/share/unicode/Unihan_OtherMappings.txt.bz2 src/
cp venv/lib/python3*/site-packages/pylopdf_fonts_zh_cn-*.dist-info/licenses/LICENSE src/OFL.txt
(cd src && sha256sum --quiet --check) <<'SUMS'
bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8  LXGWWenKai-Regular.ttf
faa6c9df652116dde789d351359f3d7e5d2285a2b2a1f04a2d7244df706d5ea9  NotoSansSC-Regular.otf
a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac  NotoSerifCJK-Bold.ttc
e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3  NotoSerifSC-Regular.otf
6a73f9541c2de74158c0e7cf6b0a58ef774f5a780bf191f2d7ec9cc53efe2bf2  OFL.txt
bdeef44d75d914e793b7f27ddc3bee01b2d11dd34f4e52de1a9fba74a1612dc2  Unihan_OtherMappings.txt.bz2
SUMS

cat > make.py <<'PY'
import bz2, sys
from pathlib import Path
from fontTools import subset
from fontTools.cffLib import FDArrayIndex
from fontTools.misc.psCharStrings import T2WidthExtractor
from fontTools.ttLib import TTFont

src, out = Path("src"), Path(sys.argv[1])

# --- characters ---------------------------------------------------------
# GB 2312, rows 1-9 and 16-87, as its own table and as GBK reads it
# (they differ in U+30FB/U+00B7 and U+2015/U+2014: both are wanted).
gb2312 = set()
for row in range(0xA1, 0xF8):
    for cell in range(0xA1, 0xFF):
        code = bytes([row, cell])
        try:
            gb2312 |= {ord(code.decode("gb2312")), ord(code.decode("gbk"))}
        except UnicodeDecodeError:
            pass
assert len(gb2312) == 7445 + 2

# 通用规范汉字表 (2013): Unihan's kTGH gives every character its number 1-8105.
tgh = {}
with bz2.open(src / "Unihan_OtherMappings.txt.bz2", "rt", encoding="utf-8") as f:
    for line in f:
        field = line.rstrip("\n").split("\t")
        if len(field) == 3 and field[1] == "kTGH":
            tgh[int(field[0][2:], 16)] = int(field[2].removeprefix("2013:"))
assert sorted(tgh.values()) == list(range(1, 8106))

RANGES = """
0020-007E 00A0-00FF             # ASCII, Latin-1
01F9 0251 0261 1E3F             # pinyin beyond GB 2312
02C7 02C9-02CB 02D9             # tone marks
0391-03A9 03B1-03C9             # Greek
2000-200A 2010-2027 2030-205E   # general punctuation, spaces
2070-208E 20AC                  # superscripts, subscripts, euro
2103 2105 2109 2113 2116        # letterlike
2121-2122 2127
2150-215E 2160-217F             # fractions, Roman numerals
2190-2199 21D2 21D4             # arrows
2202 2206 220F 2211-2212        # mathematics
2219-221A 221D-2220 2223 2225 2227-222E 2234-2237 223D 2248 224C 2252
2260-2261 2264-2267 226E-226F 2295 2299 22A5 22BF 2312
2460-249B 24EA-24FF 2776-277F   # numbers in circles, in brackets, with a full stop
2500-25FF                       # box drawing, blocks, geometric shapes
2605-2606 260E 2610-2612        # stars, boxes to tick and others
2640 2642 2660-2667 2713-2714 2717-2718
2E3A-2E3B                       # two-em and three-em dash
3000-303F                       # CJK symbols and punctuation
3220-3243 3251-325F 3280-32BF   # ideographs in brackets and circles, numbers to 50
3380-33DF                       # squared units
FE30-FE6F FF00-FFEF FFFD        # compatibility, small, half- and full-width forms
"""
wanted = gb2312 | set(tgh)
for line in RANGES.splitlines():
    for word in line.partition("#")[0].split():
        ends = [int(end, 16) for end in word.split("-")]
        wanted |= set(range(ends[0], ends[-1] + 1))

# --- subsets ------------------------------------------------------------
DROP = "BASE DSIG GDEF GPOS GSUB VORG gasp vhea vmtx".split()


def load(name, face, family):
    font = TTFont(src / name, fontNumber=face, lazy=True, recalcTimestamp=False)
    assert font["name"].getDebugName(1) == family, font["name"].getDebugName(1)
    assert "fvar" not in font, "a variable font: instantiate it first"
    return font


def localise(font):
    """Give the cmap the glyphs that `locl` gives simplified Chinese, since no
    GSUB is kept (among others — becomes one em wide)."""
    if "GSUB" not in font:
        return
    gsub, change = font["GSUB"].table, {}
    for script in gsub.ScriptList.ScriptRecord:
        if script.ScriptTag != "hani":
            continue
        for language in script.Script.LangSysRecord:
            if language.LangSysTag != "ZHS ":
                continue
            for index in language.LangSys.FeatureIndex:
                feature = gsub.FeatureList.FeatureRecord[index]
                if feature.FeatureTag != "locl":
                    continue
                for number in feature.Feature.LookupListIndex:
                    for table in gsub.LookupList.Lookup[number].SubTable:
                        table = getattr(table, "ExtSubTable", table)
                        assert table.LookupType == 1
                        change.update(table.mapping)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap = {c: change.get(g, g) for c, g in table.cmap.items()}


def unshare(font):
    """Give every character a glyph of its own, so that text taken out of a
    PDF is the text put in (- and U+2011, — and U+2015, · and • share one)."""
    order, taken, copies = font.getGlyphOrder(), set(), {}
    for code, glyph in sorted(font.getBestCmap().items()):
        if glyph in taken:
            copies[code] = glyph
        taken.add(glyph)
    metrics, cff = font["hmtx"].metrics, "CFF " in font
    if cff:
        top = font["CFF "].cff.topDictIndex[0]
        strings, select = top.CharStrings, top.FDSelect
        number = max(int(name[3:]) for name in order if name.startswith("cid"))
    else:
        glyf = font["glyf"]
    for code, glyph in copies.items():
        if cff:
            number += 1
            new = f"cid{number:05d}"
            strings.charStrings[new] = len(strings.charStringsIndex)
            strings.charStringsIndex.append(strings[glyph])
            select.gidArray.append(select[order.index(glyph)])
        else:
            new = f"copy{code:04X}"
            glyf.glyphs[new] = glyf[glyph]
        order.append(new)
        metrics[new] = metrics[glyph]
        for table in font["cmap"].tables:
            if code in table.cmap:
                table.cmap[code] = new
    if cff:
        top.charset = order
        top.numGlyphs = len(order)
    font.setGlyphOrder(order)
    font["maxp"].numGlyphs = len(order)


def level(font):
    """Make every CFF glyph stand on its own: no subroutines, and one dictionary
    for all, in which a glyph without a width of its own is one em wide. Then
    cutting the font to some glyphs is copying them."""
    top = font["CFF "].cff.topDictIndex[0]
    strings, metrics, em = top.CharStrings, font["hmtx"].metrics, font["head"].unitsPerEm
    first = top.FDArray[0]
    said = 1 << 20  # more than any width
    for name in font.getGlyphOrder():
        glyph = strings[name]
        private = glyph.private
        glyph.decompile()
        extractor = T2WidthExtractor([], [], said, 0)
        extractor.execute(glyph)
        own = extractor.width > said / 2  # the first operand is a width
        width = extractor.width - said + private.nominalWidthX if own else private.defaultWidthX
        assert width == metrics[name][0], name
        drawing = glyph.program[1:] if own else glyph.program
        glyph.program = drawing if width == em else [width] + drawing
        glyph.private = first.Private
    first.Private.rawDict.clear()
    for key in "defaultWidthX nominalWidthX Subrs".split():
        vars(first.Private).pop(key, None)
    first.Private.defaultWidthX, first.Private.nominalWidthX = em, 0
    array = FDArrayIndex()
    array.strings = array.file = None
    array.items, array.fontDicts = [first], [first]
    top.FDArray = strings.fdArray = array
    top.FDSelect.gidArray = [0] * len(top.FDSelect.gidArray)


def rename(font, family, style, said):
    """LXGW and 霞鹜 are reserved font names: the subset may not bear them."""
    name = font["name"]
    version = name.getDebugName(5)
    name.names = [r for r in name.names if r.langID == 0x409 and r.platformID == 3]
    new = {
        1: family, 2: style, 3: f"{family}:{version}", 4: family,
        6: f"{family.replace(' ', '')}-{style}", 10: said,
    }
    for number, text in new.items():
        name.setName(text, number, 3, 1, 0x409)
    for r in name.names:
        if r.nameID in (1, 3, 4, 6, 16, 17, 18, 21, 22):
            assert "LXGW" not in str(r) and "霞" not in str(r)


def make(target, font, renamed=None):
    has = set(font.getBestCmap())
    localise(font)
    font["cmap"].tables = [t for t in font["cmap"].tables if t.format != 14]
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = []
    options.drop_tables += DROP
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted & has)
    subsetter.subset(font)
    unshare(font)
    if "CFF " in font:
        level(font)
    if renamed:
        rename(font, *renamed)
    name = font["name"].getDebugName
    if "CFF " in font and font["CFF "].cff.fontNames != [name(6)]:
        cff = font["CFF "].cff  # faces of a collection share the first one's names
        cff.fontNames = [name(6)]
        cff.topDictIndex[0].FamilyName, cff.topDictIndex[0].FullName = name(1), name(4)
    subset.save_font(font, str(out / target), options)
    return target, has


made = [
    make("text.otf", load("NotoSerifSC-Regular.otf", -1, "Noto Serif SC")),
    make("title.otf", load("NotoSerifCJK-Bold.ttc", 2, "Noto Serif CJK SC")),
    make("heading.otf", load("NotoSansSC-Regular.otf", -1, "Noto Sans SC")),
    make("subheading.ttf", load("LXGWWenKai-Regular.ttf", -1, "LXGW WenKai"),
         ("Nianbao Kai", "Regular",
          "A subset of LXGW WenKai Regular 1.250, made for nianbao; "
          "renamed because LXGW is a reserved font name.")),
]

# --- licences -----------------------------------------------------------
ofl = (src / "OFL.txt").read_text(encoding="utf-8")
ofl = ofl[ofl.index("This Font Software is licensed"):]
(out / "OFL-noto.txt").write_text("""\
Noto Serif SC Regular: © 2017-2024 Adobe (http://www.adobe.com/).
Noto Serif CJK SC Bold: © 2017-2022 Adobe (http://www.adobe.com/).
Noto Sans SC Regular: © 2014-2021 Adobe (http://www.adobe.com/).
Noto is a trademark of Google Inc.

""" + ofl, encoding="utf-8")
(out / "OFL-lxgw-wenkai.txt").write_text("""\
Copyright 2021-2023 LXGW (https://github.com/lxgw/LxgwWenKai),
with Reserved Font Names "霞鹜" and "LXGW".
Copyright 2020 The Klee Project Authors (https://github.com/fontworks-fonts/Klee)
Klee is a trademark of Fontworks Inc.

""" + ofl, encoding="utf-8")

# --- check --------------------------------------------------------------
failed = False
for target, has in made:
    font = TTFont(out / target)
    cmap = font.getBestCmap()
    lost = ((gb2312 | set(tgh)) & has) - set(cmap)
    lacks = sorted(set(tgh) - has)
    failed |= bool(lost) or len(set(cmap.values())) < len(cmap)
    print(f"{target}: {len(cmap)} characters, {font['maxp'].numGlyphs} glyphs, "
          f"{(out / target).stat().st_size} bytes; "
          f"GB 2312 {len(gb2312 & set(cmap))}/{len(gb2312)}, "
          f"8105 list {len(set(tgh) & set(cmap))}/{len(tgh)}; "
          f"the source lacks of the 8105: {''.join(map(chr, lacks)) or 'none'}")
    if lost:
        print(f"  LOST: {''.join(map(chr, sorted(lost)))}")
sys.exit(failed)
PY
venv/bin/python make.py "$out"
(cd "$out" && sha256sum text.otf title.otf heading.otf subheading.ttf)
