// What a screenshot of the page shows, found in its pixels: lanes, phases, the current step and arrows, each at its place. The
// pictures stay in a temporary folder; only what is found in them is compared.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserFile, pageUrl, pathOf, resultOf, swap } from './pageFile.js';

const rowHeight = 26;
/** From the left edge of the diagram to the first lane. */
const margin = 76;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture, and where in it the diagram is. */
interface Picture {
  readonly png: PNG;
  readonly diagram: Box;
}

function colourAt({ png, diagram }: Picture, x: number, y: number): string {
  const at = (Math.round(diagram.y + y) * png.width + Math.round(diagram.x + x)) * 4;
  return [...png.data.subarray(at, at + 3)].join(' ');
}

/** The colours of a column, from the top of the diagram through so many rows: each once, with how many rows it goes on for. */
function runsDown(picture: Picture, x: number, rows: number): (readonly [colour: string, rows: number])[] {
  const runs: (readonly [string, number])[] = [];
  for (let y = 1; y < rows * rowHeight; y++) {
    const [colour, last] = [colourAt(picture, x, y), runs.at(-1)];
    if (last?.[0] === colour) runs[runs.length - 1] = [colour, last[1] + 1];
    else runs.push([colour, 1]);
  }
  return runs.map(([colour, pixels]) => [colour, Math.round(pixels / rowHeight)]);
}

/** Where a line goes down through all of so many rows: another colour than on either side of it. */
function lanesIn(picture: Picture, rows: number): number[] {
  // Between the rows, where nothing is written.
  const heights = Array.from({ length: rows - 1 }, (_, row) => (row + 1) * rowHeight);
  const isApart = (x: number, y: number) =>
    [-4, 4].every((by) => colourAt(picture, x, y) !== colourAt(picture, x + by, y));
  const isLine = (x: number) => heights.filter((y) => isApart(x, y)).length >= heights.length - 1;
  const all = Array.from({ length: Math.floor(picture.diagram.width) - 80 }, (_, x) => x + margin - 2).filter(isLine);
  return all.filter((x) => !all.some((other) => other < x && x - other < 6));
}

