// A module and all that it extends in one text, for the embedded engine, which reads no other module and replaces nothing:
// the constants and definitions of the extending modules are put into the protocol's, and what a configuration replaces
// (`Calls <- CallsMade`) is replaced in the text. TLC does all this by itself and is given the modules as they are.
// Lines keep their numbers: what is added stands on the line of CONSTANTS and before the end. The order of definitions is
// not that of TLA+ then, which the embedded engine does not mind; both engines agree on every configuration.

import { QuiesceError } from '../engine/program/errors.js';
import { type Configuration, withClaims } from './configuration.js';
import { definitionTexts, type Module, parseModule } from './module.js';

export interface Whole {
  /** Under the name of the protocol's module, so that its lines can be named. */
  readonly module: Module;
  /** Without what is replaced. */
  readonly configuration: Configuration;
}

/** wholeOf makes one text of a module and the modules beside it. Throws QSC411 where they do not fit into one. */
export function wholeOf(module: Module, beside: readonly Module[], configuration: Configuration): Whole {
  const [protocol, ...extending] = [...chainOf(module, beside)].reverse();
  const replaced = [...configuration.constants].flatMap(([name, value]) =>
    value.startsWith('<-') ? [[name, value.slice(2).trim()] as const] : [],
  );
  if (extending.length === 0 && replaced.length === 0) return { module, configuration };
  const added = extending.flatMap(ownDefinitions);
  const text = replaced.reduce(replacedIn, withConstants(protocol!, extending, replaced));
  const end = added.map((definition) => `${definition}\n\n`).join('');
  return {
    module: parseModule(text.replace(/^={4,}\s*$/m, (line) => end + line)),
    configuration: withoutReplaced(configuration),
  };
}

/** The module, the one that it extends, and so on, down to the one with the variables. */
function chainOf(module: Module, beside: readonly Module[]): readonly Module[] {
  const own = beside.filter(({ name }) => module.extended.includes(name));
  if (own.length === 0) return [module];
  if (own.length > 1 || module.variables.length > 0)
    throw refused(module, 'a module extends one other, and only the last has variables');
  return [module, ...chainOf(own[0]!, beside)];
}

function refused(module: Module, reason: string): QuiesceError {
  return new QuiesceError('QSC411', `${module.name}.tla: ${reason}`);
}

/** Without instances, and what is said through them: those are for a refinement. */
function ownDefinitions(module: Module): readonly string[] {
  const aliases = [...module.definitions].filter(([, body]) => /^\s*INSTANCE\b/.test(body)).map(([name]) => name);
  const isForeign = (text: string) => aliases.some((alias) => new RegExp(`\\b${alias}\\b`).test(text));
  return definitionTexts(module).flatMap(([, text]) => (isForeign(text) ? [] : [text]));
}

/** The list of constants, with those of the extending modules and without those that are replaced. */
function withConstants(
  protocol: Module,
  extending: readonly Module[],
  replaced: readonly (readonly [name: string, by: string])[],
): string {
  const more = extending.flatMap(({ constants }) => constants);
  const added = more.length === 0 ? '' : ` ${more.join(', ')},`;
  const text = protocol.text.replace(/^CONSTANTS[ \t]*$/m, (line) => line.trimEnd() + added);
  if (more.length > 0 && text === protocol.text) throw refused(protocol, 'no CONSTANTS on a line of its own');
  const gone = replaced.map(([name]) => name).filter((name) => protocol.constants.includes(name));
  return gone.reduce((before, name) => withoutConstant(protocol, before, name), text);
}

function withoutConstant(protocol: Module, text: string, name: string): string {
  const without = text.replace(new RegExp(`^( *)${name},(.*)$`, 'm'), (_line, blanks, rest) => `${blanks}${rest}`);
  if (without === text) throw refused(protocol, `the constant ${name} is replaced, and stands on no line of its own`);
  return without;
}

/** A definition that is replaced stays under another name. */
function replacedIn(text: string, [name, by]: readonly [name: string, by: string]): string {
  const head = new RegExp(`^${name}(\\([^)\\n]*\\))?([ \\t]*==)`, 'm').exec(text);
  const parameters = head?.[1] ?? '';
  const renamed = text.replace(new RegExp(`^${name}(?=(\\([^)\\n]*\\))?[ \\t]*==)`, 'm'), `Replaced_${name}`);
  return renamed.replace(/^={4,}\s*$/m, (line) => `${name}${parameters} == ${by}${parameters}\n\n${line}`);
}

function withoutReplaced(configuration: Configuration): Configuration {
  const constants = new Map([...configuration.constants].filter(([, value]) => !value.startsWith('<-')));
  const { invariants, properties } = configuration;
  return withClaims({ ...configuration, constants }, { invariants, properties });
}
