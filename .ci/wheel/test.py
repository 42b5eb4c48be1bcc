"""What the installed wheel does. Run in its virtual environment, from the repository's root."""

import contextlib
import importlib.util
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from decimal import Decimal

import nianbao

ROOT = pathlib.Path.cwd()
CLEAN = ROOT / "examples/minimal.yaml"


class Wheel(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="政务 公开 ")
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, ROOT)
        os.chdir(folder.name)
        shutil.copy(CLEAN, "年报 一.yaml")
        text = CLEAN.read_text(encoding="utf-8")
        # A total that is off by one.
        faulty = text.replace("结转下年度: 0", "结转下年度: {自然人: 1, 其余: 0}")
        self.assertNotEqual(text, faulty)
        pathlib.Path("有错.yaml").write_text(faulty, encoding="utf-8")

    def test_checks_files_and_folders(self):
        self.assertEqual(nianbao.check("年报 一.yaml"), [])
        findings = nianbao.check(pathlib.Path("年报 一.yaml"), "有错.yaml")
        self.assertEqual(findings, nianbao.check("有错.yaml"))
        # The text contradicts the wrong figure too, which is a warning and stands above it.
        first = next(finding for finding in findings if finding.severity == "error")
        self.assertEqual((first.file, first.year), ("有错.yaml", 2025))
        self.assertEqual(first.agency, "某县档案馆")
        short = subprocess.run(
            [nianbao.program(), "check", "有错.yaml", "--format", "short"],
            capture_output=True,
            encoding="utf-8",
        )
        for finding in findings:
            self.assertIn(str(finding), short.stdout)
        self.assertEqual({finding.file for finding in nianbao.check(os.getcwd())}, {os.path.abspath("有错.yaml")})

    def test_compares_with_last_year(self):
        last = CLEAN.read_text(encoding="utf-8").replace("年度: 2025", "年度: 2024")
        pathlib.Path("上年.yaml").write_text(last, encoding="utf-8")
        copied = nianbao.check("年报 一.yaml", previous="上年.yaml")
        self.assertTrue(copied)
        self.assertTrue(all(finding.severity != "error" for finding in copied))

    def test_builds_every_format(self):
        formats = ["md", "html", "pdf", "docx"]
        built = nianbao.build("年报 一.yaml", to=formats, out="成品")
        self.assertEqual(built, [pathlib.Path("成品", f"年报 一.{ending}") for ending in formats])
        for path, start in zip(built, ["# 某县档案馆", "<!DOCTYPE html>", "%PDF-", "PK"]):
            self.assertTrue(path.read_bytes().lower().startswith(start.lower().encode()), path)
        self.assertEqual(nianbao.build("年报 一.yaml", to="md"), [pathlib.Path("年报 一.md")])

    def test_refuses_a_faulty_report_and_builds_the_others(self):
        with self.assertRaises(nianbao.Refused) as raised:
            nianbao.build("年报 一.yaml", "有错.yaml", to="md", out="成品")
        self.assertTrue(pathlib.Path("成品/年报 一.md").exists())
        self.assertFalse(pathlib.Path("成品/有错.md").exists())
        refused = raised.exception
        self.assertEqual(refused.findings, nianbao.check("有错.yaml"))
        for finding in refused.findings:
            if finding.severity == "error":
                self.assertIn(str(finding), str(refused))
        self.assertIn("有错误的文件没有生成报告；改正后再试，或加 --draft 生成草稿", str(refused))
        draft = nianbao.build("有错.yaml", to="md", draft=True)
        self.assertIn("草稿", draft[0].read_text(encoding="utf-8"))

    def test_reads_figures_as_rows(self):
        rows = nianbao.read("年报 一.yaml")
        by_path = {row["path"]: row for row in rows}
        self.assertEqual(set(rows[0]), set(nianbao.Figure.__annotations__))
        self.assertEqual(by_path["申请.新收.总计"]["value"], 3)
        self.assertIs(by_path["申请.新收.总计"]["total"], True)
        self.assertEqual({row["file"] for row in rows}, {"年报 一.yaml"})

    def test_reads_faulty_figures_only_as_a_draft(self):
        with self.assertRaises(nianbao.Refused) as raised:
            nianbao.read("年报 一.yaml", "有错.yaml")
        self.assertIn("有错误的 1 个文件没有导出", str(raised.exception))
        self.assertNotIn("jsonl", str(raised.exception))
        rows = nianbao.read("有错.yaml", draft=True)
        self.assertEqual(len(rows), len(nianbao.read("年报 一.yaml")))
        copies = shutil.copy("有错.yaml", "又一份.yaml")
        self.assertEqual(len(nianbao.read("有错.yaml", copies, draft=True)), len(rows))
        pathlib.Path("坏.yaml").write_text("年度：2025\n机关: x\n", encoding="utf-8")
        with self.assertRaises(nianbao.Refused) as raised:
            nianbao.read("有错.yaml", "坏.yaml", draft=True)
        self.assertIn("坏.yaml:1:", str(raised.exception))

    def test_reads_amounts_exactly(self):
        exact = CLEAN.read_text(encoding="utf-8").replace(
            "行政事业性收费: 0", "行政事业性收费: 90071992547409.931201"
        )
        pathlib.Path("金额.yaml").write_text(exact, encoding="utf-8")
        amounts = [row["value"] for row in nianbao.read("金额.yaml", draft=True) if row["kind"] == "amount"]
        self.assertEqual(amounts, [Decimal("90071992547409.931201")])

    def test_says_an_error_in_the_words_of_the_program(self):
        with self.assertRaises(nianbao.Error) as raised:
            nianbao.check("没有.yaml")
        self.assertEqual(str(raised.exception), "无法完成: 读不了 没有.yaml：没有这个文件或文件夹")
        with self.assertRaises(nianbao.Error) as raised:
            nianbao.build("年报 一.yaml", to="doc")
        self.assertIn("--to <格式> 不能是「doc」", str(raised.exception))
        # A path is no option, whatever it begins with.
        with self.assertRaises(nianbao.Error) as raised:
            nianbao.check("--help")
        self.assertIn("读不了 --help", str(raised.exception))

    def test_is_the_command_too(self):
        said = subprocess.run(
            [sys.executable, "-m", "nianbao", "check", "有错.yaml"], capture_output=True, encoding="utf-8"
        )
        self.assertEqual((said.returncode, said.stderr), (1, ""))
        self.assertIn("错误[", said.stdout)
        self.assertEqual(nianbao.program().parent, pathlib.Path(sys.executable).parent.resolve())

    @unittest.skipUnless(importlib.util.find_spec("pandas"), "there is no pandas")
    def test_the_examples_of_the_pages_run(self):
        os.mkdir("2025")
        # Of another agency: two that differ of one would both be left out.
        faulty = pathlib.Path("有错.yaml").read_text(encoding="utf-8").replace("某县档案馆", "某县史志办")
        pathlib.Path("2025/b.yaml").write_text(faulty, encoding="utf-8")
        shutil.copy(CLEAN, "2025/a.yaml")
        shutil.move("年报 一.yaml", "年报.yaml")
        for name in ["docs/python.md", ".ci/wheel/README.md"]:
            text = (ROOT / name).read_text(encoding="utf-8")
            examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
            self.assertEqual(len(examples), 1, name)
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(examples[0], {})
            self.assertIn("错误[", printed.getvalue())
            self.assertIn("年报.docx", printed.getvalue())
            self.assertRegex(printed.getvalue(), r"某县档案馆\s+2025\s+3\n")


if __name__ == "__main__":
    unittest.main()
