import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CoveredScript } from '../../runner/coverage/coverageWorker.js';
import { compareWithReasons, startsOfUnreached } from '../../runner/coverage/unreached.js';
import { folderWith } from './run.js';

const script = `export function* program(n) {
  if (n > 1) {
    yield 'large';
  } else {
    yield 'small';
  }
  const word = n === 0 ? 'none' : 'some';
  yield word;
}
export function* never() {
  if (true) yield 'unreached';
}
program(0).next();
for (const _ of program(0)) ;
`;

const measuring = `
  import { Session } from 'node:inspector/promises';
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  await import(process.argv[1]);
  const { result } = await session.post('Profiler.takePreciseCoverage');
  console.log(JSON.stringify(result.find(({ url }) => url === process.argv[1])));
`;

/** What V8 itself says of a script, once it has run. */
function coverageOf(text: string): CoveredScript {
  const url = pathToFileURL(join(folderWith({ 'script.mjs': text }), 'script.mjs')).href;
  const words = ['--input-type=module', '--eval', measuring, url];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
}

describe('coverage of impl/', () => {
  it('finds each branch and function that was never run, once, where its text begins', () => {
    const starts = startsOfUnreached(script, coverageOf(script));

    expect(starts.map((start) => script.slice(start).split('\n')[0])).toEqual([
      "yield 'large';",
      "some';",
      'function* never() {',
    ]);
  });

  it('takes a reason by file and line of text, wherever the line has moved', () => {
    const found = [
      { file: 'impl/a.ts', line: 7, text: 'if (busy) return;' },
      { file: 'impl/a.ts', line: 9, text: 'else fail();' },
    ];
    const reasons = [{ file: 'impl/a.ts', text: 'if (busy) return;', reason: 'a guard' }];

    const { unreached, staleUnreached } = compareWithReasons(found, reasons, () => '');

    expect(unreached).toEqual([{ ...found[0], reason: 'a guard' }, found[1]]);
    expect(staleUnreached).toEqual([]);
  });

  it('calls a reason stale when its line is reached, or gone', () => {
    const reasons = [
      { file: 'impl/a.ts', text: 'reached();', reason: 'was never run' },
      { file: 'impl/a.ts', text: 'gone();', reason: 'was never run' },
    ];

    const { staleUnreached } = compareWithReasons([], reasons, () => 'first();\n  reached();\n');

    expect(staleUnreached).toEqual([
      { file: 'impl/a.ts', text: 'reached();', problem: 'reached' },
      { file: 'impl/a.ts', text: 'gone();', problem: 'gone' },
    ]);
  });
});
