// The schemas in the language server of VS Code's YAML extension: what a clerk is offered,
// is told, and sees underlined; and in ajv, a validator of JSON Schema.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client, position } from './client.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(import.meta.url);
const YAML = require('yaml');
const Ajv = require('ajv/dist/2020').default;
const server = require.resolve('yaml-language-server/bin/yaml-language-server');

const editions = ['2019', '2021'];
const schema = (edition) => `${root}schemas/nianbao-${edition}.schema.json`;
const examples = readdirSync(`${root}examples`).filter((name) => name.endsWith('.yaml'));
const text = (name) => readFileSync(`${root}${name}`, 'utf8');
const uri = (name) => pathToFileURL(`${root}${name}`).href;

let client;
before(async () => {
  client = new Client(process.execPath, [server, '--stdio'], {
    yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
    http: {},
    '[yaml]': {},
  });
  await client.start();
});
after(async () => assert.equal(await client.stop(), 0));

// A document beside the examples, open in the editor only.
async function open(content, edition = '2021') {
  const document = uri(`examples/typing-${Math.random().toString(36).slice(2)}.yaml`);
  const line = `# yaml-language-server: $schema=../schemas/nianbao-${edition}.schema.json\n`;
  client.open(document, line + content);
  return { document, text: line + content, diagnostics: await client.diagnostics(document) };
}

test('ajv, strictly, takes the schemas and every whole example', () => {
  for (const edition of editions) {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, allErrors: true,
      strictTypes: false, strictTuples: false, formats: { date: true } });
    const validate = ajv.compile(JSON.parse(readFileSync(schema(edition), 'utf8')));
    for (const name of examples) {
      const content = text(`examples/${name}`);
      if (!content.includes(`nianbao-${edition}.schema.json`)) continue;
      // One was published with half of a table missing.
      const whole = name !== 'jining-hitech-public-security-2020.yaml';
      assert.equal(validate(YAML.parse(content)), whole, `${name}: ${ajv.errorsText(validate.errors)}`);
    }
  }
});

test('every whole example is without a mark', async () => {
  for (const name of examples) {
    const document = uri(`examples/${name}`);
    client.open(document, text(`examples/${name}`));
    const found = await client.diagnostics(document);
    const whole = name !== 'jining-hitech-public-security-2020.yaml';
    assert.equal(found.length === 0, whole, `${name}: ${JSON.stringify(found)}`);
  }
});

test('a wrong key and a wrong figure are underlined where they stand', async () => {
  const content = text('examples/minimal.yaml').split('\n').slice(1).join('\n');
  for (const [right, wrong, marked] of [
    ['上年结转: 0', '上年结传: 0', '上年结传'],
    ['行政处罚:       0', '行政处罚:       -3', '-3'],
    ['行政处罚:       0', '行政处罚:       12件', '12件'],
    ['{制发: 0, 废止: 0, 现行有效: 0}', '[0, 0]', '[0, 0]'],
    ['日期: 2026-01-20', '日期: 2026年1月20日', '2026年1月20日'],
    ['类别: 部门', '类别: 局', '局'],
    ['年度: 2025', '年度: 2019', '2019'],
  ]) {
    assert.ok(content.includes(right), right);
    const opened = await open(content.replace(right, wrong));
    const starts = opened.diagnostics.map(({ range }) => JSON.stringify(range.start));
    assert.ok(starts.includes(JSON.stringify(position(opened.text, marked))), `${wrong}: ${JSON.stringify(opened.diagnostics)}`);
  }
});

test('a missing row is named', async () => {
  const content = text('examples/minimal.yaml').replace('  行政强制:       0\n', '');
  const { diagnostics } = await open(content);
  assert.ok(diagnostics.some(({ message }) => message.includes('行政强制')), JSON.stringify(diagnostics));
});

test('a row shows its official heading, its basis and an example', async () => {
  const opened = await open(text('examples/minimal.yaml'));
  const hover = async (needle) => {
    const answer = await client.request('textDocument/hover', {
      textDocument: { uri: opened.document },
      position: position(opened.text, needle, 1),
    });
    return answer.contents.value.replaceAll('\\', '');
  };
  assert.match(await hover('新收: '), /一、本年新收政府信息公开申请数量/);
  assert.match(await hover('新收: '), /例：`{自然人: 6, 其余: 0}`/);
  assert.match(await hover('不掌握: '), /1.本机关不掌握相关政府信息/);
  assert.match(await hover('行政许可: '), /第二十条第（五）项/);
  assert.match(await hover('制发: 0'), /本年制发件数/);
  assert.match(await hover('问题及改进: '), /五、存在的主要问题及改进情况/);
});

test('the keys of a place are offered, with the official heading', async () => {
  const complete = async (content, needle) => {
    const opened = await open(content);
    const answer = await client.request('textDocument/completion', {
      textDocument: { uri: opened.document },
      position: position(opened.text, needle, needle.length),
    });
    return new Map((answer.items ?? answer).map((item) => [item.label, item]));
  };
  const rows = await complete('年度: 2025\n申请:\n  办理结果:\n    予以公开: 0\n    \n', '予以公开: 0\n    ');
  for (const key of ['部分公开', '不予公开', '其他处理', '总计', '其余']) assert.ok(rows.has(key), key);
  assert.ok(!rows.has('予以公开') && !rows.has('新收'), [...rows.keys()].join());
  const words = JSON.stringify(rows.get('部分公开').documentation);
  assert.match(words, /区分处理的，只计这一情形，不计其他情形/);
  const columns = await complete('年度: 2025\n申请:\n  新收:\n    自然人: 1\n    \n', '自然人: 1\n    ');
  for (const key of ['商业企业', '法律服务机构', '总计', '其余']) assert.ok(columns.has(key), key);
  const top = await complete('年度: 2025\n\n', '年度: 2025\n');
  for (const key of ['机关', '日期', '申请', '其他事项', '豁免']) assert.ok(top.has(key), key);
  const kinds = await complete('年度: 2025\n机关:\n  名称: 某县某局\n  类别: \n', '类别: ');
  for (const kind of ['部门', '人民政府', '乡镇街道', '其他']) assert.ok(kinds.has(kind), kind);
  const rules = await complete('年度: 2025\n豁免:\n  - 规则: \n', '规则: ');
  assert.ok(rules.has('blank-cell') && rules.has('row-total'), [...rules.keys()].join());
});
