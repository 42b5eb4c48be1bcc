// Which program is the language server, and which schema a text is under: what needs no editor.
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** How a language server is started. */
export interface Server {
  command: string;
  args: string[];
}

const ARGS = ['lsp', '--stdio'];

/** The program that was chosen, else the one that came along, else the one on the PATH. */
export function server(chosen: string, folder: string): Server {
  if (chosen.trim()) return { command: chosen.trim(), args: ARGS };
  const name = process.platform === 'win32' ? 'nianbao.exe' : 'nianbao';
  const own = join(folder, 'bin', name);
  try {
    accessSync(own, constants.X_OK);
    return { command: own, args: ARGS };
  } catch {
    return { command: name, args: ARGS };
  }
}

/** What is told when it does not start. */
export function unstarted(command: string, reason: string): string {
  return `语言服务器没有启动：运行「${command} lsp」失败（${reason}）。装好 nianbao，或者在设置 nianbao.program 里写它的完整路径，再执行「年报: 重新启动语言服务器」。`;
}

/** A schema of an edition, as far as it is looked into. */
export interface Schema {
  properties: { 年度: { minimum: number; maximum: number } };
}

/** The schema of the edition that a text's year has; none where the text is no report. */
export function schemaOf<S extends Schema>(text: string, schemas: S[]): S | undefined {
  const year = Number(/^["']?年度["']?\s*[:：]\s*["']?(\d{4})\b/m.exec(text)?.[1]);
  return schemas.find(({ properties: { 年度: years } }) => years.minimum <= year && year <= years.maximum);
}
