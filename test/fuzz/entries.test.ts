// Every entry that takes text or data from outside, given what nobody would write: seeded edits of good inputs, and
// extremes made by hand. Each answers, or throws a coded error; 300 inputs of each, in `npm run test:deep` 20,000.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Label } from '../../conformance/tla/label.js';
import { QuiesceError } from '../../engine/program/errors.js';
import {
  atEnd,
  cell,
  explore,
  formatSchedule,
  load,
  type Program,
  parseSchedule,
  replay,
  store,
  thread,
} from '../../index.js';
import { parseCoverage } from '../../runner/conformance/committed.js';
import { parseConfiguration, refuseMisfit } from '../../tla/configuration.js';
import { parseDump } from '../../tla/dumpTrace.js';
import { parseGraph, readGraph } from '../../tla/graphFile.js';
import { parseItf } from '../../tla/itf.js';
import type { TraceStep } from '../../tla/labelledTrace.js';
import { parseManifest } from '../../tla/manifest.js';
import { parseModule } from '../../tla/module.js';
import { refuseUnsafe } from '../../tla/subset.js';
import { wholeOf } from '../../tla/whole.js';
import { dumped } from '../tla/tlcDump.js';
import { dice } from './dice.js';

const inputs = process.env.QUIESCE_RANDOM === undefined ? 300 : 20_000;
const root = join(import.meta.dirname, '..', '..');
const read = (...path: readonly string[]) => readFileSync(join(root, ...path), 'utf8');

const words = [
  'null',
  '{}',
  '[]',
  '""',
  '-1',
  '0.5',
  '1e999',
  '"\\q"',
  '\ud800',
  '\u0000',
  '__proto__',
  'toString',
  '%',
  '*',
  '?',
  '(',
  ')',
  '#',
];

/** One to three edits of a text: a piece left out, doubled, moved, or replaced by a word that means something elsewhere. */
function edited(text: string, roll: (below: number) => number): string {
  let result = text;
  for (let edits = 1 + roll(3); edits > 0; edits--) {
    const [from, length] = [roll(result.length + 1), roll(roll(4) === 0 ? 40 : 4)];
    const piece = result.slice(from, from + length);
    const put = [words[roll(words.length)]!, piece + piece, '', String.fromCharCode(roll(0x10000))][roll(4)]!;
    result = result.slice(0, from) + put + result.slice(from + length);
  }
  return result;
}

const nested = (open: string, close: string) => open.repeat(5000) + close.repeat(5000);
const extremes = [
  '',
  ' ',
  '\u0000',
  '{}',
  '[]',
  'null',
  '0',
  '"x"',
  nested('[', ']'),
  nested('{"a":', '}'),
  nested('(', ')'),
  'x'.repeat(100_000),
];

const count = cell('count', 0);

function* increment(): Program {
  const seen = yield* load(count);
  yield* store(count, seen + 1);
}

const system = { name: 'lost', cells: [count], threads: [thread('t1', increment), thread('t2', increment)] };
const kept = atEnd('noLostUpdate', (state) => state.read(count) === 2);
const { schedule } = explore(system, [kept]).verdicts[0]!.counterexample!;

const itf = JSON.stringify({
  vars: ['x'],
  states: [
    { '#meta': { index: 0 }, x: { '#bigint': '1' } },
    { '#meta': { index: 1, action: 'enter("a")' }, x: { '#set': [1] } },
  ],
  loop: 0,
});

const tla = join(root, 'tla');
const smallGraph = read('tla', 'graphs', 'MCHotSwapOneCaller.txt');

/** A graph with the hash of what it is, as of whoever alters one on purpose. */
function hashed(text: string): string {
  const lines = text.split('\n').filter((line) => !line.startsWith('content '));
  const hash = createHash('sha256').update(lines.join('\n')).digest('hex');
  return lines.toSpliced(3, 0, `content ${hash}`).join('\n');
}

const graph = readGraph(tla, 'MCHotSwapOneCaller');
const oneCaller = parseConfiguration('MCHotSwapOneCaller', read('tla', 'MCHotSwapOneCaller.cfg'));

