// The workbench, used as a clerk would: a form in the browser, a data file behind it. With
// HOST=page it is that of nianbao.html, which has no program behind it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { lend } from './disk.mjs';
import { build, examples, isOnePage, launch, onePage, open, program, serve, shots as shots_, temporary, violations, withProgram } from './support.mjs';

const shots = path.join(shots_, isOnePage ? 'page' : '');
fs.mkdirSync(shots, { recursive: true });

const example = (name) => fs.readFileSync(examples.find((file) => file.includes(name)), 'utf8');

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A workbench on a text, or on an empty folder, in a browser. */
async function workbench(t, text, options = {}) {
  const folder = temporary();
  const file = path.join(folder, '年报.yaml');
  if (text !== null) fs.writeFileSync(file, text);
  const running = isOnePage ? { address: pathToFileURL(onePage).href } : await serve(options.command ?? 'edit', text === null ? folder : file);
  t.after(() => running.child?.kill());
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, offline: isOnePage, ...options.browser });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  t.after(() => context.close());
  if (isOnePage) await lend(context, folder);
  const { page, faults } = await open(context, running.address);
  if (isOnePage) {
    await page.locator('.ways button', { hasText: '打开文件夹' }).click();
    await page.locator('.start .lead', { hasText: '文件夹：' }).waitFor();
    if (text !== null) await page.locator('.reports button').click();
  }
  if (text !== null) await page.locator('.workbench').waitFor();
  return { ...running, folder, file, context, page, faults };
}

const cell = (page, name) => page.locator(`td[data-path="${name}"] input`);
const value = (page, name) => cell(page, name).inputValue();

