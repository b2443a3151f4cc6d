import { describe, expect, it } from 'vitest';
import { meant, nearest } from '../../engine/program/misspelt.js';
import { cell, explore, invariant, monitor, type Property, type System, sample, store, thread } from '../../index.js';

const x = cell('x', 0);
function* up() {
  yield* store(x, 1);
}
const system: System = { cells: [x], threads: [thread('a', up)] };

describe('the nearest name', () => {
  const names = ['quiescence', 'transparency', 'asItIs'];

  it('is the one with the fewest edits, whatever the case', () => {
    expect(nearest('quiescense', names)).toBe('quiescence');
    expect(nearest('ASITIS', names)).toBe('asItIs');
  });

  it('is none when nothing is near', () => {
    expect(nearest('mediator', names)).toBeUndefined();
  });
});

describe('the name that was meant', () => {
  const names = ['system', 'properties', 'threads', 'holds', 'from', 'on', 'to'];

  for (const [written, wanted] of Object.entries({
    property: 'properties',
    Properties: 'properties',
    propertys: 'properties',
    erties: 'properties',
    sistem: 'system',
    thread: 'threads',
    hold: 'holds',
    form: 'from',
  })) {
    it(`of ${written} is ${wanted}`, () => {
      expect(meant(written, names)).toBe(wanted);
    });
  }

  for (const written of ['up', 'no', 'id', 'increment', 'made', 'systematic', 'helper', 'cellsOf'])
    it(`of ${written} is none: any name may stand there`, () => {
      expect(meant(written, names)).toBeUndefined();
    });
});

describe('a field that nobody would read is refused, with the name that was meant:', () => {
  const refused: Readonly<Record<string, () => unknown>> = {
    'the system one has "thread"; did you mean "threads"?': () =>
      explore({ ...system, name: 'one', thread: [] } as System),
    'property p has "premis"; did you mean "premise"?': () =>
      explore(system, [invariant('p', () => true, { premis: () => true } as object)]),
    'property p has "witness"; it is called "premise"': () =>
      explore(system, [invariant('p', () => true, { witness: () => true } as object)]),
    'property p has "atend"; did you mean "atEnd"?': () =>
      explore(system, [monitor('p', { init: null, on: (state: null) => state, atend: () => true } as never)]),
    'memory of property p has "inti"; did you mean "init"?': () =>
      explore(system, [invariant('p', () => true, { memory: { init: null, on: () => null, inti: 1 } as never })]),
    'explore has "limit"; did you mean "limits"?': () => explore(system, [], { limit: { states: 1 } } as object),
    'sample has "seeds"; did you mean "seed"?': () =>
      sample(system, [], { sampler: 'random', executions: 1, seeds: 2 } as never),
    'cell y has "modul"; did you mean "modulo"?': () => cell('y', 0, { modul: 3 } as object),
    'thread b has "deamon"; did you mean "daemon"?': () => thread('b', up, undefined, { deamon: true } as object),
  };

  for (const [text, run] of Object.entries(refused))
    it(text, () => {
      expect(run).toThrow('QSC131');
      expect(run).toThrow(text);
    });

  it('but not one that is like none of them', () => {
    const commented = { ...invariant('p', () => true), comment: 'mine' } as Property;

    expect(explore({ ...system, about: 'mine' } as System, [commented]).verdicts[0]!.verdict).toBe('proved');
  });
});
