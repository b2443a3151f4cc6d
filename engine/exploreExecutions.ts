// exploreExecutions: properties judged execution by execution, one for each class that differ in nothing that they could
// tell apart. Steps after which a monitor hears something depend on each other, so that it is told every order of them.

import { audited } from './audited.js';
import { fewest, preemption } from './executions/bounds.js';
import type { Happenings } from './executions/happenings.js';
import { OptimalExploration } from './executions/optimal.js';
import { Speakers } from './executions/speakers.js';
import { counterexampleOf } from './explain/counterexample.js';
import { alongSchedule } from './explain/misuse.js';
import { vacuityOfExecutions } from './explain/vacuity.js';
import { type Exploration, memoryOf, type Verdict } from './explain/verdict.js';
import { kindsOf, recogniser, stuckInDeadlock, type Watched } from './explain/violation.js';
import { Multiprocessor, type State } from './multiprocessor/multiprocessor.js';
import type { System } from './multiprocessor/system.js';
import { QuiesceError } from './program/errors.js';
import { refuseUnknownOptions } from './program/misspelt.js';
import { Ends } from './search/ends.js';
import { LimitWatch } from './search/limits.js';
import { type ExecutionOptions, executionOptions, type LimitHit } from './search/options.js';
import type { Finding } from './search/search.js';
import { withBuiltIn } from './watch/builtIn.js';
import { Checks } from './watch/checks.js';
import { hears } from './watch/component.js';
import { refuseMisdeclared } from './watch/declarations.js';
import type { Inquiry } from './watch/inquiry.js';
import type { Refutation } from './watch/product.js';
import type { Property } from './watch/property.js';
import { refuseIllTyped } from './wellTyped.js';

/** Steps of one execution at most; a longer one is taken for endless. */
const stepsMax = 10_000;

/**
 * exploreExecutions takes one execution of each class that differ only in the order of steps that no program and no property
 * can tell apart, and returns a verdict for each property, in their order, and after them for the built-in ones, unless
 * `builtIn` says otherwise. What has to be asked of states (invariants, liveness) is inconclusive, and so is everything that
 * is not refuted where some execution does not end, or with `preemptions`.
 * Throws QSC134 for cooperative processors, weak memory, faults and kills, and steps that touch several cells; and what
 * `explore` throws.
 *
 * @example
 * exploreExecutions({ cells: [x], threads }).executions // => 4
 */
export function exploreExecutions(
  system: System,
  properties: readonly Property[] = [],
  options: ExecutionOptions = {},
): Exploration {
  refuseIllTyped(system, properties, options);
  refuseUnknownOptions('exploreExecutions', options, executionOptions);
  const checked = withBuiltIn(system, properties, options.builtIn);
  refuseMisdeclared(checked);
  const multiprocessor = new Multiprocessor(system);
  refuseCooperative(multiprocessor);
  const judged = checked.filter((property) => whyNotJudged(property) === undefined);
  const judging = new Judging(multiprocessor, new Checks(multiprocessor, judged), options);
  audited(multiprocessor, judged, options, judging);
  return judging.result(checked);
}

function refuseCooperative({ layout }: Multiprocessor): void {
  if (layout.policies.includes('cooperative'))
    throw new QuiesceError('QSC134', 'executions of a system with a cooperative processor');
}

/** Why a property is not judged by executions; undefined where it is. */
function whyNotJudged({ kind }: Property): LimitHit | undefined {
  if (kind === 'invariant')
    return { limit: 'engine', text: 'invariants are asked of every state, and not every state is seen' };
  if (kind === 'leadsTo') return { limit: 'engine', text: 'liveness is about executions without an end' };
  return undefined;
}

type Found = Pick<Finding, 'property' | 'kind' | 'reason'> & { readonly vias: readonly number[] };

