// exploreExecutions: properties judged execution by execution, one for each class that differ in nothing that they could
// tell apart. Steps that a monitor hears or a predicate sees depend on each other, so that they are there in every order.

import { audited } from './audited.js';
import { Heard } from './drivers/heard.js';
import { Walker } from './drivers/walk.js';
import { fewest, preemption } from './executions/bounds.js';
import type { Happenings } from './executions/happenings.js';
import { OptimalExploration } from './executions/optimal.js';
import { Witnessed } from './executions/witnessed.js';
import { counterexampleOf } from './explain/counterexample.js';
import { alongSchedule } from './explain/misuse.js';
import { vacuityOfExecutions } from './explain/vacuity.js';
import { type Exploration, memoryOf, type Verdict } from './explain/verdict.js';
import { kindsOf, recogniser, stuckInDeadlock, type Watched } from './explain/violation.js';
import { Multiprocessor, type State } from './multiprocessor/multiprocessor.js';
import type { System } from './multiprocessor/system.js';
import { QuiesceError } from './program/errors.js';
import { refuseUnknownOptions } from './program/misspelt.js';
import { refuseIllTyped } from './program/wellTyped.js';
import { Ends } from './search/ends.js';
import { LimitWatch } from './search/limits.js';
import { type ExecutionOptions, executionOptions, type LimitHit } from './search/options.js';
import type { Finding } from './search/search.js';
import { withBuiltIn } from './watch/builtIn.js';
import { Checks } from './watch/checks.js';
import { hears } from './watch/component.js';
import { refuseMisdeclared } from './watch/declarations.js';
import type { Inquiry } from './watch/inquiry.js';
import { Predicates } from './watch/predicates.js';
import type { Refutation } from './watch/product.js';
import type { Property } from './watch/property.js';
import { statePredicates } from './watch/statePredicates.js';

/** Steps of one execution at most; a longer one is taken for endless. */
const stepsMax = 10_000;

