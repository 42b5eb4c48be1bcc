// How long from a key pressed to the findings repainted, on the longest example: the figures of
// README.md. `node latency.mjs` with NIANBAO naming a release build; no test, since it is time.
import fs from 'node:fs';
import path from 'node:path';
import { examples, launch, open, serve, temporary } from './support.mjs';

const [longest] = examples.map((file) => [fs.statSync(file).size, file]).sort(([a], [b]) => b - a);
const file = path.join(temporary(), '年报.yaml');
fs.copyFileSync(longest[1], file);
const running = await serve('edit', file);
const browser = await launch();
const { page } = await open(await browser.newContext({ viewport: { width: 1280, height: 720 } }), running.address);
await page.locator('.workbench').waitFor();

/** From a key's own time until the next frame after something has been drawn. */
const painted = (watched, holds) =>
  page.evaluate(([watched, holds]) => new Promise((done) => {
    const element = document.querySelector(watched);
    let pressed = 0;
    document.addEventListener('keydown', (event) => { pressed = event.timeStamp; }, { capture: true });
    const watch = new MutationObserver(() => {
      if (!pressed || !element.textContent.includes(holds)) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressed)));
    });
    watch.observe(element, { subtree: true, childList: true, characterData: true });
  }), [watched, holds]);

async function measure(name, turns, one) {
  const times = [];
  for (let turn = 0; turn < turns; turn += 1) times.push(await one(turn));
  times.sort((a, b) => a - b);
  const of = (part) => times[Math.min(turns - 1, Math.floor(turns * part))].toFixed(0);
  console.log(`${name}: median ${of(0.5)} ms, p99 ${of(0.99)} ms, worst ${of(1)} ms (${turns} keys)`);
}

await measure('a wrong total in a cell', 200, async (turn) => {
  const wrong = String(1000 + turn);
  await page.locator('td[data-path="申请.新收.总计"] input').focus();
  await page.keyboard.type(wrong);
  const shown = painted('.panel', wrong);
  await page.evaluate(() => 0);
  await page.keyboard.press('Enter');
  return shown;
});
await measure('a character in a text', 200, async () => {
  const known = '[data-section="总体情况"] .known';
  const length = Number(/(\d+) 字/.exec(await page.locator(known).textContent())[1]);
  await page.locator('[data-section="总体情况"] .cm-content').focus();
  await page.keyboard.press('Control+End');
  const shown = painted(known, `${length + 1} 字`);
  await page.evaluate(() => 0);
  await page.keyboard.press('9');
  return shown;
});
await browser.close();
running.child.kill();