/** Waits until the file says something: the page saves by itself. */
async function written(file, holds) {
  for (let turn = 0; ; turn += 1) {
    const text = fs.readFileSync(file, 'utf8');
    if (holds(text)) return text;
    if (turn > 400) assert.fail(`the file does not hold it:\n${text}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}
const saved = (page) => page.waitForFunction(() => document.querySelector('.saved')?.textContent === '已保存');

/** Presses Tab until the keyboard is where it is wanted. */
async function tabTo(page, selector, words = '', key = 'Tab') {
  for (let presses = 0; presses < 90; presses += 1) {
    const here = await page.evaluate(([selector, words]) => {
      const element = document.activeElement;
      return element.matches(selector) && (element.textContent + (element.getAttribute('aria-label') ?? '')).includes(words);
    }, [selector, words]);
    if (here) return;
    // In a table Tab goes from cell to cell; Escape leaves it.
    if (await page.evaluate(() => document.activeElement.matches('td input'))) await page.keyboard.press('Escape');
    await page.keyboard.press(key);
  }
  assert.fail(`the keyboard does not lead to ${selector} ${words}`);
}

/** Pastes as a person would whose clipboard holds this. */
const paste = (page, kinds) =>
  page.evaluate((kinds) => {
    const data = new DataTransfer();
    for (const [kind, words] of Object.entries(kinds)) data.setData(kind, words);
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, kinds);

/** A composition, as an input method makes it. */
async function compose(page, steps, words) {
  const session = await page.context().newCDPSession(page);
  for (const step of steps) {
    await session.send('Input.imeSetComposition', { text: step, selectionStart: step.length, selectionEnd: step.length });
  }
  await session.send('Input.insertText', { text: words });
}

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC',
  'base64',
);

test('a blank report, filled in by the keyboard alone', async (t) => {
  const { folder, page, faults } = await workbench(t, null);
  const { keyboard } = page;
  // Listened for from the start: the browser has to be told before anybody asks for a file.
  page.on('filechooser', (chooser) => chooser.setFiles({ name: '培训.png', mimeType: 'image/png', buffer: picture }));
  await page.locator('.start').waitFor();
  await tabTo(page, '.ways button', '新建');
  await keyboard.press('Enter');
  await page.locator('dialog').waitFor();
  await tabTo(page, 'dialog select');
  await keyboard.type('2025');
  await tabTo(page, 'dialog input');
  await keyboard.type('某县档案馆');
  await keyboard.press('Enter');
  await page.locator('.workbench').waitFor();
  await tabTo(page, '#particular-日期');
  await keyboard.type('2026-01-16');
  await keyboard.press('Enter');

  // Texts: written, pasted, with references, a list and a picture.
  const section = async (words) => {
    await tabTo(page, '.sections a', words);
    await keyboard.press('Enter');
  };
  const reference = async (wanted) => {
    await tabTo(page, '.prose .tools button', '引用表中的数', 'Shift+Tab');
    await keyboard.press('Enter');
    await page.locator('dialog .search').waitFor();
    await keyboard.type(wanted);
    await keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
  };
  await page.keyboard.press('Control+Home');

  // Figures first: a reference then has one to show.
  const fill = async (name, words) => {
    const input = cell(page, name);
    assert.ok(await input.evaluate((element) => element === document.activeElement), `the keyboard is not in ${name}`);
    await keyboard.type(words);
  };
  const restZero = async () => {
    await keyboard.press('Escape');
    await tabTo(page, '.grid .tools button', '都填 0');
    await keyboard.press('Enter');
  };
  await tabTo(page, '.sections a', '主动公开政府信息', 'Shift+Tab');
  await keyboard.press('Enter');
  await fill('主动公开.规章.制发', '0');
  await keyboard.press('Tab');
  await keyboard.type('0');
  await keyboard.press('Tab');
  await keyboard.type('0');
  await keyboard.press('Tab');
  await fill('主动公开.行政规范性文件.制发', '1');
  await keyboard.press('Tab');
  await keyboard.type('0');
  await keyboard.press('Tab');
  await keyboard.type('4');
  await keyboard.press('Tab');
  await fill('主动公开.行政许可', '２５');
  await keyboard.press('Enter');
  await fill('主动公开.行政处罚', '0');
  await keyboard.press('ArrowDown');
  await fill('主动公开.行政强制', '0');
  await keyboard.press('Enter');
  await fill('主动公开.行政事业性收费', '1.20');
  await keyboard.press('Enter');

  await tabTo(page, '.sections a', '收到和处理政府信息公开申请', 'Shift+Tab');
  await keyboard.press('Enter');
  await fill('申请.新收.自然人', '12');
  await keyboard.press('Tab');
  await fill('申请.新收.商业企业', '3');
  await keyboard.press('Tab');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await fill('申请.新收.法律服务机构', '1');
  await keyboard.press('Home');
  await keyboard.press('ArrowDown');
  await fill('申请.上年结转.自然人', '2');
  await keyboard.press('Enter');
  await fill('申请.办理结果.予以公开.自然人', '7');
  await keyboard.press('Tab');
  await keyboard.type('2');
  await keyboard.press('Enter');
  await fill('申请.办理结果.部分公开.自然人', '2');
  await keyboard.press('Tab');
  await keyboard.type('1');
  await keyboard.press('Enter');
  const down = async (name) => {
    for (let presses = 0; presses < 40; presses += 1) {
      if (await cell(page, name).evaluate((element) => element === document.activeElement)) return;
      await keyboard.press('ArrowDown');
    }
    assert.fail(name);
  };
  await down('申请.办理结果.不予公开.行政执法案卷.自然人');
  await keyboard.type('2');
  await down('申请.办理结果.无法提供.不掌握.自然人');
  await keyboard.type('1');
  await down('申请.办理结果.不予处理.重复申请.自然人');
  await keyboard.type('1');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await keyboard.type('1');
  await keyboard.press('Home');
  await down('申请.结转下年度.自然人');
  await keyboard.type('1');
  await keyboard.press('Enter');
  await restZero();
  await page.waitForFunction(() => !document.querySelector('[data-section="申请"] td.missing'));
  assert.equal(await value(page, '申请.新收.总计'), '16');
  assert.equal(await page.locator('[data-section="申请"] .balances .off').count(), 0);

  await tabTo(page, '.sections a', '行政复议、行政诉讼', 'Shift+Tab');
  await keyboard.press('Enter');
  await restZero();

  await tabTo(page, '.sections a', '总体情况', 'Shift+Tab');
  await keyboard.press('Enter');
  await tabTo(page, '.cm-content');
  await keyboard.press('Control+a');
  await keyboard.press('Delete');
  const overview = [
    '### （一）主动公开', '全年通过政府网站和政务新媒体主动公开馆务信息，及时更新机构职能、办事指南和规范性文件。',
    '### （二）依申请公开',
  ];
  for (const line of overview) {
    await keyboard.type(line);
    await keyboard.press('Enter');
    await keyboard.press('Enter');
  }
  await keyboard.type('全年收到政府信息公开申请');
  await reference('新收 总计');
  await keyboard.type('件，予以公开');
  await reference('予以公开 总计');
  await keyboard.type('件，都在期限以内答复。');
  for (const line of ['### （三）政府信息管理', '修订了保密审查办法，发布前逐条审查。', '### （四）平台建设', '网站的公开专栏改了版，查找方便了。', '### （五）监督保障', '一年两次检查，举办培训一次。']) {
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await keyboard.type(line);
  }
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  await tabTo(page, '.prose .tools button', '图片', 'Shift+Tab');
  await keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('[data-section="总体情况"]').textContent.includes('培训'));

  const write = async (words, text) => {
    await tabTo(page, '.sections a', words, 'Shift+Tab');
    await keyboard.press('Enter');
    await tabTo(page, '.cm-content');
    await keyboard.press('Control+a');
    await keyboard.type(text);
  };
  await write('问题及改进', '主动公开的内容还不够及时，解读的形式也较单一。明年将按月检查更新，多用图解和问答，并请使用者提意见。');
  await write('其他需要报告', '本年度没有收取信息处理费，也没有别的需要报告的事项。');
  await section('引言');
  await tabTo(page, '.cm-content');
  await keyboard.press('Control+a');
  await keyboard.type('根据《中华人民共和国政府信息公开条例》的规定编制本报告，数据自2025年1月1日起至12月31日止。');
  await saved(page);

  await page.screenshot({ path: path.join(shots, 'workbench-filled.png') });
  const [name] = fs.readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const file = path.join(folder, name);
  const data = parse(fs.readFileSync(file, 'utf8'));
  const none = (...keys) => Object.fromEntries(keys.map((key) => [key, 0]));
  assert.deepEqual({ ...data, 总体情况: '' }, {
    年度: 2025,
    机关: { 名称: '某县档案馆', 类别: '部门' },
    日期: '2026-01-16',
    引言: '根据《中华人民共和国政府信息公开条例》的规定编制本报告，数据自2025年1月1日起至12月31日止。\n',
    总体情况: '',
    主动公开: {
      规章: none('制发', '废止', '现行有效'), 行政规范性文件: { 制发: 1, 废止: 0, 现行有效: 4 },
      行政许可: 25, 行政处罚: 0, 行政强制: 0, 行政事业性收费: 1.2,
    },
    申请: {
      新收: { 自然人: 12, 商业企业: 3, 法律服务机构: 1, 其余: 0 },
      上年结转: { 自然人: 2, 其余: 0 },
      办理结果: {
        予以公开: { 自然人: 7, 商业企业: 2, 其余: 0 },
        部分公开: { 自然人: 2, 商业企业: 1, 其余: 0 },
        不予公开: {
          ...none('国家秘密', '法律行政法规禁止公开', '三安全一稳定', '第三方合法权益', '三类内部事务信息', '四类过程性信息'),
          行政执法案卷: { 自然人: 2, 其余: 0 }, 行政查询事项: 0,
        },
        无法提供: { 不掌握: { 自然人: 1, 其余: 0 }, ...none('另行制作', '补正后仍不明确') },
        不予处理: {
          ...none('信访举报投诉', '要求提供公开出版物', '大量反复申请', '要求确认或重新出具'),
          重复申请: { 自然人: 1, 法律服务机构: 1, 其余: 0 },
        },
        其他处理: none('逾期不补正', '逾期不缴费', '其他'),
      },
      结转下年度: { 自然人: 1, 其余: 0 },
    },
    复议诉讼: none('行政复议', '未经复议直接起诉', '复议后起诉'),
    问题及改进: '主动公开的内容还不够及时，解读的形式也较单一。明年将按月检查更新，多用图解和问答，并请使用者提意见。\n',
    其他事项: '本年度没有收取信息处理费，也没有别的需要报告的事项。\n',
  });
  assert.equal(data.总体情况.split('\n\n').length, 11);
  assert.match(data.总体情况, /申请\{\{申请\.新收\.总计\}\}件，予以公开\{\{申请\.办理结果\.予以公开\.总计\}\}件/);
  assert.match(data.总体情况, /!\[培训\]\(培训\.png\)\n$/);
  assert.equal(execFileSync(program, ['check', file], { encoding: 'utf8' }).trim().split('\n').length, 1);

  await tabTo(page, '.bar button', '发布', 'Shift+Tab');
  await keyboard.press('Enter');
  await page.locator('dialog').waitFor();
  await tabTo(page, 'dialog button', '生成');
  await keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.done').textContent.includes('.pdf'));
  const pdf = fs.readdirSync(folder).find((name) => name.endsWith('.pdf'));
  assert.equal(fs.readFileSync(path.join(folder, pdf)).subarray(0, 5).toString(), '%PDF-');
  assert.equal(await page.locator('.source').count(), 0);
  assert.deepEqual(faults, []);
});

/** 34 × 7 figures, or as many as the table has; totals as the form adds them up. */
const block = (lines) => Array.from({ length: lines }, (_, line) => Array.from({ length: 7 }, (_, column) => String(line + column)));
const excel = (rows) => `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>.xl65{mso-number-format:"@"}</style></head><body>
<!--StartFragment--><table border=0 cellpadding=0 style='border-collapse:collapse'><col width=64 span=7>
${rows.map((row) => `<tr height=19>${row.map((words) => `<td class=xl65 align=right x:num>${words}</td>`).join('')}</tr>`).join('')}
</table><!--EndFragment--></body></html>`;
const wps = (rows) => `<html xmlns:et="http://www.wps.cn/et"><body><table>
<tr><td rowspan="2" colspan="3"></td><td colspan="6">申请人情况</td><td rowspan="2">总计</td></tr><tr>${'自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他'.split(' ').map((words) => `<td>${words}</td>`).join('')}</tr>
${rows.map((row) => `<tr><td colspan="3">这一行的名称</td>${row.map((words) => `<td et:type="n">${words}</td>`).join('')}</tr>`).join('')}
</table></body></html>`;

for (const [kind, clipboard] of [
  ['Excel', (rows) => ({ 'text/html': excel(rows), 'text/plain': rows.map((row) => row.join('\t')).join('\r\n') })],
  ['WPS, with headings', (rows) => ({ 'text/html': wps(rows), 'text/plain': 'x' })],
  ['plain tabs', (rows) => ({ 'text/plain': rows.map((row) => row.join('\t')).join('\r\n') })],
]) {
  test(`a block from ${kind} is pasted in one step and taken back in one`, async (t) => {
    const text = example('zhangdian-traffic');
    const { file, page, faults } = await workbench(t, text);
    const lines = await page.locator('[data-section="申请"] tr:has(td.figure)').count();
    const rows = block(lines);
    await cell(page, '申请.新收.自然人').focus();
    await paste(page, clipboard(rows));
    await page.waitForFunction(() => document.querySelector('td[data-path="申请.新收.其他"] input').value === '5');
    await saved(page);
    const shown = await page.locator('[data-section="申请"] td.figure').evaluateAll((cells) =>
      cells.filter((cell) => !cell.matches('.computed')).map((cell) => cell.querySelector('input').value));
    const stated = await page.locator('[data-section="申请"] td.figure').evaluateAll((cells) => cells.map((cell) => !cell.matches('.computed')));
    assert.deepEqual(shown, rows.flat().filter((_, number) => stated[number]));
    const changed = fs.readFileSync(file, 'utf8');
    const tail = (words) => words.slice(words.indexOf('复议诉讼:'));
    assert.equal(tail(changed), tail(text));
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => document.querySelector('td[data-path="申请.新收.其他"] input').value === '0');
    assert.equal(await written(file, (now) => now === text), text);
    assert.deepEqual(faults, []);
  });
}

test('one cell is a change of one line', async (t) => {
  const text = example('zhangdian-traffic');
  const { file, page } = await workbench(t, text);
  await cell(page, '主动公开.行政处罚').focus();
  await page.keyboard.type('933555');
  await page.keyboard.press('Enter');
  const now = await written(file, (now) => now !== text);
  assert.equal(now, text.replace('933554', '933555'));
});

test('an input method composes in a cell and in a text; its Enter moves nothing', async (t) => {
  const { file, page, faults } = await workbench(t, example('minimal'));
  await cell(page, '主动公开.行政处罚').focus();
  await compose(page, ['１', '１２'], '１２');
  assert.ok(await cell(page, '主动公开.行政处罚').evaluate((element) => element === document.activeElement));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('td[data-path="主动公开.行政处罚"] input').value === '12');
  const content = page.locator('[data-section="问题及改进"] .cm-content');
  await content.focus();
  await page.keyboard.press('Control+End');
  const before = await content.locator('.cm-line').count();
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'nian', selectionStart: 4, selectionEnd: 4 });
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 });
  await session.send('Input.insertText', { text: '年报' });
  assert.equal(await content.locator('.cm-line').count(), before);
  const text = await written(file, (now) => now.includes('年报'));
  assert.doesNotMatch(text, /nian(?!bao)/);
  assert.deepEqual(faults, []);
});

test('a total that is off is told in its cell, and mended by a button', async (t) => {
  const { page, file } = await workbench(t, example('zhangdian-traffic'));
  await cell(page, '申请.新收.总计').focus();
  await page.keyboard.type('9');
  await page.keyboard.press('Enter');
  const total = page.locator('td[data-path="申请.新收.总计"]');
  await page.waitForFunction(() => document.querySelector('td[data-path="申请.新收.总计"]').matches('.off'));
  assert.match(await total.textContent(), /差 \+3/);
  await page.screenshot({ path: path.join(shots, 'workbench-off.png') });
  const finding = page.locator('.panel .finding', { hasText: '新收' }).first();
  await finding.locator('.where').click();
  assert.ok(await total.locator('input').evaluate((element) => element === document.activeElement));
  await finding.locator('.fix').first().click();
  await written(file, (now) => now.includes('新收:     {自然人: 6, 其余: 0, 总计: 6}'));
});

test('totals follow what is being typed, and go back with Escape', async (t) => {
  const { page, file } = await workbench(t, example('zhangdian-traffic'));
  const before = fs.readFileSync(file, 'utf8');
  const total = (name, words) => page.waitForFunction(([name, words]) =>
    document.querySelector(`td[data-path="${name}"] input`).value === words, [name, words]);
  await cell(page, '申请.办理结果.予以公开.自然人').focus();
  await page.keyboard.type('70');
  await total('申请.办理结果.予以公开.总计', '70');
  await page.keyboard.press('Escape');
  await total('申请.办理结果.予以公开.总计', '0');
  assert.equal(fs.readFileSync(file, 'utf8'), before);
  assert.ok(await page.getByRole('button', { name: '撤销', exact: true }).isDisabled());
});

test('a blank is no 0, and both are told apart', async (t) => {
  const { page, file } = await workbench(t, example('minimal'));
  const name = '主动公开.行政强制';
  await cell(page, name).focus();
  await page.keyboard.press('Delete');
  await page.waitForFunction((name) => document.querySelector(`td[data-path="${name}"]`).matches('.blank'), name);
  await written(file, (now) => /行政强制:\s+~/.test(now));
  assert.match(await cell(page, name).getAttribute('aria-label'), /空白/);
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await page.waitForFunction((name) => document.querySelector(`td[data-path="${name}"]`).matches('.zero:not(.blank)'), name);
});

test('what is pasted from Word into a text keeps headings and lists', async (t) => {
  const { page, file } = await workbench(t, example('minimal'));
  await page.locator('[data-section="其他事项"] .cm-content').focus();
  await page.keyboard.press('Control+a');
  const word = "<h1>一、收费</h1><p class=MsoNormal><b><span style='color:red'>没有</span></b>收费。</p><ul><li>甲</li><li>乙</li></ul>";
  await paste(page, { 'text/html': word, 'text/plain': 'x' });
  const text = await written(file, (now) => now.includes('- 乙'));
  assert.match(text, /### 一、收费\n\n {2}没有收费。\n\n {2}- 甲\n {2}- 乙/);
});

test('a chart of a row is inserted, and shown beside the form', async (t) => {
  const { page, file, faults } = await workbench(t, example('minimal'));
  const section = page.locator('[data-section="其他事项"]');
  await section.locator('.cm-content').focus();
  await page.keyboard.press('Control+End');
  await section.getByRole('button', { name: '插入图' }).click();
  await page.getByLabel('样式').selectOption('条形');
  await page.getByRole('combobox', { name: '找哪一个数' }).fill('新收');
  await page.keyboard.press('Enter');
  const text = await written(file, (now) => now.includes('```图'));
  assert.match(text, /\n\n {2}```图\n {2}标题: 申请·新收\n {2}数据: 申请\.新收\n {2}样式: 条形\n {2}```\n/);
  await page.locator('.bar button', { hasText: '预览' }).click();
  const chart = page.frameLocator('iframe').locator('figure.chart svg');
  await chart.waitFor();
  assert.match(await chart.getAttribute('aria-label'), /^条形图：申请·新收。自然人 2 件，商业企业 1 件，/);
  assert.deepEqual(faults, []);
});

test('a change elsewhere is taken in; the same place is asked about', withProgram, async (t) => {
  const text = example('zhangdian-traffic');
  const { page, file } = await workbench(t, text);
  fs.writeFileSync(file, text.replace('933554', '933000'));
  await page.waitForFunction(() => document.querySelector('td[data-path="主动公开.行政处罚"] input').value === '933000');
  const content = page.locator('[data-section="问题及改进"] .cm-content');
  await content.focus();
  await page.keyboard.press('Control+Home');
  const elsewhere = text.replace('933554', '933000');
  fs.writeFileSync(file, elsewhere.replace('一是思想重视', '一是更加重视'));
  await page.keyboard.type('甲');
  await written(file, (now) => now.includes('甲2024年') && now.includes('一是更加重视') && now.includes('933000'));

  // The same paragraph: both are shown, and nothing is written before the clerk has chosen.
  await saved(page);
  const before = fs.readFileSync(file, 'utf8');
  await page.keyboard.type('乙');
  fs.writeFileSync(file, before.replace('全力以赴服务群众', '全心全意服务群众'));
  await page.locator('.notice.conflict').waitFor();
  await page.screenshot({ path: path.join(shots, 'workbench-conflict.png') });
  assert.deepEqual(await violations(page), []);
  assert.match(fs.readFileSync(file, 'utf8'), /全心全意/);
  await page.locator('.notice.conflict button', { hasText: '用这里的' }).click();
  const now = await written(file, (now) => now.includes('甲乙2024年'));
  assert.ok(now.includes('一是更加重视'));
  await page.waitForFunction(() => document.querySelector('[data-section="问题及改进"] .cm-content').textContent.startsWith('甲乙2024年'));
});

test('one history for cells, texts and particulars', async (t) => {
  const text = example('minimal');
  const { page, file } = await workbench(t, text);
  await cell(page, '主动公开.行政处罚').focus();
  await page.keyboard.type('8');
  await page.keyboard.press('Enter');
  await page.locator('[data-section="其他事项"] .cm-content').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('又有一句。');
  await page.locator('#particular-落款').fill('某县档案馆办公室');
  await page.keyboard.press('Enter');
  await written(file, (now) => now.includes('落款: 某县档案馆办公室') && now.includes('又有一句') && /行政处罚: +8/.test(now));
  await page.locator('.bar button[title*="撤销：填写落款"]').waitFor();
  await page.keyboard.press('Control+z');
  await written(file, (now) => !now.includes('落款: 某县档案馆办公室') && now.includes('又有一句'));
  await page.locator('[data-section="其他事项"] .cm-content').focus();
  await page.keyboard.press('Control+z');
  await written(file, (now) => !now.includes('又有一句'));
  assert.doesNotMatch(await page.locator('[data-section="其他事项"] .cm-content').textContent(), /又有/);
  await page.keyboard.press('Control+z');
  assert.equal(await written(file, (now) => now === text), text);
  // The keyboard is where the step was.
  await page.waitForFunction(() => document.activeElement.closest('td')?.dataset.path === '主动公开.行政处罚');
  await page.keyboard.press('Control+y');
  await written(file, (now) => /行政处罚: +8/.test(now));
  await page.locator('.bar button', { hasText: '恢复到打开时' }).click();
  await page.locator('dialog .first').click();
  assert.equal(await written(file, (now) => now === text), text);
});

test('a finding is accepted with a reason, a figure gets its remark', async (t) => {
  const { page, file } = await workbench(t, example('jining-hitech-public'));
  const finding = page.locator('.panel [data-severity="warning"]', { has: page.locator('button', { hasText: '豁免' }) }).first();
  const rule = await finding.getAttribute('data-rule');
  await finding.locator('button', { hasText: '豁免' }).click();
  await page.locator('dialog textarea').fill('照原文录入');
  await page.locator('dialog .first').click();
  await written(file, (now) => now.includes(`规则: ${rule}`) && now.includes('照原文录入'));
  await page.locator('.panel [data-severity="waived"]', { hasText: '照原文录入' }).waitFor();
  await cell(page, '主动公开.政府集中采购.总金额').focus();
  await page.keyboard.press('Shift+F2');
  await page.locator('dialog input').fill('含下属单位');
  await page.keyboard.press('Enter');
  await written(file, (now) => now.includes('注: 含下属单位'));
  await page.locator('td[data-path="主动公开.政府集中采购.总金额"] .mark').waitFor();
});

test('a heading marks its cells, and 0 fills only what is empty', async (t) => {
  const blank = example('minimal').replace(/ {4}不予公开: 0.*/, '    不予公开:').replace(/ {4}部分公开: 0/, '    部分公开: {自然人: 0, 其余: ~}');
  const { page, file } = await workbench(t, blank);
  await page.locator('[data-section="申请"] th', { hasText: '不予' }).first().click();
  assert.equal(await page.locator('[data-section="申请"] td.chosen').count(), 56);
  await page.locator('[data-section="申请"] .tools button', { hasText: '空格填 0' }).click();
  await page.waitForFunction(() => !document.querySelector('[data-section="申请"] td.missing'));
  assert.equal(await page.locator('[data-section="申请"] td.blank').count() > 0, true);
  await written(file, (now) => / {4}不予公开: +0/.test(now));
});

test('next year begins from this one: last figures beside the cells, carried ones offered', async (t) => {
  const { page, folder } = await workbench(t, example('zhangdian-traffic').replace('结转下年度: {自然人: 1, 其余: 0, 总计: 1}', '结转下年度: {自然人: 3, 其余: 0, 总计: 3}'));
  await page.locator('.bar button', { hasText: '所有报告' }).click();
  await page.locator('.ways button', { hasText: '由上年的续' }).click();
  await page.locator('dialog .first').click();
  await page.locator('.workbench').waitFor();
  await saved(page);
  assert.equal(fs.readdirSync(folder).filter((name) => name.endsWith('.yaml')).length, 2);
  const carried = page.locator('td[data-path="申请.上年结转.自然人"]');
  assert.equal(await carried.locator('input').inputValue(), '3');
  await carried.locator('input').focus();
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  assert.match(await page.locator('.cellbar').textContent(), /上年/);
  await page.locator('.grid .tools .offer').first().click();
  await page.waitForFunction(() => document.querySelector('td[data-path="申请.上年结转.自然人"] input').value === '3');
  const permits = page.locator('td[data-path="主动公开.行政处罚"]');
  assert.match(await permits.locator('input').getAttribute('aria-label'), /上年 933554/);
});

test('a published page is read into a new data file', async (t) => {
  const { page, folder } = await workbench(t, null);
  const published = build(examples.find((file) => file.includes('minimal')));
  await page.locator('.start input[type=file]').setInputFiles(published);
  await page.locator('.workbench').waitFor();
  assert.equal(await value(page, '申请.新收.总计'), '3');
  await saved(page);
  assert.equal(fs.readdirSync(folder).filter((name) => name.endsWith('.yaml')).length, 1);
  await page.locator('.bar button', { hasText: '所有报告' }).click();
  assert.match(await page.locator('.reports tbody').textContent(), /2025某县档案馆/);
});

test('a published report that is dropped on the start page is read', async (t) => {
  const { folder, page, faults } = await workbench(t, null);
  const published = fs.readFileSync(build(examples.find((file) => file.includes('minimal'))), 'utf8');
  await page.locator('.start').evaluate((start, html) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([html], '年报.html', { type: 'text/html' }));
    const drag = (kind) => start.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    drag('dragover');
    window.marked = start.matches('.over');
    drag('drop');
  }, published);
  await page.locator('.workbench').waitFor();
  assert.equal(await value(page, '申请.新收.总计'), '3');
  await saved(page);
  assert.deepEqual(fs.readdirSync(folder), ['某县档案馆2025.yaml']);
  assert.deepEqual(faults, []);
});

