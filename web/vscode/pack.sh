#!/usr/bin/env bash
# Packs the extension into a folder, after `npm ci` without a network: for any machine, or with
# the program inside for one platform.
#
#     web/vscode/pack.sh FOLDER [PROGRAM PLATFORM]     PLATFORM: linux-x64, win32-x64, darwin-arm64
set -euo pipefail
folder=$(realpath "$1")
program=${2:+$(realpath "$2")}
cd "$(dirname "$0")"

version=$(sed -n 's/^version = "\(.*\)"/\1/p' ../../Cargo.toml | head -1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm run --silent build
mkdir "$work/schemas"
cp -r dist package.json README.md .vscodeignore ../icon/icon.png "$work"
cp ../../schemas/*.json "$work/schemas"
cat ../../LICENSE-MIT ../../LICENSE-APACHE > "$work/LICENSE.txt"
node ../notices.mjs > "$work/THIRD-PARTY.txt"
options=()
name=nianbao-$version
if [ -n "$program" ]; then
  install -D "$program" "$work/bin/nianbao$([[ $3 = win32-* ]] && echo .exe || true)"
  ../../.ci/licences --notices >> "$work/THIRD-PARTY.txt"
  options=(--target "$3")
  name+=-$3
fi
sed -i "s/\"version\": \".*\"/\"version\": \"$version\"/" "$work/package.json"
vsce=$PWD/node_modules/.bin/vsce
(cd "$work" && "$vsce" package --no-dependencies --allow-missing-repository "${options[@]}" --out "$folder/$name.vsix")
