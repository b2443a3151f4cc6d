// Where the system stands in the live explorer: what may be done next, the steps so far, and the state.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Choice, Standing } from './asking.js';
import { Fields } from './fields.js';
import { heldText } from './search.js';
import { visible } from './visible.js';

interface StepsProps {
  readonly standing: Standing;
  readonly taken: readonly Choice[];
  readonly go: (choices: readonly Choice[]) => void;
}

export function Steps({ standing: { enabled, steps }, taken, go }: StepsProps) {
  const first = taken.length - steps.length;
  return (
    <div>
      <h2>What may be done next</h2>
      {enabled.length === 0 && <p class="waits">No thread may step.</p>}
      <ol class="choices">
        {enabled.map(({ thread, choice, text }, index) => (
          <li>
            <button
              type="button"
              data-key={index + 1}
              onClick={() => go([...taken, choice === undefined ? { thread } : { thread, choice }])}
            >
              {visible(`${thread}: ${text}${choice === undefined ? '' : ` (way ${choice + 1})`}`)}
            </button>
          </li>
        ))}
      </ol>
      <h2>Steps so far</h2>
      <p class="tools">
        <button type="button" onClick={() => go([])}>
          to the start
        </button>
        <button type="button" onClick={() => go(taken.slice(0, -1))}>
          one back
        </button>
      </p>
      {first > 0 && <Earlier count={first} goTo={(step) => go(taken.slice(0, step))} />}
      <ol class="steps" start={first + 1}>
        {steps.map(({ agent, text, events }, index) => (
          <li>
            <button type="button" title="back to after this step" onClick={() => go(taken.slice(0, first + index + 1))}>
              {visible(`${agent}: ${text}`)}
            </button>
            <span class="enabled">{visible(events.map((event) => ` » ${event}`).join(''))}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Steps that are not listed: thousands would be in the way. */
function Earlier({ count, goTo }: { readonly count: number; readonly goTo: (step: number) => void }) {
  const [step, setStep] = useState(count);
  const submit = (event: Event) => {
    event.preventDefault();
    goTo(step);
  };
  return (
    <form class="tools" onSubmit={submit}>
      {`steps 1 to ${count} are not listed; back to after step`}
      <input
        {...{ type: 'number', min: 0, max: count, required: true, value: step }}
        aria-label="step"
        onInput={({ currentTarget }) => setStep(Number(currentTarget.value))}
      />
      <button type="submit">go</button>
    </form>
  );
}

export function Stand({ standing }: { readonly standing: Standing }) {
  const { cells, threads, waitTexts, properties, remembered } = standing;
  const shownCells = cells.map(([name, value]) => [visible(name), visible(heldText(value))] as const);
  const changed = new Set(standing.changed.map(visible));
  return (
    <div>
      <Part title="Who waits for whom" isThere={waitTexts.length > 0}>
        <ul>
          {waitTexts.map((text) => (
            <li>{visible(text)}</li>
          ))}
        </ul>
      </Part>
      <Part title="Threads">
        <Threads threads={threads} />
      </Part>
      <Part title="What the cells hold">
        <Fields fields={shownCells} isChanged={(name) => changed.has(name)} />
      </Part>
      <Part title="Properties along these steps" isThere={properties.length > 0}>
        <ul class="claims">
          {properties.map((claim) => (
            <Claim claim={claim} />
          ))}
        </ul>
      </Part>
      <Part title="What monitors remember" isThere={remembered.length > 0}>
        <Fields
          fields={remembered.map(([name, text]) => [visible(name), visible(text)] as const)}
          isChanged={() => false}
        />
      </Part>
    </div>
  );
}

interface PartProps {
  readonly title: string;
  readonly isThere?: boolean;
  readonly children: ComponentChildren;
}

function Part({ title, isThere = true, children }: PartProps) {
  if (!isThere) return null;
  return (
    <>
      <h2>{title}</h2>
      {children}
    </>
  );
}

function Threads({ threads }: Pick<Standing, 'threads'>) {
  return (
    <table class="cells">
      <tbody>
        {threads.map(({ thread, status, label = '' }) => (
          <tr>
            <th scope="row">{visible(thread)}</th>
            <td>{visible(status)}</td>
            <td>{visible(label)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Claim({ claim: { property, violated } }: { readonly claim: Standing['properties'][number] }) {
  if (!violated) return <li class="v-proved">{visible(`✓ ${property}`)}</li>;
  return <li class="fault">{visible(`✗ ${property}, false after step ${violated.step + 1}: ${violated.reason}`)}</li>;
}
