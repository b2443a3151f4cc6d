// The committed figures of a user's own pairs: one JSON file, by pair, how much of the specification is covered and the hash of
// its graph. Whatever is lost from it shows: a file that is not there, a pair without figures, figures of no pair, a hash
// that is another.

import { readFileSync } from 'node:fs';
import {
  below,
  type ConformanceReport,
  type Coverage,
  type CoverageKind,
  type Covered,
  coverageKinds,
  type Floor,
} from '../../conformance/index.js';
import { isRecord, QuiesceError } from '../../engine/program/index.js';
import { isFloor } from './committed.js';

/** What is committed of one pair. */
interface Figures {
  readonly graph?: string;
  readonly coverage: Floor;
}

export type OwnFigures = Readonly<Record<string, Figures>>;

/** readFigures reads the file. Throws QSC408. */
export function readFigures(path: string, shown: string): OwnFigures {
  const read = parsed(path, shown);
  const pairs = isRecord(read) && read.version === 1 ? read.pairs : undefined;
  if (!isRecord(pairs) || Object.keys(pairs).length === 0)
    throw unreadable(shown, 'it is not { "version": 1, "pairs": ... } with at least one pair');
  const wrong = Object.entries(pairs).find(([, figures]) => !isFigures(figures));
  if (wrong) throw unreadable(shown, `${wrong[0]} is ${JSON.stringify(wrong[1])}`);
  return pairs as OwnFigures;
}

function parsed(path: string, shown: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw unreadable(shown, isMissing ? 'it is not there' : String(error));
  }
}

function unreadable(shown: string, what: string): QuiesceError {
  return new QuiesceError('QSC408', `${shown}: ${what}`, { next: 'quiesce conform FILE --commit' });
}

function isFigures(figures: unknown): boolean {
  if (!isRecord(figures) || Object.keys(figures).some((key) => key !== 'graph' && key !== 'coverage')) return false;
  return isFloor(figures.coverage) && (figures.graph === undefined || /^[0-9a-f]{64}$/.test(String(figures.graph)));
}

/** How a report compares with what is committed of its pair. */
export interface AgainstFigures {
  readonly below: readonly CoverageKind[];
  /** In a sentence, what is committed no more, or never was. */
  readonly lost?: string;
}

/** againstFigures holds a report of a system that conforms to its figures. */
export function againstFigures(pair: string, report: ConformanceReport, figures: OwnFigures): AgainstFigures {
  const committed = Object.hasOwn(figures, pair) ? figures[pair] : undefined;
  if (!committed) return { below: [], lost: `${pair} has no committed figures` };
  const now = Object.values(report.coverage).some((covered) => covered !== undefined);
  if (!now) return { below: [], lost: `${pair} has figures, and its graph is too large to be measured now` };
  const kind = coverageKinds.find((each) => isWithoutFloor(committed.coverage[each], report.coverage[each]));
  const lost =
    committed.graph !== report.graph
      ? { lost: `the graph of ${pair} is another than the committed one` }
      : kind !== undefined
        ? { lost: `of the ${kind} of ${pair} nothing is committed` }
        : {};
  return { below: below(report.coverage, committed.coverage), ...lost };
}

/** Something is measured now, and its figure was left out, or is one of nothing. */
function isWithoutFloor(floor: readonly [number, number] | undefined, now: Covered | undefined): boolean {
  return now !== undefined && now.of > 0 && (floor === undefined || floor[1] === 0);
}

/** figuresDocument is the text to be committed: a line for each pair. */
export function figuresDocument(pairs: readonly (readonly [string, ConformanceReport])[]): string {
  const lines = pairs.map(([name, { graph, coverage }]) => {
    const figures: Figures = { ...(graph === undefined ? {} : { graph }), coverage: floorOf(coverage) };
    return `    ${JSON.stringify(name)}: ${JSON.stringify(figures)}`;
  });
  return `{\n  "version": 1,\n  "pairs": {\n${lines.join(',\n')}\n  }\n}\n`;
}

function floorOf(coverage: Coverage): Floor {
  const known = Object.entries(coverage).flatMap(([kind, covered]) =>
    covered ? [[kind, [covered.realised, covered.of]] as const] : [],
  );
  return Object.fromEntries(known);
}
