// The kernel's own mutants: each is a copy of the compiled engine with one defect in what the kernel does or in what it is
// taught, and one of these systems tells it apart from the loop in TypeScript.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocol } from '../../bench/protocol.js';
import type { ExploreOptions, Property } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { edited } from '../../mutants/edits.js';
import { copyOf, type Defect, type Engine, replaceIn, root } from './engineCopies.js';
import { claimsOf, counting, failing, foundBy, leaping, meeting, randomly, sharing } from './kernelAgrees.js';

const copies = join(root, 'out', 'kernelMutants', `run${process.pid}`, 'node_modules');

const assembly: readonly Defect[] = [
  [
    'a hash decides alone',
    'places.ts',
    '(entry & ~ids) === tag && isSame(stateAt((entry & ids) - 1), state)',
    '(entry & ~ids) === tag',
  ],
  ['what stands beside is lost when the table grows', 'places.ts', '  drainBeside();\n', '  besideCount = 0;\n'],
  ['a miss is lost', 'index.ts', 'if (entry === READY) return UNKNOWN_STEP;', 'if (entry === READY) continue;'],
  ['an unknown transition leads nowhere', 'index.ts', 'if (next < 0) {', 'if (next < -1) {'],
  [
    'what was staged stays when states are packed anew',
    'index.ts',
    '  enterAll();\n  if (isOpen) open();',
    '  enterAll();',
  ],
  ['any far number is the one that is looked for', 'steps.ts', 'key === 0 || key === coded + 1', 'key >= 0'],
  ['a refutation is not told', 'index.ts', 'refuted(own) > refuted(product)', 'refuted(own) > refuted(product) + 1'],
  ['an end of daemons is not told', 'index.ts', 'if (enabled === 0 || unfinished === 0)', 'if (enabled === 0)'],
  ['who waits is able', 'index.ts', 'addRow(id, enabled | ~unfinished)', 'addRow(id, -1)'],
  ['the limit of states is looked at once a round', 'index.ts', 'if (count > statesMost) return false;', ''],
  [
    'a new state that a predicate sees is not told',
    'index.ts',
    'if (isSeen(candidate)) tell',
    'if (isSeen(candidate) && id < 0) tell',
  ],
  [
    'the choices of a step are one',
    'index.ts',
    'const choices = load<i32>(entry);',
    'const choices = min(1, load<i32>(entry));',
  ],
  [
    'what a step depends on stays what it was',
    'persistent.ts',
    '  memory.fill(against, 0,',
    '  memory.fill(against, 0, 0 *',
  ],
  ['no step closes a loop', 'persistent.ts', 'closes ? KNOWN | CLOSES : KNOWN', 'KNOWN'],
  ['only the first thread is depended on', 'persistent.ts', ' & ~set;', ' & ~set & 1;'],
  [
    'what threads do that have grown is known of nobody',
    'persistent.ts',
    'node > failedNode && node < load<i32>(sizes + at)',
    'node > failedNode && node < 8',
  ],
  ['what was left out is not looked at again', 'index.ts', '  if ((known & WHOLE) === 0) return false;\n', ''],
  ['steps that are taken once more count twice', 'index.ts', '& 31)) & 1;', '& 31)) & 0;'],
  [
    'what was taken before is forgotten when states are packed anew',
    'index.ts',
    '  sources = isAgain() ? 1 :',
    '  if (isAgain()) takenBefore = takenFrom(again);\n  sources = isAgain() ? 1 :',
  ],
];

