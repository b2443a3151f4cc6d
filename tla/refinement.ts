// Refinement without Java. The embedded engine knows neither other modules nor action properties, so a refinement
//     Refines == Alias!Spec,  Alias == INSTANCE Abstract WITH x <- X, ...
// is turned into an invariant. A copy of the protocol's module gets history variables: was_x is what X was before the last
// step, and moved tells whether there was one. The invariant says of every state that its last step, seen through the
// mapping, is one of Abstract's or changes nothing; and of an initial state that it is one of Abstract's.
//
// It is as strong as the refinement: a step s -> t of the protocol is a state of the copy with the variables of t and with
// was_x = X in s, and all of these are visited. Only safety is refined: Abstract's Spec must be Init /\ [][Next]_vars.
// Abstract's text is rewritten token by token (x' is X, x is was_x); what that could change the meaning of is refused.

import { QuiesceError } from '../engine/program/errors.js';
import { type Configuration, withClaims } from './configuration.js';
import type { Loaded } from './manifest.js';
import { definitionTexts, type Module, parseModule } from './module.js';

/** What is checked in the place of a refinement. */
export interface RefinementCheck {
  readonly module: Module;
  readonly configuration: Configuration;
  /** The history variables: not part of the protocol's states. */
  readonly hidden: readonly string[];
  /** The property, as the configuration names it. */
  readonly property: string;
}

/** The invariant that stands for the refinement, and one that no refinement worth the name satisfies. */
export const refinementInvariant = 'StepsAreAbstract';
export const stutteringInvariant = 'StepsOnlyStutter';

/** How the protocol begins and goes on. */
export interface Behaviour {
  readonly init: string;
  readonly next: string;
}

interface Mapping {
  readonly abstract: Module;
  /** Expression of the protocol, by variable of the abstract module. */
  readonly expressions: ReadonlyMap<string, string>;
}

/** refinementCheck makes the copy. Throws QSC411 where the refinement is not of the form above, QSC414 for other properties. */
export function refinementCheck(
  { module: checked, beside, whole }: Pick<Loaded, 'module' | 'beside' | 'whole'>,
  protocol = whole.module,
  behaviour = behaviourIn(protocol, whole.configuration.specification),
): RefinementCheck {
  const { configuration } = whole;
  const [property, ...others] = configuration.properties;
  if (property === undefined || others.length > 0)
    throw new QuiesceError('QSC414', `${configuration.name}.cfg: a refinement is one PROPERTY, and alone`);
  const alias = /^\s*(\w+)!Spec\b/.exec(checked.definitions.get(property) ?? '')?.[1];
  if (alias === undefined) throw refused(checked, `${property} is not of the form Alias!Spec`);
  const mapping = mappingOf(checked, beside, alias);
  const added = [...historyDefinitions(mapping, behaviour), ...abstractDefinitions(mapping, protocol)];
  const hidden = ['moved', ...[...mapping.expressions.keys()].map((name) => `was_${name}`)];
  const module = withAdded(protocol, hidden, added);
  const claims = { invariants: [...configuration.invariants, refinementInvariant], properties: [] };
  const start = 'INIT HistoryInit\nNEXT HistoryNext';
  return { module, configuration: withClaims(configuration, claims, start), hidden, property };
}

function refused(module: Module, reason: string): QuiesceError {
  return new QuiesceError('QSC411', `${module.name}.tla: ${reason}`);
}

/** behaviourIn reads Init /\ [][Next]_vars, with or without fairness after it. */
function behaviourIn(module: Module, specification: string): Behaviour {
  const body = module.definitions.get(specification) ?? '';
  const match = /^(?:\s*\/\\)?\s*(\w+)\s*\/\\\s*\[\]\[(\w+)\]_\w+/.exec(body);
  if (match) return { init: match[1]!, next: match[2]! };
  throw refused(module, `${specification} is not of the form Init /\\ [][Next]_vars`);
}

function mappingOf(checked: Module, beside: readonly Module[], alias: string): Mapping {
  const match = /^\s*INSTANCE\s+(\w+)(?:\s+WITH\s+([^\n]*))?/.exec(checked.definitions.get(alias) ?? '');
  const abstract = beside.find(({ name }) => name === match?.[1]);
  if (!match || !abstract) throw refused(checked, `${alias} is no INSTANCE of a module beside it`);
  const substituted = (match[2] ?? '').split(',').map((each) => /^\s*(\w+)\s*<-\s*(\w+)\s*$/.exec(each));
  const expressions = new Map(substituted.flatMap((each) => (each ? [[each[1]!, each[2]!] as const] : [])));
  const missing = abstract.variables.find((name) => !expressions.has(name));
  if (missing !== undefined || expressions.size !== abstract.variables.length)
    throw refused(checked, `${alias}: WITH must give a name for each variable of ${abstract.name}, and nothing else`);
  return { abstract, expressions };
}

function historyDefinitions({ expressions }: Mapping, { init, next }: Behaviour): readonly string[] {
  const pairs = [...expressions];
  return [
    ...pairs.map(([name, expression]) => `Now_${name} == ${expression}`),
    [
      `HistoryInit ==`,
      `/\\ ${init}`,
      '/\\ moved = FALSE',
      ...pairs.map(([name]) => `/\\ was_${name} = Now_${name}`),
    ].join('\n  '),
    [
      `HistoryNext ==`,
      `/\\ ${next}`,
      "/\\ moved' = TRUE",
      ...pairs.map(([name]) => `/\\ was_${name}' = Now_${name}`),
    ].join('\n  '),
    `Stutters == ${pairs.map(([name]) => `Now_${name} = was_${name}`).join(' /\\ ')}`,
    `${stutteringInvariant} == moved => Stutters`,
    `${refinementInvariant} == IF moved THEN Stutters \\/ Step_Next ELSE Start_Init`,
  ];
}

