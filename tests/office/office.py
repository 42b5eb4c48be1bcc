"""What LibreOffice makes of the Word files and workbooks that the program writes."""

import csv
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl

program, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
examples = sorted(Path("examples").glob("*.yaml"))
PREFIX = "年报."
RED, GREEN = bytes.fromhex("ffc7ce"), bytes.fromhex("c6efce")
# Examples that are faulty on purpose are drafts, and a draft's pages say so.
MARK = "草稿"


def nianbao(*arguments):
    run = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)
    assert run.returncode in (0, 1), run.stderr.decode()
    return run.stdout.decode()


def convert(files, ending):
    folder = work / "converted"
    for file in files:
        (folder / f"{file.stem}.{ending}").unlink(missing_ok=True)
    command = ["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless"]
    command += ["--convert-to", ending, "--outdir", folder, *files]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    made = [folder / f"{file.stem}.{ending}" for file in files]
    assert all(file.exists() for file in made), made
    return made


def figures(*files, draft=True):
    """All cells as the program counts them, totals that were left out computed."""
    package = work / "package"
    shutil.rmtree(package, ignore_errors=True)
    nianbao("export", *files, "--format", "short", "-o", package, *(["--draft"] if draft else []))

    def table(name):
        file = package / name
        return list(csv.DictReader(file.open(encoding="utf-8-sig", newline=""))) if file.exists() else []

    reports = {report["report"]: report for report in table("reports.csv")}
    cells = {(cell["edition"], cell["path"]): cell for cell in table("cells.csv")}
    rows = []
    for figure in table("figures.csv"):
        report = reports[figure["report"]]
        row = {**report, **cells[report["edition"], figure["path"]], **figure}
        row["value"] = Decimal(row["value"]) if row["value"] else None
        row |= {key: row[key] == "true" for key in ("total", "blank")}
        rows.append(row)
    return rows


def pages(pdf):
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True).stdout.decode()
    found = [re.sub(r"\s", "", page) for page in text.split("\f")[:-1]]
    # The page's number, wherever the reader puts it.
    return [re.sub(r"[—－-]\d+[—－-]", "", page, count=1) for page in found]


def noted(example):
    """A table with more notes than a page has room for beside it."""
    file = work / "noted.yaml"
    note = "含开发区（高新区）各单位受理的和由上级机关转来、不由本机关承办的申请，上年已经答复、今年重新答复的也算在内"
    text, count = re.subn(r"自然人: (\d+)", rf"自然人: {{值: \1, 注: {note}}}", example.read_text())
    assert count > 5, example
    file.write_text(text)
    nianbao("build", file, "--draft", "--to", "docx", "--out", work / "built")
    docx = work / "built/noted.docx"
    (pdf,) = convert([docx], "pdf")
    table = [re.sub(r"\W", "", page) for page in pages(pdf)]
    table = [page for page in table if "勾稽关系" in page]
    assert len(table) > 1, "the notes find room beside the table"
    assert all("含开发区" in page for page in table), table
    assert sum(page.count("本年度办理结果") for page in table) == 1, table
    assert sum(page.count("四结转下年度继续办理") for page in table) == 1, table
    assert nianbao("import", docx).count(note) == count
    print(f"{docx.name}: {count} notes, {len(table)} pages")


def documents():
    nianbao("build", *examples, "--draft", "--to", "pdf,docx", "--out", work / "built")
    words = [next((work / "built").rglob(f"{file.stem}.docx")) for file in examples]
    official = Path("crates/form/src/edition/2019.yaml").read_text() + Path("crates/form/src/edition/2021.yaml").read_text()
    for example, docx, pdf in zip(examples, words, convert(words, "pdf")):
        ours, theirs = pages(docx.with_suffix(".pdf")), pages(pdf)
        # Word cannot repeat the label of a group overleaf: its table stands on a page of its own.
        assert len(theirs) - len(ours) in (0, 1), f"{example}: {len(ours)} pages, in Word {len(theirs)}"
        (whole,) = [page for page in theirs if "本年度办理结果" in re.sub(r"\W", "", page) and "勾稽关系" in page]
        assert "三、收到和处理" in whole and "四、结转下年度继续办理" in whole, f"{example}: {whole}"
        here, there = Counter("".join(ours)), Counter("".join(theirs))
        assert not there - here, f"{example}: only in Word {there - here}"
        # The PDF says on every page that it is a draft, and repeats the head of a table and the
        # labels of a group of rows on the next page.
        more = here - there - Counter(MARK * len(ours))
        assert set(more) <= set(official) and more.total() < 200, f"{example}: not in Word {more}"
        # Marks that hang over the end of a line are told of elsewhere, so letters alone.
        letters = [re.sub(rf"[\W{MARK}]", "", "".join(text)) for text in (ours, theirs)]
        lines = [re.sub(rf"[\W{MARK}]", "", line) for line in example.read_text().splitlines()
                 if line.startswith("  ") and line.endswith("。") and not re.search(r"\{\{|[*\[`#]", line)]
        assert lines, example
        for line in lines:
            assert all(line in text for text in letters), f"{example}: {line}"
        print(f"{example.stem}: {len(ours)} pages, {here.total()} characters, {len(lines)} paragraphs")


