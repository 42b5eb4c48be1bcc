// nianbao.html: what only it does. Opened from the disk, with the network off.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { lend } from './disk.mjs';
import { examples, isOnePage, launch, onePage, open, program, root, shots as all, temporary, violations } from './support.mjs';

const here = { skip: !isOnePage && 'this is of nianbao.html' };
const example = (name) => fs.readFileSync(examples.find((file) => file.includes(name)), 'utf8');
const address = pathToFileURL(onePage).href;
const shots = path.join(all, 'page');
fs.mkdirSync(shots, { recursive: true });

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The page, in a browser that lends it a folder, or lets nothing be written. */
async function opened(t, folder, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, offline: true, ...options });
  t.after(() => context.close());
  if (folder) await lend(context, folder);
  else {
    await context.addInitScript(() => {
      delete window.showDirectoryPicker;
      delete window.showOpenFilePicker;
    });
  }
  return { context, ...(await open(context, address)) };
}

const way = (page, words) => page.locator('.ways button', { hasText: words });
const cell = (page, name) => page.locator(`td[data-path="${name}"] input`);
const says = (page, words) => page.waitForFunction((words) => document.querySelector('.saved')?.textContent === words, words);

async function fill(page, name, words) {
  await cell(page, name).focus();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** A folder with a data file, opened in the page. */
async function desk(t, text) {
  const folder = temporary();
  const file = path.join(folder, '年报.yaml');
  fs.writeFileSync(file, text);
  const found = await opened(t, folder);
  await way(found.page, '打开文件夹').click();
  await found.page.locator('.reports button').click();
  await found.page.locator('.workbench').waitFor();
  return { ...found, folder, file };
}

test('the browser asks nobody for anything, and the page may not', here, async (t) => {
  const folder = temporary();
  const log = path.join(folder, 'net.json');
  const own = await launch(`--log-net-log=${log}`);
  const context = await own.newContext({ offline: true });
  const reports = path.join(folder, 'reports');
  fs.cpSync(path.join(root, 'examples'), reports, { recursive: true });
  await lend(context, reports);
  const { page, faults } = await open(context, address);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await way(page, '打开文件夹').click();
  await page.locator('.reports button').first().click();
  await page.locator('.bar button', { hasText: '预览' }).click();
  await page.frameLocator('iframe').locator('h1').waitFor();
  await page.locator('.bar button', { hasText: '发布' }).click();
  await page.locator('dialog button.first').click();
  await page.waitForFunction(() => document.querySelector('dialog .done').textContent.includes('.pdf'));
  assert.deepEqual(faults, []);
  assert.deepEqual(asked.filter((url) => !/^(data|blob|about):/.test(url)), []);
  // Whatever ran in it, the page's own policy lets nothing out.
  const tried = await page.evaluate(() => new Promise((done) => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => done(effectiveDirective));
    fetch('https://example.com/').catch(() => {});
  }));
  assert.equal(tried, 'connect-src');
  await own.close();
  const { constants, events } = JSON.parse(fs.readFileSync(log, 'utf8'));
  const started = events.filter(({ type }) => type === constants.logEventTypes.URL_REQUEST_START_JOB);
  // The browser asks its own maker of itself; what a page asks has the page's origin.
  const pages = started.filter(({ params }) => params.initiator !== 'not an origin');
  assert.deepEqual(pages.map(({ params }) => params.url).filter((url) => /^(https?|wss?|ftp):/.test(url)), []);
});

test('products are those of the program, byte for byte', here, async (t) => {
  const folder = temporary();
  fs.cpSync(path.join(root, 'examples'), folder, { recursive: true });
  const { page } = await opened(t, folder);
  await way(page, '打开文件夹').click();
  await page.locator('.reports').waitFor();
  const reports = await page.locator('.reports .file').filter({ hasText: '.yaml' }).allTextContents();
  assert.equal(reports.length, examples.length);
  for (const name of reports) {
    await page.locator('.reports tr', { hasText: name }).locator('button').click();
    await page.locator('.bar button', { hasText: '发布' }).click();
    for (const more of ['Markdown', '图解']) await page.locator('dialog label', { hasText: more }).click();
    const draft = await page.locator('dialog label', { hasText: '出草稿' }).locator('input').isChecked();
    await page.locator('dialog button.first').click();
    await page.waitForFunction(() => document.querySelector('dialog .done').textContent.includes('.md'));
    const out = temporary();
    const options = ['build', path.join(root, 'examples', name), '--to', 'pdf,docx,html,md,图解', '--out', out];
    try {
      execFileSync(program, draft ? [...options, '--draft'] : options, { stdio: 'pipe' });
    } catch (error) {
      assert.ok(draft, String(error.stderr));
    }
    for (const ending of ['.pdf', '.docx', '.html', '.md', '-图解.pdf', '-图解.html']) {
      const product = name.replace('.yaml', ending);
      const same = fs.readFileSync(path.join(out, product)).equals(fs.readFileSync(path.join(folder, product)));
      assert.ok(same, `${product} is another than the program's`);
    }
    await page.keyboard.press('Escape');
    await page.locator('.bar button', { hasText: '所有报告' }).click();
    await page.locator('.reports').waitFor();
  }
});

