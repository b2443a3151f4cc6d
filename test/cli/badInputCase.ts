// One bad input to the command line, and what is so of each: a coded error that names what is wrong and what to do next,
// exit code 2, and nothing printed or left behind.

import { expect } from 'vitest';
import { contentsOf, folderWith, quiesce } from './run.js';

export interface Case {
  readonly what: string;
  readonly words: readonly string[];
  readonly code: string;
  /** What the message has to name. */
  readonly names: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** isRefused runs the command line with it. */
export function isRefused({ words, code, names, files = {} }: Case): void {
  const folder = folderWith(files);

  const ran = quiesce(folder, ...words);

  expect(ran.stderr).toContain(`${code} `);
  expect(ran.stderr).toContain(names);
  expect(ran.stderr).toMatch(/\n {2}expected: .+\n {2}usual cause: .+\n {2}next: .+/);
  expect(ran.code).toBe(2);
  expect(ran.stdout).toBe('');
  expect(contentsOf(folder)).toEqual(Object.keys(files).sort());
}
