// The self-contained page of a result: the report with its script, its style, and the sources that its paths name.

import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { Counterexample } from '../engine/explain/verdict.js';
import { QuiesceError } from '../engine/program/errors.js';
import { htmlReport, type PageSubject, subjectOf } from '../reports/html.js';
import type { PageModel } from '../reports/page/data.js';
import { commandWords, userFolder } from '../runner/invocation.js';
import { packageRoot } from '../runner/packageRoot.js';
import type { VerificationResult } from '../runner/result.js';

/** pageOf is the page as text, with the specifications beside each path of a scenario of this package. */
export async function pageOf(subject: VerificationResult | PageSubject): Promise<string> {
  const script = readFileSync(join(packageRoot, 'dist/reports/page/client.js'), 'utf8').replace(/^export \{\};$/m, '');
  const style = readFileSync(join(packageRoot, 'reports/page/style.css'), 'utf8');
  const paths = pathsOf(subject);
  const models = paths.length > 0 ? { modelsOf: await modelsBeside() } : {};
  return htmlReport(subject, { command: commandWords, script, style, sources: sourcesOf(paths), ...models });
}

function pathsOf(subject: VerificationResult | PageSubject): readonly Counterexample[] {
  const { result, paths = [] } = subjectOf(subject);
  return [...result.verdicts, ...paths].flatMap(({ counterexample }) => counterexample ?? []);
}

/** A specification that cannot be asked leaves its place empty: what is wrong with it is for `conform` to say. */
async function modelsBeside(): Promise<(found: Counterexample) => readonly PageModel[]> {
  const { modelsOf } = await import('../runner/conformance/along.js');
  return (found) => {
    try {
      return modelsOf(found);
    } catch (error) {
      if (error instanceof QuiesceError) return [];
      throw error;
    }
  };
}

/** What a source may have of bytes to be shown beside its steps. */
const bytesMost = 200_000;

/** The texts of the files that steps name, as far as they can be read from the user's folder. */
function sourcesOf(paths: readonly Counterexample[]): Record<string, string> {
  const steps = paths.flatMap((path) => path.steps);
  const files = new Set(steps.flatMap(({ source }) => /^(.*):\d+$/.exec(source ?? '')?.[1] ?? []));
  const texts = [...files].sort().map((file) => [file, textOf(resolve(userFolder, file)) ?? ownText(file)] as const);
  return Object.fromEntries(texts.filter((one): one is [string, string] => one[1] !== undefined));
}

/** A file of this package is named from its root, or from where it was built; nothing outside of it is read. */
function ownText(file: string): string | undefined {
  const own = file.replace(/^\.\.\//, '');
  return own.split('/').includes('..') || isAbsolute(own) ? undefined : textOf(join(packageRoot, own));
}

function textOf(file: string): string | undefined {
  try {
    const found = statSync(file);
    return found.isFile() && found.size <= bytesMost ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
