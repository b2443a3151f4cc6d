// More of misuse on one interleaving: in documents, and repaired.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { twice } from './programs.js';
import { folderWith, quiesce } from './run.js';

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

  it('is not reproduced where it has been repaired', () => {
    const folder = folderWith({ 'twice.ts': twice.replace("yield* spawn('worker');", 'yield* store(x, 1);') });

    const { code, stdout } = quiesce(folder, 'replay', 'v1 twice.ts:QSC506 a b a*2 b*2', '--step');

    expect(stdout).toContain('NOT reproduced');
    expect(code).toBe(0);
  });
});
