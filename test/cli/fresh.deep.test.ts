// What a file that is loaded anew says where nothing is kept.

import { describe, expect, it } from 'vitest';
import { marks } from './programs.js';
import { folderWith, quiesce } from './run.js';

describe('a file that is loaded anew', () => {
  it('is as good as the first where nothing is kept', () => {
    const folder = folderWith({ 'clean.ts': marks.replace('count() > 0 ? 2 : 1', '2') });

    expect(quiesce(folder, 'explore', 'clean.ts').code).toBe(0);
  });
});
