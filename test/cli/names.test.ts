import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSchedule, parseSchedule } from '../../engine/index.js';
import { visible, visibleJson, visibleLines } from '../../engine/program/visible.js';
import { lost } from './programs.js';
import { folderWith, quiesce, shell } from './run.js';

/** What a terminal or a CI log obeys. */
const obeyed = /[\p{Cf}\p{Zl}\p{Cs}]|(?!\n)\p{Cc}|^\s*::|##\[/mu;

const hostile = "a\n::error::b\u001b[2J\u202e'`$(x)";

describe('names are data', () => {
  it('in every report: shown as escapes, and in a replay line that works when it is pasted', () => {
    const text = lost.replace("'noLostUpdate'", JSON.stringify(hostile));
    const folder = folderWith({ 'o\n::w\u202e.ts': text });

    const { code, stdout, stderr } = quiesce(folder, 'explore', 'o\n::w\u202e.ts', '--out', 'out');
    const line = /replay: (npx quiesce replay '([^']*)')/.exec(stdout)!;
    const again = shell(folder, line[1]!);
    const summary = readFileSync(join(folder, 'out', 'summary.md'), 'utf8');

    expect(code).toBe(1);
    expect(line[2]).toMatch(/^[\w./:*%@ -]+$/);
    expect(again.stdout).toMatch(/\nreproduced\n$/);
    for (const shown of [stdout, stderr, again.stdout, again.stderr, summary]) expect(shown).not.toMatch(obeyed);
  });

  it('in errors too', () => {
    const { code, stderr } = quiesce(folderWith(), 'verify', hostile);

    expect(stderr).toMatch(/^QSC101 /);
    expect(stderr).not.toMatch(obeyed);
    expect(code).toBe(2);
  });

  it('of every kind come back from the text of a schedule', () => {
    const names = fc.string({ unit: 'binary', minLength: 1 });
    const broken = fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)), minLength: 1 });

    fc.assert(
      fc.property(fc.oneof(names, broken), fc.oneof(names, broken), (name, thread) => {
        const schedule = { version: 1, name, property: thread, choices: [{ thread }, { thread, choice: 2 }] } as const;
        const text = formatSchedule(schedule);

        expect(text).toMatch(/^[\w./:*%@? -]+$/);
        expect(parseSchedule(text)).toEqual(schedule);
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  it('of every kind are shown without anything that is obeyed', () => {
    const broken = fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)) });

    fc.assert(
      fc.property(fc.oneof(broken, fc.constant(hostile)), (name) => {
        expect(visibleLines(visible(name))).not.toMatch(obeyed);
        expect(JSON.parse(visibleJson(JSON.stringify([name])))).toEqual([name]);
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});
