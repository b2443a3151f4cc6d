// The subset of TLA+ that the embedded engine (tla-checker 0.9.0) evaluates soundly. It drops what it cannot parse,
// ignores what it does not know and misjudges some formulas, mostly in silence; each rule here refuses one such case.
// The rules are about text: they can cry wolf, and then TLC is there.

import { QuiesceError } from '../engine/program/errors.js';
import type { Configuration } from './configuration.js';
import type { Module } from './module.js';

interface Rule {
  readonly pattern: RegExp;
  readonly reason: string;
}

const libraries = ['Naturals', 'Integers', 'FiniteSets', 'Sequences', 'TLC'];

const rules: readonly Rule[] = Object.freeze([
  { pattern: /\bINSTANCE\b/, reason: 'INSTANCE: another module is accepted without being read' },
  { pattern: /\bRECURSIVE\b|^\w+\[[^\]\n]*\\in[^\]\n]*\][ \t]*==/m, reason: 'a recursive function is not found again' },
  { pattern: /\[\]\[[^\]]*\]_<</, reason: '[][Next]_<<...>>: the definition is dropped; name the tuple' },
  { pattern: /\b[WS]F_<</, reason: 'WF_<<...>>: the definition is dropped; name the tuple' },
  { pattern: /~>/, reason: '~>: a leads-to is judged only where its left side lasts; say []<> instead' },
  { pattern: /\\cdot\b|\bENABLED\b|-\+->/, reason: 'a temporal operator that it does not know' },
  { pattern: /\\div\b|%/, reason: '\\div and %: wrong for negative numbers' },
  { pattern: /\bLAMBDA\b|\bASSUME\b/, reason: 'a construct that it drops' },
]);

const knownDirectives = [
  ...['SPECIFICATION', 'CONSTANT', 'CONSTANTS', 'INVARIANT', 'INVARIANTS', 'PROPERTY', 'PROPERTIES', 'CHECK_DEADLOCK'],
];

/** refuseUnsafe throws QSC411 with the reason and the line where the embedded engine can not be trusted. */
export function refuseUnsafe(module: Module, configuration: Configuration): void {
  for (const { pattern, reason } of rules) {
    const found = pattern.exec(module.code);
    if (found) throw unsafe(module, found.index, reason);
  }
  refuseModules(module);
  refuseDeclarations(module);
  refuseFairnessElsewhere(module, configuration);
  refuseConfiguration(configuration);
}

function refuseModules(module: Module): void {
  const strange = module.extended.find((name) => !libraries.includes(name));
  if (strange !== undefined) throw unsafe(module, module.code.indexOf('EXTENDS'), `EXTENDS ${strange}: it is not read`);
}

/** A second list of variables takes the place of the first. */
function refuseDeclarations(module: Module): void {
  const lists = [...module.code.matchAll(/^VARIABLES?\b/gm)];
  if (lists.length > 1) throw unsafe(module, lists[1]!.index, 'a second list of variables hides the first');
  if (lists.length === 0) throw unsafe(module, 0, 'no VARIABLES at the beginning of a line');
}

/** Fairness counts only where the specification itself says so; through a name it is taken for a state predicate. */
function refuseFairnessElsewhere(module: Module, { specification }: Configuration): void {
  for (const [name, body] of module.definitions) {
    const other = name !== specification && !/\[\]\[/.test(body);
    if (other && /\b[WS]F_/.test(body)) {
      throw unsafe(module, module.code.indexOf(body), `fairness in ${name}: only the specification's own counts`);
    }
  }
}

function refuseConfiguration({ name, directives, constants, invariants, properties }: Configuration): void {
  const refuse = (reason: string) => new QuiesceError('QSC411', `${name}.cfg: ${reason}`);
  const unknown = directives.find((directive) => !knownDirectives.includes(directive));
  if (unknown !== undefined) throw refuse(`${unknown}: ignored, refused or unsound with liveness`);
  const replaced = [...constants].find(([, value]) => value.startsWith('<-'));
  if (replaced) throw refuse(`${replaced[0]} <- ...: not understood`);
  if (invariants.length === 0 && properties.length === 0) throw refuse('no claim is named, so it would choose some');
}

function unsafe(module: Module, index: number, reason: string): QuiesceError {
  const line = module.code.slice(0, index).split('\n').length;
  return new QuiesceError('QSC411', `${module.name}.tla:${line}: ${reason}`);
}
