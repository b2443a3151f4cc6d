// What an erased text says of itself on the way, for whoever listens: the events of the program language, the same on an event
// loop and on worker threads. Nobody listens unless told. Labels are not kept.

type Hearing = (event: string, data: object, self: never) => void;
let hear: Hearing = () => {};

/** hearEvents hands what a text says to one listener, with who says it; none before. */
export function hearEvents<Self>(heard: (event: string, data: object, self: Self) => void): void {
  hear = heard;
}

export function at(): void {}

export function begins<Self>(event: string, data: object, self: Self): void {
  hear(event, data, self as never);
}

export const happened = begins;
export const opens = begins;
export const closes = begins;

interface Said {
  readonly name: string;
  readonly data?: object;
}

export function beginsTogether<Self>(events: readonly Said[], self: Self): void {
  for (const { name: event, data = {} } of events) begins(event, data, self);
}

export const happenedTogether = beginsTogether;
