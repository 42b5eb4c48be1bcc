import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { difference, isFigure, isZero, leaps, plain } from "../src/figures";
import { fromPage, isStructured } from "../src/markdown";
import { share } from "../src/share";
import { locate, references, splice } from "../src/texts";

const body = (html: string) => parseHTML(`<!DOCTYPE html><html><body>${html}</body></html>`).document.body as unknown as HTMLElement;

test("figures as they are typed", () => {
  assert.equal(plain(" １，２３４．５ "), "1234.5");
  assert.ok(isFigure("-3") && isFigure("1,234") && !isFigure("12件") && !isFigure(""));
  assert.ok(isZero("0.00") && !isZero("") && !isZero("10"));
});

test("differences are exact", () => {
  assert.equal(difference("0.3", "0.1"), "+0.2");
  assert.equal(difference("1", "3.05"), "-2.05");
  assert.equal(difference("5", "5"), "+0");
  assert.equal(difference("98765432109876543210", "1"), "+98765432109876543209");
  assert.equal(difference("无", "1"), null);
});

test("a change is large by ten and by half", () => {
  assert.ok(leaps("30", "15") && leaps("0", "10") && leaps("12", "0"));
  assert.ok(!leaps("3", "1") && !leaps("110", "100") && !leaps("", "100"));
});

test("Word's headings, lists and tables are kept, the rest is dropped", () => {
  const word = `<style>p{}</style><h1>主动公开</h1>
    <p class=MsoNormal data-style='text-indent:2em'><b><span data-style='color:red'>全年
公开</span></b>信息<span lang=EN-US>12</span>条。<o:p></o:p></p>
    <p class=MsoListParagraph data-style='mso-list:l0 level1 lfo1'><span data-style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span>第一</p>
    <p class=MsoListParagraph data-style='mso-list:l0 level1 lfo1'><span data-style='mso-list:Ignore'>2.<span> </span></span>第二</p>
    <p class=MsoListParagraph data-style='mso-list:l1 level1 lfo2'><span data-style='mso-list:Ignore'>l<span> </span></span>一点</p>
    <p class=MsoListParagraph data-style='mso-list:l2 level1 lfo3'><span data-style='mso-list:Ignore'>一、</span>其一</p>
    <table><tr><td><p>项目</p></td><td>数|量</td></tr><tr><td>会议</td><td>3</td></tr></table>
    <p><img src="file:///x.png">&nbsp;</p>`;
  const page = body(word);
  assert.ok(isStructured(page));
  assert.equal(fromPage(page), `### 主动公开

全年公开信息12条。

1. 第一
2. 第二
- 一点

一、其一

| 项目 | 数\\|量 |
| --- | --- |
| 会议 | 3 |`);
});

test("a web page's lists within lists, and marks that are words", () => {
  assert.equal(fromPage(body("<h2>甲</h2><h3>乙</h3><ul><li>一<ol><li>内</li></ol></li><li>二</li></ul><p># 不是*标题*{{x}}</p>")),
    "### 甲\n\n#### 乙\n\n- 一\n\n  1. 内\n- 二\n\n\\# 不是\\*标题\\*\\{{x}}");
  assert.equal(fromPage(body("<div>甲<br>乙</div><script>1</script>")), "甲\n\n乙");
});

test("the smallest splice", () => {
  assert.equal(splice("甲", "甲"), null);
  assert.deepEqual(splice("甲乙丙", "甲丁丙"), { from: 1, to: 2, insert: "丁" });
  assert.deepEqual(splice("aa", "aaa"), { from: 2, to: 2, insert: "a" });
  // Two characters of which one half is the same.
  assert.deepEqual(splice("😀", "😁"), { from: 0, to: 2, insert: "😁" });
});

test("a finding's words are found in the text that is indented in the file", () => {
  const source = "年度: 2024\n总体情况: |\n  共收到12件。\n\n  又收到12件。\n";
  const text = "共收到12件。\n\n又收到12件。\n";
  const start = source.lastIndexOf("12");
  assert.deepEqual(locate(source, "总体情况", text, start, start + 2), [text.lastIndexOf("12"), text.lastIndexOf("12") + 2]);
  const long = source.indexOf("共收到");
  assert.deepEqual(locate(source, "总体情况", text, long, source.indexOf("又收到") + 3), [0, text.indexOf("又收到") + 3]);
  assert.equal(locate(source, "总体情况", text, 0, 4), null);
});

test("references, but not those that are escaped", () => {
  assert.deepEqual(references("共{{申请.新收}}件，\\{{不是}}"), [{ from: 1, to: 10, path: "申请.新收" }]);
});

test("what did not change is the old object", () => {
  const old = { a: [{ x: 1 }, { x: 2 }], b: { y: 1 } };
  const now = share(old, { a: [{ x: 1 }, { x: 3 }], b: { y: 1 } });
  assert.equal(now.a[0], old.a[0]);
  assert.equal(now.b, old.b);
  assert.deepEqual(now.a[1], { x: 3 });
  assert.equal(share(old, structuredClone(old)), old);
});
