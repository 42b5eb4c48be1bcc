#!/usr/bin/env bash
# Checks the extension's types, tries the language server that it starts through the editor's
# protocol, and packs it. Needs node 20 and the program, built.
set -euo pipefail
cd "$(dirname "$0")"

: "${CARGO_TARGET_DIR:=../../target}"
: "${NIANBAO:=$CARGO_TARGET_DIR/debug/nianbao}"
NIANBAO=$(realpath "$NIANBAO")
export NIANBAO
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm ci --no-audit --no-fund --loglevel=error
npx tsc
npx esbuild src/server.ts --bundle --platform=node --format=esm --log-level=warning --outfile="$work/server.mjs"
SERVER=$work/server.mjs node --test --test-timeout=120000 --test-reporter=spec test
./pack.sh "$work"
# With a program inside: where the extension looks for it, and allowed to run.
printf '#!/bin/sh\n' > "$work/program"
./pack.sh "$work" "$work/program" linux-x64
./pack.sh "$work" "$work/program" win32-x64
python3 - "$work"/nianbao-*.vsix <<'PYTHON'
import sys, zipfile

windows = next(path for path in sys.argv if "win32-x64" in path)
assert zipfile.ZipFile(windows).read("extension/bin/nianbao.exe") == b"#!/bin/sh\n"
linux = next(path for path in sys.argv if "linux-x64" in path)
entry = zipfile.ZipFile(linux).getinfo("extension/bin/nianbao")
assert entry.external_attr >> 16 & 0o111, oct(entry.external_attr >> 16)
plain = next(path for path in sys.argv[1:] if "-x64" not in path)
names = set(zipfile.ZipFile(plain).namelist())
needed = {"package.json", "dist/extension.js", "icon.png", "THIRD-PARTY.txt", "schemas/nianbao-2019.schema.json", "schemas/nianbao-2021.schema.json"}
missing = {name for name in needed if f"extension/{name}" not in names}
assert not missing, (missing, names)
odd = [name for name in names if "node_modules" in name or "/src/" in name or "/test/" in name]
assert not odd, odd
PYTHON
