// What there is to know of the current step: what was said with it, who could have stepped, where the specifications are,
// the source, and what the cells hold.

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
  return (
    <div class="details">
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
