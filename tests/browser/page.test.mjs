// The page that an agency publishes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import YAML from 'yaml';
import { broken, build, examples, here, launch, open, root, shots, violations } from './support.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const example = (name) => examples.find((file) => file.includes(name));

/** A report with charts of every kind. */
const charts = path.join(root, 'tests/charts/2024.yaml');

for (const file of [...examples, charts]) {
  const name = file === charts ? 'charts' : path.basename(file, '.yaml');
  const page_ = build(file);

  test(`${name}: is valid HTML`, async () => {
    const report = await new HtmlValidate({ extends: ['html-validate:recommended'] }).validateFile(page_);
    const messages = report.results.flatMap((result) => result.messages);
    assert.deepEqual(messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`), []);
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`${name}: axe-core finds nothing, ${colorScheme}`, async () => {
      const context = await browser.newContext({ colorScheme });
      const { page, faults } = await open(context, `file://${page_}`);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(faults, []);
      await page.screenshot({ path: path.join(shots, `${name}-${colorScheme}.png`), fullPage: true });
      await context.close();
    });
  }

  test(`${name}: the embedded data gives back the figures of the data file`, () => {
    const html = fs.readFileSync(page_, 'utf8');
    const [, json] = html.match(/<script type="application\/json" id="nianbao-data">(.*?)<\/script>/s);
    const data = JSON.parse(json);
    // Everything as written: 1.50 and ~ stay what they are.
    const source = YAML.parse(fs.readFileSync(file, 'utf8'), { schema: 'failsafe' });
    assert.equal(String(data.year), source['年度']);
    assert.equal(data.agency, source['机关']['名称']);
    assert.equal(data.date, source['日期'] ?? null);
    const stated = new Map();
    for (const section of ['主动公开', '申请', '复议诉讼']) state(section, source[section], data.figures, stated);
    for (const [path_, { value, note, computed }] of Object.entries(data.figures)) {
      if (computed || !stated.has(path_)) {
        assert.ok(computed || value === null, `${path_} is ${value}`);
        continue;
      }
      const written = stated.get(path_);
      assert.equal(value, written.value, path_);
      assert.equal(note, written.note, path_);
    }
    assert.ok(stated.size > 50);
  });
}

/** Says what a data file states, cell by cell, in the words of the file. */
function state(path_, written, figures, stated) {
  const cells = Object.keys(figures).filter((cell) => cell === path_ || cell.startsWith(`${path_}.`));
  const put = (names, value, note = null) => {
    for (const cell of names) stated.set(cell, { value: value === '~' || value === '' ? null : value, note });
  };
  if (typeof written === 'string') {
    put(cells, written);
  } else if (Array.isArray(written)) {
    written.forEach((value, index) => put([cells[index]], value));
  } else if (written && '值' in written) {
    put(cells, written['值'], written['注'] ?? null);
  } else {
    const rest = written?.['其余'];
    const named = Object.keys(written ?? {}).filter((key) => key !== '其余');
    const covered = (cell) => named.some((key) => cell === `${path_}.${key}` || cell.startsWith(`${path_}.${key}.`));
    // A total that is left out is computed, not covered by the rest.
    const left = cells.filter((cell) => !covered(cell) && cell !== `${path_}.总计`);
    if (rest !== undefined) put(left, rest);
    for (const key of named) state(`${path_}.${key}`, written[key], figures, stated);
  }
}

