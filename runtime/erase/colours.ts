// The colours of functions where what blocks is awaited: which of them may give a promise, and how each is written.
// A function that never blocks stays a function. One whose blocking calls are all its last hands on what they give. Those of
// a call are split: they give their result at once where they can. All others are async.

import ts from 'typescript';
import { moduleOf, type Performed, performedIn } from './calls.js';
import type { Flavour } from './flavour.js';
import type { ErasedFunction, Module, Project } from './project.js';
import type { Simplified } from './simplify.js';

/** How a function is written. */
export type Colour = 'sync' | 'handsOn' | 'split' | 'async';

/** Operations that may block. */
export const blocking: readonly string[] = Object.freeze(
  'park wait waitUntil select acquire join updateWhen safePoint'.split(' '),
);
/** Operations and annotations that have to know who performs them. */
const personal: readonly string[] = Object.freeze(
  'park join safePoint begins happened beginsTogether happenedTogether opens closes'.split(' '),
);

/**
 * How a loop goes round. sync: at once. awaits: what its body gives may be a promise. watches: its body only reads, so that
 * it waits for a change of what it has read. spins: likewise, where threads have processors of their own. once: it never does,
 * as is asserted.
 */
export type Round = 'sync' | 'awaits' | 'watches' | 'spins' | 'once';

export class Colours {
  readonly #flavour: Flavour;
  readonly #performed = new Map<ErasedFunction, readonly Performed[]>();
  readonly #colours = new Map<ErasedFunction, Colour>();
  /** Functions that are given `self` though their text does not say so. */
  readonly #implicit = new Set<ErasedFunction>();
  /** Functions that stand in records of a module. */
  readonly #kept = new Set<ErasedFunction>();
  readonly #blocks = new Map<ErasedFunction, boolean>();
  readonly #watched = new Set<ErasedFunction>();

  constructor(simplified: Simplified, flavour: Flavour) {
    this.#flavour = flavour;
    const { project } = simplified;
    for (const each of project.functions)
      this.#performed.set(each, performedIn(project, moduleOf(project, each), simplified.body(each)));
    for (const module of project.modules.values()) for (const each of keptIn(project, module)) this.#kept.add(each);
    this.#untilStable(() => this.#spreadSelf());
    for (const each of project.functions) this.#colours.set(each, 'sync');
    this.#untilStable(() => this.#spreadColours());
    for (const each of project.functions) this.#watch(each);
  }

  of(each: ErasedFunction): Colour {
    return this.#colours.get(each) ?? 'sync';
  }

  performed(each: ErasedFunction): readonly Performed[] {
    return this.#performed.get(each)!;
  }

  /** Whether the function is given `self` without saying so. */
  isGivenSelf(each: ErasedFunction): boolean {
    return this.#implicit.has(each);
  }

  /**
   * Which of its arguments that is. A body has it after its arguments, a method of a component after the call's, and what
   * is kept in a record, for whoever calls it there, at the end. Any other function has it first, because arguments may be
   * left out at the end.
   */
  selfAt(each: ErasedFunction): number {
    const { parameters } = each.node;
    if (isFrame(each.node)) return 2;
    return this.#kept.has(each) || parameters.length === 1 ? parameters.length : 0;
  }

  /** Whether loads in the function are noted, for a loop that only reads. */
  isWatched(each: ErasedFunction): boolean {
    return this.#watched.has(each);
  }

