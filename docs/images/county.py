"""A county of made-up agencies over four years, one of whose reports of the last year is wrong,
one late and one lacking: county.py MINIMAL FOLDER."""
import sys
from pathlib import Path

text, folder = Path(sys.argv[1]).read_text(), Path(sys.argv[2])
NAMES = ["教育局", "公安局", "民政局", "财政局", "水利局", "交通运输局", "档案馆", "住房和城乡建设局"]
for at, name in enumerate(NAMES):
    carried = 0
    for year in range(2022, 2026):
        new = 4 + at * 2 + (at * 5 + year * 3) % 7 + (year - 2022) * (at % 3)
        left = (at + year) % 3
        done = new + carried - left
        open_, none = done * 2 // 3, done // 6
        rows = {
            "新收": new, "上年结转": carried, "予以公开": open_, "部分公开": done - open_ - none,
            "不掌握": none, "结转下年度": left,
        }
        out = []
        for line in text.replace("2026", str(year + 1)).replace("2025", str(year)).splitlines():
            key = line.strip().split(":")[0]
            deep = line[: len(line) - len(line.lstrip())]
            if key in rows and deep:
                line = f"{deep}{key}: {{自然人: {rows[key]}, 其余: 0}}"
            elif key == "总计":
                continue
            elif key in ("行政许可", "行政处罚"):
                line = f"{deep}{key}: {(120 + at * 90 + (year * 37 + at * 11) % 60) * (3 if key == '行政许可' else 1)}"
            elif key == "行政复议" and at % 3 == 1:
                line = f"{deep}{key}: {{结果维持: {year % 3}, 结果纠正: 1, 其余: 0}}"
            out.append(line)
        report = "\n".join(out).replace("某县档案馆", f"某县{name}") + "\n"
        if name != "档案馆":
            report = report.replace("我馆", "我局")
        if (name, year) == ("民政局", 2025):
            report = report.replace("不掌握: {", "不掌握: {总计: 99, ")
        if (name, year) == ("财政局", 2025):
            report = report.replace("日期: 2026-01-20", "日期: 2026-02-20")
        if (name, year) != ("水利局", 2025):
            place = folder / str(year) / f"{name}.yaml"
            place.parent.mkdir(exist_ok=True)
            place.write_text(report)
        carried = left
(folder / "名册.yaml").write_text("".join(f"- {{名称: 某县{name}, 类别: 部门}}\n" for name in NAMES))
