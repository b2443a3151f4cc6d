// The server of tools, asked by the official library's own client, in a process of its own.

import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderWith, quiesce } from './run.js';

const root = join(import.meta.dirname, '..', '..');

const lost = `import { atEnd, cell, load, store, thread } from 'quiesce';
const count = cell('count', 0);
function* increment() { const seen = yield* load(count); yield* store(count, seen + 1); }
export const system = { cells: [count], threads: [thread('t1', increment), thread('t2', increment)] };
export const properties = [atEnd('noLostUpdate', (state) => state.read(count) === 2)];`;

/** Explores for ever, as far as anybody can wait: ten threads of eight steps. */
const large = `import { cells, store, thread } from 'quiesce';
const y = cells('y', 10, 0);
function* steps(at: number) { for (let n = 1; n < 9; n++) yield* store(y[at]!, n); }
export const system = { cells: [y], threads: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((at) => thread(\`t\${at}\`, steps, at)) };`;

interface Answer {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
  // biome-ignore lint/suspicious/noExplicitAny: a document of any of the tools, as it came over the wire
  readonly structuredContent: any;
}

async function connected(folder: string) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(root, 'dist/cli/main.js'), 'mcp'],
    cwd: folder,
    stderr: 'ignore',
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  onTestFinished(() => client.close());
  const call = async (name: string, given: object = {}) =>
    (await client.callTool({ name, arguments: { ...given } })) as unknown as Answer;
  return { client, call };
}

function wrongWith(schema: string, document: object): unknown {
  const validate = new Ajv2020({ strict: true }).compile(
    JSON.parse(readFileSync(join(root, 'docs/schemas', `${schema}.v1.schema.json`), 'utf8')),
  );
  return validate(document) ? [] : validate.errors;
}