test('a change elsewhere is seen on saving: merged, or asked about', here, async (t) => {
  const text = example('zhangdian-traffic');
  const { page, file } = await desk(t, text);
  const elsewhere = text.replace('一是思想重视', '一是更加重视');
  fs.writeFileSync(file, elsewhere);
  await fill(page, '主动公开.行政处罚', '933000');
  await says(page, '已保存');
  assert.equal(fs.readFileSync(file, 'utf8'), elsewhere.replace('933554', '933000'));
  assert.match(await page.locator('[data-section="问题及改进"] .cm-content').textContent(), /一是更加重视/);
  // The same cell: nothing is written before the clerk has chosen.
  const other = fs.readFileSync(file, 'utf8').replace('933000', '1');
  fs.writeFileSync(file, other);
  await fill(page, '主动公开.行政处罚', '2');
  await page.locator('.notice.conflict').waitFor();
  assert.equal(fs.readFileSync(file, 'utf8'), other);
  await page.locator('.notice.conflict button', { hasText: '用这里的' }).click();
  await says(page, '已保存');
  assert.equal(fs.readFileSync(file, 'utf8'), elsewhere.replace('933554', '2'));
});

test('a file that went is not made anew, but may be downloaded', here, async (t) => {
  const { page, file } = await desk(t, example('minimal'));
  fs.unlinkSync(file);
  await fill(page, '主动公开.行政处罚', '8');
  await page.locator('.notice.error', { hasText: '没有“年报.yaml”了' }).waitFor();
  assert.ok(!fs.existsSync(file));
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.notice.error button').click()]);
  assert.equal(download.suggestedFilename(), '年报.yaml');
  assert.match(fs.readFileSync(await download.path(), 'utf8'), /行政处罚: +8/);
  await says(page, '已保存');
});

test('what is not saved is told, survives a closed tab, and is offered again', here, async (t) => {
  const { context, page } = await opened(t, null);
  await way(page, '新建').click();
  await page.locator('dialog input').fill('某县档案馆');
  await page.keyboard.press('Enter');
  await page.locator('.workbench').waitFor();
  await fill(page, '主动公开.行政处罚', '8');
  await page.waitForFunction(() => document.querySelector('td[data-path="主动公开.行政处罚"] input').value === '8');
  await says(page, '还没有保存');
  assert.match(await page.title(), /^● 没有保存/);
  await page.screenshot({ path: path.join(shots, 'unsaved.png') });
  // Whoever closes it is asked.
  const asked = new Promise((done) => page.once('dialog', (dialog) => { done(dialog.type()); void dialog.dismiss(); }));
  await page.close({ runBeforeUnload: true });
  assert.equal(await asked, 'beforeunload');
  // As long as the tab is there, no other offers its draft.
  const { page: beside } = await open(context, address);
  await beside.locator('.start').waitFor();
  assert.equal(await beside.locator('.drafts').count(), 0);
  await beside.close();
  await page.close();

  const { page: again, faults } = await open(context, address);
  const draft = again.locator('.drafts li', { hasText: '某县档案馆' });
  await draft.waitFor();
  assert.match(await draft.textContent(), /刚才|分钟前/);
  assert.deepEqual(await violations(again), []);
  await again.screenshot({ path: path.join(shots, 'drafts.png') });
  await draft.locator('button', { hasText: '接着改' }).click();
  await again.locator('.workbench').waitFor();
  assert.equal(await cell(again, '主动公开.行政处罚').inputValue(), '8');
  await says(again, '还没有保存');
  // Saved by a download, it is gone.
  const [download] = await Promise.all([again.waitForEvent('download'), again.keyboard.press('Control+s')]);
  assert.match(download.suggestedFilename(), /^某县档案馆\d{4}\.yaml$/);
  assert.match(fs.readFileSync(await download.path(), 'utf8'), /行政处罚: +8/);
  await says(again, '已保存');
  assert.doesNotMatch(await again.title(), /没有保存/);
  await again.close();
  const { page: last } = await open(context, address);
  await last.locator('.start').waitFor();
  assert.equal(await last.locator('.drafts').count(), 0);
  assert.deepEqual(faults, []);
});

