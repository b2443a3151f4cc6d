// The live explorer: served as the command line serves it, asked over HTTP and clicked through in Chromium.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { contentsOf, folderWith } from './run.js';

const entry = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
const browserFile = process.env.CHROMIUM ?? '/usr/bin/chromium';

const lost = `import { atEnd, cell, invariant, load, store, thread } from 'quiesce';
const count = cell('count', 0);
function* increment() { const seen = yield* load(count); yield* store(count, seen + 1); }
export const system = { cells: [count], threads: [thread('t1', increment), thread('t2', increment)] };
export const properties = [invariant('atMostOne', (state) => state.read(count) <= 1)];`;

/** The address that is printed; the server is stopped when the test is over. */
function served(folder: string, file = 'lost.ts'): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, [entry, 'explore', file, '--ui'], { cwd: folder });
  onTestFinished(() => {
    child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (data) => {
      text += data;
      const found = /http:\S+/.exec(text);
      if (found) resolve(found[0]);
    });
    child.stderr!.on('data', (data) => {
      text += data;
    });
    child.once('exit', () => reject(new Error(text)));
  });
}

const gate = `import { cell, is, load, store, thread, wait } from 'quiesce';
const gate = cell('gate', 'shut'), seen = cell('seen', 0);
function* waiter() { yield* wait(gate, is('open')); }
function* opener() { if ((yield* load(seen)) === 0) yield* store(gate, 'open'); }
export const system = { cells: [gate, seen], threads: [thread('waiter', waiter), thread('opener', opener)] };`;

const counted = `import { cell, happened, monitor, store, thread } from 'quiesce';
const c = cell('c', 0);
function* t() { yield* store(c, 1); yield* happened('stored', {}); yield* store(c, 2); }
export const system = { cells: [c], threads: [thread('t', t)] };
export const properties = [monitor('stores', { init: 0, handles: ['stored'], on: (count) => count + 1 })];`;

/** A record that changes in one field, for ever. */
const turning = `import { again, cell, load, loop, store, thread } from 'quiesce';
const job = cell('job', { owner: 'somebody', turns: 0 });
const other = cell('other', 0);
function* go() { const seen = yield* load(job); yield* store(job, { ...seen, turns: (seen.turns + 1) % 10 }); return again({}); }
function* turner() { yield* loop({}, go); }
function* idler() { yield* store(other, 1); }
export const system = { cells: [job, other], threads: [thread('t', turner), thread('u', idler)] };`;

async function posted(address: string, path: string, body: object) {
  const answer = await fetch(address.replace('?', `${path}?`), { method: 'POST', body: JSON.stringify(body) });
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers, as it came over the wire
  return (await answer.json()) as any;
}

