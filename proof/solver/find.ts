// Which solvers there are: z3 from npm (WebAssembly, an optional peer of this package), and the system's own, where one
// is installed. `both` asks the two and takes an answer only where they agree.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { QuiesceError } from '../../engine/program/errors.js';
import { Agreed } from './agreed.js';
import { ProcessSolver } from './process.js';
import type { Solver } from './solver.js';

export const solverChoices = Object.freeze(['any', 'npm', 'native', 'both'] as const);

/** `any` is the one from npm where it is installed, else the system's. */
export type SolverChoice = (typeof solverChoices)[number];

/** Long enough for any question in the fragment, which are answered in milliseconds. */
export const defaultTimeoutMs = 10_000;

/** openSolver starts a solver. Throws QSC434 where it is not installed, QSC110 for another choice. */
export function openSolver(choice: SolverChoice = 'any', timeoutMs: number = defaultTimeoutMs): Solver {
  if (!solverChoices.includes(choice))
    throw new QuiesceError('QSC110', `solver ${choice} (there are ${solverChoices.join(', ')})`);
  if (choice === 'both') return new Agreed(openSolver('npm', timeoutMs), openSolver('native', timeoutMs));
  const npm = choice === 'native' ? undefined : npmVersion();
  if (npm !== undefined) return npmSolver(npm, timeoutMs);
  const native = choice === 'npm' ? undefined : nativeVersion();
  if (native !== undefined) return nativeSolver(native, timeoutMs);
  throw new QuiesceError('QSC434', { any: 'neither of the two', npm: 'z3-solver', native: 'z3' }[choice]);
}

/** installedSolvers lists the choices that would start here. */
export function installedSolvers(): readonly ('npm' | 'native')[] {
  return [
    ...(npmVersion() === undefined ? [] : (['npm'] as const)),
    ...(nativeVersion() === undefined ? [] : (['native'] as const)),
  ];
}

/** The version of the solver from npm; it is looked for from here, and where NODE_PATH leads. */
function npmVersion(): string | undefined {
  try {
    const { version } = createRequire(import.meta.url)('z3-solver/package.json') as { version: string };
    return version;
  } catch {
    return undefined;
  }
}

/** The system's solver: QUIESCE_Z3 names it, else it is `z3` on the path. */
const nativeCommand = () => process.env.QUIESCE_Z3 ?? 'z3';

/** A command that does not even say which it is in this time is none. */
const versionMs = 10_000;

function nativeVersion(): string | undefined {
  const { status, stdout } = spawnSync(nativeCommand(), ['--version'], { encoding: 'utf8', timeout: versionMs });
  return status === 0 ? /\d+(\.\d+)+/.exec(stdout)?.[0] : undefined;
}

/** The process is a file that was built: beside this one, or, where the sources are run, in dist/. */
function npmSolver(version: string, timeoutMs: number): Solver {
  const built = ['./wasmProcess.js', '../../dist/proof/solver/wasmProcess.js'];
  const script = built.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
  if (script === undefined)
    throw new QuiesceError('QSC434', 'z3-solver, without its process', { next: 'npm run build' });
  return new ProcessSolver({ name: `z3-solver ${version}`, command: process.execPath, words: [script], timeoutMs });
}

function nativeSolver(version: string, timeoutMs: number): Solver {
  return new ProcessSolver({
    name: `z3 ${version}`,
    command: nativeCommand(),
    words: ['-in', '-smt2', '-memory:1024'],
    timeoutMs,
  });
}
