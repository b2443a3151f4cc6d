// npm run bench -- peers: the peers that are written in Rust (peers/), built by cargo with all optimisation, in turn with this engine.
// Stateright has the states of the bench protocol, which must be as many as here. loom goes through the executions of
// fib_bench, which under its memory model are other ones, and Shuttle samples them: rates are all that is compared.

import { join } from 'node:path';
import { exploreInProcess, median } from './comparison.js';
import { isInstalled, run, runAccounted } from './processes.js';
import { nameOf, sizes } from './sizes.js';
import { source } from './spin.js';

/** One thing that both did; medians of processor time. */
export interface PeerRow {
  readonly peer: string;
  readonly what: string;
  readonly counted: 'states' | 'executions';
  readonly engine: Rate;
  readonly other: Rate;
  /** This engine's rate over the peer's. */
  readonly ratio: number;
}

interface Rate {
  readonly count: number;
  readonly perSecond: number;
}

interface Ran {
  readonly count: number;
  readonly processorMs: number;
}

const workspace = join(source, '..', 'Cargo.toml');

/** buildPeers builds them into a folder, and returns where they are; a text says why they cannot be. */
export function buildPeers(out: string): { readonly programs: string } | string {
  if (!isInstalled('cargo')) return 'there is no cargo here';
  const target = join(out, 'cargo');
  try {
    run('cargo', ['build', '--release', '--quiet', '--manifest-path', workspace, '--target-dir', target]);
  } catch (error) {
    return `cargo could not build them: ${String(error).split('\n').at(-1)}`;
  }
  return { programs: join(target, 'release') };
}

/** comparePeers runs each of them `runs` times in turn with this engine. */
export function comparePeers(programs: string, runs: number): readonly PeerRow[] {
  const peer = (name: string, ...args: readonly number[]) => {
    return () => counted(runAccounted(join(programs, `peer-${name}`), args.map(String)));
  };
  return [
    ...sizes.map((size) =>
      compared('Stateright', nameOf(size), 'states', runs, {
        engine: () => states(exploreInProcess('protocol', size.clients, size.calls).result),
        other: peer('stateright', size.clients, size.calls),
      }),
    ),
    compared('loom', 'fib_bench: 5 rounds here, 3 there', 'executions', runs, {
      engine: () => executions(exploreInProcess('executions', 5).result),
      other: peer('loom', 3),
    }),
    compared('Shuttle', 'fib_bench, 3 rounds, random schedules', 'executions', runs, {
      engine: () => executions(exploreInProcess('sampled', 3, 200_000).result),
      other: peer('shuttle', 3, 200_000),
    }),
  ];
}

function counted({ stdout, processorMs }: { readonly stdout: string; readonly processorMs: number }): Ran {
  const said = JSON.parse(stdout.split('\n')[0]!) as { states?: number; executions?: number; errors?: number };
  if ((said.errors ?? 0) > 0) throw new Error('a peer finds an error in the bench protocol');
  return { count: (said.states ?? said.executions)!, processorMs };
}

function states({ states: count, searchMs }: { readonly states: number; readonly searchMs: number }): Ran {
  return { count, processorMs: searchMs };
}

function executions({ executions: count, searchMs }: { readonly executions?: number; readonly searchMs: number }): Ran {
  return { count: count!, processorMs: searchMs };
}

function compared(
  peer: string,
  what: string,
  counted: PeerRow['counted'],
  runs: number,
  { engine, other }: { readonly engine: () => Ran; readonly other: () => Ran },
): PeerRow {
  const turns = Array.from({ length: runs }, () => ({ engine: engine(), other: other() }));
  const [one, another] = [rateOf(turns.map((turn) => turn.engine)), rateOf(turns.map((turn) => turn.other))];
  if (counted === 'states' && one.count !== another.count)
    throw new Error(
      `on ${what} this engine has ${one.count} states and ${peer} ${another.count}: not the same protocol`,
    );
  return { peer, what, counted, engine: one, other: another, ratio: one.perSecond / another.perSecond };
}

function rateOf(runs: readonly Ran[]): Rate {
  const { count } = runs[0]!;
  return { count, perSecond: Math.round((count / median(runs.map(({ processorMs }) => processorMs))) * 1000) };
}

/** peersText prints them. */
export function peersText(rows: readonly PeerRow[]): string {
  const lines = rows.map(({ peer, what, counted, engine, other, ratio }) => {
    const [ours, theirs] = [engine, other].map(
      ({ count, perSecond }) => `${text(perSecond)} a second (${text(count)})`,
    );
    return `${peer}, ${what}: ${counted} ${ours} here, ${theirs} there: ${ratio.toFixed(2)}`;
  });
  return `${lines.join('\n')}\n`;
}

function text(value: number): string {
  return value.toLocaleString('en-US');
}
