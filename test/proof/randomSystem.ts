// Random protocols without sense, small enough that all their states can be listed: ants and bees, what each is coloured,
// who belongs to whom. Every kind of term is there; what leaves the fragment is for the caller to draw again.

import { type Action, action, type Change, set, setEach } from '../../proof/form/action.js';
import {
  after,
  and,
  type Callable,
  cases,
  choose,
  equal,
  exists,
  fixed,
  forAll,
  iff,
  implies,
  inject,
  is,
  not,
  or,
  state,
  value,
} from '../../proof/form/build.js';
import { enumeration, type Sort, sort, type Truth, truthSort, union } from '../../proof/form/sort.js';
import { type System, system } from '../../proof/form/system.js';
import type { Formula, Term } from '../../proof/form/term.js';
import type { Chance } from '../../proof/instance/chance.js';
import { pick } from './randomFormula.js';

const Ants = sort('Ant', 'ants');
const Bees = sort('Bee', 'bees');
const Hues = enumeration('Hue', ['red', 'blue']);
const Insects = union('Insect', { ant: Ants, bee: Bees });

const home = fixed('home', [Ants], Bees, 'where the ant lives');
const near = fixed('near', [Ants, Bees], truthSort, 'they are near');
const queen = fixed('queen', [], Bees, 'the queen');

const hue = state('hue', [Ants], Hues, 'the colour of the ant');
const shade = state('shade', [Bees], Hues, 'the colour of the bee');
const on = state('on', [], truthSort, 'it is on');
const likes = state('likes', [Ants, Bees], truthSort, 'the ant likes the bee');
const guest = state('guest', [], Insects, 'who visits');

type Ant = Term<typeof Ants>;
type Bee = Term<typeof Bees>;
type Hue = Term<typeof Hues>;

/** What a formula may speak of. */
interface Scope {
  readonly ants: readonly Ant[];
  readonly bees: readonly Bee[];
  /** Besides what never changes: nothing, the state, or two of them. */
  readonly times: 0 | 1 | 2;
  readonly has: Has;
}

/** Which symbols the state has besides the colours; those are always there, so that each element shows in a picture. */
interface Has {
  readonly on: boolean;
  readonly likes: boolean;
  readonly guest: boolean;
}

/** randomSystem draws a protocol with a truism for an invariant, and formulas that may be conjuncts of it, or claims. */
export function randomSystem(chance: Chance): {
  readonly system: System;
  readonly candidates: readonly Formula[];
  readonly ofSteps: readonly Formula[];
} {
  const one = pick(chance, ['on', 'likes', 'guest', 'none', 'on', 'none']);
  const has = { on: one === 'on', likes: one === 'likes', guest: one === 'guest' };
  const symbols = [hue, shade, ...(has.on ? [on] : []), ...(has.likes ? [likes] : []), ...(has.guest ? [guest] : [])];
  const names = ['act', 'do', 'go'].slice(0, 1 + chance.below(2) + chance.below(2));
  const actions = names.map((name) => randomAction(chance, name, symbols, has));
  const closed = (times: Scope['times']): Scope => ({ ants: [], bees: [], times, has });
  const homeIsNear = { says: '', holds: forAll({ a: Ants }, ({ a }) => near(a, home(a))) };
  const made = system({
    ...{ name: 'random', statement: 'nothing', fixed: [home, near, queen], state: symbols, actions },
    axioms: chance.below(3) === 0 ? { homeIsNear } : {},
    initially: symbols.map((symbol) => beginning(chance, symbol, has)),
    invariant: { any: { says: '', holds: or(is(shade(queen()), 'red', 'blue')), neededFor: names[0]! } },
    instances,
  });
  const drawn = (count: number, times: 1 | 2) =>
    Array.from({ length: count }, () => formula(chance, 1 + chance.below(3), closed(times)));
  return { system: made, candidates: drawn(12, 1), ofSteps: drawn(2, 2) };
}

