// What a clerk pastes into a site's CMS: copied in the workbench, pasted into real editors.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { build, examples, launch, modules, open, serve, shots, spans } from './support.mjs';

const file = examples.find((name) => name.includes('zhangdian-traffic'));

const EDITORS = {
  tinymce: {
    head: '<script src="/tinymce/tinymce.min.js"></script>',
    body: '<textarea id="editor"></textarea>',
    script: `tinymce.init({ selector: '#editor', license_key: 'gpl', plugins: 'table', promotion: false, height: 600 })
      .then(([editor]) => { window.content = () => editor.getContent(); window.ready = () => editor.focus(); window.done = true; });`,
  },
  ckeditor: {
    head: '<link rel="stylesheet" href="/ckeditor5/dist/browser/ckeditor5.css"><script src="/ckeditor5/dist/browser/ckeditor5.umd.js"></script>',
    body: '<div id="editor"></div>',
    script: `const { ClassicEditor, Essentials, Paragraph, Heading, Bold, List, Table, TableProperties, TableCellProperties, Alignment } = CKEDITOR;
      ClassicEditor.create(document.querySelector('#editor'), { licenseKey: 'GPL',
        plugins: [Essentials, Paragraph, Heading, Bold, List, Table, TableProperties, TableCellProperties, Alignment] })
      .then((editor) => { window.content = () => editor.getData(); window.ready = () => editor.editing.view.focus(); window.done = true; });`,
  },
  wangeditor: {
    head: '<link rel="stylesheet" href="/@wangeditor/editor/dist/css/style.css"><script src="/@wangeditor/editor/dist/index.js"></script>',
    body: '<div id="toolbar"></div><div id="editor" style="height:600px"></div>',
    script: `const editor = wangEditor.createEditor({ selector: '#editor', config: {}, mode: 'default' });
      window.content = () => editor.getHtml(); window.ready = () => editor.focus(); window.done = true;`,
  },
};

let browser;
let server;
let address;
before(async () => {
  browser = await launch();
  server = http.createServer((request, response) => {
    const editor = EDITORS[request.url.slice(1)];
    if (editor) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(`<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">${editor.head}</head>
        <body>${editor.body}<script>${editor.script}</script></body></html>`);
      return;
    }
    const wanted = path.join(modules, decodeURIComponent(request.url.split('?')[0]));
    const types = { '.js': 'text/javascript', '.css': 'text/css' };
    response.setHeader('Content-Type', types[path.extname(wanted)] ?? 'application/octet-stream');
    fs.createReadStream(wanted).on('error', () => response.writeHead(404).end()).pipe(response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
  await browser.close();
  server.close();
});

test('the fragment brings only what a CMS keeps', () => {
  const html = fs.readFileSync(build(file, '--fragment'), 'utf8');
  for (const never of ['<html', '<style', '<script', '<h1', ' class=', ' id=', 'data-']) {
    assert.ok(!html.includes(never), never);
  }
});

for (const name of Object.keys(EDITORS)) {
  test(`merged cells are whole after pasting into ${name}`, async (t) => {
    const { address: previewed, child } = await serve('preview', file);
    t.after(() => child.kill());
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const { page: source } = await open(context, previewed);
    await source.locator('.bar button', { hasText: '发布' }).click();
    await source.locator('dialog button', { hasText: '复制网站正文' }).click();
    await source.waitForFunction(() => document.querySelector('dialog .done').textContent.startsWith('正文已复制'));

    const { page } = await open(context, `${address}/${name}`);
    await page.waitForFunction(() => window.done);
    await page.evaluate(() => window.ready());
    await page.keyboard.press('Control+V');
    await page.waitForFunction(() => window.content().includes('</table>'));
    await page.screenshot({ path: path.join(shots, `${name}.png`) });

    const tables = (html) =>
      page.evaluate(
        ([text, code]) => new Function(`return ${code}`)()(new DOMParser().parseFromString(text, 'text/html')),
        [html, spans.toString()],
      );
    const wanted = await tables(fs.readFileSync(build(file, '--fragment'), 'utf8'));
    const pasted = await tables(await page.evaluate(() => window.content()));
    assert.deepEqual(pasted, wanted);
    await context.close();
  });
}
