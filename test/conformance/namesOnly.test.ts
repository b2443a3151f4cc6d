// A state graph whose steps have names and no parameters: what is not compared is said wherever something is held to it. And
// hidden steps of a graph, whose parameters it knows.

import { describe, expect, it } from 'vitest';
import { conforms, specification, type TlaModule, validate } from '../../conformance/index.js';
import { cell } from '../../engine/program/cell.js';
import { happened } from '../../engine/program/event.js';
import { type Program, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { ownText, runsText } from '../../reports/ownConformance.js';

const counter = (labels: TlaModule['labels'], parameters: readonly string[] = []): TlaModule => ({
  ...{ kind: 'tla', name: 'MCCounter', labels },
  ...(labels === 'names only' ? { why: 'with labels its graph is another' } : {}),
  graph: {
    ...{ variables: ['n'], states: [[0], [1], [2]], initial: [0] },
    edges: [
      { from: 0, label: { action: 'Add', parameters }, to: 1 },
      { from: 1, label: { action: 'Rest', parameters }, to: 2 },
    ],
  },
});

const x = cell('x', 0);
function* adding(): Program {
  yield* store(x, 1);
  yield* happened('Add', { by: 'a' });
}
const system = { cells: [x], threads: [thread('t', adding)] };
const remark =
  'the steps of MCCounter have names only: what parameters they are taken with is not compared (with labels its graph is another)';

describe('a graph with names only', () => {
  const spec = specification(counter('names only'));

  it('takes a step with any parameters, and says that it does', () => {
    const report = conforms(system, spec);
    const models = conforms(spec, spec);
    const run = validate('{"event":"Add","by":"anybody"}', spec);

    expect([report, models, run].map((each) => each.remark?.split('; ')[0])).toEqual([remark, remark, remark]);
    expect([report.verdict, models.verdict, run.verdict]).toEqual(['conforms', 'conforms', 'accepted']);
  });

  it('is told of in what is printed', () => {
    const row = { pair: 'it@spec', expected: 'conforms', verdict: 'conforms', below: [] as never[] } as const;
    const file = { version: 1, file: 'a.conform.ts', withoutFloor: [] } as const;
    const printed = ownText(
      { ...file, rows: [{ ...row, report: conforms(system, spec) }] },
      { command: 'quiesce', width: 400 },
    );
    const runs = { version: 1, file: 'a.conform.ts', specification: 'spec' } as const;

    expect(printed).toContain(`\n  ${remark}\n`);
    expect(runsText({ ...runs, rows: [{ run: 'r', ...validate('{"event":"Add"}', spec) }] })).toContain(
      `  ${remark}\n`,
    );
  });

  it('has nothing to say where the steps have their parameters', () => {
    const whole = specification(counter('with parameters', ['a']), { events: { Add: { step: 'Add', with: ['by'] } } });

    expect(conforms(system, whole)).toMatchObject({ verdict: 'conforms' });
    expect(conforms(system, whole).remark).toBeUndefined();
    expect(validate('{"event":"Add","by":"b"}', whole).verdict).toBe('refused');
  });
});

describe('a hidden step of a graph', () => {
  it('is all of that name, or those with the parameters that are said', () => {
    const module = counter('with parameters', ['a']);

    expect(specification(module, { hidden: ['Rest'] }).hidden!.map(({ text }) => text)).toEqual(['Rest("a")']);
    const one = specification(module, { hidden: [{ step: 'Rest', with: [{ who: 'a' }] }] });
    expect(one.hidden!.map(({ text }) => text)).toEqual(['Rest("a")']);
  });
});
