#!/usr/bin/env bash
# Makes icon.ico (the program for Windows) and icon.png (the VS Code extension) of icon.svg.
# Needs chromium and Python with Pillow.
set -euo pipefail
cd "$(dirname "$0")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{ echo '<!doctype html><style>body{margin:0}svg{display:block;width:512px;height:512px}</style>'; cat icon.svg; } > "$work/icon.html"
timeout 100 chromium --headless --no-sandbox --disable-gpu --no-first-run --hide-scrollbars \
  --default-background-color=00000000 --user-data-dir="$work/user" --window-size=512,512 --timeout=5000 \
  --screenshot="$work/icon.png" "file://$work/icon.html" 2>/dev/null
python3 - "$work/icon.png" <<'PYTHON'
import sys
from PIL import Image

picture = Image.open(sys.argv[1]).convert("RGBA").crop((0, 0, 512, 512))
picture.resize((128, 128), Image.Resampling.LANCZOS).save("icon.png", optimize=True)
sides = (16, 24, 32, 48, 64, 256)
picture.save("icon.ico", sizes=[(side, side) for side in sides])
PYTHON
ls -l