/** The abstract module's Init, about the present state, and its Next, about the last step. */
function abstractDefinitions({ abstract, expressions }: Mapping, protocol: Module): readonly string[] {
  refuseOtherForms(abstract, protocol);
  const texts = new Map(definitionTexts(abstract));
  const start = reachable(texts, 'Init').map((name) =>
    rewritten(abstract, texts, name, 'Start_', [...expressions.keys()]),
  );
  const step = reachable(texts, 'Next').map((name) =>
    rewritten(abstract, texts, name, 'Step_', [...expressions.keys()]),
  );
  return [...start, ...step];
}

function refuseOtherForms(abstract: Module, protocol: Module): void {
  const { definitions, variables, constants, extended } = abstract;
  if (!/^\s*Init \/\\ \[\]\[Next\]_vars\s*$/.test(definitions.get('Spec') ?? ''))
    throw refused(abstract, 'Spec is not Init /\\ [][Next]_vars, so more than safety is refined');
  const tuple = /^\s*<<([^>]*)>>\s*$/
    .exec(definitions.get('vars') ?? '')?.[1]
    ?.split(',')
    .map((each) => each.trim());
  if ([...(tuple ?? [])].sort().join() !== [...variables].sort().join())
    throw refused(abstract, 'vars is not the tuple of all variables');
  const known = (name: string) => protocol.constants.includes(name) || protocol.definitions.has(name);
  const unknown = constants.find((name) => !known(name));
  if (unknown !== undefined)
    throw refused(abstract, `${protocol.name} has no ${unknown} for the constant of that name`);
  const library = extended.find((name) => !protocol.extended.includes(name));
  if (library !== undefined) throw refused(abstract, `EXTENDS ${library}, which ${protocol.name} does not`);
}

/** Names of the definitions that one of them uses, itself first and the used before the users. */
function reachable(texts: ReadonlyMap<string, string>, name: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const body = texts.get(name)!.replace(/"[^"\n]*"/g, '');
  const used = [...texts.keys()].filter((each) => each !== name && new RegExp(`\\b${each}\\b`).test(body));
  return [...used.flatMap((each) => reachable(texts, each, seen)), name];
}

/** A definition with its names prefixed and its variables replaced. In a start, a variable is about the present. */
function rewritten(
  abstract: Module,
  texts: ReadonlyMap<string, string>,
  name: string,
  prefix: 'Start_' | 'Step_',
  variables: readonly string[],
): string {
  const text = texts.get(name)!;
  const replaced = (token: string): string => {
    if (token.startsWith('"')) return token;
    const unchanged = /^UNCHANGED\s+(?:<<([^>]*)>>|(\w+))$/.exec(token);
    if (unchanged)
      return stutterOf(
        abstract,
        (unchanged[1] ?? unchanged[2]!).split(',').map((each) => each.trim()),
        variables,
      );
    const word = token.replace(/'$/, '');
    if (variables.includes(word)) return token.endsWith("'") || prefix === 'Start_' ? `Now_${word}` : `was_${word}`;
    if (token.endsWith("'")) throw refused(abstract, `${name}: ${token}, a prime on what is no variable`);
    return texts.has(word) ? `${prefix}${word}` : token;
  };
  if (prefix === 'Start_' && /'|\bUNCHANGED\b/.test(text.replace(/"[^"\n]*"/g, '')))
    throw refused(abstract, `${name}: a prime in a start`);
  return text
    .split('\n')
    .map((line) => lineRewritten(abstract, line, replaced))
    .join('\n');
}

const tokens = /"[^"\n]*"|\bUNCHANGED\s+(?:<<[^>]*>>|\w+)|\w+'?|[)\]}>]'/g;

/** Lists are told by their columns: a list that begins to the right of a replaced token would be moved. */
function lineRewritten(abstract: Module, line: string, replaced: (token: string) => string): string {
  let moved = false;
  let end = 0;
  const text = line.replace(tokens, (token, offset: number) => {
    if (moved && /\/\\|\\\//.test(line.slice(end, offset)))
      throw refused(abstract, `a list inside a line: ${line.trim()}`);
    end = offset + token.length;
    const result = replaced(token);
    moved ||= result.length !== token.length;
    return result;
  });
  if (moved && /\/\\|\\\//.test(line.slice(end))) throw refused(abstract, `a list inside a line: ${line.trim()}`);
  return text;
}

function stutterOf(abstract: Module, names: readonly string[], variables: readonly string[]): string {
  const strange = names.find((name) => !variables.includes(name));
  if (strange !== undefined) throw refused(abstract, `UNCHANGED ${strange}, which is no variable`);
  return `(${names.map((name) => `Now_${name} = was_${name}`).join(' /\\ ')})`;
}

/** The protocol's module with more variables and definitions. Throws QSC411 where a name is taken. */
function withAdded(protocol: Module, hidden: readonly string[], added: readonly string[]): Module {
  const names = [...hidden, ...added.map((text) => /^\w+/.exec(text)![0])];
  const taken = names.find((name) => protocol.definitions.has(name) || protocol.variables.includes(name));
  if (taken !== undefined) throw refused(protocol, `the name ${taken} is taken`);
  const text = protocol.text
    .replace(/^VARIABLES[ \t]*$/m, `VARIABLES\n  ${hidden.join(', ')},`)
    .replace(/^={4,}\s*$/m, (end) => `${added.join('\n\n')}\n\n${end}`);
  const module = parseModule(text);
  if (hidden.every((name) => module.variables.includes(name))) return module;
  throw refused(protocol, 'no VARIABLES on a line of its own');
}
