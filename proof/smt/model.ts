// From "these can all be so together" to a finite picture: the fewest elements of each sort with which they can, and the
// value of every symbol at every point. The fragment has a finite model whenever it has one.

import type { InstanceInput } from '../form/instanceInput.js';
import type { OpenSort, Sort } from '../form/sort.js';
import type { System } from '../form/system.js';
import type { SymbolData, Variable } from '../form/term.js';
import { assembled } from '../instance/assembled.js';
import { type Instance, instanceOf, pointsOf, type State } from '../instance/instance.js';
import { scoped } from '../solver/scoped.js';
import type { Solver } from '../solver/solver.js';
import { answerOf } from './answer.js';
import { declareElements, elementName, pointTerms } from './names.js';
import { parameterName, valueName } from './translate.js';

export interface Picture {
  readonly instance: Instance;
  readonly state: State;
  /** The arguments of the action, as words. */
  readonly args: readonly string[];
}

/** More elements of one sort than any of our questions needed; beyond them there is no picture. */
const elementsMax = 8;

/** smallestPicture reads a model of what the solver was told; undefined where none of up to eight elements was found. */
export async function smallestPicture(
  solver: Solver,
  system: System,
  parameters: readonly Variable[] = [],
): Promise<Picture | undefined> {
  const sorts = system.sorts.filter((sort): sort is OpenSort => sort.kind === 'open');
  const names = sorts.map(({ name }) => name);
  return await withFewest(solver, names, new Map(), (counts) => read(solver, system, parameters, counts));
}

/** Reads what the solver has a model of, once each sort has as few elements as suffice. */
async function withFewest<T>(
  solver: Solver,
  sorts: readonly string[],
  counts: ReadonlyMap<string, number>,
  readModel: (counts: ReadonlyMap<string, number>) => Promise<T>,
): Promise<T | undefined> {
  const [sort, ...others] = sorts;
  if (sort === undefined) return await readModel(counts);
  for (let count = 1; count <= elementsMax; count++) {
    const found = await scoped(solver, async () => {
      solver.tell(declareElements(sort, count));
      // With the last sort the solver itself has to have a model: it is read.
      const answer = others.length > 0 ? await answerOf(solver, others) : await solver.check();
      if (answer !== 'sat') return undefined;
      return { model: await withFewest(solver, others, new Map([...counts, [sort, count]]), readModel) };
    });
    if (found) return found.model;
  }
  return undefined;
}

async function read(
  solver: Solver,
  system: System,
  parameters: readonly Variable[],
  counts: ReadonlyMap<string, number>,
): Promise<Picture> {
  const names = await elementNames(solver, counts);
  const elements = Object.fromEntries([...counts].map(([sort, count]) => [sort, names.of(sort, count)]));
  const values = await valuesOfSymbols(solver, system, elements, names);
  const at = (symbol: SymbolData, point: readonly string[]) => values.get(symbol)!.get(point.join(' '))!;
  const fixed = Object.fromEntries(system.fixed.map((symbol) => [symbol.name, tableOf(symbol, values.get(symbol)!)]));
  const instance = instanceOf(system, { name: 'the picture', elements, fixed } satisfies InstanceInput);
  const told = await solver.values(parameters.map(parameterName));
  const args = told.map((text, index) => names.read(parameters[index]!.sort, text));
  return { instance, state: assembled(instance, at), args };
}

function tableOf(
  symbol: SymbolData,
  values: ReadonlyMap<string, string>,
): string | boolean | Record<string, string | boolean> {
  const value = (text: string) => (symbol.result.kind === 'truth' ? text === 'true' : text);
  if (symbol.parameters.length === 0) return value(values.get('')!);
  return Object.fromEntries([...values].map(([point, text]) => [point, value(text)]));
}

/** What the solver calls the elements, and what we do. */
interface Names {
  of(sort: string, count: number): readonly string[];
  read(sort: Sort, text: string): string;
}

async function elementNames(solver: Solver, counts: ReadonlyMap<string, number>): Promise<Names> {
  const known = new Map<string, ReadonlyMap<string, string>>();
  for (const [sort, count] of counts) {
    const told = await solver.values(Array.from({ length: count }, (_, index) => elementName(sort, index)));
    const short = shortName(sort, [...counts.keys()]);
    known.set(sort, new Map(told.map((text, index) => [text, `${short}${index + 1}`])));
  }
  return {
    of: (sort) => [...known.get(sort)!.values()],
    read: (sort, text) => readValue(sort, text, known),
  };
}

/** `t` for Thread where no other sort begins so, else the name in small letters. */
function shortName(sort: string, sorts: readonly string[]): string {
  const isUnique = sorts.filter((other) => other[0]!.toLowerCase() === sort[0]!.toLowerCase()).length === 1;
  return isUnique ? sort[0]!.toLowerCase() : sort.toLowerCase();
}

function readValue(sort: Sort, text: string, known: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  if (sort.kind === 'truth') return text;
  if (sort.kind === 'open') return known.get(sort.name)!.get(text) ?? text;
  return text.replace(/^\|?/, '').replace(valueName(sort.name, ''), '').replace(/\|$/, '');
}

type Values = ReadonlyMap<SymbolData, ReadonlyMap<string, string>>;

async function valuesOfSymbols(
  solver: Solver,
  system: System,
  elements: Readonly<Record<string, readonly string[]>>,
  names: Names,
): Promise<Values> {
  const all = [...system.fixed, ...system.state].flatMap((symbol) =>
    pointsOf({ elements }, symbol).map((point) => ({ symbol, point, terms: pointTerms(symbol, point, elements) })),
  );
  const told = await solver.values(all.flatMap(({ terms }) => terms));
  const values = new Map<SymbolData, Map<string, string>>();
  let next = 0;
  for (const { symbol, point, terms } of all) {
    const texts = told.slice(next, next + terms.length);
    next += terms.length;
    const own = values.get(symbol) ?? new Map<string, string>();
    values.set(symbol, own.set(point.join(' '), valueText(symbol.result, texts, names)));
  }
  return values;
}

function valueText(sort: Sort, [whole, ...parts]: readonly string[], names: Names): string {
  const text = names.read(sort, whole!);
  if (sort.kind !== 'union') return text;
  const kinds = Object.keys(sort.alternatives);
  const index = kinds.indexOf(text);
  return `${text} ${names.read(sort.alternatives[text]!, parts[index]!)}`;
}
