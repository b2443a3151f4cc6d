// Quint as a process that is ours: the user's own package, else `quint` on the path, asked to translate a specification into TLA+.
// It has Apalache do that, which it fetches the first time: whatever of it is not there is said with a code.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { QuiesceError } from '../../engine/program/errors.js';

/** What is translated: the file, and the names that Quint would take otherwise. */
export interface QuintQuestion {
  readonly path: string;
  readonly main?: string;
  readonly init?: string;
  readonly step?: string;
}

const packageName = '@informalsystems/quint';

/** translatedByQuint is the TLA+ text of a specification. Throws QSC301 at the limit, QSC413 and QSC426. */
export async function translatedByQuint(
  { path, main, init, step }: QuintQuestion,
  from: string,
  secondsMax: number,
): Promise<string> {
  const told = Object.entries({ main, init, step }).flatMap(([name, value]) => (value ? [`--${name}`, value] : []));
  const { exit, stdout, stderr } = await ran(from, ['compile', '--target', 'tlaplus', ...told, path], secondsMax);
  const start = stdout.search(/^-{4,} *MODULE /m);
  if (exit === 0 && start >= 0) return stdout.slice(start);
  throw refused(path, stderr === '' ? stdout : stderr);
}

interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

function ran(from: string, words: readonly string[], secondsMax: number): Promise<Ran> {
  const own = ownQuint(from);
  const [command, first] = own === undefined ? ['quint', []] : [process.execPath, [own]];
  const limits = { timeout: secondsMax * 1000, killSignal: 'SIGKILL', maxBuffer: 2 ** 28 } as const;
  return new Promise((resolve, reject) => {
    execFile(command, [...first, ...words], { cwd: from, ...limits }, (error, stdout, stderr) => {
      if (error?.killed) reject(new QuiesceError('QSC301', `quint did not end within ${secondsMax} seconds`));
      else if (typeof error?.code === 'string') reject(notThere(error.message));
      else resolve({ exit: error?.code ?? 0, stdout, stderr });
    });
  });
}

function notThere(why: string): QuiesceError {
  return new QuiesceError('QSC426', `there is neither ${packageName} nor a quint on the path (${why.split('\n')[0]})`);
}

/** The command of the user's own package; undefined where there is none. */
function ownQuint(from: string): string | undefined {
  try {
    const manifest = createRequire(join(from, 'index.js')).resolve(`${packageName}/package.json`);
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: { readonly quint: string } };
    return join(dirname(manifest), bin.quint);
  } catch {
    return undefined;
  }
}

/** Quint's own complaint about a specification says where; anything else is about Quint or Apalache. */
function refused(path: string, said: string): QuiesceError {
  const text = said.replace(/\s+/g, ' ').trim().slice(0, 300) || 'it said nothing';
  const isAboutText = /\.qnt:\d+:\d+/.test(said) || /\[QNT\d+\]/.test(said);
  if (isAboutText) return new QuiesceError('QSC413', `${path}: ${text}`, { next: `quint typecheck ${path}` });
  return new QuiesceError('QSC426', `${path}: ${text}`);
}