test('a draft of a file that was there is merged with it, or thrown away', here, async (t) => {
  const folder = temporary();
  const text = example('zhangdian-traffic').replace(/问题及改进: \|\n(?: {2}.*\n|\n)+/, '问题及改进: {文件: 问题.md}\n');
  assert.match(text, /文件: 问题\.md/);
  fs.writeFileSync(path.join(folder, '年报.yaml'), text);
  fs.writeFileSync(path.join(folder, '问题.md'), '一是内容不够及时，解读形式单一，还要改进。\n');
  const { context, page } = await opened(t, null);
  const choose = async (page) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), way(page, '打开文件夹').click()]);
    await chooser.setFiles(folder);
    await page.locator('.reports button').click();
    await page.locator('.workbench').waitFor();
  };
  await choose(page);
  await fill(page, '主动公开.行政处罚', '7');
  await page.locator('[data-section="问题及改进"] .cm-content').focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('甲');
  await page.waitForFunction(() => /甲/.test(document.querySelector('[data-section="问题及改进"]').textContent));
  await says(page, '还没有保存');
  await page.locator('.bar button', { hasText: '所有报告' }).click();
  await page.locator('.notice', { hasText: '问题.md' }).waitFor();
  await page.close();

  const { page: again } = await open(context, address);
  await again.locator('.drafts button', { hasText: '接着改' }).click();
  await again.locator('.workbench').waitFor();
  assert.equal(await cell(again, '主动公开.行政处罚').inputValue(), '7');
  assert.match(await again.locator('[data-section="问题及改进"] .cm-content').textContent(), /^甲一是/);
  const downloads = [];
  again.on('download', (download) => downloads.push(download));
  await again.locator('.bar button', { hasText: '保存' }).click();
  await says(again, '已保存');
  const files = await Promise.all(downloads.map(async (download) => [download.suggestedFilename(), fs.readFileSync(await download.path(), 'utf8')]));
  assert.deepEqual(Object.fromEntries(files), { '年报.yaml': text.replace('933554', '7'), '问题.md': '甲一是内容不够及时，解读形式单一，还要改进。\n' });

  await fill(again, '主动公开.行政处罚', '9');
  await says(again, '还没有保存');
  await again.close();
  const { page: last } = await open(context, address);
  await last.locator('.drafts button', { hasText: '丢弃' }).click();
  await last.locator('dialog .first').click();
  await last.locator('.drafts').waitFor({ state: 'detached' });
});

test('real handles of the browser: saved in place, and opened again from a draft', here, async (t) => {
  // The browser's own folder, which it lends no page from the disk: as if from an intranet.
  const context = await browser.newContext();
  t.after(() => context.close());
  const intranet = 'http://127.0.0.1:9/nianbao.html';
  await context.route(intranet, (route) => route.fulfill({ path: onePage, contentType: 'text/html' }));
  await context.addInitScript(() => {
    window.showDirectoryPicker = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('报告', { create: true });
  });
  const { page, faults } = await open(context, intranet);
  const text = example('minimal');
  await page.evaluate(async (text) => {
    const folder = await window.showDirectoryPicker();
    const stream = await (await folder.getFileHandle('年报.yaml', { create: true })).createWritable();
    await stream.write(text);
    await stream.close();
  }, text);
  const holds = (page) => page.evaluate(async () => {
    const folder = await window.showDirectoryPicker();
    return (await (await folder.getFileHandle('年报.yaml')).getFile()).text();
  });
  const begun = async (page) => {
    await way(page, '打开文件夹').click();
    await page.locator('.reports button').click();
    await page.locator('.workbench').waitFor();
  };
  await begun(page);
  await fill(page, '主动公开.行政处罚', '6');
  await says(page, '已保存');
  assert.equal(await holds(page), text.replace(/(行政处罚: +)\d+/, '$16'));
  // A disk that refuses: what was typed is kept, and written the next time.
  await page.evaluate(() => {
    FileSystemFileHandle.prototype.createWritable = async () => { throw new DOMException('', 'NotAllowedError'); };
  });
  await fill(page, '主动公开.行政强制', '5');
  await page.locator('.notice.error', { hasText: '许可' }).waitFor();
  await page.close();
  const { page: again } = await open(context, intranet);
  await again.locator('.drafts button', { hasText: '接着改' }).click();
  await again.locator('.workbench').waitFor();
  await says(again, '已保存');
  assert.match(await holds(again), /行政强制: +5/);
  assert.deepEqual(faults, []);
});

test('nothing is cut off on a small screen', here, async (t) => {
  const { page } = await desk(t, example('jining-hitech-public'));
  const sizes = [[1280, 720], [768, 1024], [390, 844]];
  const look = async (name) => {
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await page.screenshot({ path: path.join(shots, `${name}-${width}.png`) });
    }
  };
  await look('form');
  await page.locator('.bar button', { hasText: '所有报告' }).click();
  await page.locator('.start').waitFor();
  await look('start');
  assert.deepEqual(await violations(page), []);
});
