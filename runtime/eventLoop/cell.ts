// A cell of a running service: a field, and who waits for it to change. What the simulator calls a cell and a region, as
// plain objects: nothing is shared but by reference, and one tick is one step.

/** Who waits, and for what: it is told when the cell holds it. */
interface Waiting {
  readonly holds: (value: unknown) => boolean;
  readonly tell: () => void;
}

/** A variable of the mechanism. `v` is what it holds. */
export class Cell<T = unknown> {
  readonly kind = 'cell';
  readonly name: string;
  v: T;
  readonly modulo: number;
  #waiting: Waiting[] | undefined;

  constructor(name: string, initial: T, modulo = 0) {
    this.name = name;
    this.v = initial;
    this.modulo = modulo;
  }

  /** Every write goes through here: whoever waits for what the cell now holds is told. */
  write(value: T): void {
    this.v = value;
    if (this.#waiting !== undefined) this.#tell();
  }

  /** Settled when the cell holds it for the first time from now; it may hold something else by the time that one looks. */
  when(holds: (value: T) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.wait({ holds: holds as Waiting['holds'], tell: resolve });
    });
  }

  wait(waiting: Waiting): void {
    this.#waiting = [...(this.#waiting ?? []), waiting];
  }

  forget(waiting: Waiting): void {
    const left = this.#waiting?.filter((each) => each !== waiting);
    this.#waiting = left && left.length > 0 ? left : undefined;
  }

  #tell(): void {
    const all = this.#waiting!;
    const left = all.filter(({ holds }) => !holds(this.v));
    this.#waiting = left.length > 0 ? left : undefined;
    for (const { holds, tell } of all) if (holds(this.v)) tell();
  }
}

export type { Waiting };

/** Memory that can be given back. */
export interface Region {
  readonly kind: 'region';
  readonly name: string;
  /** Odd while it is allocated; none for what is always there. */
  readonly life?: Cell<number>;
  /** What is done when it is given back. */
  onFree?: () => void;
}
