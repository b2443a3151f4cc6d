// The tools that `quiesce mcp` serves. Each gives the versioned document that the command of its name prints with --json, and
// a line or two in words. Every call has a budget of seconds and states; what it does not reach is inconclusive, never a pass.

import { parseSchedule } from '../../engine/index.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { visible, visibleParts } from '../../engine/program/visible.js';
import { counted } from '../../reports/table.js';
import { placeOf, type VerificationResult } from '../../runner/result.js';
import type { Arguments, ArgumentsSchema, FieldSchema } from './arguments.js';
import { refuseOutside } from './inside.js';

export interface ToolAnswer {
  readonly text: string;
  readonly document: object;
}

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: ArgumentsSchema;
  readonly call: (given: Arguments, folder: string) => Promise<ToolAnswer>;
}

const budget: Readonly<Record<string, FieldSchema>> = {
  seconds: { type: 'number', minimum: 0.1, maximum: 600, description: 'All of the call together (30).' },
  states: { type: 'integer', minimum: 1, maximum: 20_000_000, description: 'Of each exploration (1000000).' },
};

function schemaOf(own: Readonly<Record<string, FieldSchema>>, required: readonly string[] = []): ArgumentsSchema {
  return { type: 'object', properties: { ...own, ...budget }, required, additionalProperties: false };
}

interface Budget {
  readonly seconds: number;
  readonly states: number;
}

function budgetOf({ seconds = 30, states = 1_000_000 }: Arguments): Budget {
  return { seconds: seconds as number, states: states as number };
}

const text = (description: string): FieldSchema => ({ type: 'string', description });
const texts = (description: string, minItems = 0): FieldSchema => ({
  ...{ type: 'array', items: { type: 'string', minLength: 1 }, description },
  ...(minItems > 0 ? { minItems } : {}),
});

const target = text(
  "What is run: a scenario of this package, as name or name@mechanism, or a file of the user's, perhaps with #scenario@mechanism.",
);

/** Verifies what is named, within the budget. */
async function verified(words: readonly string[], given: Arguments, folder: string): Promise<ToolAnswer> {
  for (const word of words) refuseOutside(word, folder);
  const [{ verify }, { jsonReport }] = await Promise.all([
    import('../../runner/verifyNamed.js'),
    import('../../reports/json.js'),
  ]);
  const limits = budgetOf(given);
  const { properties, mechanisms } = given as { properties?: string[]; mechanisms?: string[] };
  const result = await orInconclusive(() =>
    verify(words, {
      ...(properties ? { properties } : {}),
      ...(mechanisms ? { mechanisms } : {}),
      ...{ from: folder, limits, budgetSeconds: limits.seconds },
    }),
  );
  if (!('totals' in result)) return { text: overText(result), document: result };
  return { text: verifiedText(result), document: JSON.parse(jsonReport(result)) };
}

/** A line for each verdict, whatever lines a name has. */
function verifiedText(result: VerificationResult): string {
  const { totals, verdicts, errors } = visibleParts(result);
  const open = verdicts.filter(({ asExpected }) => !asExpected);
  const lines = open.map((row) => {
    const schedule = row.schedule === undefined ? '' : `; schedule: ${row.schedule}`;
    return `${placeOf(row)}: ${row.property} is ${row.verdict}, expected ${row.expected}${schedule}`;
  });
  const head = `${counted(totals.verdicts, 'verdict')}: ${totals.unexpected} unexpected, ${totals.undecided} undecided, ${counted(totals.errors, 'error')}`;
  return [head, ...lines, ...errors.map(({ message }) => message)].slice(0, 40).join('\n');
}

interface Inconclusive {
  readonly version: 1;
  readonly verdict: 'inconclusive';
  readonly limit: { readonly limit: string; readonly text: string };
}

function overText({ limit: { text: what } }: Inconclusive): string {
  return `inconclusive: ${what}`;
}

/** Errors that say that a limit was reached: of memory, by interruption, by user code that does not come back. */
const limitCodes: Readonly<Record<string, string>> = { QSC301: 'memory', QSC302: 'interrupted', QSC303: 'seconds' };

/** What a limit keeps from being decided at all, while a file is loaded for example, is inconclusive, and no error. */
async function orInconclusive<T>(ask: () => Promise<T>): Promise<T | Inconclusive> {
  try {
    return await ask();
  } catch (error) {
    const limit = error instanceof QuiesceError ? limitCodes[error.code] : undefined;
    if (limit === undefined) throw error;
    return { version: 1, verdict: 'inconclusive', limit: { limit, text: (error as QuiesceError).seen } };
  }
}

/** Nobody else interrupts a call: its budget is over. */
function isInterrupted(answer: object): boolean {
  return 'limit' in answer && (answer as Inconclusive).limit.limit === 'interrupted';
}

function overBudget(seconds: number): Inconclusive {
  const limit = { limit: 'seconds', text: `stopped after ${seconds} seconds` };
  return { version: 1, verdict: 'inconclusive', limit };
}

