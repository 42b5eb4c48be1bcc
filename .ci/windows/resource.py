#!/usr/bin/env python3
"""Reads the resource of a program for Windows: the icon in every size, and its version.

    .ci/windows/resource.py NIANBAO.EXE     needs pefile
"""
import pathlib
import re
import sys

import pefile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
VERSION = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.MULTILINE).group(1)

program = pefile.PE(sys.argv[1], fast_load=True)
program.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
kinds = {entry.id: entry.directory.entries for entry in program.DIRECTORY_ENTRY_RESOURCE.entries}
icons = len(kinds[pefile.RESOURCE_TYPE["RT_ICON"]])
assert icons == 6, f"{icons} sizes of the icon"
tables = [table for info in program.FileInfo for part in info if part.Key == b"StringFileInfo" for table in part.StringTable]
told = {key.decode(): value.decode() for table in tables for key, value in table.entries.items()}
assert told["FileVersion"] == told["ProductVersion"] == VERSION, told
assert told["FileDescription"] == "年报：政府信息公开工作年度报告", told
fixed = program.VS_FIXEDFILEINFO[0]
numbers = (fixed.FileVersionMS >> 16, fixed.FileVersionMS & 0xFFFF, fixed.FileVersionLS >> 16)
assert ".".join(map(str, numbers)) == VERSION.split("-")[0], numbers
print(f"{sys.argv[1]}: version {VERSION}, {icons} sizes of the icon")
