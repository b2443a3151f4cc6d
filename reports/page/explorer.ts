// The script of the live explorer: shows where the system stands, and takes the step that somebody chooses. All that it
// knows it asks of the server that the page came from. Every text is set as text.

interface Choice {
  readonly thread: string;
  readonly choice?: number;
}

interface Standing {
  readonly schedule: string;
  readonly steps: readonly {
    readonly agent: string;
    readonly operation: string;
    readonly source?: string;
    readonly events: readonly { readonly name: string; readonly data: unknown }[];
  }[];
  readonly cells: readonly (readonly [name: string, value: unknown])[];
  readonly threads: readonly { readonly thread: string; readonly status: string; readonly label?: string }[];
  readonly enabled: readonly (Choice & { readonly operation: string; readonly source?: string })[];
  readonly end: string;
  /** Who waits for whom, in words. */
  readonly waitTexts: readonly string[];
  readonly properties: readonly {
    readonly property: string;
    readonly violated?: { readonly step: number; readonly reason: string };
  }[];
  /** What monitors and memories hold, in words. */
  readonly remembered: readonly (readonly [name: string, text: string])[];
  readonly misuse?: { readonly code: string; readonly seen: string };
}

interface Found {
  readonly verdict: string;
  readonly states: number;
  readonly limit?: { readonly text: string };
  readonly choices?: readonly Choice[];
  /** Where it was not found: what the cell does hold. */
  readonly holds?: readonly string[];
}

const page = document.getElementById('page')!;
const name = page.dataset.name ?? '';
const replay = page.dataset.replay ?? '';

type Attributes = Readonly<Record<string, string | number>>;

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children.map((child) => (typeof child === 'string' ? visible(child) : child)));
  return element;
}

/** Names are data: what would turn or hide the text around it is shown as an escape. */
function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u${sign.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}

