// A thread's program as a table of nodes and edges, made as it is needed: the engine's own positions (engine/threads),
// without the audits that exploration makes of them, because a simulation has a thousand threads and the same programs
// have been audited by exploring them.

import type { Linker } from '../engine/operations/linker.js';
import type { Meaning } from '../engine/operations/meaning.js';
import type { Annotation, Event } from '../engine/program/event.js';
import { eventsIn } from '../engine/program/event.js';
import type { OperationKind } from '../engine/program/operation.js';
import type { Self, Thread } from '../engine/program/thread.js';
import { Position } from '../engine/threads/frame.js';
import { returned } from '../engine/threads/resumption.js';
import { type Rest, settle } from '../engine/threads/settle.js';

/** Where a thread rests: the operation that it would perform. */
export interface Resting {
  readonly position: Position;
  readonly kind: OperationKind;
  readonly meaning: Meaning;
  /** Whom it wakes, starts or waits for, by name. */
  readonly thread: string | undefined;
}

/** Where an operation leads: a node, or -1 for the end; and what the program says on the way. */
export interface Led {
  readonly node: number;
  readonly said: readonly Event[];
}

export const ended = -1;

export class CompiledProgram {
  readonly nodes: Resting[] = [];
  readonly #edges: (Led | undefined)[][] = [];
  readonly #far: Map<number, Led>[] = [];
  readonly #ids = new Map<Position, number>();
  readonly #thread: Thread;
  readonly #self: Self;
  readonly #linker: Linker;

  constructor(thread: Thread, self: Self, linker: Linker) {
    this.#thread = thread;
    this.#self = self;
    this.#linker = linker;
  }

  start(): Led {
    const code = { body: this.#thread.program, args: this.#thread.args, self: this.#self };
    const frame = { kind: 'program', code, caller: undefined, loopDepth: 0, labelAtEntry: undefined } as const;
    return this.#ledTo(settle(Position.entry(frame), this.#self));
  }

  /** Where the operation of a node leads with a raw result. */
  after(node: number, raw: number): Led {
    const isNear = raw >= 0 && raw < nearMax;
    const known = isNear ? this.#edges[node]![raw] : this.#far[node]!.get(raw);
    if (known) return known;
    const { position, meaning } = this.nodes[node]!;
    const outcome = returned(this.#linker.value(meaning, raw));
    const led = this.#ledTo(settle(position.after(outcome), this.#self));
    if (isNear) this.#edges[node]![raw] = led;
    else this.#far[node]!.set(raw, led);
    return led;
  }

  #ledTo(rest: Rest): Led {
    const said = rest.annotations.flatMap((each) => this.#events(each));
    if (rest.end.kind === 'failed') throw new Error(`${this.#self.name}: ${rest.end.message}`);
    return { node: rest.end.kind === 'finished' ? ended : this.#nodeOf(rest), said };
  }

  #nodeOf({ position, end }: Rest): number {
    const known = this.#ids.get(position);
    if (known !== undefined) return known;
    if (end.kind !== 'operation') return ended;
    const { operation } = end;
    const id = this.nodes.length;
    const thread = 'thread' in operation ? operation.thread : undefined;
    const { kind } = operation;
    this.nodes.push({ position, kind, meaning: this.#linker.link(operation, this.#self.slot), thread });
    this.#edges.push([]);
    this.#far.push(new Map());
    this.#ids.set(position, id);
    return id;
  }

  #events(annotation: Annotation): Event[] {
    if (annotation.kind === 'at') return [];
    return eventsIn(annotation).map(({ name, data }) => ({ name, data, thread: this.#self.name }));
  }
}

/** Results below this are an index. */
const nearMax = 4096;
