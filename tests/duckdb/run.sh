#!/usr/bin/env bash
# Asks DuckDB for the sums over a generated county's exported figures and compares them
# with the roll-up. Needs python3 and the program, built; installs DuckDB itself.
# Ends with 3 where DuckDB cannot be had.
set -euo pipefail
cd "$(dirname "$0")/../.."

: "${NIANBAO:=target/debug/nianbao}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv" || exit 3
"$work/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.4.2 || exit 3

cargo run --quiet --locked --example county -- "$work/county" "${1:-300}"
reports=$work/county/2025
"$NIANBAO" rollup "$reports" --agency 某某县人民政府 -o "$work/area.yaml"
for format in csv jsonl parquet; do
  "$NIANBAO" export "$reports" -o "$work/reports.$format"
done
# The area's texts are not written yet, so it is a draft.
"$NIANBAO" export "$work/area.yaml" --draft --format short -o "$work/area.jsonl" 2>/dev/null || [ $? = 1 ]
"$work/venv/bin/python" tests/duckdb/sums.py "$work" README.md
