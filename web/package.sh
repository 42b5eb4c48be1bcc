#!/usr/bin/env bash
# Makes the package `nianbao` from source into web/package/out (or the folder that is named):
# the module, its types, the program and the readers as WebAssembly, the fonts, and the notices of
# all that is linked in. Needs Rust, python3 and node 20.
set -euo pipefail
out=${1:-$(dirname "$0")/package/out}
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$(dirname "$0")"

rustup target list --installed | grep -qx wasm32-unknown-unknown ||
  timeout 300 rustup target add wasm32-unknown-unknown
# The stack is twice that of the program's threads. Where the sources lie is not in what is made,
# which is the same from every folder, and smaller.
flags=(-Clink-arg=-zstack-size=4194304 "--remap-path-prefix=$(cd .. && pwd)/=")
for sources in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
  flags+=("--remap-path-prefix=$sources=")
done
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && echo "${flags[*]}")
export CARGO_ENCODED_RUSTFLAGS

rm -rf "${out:?}"/*
mkdir "$out/fonts"
# make NAME OPTIONS: one of the two modules.
make() {
  (cd wasm && cargo build --locked --release --target wasm32-unknown-unknown "${@:2}")
  cp "${CARGO_TARGET_DIR:-wasm/target}/wasm32-unknown-unknown/release/nianbao_wasm.wasm" "$out/$1.wasm"
}
make nianbao
make readers --features readers

# Whoever opens a page loads it: binaryen makes it a tenth smaller than the compiler does. What it
# may use is what the compiler uses.
[ -d node_modules/binaryen ] || npm ci --no-audit --no-fund --loglevel=error
npx wasm-opt -Oz -Oz --enable-bulk-memory --enable-sign-ext --enable-mutable-globals --enable-nontrapping-float-to-int \
  --enable-reference-types --enable-multivalue "$out/nianbao.wasm" --output "$out/nianbao.wasm"
size=$(wc -c < "$out/nianbao.wasm")
[ "$size" -le 3300000 ] || { echo "nianbao.wasm has $size bytes, 3.3 MB at the most" >&2; exit 1; }

version=$(sed -n 's/^version = "\(.*\)"/\1/p' ../Cargo.toml | head -1)
sed "s/\"version\": \"0.0.0\"/\"version\": \"$version\"/" package/package.json > "$out/package.json"
../.ci/licences --notices > "$out/THIRD-PARTY.txt"
cp package/nianbao.js package/nianbao.d.ts package/README.md ../LICENSE-* "$out"
# The page's messages are types and nothing else.
cp src/messages.ts "$out/messages.d.ts"
cp ../fonts/*.otf ../fonts/*.ttf ../fonts/OFL-*.txt "$out/fonts"
ls -l "$out" "$out/fonts"
