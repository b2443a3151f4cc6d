// The script of the page: draws the matrix and the diagrams from the data in the page, and follows keys and the address.
// Only the rows in sight are drawn, so that thousands of steps scroll as easily as ten. Every text is set as text.

import type { PageData, PagePath, PageRow } from './data.js';

const data: PageData = JSON.parse(document.getElementById('data')!.textContent!);
const page = document.getElementById('page')!;

const rowHeight = 26;
/** Between two lanes, and to the right of the last: what a step is takes the room up to the edge, as it has its row alone. */
const laneLeast = 110;
const tailLeast = 300;
const margin = 76;
/** Of the face that steps are written in. */
const signWidth = 7.3;
/** Of a sheet of paper. */
const rowsOfSheet = 32;
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

// The overview: what is not as expected, the matrix of verdicts, what else a command found, and what explorations cost.

const glyphs: Readonly<Record<string, string>> = {
  proved: '✓',
  vacuous: '○',
  refuted: '✗',
  unrefuted: '~',
  inconclusive: '?',
};

/** Columns that still fit one matrix; with more properties each scenario has one of its own. */
const columnsMost = 30;

function overview(): HTMLElement[] {
  const { rows, errors, tables } = data;
  return [
    make('h1', {}, data.title),
    make('p', { class: data.isGood ? 'verdict good' : 'verdict bad' }, data.summary),
    ...chips(),
    ...errors.map(({ scenario, message }) => make('pre', { tabindex: 0 }, `${scenario}: ${message}`)),
    ...attention(),
    ...(rows.length > 0 ? matrices() : []),
    ...tables.map(plainTable),
    ...costs(),
    ...claims(),
  ];
}

/** How many verdicts there are of each kind. */
function chips(): HTMLElement[] {
  const kinds = Object.keys(glyphs).filter((kind) => data.rows.some(({ verdict }) => verdict === kind));
  if (kinds.length === 0) return [];
  const items = kinds.map((kind) => {
    const count = data.rows.filter(({ verdict }) => verdict === kind).length;
    return make('li', {}, hidden(glyphs[kind]!, `v-${kind}`), ` ${count} ${data.kinds[kind] ?? kind}`);
  });
  return [make('ul', { class: 'chips' }, ...items)];
}

function attention(): HTMLElement[] {
  const wrong = data.rows.filter(({ asExpected }) => !asExpected);
  if (wrong.length === 0) return [];
  const most = 40;
  const items = wrong.slice(0, most).map((row) => {
    const text = `${row.scenario}${row.mechanism === 'none' ? '' : ` with ${row.mechanism}`}: ${row.property} is ${textOf(row)}`;
    return make('li', { class: row.isUndecided ? 'open' : 'bad' }, linked(row, text));
  });
  const rest = wrong.length > most ? [make('li', {}, `and ${wrong.length - most} more, in the table`)] : [];
  return [make('h2', {}, 'Not as expected'), make('ul', { class: 'attention' }, ...items, ...rest)];
}

function textOf(row: PageRow): string {
  return row.reason === undefined ? row.words : `${row.words}: ${row.reason}`;
}

/** To the failing step, where there is a path. */
function linked(row: PageRow, ...shown: readonly (Node | string)[]): Node {
  return row.path === undefined ? make('span', {}, ...shown) : make('a', { href: failureOf(row.path) }, ...shown);
}

function failureOf(path: number): string {
  return addressOf({ path, step: failingStep(data.paths[path]!) });
}

/** After how many steps the claim is false; of a lasso, the first step of its loop. */
function failingStep({ breaksAt, loopStartsAt }: PagePath): number {
  const at = breaksAt ?? loopStartsAt;
  return at === undefined ? 0 : at + 1;
}

function matrices(): HTMLElement[] {
  const scenarios = [...new Set(data.rows.map(({ scenario }) => scenario))];
  const properties = [...new Set(data.rows.map(({ property }) => property))];
  const groups = properties.length <= columnsMost ? [scenarios] : scenarios.map((scenario) => [scenario]);
  return [make('h2', {}, 'Verdicts'), ...groups.map(matrix)];
}