const instances = [
  {
    name: 'TwoAnts',
    elements: { Ant: ['a1', 'a2'], Bee: ['b1'] },
    fixed: {
      home: { a1: 'b1', a2: 'b1' },
      near: [
        ['a1', 'b1'],
        ['a2', 'b1'],
      ],
      queen: 'b1',
    },
  },
  {
    name: 'TwoBees',
    elements: { Ant: ['a1'], Bee: ['b1', 'b2'] },
    fixed: { home: { a1: 'b2' }, near: [['a1', 'b2']], queen: 'b1' },
  },
];

type AnySymbol = typeof hue | typeof shade | typeof on | typeof likes | typeof guest;

function beginning(chance: Chance, symbol: AnySymbol, has: Has): Change {
  const scope = (ants: readonly Ant[], bees: readonly Bee[]): Scope => ({ ants, bees, times: 0, has });
  if (symbol === hue) return setEach(hue, (a) => hueTerm(chance, scope([a], []), 1));
  if (symbol === shade) return setEach(shade, (b) => hueTerm(chance, scope([], [b]), 1));
  if (symbol === likes) return setEach(likes, (a, b) => formula(chance, 1, scope([a], [b])));
  return symbol === on
    ? setEach(on, () => chance.below(2) === 0)
    : setEach(guest, () => inject(Insects, 'bee', queen()));
}

function randomAction(chance: Chance, name: string, symbols: readonly AnySymbol[], has: Has): Action {
  const parameters: Readonly<Record<string, typeof Ants | typeof Bees>> = pick(chance, [
    {},
    { a: Ants },
    { b: Bees },
    { a: Ants, c: Ants },
    { a: Ants, b: Bees },
  ]);
  const some = symbols.filter(() => chance.below(2) === 0);
  const writes = some.length > 0 ? some : [pick(chance, symbols)];
  const scopeOf = ({ b, ...others }: Readonly<Record<string, Term>>): Scope => ({
    ...{ ants: Object.values(others) as Ant[], bees: (b ? [b] : []) as Bee[], times: 1, has },
  });
  return action(name, {
    ...{ says: '', parameters, writes },
    guards: (terms) => ({ isSo: formula(chance, chance.below(3), scopeOf(terms)) }),
    changes: (terms) =>
      writes.flatMap((symbol) =>
        Array.from({ length: 1 + chance.below(2) }, () => randomChange(chance, symbol, scopeOf(terms))),
      ),
  });
}

/** At a point, or everywhere; two of them may concern one point. */
function randomChange(chance: Chance, symbol: AnySymbol, scope: Scope): Change {
  const isWhole = chance.below(3) === 0;
  const withAnt = (a: Ant): Scope => ({ ...scope, ants: [...scope.ants, a] });
  const withBee = (b: Bee): Scope => ({ ...scope, bees: [...scope.bees, b] });
  if (symbol === on) return set(on(), formula(chance, 1, scope));
  if (symbol === guest) return set(guest(), insect(chance, scope, 1));
  if (symbol === shade)
    return isWhole
      ? setEach(shade, (b) => hueTerm(chance, withBee(b), 1))
      : set(shade(bee(chance, scope)), hueTerm(chance, scope, 1));
  const [a] = scope.ants;
  if (symbol === hue)
    return isWhole || !a
      ? setEach(hue, (x) => hueTerm(chance, withAnt(x), 1))
      : set(hue(pick(chance, scope.ants)), hueTerm(chance, scope, 1));
  return isWhole || !a
    ? setEach(likes, (x, y) => formula(chance, 1, { ...withAnt(x), bees: [...scope.bees, y] }))
    : set(likes(pick(chance, scope.ants), bee(chance, scope)), formula(chance, 1, scope));
}

