// Real runs as evidence: a service is recorded under load, and the recording is held to the machine. A mechanism with a defect
// is found out by its recording.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { validate } from '../../conformance/index.js';
import { recordedSwaps, recording } from '../../model/recordedRun.js';
import { mutants } from '../../mutants/catalogue.js';
import type { Text } from '../../runtime/text.js';
import { Counter, pause, runtime } from './built.js';
import { sources, written } from './mutatedText.js';

const { record, runActivity, swap, swappable } = runtime;

/** A recorder whose lines are kept, and what they are. */
function kept(options: { readonly room?: number; readonly oneIn?: number } = {}) {
  const lines: string[] = [];
  const to = {
    write(text: string, done: () => void) {
      lines.push(text);
      done();
    },
  };
  return { recorder: record({ to, ...options }), text: () => lines.join('') };
}

/** Sixty requests, recursive ones among them, and four swaps. Gives the recording. */
async function load(name: string, text?: Text): Promise<string> {
  const { recorder, text: recorded } = kept();
  if (text) Object.assign(recorder, { text });
  class Nested extends Counter {
    async twice(): Promise<void> {
      await pause(1);
      await reference.addLater(1, 2);
    }
  }
  const reference = swappable(name, new Nested(), { recorder });
  const requests = Array.from({ length: 60 }, async (_, index) => {
    await pause(index);
    await runActivity('request', () => Promise.all([reference.addLater(1, index % 5), reference.twice()]));
  });
  for (let round = 0; round < 4; round++) {
    await pause(10);
    await swap(reference, new Nested(), { warnAfter: 60_000, deadline: 1000 });
  }
  await Promise.all(requests);
  await recorder.flushed();
  return recorded();
}

describe('a recording', () => {
  it('of a service under load is accepted by the machine of its swaps', async () => {
    const text = await load('cart');

    const report = validate(text, recordedSwaps('cart'), recording);

    expect(report).toMatchObject({ verdict: 'accepted' });
    expect(report.transitions).toBeGreaterThan(100);
  });

  it.each(['noAdvance', 'oneAdvance'])('gives a mechanism away that has the defect %s', async (name) => {
    const mutant = mutants.find((one) => one.kind === 'mechanism' && one.name === name)!;
    const folder = written(sources(mutant.edits), ['recorded']);
    const text = (await import(pathToFileURL(join(folder, 'recorded/index.js')).href)) as Text;

    const report = validate(await load(`cart.${name}`, text), recordedSwaps(`cart.${name}`), recording);

    expect(report.verdict).toBe('refused');
    expect(report.refusal?.event.name).toBeDefined();
  });

  it('that is cut in the middle of a line, or is of another version, is no recording', async () => {
    const text = await load('cut');
    const specification = recordedSwaps('cut');
    const codeOf = (run: string) => {
      try {
        return validate(run, specification, recording).verdict;
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };

    expect(codeOf(text.slice(0, -20))).toBe('QSC406');
    expect(codeOf(text.replace('"version":1', '"version":2'))).toBe('QSC402');
    expect(codeOf(text)).toBe('accepted');
  });

  it('keeps within its room, and says what it has lost', async () => {
    const waiting: (() => void)[] = [];
    const lines: string[] = [];
    const to = {
      write(text: string, done: () => void) {
        lines.push(text);
        waiting.push(done);
      },
    };
    const recorder = record({ to, room: 10 });
    const reference = swappable('slow disk', new Counter(), { recorder });
    for (let index = 0; index < 50; index++) await runActivity('request', () => reference.addLater(1, 0));
    while (waiting.length > 0) {
      waiting.shift()!();
      await pause(2);
    }
    const before = await recorder.flushed();
    await Promise.all([runActivity('request', () => reference.addLater(1, 0)), pause(5)]);
    for (const done of waiting) done();

    expect(before.lost).toBeGreaterThan(100);
    expect(lines.join('')).toContain('"event":"lost"');
  });

  it('of one activity in two is accepted too', async () => {
    const { recorder, text } = kept({ oneIn: 2 });
    const reference = swappable('sampled', new Counter(), { recorder });
    const requests = Array.from({ length: 20 }, async (_, index) => {
      await pause(index);
      await runActivity('request', () => reference.addLater(1, 3));
    });
    await swap(reference, new Counter(), { warnAfter: 60_000 });
    await Promise.all(requests);
    await recorder.flushed();

    const report = validate(text(), recordedSwaps('sampled'), recording);

    expect(report.verdict).toBe('accepted');
    expect(text().match(/"event":"invoke"/g)!.length).toBe(10);
  });

  it('is refused an option that is out of range', () => {
    expect(() => kept({ room: 0 })).toThrow('QSC612');
  });
});
