// A folder of this machine for a page in a browser that nobody sits at: what the browser's own
// dialogs would hand over, over two functions of the test. It can be written like the real one.
import fs from 'node:fs';
import path from 'node:path';

/** Every folder that the page asks for from now on is this one. */
export async function lend(context, folder) {
  const inside = (name) => path.join(folder, name);
  await context.exposeFunction('lentRead', (name) => {
    const place = inside(name);
    if (!fs.existsSync(place)) return null;
    const stat = fs.statSync(place);
    if (!stat.isDirectory()) return { base64: fs.readFileSync(place, 'base64'), changed: stat.mtimeMs };
    return { entries: fs.readdirSync(place, { withFileTypes: true }).map((entry) => [entry.name, entry.isDirectory()]) };
  });
  await context.exposeFunction('lentWrite', (name, base64) => {
    fs.writeFileSync(`${inside(name)}.crswap`, Buffer.from(base64, 'base64'));
    fs.renameSync(`${inside(name)}.crswap`, inside(name));
  });
  await context.addInitScript(browserSide, path.basename(folder));
}

function browserSide(called) {
  const read = async (place) => {
    const found = await window.lentRead(place);
    if (!found) throw new DOMException(place, 'NotFoundError');
    return found;
  };
  class Handle {
    constructor(kind, name, place) {
      // With a function in it, it cannot be kept in the browser's storage.
      Object.assign(this, { kind, name, place, requestPermission: async () => 'granted' });
    }
    async getFile() {
      const { base64, changed } = await read(this.place);
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      return new File([bytes], this.name, { lastModified: changed });
    }
    async createWritable() {
      const parts = [];
      const close = async () => {
        const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
        let packed = '';
        for (let from = 0; from < bytes.length; from += 4096) packed += String.fromCharCode(...bytes.subarray(from, from + 4096));
        await window.lentWrite(this.place, btoa(packed));
      };
      return { write: async (part) => void parts.push(part), close };
    }
    async *entries() {
      for (const [name, isFolder] of (await read(this.place)).entries) {
        yield [name, new Handle(isFolder ? 'directory' : 'file', name, `${this.place}/${name}`)];
      }
    }
    async getFileHandle(name, { create } = {}) {
      const place = `${this.place}/${name}`;
      if (!create) await read(place);
      return new Handle('file', name, place);
    }
    async getDirectoryHandle(name) {
      const place = `${this.place}/${name}`;
      await read(place);
      return new Handle('directory', name, place);
    }
  }
  window.showDirectoryPicker = async () => new Handle('directory', called, '.');
}
