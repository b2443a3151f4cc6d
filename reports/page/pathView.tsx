// A path: the diagram, and beside it what there is to know of the current step. It is gone through by buttons, by keys and
// by itself.

import { render } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageData, PagePath } from './data.js';
import { Details } from './details.js';
import { Diagram } from './diagram.js';
import { Legend } from './legend.js';
import { failingStep, stepAfter } from './place.js';
import { Scrolled } from './scrolled.js';
import { Sheets } from './sheets.js';

/** Between two steps, where it plays. */
const playMs = 400;

interface PathViewProps {
  readonly path: PagePath;
  readonly step: number;
  readonly sources: PageData['sources'];
  /** Shows another step. */
  readonly go: (step: number) => void;
}

export function PathView({ path, step, sources, go: goTo }: PathViewProps) {
  // Rounds that repeat are shown once, unless somebody wants them all.
  const [isFolded, setFolded] = useState(true);
  const [isPlaying, setPlaying] = useState(false);
  const go = (to: number) => {
    const next = Math.max(0, Math.min(path.steps.length, to));
    if (next !== step) goTo(next);
  };
  const forward = () => go(stepAfter(step, path));
  const togglePlay = () => setPlaying(!isPlaying);
  useKeys({ path, step, go, forward, togglePlay });
  usePlaying(isPlaying, step, () => (stepAfter(step, path) > path.steps.length ? setPlaying(false) : forward()));
  const sheets = useSheets(path, step, isFolded);
  return (
    <>
      <p class="crumb">
        <a href="#top">← all verdicts</a>
      </p>
      <h1>{path.title}</h1>
      <p class="fault">{path.reason}</p>
      {path.waits.map((text) => (
        <p class="waits">{text}</p>
      ))}
      <p class="tools">
        <Button text="back" act={() => go(step - 1)} />
        <Button text="forward" act={forward} />
        <Button text={isPlaying ? 'pause' : 'play'} act={togglePlay} />
        {path.rounds.length > 0 && (
          <Button text={isFolded ? 'unfold the rounds' : 'fold the rounds'} act={() => setFolded(!isFolded)} />
        )}
        <span class="keys">{`↓ ↑ step · Home, End · f to the ${path.loopStartsAt === undefined ? 'failure' : 'loop'} · space plays · Esc back to all`}</span>
      </p>
      <p role="status">{sentence(path, step)}</p>
      <div class="split">
        <div>
          <Diagram path={path} step={step} isFolded={isFolded} go={go} />
          <div class="sheets" aria-hidden="true" ref={sheets} />
          <Legend path={path} />
        </div>
        <Details path={path} step={step} sources={sources} />
      </div>
      {path.replay !== '' && (
        <Scrolled label="replay" look="replay">
          replay: <code>{path.replay}</code>
        </Scrolled>
      )}
    </>
  );
}

function Button({ text, act }: { readonly text: string; readonly act: () => void }) {
  return (
    <button type="button" onClick={act}>
      {text}
    </button>
  );
}

interface Moves {
  readonly path: PagePath;
  readonly step: number;
  readonly go: (step: number) => void;
  readonly forward: () => void;
  readonly togglePlay: () => void;
}

const keys: Readonly<Record<string, (moves: Moves) => void>> = {
  ArrowDown: ({ forward }) => forward(),
  ArrowRight: ({ forward }) => forward(),
  ArrowUp: ({ go, step }) => go(step - 1),
  ArrowLeft: ({ go, step }) => go(step - 1),
  Home: ({ go }) => go(0),
  End: ({ go, path }) => go(path.steps.length),
  f: ({ go, path }) => go(failingStep(path)),
  ' ': ({ togglePlay }) => togglePlay(),
  Escape: () => {
    location.hash = '';
  },
};

/** In the same task as the drawing, so that a key never acts on a step that is shown no more. */
function useKeys(moves: Moves): void {
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
      const onButton = event.key === ' ' && event.target instanceof HTMLButtonElement;
      if (!action || onButton || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      action(moves);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
}

function usePlaying(isPlaying: boolean, step: number, act: () => void): void {
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(act, playMs);
    return () => clearTimeout(timer);
  }, [isPlaying, step]);
}

/** The sheets are drawn when somebody prints, and at once: the browser does not wait for them. */
function useSheets(path: PagePath, step: number, isFolded: boolean) {
  const sheets = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const print = () => render(<Sheets path={path} step={step} isFolded={isFolded} />, sheets.current!);
    addEventListener('beforeprint', print);
    return () => removeEventListener('beforeprint', print);
  });
  return sheets;
}

/** Where the path is, for who reads and for who listens. */
function sentence(
  { steps, lanes, models, breaksAt, opensAt, loopStartsAt, property }: PagePath,
  taken: number,
): string {
  const waits = taken - 1 === opensAt ? '; what is claimed to come is waited for from here on' : '';
  if (taken === 0) return `at the start of ${steps.length} steps${waits}`;
  const { lane, text } = steps[taken - 1]!;
  const isEndOfLoop = loopStartsAt !== undefined && taken === steps.length;
  return [
    `step ${taken} of ${steps.length}: ${lanes[lane]!.name}: ${text}`,
    waits,
    taken - 1 === breaksAt ? `; after it ${property} is false` : '',
    taken - 1 === loopStartsAt ? '; the loop begins here' : '',
    isEndOfLoop ? `; from here back to step ${loopStartsAt + 1}, for ever` : '',
    ...models.map(({ kind, diverges }) =>
      diverges?.step === taken - 1 ? `; here the ${kind} and the implementation part` : '',
    ),
  ].join('');
}
