"""政府信息公开工作年度报告：检查、生成报告、把数读成表。

>>> import nianbao
>>> for finding in nianbao.check("年报.yaml"):
...     print(finding)
>>> nianbao.build("年报.yaml", to=["pdf", "docx"], out="成品")
>>> rows = nianbao.read("2025")  # pandas.DataFrame(rows) 就是一张长表

凡写数据文件的地方，填好的工作簿、Word、网页、PDF 也行；文件夹就是其中（包括下级）所有的。
都由随附的程序来做，与命令 nianbao 说的话一样；别的命令用 program() 找到它自己运行。
"""

from __future__ import annotations

import csv
import importlib.metadata
import json
import os
import subprocess
import sysconfig
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Optional, TypedDict, Union, cast

__all__ = ["Error", "Figure", "Finding", "Refused", "build", "check", "program", "read"]

AnyPath = Union[str, "os.PathLike[str]"]
Format = Literal["md", "html", "pdf", "docx"]

_SEVERITIES = {"error": "错误", "warning": "警告", "hint": "提示"}


@dataclass(frozen=True)
class Finding:
    """检查出的一个问题。不适用的是 None；行、列从 1 数起，列按字数。"""

    file: str
    """检查的文件。"""
    agency: Optional[str]
    """机关。"""
    year: Optional[int]
    """年度。"""
    rule: str
    """规则的代号；nianbao explain 加它，说明这条规则。"""
    severity: Literal["error", "warning", "hint"]
    """error 错误，warning 警告，hint 提示。"""
    basis: str
    """依据：法定、格式、表内、评估、经验或本工具。"""
    path: Optional[str]
    """表格里的哪一格，如 申请.新收.自然人。"""
    name: Optional[str]
    """表格上印的名称，如 一、本年新收政府信息公开申请数量 · 自然人。"""
    place: str
    """问题所在的文件：也可能是引入的文字或上年的报告。"""
    within: Optional[str]
    """在工作簿、Word、网页、PDF 里的位置，它们没有行：申请!D6。"""
    line: Optional[int]
    column: Optional[int]
    end_line: Optional[int]
    end_column: Optional[int]
    message: str
    """问题是什么。"""
    help: Optional[str]
    """怎么办。"""
    stated: Optional[str]
    """写的是什么。"""
    expected: Optional[str]
    """应当是什么。"""
    waived: Optional[str]
    """在数据文件里豁免的理由。"""

    def __str__(self) -> str:
        at = self.within or ":".join(str(n) for n in (self.line, self.column) if n)
        where = f"{self.place}:{at}" if at else self.place
        return f"{where}: {_SEVERITIES[self.severity]}[{self.rule}]: {self.message}"


class Figure(TypedDict):
    """表格里的一格。"""

    agency: str
    """机关。"""
    category: Optional[str]
    """类别。"""
    year: int
    """年度。"""
    edition: str
    """版式。"""
    table: str
    """表。"""
    row: str
    """行。"""
    column: str
    """列。"""
    path: str
    """全名，如 申请.新收.自然人。"""
    kind: Literal["count", "change", "amount"]
    """count 件数，change 增减，amount 万元。"""
    total: bool
    """是否总计。"""
    value: Union[int, Decimal, None]
    """数，一分不差（有小数的是 Decimal）；留空的是 None。"""
    blank: bool
    """是否留空。"""
    note: Optional[str]
    """注。"""
    file: str
    """数据文件。"""
    sha256: str
    """它的 SHA-256。"""


class Error(Exception):
    """没能完成：文件读不了、写不了，或给的不对。说的是程序的原话。"""


class Refused(Error):
    """报告有错误，没有放行；没有错误的那几份照样生成了。"""

    def __init__(self, findings: list[Finding], words: list[str]) -> None:
        told = [str(finding) for finding in findings if finding.severity == "error"]
        super().__init__("\n".join([*told, *words]))
        self.findings = findings
        """全部问题，包括警告和提示。"""


def check(
    *paths: AnyPath, previous: AnyPath | None = None, roster: AnyPath | None = None
) -> list[Finding]:
    """检查数据文件，列出全部问题；没有问题就是空的。

    previous 是上年的报告，用于核对结转和同比；写文件夹就各找各的，改了名的机关按名册 roster 对上。
    """
    return _findings(_run("check", paths, previous=previous, roster=roster))