function formula(chance: Chance, depth: number, scope: Scope): Formula {
  if (depth === 0) return atom(chance, scope);
  const below = (inner: Scope = scope) => formula(chance, depth - 1, inner);
  const withAnt = (a: Ant): Scope => ({ ...scope, ants: [...scope.ants, a] });
  const withBee = (b: Bee): Scope => ({ ...scope, bees: [...scope.bees, b] });
  const kinds: readonly (() => Formula)[] = [
    () => not(below()),
    () => and(below(), below()),
    () => or(below(), below(), below()),
    () => implies(below(), below()),
    () => iff(below(), below()),
    () => choose(below(), below(), below()),
    () => forAll({ x: Ants }, ({ x }) => below(withAnt(x))),
    () => forAll({ x: Ants, y: Ants }, ({ x, y }) => below({ ...scope, ants: [...scope.ants, x, y] })),
    () => forAll({ x: Bees }, ({ x }) => below(withBee(x))),
    () => exists({ x: Ants }, ({ x }) => below(withAnt(x))),
    () => exists({ x: Bees }, ({ x }) => below(withBee(x))),
    () => forAll({ h: Hues }, ({ h }) => implies(equal(hueTerm(chance, scope, 0), h), below())),
    () =>
      cases<'Insect', (typeof Insects)['alternatives'], Truth>(insect(chance, scope, 1), {
        ant: (x) => below(withAnt(x)),
        bee: (x) => below(withBee(x)),
      }),
  ];
  return pick(chance, kinds)();
}

function atom(chance: Chance, scope: Scope): Formula {
  const { has, ants, times } = scope;
  const ant = () => pick(chance, ants);
  const kinds: readonly (() => Formula)[] = [
    () => equal(bee(chance, scope), bee(chance, scope)),
    ...(ants.length > 0 ? [() => near(ant(), bee(chance, scope)), () => equal(ant(), ant())] : []),
    ...(times > 0 ? [() => equal(hueTerm(chance, scope, 0), pick(chance, ['red', 'blue'] as const))] : []),
    ...(times > 0 ? [() => equal(hueTerm(chance, scope, 0), hueTerm(chance, scope, 0))] : []),
    ...(times > 0 && has.on ? [() => at(chance, scope, on)()] : []),
    ...(times > 0 && has.likes && ants.length > 0 ? [() => at(chance, scope, likes)(ant(), bee(chance, scope))] : []),
    ...(times > 0 && has.guest ? [() => equal(insect(chance, scope, 0), insect(chance, scope, 1))] : []),
  ];
  return pick(chance, kinds)();
}

/** A state symbol before the step, or after it where there is one. */
function at<P extends readonly Sort[], R extends Sort>(chance: Chance, { times }: Scope, symbol: Callable<P, R>) {
  return times === 2 && chance.below(2) === 0 ? after(symbol) : symbol;
}

function bee(chance: Chance, { ants, bees }: Scope): Bee {
  return pick(chance, [queen(), ...ants.map((a) => home(a)), ...bees, ...bees]);
}

function hueTerm(chance: Chance, scope: Scope, depth: number): Hue {
  const { ants, times } = scope;
  const kinds: readonly (() => Hue)[] = [
    () => value(Hues, pick(chance, ['red', 'blue'] as const)),
    ...(times > 0 ? [() => at(chance, scope, shade)(bee(chance, scope))] : []),
    ...(times > 0 && ants.length > 0 ? [() => at(chance, scope, hue)(pick(chance, ants))] : []),
    ...(depth > 0 ? [() => choose(atom(chance, scope), hueTerm(chance, scope, 0), hueTerm(chance, scope, 0))] : []),
  ];
  return pick(chance, kinds)();
}

function insect(chance: Chance, scope: Scope, depth: number): Term<typeof Insects> {
  const { ants, has, times } = scope;
  const kinds: readonly (() => Term<typeof Insects>)[] = [
    () => inject(Insects, 'bee', bee(chance, scope)),
    ...(ants.length > 0 ? [() => inject(Insects, 'ant', pick(chance, ants))] : []),
    ...(times > 0 && has.guest ? [() => at(chance, scope, guest)()] : []),
    ...(depth > 0 ? [() => choose(atom(chance, scope), insect(chance, scope, 0), insect(chance, scope, 0))] : []),
    ...(depth > 0
      ? [
          () =>
            cases<'Insect', (typeof Insects)['alternatives'], typeof Insects>(insect(chance, scope, 0), {
              ant: (a) => inject(Insects, 'bee', home(a)),
              bee: (b) => inject(Insects, 'bee', b),
            }),
        ]
      : []),
  ];
  return pick(chance, kinds)();
}
