#!/usr/bin/env bash
# Fuzzes every target in turn, each for so many seconds, or those that are named:
#
#     [SEED=N] fuzz/run.sh SECONDS [TARGET …]
#
# tries the same inputs in every run with the same seed other than 0, others in each without,
# begins with the committed seeds and what earlier runs found (corpus/, which is not
# committed), goes on where a target fails, and ends with a table. What made a target fail,
# take too long or too much memory lies in artifacts/ then, and the script ends with 1; with 3
# where what it needs cannot be had: Rust, a C++ compiler, and libFuzzer from the registry.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:?'for how many seconds each?'}
shift

# Target, the longest input, and where seeds lie besides seeds/TARGET.
targets='
yaml      8000   ../examples ../tests/fixtures
number    40
report    16000  ../examples ../tests/fixtures
checks    16000
fmt       16000  ../examples ../tests/fixtures
markdown  16000
page      40000  ../tests/import
text      16000  ../tests/import
docx      64000  ../tests/import
workbook  64000
pdf       64000  ../tests/import
lsp       16000
'
# No input may take so long, in seconds, or the process so much memory, in MB.
timeout=10 memory=1024

if ! command -v c++ >/dev/null; then
  echo 'installing g++, which libFuzzer needs'
  [ "$(id -u)" = 0 ] && timeout 60 apt-get update -qq || exit 3
  DEBIAN_FRONTEND=noninteractive timeout 600 \
    apt-get install -y -qq --no-install-recommends g++ || exit 3
fi
cargo fetch --locked || {
  # The registry may be out of reach, or the lock file behind the program's own.
  cargo fetch --quiet && echo 'fuzz/Cargo.lock was out of date: commit it as it is now' && exit 1
  exit 3
}
built=${CARGO_TARGET_DIR:-target}/fuzz
began=$SECONDS
RUSTC_WRAPPER=$PWD/instrument cargo build --release --locked --target-dir "$built"
echo "built in $((SECONDS - began)) s"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
table=$(printf '| target | seconds | executions | a second | slowest unit | peak memory | |\n|---|---|---|---|---|---|---|')
failed=0
while read -r target longest beside; do
  [ -n "$target" ] || continue
  [ $# = 0 ] || [[ " $* " = *" $target "* ]] || continue
  mkdir -p "corpus/$target" "artifacts/$target"
  printf '\n== %s\n' "$target"
  verdict=
  # shellcheck disable=SC2086
  "$built/release/$target" "corpus/$target" "seeds/$target" $beside \
    -seed="${SEED:-0}" -max_total_time="$seconds" -max_len="$longest" -timeout=$timeout -rss_limit_mb=$memory \
    -artifact_prefix="artifacts/$target/" -print_final_stats=1 >"$log" 2>&1 || {
    verdict=failed
    failed=1
    tail -n 60 "$log"
  }
  stat() { sed -n "s/^stat::$1: *//p" "$log"; }
  slowest=$(sed -n 's/^slowest unit: //p' "$log" | tail -n 1)
  row="| $target | $seconds | $(stat number_of_executed_units) | $(stat average_exec_per_sec) | $slowest | $(stat peak_rss_mb) MB | $verdict |"
  echo "$row"
  table+=$'\n'$row
done <<<"$targets"
printf '\n%s\n' "$table"
exit $failed
