#!/usr/bin/env python3
"""What six charts cost: the 2024 report with them against the same without.

charts.py [RUNS]: processor time of whole processes, which a busy machine changes least, in turn,
for each format and for all at once; a ratio is the median of the ratios pair by pair. Build with
`cargo build --release` first.
"""
import os, resource, statistics, subprocess, sys, tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 40
OUT = Path(tempfile.mkdtemp())
NIANBAO = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/nianbao"

CHARTS = """
  {{图:申请.办理结果}}

  ```图
  标题: 申请人
  数据: 申请.新收
  样式: 构成
  ```

  ```图
  标题: 新收和结转
  数据: [申请.新收, 申请.上年结转, 申请.结转下年度]
  样式: 条形
  ```

  {{图:复议诉讼.行政复议}}

  ```图
  标题: 主动公开的条数
  数据: {政务动态: 120, 政策文件: 31, 办事指南: 44, 财政信息: 6}
  ```

  ```图
  标题: 各季度收到的申请
  数据: {一季度: 1, 二季度: 3, 三季度: 0, 四季度: 2}
  样式: 折线
  ```

"""

def spent():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime

def run(name, to):
    before = spent()
    done = subprocess.run([NIANBAO, "build", name, "--to", to, "--out", "out"], cwd=OUT, capture_output=True)
    if done.returncode:
        sys.exit(done.stderr.decode())
    return spent() - before

text = (ROOT / "examples/zhangdian-traffic-police-2024.yaml").read_text()
head = "总体情况: |\n"
assert head in text
(OUT / "without.yaml").write_text(text)
(OUT / "with.yaml").write_text(text.replace(head, head + CHARTS, 1))
for to in ["docx", "pdf", "html", "md", "docx,pdf,html,md"]:
    run("without.yaml", to), run("with.yaml", to)
    pairs = [(run("without.yaml", to), run("with.yaml", to)) for _ in range(RUNS)]
    without, charted = (1000 * statistics.median(column) for column in zip(*pairs))
    ratio = statistics.median(charted / without for without, charted in pairs)
    print(f"{to}: {ratio:.2f} ({without:.1f} ms without, {charted:.1f} ms with)")