/** A row for each scenario with a mechanism, a column for each property. */
function matrix(scenarios: readonly string[]): HTMLElement {
  const rows = data.rows.filter(({ scenario }) => scenarios.includes(scenario));
  const properties = [...new Set(rows.map(({ property }) => property))];
  const heads = properties.map((name) =>
    make(
      'th',
      { scope: 'col', title: rows.find(({ property }) => property === name)!.statement },
      make('span', {}, name),
    ),
  );
  const head = make('thead', {}, make('tr', {}, make('td', {}), ...heads));
  const bodies = scenarios.map((scenario) => {
    const own = rows.filter((row) => row.scenario === scenario);
    const title = make('th', { scope: 'rowgroup', colspan: properties.length + 1 }, make('h3', {}, scenario));
    const mechanisms = [...new Set(own.map(({ mechanism }) => mechanism))];
    return make('tbody', {}, make('tr', {}, title), ...mechanisms.map((name) => matrixRow(own, name, properties)));
  });
  const table = make('table', { class: 'matrix' }, head, ...bodies);
  return make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'verdicts' }, table);
}

function matrixRow(rows: readonly PageRow[], mechanism: string, properties: readonly string[]): HTMLElement {
  const cells = properties.map((property) =>
    verdictCell(rows.find((row) => row.mechanism === mechanism && row.property === property)),
  );
  return make('tr', {}, make('th', { scope: 'row' }, mechanism === 'none' ? 'the program' : mechanism), ...cells);
}

function verdictCell(row: PageRow | undefined): HTMLElement {
  if (!row) return make('td', { class: 'none' });
  const said = make('span', { class: 'said' }, textOf(row));
  const glyph = hidden(glyphs[row.verdict] ?? '?', `v-${row.verdict}`);
  const kind = row.asExpected ? '' : row.isUndecided ? 'open' : 'wrong';
  return make('td', { class: kind, title: `${row.property}: ${textOf(row)}` }, linked(row, glyph, said));
}

/** A sign for who sees it; what is said beside it is for who does not. */
function hidden(sign: string, kind: string): HTMLElement {
  return make('span', { 'aria-hidden': 'true', class: kind }, sign);
}

function plainTable({ title, note, columns, rows }: PageData['tables'][number]): HTMLElement {
  const head = make('tr', {}, ...columns.map((name) => make('th', { scope: 'col' }, name)));
  const cell = (text: (typeof rows)[number][number]) =>
    typeof text === 'string' ? text : make('a', { href: failureOf(text.path) }, text.text);
  const body = rows.map((row) => make('tr', {}, ...row.map((text) => make('td', {}, cell(text)))));
  const table = make('table', { class: 'plain' }, make('thead', {}, head), make('tbody', {}, ...body));
  return make(
    'section',
    {},
    make('h2', {}, title),
    ...(note === undefined ? [] : [make('p', {}, note)]),
    make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, table),
  );
}

/** What explorations cost, the largest first: bars of states, and the time where it was measured. */
function costs(): HTMLElement[] {
  const shown = [...data.costs].sort((one, other) => other.states - one.states).slice(0, 25);
  const most = Math.max(1, ...shown.map(({ states }) => states));
  if (shown.length === 0) return [];
  const isTimed = shown.some(({ elapsedMs }) => elapsedMs !== undefined);
  const timeOf = ({ elapsedMs }: (typeof shown)[number]) =>
    make('td', { class: 'number' }, elapsedMs === undefined ? '' : `${(elapsedMs / 1000).toFixed(2)} s`);
  const rows = shown.map((cost) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, cost.name),
      make('td', { class: 'number' }, cost.states.toLocaleString('en')),
      ...(isTimed ? [timeOf(cost)] : []),
      make('td', { class: 'bar' }, make('div', { style: `width:${Math.max(0.5, (100 * cost.states) / most)}%` })),
    ),
  );
  const heads = ['exploration', 'states', ...(isTimed ? ['time'] : [])].map((name) =>
    make('th', { scope: 'col' }, name),
  );
  const names = [...heads, make('td', {})];
  const table = make(
    'table',
    { class: 'plain costs' },
    make('thead', {}, make('tr', {}, ...names)),
    make('tbody', {}, ...rows),
  );
  const rest = data.costs.length - shown.length;
  const title = rest > 0 ? `What it cost: the ${shown.length} largest of ${data.costs.length}` : 'What it cost';
  return [
    make('h2', {}, title),
    make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'costs' }, table),
  ];
}

