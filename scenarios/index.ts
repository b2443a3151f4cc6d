// All scenarios in the order of the catalogue of corner cases, and the deep ones, which `verify:deep` explores.

import { abortBeforeCommit } from './abortBeforeCommit.js';
import { backToBackSwaps } from './backToBackSwaps.js';
import { callBackThroughAnotherThread } from './callBackThroughAnotherThread.js';
import { callBackThroughPartner } from './callBackThroughPartner.js';
import { calledAfterDestroy } from './clustered/calledAfterDestroy.js';
import { checkFails } from './clustered/checkFails.js';
import { clusteredMoved } from './clustered/clusteredMoved.js';
import { clusteredObject } from './clustered/clusteredObject.js';
import { contention } from './clustered/contention.js';
import { destroyDuringSwap } from './clustered/destroyDuringSwap.js';
import { filesMoved } from './clustered/filesMoved.js';
import { filesSwap } from './clustered/filesSwap.js';
import { firstTouchInSwap } from './clustered/firstTouchInSwap.js';
import { groupFailing } from './clustered/groupFailing.js';
import { groupFirstTouch } from './clustered/groupFirstTouch.js';
import { groupRefused } from './clustered/groupRefused.js';
import { groupSwap } from './clustered/groupSwap.js';
import { migratingPastAnother } from './clustered/migratingPastAnother.js';
import { migratingThread } from './clustered/migratingThread.js';
import { mixedLoad } from './clustered/mixedLoad.js';
import { neverTouched } from './clustered/neverTouched.js';
import { pageEvictions } from './clustered/pageEvictions.js';
import { pageFaults } from './clustered/pageFaults.js';
import { pagesMoved } from './clustered/pagesMoved.js';
import { partsLeft } from './clustered/partsLeft.js';
import { spreadAbort } from './clustered/spreadAbort.js';
import { spreadMediator } from './clustered/spreadMediator.js';
import { stackSwap } from './clustered/stackSwap.js';
import { swappedAgain } from './clustered/swappedAgain.js';
import { tableRebuilt } from './clustered/tableRebuilt.js';
import { tableSwap } from './clustered/tableSwap.js';
import { touchedTogether } from './clustered/touchedTogether.js';
import { tracing } from './clustered/tracing.js';
import { untouchedFailing } from './clustered/untouchedFailing.js';
import { concurrentSwaps } from './concurrentSwaps.js';
import { conditionAcrossCalls } from './conditionAcrossCalls.js';
import { fourCallers } from './deep/fourCallers.js';
import { groupTouchedTogether } from './deep/groupTouchedTogether.js';
import { spreadThreeCallers } from './deep/spreadThreeCallers.js';
import { threeCallersTwice } from './deep/threeCallersTwice.js';
import { endlessCallers } from './endlessCallers.js';
import { forgottenCall, strands, strandsAnywhere } from './eventLoop/strands.js';
import { synchronousAnywhere, synchronousCalls, synchronousTransfer } from './eventLoop/synchronousCalls.js';
import { exceptionInFlight } from './exceptionInFlight.js';
import { failingConstruction } from './failingConstruction.js';
import { failingTransfer } from './failingTransfer.js';
import { lastReturnInBlock } from './lastReturnInBlock.js';
import { lockAcrossCalls } from './lockAcrossCalls.js';
import { lockBesideTheComponent } from './lockBesideTheComponent.js';
import { mediatorPointerInHand } from './mediatorPointerInHand.js';
import { mutualSwaps } from './mutualSwaps.js';
import { noCommonFormat } from './noCommonFormat.js';
import { oldPointerInHand } from './oldPointerInHand.js';
import { reusedThreadId } from './reusedThreadId.js';
import { rivalRequests } from './rivalRequests.js';
import type { Scenario } from './scenario.js';
import { secondConstruction } from './secondConstruction.js';
import { selfSwap } from './selfSwap.js';
import { selfSwapAwaited } from './selfSwapAwaited.js';
import { severalFormats } from './severalFormats.js';
import { sleepInsideTheComponent } from './sleepInsideTheComponent.js';
import { threadWithoutSafePoint } from './threadWithoutSafePoint.js';
import { threeCallers } from './threeCallers.js';

export * from './build.js';
export * from './scenario.js';

/** Scenarios that every mechanism can be run in, in catalogue order: what mechanisms are compared by. */
export const generalScenarios: readonly Scenario[] = Object.freeze([
  oldPointerInHand,
  mediatorPointerInHand,
  lastReturnInBlock,
  callBackThroughPartner,
  callBackThroughAnotherThread,
  conditionAcrossCalls,
  lockAcrossCalls,
  lockBesideTheComponent,
  mutualSwaps,
  concurrentSwaps,
  selfSwap,
  selfSwapAwaited,
  exceptionInFlight,
  noCommonFormat,
  severalFormats,
  failingConstruction,
  secondConstruction,
  failingTransfer,
  abortBeforeCommit,
  backToBackSwaps,
  rivalRequests,
  threadWithoutSafePoint,
  sleepInsideTheComponent,
  reusedThreadId,
  endlessCallers,
  threeCallers,
]);

/** Scenarios of the per-processor form, and of components with more to them than a count. */
const spreadScenarios: readonly Scenario[] = Object.freeze([
  spreadMediator,
  spreadAbort,
  neverTouched,
  touchedTogether,
  firstTouchInSwap,
  destroyDuringSwap,
  swappedAgain,
  partsLeft,
  groupSwap,
  migratingPastAnother,
  migratingThread,
  tableSwap,
  stackSwap,
  filesSwap,
  pageFaults,
  pageEvictions,
  clusteredObject,
  contention,
  mixedLoad,
  tracing,
  tableRebuilt,
  filesMoved,
  pagesMoved,
  clusteredMoved,
  untouchedFailing,
  groupRefused,
  groupFirstTouch,
  groupFailing,
  calledAfterDestroy,
  checkFails,
]);

/** Scenarios of what a service on an event loop adds: activities with strands, calls that cannot be held back. */
const eventLoopScenarios: readonly Scenario[] = Object.freeze([
  synchronousCalls,
  synchronousTransfer,
  synchronousAnywhere,
  strands,
  strandsAnywhere,
  forgottenCall,
]);

/** The scenarios of `verify`. */
export const scenarios: readonly Scenario[] = Object.freeze([
  ...generalScenarios,
  ...spreadScenarios,
  ...eventLoopScenarios,
]);

/** The scenarios of `verify:deep`: larger than anybody wants to wait for. */
export const deepScenarios: readonly Scenario[] = Object.freeze([
  threeCallersTwice,
  fourCallers,
  spreadThreeCallers,
  groupTouchedTogether,
]);
