// Quint specifications: what Quint 0.33.1 with Apalache's converter prints of the files in fixtures/quint is printed here by a command
// in its place, and becomes a graph that systems are held to.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeLabel } from '../../conformance/tla/label.js';
import { conforms, quintModule, specification } from '../../conformance.js';
import { whyTlcIsSkipped } from '../../tla/archive.js';
import { folderWith } from '../cli/run.js';
import { held, locking, mended, racy } from '../conformance/lock.js';

const skipped = whyTlcIsSkipped();
const fixtures = join(import.meta.dirname, '../fixtures/quint');

/** A project with a package in the place of Quint's, whose command is this text. */
function project(command: string): string {
  return folderWith({
    'node_modules/@informalsystems/quint/package.json':
      '{ "name": "@informalsystems/quint", "bin": { "quint": "cli.cjs" } }',
    'node_modules/@informalsystems/quint/cli.cjs': command,
    'own.qnt': 'module own {}',
  });
}

const printing = (translation: string) =>
  project(`const [what, flag, target, ...rest] = process.argv.slice(2);
if ([what, flag, target].join(' ') !== 'compile --target tlaplus') process.exit(3);
console.log('Downloading Apalache distribution... done.');
if (rest.includes('--main') && rest[rest.indexOf('--main') + 1] !== 'two') process.exit(4);
process.stdout.write(require('node:fs').readFileSync(${JSON.stringify(join(fixtures, translation))}, 'utf8'));`);

describe.skipIf(skipped !== undefined)('a Quint specification', () => {
  it('holds a system to it, by its actions with their parameters', async () => {
    const module = await quintModule(join(fixtures, 'lock.qnt'), { from: printing('lock.tla'), cache: false });
    const spec = specification(module, {
      events: { acquired: { step: 'acquire', with: ['thread'] }, released: { step: 'release', with: ['thread'] } },
      abstraction: (state) => (state.read(held) === 0 ? { owner: '' } : {}),
    });

    expect(conforms(locking(mended), spec)).toMatchObject({
      verdict: 'conforms',
      coverage: { states: { realised: 3, of: 3 }, transitions: { realised: 4, of: 4 } },
    });
    expect(conforms(locking(racy), spec)).toMatchObject({ verdict: 'diverges' });
  }, 30_000);

  it('may have variants, folds and an instance of a module with constants', async () => {
    const from = printing('two.tla');

    const { labels, graph } = await quintModule(join(fixtures, 'commit.qnt'), { from, main: 'two', cache: false });

    expect(labels).toBe('with parameters');
    expect(graph.states).toHaveLength(8);
    expect([...new Set(graph.edges.map(({ label }) => writeLabel(label)))].sort()).toEqual([
      'two_commit_decide',
      'two_commit_finish',
      'two_commit_prepare("r1")',
      'two_commit_prepare("r2")',
    ]);
  }, 30_000);
});

describe('a Quint specification that is not translated', () => {
  it.each([
    ['where Quint is not installed', undefined, /QSC426 .*neither @informalsystems\/quint nor/],
    [
      'where Apalache cannot be fetched',
      "console.error('error: Error fetching apalache.tgz: fetch failed'); process.exit(1)",
      /QSC426 .*Error fetching apalache/,
    ],
    ['where nothing is printed', '', /QSC426 .*it said nothing/],
    [
      'where it is wrong',
      "console.error(`/x/own.qnt:1:2 - error: [QNT000] Couldn't unify int and str`); process.exit(1)",
      /QSC413 .*Couldn't unify/,
    ],
    ['where Quint does not end', 'setInterval(() => {}, 1000)', /QSC301 /],
  ])('has a code %s', async (_what, command, error) => {
    const from = command === undefined ? folderWith({ 'own.qnt': '' }) : project(command);

    const secondsMax = command?.startsWith('setInterval') ? 1 : 60;

    await expect(quintModule('own.qnt', { from, cache: false, secondsMax })).rejects.toThrow(error);
  });
});
