"""Writes cases/*.json, pages/*.html and cases.json. `--check`: says what is not fresh.

Cases are declared here: an id, a patch of a base report, and `expect`, the findings
stated by hand as "rule cell [stated [expected [of]]]". For all levels but `text` the findings
are also computed by reference.py, and both must agree.
"""

import html
import itertools
import json
import sys

from reference import HERE, expected, load, merge, report, rows, words

FORMS = {name: load(f"forms/{name}.json") for name in ("2019", "2021")}
BASES = {name: report(load(f"base/{name}.json")) for name in ("2019", "2021", "2019-last-year", "2021-last-year")}
COLUMNS = [c["id"] for c in FORMS["2021"]["tables"]["3"]["columns"]]
CASES = {level: [] for level in ("structure", "arithmetic", "years", "text")}
PAGES = {}


def nest(path, value):
    """`3.一.总计` as the patch of a report."""
    table, *rest = path.split(".", 2)
    for key in reversed(rest):
        value = {key: value}
    return {"tables": {table: value}}


def case(level, form, name, why, patch=(), expect=(), base=None, last=None, page=None):
    """One case. `patch` is a list of merge patches, or of (cell, figure)."""
    given = {}
    for part in patch:
        given = merge_patches(given, nest(*part) if isinstance(part, tuple) else part)
    one = {"id": f"{form}-{name}", "form": form, "why": why, "base": base or form, "patch": given}
    if last:
        one["last_year"] = last
    data = report(one)
    layout = FORMS[data["form"]]
    stated = [dict(zip(("rule", "cell", "stated", "expected", "of"), e.split(" "))) for e in expect]
    if level == "text":
        found = stated
    else:
        found = expected(layout, data, report(last) if last else None)
        must = [f for f in found if not f.get("optional")]
        key = lambda f: (f["rule"], f["cell"])
        for s, m in itertools.zip_longest(sorted(stated, key=key), sorted(must, key=key)):
            assert s and m and all(m.get(k) == v for k, v in s.items()), (one["id"], s, m)
    one["findings"] = [dress(layout, f) for f in found]
    if page:
        one["page"] = f"pages/{ascii_only(one['id'])}.html"
        PAGES[one["page"]] = PAGE_STYLES[page](layout, data)
    CASES[level].append(one)


# File names are ASCII; in the order of replacement.
NAMES = {"三（三）5": "row-335", "三（七）": "row-37", "三（一）": "row-31", "一": "row-1", "总计": "total", "行政强制": "row-coercion",
         "复议后起诉": "group-3", "科研机构": "institute", "自然人": "natural", "商业企业": "business"}


def ascii_only(name):
    for chinese, plain in NAMES.items():
        name = name.replace(chinese, plain)
    assert name.isascii(), name
    return name.replace(".", "-")


def dress(form, finding):
    """A finding as it is written: without what does not apply, with the official words."""
    dressed = {k: v for k, v in finding.items() if v is not None and k != "or"}
    dressed["words"] = words(form, finding.get("of", finding["cell"]))
    bare = {k: v for k, v in dressed.items() if k != "words"}
    others = [one for o in finding.get("or", []) if (one := {k: v for k, v in o.items() if v is not None}) != bare]
    return dressed | ({"or": others} if others else {})


def merge_patches(one, other):
    """Two merge patches as one, deletions kept."""
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return other
    return {k: merge_patches(one[k], other[k]) if k in one and k in other else other.get(k, one.get(k)) for k in {**one, **other}}


# ---- pages


def spans(items):
    """Runs of equal neighbours: (item, length)."""
    return [(item, len(list(run))) for item, run in itertools.groupby(items)]


def cell(text, columns=1, lines=1):
    span = (f' colspan="{columns}"' if columns > 1 else "") + (f' rowspan="{lines}"' if lines > 1 else "")
    return f"<td{span}>{html.escape(text, quote=False)}</td>"


def line(cells):
    return "<tr>" + "".join(cells) + "</tr>"


def table_2(form, data):
    for block in form["tables"]["2"]["blocks"]:
        columns = [c["id"] for c in block["columns"]]
        wide = [1] * (len(columns) - 1) + [4 - len(columns)]
        yield line([cell(block["caption"], 4)])
        yield line([cell("信息内容")] + [cell(c, w) for c, w in zip(columns, wide)])
        for row in data:
            if row in block["rows"]:
                yield line([cell(row)] + [cell(data[row].get(c, ""), w) for c, w in zip(columns, wide)])