/**
 * exploreExecutions takes one execution of each class that differ only in the order of steps that no program and no property
 * can tell apart, and returns a verdict for each property, in their order, and after them for the built-in ones, unless
 * `builtIn` says otherwise. Liveness is inconclusive, and so is everything that is not refuted where some execution does not
 * end, or with `preemptions`.
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
  if (kind === 'leadsTo') return { limit: 'engine', text: 'liveness is about executions without an end' };
  return undefined;
}

type Found = Pick<Finding, 'property' | 'kind' | 'reason'> & { readonly vias: readonly number[] };

class Judging {
  readonly #watched: Watched;
  readonly #options: ExecutionOptions;
  readonly #watch: LimitWatch;
  readonly #predicates: Predicates;
  readonly #witnessed: Witnessed;
  readonly #recognisers;
  readonly #findings = new Map<number, Found>();
  #exploration: OptimalExploration;
  /** From the first execution on. */
  #heard: Heard | undefined;
  #longest = 0;
  /** Executions that need no more preemptions than are allowed. */
  #executions = 0;
  #limit: LimitHit | undefined;

  constructor(multiprocessor: Multiprocessor, checks: Checks, options: ExecutionOptions) {
    const watched = { multiprocessor, checks, ends: new Ends(multiprocessor) };
    this.#watched = watched;
    this.#options = checkedOptions(options);
    this.#watch = new LimitWatch(options);
    this.#predicates = new Predicates(multiprocessor, checks.product, statePredicates(checks));
    this.#witnessed = new Witnessed(hearing(watched));
    this.#recognisers = checks.properties.flatMap((property, index) =>
      kindsOf(property).map((kind) => ({
        ...{ index, kind },
        recognise: recogniser(watched, { property: index, kind }, stuckInDeadlock(watched, property)),
      })),
    );
    this.#exploration = this.#begun();
  }

  /** Explores, and again with what is known by then, until no step is found to be heard or seen that was not known to be. */
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
    return [...this.#predicates.inquiries(statePredicates(functions)), ...this.#watched.checks.inquiries(functions)];
  }

  #begun(): OptimalExploration {
    const { state } = this.#watched.multiprocessor.initial();
    this.#executions = 0;
    this.#longest = 0;
    return new OptimalExploration(this.#watched.multiprocessor, state, () => this.#ended(), stepsMax, this.#witnessed);
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
    const { happenings, state, executions, steps, firstNew } = this.#exploration;
    this.#heard?.forget(firstNew);
    const { preemptions } = this.#options;
    const isAllowed =
      preemptions === undefined || fewest(this.#watched.multiprocessor, happenings, state, preemption) <= preemptions;
    if (isAllowed) this.#judge(happenings);
    if (executions % 64 === 0) this.#report();
    if (steps > (this.#options.limits?.states ?? Number.POSITIVE_INFINITY)) this.#limit = this.#watch.statesHit();
    return this.#limit === undefined && !this.#exploration.isStale && !(executions % 64 === 0 && this.isOver());
  }

  #judge(happenings: Happenings): void {
    this.#executions++;
    this.#longest = Math.max(this.#longest, happenings.length);
    const { state, refuted } =
      this.#predicates.count > 0 ? this.#follow(viasOf(happenings, happenings.length)) : this.#listen();
    const stop = { index: happenings.length - 1, state, batch: 0, refuted };
    for (const { index, kind, recognise } of this.#recognisers) {
      const reason = this.#findings.has(index) ? undefined : recognise(stop, 0);
      if (reason === undefined) continue;
      this.#findings.set(index, { property: index, kind, reason, vias: viasOf(happenings, happenings.length) });
    }
    if (this.#watched.ends.isNormalEnd(state, 0) === true) this.#lookForPremises(state);
  }

  /** Tells monitors what they have not heard before: what is refuted on the way, and where it ends. */
  #listen(): { readonly state: State; readonly refuted: readonly Refutation[] } {
    const { multiprocessor, checks } = this.#watched;
    const { happenings, state } = this.#exploration;
    let taken = 0;
    try {
      this.#heard ??= new Heard(multiprocessor, checks.product);
      for (taken = this.#heard.length; taken < happenings.length; ) this.#heard.hear(happenings.batch[taken++]!);
      return this.#heard.at(state);
    } catch (error) {
      throw alongSchedule(error, multiprocessor, viasOf(happenings, taken));
    }
  }

  /** Takes the steps again, telling monitors and asking predicates: what is refuted on the way, and where it ends. */
  #follow(vias: readonly number[]): { readonly state: State; readonly refuted: readonly Refutation[] } {
    const { multiprocessor, checks } = this.#watched;
    let taken = 0;
    try {
      const walker = new Walker(multiprocessor, checks);
      const refuted = [...walker.start.refuted];
      for (this.#ask(walker.state, vias, 0); taken < vias.length; this.#ask(walker.state, vias, taken))
        refuted.push(...walker.step(vias[taken++]!).refuted);
      this.#witnessed.see(this.#predicates.reads.flatMap(({ slots, labels }) => [...slots, ...labels]));
      return { state: walker.state, refuted };
    } catch (error) {
      throw alongSchedule(error, multiprocessor, vias.slice(0, taken));
    }
  }

  /** Asks the predicates of the state to which so many steps have led. */
  #ask(state: State, vias: readonly number[], taken: number): void {
    if (this.#predicates.count === 0) return;
    const bits = this.#predicates.all(state);
    for (const [bit, { property, index }] of this.#watched.checks.invariants.entries()) {
      if (((bits >>> bit) & 1) === 1 || this.#findings.has(index)) continue;
      const reason = this.#watched.checks.reason(property, index, state) ?? 'it is false in this state';
      this.#findings.set(index, { property: index, kind: 'state', reason, vias: vias.slice(0, taken) });
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
    const limit = finding ? undefined : (whyNotJudged(property) ?? this.#leftOpen(property, index) ?? this.#unseen);
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

  /** An execution stands for others that pass through other states on the way. */
  #leftOpen(property: Property, index: number): LimitHit | undefined {
    if (property.kind !== 'invariant' || !this.#watched.checks.isOpen(property, index)) return undefined;
    return { limit: 'engine', text: 'what it leaves open takes all paths to tell' };
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
