import { describe, expect, it } from 'vitest';
import { twice } from './programs.js';
import { folderWith, quiesce, shell } from './run.js';

describe('a program that goes wrong on one interleaving', () => {
  it('is shown with its schedule and a line that replays it to the step that goes wrong', () => {
    const folder = folderWith({ 'twice.ts': twice });

    const explored = quiesce(folder, 'explore', 'twice.ts');
    const replayed = shell(folder, /replay: (npx quiesce .*)/.exec(explored.stdout)![1]!);

    expect(explored.stdout).toMatchSnapshot();
    expect(explored.code).toBe(2);
    expect(replayed.stdout).toMatchSnapshot();
    expect(replayed.code).toBe(1);
  });
});