/** What each property says. */
function claims(): HTMLElement[] {
  const statements = new Map(data.rows.map(({ property, statement }) => [property, statement]));
  const said = [...statements].filter(([property, statement]) => statement !== property && statement !== '');
  if (said.length === 0) return [];
  const items = said.flatMap(([property, statement]) => [make('dt', {}, property), make('dd', {}, statement)]);
  return [make('h2', {}, 'What the properties say'), make('dl', {}, ...items)];
}

// A path: the diagram, drawn by the rows that are in sight, and beside it what there is to know of the current step.

/** A row of the diagram: a step, or the rounds after the first one that say the same. */
interface Row {
  readonly from: number;
  readonly to: number;
  readonly rows?: number;
  readonly times?: number;
}

function rowsOf(steps: number, rounds: PagePath['rounds']): readonly Row[] {
  const made: Row[] = [];
  for (let step = 0; step < steps; ) {
    made.push({ from: step, to: step });
    step++;
    const round = rounds.find(({ from, rows }) => from + rows === step);
    if (!round) continue;
    const { from, rows, times } = round;
    made.push({ from: step, to: from + rows * times - 1, rows, times });
    step = from + rows * times;
  }
  return made;
}

class PathView {
  readonly path: PagePath;
  readonly #scroller = make('div', {
    class: 'diagram',
    tabindex: 0,
    role: 'region',
    'aria-label': 'space-time diagram',
  });
  readonly #lanes = make('div', { class: 'lanes' });
  readonly #canvas = make('div', {});
  readonly #sheets = make('div', { class: 'sheets', 'aria-hidden': 'true' });
  readonly #details = make('div', {});
  readonly #says = make('p', { role: 'status' });
  readonly #play = make('button', { type: 'button' }, 'play');
  readonly #number: number;
  #svg: SVGElement | undefined;
  #step = 0;
  #playing: number | undefined;
  #isDue = false;
  #laneWidth = laneLeast;
  #tail = tailLeast;
  /** Rounds that repeat are shown once, unless somebody wants them all. */
  #isFolded = true;
  #rows: readonly Row[] = [];
  /** By step the row that it is in; what comes after the last step is below the last row. */
  #rowOf: readonly number[] = [];

  constructor(number: number) {
    this.#number = number;
    this.path = data.paths[number]!;
    this.#layOut();
    this.#scroller.append(this.#canvas);
    this.#scroller.addEventListener('scroll', () => {
      this.#lanes.scrollLeft = this.#scroller.scrollLeft;
      this.#drawSoon();
    });
    this.#play.addEventListener('click', () => this.togglePlay());
  }

  #layOut(): void {
    const { steps, rounds } = this.path;
    this.#rows = rowsOf(steps.length, this.#isFolded ? rounds : []);
    const rowOf: number[] = [];
    for (const [row, { from, to }] of this.#rows.entries()) for (let step = from; step <= to; step++) rowOf[step] = row;
    this.#rowOf = [...rowOf, this.#rows.length];
  }

  /** Shows every round, or one for all. */
  #toggleFolds(button: HTMLElement): void {
    this.#isFolded = !this.#isFolded;
    button.textContent = this.#isFolded ? 'unfold the rounds' : 'fold the rounds';
    this.#layOut();
    this.fit();
    this.show(this.#step);
  }

  #foldButton(): HTMLElement[] {
    if (this.path.rounds.length === 0) return [];
    const button = make('button', { type: 'button' }, 'unfold the rounds');
    button.addEventListener('click', () => this.#toggleFolds(button));
    return [button];
  }

  elements(): HTMLElement[] {
    const { path } = this;
    const target = path.loopStartsAt === undefined ? 'failure' : 'loop';
    const keys = `↓ ↑ step · Home, End · f to the ${target} · space plays · Esc back to all`;
    return [
      make('p', { class: 'crumb' }, make('a', { href: '#' }, '← all verdicts')),
      make('h1', {}, path.title),
      make('p', { class: 'fault' }, path.reason),
      ...path.waits.map((text) => make('p', { class: 'waits' }, text)),
      make(
        'p',
        { class: 'tools' },
        ...[this.#button('back', -1), ' ', this.#button('forward', 1), ' ', this.#play, ...this.#foldButton()],
        make('span', { class: 'keys' }, keys),
      ),
      this.#says,
      make(
        'div',
        { class: 'split' },
        make('div', {}, this.#lanes, this.#scroller, this.#sheets, legend(path)),
        this.#details,
      ),
      ...(path.replay === '' ? [] : [make('p', {}, 'replay: ', make('code', {}, path.replay))]),
    ];
  }

  /** Lanes share the room that there is, and where it does not do for all of them they are scrolled. */
  fit(): void {
    const { lanes } = this.path;
    const room = this.#scroller.clientWidth - margin - 4;
    const gaps = lanes.length - 1;
    this.#laneWidth = Math.max(laneLeast, Math.floor((room - tailLeast) / Math.max(1, gaps + 0.5)));
    this.#tail = Math.max(tailLeast, room - gaps * this.#laneWidth);
    this.#canvas.style.cssText = `height:${(this.#rows.length + 1) * rowHeight}px;width:${this.#width()}px`;
    const names = lanes.map(({ name, processor }, lane) => {
      const width = lane < gaps ? this.#laneWidth : this.#tail;
      return make(
        'span',
        { style: `width:${width}px` },
        make('b', {}, name),
        make('small', {}, `processor ${processor}`),
      );
    });
    this.#lanes.replaceChildren(make('span', { style: `width:${margin - 12}px` }), ...names);
    this.#draw();
  }

  /** Draws all of it for paper, as far as that goes: sheet by sheet, each as wide as the paper is. */
  print(): void {
    const rows = Math.min(this.#rows.length, 2000);
    const sheets = Array.from({ length: Math.ceil(rows / rowsOfSheet) }, (_, sheet) => {
      const first = sheet * rowsOfSheet;
      return this.#sheet(first, Math.min(rows, first + rowsOfSheet) - 1);
    });
    this.#sheets.replaceChildren(...sheets);
  }

  /** The rows from one to another with the names of the lanes above them, in a size of its own. */
  #sheet(first: number, last: number): SVGElement {
    const [width, head] = [this.#width(), 1.5 * rowHeight];
    const height = (last - first + 1) * rowHeight + head;
    const names = this.path.lanes.map(({ name, processor }, lane) =>
      draw('text', { x: this.#x(lane) - 4, y: 16, class: 'lane' }, `${name} (${processor})`),
    );
    const shapes = draw('g', { transform: `translate(0 ${head - first * rowHeight})` }, ...this.#shapes(first, last));
    const clipped = draw('svg', { y: head, width, height: height - head }, hatch(), shapes);
    shapes.setAttribute('transform', `translate(0 ${-first * rowHeight})`);
    return draw('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, ...names, clipped);
  }

  show(step: number): void {
    this.#step = step;
    this.#scrollTo(Math.max(0, step - 1));
    this.#says.textContent = this.#sentence();
    this.#details.replaceChildren(...this.#detailElements());
    this.#draw();
  }

  /** Both ways: where lanes do not fit, that of the step is brought into sight. */
  #scrollTo(step: number): void {
    const top = (this.#rowOf[step] ?? 0) * rowHeight;
    const { scrollTop, clientHeight, scrollLeft, clientWidth } = this.#scroller;
    if (top < scrollTop || top > scrollTop + clientHeight - 2 * rowHeight)
      this.#scroller.scrollTop = Math.max(0, top - clientHeight / 2);
    const x = this.#x(this.path.steps[step]?.lane ?? 0);
    const wanted = Math.min(tailLeast, clientWidth - margin);
    if (x - margin < scrollLeft || x + wanted > scrollLeft + clientWidth) this.#scroller.scrollLeft = x - margin;
  }

  /** Goes on from where it stands; the address follows, so that a step can be linked to. */
  move(by: number): void {
    this.go(by === 1 ? this.#next() : this.#step + by);
  }

  /** From the last step of a lasso back to the first of its loop. */
  #next(): number {
    const { steps, loopStartsAt } = this.path;
    const isLast = this.#step === steps.length && loopStartsAt !== undefined && loopStartsAt < steps.length;
    return isLast ? loopStartsAt + 1 : this.#step + 1;
  }

  go(step: number): void {
    const next = Math.max(0, Math.min(this.path.steps.length, step));
    if (next === this.#step) return;
    // Shown at once: the address is followed later, and a key that comes before would start from the old step.
    this.show(next);
    location.replace(addressOf({ path: this.#number, step: next }));
  }

  toFailure(): void {
    this.go(failingStep(this.path));
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
      if (this.#next() > this.path.steps.length) this.stop();
      else this.move(1);
    }, 400) as unknown as number;
  }

  #button(text: string, by: number): HTMLElement {
    const button = make('button', { type: 'button' }, text);
    button.addEventListener('click', () => this.move(by));
    return button;
  }

  #sentence(): string {
    const { steps, lanes, breaksAt, opensAt, loopStartsAt, property } = this.path;
    const waits = this.#step - 1 === opensAt ? '; what is claimed to come is waited for from here on' : '';
    if (this.#step === 0) return `at the start of ${steps.length} steps${waits}`;
    const step = steps[this.#step - 1]!;
    const fault = this.#step - 1 === breaksAt ? `; after it ${property} is false` : '';
    const begins = this.#step - 1 === loopStartsAt ? '; the loop begins here' : '';
    const closes =
      loopStartsAt !== undefined && this.#step === steps.length
        ? `; from here back to step ${loopStartsAt + 1}, for ever`
        : '';
    const strays = this.path.models.filter(({ diverges }) => diverges?.step === this.#step - 1);
    const apart = strays.map(({ kind }) => `; here the ${kind} and the implementation part`).join('');
    return `step ${this.#step} of ${steps.length}: ${lanes[step.lane]!.name}: ${step.text}${waits}${fault}${begins}${closes}${apart}`;
  }

  #detailElements(): HTMLElement[] {
    const step = this.path.steps[this.#step - 1];
    const list = (title: string, texts: readonly string[]) =>
      texts.length === 0 ? [] : [make('h2', {}, title), make('ul', {}, ...texts.map((text) => make('li', {}, text)))];
    return [
      ...list('Said with this step', step?.events ?? []),
      ...(step ? [make('p', { class: 'enabled' }, `could have stepped: ${step.enabled.join(', ')}`)] : []),
      ...this.#racingElements(),
      ...this.path.models.flatMap((model) => modelElements(model, this.#step)),
      ...this.#sourceElements(step?.source),
      make('h2', {}, 'What the cells hold'),
      make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'cells' }, this.#cellTable()),
    ];
  }

  #racingElements(): HTMLElement[] {
    const { racing, steps, lanes } = this.path;
    if (!racing?.some((step) => step === this.#step - 1)) return [];
    const said = racing.map((step) => `step ${step + 1}, ${lanes[steps[step]!.lane]!.name}: ${steps[step]!.text}`);
    return [make('h2', {}, 'Racing pair'), make('ul', {}, ...said.map((text) => make('li', {}, text)))];
  }

  #cellTable(): HTMLElement {
    const cells = new Map(this.path.cells);
    for (const { writes } of this.path.steps.slice(0, this.#step))
      for (const [cell, value] of writes) cells.set(cell, value);
    const changed = new Set((this.path.steps[this.#step - 1]?.writes ?? []).map(([cell]) => cell));
    const rows = [...cells].map(([cell, value]) => {
      const isChanged = changed.has(cell);
      const shown = isChanged ? make('strong', {}, value) : value;
      const marked: Attributes = isChanged ? { class: 'changed' } : {};
      return make('tr', marked, make('th', { scope: 'row' }, cell), make('td', {}, shown));
    });
    return make('table', { class: 'cells' }, make('tbody', {}, ...rows));
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
    return margin + (this.path.lanes.length - 1) * this.#laneWidth + this.#tail;
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
    const rows = Math.ceil((this.#scroller.clientHeight || 600) / rowHeight);
    const first = Math.max(0, Math.floor(this.#scroller.scrollTop / rowHeight) - 10);
    const last = Math.min(this.#rows.length - 1, first + rows + 20);
    const box = { width: this.#width(), height: (last - first + 2) * rowHeight };
    const top = first * rowHeight;
    const svg = draw('svg', { ...box, style: `top:${top}px`, 'aria-hidden': 'true', focusable: 'false' });
    svg.append(
      hatch(),
      draw('g', { transform: `translate(0 ${-top})` }, ...this.#shapes(first, last, this.#scroller.scrollLeft)),
    );
    this.#svg?.remove();
    this.#svg = svg;
    this.#scroller.append(svg);
  }

  #shapes(first: number, last: number, left = 0): SVGElement[] {
    const { bands, bars, arrows, lanes } = this.path;
    const rowOf = this.#rowOf;
    const loop = this.#loop();
    const inSight = ({ from, to }: { readonly from: number; readonly to: number }) =>
      rowOf[from]! <= last && rowOf[to]! >= first;
    return [
      ...bands.filter(inSight).map((band) => this.#band(band)),
      ...loop.slice(0, 1),
      ...this.#current(),
      ...loop.slice(1),
      ...lanes.map((_, lane) => line(this.#x(lane), first * rowHeight, this.#x(lane), (last + 1) * rowHeight)),
      ...bars.filter(inSight).map((bar) => barShape({ ...bar, ...this.#rowsOf(bar) }, this.#x(bar.lane))),
      ...arrows.filter(inSight).map((arrow) => this.#arrow(arrow)),
      ...this.#racing(),
      ...this.#rows.slice(first, last + 1).flatMap((row, index) => this.#rowShapes(row, first + index)),
      ...this.#numbers(first, last, left),
    ];
  }

  #rowsOf({ from, to }: { readonly from: number; readonly to: number }) {
    return { from: this.#rowOf[from]!, to: this.#rowOf[to]! };
  }

  #x(lane: number): number {
    return margin + lane * this.#laneWidth;
  }

  #band({ text, phase, ...steps }: PagePath['bands'][number]): SVGElement {
    const { from, to } = this.#rowsOf(steps);
    const box = { x: margin - 30, y: from * rowHeight, width: this.#width(), height: (to - from) * rowHeight };
    return draw('rect', { ...box, class: bandOf(phase), opacity: 0.14 }, draw('title', {}, text));
  }

  #current(): SVGElement[] {
    if (this.#step === 0) return [];
    const y = this.#rowOf[this.#step - 1]! * rowHeight;
    return [draw('rect', { x: 0, y, width: this.#width(), height: rowHeight, class: 'current', fill: 'var(--mark)' })];
  }

  #rowShapes({ from, to, times, rows }: Row, row: number): SVGElement[] {
    const y = row * rowHeight + rowHeight / 2;
    if (times === undefined) return [this.#stepShape(from, y)];
    const what = rows === 1 ? 'the step above' : `the ${rows} steps above`;
    const label = draw('text', { x: margin + 10, y: y + 4, class: 'fold' }, `× ${times}: ${what}, to step ${to + 1}`);
    const group = draw('g', { class: 'step' }, label);
    group.addEventListener('click', () => this.go(from + 1));
    return [group];
  }

  #stepShape(position: number, y: number): SVGElement {
    const step = this.path.steps[position]!;
    const isFault = position === this.path.breaksAt;
    const colour = isFault ? 'var(--fault)' : 'var(--ink)';
    const x = this.#x(step.lane);
    const room = Math.floor((this.#width() - x - 18) / signWidth);
    const short = step.text.length > room ? `${step.text.slice(0, room - 1)}…` : step.text;
    const face = `label${isFault ? ' at-fault' : ''}${position === this.#step - 1 ? ' now' : ''}`;
    const label = draw('text', { x: x + 10, y: y + 4, class: face }, short, draw('title', {}, step.text));
    const dot = draw('circle', { cx: x, cy: y, r: isFault ? 6 : 4, fill: colour });
    const row = draw('g', { class: 'step' }, dot, label);
    row.addEventListener('click', () => this.go(position + 1));
    return row;
  }

  /** The numbers of the steps, which stay in sight where lanes are scrolled sideways. */
  #numbers(first: number, last: number, left: number): SVGElement[] {
    const place = { x: left, y: first * rowHeight, width: margin - 28, height: (last - first + 1) * rowHeight };
    const current = this.#current().map((mark) => {
      for (const [key, value] of Object.entries({ x: left, width: place.width })) mark.setAttribute(key, String(value));
      return mark;
    });
    const strip = left === 0 ? [] : [draw('rect', { ...place, fill: 'var(--paper)' }), ...current];
    const rows = this.#rows.slice(first, last + 1);
    return [
      ...strip,
      ...rows.flatMap((row, index) =>
        row.times === undefined ? [this.#stepNumber(row.from, first + index, left)] : [],
      ),
    ];
  }

  #stepNumber(position: number, row: number, left: number): SVGElement {
    const isApart = this.path.models.some(({ diverges }) => diverges?.step === position);
    const marks = `${position === this.path.opensAt ? '○' : ''}${position === this.path.breaksAt ? '✗' : ''}${isApart ? '≠' : ''}`;
    const place = { x: left + 6, y: (row + 0.5) * rowHeight + 4, class: 'number', 'data-step': position + 1 };
    const number = draw('text', place, `${position + 1} `);
    if (marks !== '') number.append(draw('tspan', { class: 'mark' }, marks));
    return number;
  }

  #arrow({ from, to, text, kind }: PagePath['arrows'][number]): SVGElement {
    const { steps } = this.path;
    const [x1, x2] = [this.#x(steps[from]!.lane), this.#x(steps[to]!.lane)];
    const [y1, y2] = [from, to].map((step) => (this.#rowOf[step]! + 0.5) * rowHeight);
    const shape = line(x1, y1!, x2, y2!);
    const isNow = from === this.#step - 1 || to === this.#step - 1;
    const look = { class: `arrow-${kind}${isNow ? ' now' : ''}`, 'marker-end': 'url(#tip)' };
    for (const [key, value] of Object.entries(look)) shape.setAttribute(key, value);
    if (kind === 'wake') shape.setAttribute('stroke-dasharray', '2 3');
    shape.append(draw('title', {}, text));
    return shape;
  }

  /** Rings around the racing pair, and what joins them: it leaves them along their lanes, beside what is written. */
  #racing(): SVGElement[] {
    const { racing, steps } = this.path;
    if (!racing) return [];
    const places = racing.map((step) => ({
      cx: this.#x(steps[step]!.lane),
      cy: (this.#rowOf[step]! + 0.5) * rowHeight,
    }));
    const [one, other] = [places[0]!, places[1]!];
    const middle = (one.cy + other.cy) / 2;
    const d = `M ${one.cx} ${one.cy} C ${one.cx} ${middle}, ${other.cx} ${middle}, ${other.cx} ${other.cy}`;
    return [
      draw('path', { d, class: 'race', fill: 'none' }),
      ...places.map((place) => draw('circle', { ...place, r: 9, class: 'race', fill: 'none' })),
    ];
  }

  /** A lasso: a curve in the margin from its last step back to where its loop starts. */
  #loop(): SVGElement[] {
    const { loopStartsAt, steps } = this.path;
    if (loopStartsAt === undefined) return [];
    const [top, bottom] = [loopStartsAt, steps.length - 1].map((step) => (this.#rowOf[step]! + 0.5) * rowHeight);
    const d = `M 58 ${bottom} C 36 ${bottom}, 36 ${top}, 58 ${top}`;
    const look = { class: 'loop', fill: 'none', stroke: 'var(--fault)', 'stroke-width': 2, 'marker-end': 'url(#back)' };
    const box = { x: 0, y: top! - rowHeight / 2, width: this.#width(), height: bottom! - top! + rowHeight };
    return [draw('rect', { ...box, class: 'looped' }), draw('path', { d, ...look })];
  }
}

function line(x1: number, y1: number, x2: number, y2: number): SVGElement {
  return draw('line', { x1, y1, x2, y2, stroke: 'var(--line)', 'stroke-width': 1 });
}

function barShape({ from, to, depth, text, kind }: PagePath['bars'][number], laneX: number): SVGElement {
  const box = {
    x: laneX - 12 + depth * 5,
    y: from * rowHeight + 2,
    width: 8,
    height: (to - from + 1) * rowHeight - 4,
  };
  const fill = kind === 'suspended' ? { fill: 'url(#hatch)' } : {};
  return draw('rect', { ...box, rx: 2, class: kind, ...fill }, draw('title', {}, text));
}

/** What shapes refer to: the hatching of suspended time, and the tip of an arrow. */
function hatch(): SVGElement {
  const stripes = { id: 'hatch', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' };
  const box = { viewBox: '0 0 6 6', refX: 6, refY: 3, markerWidth: 7, markerHeight: 7, orient: 'auto' };
  const tipOf = (id: string, fill: string) =>
    draw('marker', { id, ...box }, draw('path', { d: 'M 0 0 L 6 3 L 0 6 z', fill }));
  return draw(
    'defs',
    {},
    draw('pattern', stripes, draw('rect', { width: 2, height: 5, fill: 'var(--fault)' })),
    tipOf('tip', 'var(--line)'),
    tipOf('back', 'var(--fault)'),
  );
}

/** The colour of a phase. */
function bandOf(phase: string): string {
  return `band-${['forward', 'block', 'transfer', 'completed'].includes(phase) ? phase : 'other'}`;
}

/** What the signs of a diagram mean: those that are in it. */
function legend(path: PagePath): HTMLElement {
  const phases = [...new Set(path.bands.map(({ phase }) => phase))];
  const has = (kind: string) => path.arrows.some((arrow) => arrow.kind === kind);
  const entries: readonly (readonly [isThere: boolean, kind: string, text: string])[] = [
    ...phases.map((phase) => [true, `key-band ${bandOf(phase)}`, `phase ${phase}`] as const),
    [path.bars.some(({ kind }) => kind === 'call'), 'key-call', 'a call'],
    [path.bars.some(({ kind }) => kind === 'suspended'), 'key-suspended', 'held back'],
    [has('value'), 'key-value', 'a write, and who reads it'],
    [has('wake'), 'key-wake', 'a wake-up'],
    [path.racing !== undefined, 'key-race', 'the racing pair'],
    [path.loopStartsAt !== undefined, 'key-loop', 'the loop, which goes on for ever'],
  ];
  const shown = entries.filter(([isThere]) => isThere);
  const signs = path.breaksAt === undefined ? [] : [['✗', 'after it the property is false']];
  if ((path.opensAt ?? -1) >= 0) signs.push(['○', 'from here on what is claimed to come is waited for']);
  if (path.models.some(({ diverges }) => diverges)) signs.push(['≠', 'a specification and the implementation part']);
  return make(
    'ul',
    { class: 'legend' },
    ...shown.map(([, kind, text]) =>
      make('li', {}, make('span', { class: `key ${kind}`, 'aria-hidden': 'true' }), text),
    ),
    ...signs.map(([sign, text]) => make('li', {}, make('span', { class: 'mark' }, sign!), ` ${text}`)),
  );
}

type Model = PagePath['models'][number];

/** Where a specification is after so many steps: of a machine the chart with the active states lit, and what it holds. */
function modelElements(model: Model, taken: number): HTMLElement[] {
  const { diverges, states, at, made, kind, name } = model;
  const isPast = diverges !== undefined && diverges.step < taken;
  const state = states[at[Math.min(taken, at.length - 1)] ?? -1];
  const before = taken > 0 && !isPast ? states[at[taken - 1] ?? -1] : undefined;
  const title = kind === 'machine' ? `The xstate machine, ${name}` : `The TLA+ ${kind}, ${name}`;
  const steps = made[taken - 1] ?? [];
  return [
    make('h2', {}, title),
    ...(isPast ? [make('p', { class: 'fault' }, `≠ apart since step ${diverges.step + 1}: ${diverges.reason}`)] : []),
    ...(steps.length > 0 && !isPast ? [make('p', { class: 'made' }, `takes ${steps.join(', ')}`)] : []),
    ...(model.chart && state ? [chartElement(model.chart, state)] : []),
    ...(state ? [fieldTable(name, state, before)] : []),
  ];
}

function chartElement({ inner }: NonNullable<Model['chart']>, { active }: Model['states'][number]): HTMLElement {
  const label = `state chart, active: ${active.join(' and ')}`;
  return make(
    'div',
    { class: 'chart', role: 'img', 'aria-label': label },
    ...inner.map((box) => boxElement(box, active)),
  );
}

function boxElement({ name, path, inner }: NonNullable<Model['chart']>, active: readonly string[]): HTMLElement {
  const isLit = active.some((each) => each === path || each.startsWith(`${path}.`));
  const inside = inner.length === 0 ? [] : [make('div', {}, ...inner.map((box) => boxElement(box, active)))];
  return make(
    'div',
    { class: `state${isLit ? ' lit' : ''}${inner.length === 0 ? ' leaf' : ''}` },
    make('span', {}, name),
    ...inside,
  );
}

/** The fields of a state, those marked that the step changed. */
function fieldTable(
  name: string,
  { fields }: Model['states'][number],
  before: Model['states'][number] | undefined,
): HTMLElement {
  const old = new Map(before?.fields ?? fields);
  const rows = fields.map(([field, value]) => {
    const marked: Attributes = old.get(field) === value ? {} : { class: 'changed' };
    return make('tr', marked, make('th', { scope: 'row' }, field), make('td', {}, value));
  });
  const table = make('table', { class: 'cells' }, make('tbody', {}, ...rows));
  return make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `state of ${name}` }, table);
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
    view.shown.fit();
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
addEventListener('resize', () => view?.shown.fit());
addEventListener('beforeprint', () => view?.shown.print());
follow();
