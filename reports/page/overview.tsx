// The overview of a result: what is not as expected, the matrix of verdicts, what else a command found, what explorations
// cost, and what the properties say.

import type { ComponentChildren } from 'preact';
import type { PageData, PageLink, PageRow } from './data.js';
import { addressOf, failingStep } from './place.js';
import { Scrolled } from './scrolled.js';

const glyphs: Readonly<Record<string, string>> = {
  proved: '✓',
  vacuous: '○',
  refuted: '✗',
  unrefuted: '~',
  inconclusive: '?',
};

/** Columns that still fit one matrix; with more properties each scenario has one of its own. */
const columnsMost = 30;
/** Of the list of what is not as expected. */
const attentionMost = 40;
const costsMost = 25;

interface Shown {
  readonly data: PageData;
}

export function Overview({ data }: Shown) {
  const { rows, errors, tables } = data;
  return (
    <>
      <h1>{data.title}</h1>
      <p class={data.isGood ? 'verdict good' : 'verdict bad'}>{data.summary}</p>
      <Kinds data={data} />
      {errors.map(({ scenario, message }) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
        <pre tabIndex={0}>{`${scenario}: ${message}`}</pre>
      ))}
      <Attention data={data} />
      {rows.length > 0 && <Matrices data={data} />}
      {tables.map((table) => (
        <PlainTable data={data} table={table} />
      ))}
      <Costs costs={data.costs} />
      <Claims rows={rows} />
    </>
  );
}

/** How many verdicts there are of each kind. */
function Kinds({ data: { rows, kinds } }: Shown) {
  const shown = Object.keys(glyphs).filter((kind) => rows.some(({ verdict }) => verdict === kind));
  if (shown.length === 0) return null;
  const countOf = (kind: string) => rows.filter(({ verdict }) => verdict === kind).length;
  return (
    <ul class="chips">
      {shown.map((kind) => (
        <li>
          <Glyph kind={kind} /> {countOf(kind)} {kinds[kind] ?? kind}
        </li>
      ))}
    </ul>
  );
}

interface GlyphProps {
  readonly kind: string;
  /** For who does not see it; where it is said beside it, none. */
  readonly label?: string;
}

/** A sign and its label are one element, without a clip of its own: thousands of them scroll. */
function Glyph({ kind, label }: GlyphProps) {
  const said = label === undefined ? { 'aria-hidden': true } : ({ role: 'img', 'aria-label': label } as const);
  return (
    <span {...said} class={`v-${kind}`}>
      {glyphs[kind] ?? '?'}
    </span>
  );
}

function Attention({ data }: Shown) {
  const wrong = data.rows.filter(({ asExpected }) => !asExpected);
  if (wrong.length === 0) return null;
  return (
    <>
      <h2>Not as expected</h2>
      <ul class="attention">
        {wrong.slice(0, attentionMost).map((row) => (
          <li class={row.isUndecided ? 'open' : 'bad'}>
            <ToFailure data={data} path={row.path}>
              {`${row.scenario}${row.mechanism === 'none' ? '' : ` with ${row.mechanism}`}: ${row.property} ${isOf(row)}${textOf(row)}`}
            </ToFailure>
          </li>
        ))}
        {wrong.length > attentionMost && <li>and {wrong.length - attentionMost} more, in the table</li>}
      </ul>
    </>
  );
}

/** A verdict by its own name is what the property is; another word (`diverges`) says it by itself. */
function isOf({ verdict, words }: PageRow): string {
  return words.startsWith(verdict) ? 'is ' : '';
}

function textOf(row: PageRow): string {
  return row.reason === undefined ? row.words : `${row.words}: ${row.reason}`;
}

/** A link to the failing step, where there is a path. */
function ToFailure(props: Shown & { readonly path: number | undefined; readonly children: ComponentChildren }) {
  const { data, path, children } = props;
  if (path === undefined) return <span>{children}</span>;
  return <a href={addressOf({ path, step: failingStep(data.paths[path]!) })}>{children}</a>;
}

function Matrices({ data }: Shown) {
  const scenarios = [...new Set(data.rows.map(({ scenario }) => scenario))];
  const properties = new Set(data.rows.map(({ property }) => property));
  const groups = properties.size <= columnsMost ? [scenarios] : scenarios.map((scenario) => [scenario]);
  return (
    <>
      <h2>Verdicts</h2>
      {groups.map((group) => (
        <Matrix data={data} scenarios={group} />
      ))}
    </>
  );
}

