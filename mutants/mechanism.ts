// Defects of the paper's mechanism, as edits of impl/hotswap. Each is run in place of a sound mechanism of a scenario and
// held to the verdicts that are expected of that one; `machine` and `specification` see some of them besides.
// What they leave to others: noFinally, dekkerReversedInEpilog, phaseLockLeak and workerActive keep a swap from ever ending,
// which is a matter of liveness and not of the machine; formatUnchecked is about what is transferred.

import type { Scenario } from '../scenarios/scenario.js';
import { type Edit, lines, type Mutant } from './mutant.js';

type Entry = Omit<Mutant, 'kind' | 'numbers'> & Partial<Pick<Mutant, 'numbers'>>;

/** edit replaces a text in a file of impl/hotswap. */
function edit(name: string, find: string, replace: string): Edit {
  return { file: `impl/hotswap/${name}.ts`, find, replace };
}

/** Elsewhere no component asks for its own replacement because of the load. */
function isAdaptive({ claims = [] }: Scenario): boolean {
  return claims.length > 0;
}

/** Elsewhere there is no next swap. */
function isSwappedAgain({ references }: Scenario): boolean {
  return Object.values(references).some(({ versions, swaps = versions.length - 1 }) => swaps > 1);
}

/** A mediator knows the successor, and a released caller installs and enters that. */
const capturedTarget: readonly Edit[] = [
  edit(
    'translation',
    '  readonly original: number;\n',
    '  readonly original: number;\n  readonly successor?: ObjectReference;\n',
  ),
  edit(
    'swap',
    'mediatorTarget(mediator, original, group));',
    'Object.freeze({ ...mediatorTarget(mediator, original, group), successor: plan.successor }));',
  ),
  edit(
    'visit',
    '  readonly original: ObjectReference;\n',
    '  readonly original: ObjectReference;\n  readonly successor: ObjectReference;\n',
  ),
  edit('visit', 'original: originalOf(target) };', 'original: originalOf(target), successor: target.successor! };'),
  edit('dispatch', '  scope,\n  type Turn', '  scope,\n  store,\n  type Turn'),
  edit(
    'dispatch',
    '  return again({ hotSwap, call });',
    lines(
      '  yield* store(hotSwap.references[call.ref]!.pointer, visit.successor);',
      '  return done(yield* runIn(hotSwap, call, visit.successor));',
    ),
  ),
];

/** Swaps of a reference overlap, so they need two swappers; the next one is admitted before the second grace period. */
const nextSwapBeforeSecondGrace: readonly Edit[] = [
  edit('translation', '  readonly swapper: string;', '  readonly swapper: string;\n  readonly nextSwapper: string;'),
  edit(
    'layout',
    '    swapper: `swapper.${name}`,',
    '    swapper: `swapper.${name}`,\n    nextSwapper: `swapper.${name}.1`,',
  ),
  edit('layout', 'filter(({ swaps }) => swaps > 0).length > 1;', 'reduce((all, { swaps }) => all + swaps, 0) > 1;'),
  edit(
    'hotSwap',
    '  return [thread(name, program, { hotSwap: mechanism, ref }, { processor, dormant: true })];',
    lines(
      '  const names = [name, mechanism.references[ref]!.nextSwapper].slice(0, mediators.length);',
      '  return names.map((each) => thread(each, program, { hotSwap: mechanism, ref }, { processor, dormant: true }));',
    ),
  ),
  edit(
    'swap',
    '  yield* spawn(swapper);',
    lines(
      '  const { mediators, ended, nextSwapper } = hotSwap.references[ref]!;',
      '  const number = mediators.length > 1 ? yield* load(ended) : 0;',
      '  yield* spawn(number % 2 === 0 ? swapper : nextSwapper);',
    ),
  ),
  edit(
    'mediator',
    'yield* unpark(leadOf(visit).swapper);',
    'yield* unpark(visit.mediator % 2 === 0 ? leadOf(visit).swapper : leadOf(visit).nextSwapper);',
  ),
  edit(
    'abort',
    '  yield* unpark(reference.swapper);',
    '  yield* unpark(mediator % 2 === 0 ? reference.swapper : reference.nextSwapper);',
  ),
  edit(
    'swap',
    '  if (hotSwap.options.secondGrace) {',
    '  yield* becomeIdle(swap);\n  if (hotSwap.options.secondGrace) {',
  ),
  edit(
    'swap',
    "  yield* at('retired', { ref: plan.ref });\n  yield* becomeIdle(swap);",
    "  yield* at('retired', { ref: plan.ref });",
  ),
];

/** adaptive replaces a text of the counter that asks for its own replacement. */
function adaptive(find: string, replace: string): Edit {
  return { file: 'impl/components/counter/adaptive.ts', find, replace };
}

