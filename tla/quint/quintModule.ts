// A user's Quint specification as a graph that systems are held to: Quint translates it into TLA+, and TLC makes the graph.

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TlaModule } from '../../conformance/tla/ownAutomaton.js';
import { refuseNoObject, refuseNoText } from '../../conformance/wellDeclared.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { readText } from '../module.js';
import { type TlaModuleOptions, tlaModule } from '../own/tlaModule.js';
import { inTemporaryFolder } from '../temporaryFolder.js';
import { apalacheModules } from './apalacheModules.js';
import { translatedByQuint } from './quintTool.js';

export interface QuintModuleOptions extends Omit<TlaModuleOptions, 'engine'> {
  /** The main module, and the actions that begin and go on; what Quint takes unless told. */
  readonly main?: string;
  readonly init?: string;
  readonly step?: string;
}

/**
 * quintModule makes the state graph of a Quint specification. It needs `@informalsystems/quint` beside the user's project (or `quint` on
 * the path), Apalache, which Quint fetches, and TLC. Its steps are the actions that `step` is made of, with their parameters.
 * Throws QSC426 where Quint does not translate, and what tlaModule throws.
 */
export async function quintModule(file: string, options: QuintModuleOptions = {}): Promise<TlaModule> {
  refuseNoText('a module', file);
  refuseNoObject('options', options);
  const { from = process.cwd(), main, init, step, libraries = [], secondsMax = 600, ...others } = options;
  const path = resolve(from, file);
  readText(path);
  const named = { ...(main ? { main } : {}), ...(init ? { init } : {}), ...(step ? { step } : {}) };
  const text = await translatedByQuint({ path, ...named }, from, secondsMax);
  const name = /MODULE (\w+)/.exec(text)?.[1];
  if (name === undefined) throw new QuiesceError('QSC426', `${file}: a translation without a module`);
  return await inTemporaryFolder('quint', async (folder) => {
    const files = { ...apalacheModules, [`${name}.tla`]: text, [`${name}.cfg`]: 'INIT q_init\nNEXT q_step\n' };
    for (const [each, content] of Object.entries(files)) writeFileSync(join(folder, each), content);
    const given = { from: folder, libraries: libraries.map((each) => resolve(from, each)), secondsMax };
    return await tlaModule(`${name}.tla`, `${name}.cfg`, { ...others, ...given, engine: 'tlc' });
  });
}
