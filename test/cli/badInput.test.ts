import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lost } from './programs.js';
import { contentsOf, folderWith, quiesce } from './run.js';

interface Case {
  readonly what: string;
  readonly words: readonly string[];
  readonly code: string;
  /** What the message has to name. */
  readonly names: string;
  readonly files?: Readonly<Record<string, string>>;
}

const captured = lost
  .replace("const count = cell('count', 0);", "const count = cell('count', 0);\nlet turns = 0;")
  .replace('seen + 1', 'seen + ++turns');

const noProcessors = lost.replace('cells: [count],', 'processors: 0, cells: [count],');

const foreign = 'v1 elsewhere/lost.ts t1 t2';

const cases: readonly Case[] = [
  { what: 'an unknown command', words: ['verfy'], code: 'QSC110', names: 'verfy' },
  { what: 'an unknown option', words: ['verify', '--propety', 'x'], code: 'QSC110', names: '--propety' },
  { what: 'a missing argument', words: ['replay'], code: 'QSC110', names: 'missing required argument' },
  { what: 'an unknown scenario', words: ['verify', 'oldPointerInHnd'], code: 'QSC101', names: 'oldPointerInHand' },
  {
    what: 'an unknown property',
    words: ['verify', 'oldPointerInHand', '--property', 'quiescense'],
    code: 'QSC102',
    names: 'did you mean "quiescence"?',
  },
  {
    what: 'an unknown mechanism',
    words: ['verify', 'oldPointerInHand', '--mechanism', 'asitis'],
    code: 'QSC103',
    names: 'did you mean "asItIs"?',
  },
  { what: 'a negative limit', words: ['verify', '--limit-states', '-5'], code: 'QSC104', names: '--limit-states' },
  { what: 'a limit of zero', words: ['verify', '--limit-seconds', '0'], code: 'QSC104', names: '--limit-seconds 0' },
  { what: 'an absurd limit', words: ['verify', '--limit-memory', '1e99'], code: 'QSC104', names: '1e99' },
  { what: 'a limit that is no number', words: ['verify', '--sample', 'many'], code: 'QSC104', names: 'many' },
  { what: 'a seed without a sample', words: ['verify', '--seed', '3'], code: 'QSC110', names: '--seed without' },
  { what: 'a missing file', words: ['explore', 'lose.ts'], code: 'QSC111', names: 'lose.ts does not exist' },
  { what: 'a folder in place of a file', words: ['explore', './'], code: 'QSC111', names: 'is no file' },
  {
    what: 'a file that does not compile',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': lost.replace('seen + 1', "'one'") },
    code: 'QSC105',
    names: "bad.ts:7:23 TS2345 Argument of type 'string' is not assignable to parameter of type",
  },
  {
    what: 'a file with a syntax error',
    words: ['verify', './bad.ts'],
    files: { 'bad.ts': 'export const = 3;' },
    code: 'QSC105',
    names: 'bad.ts:1:14 TS1134',
  },
  {
    what: 'a file that throws while it is loaded',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': "throw new Error('not today');" },
    code: 'QSC105',
    names: 'not today',
  },
  {
    what: 'a program without a system',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': lost.replace('export const system', 'export const machine') },
    code: 'QSC106',
    names: 'bad.ts exports machine, properties',
  },
  {
    what: 'a program whose system is misspelt',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': lost.replace('export const system', 'export const sistem') },
    code: 'QSC131',
    names: 'bad.ts exports "sistem"; did you mean "system"?',
  },
  {
    what: 'claims under a name that nobody looks at',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': lost.replace('export const properties', 'export const claims') },
    code: 'QSC131',
    names: 'a claim that is not checked as "claims"',
  },
  {
    what: 'a claim that is left out of the properties',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': `${lost}\nexport const other = atEnd('other', () => false);` },
    code: 'QSC131',
    names: 'a claim that is not checked as "other"',
  },
  {
    what: 'a mutant in the place of a scenario',
    words: ['verify', 'staleZero'],
    code: 'QSC110',
    names: '"staleZero" is a mutant',
  },
  {
    what: 'a schedule in the place of a scenario',
    words: ['verify', 'v1 lost.ts t1'],
    code: 'QSC110',
    names: '"v1 lost.ts t1" is a schedule',
  },
  {
    what: 'a scenario that the file does not have',
    words: ['verify', 'lost.ts#mine'],
    files: { 'lost.ts': lost },
    code: 'QSC101',
    names: 'lost.ts#mine: "mine"',
  },
  { what: 'nothing to verify', words: ['verify'], code: 'QSC133', names: 'no quiesce.config.ts' },
  {
    what: 'a misspelt option of the configuration',
    words: ['verify'],
    files: { 'quiesce.config.ts': "export const config = { file: ['lost.ts'] };" },
    code: 'QSC131',
    names: 'quiesce.config.ts has "file"; did you mean "files"?',
  },
  {
    what: 'a scenario file without a scenario',
    words: ['verify', './bad.ts'],
    files: { 'bad.ts': 'export const answer = 42;' },
    code: 'QSC106',
    names: 'bad.ts exports answer',
  },
  {
    what: 'a program that captures mutable state',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': captured },
    code: 'QSC107',
    names: 'bad.ts:8:32 turns is assigned outside its function',
  },
  {
    what: 'zero processors',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': noProcessors },
    code: 'QSC108',
    names: 'processors: 0',
  },
  {
    what: 'a file in place of the output folder',
    words: ['explore', 'lost.ts', '--out', 'taken'],
    files: { 'lost.ts': lost, taken: '' },
    code: 'QSC109',
    names: 'taken',
  },
  { what: 'an empty schedule', words: ['replay', ''], code: 'QSC201', names: 'no version' },
  { what: 'a truncated schedule', words: ['replay', 'v1 lost.ts t1*'], code: 'QSC201', names: 't1*' },
  {
    what: 'a truncated schedule file',
    words: ['replay', 'cut.json'],
    files: { 'cut.json': '{"version":1,"name":"lost.ts","choi' },
    code: 'QSC201',
    names: 'JSON',
  },
  { what: 'a schedule of another version', words: ['replay', 'v2 lost.ts t1'], code: 'QSC202', names: 'version 2' },
  { what: 'a schedule of another folder', words: ['replay', foreign], code: 'QSC204', names: 'elsewhere/lost.ts' },
  {
    what: 'a schedule of an unknown scenario',
    words: ['replay', 'v1 oldPointerInHnd@asItIs c1'],
    code: 'QSC204',
    names: 'did you mean "oldPointerInHand@asItIs"?',
  },
  {
    what: 'a missing schedule file',
    words: ['replay', 'none.json'],
    code: 'QSC111',
    names: 'none.json does not exist',
  },
  {
    what: 'a schedule of a property that nobody watches',
    words: ['replay', 'v1 lost.ts:noLostUpdte t2 t1*2 t2'],
    files: { 'lost.ts': lost },
    code: 'QSC102',
    names: 'did you mean "noLostUpdate"?',
  },
];

describe('bad input is a coded error with the next thing to do, and nothing half-written:', () => {
  for (const { what, words, code, names, files = {} } of cases) {
    it(what, () => {
      const folder = folderWith(files);

      const ran = quiesce(folder, ...words);

      expect(ran.stderr).toContain(`${code} `);
      expect(ran.stderr).toContain(names);
      expect(ran.stderr).toMatch(/\n {2}expected: .+\n {2}usual cause: .+\n {2}next: .+/);
      expect(ran.code).toBe(2);
      expect(ran.stdout).toBe('');
      expect(contentsOf(folder)).toEqual(Object.keys(files).sort());
    });
  }

  it.skipIf(process.getuid?.() === 0)('an output folder that may not be written', () => {
    const folder = folderWith({ 'lost.ts': lost, 'out/old.txt': '' });
    chmodSync(join(folder, 'out'), 0o500);

    const ran = quiesce(folder, 'explore', 'lost.ts', '--out', 'out');

    expect(ran.stderr).toContain('QSC109');
    expect(ran.code).toBe(2);
  });
});
