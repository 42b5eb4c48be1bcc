// The extension without an editor: which program it starts, that it answers as a language server
// does, what is told when it does not start, and which schema a text is under.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client, position } from '../../../tests/editor/client.mjs';

const { schemaOf, server, unstarted } = await import(process.env.SERVER);
const root = new URL('../../../', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'nianbao-'));
after(() => rmSync(folder, { recursive: true }));
const example = readFileSync(new URL('examples/minimal.yaml', root), 'utf8');

test('the program that was chosen, else the one inside, else the one on the PATH', () => {
  const on = process.platform === 'win32' ? 'nianbao.exe' : 'nianbao';
  assert.equal(server(' /opt/nianbao ', folder).command, '/opt/nianbao');
  assert.equal(server('', folder).command, on);
  mkdirSync(join(folder, 'bin'));
  symlinkSync(process.env.NIANBAO, join(folder, 'bin', on));
  assert.equal(server('', folder).command, join(folder, 'bin', on));
  assert.match(unstarted('nianbao', 'ENOENT'), /「nianbao lsp」.*ENOENT.*nianbao\.program/);
});

test('what it starts is a language server: findings, their fixes, words on a reference', async () => {
  const { command, args } = server(process.env.NIANBAO, folder);
  const client = new Client(command, args, {});
  await client.start();
  const uri = pathToFileURL(join(folder, '年报.yaml')).href;
  const text = example.replace('年度: ', '年渡: ');
  assert.notEqual(text, example);
  client.open(uri, text);
  const found = await client.diagnostics(uri);
  const odd = found.find(({ message }) => message.includes('年渡'));
  assert.ok(odd, JSON.stringify(found));
  assert.deepEqual(odd.range.start, position(text, '年渡'));
  const textDocument = { uri };
  const actions = await client.request('textDocument/codeAction', {
    textDocument,
    range: odd.range,
    context: { diagnostics: [odd] },
  });
  assert.ok(actions.length > 0);
  const hover = await client.request('textDocument/hover', { textDocument, position: position(text, '申请.新收.总计}}') });
  assert.ok(JSON.stringify(hover).includes('`申请.新收.总计`'));
  assert.equal(await client.stop(), 0);
});

test('a text is under the schema of its year, and what is no report under none', () => {
  const schemas = readdirSync(new URL('schemas', root)).map((name) =>
    JSON.parse(readFileSync(new URL(`schemas/${name}`, root), 'utf8')),
  );
  const edition = (text) => schemaOf(text, schemas)?.$id;
  assert.equal(edition('年度: 2024\n'), 'urn:nianbao:schema:2021');
  assert.equal(edition('# 说明\n年度: "2020"\n'), 'urn:nianbao:schema:2019');
  assert.equal(edition(example), 'urn:nianbao:schema:2021');
  assert.equal(edition('version: 2024\n'), undefined);
  assert.equal(edition('表:\n  年度: 2024\n'), undefined);
});
