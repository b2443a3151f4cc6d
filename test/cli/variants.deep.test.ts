import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf, folderWith, quiesce, shell } from './run.js';

const variants = `
import { atEnd, cell, fetchAdd, load, type Program, store, thread } from 'quiesce';

const count = cell('count', 0);

function* increment(): Program {
  const seen = yield* load(count);
  yield* store(count, seen + 1);
}
function* incrementAtOnce(): Program {
  yield* fetchAdd(count, 1);
}
const twice = (program: () => Program) => ({ cells: [count], threads: [thread('t1', program), thread('t2', program)] });

export const properties = [atEnd('noLostUpdate', (state) => state.read(count) === 2)];
export const variants = [
  { name: 'asReported', system: twice(increment), expected: { noLostUpdate: 'refuted' } },
  { name: 'repaired', system: twice(incrementAtOnce) },
];
`;

const explored = (text: string) => quiesce(folderWith({ 'lost.ts': text }), 'explore', 'lost.ts');

describe('a file with variants', () => {
  it('is as expected when the defect is refuted and its repair is proved', () => {
    const { code, stdout } = explored(variants);

    expect(stdout).toContain('refuted, as expected');
    expect(stdout).toContain('every verdict is as expected');
    expect(code).toBe(0);
  });

  it('is not as expected when either of them is what the other should be', () => {
    const refuted = explored(variants.replace(", expected: { noLostUpdate: 'refuted' }", ''));
    const proved = explored(variants.replace('twice(increment),', 'twice(incrementAtOnce),'));

    expect([refuted.code, proved.code]).toEqual([1, 1]);
  });

  it('has a replay line and a schedule file for the variant', () => {
    const folder = folderWith({ 'lost.ts': variants });
    const { stdout } = quiesce(folder, 'explore', 'lost.ts', '--out', 'found');
    const replayed = shell(folder, /replay: (npx quiesce .*)/.exec(stdout)![1]!);

    expect(replayed.stdout).toContain('reproduced');
    expect(contentsOf(join(folder, 'found')).join(' ')).toContain('asReported');
  });

  it('is refused where a verdict is expected of what is not there, or is no verdict', () => {
    const misspelt = explored(variants.replace('noLostUpdate: ', 'noLostUpdat: '));
    const wrongWord = explored(variants.replace("'refuted' }", "'refused' }"));
    const twice = explored(variants.replace("'repaired'", "'asReported'"));
    const nameless = explored(variants.replace("'repaired'", "''"));

    expect(misspelt.stderr).toContain('did you mean "noLostUpdate"?');
    expect(wrongWord.stderr).toContain('QSC106');
    expect(twice.stderr).toContain('two variants named "asReported"');
    expect(nameless.stderr).toContain('QSC106');
    expect([misspelt, wrongWord, twice, nameless].map(({ code }) => code)).toEqual([2, 2, 2, 2]);
  });

  it('may have one system with verdicts to expect instead', () => {
    const one = variants.replace(
      /export const variants[\s\S]*/,
      (text) =>
        `export const system = twice(increment);\nexport const expected = { noLostUpdate: 'refuted' };\n${text ? '' : text}`,
    );

    expect(explored(one).code).toBe(0);
    expect(explored(one.replace('export const system', 'const other')).code).toBe(2);
  });
});
