// What callers may call: the methods of a component, its own and those of its classes, without the constructor. A method is
// asynchronous if it says so (`async`), or if it is named as such; a generator hands out what goes on after it has returned.

import { problem } from './problems.js';

export type MethodKind = 'synchronous' | 'asynchronous' | 'generator' | 'asyncGenerator';

/** What a class may say of itself for the runtime. */
export interface ComponentClass {
  /** The transfer formats that it exports and imports, the best first; `[]` says that there is no state. */
  readonly formats?: readonly string[];
  /** Formats that it only gives, or only takes, where they differ. */
  readonly exports?: readonly string[];
  readonly imports?: readonly string[];
  /** Validators of states by format, by the Standard Schema interface. */
  readonly schemas?: Readonly<Record<string, StandardSchema>>;
  /** Methods that return promises without being async functions. */
  readonly asynchronous?: readonly string[];
}

/** The part of the Standard Schema interface that is used here. */
export interface StandardSchema {
  readonly '~standard': {
    validate(value: unknown): Validated | Promise<Validated>;
  };
}

interface Validated {
  readonly value?: unknown;
  readonly issues?: readonly { readonly message: string }[] | undefined;
}

/** What belongs to the swap and not to callers. */
const reserved: readonly string[] = Object.freeze([
  'constructor',
  'exportState',
  'importState',
  'pause',
  'resume',
  'dispose',
]);

export type Methods = ReadonlyMap<string, MethodKind>;

/** methodsOf lists the methods of an object. Throws QSC601. */
export function methodsOf(instance: object, { asynchronous = [] }: ComponentClass = classOf(instance)): Methods {
  if (typeof instance !== 'object' || instance === null) throw problem('QSC601', `${String(instance)}`);
  const methods = new Map<string, MethodKind>();
  for (const owner of lineage(instance)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (typeof value !== 'function' || reserved.includes(name) || methods.has(name)) continue;
      methods.set(name, asynchronous.includes(name) ? 'asynchronous' : kindOf(value));
    }
  }
  if (methods.size === 0) throw problem('QSC601', `${nameOf(instance)} has no methods`);
  return methods;
}

/** othersOf lists what of an object is no method: fields and accessors. */
export function othersOf(instance: object): readonly string[] {
  const names = lineage(instance).flatMap((owner) =>
    Object.entries(Object.getOwnPropertyDescriptors(owner)).flatMap(([name, { value }]) =>
      typeof value === 'function' ? [] : [name],
    ),
  );
  return [...new Set(names)];
}

/** The object and its prototypes, without those of every object. */
function lineage(instance: object): readonly object[] {
  const found: object[] = [];
  for (let at: object | null = instance; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) found.push(at);
  return found;
}

function kindOf(method: { readonly constructor: { readonly name: string } }): MethodKind {
  switch (method.constructor.name) {
    case 'AsyncFunction':
      return 'asynchronous';
    case 'GeneratorFunction':
      return 'generator';
    case 'AsyncGeneratorFunction':
      return 'asyncGenerator';
    default:
      return 'synchronous';
  }
}

/** classOf is the class of an object, with what it says for the runtime. */
export function classOf(instance: object): ComponentClass {
  return (instance?.constructor ?? {}) as ComponentClass;
}

export function nameOf(instance: object): string {
  return instance.constructor?.name || 'an object without a class';
}
