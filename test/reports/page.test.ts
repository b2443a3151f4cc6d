// The page, opened from a file in headless Chromium as a person would: Debian's package, or CHROMIUM names another.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepRecord } from '../../engine/explain/verdict.js';
import { htmlReport, type PageOptions, type PageSubject, scriptJson } from '../../reports/html.js';
import { mutantsPage } from '../../reports/pages.js';
import { diagramOf } from '../../reports/spaceTime.js';
import { makeMutantResult } from '../../runner/mutants/result.js';
import { makeResult, type VerificationResult } from '../../runner/result.js';
import { sampleRow } from '../mutants/sampleRow.js';
import { browserFile, pageOptions, pageUrl, pathOf, resultOf, swap } from './pageFile.js';
import { lostUpdate, sampleResult, spinning } from './sampleResult.js';

const axe = join(import.meta.dirname, '..', '..', 'node_modules/axe-core/axe.min.js');

describe('the layout of a path', () => {
  const { bars, bands, arrows, lanes } = diagramOf(swap);

  it('has a lane for each thread, and calls nested as they were, to the end where they do not return', () => {
    expect(lanes.map(({ name }) => name)).toEqual(['t1', 't2']);
    expect(bars.filter(({ kind }) => kind === 'call')).toEqual([
      { lane: 0, from: 0, to: 8, depth: 0, text: 'A.outer', kind: 'call' },
      { lane: 0, from: 1, to: 7, depth: 1, text: 'A.inner', kind: 'call' },
    ]);
  });

  it('shows from when to when a call was suspended', () => {
    expect(bars.filter(({ kind }) => kind === 'suspended')).toMatchObject([
      { from: 3, to: 6, text: 'A.inner held back' },
    ]);
  });

  it('has a band for each phase, to the next one or the end', () => {
    expect(bands.map(({ from, to, phase }) => [phase, from, to])).toEqual([
      ['block', 2, 8],
      ['completed', 8, 9],
    ]);
  });

  it('has an arrow from a write to the read of another thread, and from a wake-up to the woken', () => {
    expect(arrows).toEqual([
      { from: 4, to: 6, text: 'x = 1', kind: 'value' },
      { from: 5, to: 6, text: 'unpark t1', kind: 'wake' },
    ]);
  });
});

describe('data in the page', () => {
  it('cannot leave their script element, whatever they are', () => {
    const hostile = '</script><!--<script>\u2028';

    expect(scriptJson(hostile)).not.toMatch(/[<\u2028]/);
    expect(JSON.parse(scriptJson(hostile))).toBe(hostile);
  });

  it('have no control character beside them in the whole page, which HTML does not allow', () => {
    const text = htmlReport(sampleResult, pageOptions);

    expect(text).not.toMatch(/(?![\n\t])\p{Cc}/u);
    expect(text).toContain('\\x01');
  });

  it('are the same for the same result, byte for byte', () => {
    expect(htmlReport(sampleResult, pageOptions)).toBe(htmlReport(sampleResult, pageOptions));
  });
});

