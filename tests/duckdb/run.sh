#!/usr/bin/env bash
# Asks DuckDB for the sums over a generated county's exported figures and compares them
# with the roll-up: of data files, and of two years in every format that is read, which go
# through status, rollup, years and export in one command each.
# Needs python3 and the program, built; installs DuckDB itself. Ends with 3 where DuckDB
# cannot be had.
set -euo pipefail
cd "$(dirname "$0")/../.."

: "${NIANBAO:=target/debug/nianbao}"
# So many agencies hand in two reports each.
count=${1:-150}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv" || exit 3
"$work/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.4.2 openpyxl==3.1.5 || exit 3

# compare NAME REPORTS: the roll-up's figures are those that DuckDB adds up. A workbook has no
# texts, so it is a draft.
compare() {
  mkdir "$work/$1"
  "$NIANBAO" rollup "$2" --draft --agency 某某县人民政府 --roster "$roster" -o "$work/$1/area.yaml"
  "$NIANBAO" export "$2" --draft -o "$work/$1/表" --format short 2>/dev/null || [ $? = 1 ]
  "$NIANBAO" export "$2" --draft --gz -o "$work/$1/gz" --format short 2>/dev/null || [ $? = 1 ]
  # The area's texts are not written yet, so it is a draft.
  "$NIANBAO" export "$work/$1/area.yaml" --draft --format short -o "$work/$1/area" 2>/dev/null || [ $? = 1 ]
  "$work/venv/bin/python" tests/duckdb/sums.py "$work/$1" docs/research.md
}

${COUNTY:-cargo run --quiet --locked --example county --} "$work/county" "$count" 2
roster=$work/county/roster.yaml
compare data "$work/county/2025"

# The same county as it is handed in, in every format that is read.
mixed=$work/handed
mkdir "$mixed"
cp -r "$work/county/2024" "$work/county/2025" "$mixed/"
"$work/venv/bin/python" tests/duckdb/mix.py "$mixed" "$NIANBAO"
compare mixed "$mixed/2025"
cmp <(grep -v '^#' "$work/data/area.yaml") <(grep -v '^#' "$work/mixed/area.yaml")
"$NIANBAO" status "$mixed" --roster "$roster" --year 2025 -o "$work/status.json" || [ $? = 1 ]
"$NIANBAO" years "$mixed" --roster "$roster" -o "$work/years.json"
"$NIANBAO" export "$mixed" --draft --format short -o "$work/both" 2>/dev/null || [ $? = 1 ]
"$work/venv/bin/python" tests/duckdb/two_years.py "$work" "$count"
