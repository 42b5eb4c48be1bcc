#!/usr/bin/env bash
# Makes the book's pages in target/book, which need no server: docs/book.sh [FOLDER]
# Installs mdBook if it is not there (MDBOOK names another one), and makes the index of the
# search: mdBook's own finds no Chinese words. Ends with 3 where mdBook or Python cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."

: "${MDBOOK:=mdbook}"
command -v python3 >/dev/null || exit 3
# What it makes few pages with is compiled fast.
command -v "$MDBOOK" >/dev/null ||
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 timeout 600 cargo install mdbook --version 0.5.4 --locked --no-default-features --quiet || exit 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r docs "$work/docs"
python3 docs/book/index.py "$work/docs"
# mdBook takes along whatever lies beside the pages.
find "$work/docs" -name '*.sh' -delete -o -name '*.py' -delete
book=$(realpath -m "${1:-target/book}")
"$MDBOOK" build "$work/docs" --dest-dir "$book"
python3 docs/book/links.py "$book"
