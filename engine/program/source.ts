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
  const holder: { stack?: string } = {};
  const prepare = Error.prepareStackTrace;
  const depth = Error.stackTraceLimit;
  Error.stackTraceLimit = 12;
  Error.prepareStackTrace = (error, sites) => firstOutside(sites, prepare && framesOf(prepare(error, sites)));
  Error.captureStackTrace(holder, below);
  const place = holder.stack;
  Error.prepareStackTrace = prepare;
  Error.stackTraceLimit = depth;
  return place;
}

/**
 * The places in a stack as somebody else writes it: whoever compiles as it loads (a test runner) takes stack traces over,
 * because nobody but it has the maps. A place that it gives is one in the source.
 */
function framesOf(stack: unknown): readonly (string | undefined)[] {
  const lines = String(stack).split('\n');
  const frames = lines.filter((line) => /^\s+at /.test(line));
  return frames.map((line) => (/\((.*:\d+:\d+)\)$/.exec(line) ?? /at (?:async )?(.*:\d+:\d+)$/.exec(line))?.[1]);
}

function firstOutside(sites: NodeJS.CallSite[], frames?: readonly (string | undefined)[]): string | undefined {
  for (const [index, site] of sites.entries()) {
    const file = site.getFileName();
    if (!file || /[\\/]engine[\\/]program[\\/]/.test(file)) continue;
    // The body of a loop of this language itself (a mutex): its place is where the loop stands, not its driver.
    if (/[\\/]engine[\\/]threads[\\/]/.test(file)) return undefined;
    const raw = `${file}:${site.getLineNumber()}:${site.getColumnNumber()}`;
    const mapped = frames?.length === sites.length ? frames[index] : undefined;
    return mapped === undefined || mapped === raw ? raw : mapped + inTheSource;
  }
  return undefined;
}
