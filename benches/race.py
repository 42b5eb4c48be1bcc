#!/usr/bin/env python3
"""Races the whole process against the tools that a user would pick instead.

race.py PEERS [RUNS]: PEERS is a folder with the same report for other tools (typst/, html/,
docx/ and data/report.yaml, data/batch/000.yaml …); tools that are not installed are left out.
Runs take turns, and a ratio is the median of the ratios pair by pair: above 1, nianbao is
that many times faster. Build with `cargo build --release` first.
"""
import os, shlex, shutil, statistics, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(sys.argv[1]).resolve()
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 9
OUT = Path(tempfile.mkdtemp())
NIANBAO = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/nianbao"
EXAMPLE = ROOT / "examples/zhangdian-traffic-police-2024.yaml"
python = PEERS / "venv/bin/python"
PYTHON = str(python) if python.exists() else sys.executable

def has_module(name):
    return subprocess.run([PYTHON, "-c", f"import {name}"], capture_output=True).returncode == 0

TYPST_PY = "import sys,typst; typst.compile(sys.argv[1],output=sys.argv[2],root=sys.argv[3],sys_inputs={'data':'/data/report.yaml'})"

def peers():
    """Name → command."""
    found = {}
    if shutil.which("typst"):
        found["typst"] = ["typst", "compile", "--root", str(PEERS), "--input", "data=/data/report.yaml",
                          str(PEERS / "typst/report.typ"), str(OUT / "typst.pdf")]
    elif has_module("typst"):
        found["typst (from Python)"] = [PYTHON, "-c", TYPST_PY, str(PEERS / "typst/report.typ"), str(OUT / "typst.pdf"), str(PEERS)]
    if has_module("weasyprint"):
        found["WeasyPrint, tagged"] = [PYTHON, str(PEERS / "html/weasy.py"), "--tagged", str(PEERS / "data/report.yaml"), str(OUT / "weasy.pdf")]
    if shutil.which("chromium") and has_module("jinja2"):
        subprocess.run([PYTHON, str(PEERS / "html/render.py"), str(PEERS / "data/report.yaml"), str(OUT / "report.html")], check=True)
        found["Chromium"] = [str(PEERS / "html/chrome.sh"), str(OUT / "report.html"), str(OUT / "chrome.pdf")]
    if shutil.which("soffice") and has_module("docxtpl"):
        subprocess.run([PYTHON, str(PEERS / "docx/mktpl.py")], check=True)
        found["docxtpl + LibreOffice"] = filled([PEERS / "data/report.yaml"])
    return found

def filled(data):
    """The command that fills Word files from data files and makes them PDFs."""
    folder = OUT / "docx"
    folder.mkdir(exist_ok=True)
    pairs = [part for path in data for part in (str(path), str(folder / (path.stem + ".docx")))]
    words = " ".join(map(shlex.quote, [PYTHON, str(PEERS / "docx/fill.py"), *pairs]))
    made = " ".join(map(shlex.quote, pairs[1::2]))
    return ["sh", "-c", f"{words} && soffice --headless --convert-to pdf --outdir {shlex.quote(str(folder))} {made}"]

def run(command):
    start = time.perf_counter()
    done = subprocess.run(command, cwd=PEERS, capture_output=True)
    took = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr.decode(errors='replace')[-300:]}")
    return took

def compare(name, ours, theirs):
    run(ours), run(theirs)
    pairs = [(run(ours), run(theirs)) for _ in range(RUNS)]
    ratio = statistics.median(b / a for a, b in pairs)
    ours, theirs = (statistics.median(p[i] for p in pairs) for i in (0, 1))
    print(f"{name:24} {theirs * 1000:8.0f} ms   nianbao {ours * 1000:6.1f} ms   × {ratio:.1f}", flush=True)

def variants():
    """100 different reports as data files."""
    folder = OUT / "data"
    folder.mkdir()
    text = EXAMPLE.read_text(encoding="utf-8")
    for number in range(100):
        name = "一二三四五六七八九十"[number // 10] + "甲乙丙丁戊己庚辛壬癸"[number % 10]
        own = text.replace("张店", name).replace("933554", str(933554 + 7 * number)).replace("zdjjddbgs", f"dd{number:02}")
        (folder / f"{number:03}.yaml").write_text(own, encoding="utf-8")
    return sorted(map(str, folder.glob("*.yaml")))

print(f"one report, whole process, median of {RUNS} pairs in turn")
everything = [str(NIANBAO), "build", str(EXAMPLE), "--out", str(OUT / "one")]
only_pdf = everything + ["--to", "pdf"]
others = peers()
for name, command in others.items():
    compare(f"{name}: PDF", only_pdf, command)
for name, command in others.items():
    if name.startswith("typst"):
        compare(f"{name}, ours all three", everything, command)
size = (OUT / "one" / (EXAMPLE.stem + ".pdf")).stat().st_size
print(f"the PDF has {size:,} bytes, tagged")

files = variants()
batch = [str(NIANBAO), "build", *files, "--to", "pdf", "--out", str(OUT / "many")]
run(batch)
rate = 100 / statistics.median(run(batch) for _ in range(5))
print(f"100 different reports in one process: {rate:.0f}/s on {os.cpu_count()} cores")

def compare_batch(name, command, runs):
    pairs = [(run(batch), run(command)) for _ in range(runs)]
    rate = 100 / statistics.median(theirs for _, theirs in pairs)
    print(f"  {name}: {rate:.1f}/s   × {statistics.median(theirs / ours for ours, theirs in pairs):.1f}", flush=True)

if shutil.which("typst"):
    compare_batch("typst as a bundle", ["typst", "compile", "--root", str(PEERS), "--features", "bundle", "--format", "bundle",
                                        str(PEERS / "typst/bundle.typ"), str(OUT / "bundle")], 5)
if "docxtpl + LibreOffice" in others:
    compare_batch("docxtpl + LibreOffice, one process", filled(sorted((PEERS / "data/batch").glob("*.yaml"))), 1)
shutil.rmtree(OUT)
