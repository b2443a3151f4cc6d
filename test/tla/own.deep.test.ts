// TLA+ specifications of other people: to TLC as they are, and what TLC says is believed only where it says it twice; their state
// graphs with labels, as specifications that systems are held to.

import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeLabel } from '../../conformance/tla/label.js';
import { conforms, specification, tlaModule } from '../../conformance.js';
import { whyTlcIsSkipped } from '../../tla/archive.js';
import { parseItf, writeItf } from '../../tla/itf.js';
import { labelledNext } from '../../tla/own/actions.js';
import { cfgSections } from '../../tla/own/cfgText.js';
import { checkOwn } from '../../tla/own/ownCheck.js';
import { ownSpecification } from '../../tla/own/ownFiles.js';
import { replayOwn } from '../../tla/own/ownReplay.js';
import { ownResult } from '../../tla/own/ownResult.js';
import { ownTrace } from '../../tla/own/ownTrace.js';
import { folderWith, quiesce } from '../cli/run.js';
import { held, locking, lockMachine, mended, racy } from '../conformance/lock.js';

const skipped = whyTlcIsSkipped();
const withTlc = describe.skipIf(skipped !== undefined);
const because = skipped === undefined ? '' : ` (skipped: ${skipped})`;

const base = `---- MODULE Lock ----
EXTENDS Naturals
CONSTANT Threads, None
ASSUME None \\notin Threads
VARIABLE owner
Init == owner = None
Acquire(t) == owner = None /\\ owner' = t
Release(t) == owner = t /\\ owner' = None
Next == \\E t \\in Threads : \\/ Acquire(t)
                           \\/ Release(t)
Spec == Init /\\ [][Next]_owner /\\ WF_owner(Next)
Free == owner = None
Held == owner # None
====
`;
const model = `---- MODULE MCLock ----
EXTENDS Lock
MCThreads == {"a", "b"}
====
`;
const files = { 'Lock.tla': base, 'MCLock.tla': model, 'MCLock.cfg': '' };
const cfg = (claims: string) =>
  `(* of the lock *) SPECIFICATION Spec CONSTANT Threads <- MCThreads None = None\n${claims}\n`;

const byThread = {
  acquired: { step: 'Acquire', with: ['thread'] },
  released: { step: 'Release', with: ['thread'] },
} as const;

async function checked(claims: string, more: Readonly<Record<string, string>> = {}, name = 'MCLock.cfg') {
  const folder = folderWith({ ...files, 'MCLock.cfg': cfg(claims), ...more });
  return await checkOwn(ownSpecification(name, folder), 'tlc');
}