def table_3(form, data):
    table = form["tables"]["3"]
    columns = [c for c in table["columns"] if any(c["id"] in row for row in data.values())]
    inner = [c for c in columns if len(c["words"]) == 3]
    yield line([cell(table["corner"], 3, 3), cell("申请人情况", len(columns))])
    heads, seen = [], False
    for c in columns:
        if c not in inner:
            heads.append(cell(c["words"][-1], 1, 2))
        elif not seen:
            heads.append(cell("法人或其他组织", len(inner)))
            seen = True
    yield line(heads)
    yield line([cell(c["id"]) for c in inner])
    stated = [r for r in table["rows"] if r["id"] in data]
    first, second = [], []
    for row in stated:
        w, heads = row["words"], []
        if len(w) == 1:
            heads.append(cell(w[0], 3))
        else:
            if w[0] not in first:
                heads.append(cell(w[0], 1, sum(r["words"][0] == w[0] for r in stated)))
                first.append(w[0])
            if len(w) == 2:
                heads.append(cell(w[1], 2))
            else:
                if w[1] not in second:
                    heads.append(cell(w[1], 1, sum(r["words"][:2] == w[:2] for r in stated)))
                    second.append(w[1])
                heads.append(cell(w[2]))
        yield line(heads + [cell(data[row["id"]].get(c["id"], "")) for c in columns])


def table_4(form, data):
    groups = [g for g in form["tables"]["4"]["groups"] if g["id"] in data]
    columns = form["tables"]["4"]["columns"]
    tops = spans(g["words"][0] for g in groups)
    yield line([cell(top, 5 * n) for top, n in tops])
    low = [g for g in groups if len(g["words"]) == 2]
    yield line([cell(c, 1, 2) for g in groups if g not in low for c in columns] + [cell(g["words"][1], 5) for g in low])
    yield line([cell(c) for _ in low for c in columns])
    yield line([cell(data[g["id"]].get(c, "")) for g in groups for c in columns])


def plain(form, data):
    """A page as a site publishes it: no classes, the official headings as they stand."""
    out = ["<!DOCTYPE html>", '<html lang="zh-CN"><head><meta charset="utf-8">', f"<title>{data['title']}</title></head><body>"]
    out.append(f"<h1>{data['title']}</h1>")
    for number, heading in form["sections"].items():
        out.append(f"<h2>{heading}</h2>")
        if number in data["texts"]:
            out.append(f"<p>{html.escape(data['texts'][number], quote=False)}</p>")
        if number in "234":
            make = {"2": table_2, "3": table_3, "4": table_4}[number]
            out += ['<table border="1">', *make(form, data["tables"].get(number, {})), "</table>"]
    year, month, day = (int(part) for part in data["published"].split("-"))
    out += [f"<p>{data['agency']['name']}</p>", f"<p>{year}年{month}月{day}日</p>", "</body></html>"]
    return "\n".join(out) + "\n"


def word(form, data):
    """The same as a word processor leaves it: paragraphs and spans in cells, hard spaces."""
    page = plain(form, data).replace("<h2>", '<p class="MsoNormal"><b>').replace("</h2>", "</b></p>")
    page = page.replace('<table border="1">', '<table class="MsoNormalTable">\n<tbody>').replace("</table>", "</tbody>\n</table>")
    opened = page.replace("</td>", "&nbsp;</span></p></td>")
    parts = opened.split("<td")
    return parts[0] + "".join("<td" + p.replace(">", "><p><span>", 1) for p in parts[1:])


PAGE_STYLES = {"plain": plain, "word": word}


# ---- structure


def zero(form):
    return [(f"{t}.{r}.{c}", "0") for t, r, _, columns in rows(FORMS[form]) for c, *_ in columns]


