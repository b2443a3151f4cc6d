// The two ways in which the paper's components keep their pages (section 4): shared, one list for all processors, simple and
// cheap on one; or partitioned, a list per processor by page, which scales. A change is one step in either.

import {
  again,
  type Cell,
  type CellArray,
  compareExchange,
  done,
  load,
  loop,
  type Program,
  store,
  type Turn,
  type Value,
} from '../../../engine/program/index.js';
import { type Pages, withoutPage, withPage } from './specification.js';

export type PageSet = { readonly pages: CellArray<Pages> };

/** Formats, the better the lower: 0 the lists as they are, part by part; 1 one list of all. */
export const pageFormats = Object.freeze({ parts: 0, list: 1 });

interface Change {
  readonly list: Cell<Pages>;
  readonly page: number;
  readonly present: boolean;
}

/** change puts the page in or takes it out. */
export function* change({ pages }: PageSet, page: number, present: boolean): Program<void> {
  yield* loop(Object.freeze({ list: pages[page % pages.length]!, page, present }), attempt);
}

/** Another fault may come between; then the list has changed, and the next turn reads it again. */
function* attempt(locals: Change): Program<Turn<Change, void>> {
  const before = yield* load(locals.list);
  const after = locals.present ? withPage(before, locals.page) : withoutPage(before, locals.page);
  return (yield* compareExchange(locals.list, before, after)) ? done() : again(locals);
}

/** allPages reads the lists one after the other; only for a set that nobody changes, or of one list. */
export function* allPages({ pages }: PageSet): Program<Pages> {
  const all: number[] = [];
  for (const list of pages) all.push(...(yield* load(list)));
  return all.sort((a, b) => a - b);
}

export function* exportPages(set: PageSet, format: number): Program<Value> {
  if (format === pageFormats.list) return yield* allPages(set);
  const lists: Pages[] = [];
  for (const list of set.pages) lists.push(yield* load(list));
  return lists;
}

export function* importPages({ pages }: PageSet, format: number, state: Value): Program<void> {
  const lists = format === pageFormats.list ? spread(state as Pages, pages.length) : (state as readonly Pages[]);
  for (const [index, list] of lists.entries()) yield* store(pages[index]!, list);
}

function spread(all: Pages, length: number): readonly Pages[] {
  return Array.from({ length }, (_, index) => all.filter((page) => page % length === index));
}

/** Part by part, each processor its own. */
export function* exportPagesOf({ pages }: PageSet, _format: number, processor: number): Program<Value> {
  return yield* load(pages[processor]!);
}

export function* importPagesOf({ pages }: PageSet, _format: number, processor: number, part: Value): Program<void> {
  yield* store(pages[processor]!, part as Pages);
}
