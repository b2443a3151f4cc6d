// quiesce mutants: every deliberate defect of mechanism, machine, specification, properties and engine is run, and must
// be found.

import { type Command, Option } from 'commander';
import { groundOf, type Killer, type Mutant, type MutantKind, mutantKinds } from '../../mutants/mutant.js';
import { type Measured, mutantPlace, mutantsPage } from '../../reports/pages.js';
import type { MutantResult, MutantRow } from '../../runner/mutants/result.js';
import { integer } from '../searchOptions.js';
import { terminal } from '../terminal.js';

interface MutantsFlags {
  readonly kind?: MutantKind;
  readonly property?: readonly string[];
  readonly list?: boolean;
  readonly edits?: boolean;
  readonly jobs?: string;
  readonly json?: boolean;
  readonly out: string | false;
  readonly timings: boolean;
}

const examples = `
Examples:
  quiesce mutants                             all of them
  quiesce mutants capturedTarget staleZero    those of these names
  quiesce mutants --kind machine              those of the xstate machine
  quiesce mutants --property noStuck          those that a property is to give away, asked by it first
  quiesce mutants oneAdvance --list --edits   what it changes, without running it
  quiesce mutants --json

A mutant is the product with one deliberate defect: an edit of its text, with a name, and with what must kill it. It runs
in a copy of the package under out/mutants/. A mutant of the mechanism is killed when a property is refuted that the sound
mechanism keeps in the same scenario; of the machine, when the implementation diverges, or when transitions appear that
nothing realises; of the specification, when what a configuration claims is violated, or the implementation diverges; of
a property, when a mutant of the mechanism gets by; of the engine, when a check with a known answer fails.
Exit codes: 0 all killed but those proved equivalent, 1 a mutant survived, or one proved equivalent was killed, 3 a limit
cut the search, 4 an edit does not fit its text.`;

/** defineMutants declares the command. */
export function defineMutants(command: Command): void {
  command
    .argument('[mutant...]', 'names of mutants; all unless told')
    .addOption(new Option('--kind <kind>', 'only mutants of this kind').choices([...mutantKinds]))
    .option('--property <name...>', 'only mutants that one of these properties is to give away, asked by these first')
    .option('--list', 'only say what there is, and what must kill it')
    .option('--edits', 'print the edit of each mutant')
    .option('--jobs <n>', 'mutants at a time (the number of cores)')
    .option('--json', 'print the result as one JSON document')
    .option('--out <dir>', 'folder for report.html, result.json, junit.xml, summary.md and schedules/', 'out/mutants')
    .option('--no-out', 'write nothing')
    .option('--no-timings', 'leave measured times out of the documents, so that two runs give the same bytes')
    .addHelpText('after', examples)
    .action(run);
}

async function run(names: readonly string[], flags: MutantsFlags): Promise<void> {
  const hunted = await byProperties(await selected(names, flags.kind), flags.property);
  if (flags.list) return await list(hunted, flags);
  const lanes = flags.jobs === undefined ? {} : { lanes: integer('--jobs', flags.jobs, 1024) };
  const { refuseBadOutput, writeFindings } = await import('../documents.js');
  refuseBadOutput(flags);
  const [{ huntMutants }, { mutantsJson, mutantsText }, { mutantExitCodeOf }, { commandWords }, { onInterrupt }] =
    await Promise.all([
      import('../../runner/mutants/hunt.js'),
      import('../../reports/mutants.js'),
      import('../../runner/mutants/result.js'),
      import('../../runner/invocation.js'),
      import('../../runner/interruption.js'),
    ]);
  const { stop, release } = onInterrupt();
  const measured: Measured[] = [];
  const onDone = (row: MutantRow, elapsedMs: number) => {
    measured.push({ ...mutantPlace(row), elapsedMs });
    process.stderr.write(`${row.mutant}: ${row.fate}\n`);
  };
  const result = await huntMutants(hunted, { onDone, stop, ...lanes });
  release();
  process.stdout.write(
    flags.json ? mutantsJson(result) : mutantsText(result, commandWords, { ...flags, ...terminal() }),
  );
  await writeFindings(flags.out, mutantsPage(result, commandWords, inOrder(result, measured)), flags);
  process.exitCode = mutantExitCodeOf(result);
}

/** Several are hunted at a time: which is done first is another one in every run. */
function inOrder({ mutants }: MutantResult, measured: readonly Measured[]): readonly Measured[] {
  return mutants.flatMap(({ kind, mutant }) => {
    const { scenario, mechanism } = mutantPlace({ kind, mutant });
    return measured.filter((one) => one.scenario === scenario && one.mechanism === mechanism);
  });
}

async function list(hunted: readonly Mutant[], flags: MutantsFlags): Promise<void> {
  const { mutantsListJson, mutantsListText } = await import('../../reports/mutants.js');
  process.stdout.write(flags.json ? mutantsListJson(hunted) : mutantsListText(hunted, { ...flags, ...terminal() }));
}

/** Mutants with those of their killers that are these properties; all of either unless told. Throws QSC102. */
async function byProperties(
  hunted: readonly Mutant[],
  asked: readonly string[] | undefined,
): Promise<readonly Mutant[]> {
  if (!asked) return hunted;
  const { refuseUnknown } = await import('../../runner/selection.js');
  const propertyOf = (killer: Killer) => groundOf(killer).by.split(' of ')[0]!;
  refuseUnknown('QSC102', asked, [...new Set(hunted.flatMap(({ killedBy }) => killedBy.map(propertyOf)))]);
  return hunted
    .map((mutant) => ({ ...mutant, killedBy: mutant.killedBy.filter((killer) => asked.includes(propertyOf(killer))) }))
    .filter(({ killedBy }) => killedBy.length > 0);
}

/** selected finds mutants by name and kind. Throws QSC114. */
async function selected(names: readonly string[], kind: MutantKind | undefined): Promise<readonly Mutant[]> {
  const { mutants } = await import('../../mutants/catalogue.js');
  const ofKind = mutants.filter((mutant) => kind === undefined || mutant.kind === kind);
  if (names.length === 0) return ofKind;
  const [{ refuseUnknown }, { resolve }, { userFolder }] = await Promise.all([
    import('../../runner/selection.js'),
    import('../../runner/resolve.js'),
    import('../../runner/invocation.js'),
  ]);
  for (const name of names) await resolve(name, ['mutant'], userFolder);
  refuseUnknown('QSC114', names, [...new Set(ofKind.map(({ name }) => name))]);
  return ofKind.filter(({ name }) => names.includes(name));
}
