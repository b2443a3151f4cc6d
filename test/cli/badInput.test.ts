// What is wrong before anything of the user's is run, and one file of each kind of wrongness; badInput.deep.test.ts has more.

import { describe, it } from 'vitest';
import { type Case, isRefused } from './badInputCase.js';
import { lost } from './programs.js';

const captured = lost
  .replace("const count = cell('count', 0);", "const count = cell('count', 0);\nlet turns = 0;")
  .replace('seen + 1', 'seen + ++turns');

const foreign = 'v1 elsewhere/lost.ts t1 t2';

const cases: readonly Case[] = [
  { what: 'an unknown command', words: ['verfy'], code: 'QSC110', names: 'verfy' },
  { what: 'an unknown option', words: ['verify', '--propety', 'x'], code: 'QSC110', names: "'--propety' (Did you" },
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
    what: 'a program whose system is misspelt',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': lost.replace('export const system', 'export const sistem') },
    code: 'QSC131',
    names: 'bad.ts exports "sistem"; did you mean "system"?',
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
  { what: 'nothing to verify', words: ['verify'], code: 'QSC133', names: 'no quiesce.config.ts' },
  {
    what: 'a program that captures mutable state',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': captured },
    code: 'QSC107',
    names: 'bad.ts:8:32 turns is assigned outside its function',
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
    what: 'a schedule of a file that no file system can have',
    words: ['replay', 'v1 a%00.ts t1'],
    code: 'QSC204',
    names: 'a\\u0000.ts cannot be read',
  },
  {
    what: 'a name that is too long for one',
    words: ['explore', `${'a'.repeat(300)}.ts`],
    code: 'QSC111',
    names: 'ENAMETOOLONG',
  },
  {
    what: 'a limit for configurations that have none',
    words: ['tla', 'OneCaller', '--limit-seconds', '5'],
    code: 'QSC110',
    names: '--limit-seconds is for a configuration of your own',
  },
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
];

describe('bad input is a coded error with the next thing to do, and nothing half-written:', () => {
  it.each(cases.map((each) => [each.what, each] as const))('%s', (_, each) => isRefused(each));
});
