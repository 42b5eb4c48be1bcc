"""The query of README.md over every exported format gives what the roll-up states."""

import json
import re
import sys
from decimal import Decimal
from pathlib import Path

import duckdb

work, readme = Path(sys.argv[1]), Path(sys.argv[2])
(query,) = re.findall(r"```sql\n(.*?)```", readme.read_text(encoding="utf-8"), re.S)
assert "'reports.parquet'" in query, query

with open(work / "area.jsonl", encoding="utf-8") as lines:
    rows = [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]
stated = {row["path"]: row["value"] for row in rows}
assert len(stated) > 100 and any(stated.values()), len(stated)

# Text formats say of no number how exact it is: DuckDB is told.
exact = "DECIMAL(38, 6)"
tables = {
    "parquet": f"'{work}/reports.parquet'",
    "csv": f"read_csv('{work}/reports.csv', types = {{'value': '{exact}'}})",
    "jsonl": "(SELECT * REPLACE (CAST(value AS " + exact + ") AS value) FROM "
    f"read_json('{work}/reports.jsonl', columns = {{path: 'VARCHAR', value: 'VARCHAR'}}))",
}
wrong = 0
for name, table in tables.items():
    sums = dict(duckdb.sql(query.replace("'reports.parquet'", table)).fetchall())
    assert sums.keys() == stated.keys(), sums.keys() ^ stated.keys()
    differ = {path: (sums[path], stated[path]) for path in stated if sums[path] != stated[path]}
    print(f"{name}: {len(sums)} sums, {len(differ)} differ from the roll-up")
    wrong += len(differ)
sys.exit(1 if wrong else 0)
