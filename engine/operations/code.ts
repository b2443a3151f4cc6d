// The codes of compiled operations: what the step function switches on. Plain constants, so that they inline.

export const DORMANT = 0;
export const FINISHED = 1;
export const FAILED = 2;
export const LOAD = 3;
export const LOAD_VIEW = 4;
export const STORE = 5;
export const EXCHANGE = 6;
export const EXCHANGE_VIEW = 7;
export const COMPARE_EXCHANGE = 8;
export const ADD = 9;
export const FETCH_ADD = 10;
export const FETCH_ADD_VIEW = 11;
export const WAIT_IS = 12;
export const WAIT_IS_NOT = 13;
export const WAIT_BELOW = 14;
export const WAIT_ABOVE = 15;
export const PARK = 16;
export const UNPARK = 17;
export const SAFE_POINT = 18;
export const SPAWN = 19;
export const JOIN = 20;
export const FAIL = 21;
export const CHOOSE = 22;
/** A step of the engine's own, between the single operation of a span and its closing event. */
export const PAUSE = 23;

/** Nodes that every automaton has under the same id. */
export const DORMANT_NODE = 0;
export const FINISHED_NODE = 1;
export const FAILED_NODE = 2;

/** Integers in cells lie strictly between -LIMIT and LIMIT. */
export const LIMIT = 2 ** 29;
