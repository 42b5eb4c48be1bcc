#!/usr/bin/env bash
# Makes nianbao.html, the workbench in one file: the page, the core as WebAssembly and the fonts.
# `web/nianbao.sh FILE.html PACKAGE`, the folder that package.sh makes; without them it is
# target/nianbao.html, and the package is built first. Needs node 20, xz and Rust.
set -euo pipefail
here=$(dirname "$0")
out=$(realpath -m "${1:-$here/../target/nianbao.html}")
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
package=$(realpath -m "${2:-$parts/package}")
cd "$here"
[ -n "${2:-}" ] || ./package.sh "$package"
[ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error
npx esbuild src/nianbao.tsx src/host/unpack.ts src/workbench.css --bundle --minify --charset=utf8 --format=iife --target=chrome109 \
  --jsx=automatic --jsx-import-source=preact --legal-comments=none --log-level=warning --outdir="$parts"
mkdir -p "$(dirname "$out")"
node nianbao.mjs "$parts" "$package" "$out"
