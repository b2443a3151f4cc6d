// Where in the source an operation stands. Off unless a driver asks for the next operation's place,
// because a stack trace costs more than everything else that running a program does.

/** After a place that was mapped already, by whoever compiled what runs. */
export const inTheSource = ' in the source';

let wanted = false;
let found: string | undefined;

/** Asks that the next operation made should note its caller. */
export function wantSource(): void {
  wanted = true;
  found = undefined;
}

/** Takes what was noted since wantSource: `file:line:column` in the running JavaScript, or undefined. */
export function takeSource(): string | undefined {
  wanted = false;
  return found;
}

/** Called by every operation; notes the first frame outside engine/program. */
export function sourceOfCaller(): void {
  if (wanted) found = placeOf(sourceOfCaller);
}

let tracing = false;

/** whileTracing runs a part of a program with the place of all that it makes noted. */
export function whileTracing<T>(run: () => T): T {
  tracing = true;
  try {
    return run();
  } finally {
    tracing = false;
  }
}

/** Called by whatever is made; its maker's caller, where that is wanted. */
export function sourceOfMaker(): string | undefined {
  return tracing ? placeOf(sourceOfMaker) : undefined;
}

function placeOf(below: () => unknown): string | undefined {
  const prepare = Error.prepareStackTrace;
  const depth = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const holder = new Error(); // Some engines prepare the stack of nothing else.
  Error.stackTraceLimit = 12;
  Error.prepareStackTrace = (error, sites) => {
    const site = firstOutside(sites);
    return site && placeIn(site, prepare && ((shown) => prepare(error, shown)));
  };
  Error.captureStackTrace(holder, below);
  const place = holder.stack;
  Error.prepareStackTrace = prepare;
  Error.stackTraceLimit = depth;
  return place;
}

function firstOutside(sites: readonly NodeJS.CallSite[]): NodeJS.CallSite | undefined {
  const site = sites.find((each) => !/[\\/]engine[\\/]program[\\/]|^$/.test(each.getFileName() ?? ''));
  // The body of a loop of this language itself (a mutex): its place is where the loop stands, not its driver.
  return /[\\/]engine[\\/]threads[\\/]/.test(site?.getFileName() ?? '') ? undefined : site;
}

/**
 * The place of a site, as somebody else writes it where somebody does: whoever compiles as it loads (a test runner) takes
 * stack traces over, because nobody but it has the maps. A place that it gives is one in the source.
 */
function placeIn(site: NodeJS.CallSite, prepare?: (sites: NodeJS.CallSite[]) => unknown): string {
  const raw = `${site.getFileName()}:${site.getLineNumber()}:${site.getColumnNumber()}`;
  const mapped = prepare && frameOf(prepare([site]));
  return mapped === undefined || mapped === raw ? raw : mapped + inTheSource;
}

/** The place in a stack of one frame, that is in its last line: before it stands a message, of any lines. Paths may hold brackets. */
function frameOf(stack: unknown): string | undefined {
  const frame = String(stack).split('\n').at(-1)!;
  return (/^\s+at .*? \((.*:\d+:\d+)\)$/.exec(frame) ?? /^\s+at (?:async )?(.*:\d+:\d+)$/.exec(frame))?.[1];
}