withTlc(`a specification that goes to TLC${because}`, () => {
  it('may have what TLC takes: substitutions, comments, several sections on a line, INIT and NEXT', async () => {
    const plain = await checked(
      'INVARIANT Free \\* expected: nothing\n'.replace('Free', 'Held').replace('nothing', 'invariant violated: Held'),
    );
    const named = await checked('', { 'MCLock.cfg': 'INIT Init NEXT Next CONSTANTS Threads <- MCThreads None = None' });

    expect(plain.departures).toEqual([]);
    expect(named.outcomes).toMatchObject([{ verdict: 'holds', states: 3, depth: 2 }]);
  });

  it('has a trace with its actions where it is violated, and a departure where that was not expected', async () => {
    const { outcomes, departures } = await checked('INVARIANT Free');

    expect(outcomes).toMatchObject([
      { verdict: 'invariant violated', violated: 'Free', trace: [{ state: { owner: 'None' } }, { action: 'Acquire' }] },
    ]);
    expect(departures).toEqual(['it is invariant violated: Free, expected holds']);
  });

  it.each([
    [
      'a deadlock',
      'CHECK_DEADLOCK TRUE',
      { 'Lock.tla': base.replace('\\/ Release(t)', '\\/ FALSE') },
      { verdict: 'deadlock' },
    ],
    [
      'one that does not count',
      'CHECK_DEADLOCK FALSE',
      { 'Lock.tla': base.replace('\\/ Release(t)', '\\/ FALSE') },
      { verdict: 'holds' },
    ],
    [
      'a lasso',
      'PROPERTY Ever',
      { 'MCLock.tla': model.replace('====', 'Ever == <>[]Free\n====') },
      { verdict: 'liveness violated', loopStartsAt: 0 },
    ],
    [
      'an assumption',
      '',
      { 'MCLock.tla': model.replace('====', 'ASSUME 1 = 2\n====') },
      { verdict: 'assumption violated' },
    ],
  ])('says %s', async (_what, claims, more, outcome) => {
    expect((await checked(claims, more)).outcomes).toMatchObject([outcome]);
  });

  it.each([
    [
      'a module that is nowhere',
      '',
      { 'MCLock.tla': model.replace('EXTENDS Lock', 'EXTENDS Lock, Nowhere') },
      /QSC412 .*the module Nowhere[\s\S]*--library/,
    ],
    ['a claim that there is not', 'INVARIANT Fre', {}, /QSC414 .*Fre/],
    [
      'an assumption without a value',
      '',
      { 'MCLock.tla': model.replace('====', 'ASSUME Head(1) = 2\n====') },
      /QSC413 /,
    ],
  ])('is refused with a code for %s', async (_what, claims, more, error) => {
    await expect(checked(claims, more)).rejects.toThrow(error);
  });

  it('leaves nothing behind in the folder that it lies in', async () => {
    const folder = folderWith({ ...files, 'MCLock.cfg': cfg('INVARIANT Free') });

    await checkOwn(ownSpecification('MCLock.cfg', folder), 'tlc');

    expect(readdirSync(folder).sort()).toEqual(['Lock.tla', 'MCLock.cfg', 'MCLock.tla']);
  });

  it('may be an algorithm that is not translated; one with a translation of another is refused', async () => {
    const algorithm =
      '---- MODULE Clock ----\nEXTENDS Naturals\n(* --algorithm Clock\nvariable x = 0;\nbegin\n  L: while x < 3 do\n    x := x + 1;\n  end while;\nend algorithm *)\n====\n';
    const stale = algorithm.replace(
      '====',
      '\\* BEGIN TRANSLATION (chksum(pcal) = "c985ca76" /\\ chksum(tla) = "93472c9d")\nVARIABLE x\nSpec == x = 0 /\\ [][x\' = x]_x\n\\* END TRANSLATION\n====',
    );
    const of = (text: string) => {
      const folder = folderWith({ 'Clock.tla': text, 'Clock.cfg': 'SPECIFICATION Spec CHECK_DEADLOCK FALSE' });
      return checkOwn(ownSpecification('Clock.cfg', folder), 'tlc');
    };

    expect((await of(algorithm)).outcomes).toMatchObject([{ verdict: 'holds', states: 5 }]);
    await expect(of(stale)).rejects.toThrow(/QSC420 .*Clock/);
  });
});

describe('what TLC says', () => {
  const message = (code: number, severity: number, text = '') => ({ code, severity, text });
  const counted = message(2199, 0, '7 states generated, 5 distinct states found, 0 states left on queue.');
  const success = message(2193, 0, 'Model checking completed. No error has been found.');
  const violation = message(2110, 1, 'Invariant Free is violated.');
  const outcome =
    (exit: number, ...messages: readonly ReturnType<typeof message>[]) =>
    () =>
      ownResult('x', { exit, messages, plain: '' });

  it('is a pass only with its message of success, no other, an empty queue and exit code 0', () => {
    expect(outcome(0, success, counted)().verdict).toBe('holds');
    expect(outcome(0, counted)).toThrow(/QSC425/);
    expect(
      outcome(1, message(1000, 1, 'it failed.\n@!@!@STARTMSG 2145:0 @!@!@\nTLCGet\n@!@!@ENDMSG 2145 @!@!@')),
    ).toThrow('x: it failed. TLCGet');
    expect(outcome(0, violation, counted)).toThrow(/QSC419 .*"invariant violated" in its messages, and exit code 0/);
    expect(outcome(0, violation, success, counted)).toThrow(/QSC419 .*a message of success and one of a violation/);
    expect(outcome(12, success, counted)).toThrow(/QSC419 .*"holds" in its messages, and exit code 12/);
    expect(outcome(143)).toThrow(/QSC425 .*exit code 143/);
    expect(
      outcome(0, success, message(2199, 0, '7 states generated, 5 distinct states found, 1 states left on queue.')),
    ).toThrow(/QSC419/);
  });
});

