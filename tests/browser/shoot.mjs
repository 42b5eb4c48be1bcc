// A picture of the workbench: node shoot.mjs DATAFILE SECTION PICTURE
import { launch, open, serve } from './support.mjs';

const [file, section, picture] = process.argv.slice(2);
const running = await serve('edit', file);
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const { page } = await open(context, `${running.address}#section-${section}`);
await page.locator(`[data-section="${section}"]`).first().waitFor();
// The fonts, and two frames for the way to the section.
await page.evaluate(() => document.fonts.ready);
await page.waitForFunction((id) => document.getElementById(id).getBoundingClientRect().top < 200, `section-${section}`);
await page.screenshot({ path: picture });
await browser.close();
running.child.kill();