/** A path of the specification, as TLC dumps it. */
function dump(): string {
  const to = new Map(graph.edges.map((edge) => [edge.from, edge] as const));
  const steps: TraceStep[] = [];
  for (let at = graph.initial[0]!, label: Label | undefined; steps.length < 8; ) {
    const state = Object.fromEntries(graph.variables.map((name, index) => [name, graph.states[at]![index]!]));
    steps.push({ ...(label ? { label } : {}), state });
    ({ to: at, label } = to.get(at)!);
  }
  return dumped({ configuration: oneCaller.name, verdict: 'invariant violated', steps });
}

interface Entry {
  readonly takes: (text: string) => unknown;
  readonly good: string;
  readonly more?: readonly string[];
}

const replayed = (text: string) => replay(system, parseSchedule(text), { properties: [kept] });

const entries: Readonly<Record<string, Entry>> = {
  'a schedule as text': {
    takes: replayed,
    good: formatSchedule(schedule),
    more: ['v1 a%00.ts t1', 'v1 lost t1*100000', 'v1 lost ( )', 'v1 %ED%A0%80 t1', 'v1 lost t1?300', 'v1 lost t1*0'],
  },
  'a schedule as JSON': {
    takes: replayed,
    good: JSON.stringify(schedule),
    more: [
      '{"version":{"toString":1}}',
      '{"version":1,"name":"x","choices":[null]}',
      '{"version":1,"name":1,"choices":1}',
    ],
  },
  'a trace in ITF': {
    takes: parseItf,
    good: itf,
    more: [
      itf.replace('"loop":0', '"loop":-1'),
      itf.replace('"loop":0', '"loop":0.5'),
      itf.replace('enter(\\"a\\")', 'enter(\\"\\\\q\\")'),
    ],
  },
  'a committed graph': { takes: parseGraph, good: smallGraph },
  'a committed graph whose hash was made to fit': { takes: (text) => parseGraph(hashed(text)), good: smallGraph },
  'the committed coverage': { takes: parseCoverage, good: read('model', 'coverage.json') },
  'a dump of TLC': { takes: (text) => parseDump(text, oneCaller.name, graph), good: dump() },
  'a manifest': {
    takes: parseManifest,
    good: read('tla', 'manifest.json'),
    more: ['{"version":1}', '{"version":1,"entries":[null]}', '{"version":1,"entries":[{"configuration":"../x"}]}'],
  },
  'a module': {
    takes: (text) => {
      const module = parseModule(text);
      refuseMisfit(oneCaller, [module]);
      refuseUnsafe(wholeOf(module, [], oneCaller).module, oneCaller);
    },
    good: read('tla', 'HotSwap.tla'),
    more: ['---- MODULE x ----', '---- MODULE x ----\n====', '---- MODULE x ----\nVARIABLES\n(*'],
  },
  'a configuration of TLC': {
    takes: (text) => parseConfiguration('fuzz', text),
    good: read('tla', 'MCHotSwapOneCaller.cfg'),
    more: ['CONSTANT Swaps = 1000000', 'CONSTANT', 'INVARIANT', 'INIT'],
  },
};

/** What is not a coded error is shown with its input, cut short. */
function uncoded({ takes }: Entry, text: string): string | undefined {
  try {
    takes(text);
    return undefined;
  } catch (error) {
    if (error instanceof QuiesceError && error.code !== 'QSC901') return undefined;
    return `${String(error).slice(0, 100)} for ${JSON.stringify(text).slice(0, 200)}`;
  }
}

describe('whatever is given, the answer is a result or a coded error:', () => {
  for (const [what, entry] of Object.entries(entries))
    it(what, { timeout: 3_600_000 }, () => {
      const roll = dice(12);
      const made = Array.from({ length: inputs }, () => edited(entry.good, roll));

      const wrong = [...extremes, ...(entry.more ?? []), ...made].flatMap((text) => uncoded(entry, text) ?? []);

      expect(uncoded(entry, entry.good)).toBeUndefined();
      expect(wrong.slice(0, 5)).toEqual([]);
    });
});
