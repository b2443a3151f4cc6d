// A user's own configuration with its module, as they lie in a folder: nothing of either is parsed here but what is expected of
// it. Whatever TLC accepts is to reach TLC unchanged; so the module is only looked for.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { QuiesceError } from '../../engine/program/errors.js';
import { readText } from '../module.js';
import type { OwnVerdict } from './ownResult.js';

/** What is expected of a configuration, and where that is said. */
export interface Expectation {
  readonly verdict: OwnVerdict;
  /** The claim that is violated. */
  readonly violated?: string;
}

export interface OwnSpecification {
  /** As it was named. */
  readonly name: string;
  readonly cfgPath: string;
  readonly tlaPath: string;
  readonly cfg: string;
  readonly expected: Expectation;
  /** Folders with further modules, absolute. */
  readonly libraries: readonly string[];
  /** A PlusCal translation of another algorithm is taken too. */
  readonly takesStale: boolean;
}

export interface OwnFlags {
  /** The module, where its name is not the beginning of the configuration's. */
  readonly module?: string;
  /** Folders with modules that neither TLC nor the folder has. */
  readonly libraries?: readonly string[];
  readonly takesStale?: boolean;
  /** Says otherwise than the comment in the configuration. */
  readonly expected?: string;
}

/** ownSpecification finds what a configuration needs. Throws QSC110 and QSC412. */
export function ownSpecification(name: string, from: string, flags: OwnFlags = {}): OwnSpecification {
  const cfgPath = resolve(from, name);
  const cfg = readText(cfgPath);
  const tlaPath = flags.module === undefined ? moduleBeside(cfgPath, name) : resolve(from, flags.module);
  readText(tlaPath);
  const libraries = (flags.libraries ?? []).map((folder) => {
    const path = resolve(from, folder);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new QuiesceError('QSC412', `--library ${folder} is no folder`);
    return path;
  });
  const expected = flags.expected === undefined ? expectedIn(cfg) : expectation(flags.expected, '--expect');
  return { name, cfgPath, tlaPath, cfg, expected, libraries, takesStale: flags.takesStale ?? false };
}

/** The module whose name the configuration's begins with, the longest of them; else the only one that there is. */
function moduleBeside(cfgPath: string, name: string): string {
  const [folder, configuration] = [dirname(cfgPath), basename(cfgPath, '.cfg')];
  const lengths = Array.from(configuration, (_, index) => configuration.length - index);
  const prefixes = lengths.map((length) => join(folder, `${configuration.slice(0, length)}.tla`));
  const found = prefixes.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const all = readdirSync(folder).filter((file) => file.endsWith('.tla'));
  if (all.length === 1) return join(folder, all[0]!);
  const next = 'say which: --module FILE.tla';
  throw new QuiesceError('QSC412', `no module beside ${name} whose name it begins with`, { next });
}

/** In a comment of the configuration: `\* expected: invariant violated: TypeOK`. */
function expectedIn(cfg: string): Expectation {
  const said = /\\\*\s*expected:\s*(.+?)\s*$/im.exec(cfg)?.[1];
  return said === undefined ? { verdict: 'holds' } : expectation(said, 'the comment "expected:"');
}

const verdicts: readonly OwnVerdict[] = [
  ...(['holds', 'invariant violated', 'deadlock', 'liveness violated', 'refinement violated'] as const),
  ...(['assumption violated', 'assertion violated'] as const),
];

function expectation(said: string, where: string): Expectation {
  const [words, violated] = said.split(':').map((part) => part.trim());
  const verdict = verdicts.find((each) => each === words);
  if (!verdict) throw new QuiesceError('QSC110', `${where}: ${said}; there are ${verdicts.join(', ')}`);
  return { verdict, ...(violated === undefined ? {} : { violated }) };
}
