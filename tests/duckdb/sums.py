"""The queries of docs/research.md run, and the last gives what the roll-up states in every format."""

import csv
import re
import sys
from decimal import Decimal
from pathlib import Path

import duckdb

work, page = Path(sys.argv[1]), Path(sys.argv[2])
*others, query = re.findall(r"```sql\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
NAME = "'年报.parquet'"
for other in [*others, query]:
    assert NAME in other, other
    here = other.replace("'年报.", f"'{work}/reports.").replace("'表/", f"'{work}/表/")
    assert duckdb.execute(here).fetchall(), other

# Text formats say of no number how exact it is: DuckDB is told.
exact = "types = {'value': 'DECIMAL(38, 6)'}"
with open(work / "area" / "figures.csv", encoding="utf-8-sig", newline="") as lines:
    rows = list(csv.DictReader(lines))
stated = {row["path"]: Decimal(row["value"]) if row["value"] else None for row in rows}
assert len(stated) > 100 and any(stated.values()), len(stated)

tables = {
    "parquet": f"'{work}/reports.parquet'",
    "csv": f"read_csv('{work}/表/figures.csv', {exact})",
    "csv.gz": f"read_csv('{work}/gz/figures.csv.gz', {exact})",
}
wrong = 0
for name, table in tables.items():
    sums = dict(duckdb.sql(query.rstrip().rstrip(";").replace(NAME, table)).fetchall())
    assert sums.keys() == stated.keys(), sums.keys() ^ stated.keys()
    differ = {path: (sums[path], stated[path]) for path in stated if sums[path] != stated[path]}
    print(f"{name}: {len(sums)} sums, {len(differ)} differ from the roll-up")
    wrong += len(differ)
sys.exit(1 if wrong else 0)