def structure(form):
    other = "2019" if form == "2021" else "2021"
    s = lambda *a, **k: case("structure", form, *a, **k)
    s("right", "The base report: everything right.", page="plain")
    s("right-all-zero", "Every figure 0: sums of nought are right.", zero(form), page="word")
    edge = {"2019": 2019, "2021": 2021}[form]
    s("right-first-year", "The first year of the form.", [year(form, edge)])
    wrong = {"2019": 2021, "2021": 2020}[form]
    s("wrong-year", f"The form of {form} used for {wrong}.", [year(form, wrong)], [f"form-for-year form {form} {other}"], page="plain")
    if form == "2019":
        s("year-too-early", "Before 2019 neither form was in force.", [year(form, 2018)], ["form-for-year form 2019"])
    for table, row, _, columns in rows(FORMS[form]):
        s(f"no-row-{table}.{row}", "A row of the form is absent.", [(f"{table}.{row}", None)], [f"missing {table}.{row}"],
          page="plain" if row in ("行政强制", "三（三）5", "三（七）", "复议后起诉") else None)
    for column in COLUMNS:
        s(f"no-column-3.{column}", "A column of table 3 is absent.", [(f"3.{r['id']}.{column}", None) for r in FORMS[form]["tables"]["3"]["rows"]],
          [f"missing 3.*.{column}"], page="plain" if column in ("科研机构", "总计") else None)
    for column in FORMS[form]["tables"]["4"]["columns"][:2]:
        s(f"no-cell-4.行政复议.{column}", "A cell of table 4 is absent.", [(f"4.行政复议.{column}", None)], [f"missing 4.行政复议.{column}"])
    s("no-cell-3.三（一）.其他", "A cell of table 3 is absent.", [("3.三（一）.其他", None)], ["missing 3.三（一）.其他"])
    s("no-table-4", "The whole of table 4 is absent.", [("4", None)], [f"missing 4.{g['id']}" for g in FORMS[form]["tables"]["4"]["groups"]])
    mine, theirs = {"2019": ("规范性文件", "行政规范性文件"), "2021": ("行政规范性文件", "规范性文件")}[form]
    s("other-forms-row", "The name of the row in the other form.", [(f"2.{mine}", None), (f"2.{theirs}", BASES[form]["tables"]["2"][mine])],
      [f"not-in-form 2.{theirs}"])
    s("own-row", "A row that the form does not have.", [("3.三（八）", BASES[form]["tables"]["3"]["三（二）"])], ["not-in-form 3.三（八）"])
    figures(form, s)
    for number in "156":
        s(f"empty-section-{number}", "A written section without text.", [{"texts": {number: ""}}], [f"empty-section {number}"])
    s("no-section-5", "A written section that is absent.", [{"texts": {"5": None}}], ["empty-section 5"])


def figures(form, s):
    count = {"2019": "2.行政处罚.处理决定数量", "2021": "2.行政处罚.本年处理决定数量"}[form]
    for name, figure in [("negative", "-1"), ("fraction", "1.5"), ("word", "无"), ("slash", "/")]:
        page = "plain" if name in ("negative", "fraction") else None
        s(f"count-{name}-2", "No whole number from 0.", [(count, figure)], [f"count {count} {figure}"], page=page)
        s(f"count-{name}-3", "No whole number from 0.", [("3.三（三）2.其他", figure)], [f"count 3.三（三）2.其他 {figure}"])
        s(f"count-{name}-4", "No whole number from 0.", [("4.复议后起诉.其他结果", figure)], [f"count 4.复议后起诉.其他结果 {figure}"])
    s("right-count-large", "A large count is a count.", [(count, "1964904")])
    blanks = [("part-3", "3.三（三）2.其他"), ("total-3", "3.三（三）2.总计"), ("grand-total", "3.三（七）.总计"), ("part-4", "4.行政复议.其他结果"), ("total-4", "4.复议后起诉.总计"), ("2", count)]
    for name, path in blanks:
        s(f"blank-{name}", "A cell is left blank; what remains adds up.", [(path, "")], [f"blank {path}"], page="word" if name in ("part-3", "2") else None)
    for name, path in [("3", "3.一.自然人"), ("4", "4.行政复议.结果维持")]:
        s(f"blank-unknown-{name}", "A cell is left blank where the total asks for more than nought: blank is not 0, so no sum is proved wrong.", [(path, "")], [f"blank {path}"])
    fee = {"2019": "2.政府集中采购.采购总金额", "2021": "2.行政事业性收费.本年收费金额（单位：万元）"}[form]
    for name, figure in [("decimal", "76.786078"), ("whole", "421913"), ("nought", "0")]:
        s(f"right-amount-{name}", "An exact amount.", [(fee, figure)], page="plain" if name == "decimal" else None)
    for name, figure in [("negative", "-1"), ("word", "无"), ("slash", "/")]:
        s(f"amount-{name}", "No decimal from 0.", [(fee, figure)], [f"amount {fee} {figure}"])
    if form == "2019":
        change = "2.行政处罚.本年增/减"
        for name, figure in [("plus", "+89"), ("minus", "-8"), ("bare", "8")]:
            s(f"right-change-{name}", "本年增/减 carries a sign, and ties nothing to 处理决定数量.", [(change, figure)], page="plain" if name == "minus" else None)
        for name, figure in [("fraction", "1.5"), ("word", "略增")]:
            s(f"change-{name}", "本年增/减 is no whole number.", [(change, figure)], [f"count {change} {figure}"])
        s("count-negative-fee", "上一年项目数量 has no sign.", [("2.行政事业性收费.上一年项目数量", "-2")], ["count 2.行政事业性收费.上一年项目数量 -2"])


