// One file of all that the workbench needs: `node nianbao.mjs PARTS PACKAGE OUT.html`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const [parts, made, out] = process.argv.slice(2);
const fonts = path.join(made, 'fonts');
/** Bytes of the page, at the most. */
const MOST = 13_000_000;

/** Seven bits a character, as `src/host/letters.ts` reads it; what HTML does not let stand is shifted out of its way. */
function letters(bytes) {
  const told = Buffer.alloc(Math.ceil((bytes.length * 8) / 7) * 2);
  let [to, held, bits] = [0, 0, 0];
  const put = (value) => {
    const isOdd = value === 0 || value === 0x0d || value === 0x3c;
    to = isOdd ? to + told.write(String.fromCharCode(value | 0x100), to) : told.writeUInt8(value, to);
  };
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 7; bits -= 7) put((held >> (bits - 7)) & 0x7f);
    held &= 0x7f;
  }
  if (bits) put((held << (7 - bits)) & 0x7f);
  return told.toString('utf8', 0, to);
}

/** A block of the page that is data to the browser. How many bytes it holds stands before it. */
const carried = (kind, packed) =>
  `<script type="text/plain" data-carried="${kind}" data-length="${packed.length}">${letters(packed)}</script>`;
/** The program, as the browser unpacks it. */
const zipped = (file) => gzipSync(fs.readFileSync(file), { level: 9 });
/** A fifth smaller: a thread of the page unpacks it, which takes seconds. */
function squeezed(file) {
  const options = ['--format=lzma', '--lzma1=preset=9e,lc=4,pb=0', '--stdout', file];
  return execFileSync('xz', options, { maxBuffer: MOST });
}
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const read = (name) => fs.readFileSync(path.join(parts, name), 'utf8').trim();

const style = read('workbench.css');
// What would end the element is written otherwise; in a script it can only stand in a string.
const safe = (script) => script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
const script = safe(read('nianbao.js'));
// The styles of editors and of the preview: the page's own, told by the page's own text.
const nonce = createHash('sha256').update(script).digest('hex').slice(0, 32);
const policy = [
  "default-src 'none'", "connect-src 'none'", `script-src ${hash(script)} 'wasm-unsafe-eval'`,
  `style-src ${hash(style)} 'nonce-${nonce}'`, 'img-src data: blob:', "base-uri 'none'", "form-action 'none'",
  // The thread that unpacks, under the same policy.
  'worker-src blob:',
].join('; ');
const notices = [
  execFileSync('node', ['notices.mjs'], { encoding: 'utf8' }),
  fs.readFileSync(path.join(made, 'THIRD-PARTY.txt'), 'utf8'),
].join('\n').replaceAll('--', '- -');
// In the order in which the core takes them.
const faces = ['text.otf', 'title.otf', 'heading.otf', 'subheading.ttf'];

const page = `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="nonce" content="${nonce}">
<title>年报</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="workbench"><p class="waiting">正在打开……（要用 2023 年以后的 Chrome、Edge 或同类浏览器，109 版起）</p></div>
${carried('code', zipped(path.join(made, 'nianbao.wasm')))}
<script>${script}</script>
<script type="text/plain" data-carried="unpack">${safe(read('host/unpack.js'))}</script>
${carried('readers', squeezed(path.join(made, 'readers.wasm')))}
${faces.map((name) => carried('font', squeezed(path.join(fonts, name)))).join('\n')}
<!--
${notices}
-->
</body>
</html>
`;
fs.writeFileSync(out, page);
if (Buffer.byteLength(page) > MOST) throw new Error(`the page has ${Buffer.byteLength(page)} bytes, ${MOST} at the most`);
console.error(`${out}: ${Buffer.byteLength(page)} bytes, sha256 ${createHash('sha256').update(page).digest('hex')}`);
