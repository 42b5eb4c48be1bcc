#!/usr/bin/env bash
# Makes the page anew: web/dist, which the program carries, so that cargo needs no Node.
set -euo pipefail
cd "$(dirname "$0")"

npx esbuild src/main.tsx src/workbench.css --bundle --minify --charset=utf8 --format=iife --target=chrome109 \
  --jsx=automatic --jsx-import-source=preact --legal-comments=none --log-level=warning \
  --entry-names=workbench --outdir=dist
cp src/index.html dist/index.html
# Whoever has a copy has the licences of what is in it.
{ echo '/*!'; node notices.mjs; echo '*/'; } >>dist/workbench.js
