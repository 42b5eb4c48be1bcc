#!/usr/bin/env bash
# Makes the pictures of the READMEs and the book anew: the printed page, charts, the sheet for
# the public, the years of an agency, an office's page, the workbench, an error in the terminal.
# Needs the program, chromium, poppler, Python with Pillow, and node with the modules
# of tests/browser.
set -euo pipefail
cd "$(dirname "$0")"

: "${NIANBAO:=../../target/debug/nianbao}"
NIANBAO=$(realpath "$NIANBAO")
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shoot URL FILE WIDTH HEIGHT
shoot() {
  timeout 100 chromium --headless --no-sandbox --disable-gpu --no-first-run --hide-scrollbars \
    --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$(mktemp -d -p "$work")" --window-size="$3,$4" --timeout=5000 \
    --screenshot="$2" "$1" 2>/dev/null
}

# small COLOURS HEIGHT FILE PICTURE…: the pictures beside each other, cut below a height; few
# colours are enough.
small() {
  python3 - "$@" <<'PYTHON'
import sys
from PIL import Image, ImageOps

colours, height, target, *sources = sys.argv[1:]
pictures = [Image.open(name).convert("RGB") for name in sources]
if len(pictures) > 1:
    pictures = [ImageOps.expand(picture, 1, "#999999") for picture in pictures]
width = sum(picture.width for picture in pictures)
height = min(int(height), max(picture.height for picture in pictures))
sheet = Image.new("RGB", (width, height), "white")
left = 0
for picture in pictures:
    sheet.paste(picture, (left, 0))
    left += picture.width
sheet.quantize(int(colours), dither=Image.Dither.NONE).save(target, optimize=True)
PYTHON
  printf '%s %s\n' "$(stat -c %s "$3")" "$3"
}

cp ../../examples/zhangdian-traffic-police-2024.yaml "$work/2024.yaml"
cp ../../examples/minimal.yaml "$work/report.yaml"
cp -r ../../tests/charts "$work/charts"
cd "$work"

# The printed report: its first page and the third table.
"$NIANBAO" build 2024.yaml --to pdf 2>/dev/null
pdftoppm -r 60 -png 2024.pdf page
small 24 9999 "$here/page.png" page-1.png page-5.png

# The sheet for the public, on paper and on a phone, and the first charts of the same report.
"$NIANBAO" build charts/2024.yaml --to 图解,html 2>/dev/null
pdftoppm -r 78 -png charts/2024-图解.pdf sheet
shoot "file://$work/charts/2024-图解.html" phone.png 500 1180
sed -i 's|</head>|<style>header, nav, main > :not(figure), figure:nth-of-type(n+4) { display: none } main { columns: 2 } body { max-width: 1100px; padding: .8rem 0 }</style>&|' charts/2024.html
shoot "file://$work/charts/2024.html" charts.png 1140 560
small 24 9999 "$here/charts.png" charts.png
small 24 914 "$here/sheet.png" sheet-1.png phone.png

# A county: an agency over the years, and how the last year stands.
python3 "$here/county.py" "$here/../../examples/minimal.yaml" .
"$NIANBAO" years 202?/公安局.yaml -o years.html 2>/dev/null
shoot "file://$work/years.html" years.png 900 890
small 24 9999 "$here/years.png" years.png
"$NIANBAO" status 202? --year 2025 --roster 名册.yaml --as-of 2026-02-21 -o status.html 2>/dev/null || true
shoot "file://$work/status.html" status.png 900 960
small 48 9999 "$here/status.png" status.png

# A short text, so that a table is to be seen too.
sed -i '/^总体情况: |/,/^主动公开:/c\
总体情况: 主动公开、依申请公开、政府信息管理、平台建设和监督保障各项工作按要求开展。\
主动公开:' report.yaml

# The web page.
"$NIANBAO" build report.yaml --to html 2>/dev/null
shoot "file://$work/report.html" html.png 900 960
small 32 755 "$here/html.png" html.png

# The workbench: a total that is off, last year's figures beside this year's.
sed -e 's/^年度: 2024/年度: 2023/' -e 's/^日期: 2025/日期: 2024/' -e 's/ {自然人: 6, 其余: 0, 总计: 6}$/ {自然人: 21, 其余: 0}/' \
  -e 's/{自然人: 3, 其余: 0, 总计: 3}/{自然人: 18, 其余: 0}/' -e '/^总体情况: |/,/^主动公开:/c\总体情况: 略\n主动公开:' \
  -e '/^问题及改进: |/,$c\问题及改进: 略\n其他事项: 略' 2024.yaml >2023.yaml
sed -e 's/^机关:/上年: 2023.yaml\n机关:/' -e '/^  新收:/s/总计: 6/总计: 7/' 2024.yaml >年报2024.yaml
NIANBAO="$NIANBAO" node "$here/../../tests/browser/shoot.mjs" 年报2024.yaml 申请 workbench.png
small 64 9999 "$here/workbench.png" workbench.png

# A wrong total in the terminal.
sed -i 's/其余: 0, 总计: 3}  #.*/其余: 0, 总计: 4}/' report.yaml
{
  printf '$ nianbao check report.yaml\n'
  "$NIANBAO" check report.yaml 2>&1 || true
} >terminal.txt
{
  printf '<meta charset="utf-8"><style>body{margin:0;background:#1e1e1e;color:#ddd}'
  printf 'pre{font:15px/1.5 "Noto Sans Mono CJK SC",monospace;margin:16px}</style><pre>'
  sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/^错误.*/<b style="color:#ff7b72">&<\/b>/' \
    -e 's/^警告.*/<b style="color:#e3b341">&<\/b>/' terminal.txt
  printf '</pre>'
} >terminal.html
shoot "file://$work/terminal.html" terminal.png 1000 280
small 16 9999 "$here/terminal.png" terminal.png
