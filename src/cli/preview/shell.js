'use strict';

const $ = (id) => document.getElementById(id);
const frame = $('page');
/** How places are marked in the page; the published page knows nothing of it. */
const MARKS = `
  [data-finding] { outline: 2px solid var(--mark); outline-offset: -2px; }
  [data-finding=error] { --mark: #d93025; } [data-finding=warning] { --mark: #d08700; } [data-finding=hint] { --mark: #4a86c5; }
  ::highlight(error) { text-decoration: underline wavy #d93025 2px; }
  ::highlight(warning) { text-decoration: underline wavy #d08700 2px; }
  ::highlight(hint) { text-decoration: underline wavy #4a86c5 2px; }
  ::highlight(chosen) { background: #ffe08a; color: #1c1c1e; }
  [data-chosen] { background: #ffe08a !important; color: #1c1c1e !important; }
  @media print { [data-finding] { outline: 0; } [data-chosen] { background: none !important; } }`;

let state = null;
let chosen = null;
let running = false;
let again = false;

/** Fetches and shows the latest state; while one is fetched, any number of news count as one. */
async function refresh() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    do {
      again = false;
      const reply = await fetch('/state');
      if (!reply.ok) throw new Error(reply.status);
      state = await reply.json();
      await loaded();
      showPanel();
      showPage();
    } while (again);
  } catch {
    // The stream of news tells when the program is there again.
  } finally {
    running = false;
  }
}

/** The page's first document, once it is there. */
function loaded() {
  const doc = frame.contentDocument;
  if (doc && doc.readyState === 'complete' && doc.URL !== 'about:blank') return undefined;
  return new Promise((done) => frame.addEventListener('load', done, { once: true }));
}

function showPanel() {
  document.title = `预览：${state.file}`;
  document.body.classList.toggle('draft', state.draft);
  $('file').textContent = state.file;
  say($('summary'), state.summary);
  $('summary').dataset.worst = state.findings.find((finding) => !finding.waived)?.severity ?? '';
  const stale = state.revision > 1 && state.fault !== null;
  $('fault').hidden = state.fault === null;
  say($('fault'), state.fault === null ? '' : `${state.fault}${stale ? '\n现在显示的是上一次能读懂时的样子。' : ''}`);
  for (const link of document.querySelectorAll('#products a')) {
    link.dataset.href ??= link.getAttribute('href');
    if (state.products) link.setAttribute('href', link.dataset.href);
    else link.removeAttribute('href');
  }
  $('copy').disabled = !state.products;
  $('copy').textContent = state.draft ? '复制正文（草稿）' : '复制正文';
  const items = state.findings.map(item);
  const focused = [...$('findings').children].findIndex((li) => li.contains(document.activeElement));
  const top = $('findings').scrollTop;
  $('findings').replaceChildren(...items);
  $('findings').scrollTop = top;
  if (focused >= 0) items[Math.min(focused, items.length - 1)]?.firstChild.focus({ preventScroll: true });
}

/** Sets words only where they change, so that a screen reader does not repeat them. */
function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function element(name, className, words) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = words;
  return made;
}

const key = (finding) => `${finding.rule} ${finding.path} ${finding.message}`;

function item(finding) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.severity = finding.severity;
  if (finding.waived) button.className = 'waived';
  if (chosen === key(finding)) button.setAttribute('aria-current', 'true');
  const file = finding.file ? `${finding.file} ` : '';
  button.append(
    element('span', 'where', `${file}第 ${finding.line} 行`),
    element('b', '', finding.waived ? `${finding.word}（已豁免）` : finding.word),
    element('span', 'rule', `${finding.title}（${finding.rule}）`),
    element('span', 'message', finding.message),
  );
  if (finding.help && !finding.waived) button.append(element('span', 'help', finding.help));
  if (finding.waived) button.append(element('span', 'help', `豁免理由：${finding.waived}`));
  button.addEventListener('click', () => choose(finding));
  const li = document.createElement('li');
  li.append(button);
  return li;
}

/** Puts the new page in the place of the old one, where they differ: nothing flashes or moves. */
function showPage() {
  const doc = frame.contentDocument;
  const win = frame.contentWindow;
  // Styles belong to the page's own policy, not to that of this document, which would parse them.
  const styles = [];
  const html = state.page.replace(/<style>([^]*?)<\/style>/g, (_, style) => {
    styles.push(style);
    return '';
  });
  const next = new DOMParser().parseFromString(html, 'text/html');
  const at = [win.scrollX, win.scrollY];
  doc.querySelectorAll('style').forEach((old, index) => {
    if (old.textContent !== styles[index]) old.textContent = styles[index] ?? '';
  });
  doc.title = next.title;
  morph(doc.body, next.body);
  win.scrollTo(...at);
  mark();
}

