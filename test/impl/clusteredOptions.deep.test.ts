// Options of the per-processor form that meet: a next swap after the commit with swaps that are given up, which is refused,
// and with a destruction, which waits until the waiters have been let go.

import { describe, expect, it } from 'vitest';
import { explore } from '../../engine/index.js';
import { clustered } from '../../impl/clustered/clustered.js';
import { noDeadlock, noUseAfterFree, transparency } from '../../properties/index.js';
import { buildSystemWith } from '../../scenarios/build.js';
import { destroyDuringSwap } from '../../scenarios/clustered/destroyDuringSwap.js';

describe('a next swap after the commit', () => {
  it('is refused where swaps may be given up: the next would not know who is inside', () => {
    const made = () => clustered('both', 'a mechanism', { nextAfterCommit: true, abort: 'anywhere' });

    expect(made).toThrow(expect.objectContaining({ code: 'QSC112' }));
  });

  it('leaves a destruction to the end, when its own waiters have been let go', () => {
    const early = clustered('early', 'the next swap may begin early', { nextAfterCommit: true });

    const { verdicts } = explore(buildSystemWith(destroyDuringSwap, early), [
      noUseAfterFree,
      transparency,
      noDeadlock(),
    ]);

    expect(verdicts.filter(({ verdict }) => verdict !== 'proved').map(({ property }) => property)).toEqual([]);
  }, 300_000);
});