withTlc(`TLC as a process${because}`, () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  /** A java of our own making, before the real one. */
  function javaThat(script: string): void {
    const folder = folderWith({ java: `#!/bin/sh\n${script}\n` });
    chmodSync(join(folder, 'java'), 0o755);
    process.env.PATH = `${folder}${delimiter}${path}`;
  }

  it('that a script wraps and that exits with 0 passes for nothing', async () => {
    javaThat(`case "$1" in -version) exit 0;; esac\nPATH='${path}' java "$@"\nexit 0`);

    await expect(checked('INVARIANT Free')).rejects.toThrow(/QSC419 .*exit code 0/);
  });

  it('that is killed midway is no pass', async () => {
    javaThat('case "$1" in -version) exit 0;; esac\nkill -9 $$');

    await expect(checked('INVARIANT Held')).rejects.toThrow(/QSC425/);
  });

  it('ends at the limit of seconds, and when it is interrupted', async () => {
    javaThat('case "$1" in -version) exit 0;; esac\nexec sleep 30');
    const own = () => ownSpecification('MCLock.cfg', folderWith({ ...files, 'MCLock.cfg': cfg('') }));

    await expect(checkOwn(own(), 'tlc', { secondsMax: 1 })).rejects.toThrow(/QSC301 .*within 1 seconds/);
    await expect(checkOwn(own(), 'tlc', { isInterrupted: () => true })).rejects.toThrow(/QSC302/);
  });
});

describe('the embedded engine', () => {
  it('ends at the limit of seconds, with a specification of a billion initial states', async () => {
    const vast =
      '---- MODULE Vast ----\nEXTENDS Naturals\nVARIABLES x, y\nvars == <<x, y>>\nInit == x \\in 0..99999 /\\ y \\in 0..99999\nNext == UNCHANGED vars\nSpec == Init /\\ [][Next]_vars\nLow == x >= 0\n====\n';
    const folder = folderWith({ 'Vast.tla': vast, 'Vast.cfg': 'SPECIFICATION Spec\nINVARIANT Low\n' });

    await expect(checkOwn(ownSpecification('Vast.cfg', folder), 'embedded', { secondsMax: 2 })).rejects.toThrow(
      /QSC301|QSC422/,
    );
  });
});

describe('several configurations', () => {
  it('are all checked where one reaches the limit, which is inconclusive', () => {
    const many = 'x \\in 0..99999 /\\ y \\in 0..99999';
    const module = (name: string, init: string) =>
      `---- MODULE ${name} ----\nEXTENDS Naturals\nVARIABLES x, y\nvars == <<x, y>>\nInit == ${init}\nNext == UNCHANGED vars\nSpec == Init /\\ [][Next]_vars\n====\n`;
    const claims = 'SPECIFICATION Spec\n';
    const folder = folderWith({
      ...{ 'Vast.tla': module('Vast', many), 'Vast.cfg': claims },
      ...{ 'Small.tla': module('Small', 'x = 0 /\\ y = 0'), 'Small.cfg': claims },
    });
    const asked = ['tla', './Vast.cfg', './Small.cfg', '--engine', 'tlc', '--limit-seconds', '4', '--out', 'out'];

    const { code, stdout } = quiesce(folder, ...asked);

    expect(code).toBe(3);
    expect(stdout).toMatch(/Vast\.cfg .* inconclusive /);
    expect(stdout).toMatch(/Small\.cfg .* holds /);
    expect(stdout).toContain('Vast.cfg: TLC did not end within 4 seconds');
    expect(stdout).toContain('1 of 2 configurations inconclusive');
    expect(readFileSync(join(folder, 'out/summary.md'), 'utf8')).toContain('2 configurations: 1 inconclusive.');
  });
});