function button(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = make('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}

/** What the server says against a question. */
class Refusal extends Error {}

function textOf(error: unknown): string {
  return error instanceof Refusal ? error.message : `the server does not answer: ${String(error)}`;
}

/** Asks the server; the token of the page's own address goes with it. */
async function ask<T>(what: string, question: object): Promise<T> {
  const answer = await fetch(`${what}${location.search}`, { method: 'POST', body: JSON.stringify(question) });
  const document = await answer.json();
  if (!answer.ok)
    throw new Refusal(document.hint === undefined ? document.error : `${document.error}; ${document.hint}`);
  return document;
}

let taken: readonly Choice[] = [];
let shown: Standing | undefined;
/** What cells held before the last step. */
let before = new Map<string, string>();
const says = make('p', { role: 'status' });
const view = make('div', {});

function say(text: string): void {
  says.replaceChildren(visible(text));
}

async function go(choices: readonly Choice[]): Promise<void> {
  try {
    const standing = await ask<Standing>('stand', { choices });
    before = new Map((shown?.cells ?? standing.cells).map(([cell, value]) => [cell, JSON.stringify(value)]));
    taken = choices;
    shown = standing;
    draw(standing);
  } catch (error) {
    say(textOf(error));
  }
}

function draw(standing: Standing): void {
  const { steps, end, schedule, misuse } = standing;
  const last = steps.at(-1);
  const where = last ? `step ${steps.length}: ${last.agent}: ${last.operation}` : 'at the start';
  cellNames.replaceChildren(...standing.cells.map(([value]) => make('option', { value })));
  const ends: Readonly<Record<string, string>> = { open: '', deadlock: '; deadlock: nobody can go on', misuse: '' };
  say(`${where}${misuse ? `; ends in ${misuse.code}: ${misuse.seen}` : (ends[end] ?? `; ${end}`)}`);
  view.replaceChildren(
    make(
      'div',
      { class: 'split' },
      make('div', {}, ...choiceElements(standing), ...stepElements(standing)),
      stateElement(standing),
    ),
    make('p', {}, 'replay: ', make('code', {}, `${replay} '${schedule}'`)),
  );
}

function choiceElements({ enabled }: Standing): HTMLElement[] {
  const items = enabled.map(({ thread, choice, operation }, index) => {
    const chosen = choice === undefined ? { thread } : { thread, choice };
    const way = choice === undefined ? '' : ` (way ${choice + 1})`;
    return make(
      'li',
      {},
      button(`${thread}: ${operation}${way}`, () => void go([...taken, chosen]), { 'data-key': index + 1 }),
    );
  });
  const none = make('p', { class: 'waits' }, 'No thread may step.');
  return [
    make('h2', {}, 'What may be done next'),
    enabled.length > 0 ? make('ol', { class: 'choices' }, ...items) : none,
  ];
}

function stepElements({ steps }: Standing): HTMLElement[] {
  const items = steps.map(({ agent, operation, events }, index) => {
    const said = events.map(({ name: event, data }) => ` » ${event} ${JSON.stringify(data)}`).join('');
    const back = button(`${agent}: ${operation}`, () => void go(taken.slice(0, index + 1)), {
      title: 'back to after this step',
    });
    return make('li', {}, back, make('span', { class: 'enabled' }, said));
  });
  return [
    make('h2', {}, 'Steps so far'),
    make(
      'p',
      {},
      button('to the start', () => void go([])),
      ' ',
      button('one back', () => void go(taken.slice(0, -1))),
    ),
    make('ol', { class: 'steps' }, ...items),
  ];
}

function stateElement({ cells, threads, waitTexts, properties, remembered }: Standing): HTMLElement {
  const cellRows = cells.map(([cell, value]) => {
    const text = JSON.stringify(value) ?? 'none';
    const marked: Attributes = before.get(cell) === text ? {} : { class: 'changed' };
    return make('tr', marked, make('th', { scope: 'row' }, cell), make('td', {}, text));
  });
  const threadRows = threads.map(({ thread, status, label = '' }) =>
    make('tr', {}, make('th', { scope: 'row' }, thread), make('td', {}, status), make('td', {}, label)),
  );
  const waiting = waitTexts.map((text) => make('li', {}, text));
  const claims = properties.map(({ property, violated }) =>
    violated
      ? make('li', { class: 'fault' }, `✗ ${property}, false after step ${violated.step + 1}: ${violated.reason}`)
      : make('li', { class: 'v-proved' }, `✓ ${property}`),
  );
  const rememberedRows = remembered.map(([monitor, text]) =>
    make('tr', {}, make('th', { scope: 'row' }, monitor), make('td', {}, text)),
  );
  const list = (title: string, items: readonly HTMLElement[], kind = '') =>
    items.length > 0 ? [make('h2', {}, title), make('ul', { class: kind }, ...items)] : [];
  return make(
    'div',
    {},
    ...list('Who waits for whom', waiting),
    make('h2', {}, 'Threads'),
    make('table', { class: 'cells' }, make('tbody', {}, ...threadRows)),
    make('h2', {}, 'What the cells hold'),
    make('table', { class: 'cells' }, make('tbody', {}, ...cellRows)),
    ...list('Properties along these steps', claims, 'claims'),
    ...(rememberedRows.length === 0
      ? []
      : [
          make('h2', {}, 'What monitors remember'),
          make('table', { class: 'cells' }, make('tbody', {}, ...rememberedRows)),
        ]),
  );
}

/** The first state in which a cell holds a value. */
function searchElement(): HTMLElement {
  const inputs = { required: '', autocomplete: 'off', spellcheck: 'false', size: 18 };
  const cell = make('input', { ...inputs, name: 'cell', 'aria-label': 'cell', list: 'cell-names' });
  const value = make('input', { ...inputs, name: 'value', 'aria-label': 'value', list: 'cell-values' });
  const form = make(
    'form',
    { class: 'tools' },
    'first state in which ',
    cell,
    ' is ',
    value,
    make('button', {}, 'find'),
  );
  const hint = make('small', { class: 'keys' }, 'a value as the cells below show it: 2, "block", {"object":1}');
  form.append(hint, cellNames, cellValues);
  // What the cell holds now is the form of what may be sought.
  cell.addEventListener('input', () => {
    const now = shown?.cells.find(([each]) => each === cell.value);
    cellValues.replaceChildren(...(now ? [make('option', { value: JSON.stringify(now[1]) ?? 'none' })] : []));
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    say('searching…');
    try {
      const found = await ask<Found>('find', { cell: cell.value, value: value.value });
      if (found.choices) await go(found.choices);
      else say(notFound(found, cell.value));
    } catch (error) {
      say(textOf(error));
    }
  });
  return form;
}

const cellNames = make('datalist', { id: 'cell-names' });
const cellValues = make('datalist', { id: 'cell-values' });

function notFound({ verdict, states, limit, holds = [] }: Found, cell: string): string {
  const what = verdict === 'none' ? 'no such state' : `inconclusive: ${limit?.text}; not`;
  return `${what} among ${states.toLocaleString('en')}; ${cell} holds ${holds.join(', ')}`;
}

/** The browser asks where to; the server writes nothing. */
function save(): void {
  const blob = new Blob([`${shown?.schedule ?? ''}\n`], { type: 'text/plain' });
  const link = make('a', { href: URL.createObjectURL(blob), download: 'schedule.txt' });
  link.click();
  URL.revokeObjectURL(link.href);
}

document.addEventListener('keydown', ({ key, target, ctrlKey, metaKey }) => {
  if (target instanceof HTMLInputElement || ctrlKey || metaKey) return;
  if (key === 'Backspace') void go(taken.slice(0, -1));
  else document.querySelector<HTMLButtonElement>(`[data-key="${CSS.escape(key)}"]`)?.click();
});

page.replaceChildren(
  make('h1', {}, `Explore ${name}`),
  make('p', { class: 'keys' }, '1 to 9 choose a step · Backspace goes one back · a step so far leads back to it'),
  make('div', { class: 'tools' }, button('save the schedule', save), searchElement()),
  says,
  view,
);
void go([]);
