// The schemas of what tools answer, which clients hold every answer to: the published ones of the documents that commands
// print with --json, that a limit was hit, or a coded error. Of documents that have none, what every one of them has.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../runner/packageRoot.js';

/** A JSON Schema of an object, as the protocol wants it. */
export interface AnswerSchema {
  readonly type: 'object';
  readonly [keyword: string]: unknown;
}

const text = { type: 'string' } as const;
const list = { type: 'array', items: { type: 'object' } } as const;
const limit = { type: 'object', properties: { limit: text, text }, required: ['limit', 'text'] } as const;

function documentOf(properties: Readonly<Record<string, object>>): AnswerSchema {
  return {
    type: 'object',
    properties: { version: { const: 1 }, ...properties },
    required: ['version', ...Object.keys(properties)],
  };
}

const limited = documentOf({ verdict: { const: 'inconclusive' }, limit });

const coded = { type: 'object', properties: { code: text, message: text, next: text }, required: ['code', 'message'] };
const refused = documentOf({ error: coded });

/** orOther is a schema of answers: such a document, what limit was hit before there was one, or what is wrong with the question. */
function orOther(...documents: readonly AnswerSchema[]): AnswerSchema {
  return { type: 'object', anyOf: [...documents, limited, refused] };
}

/** A published schema, its definitions moved to where references look for them. */
function published(name: string): AnswerSchema {
  const file = join(packageRoot, 'docs/schemas', `${name}.v1.schema.json`);
  const { $schema: _, $id, $defs, ...document } = JSON.parse(readFileSync(file, 'utf8'));
  return { ...orOther(document), $defs };
}

const rows = documentOf({ rows: list });

/** By tool, what it answers. */
export const answers: Readonly<Record<string, () => AnswerSchema>> = Object.freeze({
  verify: () => published('result'),
  explore: () => published('result'),
  replay: () => published('replay'),
  step: () =>
    orOther(
      documentOf({
        name: text,
        schedule: text,
        end: text,
        steps: list,
        threads: list,
        enabled: list,
        properties: list,
      }),
      documentOf({ verdict: { enum: ['found', 'none', 'inconclusive'] }, states: { type: 'integer' } }),
    ),
  conform: () => orOther(rows),
  validate: () => orOther(documentOf({ file: text, specification: text, rows: list })),
});