test('the sheet for the public is published, and 宋体 is told of', async (t) => {
  const { page, file, folder, faults } = await workbench(t, example('zhangdian-traffic'));
  await page.locator('.bar button', { hasText: '发布' }).click();
  const told = page.locator('dialog .done');
  const label = page.locator('dialog label', { hasText: '图解' });
  for (const other of ['PDF', 'Word', '网页']) {
    await page.locator('dialog fieldset label').filter({ has: page.getByText(other, { exact: true }) }).click();
  }
  assert.ok(await page.locator('dialog button.first').isDisabled());
  await label.click();
  await page.locator('dialog button.first').click();
  const stem = path.basename(file, '.yaml');
  await page.waitForFunction(() => document.querySelector('dialog .done').textContent.includes('-图解.html'));
  assert.match(await told.textContent(), new RegExp(`${stem}-图解\\.pdf、${stem}-图解\\.html$`));
  if (!isOnePage) {
    const out = temporary();
    execFileSync(program, ['build', file, '--to', '图解', '--out', out], { stdio: 'pipe' });
    for (const name of [`${stem}-图解.pdf`, `${stem}-图解.html`]) {
      assert.ok(fs.readFileSync(path.join(folder, name)).equals(fs.readFileSync(path.join(out, name))), name);
    }
  }
  await page.locator('dialog label', { hasText: '公文格式' }).click();
  await page.locator('dialog button.first').click();
  await told.getByText('正文是宋体').waitFor();
  await page.screenshot({ path: path.join(shots, 'workbench-publish.png') });
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
});

