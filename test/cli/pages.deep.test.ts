// The pages that commands leave behind, as they are typed: explore, compare and mutants write one each time, unless told not to.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf, dataOf, folderWith, quiesce } from './run.js';

const lost = `import { atEnd, cell, load, store, thread } from 'quiesce';
const count = cell('count', 0);
function* increment() { const seen = yield* load(count); yield* store(count, seen + 1); }
export const system = { cells: [count], threads: [thread('t1', increment), thread('t2', increment)] };
export const properties = [atEnd('noLostUpdate', (state) => state.read(count) === 2)];`;

describe('the page of a command', () => {
  it('is written by explore, with the other documents; and nothing is with --no-out', () => {
    const folder = folderWith({ 'lost.ts': lost });

    quiesce(folder, 'explore', 'lost.ts', '--no-out');
    expect(contentsOf(folder)).toEqual(['lost.ts']);
    expect(quiesce(folder, 'explore', 'lost.ts').stdout).toContain('documents: out/explore/ (report.html, ');
    expect(dataOf(join(folder, 'out/explore/report.html')).paths).toMatchObject([
      { property: 'noLostUpdate', breaksAt: 3 },
    ]);
    expect(contentsOf(folder)).toEqual(expect.arrayContaining(['out/explore/result.json', 'out/explore/junit.xml']));
  });

  it('is written by compare: a row for each mechanism, a path for each refutation, the line that replays it', () => {
    const folder = folderWith();
    const words = ['--scenario', 'lockBesideTheComponent', '--mechanism', 'asItIs', 'writerPreferringLock'];

    const { code, stderr } = quiesce(folder, 'compare', ...words);
    const { title, rows, paths, tables } = dataOf(join(folder, 'out/compare/report.html'));

    expect([code, stderr.trimEnd().split('\n').at(-1), title]).toEqual([
      ...[
        0,
        expect.stringMatching(/^documents: out\/compare\/ \(report.html, result.json/),
        'Quiesce: mechanisms compared',
      ],
    ]);
    expect(new Set(rows.map(({ mechanism }: { mechanism: string }) => mechanism))).toEqual(
      new Set(['asItIs', 'writerPreferringLock']),
    );
    const refuted = rows.filter(({ verdict }: { verdict: string }) => verdict === 'refuted');
    expect(refuted).toMatchObject([{ mechanism: 'writerPreferringLock', property: 'zeroCost', path: 0 }]);
    const { replay, steps } = paths[0];
    expect(refuted[0].words).toBe(`refuted in ${steps.length} steps`);
    expect(JSON.stringify(tables)).toContain(JSON.stringify(replay).slice(1, -1));
    quiesce(folder, 'report', 'out/compare/result.json', '--out', 'again');
    expect(dataOf(join(folder, 'again/report.html')).rows).toEqual(rows);
    expect(quiesce(folder, 'replay', /'(v1 .*)'/.exec(replay)![1]!).stdout).toContain('reproduced');
  });

  it('is written by mutants: the path of what kills the mutant, with the machine beside it', () => {
    const folder = folderWith();

    const { code } = quiesce(folder, 'mutants', 'oneAdvance', '--kind', 'mechanism', '--out', 'pages');
    const { paths, tables } = dataOf(join(folder, 'pages/report.html'));

    expect(code).toBe(0);
    expect(paths).toMatchObject([{ mechanism: 'oneAdvance', property: 'quiescence', models: [{ kind: 'machine' }] }]);
    expect(tables[0].rows[0].slice(0, 4)).toEqual(['mechanism', 'oneAdvance', expect.any(String), 'killed']);
    expect(tables[0].rows[0][5]).toEqual({ text: expect.stringContaining(`${paths[0].steps.length} (`), path: 0 });
  });
});
