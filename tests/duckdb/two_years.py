"""status finds two years in every format, and diff says what DuckDB adds up of them.
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
diff = json.loads((work / "diff.json").read_text(encoding="utf-8"))
assert len(diff["agencies"]) == agencies and not diff["only_last"] and not diff["only_this"]
changes = defaultdict(Decimal)
for agency in diff["agencies"]:
    for figure in agency["figures"]:
        changes[figure["path"]] += Decimal(figure["change"])
added = duckdb.sql(
    f"SELECT path, sum(CASE year WHEN 2025 THEN value ELSE -value END) FROM {rows} GROUP BY path"
).fetchall()
wrong = {path: (change, changes[path]) for path, change in added if change != changes[path]}
print(f"diff: {len(added)} sums of changes, {len(wrong)} differ")
sys.exit(1 if wrong else 0)
