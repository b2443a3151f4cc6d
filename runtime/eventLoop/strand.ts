// A strand: what the simulator calls a thread. It has a permit, as threads have, and waits for it by a promise. A strand that
// is started by another has a program of its own.

export class Strand {
  readonly #name: string;
  readonly processor = 0;
  /** Under which name a recording has what it says. */
  saysAs: string | undefined;
  readonly program: (() => unknown) | undefined;
  #slot: number;
  #hasPermit = false;
  #wake: (() => void) | undefined;

  constructor(name: string, slot: number, program?: () => unknown) {
    this.#name = name;
    this.#slot = slot;
    this.program = program;
  }

  get name(): string {
    return this.saysAs ?? this.ownName;
  }

  get ownName(): string {
    return this.#name;
  }

  /** Its place in the mechanism's tables. */
  get slot(): number {
    if (this.#slot < 0) this.#slot = this.takePlace();
    return this.#slot;
  }

  /** Whether it has been given one. */
  get hasPlace(): boolean {
    return this.#slot >= 0;
  }

  /** A strand that is made without a place gets one when it is asked for. */
  protected takePlace(): number {
    return 0;
  }

  /** Takes the permit; or a promise that says when there is one. */
  park(): Promise<void> | undefined {
    if (this.#hasPermit) {
      this.#hasPermit = false;
      return undefined;
    }
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Gives it the permit. Permits do not add up. */
  unpark(): void {
    this.#hasPermit = true;
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
