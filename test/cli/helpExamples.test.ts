// Every example of a help text is one: the command line understands it, and what it names is there.

import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../cli/catalogue.js';
import { programOf } from '../../cli/program.js';
import { type SearchFlags, searchOptions } from '../../cli/searchOptions.js';
import { mutants } from '../../mutants/catalogue.js';
import { comparedTasks } from '../../runner/comparison/tasks.js';
import { type MeaningKind, resolve } from '../../runner/resolve.js';
import { allExamples, wordsOf } from './helpExample.js';

const kinds: readonly MeaningKind[] = ['scenario', 'mutant', 'configuration', 'schedule'];
/** Their words are scenarios, mutants, configurations or schedules; what looks like a path is the user's own. */
const naming = ['verify', 'compare', 'mutants', 'explore', 'graph', 'conform', 'tla', 'replay'];

const { scenarios, properties } = catalogue();
const mutantNames = mutants.map(({ name }) => name);
const mechanisms = [...scenarios.flatMap((each) => each.mechanisms), ...comparedTasks()].map((each) =>
  'mechanism' in each ? each.mechanism : each.name,
);
/** What the values of an option are names of. */
const named: Readonly<Record<string, readonly string[]>> = {
  // noLostUpdate is the claim of lost.ts, which is the user's own.
  property: [...properties.map(({ name }) => name), 'noDeadlock', 'noStuck', 'noFailure', 'noLostUpdate'],
  mechanism: [...mechanisms, ...mutantNames],
  mutant: mutantNames,
  scenario: scenarios.map(({ name }) => name),
};

class Understood extends Error {
  readonly command: string;
  readonly flags: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];

  constructor(command: string, flags: Readonly<Record<string, unknown>>, words: readonly string[]) {
    super('understood');
    this.command = command;
    this.flags = flags;
    this.words = words;
  }
}

async function understood(argv: readonly string[]): Promise<Understood> {
  const program = await programOf(argv);
  program.hook('preAction', (_, command) => {
    throw new Understood(command.name(), command.opts(), command.args);
  });
  const ended = await program.parseAsync(argv, { from: 'user' }).catch((error: unknown) => error);
  if (ended instanceof Understood) return ended;
  throw ended;
}

function unknownValues(flags: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(named).flatMap(([option, names]) => {
    const given = flags[option];
    const values = Array.isArray(given) ? given : typeof given === 'string' ? [given] : [];
    return values.filter((value: string) => !names.includes(value)).map((value) => `--${option} ${value}`);
  });
}

describe('an example of a help text', async () => {
  const examples = await allExamples();

  it('stands in the help of every command but the one that programs drive', () => {
    expect(examples.length).toBeGreaterThan(60);
  });

  it.each(examples)('%s', async (line) => {
    const { command, flags, words } = await understood(wordsOf(line));
    const asked = naming.includes(command) ? words.filter((word) => !/^\.\/|[/.]\w+$/.test(word)) : [];

    for (const word of asked) await resolve(word, kinds, tmpdir());
    // Worker threads search nothing: their seed is another.
    if (command !== 'threads') searchOptions(flags as SearchFlags);
    expect(unknownValues(flags)).toEqual([]);
  });
});
