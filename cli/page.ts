// The self-contained page of a result: the report with its script, its style, and the sources that its paths name.

import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { htmlReport } from '../reports/html.js';
import { commandWords, userFolder } from '../runner/invocation.js';
import { packageRoot } from '../runner/packageRoot.js';
import type { VerificationResult } from '../runner/result.js';

/** pageOf is the page as text. */
export function pageOf(result: VerificationResult): string {
  const script = readFileSync(join(packageRoot, 'dist/reports/page/client.js'), 'utf8');
  const style = readFileSync(join(packageRoot, 'reports/page/style.css'), 'utf8');
  const sources = sourcesOf(result);
  return htmlReport(result, { command: commandWords, script: script.replace(/^export \{\};$/m, ''), style, sources });
}

/** What a source may have of bytes to be shown beside its steps. */
const bytesMost = 200_000;

/** The texts of the files that steps name, as far as they can be read from the user's folder. */
function sourcesOf({ verdicts }: VerificationResult): Record<string, string> {
  const steps = verdicts.flatMap(({ counterexample }) => counterexample?.steps ?? []);
  const files = new Set(steps.flatMap(({ source }) => /^(.*):\d+$/.exec(source ?? '')?.[1] ?? []));
  const texts = [...files].sort().map((file) => [file, textOf(resolve(userFolder, file)) ?? ownText(file)] as const);
  return Object.fromEntries(texts.filter((one): one is [string, string] => one[1] !== undefined));
}

/** A file of this package is named from where it was built. */
function ownText(file: string): string | undefined {
  return file.startsWith('../') ? textOf(join(packageRoot, file.slice(3))) : undefined;
}

function textOf(file: string): string | undefined {
  try {
    const found = statSync(file);
    return found.isFile() && found.size <= bytesMost ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
