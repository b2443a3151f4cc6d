// quiesce validate: recorded runs of real code, held to a specification of the user's.

import { type Command, Option } from 'commander';

interface ValidateFlags {
  readonly against: string;
  readonly specification?: string;
  readonly format?: string;
  readonly order?: string;
  readonly eventField?: string;
  readonly threadField?: string;
  readonly dataField?: string;
  readonly limitNodes?: string;
  readonly json?: boolean;
}

const examples = `
Examples:
  quiesce validate run.ndjson --against ./lock.conform.ts                    one JSON object a line: { "event": ..., "thread": ... }
  quiesce validate *.ndjson --against ./lock.conform.ts --order threads      without a common clock: some order must be allowed
  quiesce validate spans.json --against ./lock.conform.ts --format opentelemetry
  quiesce validate trace.itf.json --against ./lock.conform.ts --format itf

The file exports 'specification' or 'specifications', as for quiesce conform, and may say in 'recording' how runs are read:
{ format, name, thread, data, order, state }. One run shows nothing of other runs.
Exit codes: 0 every run is accepted, 1 one is refused or says nothing, 2 bad input, 3 the search for an order reached its limit.`;

/** defineValidate declares the command. */
export function defineValidate(command: Command): void {
  command
    .argument('<run...>', 'files with recorded runs')
    .requiredOption('--against <file>', 'the module that exports the specification')
    .option('--specification <name>', 'which of its specifications; needed where there are several')
    .addOption(new Option('--format <name>', 'how runs are written').choices(['ndjson', 'opentelemetry', 'itf']))
    .addOption(
      new Option('--order <kind>', 'what of the order of lines is to be trusted').choices(['recorded', 'threads']),
    )
    .option('--event-field <name>', "the field with an event's name (event)")
    .option('--thread-field <name>', 'the field with who says it (thread)')
    .option('--data-field <name>', 'the field with its data (all others)')
    .option('--limit-nodes <n>', 'places that the search for an order looks at (100000)')
    .option('--json', 'print the result as one JSON document')
    .addHelpText('after', examples)
    .action(run);
}

async function run(names: readonly string[], flags: ValidateFlags): Promise<void> {
  const [
    { conformanceDocument, runsText },
    { runsExitCode },
    { withPool },
    { userFolder },
    { integer },
    { textOf },
    { terminal },
  ] = await Promise.all([
    import('../../reports/ownConformance.js'),
    import('../../runner/conformance/own.js'),
    import('../ownPool.js'),
    import('../../runner/invocation.js'),
    import('../searchOptions.js'),
    import('../../runner/resolve.js'),
    import('../terminal.js'),
  ]);
  const runs = names.map((name) => ({ name, text: textOf(name, userFolder) }));
  const { eventField: name, threadField: thread, dataField: data, format, order, specification } = flags;
  const told = Object.entries({ name, thread, data, format, order }).filter(([, value]) => value !== undefined);
  const options = {
    recording: Object.fromEntries(told),
    ...(specification === undefined ? {} : { specification }),
    ...(flags.limitNodes === undefined ? {} : { nodesMax: integer('--limit-nodes', flags.limitNodes, 1e8) }),
  };
  const result = await withPool((pool) => pool.validate(flags.against, { runs, options }));
  process.stdout.write(flags.json ? conformanceDocument(result) : runsText(result, terminal().width));
  process.exitCode = runsExitCode(result);
}