/** Asks a pool within the budget; what stops it then is inconclusive, with the limit. */
async function pooled<T extends object>(
  given: Arguments,
  folder: string,
  ask: (pool: import('../../runner/pool.js').Pool, stop: SharedArrayBuffer) => Promise<T>,
): Promise<T | Inconclusive> {
  const [{ Pool }, { stopAfter }] = await Promise.all([
    import('../../runner/pool.js'),
    import('../../runner/verifyNamed.js'),
  ]);
  const { seconds } = budgetOf(given);
  const stop = new SharedArrayBuffer(4);
  const release = stopAfter(stop, seconds);
  const pool = new Pool({ stop, from: folder });
  try {
    const answer = await orInconclusive(() => ask(pool, stop));
    return isInterrupted(answer) ? overBudget(seconds) : answer;
  } finally {
    release();
    await pool.end();
  }
}

/** The one task that a word names. */
async function taskNamed(pool: import('../../runner/pool.js').Pool, word: string, folder: string) {
  refuseOutside(word, folder);
  const { selectTasks } = await import('../../runner/selection.js');
  const [first] = await selectTasks(pool, { words: [word], from: folder, files: [] });
  return { source: first!.source, name: first!.task.name };
}

const verify: Tool = {
  name: 'verify',
  description:
    'Explores every interleaving of scenarios and gives a verdict for each property: proved, vacuous, refuted with its shortest schedule found, or inconclusive where the budget is over.',
  inputSchema: schemaOf({
    names: texts("Scenarios of this package, and files of the user's; all that the project has unless told."),
    properties: texts('Only these properties.'),
    mechanisms: texts('Only these mechanisms.'),
  }),
  call: async (given, folder) => await verified((given.names ?? []) as string[], given, folder),
};

const explore: Tool = {
  name: 'explore',
  description: "Checks programs of the user's own: modules that export 'system' or 'variants', and 'properties'.",
  inputSchema: schemaOf(
    { files: texts('Paths in the working folder.', 1), properties: texts('Only these properties.') },
    ['files'],
  ),
  call: async (given, folder) => {
    const { resolve } = await import('../../runner/resolve.js');
    for (const file of given.files as string[]) {
      refuseOutside(file, folder);
      await resolve(file, ['file'], folder);
    }
    return await verified(given.files as string[], given, folder);
  },
};

const replay: Tool = {
  name: 'replay',
  description: 'Runs a schedule again, strictly: does it still fail, at which step, and what happens in each.',
  inputSchema: schemaOf({ schedule: text("As reports print it: 'v1 NAME:property t1*3 t2'.") }, ['schedule']),
  call: async (given, folder) => {
    const schedule = parseSchedule(given.schedule as string);
    refuseOutside(schedule.name, folder);
    const [{ replayDocument, violationTexts }, { replaySchedule }] = await Promise.all([
      import('../replayReport.js'),
      import('../replaySchedule.js'),
    ]);
    const result = await pooled(given, folder, (pool, stop) =>
      replaySchedule(schedule, { continue: false }, { pool, stop }),
    );
    if ('verdict' in result) return { text: overText(result), document: result };
    const said = violationTexts(schedule, result).map(visible);
    const end = `${counted(result.steps.length, 'step')}; ${said.length > 0 ? said.join('; ') : 'no property turned false'}`;
    return {
      text: result.left ? `the schedule does not fit any more; ${end}` : end,
      document: JSON.parse(replayDocument(schedule, result)),
    };
  },
};

const step: Tool = {
  name: 'step',
  description:
    'Takes steps that are chosen by hand, and says where that leads: what cells hold, who may step with what, who waits for whom, which properties are false. With cell and value it looks for the first state in which the cell holds the value.',
  inputSchema: schemaOf(
    {
      target,
      steps: text("The steps so far: 't1*3 t2 t1', as in a schedule; none unless told."),
      cell: text('Of a search: the cell.'),
      value: text('Of a search: what it is to hold, as reports show it: 2, "block", {"object":1}.'),
    },
    ['target'],
  ),
  call: async (given, folder) => {
    if ((given.cell === undefined) !== (given.value === undefined))
      throw new QuiesceError('QSC137', 'cell and value come together');
    const steps = typeof given.steps === 'string' && given.steps.trim() !== '' ? given.steps : undefined;
    const choices = steps === undefined ? [] : parseSchedule(`v1 any ${steps}`).choices;
    const { cell, value } = given as { cell?: string; value?: string };
    const document = await pooled(given, folder, async (pool) => {
      const task = await taskNamed(pool, given.target as string, folder);
      if (cell === undefined) return await pool.stand(task, choices);
      return await pool.find(task, { sought: { cell, value: value! }, limits: budgetOf(given) });
    });
    if ('verdict' in document) {
      const where = 'schedule' in document && document.schedule !== undefined ? `: ${document.schedule}` : '';
      return { text: `${document.verdict}${where}`, document };
    }
    const next = document.enabled.map(
      ({ thread, choice, operation }) => `${thread}${choice === undefined ? '' : `?${choice}`}: ${operation}`,
    );
    const { waitText } = await import('../../reports/waits.js');
    const lines = [
      `after ${counted(document.steps.length, 'step')}, ${document.end}`,
      ...next,
      ...document.waits.map(waitText),
    ];
    return { text: lines.map(visible).join('\n'), document };
  },
};

