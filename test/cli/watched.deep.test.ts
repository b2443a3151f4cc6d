import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lost } from './programs.js';
import { contentsOf, folderWith, quiesce, shell } from './run.js';

const entry = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

/** The lost update with something more at the end of the file. */
const with_ = (text: string) => `${lost}\n${text}\n`;

const endlessProgram = `import { cell, store, thread } from 'quiesce';
const x = cell('x', 0);
function* spins() {
  yield* store(x, 1);
  for (;;);
}
export const system = { cells: [x], threads: [thread('spinner', spins)] };
`;

const endlessProperty = (
  property: string,
) => `import { cell, happened, invariant, monitor, store, thread } from 'quiesce';
const x = cell('x', 0);
function* up() {
  yield* store(x, 1);
  yield* happened('up');
}
export const system = { cells: [x], threads: [thread('a', up)] };
export const properties = [${property}];
`;

/** What never comes back, and what of it is named. */
const endless: Readonly<Record<string, { readonly file: string; readonly names: string }>> = {
  'a program': { file: endlessProgram, names: 'thread spinner' },
  'a predicate': {
    file: endlessProperty("invariant('looksForEver', (state) => { while (state.read(x) > 0); return true; })"),
    names: 'looksForEver',
  },
  'a monitor': {
    file: endlessProperty("monitor('listensForEver', { init: 0, on: () => { for (;;); } })"),
    names: 'on of listensForEver',
  },
  'a look at what a file exports': {
    file: endlessProgram.replace("threads: [thread('spinner', spins)]", 'get threads() { for (;;); }'),
    names: 'a look at the exports of bad.ts',
  },
  'the top level of a file': { file: with_('while (true);'), names: 'loading bad.ts' },
  'a promise at the top level of a file': {
    file: with_('setInterval(() => {}, 1000);\nawait new Promise(() => {});'),
    names: 'loading bad.ts',
  },
};

describe('user code that does not come back is stopped at the limit of seconds, and named:', () => {
  for (const [what, { file, names }] of Object.entries(endless))
    it(what, () => {
      const folder = folderWith({ 'bad.ts': file });

      const { code, stdout, stderr } = quiesce(folder, 'explore', 'bad.ts', '--limit-seconds', '2', '--json');

      expect(stderr).toMatch(`${names} does not come back within`);
      expect(stderr).toContain('QSC303');
      expect(code).toBe(3);
      if (stdout !== '') expect(JSON.parse(stdout).totals).toMatchObject({ proved: 0, errors: 1 });
    });
});

describe('a file that does something of its own never ends with 0:', () => {
  for (const [what, text, says] of [
    ['it ends the process', 'process.exit(0);', 'process.exit(0)'],
    ['a promise at its top level never settles', 'await new Promise(() => {});', 'never settles'],
    ['a promise is rejected', "void Promise.reject(new Error('nobody waits'));", 'nobody waits'],
    [
      'a timer throws',
      "setTimeout(() => { throw new Error('too late'); }, 1);\nawait new Promise((resolve) => setTimeout(resolve, 5000));",
      'too late',
    ],
  ] as const)
    it(what, () => {
      const folder = folderWith({ 'bad.ts': with_(text) });

      const { code, stdout, stderr } = quiesce(folder, 'explore', 'bad.ts');

      expect(stderr).toMatch(/^QSC132 .*bad\.ts/);
      expect(stderr).toContain(says);
      expect(stdout).toBe('');
      expect(code).toBe(4);
    });

  it('but may leave a timer running, and print: the report is alone on stdout', () => {
    const folder = folderWith({ 'talks.ts': with_("setInterval(() => {}, 1000);\nconsole.log('hello');") });

    const { code, stdout, stderr } = quiesce(folder, 'explore', 'talks.ts', '--json');

    expect(JSON.parse(stdout)).toMatchObject({ totals: { refuted: 1 } });
    expect(stderr).toContain('hello');
    expect(code).toBe(1);
  });
});

describe('properties', () => {
  it('are asked again from a second instance of their file, and have to answer alike', () => {
    const counting = `const nth = Object.freeze([(globalThis.times = (globalThis.times ?? 0) + 1)]);`;
    const once = `invariant('firstTime', (state) => state.read(x) + nth[0] < 3)`;
    const folder = folderWith({ 'twice.mjs': `${counting}\n${endlessProperty(once)}` });

    const { code, stdout } = quiesce(folder, 'explore', 'twice.mjs');

    expect(stdout).toMatch(/QSC214 .*firstTime/);
    expect(code).toBe(4);
  });
});

describe('a closed pipe', () => {
  it('is no error, and changes no verdict', () => {
    const folder = folderWith({ 'lost.ts': lost });

    const { stdout, stderr } = shell(
      folder,
      `"${process.execPath}" "${entry}" explore lost.ts --json 2>err.txt | head -c 1; echo " $?"; cat err.txt`,
    );

    expect(stdout + stderr).not.toMatch(/EPIPE|QSC9/);
  });
});

describe('a file of any name', () => {
  for (const name of ['m#n.ts', 'o p%20.ts', 'ä.ts', 'x?y=1.ts'])
    it(`works: ${name}`, () => {
      const folder = folderWith({ [name]: lost });

      const { code, stdout } = quiesce(folder, 'explore', `./${name}`, '--no-out');
      const line = /replay: (npx quiesce .*)/.exec(stdout)![1]!;
      const again = shell(folder, line);

      expect(code).toBe(1);
      expect(stdout).toContain(`${name}:6`);
      expect(again.stdout).toMatch(/reproduced\n$/);
      expect(contentsOf(folder)).toEqual([name]);
    });
});
