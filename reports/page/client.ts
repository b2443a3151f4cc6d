// The script of the page: draws the matrix and the diagrams from the data in the page, and follows keys and the address.
// Only the rows in sight are drawn, so that thousands of steps scroll as easily as ten. Every text is set as text.

import type { PageData, PagePath, PageRow } from './data.js';

const data: PageData = JSON.parse(document.getElementById('data')!.textContent!);
const page = document.getElementById('page')!;

const rowHeight = 26;
const laneWidth = 210;
const margin = 76;
const svgSpace = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | number>>;

function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

function draw(name: string, attributes: Attributes, ...children: readonly (Node | string)[]): SVGElement {
  const element = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** What is shown: a path, and after how many of its steps; none is the matrix. */
interface Place {
  readonly path: number;
  readonly step: number;
}

function placeInAddress(): Place | undefined {
  const match = /^#path=(\d+)&step=(\d+)$/.exec(location.hash);
  const path = match && data.paths[Number(match[1]) - 1];
  return path ? { path: Number(match[1]) - 1, step: Math.min(Number(match[2]), path.steps.length) } : undefined;
}

function addressOf({ path, step }: Place): string {
  return `#path=${path + 1}&step=${step}`;
}

// The matrix: a table for each scenario, a row for each property, a column for each mechanism.

function overview(): HTMLElement[] {
  const { totals } = data;
  const wrong = totals.unexpected + totals.undecided + totals.errors;
  const said = wrong === 0 ? 'every verdict is as expected' : `${wrong} not as expected`;
  const scenarios = [...new Set(data.rows.map(({ scenario }) => scenario))];
  return [
    make('h1', {}, 'Quiesce report'),
    make('p', { class: wrong === 0 ? 'good' : 'bad' }, `${totals.verdicts} verdicts, ${totals.states} states: ${said}`),
    ...data.errors.map(({ scenario, message }) => make('pre', { tabindex: 0 }, `${scenario}: ${message}`)),
    ...scenarios.map(scenarioSection),
  ];
}

function scenarioSection(scenario: string): HTMLElement {
  const rows = data.rows.filter((row) => row.scenario === scenario);
  const mechanisms = [...new Set(rows.map(({ mechanism }) => mechanism))];
  const properties = [...new Set(rows.map(({ property }) => property))];
  const cellOf = (property: string, mechanism: string) =>
    rows.find((row) => row.property === property && row.mechanism === mechanism);
  const head = ['property', ...mechanisms].map((name) => make('th', { scope: 'col' }, name));
  const body = properties.map((property) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row', title: rows.find((row) => row.property === property)!.statement }, property),
      ...mechanisms.map((mechanism) => verdictCell(cellOf(property, mechanism))),
    ),
  );
  const table = make('table', {}, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...body));
  const label = `verdicts of ${scenario}`;
  return make(
    'section',
    {},
    make('h2', {}, scenario),
    make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, table),
  );
}

function verdictCell(row: PageRow | undefined): HTMLElement {
  if (!row) return make('td', {}, '–');
  const text = row.reason === undefined ? row.words : `${row.words}: ${row.reason}`;
  const { path } = row;
  if (path === undefined) return make('td', { class: row.asExpected ? 'good' : 'bad' }, text);
  const step = Math.max(0, data.paths[path]!.turnedFalseAt + 1);
  return make('td', { class: row.asExpected ? 'good' : 'bad' }, make('a', { href: addressOf({ path, step }) }, text));
}

// A path: the diagram, drawn by the rows that are in sight, and beside it what there is to know of the current step.

