// Every @example of a public docstring is executed: `expression // => value` is an assertion; an example that yields is
// run as the program of a thread.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as conformance from '../../conformance/index.js';
import * as quiesce from '../../index.js';

const root = join(import.meta.dirname, '../..');
const rooms = ['engine', 'conformance', 'impl', 'properties', 'reports', 'scenarios', 'model', 'tla', 'proof', 'cli'];

interface Example {
  readonly file: string;
  readonly text: string;
}

const files = rooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(room, name)),
);
const examples = files.flatMap(examplesIn);

describe('the examples in docstrings', () => {
  it('are found', () => {
    expect(examples.length).toBeGreaterThan(8);
  });

  it.each(examples.map(({ file, text }) => [file, text]))('of %s say what is so: %s', async (file, text) => {
    const names = { ...quiesce, ...conformance, ...(await import(join(root, file))), ...fixtures() } as Record<
      string,
      unknown
    >;

    if (text.includes('yield*')) return void runAsProgram(text, names);

    const [code, expected] = text.split('// =>') as [string, string];
    expect(evaluated(code, names)).toEqual(evaluated(expected, names));
  });
});

function examplesIn(file: string): Example[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/ \* @example\n((?: \*.*\n)+?)(?= \*\/| \* @)/g)].map(([, lines]) => ({
    file,
    text: lines!.replace(/^ \* ?/gm, '').trim(),
  }));
}

/** What examples may name without declaring it. */
function fixtures() {
  const x = quiesce.cell('x', 0);
  function* increment(): quiesce.Program {
    yield* quiesce.store(x, (yield* quiesce.load(x)) + 1);
  }
  function* tick(): quiesce.Program {
    yield* increment();
    yield* quiesce.happened('tick');
  }
  const threads = [quiesce.thread('a', increment), quiesce.thread('b', increment)];
  return {
    x,
    increment,
    threads,
    ticking: { cells: [x], threads: [quiesce.thread('a', tick)] },
    counter: { init: 0, actions: { tick: (count: number) => count + 1 } },
    lock: quiesce.mutex('lock'),
    scenario: quiesce.scenarios.find(({ name }) => name === 'noCommonFormat'),
  };
}

function evaluated(code: string, names: Record<string, unknown>): unknown {
  const script = ts.transpile(`return (${code.trim().replace(/;$/, '')});`, { target: ts.ScriptTarget.ES2022 });
  return new Function(...Object.keys(names), script)(...Object.values(names));
}

/** Somebody else to name. */
function* idling(): quiesce.Program {
  yield* quiesce.safePoint();
}

/** Declarations stand outside, as bodies have to; what starts with yield* is the program. */
function runAsProgram(text: string, names: Record<string, unknown>): void {
  const at = text.search(/^yield\*/m);
  const code = `${text.slice(0, at)} return function* () { ${text.slice(at)} };`;
  const script = ts.transpile(code, { target: ts.ScriptTarget.ES2022 });
  const program = new Function(...Object.keys(names), script)(...Object.values(names));
  const lock = names.lock as quiesce.Mutex;
  const idle = quiesce.thread('idle', idling, undefined, { daemon: true });
  const found = quiesce.explore({ cells: [lock], threads: [quiesce.thread('example', program), idle] });
  expect(found.verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved']);
}