describe('a configuration as text', () => {
  it('is read by words, with comments of both kinds and strings', () => {
    expect(cfgSections('\\* no\nCONSTANT A = {a, "b \\* c"} B <- MCB (* INIT x *) INVARIANT I J')).toEqual([
      { keyword: 'CONSTANT', words: ['A', '=', '{', 'a', ',', '"b \\* c"', '}', 'B', '<-', 'MCB'] },
      { keyword: 'INVARIANT', words: ['I', 'J'] },
    ]);
  });
});

describe('a next-state relation', () => {
  it('is taken apart along alternatives, "there is" and definitions, and what is not understood stays whole', () => {
    const code = [
      "A(x) == x' = 1",
      'B == \\/ A(1)',
      '     \\/ \\E y, z \\in S, w \\in {1, 2} : A(w)',
      'Next == B \\/ (x > 1 /\\ A(2))',
    ].join('\n');

    const { text, actions } = labelledNext('Next', [code])!;

    expect(actions).toEqual(['A', 'Next']);
    expect(text).toMatchSnapshot();
    expect(labelledNext('Missing', [code])).toBeUndefined();
  });
});

withTlc(`the graph of a specification${because}`, () => {
  const made = async (more: Readonly<Record<string, string>> = {}, cache: string | false = false) => {
    const folder = folderWith({ ...files, 'MCLock.cfg': cfg(''), ...more });
    return await tlaModule('MCLock.tla', 'MCLock.cfg', { from: folder, cache });
  };
  it('has labels with their parameters, and holds a system to it', async () => {
    const module = await made();
    const spec = specification(module, {
      events: byThread,
      abstraction: (state) => (state.read(held) === 0 ? { owner: 'None' } : {}),
    });

    const report = conforms(locking(mended), spec);

    expect(module.labels).toBe('with parameters');
    expect(new Set(module.graph.edges.map(({ label }) => writeLabel(label)))).toEqual(
      new Set(['Acquire("a")', 'Acquire("b")', 'Release("a")', 'Release("b")']),
    );
    expect(report).toMatchObject({
      verdict: 'conforms',
      coverage: { states: { realised: 3, of: 3 }, transitions: { realised: 4, of: 4 } },
    });
    expect(conforms(locking(racy), spec).divergence).toMatchObject({
      reason: expect.stringContaining('does not allow Acquire'),
    });
  });

  it('is held to a machine, step by step, by the names that are given', async () => {
    const spec = specification(await made());
    const names: Readonly<Record<string, string>> = { acquired: 'Acquire', released: 'Release' };
    const threads = [{ thread: 'a' }, { thread: 'b' }];

    const report = conforms(specification(lockMachine), spec, {
      alphabet: { acquired: threads, released: threads },
      steps: (_state, { name, parameters }) => [
        { name: names[name]!, parameters, text: `${name} ${JSON.stringify(parameters)}` },
      ],
    });

    expect(report).toMatchObject({ verdict: 'conforms', pairs: 3 });
  });

  it('has names only where the relation cannot be taken apart, and says why', async () => {
    const module = await made({
      'Lock.tla': base.replace('Spec == Init /\\ [][Next]_owner', 'Spec == Init /\\ ([][Next]_owner)'),
    });

    expect(module).toMatchObject({ labels: 'names only', why: expect.stringContaining('not of the form') });
    expect(module.graph.states).toHaveLength(3);
  });

  it('is kept by its content, and made anew where what is kept was altered or the module is another', async () => {
    const cache = folderWith();
    const module = await made({}, cache);
    const [file] = readdirSync(cache);
    const kept = readFileSync(join(cache, file!), 'utf8');

    writeFileSync(join(cache, file!), kept.replace('Acquire', 'Aquire'));

    expect((await made({}, cache)).graph).toEqual(module.graph);
    expect(readFileSync(join(cache, file!), 'utf8')).toBe(kept);
    await made({ 'Lock.tla': base.replace('Held ==', 'Taken ==') }, cache);
    expect(readdirSync(cache)).toHaveLength(2);
  });

  it.each([
    ['a constraint', { 'MCLock.cfg': cfg('CONSTRAINT Free') }, /QSC411 .*CONSTRAINT/],
    [
      'more states than there is time for',
      { 'Lock.tla': base.replace('owner = None\nA', 'owner \\in 1..100000000\nA') },
      /QSC301|QSC413/,
    ],
  ])('is refused with a code for %s', async (_what, more, error) => {
    const folder = folderWith({ ...files, 'MCLock.cfg': cfg(''), ...more });

    await expect(tlaModule('MCLock.tla', 'MCLock.cfg', { from: folder, cache: false, secondsMax: 3 })).rejects.toThrow(
      error,
    );
  });
});