function morph(old, next) {
  if (old.nodeType !== next.nodeType || old.nodeName !== next.nodeName) {
    old.replaceWith(old.ownerDocument.adoptNode(next));
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const before = [...old.childNodes];
  const after = [...next.childNodes];
  after.forEach((child, index) => {
    if (index < before.length) morph(before[index], child);
    else old.append(old.ownerDocument.adoptNode(child));
  });
  before.slice(after.length).forEach((child) => child.remove());
}

/** Marks in the page every place that a finding speaks of. */
function mark() {
  const doc = frame.contentDocument;
  const win = frame.contentWindow;
  if (!doc.adoptedStyleSheets.length) {
    const sheet = new win.CSSStyleSheet();
    sheet.replaceSync(MARKS);
    doc.adoptedStyleSheets = [sheet];
  }
  for (const marked of doc.querySelectorAll('[data-finding], [data-chosen]')) {
    marked.removeAttribute('data-finding');
    marked.removeAttribute('data-chosen');
  }
  const words = { error: [], warning: [], hint: [], chosen: [] };
  if (state.fault === null) {
    // The gravest last: it wins where two findings lie in one place.
    for (const finding of [...state.findings].reverse()) {
      if (finding.waived && chosen !== key(finding)) continue;
      for (const { node, range } of targets(finding).marks) {
        if (range) words[finding.severity].push(range);
        else node.dataset.finding = finding.severity;
        if (chosen !== key(finding)) continue;
        if (range) words.chosen.push(range);
        else node.dataset.chosen = '';
      }
    }
  }
  const registry = win.CSS.highlights;
  if (!registry) return;
  for (const [name, ranges] of Object.entries(words)) registry.set(name, new win.Highlight(...ranges));
}

function place(node) {
  const [file, start, end] = node.dataset.place.split(/[:-]/).map(Number);
  return { file, start, end };
}

/** Where a finding is in the page: what to mark, and where to scroll. */
function targets(finding) {
  const doc = frame.contentDocument;
  const cells = [...doc.querySelectorAll('[data-path]')];
  const exact = finding.path && cells.find((cell) => cell.dataset.path === finding.path);
  if (exact) return { marks: [{ node: exact }], scroll: exact };
  const placed = [...doc.querySelectorAll('[data-place]')].filter((node) => node.dataset.place);
  const there = placed.filter((node) => {
    const { file, start, end } = place(node);
    return file === finding.place.file && start < finding.place.end && finding.place.start < end;
  });
  const below = cells.filter((cell) => finding.path && cell.dataset.path.startsWith(`${finding.path}.`));
  if (there.length) {
    // An explicit 0 covers many rows; the path says which of them is meant.
    const both = there.filter((node) => below.includes(node));
    const nodes = both.length ? both : there;
    return { marks: nodes.map((node) => ({ node, range: range(node, finding) })), scroll: nodes[0] };
  }
  if (below.length) return { marks: below.map((node) => ({ node })), scroll: below[0] };
  // A key stands before what it names.
  const after = placed
    .filter((node) => place(node).file === finding.place.file && place(node).start >= finding.place.start)
    .sort((a, b) => place(a).start - place(b).start);
  return { marks: [], scroll: after[0] };
}

/** The words of a finding within the text that holds them. */
function range(node, finding) {
  const text = node.firstChild;
  if (node.matches('td') || !text || text.nodeType !== Node.TEXT_NODE) return null;
  const { start, end } = place(node);
  const bytes = new TextEncoder().encode(text.data);
  const characters = (byte) => new TextDecoder().decode(bytes.slice(0, Math.max(0, byte))).length;
  let from = 0;
  let to = text.data.length;
  if (bytes.length === end - start) {
    from = characters(finding.place.start - start);
    to = Math.min(to, characters(finding.place.end - start));
  } else if (finding.words && text.data.includes(finding.words)) {
    from = text.data.indexOf(finding.words);
    to = from + finding.words.length;
  }
  const made = node.ownerDocument.createRange();
  made.setStart(text, Math.min(from, text.data.length));
  made.setEnd(text, Math.max(from, to));
  return made;
}

/** Scrolls to a finding and marks it. */
function choose(finding) {
  chosen = key(finding);
  for (const button of document.querySelectorAll('#findings [aria-current]')) button.removeAttribute('aria-current');
  const index = state.findings.indexOf(finding);
  $('findings').children[index]?.firstChild.setAttribute('aria-current', 'true');
  mark();
  if (state.fault !== null) {
    tell(`页面还是上一次的样子；问题在数据文件第 ${finding.line} 行`);
    return;
  }
  const { scroll, marks } = targets(finding);
  if (!scroll) {
    tell(`这个问题不在页面上，在数据文件第 ${finding.line} 行`);
    return;
  }
  tell('');
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  scroll.scrollIntoView({ block: 'center', inline: 'center', behavior: calm ? 'auto' : 'smooth' });
  // A long paragraph is taller than the window: its words are what should be in view.
  const words = marks[0]?.range?.getBoundingClientRect();
  if (words && scroll.getBoundingClientRect().height > frame.clientHeight / 2) {
    const win = frame.contentWindow;
    win.scrollTo({ top: win.scrollY + words.top - frame.clientHeight / 2, behavior: calm ? 'auto' : 'smooth' });
  }
}

function tell(words) {
  say($('told'), words);
}

/** Copies the text with its tables, to paste into a site's CMS. */
async function copy() {
  try {
    const reply = await fetch('/fragment');
    if (!reply.ok) throw new Error(await reply.text());
    const html = await reply.text();
    const plain = new DOMParser().parseFromString(html, 'text/html').body.textContent;
    const blob = (kind, text) => new Blob([text], { type: kind });
    await navigator.clipboard.write([
      new ClipboardItem({ 'text/html': blob('text/html', html), 'text/plain': blob('text/plain', plain) }),
    ]);
    tell('已复制正文和表格（不含标题），可以粘贴到网站后台');
  } catch {
    tell('浏览器不让复制；请用 nianbao build --to html --fragment 生成');
  }
}

$('copy').addEventListener('click', copy);
const news = new EventSource('/events');
let lost = 0;
news.addEventListener('message', () => {
  clearTimeout(lost);
  lost = 0;
  if ($('told').dataset.lost) {
    delete $('told').dataset.lost;
    tell('');
  }
  refresh();
});
news.addEventListener('error', () => {
  // The stream ends once a minute and comes back at once; only a longer silence means something.
  lost ||= setTimeout(() => {
    $('told').dataset.lost = 'yes';
    tell('预览程序没有回应：可能已经结束。重新运行 nianbao preview 后刷新本页');
  }, 1500);
});
