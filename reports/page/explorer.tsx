// The script of the live explorer: shows where the system stands, and takes the step that somebody chooses. All that it
// knows it asks of the server that the page came from. Every text is set as text.

import { render } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ask, type Choice, type Found, type Standing, textOf } from './asking.js';
import { Scrolled } from './scrolled.js';
import { Search } from './search.js';
import { Stand, Steps } from './stand.js';
import { visible } from './visible.js';

const page = document.getElementById('page')!;
const { name = '', replay = '' } = page.dataset;

interface Place {
  readonly taken: readonly Choice[];
  readonly standing: Standing;
}

function Explorer() {
  const [place, setPlace] = useState<Place>();
  const [said, say] = useState('');
  const taken = place?.taken ?? [];
  const go = async (choices: readonly Choice[]) => {
    try {
      const standing = await ask<Standing>('stand', { choices });
      setPlace({ taken: choices, standing });
      say(sentence(standing));
    } catch (error) {
      say(textOf(error));
    }
  };
  const find = async (cell: string, value: string) => {
    say('searching…');
    try {
      const found = await ask<Found>('find', { cell, value });
      if (found.choices) await go(found.choices);
      else say(notFound(found, cell));
    } catch (error) {
      say(textOf(error));
    }
  };
  useOnce(() => void go([]));
  useKeys(() => void go(taken.slice(0, -1)));
  return (
    <>
      <h1>Explore {visible(name)}</h1>
      <p class="keys">1 to 9 choose a step · Backspace goes one back · a step so far leads back to it</p>
      <div class="tools">
        <button type="button" onClick={() => save(place?.standing.schedule ?? '')}>
          save the schedule
        </button>
        <Search cells={place?.standing.cells ?? []} find={find} />
      </div>
      <p role="status">{visible(said)}</p>
      {place && (
        <>
          <div class="split">
            <Steps standing={place.standing} taken={taken} go={go} />
            <Stand standing={place.standing} />
          </div>
          <Scrolled label="replay" look="replay">
            replay: <code>{visible(`${replay} '${place.standing.schedule}'`)}</code>
          </Scrolled>
        </>
      )}
    </>
  );
}

function sentence({ steps, taken, end, misuse }: Standing): string {
  const last = steps.at(-1);
  const where = last ? `step ${taken}: ${last.agent}: ${last.text}` : 'at the start';
  const ends: Readonly<Record<string, string>> = { open: '', deadlock: '; deadlock: nobody can go on', misuse: '' };
  return `${where}${misuse ? `; ends in ${misuse.code}: ${misuse.seen}` : (ends[end] ?? `; ${end}`)}`;
}

function notFound({ verdict, states, limit, holds = [] }: Found, cell: string): string {
  const what = verdict === 'none' ? 'no such state' : `inconclusive: ${limit?.text}; not`;
  return `${what} among ${states.toLocaleString('en')}; ${cell} holds ${holds.join(', ')}`;
}

/** The browser asks where to; the server writes nothing. */
function save(schedule: string): void {
  const blob = new Blob([`${schedule}\n`], { type: 'text/plain' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'schedule.txt';
  link.click();
  URL.revokeObjectURL(link.href);
}

function useOnce(act: () => void): void {
  useLayoutEffect(act, []);
}

/** A digit presses the button of that choice. */
function useKeys(back: () => void): void {
  const latest = useRef(back);
  latest.current = back;
  useLayoutEffect(() => {
    const listen = ({ key, target, ctrlKey, metaKey }: KeyboardEvent) => {
      if (target instanceof HTMLInputElement || ctrlKey || metaKey) return;
      if (key === 'Backspace') latest.current();
      else document.querySelector<HTMLButtonElement>(`[data-key="${CSS.escape(key)}"]`)?.click();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

render(<Explorer />, page);