const entries: readonly Entry[] = [
  {
    name: 'oneAdvance',
    numbers: ['M1'],
    statement: 'one generation is let pass in a grace period, not two',
    edits: [edit('generations', 'const advances = 2;', 'const advances = 1;')],
    killedBy: [
      'quiescence in selfSwap',
      'quiescence in mediatorPointerInHand',
      'machine in lockBesideTheComponent',
      'specification in OneCaller',
      'specification in TwoProcessorsSmall',
    ],
  },
  {
    name: 'noAdvance',
    numbers: ['M2'],
    statement: 'no generation is let pass in a grace period',
    edits: [edit('generations', 'const advances = 2;', 'const advances = 0;')],
    killedBy: [
      'quiescence in selfSwap',
      'quiescence in mediatorPointerInHand',
      'machine in lockBesideTheComponent',
      'specification in OneCaller',
    ],
  },
  {
    name: 'sleeperUncounted',
    numbers: ['M13', 'D4'],
    statement: 'a sleep inside a component is taken for a safe point',
    edits: [edit('generations', '  if (hotSwap.options.sleepStaysCounted) return yield* safePoint();\n', '')],
    killedBy: ['quiescence in sleepInsideTheComponent@sleepStaysCounted'],
  },
  {
    name: 'lenient',
    statement: 'in block anybody is let through while a call is in flight',
    edits: [edit('options', "  admission: 'strict',", "  admission: 'lenient',")],
    killedBy: ['swapEnds in endlessCallers', 'machine in mediatorPointerInHand'],
  },
  {
    name: 'byGeneration',
    statement: 'threads older than the swap pass, all others are held back',
    edits: [edit('options', "  admission: 'strict',", "  admission: 'byGeneration',")],
    killedBy: [
      'countMatches in lockBesideTheComponent',
      'isolation in lockBesideTheComponent',
      'machine in lockBesideTheComponent',
    ],
  },
  {
    name: 'forwardSkipped',
    numbers: ['M3'],
    statement: 'the mediator blocks at once, without waiting for the calls that came before it',
    edits: [
      edit(
        'swap',
        lines(
          '  const drained = yield* scope(grace, Object.freeze({ ...swap, abortable: true }));',
          "  yield* at('forward', { ref: plan.ref, generations: generationsInGrace(hotSwap) });",
        ),
        lines('  const drained = true;', "  yield* at('forward', { ref: plan.ref, generations: 0 });"),
      ),
    ],
    killedBy: [
      'quiescence in selfSwap',
      'quiescence in mediatorPointerInHand',
      'statePreserved in mediatorPointerInHand',
      'machine in lockBesideTheComponent',
      'specification in OneCaller',
    ],
  },
  {
    name: 'countAfterUnlock',
    numbers: ['M4'],
    statement: 'the prolog counts the call after it has let go of the phase lock',
    edits: [
      edit(
        'mediator',
        '  yield* countIn(visit);\n  yield* unlockPhase(visit, self);\n  yield* push',
        '  yield* unlockPhase(visit, self);\n  yield* countIn(visit);\n  yield* push',
      ),
    ],
    killedBy: [
      'countMatches in mediatorPointerInHand',
      'quiescence in mediatorPointerInHand',
      'machine in mediatorPointerInHand',
      'specification in OneCaller',
    ],
  },
  {
    name: 'registerAfterUnlock',
    numbers: ['M5'],
    statement: 'the prolog registers a waiter after it has let go of the phase lock',
    edits: [
      edit(
        'suspension',
        lines('  yield* store(mediatorOf(visit).suspended[self.slot]!, 1);', '  yield* unlockPhase(visit, self);'),
        lines('  yield* unlockPhase(visit, self);', '  yield* store(mediatorOf(visit).suspended[self.slot]!, 1);'),
      ),
    ],
    killedBy: [
      'noStuck in lockBesideTheComponent',
      'isolation in lockBesideTheComponent',
      'noDeadlock in mediatorPointerInHand',
      'everyBlockedCallReleased in lockBesideTheComponent',
      'everythingFreed in mediatorPointerInHand',
      'machine in lockBesideTheComponent',
      'specification in OneCaller',
    ],
  },
  {
    name: 'dekkerReversed',
    numbers: ['M6'],
    statement: 'the swapper reads the count before it turns the mediator to block',
    edits: [
      edit(
        'quiescence',
        "  yield* turnPhase(swap, 'block');\n",
        "  const early = yield* load(mediator.count, isZero);\n  yield* turnPhase(swap, 'block');\n",
      ),
      edit('quiescence', '  const zero = yield* load(mediator.count, isZero);', '  const zero = early;'),
    ],
    killedBy: [
      'countMatches in mediatorPointerInHand',
      'noDeadlock in mediatorPointerInHand',
      'machine in mediatorPointerInHand',
      'specification in OneCaller',
    ],
  },
  {
    name: 'dekkerReversedInEpilog',
    numbers: ['M6'],
    statement: 'the epilog reads the phase before it uncounts the call',
    edits: [
      edit(
        'mediator',
        '  yield* pop(visit, self);',
        '  const early = yield* seesBlock(visit);\n  yield* pop(visit, self);',
      ),
      edit('mediator', 'last && (yield* seesBlock(visit)) &&', 'last && early &&'),
    ],
    killedBy: ['noStuck in mediatorPointerInHand', 'noDeadlock in mediatorPointerInHand'],
  },
  {
    name: 'staleZero',
    statement: 'the epilog that took the last call off does not read the count again once it has seen block',
    edits: [edit('mediator', ' && (yield* isQuiescent(visit))', '')],
    killedBy: [
      'countMatches in lastReturnInBlock',
      'quiescence in mediatorPointerInHand',
      'machine in lastReturnInBlock',
    ],
  },
  {
    name: 'noTicket',
    numbers: ['M7'],
    statement: 'whoever sees zero goes ahead, and the swapper believes any wake-up',
    edits: [
      edit('mediator', '  if (yield* takeTicket(mediatorsOf(visit)[0]!)) yield* unpark', '  yield* unpark'),
      edit(
        'quiescence',
        lines(
          '  if (zero && (yield* takeTicket(mediator))) return true;',
          "  yield* startDeadline(hotSwap, plan, 'blockDeadline');",
          '  return yield* loop(swap, awaitQuiescence);',
        ),
        lines('  if (!zero) yield* park();', '  return true;'),
      ),
    ],
    killedBy: ['countMatches in backToBackSwaps', 'quiescence in backToBackSwaps', 'machine in backToBackSwaps'],
  },
  {
    name: 'zeroWithoutTicket',
    statement: 'the swapper that sees zero itself goes on without taking the ticket',
    edits: [
      edit('quiescence', '  if (zero && (yield* takeTicket(mediator))) return true;', '  if (zero) return true;'),
    ],
    killedBy: [],
    actsIn: isSwappedAgain,
    equivalent:
      'in block zero stays, so the swapper is right to go on. What is lost is that nobody else takes the ticket: an epilog ' +
      'that takes it besides wakes a swapper that does not wait, and the permit is left for the next time that it parks, ' +
      'which is in the next swap. There the ticket of that swap decides and not the permit; with a deadline for block ' +
      'alone the permit gives the swap up, which the deadline may do at any time. The epilog is that of an active thread, ' +
      'so that the mediator whose ticket it takes is there still.',
  },
  {
    name: 'freeMediatorAtOnce',
    numbers: ['M8'],
    statement: 'the mediator is freed without a second grace period',
    edits: [edit('options', '  secondGrace: true,', '  secondGrace: false,')],
    killedBy: [
      'noUseAfterFree in mediatorPointerInHand',
      'machine in lockBesideTheComponent',
      'specification in OneCaller',
    ],
  },
  {
    name: 'capturedTarget',
    numbers: ['M9'],
    statement: 'a released caller installs and enters the successor that its mediator knew',
    edits: capturedTarget,
    killedBy: ['statePreserved in failingTransfer', 'machine in failingTransfer', 'specification in Abort'],
  },
  {
    name: 'capturedTargetInNextSwap',
    numbers: ['D2'],
    statement: 'a released caller installs the successor that its mediator knew, when the next swap may have begun',
    edits: [...capturedTarget, ...nextSwapBeforeSecondGrace],
    killedBy: ['quiescence in backToBackSwaps'],
  },
  {
    name: 'noFinally',
    numbers: ['M10'],
    statement: 'an exception leaves a call without the epilog',
    edits: [
      edit(
        'dispatch',
        lines(
          '  try {',
          '    return yield* runIn(hotSwap, call, original);',
          '  } finally {',
          '    yield* scope(epilog, visit);',
          '  }',
        ),
        lines(
          '  const result = yield* runIn(hotSwap, call, original);',
          '  yield* scope(epilog, visit);',
          '  return result;',
        ),
      ),
    ],
    killedBy: ['countMatches in exceptionInFlight', 'noDeadlock in exceptionInFlight'],
  },
  {
    name: 'nextSwapBeforeSecondGrace',
    numbers: ['M15'],
    statement: 'the next swap may start as soon as this one has ended',
    edits: nextSwapBeforeSecondGrace,
    killedBy: ['machine in backToBackSwaps'],
    actsIn: isSwappedAgain,
    equivalent:
      'whoever still holds the first mediator, or waits in it, is active since before the second swap began, and goes ' +
      "through the pointer again: the second swap's own grace period waits for it, so that it is gone or counted before " +
      'block. The first mediator is freed after a grace period of its own in either case. With capturedTarget beside ' +
      'it, the premise that waiters go through the pointer is gone, and the pair is killed (capturedTargetInNextSwap).',
  },
  {
    name: 'commitBeforeTransfer',
    numbers: ['M18'],
    statement: 'the pointer leads to the successor before it holds the state',
    edits: [
      edit(
        'swap',
        "  yield* at('transfer', { ref: plan.ref });",
        "  yield* swing(swap, plan.successor);\n  yield* at('transfer', { ref: plan.ref });",
      ),
      edit(
        'swap',
        "  yield* swing(swap, outcome === 'completed' ? plan.successor : plan.original);",
        "  if (outcome === 'aborted') yield* swing(swap, plan.original);",
      ),
    ],
    killedBy: [
      'transferOnce in mediatorPointerInHand',
      'statePreserved in mediatorPointerInHand',
      'machine in lockBesideTheComponent',
      'specification in OneCaller',
    ],
  },
  {
    name: 'releaseBeforeSwing',
    numbers: ['M19'],
    statement: 'the waiters are released before the pointer leads anywhere else',
    edits: [
      edit('swap', '  yield* releaseAll(hotSwap, plan);\n', ''),
      edit(
        'swap',
        "  yield* swing(swap, outcome === 'completed' ? plan.successor : plan.original);",
        lines(
          '  yield* releaseAll(hotSwap, plan);',
          "  yield* swing(swap, outcome === 'completed' ? plan.successor : plan.original);",
        ),
      ),
    ],
    killedBy: [
      'isolation in lockBesideTheComponent',
      'noDeadlock in mediatorPointerInHand',
      'machine in lockBesideTheComponent',
      'specification in OneCaller',
    ],
  },
  {
    name: 'rowPerStrand',
    numbers: [],
    statement: 'strands of one activity do not share its row of the table',
    edits: [edit('tracking', 'rows.length === 0 ? self.slot : rows[self.slot]!', 'rows.length < 0 ? 0 : self.slot')],
    killedBy: ['noStuck in strands'],
  },
  {
    name: 'sharedRowTrusted',
    numbers: [],
    statement: 'a row that strands share is taken for a count above zero',
    edits: [
      edit(
        'mediator',
        'if (recursive && visit.hotSwap.rows.length > 0) return yield* countedWhileInFlight(visit);',
        'if (recursive && visit.hotSwap.rows.length < 0) return yield* countedWhileInFlight(visit);',
      ),
    ],
    killedBy: ['countMatches in strandsAnywhere'],
  },
  {
    name: 'groupBlocksOneByOne',
    numbers: [],
    statement: 'group rules 1 and 2: a member blocks once its own generations have passed, whatever the others do',
    edits: [
      edit(
        'group',
        '  for (const swap of swapsOf(group)) yield* interpose(swap, members);',
        lines(
          '  yield* interpose(leadOf(group), members);',
          '  yield* scope(grace, Object.freeze({ ...leadOf(group), abortable: true }));',
          '  for (const swap of swapsOf(group).slice(1)) yield* interpose(swap, members);',
          "  yield* turnPhase(leadOf(group), 'block');",
        ),
      ),
      edit(
        'group',
        "  for (const swap of swapsOf(group)) yield* turnPhase(swap, 'block');",
        "  for (const swap of swapsOf(group).slice(1)) yield* turnPhase(swap, 'block');",
      ),
    ],
    killedBy: ['noDeadlock in groupSwap@grouped'],
  },
  {
    name: 'groupAwaitsGraceOfFirst',
    numbers: [],
    statement: 'group rule 2: a member is interposed when the grace period has begun already',
    edits: [
      edit(
        'group',
        '  for (const swap of swapsOf(group)) yield* interpose(swap, members);',
        '  yield* interpose(leadOf(group), members);',
      ),
      edit(
        'group',
        '  yield* scope(blockOut, group);',
        lines(
          '  for (const swap of swapsOf(group).slice(1)) yield* interpose(swap, members);',
          '  yield* scope(blockOut, group);',
        ),
      ),
    ],
    killedBy: ['quiescence in groupSwap@grouped'],
  },
  {
    name: 'groupTracksOwnOnly',
    numbers: [],
    statement: 'group rule 3: a mediator lets through whom its own table has',
    edits: [edit('tracking', 'of mediatorsOf(visit)) if', 'of [mediatorOf(visit)]) if')],
    killedBy: [
      'noStuck in groupSwap@grouped',
      'noDeadlock in groupSwap@grouped',
      'specification in GroupCallsTheOther',
    ],
  },
  {
    name: 'groupAwaitsOwnZero',
    numbers: [],
    statement: 'group rule 4: the swapper reads the count of the first member only',
    edits: [
      edit(
        'group',
        'for (const swap of swapsOf(group)) if (!(yield* load(mediatorOfSwap(swap).count',
        'for (const swap of swapsOf(group).slice(0, 1)) if (!(yield* load(mediatorOfSwap(swap).count',
      ),
    ],
    killedBy: ['countMatches in groupSwap@grouped', 'quiescence in groupSwap@grouped'],
  },
  {
    name: 'groupLeftByOwnZero',
    numbers: [],
    statement: 'group rule 4: whoever leaves a member last says that all are quiescent',
    edits: [edit('mediator', '{ count } of mediatorsOf(visit))', '{ count } of [mediatorOf(visit)])')],
    killedBy: ['countMatches in groupSwap@grouped', 'quiescence in groupSwap@grouped'],
  },
  {
    name: 'groupTransfersInForward',
    numbers: [],
    statement: 'group rule 4: the state of the first member is transferred while the others are in forward',
    edits: [
      edit(
        'group',
        "  for (const swap of swapsOf(group)) yield* turnPhase(swap, 'block');",
        "  yield* turnPhase(leadOf(group), 'block');",
      ),
    ],
    killedBy: ['transferOnce in groupSwap@grouped', 'quiescence in groupSwap@grouped'],
  },
  {
    name: 'groupForwardOverlooked',
    numbers: [],
    statement: 'group rule 4: the last to leave a member looks at the phase of that member only',
    edits: [edit('mediator', '{ phase } of mediatorsOf(visit))', '{ phase } of [mediatorOf(visit)])')],
    killedBy: ['countMatches in groupSwap@grouped', 'quiescence in groupSwap@grouped'],
  },
  {
    name: 'groupCommitsOneByOne',
    numbers: [],
    statement: 'all or none: a member is committed though the state of another is not transferred yet',
    edits: [
      edit(
        'group',
        '  for (const swap of swapsOf(group)) if (!(yield* scope(transfer, swap))) return yield* abandonAll(group);',
        lines(
          '  for (const swap of swapsOf(group)) {',
          '    if (!(yield* scope(transfer, swap))) return yield* abandonAll(group);',
          '    yield* swing(swap, swap.plan.successor);',
          '  }',
        ),
      ),
      edit('group', '  for (const swap of swaps) yield* swing(swap, winner(swap));\n', ''),
      edit('group', '  const winner = ', '  const _winner = '),
    ],
    killedBy: [
      'phaseMonotone in groupFailing@grouped',
      'noUseAfterFree in groupFailing@grouped',
      'specification in GroupCallsTheOther',
    ],
  },
  {
    name: 'groupAbortsHalfCommitted',
    numbers: [],
    statement: 'all or none: the group may be given up when a member is committed already',
    edits: [
      edit(
        'group',
        '  for (const swap of swaps) yield* swing(swap, winner(swap));',
        lines(
          '  yield* swing(swaps[0]!, winner(swaps[0]!));',
          "  const isGivenUp = outcome === 'completed' && (yield* mayAbort(group.hotSwap));",
          '  if (isGivenUp) yield* abandonAll(group);',
          '  const isBack = (swap: Swap) => isGivenUp && swap !== swaps[0];',
          '  for (const swap of swaps.slice(1)) yield* swing(swap, isBack(swap) ? swap.plan.original : winner(swap));',
        ),
      ),
      edit('group', 'signalEnd(swap, outcome);', "signalEnd(swap, isBack(swap) ? 'aborted' : outcome);"),
      edit('group', 'freeObject(swap, loser(swap));', 'freeObject(swap, isBack(swap) ? winner(swap) : loser(swap));'),
    ],
    killedBy: ['phaseMonotone in groupSwap@groupedAbortAnywhere'],
  },
  {
    name: 'groupFreesMediatorsAtOnce',
    numbers: [],
    statement: 'the mediators of a group are freed without a second grace period',
    edits: [edit('group', '  if (group.hotSwap.options.secondGrace)', '  if (!group.hotSwap.options.secondGrace)')],
    killedBy: ['noUseAfterFree in groupSwap@grouped'],
  },
  {
    name: 'synchronousInTransfer',
    numbers: [],
    statement: 'a call that cannot be held back is served by the old object in transfer too',
    edits: [edit('mediator', "if (phase !== 'transfer') return 'untracked';", "return 'untracked';")],
    killedBy: ['quiescence in synchronousCalls@withSynchronousCalls'],
  },
  {
    name: 'tableKeyedByThread',
    numbers: ['M20'],
    statement: 'the table says whether a thread is inside, not how often',
    edits: [
      edit('tracking', 'type Self, view', 'type Self, store, view'),
      edit('tracking', 'yield* add(rowOf(visit, self), 1);', 'yield* store(rowOf(visit, self), 1);'),
      edit('tracking', 'yield* add(rowOf(visit, self), -1);', 'yield* store(rowOf(visit, self), 0);'),
    ],
    killedBy: [
      'noStuck in callBackThroughPartner',
      'noDeadlock in callBackThroughPartner',
      'machine in callBackThroughPartner',
      'specification in Recursion',
    ],
  },
  {
    name: 'phaseLockLeak',
    numbers: ['M21', 'D1'],
    statement: 'the epilog that finds quiescence takes the phase lock and keeps it',
    edits: [
      edit('mediator', 'yield* announceQuiescence(visit);', 'yield* announceQuiescence(visit, self);'),
      edit(
        'mediator',
        'function* announceQuiescence(visit: Visit)',
        'function* announceQuiescence(visit: Visit, self: Self)',
      ),
      edit(
        'mediator',
        '  if (yield* takeTicket(mediatorsOf(visit)[0]!)) yield* unpark',
        lines(
          '  if (!(yield* takeTicket(mediatorsOf(visit)[0]!))) return;',
          '  yield* lockPhase(visit, self);',
          '  yield* unpark',
        ),
      ),
    ],
    killedBy: ['noStuck in mediatorPointerInHand', 'noDeadlock in mediatorPointerInHand'],
  },
  {
    name: 'oldReadBeforeSwitching',
    numbers: ['M22', 'D3'],
    statement: 'the old object is read before other swaps are excluded',
    edits: [
      edit(
        'translation',
        '  readonly swapper: string;',
        '  readonly swapper: string;\n  readonly found: Cell<ObjectReference>;',
      ),
      edit(
        'layout',
        '    ended: cell(`${name}.ended`, 0, { region: protocol }),',
        lines(
          '    ended: cell(`${name}.ended`, 0, { region: protocol }),',
          '    found: cell(`${name}.found`, { object: 0 }, { region: protocol }),',
        ),
      ),
      edit('hotSwap', '    ended,\n    ...(options', '    ended,\n    reference.found,\n    ...(options'),
      edit('swap', '  const { switching, swapper } =', '  const { switching, swapper, pointer, found } ='),
      edit(
        'swap',
        '  if (!(yield* compareExchange(switching',
        '  const original = yield* load(pointer, current);\n  if (!(yield* compareExchange(switching',
      ),
      edit('swap', '  yield* spawn(swapper);', '  yield* store(found, original);\n  yield* spawn(swapper);'),
      edit(
        'swap',
        'const original = yield* load(reference.pointer, current);',
        'const original = yield* load(reference.found);',
      ),
    ],
    killedBy: ['noUseAfterFree in rivalRequests', 'machine in lockBesideTheComponent'],
  },
  {
    name: 'zeroNotAwaited',
    statement: 'the state is transferred without waiting for the count',
    edits: [
      edit(
        'quiescence',
        lines(
          '  const zero = yield* load(mediator.count, isZero);',
          '  if (zero && (yield* takeTicket(mediator))) return true;',
        ),
        '  if (yield* takeTicket(mediator)) return true;',
      ),
    ],
    killedBy: ['countMatches in mediatorPointerInHand', 'specification in OneCaller'],
  },
  {
    name: 'recursionSuspended',
    statement: 'in block nobody is let through, recursive calls included',
    edits: [
      edit(
        'mediator',
        '      const recursive = yield* isTracked(visit, self);',
        '      const recursive = (yield* isTracked(visit, self)) && false;',
      ),
    ],
    killedBy: ['noStuck in threeCallers', 'specification in Recursion'],
  },
  {
    name: 'abortAfterCommit',
    numbers: ['M23'],
    statement: 'a swap may be given up after its commit',
    edits: [
      edit(
        'swap',
        'function* conclude({ hotSwap, plan, outcome }: Conclusion)',
        'function* conclude({ hotSwap, plan, outcome: reached }: Conclusion)',
      ),
      edit(
        'swap',
        lines(
          "  yield* at(outcome === 'completed' ? 'transferred' : 'aborting', { ref: plan.ref });",
          "  yield* swing(swap, outcome === 'completed' ? plan.successor : plan.original);",
        ),
        lines(
          "  yield* at(reached === 'completed' ? 'transferred' : 'aborting', { ref: plan.ref });",
          "  yield* swing(swap, reached === 'completed' ? plan.successor : plan.original);",
          "  const revoked = reached === 'completed' && (yield* mayAbort(hotSwap));",
          '  if (revoked) yield* swing(swap, plan.original);',
          "  const outcome = revoked ? 'aborted' : reached;",
        ),
      ),
    ],
    killedBy: [
      'phaseMonotone in abortBeforeCommit@abortAnywhere',
      'oneVersionPerCall in abortBeforeCommit@abortAnywhere',
      'machine in abortBeforeCommit@abortAnywhere',
      'specification in Abort',
    ],
  },
  {
    name: 'completionAfterReclamation',
    numbers: ['M24'],
    statement: 'the end of the swap is signalled after the mediator is freed',
    edits: [
      edit('swap', '  yield* signalEnd(swap, outcome);\n', ''),
      edit(
        'swap',
        "  yield* at('retired', { ref: plan.ref });",
        "  yield* at('retired', { ref: plan.ref });\n  yield* signalEnd(swap, outcome);",
      ),
    ],
    killedBy: [
      'noStuck in selfSwapAwaited@withDeadline',
      'noDeadlock in selfSwapAwaited@withDeadline',
      'machine in lockBesideTheComponent',
      'specification in OneCaller',
    ],
  },
  {
    name: 'workerActive',
    numbers: ['M25'],
    statement: 'the swapper counts itself as an active thread',
    edits: [
      edit(
        'swap',
        'import { generationsInGrace, grace }',
        'import { activate, deactivate, generationsInGrace, grace }',
      ),
      edit(
        'swap',
        'export function* swapper({ hotSwap, ref }: Request, self: Self): Program<void> {\n',
        lines(
          'export function* swapper({ hotSwap, ref }: Request, self: Self): Program<void> {',
          '  const activation = yield* activate(hotSwap, self);\n',
        ),
      ),
      edit(
        'swap',
        '  if (plan === null) return;',
        '  if (plan === null) return yield* deactivate(hotSwap, activation, self);',
      ),
      edit(
        'swap',
        '  yield* scope(conclude, Object.freeze({ hotSwap, plan, outcome }));',
        lines(
          '  yield* scope(conclude, Object.freeze({ hotSwap, plan, outcome }));',
          '  yield* deactivate(hotSwap, activation, self);',
        ),
      ),
    ],
    killedBy: [
      'noStuck in mediatorPointerInHand',
      'noDeadlock in mediatorPointerInHand',
      'swapEnds in mediatorPointerInHand',
      'generationsAdvance in mediatorPointerInHand',
    ],
  },
  {
    name: 'latePop',
    statement: 'the epilog takes the call out of the table after it has uncounted it (as released)',
    edits: [
      edit('mediator', '  yield* pop(visit, self);\n', ''),
      edit(
        'mediator',
        'yield* announceQuiescence(visit);\n',
        'yield* announceQuiescence(visit);\n  yield* pop(visit, self);\n',
      ),
    ],
    killedBy: ['countMatches in mediatorPointerInHand', 'machine in lockBesideTheComponent'],
  },
  {
    name: 'entryLeaks',
    statement: 'an exception leaves its entry in the table (D7, thread-id reuse)',
    edits: [
      edit(
        'dispatch',
        lines(
          '  try {',
          '    return yield* runIn(hotSwap, call, original);',
          '  } finally {',
          '    yield* scope(epilog, visit);',
          '  }',
        ),
        lines(
          '  let threw = true;',
          '  try {',
          '    const result = yield* runIn(hotSwap, call, original);',
          '    threw = false;',
          '    return result;',
          '  } finally {',
          '    yield* scope(epilog, Object.freeze({ ...visit, threw }));',
          '  }',
        ),
      ),
      edit('mediator', 'epilog(visit: Visit, self', 'epilog(visit: Visit & { threw: boolean }, self'),
      edit('mediator', '  yield* pop(visit, self);', '  if (!visit.threw) yield* pop(visit, self);'),
    ],
    killedBy: ['countMatches in exceptionInFlight', 'quiescence in reusedThreadId', 'machine in exceptionInFlight'],
  },
  {
    name: 'formatUnchecked',
    numbers: ['D7'],
    statement: 'with no format in common the swap goes on with the number of formats, as if it were one',
    edits: [edit('swap', "?? 'no format';", '?? old.component.exports.length;')],
    killedBy: ['bestFormat in noCommonFormat', 'statePreserved in noCommonFormat'],
  },
  {
    name: 'worstFormat',
    statement: 'of several common formats the worst is agreed upon',
    edits: [edit('negotiation', 'Math.min(...common)', 'Math.max(...common)')],
    killedBy: ['bestFormat in severalFormats', 'bestFormat in mediatorPointerInHand'],
  },
  {
    name: 'worstFormatUnsaid',
    statement: 'the best common format is agreed upon and announced, and the state is moved in the worst',
    edits: [
      edit(
        'transfer',
        '  yield* announceTogether({',
        lines(
          '  const [known, taken] = [reference.objects[from]!.component.exports, reference.objects[to]!.component.imports];',
          '  const worst = Math.max(...known.filter((each) => taken.includes(each)));',
          '  yield* announceTogether({',
        ),
      ),
      edit('transfer', 'insideOf(reference, original), format);', 'insideOf(reference, original), worst);'),
      edit(
        'transfer',
        'insideOf(reference, successor), format, state);',
        'insideOf(reference, successor), worst, state);',
      ),
    ],
    killedBy: ['bestFormat in severalFormats', 'bestFormat in mediatorPointerInHand'],
  },
  {
    name: 'takenTooSoon',
    statement: 'the old object is asked for its state once when the mediator turns to block, and nothing is said of it',
    edits: [
      edit(
        'swap',
        '  const quiescent = yield* scope(blockOut, swap);',
        lines(
          '  yield* exportState(insideOf(hotSwap.references[plan.ref]!, plan.original), plan.format);',
          '  const quiescent = yield* scope(blockOut, swap);',
        ),
      ),
      edit('swap', '  cellsOf,\n  type Group,', '  cellsOf,\n  type Group,\n  insideOf,'),
      edit('swap', 'import { mayAbort,', "import { exportState } from '../inside.js';\nimport { mayAbort,"),
    ],
    killedBy: ['transferOnce in selfSwap', 'quiescence in lastReturnInBlock'],
  },
  {
    name: 'generationNumberCut',
    statement: 'of the number of a generation only the last bit is kept',
    edits: [edit('generations', "wordReading(8, 'generation')", "wordReading(1, 'generation')")],
    killedBy: ['quiescence in concurrentSwaps@byGenerationNumber'],
  },
  {
    name: 'refusing',
    statement: 'a call that meets a swap fails: a broken binding, from which a client has to recover by itself',
    edits: [
      edit('dispatch', '  scope,\n  type Turn', '  scope,\n  Thrown,\n  type Turn'),
      edit(
        'dispatch',
        '  const visit = visitTo(',
        "  if (target.mediator >= 0) throw new Thrown('broken binding');\n  const visit = visitTo(",
      ),
    ],
    killedBy: ['statePreserved in selfSwap', 'transparency in selfSwap'],
  },
  {
    name: 'answering',
    statement: 'a call that meets a swap returns without being forwarded: the mechanism answers for the component',
    edits: [
      edit(
        'dispatch',
        '  const visit = visitTo(',
        '  if (target.mediator >= 0) return done(null);\n  const visit = visitTo(',
      ),
    ],
    killedBy: ['noCallLost in selfSwap'],
  },
  {
    name: 'repeating',
    statement: 'every call is forwarded twice',
    edits: [
      edit(
        'dispatch',
        '  return yield* loop(Object.freeze({ hotSwap, call }), dispatch);',
        lines(
          '  yield* loop(Object.freeze({ hotSwap, call }), dispatch);',
          '  return yield* loop(Object.freeze({ hotSwap, call }), dispatch);',
        ),
      ),
    ],
    killedBy: ['zeroCost in selfSwap', 'noCallLost in selfSwap'],
  },
  {
    name: 'alwaysAsking',
    statement: 'every call reads protocol state first, and says nothing of it',
    edits: [
      edit(
        'dispatch',
        '  return yield* loop(Object.freeze({ hotSwap, call }), dispatch);',
        lines(
          '  yield* load(hotSwap.references[call.ref]!.switching);',
          '  return yield* loop(Object.freeze({ hotSwap, call }), dispatch);',
        ),
      ),
    ],
    killedBy: ['zeroCost in selfSwap'],
  },
  {
    name: 'memoryGivenBackByCalls',
    statement: 'every call gives back the memory of a mediator that nobody has used yet',
    edits: [
      edit('dispatch', 'import {\n', 'import {\n  free,\n'),
      edit(
        'dispatch',
        '  return yield* loop(Object.freeze({ hotSwap, call }), dispatch);',
        lines(
          '  yield* free(hotSwap.references[call.ref]!.mediators[0]!.memory);',
          '  return yield* loop(Object.freeze({ hotSwap, call }), dispatch);',
        ),
      ),
    ],
    killedBy: ['zeroCost in selfSwap'],
  },
  {
    name: 'releaseAfterFree',
    statement:
      'the swapper clears the flags of waiters once more when it has freed the mediator, and says nothing of it',
    edits: [
      edit(
        'swap',
        "  yield* at('retired', { ref: plan.ref });",
        "  yield* at('retired', { ref: plan.ref });\n  yield* releaseAll(hotSwap, plan);",
      ),
    ],
    killedBy: ['noUseAfterFree in selfSwap'],
  },
  {
    name: 'freedWhileFilled',
    statement: 'the successor is given back before the transfer fills it',
    edits: [
      edit(
        'swap',
        '  const transferred = yield* scope(transfer, swap);',
        '  yield* freeObject(swap, plan.successor);\n  const transferred = yield* scope(transfer, swap);',
      ),
    ],
    killedBy: ['noUseAfterFree in selfSwap'],
  },
  {
    name: 'throughAnotherName',
    statement:
      "the swapper writes a freed mediator's ticket through a cell of its own that has the ticket's name and no owner",
    edits: [
      edit('swap', '  at,\n', '  at,\n  cell,\n'),
      edit(
        'swap',
        "  yield* at('retired', { ref: plan.ref });",
        lines(
          "  yield* at('retired', { ref: plan.ref });",
          '  yield* store(cell(`${plan.ref}.mediator${plan.mediator}.ticket`, 1), 0);',
        ),
      ),
    ],
    killedBy: ['noUseAfterFree in selfSwap'],
  },
  {
    name: 'noThreshold',
    statement: 'a counter asks for the other as soon as anything speaks against it',
    edits: [adaptive('export const threshold = 2;', 'export const threshold = 1;')],
    killedBy: ['doesNotFlap in mixedLoad'],
    actsIn: isAdaptive,
  },
  {
    name: 'pressureKept',
    statement: 'what speaks for the partitioned counter takes nothing back of what has spoken against it',
    edits: [adaptive('  yield* relieve(cells);\n  yield* addOne(cells, self);', '  yield* addOne(cells, self);')],
    killedBy: ['doesNotFlap in mixedLoad'],
    actsIn: isAdaptive,
  },
];

/** The mutants of the mechanism. */
export const mechanismMutants: readonly Mutant[] = Object.freeze(
  entries.map((entry): Mutant => Object.freeze({ kind: 'mechanism', numbers: [], ...entry })),
);
