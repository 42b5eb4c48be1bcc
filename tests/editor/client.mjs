// A language client over stdio: what an editor says to a language server.
import { spawn } from 'node:child_process';

export class Client {
  #buffer = Buffer.alloc(0);
  #next = 1;
  #answers = new Map();
  #waiting = [];
  #diagnostics = new Map();

  constructor(command, args, configuration) {
    this.configuration = configuration;
    this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.process.stdout.on('data', (chunk) => this.#read(chunk));
  }

  #read(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, end))[1]);
      if (this.#buffer.length < end + 4 + length) return;
      const body = this.#buffer.subarray(end + 4, end + 4 + length).toString('utf8');
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#take(JSON.parse(body));
    }
  }

  #take(message) {
    if (message.method === 'textDocument/publishDiagnostics') {
      this.#diagnostics.set(message.params.uri, message.params.diagnostics);
      this.#waiting = this.#waiting.filter((check) => !check());
    } else if (message.method && message.id !== undefined) {
      this.#send({ id: message.id, result: this.#answer(message) });
    } else if (this.#answers.has(message.id)) {
      this.#answers.get(message.id)(message);
      this.#answers.delete(message.id);
    }
  }

  #answer(message) {
    if (message.method !== 'workspace/configuration') return null;
    return message.params.items.map((item) => this.configuration[item.section] ?? null);
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  notify(method, params) {
    this.#send({ method, params });
  }

  request(method, params) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) => (error ? reject(error) : resolve(result)));
      this.#send({ id, method, params });
    });
  }

  async start() {
    await this.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { configuration: true },
        textDocument: {
          hover: { contentFormat: ['markdown'] },
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        },
      },
    });
    this.notify('initialized', {});
    this.notify('workspace/didChangeConfiguration', { settings: this.configuration });
  }

  open(uri, text) {
    this.#diagnostics.delete(uri);
    this.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    });
  }

  // The diagnostics of a document, as soon as there are some.
  diagnostics(uri) {
    return new Promise((resolve) => {
      const check = () => {
        if (!this.#diagnostics.has(uri)) return false;
        resolve(this.#diagnostics.get(uri));
        return true;
      };
      if (!check()) this.#waiting.push(check);
    });
  }

  async stop() {
    await this.request('shutdown', null);
    this.notify('exit');
    return new Promise((resolve) => this.process.on('exit', resolve));
  }
}

// Where a needle's first character stands.
export function position(text, needle, offset = 0) {
  const before = text.slice(0, text.indexOf(needle) + offset);
  const lines = before.split('\n');
  return { line: lines.length - 1, character: lines.at(-1).length };
}
