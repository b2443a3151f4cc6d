// What every exploration is held to, before and after: executions recorded natively before anything is compiled, merges of
// threads, live executions, and the functions of properties asked again. It tells of what threads share outside cells, and of
// properties that remember. Throws QSC21x.

import { askAgain } from './drivers/askAgain.js';
import { auditMerges, runLiveExecutions } from './drivers/liveRuns.js';
import { compareRecordings, recordExecutions } from './drivers/recordedExecutions.js';
import type { Multiprocessor } from './multiprocessor/multiprocessor.js';
import type { ExploreOptions } from './search/options.js';
import { Checks } from './watch/checks.js';
import type { Inquiry } from './watch/inquiry.js';
import type { Property } from './watch/property.js';
import { viewInquiries } from './watch/viewInquiry.js';

/** Live executions compared with the compiled threads, unless told otherwise. */
const liveExecutionsDefault = 20;

/** An exploration that is held to it. */
export interface Audited {
  /** Explores. */
  run(): void;
  /** Whether its time is over: then the audit is cut as well. */
  isOver(): boolean;
  /** What the functions of properties were asked; asked again are those given, or its own. */
  inquiries(functions?: Checks): readonly Inquiry[];
}

/** audited runs an exploration with everything that it is held to. */
export function audited(
  multiprocessor: Multiprocessor,
  properties: readonly Property[],
  { again, fresh, liveExecutions = liveExecutionsDefault }: Pick<ExploreOptions, 'again' | 'fresh' | 'liveExecutions'>,
  explored: Audited,
): void {
  const anew = again && new Checks(multiprocessor, replaced(properties, again()));
  const isOver = () => explored.isOver();
  const recordings = liveExecutions === 0 ? [] : recordExecutions(multiprocessor.system, fresh, isOver);
  explored.run();
  auditMerges(multiprocessor, isOver);
  compareRecordings(multiprocessor, recordings, isOver);
  runLiveExecutions(multiprocessor, liveExecutions, isOver);
  askAgain([...explored.inquiries(), ...viewInquiries(multiprocessor)], anew ? explored.inquiries(anew) : []);
}

/** The properties, each by one of the same name where there is one. */
function replaced(properties: readonly Property[], others: readonly Property[]): readonly Property[] {
  return properties.map((property) => others.find(({ name }) => name === property.name) ?? property);
}
