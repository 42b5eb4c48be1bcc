"""A second, independent implementation of the rules, for the suite's own use.

`expected(form, report, last)` gives the findings of the levels structure, arithmetic
and years. It follows rules.json and forms/*.json and knows no program's output.
`python3 reference.py RESULTS.json` judges the results of any tool (README.md).
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
PARTS_4 = ["结果维持", "结果纠正", "其他结果", "尚未审结"]


def load(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def merge(target, patch):
    """JSON Merge Patch (RFC 7386)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge(result.get(key), value)
    return result


def report(given):
    """The report of a case or of a base file: its base with its patch."""
    if "base" not in given:
        return given
    return merge(report(load(f"base/{given['base']}.json")), given.get("patch", {}))


def rows(form):
    """Every official row: (table, row, its words, [(column, words, kind)])."""
    tables = form["tables"]
    for block in tables["2"]["blocks"]:
        for row in block["rows"]:
            columns = [(c["id"], [c["id"]], c["kind"]) for c in block["columns"]]
            yield "2", row, [block["caption"], row], columns
    columns = [(c["id"], c["words"], "count") for c in tables["3"]["columns"]]
    for row in tables["3"]["rows"]:
        yield "3", row["id"], row["words"], columns
    for group in tables["4"]["groups"]:
        yield "4", group["id"], group["words"], [(c, [c], "count") for c in tables["4"]["columns"]]


def words(form, path):
    """The official words of a cell, row or column: section, row, column."""
    table, row, column = (path.split(".", 2) + ["*", "*"])[:3]
    if table not in form["sections"]:
        return []
    row_words = column_words = None
    for t, r, words_r, columns in rows(form):
        if t == table and row in (r, "*"):
            row_words = words_r if row != "*" else None
            column_words = next((w for c, w, _ in columns if c == column), column_words)
    return [form["sections"][table]] + [" · ".join(w) for w in (row_words, column_words) if w]


FIGURE = {
    "count": r"0|[1-9][0-9]*",
    "change": r"[+-]?(0|[1-9][0-9]*)",
    "amount": r"(0|[1-9][0-9]*)(\.[0-9]+)?",
}


def absent_columns(its_rows, stated):
    """The columns that none of several stated rows has."""
    for column in dict.fromkeys(c for columns in its_rows.values() for c, *_ in columns):
        having = [r for r in stated if column in [c for c, *_ in its_rows.get(r, [])]]
        if len(having) > 1 and not any(column in stated[r] for r in having):
            yield column


def structure(form, given):
    found = []
    since, until = form["years"]["from"], form["years"].get("to", 9999)
    if not since <= given["year"] <= until:
        right = [f for f in ("2019", "2021") if load(f"forms/{f}.json")["years"]["from"] <= given["year"]]
        found.append(("form-for-year", "form", form["form"], right[-1] if right else None))
    official = {}
    for table, row, _, columns in rows(form):
        official.setdefault(table, {})[row] = columns
    for table, its_rows in official.items():
        stated = given["tables"].get(table, {})
        gone = list(absent_columns(its_rows, stated))
        found += [("missing", f"{table}.*.{c}", None, None) for c in gone]
        for row, columns in its_rows.items():
            if row not in stated:
                found.append(("missing", f"{table}.{row}", None, None))
                continue
            for column, _, kind in columns:
                path = f"{table}.{row}.{column}"
                value = stated[row].get(column)
                if value is None:
                    if column not in gone:
                        found.append(("missing", path, None, None))
                elif not value.strip():
                    found.append(("blank", path, None, None))
                elif not re.fullmatch(FIGURE[kind], value):
                    found.append(("amount" if kind == "amount" else "count", path, value, None))
        found += [("not-in-form", f"{table}.{row}", None, None) for row in stated if row not in its_rows]
    found += [("empty-section", s, None, None) for s in "156" if not given["texts"].get(s, "").strip()]
    return found


def renamed(found):
    """A row under another name is one mistake: what is absent and what is there instead."""
    for odd in [f for f in found if f["rule"] == "not-in-form"]:
        gone = [f for f in found if f["rule"] == "missing" and f["cell"].split(".")[0] == odd["cell"].split(".")[0]]
        if len(gone) == 1:
            odd["or"] = gone
            found.remove(gone[0])
    return found


class Relation:
    """What must come out as nought: cells with their signs."""

    def __init__(self, rule, cell, terms):
        self.rule, self.cell, self.terms = rule, cell, terms
        self.column = cell.rsplit(".", 1)[1]

    def off(self, value):
        figures = [value(cell) for cell in self.terms]
        if None in figures:
            return 0  # A figure that is absent, blank or unreadable proves nothing.
        return sum(f * sign for f, sign in zip(figures, self.terms.values()))

    def finding(self, value):
        if self.rule == "balance":
            left = sum(value(c) for c, s in self.terms.items() if s > 0)
            return (self.rule, self.cell, str(left), str(left - self.off(value)))
        stated = value(self.cell)
        return (self.rule, self.cell, str(stated), str(stated - self.off(value)))


def relations(form):
    columns = [c["id"] for c in form["tables"]["3"]["columns"]]
    results = [r["id"] for r in form["tables"]["3"]["rows"] if r["id"].startswith("三") and r["id"] != "三（七）"]
    for row in ["一", "二", *results, "三（七）", "四"]:
        yield Relation("row-total", f"3.{row}.总计", {f"3.{row}.{c}": -1 for c in columns[:-1]} | {f"3.{row}.总计": 1})
    for c in columns:
        yield Relation("column-total", f"3.三（七）.{c}", {f"3.{r}.{c}": -1 for r in results} | {f"3.三（七）.{c}": 1})
    for c in columns:
        yield Relation("balance", f"3.*.{c}", {f"3.一.{c}": 1, f"3.二.{c}": 1, f"3.三（七）.{c}": -1, f"3.四.{c}": -1})
    for g in form["tables"]["4"]["groups"]:
        g = g["id"]
        yield Relation("row-total", f"4.{g}.总计", {f"4.{g}.{p}": -1 for p in PARTS_4} | {f"4.{g}.总计": 1})


