// The preview: the workbench where nothing may be changed, while the file is saved elsewhere.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { examples, launch, open, program, serve, shots, temporary, violations } from './support.mjs';

const example = (name) => fs.readFileSync(examples.find((file) => file.includes(name)), 'utf8');

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A preview of a text in a browser, the report beside the form. */
async function desk(t, text, viewport = { width: 1300, height: 850 }) {
  const file = path.join(temporary(), '年报.yaml');
  fs.writeFileSync(file, text);
  const running = await serve('preview', file);
  const context = await browser.newContext({ viewport });
  const { page, faults } = await open(context, running.address);
  await page.locator('.workbench').waitFor();
  await page.locator('.bar button', { hasText: '预览' }).click();
  const leave = async () => {
    await context.close();
    running.child.kill('SIGINT');
    return running.ended;
  };
  t.after(leave);
  return { ...running, file, page, faults, leave };
}

const shows = (page, words) =>
  page.waitForFunction((text) => document.querySelector('iframe')?.contentDocument?.body?.textContent.includes(text), words);

test('a save is seen in the form, the report and the findings', async (t) => {
  const text = example('minimal');
  const { file, page, faults, leave } = await desk(t, text);
  await shows(page, '某县档案馆');
  fs.writeFileSync(file, text.replace('其余: 0, 总计: 3}', '其余: 0, 总计: 4}').replaceAll('某县', '某市'));
  await shows(page, '某市档案馆');
  await page.locator('td[data-path="申请.新收.总计"].off').waitFor();
  await page.locator('.bar button', { hasText: '检查' }).click();
  await page.locator('.panel [data-rule="row-total"]').first().waitFor();
  await page.screenshot({ path: path.join(shots, 'preview-error.png') });
  assert.deepEqual(await violations(page), []);
  fs.writeFileSync(file, text.replace('申请:', '申请: ['));
  await page.locator('.panel [data-rule="yaml-syntax"]').waitFor();
  fs.writeFileSync(file, text);
  await page.locator('.paper').waitFor();
  assert.deepEqual(faults, []);
  assert.deepEqual(await leave(), { code: null, signal: 'SIGINT' });
});

test('ten saves in 100 ms, by renaming, a deleted file and one of 50 MB', async (t) => {
  const text = example('minimal');
  const { file, page } = await desk(t, text);
  for (let save = 0; save < 10; save += 1) {
    const beside = `${file}~`;
    fs.writeFileSync(beside, text.replaceAll('某县', `第${save}`));
    fs.renameSync(beside, file);
    await new Promise((done) => setTimeout(done, 10));
  }
  await shows(page, '第9档案馆');
  fs.unlinkSync(file);
  await page.locator('.notice', { hasText: '没有这个文件' }).waitFor();
  await shows(page, '第9档案馆');
  fs.writeFileSync(file, ' '.repeat(50 << 20));
  await page.locator('.notice', { hasText: '超过 1 MB' }).waitFor();
  fs.writeFileSync(file, text);
  await shows(page, '某县档案馆');
  await page.locator('.notice').waitFor({ state: 'detached' });
});

test('a sentence is marked word for word', async (t) => {
  const { page } = await desk(t, example('jining-hitech-public'));
  await page.locator('.bar button', { hasText: '检查' }).click();
  await page.locator('.panel [data-rule="narrative-figure"] .where').first().click();
  const marked = await page.evaluate(() => getSelection().toString());
  assert.match(marked, /\d/);
  assert.ok(await page.locator('.marked').count() > 0);
});

test('the report stays where it was scrolled to', async (t) => {
  const text = example('zhangdian-traffic');
  const { file, page } = await desk(t, text);
  await shows(page, '张店大队');
  await page.evaluate(() => document.querySelector('iframe').contentWindow.scrollTo(0, 1500));
  await page.waitForFunction(() => document.querySelector('iframe').dataset.top === '1500');
  fs.writeFileSync(file, text.replace('总体情况: |\n  ', '总体情况: |\n  又一次'));
  await shows(page, '又一次');
  await page.waitForFunction(() => document.querySelector('iframe').contentWindow.scrollY === 1500);
});

test('a port that is taken, and a file that is not there, are told in Chinese', async (t) => {
  const { address, file } = await desk(t, example('minimal'));
  const port = new URL(address).port;
  await assert.rejects(serve('preview', file, '--port', port), /端口 \d+ 已被别的程序占用/);
  await assert.rejects(serve('preview', `${file}.not`), /没有这个文件/);
});

test('on a small screen nothing that is empty takes room, and the report comes first', async (t) => {
  const { page } = await desk(t, example('minimal'), { width: 390, height: 760 });
  await shows(page, '某县档案馆');
  const frame = await page.evaluate(() => {
    const { top, width, height } = document.querySelector('iframe').getBoundingClientRect();
    return { top, width, height };
  });
  assert.ok(frame.top < 130 && frame.width === 390 && frame.height > 600, JSON.stringify(frame));
  await page.screenshot({ path: path.join(shots, 'preview-390.png') });
  assert.deepEqual(await violations(page), []);
  for (const width of [390, 799]) {
    await page.setViewportSize({ width, height: 760 });
    const button = page.locator('.bar button', { hasText: '检查' });
    if (await button.getAttribute('aria-pressed') === 'false') await button.click();
    await page.locator('.panel.empty').waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(() => document.querySelector('.panel').getBoundingClientRect().height), 0);
    assert.match(await button.textContent(), /✓/);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  }
});

test('PDF and Word are one click away, under the name of the file', async (t) => {
  const { page } = await desk(t, example('minimal'));
  const fetched = await page.evaluate(() =>
    Promise.all([...document.querySelectorAll('.bar a.product')].map(async ({ href, textContent }) => {
      const answer = await fetch(href);
      const start = new TextDecoder('latin1').decode((await answer.arrayBuffer()).slice(0, 4));
      return [textContent, answer.headers.get('Content-Disposition'), start];
    })));
  const name = encodeURIComponent('年报');
  assert.deepEqual(fetched, [
    ['PDF', `inline; filename*=UTF-8''${name}.pdf`, '%PDF'],
    ['Word', `attachment; filename*=UTF-8''${name}.docx`, 'PK\u0003\u0004'],
  ]);
});

test('findings are told as check tells them: those of one cause as one', async (t) => {
  // Nothing is filled in, and the rows of a table are left out.
  const text = example('minimal').replace(/^ +(予以公开|部分公开): .*\n/gm, '').replace(/(行政处罚|行政强制): +0/g, '$1: ~');
  const { file, page } = await desk(t, text);
  const { stdout } = spawnSync(program, ['check', file, '--format', 'json'], { encoding: 'utf8' });
  const weight = { error: 0, warning: 1, hint: 2 };
  const told = JSON.parse(stdout).files[0].findings
    .sort((one, other) => weight[one.severity] - weight[other.severity])
    .map(({ message, name }) => ({ message, name }));
  assert.ok(told.some(({ message }) => /缺少 2 行/.test(message)), JSON.stringify(told));
  await page.locator('.bar button', { hasText: '检查' }).click();
  await page.locator('.panel .finding').first().waitFor();
  // Told in the form's words: by what is printed for the row, and no key.
  const shown = await page.locator('.panel .finding .where').allTextContents();
  assert.equal(shown.length, told.length, shown.join('\n'));
  for (const [at, { name }] of told.entries()) assert.ok(shown[at].includes(name), `${shown[at]}: ${name}`);
  assert.ok(shown.some((message) => /缺少 2 行/.test(message)), shown.join('\n'));
});