describe('the graph of a specification, without Java', () => {
  const plain = {
    'Lock.tla': base
      .replace('Spec ==', 'vars == <<owner>>\nSpec ==')
      .replace('[Next]_owner /\\ WF_owner(Next)', '[Next]_vars')
      .replace('ASSUME None \\notin Threads\n', ''),
    'Lock.cfg': 'SPECIFICATION Spec\nCONSTANTS\n  Threads = {"a", "b"}\n  None = "none"\n',
  };
  const made = (folder: string, engine: 'embedded' | 'tlc' | 'auto') =>
    tlaModule('Lock.tla', 'Lock.cfg', { from: folder, cache: false, engine });

  it('has the labels with their parameters', async () => {
    const { labels, graph } = await made(folderWith(plain), 'auto');

    expect(labels).toBe('with parameters');
    expect(graph.states).toHaveLength(3);
    expect(new Set(graph.edges.map(({ label }) => writeLabel(label)))).toEqual(
      new Set(['Acquire("a")', 'Acquire("b")', 'Release("a")', 'Release("b")']),
    );
  });

  it.each([
    ['in a line', plain['Lock.tla'], 'owner = None', 6],
    [
      'in a list',
      plain['Lock.tla'].replace(
        "Acquire(t) == owner = None /\\ owner' = t",
        "Acquire(t) ==\n  /\\ t \\in Threads\n  /\\ \\/ owner = None\n     \\/ owner = t\n  /\\ owner' = t",
      ),
      '\\/ owner = None \\/ owner = t',
      8,
    ],
  ])(
    'explains a divergence by the conjunct that is false, written %s, with its line',
    async (_how, text, conjunct, line) => {
      const module = await made(folderWith({ ...plain, 'Lock.tla': text }), 'embedded');

      const { divergence } = conforms(locking(racy), specification(module, { events: byThread }));

      expect(divergence).toMatchObject({
        conditions: [{ text: conjunct, place: `Lock.tla:${line}` }],
        specificationSource: [expect.stringMatching(/^Lock\.tla:6$/)],
      });
    },
  );

  it.skipIf(skipped !== undefined)('is the one that TLC makes', async () => {
    const folder = folderWith(plain);

    expect((await made(folder, 'embedded')).graph).toEqual((await made(folder, 'tlc')).graph);
  });

  it.each([
    ['a constraint', { 'Lock.cfg': `${plain['Lock.cfg']}CONSTRAINT Free\n` }, /QSC411 .*CONSTRAINT/],
    [
      'what it gets wrong',
      { 'Lock.tla': plain['Lock.tla'].replace('Free ==', 'Can == ENABLED Next\nFree ==') },
      /QSC411 /,
    ],
    [
      'an algorithm, whose translation may be stale',
      { 'Lock.tla': `(* --algorithm A *)\n${plain['Lock.tla']}` },
      /QSC411 /,
    ],
    [
      'a relation that it cannot take apart',
      { 'Lock.tla': plain['Lock.tla'].replace('[][Next]_vars', '([][Next]_vars)') },
      /QSC41[134] /,
    ],
  ])('is refused with a code for %s', async (_what, more, error) => {
    await expect(made(folderWith({ ...plain, ...more }), 'embedded')).rejects.toThrow(error);
  });

  it('may be committed beside the configuration, and is read from there with no engine at all', async () => {
    const folder = folderWith(plain);
    const fresh = await made(folder, 'embedded');

    const { code, stdout } = quiesce(folder, 'tla', './Lock.cfg', '--graphs');
    const path = join(folder, 'graphs', 'Lock.txt');
    const text = readFileSync(path, 'utf8');

    expect(stdout).toBe('written: graphs/Lock.txt: 3 states, 4 transitions, with parameters\n');
    expect(code).toBe(0);
    expect((await made(folder, 'tlc')).graph).toEqual(fresh.graph);
    writeFileSync(path, text.replace(/^0 (\d) 1$/m, '0 $1 2'));
    await expect(made(folder, 'auto')).rejects.toThrow(/QSC421 .*not as it was written/);
    writeFileSync(path, text);
    writeFileSync(join(folder, 'Lock.tla'), plain['Lock.tla'].replace('Held ==', 'Taken =='));
    await expect(made(folder, 'auto')).rejects.toThrow(/QSC420 .*next: quiesce tla Lock.cfg --graphs/s);
  }, 60_000);

  it('is never written into the package', () => {
    const cfg = join(import.meta.dirname, '../../tla/MCHotSwapOneCaller.cfg');

    expect(quiesce(folderWith(), 'tla', cfg, '--graphs')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('QSC110'),
    });
  });
});