describe('quiesce explore --ui', () => {
  it('shows a record whole once and then what changes of it, what each choice would do, and of thousands of steps the last', async () => {
    const address = await served(folderWith({ 'lost.ts': turning }));
    const stand = async (steps: number) => {
      const choices = Array.from({ length: steps }, () => ({ thread: 't' }));
      return await posted(address, 'stand', { choices });
    };
    const short = await stand(3);

    expect(short.steps.map(({ text }: { text: string }) => text)).toEqual([
      'load job → {"owner":"somebody","turns":0}',
      'store job: turns: 0 → 1',
      'load job → turns: 1, …',
    ]);
    expect(short.enabled.map(({ text }: { text: string }) => text)).toEqual([
      'store job: turns: 1 → 2',
      'store other <- 1',
    ]);
    expect([(await stand(2)).changed, short.changed]).toEqual([['job'], []]);
    const long = await stand(5000);
    expect([long.taken, long.steps.length, long.steps.at(-1).text]).toEqual([5000, 200, 'store job: turns: 9 → 0']);
    expect(JSON.stringify(long).length).toBeLessThan(60_000);
    // Back, and aside: as if it had never been anywhere else.
    expect((await stand(4999)).steps.at(-1).text).toBe('load job → turns: 9, …');
    expect((await stand(5001)).steps.at(-1).text).toBe('load job → turns: 0, …');
    expect(await stand(3)).toEqual(short);
  });

  it('is called by a name that is data, in its title too', async () => {
    const name = './o\n::w\u202e.ts';
    const address = await served(folderWith({ [name]: lost }), name);

    const page = await (await fetch(address)).text();

    expect(page).toContain('<title>Explore o\\n::w\\u202e.ts</title>');
    expect(page).not.toMatch(/(?![\n\t])\p{Cc}|\p{Cf}/u);
  });

  it('says what the monitors remember', async () => {
    const address = await served(folderWith({ 'lost.ts': counted }));
    const stand = async (choices: readonly object[]) => {
      const answer = await fetch(address.replace('?', 'stand?'), { method: 'POST', body: JSON.stringify({ choices }) });
      return ((await answer.json()) as { remembered: unknown }).remembered;
    };

    expect(await stand([])).toEqual([['stores', '0']]);
    expect(await stand([{ thread: 't' }])).toEqual([['stores', '1']]);
  });

  it('says of a choice that a monitor throws on what comes of it, before it is taken and after', async () => {
    const throwing = counted.replace('(count) => count + 1', "() => { throw new Error('boom'); }");
    const address = await served(folderWith({ 'lost.ts': throwing }));
    const seen = 'ends in QSC509: stores in state 0 on stored {}: Error: boom';

    const [before, after] = [
      await posted(address, 'stand', { choices: [] }),
      await posted(address, 'stand', { choices: [{ thread: 't' }] }),
    ];

    expect(before.enabled.map(({ text }: { text: string }) => text)).toEqual([`store c <- 1; ${seen}`]);
    expect(`ends in ${after.misuse.code}: ${after.misuse.seen}`).toBe(seen);
    expect(await posted(address, 'stand', { choices: [] })).toEqual(before);
  });

  it('says what a thread waits for, and of whom it is not known: nobody has explored it', async () => {
    const address = await served(folderWith({ 'lost.ts': gate }));
    const post = (path: string, body: object) => posted(address, path, body);

    expect((await post('stand', { choices: [] })).waitTexts).toEqual([
      'waiter at wait gate is "open" (lost.ts:3) waits; for whom is not known here: opener may go on in ways that were not explored',
    ]);
    expect((await post('stand', { choices: [{ thread: 'opener' }] })).waitTexts).toEqual([
      'waiter at wait gate is "open" (lost.ts:3) waits for opener',
    ]);
    expect(await post('find', { cell: 'gate', value: 'open' })).toMatchObject({ verdict: 'found' });
    expect(await post('find', { cell: 'gate', value: '1' })).toMatchObject({
      ...{ verdict: 'none', holds: ['"shut"', '"open"'] },
    });
    expect((await post('find', { cell: 'gat', value: '1' })).error).toMatch(/^cell "gat"[^\n]*gate/);
  });

  it('answers nobody without the token or under another name, on the loopback address alone, and writes nothing', async () => {
    const folder = folderWith({ 'lost.ts': lost });
    const address = new URL(await served(folder));
    const ask = (path: string, more: RequestInit = {}) => fetch(new URL(path, address), more);
    const post = (path: string, body: string) => ask(`${path}${address.search}`, { method: 'POST', body });

    expect(address.hostname).toBe('127.0.0.1');
    expect(address.searchParams.get('token')).toMatch(/^[0-9a-f]{32}$/);
    expect((await ask('/')).status).toBe(403);
    expect((await ask(`/?token=${'0'.repeat(32)}`)).status).toBe(403);
    expect((await fetch(String(address).replace('127.0.0.1', 'localhost'))).status).toBe(403);
    const page = await fetch(address);
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("default-src 'none'"),
    ]);
    for (const [path, body] of [
      ['/stand', '{'],
      ['/stand', '{"choices":[1]}'],
      ['/stand', '{"choices":[{"thread":"nobody"}]}'],
      ['/find', '{"cell":"x","value":"1"}'],
      ['/other', '{}'],
    ] as const)
      expect([path, body, (await post(path, body)).status]).toEqual([path, body, 400]);
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((each) => each && !each.internal && each.family === 'IPv4');
    if (outer) await expect(fetch(`http://${outer.address}:${address.port}/${address.search}`)).rejects.toThrow();
    expect(contentsOf(folder)).toEqual(['lost.ts']);
  });

  it.skipIf(!existsSync(browserFile))('takes chosen steps, branches back and finds states (Chromium)', async () => {
    const address = await served(folderWith({ 'lost.ts': lost }));
    const browser = await chromium.launch({ executablePath: browserFile, args: ['--no-sandbox'] });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(address);
    const said = () => page.getByRole('status').textContent();

    await page.getByRole('button', { name: /^t1: load count/ }).click();
    await expect.poll(said).toContain('step 1: t1: load count');
    await page.keyboard.press('1');
    await expect.poll(said).toContain('step 2: t1: store count <- 1');
    expect(await page.locator('.changed', { hasText: 'count' }).count()).toBe(1);
    await page.locator('.steps button').first().click();
    await expect.poll(said).toContain('step 1: t1: load count');
    // What is lit is what the last of the steps has written, not what has changed since another place.
    expect(await page.locator('.changed').count()).toBe(0);
    await page.getByRole('combobox', { name: 'cell' }).fill('count');
    await page.getByRole('combobox', { name: 'value' }).fill('2');
    await page.getByRole('button', { name: 'find' }).click();
    await expect.poll(said).toContain('store count <- 2; normal end');
    expect(await page.locator('.claims .fault').textContent()).toContain('atMostOne, false after step 4');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'save the schedule' }).click();
    expect((await download).suggestedFilename()).toBe('schedule.txt');
    expect(problems).toEqual([]);
  });
});