def year(form, to):
    """The base report as one of another year."""
    base = BASES[form]
    old = str(base["year"])
    texts = {k: v.replace(old, str(to)) for k, v in base["texts"].items() if old in v}
    return {"year": to, "title": base["title"].replace(old, str(to)), "published": f"{to + 1}-01-20", "texts": texts}


# ---- arithmetic


def arithmetic(form):
    a = lambda *args, **k: case("arithmetic", form, *args, **k)
    table = BASES[form]["tables"]["3"]
    plus = lambda *path: str(int(BASES[form]["tables"][path[0]][path[1]][path[2]]) + 1)
    up = lambda *path: (".".join(path), plus(*path))
    for row in table:
        for column in ("总计", "自然人"):
            stated = plus("3", row, column)
            a(f"off-3.{row}.{column}", "One figure is 1 too great: its row and its column both fail.", [up("3", row, column)],
              [f"row-total 3.{row}.{column} {stated} {table[row][column]}"], page="plain" if (row, column) in (("三（一）", "总计"), ("一", "自然人")) else None)
    for column in COLUMNS[:-1]:
        total, rest = plus("3", "三（七）", column), table["三（七）"][column]
        a(f"column-total-{column}", "（七）总计 of a column and of its row are 1 too great: the row adds up.", [up("3", "三（七）", column), up("3", "三（七）", "总计")],
          [f"column-total 3.三（七）.{column} {total} {rest}"], page="word" if column == "自然人" else None)
        left = int(table["一"][column]) + int(table["二"][column])
        a(f"balance-{column}", "四 of a column and of its row are 1 too great: only 勾稽关系 fails.", [up("3", "四", column), up("3", "四", "总计")],
          [f"balance 3.*.{column} {left} {left + 1}"], page="word" if column == "商业企业" else None)
    balances(form, a, table, up)
    for group, figures in BASES[form]["tables"]["4"].items():
        total = int(figures["总计"])
        a(f"off-4.{group}.总计", "总计 of a group is 1 too great.", [up("4", group, "总计")], [f"row-total 4.{group}.总计 {total + 1} {total}"],
          page="plain" if group == "复议后起诉" else None)
        for part in ("结果维持", "结果纠正", "其他结果", "尚未审结"):
            a(f"off-4.{group}.{part}", "A part of a group is 1 too great: nobody can tell which figure is wrong.", [up("4", group, part)],
              [f"row-total 4.{group}.总计 {total} {total + 1}"])


