// Every ```ts block of the README and of docs/ is run as a module of its own; a ```text block that follows it is what it
// prints. Replay lines are run too.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'out/snippets');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Snippet {
  readonly name: string;
  readonly code: string;
  readonly printed: string | undefined;
}

const snippets = pages.flatMap(snippetsIn);

describe('the snippets of the documentation', () => {
  it('are found', () => {
    expect(snippets.length).toBeGreaterThan(2);
  });

  let outputs: readonly string[] = [];
  beforeAll(() => {
    outputs = printedBy(snippets.map(written));
  });

  it.each(snippets.map((snippet, index) => [snippet.name, snippet, index] as const))(
    '%s runs and prints what it says',
    (_name, { printed }, index) => {
      expect(outputs[index]).toBeDefined();
      if (printed !== undefined) expect(withoutPlaces(outputs[index]!)).toBe(withoutPlaces(printed));
    },
  );
});

/** The snippet as a module, written into a file. */
function written({ name, code }: Snippet): string {
  const file = join(out, `${name.replace(/\W+/g, '-')}.mjs`);
  mkdirSync(out, { recursive: true });
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: false,
    experimentalDecorators: true,
  };
  writeFileSync(file, ts.transpile(code, compilerOptions));
  return file;
}

/**
 * What each of the modules prints, one after the other in one process: the package is loaded once for all. What one leaves
 * running may come to its end; one that fails ends them all here, and its name is told.
 */
function printedBy(files: readonly string[]): readonly string[] {
  const script = `
    const printed = [];
    process.stdout.write = (text) => { printed[printed.length - 1] += text; return true; };
    const { writeSync } = await import('node:fs');
    process.on('exit', () => writeSync(1, JSON.stringify(printed)));
    for (const file of ${JSON.stringify(files.map((file) => pathToFileURL(file).href))}) {
      printed.push('');
      try {
        await import(file);
        await new Promise((resolve) => setImmediate(resolve));
      } catch (error) {
        console.error(file);
        throw error;
      }
    }
  `;
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], options);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly string[];
}

it('type check as the command line checks a file, wherever they may be pasted', () => {
  const files = snippets.map(({ name, code }) => {
    const file = join(out, `${name.replace(/\W+/g, '-')}.ts`);
    mkdirSync(out, { recursive: true });
    writeFileSync(file, code);
    return file;
  });

  expect(typeErrors(files)).toEqual([]);
});

/** As a project with strict settings has them; what a page leaves open is for its reader to type. */
function typeErrors(files: readonly string[]): readonly string[] {
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    experimentalDecorators: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    paths: { quiesce: [join(root, 'dist/index.d.ts')], 'quiesce/*': [join(root, 'dist/*')] },
    types: ['node'],
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start ?? 0).line + 1 : 0;
    return `${file?.fileName.split('/').at(-1)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 120)}`;
  });
}

describe('the replay lines of the documentation', () => {
  const lines = pages.flatMap((page) => [
    ...readFileSync(join(root, page), 'utf8').matchAll(/^npm run -s quiesce -- (replay .*)$/gm),
  ]);

  it.each([...new Set(lines.map(([, line]) => line!))])('%s reproduces what it says', (line) => {
    const { status, stdout } = spawnSync('sh', ['-c', `node dist/cli/main.js ${line}`], {
      cwd: root,
      encoding: 'utf8',
    });

    expect(stdout.trimEnd()).toMatch(/\nreproduced$/);
    expect(status).toBe(1);
  });
});

/** The column of source lines names a file of this test's own: it is cut off, and so are its rules. */
function withoutPlaces(text: string): string {
  return text.trim().replace(/^(.*[│┼])[^│┼]*$/gm, '$1');
}

function snippetsIn(page: string): Snippet[] {
  const source = readFileSync(join(root, page), 'utf8');
  return [...source.matchAll(/```ts\n([\s\S]*?)```(?:\n+```text\n([\s\S]*?)```)?/g)].map(
    ([, code, printed], index) => ({
      name: `${page} snippet ${index + 1}`,
      code: code!,
      printed,
    }),
  );
}
