// What the properties of an exploration put into the product: monitors of their own, memories, and premises over events.
// Properties that share one premise (the same object) share its component.

import type { Value } from '../program/value.js';
import type { Component } from './component.js';
import { type PremiseAutomaton, type Property, Violation } from './property.js';

export interface Components {
  readonly list: readonly Component[];
  /** By component: the property that it refutes, or undefined for premises and the memories of leadsTo. */
  readonly refutes: readonly (number | undefined)[];
  /** By property: the component of its own monitor, of its memory, of its premise. */
  readonly own: ReadonlyMap<number, number>;
  readonly memories: ReadonlyMap<number, number>;
  readonly premises: ReadonlyMap<number, number>;
}

/** componentsOf lists them, in the order of the properties. */
export function componentsOf(properties: readonly Property[]): Components {
  const list: Component[] = [];
  const refutes: (number | undefined)[] = [];
  const [own, memories, premises] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  const shared = new Map<PremiseAutomaton, number>();
  const add = (component: Component, refuted?: number) => {
    refutes.push(refuted);
    return list.push(component) - 1;
  };
  properties.forEach((property, index) => {
    const monitor = ownMonitor(property);
    if (monitor) own.set(index, add(monitor, index));
    if ((property.kind === 'leadsTo' || property.kind === 'invariant') && property.memory) {
      const memory = { name: `memory of ${property.name}`, ...property.memory };
      memories.set(index, add(memory, property.kind === 'invariant' ? index : undefined));
    }
    if (property.kind === 'leadsTo' || typeof property.premise !== 'object') return;
    const { init, on, facts, holds } = property.premise;
    const premise = { name: property.name, init, on, ...(facts ? { facts } : {}), premise: holds };
    const known = shared.get(property.premise) ?? add(premise);
    shared.set(property.premise, known);
    premises.set(index, known);
  });
  return { list, refutes, own, memories, premises };
}

function ownMonitor(property: Property): Component | undefined {
  if (property.kind === 'noFailure') return { name: property.name, init: null, on: failure };
  if (property.kind !== 'monitor') return undefined;
  const { name, init, on, facts, handles, premise } = property;
  const optional = {
    ...(facts ? { facts } : {}),
    ...(handles ? { handles } : {}),
    ...(typeof premise === 'function' ? { premise } : {}),
  };
  return { name, init, on, ...optional };
}

function failure(
  state: Value,
  event: { readonly name: string; readonly thread: string; readonly data: { readonly message?: Value } },
): Value | Violation {
  return event.name === 'failed' ? new Violation(`${event.thread}: ${String(event.data.message)}`) : state;
}
