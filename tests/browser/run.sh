#!/usr/bin/env bash
# Tries the page, the fragment and the workbench in a real browser. Needs node 20 and the
# program, built; installs the rest. Screenshots are left in target/browser.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
fc-list :lang=zh-cn 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
if ((${#missing[@]})); then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi
npm ci --no-audit --no-fund --loglevel=error

: "${NIANBAO:=../../target/debug/nianbao}"
NIANBAO=$(realpath "$NIANBAO")
export NIANBAO
node --test --test-timeout=300000 --test-concurrency=1 --test-reporter=spec .
