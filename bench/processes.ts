// Child processes, timed from outside and pinned to one core where that is possible, so that all are measured alike.

import { spawnSync } from 'node:child_process';

/** The core that everything measured runs on. */
const core = '0';

export interface Finished {
  readonly stdout: string;
  readonly elapsedMs: number;
}

export interface Accounted extends Finished {
  /** Processor time, user and system: what other load on the machine changes least. */
  readonly processorMs: number;
}

/** isInstalled tells whether a command can be run. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

let pins: boolean | undefined;

/** pinning tells how child processes are kept on one core: in words, for the report. */
export function pinning(): string {
  return isPinned() ? 'pinned to one core' : 'not pinned: there is no taskset here';
}

function isPinned(): boolean {
  pins ??= spawnSync('taskset', ['-c', core, process.execPath, '--version'], { stdio: 'ignore' }).status === 0;
  return pins;
}

/** run runs a command to its end. Throws when it does not end well. */
export function run(command: string, args: readonly string[], cwd?: string): Finished {
  const [file, ...rest] = isPinned() ? ['taskset', '-c', core, command, ...args] : [command, ...args];
  const startedMs = performance.now();
  const { status, stdout, stderr, error } = spawnSync(file!, rest, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const elapsedMs = performance.now() - startedMs;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${error ?? status}\n${stdout}${stderr}`);
  return { stdout, elapsedMs };
}

/** runAccounted is run through a shell that tells the processor time of its children. */
export function runAccounted(command: string, args: readonly string[], cwd?: string): Accounted {
  const script = '"$@"; status=$?; times; exit $status';
  const finished = run('sh', ['-c', script, 'sh', command, ...args], cwd);
  const [user, system] = [...finished.stdout.matchAll(/(\d+)m([\d.]+)s/g)].slice(-2).map(millisecondsOf);
  return { ...finished, processorMs: user! + system! };
}

function millisecondsOf([, minutes, seconds]: RegExpMatchArray): number {
  return (Number(minutes) * 60 + Number(seconds)) * 1000;
}