class Judging {
  readonly #watched: Watched;
  readonly #options: ExecutionOptions;
  readonly #watch: LimitWatch;
  readonly #speakers: Speakers;
  readonly #recognisers;
  readonly #findings = new Map<number, Found>();
  #exploration: OptimalExploration;
  /** What is said at the start. */
  #start = 0;
  #longest = 0;
  /** Executions that need no more preemptions than are allowed. */
  #executions = 0;
  #limit: LimitHit | undefined;

  constructor(multiprocessor: Multiprocessor, checks: Checks, options: ExecutionOptions) {
    const watched = { multiprocessor, checks, ends: new Ends(multiprocessor) };
    this.#watched = watched;
    this.#options = checkedOptions(options);
    this.#watch = new LimitWatch(options);
    this.#speakers = new Speakers(hearing(watched));
    this.#recognisers = checks.properties.flatMap((property, index) =>
      kindsOf(property).map((kind) => ({
        ...{ index, kind },
        recognise: recogniser(watched, { property: index, kind }, stuckInDeadlock(watched, property)),
      })),
    );
    this.#exploration = this.#begun();
  }

  /** Explores, and again with what is known by then, until no step is known to say more than was known before. */
  run(): void {
    do {
      this.#exploration = this.#begun();
      this.#runOnce();
    } while (this.#exploration.isStale && !this.#limit);
    if (this.#exploration.cut)
      this.#limit ??= { limit: 'steps', text: `an execution of more than ${stepsMax} steps, perhaps without an end` };
  }

  isOver(): boolean {
    const hit = this.#watch.hit(0);
    if (hit) this.#limit ??= hit;
    return hit !== undefined;
  }

  inquiries(functions: Checks = this.#watched.checks): readonly Inquiry[] {
    return this.#watched.checks.inquiries(functions);
  }

  #begun(): OptimalExploration {
    const { state, batch } = this.#watched.multiprocessor.initial();
    this.#start = batch;
    this.#executions = 0;
    this.#longest = 0;
    return new OptimalExploration(this.#watched.multiprocessor, state, () => this.#ended(), stepsMax, this.#speakers);
  }

  #runOnce(): void {
    const { happenings } = this.#exploration;
    try {
      this.#exploration.run();
    } catch (error) {
      throw alongSchedule(error, this.#watched.multiprocessor, viasOf(happenings, happenings.length + 1));
    }
  }

  /** Judges an execution. False where a limit is hit. */
  #ended(): boolean {
    const { happenings, state, executions, steps } = this.#exploration;
    const { preemptions } = this.#options;
    const isAllowed =
      preemptions === undefined ||
      fewest(this.#watched.multiprocessor, happenings, state, preemption) <= preemptions;
    if (isAllowed) this.#judge(happenings, state);
    if (executions % 64 === 0) this.#report();
    if (steps > (this.#options.limits?.states ?? Number.POSITIVE_INFINITY)) this.#limit = this.#watch.statesHit();
    return this.#limit === undefined && !(executions % 64 === 0 && this.isOver());
  }

  #judge(happenings: Happenings, state: State): void {
    this.#executions++;
    this.#longest = Math.max(this.#longest, happenings.length);
    const refuted = this.#tell(happenings, state);
    const stop = { index: happenings.length - 1, state, batch: 0, refuted };
    for (const { index, kind, recognise } of this.#recognisers) {
      const reason = this.#findings.has(index) ? undefined : recognise(stop, 0);
      if (reason !== undefined)
        this.#findings.set(index, { property: index, kind, reason, vias: viasOf(happenings, happenings.length) });
    }
    if (this.#watched.ends.isNormalEnd(state, 0) === true) this.#lookForPremises(state);
  }

  /** Tells monitors what was said, in its order; the state has what they remember at the end. */
  #tell(happenings: Happenings, state: State): readonly Refutation[] {
    const { product } = this.#watched.checks;
    const refuted: Refutation[] = [];
    let memory = product.initial;
    for (let event = -1; event < happenings.length; event++) {
      const batch = event < 0 ? this.#start : happenings.batch[event]!;
      const next = this.#told(memory, batch, happenings, event);
      if (product.refutedCount[next]! > product.refutedCount[memory]!) refuted.push(...product.refutations(memory, batch));
      memory = next;
    }
    state[this.#watched.multiprocessor.layout.monitors] = memory;
    return refuted;
  }

  #told(memory: number, batch: number, happenings: Happenings, event: number): number {
    try {
      return this.#watched.checks.product.next(memory, batch);
    } catch (error) {
      throw alongSchedule(error, this.#watched.multiprocessor, viasOf(happenings, event + 1));
    }
  }

  #lookForPremises(state: State): void {
    const { checks } = this.#watched;
    checks.premises.reachEnd();
    for (const each of checks.atEnds) checks.lookForPremise(each, state);
  }

  #report(): void {
    const { steps } = this.#exploration;
    const { elapsedMs } = this.#watch;
    this.#options.onProgress?.({ states: steps, transitions: steps, queue: 0, memoryMiB: 0, elapsedMs });
  }

  result(checked: readonly Property[]): Exploration {
    const { multiprocessor } = this.#watched;
    const { steps } = this.#exploration;
    return {
      system: multiprocessor.system.name ?? 'system',
      mode: 'exhaustive',
      engine: 'executions',
      executions: this.#executions,
      states: steps,
      transitions: steps,
      depth: this.#longest,
      complete: this.#limit === undefined && this.#options.preemptions === undefined,
      ...(this.#unseen ? { limit: this.#unseen } : {}),
      verdicts: checked.map((property) => this.#verdict(property)),
      nodes: multiprocessor.automata.reduce((sum, { nodes }) => sum + nodes.length, 0),
      bytesPerState: 0,
      elapsedMs: this.#watch.elapsedMs,
    };
  }

  /** Why not all executions were judged. */
  get #unseen(): LimitHit | undefined {
    const { preemptions } = this.#options;
    if (this.#limit || preemptions === undefined) return this.#limit;
    return { limit: 'preemptions', text: `executions of at most ${preemptions} preemptions` };
  }

  #verdict(property: Property): Verdict {
    const { checks, multiprocessor } = this.#watched;
    const index = checks.properties.indexOf(property);
    const finding = this.#findings.get(index);
    const limit = finding ? undefined : (whyNotJudged(property) ?? this.#unseen);
    const missing = finding || limit ? undefined : checks.missingPremise(index);
    const { steps } = this.#exploration;
    return {
      property: property.name,
      statement: property.statement,
      verdict: finding ? 'refuted' : limit ? 'inconclusive' : missing ? 'vacuous' : 'proved',
      ...memoryOf(multiprocessor.layout),
      states: steps,
      transitions: steps,
      executions: this.#executions,
      ...(missing ? { reason: vacuityOfExecutions(property, missing) } : {}),
      ...(limit ? { limit } : {}),
      ...(finding ? { counterexample: this.#counterexample(finding, property) } : {}),
    };
  }

  #counterexample(finding: Found, property: Property) {
    const stuckIn = stuckInDeadlock(this.#watched, property);
    return counterexampleOf({ ...this.#watched, finding, vias: finding.vias, stuckIn, shortest: false });
  }
}

/** Whether some monitor or premise hears anything of a batch. */
function hearing({ checks, multiprocessor }: Watched): (batch: number) => boolean {
  const { components } = checks.product;
  const known: boolean[] = [];
  return (batch) => {
    known[batch] ??= multiprocessor.batches
      .riders(batch)
      .some((rider) => components.some((component) => hears(component, rider)));
    return known[batch];
  };
}

function viasOf({ via }: Happenings, count: number): readonly number[] {
  return Array.from(via.subarray(0, count));
}

function checkedOptions(options: ExecutionOptions): ExecutionOptions {
  const { preemptions } = options;
  if (preemptions !== undefined && !(Number.isInteger(preemptions) && preemptions >= 0 && preemptions <= 1e9))
    throw new QuiesceError('QSC104', `preemptions: ${String(preemptions)}`);
  return options;
}