withTlc(`a trace of one's own specification${because}`, () => {
  const traced = async (claims: string, more: Readonly<Record<string, string>> = {}) => {
    const own = ownSpecification('MCLock.cfg', folderWith({ ...files, 'MCLock.cfg': cfg(claims), ...more }));
    const trace = parseItf(writeItf(ownTrace((await checkOwn(own, 'tlc')).outcomes[0]!)!));
    return { trace, of: (change: object) => replayOwn(own, { ...trace, ...change }) };
  };

  it('does not take what is false in a state for a claim about the path', async () => {
    const { of } = await traced('INVARIANT Free');

    expect(await of({ verdict: 'liveness violated' })).toMatchObject({
      violated: ['Free'],
      remarks: ['the file says liveness violated: Free, and that is not so'],
    });
  });

  it('is written, and replayed: its actions and what is false at its end are found anew', async () => {
    const { trace, of } = await traced('INVARIANT Free');
    const [first, second] = trace.steps;

    expect(await of({})).toMatchObject({
      actions: [expect.stringMatching(/^Acquire\("[ab]"\)$/)],
      violated: ['Free'],
      remarks: [],
    });
    expect(await of({ steps: [first!] })).toMatchObject({
      violated: [],
      remarks: ['the file says invariant violated: Free, and that is not so'],
    });
    await expect(of({ steps: [second!] })).rejects.toThrow(/QSC424 .*state 1: it is no initial state/);
    await expect(of({ steps: [first!, first!] })).rejects.toThrow(
      /QSC424 .*state 2: no action leads there; enabled: Acquire\("a"\), Acquire\("b"\)/,
    );
    await expect(of({ steps: [first!, second!, { state: { owner: 'c' } }] })).rejects.toThrow(
      /QSC424 .*state 3: no action leads there; enabled: Release/,
    );
    await expect(of({ steps: [{ state: {} }] })).rejects.toThrow(/QSC424|QSC413/);
  }, 60_000);

  it('may be of a specification whose graph is cut by a constraint, or has no end', async () => {
    const more = {
      'Lock.tla': base
        .replace('VARIABLE owner', 'VARIABLES owner, turn')
        .replace('Init == owner = None', 'Init == owner = None /\\ turn \\in Nat')
        .replace(/owner' = (t|None)/g, "owner' = $1 /\\ turn' = turn + 1")
        .replace('[Next]_owner /\\ WF_owner(Next)', '[Next]_<<owner, turn>>'),
      'MCLock.tla': model.replace('====', 'Few == turn < 5\nSome == {0, 1}\n===='),
    };
    const claims = 'CONSTRAINT Few CONSTANT Nat <- Some INVARIANT Free';

    const { of } = await traced(claims, { ...more, 'MCLock.cfg': cfg(claims) });

    expect(await of({})).toMatchObject({
      actions: [expect.stringMatching(/^Acquire/)],
      violated: ['Free'],
      remarks: [],
    });
  }, 60_000);

  const going = `---- MODULE Going ----
EXTENDS Naturals
VARIABLES x, y
vars == <<x, y>>
Init == x = 0 /\\ y = 0
Inc == x < 2 /\\ x' = x + 1 /\\ UNCHANGED y
Reset == x = 2 /\\ x' = 0 /\\ UNCHANGED y
Flip == y' = 1 - y /\\ UNCHANGED x
Next == Inc \\/ Reset \\/ Flip
Spec == Init /\\ [][Next]_vars /\\ WF_vars(Inc)
Flips == []<>(y = 1)
Rises == []<>(x = 1)
====
`;

  it('that goes round is judged anew: whether that is fair, and which properties are false of it', async () => {
    const own = (property: string) =>
      ownSpecification(
        'Going.cfg',
        folderWith({ 'Going.tla': going, 'Going.cfg': `SPECIFICATION Spec\nPROPERTIES ${property}\n` }),
      );
    const lasso = parseItf(writeItf(ownTrace((await checkOwn(own('Flips'), 'tlc')).outcomes[0]!)!));
    const at = (x: number, y: number) => ({ state: { x, y } });
    const idle = { ...lasso, violated: 'Rises', steps: [at(0, 0), at(0, 1)], loopStartsAt: 0 };

    expect(await replayOwn(own('Flips'), lasso)).toMatchObject({ violated: ['Flips'], remarks: [] });
    expect(await replayOwn(own('Rises'), idle)).toMatchObject({
      violated: [],
      remarks: ['the file says liveness violated: Rises, and that is not so: what it repeats for ever is not fair'],
    });
    expect(await replayOwn(own('Rises Flips'), { ...lasso, violated: 'Rises' })).toMatchObject({
      violated: ['Flips'],
      remarks: ['the file says liveness violated: Rises, and that is not so'],
    });
    expect((await replayOwn(own('Flips'), { ...lasso, steps: [at(0, 0), at(1, 0)], loopStartsAt: 0 })).remarks).toEqual(
      ['the file says that it goes round from state 1 on, and no action leads back there'],
    );
  }, 90_000);

  it('whose loop lies outside of it is refused', () => {
    const text = JSON.stringify({ vars: ['x'], states: [{ x: 1 }], loop: 7 });

    expect(() => parseItf(text)).toThrow(/QSC421 .*a loop from state 7 on, in a trace of 1/);
  });

  it('that has no states is refused', () => {
    expect(() => parseItf(JSON.stringify({ vars: ['x'], states: [] }))).toThrow(/QSC421 .*a trace without states/);
  });
});
