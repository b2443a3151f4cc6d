// Explorations by way of a queue: the same result as without one, whatever happens to workers.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { quiesce } from './run.js';

const root = join(import.meta.dirname, '../..');
const main = join(root, 'dist/cli/main.js');
const hasServer = spawnSync('redis-server', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'quiesce-queue-'));
const running: ChildProcess[] = [];
let server: ChildProcess;
let address: string;

beforeAll(async () => {
  const port = await freePort();
  address = `redis://127.0.0.1:${port}`;
  if (hasServer) {
    server = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], { stdio: 'pipe' });
    await said(server, /Ready to accept/);
  }
});
afterEach(() => {
  for (const each of running.splice(0)) each.kill('SIGKILL');
});
afterAll(() => {
  server?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until a process has said something. */
function said(child: ChildProcess, what: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      if (what.test(text)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
}

/** A worker that waits for jobs. */
async function worker(cwd = root, env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main, 'worker', '--queue', address, '--jobs', '1'], {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  running.push(child);
  await said(child, /waiting for jobs/);
  return child;
}

/** The command, without waiting for it. */
function started(cwd: string, ...words: readonly string[]) {
  const child = spawn(process.execPath, [main, ...words], { cwd, stdio: 'pipe' });
  running.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, stdout, stderr })),
  );
  return { child, ended };
}

const asked = ['verify', 'noCommonFormat', 'selfSwapAwaited', 'lockBesideTheComponent', '--json', '--no-timings'];

describe.skipIf(!hasServer)('a verification by way of a queue', () => {
  it('gives the same bytes as one without', async () => {
    await Promise.all([worker(), worker()]);

    const alone = quiesce(root, ...asked, '--out', join(folder, 'alone'));
    const queued = await started(root, ...asked, '--queue', address, '--out', join(folder, 'queued')).ended;

    expect(queued.status).toBe(alone.code);
    expect(queued.stdout).toBe(alone.stdout);
  });

  it('goes on where a worker is killed in the middle of a job', async () => {
    const first = await worker();
    const { ended } = started(root, 'verify', 'threeCallers', '--json', '--queue', address, '--out', join(folder, 'k'));
    await said(first, /threeCallers@asItIs: begun/);

    first.kill('SIGKILL');
    await worker();
    const { status, stdout } = await ended;

    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { errors: unknown[] }).errors).toEqual([]);
  });

  it('gives up a job that its workers die of, says so, and does the others', async () => {
    const own = join(folder, 'poison');
    mkdirSync(own);
    const text = (first: string) => `import { atEnd, cell, store, thread } from 'quiesce';
      ${first}
      const c = cell('c', 0);
      export const system = { cells: [c], threads: [thread('t', function* () { yield* store(c, 1); })] };
      export const properties = [atEnd('stored', (state) => state.read(c) === 1)];`;
    const deadly = "if (process.env.QUIESCE_POISONED) process.kill(process.pid, 'SIGKILL');";
    writeFileSync(join(own, 'poison.mjs'), text(deadly));
    writeFileSync(join(own, 'good.mjs'), text(''));
    const poisoned = { QUIESCE_POISONED: '1' };
    // Whoever does the good one lives.
    await Promise.all([worker(own, poisoned), worker(own, poisoned), worker(own, poisoned), worker(own, poisoned)]);

    const { status, stdout } = await started(
      ...([own, 'verify', './poison.mjs', './good.mjs', '--json', '--queue', address] as const),
    ).ended;
    const result = JSON.parse(stdout) as {
      errors: { code: string }[];
      verdicts: { scenario: string; property: string; verdict: string }[];
    };
    const verdictOf = (name: string) =>
      result.verdicts.find(({ scenario, property }) => scenario === name && property === 'stored')?.verdict;

    expect(result.errors.map(({ code }) => code)).toEqual(['QSC140']);
    expect([verdictOf('poison.mjs'), verdictOf('good.mjs')]).toEqual(['inconclusive', 'proved']);
    expect(status).toBe(4);
  });

  it('takes no verdict about another text: neither of the file nor of what it imports', async () => {
    const mine = join(folder, 'mine');
    const theirs = join(folder, 'theirs');
    mkdirSync(mine);
    writeFileSync(join(mine, 'amount.mjs'), 'export const amount = 1;');
    writeFileSync(
      join(mine, 'own.mjs'),
      `import { atEnd, cell, store, thread } from 'quiesce';
      import { amount } from './amount.mjs';
      const c = cell('c', 0);
      export const system = { cells: [c], threads: [thread('t', function* () { yield* store(c, amount); })] };
      export const properties = [atEnd('stored', (state) => state.read(c) === 1)];`,
    );
    cpSync(mine, theirs, { recursive: true });
    writeFileSync(join(theirs, 'amount.mjs'), 'export const amount = 2;');
    await worker(theirs);

    const { stdout } = await started(mine, 'verify', './own.mjs', '--json', '--queue', address).ended;
    const result = JSON.parse(stdout) as { errors: { code: string }[]; verdicts: { verdict: string }[] };

    expect(new Set(result.errors.map(({ code }) => code))).toEqual(new Set(['QSC141']));
    expect(new Set(result.verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['inconclusive']));
  });

  it('ends with what there is when it is interrupted, and so do its workers', async () => {
    const only = await worker();
    const { child, ended } = started(
      root,
      'verify',
      'threeCallers',
      '--json',
      '--queue',
      address,
      '--out',
      join(folder, 'i'),
    );
    await said(only, /threeCallers@asItIs: begun/);

    child.kill('SIGINT');
    await said(only, /threeCallers@asItIs: (un)?done/);

    expect((await ended).status).toBe(3);
  });

  it('says that there are no workers', async () => {
    const { stdout } = await started(root, ...asked, '--queue', address, '--out', join(folder, 'n')).ended;

    const { errors } = JSON.parse(stdout) as { errors: { code: string }[] };
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['QSC142']));
  });
});

it('says that there is no server', async () => {
  const { status, stderr } = await started(root, ...asked, '--queue', `redis://127.0.0.1:${await freePort()}`).ended;

  expect(status).toBe(2);
  expect(stderr).toContain('QSC139');
});
