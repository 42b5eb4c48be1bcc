// The preview, used as a clerk would: a file on the left, a browser on the right.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { examples, launch, open, preview, shots, temporary, violations } from './support.mjs';

const example = (name) => fs.readFileSync(examples.find((file) => file.includes(name)), 'utf8');

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A preview of a text in a browser. */
async function desk(t, text, { browser: options, program = [] } = {}) {
  const file = path.join(temporary(), '年报.yaml');
  fs.writeFileSync(file, text);
  const running = await preview(file, ...program);
  t.after(() => running.child.kill());
  const context = await browser.newContext({ viewport: { width: 1300, height: 850 }, ...options });
  const { page, faults } = await open(context, running.address);
  await page.waitForFunction(() => document.querySelector('#file').textContent !== '预览');
  const report = page.frameLocator('#page');
  const leave = async () => {
    await context.close();
    running.child.kill('SIGINT');
    return running.ended;
  };
  t.after(leave);
  return { ...running, file, page, faults, report, leave };
}

const shows = (page, words) =>
  page.waitForFunction((text) => document.querySelector('#page').contentDocument.body.textContent.includes(text), words);
const panel = (page, words) =>
  page.waitForFunction((text) => document.querySelector('aside').textContent.includes(text), words);

test('a save is seen in the page and the panel; a broken file keeps the last good page', async (t) => {
  const text = example('minimal');
  const { file, page, report, faults, leave } = await desk(t, text);
  await panel(page, '没有发现问题');

  fs.writeFileSync(file, text.replace('其余: 0, 总计: 3}', '其余: 0, 总计: 4}'));
  await panel(page, 'row-total');
  const finding = page.locator('#findings button', { hasText: 'row-total' }).first();
  await finding.click();
  await report.locator('[data-chosen]').first().waitFor();
  assert.match(await report.locator('[data-chosen]').first().getAttribute('data-path'), /^申请\./);
  // Timers do not run inside the report, where scripts are forbidden; the panel's do.
  await page.waitForFunction(() => {
    const frame = document.querySelector('#page');
    const { top, bottom } = frame.contentDocument.querySelector('[data-chosen]').getBoundingClientRect();
    return top >= 0 && bottom <= frame.clientHeight;
  });
  await page.screenshot({ path: path.join(shots, 'preview-error.png') });

  fs.writeFileSync(file, text.replace('申请:', '申请: ['));
  await panel(page, 'yaml-syntax');
  assert.ok(await page.locator('#fault').isVisible());
  await shows(page, '某县档案馆');
  assert.equal(await page.locator('#products a[href]').count(), 0);
  await page.screenshot({ path: path.join(shots, 'preview-broken.png') });

  fs.writeFileSync(file, text.replaceAll('某县', '某市'));
  await shows(page, '某市档案馆');
  await panel(page, '没有发现问题');
  assert.ok(await page.locator('#fault').isHidden());
  assert.deepEqual(faults, []);
  assert.deepEqual(await leave(), { code: null, signal: 'SIGINT' });
});

test('a sentence is marked word for word', async (t) => {
  const { page, report } = await desk(t, example('jining-hitech-public'));
  const finding = page.locator('#findings button', { hasText: 'narrative-figure' }).first();
  await finding.focus();
  await page.keyboard.press('Enter');
  const words = await report.locator('body').evaluate((body) => {
    const registry = body.ownerDocument.defaultView.CSS.highlights;
    return [...registry.get('chosen')].map(String);
  });
  assert.equal(words.length, 1);
  assert.match(words[0], /\d/);
  assert.equal(await finding.getAttribute('aria-current'), 'true');
});

test('ten saves in 100 ms, by renaming, a deleted file and one of 50 MB', async (t) => {
  const text = example('minimal');
  const { file, page, report } = await desk(t, text);
  for (let save = 0; save < 10; save += 1) {
    const beside = `${file}~`;
    fs.writeFileSync(beside, text.replaceAll('某县', `第${save}`));
    fs.renameSync(beside, file);
    await new Promise((done) => setTimeout(done, 10));
  }
  await shows(page, '第9档案馆');
  fs.unlinkSync(file);
  await page.waitForFunction(() => document.querySelector('#fault').textContent.includes('没有这个文件'));
  await shows(page, '第9档案馆');
  fs.writeFileSync(file, ' '.repeat(50 << 20));
  await page.waitForFunction(() => document.querySelector('#fault').textContent.includes('超过 16 MB'));
  fs.writeFileSync(file, text);
  await shows(page, '某县档案馆');
  assert.equal(await report.locator('h1').count(), 1);
});