describe('quiesce mcp', () => {
  it('says a name that has lines of its own in one line', async () => {
    const hostile = 'a\n::error::b\u202e';
    const folder = folderWith({ 'lost.ts': lost.replace("'noLostUpdate'", JSON.stringify(hostile)) });
    const { call } = await connected(folder);

    const explored = await call('explore', { files: ['lost.ts'] });
    const refuted = explored.structuredContent.verdicts.find((row: { verdict: string }) => row.verdict === 'refuted');
    const replayed = await call('replay', { schedule: refuted.schedule });

    expect(refuted.property).toBe(hostile);
    for (const { content } of [explored, replayed]) {
      const shown = content[0]!.text;
      expect(shown).toContain('a\\n::error::b\\u202e');
      expect(shown).not.toMatch(/error::b$|^::|\u202e/m);
    }
    expect(explored.content[0]!.text.split('\n')).toHaveLength(2);
  });

  it('explores, replays, steps and searches a program of the user, in documents that keep their schemas', async () => {
    const folder = folderWith({ 'lost.ts': lost });
    const { client, call } = await connected(folder);

    const { tools } = await client.listTools();
    const explored = await call('explore', { files: ['lost.ts'] });
    const refuted = explored.structuredContent.verdicts.find((row: { verdict: string }) => row.verdict === 'refuted');
    const replayed = await call('replay', { schedule: refuted.schedule });
    const stood = await call('step', { target: 'lost.ts', steps: 't1*2' });
    const found = await call('step', { target: 'lost.ts', cell: 'count', value: '2' });
    const none = await call('step', { target: 'lost.ts', cell: 'count', value: '7' });

    expect(tools.map(({ name }) => name)).toEqual(['verify', 'explore', 'replay', 'step', 'conform', 'validate']);
    // The client has held each answer to the schema that its tool gives, and would not let another one pass.
    const shapes = tools.map(({ outputSchema }) => new Ajv({ strict: false }).compile(outputSchema!));
    expect(shapes[1]!(explored.structuredContent)).toBe(true);
    expect(shapes.map((isShaped) => isShaped({ version: 1, verdict: 'inconclusive' }))).toEqual(tools.map(() => false));
    expect(shapes[3]!(explored.structuredContent)).toBe(false);
    expect(wrongWith('result', explored.structuredContent)).toEqual([]);
    expect(explored.content[0]!.text).toContain('noLostUpdate is refuted, expected proved; schedule: v1 lost.ts');
    expect(wrongWith('replay', replayed.structuredContent)).toEqual([]);
    expect(replayed.structuredContent.reproduced).toBe(true);
    expect(stood.structuredContent).toMatchObject({
      ...{ version: 1, end: 'open', schedule: 'v1 lost.ts t1*2', cells: [['count', 1]] },
      enabled: [{ thread: 't2', operation: expect.stringContaining('load count') }],
    });
    expect(found.structuredContent).toMatchObject({
      verdict: 'found',
      schedule: expect.stringMatching(/^v1 lost\.ts /),
    });
    expect(none.structuredContent).toMatchObject({ verdict: 'none', states: 12 });
    expect(quiesce(folder, 'replay', found.structuredContent.schedule).stdout).toContain('store count <- 2');
  });

  it('comes back inconclusive where the budget of states or of seconds is over', async () => {
    const { call } = await connected(folderWith({ 'large.ts': large }));
    const began = performance.now();

    const states = await call('verify', { names: ['noCommonFormat@asItIs'], states: 50 });
    const seconds = await call('explore', { files: ['large.ts'], seconds: 2, states: 20_000_000 });
    const conformed = await call('conform', { target: 'noCommonFormat@asItIs', states: 50 });
    // Its path is left at once, and what is looked for from there is far away.
    const left = 'v1 threeCallersTwice@asItIs:quiescence operator*2 swapper.A*3 nobody';
    const replayed = await call('replay', { schedule: left, seconds: 1 });

    expect(performance.now() - began).toBeLessThan(60_000);
    expect(replayed.structuredContent).toMatchObject({ verdict: 'inconclusive', limit: { limit: 'seconds' } });
    for (const { structuredContent } of [states, seconds]) {
      // Where the seconds are over before the file is loaded, there is one verdict for all.
      const rows: readonly { verdict: string }[] = structuredContent.verdicts ?? [structuredContent];
      expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(['inconclusive']));
    }
    expect(conformed.structuredContent.rows.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      'inconclusive',
    ]);
  });

  it('reads nothing outside of the working folder for a caller, links followed, and goes on after an error', async () => {
    const outside = folderWith({ 'lost.ts': lost, 'run.ndjson': '{}' });
    const folder = folderWith({ 'lost.ts': lost });
    symlinkSync(join(outside, 'lost.ts'), join(folder, 'link.ts'));
    symlinkSync(join(outside, 'run.ndjson'), join(folder, 'run.ndjson'));
    const { call } = await connected(folder);

    const away = join(outside, 'lost.ts');
    const refused = [
      await call('explore', { files: [away] }),
      await call('explore', { files: ['link.ts'] }),
      await call('verify', { names: [`../${outside.split('/').at(-1)}/lost.ts`] }),
      await call('replay', { schedule: `v1 ${away}:noLostUpdate t1` }),
      await call('step', { target: `${away}#x` }),
      await call('conform', { target: away }),
      await call('validate', { runs: ['run.ndjson'], against: 'lost.ts' }),
    ];

    expect(refused.map(({ isError, content }) => [isError, content[0]!.text.slice(0, 6)])).toEqual(
      refused.map(() => [true, 'QSC111']),
    );
    expect(refused.every(({ content }) => content[0]!.text.includes('outside of the working folder'))).toBe(true);
    expect((await call('explore', { files: ['lost.ts'] })).isError).toBeUndefined();
  });

  it('answers a line that is no JSON, or no message, with the codes of the protocol, and goes on', () => {
    const lines = [
      '{"jsonrpc": "2.0", "id": 1, "method": ',
      '{"hello": 1}',
      '{"jsonrpc":"2.0","id":7,"method":"ping"}',
    ];
    const { stdout, status } = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), 'mcp'], {
      ...{ cwd: folderWith({}), encoding: 'utf8', input: `${lines.join('\n')}\n` },
    });
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

    expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
      [null, -32700],
      [null, -32600],
      [7, undefined],
    ]);
    expect(status).toBe(0);
  });

  it('refuses arguments that its schemas do not have, by name', async () => {
    const folder = folderWith({});
    writeFileSync(join(folder, 'empty.ts'), '');
    const { call } = await connected(folder);
    const textOf = async (name: string, given: object) => (await call(name, given)).content[0]!.text;

    expect(await textOf('explore', {})).toContain('QSC137 a question that cannot be answered as it stands: no files');
    expect(await textOf('explore', { file: ['x.ts'] })).toContain('an argument "file"');
    expect(await textOf('verify', { seconds: 1e9 })).toContain('seconds is 1000000000; a number from 0.1 to 600 is');
    expect(await textOf('verify', { states: 1.5 })).toContain('states is 1.5; a whole number from 1 to 20000000 is');
    expect(await textOf('verify', { names: 'x' })).toContain('names is "x"; a list of texts is');
    expect(await textOf('explore', { files: [] })).toContain('files is []; a list of 1 or more texts is');
    expect(await textOf('explore', { files: [''] })).toContain('files is [""]; a list of 1 or more texts is');
    expect(await textOf('explore', { files: ['.'] })).toMatch(/^QSC111 [^\n]*: \. is a folder\n/);
    expect(await textOf('step', { target: 'noCommonFormat', cell: 'x' })).toContain('come together');
    expect(await textOf('erase', {})).toContain('a tool "erase"');
    expect(await textOf('explore', { files: ['empty.ts'] })).toMatch(/^QSC\d{3} /);
  });
});
