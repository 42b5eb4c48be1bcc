#!/usr/bin/env bash
# Checks the types of the page, tries its pure parts, makes it anew and compares it with what
# is committed. Needs node 20.
set -euo pipefail
cd "$(dirname "$0")"

npm ci --no-audit --no-fund --loglevel=error
npx tsc
tests=$(mktemp -d)
trap 'rm -rf "$tests"' EXIT
npx esbuild test/*.test.ts --bundle --platform=node --format=cjs --log-level=warning \
  --external:canvas --out-extension:.js=.cjs --outdir="$tests"
node --test "$tests"/*.cjs
./build.sh
if ! git diff --exit-code --stat -- dist || [ -n "$(git ls-files --others -- dist)" ]; then
  echo 'web/dist is not what web/build.sh makes: run it and commit what it makes' >&2
  exit 1
fi
