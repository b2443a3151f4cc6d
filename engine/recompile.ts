// Compiled edges as plain data, and compiling them again elsewhere: for measuring what of the programs' text was run,
// in a process of its own, without slowing the search.

import { Multiprocessor } from './multiprocessor/multiprocessor.js';
import type { System } from './multiprocessor/system.js';
import { QuiesceError } from './program/errors.js';
import type { Value } from './program/value.js';
import type { Search } from './search/search.js';

/** The edges of one thread's automaton in order of compilation: node and result. Survives structured cloning. */
export interface CompiledThread {
  readonly thread: string;
  readonly edges: readonly (readonly [node: number, result: Value])[];
}

/** compiledThreads lists what a search compiled. */
export function compiledThreads(search: Pick<Search, 'multiprocessor'>): CompiledThread[] {
  return search.multiprocessor.automata.map((automaton) => ({
    thread: automaton.self.name,
    edges: automaton.compiled.map(({ node, raw }) => [node, automaton.resultAt(node, raw)] as const),
  }));
}

/** recompile runs the programs of a system again along recorded edges, and nothing else. */
export function recompile(system: System, threads: readonly CompiledThread[]): void {
  const multiprocessor = new Multiprocessor(system);
  for (const { thread, edges } of threads) {
    const automaton = multiprocessor.automata[multiprocessor.linker.thread(thread)]!;
    automaton.start();
    for (const [node, result] of edges) {
      if (node >= automaton.nodes.length)
        throw new QuiesceError('QSC211', `thread ${thread} compiled anew has no node ${node}`);
      automaton.edge(node, automaton.rawOf(node, result));
    }
  }
}
