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
if [ -n "$program" ]; then
  mkdir "$work/bin"
  inside=$work/bin/nianbao
  case $3 in win32-*) inside+=.exe ;; esac
  cp "$program" "$inside"
  chmod 755 "$inside"
  ../../.ci/licences --notices >> "$work/THIRD-PARTY.txt"
fi
node - "$work/package.json" "$version" <<'NODE'
const fs = require('node:fs');
const [file, version] = process.argv.slice(2);
fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, 'utf8')), version }, null, 2));
NODE
vsce=$PWD/node_modules/.bin/vsce
(cd "$work" && "$vsce" package --no-dependencies --allow-missing-repository ${3:+--target "$3"} --out "$folder/nianbao-$version${3:+-$3}.vsix")