const conform: Tool = {
  name: 'conform',
  description:
    "Holds a system to a specification over every interleaving: a file of the user's that exports both, or a scenario of this package to the xstate machine.",
  inputSchema: schemaOf(
    { target: text("A file of the user's, or a scenario of this package, perhaps as name@mechanism.") },
    ['target'],
  ),
  call: async (given, folder) => {
    const word = given.target as string;
    refuseOutside(word, folder);
    const { isFilePath } = await import('../../runner/loadFile.js');
    const limits = budgetOf(given);
    const document = isFilePath(word)
      ? await pooled(given, folder, (pool) => pool.conform(word, { limits, commit: false }))
      : await ownConformance(word, limits, folder);
    const rows = 'rows' in document ? document.rows : [];
    const said = rows.map(
      (row) => `${'pair' in row ? row.pair : `${row.scenario}@${row.mechanism} ${row.ref}`}: ${row.verdict}`,
    );
    return { text: 'rows' in document ? said.map(visible).join('\n') : overText(document), document };
  },
};

async function ownConformance(word: string, limits: Budget, folder: string) {
  const [{ deepScenarios, scenarios }, { resolve }, conformance, { whyDiverging }] = await Promise.all([
    import('../../scenarios/index.js'),
    import('../../runner/resolve.js'),
    import('../../runner/conformance/scenario.js'),
    import('../../runner/conformance/expectations.js'),
  ]);
  const { scenario: name, mechanism } = await resolve(word, ['scenario'], folder);
  const scenario = [...scenarios, ...deepScenarios].find((each) => each.name === name)!;
  const variants = scenario.variants.filter((each) => each.mechanism.name === (mechanism ?? each.mechanism.name));
  if (variants.length === 0) throw new QuiesceError('QSC103', `${JSON.stringify(mechanism)} is none of ${name}`);
  const untilMs = performance.now() + limits.seconds * 1000;
  const parts = variants
    .filter((each) => conformance.isHeldToMachine(scenario, each.mechanism))
    .map((each) => {
      const why = whyDiverging(name, each.mechanism.name);
      const seconds = Math.max(0.001, (untilMs - performance.now()) / 1000);
      const options = { limits: { ...limits, seconds }, pairs: false, ...(why === undefined ? {} : { why }) };
      return conformance.conformScenario(scenario, each.mechanism, options);
    });
  return conformance.conformanceResult(parts);
}

const validate: Tool = {
  name: 'validate',
  description: "Holds recorded runs of real code (JSON lines, OpenTelemetry, ITF) to a specification of the user's.",
  inputSchema: schemaOf(
    {
      runs: texts('Files with recorded runs, in the working folder.', 1),
      against: text('The module that exports the specification.'),
      specification: text('Which of its specifications, where there are several.'),
      format: { type: 'string', enum: ['ndjson', 'opentelemetry', 'itf'], description: 'How the runs are written.' },
      order: {
        type: 'string',
        enum: ['recorded', 'threads'],
        description: 'What of the order of lines is to be trusted.',
      },
    },
    ['runs', 'against'],
  ),
  call: async (given, folder) => {
    const {
      runs: names,
      against,
      specification,
      format,
      order,
    } = given as {
      readonly runs: string[];
      readonly against: string;
      readonly specification?: string;
      readonly format?: string;
      readonly order?: string;
    };
    // A run is a file whatever its name is: one without a folder before it may be a link that leads out.
    for (const name of [...names.map((each) => `./${each}`.replace(/^\.\/(?=\/|\.\.)/, '')), against])
      refuseOutside(name, folder);
    const [{ textOf }, { runsText }] = await Promise.all([
      import('../../runner/resolve.js'),
      import('../../reports/ownConformance.js'),
    ]);
    const runs = names.map((name) => ({ name, text: textOf(name, folder) }));
    const told = Object.entries({ format, order }).filter(([, value]) => value !== undefined);
    const options = {
      recording: Object.fromEntries(told),
      ...(specification === undefined ? {} : { specification }),
      nodesMax: Math.min(100_000, budgetOf(given).states),
    };
    const document = await pooled(given, folder, (pool) => pool.validate(against, { runs, options }));
    return { text: 'limit' in document ? overText(document) : runsText(document), document };
  },
};

/** All tools, in the order in which they are listed. */
export const tools: readonly Tool[] = Object.freeze([verify, explore, replay, step, conform, validate]);
