// Which events ride on one step. What happened rides on the step before it, as early as it can be told; what begins, on
// the step after it, as late. Of two events on one step nobody sees what is between them. So:
//   one plain event begins with a step at most, and one has happened by it: of `got` and `left` on one step, nobody
//   would ever see who is in between, and a lock that lets two in would be proved;
//   a batch is one event in this: it is told in every order, see batches.ts;
//   a span is seen open: its opening and its closing never share a step, the thread pauses before the closing. Beyond
//   that any number may open on one step, and any number close, because a precedence is what spans are for, and none
//   is hidden: no execution has more of them than the one in which all open as late and close as early as they can.
// Left to whoever writes them: a plain event that begins with a step and one that has happened by it enclose no more than
// that step, and are told one after the other; what others are to be seen inside of is a span.

import { QuiesceError } from '../program/errors.js';
import { type Annotation, eventsIn } from '../program/event.js';
import type { Self } from '../program/thread.js';
import { restText } from './liveThread.js';
import type { Rest } from './settle.js';
import { showSource } from './sourceMap.js';

/** An event or a batch, and where it is said. */
interface Place {
  readonly annotation: Annotation;
  readonly source: string | undefined;
}

/** refuseHidden looks at what is said between two operations. Throws QSC511 and QSC513. */
export function refuseHidden(rest: Rest, self: Self): void {
  const places = rest.annotations.map((annotation, index) => ({ annotation, source: rest.sources[index] }));
  refuseBackwards(places, rest, self);
  refuseTwo(places, 'begins', self);
  refuseTwo(places, 'happened', self);
}

/** What happened is told with the step before, what begins with the step after: the other order would be turned round. */
function refuseBackwards(places: readonly Place[], rest: Rest, self: Self): void {
  const beginning = places.findIndex(({ annotation }) => annotation.kind === 'begins');
  const ending = places.findLastIndex(({ annotation }) => annotation.kind === 'happened');
  if (beginning < 0 || ending < beginning) return;
  const [begins, happened] = [placeText(places[beginning]!), placeText(places[ending]!)];
  throw new QuiesceError('QSC511', `${self.name} says ${begins} and then ${happened}, at ${restText(rest)}`);
}

function refuseTwo(places: readonly Place[], kind: 'begins' | 'happened', self: Self): void {
  const [first, second] = places.filter(({ annotation }) => annotation.kind === kind && !isSpan(annotation));
  if (!first || !second) return;
  const step = kind === 'begins' ? 'begin with one step' : 'have happened by one step';
  throw new QuiesceError('QSC513', `${self.name}: ${placeText(first)} and ${placeText(second)} ${step}`);
}

function placeText({ annotation, source }: Place): string {
  const names = eventsIn(annotation).map(({ name }) => name);
  const text = names.length === 1 ? names[0]! : `[${names.join(', ')}]`;
  return source === undefined ? text : `${text} (${showSource(source)})`;
}

/** isSpan is true of an event that opens or closes a span. */
export function isSpan(annotation: Annotation): boolean {
  return annotation.kind !== 'at' && annotation.span === true;
}
