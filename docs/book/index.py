"""Makes a copy of the book ready for mdBook: writes the index of its search, mends its links.

Every heading with the text below it is a section: its page, its anchor as mdBook makes it, its words.
A folder's README.md is its index; what lies outside the book is named, not pointed to.
"""

import json
import re
import sys
from pathlib import Path

BOOK = Path(sys.argv[1])


def anchor(heading):
    kept = (c for c in heading.lower() if c.isalnum() or c in " -_")
    return "".join("-" if c == " " else c for c in kept)


def plain(line):
    return re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line).replace("`", "").replace("**", "")


def sections(page, text):
    fence, seen, found = None, {}, []
    for line in text.splitlines():
        mark = re.match(r"\s*(`{3,})", line)
        if mark:
            fence = None if fence == mark[1] else fence or mark[1]
        elif fence is None and (head := re.match(r"#+ (.*)", line)):
            title = plain(head[1])
            name = anchor(title)
            times = seen[name] = seen.get(name, -1) + 1
            name = f"{name}-{times}" if times else name
            found.append({"page": page, "anchor": name, "title": title, "text": ""})
        elif found and not line.startswith("<!--"):
            found[-1]["text"] += plain(line) + " "
    return found


def outside(path):
    """Makes words of a link that leads out of the book."""

    def words(link):
        target = (path.parent / link[0].split("](")[1][:-1].split("#")[0]).resolve()
        return link[0] if target.is_relative_to(BOOK.resolve()) else link[1]

    return words


def main():
    index = []
    for path in sorted(BOOK.rglob("*.md")):
        if path.name == "SUMMARY.md":
            continue
        page = path.relative_to(BOOK).with_suffix(".html")
        page = page.with_name("index.html") if path.name == "README.md" else page
        text = path.read_text(encoding="utf-8")
        index += sections(page.as_posix(), text)
        text = re.sub(r"(\]\([^)]*)README\.md(?=[)#])", r"\1index.md", text)
        path.write_text(re.sub(r"\[([^\]]*)\]\(\.\./[^)]*\)", outside(path), text), encoding="utf-8")
    words = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    (BOOK / "book/search-index.js").write_text(f"window.bookSections={words};\n", encoding="utf-8")


main()
