// Defects of the per-processor form, as edits of impl/clustered: those of K42's released code among them. Each is run in
// place of a sound mechanism of a scenario and held to the verdicts that are expected of that one.

import { type Edit, lines, type Mutant } from './mutant.js';

type Entry = Omit<Mutant, 'kind' | 'numbers'> & Partial<Pick<Mutant, 'numbers'>>;

/** edit replaces a text in a file of impl/clustered. */
function edit(name: string, find: string, replace: string): Edit {
  return { file: `impl/clustered/${name}.ts`, find, replace };
}

/** A released caller installs and enters the successor that its mediator knew, as the released code has it. */
const capturedTarget: readonly Edit[] = [
  edit('dispatch', '  scope,\n  type Turn', '  scope,\n  store,\n  type Turn'),
  edit(
    'dispatch',
    '  return again({ clustered, call });\n}',
    lines(
      '  const successor = Object.freeze({ object: visit.original.object + 1 });',
      '  yield* store(clustered.entries[call.ref]!.local[processor]!, successor);',
      '  return done(yield* runIn(clustered, call, successor));',
      '}',
    ),
  ),
];

const entries: readonly Entry[] = [
  {
    name: 'oneAdvanceOfProcessor',
    numbers: ['M1'],
    statement: 'a worker lets one generation of its processor pass in a grace period, not two',
    edits: [edit('generations', 'const advances = 2;', 'const advances = 1;')],
    killedBy: ['quiescence in spreadMediator@perProcessor'],
  },
  {
    name: 'missesNotDrained',
    numbers: ['M14'],
    statement: 'the global entry is turned while misses are under way',
    edits: [edit('translation', '  yield* wait(misses, is(-TURNING));\n', '')],
    killedBy: ['quiescence in neverTouched@perProcessor'],
  },
  {
    name: 'missesNotDrainedAtTheEnd',
    numbers: [],
    statement: 'the global entry is turned back at the end of the swap while misses are under way',
    edits: [
      edit('conclusion', '  for (const { ref } of plan.members) yield* beginTurning(clustered.entries[ref]!);\n', ''),
      edit('conclusion', '  for (const { ref } of plan.members) yield* endTurning(clustered.entries[ref]!);\n', ''),
    ],
    killedBy: ['noStuck in callBackThroughAnotherThread@perProcessorDeadline'],
  },
  {
    name: 'touchedNotAtomic',
    numbers: ['D8'],
    statement: 'a processor adds itself to the set of those that know the object in two steps',
    edits: [
      edit(
        'miss',
        '  yield* fetchOr(reference.touched, bitOf(processor));',
        lines(
          '  const known = yield* load(reference.touched);',
          '  yield* store(reference.touched, known | bitOf(processor));',
        ),
      ),
    ],
    killedBy: ['quiescence in touchedTogether@perProcessor'],
  },
  {
    name: 'rootBlocksUnfenced',
    statement:
      'the last worker turns the root to block by a plain store: its look at who is in flight may overtake that',
    edits: [
      edit(
        'root',
        '  if (!(yield* compareExchange(mediator.phase, rootPhase.forward, rootPhase.block))) return;',
        lines(
          '  if ((yield* load(mediator.phase)) !== rootPhase.forward) return;',
          '  yield* store(mediator.phase, rootPhase.block);',
        ),
      ),
      edit('root', 'import { compareExchange, exchange,', 'import { exchange,'),
    ],
    memory: 'tso',
    killedBy: ['noStuck in swappedAgain@perProcessor'],
  },
  {
    name: 'rootDoesNotAwaitProcessors',
    numbers: [],
    statement: 'the first processor that turns to block turns the root',
    edits: [
      edit(
        'worker',
        '  if (yield* isLastToTurn(own)) yield* scope(rootBlocks, own);',
        '  yield* isLastToTurn(own);\n  yield* scope(rootBlocks, own);',
      ),
    ],
    killedBy: ['phaseMonotone in spreadMediator@perProcessor'],
  },
  {
    name: 'zeroOfProcessorsNotAwaited',
    numbers: [],
    statement: 'the last worker that turns to block does not look whether a processor is in flight',
    edits: [
      edit(
        'root',
        '  const zero = yield* load(mediator.inFlight, isZero);\n  if (!zero || !(yield* takeTicket(mediator))) return;',
        '  if (!(yield* takeTicket(mediator))) return;',
      ),
    ],
    killedBy: ['countMatches in spreadMediator@perProcessor'],
  },
  {
    name: 'rootLockLeak',
    numbers: ['M21', 'D1'],
    statement: 'the epilog that finds quiescence takes the lock of the root and keeps it',
    edits: [
      edit(
        'root',
        '  yield* seal(mediator, contender, { ref: visit.lead, phase: rootPhase.transfer });',
        lines(
          '  yield* takeLock(mediator.lock, contender);',
          '  yield* store(mediator.phase, rootPhase.transfer);',
          "  yield* report('phase', { ref: visit.lead, mediator: mediator.number, phase: 'transfer' });",
        ),
      ),
    ],
    killedBy: ['noStuck in lastReturnInBlock@perProcessor', 'noDeadlock in lastReturnInBlock@perProcessor'],
  },
  {
    name: 'capturedTargetOfProcessor',
    numbers: ['M9', 'D2'],
    statement: 'a released caller installs the successor that its mediator knew, when the next swap may have begun',
    edits: [
      ...capturedTarget,
      // As released: other swaps are let in again before the waiters are let go.
      edit('options', '  nextAfterCommit: false,', '  nextAfterCommit: true,'),
    ],
    killedBy: ['quiescence in swappedAgain@perProcessor'],
  },
  {
    name: 'oldReadBeforeExclusion',
    numbers: ['M22', 'D3'],
    statement: 'the old object is read before other swaps are excluded',
    edits: [
      edit(
        'request',
        '  if (!(yield* excludeOthers(request))) return;\n  const plan = yield* scope(prepare, request);',
        lines(
          '  const found: ObjectReference[] = [];',
          '  for (const ref of request.refs) found.push(yield* load(request.clustered.entries[ref]!.global, current));',
          '  if (!(yield* excludeOthers(request))) return;',
          '  const plan = yield* scope(prepare, Object.freeze({ ...request, found: Object.freeze(found) }));',
        ),
      ),
      edit(
        'request',
        'function* prepare({ clustered, refs }: Request)',
        'function* prepare({ clustered, refs, found }: Request & { readonly found: readonly ObjectReference[] })',
      ),
      edit(
        'request',
        'yield* memberOf(clustered.entries[ref]!);',
        'yield* memberOf(clustered.entries[ref]!, found[refs.indexOf(ref)]!);',
      ),
      edit(
        'request',
        'function* memberOf(reference: ClusteredReference): Program<Member | Refusal> {\n  const original = yield* load(reference.global, current);',
        'function* memberOf(reference: ClusteredReference, original: ObjectReference): Program<Member | Refusal> {',
      ),
    ],
    killedBy: ['noUseAfterFree in rivalRequests@perProcessor'],
  },
  {
    name: 'noFormatUnchecked',
    numbers: ['D7'],
    statement: 'with no format in common the swap goes on with the number of formats, as if it were one',
    edits: [
      edit(
        'request',
        '  const format = bestCommonFormat(old.component, next.component);',
        '  const format = bestCommonFormat(old.component, next.component) ?? old.component.exports.length;',
      ),
    ],
    killedBy: ['bestFormat in noCommonFormat@perProcessor'],
  },
  {
    name: 'failureIgnored',
    numbers: ['D7'],
    statement: 'the last worker commits whether the transfer has failed or not',
    edits: [
      edit('conclusion', '  const sound = yield* load(mediatorOfWorker(own).failed, isZero);', '  const sound = true;'),
    ],
    killedBy: ['transferOnce in failingTransfer@perProcessor'],
  },
  {
    name: 'flushSkipped',
    statement: 'a worker does not flush the local entry of its processor',
    edits: [edit('worker', '    yield* store(clustered.entries[ref]!.local[processor]!, missing);\n', '')],
    killedBy: ['quiescence in spreadMediator@perProcessor'],
  },
  {
    name: 'dekkerReversedInRoot',
    numbers: ['M6'],
    statement: 'the last worker reads whether a processor is in flight before it turns the root to block',
    edits: [
      edit(
        'root',
        '  if (!(yield* compareExchange(mediator.phase',
        '  const early = yield* load(mediator.inFlight, isZero);\n  if (!(yield* compareExchange(mediator.phase',
      ),
      edit('root', '  const zero = yield* load(mediator.inFlight, isZero);', '  const zero = early;'),
    ],
    killedBy: ['noStuck in lastReturnInBlock@perProcessor'],
  },
  {
    name: 'dekkerReversedInLastEpilog',
    numbers: ['M6'],
    statement: 'the epilog reads the phase of the root before it takes its processor off those in flight',
    edits: [
      edit(
        'root',
        '  if (!(yield* fetchAdd(mediator.inFlight, -1, isOne))) return;',
        lines(
          '  const early = yield* load(mediator.phase, isBlock);',
          '  if (!(yield* fetchAdd(mediator.inFlight, -1, isOne))) return;',
        ),
      ),
      edit('root', '  if (!(yield* load(mediator.phase, isBlock)) ||', '  if (!early ||'),
    ],
    killedBy: ['noStuck in lastReturnInBlock@perProcessor'],
  },
  {
    name: 'staleZeroOfRoot',
    statement: 'the epilog does not read again whether a processor is in flight once it has seen block',
    edits: [edit('root', ' || !(yield* load(mediator.inFlight, isZero))) return;', ') return;')],
    killedBy: ['countMatches in spreadMediator@perProcessor'],
  },
  {
    name: 'noTicketOfRoot',
    numbers: ['M7'],
    statement: 'whoever finds quiescence, or that it is too late, goes ahead',
    edits: [
      edit(
        'root',
        '  return yield* exchange(ticket, 0, isOne);',
        '  yield* exchange(ticket, 0, isOne);\n  return true;',
      ),
    ],
    killedBy: ['phaseMonotone in lastReturnInBlock@perProcessor'],
  },
  {
    name: 'epilogWithoutLock',
    statement: 'the epilog takes the call off the count without the lock under which the worker turns the phase',
    edits: [
      edit(
        'representative',
        "  yield* at('leaving', { ref: visit.call.ref });\n  yield* lock(visit, self);\n",
        "  yield* at('leaving', { ref: visit.call.ref });\n",
      ),
      edit(
        'representative',
        '  const over = last && (yield* load(representativeOf(visit).phase, isBlock));\n  yield* unlock(visit, self);\n  return over;',
        '  return last && (yield* load(representativeOf(visit).phase, isBlock));',
      ),
      edit('representative', 'function* countOut(visit: Visit, self: Self)', 'function* countOut(visit: Visit)'),
    ],
    killedBy: ['noStuck in lastReturnInBlock@perProcessor'],
  },
  {
    name: 'representativeFreedAtOnce',
    numbers: ['M8'],
    statement: 'a worker frees the representative of its processor without a second grace period',
    edits: [
      edit('conclusion', '  yield* scope(grace, Object.freeze({ clustered, processor, deadline: null }));\n', ''),
    ],
    killedBy: ['noUseAfterFree in mediatorPointerInHand@perProcessor'],
  },
  {
    name: 'bornInForward',
    statement: 'a representative that is born during the swap lets calls through, though no worker waits for them',
    edits: [edit('miss', "  yield* store(phase, 'block');\n", '')],
    killedBy: ['countMatches in firstTouchInSwap@perProcessor', 'quiescence in firstTouchInSwap@perProcessor'],
  },
  {
    name: 'bornWithoutWorker',
    statement: 'nobody is started for a representative that is born during the swap',
    edits: [
      edit('miss', '  yield* add(mediator.workers, aWorker);\n', ''),
      edit('miss', '  yield* spawn(joinerThread(target.lead, target.mediator, processor));\n', ''),
    ],
    killedBy: ['noStuck in firstTouchInSwap@perProcessor'],
  },
  {
    name: 'bornAfterTheSeal',
    statement: 'a miss installs the mediator whatever its phase',
    edits: [
      edit(
        'miss',
        '  const open = yield* load(mediator.phase, hasWorker ? isNoTransfer : isUnsealed);',
        '  const open = true;',
      ),
    ],
    killedBy: ['phaseMonotone in firstTouchInSwap@perProcessor'],
  },
  {
    name: 'abortHoldsBackMisses',
    statement: 'a first call that meets a swap that is being given up waits for its end, on any processor',
    edits: [edit('miss', 'hasWorker ? isNoTransfer : isUnsealed', 'isUnsealed')],
    killedBy: [
      'noStuck in spreadAbort@perProcessorAbortAnywhere',
      'noDeadlock in spreadAbort@perProcessorAbortAnywhere',
    ],
  },
  {
    name: 'blockOverAborting',
    statement: 'the last processor to turn to block turns the root whether the swap has been given up or not',
    edits: [
      edit(
        'root',
        '  if (!(yield* compareExchange(mediator.phase, rootPhase.forward, rootPhase.block))) return;',
        '  yield* store(mediator.phase, rootPhase.block);',
      ),
    ],
    killedBy: ['noStuck in spreadAbort@perProcessorDeadline'],
  },
  {
    name: 'commitByFirstAtBarrier',
    numbers: ['M18'],
    statement: 'the first worker that has moved its part commits, without waiting for the others',
    edits: [
      edit(
        'worker',
        '(workers: number) => workers % 64 === 1);',
        '(workers: number) => workers === 130 || workers === 65);',
      ),
    ],
    killedBy: ['transferOnce in spreadMediator@perProcessor'],
  },
  {
    name: 'partLeftBehind',
    statement: 'nobody moves the parts of processors that have no worker',
    edits: [edit('transfer', '[processor, ...others]', '[processor]')],
    killedBy: ['statePreserved in partsLeft@perProcessor'],
  },
  {
    name: 'destroyBeforeRelease',
    statement: 'a destruction that was put off is carried out at the commit, before the waiters are let go',
    edits: [
      edit(
        'conclusion',
        '  yield* freeLosers(own, outcome);\n',
        lines(
          '  yield* freeLosers(own, outcome);',
          '  for (const { ref } of plan.members)',
          '    if (yield* compareExchange(clustered.entries[ref]!.entry, entry.destroyPending, entry.destroyed))',
          '      yield* scope(takeAway, Object.freeze({ clustered, ref }));\n',
        ),
      ),
      edit(
        'conclusion',
        "import { destroyNow } from './destruction.js';",
        "import { destroyNow, takeAway } from './destruction.js';",
      ),
      edit('destruction', 'function* takeAway(', 'export function* takeAway('),
    ],
    killedBy: ['statePreserved in destroyDuringSwap@perProcessor', 'transparency in destroyDuringSwap@perProcessor'],
  },
  {
    name: 'noFinallyOfProcessor',
    numbers: ['M10'],
    statement: 'an exception leaves a call without the epilog of its representative',
    edits: [
      edit(
        'dispatch',
        lines(
          '  try {',
          '    return yield* runIn(clustered, call, original);',
          '  } finally {',
          '    yield* scope(epilog, visit);',
          '  }',
        ),
        lines(
          '  const result = yield* runIn(clustered, call, original);',
          '  yield* scope(epilog, visit);',
          '  return result;',
        ),
      ),
    ],
    killedBy: ['countMatches in exceptionInFlight@perProcessor'],
  },
  {
    name: 'missWithoutCount',
    statement: 'every call looks the reference up in the global entry, and does not keep what it finds',
    edits: [edit('miss', '  yield* store(reference.local[processor]!, target);\n  return true;', '  return true;')],
    killedBy: ['noStuck in neverTouched@perProcessor'],
  },
  {
    name: 'groupInterposedLate',
    numbers: ['M17'],
    statement: 'the members of a group but the first are interposed when the workers have begun',
    edits: [
      edit(
        'request',
        lines(
          '  for (const member of plan.members) yield* interpose(clustered, plan, member);',
          '  for (const reference of references) yield* endTurning(reference);',
          '  for (const processor of processors) yield* spawn(workerThread(plan.lead, plan.mediator, processor));',
        ),
        lines(
          '  yield* interpose(clustered, plan, plan.members[0]!);',
          '  for (const processor of processors) yield* spawn(workerThread(plan.lead, plan.mediator, processor));',
          '  for (const member of plan.members.slice(1)) yield* interpose(clustered, plan, member);',
          '  for (const reference of references) yield* endTurning(reference);',
        ),
      ),
    ],
    killedBy: ['phaseMonotone in groupSwap@perProcessorGrouped'],
  },
  {
    name: 'tableOfMember',
    statement: 'in a group a thread is let through in block only where it is inside that very member',
    edits: [
      edit(
        'tracking',
        '  const holder = visit.clustered.options.migration ? mediatorOf(visit) : representativeOf(visit);',
        lines(
          '  const own = { ...visit, lead: visit.call.ref };',
          '  const holder = visit.clustered.options.migration ? mediatorOf(own) : representativeOf(own);',
        ),
      ),
    ],
    killedBy: ['noStuck in groupSwap@perProcessorGrouped', 'noDeadlock in groupSwap@perProcessorGrouped'],
  },
  {
    name: 'countOfMember',
    numbers: ['M16'],
    statement: 'a group is transferred when nobody is inside its first member',
    edits: [
      edit(
        'representative',
        '  yield* add(representativeOf(visit).count, 1);',
        '  yield* add(representativeOf({ ...visit, lead: visit.call.ref }).count, 1);',
      ),
      edit(
        'representative',
        'yield* fetchAdd(representativeOf(visit).count, -1, isOne);',
        'yield* fetchAdd(representativeOf({ ...visit, lead: visit.call.ref }).count, -1, isOne);',
      ),
    ],
    killedBy: ['noStuck in groupSwap@perProcessorGrouped', 'quiescence in groupSwap@perProcessorGrouped'],
  },
  {
    name: 'countedWhereItGoes',
    statement: 'a thread that migrates is counted from then on where it goes on, and not at home',
    edits: [
      {
        file: 'impl/components/counter/methods.ts',
        find: "  yield* callNested(frame, frame.call.ref, 'increment', null, Number(processor));",
        replace: lines(
          '  const { mechanism, call } = frame;',
          '  yield* mechanism.deactivate(mechanism, call.activation, self);',
          '  yield* mechanism.activate(mechanism, { ...self, processor: Number(processor) });',
          "  yield* callNested(frame, frame.call.ref, 'increment', null, Number(processor));",
        ),
      },
    ],
    killedBy: [
      'zeroCost in migratingThread@perProcessorMigration',
      'noDeadlock in migratingThread@perProcessorMigration',
    ],
  },
  {
    name: 'flushNotJoint',
    statement:
      'a processor waits for its generations as soon as it has flushed its own local entry, though threads migrate',
    edits: [edit('worker', '  yield* meetWhereThreadsMigrate(own, mediatorOfWorker(own).flushed);\n', '')],
    killedBy: ['quiescence in migratingThread@perProcessorMigration'],
  },
  {
    name: 'secondGraceNotJoint',
    statement: 'a processor begins its second grace period as soon as it has let go itself, though threads migrate',
    edits: [edit('worker', '  yield* meetWhereThreadsMigrate(own, mediatorOfWorker(own).finished);\n', '')],
    killedBy: ['noUseAfterFree in migratingPastAnother@perProcessorMigration'],
  },
  {
    name: 'inFlightForgotten',
    statement: 'a recursive call from another processor does not say that its processor is in flight now',
    edits: [edit('representative', '  if (first) yield* add(mediatorOf(visit).inFlight, 1);\n', '')],
    killedBy: ['noStuck in migratingThread@perProcessorMigration'],
  },
  {
    name: 'tableOfProcessor',
    numbers: ['M11'],
    statement: 'each processor has a table of thread ids of its own, though threads migrate',
    edits: [
      edit(
        'tracking',
        'visit.clustered.options.migration ? mediatorOf(visit) : representativeOf(visit)',
        'representativeOf(visit)',
      ),
      edit('clustered', '(options.migration ? [] : [each.tracked])', '[each.tracked]'),
    ],
    killedBy: [
      'noStuck in migratingThread@perProcessorMigration',
      'noDeadlock in migratingThread@perProcessorMigration',
    ],
  },
  {
    name: 'blockByProcessor',
    numbers: ['M12'],
    statement: 'each processor blocks as soon as its own generations have passed, though threads migrate',
    edits: [edit('worker', '  yield* meetWhereThreadsMigrate(own, mediatorOfWorker(own).elapsed);\n', '')],
    killedBy: [
      'noStuck in migratingThread@perProcessorMigration',
      'noDeadlock in migratingThread@perProcessorMigration',
    ],
  },
];

/** The mutants of the per-processor form. */
export const clusteredMutants: readonly Mutant[] = Object.freeze(
  entries.map((entry): Mutant => Object.freeze({ kind: 'mechanism', numbers: [], ...entry })),
);
