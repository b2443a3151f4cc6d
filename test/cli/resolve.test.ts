import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../engine/index.js';
import { type Meaning, type MeaningKind, resolve } from '../../runner/resolve.js';
import { lost } from './programs.js';
import { folderWith } from './run.js';

const schedule = parseSchedule('v1 lost.ts t1 t2');
const json = JSON.stringify({
  ...schedule,
  operations: ['load x', 'load x'],
  enabled: [['t1', 't2'], ['t2']],
  programHash: '0',
});
const itf = JSON.stringify({ vars: ['x'], states: [{ x: 1 }] });
const dumped = JSON.stringify({ counterexample: { state: [[1, { x: 1 }]] } });

const files = {
  'lost.ts': lost,
  'm#n.ts': lost,
  'm#n.ts#odd.ts': lost,
  'text.txt': 'v1 lost.ts t1 t2',
  'schedule.json': json,
  'itf.json': itf,
  'dump.json': dumped,
};

const everything: readonly MeaningKind[] = ['scenario', 'file', 'mutant', 'configuration', 'schedule', 'trace'];

const meanings: Readonly<Record<string, Partial<Meaning>>> = {
  oldPointerInHand: { kind: 'scenario', scenario: 'oldPointerInHand' },
  'oldPointerInHand@asItIs': { kind: 'scenario', scenario: 'oldPointerInHand', mechanism: 'asItIs' },
  'lost.ts': { kind: 'file', path: 'lost.ts' },
  './lost.ts': { kind: 'file', path: './lost.ts' },
  'lost.ts#mine': { kind: 'file', path: 'lost.ts', task: 'mine' },
  'lost.ts#mine@asItIs': { kind: 'file', path: 'lost.ts', task: 'mine@asItIs' },
  'm#n.ts': { kind: 'file', path: 'm#n.ts' },
  'm#n.ts#mine': { kind: 'file', path: 'm#n.ts', task: 'mine' },
  'm#n.ts#odd.ts': { kind: 'file', path: 'm#n.ts#odd.ts' },
  'not/there.ts': { kind: 'file', path: 'not/there.ts' },
  'not/there.mts#mine': { kind: 'file', path: 'not/there.mts', task: 'mine' },
  staleZero: { kind: 'mutant', name: 'staleZero' },
  OneCaller: { kind: 'configuration', name: 'OneCaller' },
  './mine.cfg': { kind: 'configuration', name: './mine.cfg' },
  'v1 lost.ts t1 t2': { kind: 'schedule', schedule },
  '  v1 lost.ts t1 t2\n': { kind: 'schedule', schedule },
  [json]: { kind: 'schedule', schedule },
  'text.txt': { kind: 'schedule', schedule },
  'schedule.json': { kind: 'schedule', schedule },
  [itf]: { kind: 'trace', text: itf },
  'itf.json': { kind: 'trace', text: itf },
  'dump.json': { kind: 'trace', text: dumped },
};

describe('what was typed or pasted is', () => {
  for (const [word, meaning] of Object.entries(meanings))
    it(`${JSON.stringify(word)}: ${meaning.kind}`, async () => {
      expect(await resolve(word, everything, folderWith(files))).toMatchObject(meaning);
    });
});

const refusals: readonly (readonly [word: string, wanted: readonly MeaningKind[], text: RegExp])[] = [
  ['oldPointerInHnd', ['scenario', 'file'], /QSC101 .*did you mean "oldPointerInHand"/],
  ['staleZeo', ['mutant'], /QSC114 .*did you mean "staleZero"/],
  ['OneCaler', ['configuration'], /QSC412 .*did you mean "OneCaller"/],
  ['staleZero', ['scenario', 'file'], /QSC110 .*is a mutant(.|\n)*quiesce mutants NAME/],
  ['oldPointerInHand', ['schedule', 'trace'], /QSC110 .*is a scenario(.|\n)*quiesce verify SCENARIO/],
  ['lost.ts', ['schedule', 'trace'], /QSC110 .*is a file with programs/],
  ['v1 lost.ts t1', ['file'], /QSC110 .*is a schedule(.|\n)*quiesce replay/],
  ['itf.json', ['scenario', 'file'], /QSC110 .*is a trace/],
  ['none.json', ['schedule', 'trace'], /QSC111 .*none.json does not exist/],
  ['nothing', ['file'], /QSC111 .*nothing does not exist/],
  ['constructor', ['scenario', 'mutant', 'configuration'], /QSC101/],
];

describe('what is not wanted is refused, with what it is instead:', () => {
  for (const [word, wanted, text] of refusals)
    it(`${word} in the place of ${wanted.join(' or ')}`, async () => {
      await expect(resolve(word, wanted, folderWith(files))).rejects.toThrow(text);
    });

  it('a folder, and what is no file at all', async () => {
    const folder = folderWith({ ...files, 'folder.json/inner': '' });

    await expect(resolve('folder.json', ['schedule'], folder)).rejects.toThrow(/QSC111 .*folder.json is no file/);
    await expect(resolve('/dev/zero', ['schedule'], folder)).rejects.toThrow(/QSC111 .*is no file/);
  });
});
