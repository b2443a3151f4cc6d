// The arguments of a call, held to the schema that its tool gives: the few forms that the tools use. What is unknown, missing
// or of another type is refused with its name, so that whoever drives the tool can mend the call.

import { QuiesceError } from '../../engine/program/errors.js';

export interface FieldSchema {
  readonly type: 'string' | 'integer' | 'number' | 'array';
  readonly description: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly items?: { readonly type: 'string'; readonly minLength: 1 };
  readonly minItems?: number;
}

export interface ArgumentsSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** checkedArguments throws QSC137 for what the schema does not allow. */
export function checkedArguments(schema: ArgumentsSchema, given: unknown): Arguments {
  const found = (typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {}) as Arguments;
  const known = Object.keys(schema.properties);
  const unknown = Object.keys(found).find((name) => !known.includes(name));
  if (unknown !== undefined) throw refused(`an argument ${JSON.stringify(unknown)}; there are ${known.join(', ')}`);
  const missing = schema.required?.find((name) => found[name] === undefined);
  if (missing !== undefined) throw refused(`no ${missing}`);
  for (const [name, value] of Object.entries(found)) {
    const wrong = value === undefined ? undefined : whatIsWrong(schema.properties[name]!, value);
    if (wrong !== undefined) throw refused(`${name} is ${shortened(JSON.stringify(value))}; ${wrong} is expected`);
  }
  return found;
}

function whatIsWrong(field: FieldSchema, value: unknown): string | undefined {
  const { type, minimum = -Infinity, maximum = Infinity, minItems = 0 } = field;
  if (type === 'string') {
    if (typeof value !== 'string') return 'a text';
    return field.enum && !field.enum.includes(value) ? `one of ${field.enum.join(', ')}` : undefined;
  }
  if (type === 'array') {
    const areTexts = Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== '');
    return areTexts && value.length >= minItems
      ? undefined
      : `a list of ${minItems > 0 ? `${minItems} or more ` : ''}texts`;
  }
  const isNumber = typeof value === 'number' && (type === 'number' ? Number.isFinite(value) : Number.isInteger(value));
  return isNumber && value >= minimum && value <= maximum
    ? undefined
    : `${type === 'integer' ? 'a whole number' : 'a number'} from ${minimum} to ${maximum}`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function refused(why: string): QuiesceError {
  return new QuiesceError('QSC137', why, { next: 'call the tool as its inputSchema says' });
}