/** The share of places between two points that are not of the colours that lie around them. */
function inked(picture: Picture, [x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): number {
  const shares = Array.from({ length: 40 }, (_, at) => 0.1 + (0.8 * at) / 40);
  const isInked = (share: number) => {
    const [x, y] = [x1 + share * (x2 - x1), y1 + share * (y2 - y1)];
    const around = new Set([colourAt(picture, x, y - 5), colourAt(picture, x, y + 5)]);
    return [-1, 0, 1].some((by) => !around.has(colourAt(picture, x, y + by)));
  };
  return shares.filter(isInked).length / shares.length;
}

describe.skipIf(!existsSync(browserFile))('a screenshot of the page (skipped where Chromium is not installed)', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserFile, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  /** The page of a small swap, after its second step. */
  async function opened(scheme: 'light' | 'dark', style = ''): Promise<{ page: Page; folder: string }> {
    const url = pageUrl(resultOf(swap));
    const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 1300, height: 900 } });
    await page.goto(`${url}#path=1&step=2`);
    if (style !== '') await page.addStyleTag({ content: style });
    return { page, folder: dirname(fileURLToPath(url)) };
  }

  async function picture(scheme: 'light' | 'dark', style = ''): Promise<Picture> {
    const { page, folder } = await opened(scheme, style);
    const path = join(folder, `${scheme}.png`);
    await page.screenshot({ path });
    const inner = await page.locator('.diagram').boundingBox();
    await page.close();
    return { png: PNG.sync.read(readFileSync(path)), diagram: { ...inner!, x: inner!.x + 1, y: inner!.y + 1 } };
  }

  const rows = swap.steps.length;
  /** Beside the last lane and what is written there. */
  const free = ({ diagram }: Picture) => diagram.width - 30;
  const middle = (step: number) => (step - 0.5) * rowHeight;

  it.each(['light', 'dark'] as const)(
    'has lanes, phases, the current step and arrows at their places, %s',
    async (scheme) => {
      const shown = await picture(scheme);

      const lanes = lanesIn(shown, rows);
      expect(lanes).toHaveLength(2);
      expect(lanes[0]).toBeCloseTo(margin, -1);
      // No phase, the current step, no phase, the phase from the third step on, the next one from the ninth.
      const runs = runsDown(shown, free(shown), rows);
      expect(runs.map(([, height]) => height)).toEqual([1, 1, 6, 1]);
      expect(new Set(runs.map(([colour]) => colour)).size).toBe(4);
      // The value goes from the fifth step in the second lane to the seventh in the first.
      const ends = [
        [lanes[1]!, middle(5)],
        [lanes[0]!, middle(7)],
      ] as const;
      expect(inked(shown, ...ends)).toBeGreaterThan(0.8);
      expect(inked(await picture(scheme, 'line.arrow-value { display: none; }'), ...ends)).toBeLessThan(0.4);
    },
  );

  it('has a call as a bar beside its lane, and hatched where it is held back', async () => {
    const [shown, plain] = [await picture('light'), await picture('light', 'rect.suspended { display: none; }')];
    const colours = (from: Picture, x: number, step: number) =>
      new Set(Array.from({ length: 20 }, (_, y) => colourAt(from, x, middle(step) - 10 + y))).size;

    // The outer call is held in one colour; the inner one, further right, is held back from its fourth step to its seventh.
    expect(colourAt(shown, margin - 10, middle(6))).not.toBe(colourAt(shown, margin - 20, middle(6)));
    expect(colours(shown, margin - 4, 5)).toBeGreaterThan(colours(plain, margin - 4, 5));
  });

  it('is of the same structure in dark and in light, in other colours', async () => {
    const [light, dark] = [await picture('light'), await picture('dark')];

    expect(lanesIn(dark, rows)).toEqual(lanesIn(light, rows));
    const heights = (each: Picture) => runsDown(each, free(each), rows).map(([, height]) => height);
    expect(heights(dark)).toEqual(heights(light));
    const brightness = ({ png }: Picture) => png.data.reduce((sum, value) => sum + value, 0) / png.data.length;
    expect(brightness(light)).toBeGreaterThan(220);
    expect(brightness(dark)).toBeLessThan(110);
  });

  it('would be seen to have no lanes, no phases, or nothing at all', async () => {
    const noLanes = await picture('light', 'line.lane-line { display: none; }');
    const noBands = await picture('light', '[class^="band-"] { display: none; }');
    const blank = await picture('light', '.diagram svg { display: none; }');

    expect(lanesIn(noLanes, rows)).toEqual([]);
    expect(runsDown(noBands, free(noBands), rows)).toHaveLength(3);
    expect([lanesIn(blank, rows), runsDown(blank, free(blank), rows)]).toEqual([[], [expect.anything()]]);
  });

  it('is printed sheet by sheet, with all lanes on each', async () => {
    const steps = Array.from({ length: 70 }, (_, index) => ({ agent: `t${index % 3}`, operation: `load x${index}` }));
    const url = pageUrl(resultOf(pathOf(steps)));
    const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });
    await page.goto(`${url}#path=1&step=1`);
    const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b/g)!.length;
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");

    const sheets = page.locator('.sheets > svg');
    // Two full ones, and one of six rows that may share its page.
    expect(await sheets.count()).toBe(3);
    expect(pages).toBeGreaterThanOrEqual(2);
    for (let sheet = 0; sheet < 3; sheet++) {
      const png = PNG.sync.read(await sheets.nth(sheet).screenshot());
      const dark = (x: number) =>
        Array.from({ length: png.height }, (_, y) => png.data[(y * png.width + x) * 4]!).filter((red) => red < 200);
      // A lane is a column that is inked from top to bottom.
      const lanes = Array.from({ length: png.width }, (_, x) => x).filter((x) => dark(x).length > 0.7 * png.height);
      expect(new Set(lanes.map((x) => Math.round(x / 10))).size).toBe(3);
    }
    await page.close();
  });
});