/** A row for each scenario with a mechanism, a column for each property. */
function Matrix({ data, scenarios }: Shown & { readonly scenarios: readonly string[] }) {
  const rows = data.rows.filter(({ scenario }) => scenarios.includes(scenario));
  const statements = new Map([...rows].reverse().map(({ property, statement }) => [property, statement]));
  const properties = [...new Set(rows.map(({ property }) => property))];
  return (
    <Scrolled label="verdicts">
      <table class="matrix">
        <thead>
          <tr>
            <td />
            {properties.map((name) => (
              <th scope="col" title={statements.get(name)!}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        {scenarios.map((scenario) => (
          <Scenario data={data} rows={rows.filter((row) => row.scenario === scenario)} properties={properties} />
        ))}
      </table>
    </Scrolled>
  );
}

interface ScenarioProps extends Shown {
  readonly rows: readonly PageRow[];
  readonly properties: readonly string[];
}

function Scenario({ data, rows, properties }: ScenarioProps) {
  const mechanisms = [...new Set(rows.map(({ mechanism }) => mechanism))];
  const find = (mechanism: string, property: string) =>
    rows.find((row) => row.mechanism === mechanism && row.property === property);
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={properties.length + 1}>
          <h3>{rows[0]!.scenario}</h3>
        </th>
      </tr>
      {mechanisms.map((mechanism) => (
        <tr>
          <th scope="row">{mechanism === 'none' ? 'the program' : mechanism}</th>
          {properties.map((property) => (
            <Verdict data={data} row={find(mechanism, property)} />
          ))}
        </tr>
      ))}
    </tbody>
  );
}

function Verdict({ data, row }: Shown & { readonly row: PageRow | undefined }) {
  if (!row) return <td class="none" />;
  const look = row.asExpected ? '' : row.isUndecided ? 'open' : 'wrong';
  return (
    <td class={look} title={`${row.property}: ${textOf(row)}`}>
      <ToFailure data={data} path={row.path}>
        <Glyph kind={row.verdict} label={textOf(row)} />
      </ToFailure>
    </td>
  );
}

function PlainTable({ data, table }: Shown & { readonly table: PageData['tables'][number] }) {
  const { title, note, columns, rows } = table;
  const shown = (cell: string | PageLink) =>
    typeof cell === 'string' ? (
      cell
    ) : (
      <ToFailure data={data} path={cell.path}>
        {cell.text}
      </ToFailure>
    );
  return (
    <section>
      <h2>{title}</h2>
      {note !== undefined && <p>{note}</p>}
      <Scrolled label={title}>
        <table class="plain">
          <Heads names={columns} />
          <tbody>
            {rows.map((row) => (
              <tr>
                {row.map((cell) => (
                  <td>{shown(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </section>
  );
}

function Heads({ names }: { readonly names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th scope="col">{name}</th>
        ))}
      </tr>
    </thead>
  );
}

/** What explorations cost, the largest first: bars of states, and the time where it was measured. */
function Costs({ costs }: { readonly costs: PageData['costs'] }) {
  if (costs.length === 0) return null;
  const shown = [...costs].sort((one, other) => other.states - one.states).slice(0, costsMost);
  const most = Math.max(1, shown[0]!.states);
  const isTimed = shown.some(({ elapsedMs }) => elapsedMs !== undefined);
  const isPart = costs.length > shown.length;
  return (
    <>
      <h2>{isPart ? `What it cost: the ${shown.length} largest of ${costs.length}` : 'What it cost'}</h2>
      <Scrolled label="costs">
        <table class="plain costs">
          <Heads names={['exploration', 'states', ...(isTimed ? ['time'] : [])]} />
          <tbody>
            {shown.map(({ name, states, elapsedMs }) => (
              <tr>
                <th scope="row">
                  {name}
                  <div class="bar" style={`width:${Math.max(0.5, (100 * states) / most)}%`} />
                </th>
                <td class="number">{states.toLocaleString('en')}</td>
                {isTimed && (
                  <td class="number">{elapsedMs === undefined ? '' : `${(elapsedMs / 1000).toFixed(2)} s`}</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </>
  );
}

/** What each property says. */
function Claims({ rows }: { readonly rows: readonly PageRow[] }) {
  const statements = new Map(rows.map(({ property, statement }) => [property, statement]));
  const said = [...statements].filter(([property, statement]) => statement !== property && statement !== '');
  if (said.length === 0) return null;
  return (
    <>
      <h2>What the properties say</h2>
      <dl>
        {said.map(([property, statement]) => (
          <>
            <dt>{property}</dt>
            <dd>{statement}</dd>
          </>
        ))}
      </dl>
    </>
  );
}
