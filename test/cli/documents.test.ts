// What a verification leaves behind, where the fault is ours.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publish, writeFindings } from '../../cli/documents.js';
import { jsonReport } from '../../reports/json.js';
import type { VerificationResult } from '../../runner/result.js';
import { sampleResult } from '../reports/sampleResult.js';
import { folderWith } from './run.js';

/** As a defect of this package would leave it. */
const broken = { ...sampleResult, verdicts: [undefined] } as unknown as VerificationResult;

describe('a result of our own that cannot be written', () => {
  it('is told as what was thrown, a defect of ours, and not as a result that somebody has given', async () => {
    const out = join(folderWith({}), 'out');

    expect(() => jsonReport(broken)).toThrow('QSC136');
    for (const options of [{ json: true }, { json: false }, { out }])
      await expect(publish(broken, options)).rejects.toThrow(TypeError);
    await expect(writeFindings(out, { result: broken })).rejects.toThrow(TypeError);
  });
});
