// A user's module and those of the user's that it is built on, as texts; and the names of the formulas that they behave by.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Module, parseModule, readText } from '../module.js';
import { type CfgSection, wordsOf } from './cfgText.js';
import type { OwnSpecification } from './ownFiles.js';

/** modulesOf reads them, the checked one first. Throws QSC412 and QSC413. */
export function modulesOf(own: Pick<OwnSpecification, 'tlaPath' | 'libraries'>): readonly Module[] {
  return [...modulesByPath(own).values()];
}

/** modulesByPath is the same with the files that they are in. Throws QSC412 and QSC413. */
export function modulesByPath({
  tlaPath,
  libraries,
}: Pick<OwnSpecification, 'tlaPath' | 'libraries'>): ReadonlyMap<string, Module> {
  const found = new Map<string, Module>();
  const add = (path: string) => {
    if (found.has(path)) return;
    const module = parseModule(readText(path));
    found.set(path, module);
    const instances = [...module.code.matchAll(/\bINSTANCE\s+(\w+)/g)].map((each) => each[1]!);
    for (const name of [...module.extended, ...instances]) {
      const beside = [dirname(tlaPath), ...libraries]
        .map((each) => join(each, `${name}.tla`))
        .find((each) => existsSync(each));
      if (beside !== undefined) add(beside);
    }
  };
  add(tlaPath);
  return found;
}

/** extendedOnly are the modules whose constants and definitions are the first one's own: not those that are instantiated. */
export function extendedOnly(modules: readonly Module[]): readonly Module[] {
  const found = new Set(modules.slice(0, 1));
  for (const { extended } of found) for (const each of modules) if (extended.includes(each.name)) found.add(each);
  return [...found];
}

export interface NamedBehaviour {
  readonly init: string;
  readonly next: string;
}

/** behaviourOf is what a configuration behaves by; undefined where its specification is not `Init /\ [][Next]_vars` and more. */
export function behaviourOf(sections: readonly CfgSection[], modules: readonly Module[]): NamedBehaviour | undefined {
  const [init] = wordsOf(sections, /^INIT$/);
  const [next] = wordsOf(sections, /^NEXT$/);
  if (init !== undefined && next !== undefined) return { init, next };
  const [specification] = wordsOf(sections, /^SPECIFICATION$/);
  const body = modules
    .map(({ definitions }) => definitions.get(specification ?? ''))
    .find((each) => each !== undefined);
  const found = /^\s*(?:\/\\\s*)?(\w+)\s*\/\\\s*\[\]\s*\[\s*(\w+)\s*\]_/.exec(body ?? '');
  return found ? { init: found[1]!, next: found[2]! } : undefined;
}