class PathView {
  readonly path: PagePath;
  readonly #scroller = make('div', {
    class: 'diagram',
    tabindex: 0,
    role: 'region',
    'aria-label': 'space-time diagram',
  });
  readonly #lanes = make('div', { class: 'lanes', style: `padding-left:${margin}px` });
  readonly #details = make('div', {});
  readonly #says = make('p', { role: 'status' });
  readonly #play = make('button', { type: 'button' }, 'play');
  readonly #number: number;
  #svg: SVGElement | undefined;
  #step = 0;
  #playing: number | undefined;
  #isDue = false;

  constructor(number: number) {
    this.#number = number;
    this.path = data.paths[number]!;
    const height = this.path.steps.length * rowHeight + rowHeight;
    this.#scroller.append(make('div', { style: `height:${height}px;width:${this.#width()}px` }));
    this.#scroller.addEventListener('scroll', () => {
      this.#lanes.scrollLeft = this.#scroller.scrollLeft;
      this.#drawSoon();
    });
    this.#play.addEventListener('click', () => this.togglePlay());
  }

  elements(): HTMLElement[] {
    const { path } = this;
    const lanes = path.lanes.map(({ name, processor }) =>
      make('span', { style: `width:${laneWidth}px` }, `${name} (processor ${processor})`),
    );
    this.#lanes.replaceChildren(...lanes);
    const keys = '↓ ↑ step, Home and End, f to the failure, space plays, Escape goes back';
    return [
      make('p', {}, make('a', { href: '#' }, 'all verdicts')),
      make('h1', {}, `${path.property} is refuted: ${path.scenario} with ${path.mechanism}`),
      make('p', { class: 'fault' }, path.reason),
      this.#says,
      make('p', {}, this.#button('back', -1), ' ', this.#button('forward', 1), ' ', this.#play, ` ${keys}`),
      make('div', { class: 'split' }, make('div', {}, this.#lanes, this.#scroller), this.#details),
      make('p', {}, 'replay: ', make('code', {}, path.replay)),
    ];
  }

  show(step: number): void {
    this.#step = step;
    const top = Math.max(0, step - 1) * rowHeight;
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop || top > scrollTop + clientHeight - 2 * rowHeight)
      this.#scroller.scrollTop = Math.max(0, top - clientHeight / 2);
    this.#says.textContent = this.#sentence();
    this.#details.replaceChildren(...this.#detailElements());
    this.#draw();
  }

  /** Goes on from where it stands; the address follows, so that a step can be linked to. */
  move(by: number): void {
    this.go(this.#step + by);
  }

  go(step: number): void {
    const next = Math.max(0, Math.min(this.path.steps.length, step));
    if (next === this.#step) return;
    // Shown at once: the address is followed later, and a key that comes before would start from the old step.
    this.show(next);
    location.replace(addressOf({ path: this.#number, step: next }));
  }

  toFailure(): void {
    this.go(this.path.turnedFalseAt + 1);
  }

  stop(): void {
    clearInterval(this.#playing);
    this.#playing = undefined;
    this.#play.textContent = 'play';
  }

  togglePlay(): void {
    if (this.#playing !== undefined) {
      this.stop();
      return;
    }
    this.#play.textContent = 'pause';
    this.#playing = setInterval(() => {
      if (this.#step === this.path.steps.length) this.stop();
      else this.move(1);
    }, 400) as unknown as number;
  }

  #button(text: string, by: number): HTMLElement {
    const button = make('button', { type: 'button' }, text);
    button.addEventListener('click', () => this.move(by));
    return button;
  }

  #sentence(): string {
    const { steps, lanes, turnedFalseAt, property } = this.path;
    if (this.#step === 0) return `at the start of ${steps.length} steps`;
    const step = steps[this.#step - 1]!;
    const fault = this.#step - 1 === turnedFalseAt ? `; after it ${property} is false` : '';
    return `step ${this.#step} of ${steps.length}: ${lanes[step.lane]!.name}: ${step.text}${fault}`;
  }

  #detailElements(): HTMLElement[] {
    const step = this.path.steps[this.#step - 1];
    const list = (title: string, texts: readonly string[]) =>
      texts.length === 0 ? [] : [make('h2', {}, title), make('ul', {}, ...texts.map((text) => make('li', {}, text)))];
    return [
      ...list('said with this step', step?.events ?? []),
      ...list('could have stepped', step?.enabled ?? []),
      ...this.#sourceElements(step?.source),
      make('h2', {}, 'what the cells hold'),
      make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'cells' }, this.#cellTable()),
    ];
  }

  #cellTable(): HTMLElement {
    const cells = new Map(this.path.cells);
    for (const { writes } of this.path.steps.slice(0, this.#step))
      for (const [cell, value] of writes) cells.set(cell, value);
    const changed = new Set((this.path.steps[this.#step - 1]?.writes ?? []).map(([cell]) => cell));
    const rows = [...cells].map(([cell, value]) => {
      const shown = changed.has(cell) ? make('strong', {}, value) : value;
      return make('tr', {}, make('th', { scope: 'row' }, cell), make('td', {}, shown));
    });
    return make('table', {}, make('tbody', {}, ...rows));
  }

  #sourceElements(source: string | undefined): HTMLElement[] {
    const match = source === undefined ? null : /^(.*):(\d+)$/.exec(source);
    const text = match && Object.hasOwn(data.sources, match[1]!) ? data.sources[match[1]!] : undefined;
    if (!match) return [];
    const title = make('h2', {}, source!);
    if (text === undefined) return [title];
    const line = Number(match[2]);
    const lines = text.split('\n').slice(Math.max(0, line - 6), line + 5);
    const first = Math.max(1, line - 5);
    const shown = lines.map((each, index) => {
      const numbered = `${String(first + index).padStart(4)}  ${each}\n`;
      return first + index === line ? make('mark', {}, numbered) : numbered;
    });
    return [title, make('pre', { tabindex: 0, 'aria-label': 'source' }, ...shown)];
  }

  #width(): number {
    return margin + this.path.lanes.length * laneWidth;
  }

  #drawSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  /** Draws the rows in sight, and a few more on either side. */
  #draw(): void {
    const { steps } = this.path;
    const rows = Math.ceil((this.#scroller.clientHeight || 600) / rowHeight);
    const first = Math.max(0, Math.floor(this.#scroller.scrollTop / rowHeight) - 10);
    const last = Math.min(steps.length - 1, first + rows + 20);
    const box = { width: this.#width(), height: (last - first + 2) * rowHeight };
    const top = first * rowHeight;
    const svg = draw('svg', { ...box, style: `top:${top}px`, 'aria-hidden': 'true', focusable: 'false' });
    svg.append(hatch(), draw('g', { transform: `translate(0 ${-top})` }, ...this.#shapes(first, last)));
    this.#svg?.remove();
    this.#svg = svg;
    this.#scroller.append(svg);
  }

  #shapes(first: number, last: number): SVGElement[] {
    const { bands, bars, arrows, steps, lanes } = this.path;
    const inSight = ({ from, to }: { readonly from: number; readonly to: number }) => from <= last && to >= first;
    return [
      ...bands.filter(inSight).map((band) => this.#band(band)),
      ...this.#current(),
      ...lanes.map((_, lane) => line(laneX(lane), first * rowHeight, laneX(lane), (last + 1) * rowHeight)),
      ...bars.filter(inSight).map(barShape),
      ...arrows.filter(inSight).map((arrow) => this.#arrow(arrow)),
      ...steps.slice(first, last + 1).flatMap((step, index) => this.#stepShapes(first + index, step)),
      ...this.#loop(),
    ];
  }

  #band({ from, to, text, phase }: PagePath['bands'][number]): SVGElement {
    const known = ['forward', 'block', 'transfer', 'completed'].includes(phase) ? phase : 'other';
    const box = { x: margin - 30, y: from * rowHeight, width: this.#width(), height: (to - from) * rowHeight };
    return draw('rect', { ...box, class: `band-${known}`, opacity: 0.14 }, draw('title', {}, text));
  }

  #current(): SVGElement[] {
    if (this.#step === 0) return [];
    const y = (this.#step - 1) * rowHeight;
    return [draw('rect', { x: 0, y, width: this.#width(), height: rowHeight, class: 'current', fill: 'var(--mark)' })];
  }

  #stepShapes(position: number, step: PagePath['steps'][number]): SVGElement[] {
    const y = position * rowHeight + rowHeight / 2;
    const isFault = position === this.path.turnedFalseAt;
    const colour = isFault ? 'var(--fault)' : 'var(--ink)';
    const short = step.text.length > 25 ? `${step.text.slice(0, 24)}…` : step.text;
    const label = draw('text', { x: laneX(step.lane) + 10, y: y + 4 }, short, draw('title', {}, step.text));
    const dot = draw('circle', { cx: laneX(step.lane), cy: y, r: isFault ? 6 : 4, fill: colour });
    const number = draw('text', { x: 6, y: y + 4, 'data-step': position + 1 }, `${isFault ? '✗ ' : ''}${position + 1}`);
    const row = draw('g', { class: 'step' }, dot, label, number);
    row.addEventListener('click', () => this.go(position + 1));
    return [row];
  }

  #arrow({ from, to, text, kind }: PagePath['arrows'][number]): SVGElement {
    const { steps } = this.path;
    const [x1, x2] = [laneX(steps[from]!.lane), laneX(steps[to]!.lane)];
    const [y1, y2] = [from, to].map((step) => step * rowHeight + rowHeight / 2);
    const shape = line(x1, y1!, x2, y2!);
    for (const [key, value] of Object.entries({ class: `arrow-${kind}`, 'marker-end': 'url(#tip)', opacity: '0.7' }))
      shape.setAttribute(key, value);
    if (kind === 'wake') shape.setAttribute('stroke-dasharray', '2 3');
    shape.append(draw('title', {}, text));
    return shape;
  }

  /** A lasso: a curve in the margin from its last step back to where its loop starts. */
  #loop(): SVGElement[] {
    const { loopStartsAt, steps } = this.path;
    if (loopStartsAt === undefined) return [];
    const [top, bottom] = [(loopStartsAt + 0.5) * rowHeight, (steps.length - 0.5) * rowHeight];
    const d = `M 58 ${bottom} C 36 ${bottom}, 36 ${top}, 58 ${top}`;
    return [
      draw('path', {
        d,
        class: 'loop',
        fill: 'none',
        stroke: 'var(--fault)',
        'stroke-width': 2,
        'marker-end': 'url(#tip)',
      }),
    ];
  }
}

function laneX(lane: number): number {
  return margin + lane * laneWidth;
}

function line(x1: number, y1: number, x2: number, y2: number): SVGElement {
  return draw('line', { x1, y1, x2, y2, stroke: 'var(--line)', 'stroke-width': 1 });
}

function barShape({ lane, from, to, depth, text, kind }: PagePath['bars'][number]): SVGElement {
  const box = {
    x: laneX(lane) - 10 + depth * 5,
    y: from * rowHeight + 2,
    width: 8,
    height: (to - from + 1) * rowHeight - 4,
  };
  const fill = kind === 'suspended' ? 'url(#hatch)' : '#4493f8';
  return draw('rect', { ...box, class: kind, fill, opacity: kind === 'suspended' ? 1 : 0.55 }, draw('title', {}, text));
}

/** What shapes refer to: the hatching of suspended time, and the tip of an arrow. */
function hatch(): SVGElement {
  const stripes = { id: 'hatch', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' };
  const tip = { id: 'tip', viewBox: '0 0 6 6', refX: 6, refY: 3, markerWidth: 7, markerHeight: 7, orient: 'auto' };
  return draw(
    'defs',
    {},
    draw('pattern', stripes, draw('rect', { width: 2, height: 5, fill: 'var(--fault)' })),
    draw('marker', tip, draw('path', { d: 'M 0 0 L 6 3 L 0 6 z', fill: 'var(--line)' })),
  );
}

let view: { readonly number: number; readonly shown: PathView } | undefined;

function follow(): void {
  const place = placeInAddress();
  if (!place) {
    view?.shown.stop();
    view = undefined;
    page.replaceChildren(...overview());
    return;
  }
  if (view?.number !== place.path) {
    view?.shown.stop();
    view = { number: place.path, shown: new PathView(place.path) };
    page.replaceChildren(...view.shown.elements());
  }
  view.shown.show(place.step);
}

const keys: Readonly<Record<string, (shown: PathView) => void>> = {
  ArrowDown: (shown) => shown.move(1),
  ArrowRight: (shown) => shown.move(1),
  ArrowUp: (shown) => shown.move(-1),
  ArrowLeft: (shown) => shown.move(-1),
  Home: (shown) => shown.go(0),
  End: (shown) => shown.go(shown.path.steps.length),
  f: (shown) => shown.toFailure(),
  ' ': (shown) => shown.togglePlay(),
  Escape: () => {
    location.hash = '';
  },
};

document.addEventListener('keydown', (event) => {
  const action = keys[event.key];
  const onButton = event.key === ' ' && event.target instanceof HTMLButtonElement;
  if (!view || !action || onButton || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  action(view.shown);
});
addEventListener('hashchange', follow);
follow();
