// What is left behind after a verification: the report on stdout, and the documents in the output folder. What Ctrl-C has
// cut short lies in a folder beside them: it never takes the place of a whole result, and the next whole one takes it away.

import { join, resolve } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import { jsonDocument, visible, visibleLines } from '../engine/program/visible.js';
import { consoleReport } from '../reports/console.js';
import { type PageSubject, resultOf } from '../reports/html.js';
import { jsonReport } from '../reports/json.js';
import { junitReport } from '../reports/junit.js';
import { markdownReport } from '../reports/markdown.js';
import { paintedLines } from '../reports/paint.js';
import { wrap } from '../reports/table.js';
import { wasInterrupted } from '../runner/interruption.js';
import { commandWords, userFolder } from '../runner/invocation.js';
import { type VerificationResult, withoutTimings } from '../runner/result.js';
import { fileNameOf, type OutputDocument, refuseUnwritable, removeDocuments, writeDocuments } from './outputFolder.js';
import { pageOf } from './page.js';
import { fitted, terminal } from './terminal.js';

export interface DocumentOptions {
  /** The output folder, relative to the user's; none, or false, to write nothing. */
  readonly out?: string | false;
  readonly json?: boolean;
  readonly allPaths?: boolean;
  /** False to leave measured times out. */
  readonly timings?: boolean;
}

/** refuseBadOutput throws QSC109 before the work begins when its documents could not be written. */
export function refuseBadOutput({ out }: DocumentOptions): void {
  if (out) refuseUnwritable(resolve(userFolder, out), out, ['result.json', 'junit.xml', 'summary.md', 'report.html']);
}

/** publish writes the documents, all or none, and the report; the report is printed whatever becomes of the documents. */
export async function publish(measured: VerificationResult, options: DocumentOptions): Promise<void> {
  const { out, timings = true } = options;
  const result = timings ? measured : withoutTimings(measured);
  try {
    if (out) await write(out, result);
  } catch (error) {
    await print(result, { ...(options.json ? { json: true } : {}), ...(options.allPaths ? { allPaths: true } : {}) });
    throw error;
  }
  await print(result, options);
}

async function print(result: VerificationResult, options: DocumentOptions): Promise<void> {
  for (const { message } of options.json ? result.errors : [])
    process.stderr.write(`${fitted(visibleLines(message))}\n`);
  process.stdout.write(await ofOurs(() => (options.json ? jsonReport(result) : consoleText(result, options))));
}

/** ofOurs writes what we have found ourselves: where that cannot be read, it is a defect of ours and no bad input. */
async function ofOurs<T>(write: () => T | Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw error instanceof QuiesceError && error.code === 'QSC136' ? (error.cause ?? error) : error;
  }
}

function consoleText(result: VerificationResult, options: DocumentOptions): string {
  const report = consoleReport(result, { command: commandWords, allPaths: options.allPaths ?? false, ...terminal() });
  const where = options.out ? writtenTo(options.out) : '';
  return paintedLines(report + wrap(where, terminal().width).join('\n') + (where === '' ? '' : '\n'));
}

/** writeFindings writes the same documents of what another command found, and says where on stderr. Throws QSC109. */
export async function writeFindings(
  out: string | false | undefined,
  measured: PageSubject,
  { timings = true }: Pick<DocumentOptions, 'timings'> = {},
): Promise<void> {
  if (!out) return;
  const subject = timings ? measured : { ...measured, result: withoutTimings(measured.result) };
  await write(out, subject);
  process.stderr.write(`${fitted(writtenTo(out))}\n`);
}

const partial = 'interrupted';

async function write(out: string, subject: VerificationResult | PageSubject): Promise<void> {
  const shown = wasInterrupted() ? join(out, partial) : out;
  writeDocuments(resolve(userFolder, shown), shown, await documentsOf(subject));
  if (!wasInterrupted()) removeDocuments(resolve(userFolder, out, partial), join(out, partial));
}

function writtenTo(out: string): string {
  const where = wasInterrupted() ? ` of what was found until then: ${visible(out)}/${partial}` : `: ${visible(out)}`;
  return `documents${where}/ (report.html, result.json, junit.xml, summary.md, schedules/)`;
}

async function documentsOf(subject: VerificationResult | PageSubject): Promise<OutputDocument[]> {
  const result = 'result' in subject ? resultOf(subject) : subject;
  return await ofOurs(async () => [
    { path: 'result.json', text: jsonReport(result) },
    { path: 'junit.xml', text: junitReport(result, commandWords) },
    { path: 'summary.md', text: markdownReport(result, commandWords) },
    { path: 'report.html', text: await pageOf(subject) },
    ...result.verdicts.flatMap((row) => {
      if (!row.counterexample) return [];
      const name = fileNameOf(`${row.counterexample.schedule.name}.${row.property}`);
      return [{ path: `schedules/${name}.json`, text: jsonDocument(row.counterexample.schedule) }];
    }),
  ]);
}
