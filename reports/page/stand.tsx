// Where the system stands in the live explorer: what may be done next, the steps so far, and the state.

import type { ComponentChildren } from 'preact';
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
  return (
    <div>
      <h2>What may be done next</h2>
      {enabled.length === 0 && <p class="waits">No thread may step.</p>}
      <ol class="choices">
        {enabled.map(({ thread, choice, operation }, index) => (
          <li>
            <button
              type="button"
              data-key={index + 1}
              onClick={() => go([...taken, choice === undefined ? { thread } : { thread, choice }])}
            >
              {visible(`${thread}: ${operation}${choice === undefined ? '' : ` (way ${choice + 1})`}`)}
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
      <ol class="steps">
        {steps.map(({ agent, operation, events }, index) => (
          <li>
            <button type="button" title="back to after this step" onClick={() => go(taken.slice(0, index + 1))}>
              {visible(`${agent}: ${operation}`)}
            </button>
            <span class="enabled">
              {visible(events.map(({ name, data }) => ` » ${name} ${JSON.stringify(data)}`).join(''))}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

interface StandProps {
  readonly standing: Standing;
  /** What cells held before the last step. */
  readonly before: ReadonlyMap<string, string>;
}

export function Stand({ standing, before }: StandProps) {
  const { cells, threads, waitTexts, properties, remembered } = standing;
  const shownCells = cells.map(([name, value]) => [visible(name), visible(heldText(value))] as const);
  const changed = new Set(
    cells.filter(([name, value]) => before.get(name) !== JSON.stringify(value)).map(([name]) => visible(name)),
  );
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
