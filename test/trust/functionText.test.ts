import { describe, expect, it } from 'vitest';
import {
  atEnd,
  cell,
  type Event,
  eventually,
  explore,
  invariant,
  leadsTo,
  monitor,
  type Program,
  type Property,
  type StateView,
  store,
  thread,
} from '../../index.js';

const x = cell('x', 0);
function* up(): Program {
  yield* store(x, 1);
  yield* store(x, 2);
}
const system = { cells: [x], threads: [thread('a', up)] };

let last = 0;
const seen = { names: [] as string[], count: 0 };
const remembered = new Map<string, number>();

/** By what is written or asked, the property that does so. */
const impure: Readonly<Record<string, Property>> = {
  'holds writes last': invariant('rises', (state) => {
    const rises = state.read(x) >= last;
    last = state.read(x);
    return rises;
  }),
  'holds writes seen': atEnd('counted', () => seen.count++ < 9),
  'on writes seen': monitor('listed', {
    init: null,
    on(state: null, { name }: Event) {
      seen.names.push(name);
      return state;
    },
  }),
  'from writes remembered': leadsTo(
    'mapped',
    (state) => remembered.set('x', state.read(x)).size > 9,
    () => true,
  ),
  'to asks Date': eventually('late', (state) => Date.now() > state.read(x)),
  'to asks Math.random': eventually('lucky', () => Math.random() < 2),
  'on of its memory writes last': invariant('remembering', () => true, {
    memory: {
      init: null,
      on: (state) => {
        [last] = [last + 1];
        return state as null;
      },
    },
  }),
  'holds writes this': {
    kind: 'invariant',
    name: 'with state',
    statement: 'with state',
    count: 0,
    holds(this: { count: number }) {
      this.count += 1;
      return true;
    },
  } as unknown as Property,
  'holds writes keeper': invariant('named', function keeper(): boolean {
    const kept = keeper as unknown as { count: number };
    (keeper as unknown as { count: number }).count = kept.count;
    return true;
  }),
};

describe('a function of a property that came without a file', () => {
  for (const [problem, property] of Object.entries(impure)) {
    it(`is refused by its own text where it ${problem.replace(/^\w+( of its \w+)? /, '')}`, () => {
      expect(() => explore(system, [property])).toThrow(`QSC107`);
      expect(() => explore(system, [property])).toThrow(`${property.name}: ${problem}`);
    });
  }

  it('may have variables of its own, read what is outside, and change what it made', () => {
    const limits = [1, 2, 3];
    function* count(): Generator<number> {
      let n = 0;
      while (n < 3) yield n++;
    }
    const holds = (state: StateView): boolean => {
      let sum = 0;
      const made = new Map<number, number>();
      for (let index = 0; index < limits.length; index++) sum += limits[index]!;
      for (const n of count()) made.set(n, sum);
      const { size } = made;
      return size === 3 && state.read(x) <= sum;
    };

    const { verdicts } = explore(system, [invariant('own variables', holds)]);

    expect(verdicts[0]!.verdict).toBe('proved');
  });
});
