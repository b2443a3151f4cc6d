// Deliberate defects of what holds systems to specifications, each in a copy of the compiled package: a check that the sound
// one passes tells every copy apart. The copies lie in a folder that vitest takes for installed packages.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Automata from '../../conformance/automaton.js';
import type * as Conformance from '../../conformance/index.js';
import type * as Machines from '../../conformance/xstate/automaton.js';
import type * as Language from '../../engine/program/index.js';
import { edited } from '../../mutants/edits.js';
import type { Edit } from '../../mutants/mutant.js';
import type * as Graphs from '../../tla/graphFile.js';
import type * as Manifests from '../../tla/manifest.js';
import { player } from './foreignMachines.js';

const root = join(import.meta.dirname, '..', '..');
const copies = join(root, 'out', 'conformanceDefects', `run${process.pid}`, 'node_modules');

beforeAll(() => mkdirSync(copies, { recursive: true }));
afterAll(() => rmSync(join(copies, '..'), { recursive: true, force: true }), 60_000);

/** The modules of a copy. */
class Copy {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async module<M>(path: string): Promise<M> {
    return (await import(join(this.#folder, `${path}.js`))) as M;
  }
}

/** What is wrong, or nothing. */
type Check = (copy: Copy) => Promise<string | undefined>;

/** An endless beat that changes nothing in the specification: only that it is taken tells one round from the next. */
const beats: Check = async (copy) => {
  const { conforms, specification } = await copy.module<typeof Conformance>('conformance/index');
  const { again, cell, happened, loop, store, thread } = await copy.module<typeof Language>('engine/program/index');
  const held = cell('held', 0);
  function* beat(): Language.Program<Language.Turn<number, void>> {
    yield* store(held, 1);
    yield* happened('beat');
    return again(0);
  }
  function* beating(): Language.Program {
    yield* loop(0, beat);
  }
  const system = { name: 'heart', cells: [held], threads: [thread('a', beating)] };
  const spec = specification({ name: 'still', init: 0, actions: { beat: (at) => at } }, { fairness: ['beat'] });
  const { verdict } = conforms(system, spec);
  return verdict === 'conforms' ? undefined : `a beat that always comes ${verdict}`;
};

/** What was playing when the plug was pulled plays again, and what was not does not, in whatever order both are asked. */
const remembers: Check = async (copy) => {
  const { MachineAutomaton } = await copy.module<typeof Machines>('conformance/xstate/automaton');
  const { step } = await copy.module<typeof Automata>('conformance/automaton');
  const automaton = new MachineAutomaton(player);
  const walked = (...names: readonly string[]) => {
    let state: number = automaton.initial[0];
    for (const name of names) state = automaton.next(state, step(name)).targets[0]!.state;
    return automaton.nameOf(state);
  };
  const paused = walked('plug', 'unplug', 'plug');
  const playing = walked('plug', 'play', 'unplug', 'plug');
  return paused !== playing ? undefined : `after either it is in ${playing}`;
};

/** A step that fails at once is reported without the round before it. */
const shrinks: Check = async (copy) => {
  const { drive, specification } = await copy.module<typeof Conformance>('conformance/index');
  const there = (from: number, to: number) => (at: number) => (at === from ? to : undefined);
  const spec = specification({
    ...{ name: 'round', init: 0 },
    actions: { away: there(0, 1), home: there(1, 0), break: there(0, 2) },
  });
  const step = (name: string) => {
    if (name === 'break') throw new Error('broken');
  };
  const alphabet = { away: [{}], home: [{}], break: [{}] };
  const { failure } = await drive(spec, { start: () => {}, step }, { alphabet });
  const names = failure?.path.steps.map((one) => one.text).join(', ');
  if (failure?.shrunkFrom !== 3) return `it was found in ${failure?.shrunkFrom} steps, 3 expected: nothing to shrink`;
  return names === 'break' ? undefined : `it is shown as ${names}`;
};

/** The labelled graph has as many states as the specification has without labels. */
const labelsAll: Check = async (copy) => {
  const { makeGraph } = await copy.module<typeof Graphs>('tla/graphFile');
  const { loadNamed } = await copy.module<typeof Manifests>('tla/manifest');
  const folder = join(root, 'tla');
  try {
    await makeGraph(loadNamed(folder, folder, ['OneCaller'])[0]!, 'embedded');
    return undefined;
  } catch (error) {
    return String(error);
  }
};

interface Defect {
  readonly what: string;
  readonly edit: Edit;
  readonly check: Check;
  readonly seen: RegExp;
}

const defects: readonly Defect[] = [
  {
    what: 'whether a fair step was taken is forgotten',
    edit: {
      file: 'conformance/fairness.ts',
      find: 'return [next, isTaken || !isAllowed(next) ? (before + 1) % counts.length : before];',
      replace: 'return [next, isTaken || !isAllowed(next) ? before : before];',
    },
    check: beats,
    seen: /diverges/,
  },
  {
    what: 'what history states remember is left out of the state of a machine',
    edit: {
      file: 'conformance/xstate/plainState.ts',
      find: '...(history.length > 0 ? { history: Object.fromEntries(history) } : {}),',
      replace: '',
    },
    check: remembers,
    seen: /after either it is in/,
  },
  {
    what: 'a failure of a driven system is reported as it was found',
    edit: {
      file: 'conformance/paths.ts',
      find: "if (ended.end === 'failed') best =",
      replace: "if (ended.end === 'whole' && ended.end !== 'whole') best =",
    },
    check: shrinks,
    seen: /away, home, break/,
  },
  {
    what: 'an action is left out of the list of those that get labels',
    edit: {
      file: 'tla/labelled.ts',
      find: "  suspended: { over: ['Calls'] },\n  resumed: { over: ['Calls'] },\n  redispatch: { over: ['Calls'] },\n  enter: { over: ['Calls'] },\n  leave: { over: ['Calls'], when: '~Waits' },\n",
      replace:
        "  resumed: { over: ['Calls'] },\n  redispatch: { over: ['Calls'] },\n  enter: { over: ['Calls'] },\n  leave: { over: ['Calls'], when: '~Waits' },\n",
    },
    check: labelsAll,
    seen: /QSC419 .*states with labels, 173 without/,
  },
];

describe('the checks', () => {
  it('are all passed by what holds systems to specifications as it is', async () => {
    const sound = copyOf('sound');

    expect(await Promise.all(defects.map(({ check }) => check(sound)))).toEqual(defects.map(() => undefined));
  });
});

describe('a defect of conformance', () => {
  it.each(defects)('is caught: $what', async ({ what, edit, check, seen }) => {
    expect(await check(copyOf(what.replaceAll(/\W/g, '_'), edit))).toMatch(seen);
  });
});

function copyOf(name: string, edit?: Edit): Copy {
  const folder = join(copies, name);
  for (const part of ['engine', 'conformance', 'tla', 'runner'])
    cpSync(join(root, 'dist', part), join(folder, part), { recursive: true, filter: isCode });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  if (edit) {
    const text = edited(readFileSync(join(root, edit.file), 'utf8'), [edit]);
    writeFileSync(join(folder, edit.file.replace(/\.ts$/, '.js')), compiled(text));
  }
  return new Copy(folder);
}

function isCode(path: string): boolean {
  return !/\.(map|d\.ts)$/.test(path);
}

function compiled(text: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, verbatimModuleSyntax: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
