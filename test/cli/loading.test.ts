import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderWith } from './run.js';

const loader = pathToFileURL(join(import.meta.dirname, '..', '..', 'dist', 'runner', 'loadFile.js')).href;

/** What a script prints that has `load(path, options)` at hand, in a process of its own: Node's hooks are for good. */
function printed(folder: string, script: string): unknown {
  const text = `
    import { loadFile } from '${loader}';
    const load = (path, options = {}) => loadFile(path, { from: '.', checked: true, ...options });
    ${script}`;
  const ran = spawnSync(process.execPath, ['--input-type=module', '--eval', text], { cwd: folder, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout);
}

const counting = {
  'main.ts': "import { up } from './parts/count.js';\nexport const first: number = up();\nexport { up };",
  'parts/count.ts': 'let n = 0;\nexport function up(): number {\n  return ++n;\n}',
};

describe("a user's file", () => {
  it('is loaded once, and anew with everything of the user that it imports when a fresh one is asked for', () => {
    const folder = folderWith(counting);

    const seen = printed(
      folder,
      `const [one, same] = [await load('main.ts'), await load('main.ts')];
       const [fresh, fresher] = [await load('main.ts', { fresh: true }), await load('main.ts', { fresh: true })];
       const ups = [one, same, fresh, fresher].map(({ up }) => up());
       console.log(JSON.stringify([one.first, fresh.first, fresher.first, ...ups]));`,
    );

    expect(seen).toEqual([1, 1, 1, 2, 3, 2, 2]);
  });

  it('shares the package itself between instances, so that errors and cells are of one kind', () => {
    const folder = folderWith({ 'main.ts': "export { QuiesceError } from 'quiesce';" });

    const seen = printed(
      folder,
      `const [one, two] = [await load('main.ts'), await load('main.ts', { fresh: true })];
       console.log(JSON.stringify([one !== two, one.QuiesceError === two.QuiesceError]));`,
    );

    expect(seen).toEqual([true, true]);
  });

  it('is found by the paths and the resolution of its project, and runs what only a compiler can take off', () => {
    const compilerOptions = {
      module: 'esnext',
      moduleResolution: 'bundler',
      baseUrl: '.',
      paths: { '@own/*': ['own/*'] },
    };
    const folder = folderWith({
      'tsconfig.json': JSON.stringify({ compilerOptions }),
      'own/kind.ts': 'export enum Kind {\n  Only = 7,\n}',
      'main.ts':
        "import { Kind } from '@own/kind';\nimport { more } from './more';\nexport const sum = Kind.Only + more;",
      'more.ts': 'export const more: number = 1;',
    });

    const seen = printed(folder, `console.log((await load('main.ts', { checked: false })).sum)`);

    expect(seen).toBe(8);
  });

  it('is taken before a compiled one of the same name beside it, as the type check takes it', () => {
    const folder = folderWith({
      'main.ts': "export { value } from './part.js';",
      'part.ts': 'export const value = 1;',
      'part.js': 'export const value = 2;',
    });

    expect(printed(folder, `console.log((await load('main.ts')).value)`)).toBe(1);
  });

  it('has the lines of its source in what it throws', () => {
    const folder = folderWith({
      'main.ts':
        'interface Long {\n  readonly a: number;\n}\n\nexport function fail(): Long {\n  throw new Error();\n}',
    });

    const seen = printed(
      folder,
      `try { (await load('main.ts')).fail(); } catch (error) { console.log(JSON.stringify(error.stack.split('\\n')[1])); }`,
    );

    expect(seen).toContain('main.ts:6:9');
  });
});
