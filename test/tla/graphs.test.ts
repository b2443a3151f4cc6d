// The committed state graphs are those of the specification as it is, byte for byte, whichever engine makes them.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { whyTlcIsSkipped } from '../../tla/archive.js';
import { graphPath, makeGraph, parseGraph, readGraph, writeGraph } from '../../tla/graphFile.js';
import { actionsOf } from '../../tla/labelled.js';
import { loadEntry, readManifest } from '../../tla/manifest.js';
import type { EngineName } from '../../tla/outcome.js';

const folder = join(import.meta.dirname, '../../tla');
const committed = readManifest(folder).entries.filter(({ graph }) => graph);
const small = committed.filter(({ states = 0 }) => states < 500);
const oneOfEach = [...new Map(committed.map((entry) => [entry.module, entry])).values()];
const skipped = whyTlcIsSkipped();
const copy = mkdtempSync(join(tmpdir(), 'quiesce-tla-'));
afterAll(() => rmSync(copy, { recursive: true }));

async function made(configuration: string, engine: EngineName): Promise<string> {
  const loaded = loadEntry(folder, committed.find((each) => each.configuration === configuration)!);
  return writeGraph(await makeGraph(loaded, engine), loaded);
}

describe('a committed state graph', () => {
  it.each(committed)('of $configuration belongs to the specification and the configuration as they are', (entry) => {
    const graph = readGraph(folder, entry.configuration);

    expect(graph.states).toHaveLength(entry.states!);
    expect(graph.initial).toEqual([0]);
  });

  it.each(small)('of $configuration is made again by the embedded engine', async ({ configuration }) => {
    expect(await made(configuration, 'embedded')).toBe(readFileSync(graphPath(folder, configuration), 'utf8'));
  });

  it.skipIf(skipped).each(process.env.QUIESCE_TLA === 'all' ? committed : small.slice(0, 1))(
    'of $configuration is made again by TLC',
    async ({ configuration }) => {
      expect(await made(configuration, 'tlc')).toBe(readFileSync(graphPath(folder, configuration), 'utf8'));
    },
  );

  it('comes back from its text', () => {
    const [entry] = small;
    const text = readFileSync(graphPath(folder, entry!.configuration), 'utf8');

    expect(writeGraph(parseGraph(text).graph, loadEntry(folder, entry!))).toBe(text);
  });

  it('is an error when the specification has changed since', () => {
    cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('.ts') });
    const path = join(copy, 'HotSwap.tla');
    writeFileSync(path, readFileSync(path, 'utf8').replace('/\\ ended = 0', '/\\ ended = 0 '));

    expect(() => readGraph(copy, 'MCHotSwapOneCaller')).toThrow(/QSC420 /);
  });

  it('is an error when it was cut short', () => {
    const text = readFileSync(graphPath(folder, 'MCHotSwapOneCaller'), 'utf8');

    expect(() => parseGraph(text.slice(0, -20))).toThrow(/QSC421 /);
    expect(() => parseGraph(text.slice(0, 300))).toThrow(/QSC421 /);
  });
});

describe('the list of actions', () => {
  it.each(oneOfEach)('of $module is what the next-state relation is made of', (entry) => {
    const { whole } = loadEntry(folder, entry);
    const actions = Object.keys(actionsOf(whole.module));

    expect(actions.filter((name) => whole.module.definitions.has(name))).toEqual(actions);
  });
});
