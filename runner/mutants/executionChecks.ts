// Checks of properties judged execution by execution: small systems with a claim that is false in some order of steps that
// are independent but for what the claim hears or sees of them.

import type * as Explorer from '../../engine/index.js';
import { happened, type Program, type ProgramFunction, store, thread } from '../../engine/program/index.js';
import type { Check, Engine } from './engineChecks.js';
import { neverBoth, setsAndClearsX, setsAndClearsY, x, y } from './neverBoth.js';

/** The claim is false, and that is seen. */
const refuted =
  (claim: (engine: Engine) => Explorer.Property, ...programs: readonly ProgramFunction[]): Check =>
  (engine) => {
    const threads = programs.map((program, index) => thread(`t${index}`, program));
    const { verdicts } = engine.exploreExecutions({ cells: [x, y], threads }, [claim(engine)], { builtIn: false });
    const { verdict } = verdicts[0]!;
    return verdict === 'refuted' ? undefined : `${verdict} instead of refuted`;
  };

const firstIsFirst = ({ monitor, violated }: Engine) =>
  monitor('first is first', {
    init: false,
    on: (isFirst, { name }) => (name === 'first' ? true : isFirst ? isFirst : violated('second before first')),
  });

function* saysFirst(): Program {
  yield* store(x, 1);
  yield* happened('first');
}

function* saysSecond(): Program {
  yield* store(y, 1);
  yield* happened('second');
}

export const executionChecks: Readonly<Record<string, Check>> = {
  'execution by execution, events come in every order': refuted(firstIsFirst, saysFirst, saysSecond),
  'execution by execution, a predicate sees what two threads make true together': refuted(
    neverBoth,
    setsAndClearsX,
    setsAndClearsY,
  ),
};