def named(book):
    """The cells that the workbook gives names, by path."""
    found = {}
    for name, defined in book.defined_names.items():
        if name.startswith(PREFIX):
            ((sheet, place),) = defined.destinations
            found[name.removeprefix(PREFIX)] = book[sheet][place.replace("$", "")]
    return found


def checks(book):
    """The line under the table that says whether the sums are equal."""
    rows = [row for sheet in book for row in sheet.iter_rows()
            if any(cell.value == "勾稽关系检查" for cell in row)]
    (row,) = rows
    found = [cell.value for cell in row if cell.value not in (None, "", "勾稽关系检查")]
    assert found
    return found


def shown(book, colour):
    """How many points of a colour are on the pages of a workbook."""
    (pdf,) = convert([book], "pdf")
    picture = subprocess.run(["pdftoppm", "-r", "30", pdf], capture_output=True, check=True).stdout
    return picture.count(colour)


def filled(example, wrong):
    rows = figures(example)
    file = work / f"{example.stem}{'-wrong' if wrong else ''}.xlsx"
    file.unlink(missing_ok=True)
    nianbao("new", "--year", int(rows[0]["year"]), "--to", "xlsx", "-o", file)
    book = openpyxl.load_workbook(file)
    cells = named(book)
    assert len([row for row in rows if row["path"] in cells]) == len(rows)
    for row in rows:
        if not isinstance(cells[row["path"]].value, str):
            cells[row["path"]].value = row["value"]
    cells["机关"].value, cells["类别"].value = "某县档案馆", "部门"
    for key, lines in TEXTS.items():
        for cell, line in zip(cells[key], lines):
            cell[0].value, cell[1].value = (words or None for words in line)
    if wrong:
        # A figure of the balance's first row, found without naming it.
        cell = next(cells[row["path"]] for row in rows
                    if row["table"] == rows_of_balance(rows) and not row["total"])
        cell.value = (cell.value or 0) + 1
    book.save(file)
    return file, rows


def rows_of_balance(rows):
    """The table with the most cells is the one whose sums must be equal."""
    return Counter(row["table"] for row in rows).most_common(1)[0][0]


def workbooks():
    # Published reports with wrong totals are left out by the program itself.
    county = sorted((work / "county/2025").glob("*.yaml"))[:4]
    right = [file for file in [*examples, *county] if figures(file, draft=False)]
    assert len(right) > 5, right
    made = [filled(example, False) for example in right]
    for (file, rows), recalculated in zip(made, convert([file for file, _ in made], "xlsx")):
        book = openpyxl.load_workbook(recalculated, data_only=True)
        cells = named(book)
        totals = 0
        for row in rows:
            value = cells[row["path"]].value
            value = None if value in (None, "") else round(Decimal(str(value)), 6)
            assert value == row["value"], f"{file.name}: {row['path']}: {value}, {row['value']}"
            totals += row["total"]
        assert set(checks(book)) == {"平"}, f"{file.name}: {checks(book)}"
        print(f"{file.stem}: {len(rows)} cells, {totals} of them totals, balanced")
    wrong, _ = filled(right[0], True)
    (recalculated,) = convert([wrong], "xlsx")
    told = checks(openpyxl.load_workbook(recalculated, data_only=True))
    assert told.count("差 1") == 2 and told.count("平") == len(told) - 2, told
    assert shown(wrong, RED) and shown(wrong, GREEN), "the wrong column is not red"
    assert shown(made[0][0], GREEN) and not shown(made[0][0], RED), "the right columns are not green"
    print(f"{wrong.stem}: {told.count('差 1')} columns red")


