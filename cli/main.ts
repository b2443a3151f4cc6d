#!/usr/bin/env node
// The command line as a process: what it ends with. Exit codes: 0 all as expected, 1 a verdict is not, 2 bad usage or input,
// 3 inconclusive, 4 nondeterminism or internal.

let isPublished = false;
let isLost = false;

/** Until a command has come to its end there is no result: whatever ends the process before must not look like one. */
process.on('exit', (code) => {
  if (isLost) process.exitCode = 2;
  if (isLost || isPublished || (code !== 0 && code !== 13)) return;
  process.stderr.write('QSC901 internal error, please report: the process ended before a result was published\n');
  process.exitCode = 4;
});

/**
 * Whoever reads the output may have seen enough of it (`| head`): that is no error, and changes no verdict. But a report
 * that cannot be written is lost (a full disk), and then no exit code may speak of verdicts.
 */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || isLost) return;
  isLost = true;
  process.stderr.write(`QSC135 the system refuses: ${error.code} in ${error.syscall}, the report cannot be written\n`);
});
process.stderr.on('error', () => {});

/** Where not even the words for it can be read (too many files are open), the error is told in short. */
async function reported(error: unknown): Promise<number> {
  try {
    const { reportError } = await import('./reportError.js');
    return reportError(error);
  } catch {
    const { message, syscall } = error as NodeJS.ErrnoException;
    const [code, exitCode] = syscall === undefined ? (['QSC901', 4] as const) : (['QSC135', 2] as const);
    process.stderr.write(`${code}: ${message}\n`);
    return exitCode;
  }
}

try {
  const argv = process.argv.slice(2);
  const { programOf } = await import('./program.js');
  await (await programOf(argv)).parseAsync(argv, { from: 'user' });
} catch (error) {
  process.exitCode = await reported(error);
}
isPublished = true;
