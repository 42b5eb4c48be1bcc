// Starts `nianbao lsp` for YAML files, and hands the schemas to the YAML extension unless told not to.
import { readFileSync, readdirSync } from 'node:fs';
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import { schemaOf, server, unstarted, type Schema } from './server';

/** What the YAML extension offers to others. */
interface Yaml {
  registerContributor(
    scheme: string,
    which: (resource: string) => string | undefined,
    content: (schema: string) => string | undefined,
  ): boolean;
}

let client: LanguageClient | undefined;

const settings = () => vscode.workspace.getConfiguration('nianbao');

async function start(folder: string): Promise<void> {
  const run = server(settings().get('program', ''), folder);
  client = new LanguageClient('nianbao', '年报', run, { documentSelector: [{ language: 'yaml' }] });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(unstarted(run.command, reason));
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

function read(folder: string): (Schema & { $id: string })[] {
  const names = readdirSync(`${folder}/schemas`);
  return names.map((name) => JSON.parse(readFileSync(`${folder}/schemas/${name}`, 'utf8')));
}

async function contribute(folder: string): Promise<void> {
  const yaml: Yaml | undefined = await vscode.extensions.getExtension('redhat.vscode-yaml')?.activate();
  if (!yaml) return;
  const schemas = read(folder);
  const opened = (resource: string) =>
    vscode.workspace.textDocuments.find((document) => document.uri.toString() === resource);
  const named = (schema: Schema & { $id: string }) => `nianbao://schema/${schema.$id.split(':').at(-1)}`;
  yaml.registerContributor(
    'nianbao',
    (resource) => {
      if (!settings().get('schema', true)) return undefined;
      const schema = schemaOf(opened(resource)?.getText() ?? '', schemas);
      return schema && named(schema);
    },
    (address) => JSON.stringify(schemas.find((schema) => named(schema) === address)),
  );
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const folder = context.extensionPath;
  const again = async () => {
    await stop();
    await start(folder);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('nianbao.restart', again),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('nianbao.program')) void again();
    }),
  );
  await start(folder);
  await contribute(folder);
}

export const deactivate = stop;