const host: readonly Defect[] = [
  [
    'what may be done is what it was at first',
    'search/kernelFutures.ts',
    'if (futures === this.#known) return false;',
    'if (this.#known) return false;',
  ],
  [
    'an overflow is missed',
    'search/kernelLoop.ts',
    '    this.#learnNodes();\n    this.#fit();',
    '    this.#learnNodes();',
  ],
  [
    'an overflow of product states is missed',
    'search/kernelLoop.ts',
    'if (!this.states.packing.hasRoom(monitors, next)) {',
    'if (product < 0) {',
  ],
  [
    'a section is taken for one operation',
    'search/kernelLoop.ts',
    'let isKnown = entry !== 0 && !isManifold(meaning);',
    'let isKnown = entry !== 0;',
  ],
  [
    'only the first of several slots decides',
    'multiprocessor/decidedBy.ts',
    'return [...new Set(slots)];',
    'return slots.slice(0, 1);',
  ],
  [
    'a store buffer decides nothing',
    'multiprocessor/decidedBy.ts',
    '...(buffer === 0 ? [] : [layout.buffers - 1 + buffer]),',
    '',
  ],
  [
    'what a flush writes is forgotten',
    'multiprocessor/decidedBy.ts',
    'return [multiprocessor.flushed(state, meaning.slot, choice)!.slot];',
    'return [];',
  ],
  [
    'refuted components are not counted',
    'search/kernelLoop.ts',
    'this.#exports.knowProduct(next, refuted);',
    'this.#exports.knowProduct(next, 0);',
  ],
];

type Case = readonly [System, readonly Property[], ExploreOptions?];
const leavingOut: ExploreOptions = { reduction: 'persistent' };

/** Many states, and a table that grows. */
function ofBench(clients: number, options: ExploreOptions = {}): Case {
  const { system } = protocol({ clients, calls: 1 });
  return [system, claimsOf(system).slice(4), { limits: { states: 300_000 }, ...options }];
}

/** Systems with the claims that are made of them, the quick ones first. */
const cases: readonly Case[] = [
  [meeting, claimsOf(meeting)],
  [counting(40), claimsOf(meeting)],
  [counting(40), claimsOf(meeting), { limits: { states: 100 } }],
  [failing, claimsOf(failing)],
  [leaping(120), claimsOf(leaping(120))],
  ...fc
    .sample(randomly, { seed: 20_261_203, numRuns: 150 })
    .map((system) => [system, claimsOf(system), { limits: { states: 2000 } }] as const),
  ...[meeting, counting(40), sharing].map((system): Case => [system, claimsOf(system).slice(5), leavingOut]),
  ofBench(2),
  ofBench(3),
  ofBench(2, leavingOut),
  ofBench(3, leavingOut),
];

function isApart(judged: Engine): boolean {
  return cases.some(([system, claims, options]) => {
    const seen = (['kernel', 'typescript'] as const).map((loop) => {
      const { found, said } = foundBy(judged, loop, system, claims, options);
      return JSON.stringify([found, said]);
    });
    return seen[0] !== seen[1];
  });
}

beforeAll(() => mkdirSync(copies, { recursive: true }));
afterAll(() => rmSync(join(copies, '..'), { recursive: true, force: true }), 60_000);

describe('the kernel', () => {
  it('as it is, is told apart by none of the systems', async () => {
    expect(isApart(await copyOf(copies, 'as it is'))).toBe(false);
  });
});

describe('a defect of the kernel is told apart:', () => {
  it.each(assembly)('%s', async (what, ...edit) => {
    const copy = await copyOf(copies, what, (folder) => compileKernel(edit, join(folder, 'engine/kernel/search.wasm')));

    expect(isApart(copy)).toBe(true);
  });

  it.each(host)('%s', async (what, file, find, replace) => {
    const copy = await copyOf(copies, what, (folder) => replaceIn(folder, file, find, replace));

    expect(isApart(copy)).toBe(true);
  });
});

/** As `npm run build:kernel` does it, but for the edit. */
async function compileKernel([file, find, replace]: readonly [string, string, string], into: string): Promise<void> {
  const path = join('engine/kernel/assembly', file);
  const options = ['--runtime', 'stub', '-O3', '--noAssert', '--importMemory'];
  const { error } = await asc.main(['engine/kernel/assembly/index.ts', '-o', 'search.wasm', ...options], {
    readFile: (name, folder) => {
      try {
        const text = readFileSync(join(root, folder === '.' ? '' : folder, name), 'utf8');
        return join(folder, name) === path ? edited(text, [{ file: path, find, replace }]) : text;
      } catch {
        return null;
      }
    },
    writeFile: (_name, contents) => writeFileSync(into, contents),
    listFiles: () => [],
  });
  if (error) throw error;
}
