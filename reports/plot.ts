// Plots as SVG, by Observable Plot on a document of linkedom: both are optional, and only asked for when a plot is drawn.

import { QuiesceError } from '../engine/program/errors.js';
import { xmlText } from './escape.js';

/** A line of a plot. */
export interface PlottedLine {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface PlotDescription {
  readonly title: string;
  readonly subtitle: string;
  readonly caption: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly logarithmicX?: boolean;
  readonly logarithmicY?: boolean;
  readonly lines: readonly PlottedLine[];
}

/** plotSvg draws the plot as an SVG document, ending in a line end. Throws QSC116 where the libraries are not installed. */
export async function plotSvg(description: PlotDescription): Promise<string> {
  const [Plot, { document }] = await libraries();
  const data = description.lines.flatMap(({ name, points }) => points.map((point) => ({ ...point, line: name })));
  const svg = Plot.plot({
    document,
    width: plotWidth,
    height: plotHeight,
    marginLeft,
    marginRight: 20 + letterWidth * Math.max(...description.lines.map(({ name }) => name.length)),
    marginTop: margin,
    marginBottom: margin,
    grid: true,
    x: { ...axis(description.xLabel, description.logarithmicX), labelAnchor: 'right' },
    y: { ...axis(description.yLabel, description.logarithmicY), labelAnchor: 'center' },
    color: { domain: description.lines.map(({ name }) => name), scheme: 'Observable10' },
    marks: [
      Plot.lineY(data, { x: 'x', y: 'y', stroke: 'line', marker: 'circle' }),
      ...endsOf(description).map(({ dy, ...end }) =>
        Plot.text([end], { x: 'x', y: 'y', text: 'line', fill: 'line', textAnchor: 'start', dx: 8, dy }),
      ),
      Plot.text([description.title], { frameAnchor: 'top-left', dy: -50, fontSize: 14, fontWeight: 'bold' }),
      Plot.text([description.subtitle], { frameAnchor: 'top-left', dy: -32, ...sizeOf(description.subtitle) }),
      Plot.text([description.caption], { frameAnchor: 'bottom-left', dy: 52 }),
    ],
  });
  return `${titled(inBothSchemes(withNamespace(numbered(svg.outerHTML))), description.title)}\n`;
}

/** In pixels, at the size of the letters. */
const plotHeight = 460;
const margin = 60;
const letterWidth = 6;
const lineHeight = 12;
const plotWidth = 760;
const marginLeft = 70;
const letterSize = 10;
const subtitleLetterWidth = 5.25;

/** Smaller letters where it would not fit. */
function sizeOf(subtitle: string): { readonly fontSize?: number } {
  const fitting = (letterSize * (plotWidth - marginLeft)) / (subtitleLetterWidth * subtitle.length);
  return fitting < letterSize ? { fontSize: Math.floor(fitting * 10) / 10 } : {};
}

/** Numbers are written out: the library would write 800m for 0.8. */
function axis(label: string, logarithmic = false) {
  return { label, tickFormat: ',~r', ...(logarithmic ? { type: 'log' as const } : {}) };
}

interface LineEnd {
  readonly x: number;
  readonly y: number;
  readonly line: string;
  /** How far its name is moved down, so that it stands on no other. */
  readonly dy: number;
}

/** endsOf is where lines end, with room for the name of each: from the top down, each name is below the one before. */
export function endsOf({ lines, logarithmicY }: Pick<PlotDescription, 'lines' | 'logarithmicY'>): readonly LineEnd[] {
  const scaled = (y: number) => (logarithmicY ? Math.log(y) : y);
  const values = lines.flatMap(({ points }) => points.map(({ y }) => scaled(y)));
  const [low, high] = [Math.min(...values, logarithmicY ? Infinity : 0), Math.max(...values)];
  const pixelOf = (y: number) => ((high - scaled(y)) / (high - low || 1)) * (plotHeight - 2 * margin);
  const ends = lines.flatMap(({ name, points }) => points.slice(-1).map(({ x, y }) => ({ x, y, line: name })));
  let above = -Infinity;
  return ends
    .sort((one, other) => pixelOf(one.y) - pixelOf(other.y))
    .map((end) => {
      const at = Math.max(pixelOf(end.y), above + lineHeight);
      above = at;
      return { ...end, dy: Math.round(at - pixelOf(end.y)) };
    });
}

/** The library numbers its markers through all plots of a process; here each plot begins at 1, so that it is the same anew. */
function numbered(svg: string): string {
  const ids = new Map<string, string>();
  return svg.replace(/plot-marker-\d+/g, (id) => {
    const own = ids.get(id) ?? `plot-marker-${ids.size + 1}`;
    ids.set(id, own);
    return own;
  });
}

/** Light and dark, as whoever looks at it has it: the library draws in the colour of the text around, and a picture has none. */
function inBothSchemes(svg: string): string {
  const own = /class="(plot-\w+)"/.exec(svg)?.[1];
  const light = `.${own}{color-scheme:light dark;color:#1b1f24}`;
  const dark = `.${own}{color:#e6edf3;--plot-background:#0d1117}`;
  return svg.replace('</style>', `\n${light}\n@media (prefers-color-scheme:dark){${dark}}\n</style>`);
}

/** For who does not see it. */
function titled(svg: string, title: string): string {
  return svg.replace(/^<svg[^>]*>/, (opening) => `${opening}<title>${xmlText(title)}</title>`);
}

/** A document of its own has to say what it is. */
function withNamespace(svg: string): string {
  return svg.includes('xmlns=') ? svg : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
}

async function libraries() {
  try {
    const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
    return [Plot, parseHTML('<!doctype html><html><body></body></html>')] as const;
  } catch (cause) {
    throw new QuiesceError('QSC116', 'a plot is asked for, and @observablehq/plot and linkedom are not installed', {
      cause,
    });
  }
}
