"""status finds two years in every format, and years says what DuckDB adds up of them.
Usage: two_years.py FOLDER AGENCIES"""

import json
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb

work, agencies = Path(sys.argv[1]), int(sys.argv[2])
status = json.loads((work / "status.json").read_text(encoding="utf-8"))
states = {line["name"]: line for line in status["agencies"]}
assert len(states) == agencies and status["counts"]["missing"] == 0, status["counts"]
assert all(len(line["files"]) == 1 for line in states.values()), "each has handed in one report"
assert not status["unread"] and not status["odd"], (status["unread"], status["odd"])
endings = {Path(line["files"][0]).suffix for line in states.values()}
assert endings == {".html", ".docx", ".pdf", ".xlsx", ".yaml"}, endings

rows = f"(FROM read_csv('{work}/both/figures.csv', types = {{'value': 'DECIMAL(38, 6)'}}) AS figures JOIN read_csv('{work}/both/reports.csv') AS reports USING (report))"
years = json.loads((work / "years.json").read_text(encoding="utf-8"))
assert len(years["agencies"]) == agencies and years["years"] == [2024, 2025], years["years"]
cells = {one["name"]: one["of"] for one in years["indicators"] if one["of"].startswith("主动公开.")}
sums = defaultdict(Decimal)
for report in (report for agency in years["agencies"] for report in agency["reports"]):
    for one in report["values"]:
        if one["indicator"] in cells:
            sums[cells[one["indicator"]], report["year"]] += Decimal(one["value"] or 0)
added = duckdb.sql(f"SELECT path, year, sum(value) FROM {rows} GROUP BY path, year").fetchall()
added = {(path, year): total for path, year, total in added if path in cells.values()}
assert len(added) == 2 * len(cells) == len(sums), (added, sums)
wrong = {key: (total, sums[key]) for key, total in added.items() if total != sums[key]}
print(f"years: {len(added)} sums of two years, {len(wrong)} differ")
sys.exit(1 if wrong else 0)
