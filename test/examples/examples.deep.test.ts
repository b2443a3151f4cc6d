// The projects under examples/, each copied to a folder of its own with the package installed, and run as they say.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, quiesce, shell } from '../cli/run.js';

const root = join(import.meta.dirname, '..', '..');

describe('the examples', () => {
  it('check a protocol of their own', () => {
    const { code, stdout } = quiesce(project('own-protocol'), 'explore', './peterson.ts');

    expect(stdout).toMatch(/proved .*mutualExclusion/);
    expect(stdout).toMatch(/whoWantsGetsIn/);
    expect(code).toBe(0);
  });

  it('find the protocol wrong without the line that gives the turn away', () => {
    const folder = project('own-protocol', { 'peterson.ts': (text) => text.replace('yield* store(turn, other);', '') });

    const { code, stdout } = quiesce(folder, 'explore', './peterson.ts');

    expect(stdout).toMatch(/refuted/);
    expect(code).toBe(1);
  });

  it('verify a component of their own', () => {
    const { code, stdout } = quiesce(project('new-component'), 'verify', './box.scenario.ts');

    expect(stdout).toContain('every verdict is as expected');
    expect(code).toBe(0);
  });

  it('ask for properties from a vitest suite', () => {
    const { code, stdout } = vitest(project('new-component'));

    expect(stdout).toMatch(/2 passed/);
    expect(code).toBe(0);
  });

  it('attach to a failing test what was found, for any reporter that shows annotations', () => {
    const folder = project('new-component', {
      'box.test.ts': (text) => text.replace("toBeRefutedBy('statePreserved'", "toHold('statePreserved'"),
    });
    writeFileSync(join(folder, 'annotations.mjs'), annotationsReporter);

    const { code, stdout } = vitest(folder, '--reporter=junit', '--reporter=./annotations.mjs');

    const { type, message, attachment } = JSON.parse(readFileSync(join(folder, 'annotations.json'), 'utf8'))[0];
    const attached = Buffer.from(attachment.body, 'base64').toString('utf8');
    expect(code).toBe(1);
    expect(stdout).toContain('statePreserved is refuted');
    expect([type, attachment.contentType]).toEqual(['quiesce', 'text/plain']);
    expect(message).toMatch(
      /^statePreserved is refuted: .*\nreplay: npx quiesce replay 'v1 box\.scenario\.ts%23twoClients@asItIs:/,
    );
    expect(attached).toMatch(
      /smallest history of box .*\n {2}reader \|-get\(\) -> \d+-\| {2}<- no order explains this\n/,
    );
    expect(attached).toMatch(/ ✗ .*\n/);
    const replayed = shell(folder, message.split('\nreplay: ')[1]);
    expect(replayed.stdout).toMatch(/statePreserved turned false[\s\S]*\nreproduced\n/);
  });

  it('hold a lease with a timer to its machine, and to its committed figures', () => {
    const folder = project('lease');

    const { code, stdout } = quiesce(folder, 'conform', './lease.conform.ts');

    expect(stdout).toMatch(/careless@lease +│ diverges, as expected/);
    expect(code).toBe(0);
  });

  it('find the lease wrong where its holder only looks', () => {
    const careless = (text: string) => text.replace('yield* use();', 'yield* useAfterLook();');

    const { code, stdout } = quiesce(
      project('lease', { 'lease.conform.ts': careless }),
      'conform',
      './lease.conform.ts',
    );

    expect(stdout).toMatch(/careful@lease +│ diverges, UNEXPECTED[\s\S]*does not allow used in free/);
    expect(code).toBe(1);
  });

  it('hold the run of a connection pool to what it promises, and refuse that of a pool that hands one out twice', () => {
    const twice = (text: string) => text.replace('else this.#free', 'this.#free');
    const run = (folder: string) => {
      const { status } = spawnSync(process.execPath, ['record.js'], { cwd: folder });
      return [status, quiesce(folder, 'validate', 'run.ndjson', '--against', './pool.conform.ts')] as const;
    };

    expect(run(project('connection-pool'))).toMatchObject([0, { code: 0 }]);
    expect(run(project('connection-pool', { 'pool.js': twice }))).toMatchObject([
      0,
      { code: 1, stdout: expect.stringMatching(/refused[\s\S]*does not allow taken/) },
    ]);
  });

  it('hold two-phase commit to a machine and to a TLA+ specification', () => {
    const forgets = (text: string) => text.replace(' && (yield* load(votes[1]!)) === 1', '');

    const sound = quiesce(project('two-phase-commit'), 'conform', './commit.conform.ts');
    const forgetful = quiesce(project('two-phase-commit', { 'system.ts': forgets }), 'conform', './commit.conform.ts');

    expect(sound.stdout).toMatch(/commit@machine +│ conforms[\s\S]*commit@tla +│ conforms/);
    expect(sound.code).toBe(0);
    expect(forgetful.stdout).toMatch(
      /does not allow decidedCommit in collecting: areAll is false[\s\S]*does not allow Commit/,
    );
    expect(forgetful.code).toBe(1);
  });

  it('are written by quiesce init, and all of it works', () => {
    const folder = folderWith();
    const written = quiesce(folder, 'init', '--package-manager', 'pnpm');
    for (const installed of ['quiesce', 'vitest', 'xstate']) link(folder, installed);

    const ran = [quiesce(folder, 'conform', './lock.conform.ts'), quiesce(folder, 'tla', './Lock.cfg'), vitest(folder)];

    expect(written.stdout).toContain('pnpm install');
    expect(ran.map(({ code, stdout }) => (code === 0 ? 'works' : stdout))).toEqual(['works', 'works', 'works']);
    expect(readFileSync(join(folder, '.github/workflows/quiesce.yml'), 'utf8')).toContain(
      'pnpm install --frozen-lockfile',
    );
    expect(quiesce(folder, 'init')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^QSC110 .*package\.json is there already/),
    });
  });
});

/** A reporter of a person's own: writes the annotations of every test to a file. */
const annotationsReporter = `
import { writeFileSync } from 'node:fs';
const annotations = [];
export default class {
  onTestCaseResult(test) { annotations.push(...test.annotations()); }
  onTestRunEnd() { writeFileSync('annotations.json', JSON.stringify(annotations)); }
}
`;

/** Runs the vitest suite of a project. */
function vitest(folder: string, ...words: readonly string[]) {
  const entry = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const options = { cwd: folder, encoding: 'utf8' } as const;
  // The tests of the project run beside those of the toolkit, on a machine that may be busy.
  const given = ['run', '--root', folder, '--testTimeout=60000', ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...given], options);
  return { code: status, stdout: stdout + stderr };
}

type Edits = Readonly<Record<string, (text: string) => string>>;

/** A copy of an example as an outsider has it: the package lies in node_modules. */
function project(name: string, edits: Edits = {}): string {
  const folder = folderWith(
    Object.fromEntries(
      Object.entries(edits).map(([file, edit]) => [
        file,
        edit(readFileSync(join(root, 'examples', name, file), 'utf8')),
      ]),
    ),
  );
  cpSync(join(root, 'examples', name), folder, { recursive: true, force: false });
  for (const installed of ['quiesce', 'vitest', 'xstate']) link(folder, installed);
  return folder;
}

function link(folder: string, installed: string): void {
  const path = join(folder, 'node_modules', installed);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(installed === 'quiesce' ? root : join(root, 'node_modules', installed), path, 'dir');
}