test('printing prints the report, in a frame where nothing runs', async (t) => {
  const { page, faults } = await workbench(t, example('minimal'));
  // The browser's own dialog would wait for somebody.
  await page.evaluate(() => {
    const { get } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow');
    const printing = function () {
      const inner = get.call(this);
      inner.print = () => {
        const { document: report } = inner;
        window.printed = { words: report.body.innerText, tables: report.querySelectorAll('table').length, sandbox: this.getAttribute('sandbox') };
        inner.dispatchEvent(new Event('afterprint'));
      };
      return inner;
    };
    Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', { get: printing });
  });
  await page.locator('.bar button', { hasText: '发布' }).click();
  await page.locator('dialog button', { hasText: '打印' }).click();
  await page.waitForFunction(() => window.printed);
  const { words, tables, sandbox } = await page.evaluate(() => window.printed);
  assert.match(words, /某县档案馆.*2025年政府信息公开工作年度报告/s);
  assert.equal(tables, 3);
  assert.doesNotMatch(sandbox, /allow-scripts/);
  await page.locator('body > iframe').waitFor({ state: 'detached' });
  assert.deepEqual(faults, []);
});

test('two windows on one file agree', withProgram, async (t) => {
  const { page, context, address } = await workbench(t, example('minimal'));
  const { page: other } = await open(context, address);
  await other.locator('.workbench').waitFor();
  await cell(page, '主动公开.行政处罚').focus();
  await page.keyboard.type('77');
  await page.keyboard.press('Enter');
  await other.waitForFunction(() => document.querySelector('td[data-path="主动公开.行政处罚"] input').value === '77');
});

