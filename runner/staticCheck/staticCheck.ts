// The static check: no program, loop body or scope body captures mutable state (design, section 1).
// A captured variable would carry hidden state past a merge of positions, where no later audit is sure to see it.
// Can miss: state reached through a call into a library, and a function hidden in data; the audits at run time remain.

import type ts from 'typescript';
import { QuiesceError } from '../../engine/program/errors.js';
import { placeOf } from '../typescriptProgram.js';
import { inspectFile } from './bodies.js';
import type { Finding } from './finding.js';
import type { Inspection } from './freeVariables.js';

/** staticCheck lists what is wrong in these files, as `file:line:column name problem`, in the order of the source. */
export function staticCheck(program: ts.Program, files: readonly ts.SourceFile[], from: string): string[] {
  const inspection: Inspection = { checker: program.getTypeChecker(), visited: new Set(), findings: [] };
  for (const file of files) inspectFile(file, inspection);
  const texts = inspection.findings.toSorted(bySource).map((finding) => describe(finding, from));
  return [...new Set(texts)];
}

/** refuseCaptures throws QSC107 when the static check finds anything. */
export function refuseCaptures(program: ts.Program, files: readonly ts.SourceFile[], from: string): void {
  const texts = staticCheck(program, files, from);
  if (texts.length > 0) throw new QuiesceError('QSC107', texts.join('\n  '));
}

/** userFiles are the sources of a program that are the user's own: no declarations, nothing of this package's engine. */
export function userFiles(program: ts.Program): ts.SourceFile[] {
  return program.getSourceFiles().filter((file) => !file.isDeclarationFile && !/[\\/]engine[\\/]/.test(file.fileName));
}

function bySource(a: Finding, b: Finding): number {
  const [fileA, fileB] = [a.node.getSourceFile().fileName, b.node.getSourceFile().fileName];
  if (fileA !== fileB) return fileA < fileB ? -1 : 1;
  return a.node.getStart() - b.node.getStart();
}

function describe({ node, name, problem }: Finding, from: string): string {
  return `${placeOf(node.getSourceFile(), node.getStart(), from)} ${name} ${problem}`;
}
