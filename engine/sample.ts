// sample: random executions of a system, against properties. Finds bugs in what is too large to explore; proves nothing.

import { compareLive } from './drivers/liveExecution.js';
import { Random } from './drivers/random.js';
import { Pct } from './drivers/samplers/pct.js';
import { RandomWalk } from './drivers/samplers/randomWalk.js';
import { RoundRobin } from './drivers/samplers/roundRobin.js';
import type { Sampler } from './drivers/samplers/sampler.js';
import { type Stop, Walker } from './drivers/walk.js';
import { counterexampleOf } from './explain/counterexample.js';
import { lassoCounterexample } from './explain/lasso.js';
import { alongSchedule } from './explain/misuse.js';
import { OpenAlong } from './explain/openAlong.js';
import { vacuityOfSample } from './explain/vacuity.js';
import { type Exploration, memoryOf, type Verdict } from './explain/verdict.js';
import { kindsOf, type Recognise, recogniser, stuckInDeadlock, type Watched } from './explain/violation.js';
import { Multiprocessor, type State } from './multiprocessor/multiprocessor.js';
import type { System } from './multiprocessor/system.js';
import { viaOf } from './multiprocessor/via.js';
import { QuiesceError } from './program/errors.js';
import { refuseUnknownOptions } from './program/misspelt.js';
import { refuseIllTyped } from './program/wellTyped.js';
import { Ends } from './search/ends.js';
import { LimitWatch } from './search/limits.js';
import { type LimitHit, type SampleOptions, sampleOptions } from './search/options.js';
import type { Finding } from './search/search.js';
import { withBuiltIn } from './watch/builtIn.js';
import { Checks } from './watch/checks.js';
import { asksEnds } from './watch/premises.js';
import type { Property } from './watch/property.js';

type SampledFinding = Pick<Finding, 'property' | 'kind' | 'reason'> & {
  readonly vias: readonly number[];
  /** Liveness claims: how many steps had been taken when the claim opened. */
  readonly opened?: number;
};

/** The first executions are compared with live ones. */
const liveExecutions = 5;

/**
 * sample runs `executions` random executions and returns a verdict for each property, and after them for noDeadlock,
 * noStuck and noFailure, unless `builtIn` says otherwise: refuted, or unrefuted with the number of executions. Liveness
 * claims are looked at where executions end; an execution longer than `stepsMax` is cut.
 */
export function sample(system: System, properties: readonly Property[] = [], options: SampleOptions): Exploration {
  refuseIllTyped(system, properties, options);
  const run = new Sampling(new Multiprocessor(system), withBuiltIn(system, properties, options.builtIn), options);
  run.all();
  return run.result();
}

class Sampling {
  readonly #multiprocessor: Multiprocessor;
  readonly #checks: Checks;
  readonly #ends: Ends;
  readonly #options: SampleOptions;
  readonly #sampler: Sampler;
  readonly #random: Random;
  readonly #watch: LimitWatch;
  readonly #findings = new Map<number, SampledFinding>();
  readonly #recognisers: { readonly index: number; readonly kind: Finding['kind']; readonly recognise: Recognise }[];
  #executions = 0;
  #steps = 0;
  #longest = 0;
  /** Executions that the step limit ended. */
  #cut = 0;
  #limit: LimitHit | undefined;

  constructor(multiprocessor: Multiprocessor, properties: readonly Property[], options: SampleOptions) {
    refuseUnknownOptions('sample', options, sampleOptions);
    checkOptions(options);
    this.#multiprocessor = multiprocessor;
    this.#checks = new Checks(multiprocessor, properties);
    this.#ends = new Ends(multiprocessor);
    this.#options = options;
    this.#sampler = samplerOf(options);
    this.#random = new Random(options.seed ?? 1);
    this.#watch = new LimitWatch(options);
    this.#recognisers = properties.flatMap((property, index) =>
      kindsOf(property).map((kind) => ({
        index,
        kind,
        recognise: recogniser(this.#watched, { property: index, kind }, stuckInDeadlock(this.#watched, property)),
      })),
    );
  }