test('it can be read on a telephone', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
  const { page } = await open(context, `file://${build(example('zhangdian-traffic'))}`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  const set = (text) => page.locator('p', { hasText: text }).first().evaluate((prose) => getComputedStyle(prose).textAlign);
  assert.equal(await set('zdjjddbgs@'), 'start', 'a line before an address is not pulled apart');
  assert.equal(await set('一是健全组织架构'), 'justify');
  const table = page.locator('.table.wide').first();
  const shown = () => table.locator('td:visible').count();
  const cards = await shown();
  assert.equal(await table.locator('td.zero:visible').count(), await table.locator('th.row ~ td.zero[data-path$="总计"]').count());
  await table.getByLabel('看完整的表').check();
  assert.ok((await shown()) > cards, 'the whole table is one tap away');
  const seen = await table.evaluate((box) => {
    box.scrollLeft = 10000;
    box.scrollIntoView();
    const left = box.getBoundingClientRect().left;
    const heads = [...box.querySelectorAll('th.row, th.corner')];
    return { scrolled: box.scrollLeft, away: heads.filter((head) => head.getBoundingClientRect().left < left - 1).length };
  });
  assert.ok(seen.scrolled > 0, 'the table scrolls inside its box');
  assert.equal(seen.away, 0, 'the headings of rows stay in view');
  await page.screenshot({ path: path.join(shots, 'telephone.png') });
  await context.close();
});

for (const file of [...examples, path.join(here, 'long-figures.yaml')]) {
  test(`${path.basename(file, '.yaml')}: no number is broken, no character of a label stands alone`, async () => {
    for (const width of [390, 768, 1280]) {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const { page } = await open(context, `file://${build(file)}`);
      assert.deepEqual(await page.evaluate(broken), { numbers: [], lone: [], cut: [] }, `at ${width}`);
      if (width === 390) {
        for (const box of await page.getByLabel('看完整的表').all()) await box.check();
        assert.deepEqual(await page.evaluate(broken), { numbers: [], lone: [], cut: [] }, 'the whole tables');
      }
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await context.close();
    }
  });
}

for (const file of [...examples, path.join(here, 'long-figures.yaml')]) {
  test(`${path.basename(file, '.yaml')}: no number is broken or cut on paper`, async () => {
    // As wide as A4 between its margins.
    const context = await browser.newContext({ viewport: { width: 589, height: 900 } });
    const { page } = await open(context, `file://${build(file)}`);
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await page.evaluate(broken), { numbers: [], lone: [], cut: [] });
    await page.pdf({ path: path.join(shots, `print-${path.basename(file, '.yaml')}.pdf`), preferCSSPageSize: true });
    await context.close();
  });
}

test('on paper a table stands on one page; one that is longer repeats its headings', async () => {
  const context = await browser.newContext();
  const { page } = await open(context, `file://${build(example('zhangdian-traffic'))}`);
  const pdf = path.join(shots, 'print.pdf');
  const tables = async () => {
    await page.pdf({ path: pdf, preferCSSPageSize: true });
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    return text.split('\f').filter((words) => /[0-9](?: +[0-9]){6}/.test(words));
  };
  await page.addStyleTag({ content: '@media print { table { line-height: 16pt !important } }' });
  const long = (await tables()).filter((words) => /申请人情况|属于国家秘密|信访举报/.test(words));
  assert.ok(long.length > 1);
  for (const words of long) assert.match(words, /申请人情况/);

  await page.evaluate(() => document.head.lastElementChild.remove());
  const whole = (await tables()).filter((words) => /申请人情况/.test(words));
  assert.equal(whole.length, 1);
  assert.match(whole[0], /本年新收[^]*结转下年度继续办理/);
  assert.match(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }), /A4/);
  execFileSync('pdftoppm', ['-r', '60', '-png', pdf, path.join(shots, 'print')]);
  await context.close();
});

test('the keyboard reaches the text, the contents and every table', async () => {
  const context = await browser.newContext();
  const { page } = await open(context, `file://${build(example('minimal'))}`);
  const stops = [];
  for (let tab = 0; tab < 12; tab += 1) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(() => document.activeElement.className || document.activeElement.tagName));
  }
  assert.equal(stops[0], 'skip');
  assert.equal(stops.filter((stop) => stop === 'A').length, 6);
  assert.equal(stops.filter((stop) => stop.startsWith('table')).length, 3);
  await context.close();
});
