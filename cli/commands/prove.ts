// quiesce prove: protocols proved for any number of threads, processors and whatever else they are about. A file of the
// user's own exports systems of `quiesce/proof`.

import { type Command, Option } from 'commander';
import { jsonDocument } from '../../engine/program/visible.js';
import type { SolverChoice } from '../../proof/solver/find.js';

export interface ProveFlags {
  readonly solver: SolverChoice;
  readonly timeoutSeconds?: string;
  readonly limitStates?: string;
  readonly rows?: boolean;
  readonly list?: boolean;
  readonly without?: string;
  readonly mutant?: string;
  readonly mutants?: boolean;
  readonly json?: boolean;
}

const examples = `
Examples:
  quiesce prove                            every protocol of this package, action by action
  quiesce prove hotSwap --rows             a row for each action and each conjunct of the invariant
  quiesce prove hotSwap --list             what is assumed, what is claimed, and why it is so
  quiesce prove ./ticketLock.ts            a protocol of your own: a module that exports a system of quiesce/proof
  quiesce prove hotSwap --mutant oneAdvance         a defect: the step that fails, and a schedule of the implementation
  quiesce prove hotSwap --without callersAreActive  a conjunct left out: what is lost, and what may be missing
  quiesce prove hotSwap --mutants          the negative control: every mutant has to be refuted

The solver is z3: the npm package z3-solver, an optional peer of this one, or the command z3 (QUIESCE_Z3 names another).
A file is code: it runs with your rights.
Exit codes: 0 proved, 1 refuted or vacuous or unlike the specification, 2 bad input, 3 inconclusive, 4 solvers disagree.`;

/** defineProve declares the command. */
export function defineProve(command: Command): void {
  const choices = ['any', 'npm', 'native', 'both'];
  command
    .argument('[name]', 'a protocol, or a file of your own; all protocols unless told')
    .addOption(new Option('--solver <which>', 'who answers; both have to agree').choices(choices).default('any'))
    .option('--timeout-seconds <n>', 'how long the solver may think about one question (10)')
    .option('--limit-states <n>', 'how many states of each small instance are explored (20000)')
    .option('--rows', 'a line for each action and each claim')
    .option('--list', 'say what is assumed, claimed and kept, and prove nothing')
    .option('--without <conjunct>', 'leave a conjunct of the invariant out')
    .option('--mutant <name>', 'prove a mutant of the protocol instead: it has to be refuted')
    .option('--mutants', 'the negative control instead: every mutant, and what refutes it')
    .option('--json', 'print the result as one JSON document')
    .addHelpText('after', examples)
    .action(run);
}

async function run(name: string | undefined, flags: ProveFlags): Promise<void> {
  const [{ selectProofs }, { listProofs, provePlain, proveMutants }] = await Promise.all([
    import('../proofSelection.js'),
    import('../proofRuns.js'),
  ]);
  const selected = await selectProofs(name, flags);
  const act = flags.list ? listProofs : flags.mutants ? proveMutants : provePlain;
  const { data, text, exitCode } = await act(selected, flags);
  process.stdout.write(flags.json ? jsonDocument(data) : text);
  process.exitCode = exitCode;
}
