// The words of the command line, thrown together: each line is refused with a code, shows help, or comes down to options and
// words that are read or refused with a code. Nothing is run; 300 lines, in `npm run test:deep` 20,000.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { programOf } from '../../cli/program.js';
import { asCoded } from '../../cli/reportError.js';
import { type SearchFlags, searchOptions } from '../../cli/searchOptions.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { type MeaningKind, resolve } from '../../runner/resolve.js';
import { dice } from './dice.js';

const lines = process.env.QUIESCE_RANDOM === undefined ? 300 : 20_000;
const folder = mkdtempSync(join(tmpdir(), 'quiesce-fuzz-'));
writeFileSync(join(folder, 'lost.ts'), '');
writeFileSync(join(folder, 'cut.json'), '{"version":1');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const commands = (await programOf([])).commands.map((command) => command.name());
const options = await Promise.all(
  commands.map(async (name) =>
    (await programOf([name])).commands.find((command) => command.name() === name)!.options.map(({ flags }) => flags),
  ),
);
const flags = [
  ...new Set(options.flat().flatMap((each) => each.split(/[ ,|]+/).filter((word) => word.startsWith('-')))),
];
const odd = [
  ...[
    '',
    ' ',
    '-',
    '--',
    '---',
    '-x',
    '--=',
    '--json=',
    '--limit-states=',
    '-1',
    '0',
    '1e999',
    'NaN',
    '0x10',
    '\u0000',
    '\ud800',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '.',
    '..',
    '/',
    '/dev/null',
    'lost.ts',
    './lost.ts#x',
    'cut.json',
    'lost.ts#',
    '#',
  ],
  ...[
    'v1',
    'v1 x',
    'v1 lost.ts t1*',
    '{',
    '{}',
    '{"vars":[]}',
    'selfSwap',
    'selfSwap@',
    '@',
    'selfSwap@asItIs@x',
    'oneAdvance',
  ],
  ...[
    'OneCaller',
    'x.cfg',
    'x.tla',
    '%',
    '%E0',
    'a'.repeat(10_000),
    '\u202e',
    '::error::',
    '1',
    '12',
    'quiescence',
    'help',
  ],
];
const kinds: readonly MeaningKind[] = ['scenario', 'file', 'mutant', 'configuration', 'schedule', 'trace'];

/** What commander comes down to, thrown before anything is run. */
class Understood extends Error {
  readonly flags: SearchFlags;
  readonly words: readonly string[];

  constructor(flags: SearchFlags, words: readonly string[]) {
    super();
    this.flags = flags;
    this.words = words;
  }
}

async function understood(argv: readonly string[]): Promise<void> {
  const program = await programOf(argv);
  for (const command of [program, ...program.commands]) command.configureOutput({ writeOut: () => {} });
  program.hook('preAction', (_, command) => {
    throw new Understood(command.opts(), command.args);
  });
  await program.parseAsync(argv, { from: 'user' });
}

/** Everything that a line comes to until something is run. */
async function readLine(argv: readonly string[]): Promise<unknown> {
  const found = await understood(argv).catch((error: unknown) => error);
  if (!(found instanceof Understood)) return found;
  const ofWords = found.words.map((word) => resolve(word, kinds, folder).catch((error: unknown) => error));
  return (await Promise.all(ofWords)).find(isUncoded) ?? errorOf(() => searchOptions(found.flags));
}

function errorOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

function isUncoded(found: unknown): boolean {
  if (!(found instanceof Error)) return false;
  const coded = found instanceof CommanderError ? asCoded(found) : found;
  return !(coded instanceof QuiesceError) || coded.code === 'QSC901';
}

describe('whatever words are given,', () => {
  it('the command line understands them or refuses them with a code', { timeout: 3_600_000 }, async () => {
    const roll = dice(14);
    const word = () => [commands, flags, odd, odd][roll(4)]!;
    const one = (list: readonly string[]) => list[roll(list.length)]!;
    const wrong: string[] = [];
    let read = 0;

    for (let made = 0; made < lines; made++) {
      const argv = [...(roll(8) === 0 ? [] : [one(commands)]), ...Array.from({ length: roll(5) }, () => one(word()))];
      const found = await readLine(argv);
      if (found === undefined) read++;
      if (isUncoded(found)) wrong.push(`${String(found).slice(0, 100)} for ${JSON.stringify(argv).slice(0, 200)}`);
    }

    expect(wrong.slice(0, 5)).toEqual([]);
    expect(read).toBeGreaterThan(lines / 20);
  });
});