def balances(form, a, table, up):
    a("balance-总计", "新收 and its total are two lower: 勾稽关系 fails in 自然人 and so in 总计.", [("3.一.自然人", "10"), ("3.一.总计", "16")], ["balance 3.*.自然人 11 13"])
    a("cancelling-totals", "Two totals are 1 too great, so that the balance of 总计 holds.", [up("3", "一", "总计"), up("3", "四", "总计")],
      ["row-total 3.一.总计 19 18", "row-total 3.四.总计 3 2"])
    a("moved-between-rows", "One case moved from a result to another in one column, not in the totals.", [("3.三（一）.自然人", "6"), ("3.三（二）.自然人", "0")],
      ["row-total 3.三（一）.总计 8 9", "row-total 3.三（二）.总计 2 1"])
    a("two-mistakes", "A mistake in table 3 and another in table 4.", [up("3", "二", "总计"), up("4", "行政复议", "总计")],
      ["row-total 3.二.总计 3 2", "row-total 4.行政复议.总计 3 2"])
    a("right-moved", "One case moved from a result to another, in the totals too.", [("3.三（一）.自然人", "6"), ("3.三（一）.总计", "9"), ("3.三（二）.自然人", "0"), ("3.三（二）.总计", "1")])
    a("right-between-columns", "One case moved from 自然人 to 商业企业, received and answered.",
      [(f"3.{row}.{c}", str(int(table[row][c]) + d)) for row in ("一", "三（一）", "三（七）") for c, d in (("自然人", -1), ("商业企业", 1))], page="word")
    a("right-large", "Large sums are exact.", [(f"3.{row}.{c}", str(int(table[row][c]) + 999999999)) for row in ("一", "三（一）", "三（七）") for c in ("自然人", "总计")])
    a("right-all-carried", "Nothing answered: all is carried over.",
      [(f"3.{r}.{c}", "0") for r in table for c in COLUMNS if r.startswith("三")] + [(f"3.四.{c}", str(int(table["一"][c]) + int(table["二"][c]))) for c in COLUMNS])
    a("right-untied", "No rule ties 行政许可 to last year's, nor tables 3 and 4 to each other.", [{"tables": {"2": {"行政许可": {k: "7" for k in BASES[form]["tables"]["2"]["行政许可"]}}}}])


# ---- across years


def years(form):
    y = lambda *args, **k: case("years", form, *args, **k)
    last = f"{form}-last-year"
    before, table = BASES[last]["tables"]["3"], BASES[form]["tables"]["3"]
    y("right-brought-forward", "二 is last year's 四.", last={"base": last})
    for column in COLUMNS[:-1]:
        patch = {}
        for path in [("一", column), ("一", "总计"), ("四", column), ("四", "总计")]:
            patch = merge(patch, nest(f"3.{path[0]}.{path[1]}", str(int(before[path[0]][path[1]]) + 1)))
        stated = int(table["二"][column])
        y(f"brought-forward-{column}", "Last year carried one more over, and is right in itself.", last={"base": last, "patch": patch},
          expect=[f"brought-forward 3.二.{column} {stated} {stated + 1}"])
    y("brought-forward-总计", "Only last year's 总计 of 四 differs: that report is wrong in itself, this one does not follow it.",
      last={"base": last, "patch": nest("3.四.总计", "3")}, expect=["brought-forward 3.二.总计 2 3"])
    y("brought-forward-columns", "The sum agrees, the columns do not.", expect=["brought-forward 3.二.自然人 1 2", "brought-forward 3.二.商业企业 1 0"],
      last={"base": last, "patch": {"tables": {"3": {"一": {"自然人": "11", "商业企业": "2"}, "四": {"自然人": "2", "商业企业": "0"}}}}})


LAST_PROBLEMS = "查阅大厅的纸质材料更新不及时，窗口人员对答复格式掌握得不够。明年把大厅材料的更新列入每月清单，并为窗口人员编一本答复样式，请法规股在发出前核对。"


def across_forms():
    y = lambda *args, **k: case("years", "2021", *args, **k)
    this = [year("2021", 2021), ("4.行政复议.结果维持", "2"), ("4.行政复议.总计", "3")]
    y("right-across-forms", "2021 in the form of 〔2021〕30号 after 2020 in that of 〔2019〕60号.", this, last={"base": "2019", "patch": {"texts": {"5": LAST_PROBLEMS}}})
    more = {"texts": {"5": LAST_PROBLEMS}, "tables": {"3": {"一": {"其他": "1", "总计": "19"}, "四": {"其他": "1", "总计": "3"}}}}
    y("brought-forward-across-forms", "The form changed, the requests carried over did not.", this, ["brought-forward 3.二.其他 0 1"], last={"base": "2019", "patch": more})


# ---- text


