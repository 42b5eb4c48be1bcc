// What the browser tests share: the program, a browser, and a temporary folder.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
export const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../..');
export const modules = path.join(here, 'node_modules');
export const program = process.env.NIANBAO ?? path.join(root, 'target/debug/nianbao');
/** nianbao.html, and whether the workbench is tried in it instead of in the program's page. */
export const onePage = path.resolve(root, process.env.ONE_PAGE ?? 'target/nianbao.html');
export const isOnePage = process.env.HOST === 'page';
/** For a test of what a page without a program cannot do. */
export const withProgram = { skip: isOnePage && 'this needs the program' };
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Screenshots, for people to look at. */
export const shots = path.join(root, 'target/browser');
fs.mkdirSync(shots, { recursive: true });

export const examples = fs
  .readdirSync(path.join(root, 'examples'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => path.join(root, 'examples', name));

export const temporary = () => fs.mkdtempSync(path.join(os.tmpdir(), 'nianbao-'));

/** A product of a data file, as a draft where it must be one. */
export function build(file, ...options) {
  const out = path.join(temporary(), 'report.html');
  const arguments_ = ['build', file, '--to', 'html', '-o', out, ...options];
  try {
    execFileSync(program, arguments_, { stdio: 'pipe' });
  } catch {
    execFileSync(program, [...arguments_, '--draft'], { stdio: 'pipe' });
  }
  return out;
}

export const launch = (...more) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more,
    ],
  });

/** A running workbench or preview: its address, its process, and a promise of its exit. */
export async function serve(command, place, ...options) {
  const child = spawn(program, [command, place, '--no-open', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
  let told = '';
  const address = await new Promise((found, failed) => {
    child.stderr.on('data', (text) => {
      told += text;
      const [url] = told.match(/http:\/\/127\.0\.0\.1:\d+\/\S+/) ?? [];
      if (url) found(url);
    });
    ended.then(() => failed(new Error(told)));
  });
  return { address, child, ended };
}

/** A page that fails its test when it asks anybody but this machine, or complains. */
export async function open(context, address) {
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const faults = [];
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|file:|data:|blob:|about:)/.test(request.url())) faults.push(`asked ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  if (process.env.PAGE) await fresh(page, path.resolve(root, process.env.PAGE));
  await page.goto(address);
  return { page, faults };
}

/** The page from a folder (web/dist) in place of the one that the program carries. */
async function fresh(page, folder) {
  const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
  await page.route(/workbench\.(js|css)$/, (route) => {
    const name = new URL(route.request().url()).pathname.split('/').pop();
    const contentType = name.endsWith('js') ? 'text/javascript; charset=utf-8' : 'text/css; charset=utf-8';
    return route.fulfill({ body: read(name), contentType });
  });
  await page.route(/\/[^/]+\/$/, async (route) => {
    const response = await route.fetch();
    const [, nonce] = (await response.text()).match(/name="nonce" content="([^"]*)"/);
    return route.fulfill({ response, body: read('index.html').replace('%NONCE%', nonce) });
  });
}

/** What axe-core finds wrong with a page. */
export async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run({ exclude: ['iframe'] }, { iframes: false }));
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`);
}

/** The cells of every table of the form: rows of [words, colspan, rowspan]. */
export const spans = (root_) =>
  [...root_.querySelectorAll('table')].map((table) =>
    [...table.rows].map((row) =>
      [...row.cells].map((cell) => [cell.textContent.replace(/[\s\u200b\u00a0]/g, ''), cell.colSpan, cell.rowSpan]),
    ),
  );

/** Numbers that are broken and labels of which a line is one character, in the tables of a page. */
export function broken() {
  const lines = (cell) => {
    const found = [];
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest('.note')) continue;
      for (let at = 0; at < node.length; at += 1) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { top, width } = range.getBoundingClientRect();
        if (!width) continue;
        const last = found.at(-1);
        if (last && Math.abs(last.top - top) < 4) last.text += node.data[at];
        else found.push({ top, text: node.data[at] });
      }
    }
    return found.map(({ text }) => text.trim());
  };
  const of = (selector) => [...document.querySelectorAll(`table ${selector}`)].map(lines).filter((text) => text.length > 1);
  // What takes more lines is no label.
  const lone = of(':is(th, .plain td)').filter((text) => text.length < 7 && text.some((line) => line.length < 2));
  const cut = [...document.querySelectorAll('table td, table td input')].filter((cell) => cell.scrollWidth > cell.clientWidth + 1);
  // A figure stands on one line; within words no number goes on in the next.
  const torn = (text) => /^[\d,.+−-]+$/.test(text.join('')) || text.some((line, at) => /\d$/.test(line) && /^[\d,.]*\d/.test(text[at + 1] ?? ''));
  const figures = [...of('.form td:not(:has(del))'), ...of('.form td > *'), ...of('td:not(:has(del))').filter(torn)];
  return { numbers: figures, lone, cut: cut.map((cell) => cell.value ?? cell.textContent) };
}
