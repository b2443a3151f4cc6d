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
  const last = description.lines.map(({ name, points }) => ({ ...points.at(-1)!, line: name }));
  const svg = Plot.plot({
    document,
    width: 760,
    height: 460,
    marginLeft: 70,
    marginRight: 110,
    marginTop: 60,
    marginBottom: 60,
    grid: true,
    x: { label: description.xLabel, ...(description.logarithmicX ? { type: 'log' as const } : {}) },
    y: { label: description.yLabel, ...(description.logarithmicY ? { type: 'log' as const } : {}) },
    color: { domain: description.lines.map(({ name }) => name), scheme: 'Observable10' },
    marks: [
      Plot.lineY(data, { x: 'x', y: 'y', stroke: 'line', marker: 'circle' }),
      Plot.text(last, { x: 'x', y: 'y', text: 'line', fill: 'line', textAnchor: 'start', dx: 8 }),
      Plot.text([description.title], { frameAnchor: 'top-left', dy: -50, fontSize: 14, fontWeight: 'bold' }),
      Plot.text([description.subtitle], { frameAnchor: 'top-left', dy: -32 }),
      Plot.text([description.caption], { frameAnchor: 'bottom-left', dy: 52 }),
    ],
  });
  return `${titled(withNamespace(numbered(svg.outerHTML)), description.title)}\n`;
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
