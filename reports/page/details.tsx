// What there is to know of the current step: what was said with it, who could have stepped, where the specifications are,
// the source, and what the cells hold.

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PageData, PagePath } from './data.js';
import { Fields } from './fields.js';
import { Model } from './model.js';
import { Scrolled } from './scrolled.js';

interface DetailsProps {
  readonly path: PagePath;
  /** After how many steps. */
  readonly step: number;
  readonly sources: PageData['sources'];
}

export function Details({ path, step: taken, sources }: DetailsProps) {
  const step = path.steps[taken - 1];
  const box = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  useLayoutEffect(() => {
    showLit(box.current!, isFirst.current);
    isFirst.current = false;
  }, [taken]);
  return (
    <div class="details" ref={box}>
      <List title="Said with this step" texts={step?.events ?? []} />
      {step && <p class="enabled">{`could have stepped: ${step.enabled.join(', ')}`}</p>}
      <RacingPair path={path} taken={taken} />
      <Source place={step?.source} sources={sources} />
      {path.models.map((model) => (
        <Model model={model} taken={taken} />
      ))}
      <h2>What the cells hold</h2>
      <Scrolled label="cells">
        <Cells path={path} taken={taken} />
      </Scrolled>
    </div>
  );
}

/** Brings the active states into sight: of the machine that has moved in this step, at first of the first machine. */
function showLit(box: HTMLElement, isFirst: boolean): void {
  for (const chart of box.querySelectorAll<HTMLElement>('.chart-box')) {
    const lit = chart.querySelector('.lit.leaf');
    if (lit) scrollTo(chart, lit);
  }
  const chart = box.querySelector(isFirst ? '.model .chart-box' : '.moved .chart-box');
  if (chart && getComputedStyle(box).overflowY === 'auto') scrollTo(box, chart);
}

/** By as little as it takes, in the box alone: the window stays where it is. */
function scrollTo(box: HTMLElement, wanted: Element): void {
  const [outer, inner] = [box.getBoundingClientRect(), wanted.getBoundingClientRect()];
  const by = (from: number, to: number, least: number, most: number) =>
    from < least ? from - least : to > most ? Math.min(from - least, to - most) : 0;
  box.scrollTop += by(inner.top - 8, inner.bottom + 8, outer.top, outer.bottom);
  box.scrollLeft += by(inner.left - 8, inner.right + 8, outer.left, outer.right);
}

function List({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {texts.map((text) => (
          <li>{text}</li>
        ))}
      </ul>
    </>
  );
}

function RacingPair({ path: { racing, steps, lanes }, taken }: { readonly path: PagePath; readonly taken: number }) {
  if (!racing?.includes(taken - 1)) return null;
  const textOf = (step: number) => `step ${step + 1}, ${lanes[steps[step]!.lane]!.name}: ${steps[step]!.text}`;
  return <List title="Racing pair" texts={racing.map(textOf)} />;
}

function Cells({ path, taken }: { readonly path: PagePath; readonly taken: number }) {
  const cells = new Map(path.cells);
  for (const { writes } of path.steps.slice(0, taken)) for (const [cell, value] of writes) cells.set(cell, value);
  const changed = new Set((path.steps[taken - 1]?.writes ?? []).map(([cell]) => cell));
  return <Fields fields={[...cells]} isChanged={(cell) => changed.has(cell)} />;
}

/** Lines around the one of the step. */
const around = 5;

interface SourceProps {
  /** `file:line`. */
  readonly place: string | undefined;
  readonly sources: PageData['sources'];
}

function Source({ place, sources }: SourceProps) {
  const match = /^(.*):(\d+)$/.exec(place ?? '');
  if (!match) return null;
  const text = Object.hasOwn(sources, match[1]!) ? sources[match[1]!] : undefined;
  return (
    <>
      <h2>{place}</h2>
      {text !== undefined && <Lines text={text} line={Number(match[2])} />}
    </>
  );
}

function Lines({ text, line }: { readonly text: string; readonly line: number }) {
  const first = Math.max(1, line - around);
  const lines = text.split('\n').slice(first - 1, line + around);
  return (
    <Scrolled label="source">
      <pre>
        {lines.map((each, index) => {
          const numbered = `${String(first + index).padStart(4)}  ${each}\n`;
          return first + index === line ? <mark>{numbered}</mark> : numbered;
        })}
      </pre>
    </Scrolled>
  );
}
