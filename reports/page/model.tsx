// Where a specification is after so many steps of a path: of a machine the chart with the active states lit, and what it holds.

import { Chart } from './chart.js';
import type { PageModel } from './data.js';
import { Fields } from './fields.js';
import { Scrolled } from './scrolled.js';

interface ModelProps {
  readonly model: PageModel;
  readonly taken: number;
}

export function Model({ model, taken }: ModelProps) {
  const { kind, name, states, at, made, diverges, chart } = model;
  const isPast = diverges !== undefined && diverges.step < taken;
  const state = states[at[Math.min(taken, at.length - 1)] ?? -1];
  const before = taken > 0 && !isPast ? states[at[taken - 1] ?? -1] : undefined;
  const steps = isPast ? [] : (made[taken - 1] ?? []);
  const old = new Map(before?.fields ?? state?.fields);
  const isMoved = before !== undefined && before !== state;
  return (
    <section class={`model${isMoved ? ' moved' : ''}`}>
      <h2>{kind === 'machine' ? `The xstate machine, ${name}` : `The TLA+ ${kind}, ${name}`}</h2>
      {isPast && <p class="fault">{`≠ apart since step ${diverges.step + 1}: ${diverges.reason}`}</p>}
      {steps.length > 0 && <p class="made">{`takes ${steps.join(', ')}`}</p>}
      {chart && state && (
        <Chart name={name} chart={chart} active={state.active} before={before?.active ?? []} steps={steps} />
      )}
      {state && (
        <Scrolled label={`state of ${name}`}>
          <Fields fields={state.fields} isChanged={(field, value) => old.get(field) !== value} />
        </Scrolled>
      )}
    </section>
  );
}
