#!/usr/bin/env bash
# Makes the book's pages in target/book, which need no server: docs/book.sh [FOLDER]
# Installs mdBook into target/tools if it is not there (MDBOOK names another one), and makes
# the index of the search: mdBook's own finds no Chinese words.
set -euo pipefail
cd "$(dirname "$0")/.."

: "${MDBOOK:=target/tools/bin/mdbook}"
if [ ! -x "$MDBOOK" ]; then
  cargo install mdbook --version 0.5.4 --locked --no-default-features --quiet --root target/tools
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r docs "$work/docs"
python3 docs/book/index.py "$work/docs"
book=$(realpath -m "${1:-target/book}")
"$MDBOOK" build "$work/docs" --dest-dir "$book"
python3 docs/book/links.py "$book"
