// A step in one integer, its via: which thread takes it, and which choice where the operation has several.

/** via packs a step: the thread in the low five bits, the choice above. */
export const viaOf = (thread: number, choice: number): number => thread | (choice << 5);
export const threadOf = (via: number): number => via & 31;
export const choiceOf = (via: number): number => via >>> 5;
