// The committed state graphs are those of the specification as it is, byte for byte, whichever engine makes them.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { whyTlcIsSkipped } from '../../tla/archive.js';
import { graphPath, makeGraph, originOf, parseGraph, readGraph, writeGraph } from '../../tla/graphFile.js';
import { actionsOf } from '../../tla/labelled.js';
import { loadEntry, type Manifest, readManifest } from '../../tla/manifest.js';
import type { EngineName } from '../../tla/result.js';

const folder = join(import.meta.dirname, '../../tla');
const committed = readManifest(folder).entries.filter(({ graph }) => graph);
const small = committed.filter(({ states = 0 }) => states < 500);
const oneOfEach = [...new Map(committed.map((entry) => [entry.module, entry])).values()];
const skipped = whyTlcIsSkipped();
const copy = mkdtempSync(join(tmpdir(), 'quiesce-tla-'));
afterAll(() => rmSync(copy, { recursive: true }));

async function made(configuration: string, engine: EngineName): Promise<string> {
  const loaded = loadEntry(folder, committed.find((each) => each.configuration === configuration)!);
  return writeGraph(await makeGraph(loaded, engine), originOf(loaded));
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

    expect(writeGraph(parseGraph(text).graph, originOf(loadEntry(folder, entry!)))).toBe(text);
  });

  it('is an error when the specification has changed since', () => {
    cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('.ts') });
    const path = join(copy, 'HotSwap.tla');
    writeFileSync(path, readFileSync(path, 'utf8').replace('/\\ ended = 0', '/\\ ended = 0 '));

    expect(() => readGraph(copy, 'MCHotSwapOneCaller')).toThrow(/QSC420 /);
  });

  it('is an error when any one line of it was altered by hand', () => {
    const lines = readFileSync(graphPath(folder, 'MCHotSwapOneCaller'), 'utf8').split('\n');
    const altered = (at: number) => {
      const line = lines[at]!;
      const digit = /\d/.exec(line);
      const other = digit ? line.replace(/\d/, String((Number(digit[0]) + 1) % 10)) : `${line}x`;
      return lines.with(at, other).join('\n');
    };

    // Edges last: one that leads elsewhere is well-formed in every other way, and so is one that is left out.
    for (let at = 0; at < lines.length - 1; at++) expect(() => parseGraph(altered(at))).toThrow(/QSC421 /);
    const edges = lines.findIndex((line) => line.startsWith('edges '));
    const without = lines.with(edges, `edges ${Number(lines[edges]!.split(' ')[1]) - 1}`).toSpliced(edges + 3, 1);
    expect(() => parseGraph(without.join('\n'))).toThrow(/QSC421 .*not as it was written/);
  });

  it('is an error when the manifest expects another one, and so is a manifest that does not list what is there', () => {
    const own = mkdtempSync(join(copy, 'manifest-'));
    cpSync(folder, own, { recursive: true, filter: (path) => !path.endsWith('.ts') });
    const path = join(own, 'manifest.json');
    const write = (change: (manifest: Manifest) => unknown) =>
      writeFileSync(path, JSON.stringify(change(readManifest(folder))));

    write((manifest) => ({ ...manifest, entries: manifest.entries.map((entry) => ({ ...entry, states: 7 })) }));
    expect(() => readGraph(own, 'MCHotSwapOneCaller')).toThrow(/QSC420 .*7 in the manifest/);
    for (const damaged of [{}, null, [], { version: 1, entries: [] }]) {
      write(() => damaged);
      expect(() => readManifest(own)).toThrow(/QSC412 /);
    }
    write(({ entries }) => ({ version: 1, entries: entries.slice(1) }));
    expect(() => readManifest(own)).toThrow(/QSC412 .*it has no MCHotSwapOneCaller/);
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
