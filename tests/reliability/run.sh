#!/usr/bin/env bash
# The workbench killed 200 times while it saves, 1,000 runs killed at any moment (build, fmt,
# import, rollup in equal parts) and 500 rounds of four builds into one folder: nothing half, nothing lost, nothing left lying. What the suite
# does in a few rounds; takes half an hour. Further words go to cargo, `--release` say.
set -euo pipefail
cd "$(dirname "$0")/../.."

NIANBAO_ROUNDS=200 cargo test --locked "$@" --test all reliability::a_killed_workbench -- --nocapture
NIANBAO_ROUNDS=1000 cargo test --locked "$@" --test all reliability::a_killed -- --skip workbench --nocapture
NIANBAO_ROUNDS=500 cargo test --locked "$@" --test all reliability::four -- --nocapture

# What replaces an original is on the disk before it is renamed, and its folder after.
if command -v strace >/dev/null; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  sed 's/^年度: /年度:   /' examples/minimal.yaml >"$work/a.yaml"
  cargo --config "target.'cfg(unix)'.runner = ['strace', '-e', 'trace=fsync,/^rename', '-o', '$work/calls']" \
    run --quiet --locked "$@" -- fmt "$work/a.yaml"
  calls=$(grep -oE '^(fsync|rename)' "$work/calls" | tr -d '\n')
  echo "fmt: $calls"
  [ "$calls" = fsyncrenamefsync ]
fi
