// Searches the book for what is typed, letter by letter: Chinese has no spaces to split at.
// The sections come from search-index.js, which docs/book.sh writes, so that a book opened
// from a folder needs no server.
(() => {
  const root = document.querySelector("script[src*='search-index']").getAttribute("src")
    .replace(/book\/search-index[^/]*$/, "");
  const field = Object.assign(document.createElement("input"), {
    type: "search", id: "book-search", placeholder: "搜索全书", autocomplete: "off",
  });
  field.setAttribute("aria-label", "搜索全书");
  const list = Object.assign(document.createElement("ol"), { id: "book-found", hidden: true });
  list.setAttribute("aria-live", "polite");
  const escape = (text) => Object.assign(document.createElement("i"), { textContent: text }).innerHTML;

  function shown({ page, anchor, title, text }, words) {
    const at = Math.max(0, text.toLowerCase().indexOf(words[0]) - 20);
    let piece = escape(text.slice(at, at + 90));
    for (const word of words) {
      piece = piece.replaceAll(new RegExp(escape(word).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi"), "<mark>$&</mark>");
    }
    return `<li><a href="${root}${page}#${encodeURIComponent(anchor)}">${escape(title)}</a><p>${piece}</p></li>`;
  }

  function search() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (part, word) => part.toLowerCase().includes(word);
    const found = words.length === 0 ? [] : window.bookSections.filter((section) =>
      words.every((word) => has(section.title, word) || has(section.text, word)));
    // A heading that has the words says more than a text that does.
    const weight = (section) => words.filter((word) => has(section.title, word)).length;
    found.sort((one, other) => weight(other) - weight(one));
    list.hidden = words.length === 0;
    list.innerHTML = found.slice(0, 30).map((section) => shown(section, words)).join("") || "<li>没有找到</li>";
  }

  field.addEventListener("input", search);
  document.querySelector("main").before(field, list);
})();
