// What is packed is whole: every module that a packed module imports is packed too, or is of a package that is installed
// with it; and what only we need is left out.

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

interface Manifest {
  readonly name: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

interface Installed {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
  readonly bin?: unknown;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const packed = packedFiles();
const modules = packed.filter((file) => file.endsWith('.js'));

function packedFiles(): readonly string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files }] = JSON.parse(output) as [{ readonly files: readonly { readonly path: string }[] }];
  return files.map(({ path }) => path);
}

describe('the package', () => {
  it('has what its entries and its command name', () => {
    const named = [
      ...Object.values(manifest.exports).flatMap((to) => Object.values(typeof to === 'string' ? [to] : to)),
    ];

    const paths = [...named, ...Object.values(manifest.bin)].map((path) => normalize(path));
    expect(paths.filter((path) => !packed.includes(path))).toEqual([]);
  });

  it('has every module of its own that a module of it imports', () => {
    const missing = modules.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => normalize(join(dirname(file), name)))
        .filter((path) => !packed.includes(path))
        .map((path) => `${file} imports ${path}`),
    );

    expect(modules.length).toBeGreaterThan(200);
    expect(missing).toEqual([]);
  });

  it('has the kernel as it was built, which nobody committed', () => {
    const committed = execFileSync('git', ['ls-files', '*.wasm'], { cwd: root, encoding: 'utf8' });

    expect(packed.filter((file) => file.endsWith('.wasm'))).toEqual(['dist/engine/kernel/search.wasm']);
    expect(committed).toBe('');
  });

  it('names no source and no map that it does not have', () => {
    const named = packed
      .filter((file) => /\.(js|d\.ts|map)$/.test(file))
      .flatMap((file) => sourcesNamedBy(file).map((path) => [file, normalize(join(dirname(file), path))] as const));

    expect(named.length).toBeGreaterThan(400);
    expect(named.filter(([, path]) => !packed.includes(path))).toEqual([]);
  });

  it('has pages whose links lead to what it has, and a README that leads to every page', () => {
    const links = packed
      .filter((file) => file.endsWith('.md'))
      .flatMap((page) => linksIn(page).map((to) => [page, to]));
    const isHere = (to: string) => packed.some((file) => file === to || file.startsWith(`${to}/`));

    const ofReadme = links.flatMap(([page, to]) => (page === 'README.md' ? [to] : []));
    const pages = packed.filter((file) => /^docs\/[^/]+\.md$/.test(file));
    expect(pages.length).toBeGreaterThan(15);
    expect(links.filter(([, to]) => !isHere(to!))).toEqual([]);
    expect(pages.filter((page) => !ofReadme.includes(page))).toEqual([]);
  });

  it('imports no package but those that come with it, or that its user has', () => {
    const known = [manifest.name, ...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
    const others = modules.flatMap((file) => importsOf(file).filter((name) => isUnknown(name, known)));

    expect([...new Set(others)]).toEqual([]);
  });

  it('has no bench, no test and nothing that only builds it', () => {
    expect(packed.filter((file) => /^(dist\/)?(bench|test)\/|^dist\/(cli\/pages|runtime\/erase)\//.test(file))).toEqual(
      [],
    );
  });

  it('brings no command but its own: the `tsc` of a project stays the one of that project', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      readonly packages: Readonly<Record<string, Installed>>;
    };
    const brought = Object.entries(lock.packages).filter(
      ([path, { dev, devOptional, peer }]) => path !== '' && !dev && !devOptional && !peer,
    );

    expect(brought.length).toBeGreaterThan(4);
    expect(brought.filter(([, { bin }]) => bin !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('has a compiler in itself, with what that reads', () => {
    expect(packed).toContain('dist/typescript/typescript.cjs');
    expect(packed).toContain('dist/typescript/lib.es2023.d.ts');
    expect(packed).toContain('dist/typescript/LICENSE.txt');
  });

  it('has entries that a CommonJS module may require: none awaits anything at its top level', () => {
    // The matchers need a suite around them; OpenTelemetry is the user's.
    const entries = Object.keys(manifest.exports).filter((entry) => !/vitest|package\.json$/.test(entry));
    const script = entries.map((entry) => `require(${JSON.stringify(`quiesce${entry.slice(1)}`)});`).join('\n');

    const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', '--eval', script], {
      cwd: root,
      encoding: 'utf8',
    });

    expect(entries.length).toBeGreaterThan(7);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

/** The map that a script names, the sources that a map names. */
function sourcesNamedBy(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  if (file.endsWith('.map')) return (JSON.parse(text) as { readonly sources: readonly string[] }).sources;
  return [...text.matchAll(/^\/\/# sourceMappingURL=(.+)$/gm)].map(([, path]) => path!).filter(isPath);
}

/** Where the links of a page lead, but those out of the package. */
function linksIn(page: string): readonly string[] {
  const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!\w+:|#)([^)\s#]+)/g)];
  return links.map(([, to]) => normalize(join(dirname(page), to!)));
}

function isPath(address: string): boolean {
  return !address.startsWith('data:');
}

function importsOf(file: string): readonly string[] {
  return ts.preProcessFile(readFileSync(join(root, file), 'utf8')).importedFiles.map(({ fileName }) => fileName);
}

function isUnknown(name: string, known: readonly string[]): boolean {
  if (name.startsWith('.') || isBuiltin(name)) return false;
  return !known.some((own) => name === own || name.startsWith(`${own}/`));
}
