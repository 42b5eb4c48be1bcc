"""Tells links, pictures and results of the search in the made pages that lead nowhere."""

import html
import json
import re
import sys
import urllib.parse
from pathlib import Path

BOOK = Path(sys.argv[1]).resolve()
KNOWN = {}


def anchors(path):
    if path not in KNOWN:
        KNOWN[path] = set(map(html.unescape, re.findall(r'\bid="([^"]*)"', path.read_text(encoding="utf-8"))))
    return KNOWN[path]


def leads(path, anchor):
    return path.exists() and (not anchor or path.suffix != ".html" or anchor in anchors(path.resolve()))


def links():
    # mdBook's own: its error page and its bar say paths from elsewhere.
    for page in (path for path in BOOK.rglob("*.html") if path.name not in ("404.html", "print.html", "toc.html")):
        for link in re.findall(r'(?:href|src)="([^"]*)"', page.read_text(encoding="utf-8")):
            link = urllib.parse.unquote(html.unescape(link))
            if not re.match(r"\w+:", link):
                target, _, anchor = link.partition("#")
                yield f"{page.relative_to(BOOK)} -> {link}", page.parent / target if target else page, anchor
    index = next(BOOK.glob("book/search-index-*.js")).read_text(encoding="utf-8")
    for section in json.loads(index.removeprefix("window.bookSections=").rstrip(";\n")):
        yield f"search -> {section['page']}#{section['anchor']}", BOOK / section["page"], section["anchor"]


found = list(links())
wrong = [told for told, path, anchor in found if not leads(path, anchor)]
print(*wrong, f"{len(found)} links, {len(wrong)} lead nowhere", sep="\n")
sys.exit(bool(wrong))
