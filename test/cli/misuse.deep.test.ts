// More of misuse on one interleaving: in documents.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, quiesce } from './run.js';

/** Both threads may see 0, and then both spawn. */
const twice = `import { cell, load, spawn, store, thread } from 'quiesce';

const x = cell('x', 0);

function* start() {
  if ((yield* load(x)) === 0) {
    yield* store(x, 1);
    yield* spawn('worker');
  }
}

function* work() {
  yield* store(x, 2);
}

export const system = {
  name: 'twice',
  cells: [x],
  threads: [thread('a', start), thread('b', start), thread('worker', work, undefined, { dormant: true })],
};
`;

describe('a program that goes wrong on one interleaving', () => {
  it('keeps the schedule as data in every document', () => {
    const folder = folderWith({ 'twice.ts': twice });
    const { stdout } = quiesce(folder, 'explore', 'twice.ts', '--json', '--out', 'out');

    const { errors } = JSON.parse(stdout);
    const documents = ['junit.xml', 'summary.md'].map((name) => readFileSync(join(folder, 'out', name), 'utf8'));

    expect(errors).toMatchObject([{ code: 'QSC506', schedule: expect.stringMatching(/^v1 twice\.ts:QSC506 /) }]);
    for (const document of documents) expect(document).toContain(errors[0].schedule);
  });

  it('is replayed as a document too', () => {
    const folder = folderWith({ 'twice.ts': twice });
    const { errors } = JSON.parse(quiesce(folder, 'explore', 'twice.ts', '--json').stdout);

    const { code, stdout } = quiesce(folder, 'replay', errors[0].schedule, '--json');

    expect(JSON.parse(stdout)).toMatchObject({ end: 'misuse', reproduced: true, misuse: { code: 'QSC506' } });
    expect(code).toBe(1);
  });
});
