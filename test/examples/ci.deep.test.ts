// The workflow of examples/ci: its command lines are run as they stand, and two runs write the same bytes.

import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf, folderWith, shell } from '../cli/run.js';

const example = join(import.meta.dirname, '..', '..', 'examples', 'ci');
const workflow = readFileSync(join(example, '.github/workflows/quiesce.yml'), 'utf8');
const lines = [...workflow.matchAll(/(npx quiesce .*)/g)].map(([, line]) => line!);

function copied(): string {
  const folder = folderWith();
  cpSync(example, folder, { recursive: true });
  return folder;
}

describe('the workflow in examples/ci', () => {
  it('has verify, conform and tla, and each of its lines is content with the example', () => {
    const folder = copied();

    const ran = lines.map((line) => [line, shell(folder, line).code]);

    expect(lines.map((line) => line.split(' ')[2])).toEqual([
      ...['verify', 'report', 'report', 'conform', 'report', 'tla', 'report'],
    ]);
    expect(ran).toEqual(lines.map((line) => [line, 0]));
    expect(contentsOf(folder)).toEqual(
      expect.arrayContaining([
        ...['out/report.html', 'out/quiesce.sarif', 'conform/report.html', 'conform/result.json'],
        ...['tla/report.html', 'tla/result.json'],
      ]),
    );
    expect(JSON.parse(readFileSync(join(folder, 'out/quiesce.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(join(folder, 'out/summary.md'), 'utf8')).toContain('counterInUse');
  });

  it('writes the same bytes twice', () => {
    const [one, two] = [copied(), copied()];
    for (const folder of [one, two]) shell(folder, lines[0]!);

    const written = contentsOf(join(one, 'out')).filter((name) => /\.\w+$/.test(name));
    expect(written).toEqual(expect.arrayContaining(['report.html', 'result.json', 'junit.xml', 'summary.md']));
    for (const name of written)
      expect(readFileSync(join(one, 'out', name), 'utf8')).toBe(readFileSync(join(two, 'out', name), 'utf8'));
  });
});
