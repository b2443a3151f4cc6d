import { expect, test } from 'vitest';
import 'quiesce/vitest';
import { noDeadlock } from 'quiesce';
import { oneClient, twoClients } from './box.scenario.js';

test('a box that one client uses may be split at any time', async () => {
  await expect(oneClient).toHold('noUseAfterFree', 'statePreserved');
});

test('a split box is not for two clients, but swapping it hangs nobody', async () => {
  await expect(twoClients).toHold(noDeadlock);
  await expect(twoClients).toBeRefutedBy('statePreserved', { file: 'box.scenario.ts' });
});
