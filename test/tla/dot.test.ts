// State graphs in DOT, as the two engines write them.

import { describe, expect, it } from 'vitest';
import { parseDot } from '../../tla/dot.js';

describe('a state graph in DOT', () => {
  it('has a value that TLC breaks into lines as one', () => {
    const label = '/\\\\ table = [ A |->\\n      {<<\\"c1\\", 1>>},\\n  B |-> {} ]\\n/\\\\ phase = \\"block\\"';

    const { nodes } = parseDot(
      `digraph DiskGraph {\n-17 [label="${label}",style = filled]\n-17 -> -17 [label="enter"];\n}`,
    );

    expect(Object.fromEntries(nodes)).toEqual({
      '-17': { table: '[ A |-> {<<"c1", 1>>}, B |-> {} ]', phase: '"block"' },
    });
  });

  it('is refused without a state', () => {
    expect(() => parseDot('digraph DiskGraph {\n}')).toThrow(/^QSC419 /);
  });
});
