// quiesce mutants: every named defect of the mechanism is run against the suites, and must be found.

import type { Command } from 'commander';

interface MutantsFlags {
  readonly json?: boolean;
}

const examples = `
Examples:
  quiesce mutants                             all of them
  quiesce mutants capturedTarget staleZero    two of them
  quiesce mutants --json

A mutant is the paper's mechanism with one deliberate defect. It is killed when a property is refuted that the sound
mechanism keeps in the same scenario. Exit codes: 0 all killed but those proved equivalent, 1 a mutant survived, or one
listed as equivalent was killed, 3 a limit cut the search.`;

/** defineMutants declares the command. */
export function defineMutants(command: Command): void {
  command
    .argument('[mutant...]', 'names of mutants; all unless told')
    .option('--json', 'print the result as one JSON document')
    .addHelpText('after', examples)
    .action(run);
}

async function run(names: readonly string[], flags: MutantsFlags): Promise<void> {
  const [{ huntMutants }, { mutantsJson, mutantsText }, { mutantExitCodeOf }, { commandWords }, hunted] =
    await Promise.all([
      import('../../runner/hunt.js'),
      import('../../reports/mutants.js'),
      import('../../runner/mutantResult.js'),
      import('../../runner/invocation.js'),
      selected(names),
    ]);
  const result = huntMutants(hunted, { onDone: ({ mutant, fate }) => process.stderr.write(`${mutant}: ${fate}\n`) });
  process.stdout.write(flags.json ? mutantsJson(result) : mutantsText(result, commandWords));
  process.exitCode = mutantExitCodeOf(result);
}

/** selected finds mutants by name. Throws QSC103. */
async function selected(names: readonly string[]) {
  const { mutants } = await import('../../mutants/catalogue.js');
  if (names.length === 0) return mutants;
  const { refuseUnknown } = await import('../selection.js');
  for (const name of names)
    refuseUnknown(
      'QSC103',
      [name],
      mutants.map((one) => one.name),
    );
  return mutants.filter(({ name }) => names.includes(name));
}