test('a file that cannot be read is shown as text, and as the form once it is mended', async (t) => {
  const text = example('minimal');
  const { page, file } = await workbench(t, text.replace('申请:', '申请: ['));
  await page.locator('.source .cm-content').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.locator('.panel .where').first().click();
  assert.ok(await page.locator('.cm-content').evaluate((element) => element === document.activeElement));
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# 说明');
  await written(file, (now) => now.endsWith('# 说明'));
  // Mended here, as text.
  await page.locator('.source .cm-line', { hasText: '申请: [' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.locator('.paper').waitFor();
  await page.keyboard.press('Control+z');
  await page.locator('.source').waitFor();
  await saved(page);
  // And elsewhere: this is seen where the folder is watched.
  if (isOnePage) return;
  fs.writeFileSync(file, text);
  await page.locator('.paper').waitFor();
});

test('the page says that the program is gone, and keeps what was typed', withProgram, async (t) => {
  const { page, child, ended } = await workbench(t, example('minimal'));
  child.kill('SIGKILL');
  await ended;
  await cell(page, '主动公开.行政处罚').focus();
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  await page.locator('.notice.error').waitFor();
  assert.match(await page.locator('.notice.error').textContent(), /1 处改动没有存上/);
  assert.equal(await value(page, '主动公开.行政处罚'), '5');
});

test('some hundred edits here and elsewhere: none is lost', withProgram, async (t) => {
  const text = example('zhangdian-traffic');
  const { page, file, faults } = await workbench(t, text);
  const here = ['主动公开.行政许可', '主动公开.行政处罚', '主动公开.行政强制'];
  const wanted = {};
  const typed = [];
  let seed = 7;
  const random = (most) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
  for (let turn = 1; turn <= 200; turn += 1) {
    const kind = random(5);
    if (kind === 0) {
      await page.locator('[data-section="问题及改进"] .cm-content').focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type(`「${turn}」`);
      typed.push(`「${turn}」`);
    } else if (kind < 3) {
      const name = here[random(3)];
      await cell(page, name).focus();
      await page.keyboard.type(String(turn));
      await page.keyboard.press('Enter');
      wanted[name] = String(turn);
    } else {
      // As editors do: read, changed, put in place. What the page saves between would be lost by
      // that editor's doing; what the page is told next is a change at the same moment.
      await saved(page);
      const now = fs.readFileSync(file, 'utf8');
      fs.writeFileSync(`${file}~`, now.replace(/区政府部署的政务公开任务(\d*)/, `区政府部署的政务公开任务${turn}`));
      fs.renameSync(`${file}~`, file);
      wanted.elsewhere = String(turn);
    }
  }
  await written(file, (now) =>
    Object.entries(wanted).every(([name, words]) => now.includes(name === 'elsewhere' ? `政务公开任务${words}` : words))
      && now.includes(typed.join('')));
  for (const name of here.filter((name) => wanted[name])) assert.equal(await value(page, name), wanted[name]);
  assert.equal(await page.locator('.notice.conflict').count(), 0);
  assert.deepEqual(faults, []);
});

test('the clipboard gets what other programs read', async (t) => {
  const { page } = await workbench(t, example('zhangdian-traffic'));
  await cell(page, '申请.新收.自然人').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+c');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '6\t0\r\n1\t0');
});

test('a preview is read only', withProgram, async (t) => {
  const { page, faults } = await workbench(t, example('minimal'), { command: 'preview' });
  assert.match(await page.locator('.saved').textContent(), /只看/);
  await cell(page, '主动公开.行政处罚').focus();
  await page.keyboard.type('5');
  assert.notEqual(await value(page, '主动公开.行政处罚'), '5');
  assert.equal(await page.locator('.prose .tools').count(), 0);
  assert.deepEqual(faults, []);
});

test('an author cannot make the page run anything', async (t) => {
  const evil = '<script>top.document.title="x"</script><img src=x onerror="top.document.title=1">[链接](javascript:alert(1))';
  const text = example('minimal').replace('全年收到', `${evil}全年收到`).replace('名称: 某县档案馆', `名称: '</title><script>1</script>某馆'`);
  const { page, faults } = await workbench(t, text);
  await page.locator('.bar button', { hasText: '预览' }).click();
  const report = page.frameLocator('iframe');
  await report.locator('h1').waitFor();
  assert.equal(await report.locator('script:not([type="application/json"]), main style').count(), 0);
  assert.deepEqual(faults, []);
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe-core finds nothing wrong, ${colorScheme}`, async (t) => {
    const { page, faults } = await workbench(t, example('jining-hitech-public'), { browser: { colorScheme } });
    assert.deepEqual(await violations(page), []);
    await cell(page, '申请.新收.自然人').focus();
    await page.screenshot({ path: path.join(shots, `workbench-${colorScheme}.png`) });
    assert.deepEqual(await violations(page), []);
    await page.locator('.bar button', { hasText: '发布' }).click();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Escape');
    await page.locator('.prose .tools button', { hasText: '引用' }).first().click();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Escape');
    await page.locator('.bar button', { hasText: '所有报告' }).click();
    await page.locator('.start').waitFor();
    await page.screenshot({ path: path.join(shots, `workbench-start-${colorScheme}.png`) });
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(faults, []);
  });
}

test('nothing is cut off on a small screen, or enlarged twice', async (t) => {
  const sizes = [[1280, 720], [768, 1024], [640, 360]];
  const { page } = await workbench(t, example('jining-hitech-public'));
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    await page.screenshot({ path: path.join(shots, `workbench-${width}.png`) });
    if (width < 1280) continue;
    const tables = await page.locator('.table').evaluateAll((all) => all.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
    assert.deepEqual(tables, [0, 0, 0]);
  }
});