def text(form):
    t = lambda *args, **k: case("text", form, *args, **k)
    first, this = BASES[form]["texts"]["1"], BASES[form]["year"]
    said = lambda more: [{"texts": {"1": first + more}}]
    for name, words_, cell_, stated, right in [
        ("received", "全年收到政府信息公开申请{}件。", "3.一.总计", 17, 18),
        ("carried-over", "结转下年度继续办理{}件。", "3.四.总计", 3, 2),
        ("brought-forward", "上年结转政府信息公开申请{}件。", "3.二.总计", 1, 2),
        ("granted", "办理结果为：予以公开{}件。", "3.三（一）.总计", 9, 8),
        ("review", "因政府信息公开引起行政复议{}件。", "4.行政复议.总计", 1, 2),
    ]:
        t(f"text-{name}", "The text names another figure than the table.", said(words_.format(stated)), [f"text-figure 1 {stated} {right} {cell_}"],
          page="plain" if name == "received" else None)
        t(f"right-text-{name}", "The same words with the table's figure.", said(words_.format(right)))
    t("right-text-other-scope", "Figures of another scope or year are not the table's.", said("全县各单位共收到政府信息公开申请96件。上年收到政府信息公开申请16件。"))
    t("title-year", "The title names the year before.", [{"title": f"某县档案馆{this - 1}年政府信息公开工作年度报告"}], [f"title-year title {this - 1} {this}"])
    t("late", "A department publishes on 1 February.", [{"published": f"{this + 1}-02-01"}], [f"deadline published {this + 1}-02-01 {this + 1}-01-31"])
    t("right-last-day", "A department publishes on 31 January.", [{"published": f"{this + 1}-01-31"}])
    government = {"agency": {"name": "某县人民政府", "kind": "government"}, "title": f"某县人民政府{this}年政府信息公开工作年度报告",
                  "texts": {k: v.replace("我馆", "我县").replace("档案馆", "县政府").replace("培训两次", "培训两次，没有责任追究的情形") for k, v in BASES[form]["texts"].items()}}
    t("right-government", "A government's report on 31 March.", [government, {"published": f"{this + 1}-03-31"}])
    t("late-government", "A government's report on 1 April.", [government, {"published": f"{this + 1}-04-01"}], [f"deadline published {this + 1}-04-01 {this + 1}-03-31"])
    if form == "2021":
        sentences = first.split("。")[:-1]
        for sentence, topic in zip([0, 1, 2, 3, 4], FORMS[form]["topics"]):
            left = "。".join(s for i, s in enumerate(sentences) if i != sentence) + "。"
            t(f"no-topic-{sentence + 1}", f"总体情况 says nothing of {topic}.", [{"texts": {"1": left.replace("公开政府信息46条", "")}}], ["topic 1"])
        t("no-fees", "Section 6 is silent about 信息处理费.", [{"texts": {"6": "没有其他需要报告的事项。"}}], ["fee-report 6"])
        t("right-fees", "Section 6 reports that fees were charged.", [{"texts": {"6": "2024年，收取政府信息公开信息处理费120元。"}}])
    else:
        t("right-no-topics", "The notice of 2019 names neither topics nor fees.", [{"texts": {"1": "2020年，我馆按照条例的要求，按期完成了各项工作。"}}])


# ---- writing


def show(one):
    """A case, a line for each of its parts and findings."""
    short = lambda value: json.dumps(value, ensure_ascii=False)
    lines = [f"  {short(k)}: {short(v)}" for k, v in one.items() if k != "findings"]
    findings = ",\n".join("   " + short(f) for f in one["findings"])
    lines.append('  "findings": [' + (f"\n{findings}\n  ]" if findings else "]"))
    return " {\n" + ",\n".join(lines) + "\n }"


def products():
    for form in ("2019", "2021"):
        structure(form)
        arithmetic(form)
        years(form)
        text(form)
    across_forms()
    index = []
    for level, cases in CASES.items():
        yield f"cases/{level}.json", "[\n" + ",\n".join(show(c) for c in cases) + "\n]\n"
        for c in cases:
            entry = {"id": c["id"], "level": level, "form": c["form"], "file": f"cases/{level}.json", "right": not c["findings"]}
            index.append(entry | ({"page": c["page"]} if "page" in c else {}))
    assert len({e["id"] for e in index}) == len(index)
    yield from PAGES.items()
    yield "cases.json", "[\n" + ",\n".join(" " + json.dumps(e, ensure_ascii=False) for e in index) + "\n]\n"


def main():
    stale = []
    for name, content in products():
        path = HERE / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != content:
                stale.append(name)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
    if stale:
        sys.exit("not fresh: " + ", ".join(stale))


if __name__ == "__main__":
    main()
