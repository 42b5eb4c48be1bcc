// How long after nianbao.html is opened its first report is checked, and its first PDF made: the
// figures of README.md. `node opening.mjs` with ONE_PAGE naming it; no test, since it is time.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { lend } from './disk.mjs';
import { launch, onePage, root, temporary } from './support.mjs';

const REPORT = 'zhangdian-traffic-police-2024.yaml';
const ROUNDS = 3;
const folder = temporary();
fs.copyFileSync(path.join(root, 'examples', REPORT), path.join(folder, REPORT));

/** Runs in the page: opens the folder as soon as that can be clicked, and notes when its report is listed with what is wrong with it. */
function opens() {
  const way = () => [...document.querySelectorAll('.ways button')].find(({ textContent }) => textContent.includes('打开文件夹'));
  const painted = (note) => requestAnimationFrame(() => setTimeout(() => { window[note] = performance.now(); }));
  const watch = new MutationObserver(() => {
    if (!window.clicked && way()) {
      window.clicked = performance.now();
      way().click();
    }
    if (!document.querySelector('.reports tbody tr')) return;
    watch.disconnect();
    painted('checked');
  });
  watch.observe(document, { subtree: true, childList: true });
}

/** From a click until the page says that it is done. */
async function built(page) {
  await page.locator('.bar button', { hasText: '发布' }).click();
  const time = await page.evaluate(() => new Promise((done) => {
    const start = performance.now();
    const told = document.querySelector('dialog .done');
    for (const label of document.querySelectorAll('dialog label.check')) {
      const box = label.querySelector('input');
      if (/Word|网页/.test(label.textContent) && box.checked) box.click();
    }
    new MutationObserver(() => told.textContent.includes('.pdf') && done(performance.now() - start))
      .observe(told, { childList: true, characterData: true, subtree: true });
    setTimeout(() => document.querySelector('dialog button.first').click());
  }));
  await page.keyboard.press('Escape');
  return time;
}

async function round() {
  const browser = await launch();
  const context = await browser.newContext({ offline: true });
  await lend(context, folder);
  await context.addInitScript(opens);
  const page = await context.newPage();
  await page.goto(pathToFileURL(onePage).href);
  await page.waitForFunction(() => window.checked);
  const { clicked, checked } = await page.evaluate(() => ({ clicked: window.clicked, checked: window.checked }));
  await page.locator('.reports button').click();
  await page.locator('.workbench').waitFor();
  const first = await built(page);
  const again = [];
  for (let turn = 0; turn < 5; turn += 1) again.push(await built(page));
  await browser.close();
  return { 'the start page': clicked, 'first check': checked, 'first PDF': first, 'PDF, warm': median(again) };
}

const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];

const rounds = [];
for (let turn = 0; turn < ROUNDS; turn += 1) rounds.push(await round());
const say = (what, value) => console.log(`| ${what} | ${value} |`);
say('`nianbao.html`', `${(fs.statSync(onePage).size / 1e6).toFixed(1)} MB`);
for (const what of Object.keys(rounds[0])) say(what, `${median(rounds.map((one) => one[what])).toFixed(0)} ms`);
say('load of the machine', os.loadavg()[0].toFixed(1));
