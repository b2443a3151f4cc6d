// What is written in the language itself, against its specifications: mutexes and their like, and the event loop. That each
// check can fail is shown by the mutants of mutants/language.ts, which `quiesce mutants --kind engine` hunts.

import { describe, expect, it } from 'vitest';
import * as engine from '../../engine/index.js';
import { languageChecks } from '../../runner/mutants/languageChecks.js';

describe('what is written in the language', () => {
  it.each(Object.entries(languageChecks))('keeps its specification: %s', (_, check) => {
    expect(check(engine)).toBeUndefined();
  });
});
