// The words of group swap: those of the swap of one component (proof/hotSwap/vocabulary.ts), and what a group has of each
// component. Components are an open sort: a group has any number of members, and there are others that are no members.

import { equal, fixed, is, state } from '../form/build.js';
import { enumeration, sort, truthSort } from '../form/sort.js';
import type { Formula, Term } from '../form/term.js';
import {
  Calls,
  type CallTerm,
  Mediators,
  type MediatorTerm,
  Objects,
  type ObjectTerm,
  objectBehind,
  original,
  Passed,
  Processors,
  Targets,
  type TargetTerm,
  toMediator,
  toObject,
} from '../hotSwap/vocabulary.js';

export const Components = sort('Component', 'components');

/** What the group does as a whole. */
export const GroupProgress = enumeration('GroupProgress', ['idle', 'on', 'aborting']);

/** How far the swap of one member is. `outside` before it is interposed, and for whoever is no member. */
export const MemberProgress = enumeration('MemberProgress', [
  'outside',
  'forward',
  'block',
  'transfer',
  'transferred',
  'aborting',
  'swung',
  'completed',
  'ended',
  'reclaiming',
  'reclaimed',
]);

type Stage = (typeof MemberProgress.values)[number];

// What never changes. The two that say what belongs to a component are relations: as functions they would lead from
// objects and mediators back to components, and out of the fragment.

export const called = fixed('called', [Calls], Components, 'the component that the call is of');
export const member = fixed('member', [Components], truthSort, 'the component is one of the group');
export const hasObject = fixed(
  'hasObject',
  [Components, Objects],
  truthSort,
  'the object is a version of the component',
);
export const hasMediator = fixed(
  'hasMediator',
  [Components, Mediators],
  truthSort,
  'the mediator is there for the component',
);
export const firstObjectOf = fixed('firstObjectOf', [Components], Objects, 'the object that serves at first');
export const firstMediatorOf = fixed(
  'firstMediatorOf',
  [Components],
  Mediators,
  'a mediator, for the time before the first swap',
);

// The state.

export const group = state('group', [], GroupProgress, 'what the group does');
export const stage = state('stage', [Components], MemberProgress, 'how far the swap of the component is');
export const pointerOf = state('pointerOf', [Components], Targets, "where the component's reference leads");
export const currentOf = state(
  'currentOf',
  [Components],
  Mediators,
  "the mediator of the component's swap that is on, or was on last",
);
export const successorOf = state(
  'successorOf',
  [Components],
  Objects,
  'the object that this swap brings into service for the component',
);
export const passedFor = state(
  'passedFor',
  [Processors, Components],
  Passed,
  "generations that have passed there in the component's grace period",
);

export type ComponentTerm = Term<typeof Components>;

export const stageIs = (k: ComponentTerm, ...stages: readonly Stage[]): Formula => is(stage(k), ...stages);
export const groupIs = (...progress: readonly (typeof GroupProgress.values)[number][]): Formula =>
  is(group(), ...progress);

/** From the pointer's turn to the mediator to its turn away from it. */
export const isMediated = (k: ComponentTerm): Formula =>
  stageIs(k, 'forward', 'block', 'transfer', 'transferred', 'aborting');

const windingUp: readonly Stage[] = ['swung', 'completed', 'ended', 'reclaiming'];

/** From then on, until nothing is left of the swap but that the group waits for others. */
export const isWindingUp = (k: ComponentTerm): Formula => stageIs(k, ...windingUp);
export const isDecided = (k: ComponentTerm): Formula => stageIs(k, ...windingUp, 'reclaimed');
export const isOn = (k: ComponentTerm): Formula => stageIs(k, ...MemberProgress.values.slice(1));

export const mediatorOf = (k: ComponentTerm): MediatorTerm => currentOf(k);
export const oldObjectOf = (k: ComponentTerm): ObjectTerm => original(currentOf(k));
export const servingFor = (k: ComponentTerm): ObjectTerm => objectBehind(pointerOf(k));
export const leadsToItsMediator = (k: ComponentTerm): Formula => equal(pointerOf(k), toMediator(currentOf(k)));
export const leadsTo = (k: ComponentTerm, o: ObjectTerm): Formula => equal(pointerOf(k), toObject(o));
export const isCommitted = (k: ComponentTerm): Formula => leadsTo(k, successorOf(k));
export const aimsAtItsMediator = (target: TargetTerm, c: CallTerm): Formula =>
  equal(target, toMediator(currentOf(called(c))));
