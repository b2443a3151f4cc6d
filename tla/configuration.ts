// A configuration (.cfg): which specification is checked, with which constants, for what.

import { QuiesceError } from '../engine/program/errors.js';
import type { Module } from './module.js';

export interface Configuration {
  /** Without folder and ending. */
  readonly name: string;
  readonly text: string;
  readonly specification: string;
  /** The lines that say how the system behaves. */
  readonly behaviour: string;
  readonly constants: ReadonlyMap<string, string>;
  readonly invariants: readonly string[];
  readonly properties: readonly string[];
  /** That nothing can follow a state is a violation, unless `CHECK_DEADLOCK FALSE` says that it is none. */
  readonly checksDeadlock: boolean;
  /** Every directive that occurs. */
  readonly directives: readonly string[];
}

const keywords =
  /^(SPECIFICATION|INIT|NEXT|CONSTANTS?|INVARIANTS?|PROPERTY|PROPERTIES|SYMMETRY|CONSTRAINTS?|ACTION_CONSTRAINTS?|VIEW|ALIAS|POSTCONDITION|CHECK_DEADLOCK)\b/;

/** parseConfiguration reads a configuration. Throws QSC414 where it names no specification. */
export function parseConfiguration(name: string, text: string): Configuration {
  const sections = sectionsOf(text);
  const words = (...names: string[]) =>
    sections.filter(([key]) => names.includes(key)).flatMap(([, body]) => wordsOf(body));
  const [specification] = words('SPECIFICATION');
  const file = name.endsWith('.cfg') ? name : `${name}.cfg`;
  if (specification === undefined) throw new QuiesceError('QSC414', `${file} names no SPECIFICATION`);
  const assignments = sections.filter(([key]) => /^CONSTANT/.test(key)).flatMap(([, body]) => assigned(body));
  return {
    name,
    text,
    specification,
    behaviour: `SPECIFICATION ${specification}`,
    constants: new Map(assignments),
    invariants: words('INVARIANT', 'INVARIANTS'),
    properties: words('PROPERTY', 'PROPERTIES'),
    checksDeadlock: !words('CHECK_DEADLOCK').includes('FALSE'),
    directives: [...new Set(sections.map(([key]) => key))],
  };
}

function sectionsOf(text: string): readonly (readonly [string, string])[] {
  const sections: [string, string][] = [];
  for (const line of text.split('\n')) {
    const code = line.replace(/\\\*.*$/, '').trim();
    const keyword = keywords.exec(code)?.[1];
    if (keyword !== undefined) sections.push([keyword, code.slice(keyword.length)]);
    else if (sections.length > 0) sections[sections.length - 1]![1] += `\n${code}`;
    else if (code !== '') throw new QuiesceError('QSC414', `the line ${JSON.stringify(code)}`);
  }
  return sections;
}

function wordsOf(body: string): string[] {
  return body.split(/[\s,]+/).filter((word) => word !== '');
}

function assigned(body: string): [string, string][] {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const match = /^\s*(\w+)\s*(=|<-)\s*(.+?)\s*$/.exec(line);
    if (!match) throw new QuiesceError('QSC414', `the line ${JSON.stringify(line.trim())}`);
    return [match[1]!, match[2] === '=' ? match[3]! : `<- ${match[3]}`];
  });
}

/** refuseMisfit throws QSC414 where a configuration and its modules, the checked one first, do not fit together. */
export function refuseMisfit(configuration: Configuration, modules: readonly Module[]): void {
  const { name, specification, invariants, properties, constants } = configuration;
  const [checked] = modules;
  const extended = modules.filter((each) => each === checked || isExtendedBy(modules, each));
  const unknown = [specification, ...invariants, ...properties].find(
    (each) => !modules.some(({ definitions }) => definitions.has(each)),
  );
  if (unknown !== undefined) throw misfit(name, `${unknown} is not defined in ${checked?.name}`);
  const declared = new Set(extended.flatMap((module) => module.constants));
  const missing = [...declared].find((each) => !constants.has(each));
  if (missing !== undefined) throw misfit(name, `no value for the constant ${missing}`);
  const isDefined = (each: string) => modules.some(({ definitions }) => definitions.has(each));
  const strange = [...constants].find(
    ([each, value]) => !declared.has(each) && !(isReplaced(value) && isDefined(each)),
  );
  if (strange !== undefined) throw misfit(name, `${strange[0]} is no constant of ${checked?.name}`);
  const missed = [...constants.values()].find((value) => isReplaced(value) && !isDefined(value.slice(2).trim()));
  if (missed !== undefined) throw misfit(name, `${missed.slice(2).trim()} is not defined in ${checked?.name}`);
  if (invariants.length + properties.length === 0) throw misfit(name, 'nothing is claimed');
}

/** Some other module extends it: one that is not only instantiated. */
function isExtendedBy(modules: readonly Module[], { name }: Module): boolean {
  return modules.some(({ extended }) => extended.includes(name));
}

/** A constant or a definition may be replaced by another definition: `Calls <- CallsMade`. */
function isReplaced(value: string): boolean {
  return value.startsWith('<-');
}

function misfit(name: string, what: string): QuiesceError {
  return new QuiesceError('QSC414', `${name}.cfg: ${what}`);
}

/**
 * withOnly is the configuration with some of its claims, and all else that it says: what TLC is asked where a search may
 * meet one violation or another first.
 */
export function withOnly(
  configuration: Configuration,
  { invariants, checksDeadlock }: { readonly invariants: readonly string[]; readonly checksDeadlock: boolean },
): Configuration {
  const others = sectionsOf(configuration.text).filter(([key]) => !/^(INVARIANT|PROPERT|CHECK_DEADLOCK)/.test(key));
  const lines = [
    ...others.map(([key, body]) => `${key} ${body}`),
    ...invariants.map((each) => `INVARIANT ${each}`),
    `CHECK_DEADLOCK ${checksDeadlock ? 'TRUE' : 'FALSE'}`,
  ];
  return { ...configuration, text: `${lines.join('\n')}\n`, invariants, properties: [] };
}

/** withClaims is the configuration with other claims: for a control run, or for one that only counts. */
export function withClaims(
  configuration: Configuration,
  claims: { readonly invariants: readonly string[]; readonly properties: readonly string[] },
  behaviour = configuration.behaviour,
): Configuration {
  const { name, constants } = configuration;
  const lines = [
    behaviour,
    'CONSTANTS',
    ...[...constants].map(([key, value]) => `  ${key} ${value.startsWith('<-') ? value : `= ${value}`}`),
    ...claims.invariants.map((each) => `INVARIANT ${each}`),
    ...claims.properties.map((each) => `PROPERTY ${each}`),
  ];
  const text = `${lines.join('\n')}\n`;
  return { ...configuration, name, behaviour, text, ...claims };
}
