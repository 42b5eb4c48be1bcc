// The pages of an office, and every table on any page: dashboard, notes, two reports side by
// side, two years of all agencies, the way to all reports, the sheet for the public, and a
// report's page and fragment.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { broken, build, examples, here, launch, open, program, root, shots, temporary, violations } from './support.mjs';

const folder = temporary();
const run = (...arguments_) => {
  try {
    execFileSync(program, arguments_, { cwd: folder, stdio: 'pipe' });
  } catch (error) {
    // Findings are what these pages are about.
    assert.equal(error.status, 1, String(error.stderr));
  }
};

/** A year of six agencies: one in order, two wrong, one late, one without a report. */
function year(number, change) {
  const text = fs.readFileSync(path.join(root, 'examples/minimal.yaml'), 'utf8');
  fs.mkdirSync(path.join(folder, `${number}`));
  for (const [at, name] of ['某县档案馆', '某县教育局', '某县公安局', '某县民政局', '某县住房和城乡建设局'].entries()) {
    const own = text
      .replaceAll('2026-01-20', `${number + 1}-01-20`)
      .replaceAll('2025', `${number}`)
      .replaceAll('某县档案馆', name);
    fs.writeFileSync(path.join(folder, `${number}`, `${name}.yaml`), change(own, at));
  }
}

const fine = { numbers: [], lone: [], cut: [] };
const page_ = (name) => path.join(folder, name);
const pages = {};
let browser;
before(async () => {
  year(2024, (text) => text);
  year(2025, (text, at) => [
    text.replaceAll('培训两次', '培训三次').replace('行政许可:       0', '行政许可:       123456789012'),
    text.replace('其余: 0, 总计: 3}  #', '其余: 0, 总计: 4}  #'),
    text.replace('培训两次', '培训XX次，工作 Work 规范'),
    text.replace('2026-01-20', '2026-02-20'),
    text.replace('新收:     {自然人: 2', '新收:     {自然人: 98765432').replaceAll('总计: 3}', '总计: 98765433}'),
  ][at]);
  const names = fs.readdirSync(page_('2025')).map((name) => `- ${name.replace('.yaml', '')}\n`);
  fs.writeFileSync(page_('名册.yaml'), `${names.join('')}- {名称: 某县水利局, 类别: 部门, 联系人: 李四 13800000000}
- {名称: 某县人民政府, 类别: 人民政府}\n`);
  const status = ['status', '2024', '2025', '--roster', '名册.yaml', '--year', '2025', '--as-of', '2026-02-21'];
  run(...status, '-o', 'status.html', '--notes', 'notes', '--notes-format', 'html', '--sender', '某县政府办公室', '--back', '2026-02-10');
  run('diff', '2024/某县住房和城乡建设局.yaml', '2025/某县住房和城乡建设局.yaml', '-o', 'diff.html');
  run('diff', path.join(root, 'examples/zhangdian-transport-2020.yaml'), path.join(root, 'examples/zhangdian-traffic-police-2024.yaml'), '-o', 'forms.html');
  run('years', '2024', '2025', '-o', 'years.html');
  run('years', '2024/某县教育局.yaml', '2025/某县教育局.yaml', '-o', 'agency.html');
  run('build', '2025', '--to', 'html', '--out', 'out', '--draft');
  run('build', path.join(root, 'tests/charts/2024.yaml'), '--to', '图解', '--out', 'sheet');
  pages.dashboard = page_('status.html');
  pages.note = page_('notes/某县公安局-第1次.html');
  pages.reminder = page_('notes/某县水利局-催报.html');
  pages.diff = page_('diff.html');
  pages.forms = page_('forms.html');
  pages.years = page_('years.html');
  pages.agency = page_('agency.html');
  pages.index = page_('out/index.html');
  pages.sheet = page_('sheet/2024-图解.html');
  browser = await launch();
});
after(() => browser.close());

const all = ['dashboard', 'note', 'reminder', 'diff', 'forms', 'years', 'agency', 'index', 'sheet'];

