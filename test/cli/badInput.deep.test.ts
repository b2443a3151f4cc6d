// Files of the user's that are wrong in every way that has a code, and a folder that may not be written.

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Case, isRefused } from './badInputCase.js';
import { lost } from './programs.js';
import { folderWith, quiesce } from './run.js';

const noProcessors = lost.replace('cells: [count],', 'processors: 0, cells: [count],');

const cases: readonly Case[] = [
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
    what: 'a scenario that the file does not have',
    words: ['verify', 'lost.ts#mine'],
    files: { 'lost.ts': lost },
    code: 'QSC101',
    names: 'lost.ts#mine: "mine"',
  },
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
  {
    what: 'a file that is no ES module',
    words: ['explore', 'lost.cts'],
    files: { 'lost.cts': lost },
    code: 'QSC111',
    names: 'name it .ts, .mts, .js or .mjs',
  },
  {
    what: 'such a file among those that are found',
    words: ['verify'],
    files: { 'a.quiesce.ts': lost, 'b.quiesce.cts': lost },
    code: 'QSC111',
    names: 'b.quiesce.cts is no ES module',
  },
  {
    what: 'a configuration that is no module',
    words: ['verify'],
    files: { 'quiesce.config.json': '{ "files": ["lost.ts"] }', 'a.quiesce.ts': lost },
    code: 'QSC111',
    names: 'quiesce.config.json is no ES module',
  },
  {
    what: 'an export that throws when it is looked at',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': `${lost}\nexport const bag = { get kind() { throw new Error('not you'); } };` },
    code: 'QSC106',
    names: 'not you',
  },
  {
    what: 'a configuration that throws when it is looked at',
    words: ['verify'],
    files: { 'quiesce.config.ts': "export const config = { get files(): string[] { throw new Error('not you'); } };" },
    code: 'QSC106',
    names: 'not you',
  },
  {
    what: 'a file that leaves nothing of what it exports',
    words: ['explore', 'bad.ts'],
    files: { 'bad.ts': `${lost}\nArray.prototype.map = () => [];` },
    code: 'QSC106',
    names: 'exports nothing that can be verified',
  },
  {
    what: 'figures of the machine where it is not looked at',
    words: ['conform', '--against', 'tla', '--commit'],
    code: 'QSC110',
    names: '--commit',
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
  it.each(cases.map((each) => [each.what, each] as const))('%s', (_, each) => isRefused(each));

  it.skipIf(process.getuid?.() === 0)('an output folder that may not be written', () => {
    const folder = folderWith({ 'lost.ts': lost, 'out/old.txt': '' });
    chmodSync(join(folder, 'out'), 0o500);

    const ran = quiesce(folder, 'explore', 'lost.ts', '--out', 'out');

    expect(ran.stderr).toContain('QSC109');
    expect(ran.code).toBe(2);
  });
});