def build(
    *paths: AnyPath,
    to: Format | Sequence[Format] = ("md", "html", "pdf"),
    out: AnyPath | None = None,
    draft: bool = False,
    fragment: bool = False,
    previous: AnyPath | None = None,
    roster: AnyPath | None = None,
    templates: AnyPath | None = None,
    fonts: AnyPath | None = None,
) -> list[Path]:
    """生成报告，返回生成的文件。有错误的报告不生成，抛出 Refused。

    to 是哪些格式；out 是放到哪个文件夹，不写就放在数据文件旁边；draft 是有错也生成，打上
    「草稿」并列出问题；fragment 是网页只要正文；previous、roster 同 check；templates、fonts
    是自己的模板、字体所在的文件夹。
    """
    done = _run(
        "build",
        paths,
        to=to if isinstance(to, str) else ",".join(to),
        out=out,
        draft=draft,
        fragment=fragment,
        previous=previous,
        roster=roster,
        templates=templates,
        fonts=fonts,
    )
    if done.returncode == 1:
        raise Refused(_findings(done), done.stderr.splitlines())
    return [Path(name) for file in _files(done) for name in file["written"] or []]


def read(*paths: AnyPath, draft: bool = False) -> list[Figure]:
    """把报告里的数读成表，每格一行。有错误的报告不读，抛出 Refused。

    draft 是有错也读，除非里面读不出报告。
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "rows")
        done = _run("export", paths, to="package", output=output, draft=draft)
        rows = _rows(output)
    known = {row["file"] for row in rows}
    # A copy has no rows of its own, but it could be read.
    unread = any(file["agency"] is None and file["file"] not in known for file in _files(done))
    if done.returncode == 1 and (unread or not draft):
        words = [line for line in done.stderr.splitlines() if str(output) not in line]
        raise Refused(_findings(done), words)
    return rows


def _rows(folder: Path) -> list[Figure]:
    """The figures of a package of tables, each with its report and its cell."""

    def table(name: str) -> list[dict[str, str]]:
        with Path(folder, name).open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    reports = {row["report"]: row for row in table("reports.csv")}
    cells = {(row["edition"], row["path"]): row for row in table("cells.csv")}
    rows: list[Figure] = []
    for row in table("figures.csv"):
        report = reports[row["report"]]
        cell = cells[report["edition"], row["path"]]
        value = row["value"].lstrip("+")
        number = None if not value else Decimal(value) if "." in value else int(value)
        figure: Figure = {
            "agency": report["agency"],
            "category": report["category"] or None,
            "year": int(report["year"]),
            "edition": report["edition"],
            "table": cell["table"],
            "row": cell["row"],
            "column": cell["column"],
            "path": row["path"],
            "kind": cast("Literal['count', 'change', 'amount']", cell["kind"]),
            "total": cell["total"] == "true",
            "value": number,
            "blank": row["blank"] == "true",
            "note": row["note"] or None,
            "file": report["source"],
            "sha256": report["sha256"],
        }
        rows.append(figure)
    return rows


def program() -> Path:
    """随附的程序在哪里。"""
    names = {"nianbao", "nianbao.exe"}
    for file in importlib.metadata.files("nianbao") or []:
        if file.name in names:
            path = Path(str(file.locate())).resolve()
            if path.is_file():
                return path
    # pip install --target 移动了程序，却没有改记录。
    for folder in (Path(__file__).parents[1] / "bin", Path(sysconfig.get_path("scripts"))):
        for name in names:
            if (folder / name).is_file():
                return folder / name
    raise Error("找不到程序 nianbao；重新安装：pip install --force-reinstall nianbao")


_Done = subprocess.CompletedProcess[str]


def _run(command: str, paths: Sequence[AnyPath], **options: AnyPath | bool | None) -> _Done:
    """Runs a command with its findings as JSON; raises the words of one that failed."""
    arguments = [str(program()), command, "--format=json"]
    for name, value in options.items():
        if value is True:
            arguments.append(f"--{name}")
        elif value is not None and value is not False:
            arguments.append(f"--{name}={os.fspath(value)}")
    done = subprocess.run(
        [*arguments, "--", *(os.fspath(path) for path in paths)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        # A program without a console of its own shows none.
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    if done.returncode not in (0, 1):
        raise Error(done.stderr.strip())
    return done


def _files(done: _Done) -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = json.loads(done.stdout)["files"]
    return files


def _findings(done: _Done) -> list[Finding]:
    return [
        Finding(file=file["file"], agency=file["agency"], year=file["year"], **finding)
        for file in _files(done)
        for finding in file["findings"]
    ]