describe.skipIf(!existsSync(browserFile))('the page in Chromium (skipped where it is not installed)', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserFile, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  /** The page of a result, opened from the disk; whatever goes wrong in it, or leaves it, fails the test. */
  async function open(
    result: VerificationResult | PageSubject,
    hash = '',
    scheme: 'light' | 'dark' = 'light',
    more: Partial<PageOptions> = {},
  ) {
    const page = await browser.newPage({ colorScheme: scheme });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) problems.push(request.url());
    });
    await page.goto(pageUrl(result, more) + hash);
    return { page, problems };
  }

  const said = (page: Page) => page.getByRole('status').textContent();

  it('shows the verdicts as a matrix, and leads from a refuted one to its failing step', async () => {
    const { page, problems } = await open(sampleResult);

    expect(await page.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
      ...new Set(sampleResult.verdicts.map(({ scenario }) => scenario)),
    ]);
    await page
      .getByRole('link', { name: /refuted, UNEXPECTED/ })
      .first()
      .click();
    await expect
      .poll(() => said(page))
      .toContain('step 4 of 4: t1: exchange count <- 1 (read 1); after it noLostUpdate is false');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('leads from a table of mutants to what each of them does', async () => {
    const schedule = 'v1 lost@dead t1 t2*2 t1';
    const path = { steps: 4, length: 'shortest', schedule, states: 3, also: [] } as const;
    const taken = { counterexample: lostUpdate };
    const result = makeMutantResult([
      { ...sampleRow('dead', 'killed'), kill: { by: 'noLostUpdate', in: 'lost', path, taken } },
      {
        ...sampleRow('refused', 'killed'),
        kind: 'machine',
        kill: { by: 'implementation', in: 'lost', seen: 'no', taken },
      },
      sampleRow('alive', 'survived'),
    ]);
    const { page, problems } = await open(mutantsPage(result, 'npx quiesce'));

    expect(await page.getByRole('link').allTextContents()).toEqual(['4 (shortest)', 'no']);
    await page.getByRole('link', { name: '4 (shortest)' }).click();
    const heading = () => page.getByRole('heading', { level: 1 }).textContent();
    await expect.poll(heading).toBe('dead is given away by noLostUpdate: lost');
    await expect.poll(() => said(page)).toContain('step 4 of 4: t1: exchange count <- 1');
    expect(await page.locator('code').textContent()).toBe(`npx quiesce replay '${schedule}'`);
    await page.evaluate("location.hash = '#path=2&step=4'");
    await expect.poll(heading).toContain('refused is given away');
    expect(await page.locator('code').count()).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('goes by keys, and opens at the step that the address names', async () => {
    const { page, problems } = await open(resultOf(lostUpdate), '#path=1&step=2');

    expect(await said(page)).toContain('step 2 of 4');
    for (const key of ['ArrowDown', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
    await expect.poll(() => said(page)).toContain('step 1 of 4');
    await page.keyboard.press('f');
    await expect.poll(() => said(page)).toContain('step 4 of 4');
    expect(page.url()).toContain('#path=1&step=4');
    await page.keyboard.press('Home');
    await expect.poll(() => said(page)).toContain('at the start of 4 steps');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('puts the focus where it goes on: on a path that was opened by key, and back on the link to it', async () => {
    const { page, problems } = await open(sampleResult);
    const focused = () =>
      page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.getAttribute('href')");
    const link = page.getByRole('link', { name: /refuted, UNEXPECTED/ }).first();

    await link.focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('space-time diagram');
    await page.keyboard.press('Escape');
    await expect.poll(focused).toMatch(/^#path=1&/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('is no wider than a narrow window, whatever is said to listeners in its matrix', async () => {
    const row = sampleResult.verdicts[0]!;
    const verdicts = Array.from({ length: 25 }, (_, at) => ({ ...row, property: `aPropertyOfALongName${at}` }));
    const { page } = await open(makeResult({ verdicts, explorations: [], errors: [] }));
    await page.setViewportSize({ width: 400, height: 700 });

    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    // It would be seen: a matrix that does not scroll in its box.
    await page.addStyleTag({ content: '.scroll { overflow: visible; }' });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(false);
    await page.close();
  });

  it('says of a verdict that is called by another word what it does, not what it is', async () => {
    const row = { ...sampleResult.verdicts.find(({ verdict }) => verdict === 'refuted')!, asExpected: false };
    const result = makeResult({ verdicts: [row], explorations: [], errors: [] });
    const called = { result, kinds: { refuted: 'diverges' }, words: () => 'diverges' };
    const texts = [];
    for (const subject of [result, called]) {
      const { page } = await open(subject);
      texts.push(await page.locator('.attention').textContent());
      await page.close();
    }

    expect(texts[0]).toContain(`${row.property} is refuted`);
    expect(texts[1]).toContain(`${row.property} diverges`);
  });

  it('brings the active state of a large machine into sight with the step that enters it, and leaves the window alone', async () => {
    const inner = Array.from({ length: 30 }, (_, at) => `s${at}`);
    const box = (name: string) => ({ name, path: name, isParallel: false, inner: [] });
    const chart = {
      ...{ isParallel: false, states: inner.map(box) },
      arrows: inner.slice(1).map((to, at) => ({ from: `s${at}`, to, event: 'on' })),
    };
    const states = inner.map((name) => ({ name, active: [name], fields: [['state', name]] as const }));
    const model = {
      kind: 'machine',
      name: 'm',
      chart,
      states,
      at: [0, 1, 2, 29, 3],
      made: [[], ['on'], ['on'], ['on'], ['on']],
    };
    const { page, problems } = await open(resultOf(lostUpdate), '#path=1&step=2', 'light', { modelsOf: () => [model] });
    await page.setViewportSize({ width: 1300, height: 600 });
    const isSeen = () =>
      page.evaluate(`(() => {
        const lit = document.querySelector('.lit.leaf rect').getBoundingClientRect();
        return ['.chart-box', '.details'].every((each) => {
          const box = document.querySelector(each).getBoundingClientRect();
          return lit.top >= box.top - 1 && lit.bottom <= box.bottom + 1;
        });
      })()`);

    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) {
      await page.keyboard.press(key);
      await expect.poll(isSeen).toBe(true);
    }
    expect(await page.evaluate('scrollY')).toBe(0);
    // It would be seen: a box that does not scroll to it.
    await page.evaluate("document.querySelector('.chart-box').scrollTop = 0");
    expect(await isSeen()).toBe(false);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows the source with the line of the step, and what the cells hold', async () => {
    const { page } = await open(resultOf(lostUpdate), '#path=1&step=3');

    expect(await page.locator('mark').textContent()).toBe('   7  line 7\n');
    expect(await page.getByRole('region', { name: 'cells' }).textContent()).toBe('count1');
    await page.close();
  });

  it('draws bands, nested bars, hatched suspension and arrows, and a lasso as a loop', async () => {
    const { page } = await open(resultOf(swap), '#path=1&step=1');
    const count = (selector: string) => page.locator(`svg ${selector}`).count();

    expect(await count('rect.call')).toBe(2);
    expect(await count('rect.suspended[fill="url(#hatch)"]')).toBe(1);
    expect(await count('rect.band-block')).toBe(1);
    expect(await count('line.arrow-value')).toBe(1);
    expect(await count('line.arrow-wake')).toBe(1);
    expect(await count('path.loop')).toBe(0);
    await page.close();
    const lasso = await open(resultOf(spinning), '#path=1&step=1');
    expect(await lasso.page.locator('svg path.loop').count()).toBe(1);
    await lasso.page.close();
  });

  it('draws a loop of one step as a loop', async () => {
    const last = spinning.steps.length - 1;
    const { page, problems } = await open(resultOf({ ...spinning, loopStartsAt: last }), '#path=1&step=1');

    const curve = (await page.locator('.diagram path.loop').getAttribute('d'))!;
    const heights = [...curve.matchAll(/\d+ ([\d.]+)/g)].map(([, y]) => Number(y));
    expect(heights.at(0)! - heights.at(-1)!).toBe(13);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('marks the loop of a lasso and no step before it; forward from the last step goes round, and f to where it begins', async () => {
    const { page, problems } = await open(resultOf({ ...spinning, turnedFalseAt: 0 }), '#path=1&step=4');

    expect(await said(page)).toContain('from here back to step 2, for ever');
    expect(await page.locator('svg tspan.mark, svg .at-fault').count()).toBe(0);
    expect(await page.locator('svg rect.looped').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => said(page)).toContain('step 2 of 4: t1: load flag → 0; the loop begins here');
    await page.keyboard.press('Home');
    await page.keyboard.press('f');
    await expect.poll(() => said(page)).toContain('step 2 of 4');
    expect(await page.locator('.legend').textContent()).not.toContain('✗');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows rounds that repeat once, with how often they came, or all of them', async () => {
    const once = [{ operation: 'load x' }, { operation: 'load y' }];
    const steps = [...Array(12).fill(once).flat(), { operation: 'store z <- 1', kind: 'store' }];
    const { page, problems } = await open(resultOf(pathOf(steps)), '#path=1&step=20');

    expect(await page.locator('svg .fold').allTextContents()).toEqual(['× 12: the 2 steps above, to step 24']);
    expect(await page.locator('.diagram svg g.step').count()).toBe(4);
    expect(await page.locator('.diagram svg rect.current').getAttribute('y')).toBe('52');
    await page.getByRole('button', { name: 'unfold the rounds' }).click();
    expect(await page.locator('.diagram svg g.step').count()).toBe(25);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('brings the lane of a step into sight on a narrow screen, with its number', async () => {
    const steps = [0, 1, 2, 3, 4].map((thread) => ({ agent: `t${thread}`, processor: thread }));
    const { page } = await open(
      resultOf({ ...pathOf(steps), threads: ['t4', 't3', 't2', 't1', 't0'] }),
      '#path=1&step=5',
    );
    await page.setViewportSize({ width: 400, height: 700 });
    await page.keyboard.press('Home');

    expect(await page.locator('.lanes b').allTextContents()).toEqual(['t4', 't3', 't2', 't1', 't0']);
    const area = page.locator('.diagram');
    const seen = async () => {
      const [left, width] = await area.evaluate((each) => [each.scrollLeft, each.clientWidth]);
      const x = Number(await page.locator('.diagram svg circle').first().getAttribute('cx'));
      return x > left! && x < left! + width!;
    };
    await page.keyboard.press('ArrowDown');
    await expect.poll(seen).toBe(true);
    expect(await area.evaluate((each) => each.scrollLeft)).toBeGreaterThan(0);
    const number = page.locator('.diagram text.number').first();
    await expect
      .poll(async () => Number(await number.getAttribute('x')) - (await area.evaluate((each) => each.scrollLeft)))
      .toBe(6);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.close();
  });

  it('prints all steps as sheets that are as wide as the paper', async () => {
    const steps = Array.from({ length: 70 }, (_, index) => ({ agent: `t${index % 9}`, operation: `load x${index}` }));
    const long = { 'long.ts': 'x'.repeat(400) };
    const path = pathOf([{ ...steps[0]!, source: 'long.ts:1' }, ...steps.slice(1)]);
    const { page } = await open(resultOf(path), '#path=1&step=1', 'light', { sources: long });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");

    expect(await page.locator('.sheets > svg').count()).toBe(3);
    expect(await page.locator('.sheets g.step').count()).toBe(70);
    // A long line of a source does not make the paper wider either.
    await page.setViewportSize({ width: 794, height: 1123 });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const [sheet, body] = (await page.evaluate(
      "['.sheets > svg', 'main'].map((each) => document.querySelector(each).getBoundingClientRect().width)",
    )) as [number, number];
    expect(sheet).toBeLessThanOrEqual(body);
    await page.close();
  });

  it('prints with what colours say, light in a dark scheme, headings kept with what follows, in the width of the paper', async () => {
    const { page } = await open(sampleResult, '', 'dark');
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const styleOf = (selector: string, property: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`);
    const printed = async () => [
      await styleOf('.costs .bar', '-webkit-print-color-adjust'),
      await styleOf('h2', 'break-after'),
      await styleOf('tr', 'break-inside'),
    ];

    expect(await printed()).toEqual(['exact', 'avoid', 'avoid']);
    expect(await styleOf('body', 'background-color')).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    // Off paper it is otherwise: it is the rules for print that were seen.
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    expect(await printed()).toEqual(['economy', 'auto', 'auto']);
    expect(await styleOf('body', 'background-color')).toBe('rgb(13, 17, 23)');
    await page.emulateMedia({ media: null });
    await page.evaluate("location.hash = '#path=1&step=2'");
    const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b/g);
    expect(sheets!.length).toBeGreaterThanOrEqual(1);
    await page.close();
  });

  it('goes by Tab through all that can be acted on, each with an outline that can be seen', async () => {
    const { page } = await open(resultOf(lostUpdate), '#path=1&step=2');
    const all = await page.locator('a[href], button, [tabindex="0"]').count();
    /** What has the focus after each Tab: its name, the width of its outline and whether that lies in the window. */
    const through = async () => {
      await page.evaluate('document.activeElement.blur()');
      const seen: (readonly [string, number, boolean])[] = [];
      for (let tab = 0; tab < all; tab++) {
        await page.keyboard.press('Tab');
        const [name, style, width, shown] = (await page.evaluate(`(() => {
          const one = document.activeElement;
          const { outlineStyle, outlineWidth } = getComputedStyle(one);
          const { top, bottom } = one.getBoundingClientRect();
          const name = one.textContent.slice(0, 12) + (one.getAttribute('aria-label') ?? '');
          return [name, outlineStyle, parseFloat(outlineWidth), bottom > 0 && top < innerHeight];
        })()`)) as [string, string, number, boolean];
        seen.push([name, style === 'solid' ? width : 0, shown]);
      }
      return seen;
    };

    const seen = await through();
    expect(all).toBeGreaterThanOrEqual(7);
    expect(new Set(seen.map(([name]) => name)).size).toBe(all);
    expect(seen.filter(([, width, shown]) => width < 2 || !shown)).toEqual([]);
    // It would be seen: a style that takes the outline away.
    await page.addStyleTag({ content: ':focus-visible { outline: none !important; }' });
    expect((await through()).filter(([, width]) => width < 2)).toHaveLength(all);
    await page.close();
  });

  it('draws what the racing pair is joined by beneath what is written', async () => {
    const { page } = await open(resultOf(lostUpdate), '#path=1&step=4');
    const order = await page.evaluate(
      "[...document.querySelectorAll('.diagram svg path.race, .diagram svg text.label')].map((each) => each.tagName)",
    );

    expect(order).toEqual(['path', 'text', 'text', 'text', 'text']);
    await page.close();
  });

  it('has a bar for each exploration, as long as its share of the largest, and its time', async () => {
    const part = {
      scenario: 's',
      kind: 'safety',
      mode: 'exhaustive',
      transitions: 1,
      depth: 1,
      complete: true,
    } as const;
    const explorations = [
      { ...part, mechanism: 'small', states: 100, elapsedMs: 250 },
      { ...part, mechanism: 'large', states: 400, elapsedMs: 12_345 },
    ];
    const { page } = await open(makeResult({ verdicts: sampleResult.verdicts, explorations, errors: [] }));
    const texts = await page.locator('.costs tbody tr').allInnerTexts();
    const widths = await page
      .locator('.costs .bar')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));

    expect(texts.map((text) => text.trim().split(/\s*\t\s*/))).toEqual([
      ['s@large safety', '400', '12.35 s'],
      ['s@small safety', '100', '0.25 s'],
    ]);
    expect(widths[0]! / widths[1]!).toBeCloseTo(4, 1);
    await page.close();
  });

  it('has no column for times that were not measured', async () => {
    const { page } = await open(sampleResult);

    expect(await page.locator('.costs th[scope="col"]').allTextContents()).toEqual(['exploration', 'states']);
    await page.close();
  });

  it('lights the state of the machine at each step, and marks the step at which it parts', async () => {
    const inner = ['idle', 'on'].map((name) => ({ name, path: `swap.${name}`, isParallel: false, inner: [] }));
    const swap = { name: 'swap', path: 'swap', isParallel: false, inner, initial: 'idle' };
    const arrows = [
      { from: 'swap.idle', to: 'swap.on', event: 'start' },
      { from: 'swap.on', to: 'swap.idle', event: 'stop' },
    ];
    const chart = { isParallel: false, states: [swap], arrows };
    const states = inner.map(({ name, path }) => ({ name, active: [path], fields: [['count', name]] as const }));
    const model = { kind: 'machine', name: 'conforms.A', chart, states, made: [['start'], [], [], []] };
    const modelsOf = () => [{ ...model, at: [0, 1, 1], diverges: { step: 2, reason: 'not allowed' } }];
    const { page, problems } = await open(resultOf(lostUpdate), '#path=1&step=1', 'light', { modelsOf });
    const lit = () => page.locator('.state.leaf.lit').allTextContents();

    expect(await lit()).toEqual(['on']);
    expect(await page.locator('.turn.taken').allTextContents()).toEqual(['start']);
    expect(await page.locator('.turn').count()).toBe(2);
    expect(await page.locator('.made').textContent()).toBe('takes start');
    expect(await page.locator('.changed', { hasText: 'count' }).count()).toBe(1);
    await page.keyboard.press('Home');
    await expect.poll(lit).toEqual(['idle']);
    expect(await page.locator('.turn.taken').count()).toBe(0);
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('.fault').allTextContents()).toContain('≠ apart since step 3: not allowed');
    expect(await page.locator('svg tspan.mark').allTextContents()).toEqual(['≠', '✗']);
    expect(await page.locator('svg circle.race').count()).toBe(2);
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('has nothing that axe objects to, %s', async (scheme) => {
    const { page } = await open(sampleResult, '', scheme);
    await page.addScriptTag({ path: axe });
    const violations = () =>
      page.evaluate(async () => {
        // biome-ignore lint/suspicious/noExplicitAny: the library puts itself into the page's global scope
        const found = await (globalThis as any).axe.run();
        // biome-ignore lint/suspicious/noExplicitAny: its result is plain data of that library
        return found.violations.map(({ id, nodes }: any) => `${id}: ${nodes[0].html}`);
      });

    expect(await violations()).toEqual([]);
    await page.evaluate("location.hash = '#path=1&step=2'");
    await expect.poll(() => said(page)).toContain('step 2');
    expect(await violations()).toEqual([]);
    // It would say so: a picture without words is what it is there to find.
    await page.evaluate("document.querySelector('main').append(document.createElement('img'))");
    expect(await violations()).toEqual([expect.stringMatching(/^image-alt: /)]);
    await page.close();
  });

  it('shows names that look like markup as text', async () => {
    const name = '</script><img src=x onerror=alert(1)>';
    const rows = sampleResult.verdicts.map((row) => ({ ...row, property: name, scenario: name }));
    const { page, problems } = await open(makeResult({ verdicts: rows, explorations: [], errors: [] }));

    expect(await page.locator('img').count()).toBe(0);
    expect(await page.getByRole('heading', { level: 3 }).first().textContent()).toBe(name);
    expect(problems).toEqual([]);
    await page.close();
  });

  /**
   * Milliseconds of the page's own thread for each of so many frames, in each of which something is done: processor time,
   * which is the same on a busy machine. A frame that takes more than 16.6 of them cannot be one of 60 in a second.
   */
  async function frameCost(page: Page, frames: number, doing: string): Promise<number> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const taskMs = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
    };
    const before = await taskMs();
    await page.evaluate(`new Promise((done) => {
      const area = document.querySelector('.diagram');
      let left = ${frames};
      const frame = () => {
        ${doing};
        if (--left > 0) requestAnimationFrame(frame);
        else requestAnimationFrame(() => done());
      };
      requestAnimationFrame(frame);
    })`);
    return ((await taskMs()) - before) / frames;
  }

  it('draws of thousands of open calls those in lanes in sight, as deep as there is room, and says how many lie within', async () => {
    const steps = Array.from({ length: 5000 }, (_, index): Partial<StepRecord> => {
      const [agent, call] = [`t${index % 64}`, `c${index}`];
      const invoke = { name: 'invoke', thread: agent, data: { call, ref: 'A', method: `m${index}` } };
      return { agent, processor: index % 64, events: [invoke] };
    });
    const { page, problems } = await open(resultOf(pathOf(steps)), '#path=1&step=4999');

    const bars = page.locator('.diagram rect.call');
    const shown = await bars.count();
    expect(shown).toBeGreaterThan(12);
    expect(shown).toBeLessThan(64 * 12);
    expect(
      (await bars.locator('title').allTextContents()).filter((text) => /, with 66 within$/.test(text)),
    ).not.toEqual([]);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('.sheets').first().locator('rect.call').count()).toBeGreaterThan(shown);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('lays out of thousands of cells those in sight, and changes the rows of the step alone', async () => {
    const steps = Array.from(
      { length: 5000 },
      (_, index): Partial<StepRecord> => ({ writes: [{ cell: `cell${index}`, before: 0, value: index }] }),
    );
    const { page, problems } = await open(resultOf(pathOf(steps)), '#path=1&step=4000');

    const parts = page.locator('.cells-part');
    expect(await parts.count()).toBe(50);
    const looks =
      "[...new Set([...document.querySelectorAll('.cells-part')].map((one) => getComputedStyle(one).contentVisibility))]";
    expect(await page.evaluate(looks)).toEqual(['auto']);
    expect(await page.locator('.changed').allTextContents()).toEqual(['cell39993999']);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.locator('.changed').allTextContents()).toEqual(['cell40004000']);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(looks)).toEqual(['visible']);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('says each of thousands of verdicts with its sign, none of them clipped by itself', async () => {
    const [row] = sampleResult.verdicts;
    const verdicts = Array.from({ length: 2000 }, (_, index) => ({ ...row!, scenario: `s${index}` }));
    const { page, problems } = await open(makeResult({ verdicts, explorations: [], errors: [] }));

    const cells = page.locator('.matrix td:not(:empty)');
    expect(await cells.count()).toBe(2000);
    expect(await page.locator('.matrix td:not(:empty) *').count()).toBe(2 * 2000);
    expect(await page.locator('.matrix').getByRole('img', { name: row!.verdict }).count()).toBe(2000);
    const looks = '[...document.querySelectorAll(".matrix tbody *")].map((one) => getComputedStyle(one))';
    const isClipped = '({ clipPath, overflow }) => clipPath !== "none" || overflow !== "visible"';
    expect(await page.evaluate(`${looks}.filter(${isClipped}).length`)).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('scrolls through 5,000 steps at 60 frames a second, drawing only those in sight', async () => {
    const steps = Array.from(
      { length: 5000 },
      (_, index): Partial<StepRecord> => ({
        ...{ agent: `t${index % 4}`, processor: index % 4, kind: 'store', operation: `store x <- ${index}` },
        writes: [{ cell: 'x', before: index - 1, value: index }],
        reads: [{ cell: 'x', value: index - 1 }],
      }),
    );
    const { page, problems } = await open(resultOf(pathOf(steps)), '#path=1&step=1');

    expect(await frameCost(page, 90, 'area.scrollTop += 1200')).toBeLessThan(1000 / 60);
    expect(await page.locator('svg g.step').count()).toBeLessThan(120);
    expect(await page.locator('.diagram').evaluate((area) => area.scrollTop)).toBeGreaterThan(100_000);
    // It would be seen: as much drawn as for print is too much for a frame.
    expect(await frameCost(page, 3, "dispatchEvent(new Event('beforeprint'))")).toBeGreaterThan(1000 / 60);
    await page.keyboard.press('End');
    await expect.poll(() => said(page)).toContain('step 5000 of 5000');
    expect(problems).toEqual([]);
    await page.close();
  });
});