  get #watched(): Watched {
    return { multiprocessor: this.#multiprocessor, checks: this.#checks, ends: this.#ends };
  }

  all(): void {
    while (this.#executions < this.#options.executions) {
      if (this.#executions % 8 === 7) {
        this.#report();
        this.#limit = this.#watch.hit(0);
        if (this.#limit) return;
      }
      this.#one();
      this.#executions++;
    }
    this.#report();
    if (this.#cut === this.#executions)
      this.#limit = { limit: 'steps', text: `${this.#options.stepsMax ?? 10_000} steps in every execution` };
  }

  #one(): void {
    const walker = new Walker(this.#multiprocessor, this.#checks);
    const vias: number[] = [];
    const pending = new Map<number, number | undefined>();
    this.#sampler.begin(this.#random, this.#multiprocessor.layout.threads.length, this.#longest);
    let stop = walker.start;
    const paths = this.#pathsOpen();
    const stepsMax = this.#options.stepsMax ?? 10_000;
    for (;;) {
      const enabled = walker.enabled;
      const isEnd = this.#ends.isNormalEnd(walker.state, enabled) === true;
      this.#look(stop, enabled, vias);
      this.#lookAlong(paths, stop, vias);
      this.#lookForPremises(walker.state, isEnd);
      this.#follow(walker, pending, vias.length);
      if ((enabled & ~this.#multiprocessor.optional) === 0) this.#judge(pending, vias);
      if (enabled !== 0 && !isEnd && vias.length === stepsMax) this.#cut++;
      if (enabled === 0 || vias.length === stepsMax) break;
      const slot = this.#sampler.pick(enabled, vias.length, this.#random);
      const via = viaOf(slot, this.#random.below(this.#multiprocessor.choices(walker.state, slot)));
      vias.push(via);
      stop = this.#step(walker, vias);
    }
    if (this.#executions < liveExecutions) compareLive(this.#multiprocessor, vias);
    this.#steps += vias.length;
    this.#longest = Math.max(this.#longest, vias.length);
  }

  #step(walker: Walker, vias: readonly number[]) {
    try {
      return walker.step(vias[vias.length - 1]!);
    } catch (error) {
      throw alongSchedule(error, this.#multiprocessor, vias);
    }
  }

  #look(stop: Parameters<Recognise>[0], enabled: number, vias: readonly number[]): void {
    for (const { index, kind, recognise } of this.#recognisers) {
      if (this.#findings.has(index)) continue;
      const reason = recognise(stop, enabled);
      if (reason !== undefined) this.#findings.set(index, { property: index, kind, reason, vias: vias.slice() });
    }
  }

  /** What is claimed of paths is judged along each execution by itself. */
  #pathsOpen(): Map<number, OpenAlong> {
    const ofPaths = this.#checks.invariants.filter(
      ({ property, index }) => property.along && !this.#findings.has(index),
    );
    return new Map(ofPaths.map(({ property, index }) => [index, new OpenAlong(this.#multiprocessor, property)]));
  }

  #lookAlong(paths: ReadonlyMap<number, OpenAlong>, stop: Stop, vias: readonly number[]): void {
    for (const [index, open] of paths) {
      if (this.#findings.has(index)) continue;
      const reason = open.reason(stop);
      if (reason !== undefined)
        this.#findings.set(index, { property: index, kind: 'state', reason, vias: vias.slice() });
    }
  }

  #lookForPremises(state: State, isEnd: boolean): void {
    const { checks } = this.#watched;
    for (const invariant of checks.invariants) checks.lookForPremise(invariant, state);
    if (!isEnd) return;
    checks.premises.reachEnd();
    for (const atEnd of checks.atEnds) checks.lookForPremise(atEnd, state);
  }

  /** Since how many steps each liveness claim is open; undefined where it is not. */
  #follow(walker: Walker, pending: Map<number, number | undefined>, steps: number): void {
    for (const { property, index } of this.#checks.leadsTos) {
      const { from, to } = this.#checks.claim(property, index, walker.state);
      const opens = from && (!property.onlyAtStart || steps === 0);
      pending.set(index, to ? undefined : (pending.get(index) ?? (opens ? steps : undefined)));
    }
  }

  /** The execution has ended: open claims are violated. */
  #judge(pending: ReadonlyMap<number, number | undefined>, vias: readonly number[]): void {
    for (const [index, opened] of pending) {
      if (opened === undefined || this.#findings.has(index)) continue;
      this.#findings.set(index, {
        property: index,
        kind: 'end',
        reason: 'the execution ends without it',
        vias: vias.slice(),
        opened,
      });
    }
  }

  #report(): void {
    this.#options.onProgress?.({
      states: this.#executions,
      transitions: this.#steps,
      queue: this.#options.executions - this.#executions,
      memoryMiB: 0,
      elapsedMs: this.#watch.elapsedMs,
    });
  }

  result(): Exploration {
    return {
      system: this.#multiprocessor.system.name ?? 'system',
      mode: 'sampled',
      states: this.#steps,
      transitions: this.#steps,
      depth: this.#longest,
      complete: this.#limit === undefined,
      ...(this.#limit ? { limit: this.#limit } : {}),
      verdicts: this.#checks.properties.map((property, index) => this.#verdict(property, index)),
      nodes: this.#multiprocessor.automata.reduce((sum, { nodes }) => sum + nodes.length, 0),
      bytesPerState: 0,
      elapsedMs: this.#watch.elapsedMs,
    };
  }

  #verdict(property: Property, index: number): Verdict {
    const finding = this.#findings.get(index);
    const limit = this.#limit ?? (asksEnds(property) ? this.#ends.cut : undefined);
    const missing = finding || limit ? undefined : this.#checks.missingPremise(index);
    return {
      property: property.name,
      statement: property.statement,
      verdict: finding ? 'refuted' : limit ? 'inconclusive' : 'unrefuted',
      ...memoryOf(this.#multiprocessor.layout),
      states: this.#steps,
      transitions: this.#steps,
      executions: this.#executions,
      ...(missing ? { reason: vacuityOfSample(property, missing) } : {}),
      ...(limit && !finding ? { limit } : {}),
      ...(finding ? { counterexample: this.#counterexample(finding) } : {}),
    };
  }

  #counterexample(finding: SampledFinding) {
    const { vias, opened } = finding;
    if (opened !== undefined) {
      const lasso = { opening: vias.slice(0, opened), stem: vias.slice(opened), loop: [], state: 0 };
      return lassoCounterexample(this.#watched, this.#checks.properties[finding.property]!.name, lasso);
    }
    const stuckIn = stuckInDeadlock(this.#watched, this.#checks.properties[finding.property]!);
    return counterexampleOf({ ...this.#watched, finding, vias, stuckIn, shortest: false });
  }
}

function samplerOf({ sampler, depth }: SampleOptions): Sampler {
  switch (sampler as string) {
    case 'random':
      return new RandomWalk();
    case 'pct':
      return new Pct(depth ?? 3);
    case 'roundRobin':
      return new RoundRobin();
    default:
      throw new QuiesceError('QSC104', `sampler: ${String(sampler)}; random, pct or roundRobin expected`);
  }
}

function checkOptions({ executions, stepsMax, depth, seed }: SampleOptions): void {
  const positive = { executions, stepsMax: stepsMax ?? 1, depth: depth ?? 1 };
  for (const [name, value] of Object.entries(positive)) {
    if (!(Number.isInteger(value) && value > 0 && value <= 1e9)) throw noNumber(name, value);
  }
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw noNumber('seed', seed);
}

function noNumber(name: string, value: unknown): QuiesceError {
  return new QuiesceError('QSC104', `${name}: ${typeof value === 'number' ? value : typeof value}`);
}
