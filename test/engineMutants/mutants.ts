// Deliberate defects of the explorer itself, each as one replacement in the text of the compiled engine.
// A text that does not stand there exactly once fails the test: the engine has changed, and the defect must follow it.

export interface EngineMutant {
  readonly name: string;
  /** Below engine/, without extension. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Taken out as well, where the defect alone would only make the engine run for ever. */
  readonly without?: string;
  /** What is wrong then. */
  readonly statement: string;
}

export const engineMutants: readonly EngineMutant[] = [
  {
    name: 'lostSuccessor',
    statement: 'one step of one state is not taken',
    file: 'search/search',
    find: 'if (((enabled >>> thread) & 1) === 0)',
    replace: 'if (((enabled >>> thread) & 1) === 0 || (id === 5 && thread === 2))',
  },
  {
    name: 'lostChoice',
    statement: 'the last choice of a choose is not taken',
    file: 'search/search',
    find: 'const choices = multiprocessor.choices(state, thread);',
    replace: 'const choices = Math.max(1, multiprocessor.choices(state, thread) - 1);',
  },
  {
    name: 'hashWithoutEquality',
    statement: 'states with the same hash are taken for one',
    file: 'search/exactStore',
    find: 'if (this.#equals(id, work, at, words))',
    replace: 'if (id >= 0)',
  },
  {
    name: 'valueCutOff',
    statement: 'a value that does not fit its field is dropped instead of widening the field',
    file: 'search/exactStore',
    find: 'if (!packing.put(staged, at, slot, state[slot])) {',
    replace: 'if (!packing.put(staged, at, slot, state[slot]) && slot > 99) {',
  },
  {
    name: 'candidatesNotWidened',
    statement: 'what is staged while fields are widened is lost',
    file: 'search/exactStore',
    find: 'this.#widenStaged(before, each);',
    replace: 'this.#staged = new Int32Array(this.#hashes.length * packing.words);',
  },
  {
    name: 'unfinishedUndo',
    statement: 'the slot that a step wrote first is not put back',
    file: 'search/candidates',
    find: 'for (let index = touchedCount - 1; index >= 0; index--)',
    replace: 'for (let index = touchedCount - 1; index > 0; index--)',
  },
  {
    name: 'lostWakeUp',
    statement: 'an unpark that comes before the park is lost',
    file: 'multiprocessor/multiprocessor',
    find: 'case terms.SET_BITS:',
    replace:
      "case terms.SET_BITS: if (slot === this.layout.permits && !this.automata.some(({ nodes }, other) => ((table[at + X] >>> other) & 1) === 1 && nodes[state[this.#nodes + other]].operation?.kind === 'park')) break;",
  },
  {
    name: 'permitNotUsedUp',
    statement: 'a park leaves its permit for the next one',
    file: 'multiprocessor/multiprocessor',
    find: 'this.#write(state, slot, state[slot] & ~table[at + X]);',
    replace: '/* the permit stays */',
  },
  {
    name: 'runningThreadNotReleased',
    statement: 'a safe point does not let the next thread of a cooperative processor run',
    file: 'multiprocessor/multiprocessor',
    find: 'isSafePoint ? 0 : thread + 1',
    replace: 'thread + 1',
  },
  {
    name: 'waitAtTheBound',
    statement: 'a wait for less than a bound is over at the bound',
    file: 'multiprocessor/multiprocessor',
    find: 'content <= table[at + Y]',
    replace: 'content <= table[at + Y] + 1',
  },
  {
    name: 'iterationsMerged',
    statement: 'iterations of a loop are taken for one whatever their locals',
    file: 'threads/frame',
    find: "const key = kind === 'scope' ? 'scope' : argumentKey(code.args);",
    replace: 'const key = kind;',
  },
  {
    name: 'predicateNotAskedAgain',
    statement: 'only the first slot that a step wrote makes a predicate be asked again',
    file: 'watch/predicates',
    find: 'const end = candidates.firstWrite[candidate + 1];\n        for (let write = candidates.firstWrite[candidate]; write < end; write++) {\n            const slot',
    replace:
      'const end = candidates.firstWrite[candidate] + 1;\n        for (let write = candidates.firstWrite[candidate]; write < end; write++) {\n            const slot',
  },
  {
    name: 'secondRefutationLost',
    statement: 'on a path that has refuted one monitor no other is refuted',
    file: 'watch/product',
    find: 'this.refutedCount[target] = refuted;',
    replace: 'this.refutedCount[target] = Math.min(refuted, 1);',
  },
  {
    name: 'monitorStatesConfused',
    statement: 'joint states of monitors with the same place in the table are taken for one',
    file: 'watch/tuples',
    find: 'if (this.#equals(entry - 1, tuple))',
    replace: 'if (entry > 0)',
  },
  {
    name: 'eventsConfused',
    statement: 'a monitor goes where it went from the same state with other events',
    file: 'watch/transitionTable',
    find: 'key === state + 1 && table[entry + 1] === batch',
    replace: 'key === state + 1',
  },
  {
    name: 'answersConfused',
    statement: 'answers that are equal modulo four are taken for one',
    file: 'watch/decisionTree',
    find: 'return this.#following[this.#first[branch] + told];',
    replace: 'return this.#following[this.#first[branch] + (told & 3)];',
  },
  {
    name: 'deadlockTakenForEnd',
    statement: 'a state in which nothing moves is taken for a normal end',
    file: 'search/ends',
    find: 'if (this.unfinished(state) !== 0)\n            return false;',
    replace: '',
  },
  {
    name: 'daemonAtWorkTakenForEnd',
    statement: 'a daemon with work left is taken for a normal end',
    file: 'search/ends',
    find: 'return enabled === 0 || this.#graph.isBottom(state);',
    replace: 'return true;',
  },
  {
    name: 'heartbeatTakenForWork',
    statement: 'a daemon that goes round for ever keeps executions from ending',
    file: 'search/ends',
    find: 'return enabled === 0 || this.#graph.isBottom(state);',
    replace: 'return enabled === 0;',
  },
  {
    name: 'wayOutOverlooked',
    statement: 'daemons that may go round for ever are taken to do so',
    file: 'search/daemonGraph',
    find: 'targets.every((target) =>',
    replace: 'targets.length === 0 || targets.some((target) =>',
  },
  {
    name: 'endNotAwaited',
    statement: 'a claim about ends counts as asked where there is no end',
    file: 'watch/premises',
    find: "if (asksEnds(property) && !this.#endReached)\n            return 'end';",
    replace: '',
  },
  {
    name: 'anyEventHeard',
    statement: 'a monitor counts as asked by events that do not concern it',
    file: 'watch/product',
    find: 'this.heard ||= (handles !== undefined && !isFact(rider)) || id !== state;',
    replace: 'this.heard = true;',
  },
  {
    name: 'stuckPassedOnce',
    statement: 'what threads can ever do is passed back along the edges only once',
    file: 'search/stuck',
    find: 'while (pass(graph, states, ever.data))',
    replace: 'pass(graph, states, ever.data)',
  },
  {
    name: 'backEdgesLost',
    statement: 'an edge to a state that is known is not recorded',
    file: 'search/search',
    find: 'graph.edge(found < 0 ? ~found : found, via);',
    replace: 'if (found >= 0) graph.edge(found, via);',
  },
  {
    name: 'unfairLassoAccepted',
    statement: 'a loop that ignores an enabled thread for ever counts as an execution',
    file: 'search/fairness',
    find: 'return edges > 0 && (satisfied & everyone) === everyone;',
    replace: 'return edges > 0;',
    without: 'while (due !== 0)',
  },
  {
    name: 'fairLassoRefused',
    statement: 'a disabled thread is taken for one that is ignored',
    file: 'search/fairness',
    find: 'satisfied |= ~graph.enabled.data[state];',
    replace: '',
  },
  {
    name: 'otherAnswerAccepted',
    statement: 'what a property answers when it is asked again does not count',
    file: 'drivers/askAgain',
    find: 'if (again === question.answer)',
    replace: 'if (again !== undefined)',
  },
  {
    name: 'fewAskedThrice',
    statement: 'where there are few questions they are asked no more often than others',
    file: 'drivers/askAgain',
    find: 'Math.ceil(asksMin / (asked.length * (1 + shuffles)))',
    replace: '1',
  },
  {
    name: 'monitorsNotAskedAgain',
    statement: 'monitors are not asked again',
    file: 'watch/product',
    find: 'const transitions = { count: this.#asked.length / 2, at };',
    replace: 'const transitions = { count: 0, at };',
  },
  {
    name: 'premisesNotAskedAgain',
    statement: 'premises of monitors are not asked again',
    file: 'watch/product',
    find: '...(component.premise ? [premiseInquiry(component, premise, states)] : []),',
    replace: '',
  },
  {
    name: 'endsNotAskedAgain',
    statement: 'what monitors claim about ends is not asked again',
    file: 'watch/endQuestions',
    find: 'if (!states.has(text))',
    replace: 'if (states.has(text))',
  },
  {
    name: 'predicatesNotAskedAgain',
    statement: 'predicates over states are not asked again',
    file: 'watch/predicateInquiry',
    find: 'count: tree.size,\n        questions: (isPicked) => tree.paths(isPicked)',
    replace: 'count: 0,\n        questions: () => []',
  },
  {
    name: 'viewsNotAskedAgain',
    statement: 'views are not asked again',
    file: 'watch/viewInquiry',
    find: 'count: asked.length,\n            questions: (isPicked) => asked.filter(',
    replace: 'count: 0,\n            questions: () => [].filter(',
  },
  {
    name: 'lastStepOfMisuseLost',
    statement: 'the schedule of a misuse ends before the step that goes wrong',
    file: 'search/search',
    find: 'this.failedAfter = [...this.graph.pathTo(id), via];',
    replace: 'this.failedAfter = this.graph.pathTo(id);',
  },
];