  /** Whether a call may give a promise. */
  mayGivePromise(performed: Performed, within: ErasedFunction): boolean {
    if (this.#flavour.blocking === 'blocks') return false;
    const { callee, body } = performed;
    if (callee.kind === 'unknown') return true;
    if (callee.kind === 'function') return this.of(callee.function) !== 'sync';
    if (callee.name === 'loop') return ['awaits', 'watches'].includes(this.round(performed, within));
    if (body) return body.kind === 'function' ? this.of(body.function) !== 'sync' : true;
    return blocking.includes(callee.name) && !this.isAsserted(within);
  }

  /** Whether it is an operation that may block: tried until it does not. */
  isOperation({ callee, body }: Performed): boolean {
    return callee.kind === 'language' && !body;
  }

  isAsserted({ file, name }: ErasedFunction): boolean {
    return this.#flavour.asserted.some((one) => one.file === file && one.function === name);
  }

  /** How a loop goes round. */
  round({ body }: Performed, within: ErasedFunction): Round {
    if (body?.kind !== 'function') return 'awaits';
    if (this.isAsserted(within)) return 'once';
    const isPoll = !this.#mayBlock(body.function, new Set());
    if (this.#flavour.blocking === 'blocks') return isPoll && this.#flavour.spins ? 'spins' : 'sync';
    if (isPoll) return 'watches';
    return this.of(body.function) === 'sync' ? 'sync' : 'awaits';
  }

  #untilStable(change: () => boolean): void {
    while (change());
  }

  #spreadSelf(): boolean {
    let changed = false;
    for (const [each, performed] of this.#performed) {
      if (each.declaresSelf || this.#implicit.has(each) || !performed.some((one) => this.#needsSelf(one))) continue;
      this.#implicit.add(each);
      changed = true;
    }
    return changed;
  }

  #needsSelf({ callee, body }: Performed): boolean {
    if (body) return body.kind !== 'function' || body.function.declaresSelf || this.#implicit.has(body.function);
    if (callee.kind === 'language') return personal.includes(callee.name);
    return callee.kind === 'function' && this.#implicit.has(callee.function);
  }

  #spreadColours(): boolean {
    let changed = false;
    for (const [each, performed] of this.#performed) {
      const colour = this.#colourOf(each, performed);
      if (colour !== this.of(each)) changed = true;
      this.#colours.set(each, colour);
    }
    return changed;
  }

  #colourOf(each: ErasedFunction, performed: readonly Performed[]): Colour {
    const maybe = performed.filter((one) => this.mayGivePromise(one, each));
    if (maybe.length === 0) return 'sync';
    const isLoop = ({ callee }: Performed) => callee.kind === 'language' && callee.name === 'loop';
    if (maybe.every((one) => one.place === 'tail' && !isLoop(one) && !this.isOperation(one))) return 'handsOn';
    const statements = maybe.filter(({ place }) => place === 'statement');
    const fits =
      !maybe.some((one) => this.isOperation(one)) &&
      maybe.every(({ place }) => place !== 'within') &&
      statements.length <= 1;
    return this.#flavour.handingOn.includes(each.name) && fits ? 'split' : 'async';
  }

  /** Whether anything in the function may block, whoever calls it. */
  #mayBlock(each: ErasedFunction, visiting: Set<ErasedFunction>): boolean {
    const known = this.#blocks.get(each);
    if (known !== undefined) return known;
    if (visiting.has(each)) return false;
    visiting.add(each);
    const found = this.performed(each).some(({ callee, body }) => {
      if (callee.kind === 'unknown') return true;
      if (callee.kind === 'function') return this.#mayBlock(callee.function, visiting);
      if (body) return body.kind !== 'function' || this.#mayBlock(body.function, visiting);
      return blocking.includes(callee.name) && !this.isAsserted(each);
    });
    if (visiting.size === 1) this.#blocks.set(each, found);
    visiting.delete(each);
    return found;
  }

  /** Bodies of loops that only read, and all that they call. */
  #watch(each: ErasedFunction): void {
    for (const performed of this.performed(each)) {
      const { callee, body } = performed;
      if (callee.kind !== 'language' || callee.name !== 'loop' || this.round(performed, each) !== 'watches') continue;
      if (body?.kind === 'function') this.#note(body.function);
    }
  }

  #note(each: ErasedFunction): void {
    if (this.#watched.has(each)) return;
    this.#watched.add(each);
    for (const { callee, body } of this.performed(each)) {
      if (callee.kind === 'function') this.#note(callee.function);
      if (body?.kind === 'function') this.#note(body.function);
    }
  }
}

/** Functions that stand in records at the top level of a module, as methods and operations do. */
function keptIn(project: Project, module: Module): readonly ErasedFunction[] {
  const found: ErasedFunction[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    const name = ts.isShorthandPropertyAssignment(node) ? node.name : undefined;
    const callee = name && project.callee(module, name);
    if (callee?.kind === 'function') found.push(callee.function);
    ts.forEachChild(node, visit);
  };
  for (const statement of module.source.statements) if (ts.isVariableStatement(statement)) visit(statement);
  return found;
}

/** A method of a component is known by its first parameter. */
function isFrame({ parameters }: ts.FunctionDeclaration): boolean {
  const type = parameters[0]?.type;
  return type !== undefined && ts.isTypeReferenceNode(type) && /Frame$/.test((type.typeName as ts.Identifier).text);
}
