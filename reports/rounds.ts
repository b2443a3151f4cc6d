// Rounds that repeat: rows of a path that come again and again, row for row, are shown once, with how often they came.
// Leaves out rounds of which a single value differs: those are not the same.

/** Rows as they stand, and for a round that comes several times where it is and how often. */
export interface Round {
  readonly from: number;
  readonly rows: number;
  readonly times: number;
}

const longestRound = 40;

/**
 * roundsIn finds rounds in a list of texts, each standing for a row; `undefined` is a row that stays alone. Only what
 * saves three rows or more is worth a fold.
 *
 * @example
 * roundsIn(['a', 'b', 'a', 'b', 'a', 'b', 'c']) // => [{ from: 0, rows: 2, times: 3 }]
 */
export function roundsIn(rows: readonly (string | undefined)[]): readonly Round[] {
  const found: Round[] = [];
  for (let at = 0; at < rows.length; ) {
    const best = bestRound(rows, at);
    if (best) found.push(best);
    at += best ? best.rows * best.times : 1;
  }
  return found;
}

/** The round that saves the most rows where it begins; of equals the shortest. */
function bestRound(rows: readonly (string | undefined)[], from: number): Round | undefined {
  let best: Round | undefined;
  for (let length = 1; length <= longestRound && from + 2 * length <= rows.length; length++) {
    const times = timesOf(rows, from, length);
    const round = { from, rows: length, times };
    if (savedBy(round) >= 3 && savedBy(round) > savedBy(best)) best = round;
  }
  return best;
}

/** A fold takes a row of its own. */
function savedBy(round: Round | undefined): number {
  return round ? round.rows * (round.times - 1) - 1 : 0;
}

function timesOf(rows: readonly (string | undefined)[], from: number, length: number): number {
  let times = 1;
  while (isSameRound(rows, from, from + times * length, length)) times++;
  return times;
}

function isSameRound(rows: readonly (string | undefined)[], one: number, other: number, length: number): boolean {
  if (other + length > rows.length) return false;
  for (let index = 0; index < length; index++) {
    const row = rows[one + index];
    if (row === undefined || row !== rows[other + index]) return false;
  }
  return true;
}
