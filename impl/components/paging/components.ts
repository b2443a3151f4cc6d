// The paper's FCM and Region, each shared and partitioned (section 4), with a page-fault path between them: a fault asks the
// Region, which asks the FCM for the page and maps it. Evicting a page goes the other way: the FCM has the Region unmap it.

import { cells, deepFreeze, type Program, type Value } from '../../../engine/program/index.js';
import { callNested } from '../../call.js';
import type { Component, Frame } from '../../contract.js';
import {
  allPages,
  change,
  exportPages,
  exportPagesOf,
  importPages,
  importPagesOf,
  type PageSet,
  pageFormats,
} from './pageSets.js';
import { frameOf, managerSpecification, regionSpecification } from './specification.js';

type PageFrame = Frame<PageSet>;

/** The references by which the two know each other. */
const manager = 'fcm';
const mapping = 'region';

function* getPage({ cells: set }: PageFrame, page: Value): Program<Value> {
  yield* change(set, page as number, true);
  return frameOf(page as number);
}

function* evict(frame: PageFrame, page: Value): Program<Value> {
  yield* change(frame.cells, page as number, false);
  yield* callNested(frame, mapping, 'unmap', page);
  return null;
}

function* fault(frame: PageFrame, page: Value): Program<Value> {
  const found = yield* callNested(frame, manager, 'getPage', page);
  yield* change(frame.cells, page as number, true);
  return found;
}

function* unmap({ cells: set }: PageFrame, page: Value): Program<Value> {
  yield* change(set, page as number, false);
  return null;
}

function* list({ cells: set }: PageFrame): Program<Value> {
  return yield* allPages(set);
}

function shared(name: string): PageSet {
  return { pages: cells<readonly number[]>(`${name}.pages`, 1, []) as PageSet['pages'] };
}

function partitioned(name: string, processors: number): PageSet {
  const home = (processor: number) => processor;
  return { pages: cells<readonly number[]>(`${name}.pages`, processors, [], { home }) as PageSet['pages'] };
}

const formatNames = ['parts', 'list'];

const simple = {
  formatNames,
  exports: [pageFormats.list],
  imports: [pageFormats.list],
  layOut: shared,
  exportState: exportPages,
  importState: importPages,
};

const spread = {
  formatNames,
  exports: [pageFormats.parts, pageFormats.list],
  imports: [pageFormats.parts, pageFormats.list],
  layOut: partitioned,
  exportState: exportPages,
  importState: importPages,
  exportsParts: [pageFormats.parts],
  importsParts: [pageFormats.parts],
  exportPart: exportPagesOf,
  importPart: importPagesOf,
};

const cacheManager = {
  family: 'fcm',
  specification: managerSpecification,
  methods: { getPage, evict, resident: list },
};

const addressRegion = {
  family: 'region',
  specification: regionSpecification,
  methods: { fault, unmap, mapped: list },
};

export const sharedFcm: Component<PageSet> = deepFreeze({ ...cacheManager, ...simple, name: 'sharedFcm' });
export const partitionedFcm: Component<PageSet> = deepFreeze({ ...cacheManager, ...spread, name: 'partitionedFcm' });
export const sharedRegion: Component<PageSet> = deepFreeze({ ...addressRegion, ...simple, name: 'sharedRegion' });
export const partitionedRegion: Component<PageSet> = deepFreeze({
  ...addressRegion,
  ...spread,
  name: 'partitionedRegion',
});
