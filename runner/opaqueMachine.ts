// What our declarations take of xstate, for the check of a file that does not use xstate itself: its own declarations are a
// quarter of all that there is to read. Nothing is such a machine, so that whatever is given for one is an error, and the
// file is checked again with what xstate declares (typescriptProgram.ts). Nothing here is ever run.

export abstract class AnyStateMachine {
  protected readonly opaque = true;
}

export interface StateValueMap {
  [name: string]: StateValue | undefined;
}

export type StateValue = string | StateValueMap;