for (const name of all) {
  test(`${name}: is valid HTML`, async () => {
    const report = await new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'no-inline-style': 'off' } }).validateFile(pages[name]);
    const messages = report.results.flatMap((result) => result.messages);
    assert.deepEqual(messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`), []);
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`${name}: axe-core finds nothing, ${colorScheme}`, async () => {
      const context = await browser.newContext({ colorScheme });
      const { page, faults } = await open(context, `file://${pages[name]}`);
      await unfold(page);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(faults, []);
      await page.screenshot({ path: path.join(shots, `office-${name}-${colorScheme}.png`), fullPage: true });
      await context.close();
    });
  }

  test(`${name}: no number is broken, no character of a label stands alone`, () => measured(`file://${pages[name]}`, name));

  test(`${name}: no number is broken or cut on paper`, async (t) => {
    // As wide as A4 between its margins.
    const context = await browser.newContext({ viewport: { width: 673, height: 900 } });
    t.after(() => context.close());
    const { page } = await open(context, `file://${pages[name]}`);
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await page.evaluate(broken), fine);
  });
}

for (const file of [...examples, path.join(here, 'long-figures.yaml')]) {
  const name = path.basename(file, '.yaml');
  test(`${name}: its fragment breaks no number and leaves no character alone`, async () => {
    const fragment = build(file, '--fragment');
    const site = path.join(folder, `${name}.html`);
    const body = fs.readFileSync(fragment, 'utf8');
    // As a site shows it: a column of text that has room for a table, or lets it scroll.
    fs.writeFileSync(site, `<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>x</title>
      <body style="margin:0 auto;padding:0 16px;max-width:1000px;font:16px/1.8 'Noto Serif CJK SC',serif"><div style="overflow-x:auto">${body}</div></body></html>`);
    await measured(`file://${site}`, name);
  });
}

/** What is folded away, unfolded: lists that open, tables behind cards. */
async function unfold(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => details.setAttribute('open', '')));
  for (const box of await page.getByLabel('看完整的表').all()) if (await box.isVisible()) await box.check();
}

async function measured(address, name) {
  for (const width of [390, 768, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const { page } = await open(context, address);
    assert.deepEqual(await page.evaluate(broken), fine, `${name} at ${width}`);
    await unfold(page);
    assert.deepEqual(await page.evaluate(broken), fine, `${name} at ${width}, unfolded`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${name} is as wide as ${width}`);
    if (width === 390) await page.screenshot({ path: path.join(shots, `office-${name}-390.png`), fullPage: true });
    await context.close();
  }
}

test('the dashboard leads to the reports and the notes', async (t) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  t.after(() => context.close());
  const { page } = await open(context, `file://${pages.dashboard}`);
  await page.locator('tr', { hasText: '水利局' }).getByText('修改意见').click();
  await page.waitForURL(/notes/);
  assert.match(await page.locator('h1').textContent(), /^2025年度.*报送提醒/);
  await page.getByText('某县水利局：').waitFor();
});

test('on paper the pages are black on white, and say all that a closed page does', async () => {
  const context = await browser.newContext({ colorScheme: 'dark' });
  for (const name of ['dashboard', 'note', 'diff', 'years']) {
    const { page } = await open(context, `file://${pages[name]}`);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const [ink, paper] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    });
    assert.deepEqual([ink, paper], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'], name);
    const pdf = path.join(shots, `office-${name}.pdf`);
    await page.pdf({ path: pdf, preferCSSPageSize: true });
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    const says = { dashboard: /「XX」是没有填写/, note: /某县政府办公室/, diff: /\+98765430/, years: /取自 申请\.新收/ };
    assert.match(text, says[name]);
    await page.close();
  }
  await context.close();
});

test('a note names the row as the form prints it, the dashboard lists what is to be mended', () => {
  const note = fs.readFileSync(page_('notes/某县教育局-第1次.html'), 'utf8');
  const words = note.replace(/<[^>]*>|\s|&nbsp;|\u00a0|\u2060/g, '');
  assert.match(words, /一、本年新收政府信息公开申请数量总计/);
  assert.match(words, /第\d+行/);
  const board = fs.readFileSync(pages.dashboard, 'utf8').replace(/<\/?(wbr|span)[^>]*>/g, '');
  assert.match(board, /要改的<\/h2>/);
});
