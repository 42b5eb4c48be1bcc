/**
 * What is pasted from Word or a web page, as Markdown: headings, paragraphs, lists and tables.
 * Everything else (fonts, colours, pictures, links) is dropped, its words are kept.
 */

const DROPPED = new Set(["STYLE", "SCRIPT", "HEAD", "META", "LINK", "TITLE", "IMG", "O:P", "TEMPLATE", "NOSCRIPT"]);
const BLOCKS = new Set([
  "P", "DIV", "UL", "OL", "LI", "TABLE", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "PRE",
  "SECTION", "ARTICLE", "HEADER", "FOOTER", "MAIN", "BODY", "HTML", "DL", "DT", "DD", "CENTER", "FIGURE",
]);
/** Elements within one another, at the most. */
const DEPTH = 60;
/** The headings of a section's text begin here. */
const TOP = 3;

/**
 * The page that a clipboard holds. Its styles are forbidden here, and complained about: they go,
 * but for what Word says by them.
 */
export function parse(html: string): Document {
  const bare = html.replace(/<style[\s\S]*?(<\/style>|$)/gi, "");
  const told = bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\ssrc\s*=/gi, " data-src="));
  return new DOMParser().parseFromString(told, "text/html");
}

/** Whether there is anything to keep that plain text would lose. */
export const isStructured = (page: ParentNode): boolean =>
  page.querySelector("h1, h2, h3, h4, h5, h6, ul, ol, table, p") !== null;

export function fromPage(page: Element): string {
  const blocks: string[] = [];
  const highest = Math.min(...[1, 2, 3, 4, 5, 6].filter((level) => page.querySelector(`h${level}`)), 6);
  walk(page, { blocks, shift: TOP - highest, depth: 0 });
  return join(blocks);
}

interface Walk {
  blocks: string[];
  shift: number;
  depth: number;
}

/** A blank line between blocks, none between the items of a list. */
function join(blocks: string[]): string {
  const isItem = (block: string) => /^(- |\d+\. )/.test(block);
  return blocks.reduce((text, block, number) => {
    if (!number) return block;
    return text + (isItem(block) && isItem(blocks[number - 1]!) ? "\n" : "\n\n") + block;
  }, "");
}

function walk(element: Element, { blocks, shift, depth }: Walk): void {
  if (depth > DEPTH) return;
  let words = "";
  const end = () => {
    const text = line(words);
    if (text) blocks.push(escapeStart(text));
    words = "";
  };
  for (const child of element.childNodes) {
    if (child.nodeType === 3) words += child.textContent ?? "";
    if (child.nodeType !== 1) continue;
    const inner = child as Element;
    const name = inner.tagName.toUpperCase();
    if (DROPPED.has(name)) continue;
    if (name === "BR") {
      end();
    } else if (BLOCKS.has(name)) {
      end();
      block(inner, name, { blocks, shift, depth: depth + 1 });
    } else if ([...inner.children].some(({ tagName }) => BLOCKS.has(tagName.toUpperCase()))) {
      end();
      walk(inner, { blocks, shift, depth: depth + 1 });
    } else {
      words += inner.textContent ?? "";
    }
  }
  end();
}

function block(element: Element, name: string, state: Walk): void {
  const { blocks } = state;
  if (/^H[1-6]$/.test(name)) {
    const text = line(element.textContent ?? "");
    const level = Math.min(6, Math.max(TOP, Number(name[1]) + state.shift));
    if (text) blocks.push(`${"#".repeat(level)} ${text}`);
  } else if (name === "UL" || name === "OL") {
    list(element, name === "OL", state);
  } else if (name === "TABLE") {
    const text = table(element);
    if (text) blocks.push(text);
  } else if (name === "P" && /mso-list:\s*l\d/i.test(style(element))) {
    wordItem(element, blocks);
  } else {
    walk(element, state);
  }
}

const style = (element: Element): string => element.getAttribute("data-style") ?? "";

function list(element: Element, ordered: boolean, { blocks, shift, depth }: Walk): void {
  let number = 0;
  for (const item of element.children) {
    const inner: string[] = [];
    walk(item, { blocks: inner, shift, depth: depth + 1 });
    if (!inner.length) continue;
    number += 1;
    const mark = ordered ? `${number}. ` : "- ";
    const indent = " ".repeat(mark.length);
    blocks.push(mark + join(inner).replace(/\n(?=.)/g, `\n${indent}`));
  }
}

/** Word's lists are paragraphs with the mark in a span that is to be ignored. */
function wordItem(paragraph: Element, blocks: string[]): void {
  const marks = [...paragraph.querySelectorAll("span")];
  const mark = marks.find((span) => /mso-list:\s*ignore/i.test(style(span)));
  const shown = line(mark?.textContent ?? "");
  const text = line((paragraph.textContent ?? "").replace(mark?.textContent ?? "", ""));
  const [, number] = /^(\d+)[.、)）．]$/.exec(shown) ?? [];
  if (number) blocks.push(`${number}. ${text}`);
  // 「一、」 is no mark of Markdown's: it stays as the words that it is.
  else if (/[\p{L}\d]/u.test(shown) && shown.length > 1) blocks.push(escapeStart(shown + text));
  else blocks.push(`- ${text}`);
}

function table(element: Element): string {
  const rows = [...element.querySelectorAll("tr")].map((row) =>
    [...row.children].map((cell) => line(cell.textContent ?? "").replace(/\|/g, "\\|")));
  const wide = Math.max(0, ...rows.map((row) => row.length));
  if (!wide) return "";
  const written = rows.map((row) => `| ${Array.from({ length: wide }, (_, column) => row[column] ?? "").join(" | ")} |`);
  written.splice(1, 0, `|${" --- |".repeat(wide)}`);
  return written.join("\n");
}

/** On one line; between Chinese characters a line end of the source is no space. */
function line(words: string): string {
  const spaced = words.replace(/[\s\u00a0]+/g, " ").replace(/([\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])/g, "$1");
  return escape(spaced.trim());
}

/** Characters that would be marks of Markdown, or a reference, stand for themselves. */
export const escape = (words: string): string =>
  words.replace(/[\\`*_<[\]]/g, "\\$&").replace(/\{\{/g, "\\{{");

const escapeStart = (text: string): string => text.replace(/^([#>+-])(?=\s|#)/, "\\$1");
