#!/usr/bin/env bash
# Lays what is written for Word and Excel before LibreOffice: Word files have the pages and
# the text of the PDF, workbooks recalculate to the program's own sums and balances. Needs
# python3 and the program, built; installs the rest. Ends with 3 where that cannot be had.
set -euo pipefail
cd "$(dirname "$0")/../.."

: "${NIANBAO:=target/debug/nianbao}"
missing=()
# The part for workbooks is a package of its own.
office=$(dirname "$(readlink -f "$(command -v soffice || echo /)")")
[ -e "$office/libsclo.so" ] || missing+=(libreoffice-writer-nogui libreoffice-calc-nogui)
{ command -v pdftotext && command -v pdftoppm; } >/dev/null || missing+=(poppler-utils)
if ((${#missing[@]})); then
  echo "installing ${missing[*]}"
  [ "$(id -u)" = 0 ] || exit 3
  timeout 60 apt-get update -qq || exit 3
  DEBIAN_FRONTEND=noninteractive timeout 300 \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" || exit 3
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv" || exit 3
timeout 60 "$work/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 || exit 3

# The fonts of the PDF and no others, so that every machine breaks the lines alike.
cat >"$work/fonts.conf" <<END
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$PWD/fonts</dir><cachedir>$work/cache</cachedir></fontconfig>
END
export FONTCONFIG_FILE="$work/fonts.conf"

${COUNTY:-cargo run --quiet --locked --example county --} "$work/county" 40
"$work/venv/bin/python" tests/office/office.py "$NIANBAO" "$work"
