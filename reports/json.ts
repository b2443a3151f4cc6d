// The result as one versioned JSON document. Keys stand in the order in which the types declare them;
// two runs of one verification give the same bytes.

import { ofGiven } from '../engine/program/given.js';
import { jsonDocument } from '../engine/program/visible.js';
import type { ResultRow, VerificationResult } from '../runner/result.js';

/** jsonReport is the document, ending in a line end. */
export function jsonReport(result: VerificationResult): string {
  return ofGiven('QSC136', 'a result as verify gives it', () => {
    const document = { ...result, verdicts: result.verdicts.map(orderRow) };
    return jsonDocument(document);
  });
}

function orderRow(row: ResultRow): unknown {
  const { counterexample, schedule, ...rest } = row;
  return {
    ...rest,
    ...(schedule === undefined ? {} : { schedule }),
    ...(counterexample === undefined ? {} : { counterexample }),
  };
}