# A text as a clerk writes it: by paragraph, sub-headings apart.
TEXTS = {
    "引言": [("", "根据《中华人民共和国政府信息公开条例》编制本报告。")],
    "总体情况": [
        ("", "主动公开、平台建设和监督保障按要求开展。"),
        ("（一）主动公开", "全年公开**46条**，分两类："),
        ("", "- 政策文件6条"),
        ("", "- 财政信息40条"),
        ("（二）依申请公开", "政府信息管理照旧，申请都已答复。"),
    ],
    "问题及改进": [("", "个别答复偏晚，公开栏更新不及时。"), ("", "明年由办公室每月核对一次，到期前三天提醒。")],
    "其他事项": [("", "没有收取信息处理费。")],
}


def rezipped(source, target, part, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, change(data.decode()).encode() if entry.filename == part else data)


def word_paragraphs(lines):
    def paragraph(properties, words):
        bold = words.split("**")
        runs = [f"<w:r>{'<w:rPr><w:b/></w:rPr>' if at % 2 else ''}<w:t>{run}</w:t></w:r>"
                for at, run in enumerate(bold)]
        return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"
    found = ""
    for heading, words in lines:
        if heading:
            found += paragraph('<w:pStyle w:val="Heading2"/>', heading)
        item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        found += paragraph(item, words[2:]) if words.startswith("- ") else paragraph("", words)
    return found


def word_form(example, rows):
    blank, file = work / f"{example.stem}-blank.docx", work / f"{example.stem}-form.docx"
    nianbao("new", "--year", int(rows[0]["year"]), "--agency", "某县档案馆", "--to", "docx", "-o", blank)
    figures = iter(["" if row["value"] is None else str(row["value"]) for row in rows])
    texts = iter(TEXTS.values())

    def change(xml):
        particulars, body = xml.split("</w:tbl>", 1)
        body = re.sub('preserve"></w:t>', lambda _: f'preserve">{next(figures)}</w:t>', body)
        blank = re.escape("<w:p><w:pPr></w:pPr></w:p>")
        body = re.sub(blank, lambda _: word_paragraphs(next(texts)), body)
        return f"{particulars}</w:tbl>{body}"

    rezipped(blank, file, "word/document.xml", change)
    assert next(figures, None) is None and next(texts, None) is None
    return file


def imported(file):
    """The data file that an import makes, without the line that names where it is from."""
    text = nianbao("import", file)
    told = subprocess.run([program, "import", file], capture_output=True, check=False).stderr.decode()
    assert "都读准了" in told and "没有导入" not in told, f"{file}: {told}"
    return "\n".join(line for line in text.splitlines() if not line.startswith("# 从 ")).strip()


def forms():
    """Filled forms that LibreOffice has saved again say what they said before."""
    made = []
    for example in examples[-3:]:
        rows = figures(example)
        made += [(rows, word_form(example, rows)), (rows, filled(example, False)[0])]
    drafts = [next((work / "built").rglob(f"{example.stem}.docx")) for example in examples[-3:]]
    made += [(figures(example), file) for example, file in zip(examples[-3:], drafts)]
    for rows, file in made:
        (saved,) = convert([file], file.suffix[1:])
        ours, theirs = imported(file), imported(saved)
        assert ours == theirs, f"{file}\n{ours}\n{theirs}"
        data = work / f"{file.stem}-{file.suffix[1:]}.yaml"
        data.write_text(theirs + "\n")
        values = {row["path"]: row["value"] for row in figures(data)}
        # What blank cells add up to nobody knows, where a total is a formula.
        blank = {row["table"] for row in rows if row["blank"]}
        unknown = {row["path"] for row in rows if row["total"] and row["table"] in blank}
        other = [row for row in rows if values[row["path"]] != row["value"]]
        other = [row for row in other if values[row["path"]] is not None or row["path"] not in unknown]
        assert not other, [(row, values[row["path"]]) for row in other]
        assert "填写提示" not in theirs and MARK not in theirs, theirs
        if file not in drafts:
            for lines in TEXTS.values():
                for words in [words for line in lines for words in line if words]:
                    assert words in theirs, f"{file}: {words}\n{theirs}"
        print(f"{file.name} saved again: {len(rows)} cells, {len(theirs)} characters")


documents()
noted(examples[-2])
workbooks()
forms()
