// More of what the command says of a program: by limits, samples and documents.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endless, kept, lost } from './programs.js';
import { contentsOf, folderWith, interrupted, quiesce } from './run.js';

describe('quiesce explore', () => {
  it('says inconclusive, with the limit, when a limit cuts the search', () => {
    const folder = folderWith({ 'endless.ts': endless });

    const { code, stdout } = quiesce(folder, 'explore', 'endless.ts', '--limit-states', '5000');

    expect(stdout).toContain('inconclusive (states)');
    expect(code).toBe(3);
  });

  it('gives the same bytes twice', () => {
    const folder = folderWith({ 'lost.ts': lost });

    const [first, second] = ['one', 'two'].map((out) =>
      quiesce(folder, 'explore', 'lost.ts', '--json', '--no-timings', '--out', out),
    );

    expect(first!.stdout).toBe(second!.stdout);
    for (const name of [
      'report.html',
      'result.json',
      'junit.xml',
      'summary.md',
      'schedules/lost.ts.noLostUpdate.json',
    ]) {
      expect(readFileSync(join(folder, 'one', name))).toEqual(readFileSync(join(folder, 'two', name)));
    }
    expect(contentsOf(join(folder, 'one'))).toEqual(contentsOf(join(folder, 'two')));
    expect(JSON.parse(first!.stdout)).toMatchObject({ version: 1, verdicts: [{ verdict: 'refuted' }, {}, {}, {}] });
    expect(first!.stdout).not.toContain(folder);
  });

  it('says unrefuted, with the number of executions, of what it only sampled', () => {
    const folder = folderWith({ 'kept.ts': kept });

    const { code, stdout } = quiesce(folder, 'explore', 'kept.ts', '--sample', '50', '--seed', '42');

    expect(stdout).toContain('unrefuted in 50 executions');
    expect(code).toBe(3);
  });

  it('keeps the whole documents of an earlier run after Ctrl-C, with the partial ones beside until the next whole run', async () => {
    const folder = folderWith({ 'endless.ts': endless, 'lost.ts': lost });
    const whole = ['documents.json', 'junit.xml', 'report.html', 'result.json', 'schedules', 'summary.md'];
    const [out, beside] = [join(folder, 'out'), join(folder, 'out', 'interrupted')];
    quiesce(folder, 'explore', 'lost.ts', '--out', 'out');
    const before = readFileSync(join(out, 'result.json'), 'utf8');

    const words = ['explore', 'endless.ts', '--limit-states', '1000000000', '--out', 'out'];
    const { code, stdout } = await interrupted(folder, ...words);

    expect(stdout).toContain('inconclusive (interrupted)');
    expect(stdout).toContain('documents of what was found until then: out/interrupted/');
    expect(code).toBe(3);
    expect(readFileSync(join(out, 'result.json'), 'utf8')).toBe(before);
    expect(readdirSync(out).sort()).toEqual([...whole, 'interrupted'].sort());
    expect(JSON.parse(readFileSync(join(beside, 'result.json'), 'utf8')).verdicts[0].scenario).toBe('endless.ts');
    expect(readdirSync(beside).sort()).toEqual(whole.filter((name) => name !== 'schedules'));

    quiesce(folder, 'explore', 'lost.ts', '--out', 'out');
    expect(readdirSync(out).sort()).toEqual(whole);
  });

  it('resolves quiesce and type checks inside the checkout as well as outside', () => {
    const checkout = join(import.meta.dirname, '..', 'fixtures');

    const { code, stdout } = quiesce(checkout, 'explore', 'soundCaptures/everythingAllowed.ts', '--limit-states', '10');

    expect(stdout).toContain('soundCaptures/everythingAllowed.ts');
    expect(code).toBe(3);
  });
});

describe('quiesce replay', () => {
  it('shows one step at a time with what was enabled', () => {
    const folder = folderWith({ 'lost.ts': lost });

    const { stdout } = quiesce(folder, 'replay', 'v1 lost.ts t2 t1*2 t2', '--step');

    expect(stdout).toMatchSnapshot();
  });

  it('reads the schedule file that verify and explore write, and says whether it is reproduced', () => {
    const folder = folderWith({ 'lost.ts': lost });
    quiesce(folder, 'explore', 'lost.ts', '--out', 'out');

    const { code, stdout } = quiesce(folder, 'replay', 'out/schedules/lost.ts.noLostUpdate.json', '--json');

    expect(JSON.parse(stdout)).toMatchObject({ version: 1, name: 'lost.ts', reproduced: true, end: 'normal end' });
    expect(code).toBe(1);
  });
});

describe('quiesce replay', () => {
  it('continues after the recorded steps', () => {
    const folder = folderWith({ 'lost.ts': lost });

    const { stdout } = quiesce(folder, 'replay', 'v1 lost.ts t2', '--continue');

    expect(stdout).toContain('step 1 was recorded; the other 3 continue it');
    expect(stdout).toContain('ended in a normal end after 4 steps');
  });
});