test('a save is painted within a blink and nothing moves', async (t) => {
  const text = example('zhangdian-traffic');
  const { file, page } = await desk(t, text);
  await page.evaluate(() => document.querySelector('#page').contentWindow.scrollTo(0, 1500));
  const times = [];
  for (let save = 0; save < 9; save += 1) {
    const painted = page.evaluate(
      (words) =>
        new Promise((done) => {
          const doc = document.querySelector('#page').contentDocument;
          const watch = new MutationObserver(() => {
            if (!doc.body.textContent.includes(words)) return;
            watch.disconnect();
            // After the next frame has been painted.
            window.requestAnimationFrame(() => window.setTimeout(() => done(performance.timeOrigin + performance.now())));
          });
          watch.observe(doc, { subtree: true, childList: true, characterData: true });
        }),
      `第${save}次`,
    );
    await page.evaluate(() => 0);
    const saved = performance.timeOrigin + performance.now();
    fs.writeFileSync(file, text.replace('总体情况: |\n  ', `总体情况: |\n  第${save}次`));
    times.push((await painted) - saved);
  }
  times.sort((a, b) => a - b);
  t.diagnostic(`save to repaint: median ${times[4].toFixed(0)} ms, worst ${times[8].toFixed(0)} ms`);
  assert.equal(await page.evaluate(() => document.querySelector('#page').contentWindow.scrollY), 1500);
});

test('an author cannot make the preview run anything', async (t) => {
  const evil = '<script>top.document.title="x"</script><img src=x onerror="top.document.title=1"><style>*{display:none}</style>[链接](javascript:alert(1))';
  const text = example('minimal').replace('全年收到', `${evil}全年收到`).replace('名称: 某县档案馆', `名称: '</title><script>1</script>某馆'`);
  const { page, report, faults } = await desk(t, text);
  await shows(page, 'onerror');
  assert.equal(await report.locator('script:not([type="application/json"]), img, main style').count(), 0);
  assert.match(await page.title(), /^预览/);
  assert.deepEqual(faults, []);
});

test('the keyboard is enough', async (t) => {
  const { page } = await desk(t, example('jining-hitech-traffic'));
  const stops = [];
  for (let tab = 0; tab < 7; tab += 1) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(() => document.activeElement.textContent.trim().slice(0, 8)));
  }
  assert.deepEqual(stops.slice(0, 3), ['网页', 'PDF', 'Markdown']);
  assert.match(stops[4], /行/);
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#findings [aria-current]').count(), 1);
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe-core finds nothing wrong with the panel, ${colorScheme}`, async (t) => {
    const { file, page, faults } = await desk(t, example('jining-hitech-public'), { browser: { colorScheme } });
    await page.locator('#findings button').first().click();
    await page.screenshot({ path: path.join(shots, `preview-${colorScheme}.png`) });
    assert.deepEqual(await violations(page), []);
    fs.writeFileSync(file, '年度: [');
    await panel(page, 'yaml-syntax');
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(faults, []);
  });
}

test('it can be used on a narrow screen', async (t) => {
  const { page } = await desk(t, example('jining-hitech-public'), { browser: { viewport: { width: 360, height: 740 } } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await page.screenshot({ path: path.join(shots, 'preview-telephone.png') });
});

test('the PDF and the Markdown are of this moment', async (t) => {
  const { page, address } = await desk(t, example('jining-hitech-public'));
  const hrefs = await page.locator('#products a').evaluateAll((links) => links.map((link) => link.href));
  assert.deepEqual(hrefs, ['html', 'pdf', 'markdown'].map((name) => `${address}${name}`));
  assert.match(await (await fetch(`${address}markdown`)).text(), /草稿/);
  const pdf = Buffer.from(await (await fetch(`${address}pdf`)).arrayBuffer());
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
});

test('a port that is taken, and a file that is not there, are told in Chinese', async (t) => {
  const { address, file } = await desk(t, example('minimal'));
  const port = new URL(address).port;
  await assert.rejects(preview(file, '--port', port), /端口 \d+ 已被别的程序占用/);
  await assert.rejects(preview(`${file}.not`), /没有这个文件/);
});
