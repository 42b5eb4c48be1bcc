"""Turns the data files below a folder into reports of every format that is read, by turns:
page, Word file, PDF, workbook; every fifth stays. Usage: mix.py FOLDER NIANBAO"""

import csv
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import openpyxl

folder, program = Path(sys.argv[1]), sys.argv[2]
files = sorted(folder.rglob("*.yaml"))


def run(*arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def exported(file):
    """What a report is, and its figures."""
    with tempfile.TemporaryDirectory() as work:
        package = Path(work) / "package"
        run("export", file, "-o", package)
        read = lambda name: list(csv.DictReader((package / name).open(encoding="utf-8-sig", newline="")))
        return read("reports.csv")[0], read("figures.csv")


def workbook(file):
    """Fills in a workbook as an agency would; it has no place for the texts."""
    book_file = file.with_suffix(".xlsx")
    report, figures = exported(file)
    blank = folder.parent / f"blank-{report['year']}.xlsx"
    if not blank.exists():
        run("new", "--year", report["year"], "-o", blank)
    book = openpyxl.load_workbook(blank)
    cells = {}
    for name, defined in book.defined_names.items():
        for sheet, place in defined.destinations:
            cells[name] = book[sheet][place]
    for figure in figures:
        cells[f"年报.{figure['path']}"].value = Decimal(figure["value"]) if figure["value"] else None
    cells["年报.机关"].value, cells["年报.类别"].value = report["agency"], report["category"]
    book.save(book_file)


for turn, kind in enumerate(["html", "docx", "pdf"]):
    run("build", *files[turn::5], "--to", kind, "--format", "short")
for file in files[3::5]:
    workbook(file)
for turn in range(4):
    for file in files[turn::5]:
        file.unlink()
