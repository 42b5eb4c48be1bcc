#!/usr/bin/env bash
# Tries the page, the fragment and the workbench in a real browser, and the workbench again in
# nianbao.html, from the disk and with the network off. Needs node 20 and the program, built;
# installs the rest, and makes nianbao.html unless ONE_PAGE names one. Screenshots are left in
# target/browser.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
command -v xz >/dev/null || missing+=(xz-utils)
fc-list :lang=zh-cn 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
if ((${#missing[@]})); then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi
npm ci --no-audit --no-fund --loglevel=error

: "${NIANBAO:=../../target/debug/nianbao}"
NIANBAO=$(realpath "$NIANBAO")
export NIANBAO
try() { node --test --test-timeout=300000 --test-concurrency=1 --test-reporter=spec "$@"; }
try .

if [ -z "${ONE_PAGE:-}" ]; then
  export ONE_PAGE=target/nianbao.html
  ../../web/nianbao.sh ../../target/nianbao.html
fi
HOST=page try workbench.test.mjs onepage.test.mjs
