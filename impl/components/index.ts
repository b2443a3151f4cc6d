// All components that may be swapped.

import type { Component } from '../contract.js';
import { adaptivePartitionedCounter, adaptiveSharedCounter } from './counter/adaptive.js';
import { clusteredCounter } from './counter/clusteredCounter.js';
import {
  collectingCounter,
  foreignCounter,
  partitionedCounter,
  sharedCounter,
  spreadCounter,
} from './counter/index.js';
import { inPlaceFiles, loggedFiles } from './files/index.js';
import { filteringStack, openStack } from './network/index.js';
import { partitionedFcm, partitionedRegion, sharedFcm, sharedRegion } from './paging/index.js';
import { downwardMember, upwardMember } from './pair/index.js';
import { copyingTable, halfTable, remainderTable } from './table/index.js';

/** The components of every family, those that only fail in some way left out. */
export const components = Object.freeze([
  ...[sharedCounter, partitionedCounter, spreadCounter, collectingCounter, clusteredCounter, foreignCounter],
  ...[adaptiveSharedCounter, adaptivePartitionedCounter],
  ...[upwardMember, downwardMember],
  ...[remainderTable, copyingTable, halfTable],
  ...[sharedFcm, partitionedFcm, sharedRegion, partitionedRegion],
  ...[openStack, filteringStack],
  ...[loggedFiles, inPlaceFiles],
]) as unknown as readonly Component[];
