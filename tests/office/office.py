"""What LibreOffice makes of the Word files and workbooks that the program writes."""

import json
import re
import subprocess
import sys
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
    options = ["--format", "short", "--to", "jsonl", *(["--draft"] if draft else [])]
    lines = nianbao("export", *files, *options).splitlines()
    return [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]


def pages(pdf):
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True).stdout.decode()
    found = [re.sub(r"\s", "", page) for page in text.split("\f")[:-1]]
    # The page's number, wherever the reader puts it.
    return [re.sub(r"[—－-]\d+[—－-]", "", page, count=1) for page in found]


def documents():
    nianbao("build", *examples, "--draft", "--to", "pdf,docx", "--out", work / "built")
    words = [next((work / "built").rglob(f"{file.stem}.docx")) for file in examples]
    official = Path("src/form/edition/2019.yaml").read_text() + Path("src/form/edition/2021.yaml").read_text()
    for example, docx, pdf in zip(examples, words, convert(words, "pdf")):
        ours, theirs = pages(docx.with_suffix(".pdf")), pages(pdf)
        assert len(ours) == len(theirs), f"{example}: {len(ours)} pages, in Word {len(theirs)}"
        here, there = Counter("".join(ours)), Counter("".join(theirs))
        assert not there - here, f"{example}: only in Word {there - here}"
        # The PDF says on every page that it is a draft, and repeats the labels of a group
        # of rows on the next page, which Word cannot.
        more = here - there - Counter(MARK * len(ours))
        assert set(more) <= set(official) and more.total() < 80, f"{example}: not in Word {more}"
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


def sums_of(book):
    """The sums of an exported workbook, by sheet and name of column."""
    found = {}
    for sheet in book:
        rows = list(sheet.iter_rows(max_row=20, values_only=True))
        at = next((at for at, row in enumerate(rows) if row[0] == "机关"), None)
        for name, value in zip(rows[at][4:], rows[at - 1][4:]) if at else ():
            found[sheet.title, name] = Decimal(str(value))
    return found


def exported():
    reports = work / "county/2025"
    area = work / "area.yaml"
    nianbao("rollup", reports, "--agency", "某某县人民政府", "-o", area)
    county = {f"{row['table']}.{row['path'].split('.', 1)[1]}": row["value"] for row in figures(area)}
    mixed = Counter()
    for row in figures(*examples):
        mixed[row["edition"], row["path"]] += row["value"] or 0
    # Who writes a book anew keeps no results, so they have to be computed.
    files = []
    for name, sources in [("county-export", [reports]), ("examples-export", examples)]:
        file = work / f"{name}.xlsx"
        nianbao("export", *sources, "--draft", "--format", "short", "-o", file)
        bare = work / f"{name}-bare.xlsx"
        openpyxl.load_workbook(file).save(bare)
        files.append((file, bare))
    recalculated = convert([bare for _, bare in files], "xlsx")
    for (file, _), computed in zip(files, recalculated):
        written = sums_of(openpyxl.load_workbook(file, data_only=True))
        computed = sums_of(openpyxl.load_workbook(computed, data_only=True))
        assert written == computed, {key: (written[key], computed.get(key))
                                     for key in written if written[key] != computed.get(key)}
        if file.stem.startswith("county"):
            assert {f"{sheet}.{name}": value for (sheet, name), value in written.items()} == county
        else:
            # Sheets of several forms bear the years, which begin with the form's name.
            editions = {edition for edition, _ in mixed}
            placed = {(form, f"{sheet.split('（')[0]}.{name}"): value
                      for (sheet, name), value in written.items()
                      for form in editions if f"（{form}" in sheet}
            assert placed == mixed, placed.items() ^ mixed.items()
        print(f"{file.stem}: {len(written)} sums, {sum(map(bool, written.values()))} of them not 0")


documents()
workbooks()
exported()
