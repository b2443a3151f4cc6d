// The static check of a user's sources, and of our own in lint. No program, loop body, scope body or function of a
// property captures mutable state (design, section 1): a captured variable would carry hidden state past a merge of
// positions, or make an answer depend on what was asked before, where no later audit is sure to see it. And no program is
// made and then forgotten.
// Can miss: state reached through a call into a library or a method of a captured object, and a function hidden in data;
// the audits at run time remain.

import { join, normalize, sep } from 'node:path';
import type TS from 'typescript';
import { type ErrorCode, QuiesceError } from '../../engine/program/errors.js';
import { packageRoot } from '../packageRoot.js';
import { placeOf } from '../typescriptProgram.js';
import { inspectFile } from './bodies.js';
import type { Finding } from './finding.js';
import { floatingPrograms } from './floating.js';
import type { Inspection } from './freeVariables.js';
import { inspectProperties } from './propertyFunctions.js';

/** What the check found: a code for each kind, and the places as `file:line:column name problem`, as in the source. */
export interface StaticFindings {
  readonly code: Extract<ErrorCode, 'QSC107' | 'QSC512'>;
  readonly texts: readonly string[];
}

/** staticCheck lists what is wrong in these files; kinds of which there is nothing are left out. */
export function staticCheck(program: TS.Program, files: readonly TS.SourceFile[], from: string): StaticFindings[] {
  const checker = program.getTypeChecker();
  const floating = files.flatMap((file) => floatingPrograms(file, checker));
  const kinds = [
    { code: 'QSC107', texts: texts(captures(checker, files), from) },
    { code: 'QSC512', texts: texts(floating, from) },
  ] as const;
  return kinds.filter((kind) => kind.texts.length > 0);
}

/** refuseUnsound throws QSC107 or QSC512 when the static check finds anything. */
export function refuseUnsound(program: TS.Program, files: readonly TS.SourceFile[], from: string): void {
  const [first] = staticCheck(program, files, from);
  if (first) throw new QuiesceError(first.code, first.texts.join('\n  '));
}

function captures(checker: TS.TypeChecker, files: readonly TS.SourceFile[]): Finding[] {
  const findings: Finding[] = [];
  const inspection = (around: Inspection['around']): Inspection => ({
    ...{ checker, findings, around },
    ...{ visited: new Set(), followed: new Set() },
  });
  const [bodies, properties] = [inspection('nothing'), inspection('constants')];
  for (const file of files) {
    inspectFile(file, bodies);
    inspectProperties(file, properties);
  }
  return findings;
}

function texts(findings: readonly Finding[], from: string): string[] {
  return [...new Set(findings.toSorted(bySource).map((finding) => describe(finding, from)))];
}

/** This package's engine; a folder of that name may be the user's own too. */
const ownEngine = join(packageRoot, 'engine') + sep;

/** userFiles are the sources of a program that are the user's own: no declarations, nothing of this package's engine. */
export function userFiles(program: TS.Program): TS.SourceFile[] {
  return program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !normalize(file.fileName).startsWith(ownEngine));
}

function bySource(a: Finding, b: Finding): number {
  const [fileA, fileB] = [a.node.getSourceFile().fileName, b.node.getSourceFile().fileName];
  if (fileA !== fileB) return fileA < fileB ? -1 : 1;
  return a.node.getStart() - b.node.getStart();
}

function describe({ node, name, problem }: Finding, from: string): string {
  return `${placeOf(node.getSourceFile(), node.getStart(), from)} ${name} ${problem}`;
}
