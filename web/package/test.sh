#!/usr/bin/env bash
# Makes the package and tries it in Node beside the native program (target/debug/nianbao, or
# $NIANBAO). Needs node 20.
set -euo pipefail
cd "$(dirname "$0")"
../package.sh
[ -n "${NIANBAO:-}" ] || (cd ../.. && cargo build --locked)
export NIANBAO=${NIANBAO:-${CARGO_TARGET_DIR:-$PWD/../../target}/debug/nianbao}
node --test test/*.test.mjs
