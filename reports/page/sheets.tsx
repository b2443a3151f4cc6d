// A path on paper: all of its rows, sheet by sheet, each as wide as the paper is and with the names of the lanes above.

import type { PagePath } from './data.js';
import { layoutOf, rowHeight } from './layout.js';
import { Marks, Shapes } from './shapes.js';

/** Of a sheet of paper. */
const rowsOfSheet = 32;
const rowsMost = 2000;
/** What a sheet is laid out for; it is drawn in the width of the paper. */
const room = 900;

interface SheetsProps {
  readonly path: PagePath;
  readonly step: number;
  readonly isFolded: boolean;
}

export function Sheets({ path, step, isFolded }: SheetsProps) {
  const layout = layoutOf(path, isFolded, room);
  const rows = Math.min(layout.rows.length, rowsMost);
  const sheets = Array.from({ length: Math.ceil(rows / rowsOfSheet) }, (_, sheet) => sheet * rowsOfSheet);
  return (
    <>
      {sheets.map((first) => {
        const last = Math.min(rows, first + rowsOfSheet) - 1;
        const [head, height] = [1.5 * rowHeight, (last - first + 1) * rowHeight];
        return (
          <svg viewBox={`0 0 ${layout.width} ${height + head}`} aria-hidden="true">
            {path.lanes.map(({ name, processor }, lane) => (
              <text x={layout.x(lane) - 4} y={16} class="lane">{`${name} (${processor})`}</text>
            ))}
            <svg aria-hidden="true" y={head} width={layout.width} height={height}>
              <Marks />
              <g transform={`translate(0 ${-first * rowHeight})`}>
                <Shapes layout={layout} step={step} first={first} last={last} />
              </g>
            </svg>
          </svg>
        );
      })}
      {layout.rows.length > rowsMost && <p>{`and ${layout.rows.length - rowsMost} rows more, in the page itself`}</p>}
    </>
  );
}