def reader(given):
    def value(path):
        table, row, column = path.split(".", 2)
        figure = given["tables"].get(table, {}).get(row, {}).get(column)
        return int(figure) if figure and re.fullmatch(FIGURE["count"], figure) else None

    return value


def crossing(failing, every, value):
    """The one cell whose change alone mends two or more failing relations, and those."""
    found = []
    for cell in dict.fromkeys(c for r in failing for c in r.terms):
        its = [r for r in every if cell in r.terms]
        change = {-r.off(value) * r.terms[cell] for r in its}
        if len(its) > 1 and all(r in failing for r in its) and len(change) == 1:
            changed = value(cell) + change.pop()
            if changed >= 0:
                found.append((cell, str(value(cell)), str(changed), its))
    # Rivals that would mend the same two relations: then nobody can tell.
    return [f for f in found if not any(g is not f and len(set(f[3]) & set(g[3])) > 1 for g in found)]


def arithmetic(form, given):
    """Findings as dictionaries: one for each mistake, with what follows from it."""
    value, every = reader(given), list(relations(form))
    failing = [r for r in every if r.off(value)]
    found = []
    for cell, stated, expected, its in crossing(failing, every, value):
        first = {"rule": its[0].rule, "cell": cell, "stated": stated, "expected": expected}
        found.append(first | {"or": [as_dict(r.finding(value)) for r in its]})
        failing = [r for r in failing if r not in its]
    rows_right = not any(r.rule == "row-total" and r.cell.startswith("3.") and r.off(value) for r in every)
    for r in failing:
        like = [o for o in failing if o.rule == r.rule and o.column != "总计"]
        total = [o for o in failing if o.rule == "column-total" and o.column == r.column and -o.off(value) == r.off(value)]
        follows = (r.column == "总计" and rows_right and r.cell.startswith("3.") and like and r.rule != "row-total") or (
            r.rule == "balance" and total
        )
        found.append(as_dict(r.finding(value)) | ({"optional": True} if follows else {}))
    return found


def years(form, given, last):
    value, before, found = reader(given), reader(last), []
    for c in [c["id"] for c in form["tables"]["3"]["columns"]]:
        stated, expected = value(f"3.二.{c}"), before(f"3.四.{c}")
        if None not in (stated, expected) and stated != expected:
            # The column of totals follows from its parts where both rows add up.
            follows = c == "总计" and found and all(
                not r.off(v) for v, row in ((value, "二"), (before, "四")) for r in relations(form) if r.cell == f"3.{row}.总计"
            )
            one = as_dict(("brought-forward", f"3.二.{c}", str(stated), str(expected)))
            found.append(one | ({"optional": True} if follows else {}))
    return found


def as_dict(finding):
    return dict(zip(("rule", "cell", "stated", "expected"), finding))


def expected(form, given, last=None):
    found = renamed([as_dict(f) for f in structure(form, given)]) + arithmetic(form, given)
    return found + (years(form, given, last) if last else [])


# ---- judging a tool


def covers(pattern, cell):
    """Whether a place lies in another: a row in its table, a cell in its row or column."""
    a, b = pattern.split("."), cell.split(".")
    return len(a) <= len(b) and all(x in ("*", y) for x, y in zip(a, b))


STRUCTURE = {r["rule"] for r in load("rules.json") if r["level"] == "structure"}


def agrees(wanted, told, rule=True):
    """Whether a finding is the one wanted: rule, place, values. A structural one may be told
    of the row or table that its place is in, and, without `rule`, by another such rule."""
    alternatives = [wanted, *wanted.get("or", [])]
    rules = {one["rule"] for one in alternatives}
    structural = wanted["rule"] in STRUCTURE
    right = told["rule"] in rules or (not rule and structural and told["rule"] in STRUCTURE)

    def same(one):
        places = [one["cell"], one.get("of", one["cell"])]
        place = any(covers(p, told["cell"]) for p in places) or (structural and covers(told["cell"], one["cell"]))
        values = (one.get(k) is None or told.get(k) in (None, one[k]) for k in ("stated", "expected"))
        return place and all(values)

    return right and any(map(same, alternatives))


def judge(case, told):
    """What is wrong with a tool's findings of a case."""
    wanted = case["findings"]
    for w in wanted:
        if not w.get("optional") and not any(agrees(w, t) for t in told):
            yield f"not found: {w['rule']} {w['cell']} stated {w.get('stated')} expected {w.get('expected')}"
    for t in told:
        if not any(agrees(w, t, rule=False) for w in wanted):
            yield f"found without cause: {t}"


def main():
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["results"]
    passed, faults = {}, 0
    for entry in load("cases.json"):
        case = next(c for c in load(entry["file"]) if c["id"] == entry["id"])
        for way in ["data", "page"] if "page" in entry else ["data"]:
            if way not in told.get(entry["id"], {}):
                continue
            wrong = list(judge(case, told[entry["id"]][way]))
            score = passed.setdefault((entry["level"], way), [0, 0])
            score[0] += not wrong
            score[1] += 1
            faults += len(wrong)
            for line in wrong:
                print(f"{entry['id']} ({way}): {line}")
    for (level, way), (right, of) in passed.items():
        print(f"{level} ({way}): {right} of {of}")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
