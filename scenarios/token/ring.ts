// The memory that a token and what it sees to are laid out in.

import type { System } from '../../engine/multiprocessor/system.js';
import { type Cell, cell, cells, deepFreeze, region } from '../../engine/program/index.js';
import { nothing, type TokenRing } from '../../impl/clustered/token.js';
import { generationIndex } from '../../impl/hotswap/generations.js';

/** ringOf lays a ring out, of which some processors are members to begin with: a bit each. */
export function ringOf(processors: number, members: number): TokenRing {
  return deepFreeze({
    generations: Array.from({ length: processors }, (_, processor) => generationsOf(processor)),
    token: number('token', 0),
    members: number('members', members),
    stopping: number('stopping', 0),
    stutters: number('stutters', 0),
    progress: number('progress', 0),
    named: number('named', 0),
    entry: number('entry', 0),
    handed: number('handed', nothing),
    countedIn: number('countedIn', 0),
    objects: [objectOf(0), objectOf(1)],
  });
}

/** Counts wrap: the token goes round for ever. */
function generationsOf(processor: number): TokenRing['generations'][number] {
  return {
    processor,
    reading: generationIndex,
    word: cell(`processor${processor}.word`, 0, { modulo: 16 }) as Cell<number>,
    active: cells(`processor${processor}.active`, 2, 0, { modulo: 8 }),
  };
}

function objectOf(index: number): TokenRing['objects'][number] {
  const memory = region(`object${index}`, { kind: 'object', index }, { initially: 'allocated' });
  return { memory, value: cell(`object${index}.value`, 0, { region: memory, modulo: 8 }) as Cell<number> };
}

function number(name: string, initial: number): Cell<number> {
  return cell(name, initial) as Cell<number>;
}

/** cellsOf lists the cells of a ring. */
export function cellsOf({ generations, objects, ...single }: TokenRing): System['cells'] {
  const ofGenerations = generations.flatMap(({ word, active }) => [word, active]);
  return [...Object.values(single), ...ofGenerations, ...objects.map(({ value }) => value)];
}
