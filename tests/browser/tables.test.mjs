// Every table as it is shown in the workbench, in its preview, and of two reports side by side:
// no number is broken or cut, no character of a label stands alone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { broken, examples, here, launch, open, program, serve, shots, temporary, violations } from './support.mjs';

const fine = { numbers: [], lone: [], cut: [] };
const files = [...examples, path.join(here, 'long-figures.yaml')];
const name = (file) => path.basename(file, '.yaml');

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const file of files) {
  test(`${name(file)}: the form and the report in the preview`, async (t) => {
    const { address, child } = await serve('preview', file);
    t.after(() => child.kill());
    for (const width of [390, 768, 1280]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: width === 768 ? 'dark' : 'light' });
      const { page, faults } = await open(context, address);
      await page.locator('.paper td').first().waitFor();
      const at = `${name(file)} at ${width}`;
      assert.deepEqual(await page.evaluate(broken), fine, at);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, at);
      assert.deepEqual(await violations(page), [], at);
      await page.screenshot({ path: path.join(shots, `form-${name(file)}-${width}.png`), fullPage: true });
      await page.locator('.bar button', { hasText: '预览' }).click();
      const frame = await (await page.locator('iframe').elementHandle()).contentFrame();
      await frame.locator('table td').first().waitFor();
      assert.deepEqual(await frame.evaluate(broken), fine, `${at}, the report`);
      assert.deepEqual(faults, []);
      await context.close();
    }
  });
}

for (const [at, file] of files.entries()) {
  const other = files[(at + 1) % files.length];
  test(`${name(file)} beside ${name(other)}`, async () => {
    const out = path.join(temporary(), 'diff.html');
    const { status, stderr } = spawnSync(program, ['diff', file, other, '-o', out], { encoding: 'utf8' });
    assert.ok(status < 2, stderr);
    for (const width of [390, 768, 1280]) {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const { page } = await open(context, `file://${out}`);
      assert.deepEqual(await page.evaluate(broken), fine, `at ${width}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      if (width === 1280) assert.deepEqual(await violations(page), []);
      await context.close();
    }
  });
}
