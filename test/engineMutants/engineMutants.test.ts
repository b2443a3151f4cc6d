// The explorer's own mutants: each is a copy of the compiled engine with one defect, and some check tells it apart.
// The copies lie under out/, in a folder that vitest takes for installed packages, so that they are loaded as they are.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks, type Engine } from './checks.js';
import { type EngineMutant, engineMutants } from './mutants.js';

const root = join(import.meta.dirname, '..', '..');
const copies = join(root, 'out', 'engineMutants', `run${process.pid}`, 'node_modules');

beforeAll(() => mkdirSync(copies, { recursive: true }));
afterAll(() => rmSync(join(copies, '..'), { recursive: true, force: true }), 60_000);

describe('the checks', () => {
  it('are all passed by the engine as it is', async () => {
    const engine = await copyOf('asItIs');

    expect(Object.keys(checks).filter((name) => failureOf(name, engine) !== undefined)).toEqual([]);
  });
});

describe('a defect of the engine', () => {
  it.each(engineMutants.map((mutant) => [mutant.name, mutant] as const))('%s is caught', async (name, mutant) => {
    const engine = await copyOf(name, mutant);

    const caughtBy = Object.keys(checks).find((check) => failureOf(check, engine) !== undefined);

    expect(`${mutant.statement}: caught by "${caughtBy}"`).toMatchSnapshot();
    expect(caughtBy).toBeDefined();
  });
});

/** What is wrong, or what was thrown: an engine that notices its own defect is caught as well. */
function failureOf(check: string, engine: Engine): string | undefined {
  try {
    return checks[check]!(engine);
  } catch (error) {
    return String(error);
  }
}

async function copyOf(name: string, mutant?: EngineMutant): Promise<Engine> {
  const folder = join(copies, name);
  cpSync(join(root, 'dist', 'engine'), join(folder, 'engine'), { recursive: true, filter: isCode });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  if (mutant) breakEngine(folder, mutant);
  return await import(join(folder, 'engine', 'index.js'));
}

function isCode(path: string): boolean {
  return !/\.(map|d\.ts)$/.test(path);
}

function breakEngine(folder: string, { file, find, replace, without }: EngineMutant): void {
  const path = join(folder, 'engine', `${file}.js`);
  const broken = replaceOnce(readFileSync(path, 'utf8'), find, replace);
  writeFileSync(path, without === undefined ? broken : replaceOnce(broken, without, 'if (false)'));
}

function replaceOnce(text: string, find: string, replace: string): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`"${find}" is there ${parts.length - 1} times`);
  return parts.join(replace);
}
